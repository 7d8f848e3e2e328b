"""From rows to records: a table map made ready for the headers that one sheet has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from graph.records import EdgeRecord, NodeRecord, SourceRef, Value
from loaders import cells
from loaders.amounts import unit_factor
from loaders.cells import CellKind
from loaders.headers import SheetHeaders
from loaders.identifiers import KeyedHash, half_width
from loaders.keys import KeyFunction
from loaders.problems import Complaint, RowProblem, Severity
from loaders.readers import Row
from loaders.table_map import Column, Derived, Fixed, NodeMap, PropertySource, TableMap

# Cells of these kinds seldom repeat, so remembering them costs more than reading them.
_SELDOM_REPEAT = frozenset({CellKind.AMOUNT, CellKind.PRICE, CellKind.NUMBER, CellKind.TIME})
_REMEMBERED_CELLS = 1 << 15
_REMEMBERED_NODES = 1 << 18
_UNREAD = object()

MISSING = Complaint("The cell is empty, and the column is required.", "Fill in the cell.")
NAMELESS = Complaint("The row names nothing that can be identified.", "Fill in name or number.")
SURPLUS = Complaint(
    "The row has more cells than the header.",
    "Look for a separator inside a text; put the text in quotation marks.",
)

Values = list[Any]
Getter = Callable[[Values], Any]


# Slot of the value, header, column, reader, what was read before (None: nothing is remembered).
_Cell = tuple[int, str, Column, Callable[[str], Any], dict[str, Any] | None]
_Said = tuple[Column, str, Complaint, bool]


# Slot of the key, label, key function, its inputs and the cells of the properties, how many of them
# the function is given, place of the input that is several (-1: none), constant and varying
# properties, whether it is a mention, keys by inputs (None: nothing is remembered).
_Properties = tuple[tuple[str, Getter], ...]
_Node = tuple[
    int,
    str,
    KeyFunction,
    Getter,
    int,
    int,
    dict[str, Value],
    _Properties,
    bool,
    dict[Any, Any] | None,
]
# Type, slots of both ends, slot of the condition (-1: none), ends stated before (None: not kept),
# constant and varying properties.
_Edge = tuple[str, int, int, int, set[tuple[str, str]] | None, dict[str, Value], _Properties]


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one row says. `accepted` is false if it was rejected; it then says nothing."""

    nodes: tuple[NodeRecord, ...]
    edges: tuple[EdgeRecord, ...]
    problems: tuple[RowProblem, ...]
    accepted: bool


