"""An answer, gone through once: a page runs again at every click, and it may have many rows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import pandas as pd

from graph.key_reader import by_label
from graph.records import NodeKey, Subgraph, Table
from messages import language
from pages.components.answer_files import Shown, cell_text
from pages.components.network import MOST_NODES
from pages.components.network_graph import ViewGraph, view_graph
from queries.ask import graph_of, keys_of
from workspace import Workspace


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page shows of a table, in one language.

    `nodes` counts those in its cells, of which `drawn` holds the first with all edges among them;
    `about` are all whom a file of it is about, also at the ends of its edges.
    """

    language: str
    rows: list[list[Shown]]
    frame: pd.DataFrame
    nodes: int
    drawn: Subgraph
    view: ViewGraph
    about: tuple[NodeKey, ...]


def gone_through(workspace: Workspace, table: Table, before: Answer | None) -> Answer:
    """The answer as `before` has it, or anew where the language is another."""
    if before is not None and before.language == language():
        return before
    rows = [[cell_text(cell) for cell in row] for row in table.rows]
    found = [node.key for node in graph_of(table).nodes]
    drawn = workspace.subgraph(found[:MOST_NODES]) if found else Subgraph()
    return Answer(
        language(),
        rows,
        pd.DataFrame(rows, columns=_distinct(table.columns)),
        len(found),
        drawn,
        view_graph(drawn),
        _parties(table),
    )


def _parties(table: Table) -> tuple[NodeKey, ...]:
    """Every node of an answer; a text that reads as a key counts as its node."""
    texts = (cell for row in table.rows for cell in row if isinstance(cell, str))
    return tuple(sorted(keys_of(table).union(chain.from_iterable(by_label(texts).values()))))


def _distinct(columns: tuple[str, ...]) -> list[str]:
    """Column names; an engine may give one twice, a table may not."""
    found: list[str] = []
    for name in columns:
        number = 2
        shown = name
        while shown in found:
            shown = f"{name} {number}"
            number += 1
        found.append(shown)
    return found
