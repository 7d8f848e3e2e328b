"""How much likelier it is that a group works lots together than that each firm goes its own way.

Two accounts of who attends the lots of a group's markets are held against each other. Either every
member bids in each market at a rate of its own, whoever else does; or some lots are the group's,
where each member attends with one common probability, and the rates hold for the rest. The second
account is fitted by expectation maximisation. Its likelihood ratio, in bans (powers of ten), must
outweigh the number of groups of that size which the market's firms could form: the best of so many
looks good by chance. A member must outweigh, alike, the number of firms that could stand for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from measures.attendance import Meetings

Codes = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

STEPS, SETTLED = 25, 1e-4
RARE = 1e-5  # rates are never held to be 0 or 1
FEWEST, MOST = 0.05, 0.99  # the common probability


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one group.

    `share`: for each of `lots` (those that a member attends in the group's markets) the probability
    that it is the group's; `attendance`: the common probability there. `bans`: the likelihood
    ratio; `needed`: what the number of possible groups asks for. `firms` of the group's market.
    """

    members: Codes
    lots: Codes
    cells: Codes
    cell: Codes
    share: Numbers
    attendance: float
    bans: float
    needed: float
    firms: int

    @property
    def surplus(self) -> float:
        """Bans above what is needed."""
        return self.bans - self.needed


def evidence(members: Codes, meetings: Meetings) -> Evidence:
    """Fit both accounts to a group of three or more (sorted) that meets at all."""
    lots, here = meetings.presence(members)
    market = meetings.market[lots]
    cells = np.unique(market[here.sum(axis=1) >= 2])
    by_market = np.argsort(market, kind="stable")
    order = by_market[np.isin(market[by_market], cells)]
    lots, here, cell = lots[order], here[order], np.searchsorted(cells, market[order])
    present = here.sum(axis=1).astype(float)
    begin = np.searchsorted(cell, np.arange(cells.size))
    size = meetings.market_lots[cells].astype(float)[:, None]
    empty = size[:, 0] - np.bincount(cell, minlength=cells.size)
    attended = meetings.attended(members, cells).T
    usual = _inside(attended / size)
    alone = float((attended * np.log(usual) + (size - attended) * np.log1p(-usual)).sum())
    quorum = max(2.0, members.size / 2)
    share, common, both = np.where(present >= quorum, 0.9, 0.001), 0.5, alone
    for _ in range(STEPS):
        before, total = share, float(share.sum())
        # Where no member is, no lot is the group's.
        part = _inside(np.array(total / size.sum()))
        common = float(
            np.clip((share * present).sum() / max(total * members.size, RARE), FEWEST, MOST)
        )
        own = np.add.reduceat(share, begin)[:, None]
        of_group = np.add.reduceat(share[:, None] * here, begin)
        rate = _rest(attended, of_group, size, own)
        nobody = np.log1p(-part) + np.log1p(-rate).sum(axis=1)
        apart = nobody[cell] + (here * (np.log(rate) - np.log1p(-rate))[cell]).sum(axis=1)
        together = np.log(part) + present * np.log(common)
        together += (members.size - present) * np.log1p(-common)
        mixed = np.logaddexp(apart, together)
        share, both = np.exp(together - mixed), float(mixed.sum() + (empty * nobody).sum())
        if np.abs(share - before).max() < SETTLED:
            break
    main = cells[np.bincount(cell, share, minlength=cells.size).argmax()]
    firms = max(int(meetings.market_firms[main]), members.size)
    groups = gammaln(firms + 1) - gammaln(members.size + 1) - gammaln(firms - members.size + 1)
    return Evidence(
        members, lots, cells, cell, share, common,
        (both - alone) / np.log(10), groups / np.log(10), firms,
    )  # fmt: skip


def better_members(found: Evidence, meetings: Meetings, *, room: int) -> Codes:
    """The members that the evidence bears out, and at most `room` further firms, best first."""
    some = np.unique(meetings.firms_of(found.lots[found.share > 0.5])[0])
    firms = np.union1d(found.members, some)
    gain, count = _gains(found, firms, meetings), found.members.size
    inside = np.isin(firms, found.members)
    others = found.firms - count
    joining = np.flatnonzero(~inside & (gain > np.log10(max(others / (count + 1), 1.0))))
    staying = firms[inside & (gain > np.log10(max((others + 1) / count, 1.0)))]
    best = firms[joining[np.argsort(-gain[joining], kind="stable")][:room]]
    return np.sort(np.concatenate([staying, best]))


def _gains(found: Evidence, firms: Codes, meetings: Meetings) -> Numbers:
    """Bans by which each firm fits better as a member, given whose lots they are."""
    size = meetings.market_lots[found.cells].astype(float)[:, None]
    attended = meetings.attended(firms, found.cells).T
    own = _summed(found.cell, found.share, (found.cells.size, 1))
    whom, lot = meetings.firms_of(found.lots)
    row = np.minimum(np.searchsorted(firms, whom), firms.size - 1)
    lot, row = lot[firms[row] == whom], row[firms[row] == whom]
    of_group = _summed(found.cell[lot] * firms.size + row, found.share[lot], attended.shape)
    usual, rate = _inside(attended / size), _rest(attended, of_group, size, own)
    member = _log(of_group, own, np.array(found.attendance)) + _log(
        attended - of_group, size - own, rate
    )
    gains = (member - _log(attended, size, usual)).sum(axis=0) / np.log(10)
    return np.asarray(gains, dtype=float)


def _summed(place: Codes, share: Numbers, shape: tuple[int, ...]) -> Numbers:
    """A table of so many rows and columns, in each place the sum of its shares."""
    total = np.bincount(place, share, minlength=int(np.prod(shape)))
    return np.asarray(total.reshape(shape), dtype=float)


def _rest(attended: Numbers, of_group: Numbers, size: Numbers, own: Numbers) -> Numbers:
    """The rates at which firms attend lots that are not the group's."""
    return _inside((attended - of_group) / np.maximum(size - own, 1.0))


def _inside(rate: Numbers) -> Numbers:
    return np.clip(rate, RARE, 1 - RARE)


def _log(count: Numbers, trials: Numbers, rate: Numbers) -> Numbers:
    return np.asarray(count * np.log(rate) + (trials - count) * np.log1p(-rate), dtype=float)
