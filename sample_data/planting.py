"""What stories are told with: firms, lots, panels, and the leads they must show in."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

from sample_data.builder import Builder
from sample_data.model import Bid, Expected, Firm, Lot

SMALL = 0.03  # appetite of firms that are known for their story and bid a little elsewhere
PLENTY = dt.date(2025, 1, 1)


def some(builder: Builder, market: str, count: int, group: str) -> tuple[Firm, ...]:
    """Firms that bid a little in their market and never meet there by chance."""
    made = tuple(builder.firm(market, group=group) for _ in range(count))
    for firm in made:
        builder.enter(firm, market, SMALL)
    return made


def one_lot(builder: Builder, market: str, firms: tuple[Firm, ...]) -> Lot:
    """A lot in which these firms and a few others bid; not yet decided."""
    (lot,) = builder.take(market, 1, first=PLENTY)
    builder.fill(lot, firms, others=builder.rng.randint(2, 3))
    return lot


def close(builder: Builder, *lots: Lot) -> None:
    """Seat the panel and evaluate."""
    for lot in lots:
        builder.seat(lot)
        builder.decide(lot)


def bids_of(lot: Lot, firms: tuple[Firm, ...]) -> list[Bid]:
    """The bids of these firms, in their order."""
    return [lot.bid_of(firm) for firm in firms]


def lots_of(*lots: Lot) -> Expected:
    """Each of these lots."""
    return Expected("lot", tuple((f"lot:{lot.code}",) for lot in lots))


def companies_of(firms: tuple[Firm, ...]) -> Expected:
    """Each of these firms."""
    return Expected("company", tuple((f"company:{firm.uscc}",) for firm in firms))


def pairs_of(firms: tuple[Firm, ...]) -> Expected:
    """Every two of these firms."""
    keys = sorted(f"company:{firm.uscc}" for firm in firms)
    return Expected("pair", tuple(combinations(keys, 2)))


def ring_of(firms: tuple[Firm, ...]) -> Expected:
    """The ring of exactly these firms."""
    return Expected("ring", (tuple(sorted(f"company:{firm.uscc}" for firm in firms)),))
