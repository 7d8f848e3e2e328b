"""Growing a ring from a pair: firms that keep turning up in the same lots.

A pair that meets more often than its market explains is a seed. The lots in which enough of the
group are present are its lots; a firm joins if it attends these lots at least as often as a member
would and far more often than its own activity explains; a member leaves that attends too few of the
lots in which enough of the others are present. Both steps repeat until nothing changes. So a ring
is found whole although no member attends always, and firms that only bid for everything in the
market stay outside: they attend its lots no more than any others. A pair takes the firm that fits
best even if chance might explain it: honest meetings hide the few lots of a small ring, and what
three firms do together is judged later.

What has grown is held against the account that each firm goes its own way, and its members are
exchanged while the evidence improves (`measures.ring_evidence`). A ring must be CERTAIN bans better
than chance: at most one market in ten offers such a group without a ring. Of rings that hold the
same firms the one with the most evidence is given.

Growing is bounded by the number of firms, not of pairs: the strongest pairs are grown first, each
firm is tried in MOST_TRIES of them, and a pair inside a group that was grown before, ring or not,
is not grown again. A ring is reached from any of its pairs, so that a few tries a member are
enough; where a market falls into regions that nobody states, nearly all pairs of a region would be
seeds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import bdtrc

from measures.attendance import Meetings
from measures.ring_evidence import Evidence, better_members, evidence

Codes = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Growth:
    """What makes a member.

    `quorum`: the share of a group whose presence makes a lot the group's. `attendance`: the share
    of the group's lots that a member attends. `p_value`: chance that a firm's own activity explains
    its attendance, before the correction for the number of candidates.
    """

    quorum: float = 0.5
    attendance: float = 0.35
    p_value: float = 0.05
    least_lots: int = 5
    smallest: int = 3
    largest: int = 40
    steps: int = 30

    def __post_init__(self) -> None:
        if not (0 < self.quorum <= 1 and 0 < self.attendance <= 1 and 0 < self.p_value < 1):
            raise ValueError(f"Shares and probabilities lie between 0 and 1: {self}.")
        if not 2 <= self.smallest <= self.largest or self.least_lots < 1 or self.steps < 1:
            raise ValueError(f"Limits of growth contradict each other: {self}.")


DEFAULT_GROWTH = Growth()
MOST_TRIES = 5  # pairs of one firm that are grown
CERTAIN = 1.0  # bans of a ring above what the number of possible groups asks for
# From this size on the group's own lots outnumber chance meetings: rates mean something.
SETTLED = 6


@dataclass(frozen=True, slots=True)
class Grown:
    """The `group` that attendance made of a pair (sorted), and the `ring` that is borne out."""

    group: Codes
    ring: Evidence | None


def grow(seed: tuple[int, int], meetings: Meetings, growth: Growth = DEFAULT_GROWTH) -> Grown:
    """What this pair grows into."""
    members = np.array(sorted(seed), dtype=np.int64)
    seen: set[tuple[int, ...]] = set()
    for _ in range(growth.steps):
        wider = _joined(members, meetings, growth)
        kept = _remaining(wider, meetings, growth) if wider.size > 2 else wider
        state = tuple(kept.tolist())
        if kept.size < 2 or state in seen:
            break
        seen.add(state)
        if np.array_equal(kept, members):
            break
        members = kept
    return Grown(members, _borne_out(members, meetings, growth))


def _meets(members: Codes, meetings: Meetings, growth: Growth) -> bool:
    """Whether the group is large enough and meets often enough, by three or more."""
    if members.size < growth.smallest:
        return False
    return int((meetings.presence(members)[1].sum(axis=1) >= 3).sum()) >= growth.least_lots


def _borne_out(members: Codes, meetings: Meetings, growth: Growth) -> Evidence | None:
    """The best of the groups on the way from this one to better members; None without evidence."""
    seen: set[tuple[int, ...]] = set()
    best = None
    while len(seen) < growth.steps and _meets(members, meetings, growth):
        state = tuple(members.tolist())
        if state in seen:
            break
        seen.add(state)
        found = evidence(members, meetings)
        if best is None or found.surplus > best.surplus:
            best = found
        room = 1 if members.size < SETTLED else growth.largest - members.size
        members = better_members(found, meetings, room=max(room, 0))
    return best if best is not None and best.surplus >= CERTAIN else None


def _group_lots(members: Codes, meetings: Meetings, growth: Growth) -> Codes:
    lots, here = meetings.presence(members)
    least = 2 if members.size == 2 else 3
    enough = here.sum(axis=1) >= max(least, int(np.ceil(growth.quorum * members.size)))
    return np.asarray(lots[enough], dtype=np.int64)


def _joined(members: Codes, meetings: Meetings, growth: Growth) -> Codes:
    """The group with the firms that attend its lots; while it is small, the best one alone."""
    lots = _group_lots(members, meetings, growth)
    if lots.size < growth.least_lots or members.size >= growth.largest:
        return members
    present, at = meetings.firms_of(lots)
    firms, row = np.unique(present, return_inverse=True)
    cells, cell = np.unique(meetings.market[lots], return_inverse=True)
    inside = _counted(row, cell[at], (firms.size, cells.size))
    outside = ~np.isin(firms, members)
    firms, inside = firms[outside], inside[outside]
    count = inside.sum(axis=1)
    own = _counted(np.zeros(lots.size, dtype=np.int64), cell, (1, cells.size))
    usual = meetings.usual_rate(firms, inside, own, cells)
    chance = _tail(count, lots.size, usual)
    fits = chance * max(firms.size, 1) < growth.p_value
    if members.size >= SETTLED:
        fits &= count >= growth.attendance * lots.size
    best_first = np.lexsort((firms, -count, chance))
    order = best_first[:1] if members.size == 2 else best_first[fits[best_first]]
    room = 1 if members.size < SETTLED else growth.largest - members.size
    return np.sort(np.concatenate([members, firms[order[:room]]]))


def _remaining(members: Codes, meetings: Meetings, growth: Growth) -> Codes:
    """The members that attend the lots in which enough of the others are present."""
    lots, here = meetings.presence(members)
    quorum = max(2, int(np.ceil(growth.quorum * (members.size - 1))))
    others = here.sum(axis=1)[:, None] - here >= quorum
    cells, cell = np.unique(meetings.market[lots], return_inverse=True)
    shape = (members.size, cells.size)
    lot, member = np.nonzero(others)
    own = _counted(member, cell[lot], shape)
    lot, member = np.nonzero(others & here)
    inside = _counted(member, cell[lot], shape)
    total, present = own.sum(axis=1), inside.sum(axis=1)
    usual = meetings.usual_rate(members, inside, own, cells)
    needed = growth.attendance if members.size >= SETTLED else 0.0
    keep = (_tail(present, total, usual) < growth.p_value) & (present >= needed * total)
    return np.asarray(members[keep], dtype=np.int64)


def _counted(row: Codes, column: Codes, shape: tuple[int, int]) -> Codes:
    """How often each row and column occur together."""
    found = np.bincount(row * shape[1] + column, minlength=shape[0] * shape[1])
    return found.reshape(shape).astype(np.int64)


def _tail(count: Codes, trials: Codes | int, rate: Numbers) -> Numbers:
    """P(X ≥ count) of so many trials at this rate."""
    rate = np.clip(rate, 1e-9, 1 - 1e-9)
    tail = bdtrc(np.maximum(count - 1, 0), trials, rate)
    return np.where(count > 0, tail, 1.0)


def rings_from(
    seeds: npt.NDArray[np.int64], meetings: Meetings, growth: Growth = DEFAULT_GROWTH
) -> Iterator[Codes]:
    """The rings that these pairs (rows, best first) grow into, those with most evidence first.

    A ring of which more than half was given already is another view of the same firms and is left
    out.
    """
    rings_of: dict[int, set[int]] = {}
    given: list[set[int]] = []
    for ring in sorted(_grown(seeds, meetings, growth), key=_by_evidence):
        members = set(ring.members.tolist())
        near = {number for firm in members for number in rings_of.get(firm, ())}
        if any(2 * len(members & given[number]) > len(members) for number in near):
            continue
        for firm in members:
            rings_of.setdefault(firm, set()).add(len(given))
        given.append(members)
        yield ring.members


def _by_evidence(ring: Evidence) -> tuple[float, list[int]]:
    return -ring.surplus, ring.members.tolist()


def _grown(seeds: npt.NDArray[np.int64], meetings: Meetings, growth: Growth) -> Iterator[Evidence]:
    """The ring of each pair that has one.

    A pair inside a group that was grown already is not grown again, nor one of a firm that has had
    its tries.
    """
    groups_of: dict[int, set[int]] = {}
    tries: dict[int, int] = {}
    for number, (one, two) in enumerate(seeds.tolist()):
        tried = max(tries.get(one, 0), tries.get(two, 0))
        if tried >= MOST_TRIES or groups_of.get(one, set()) & groups_of.get(two, set()):
            continue
        found = grow((one, two), meetings, growth)
        for firm in (one, two):
            tries[firm] = tries.get(firm, 0) + 1
        ring = found.ring.members.tolist() if found.ring is not None else []
        for group, name in ((found.group.tolist(), 2 * number), (ring, 2 * number + 1)):
            for firm in group:
                groups_of.setdefault(firm, set()).add(name)
        if found.ring is not None:
            yield found.ring