class RowMapper:
    """Maps the rows of one sheet. Not for use by several threads: it remembers what it has read."""

    def __init__(self, table: TableMap, headers: SheetHeaders, hashed: KeyedHash) -> None:
        self.table = table
        self._hashed = hashed
        names = [*(c.name for c in table.columns), *table.computed, *table.nodes]
        self._slots = {name: slot for slot, name in enumerate(names)}
        self._empty: Values = [None] * len(names)
        self._cells = [self._cell(name, header) for name, header in headers.columns.items()]
        self._required = [(self._slots[c.name], c) for c in table.required]
        self._computed = [
            (self._slots[name], c.make, self._getter(c.of), table.column(c.blames))
            for name, c in table.computed.items()
        ]
        self._absent = {c.name for c in table.columns} - set(headers.columns)
        possible = {alias for alias, node in table.nodes.items() if self._can_exist(node)}
        self._nodes = [self._node(a, table.nodes[a]) for a in table.nodes if a in possible]
        self._edges: list[_Edge] = [
            (
                e.type,
                self._slots[e.start],
                self._slots[e.end],
                self._slots[e.when] if e.when else -1,
                set() if e.recurs else None,
                *self._properties(e.properties),
            )
            for e in table.edges
            if {e.start, e.end} <= possible and e.when not in self._absent
        ]
        self._subject = tuple(self._slots[name] for name in table.subject)
        self._headers = headers

    # Making ready

    def _cell(self, name: str, header: str) -> _Cell:
        column = self.table.column(name)
        read: Callable[..., Any] = cells.READERS[column.kind]
        if column.kind in (CellKind.AMOUNT, CellKind.PRICE) and unit_factor(header) != 1.0:
            read = partial(read, factor=unit_factor(header))
        if column.kind is CellKind.SHARE and "%" in half_width(header):
            read = partial(read, percent=True)
        if column.clean is not None:
            read = _then(read, column.clean)
        memory: dict[str, Any] | None = None if column.kind in _SELDOM_REPEAT else {}
        return self._slots[name], header, column, read, memory

    def _can_exist(self, node: NodeMap) -> bool:
        """Whether the sheet has any column that the key is made of."""
        return any(n not in self._absent and n not in self.table.nodes for n in node.key.of)

    def _getter(self, names: tuple[str, ...]) -> Getter:
        slots = [self._slots[name] for name in names]
        if len(slots) == 1:
            only = slots[0]
            return lambda values: (values[only],)
        return itemgetter(*slots)

    def _node(self, alias: str, node: NodeMap) -> _Node:
        constants, properties = self._properties(node.properties)
        used = [s for s in node.properties.values() if not isinstance(s, Fixed)]
        extra = [n for s in used for n in (s.of if isinstance(s, Derived) else (s,))]
        return (
            self._slots[alias],
            node.label,
            node.key.make,
            self._getter((*node.key.of, *extra)),
            len(node.key.of),
            node.key.of.index(node.each) if node.each else -1,
            constants,
            properties,
            node.mention,
            {} if node.recurs else None,
        )

    def _properties(
        self, declared: Mapping[str, PropertySource]
    ) -> tuple[dict[str, Value], tuple[tuple[str, Getter], ...]]:
        constants = {n: s.value for n, s in declared.items() if isinstance(s, Fixed)}
        varying: list[tuple[str, Getter]] = []
        for name, source in declared.items():
            if isinstance(source, str):
                if source in self._absent:
                    continue
                varying.append((name, itemgetter(self._slots[source])))
            elif isinstance(source, Derived):
                varying.append((name, _computing(source.make, self._getter(source.of))))
        return constants, tuple(varying)

    # Mapping

    def map_row(self, row: Row) -> Mapped:
        """What one row says. A node that an earlier row stated alike is not repeated."""
        nodes: list[NodeRecord] = []
        edges: list[EdgeRecord] = []
        problems: list[RowProblem] = []
        accepted = self.map_into(row, nodes, edges, problems)
        return Mapped(tuple(nodes), tuple(edges), tuple(problems), accepted)

    def map_into(
        self,
        row: Row,
        nodes: list[NodeRecord],
        edges: list[EdgeRecord],
        problems: list[RowProblem],
    ) -> bool:
        """As `map_row`, appending to lists; whether the row was accepted."""
        values = self._empty.copy()
        complaints: list[_Said] = []
        self._read(row.cells, values, complaints)
        self._check_and_compute(row.cells, values, complaints)
        if row.surplus:
            problems.append(_problem(row.source, "", row.surplus, SURPLUS, Severity.WARNING))
        if complaints and self._report(row.source, complaints, problems):
            return False
        known = len(nodes)
        self._map_nodes(values, row.source, nodes)
        if all(values[slot] is None for slot in self._subject):
            del nodes[known:]
            self._forget()
            problems.append(_problem(row.source, "", "", NAMELESS, Severity.REJECTED))
            return False
        self._map_edges(values, row.source, edges)
        return True

    def _read(self, raw_cells: dict[str, str], values: Values, complaints: list[_Said]) -> None:
        for slot, header, column, read, memory in self._cells:
            raw = raw_cells[header]
            if not raw:
                continue
            if memory is None:
                value = read(raw)
            else:
                value = memory.get(raw, _UNREAD)
                if value is _UNREAD:
                    if len(memory) >= _REMEMBERED_CELLS:
                        memory.clear()
                    value = memory[raw] = read(raw)
            if value.__class__ is Complaint:
                fatal = column.required and value.value is None
                complaints.append((column, raw, value, fatal))
                value = value.value
            values[slot] = value

    def _check_and_compute(
        self, raw_cells: dict[str, str], values: Values, complaints: list[_Said]
    ) -> None:
        for slot, column in self._required:
            if values[slot] is None and all(said[0] is not column for said in complaints):
                complaints.append((column, "", MISSING, True))
        for slot, make, inputs, column in self._computed:
            made = make(*inputs(values))
            if made.__class__ is Complaint:
                raw = raw_cells.get(self._header(column), "")
                complaints.append((column, raw, made, made.value is None))
                made = made.value
            values[slot] = made

    def _report(
        self, source: SourceRef, complaints: list[_Said], problems: list[RowProblem]
    ) -> bool:
        """Report complaints; whether one of them rejects the row."""
        for column, raw, complaint, fatal in complaints:
            severity = Severity.REJECTED if fatal else Severity.WARNING
            shown = cells.masked(column.kind, raw)
            problems.append(_problem(source, self._header(column), shown, complaint, severity))
        return any(fatal for *_, fatal in complaints)

    def _header(self, column: Column) -> str:
        return self._headers.columns.get(column.name, column.headers[0])

    def _map_nodes(self, values: Values, source: SourceRef, nodes: list[NodeRecord]) -> None:
        for node in self._nodes:
            slot, _, _, get_inputs, arity, each, _, _, _, memory = node
            inputs = get_inputs(values)
            if memory is not None:
                known = memory.get(inputs, _UNREAD)
                if known is not _UNREAD:
                    values[slot] = known
                    continue
            key: Any
            if each >= 0:
                key = self._several(node, inputs, values, source, nodes)
            else:
                key = self._one(node, inputs[:arity], values, source, nodes)
            values[slot] = key
            if memory is not None:
                if len(memory) >= _REMEMBERED_NODES:
                    memory.clear()
                memory[inputs] = key

    def _one(
        self,
        node: _Node,
        inputs: tuple[Any, ...],
        values: Values,
        source: SourceRef,
        nodes: list[NodeRecord],
    ) -> str | None:
        _, label, make, _, _, _, constants, varying, mention, _ = node
        made = make(self._hashed, *inputs)
        if made is None:
            return None
        key, properties = made
        if constants:
            properties.update(constants)
        for name, get in varying:
            value = get(values)
            if value is not None:
                properties[name] = value
        nodes.append(NodeRecord(label, key, properties, source, mention))
        return key

    def _several(
        self,
        node: _Node,
        inputs: tuple[Any, ...],
        values: Values,
        source: SourceRef,
        nodes: list[NodeRecord],
    ) -> tuple[str, ...] | None:
        arity, each = node[4:6]
        items = inputs[each]
        if not items:
            return None
        before, after = inputs[:each], inputs[each + 1 : arity]
        keys = [self._one(node, (*before, i, *after), values, source, nodes) for i in items]
        return tuple(dict.fromkeys(key for key in keys if key is not None)) or None

    def _map_edges(self, values: Values, source: SourceRef, edges: list[EdgeRecord]) -> None:
        for type_, start_slot, end_slot, when, stated, constants, varying in self._edges:
            start = values[start_slot]
            end = values[end_slot]
            if start is None or end is None or (when >= 0 and not values[when]):
                continue
            if stated is not None and _stated_before(stated, (start, end)):
                continue
            properties = constants.copy()
            for name, get in varying:
                value = get(values)
                if value is not None:
                    properties[name] = value
            if start.__class__ is tuple:
                edges += [EdgeRecord(type_, each, end, properties, source) for each in start]
            elif end.__class__ is tuple:
                edges += [EdgeRecord(type_, start, each, properties, source) for each in end]
            else:
                edges.append(EdgeRecord(type_, start, end, properties, source))

    def _forget(self) -> None:
        for node in self._nodes:
            memory = node[-1]
            if memory is not None:
                memory.clear()


def _stated_before(stated: set[tuple[str, str]], ends: tuple[str, str]) -> bool:
    if ends in stated:
        return True
    if len(stated) >= _REMEMBERED_NODES:
        stated.clear()
    stated.add(ends)
    return False


def _then(read: Callable[[str], Any], clean: Callable[[str], Any]) -> Callable[[str], Any]:
    def both(cell: str) -> Any:
        value = read(cell)
        return clean(value) if isinstance(value, str) else value

    return both


def _computing(make: Callable[..., Value], inputs: Getter) -> Getter:
    return lambda values: make(*inputs(values))


def _problem(
    source: SourceRef, column: str, value: str, complaint: Complaint, severity: Severity
) -> RowProblem:
    rule, advice = complaint.said()
    return RowProblem(source, column, value, rule, advice, severity)
