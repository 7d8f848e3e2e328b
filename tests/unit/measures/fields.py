"""Fields for tests: lots with their bidders, prices and winners, without an engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from measures.bids import Bids, Field, bids_from, field_of

Offers = Mapping[str, float | None]


def bids_of(
    offers: Sequence[Offers], *, winners: Sequence[str] | None = None, **lots: object
) -> Bids:
    """One lot an entry: prices by firm. The cheapest wins unless `winners` names others.

    `lots` sets columns of the lots, one value for all or one each.
    """
    names = [f"lot:{i:04}" for i in range(len(offers))]
    base: dict[str, object] = {
        "class_code": None,
        "region": None,
        "opened_at": None,
        "method": "lowest_price",
        "control_price": np.nan,
        "estimate": np.nan,
    }
    described = pd.DataFrame({"lot": names, **base, **lots})
    rows, made = [], dict[str, list[str]]()
    for number, (lot, prices) in enumerate(zip(names, offers, strict=True)):
        priced = {firm: price for firm, price in prices.items() if price}
        cheapest = min(priced, key=lambda firm: priced[firm]) if priced else ""
        winner = cheapest if winners is None else winners[number]
        for firm in prices:
            made.setdefault(f"company:{firm}", []).append(f"bid:{lot}/{firm}")
        rows.append(
            {
                "lots": [lot] * len(prices),
                "bids": [f"bid:{lot}/{firm}" for firm in prices],
                "prices": [-1e300 if price is None else price for price in prices.values()],
                "valid": [True] * len(prices),
                "won": [firm == winner for firm in prices],
            }
        )
    by_lot = pd.DataFrame(rows, columns=["lots", "bids", "prices", "valid", "won"])
    by_firm = pd.DataFrame(
        {"company": list(made), "bids": list(made.values())}, columns=["company", "bids"]
    )
    return bids_from(described, pd.Index(names, dtype=object), by_lot, by_firm)


def field(
    offers: Sequence[Offers], *, winners: Sequence[str] | None = None, **lots: object
) -> Field:
    """The field of these lots; see bids_of."""
    return field_of(bids_of(offers, winners=winners, **lots))


def number_of(found: Field, firm: str) -> int:
    """The number of a firm in a field."""
    return int(found.firms.tolist().index(f"company:{firm}"))
