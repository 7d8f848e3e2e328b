"""How a table maps to the graph, as data: columns, the nodes a row names, the edges it states.

A declaration can be checked against the spreadsheet by eye, and is checked against the vocabulary
when it is made: a label, a property or an arrow that the vocabulary lacks is an error at import.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from graph.records import Value
from graph.vocabulary import SCHEMA
from loaders.cells import CellKind
from loaders.keys import KeyFunction
from loaders.problems import Complaint
from loaders.words import Parsed


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the headers it goes by (best first), what it holds, an example that parses.

    `clean` is applied to what the kind's reader returned and may complain too. `in_wan`: headers
    under which a standard counts in 万元 without saying so in the header.
    """

    name: str
    headers: tuple[str, ...]
    kind: CellKind = CellKind.TEXT
    required: bool = False
    clean: Callable[[str], Parsed] | None = None
    example: str = ""
    in_wan: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.isidentifier() or not self.headers:
            raise ValueError(f"Column '{self.name}' needs an identifier and at least one header.")


@dataclass(frozen=True, slots=True)
class Key:
    """A named key function and the columns, or nodes declared before, that it is given."""

    make: KeyFunction
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A property that every row states alike."""

    value: Value


@dataclass(frozen=True, slots=True)
class Derived:
    """A property computed from several cells; `first`: from the first that says something."""

    make: Callable[..., Value]
    of: tuple[str, ...]
    first: bool = False


@dataclass(frozen=True, slots=True)
class Computed:
    """A value computed from cells before nodes are made; `blames` is the column it complains of."""

    make: Callable[..., object]
    of: tuple[str, ...]
    blames: str


PropertySource = str | Fixed | Derived


@dataclass(frozen=True, slots=True)
class NodeMap:
    """A node that a row names.

    `mention`: the row names it in passing (key and name only). `each`: the column holds several
    values, and each makes a node; the key function is given one value in place of the column.
    `recurs`: other rows of the file name it too, so it is written once for the same cells.
    """

    label: str
    key: Key
    properties: Mapping[str, PropertySource] = field(default_factory=dict)
    mention: bool = False
    each: str = ""
    recurs: bool = True


@dataclass(frozen=True, slots=True)
class EdgeMap:
    """An edge between two of the row's nodes; left out if one is missing or `when` is not true.

    `recurs`: other rows of the file state it too, so it is written once for the same ends.
    """

    type: str
    start: str
    end: str
    properties: Mapping[str, PropertySource] = field(default_factory=dict)
    when: str = ""
    recurs: bool = False


@dataclass(frozen=True, slots=True)
class Pivot:
    """Headers that repeat sideways (评委1 … 评委7): each makes a row of its own.

    `header` matches a whole plain header; its named groups are columns that take what they match.
    `value` is the column that takes the cell below; `least` is how many such headers there must be.
    """

    header: re.Pattern[str]
    value: str
    least: int = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """A column whose cell says several facts: `split` gives the cells of as many rows."""

    column: str
    split: Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Check:
    """Something that cells of one row, or of rows before it, make doubtful: the row is kept.

    `begin` is called once a sheet and returns what is asked of each row: a Complaint or None.
    """

    begin: Callable[[], Callable[..., Complaint | None]]
    of: tuple[str, ...]
    blames: str


@dataclass(frozen=True, slots=True)
class FullList:
    """Edges of which a file lists all that a thing has: what a newer list leaves out has ended.

    `of`: the end, `start` or `end`, that the list is of. `each_label`: telephones and addresses are
    lists of their own.
    """

    type: str
    of: str = "end"
    each_label: bool = False

    def __post_init__(self) -> None:
        if self.of not in ("start", "end"):
            raise ValueError(f"A full list of {self.type} is of its start or its end.")


@dataclass(frozen=True, slots=True)
class TableMap:
    """One kind of table.

    A sheet is this table if it has all required columns and one of each group in `needs_one_of`.
    `computed` values stand beside the cells under names of their own; where one is a Complaint
    without a value, the row is rejected. So is a row that names no `subject`. `titles` may stand
    above the header (标段编号：…) and then hold for every row. `full_lists` are edges of which the
    table lists all. `note` is said wherever the table is described.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    nodes: Mapping[str, NodeMap]
    edges: tuple[EdgeMap, ...]
    subject: tuple[str, ...]
    needs_one_of: tuple[tuple[str, ...], ...] = ()
    computed: Mapping[str, Computed] = field(default_factory=dict)
    pivots: tuple[Pivot, ...] = ()
    spread: Spread | None = None
    checks: tuple[Check, ...] = ()
    titles: tuple[str, ...] = ()
    full_lists: tuple[FullList, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        names = [*(c.name for c in self.columns), *self.computed]
        if len(set(names)) != len(names) or set(names) & set(self.nodes):
            raise ValueError(f"Table '{self.name}': names of columns and nodes must be unique.")
        self._check_names("needs_one_of", (*chain(*self.needs_one_of),), set(names))
        for name, value in self.computed.items():
            self._check_names(name, (*value.of, value.blames), {c.name for c in self.columns})
        self._check_names("subject", self.subject, set(self.nodes))
        for pivot in self.pivots:
            taking = (pivot.value, *pivot.header.groupindex)
            self._check_names("a pivot", taking, {c.name for c in self.columns})
        if self.spread:
            self._check_names("spread", (self.spread.column,), {c.name for c in self.columns})
        for check in self.checks:
            self._check_names("a check", (*check.of, check.blames), set(names))
        self._check_names("titles", self.titles, {c.name for c in self.columns})
        known = set(names)
        for alias, node in self.nodes.items():
            self._check_node(alias, node, known)
            known.add(alias)
        for edge in self.edges:
            self._check_edge(edge, set(names))
        self._check_full_lists()

    def _check_full_lists(self) -> None:
        for each in self.full_lists:
            if each.type not in {edge.type for edge in self.edges}:
                raise ValueError(f"Table '{self.name}': no row states {each.type}.")
            if "valid_from" not in SCHEMA.edge(each.type).identity:
                raise ValueError(f"Table '{self.name}': {each.type} does not hold for a time.")

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns that a sheet must have and a row must fill."""
        return tuple(c for c in self.columns if c.required)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return next((c for c in self.columns if c.name == name), None) or _missing(name)

    def _check_node(self, alias: str, node: NodeMap, known: set[str]) -> None:
        if not SCHEMA.has_node(node.label):
            raise ValueError(f"Table '{self.name}': the vocabulary has no label '{node.label}'.")
        allowed = {p.name for p in SCHEMA.node(node.label).properties if not p.derived}
        self._check_properties(alias, node.properties, allowed, known)
        self._check_names(alias, (*node.key.of, *filter(None, [node.each])), known)
        if node.each and node.each not in node.key.of:
            raise ValueError(f"Table '{self.name}': key of '{alias}' must use '{node.each}'.")
        if node.mention and set(node.properties) - {"name"}:
            raise ValueError(f"Table '{self.name}': mention '{alias}' may state a name alone.")

    def _check_edge(self, edge: EdgeMap, columns: set[str]) -> None:
        self._check_names(edge.type, (edge.start, edge.end), set(self.nodes))
        if not SCHEMA.has_edge(edge.type):
            raise ValueError(f"Table '{self.name}': the vocabulary has no edge '{edge.type}'.")
        type_ = SCHEMA.edge(edge.type)
        ends = self.nodes[edge.start].label, self.nodes[edge.end].label
        if ends not in type_.ends or type_.derived:
            raise ValueError(f"Table '{self.name}': no (:{ends[0]})-[:{edge.type}]->(:{ends[1]}).")
        allowed = {p.name for p in type_.properties}
        self._check_properties(edge.type, edge.properties, allowed, columns)
        self._check_names(edge.type, tuple(filter(None, [edge.when])), columns)
        if self.nodes[edge.start].each and self.nodes[edge.end].each:
            raise ValueError(f"Table '{self.name}': both ends of {edge.type} are several.")

    def _check_properties(
        self,
        owner: str,
        properties: Mapping[str, PropertySource],
        allowed: set[str],
        known: set[str],
    ) -> None:
        unknown = set(properties) - allowed
        if unknown:
            raise ValueError(f"Table '{self.name}': '{owner}' has no property {sorted(unknown)}.")
        for source in properties.values():
            if isinstance(source, Fixed):
                continue
            self._check_names(owner, source.of if isinstance(source, Derived) else (source,), known)

    def _check_names(self, owner: str, names: tuple[str, ...], known: set[str]) -> None:
        unknown = [name for name in names if name not in known]
        if unknown:
            raise ValueError(
                f"Table '{self.name}': '{owner}' uses {unknown}, which is not declared before it."
            )


def _missing(name: str) -> Column:
    raise KeyError(name)
