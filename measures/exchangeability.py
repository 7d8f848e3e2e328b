"""Whether a ring's prices follow cost as those of its rivals do: Bajari and Ye's exchangeability.

Independent firms that face the same costs bid by the same rule, so that what cost does to a price
is the same for everybody. Cost is not in the data; two proxies are: `near`, how many of the three
levels of the region code (province, city, county) firm and lot share, and `load`, the lots the firm
won in the 365 days before, as a share of the most it ever had on hand. In the lots in which a
member of the ring bids, log prices and proxies are taken minus their mean in the lot (which removes
size, estimate and date), and

    price = γ·(near, load) + α·member + δ·(near, load)·member + u

δ = 0 is tested by Wald's statistic with a covariance clustered by lot, against F(m, lots − 1): the
Chow test without its assumption that all bids of all lots err alike. Thirty bids of members and
thirty of others are needed, and proxies that vary among both; otherwise there is no figure.

A rejection says that the group prices by another rule. Firms that omitted costs set apart (their
own quarry, another technology) do so too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import fdtrc

from graph.engine import GraphReader
from graph.records import DerivedProperties, Value
from measures.bids import Field, read_field
from measures.cited import cited
from measures.markets import as_text, with_columns
from measures.measure import Derived, Measure
from measures.meetings import benjamini_hochberg
from messages import t

MEMBERS = """
MATCH (r:Ring)-[:HAS_MEMBER]->(c:Company)
RETURN r.key AS ring, c.key AS company
"""
REGIONS = """
MATCH (c:Company) WHERE c.region IS NOT NULL
RETURN c.key AS company, c.region AS region
"""
LEAST_BIDS = 30  # of members, and of others
LEVELS = 3  # of a region code: province, city, county
YEAR = np.timedelta64(365, "D")
PROXIES = ("就近程度", "在手项目")
LEAST_VARIANCE = 1e-12
DECIMALS = 9

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One ring's test: the members' rows, bids of all, p-value, slopes of others and members."""

    members: Codes
    bids: int
    p_value: float
    others_slope: Numbers
    members_slope: Numbers


def nearness(field: Field, regions: pd.DataFrame) -> Numbers:
    """For each row of the field the share of region levels in common; NaN where one is unknown."""
    known = with_columns(regions, ("company", "region")).drop_duplicates("company")
    of_firm = known.set_index("company")["region"].reindex(field.firms)
    firm, lot = (_levels(as_text(each)) for each in (of_firm, field.lots["region"]))
    same = firm[field.firm] == lot[field.lot]
    both = (firm[field.firm][:, 0] != "") & (lot[field.lot][:, 0] != "")
    shared = np.logical_and.accumulate(same, axis=1).sum(axis=1)
    return np.where(both, shared / LEVELS, np.nan)


def _levels(codes: pd.Series) -> npt.NDArray[np.str_]:
    """The three two-digit levels of each code; empty texts where it is none."""
    texts = codes.where(codes.str.fullmatch(r"\d{6}"), "").to_numpy(dtype="U6")
    return np.column_stack([[text[i : i + 2] for text in texts] for i in (0, 2, 4)]).astype("U2")


def load_on_hand(field: Field) -> Numbers:
    """For each row the firm's lots won in the year before, of the most it ever had; NaN undated."""
    opened = pd.to_datetime(
        field.lots["opened_at"].astype(object), errors="coerce", utc=True, format="ISO8601"
    )
    when = opened.dt.tz_localize(None).to_numpy(dtype="datetime64[ns]")[field.lot]
    dated = ~np.isnat(when)
    load = np.full(field.firm.size, np.nan)
    order = np.lexsort((when, field.firm))
    order = order[dated[order]]
    firm, at, won = field.firm[order], when[order], field.won[order]
    starts = np.flatnonzero(np.r_[True, firm[1:] != firm[:-1]]) if firm.size else firm
    for own in np.split(np.arange(firm.size), starts[1:]):
        wins = at[own][won[own]]
        # A lot of the same moment is not on hand yet.
        until, since = np.searchsorted(wins, at[own]), np.searchsorted(wins, at[own] - YEAR)
        held = (until - since).astype(float)
        load[order[own]] = held / max(float(held.max(initial=0.0)), 1.0)
    return load


