"""Every bid of the graph, read once for all statistical measures of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.document_texts import TextStore
from graph.engine import GraphReader, QueryLimits
from graph.overhearing import overheard
from graph.records import NodeKey, Subgraph, Table, Value
from measures.answers import Answers, answer
from measures.gathered import gathered
from measures.markets import LOTS, as_text, read_lots, with_columns

# Lists of many bids instead of one row a bid: a fraction of the time to stream. `collect` leaves
# nulls out, so that what is absent is named.
OFFERS = """
MATCH (b:Bid)-[:FOR]->(l:Lot)
WITH right(l.key, 2) AS part, collect(l.key) AS lots, collect(b.key) AS bids,
     collect(coalesce(b.price, -1.0e300)) AS prices, collect(coalesce(b.valid, true)) AS valid,
     collect(coalesce(b.won, false)) AS won
RETURN lots, bids, prices, valid, won
"""
ABSENT_PRICE = -1.0e300
RATES = """
MATCH (b:Bid)
WHERE b.rate IS NOT NULL AND b.price IS NULL
WITH right(b.key, 2) AS part, collect([b.key, b.rate, b.rate_kind]) AS rows
RETURN rows
"""
SUBMITTED = """
MATCH (c:Company)-[:SUBMITTED]->(b:Bid)
WITH c.key AS company, collect(b.key) AS bids
WITH right(company, 2) AS part, collect([company, bids]) AS rows
RETURN rows
"""

# A measure reads the whole graph: an answer that is cut off would be a wrong figure.
WHOLE = QueryLimits(seconds=600.0, rows=100_000_000)
# Stands for the texts of bid files among the statements that a measure asks.
TEXTS = "texts"

Codes = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bids:
    """What all bids say, as columns.

    `lots`: LOT_COLUMNS, ordered by key. `offers`: one row a bid: bid (its key), lot, price (NaN
    where the bid states none; see priced_by_rates), valid, won. `attendance`: one row a company and
    bid: company, lot, bid (the row of `offers`). `company` and `lot` are categories ordered by key.
    """

    lots: pd.DataFrame
    offers: pd.DataFrame
    attendance: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Field:
    """The valid bids that compete for each lot: one row a company and lot.

    `firm`, `lot` and `bid` number `firms`, the rows of `lots`, and `bids`, the rows of Bids.offers;
    rows are ordered by lot, then firm. `price` is NaN where none is usable. A firm with
    several bids in a lot stands there with the winning or else the lowest; a rejected bid does not
    compete. `alone` is false for the partners of a consortium bid.
    """

    firms: npt.NDArray[np.object_]
    lots: pd.DataFrame
    bids: npt.NDArray[np.object_]
    firm: Codes
    lot: Codes
    price: Numbers
    won: Flags
    bid: Codes

    @property
    def rivals(self) -> Codes:
        """For each row the number of bids in its lot; a consortium makes one."""
        order = np.unique(np.vstack([self.lot, self.bid]), axis=1)[0]
        return np.bincount(order, minlength=len(self.lots))[self.lot]

    @property
    def bidders(self) -> Codes:
        """For each lot the number of firms that bid."""
        lots = np.unique(np.vstack([self.lot, self.firm]), axis=1)[0]
        return np.bincount(lots, minlength=len(self.lots))

    @property
    def alone(self) -> Flags:
        """For each row whether the firm made the bid by itself."""
        partners = np.bincount(self.bid, minlength=int(self.bid.max(initial=-1)) + 1)
        return np.asarray(partners[self.bid] == 1, dtype=bool)

    @property
    def year(self) -> Codes:
        """For each lot the year of its opening; 0 where the lot does not say."""
        text = as_text(self.lots["opened_at"]).str[:4]
        return pd.to_numeric(text, errors="coerce").fillna(0).to_numpy(dtype=np.int64)


def read_bids(reader: GraphReader) -> Bids:
    """Every bid; a SharedReading is asked once."""
    return reader.bids if isinstance(reader, SharedReading) else _read(reader)


def read_field(reader: GraphReader) -> Field:
    """The competing firms of each lot; a SharedReading works them out once."""
    return reader.field if isinstance(reader, SharedReading) else field_of(_read(reader))


def entries_of(bids: Bids) -> Field:
    """Every firm of every bid with a lot, rejected ones too, each as often as it has bids there."""
    rows = bids.attendance
    bid = rows["bid"].to_numpy(dtype=np.int64)
    firm = np.asarray(rows["company"].cat.codes, dtype=np.int64)
    lot = np.asarray(rows["lot"].cat.codes, dtype=np.int64)
    offered = bids.offers["price"].to_numpy(dtype=float)[bid]
    price = np.where(offered > 0, offered, np.nan)
    won = bids.offers["won"].to_numpy(dtype=bool)[bid]
    # NaN sorts last, so that a priced bid goes before one without a price.
    order = np.lexsort((bid, price, ~won, firm, lot))
    order = order[lot[order] >= 0]
    firms = np.asarray(rows["company"].cat.categories, dtype=object)
    keys = bids.offers["bid"].to_numpy(dtype=object)
    return Field(
        firms, bids.lots, keys, firm[order], lot[order], price[order], won[order], bid[order]
    )


def field_of(bids: Bids) -> Field:
    """The competing firms of each lot."""
    every = entries_of(bids)
    valid = bids.offers["valid"].to_numpy(dtype=bool)[every.bid]
    firm, lot = every.firm[valid], every.lot[valid]
    first = np.ones(firm.size, dtype=bool)
    first[1:] = (firm[1:] != firm[:-1]) | (lot[1:] != lot[:-1])
    rows = np.flatnonzero(valid)[first]
    return Field(
        every.firms, every.lots, every.bids,
        firm[first], lot[first], every.price[rows], every.won[rows], every.bid[rows],
    )  # fmt: skip


def _read(reader: GraphReader) -> Bids:
    lots = read_lots(reader)
    names = pd.Index(lots["lot"].astype(object))
    by_lot = with_columns(reader.frame(OFFERS), ("lots", "bids", "prices", "valid", "won"))
    bids = bids_from(lots, names, by_lot, gathered(reader, SUBMITTED, ("company", "bids")))
    return priced_by_rates(bids, gathered(reader, RATES, ("bid", "rate", "kind")))


def priced_by_rates(bids: Bids, rates: pd.DataFrame) -> Bids:
    """Bids with a price in those lots, too, whose valid offers are rates of one kind alone.

    Their price is what is paid of the base: a fee as it stands, of a discount what it leaves.
    `rates` has bid, rate and kind of the bids that state no price. A lot with an amount, with both
    kinds, or with a rate of an unknown kind keeps what it has. Control price and estimate of a lot
    of rates are left out: they are amounts, with which no rate compares.
    """
    offers, count = bids.offers, len(bids.lots)
    rates = rates[rates["bid"].isin(offers["bid"])]  # others belong to no loaded lot
    if rates.empty:
        return bids
    at = pd.Index(offers["bid"]).get_indexer(rates["bid"])
    rate = np.full(len(offers), np.nan)
    kind = np.full(len(offers), "", dtype=object)
    rate[at] = pd.to_numeric(rates["rate"]).to_numpy(dtype=float)
    kind[at] = rates["kind"].fillna("unknown").to_numpy(dtype=object)
    lot = offers["lot"].cat.codes.to_numpy(dtype=np.int64)
    valid = offers["valid"].to_numpy(dtype=bool) & (lot >= 0)

    def having(rows: Flags) -> Flags:
        return np.bincount(lot[valid & rows], minlength=count) > 0

    discounts, fees = having(kind == "discount"), having(kind == "fee")
    others = having(kind == "unknown") | having(np.isfinite(offers["price"].to_numpy(dtype=float)))
    by_rate = (discounts ^ fees) & ~others
    paid = np.where(kind == "discount", 1 - rate, rate)
    price = np.where(np.append(by_rate, False)[lot], paid, offers["price"])
    amounts = {name: bids.lots[name].mask(by_rate) for name in ("control_price", "estimate")}
    return Bids(bids.lots.assign(**amounts), offers.assign(price=price), bids.attendance)


def bids_from(
    lots: pd.DataFrame, names: pd.Index, by_lot: pd.DataFrame, by_firm: pd.DataFrame
) -> Bids:
    """Bids from what OFFERS and SUBMITTED answer."""
    counts = [len(bids) for bids in by_lot["bids"]]
    price = np.fromiter(chain.from_iterable(by_lot["prices"]), dtype=float, count=sum(counts))
    offers = pd.DataFrame(
        {
            "bid": pd.Series(list(chain.from_iterable(by_lot["bids"])), dtype=object),
            "lot": pd.Categorical([*chain.from_iterable(by_lot["lots"])], categories=names),
            "price": np.where(price <= ABSENT_PRICE, np.nan, price),
            "valid": _flags(by_lot["valid"]),
            "won": _flags(by_lot["won"]),
        }
    )
    offers = offers.drop_duplicates("bid").sort_values("bid", ignore_index=True)
    made = [len(bids) for bids in by_firm["bids"]]
    keys = list(chain.from_iterable(by_firm["bids"]))
    bid = pd.Index(offers["bid"]).get_indexer(keys) if len(offers) else np.full(len(keys), -1)
    company = np.repeat(by_firm["company"].to_numpy(dtype=object), made)
    attendance = pd.DataFrame(
        {
            "company": pd.Categorical(company, categories=sorted(set(by_firm["company"]))),
            "bid": bid.astype(np.int64),
        }
    )
    attendance = attendance[attendance["bid"] >= 0].reset_index(drop=True)
    attendance["lot"] = offers["lot"].array.take(attendance["bid"].to_numpy())
    return Bids(lots, offers, attendance)


def _flags(lists: Iterable[Sequence[bool]]) -> Flags:
    return np.fromiter(chain.from_iterable(lists), dtype=bool)


class SharedReading:
    """A reader that reads the bids once, with the texts of bid files, where there are some.

    It lives as long as one run of measures; `answers` is of the measure that reads just now.
    """

    def __init__(self, reader: GraphReader, texts: TextStore | None = None) -> None:
        self._reader = reader
        self.kept_texts = texts
        self.answers = Answers()

    @property
    def texts(self) -> TextStore | None:
        """The texts of bid files; who listens hears that they were asked for."""
        overheard(TEXTS)
        return self.kept_texts

    @property
    def bids(self) -> Bids:
        """See read_bids."""
        for statement in (LOTS, OFFERS, SUBMITTED, RATES):
            overheard(statement)
        bids, answers = self._bids
        self.answers.add(answers)
        return bids

    @property
    def field(self) -> Field:
        """See read_field."""
        _ = self.bids  # heard, and compared
        return self._field

    @cached_property
    def _field(self) -> Field:
        return field_of(self._bids[0])

    @cached_property
    def _bids(self) -> tuple[Bids, tuple[str, ...]]:
        alone = SharedReading(self._reader)
        return _read(alone), alone.answers.kept

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        limits: QueryLimits = WHOLE,
    ) -> Table:
        """See GraphReader.run; every row, unless the caller sets a limit."""
        table = self._reader.run(cypher, parameters, limits=limits)
        self.answers.add([answer(cypher, parameters, [table.rows, table.truncated])])
        return table

    def frame(self, cypher: str, parameters: Mapping[str, Value] | None = None) -> pd.DataFrame:
        """See GraphReader.frame."""
        frame = self._reader.frame(cypher, parameters)
        columns = [frame[name].tolist() for name in frame.columns]
        self.answers.add([answer(cypher, parameters, columns)])
        return frame

    def subgraph(self, keys: Iterable[NodeKey], *, edge_types: Sequence[str] = ()) -> Subgraph:
        """See GraphReader.subgraph."""
        return self._reader.subgraph(keys, edge_types=edge_types)

    def neighbourhood(self, key: NodeKey, *, hops: int = 1, max_nodes: int = 200) -> Subgraph:
        """See GraphReader.neighbourhood."""
        return self._reader.neighbourhood(key, hops=hops, max_nodes=max_nodes)
