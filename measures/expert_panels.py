"""Who sits with whom, who scores like whom, who wins before whom.

CO_PANELS: experts that share panels more often than their markets explain, computed as CO_BIDS is
(lots and where, expected, hypergeometric tail, Benjamini–Hochberg). The buyer's own members are
left out: they sit together by duty.

SCORES_ALIKE: two experts gave every bid the same points on every item that is judged. For an item
the chance of agreeing is how often the other pairs of that panel agree on it, (agreed + 1) /
(compared + 2); items on which nobody else can be compared say nothing unless they are marked as
subjective. p is the product over all bids and items of all such lots.

WINS_WITH: of the lots in which a firm bid before a known panel, it won more of those with this
expert than of the others (Fisher's exact test, one-sided). Where the correction leaves that in
doubt (q > 0.05), its bids are not named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations, groupby
from math import exp, log

import numpy as np
import pandas as pd
from scipy import sparse

from graph.engine import GraphReader
from graph.records import DerivedEdge, Value
from measures.bids import Field, entries_of, read_bids
from measures.cited import MOST_Q, cited
from measures.co_bidding import find_pairs
from measures.markets import with_columns
from measures.measure import Derived, Measure, edges_from
from measures.meetings import PairLimits, benjamini_hochberg
from measures.score_sheets import read_sheets
from messages import t

SEATS = """
MATCH (e:Expert)-[r:EVALUATED]->(l:Lot)
WHERE coalesce(r.buyer_representative, false) = false
RETURN e.key AS expert, collect(l.key) AS lots
"""
WINS = "MATCH (c:Company)-[:WON]->(l:Lot) RETURN c.key AS company, collect(DISTINCT l.key) AS lots"
LEAST_PANELS = 4
LEAST_BIDS, LEAST_CELLS = 3, 5
MOST_CHANCE = 1e-3  # of one lot's agreement
LEAST_LOTS, LEAST_WINS, MOST_P = 5, 3, 0.01
MOST_BIDDERS = 200
WITH_COLUMNS = ("lots", "wins", "other_lots", "other_wins", "p_value", "q_value")
CITED_COLUMNS = ("lots_cited", "other_lots_cited")
DECIMALS = 9


def co_panels(seats: pd.DataFrame, lots: pd.DataFrame) -> pd.DataFrame:
    """Pairs of experts (start, end, lots, expected, p_value, q_value) from (expert, lot)."""
    rows = pd.DataFrame(
        {
            "company": seats["expert"].to_numpy(dtype=object),
            "bid": np.arange(len(seats)),  # nobody shares a seat
            "lot": seats["lot"].to_numpy(dtype=object),
        }
    )
    found = find_pairs(rows, lots, limits=PairLimits(joint_lots=LEAST_PANELS)).pairs
    above = found[found["lift"] > 1].reset_index(drop=True)
    above["expected"] = (above["lots"] / above["lift"]).round(DECIMALS)
    sat = seats.groupby("expert")["lot"].agg(set)
    ends = zip(above["start"], above["end"], strict=True)
    above["where"] = pd.Series([sorted(sat[a] & sat[b]) for a, b in ends], dtype=object)
    return above[["start", "end", "lots", "expected", "p_value", "q_value", "where"]]


@dataclass(slots=True)
class Alike:
    """Over all lots: how often two experts agreed in everything, and how likely that was."""

    lots: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    items: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    log_p: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))

    def add(self, lot: str, pair: tuple[str, str], cells: int, log_p: float) -> None:
        """One lot in which the pair agreed in every cell."""
        self.lots[pair].append(lot)
        self.items[pair] += cells
        self.log_p[pair] += log_p

    def edges(self) -> Iterator[DerivedEdge]:
        """SCORES_ALIKE, ordered."""
        for pair in sorted(self.lots):
            yield DerivedEdge(
                "SCORES_ALIKE",
                *pair,
                {
                    "lots": len(self.lots[pair]),
                    "items": self.items[pair],
                    "p_value": max(exp(self.log_p[pair]), 1e-300),
                    "where": [*sorted(self.lots[pair])],
                },
            )


def add_alike(scores: pd.DataFrame, alike: Alike) -> None:
    """Find the pairs of each lot whose judged points agree throughout."""
    judged = scores[~scores["objective"]]
    for lot, rows in judged.groupby("lot", sort=True):
        sheet = rows.pivot_table(index="expert", columns=["item", "bid"], values="points")
        complete = sheet.dropna(axis="index").sort_index()
        bids = rows["bid"].nunique()
        if bids < LEAST_BIDS or len(complete) < 2:
            continue
        table = complete.to_numpy(dtype=float)
        items = complete.columns.get_level_values(0).to_numpy()
        for group in _equal_rows(table):
            log_p, cells = _chance(table, items, group)
            if cells >= LEAST_CELLS and log_p <= log(MOST_CHANCE):
                for one, two in combinations([str(complete.index[i]) for i in group], 2):
                    alike.add(str(lot), (one, two), cells, log_p)


def _equal_rows(table: np.ndarray) -> list[list[int]]:
    order = sorted(range(len(table)), key=lambda row: (table[row].tolist(), row))
    groups = groupby(order, key=lambda row: table[row].tolist())
    return [same for _, rows in groups if len(same := list(rows)) > 1]


def _chance(table: np.ndarray, items: np.ndarray, group: list[int]) -> tuple[float, int]:
    """Logarithm of the chance that two agree like this, and the cells that say something."""
    members = set(group)
    others = [pair for pair in combinations(range(len(table)), 2) if not members.issuperset(pair)]
    log_p, cells = 0.0, 0
    for item in dict.fromkeys(items):
        columns = np.flatnonzero(items == item)
        compared = len(others) * columns.size
        agreed = sum(int((table[i, columns] == table[j, columns]).sum()) for i, j in others)
        if compared > 0 and agreed < compared:
            log_p += columns.size * log((agreed + 1) / (compared + 2))
            cells += columns.size
    return log_p, cells


def wins_with(seats: pd.DataFrame, taking_part: pd.DataFrame, wins: pd.DataFrame) -> pd.DataFrame:
    """Pairs (company, expert) with WITH_COLUMNS; all three frames are (…, lot) pairs."""
    lots = _sorted(set(seats["lot"]) & set(wins["lot"]))
    firms, experts = _sorted(taking_part["company"].unique()), _sorted(seats["expert"])
    bid = _matrix(taking_part, "company", firms, lots)
    crowded = bid.sum(axis=0) > MOST_BIDDERS
    bid.data[crowded[bid.indices]] = 0
    bid.eliminate_zeros()
    won = _matrix(wins, "company", firms, lots).minimum(bid)
    sat = _matrix(seats, "expert", experts, lots)
    met, taken = (bid @ sat.T).tocoo(), (won @ sat.T).tocoo()
    firm, expert = (axis.astype(np.int64) for axis in met.coords)
    often = met.data >= LEAST_LOTS
    firm, expert, here = firm[often], expert[often], met.data[often].astype(np.int64)
    pair = taken.coords[0].astype(np.int64) * max(len(experts), 1) + taken.coords[1]
    counted = pd.Series(taken.data, index=pair)
    wins_here = counted.reindex(firm * max(len(experts), 1) + expert).fillna(0).to_numpy(np.int64)
    every = np.asarray(bid.sum(axis=1)).ravel().astype(np.int64)[firm]
    all_wins = np.asarray(won.sum(axis=1)).ravel().astype(np.int64)[firm]
    # Here and not above: the module takes a second to import.
    from scipy.stats import hypergeom

    p_value = np.ones(firm.size)  # of those that won nothing here, by definition
    some = wins_here > 0
    p_value[some] = hypergeom.sf(wins_here[some] - 1, every[some], all_wins[some], here[some])
    q_value = benjamini_hochberg(p_value, p_value.size)
    chosen = (wins_here >= LEAST_WINS) & (p_value <= MOST_P)
    found = pd.DataFrame(
        {
            "company": np.asarray(firms, dtype=object)[firm[chosen]],
            "expert": np.asarray(experts, dtype=object)[expert[chosen]],
            "lots": here[chosen],
            "wins": wins_here[chosen],
            "other_lots": (every - here)[chosen],
            "other_wins": (all_wins - wins_here)[chosen],
            "p_value": p_value[chosen],
            "q_value": q_value[chosen],
        }
    )
    return found.sort_values(["company", "expert"], ignore_index=True)


def bids_before(
    found: pd.DataFrame, entered: Field, seats: pd.DataFrame, wins: pd.DataFrame
) -> pd.DataFrame:
    """For each pair of wins_with the firm's bids before the expert, and before other panels.

    None for pairs with a q_value above MOST_Q.
    """
    named = found["q_value"] <= MOST_Q
    names = pd.Index(entered.lots["lot"], dtype=object)
    known = names.isin(seats["lot"]) & names.isin(wins["lot"]) & (entered.bidders <= MOST_BIDDERS)
    rows = np.flatnonzero(known[entered.lot])
    rows = rows[np.argsort(entered.firm[rows], kind="stable")]
    firms = np.searchsorted(entered.firms, found["company"].to_numpy(dtype=object))
    since, until = (
        np.searchsorted(entered.firm[rows], firms, side="left"),
        np.searchsorted(entered.firm[rows], firms, side="right"),
    )
    taken = seats[seats["expert"].isin(found["expert"][named])].groupby("expert")["lot"]
    sat = {expert: names.get_indexer(pd.Index(lots)) for expert, lots in taken}
    bids: list[tuple[list[Value] | None, list[Value] | None]] = [(None, None)] * len(found)
    for place in np.flatnonzero(named).tolist():
        own, expert = rows[since[place] : until[place]], found["expert"].iloc[place]
        here = np.isin(entered.lot[own], sat[expert])
        bids[place] = cited(entered, own[here]), cited(entered, own[~here])
    return pd.DataFrame(bids, columns=[*CITED_COLUMNS], index=found.index)


def _sorted(keys: Iterable[str]) -> pd.Index:
    return pd.Index(sorted(set(keys)), dtype=object)


def _places(column: pd.Series, of: pd.Index) -> np.ndarray:
    """Where the values stand in `of`, −1 where they do not."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        places = np.append(of.get_indexer(column.cat.categories), -1)
        return places[column.cat.codes.to_numpy()]
    return of.get_indexer(pd.Index(column, dtype=object))


