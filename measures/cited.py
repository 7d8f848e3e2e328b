"""Which bids a figure was counted from: by their keys it opens down to the rows in the files."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.records import Value
from measures.bids import Field
from measures.markets import as_text

MOST_CITED = 2_000  # bids of one figure: more than anybody opens, and small enough for a node


def cited(field: Field, rows: npt.NDArray[np.int64]) -> list[Value]:
    """Keys of the bids in these rows of the field; of too many, those of the lots opened last."""
    bids, first = np.unique(field.bid[rows], return_index=True)
    if bids.size > MOST_CITED:
        opened = as_text(field.lots["opened_at"].iloc[field.lot[rows[first]]])
        latest = np.lexsort((bids, opened.to_numpy(dtype=str)))  # "-", without a date, goes first
        bids = np.sort(bids[latest[-MOST_CITED:]])
    return [*field.bids[bids].tolist()]
