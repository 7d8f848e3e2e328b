"""回避: whoever is tied to a party of a case does not work on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence.accounts import NotPermitted
from graph.engine import GraphReader
from graph.records import NodeKey
from messages import t
from queries.path import RankedPath, paths

HOPS = 3


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


def require_distance(
    reader: GraphReader, own: Sequence[NodeKey], parties: Sequence[NodeKey]
) -> None:
    """Raise NotPermitted if one of the own keys is a party or is tied to one."""
    if not own:
        return
    if mine := sorted(set(own) & set(parties)):
        raise NotPermitted(
            t("You are a party of this case ({key}): leave it to somebody else.", key=mine[0])
        )
    if ties := ties_to_case(reader, own, parties):
        raise NotPermitted(
            t(
                "You are tied to a party of this case: {sentence} Leave it to somebody else.",
                sentence=ties[0].sentence,
            )
        )
