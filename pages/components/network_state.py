"""What a person has done with a network, as values: what is shown, filtered, pinned, undone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from graph.records import Edge, Node, NodeKey, Subgraph, Value
from queries.moment import as_of

MOST_STEPS = 60
MOST_OPENED = 24  # expansions that an address carries
MOST_HIDDEN = 300  # nodes that it names as hidden, or as left: servers refuse 64 KB
SIZES = (60, 150, 300, 1000, 3000)
HOPS = (1, 2, 3, 4)
LAYOUTS = ("force", "hierarchy", "circle", "timeline")
GROUPINGS = ("", "kind", "ring")
AMOUNTS = ("amount", "price", "control_price")


@dataclass(frozen=True, slots=True)
class Opened:
    """One expansion: of these nodes, along these relations (none: along all)."""

    keys: tuple[NodeKey, ...]
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """What is on the canvas at one moment; each moment can be undone."""

    shown: tuple[NodeKey, ...] = ()
    hidden: frozenset[NodeKey] = frozenset()
    pinned: frozenset[NodeKey] = frozenset()
    opened: tuple[Opened, ...] = ()


@dataclass(frozen=True, slots=True)
class Canvas:
    """Pictures in the order in which they came about; `now` is the one to be seen."""

    now: Picture = Picture()
    past: tuple[Picture, ...] = ()
    ahead: tuple[Picture, ...] = ()

    def then(self, picture: Picture) -> Canvas:
        """A step forward; what was undone before is forgotten. No step if nothing changes."""
        if picture == self.now:
            return self
        return Canvas(picture, (*self.past, self.now)[-MOST_STEPS:], ())

    def undo(self) -> Canvas:
        """One step back."""
        if not self.past:
            return self
        return Canvas(self.past[-1], self.past[:-1], (self.now, *self.ahead))

    def redo(self) -> Canvas:
        """The step that was undone, again."""
        if not self.ahead:
            return self
        return Canvas(self.ahead[0], (*self.past, self.now), self.ahead[1:])

    @property
    def seen(self) -> tuple[NodeKey, ...]:
        """What is shown and not hidden by hand."""
        return tuple(key for key in self.now.shown if key not in self.now.hidden)

    def add(self, keys: Iterable[NodeKey], opened: Opened | None = None) -> Canvas:
        """Show more; what was hidden and is asked for again comes back."""
        fresh = tuple(keys)
        shown = tuple(dict.fromkeys((*self.now.shown, *fresh)))
        steps = self.now.opened if opened is None else (*self.now.opened, opened)
        hidden = self.now.hidden - set(fresh)
        return self.then(replace(self.now, shown=shown, hidden=hidden, opened=steps[-MOST_OPENED:]))

    def hide(self, keys: Iterable[NodeKey]) -> Canvas:
        """Take nodes out of sight."""
        return self.then(replace(self.now, hidden=self.now.hidden | set(keys)))

    def only(self, keys: Iterable[NodeKey]) -> Canvas:
        """Take everything else out of sight."""
        rest = set(self.now.shown) - set(keys)
        return self.then(replace(self.now, hidden=self.now.hidden | rest))

    def show_all(self) -> Canvas:
        """Bring back what was hidden by hand."""
        return self.then(replace(self.now, hidden=frozenset()))

    def pin(self, keys: Iterable[NodeKey]) -> Canvas:
        """Nail nodes to their place; those already nailed are let go when all of them are."""
        chosen = frozenset(keys)
        loose = chosen <= self.now.pinned
        pinned = self.now.pinned - chosen if loose else self.now.pinned | chosen
        return self.then(replace(self.now, pinned=pinned))


@dataclass(frozen=True, slots=True)
class Filters:
    """Which of the shown facts are drawn. Empty: all of them."""

    without: frozenset[str] = frozenset()  # relation types that are left out
    day: str | None = None  # as the records describe this ISO day
    compare: bool = False  # draw what holds today too, and mark what has changed since that day
    amount: float = 0.0  # bids, payments and contracts below this are left out
    hops: int | None = None  # at most so far from the roots
    hubs: bool = False  # draw hubs too

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum((bool(self.without), bool(self.day), self.amount > 0, self.hops is not None))


@dataclass(frozen=True, slots=True)
class Filtered:
    """What is left to draw, and what each filter took away."""

    graph: Subgraph
    hubs: Mapping[NodeKey, str] = field(default_factory=dict)
    loose: int = 0  # nodes that nothing drawn joins to the roots


def filtered(
    graph: Subgraph,
    filters: Filters,
    *,
    roots: Collection[NodeKey],
    hubs: Mapping[NodeKey, str],
    hidden: Collection[NodeKey] = (),
    today: str | None = None,
) -> Filtered:
    """The graph without what the filters leave out; roots stay whatever they are.

    What only a filtered node joined to the roots goes with it. Hiding by hand takes away what was
    chosen and nothing else.
    """
    left = graph
    if filters.day is not None:
        left = as_of(graph, filters.day, keep=roots, today=today if filters.compare else None)
    stopped = {} if filters.hubs else {k: r for k, r in hubs.items() if k not in roots}
    away = {n.key for n in left.nodes if _below(n.properties, filters.amount)} - set(roots)
    away |= stopped.keys()
    edges = tuple(
        e
        for e in left.edges
        if e.type not in filters.without
        and not {e.start, e.end} & away
        and not _below(e.properties, filters.amount)
    )
    distance = _distances(edges, [k for k in roots if k not in away])
    kept = tuple(
        n
        for n in left.nodes
        if n.key not in away
        and n.key in distance
        and (filters.hops is None or distance[n.key] <= filters.hops)
    )
    kept = tuple(n for n in kept if n.key not in hidden)
    keys = {n.key for n in kept}
    drawn = tuple(e for e in edges if e.start in keys and e.end in keys)
    present = {n.key for n in left.nodes}
    loose = len(present - away - keys - set(hidden))
    return Filtered(
        Subgraph(kept, drawn, graph.omitted),
        {k: r for k, r in stopped.items() if k in present and k not in hidden},
        loose,
    )


def _below(properties: Mapping[str, Value], least: float) -> bool:
    if least <= 0:
        return False
    amounts = [properties[name] for name in AMOUNTS if properties.get(name) is not None]
    return any(isinstance(a, int | float) and a < least for a in amounts)


def _distances(edges: Iterable[Edge], roots: Iterable[NodeKey]) -> dict[NodeKey, int]:
    near: dict[NodeKey, set[NodeKey]] = {}
    for edge in edges:
        near.setdefault(edge.start, set()).add(edge.end)
        near.setdefault(edge.end, set()).add(edge.start)
    found = dict.fromkeys(roots, 0)
    queue = list(found)
    for key in queue:
        for other in sorted(near.get(key, ())):
            if other not in found:
                found[other] = found[key] + 1
                queue.append(other)
    return found


@dataclass(frozen=True, slots=True)
class Address:
    """A view as an address writes it: roots, reach, expansions, filters, arrangement."""

    roots: tuple[NodeKey, ...] = ()
    hops: int = 1
    size: int = SIZES[0]
    opened: tuple[Opened, ...] = ()
    hidden: tuple[NodeKey, ...] = ()
    only: tuple[NodeKey, ...] = ()  # everything else is hidden by hand
    filters: Filters = Filters()
    layout: str = LAYOUTS[0]
    grouping: str = ""

    def query(self) -> dict[str, str | list[str]]:
        """The parameters of the address; what is as usual is left out."""
        found: dict[str, str | list[str]] = {"key": list(self.roots)}
        usual = Address()
        if self.hops != usual.hops:
            found["hops"] = str(self.hops)
        if self.size != usual.size:
            found["size"] = str(self.size)
        if self.opened:
            found["open"] = ["~".join((*o.keys, *o.types)) for o in self.opened]
        if self.hidden:
            found["hide"] = sorted(self.hidden)
        if self.only:
            found["only"] = sorted(self.only)
        if self.layout != usual.layout:
            found["layout"] = self.layout
        if self.grouping:
            found["group"] = self.grouping
        return {**found, **_filter_query(self.filters)}


def _filter_query(filters: Filters) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    if filters.without:
        found["without"] = sorted(filters.without)
    if filters.day:
        found["day"] = filters.day
    if filters.compare:
        found["compare"] = "1"
    if filters.amount > 0:
        found["amount"] = f"{filters.amount:.0f}"
    if filters.hops is not None:
        found["near"] = str(filters.hops)
    if filters.hubs:
        found["hubs"] = "1"
    return found


def read_address(query: Mapping[str, list[str]]) -> Address:
    """An address taken apart; what cannot be understood is as usual."""
    one = {name: values[-1] for name, values in query.items() if values}
    filters = Filters(
        without=frozenset(query.get("without", [])),
        day=one["day"] if _is_day(one.get("day", "")) else None,
        compare=one.get("compare") == "1",
        amount=float(_number(one.get("amount"), 0)),
        hops=_number(one.get("near"), 0) or None,
        hubs=one.get("hubs") == "1",
    )
    opened = [_opened(text) for text in query.get("open", []) if text]
    hops, size = _number(one.get("hops"), 1), _number(one.get("size"), SIZES[0])
    layout, grouping = one.get("layout", ""), one.get("group", "")
    return Address(
        roots=tuple(dict.fromkeys(k for k in query.get("key", []) if k)),
        hops=hops if hops in HOPS else 1,
        size=size if size in SIZES else SIZES[0],
        opened=tuple(opened[:MOST_OPENED]),
        hidden=tuple(query.get("hide", [])),
        only=tuple(query.get("only", [])),
        filters=filters,
        layout=layout if layout in LAYOUTS else LAYOUTS[0],
        grouping=grouping if grouping in GROUPINGS else "",
    )


def _opened(text: str) -> Opened:
    """Keys, then relations; a tilde within a key (“12~14号”) parts nothing."""
    parts = re.split(r"~(?=[a-z]+:|[A-Z_]+(?:~|$))", text)
    keys = tuple(part for part in parts if ":" in part)
    return Opened(keys, tuple(part for part in parts if ":" not in part))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdigit() else otherwise


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def rings_of(nodes: Iterable[Node], edges: Iterable[Edge]) -> dict[NodeKey, NodeKey]:
    """The ring of each firm that is a member of one; of several, the first by key."""
    rings = {n.key for n in nodes if n.label == "Ring"}
    found: dict[NodeKey, NodeKey] = {}
    for edge in sorted(edges, key=lambda e: e.id):
        if edge.type == "HAS_MEMBER" and edge.start in rings:
            found.setdefault(edge.end, edge.start)
    return found
