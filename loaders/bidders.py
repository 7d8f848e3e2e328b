"""Who bids, as a row names it: by code, by name, or as a whole consortium in one cell.

Every table that names a bid names its bidder alike, so that the bid has one key; and each states
the firm by name, so that a firm known by its name here and by its code there can be found to be
one, and its bids with it.
"""

from __future__ import annotations

from functools import lru_cache

from loaders import keys, parties
from loaders.identifiers import KeyedHash
from loaders.keys import Identified
from loaders.parties import Party
from loaders.table_map import Key, NodeMap

_JOINED = ("、", "；", ";", "/", "／", ",", "，", "联合体")


@lru_cache(maxsize=1 << 16)
def firms_in_name(name: str | None) -> tuple[Party, ...]:
    """Firms of a consortium that is written into the bidder's name; its lead first."""
    if name is None or not any(sign in name for sign in _JOINED):
        return ()
    found = parties.parties(name)
    firms = [f for f in found if isinstance(f, Party)] if isinstance(found, tuple) else []
    return tuple(sorted(firms, key=lambda firm: not firm.lead)) if len(firms) > 1 else ()


def first_name(name: str | None) -> str | None:
    """The bidder's own name, where the cell lists a whole consortium."""
    firms = firms_in_name(name)
    return firms[0].name if firms else name


def bidder_key(hashed: KeyedHash, code: str | None, name: str | None) -> Identified | None:
    """The bidder; of a consortium written into one cell, its lead."""
    if code:
        own = first_name(name)
        return f"company:{code}", {"name": own} if own else {}
    firms = firms_in_name(name)
    if firms:
        return keys.party_key(hashed, firms[0])
    found = keys.company_key(hashed, None, name)
    return (found[0], {"name": name}) if found else None


NAMED_BY = ("bidder_name", "bidder_code")  # a row needs one of them
BIDDER = NodeMap("Company", Key(bidder_key, ("bidder_code", "bidder_name")), mention=True)
NAMED_BID = NodeMap("Bid", Key(keys.bid_key, ("lot", "bidder")), mention=True)
