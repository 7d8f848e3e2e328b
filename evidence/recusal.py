"""回避: whoever is tied to a party of a case does not work on it.

The circle of an account is what three recorded relations or fewer lead to from its own keys, none
of them over a hub, with the rings that have a member in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from evidence.accounts import NotPermitted
from graph.engine import GraphReader
from graph.key_reader import by_label
from graph.records import NodeKey, Value
from graph.vocabulary import FACT_TYPES
from messages import t
from queries.path import RankedPath, paths
from queries.surroundings import LIMITS, surroundings

HOPS = 3
WIDEST = 20_000  # nodes of a circle; beyond, parties are asked for one by one
NAMED = ("Company", "Person", "Expert")
SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Circle:
    """The nodes close to an account, and what its persons and firms are called."""

    own: tuple[NodeKey, ...] = ()
    keys: frozenset[NodeKey] = frozenset()
    names: Mapping[str, NodeKey] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether every node of the circle is in it."""
        return len(self.keys) < WIDEST

    def holds(self, keys: Iterable[NodeKey]) -> bool:
        """Whether one of these nodes is in the circle; a pair is two nodes."""
        return any(part in self.keys for key in keys for part in key.split("|"))

    def named_in(self, text: str) -> NodeKey | None:
        """A person, firm or subject of the circle that a text names, by key or by name."""
        for key in sorted(self.keys):
            if key.partition(":")[0] in PARTIES and key in text:
                return key
        return next((key for name, key in sorted(self.names.items()) if name in text), None)


PARTIES = frozenset({"company", "person", "expert", "lot", "project", "ring"})


def circle(reader: GraphReader, own: Sequence[NodeKey]) -> Circle:
    """The circle of these keys; empty for none."""
    if not own:
        return Circle()
    near = surroundings(reader, own, hops=HOPS, most=WIDEST, types=FACT_TYPES)
    keys = frozenset(near.keys)
    names: dict[str, NodeKey] = {}
    rings: set[NodeKey] = set()
    for label, some in by_label(keys).items():
        asked = {"keys": list[Value](some)}
        if label in NAMED:
            table = reader.run(
                f"UNWIND $keys AS k MATCH (n:{label} {{key: k}}) RETURN n.name AS name, k",
                asked,
                limits=LIMITS,
            )
            names |= {str(n): str(k) for n, k in table.rows if n and len(str(n)) >= SHORTEST_NAME}
        if label == "Company":
            table = reader.run(
                "UNWIND $keys AS k MATCH (g:Ring)-[:HAS_MEMBER]->(c:Company {key: k}) "
                "RETURN DISTINCT g.key AS ring",
                asked,
                limits=LIMITS,
            )
            rings |= {str(ring) for (ring,) in table.rows}
    return Circle(tuple(own), keys | rings, names)


def ties_to_case(
    reader: GraphReader, own: Sequence[NodeKey], parties: Iterable[NodeKey]
) -> tuple[RankedPath, ...]:
    """The best chain from each own key to each party: three relations at most, none over a hub."""
    found = []
    for party in parties:
        for mine in own:
            if mine == party:
                continue
            (step,) = paths(reader, [mine, party], hops=HOPS, most=1)
            found += [chain for chain in step.ranked if not chain.hubs]
    return tuple(found)


def require_distance(reader: GraphReader, near: Circle, parties: Collection[NodeKey]) -> None:
    """Raise NotPermitted if one of the parties is in this circle."""
    if mine := sorted(set(near.own) & set(parties)):
        raise NotPermitted(
            t("You are a party of this case ({key}): leave it to somebody else.", key=mine[0])
        )
    close = [key for key in parties if near.holds([key])]
    if not close and near.whole:
        return
    asked = [k for k in close or parties if k.partition(":")[0] in PARTIES and "|" not in k]
    if ties := ties_to_case(reader, near.own, asked[:1] if close else asked):
        raise NotPermitted(
            t(
                "You are tied to a party of this case: {sentence} Leave it to somebody else.",
                sentence=ties[0].sentence,
            )
        )
    if close:
        raise NotPermitted(
            t(
                "You are tied to a party of this case ({key}): leave it to somebody else.",
                key=close[0],
            )
        )
