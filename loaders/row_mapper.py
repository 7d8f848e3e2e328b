"""From rows to records: a table map made ready for the headers that one sheet has.

Rows are mapped many at a time, column after column: a cell that was read before, and a thing that
was named before, is then found again without a step of Python for each row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from operator import attrgetter
from typing import Any

from graph.records import SourceRef, Value
from loaders import cells
from loaders.amounts import unit_factor
from loaders.cells import CellKind
from loaders.headers import SheetHeaders
from loaders.identifiers import KeyedHash, half_width
from loaders.keys import KeyFunction
from loaders.problems import Complaint, RowProblem, Severity
from loaders.readers import Row
from loaders.said import EdgesSaid, NodesSaid, Said
from loaders.table_map import Column, Derived, EdgeMap, Fixed, NodeMap, PropertySource, TableMap
from loaders.words import FAILED, FAILED_FORMULA

# Cells of these kinds seldom repeat, so remembering them costs more than reading them.
_SELDOM_REPEAT = cells.IN_YUAN | {CellKind.NUMBER, CellKind.TIME}
_REMEMBERED_CELLS = 1 << 15
_REMEMBERED_NODES = 1 << 18
_UNREAD = object()

MISSING = Complaint("The cell is empty, and the column is required.", "Fill in the cell.")
NAMELESS = Complaint("The row names nothing that can be identified.", "Fill in name or number.")
SURPLUS = Complaint(
    "The row has more cells than the header.",
    "Look for a separator inside a text; put the text in quotation marks.",
)

Values = list[Any]  # one of each row
Columns = list[Values]
# The row, the column, the cell as written, what is wrong, whether that rejects the row.
_Doubt = tuple[int, Column, str, Complaint, bool]
_row_number = attrgetter("source.row")


class _Remembered(dict[Any, Any]):
    """What was made of each input before; forgets everything when it knows too much."""

    def __init__(self, make: Callable[[Any], Any], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, asked: Any) -> Any:
        if len(self) >= self._most:
            self.clear()
        made = self[asked] = self._make(asked)
        return made


@dataclass(frozen=True, slots=True)
class _Cells:
    """A column of the sheet: where its values go, its header, and what reads a cell."""

    slot: int
    header: str
    column: Column
    read: Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class _Computed:
    """A value made of others before there are nodes."""

    slot: int
    make: Callable[..., Any]  # of a tuple of values; a check: of the values
    of: tuple[int, ...]
    blames: Column


@dataclass(frozen=True, slots=True)
class _Properties:
    """What every element has alike, and where the rest of its properties is found."""

    constants: dict[str, Value]
    stated: tuple[tuple[str, int], ...]  # name, slot
    derived: tuple[tuple[str, Callable[..., Value], tuple[int, ...]], ...]

    @property
    def slots(self) -> tuple[int, ...]:
        """Everything they are taken from."""
        return (*(slot for _, slot in self.stated), *(s for _, _, of in self.derived for s in of))

    def of(self, columns: Columns, rows: Sequence[int]) -> list[dict[str, Value]]:
        """One dictionary for each of these rows; what is None is left out."""
        made = [self.constants.copy() for _ in rows]
        found = [(name, _taken(columns[slot], rows)) for name, slot in self.stated]
        for name, make, of in self.derived:
            inputs = [_taken(columns[slot], rows) for slot in of]
            found.append((name, list(map(make, *inputs))))
        for name, values in found:
            for properties, value in zip(made, values, strict=True):
                if value is not None:
                    properties[name] = value
        return made


@dataclass(frozen=True, slots=True)
class _Node:
    """A node that each row may name. `each` is the place of the input that is several, or -1."""

    slot: int
    label: str
    make: KeyFunction
    of: tuple[int, ...]
    each: int
    properties: _Properties
    mention: bool
    known: dict[Any, Any] | None  # keys by everything they and the properties are made of


@dataclass(frozen=True, slots=True)
class _Edge:
    """An edge that each row may state."""

    type: str
    start: int
    end: int
    when: int | None
    properties: _Properties
    stated: set[tuple[str, str]] | None  # ends that were stated before; None: not kept


class RowMapper:
    """Maps the rows of one sheet. Not for use by several threads: it remembers what it has read."""

    def __init__(self, table: TableMap, headers: SheetHeaders, hashed: KeyedHash) -> None:
        self.table = table
        self.blank_cells = 0  # cells with a sign for nothing, in the rows mapped so far
        self._hashed = hashed
        self._headers = headers
        names = [*(c.name for c in table.columns), *table.computed, *table.nodes]
        self._slots = {name: slot for slot, name in enumerate(names)}
        self._absent = {c.name for c in table.columns} - set(headers.columns)
        self._cells = [self._read_by(name, header) for name, header in headers.columns.items()]
        self._required = [(self._slots[c.name], c) for c in table.required]
        self._computed = [
            _Computed(
                self._slots[name],
                _Remembered(_spread(c.make), _REMEMBERED_CELLS).__getitem__,
                tuple(self._slots[of] for of in c.of),
                table.column(c.blames),
            )
            for name, c in table.computed.items()
        ]
        possible = {alias for alias, node in table.nodes.items() if self._can_exist(node)}
        self._nodes = [self._node(a, table.nodes[a]) for a in table.nodes if a in possible]
        self._edges = [
            self._edge(edge)
            for edge in table.edges
            if {edge.start, edge.end} <= possible and edge.when not in self._absent
        ]
        self._subject = tuple(self._slots[name] for name in table.subject)
        self._checks = [
            _Computed(
                -1, c.begin(), tuple(self._slots[name] for name in c.of), table.column(c.blames)
            )
            for c in table.checks
        ]

    # Making ready

    def _read_by(self, name: str, header: str) -> _Cells:
        column = self.table.column(name)
        read: Callable[..., Any] = cells.READERS[column.kind]
        factor = 1e4 if header in column.in_wan else unit_factor(header)
        if column.kind in cells.IN_YUAN and factor != 1.0:
            read = partial(read, factor=factor)
        if column.kind in cells.IN_PERCENT and "%" in half_width(header):
            read = partial(read, percent=True)
        if column.clean is not None:
            read = _then(read, column.clean)
        read = _unless_nothing(read)
        if column.kind not in _SELDOM_REPEAT:
            read = _Remembered(read, _REMEMBERED_CELLS).__getitem__
        return _Cells(self._slots[name], header, column, read)

    def _can_exist(self, node: NodeMap) -> bool:
        """Whether the sheet has any column that the key is made of."""
        return any(n not in self._absent and n not in self.table.nodes for n in node.key.of)

    def _node(self, alias: str, node: NodeMap) -> _Node:
        return _Node(
            self._slots[alias],
            node.label,
            node.key.make,
            tuple(self._slots[name] for name in node.key.of),
            node.key.of.index(node.each) if node.each else -1,
            self._properties(node.properties),
            node.mention,
            {} if node.recurs else None,
        )

    def _edge(self, edge: EdgeMap) -> _Edge:
        return _Edge(
            edge.type,
            self._slots[edge.start],
            self._slots[edge.end],
            self._slots[edge.when] if edge.when else None,
            self._properties(edge.properties),
            set() if edge.recurs else None,
        )

    def _properties(self, declared: Mapping[str, PropertySource]) -> _Properties:
        slot = self._slots
        constants = {n: s.value for n, s in declared.items() if isinstance(s, Fixed)}
        stated: list[tuple[str, int]] = []
        derived: list[tuple[str, Callable[..., Value], tuple[int, ...]]] = []
        for n, s in declared.items():
            if isinstance(s, str) and s not in self._absent:
                stated.append((n, slot[s]))
            elif isinstance(s, Derived) and self._absent.issuperset(s.of):
                said = s.make(*[None] * len(s.of))  # of every row alike
                constants |= {} if said is None else {n: said}
            elif isinstance(s, Derived):
                derived.append((n, s.make, tuple(slot[of] for of in s.of)))
        return _Properties(constants, tuple(stated), tuple(derived))

    # Mapping

    def map_rows(self, rows: Sequence[Row], problems: list[RowProblem]) -> tuple[list[bool], Said]:
        """Whether each row was accepted, and what those say; problems are appended row by row.

        A node that an earlier row stated alike is not repeated.
        """
        found: list[RowProblem] = [
            _problem(row.source, "", row.surplus, SURPLUS, Severity.WARNING)
            for row in rows
            if row.surplus
        ]
        columns = self._no_values(len(rows))
        said = self._read(rows, columns)
        said += self._compute(rows, columns, {(at, column.name) for at, column, *_ in said})
        said += self._check(rows, columns)
        found += [self._reported(rows[each[0]].source, each) for each in said]
        rejected = {at for at, *_, fatal in said if fatal}
        alive = [at for at in range(len(rows)) if at not in rejected]
        columns = [_taken(values, alive) for values in columns] if rejected else columns
        sources = [rows[at].source for at in alive]
        nodes = self._map_nodes(columns, len(sources))
        nameless = self._nameless(columns)
        if nameless:
            self._forget()  # what such a row named must be stated by the next that names it
            found += [_problem(sources[at], "", "", NAMELESS, Severity.REJECTED) for at in nameless]
            rejected |= {alive[at] for at in nameless}
            kept = [at for at in range(len(alive)) if at not in set(nameless)]
            columns = [_taken(values, kept) for values in columns]
            sources = _taken(sources, kept)
            nodes = self._map_nodes(columns, len(sources))
        problems += sorted(found, key=_row_number)
        accepted = [at not in rejected for at in range(len(rows))]
        return accepted, Said(sources, nodes, self._map_edges(columns))

    def _no_values(self, count: int) -> Columns:
        """Nothing in any column: lists that are replaced, never written into."""
        return [[None] * count] * len(self._slots)

    def _read(self, rows: Sequence[Row], columns: Columns) -> list[_Doubt]:
        said: list[_Doubt] = []
        for cell in self._cells:
            header, read, column = cell.header, cell.read, cell.column
            written = [row.cells[header] for row in rows]
            values = list(map(read, written))
            if column.kind is not CellKind.LAST_DAY:  # there 长期 says something
                self.blank_cells += values.count(None) - written.count("")
            for at, found in _complaints(values):
                values[at] = found.value
                fatal = column.required and found.value is None
                said.append((at, column, written[at], found, fatal))
            columns[cell.slot] = values
        return said

    def _compute(
        self, rows: Sequence[Row], columns: Columns, blamed: set[tuple[int, str]]
    ) -> list[_Doubt]:
        said: list[_Doubt] = [
            (at, column, "", MISSING, True)
            for slot, column in self._required
            for at, value in enumerate(columns[slot])
            if value is None and (at, column.name) not in blamed
        ]
        for each in self._computed:
            values = list(map(each.make, zip(*(columns[slot] for slot in each.of), strict=True)))
            for at, found in _complaints(values):
                values[at] = found.value
                raw = rows[at].cells.get(self._header(each.blames), "")
                said.append((at, each.blames, raw, found, found.value is None))
            columns[each.slot] = values
        return said

    def _check(self, rows: Sequence[Row], columns: Columns) -> list[_Doubt]:
        """What is doubtful though each cell can be read: such a row is kept."""
        return [
            (at, check.blames, rows[at].cells.get(self._header(check.blames), ""), found, False)
            for check in self._checks
            for at, found in enumerate(map(check.make, *(columns[slot] for slot in check.of)))
            if found is not None
        ]

    def _reported(self, source: SourceRef, said: _Doubt) -> RowProblem:
        _, column, raw, complaint, fatal = said
        severity = Severity.REJECTED if fatal else Severity.WARNING
        shown = cells.masked(column.kind, raw)
        return _problem(source, self._header(column), shown, complaint, severity)

    def _header(self, column: Column) -> str:
        return self._headers.columns.get(column.name, column.headers[0])

    def _nameless(self, columns: Columns) -> list[int]:
        """The rows that name none of the things that the table is about."""
        named = zip(*(columns[slot] for slot in self._subject), strict=True)
        return [at for at, keys in enumerate(named) if not any(keys)]

    def _map_nodes(self, columns: Columns, count: int) -> list[NodesSaid]:
        found: list[NodesSaid] = []
        for node in self._nodes:
            if node.known is None:
                columns[node.slot] = _state(node, self._hashed, columns, range(count), found)
            else:
                columns[node.slot] = self._name(node, node.known, columns, found)
        return found

    def _name(
        self, node: _Node, known: dict[Any, Any], columns: Columns, found: list[NodesSaid]
    ) -> Values:
        """Keys of a node that other rows name too; it is stated once for the same cells."""
        made_of = (*node.of, *node.properties.slots)
        asked = list(zip(*(columns[slot] for slot in made_of), strict=True))
        keys = list(map(known.get, asked, repeat(_UNREAD)))
        unread = [at for at, key in enumerate(keys) if key is _UNREAD]
        if not unread:
            return keys
        first: dict[Any, int] = {}
        for at in unread:
            first.setdefault(asked[at], at)
        made = _state(node, self._hashed, columns, [*first.values()], found)
        fresh = dict(zip(first, made, strict=True))
        for at in unread:
            keys[at] = fresh[asked[at]]
        if len(known) + len(fresh) > _REMEMBERED_NODES:
            known.clear()
        known.update(fresh)
        return keys

    def _map_edges(self, columns: Columns) -> list[EdgesSaid]:
        found: list[EdgesSaid] = []
        for edge in self._edges:
            starts, ends = columns[edge.start], columns[edge.end]
            both = enumerate(zip(starts, ends, strict=True))
            rows = [at for at, (start, end) in both if start is not None and end is not None]
            if edge.when is not None:
                when = columns[edge.when]
                rows = [at for at in rows if when[at]]
            if edge.stated is not None:
                rows = [at for at in rows if _is_new(edge.stated, (starts[at], ends[at]))]
            if not rows:
                continue
            properties = edge.properties.of(columns, rows)
            starts, ends = _taken(starts, rows), _taken(ends, rows)
            if tuple in {starts[0].__class__, ends[0].__class__}:
                starts, ends, properties, rows = _one_by_one(starts, ends, properties, rows)
            found.append((edge.type, starts, ends, properties, [*rows]))
        return found

    def _forget(self) -> None:
        for node in self._nodes:
            if node.known is not None:
                node.known.clear()


def _taken(values: Sequence[Any], rows: Sequence[int]) -> list[Any]:
    """The values of these rows; all of them, where these are all rows."""
    return list(values) if len(rows) == len(values) else [values[row] for row in rows]


def _complaints(values: Values) -> list[tuple[int, Complaint]]:
    if Complaint not in map(type, values):
        return []
    return [(at, value) for at, value in enumerate(values) if value.__class__ is Complaint]


def _state(
    node: _Node,
    hashed: KeyedHash,
    columns: Columns,
    rows: Sequence[int],
    found: list[NodesSaid],
) -> Values:
    """Add what these rows say of a node to `found`; their keys of it, None where it has none."""
    inputs = [_taken(columns[slot], rows) for slot in node.of]
    properties = node.properties.of(columns, rows)
    if node.each >= 0:
        return _state_several(node, hashed, inputs, properties, rows, found)
    keys: Values = []
    named: Values = []
    stated: list[dict[str, Value]] = []
    places: list[int] = []
    identified = map(node.make, repeat(hashed), *inputs)
    for at, made, own in zip(rows, identified, properties, strict=True):
        if made is None:
            keys.append(None)
            continue
        key, follows = made
        keys.append(key)
        named.append(key)
        stated.append(follows | own if follows else own)
        places.append(at)
    if named:
        found.append((node.label, node.mention, named, stated, places))
    return keys


def _state_several(
    node: _Node,
    hashed: KeyedHash,
    inputs: Sequence[Values],
    properties: Sequence[dict[str, Value]],
    rows: Sequence[int],
    found: list[NodesSaid],
) -> Values:
    """As `_state`, where one input holds several things: a tuple of keys for each row."""
    keys: Values = []
    named: Values = []
    stated: list[dict[str, Value]] = []
    places: list[int] = []
    for at, own, row in zip(rows, properties, zip(*inputs, strict=True), strict=True):
        before, after = row[: node.each], row[node.each + 1 :]
        made = [node.make(hashed, *before, item, *after) for item in row[node.each] or ()]
        of_row = [each for each in made if each is not None]
        for key, follows in of_row:
            named.append(key)
            stated.append(follows | own)
            places.append(at)
        keys.append(tuple(dict.fromkeys(key for key, _ in of_row)) or None)
    if named:
        found.append((node.label, node.mention, named, stated, places))
    return keys


def _one_by_one(
    starts: Values, ends: Values, properties: Sequence[dict[str, Value]], rows: Sequence[int]
) -> tuple[Values, Values, list[dict[str, Value]], list[int]]:
    """Edges of which one end is several, each as many edges."""
    edges = [
        (start, end, said, at)
        for several, others, said, at in zip(starts, ends, properties, rows, strict=True)
        for start in (several if several.__class__ is tuple else (several,))
        for end in (others if others.__class__ is tuple else (others,))
    ]
    return tuple(map(list, zip(*edges, strict=True)))  # type: ignore[return-value]


def _is_new(stated: set[tuple[str, str]], ends: tuple[str, str]) -> bool:
    if ends in stated:
        return False
    if len(stated) >= _REMEMBERED_NODES:
        stated.clear()
    stated.add(ends)
    return True


def _then(read: Callable[[str], Any], clean: Callable[[str], Any]) -> Callable[[str], Any]:
    def both(cell: str) -> Any:
        value = read(cell)
        return clean(value) if isinstance(value, str) else value

    return both


def _unless_nothing(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def read_cell(cell: str) -> Any:
        if not cell:
            return None
        if cell[0] in "#E" and FAILED_FORMULA.fullmatch(cell.strip()):
            return FAILED
        return read(cell)

    return read_cell


def _spread(make: Callable[..., object]) -> Callable[[tuple[Any, ...]], object]:
    return lambda values: make(*values)


def _problem(
    source: SourceRef, column: str, value: str, complaint: Complaint, severity: Severity
) -> RowProblem:
    rule, advice = complaint.said()
    return RowProblem(source, column, value, rule, advice, severity)
