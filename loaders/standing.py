"""What a row that was loaded with a warning put into the graph, so that no correction doubles it.

A correction under another number makes a second bidder with the same telephone and the same device:
a tie that the correction itself made. So the workbook of problems carries a mark for each thing the
row named, and a correction that no longer names one of them is given back.
"""

from __future__ import annotations

import hashlib

from loaders.headers import SheetHeaders
from loaders.identifiers import KeyedHash
from loaders.problems import Complaint
from loaders.readers import Row
from loaders.unfold import mapper_of

_MARK_DIGITS = 8
_WEAK = "scoped"  # a person inside one firm: who is who brings such a record to its number

STANDS_ALREADY = Complaint(
    "The row is in the graph already and names something there that it does not name here.",
    "Correct the original instead: `unload {batch}`, correct its file, load it again.",
)


def marks(headers: SheetHeaders, hashed: KeyedHash, row: Row) -> frozenset[str]:
    """A mark for each thing that the row names; none if the row would be rejected."""
    _, said = mapper_of(headers, hashed).map_rows([row], [])
    keys = {
        key
        for _, _, named, properties, _ in said.nodes
        for key, own in zip(named, properties, strict=True)
        if own.get("identity") != _WEAK
    }
    return frozenset(hashlib.sha256(key.encode()).hexdigest()[:_MARK_DIGITS] for key in keys)


def written(batch: str, named: frozenset[str]) -> str:
    """Batch and marks as a cell keeps them."""
    return " ".join((batch, *sorted(named)))


def stands_already(
    cell: str, loaded: frozenset[str], headers: SheetHeaders, hashed: KeyedHash, row: Row
) -> Complaint | None:
    """What is wrong with a corrected row whose original, by this cell, is in the graph."""
    batch, *before = cell.split()[:1_000] or [""]
    if batch not in loaded or not set(before) - marks(headers, hashed, row):
        return None
    return STANDS_ALREADY.with_fields(batch=batch)
