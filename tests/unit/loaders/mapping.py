"""Mapping of rows that tests write as {header: cell}."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.records import EdgeRecord, NodeRecord, SourceRef
from loaders.headers import match
from loaders.identifiers import KeyedHash
from loaders.problems import RowProblem
from loaders.readers import Row
from loaders.row_mapper import RowMapper
from loaders.tables import BY_NAME
from loaders.unfold import UnfoldingMapper, mapper_of

KEY = b"a key for tests, 32 bytes long.."
HASHED = KeyedHash(KEY)
A, B, C = "91350200776049653A", "91440101MA5CJQ4N59", "913502000728319549"


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one row says. `accepted` is false if it was rejected; it then says nothing."""

    nodes: tuple[NodeRecord, ...]
    edges: tuple[EdgeRecord, ...]
    problems: tuple[RowProblem, ...]
    accepted: bool


def mapped(table: str, *rows: Mapping[str, str]) -> list[Mapped]:
    """What each row says, read by the table map of that name."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    mapper = mapper_of(match(BY_NAME[table], headers), HASHED)
    return [
        _mapped(mapper, Row(SourceRef("f", "0" * 64, "", n), {h: row.get(h, "") for h in headers}))
        for n, row in enumerate(rows, 2)
    ]


def _mapped(mapper: RowMapper | UnfoldingMapper, row: Row) -> Mapped:
    nodes: list[NodeRecord] = []
    edges: list[EdgeRecord] = []
    problems: list[RowProblem] = []
    (accepted,), said = mapper.map_rows([row], problems)
    said.add_to(nodes, edges)
    return Mapped(tuple(nodes), tuple(edges), tuple(problems), accepted)


def nodes(found: Sequence[Mapped], label: str) -> dict[str, NodeRecord]:
    """The nodes of a label by key; of several statements the last."""
    return {n.key: n for each in found for n in each.nodes if n.label == label}


def edges(found: Sequence[Mapped], type_: str) -> list[EdgeRecord]:
    """The edges of a type in order."""
    return [e for each in found for e in each.edges if e.type == type_]


def rules(found: Sequence[Mapped]) -> list[tuple[str, str]]:
    """(column, severity) of every problem."""
    return [(p.column, p.severity.value) for each in found for p in each.problems]
