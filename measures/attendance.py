"""Who attends which lot, looked up from either side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

Codes = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

LEAST_LOTS = 3  # in which a firm of a market must bid to count among those that groups may be of


class Meetings:
    """Who attends which lot, looked up from either side. `market` numbers the lots' markets."""

    def __init__(self, firm: Codes, lot: Codes, market: Codes, firms: int) -> None:
        shape = (firms, market.size)
        ones = np.ones(firm.size, dtype=np.int32)
        by_firm = sparse.csr_array((ones, (firm, lot)), shape=shape)
        by_firm.sum_duplicates()
        by_lot = sparse.csr_array(by_firm.T)
        self._lots, self._lot_at = by_firm.indices.astype(np.int64), by_firm.indptr
        self._firms, self._firm_at = by_lot.indices.astype(np.int64), by_lot.indptr
        self.market = market
        cells = int(market.max(initial=0)) + 1
        attended = np.diff(by_lot.indptr) > 0
        self.market_lots = np.bincount(market[attended], minlength=cells)
        at = sparse.csr_array(
            (np.ones(self._lots.size), (np.repeat(np.arange(firms), np.diff(by_firm.indptr)),
                                        market[self._lots])),
            shape=(firms, cells),
        )  # fmt: skip
        at.sum_duplicates()
        self._activity = at
        self.market_firms = np.bincount(at.indices[at.data >= LEAST_LOTS], minlength=cells)

    def lots_of(self, firm: int) -> Codes:
        """The lots that a firm attends."""
        return self._lots[self._lot_at[firm] : self._lot_at[firm + 1]]

    def firms_of(self, lots: Codes) -> Codes:
        """The firms of these lots, each as often as it attends."""
        parts = [self._firms[self._firm_at[lot] : self._firm_at[lot + 1]] for lot in lots]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

    def presence(self, members: Codes) -> tuple[Codes, Codes]:
        """Lots that any member attends, and how many do."""
        lots, count = np.unique(
            np.concatenate([self.lots_of(int(m)) for m in members]), return_counts=True
        )
        return lots, count

    def attending(self, firms: Codes, lots: Codes) -> npt.NDArray[np.bool_]:
        """For each of these lots (sorted) and firms, whether the firm attends."""
        found = np.zeros((lots.size, firms.size), dtype=bool)
        for column, firm in enumerate(firms.tolist() if lots.size else ()):
            own = self.lots_of(firm)
            place = np.minimum(np.searchsorted(lots, own), lots.size - 1)
            found[place[lots[place] == own], column] = True
        return found

    def usual_rate(self, firms: Codes, lots: Codes) -> Numbers:
        """How often each of the firms attends other lots of the same markets."""
        cells, count = np.unique(self.market[lots], return_counts=True)
        inside = np.zeros((firms.size, cells.size))
        attending = [self._firms[self._firm_at[lot] : self._firm_at[lot + 1]] for lot in lots]
        whom = np.concatenate(attending)
        where = np.repeat(np.searchsorted(cells, self.market[lots]), [a.size for a in attending])
        row = np.minimum(np.searchsorted(firms, whom), firms.size - 1)
        known = firms[row] == whom
        np.add.at(inside, (row[known], where[known]), 1)
        outside = self.attended(firms, cells) - inside
        rate = outside / np.maximum(self.market_lots[cells] - count, 1)
        return np.asarray(rate @ (count / lots.size), dtype=float)

    def attended(self, firms: Codes, cells: Codes) -> Numbers:
        """How many lots of each of these markets (sorted) each firm attends."""
        return np.asarray(self._activity[firms][:, cells].toarray(), dtype=float)