def _matrix(rows: pd.DataFrame, name: str, of: pd.Index, lots: pd.Index) -> sparse.csr_array:
    """1 where a row of `of` and a column of `lots` stand together in `rows`."""
    at = [_places(rows[column], keys) for keys, column in ((of, name), (lots, "lot"))]
    known = (at[0] >= 0) & (at[1] >= 0)
    ones = np.ones(int(known.sum()), dtype=np.int32)
    matrix = sparse.csr_array((ones, (at[0][known], at[1][known])), shape=(len(of), len(lots)))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def _spread(collected: pd.DataFrame, name: str) -> pd.DataFrame:
    """One row a lot from rows with a list of lots."""
    rows = with_columns(collected, (name, "lots"))
    counts = [len(lots) for lots in rows["lots"]]
    spread = {
        name: np.repeat(rows[name].to_numpy(dtype=object), counts),
        "lot": [*chain.from_iterable(rows["lots"])],
    }
    return pd.DataFrame(spread, dtype=object).drop_duplicates(ignore_index=True)


def compute(reader: GraphReader) -> Derived:
    """All three, for every expert of the graph."""
    bids = read_bids(reader)
    seats = _spread(reader.frame(SEATS), "expert")
    pairs = co_panels(seats, bids.lots)
    wins = _spread(reader.frame(WINS), "company")
    lifted = wins_with(seats, bids.attendance, wins)
    lifted = lifted.join(bids_before(lifted, entries_of(bids), seats, wins))
    alike = Alike()
    for sheets in read_sheets(reader):
        add_alike(sheets.scores, alike)
    edges: Iterable[DerivedEdge] = (
        *edges_from(
            "CO_PANELS", pairs["start"], pairs["end"], pairs.drop(columns=["start", "end"])
        ),
        *edges_from(
            "WINS_WITH",
            lifted["company"],
            lifted["expert"],
            lifted[[*WITH_COLUMNS, *CITED_COLUMNS]],
        ),
        *alike.edges(),
    )
    said = t("{count} seats on panels were compared.", count=len(seats))
    return Derived(edges=tuple(edges), notes=(said,))


EXPERT_PANELS = Measure(
    name="expert_panels",
    title="Panels of experts",
    summary="Which experts sit together or score alike, and which firms win before whom.",
    revision=3,
    requires=("EVALUATED",),
    compute=compute,
)
