"""What a column may hold, and which reader understands it.

Every reader takes the text of one cell and returns a value, None for a cell that says nothing, or a
Complaint. It never raises and never guesses in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from loaders import (
    amounts,
    days,
    device_numbers,
    identifiers,
    offers,
    parties,
    registered_numbers,
    words,
)
from loaders.amounts import Price
from loaders.words import Parsed

Reader = Callable[[str], Parsed | Price]


class CellKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NAME = "name"
    CODE = "code"
    AMOUNT = "amount"
    PRICE = "price"
    OFFER = "offer"
    RATE = "rate"
    NUMBER = "number"
    INTEGER = "integer"
    DAYS = "days"
    SHARE = "share"
    DATE = "date"
    LAST_DAY = "last_day"
    TIME = "time"
    YES_NO = "yes_no"
    COMPANY_CODE = "company_code"
    ID_NUMBER = "id_number"
    CERTIFICATE = "certificate"
    PHONES = "phones"
    EMAILS = "emails"
    ACCOUNT = "account"
    MACS = "macs"
    DEVICE_CODES = "device_codes"
    IPS = "ips"
    PARTIES = "parties"


IN_YUAN = frozenset({CellKind.AMOUNT, CellKind.PRICE, CellKind.OFFER, CellKind.RATE})
IN_PERCENT = frozenset({CellKind.SHARE, CellKind.RATE})
_LONG_NUMBER = 11
SENSITIVE = frozenset({CellKind.ID_NUMBER, CellKind.CERTIFICATE, CellKind.PHONES, CellKind.ACCOUNT})


READERS: dict[CellKind, Reader] = {
    CellKind.TEXT: words.text,
    CellKind.NAME: words.name,
    CellKind.CODE: words.code,
    CellKind.AMOUNT: amounts.amount,
    CellKind.PRICE: amounts.price,
    CellKind.OFFER: offers.offer,
    CellKind.RATE: offers.rate,
    CellKind.NUMBER: amounts.number,
    CellKind.INTEGER: amounts.integer,
    CellKind.DAYS: amounts.days,
    CellKind.SHARE: amounts.share,
    CellKind.DATE: days.day,
    CellKind.LAST_DAY: days.last_day,
    CellKind.TIME: days.moment,
    CellKind.YES_NO: words.yes_no,
    CellKind.COMPANY_CODE: registered_numbers.company_code,
    CellKind.ID_NUMBER: registered_numbers.id_number,
    CellKind.CERTIFICATE: registered_numbers.certificate,
    CellKind.PHONES: registered_numbers.phones,
    CellKind.EMAILS: registered_numbers.emails,
    CellKind.ACCOUNT: registered_numbers.account,
    CellKind.MACS: device_numbers.macs,
    CellKind.DEVICE_CODES: device_numbers.device_codes,
    CellKind.IPS: device_numbers.ips,
    CellKind.PARTIES: parties.parties,
}


def masked(kind: CellKind, cell: str) -> str:
    """A cell as a report may show it: numbers of persons, telephones and accounts are masked."""
    if kind is CellKind.NAME and len(cell) >= _LONG_NUMBER and words.is_number(cell.strip()):
        kind = CellKind.PHONES  # a telephone or an identity number in the wrong column
    if kind not in SENSITIVE or words.looks_scientific(cell.strip()):
        return cell
    plain = cell.strip()
    if len(plain) <= 6:
        return plain if not any(c.isdigit() for c in plain) else "****"
    if kind is CellKind.ID_NUMBER or kind is CellKind.CERTIFICATE:
        return identifiers.mask_id_number(plain)
    if kind is CellKind.ACCOUNT:
        return identifiers.mask_account(plain)
    return identifiers.mask_phone(plain)