def exchange(field: Field, rows: Codes, member: Flags, proxies: Numbers) -> Exchange | None:
    """The test over these rows of the field; None where support is too small.

    `member` and `proxies` have a value for each of the rows.
    """
    known = np.isfinite(field.price[rows]) & np.isfinite(proxies).all(axis=1)
    bids = np.bincount(field.lot[rows[known]], minlength=len(field.lots))
    known &= bids[field.lot[rows]] >= 2
    rows, member, proxies = rows[known], member[known], proxies[known]
    if min(int(member.sum()), int((~member).sum())) < LEAST_BIDS:
        return None
    _, lot = np.unique(field.lot[rows], return_inverse=True)
    group = member.astype(float)[:, None]
    wide = np.column_stack([proxies, group, proxies * group, np.log(field.price[rows])])
    within = wide - _means(wide, lot)[lot]
    x, y = within[:, :-1], within[:, -1]
    count = proxies.shape[1]
    if any((within[side, :count].var(axis=0) < LEAST_VARIANCE).any() for side in (member, ~member)):
        return None
    p_value, slopes = _wald(x, y, lot, count)
    if p_value is None:
        return None
    others, apart = slopes[:count], slopes[-count:]
    return Exchange(rows[member], rows.size, p_value, others, others + apart)


def _means(values: Numbers, group: Codes) -> Numbers:
    count = np.bincount(group)
    sums = [np.bincount(group, column) for column in values.T]
    return np.column_stack(sums) / count[:, None]


def _wald(x: Numbers, y: Numbers, lot: Codes, tested: int) -> tuple[float | None, Numbers]:
    """p-value of the last `tested` slopes being 0, and all slopes; None if they are not told."""
    inner = x.T @ x
    if np.linalg.matrix_rank(inner) < x.shape[1]:
        return None, np.zeros(x.shape[1])
    inverse = np.linalg.inv(inner)
    slopes = inverse @ x.T @ y
    errors = (y - x @ slopes)[:, None] * x
    scores = np.column_stack([np.bincount(lot, column) for column in errors.T])
    lots = scores.shape[0]
    covariance = inverse @ (scores.T @ scores) @ inverse * lots / max(lots - 1, 1)
    apart, own = slopes[-tested:], covariance[-tested:, -tested:]
    if np.linalg.matrix_rank(own) < tested:
        return None, slopes
    statistic = float(apart @ np.linalg.solve(own, apart)) / tested
    return float(fdtrc(tested, lots - 1, statistic)), slopes


def compute(reader: GraphReader) -> Derived:
    """Test every ring against the firms that it meets."""
    field = read_field(reader)
    rings = with_columns(reader.frame(MEMBERS), ("ring", "company"))
    proxies = np.column_stack([nearness(field, reader.frame(REGIONS)), load_on_hand(field)])
    by_lot = np.searchsorted(field.lot, np.arange(len(field.lots) + 1))
    by_firm = np.argsort(field.firm, kind="stable")
    of_firm = np.searchsorted(field.firm[by_firm], np.arange(len(field.firms) + 1))
    known = pd.Index(field.firms)
    found: dict[str, Exchange] = {}
    number = 0
    for ring, rows in rings.groupby("ring"):
        number += 1
        firms = np.unique(known.get_indexer(pd.Index(rows["company"])))
        own = np.concatenate([by_firm[of_firm[f] : of_firm[f + 1]] for f in firms[firms >= 0]])
        lots = np.unique(field.lot[own])
        all_rows = np.concatenate([np.arange(by_lot[lot], by_lot[lot + 1]) for lot in lots])
        member = np.isin(field.firm[all_rows], firms)
        tested = exchange(field, all_rows, member, proxies[all_rows])
        if tested is not None:
            found[str(ring)] = tested
    without = number - len(found)
    note = t(
        "{count} rings have too few bids with region and date, or regions and loads that do not "
        "vary: insufficient data for the test of exchangeability.",
        count=without,
    )
    return Derived(properties=tuple(_properties(found, field)), notes=(note,) if without else ())


def _properties(found: dict[str, Exchange], field: Field) -> Iterator[DerivedProperties]:
    p_values = np.array([each.p_value for each in found.values()])
    q_values = benjamini_hochberg(p_values, p_values.size) if found else p_values
    for (ring, each), q_value in zip(found.items(), q_values.tolist(), strict=True):
        slopes: list[Value] = [
            f"{name}：成员{own:+.3f}，其他投标人{other:+.3f}"
            for name, own, other in zip(PROXIES, each.members_slope, each.others_slope, strict=True)
        ]
        yield DerivedProperties(
            ring,
            {
                "exchange_bids": int(np.unique(field.bid[each.members]).size),
                "exchange_p": round(each.p_value, DECIMALS),
                "exchange_q": round(q_value, DECIMALS),
                "exchange_slopes": slopes,
                "exchange_cited": cited(field, each.members),
            },
        )


EXCHANGEABILITY = Measure(
    name="exchangeability",
    title="Exchangeability",
    summary="Whether the prices of a ring follow distance and work on hand as those of rivals do.",
    revision=3,
    requires=("HAS_MEMBER", "Company.region", "Lot.region", "Bid.price or Bid.rate_kind"),
    compute=compute,
)
