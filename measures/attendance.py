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
        self._lots, self._lot_at = _wide(by_firm.indices), _wide(by_firm.indptr)
        self._firms, self._firm_at = _wide(by_lot.indices), _wide(by_lot.indptr)
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
        self._cells, self._times, self._cell_at = _wide(at.indices), at.data, _wide(at.indptr)
        self.market_firms = np.bincount(at.indices[at.data >= LEAST_LOTS], minlength=cells)

    def lots_of(self, firm: int) -> Codes:
        """The lots that a firm attends."""
        return self._lots[self._lot_at[firm] : self._lot_at[firm + 1]]

    def firms_of(self, lots: Codes) -> tuple[Codes, Codes]:
        """One row a firm that attends one of these lots: the firm, and the place of the lot."""
        row, lot = _rows(self._firm_at, lots)
        return self._firms[row], lot

    def presence(self, members: Codes) -> tuple[Codes, npt.NDArray[np.bool_]]:
        """Lots that any member attends (sorted), and for each whether which member does."""
        row, member = _rows(self._lot_at, members)
        lots, lot = np.unique(self._lots[row], return_inverse=True)
        here = np.zeros((lots.size, members.size), dtype=bool)
        here[lot, member] = True
        return lots, here

    def usual_rate(self, firms: Codes, inside: Codes, own: Codes, cells: Codes) -> Numbers:
        """How often each of the firms attends other lots of these markets (sorted).

        `own`: for each market the number of lots in question, from which `inside` (a row a firm)
        are attended; a column for each firm where they are the firm's own question.
        """
        outside = self.attended(firms, cells) - inside
        rate = outside / np.maximum(self.market_lots[cells] - own, 1)
        total = np.maximum(own.sum(axis=-1, keepdims=True), 1)
        return np.asarray((rate * (own / total)).sum(axis=1), dtype=float)

    def attended(self, firms: Codes, cells: Codes) -> Numbers:
        """How many lots of each of these markets (sorted) each firm attends."""
        place = np.full(self.market_lots.size, -1, dtype=np.int64)
        place[cells] = np.arange(cells.size)
        row, firm = _rows(self._cell_at, firms)
        column = place[self._cells[row]]
        known = column >= 0
        found = np.zeros((firms.size, cells.size))
        found[firm[known], column[known]] = self._times[row[known]]
        return found


def _wide(codes: npt.NDArray[np.int32]) -> Codes:
    return codes.astype(np.int64)


def _rows(at: Codes, which: Codes) -> tuple[Codes, Codes]:
    """The rows that `at` gives to each of `which`, and whose (by place) each row is."""
    begin = at[which]
    size = at[which + 1] - begin
    whose = np.repeat(np.arange(which.size), size)
    return np.arange(whose.size) + (begin - np.cumsum(size) + size)[whose], whose
