"""Reading of offers as notices print them: one number, a total with its parts, rates, or words.

All are kept as written. What is no single number is kept as words alone, and so is a bare number
that cannot be yuan: nobody can tell whether a fee of `98.80` is 98.80% or 98.80万元.
"""

from __future__ import annotations

import re
from dataclasses import replace

from loaders import amounts, words
from loaders.amounts import Price
from loaders.identifiers import half_width
from loaders.problems import Complaint
from loaders.words import Parsed

_DISCOUNT = re.compile(r"下浮|优惠率|让利")  # 5% is taken off
_FEE = re.compile(r"费率|系数")
_PARTLY = re.compile(r"(?:下浮|折扣)[^。；;]*?\d\s*[%％]|[%％][^。；;]*?(?:计取|下浮|折扣)")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?\s*(?:%|元|万)|[壹贰叁肆伍陆柒捌玖][^，,。；;]*元")
_ONE_NUMBER = re.compile(r"\s*(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>元|万元)?\s*")
_LEAST_YUAN = 1_000.0  # nothing that must be tendered costs less

NO_NUMBER = Complaint(
    "is no single amount or rate; it is kept as words.",
    "Nothing need be done; price screens leave the offer out.",
)
UNMARKED = Complaint(
    "is too small for yuan and names no unit: a rate, or an amount in ten thousand yuan (万元). "
    "It is kept as words.",
    "Look into the notice; load a corrected file with % or 万元 beside the number.",
)
BARE = Complaint(
    "is below 1 without a percent sign: 0.05 may be 5 % or 0.05 %. It is kept as words.",
    "Write 5% or 0.05% into the cell, or name % in the header.",
)
NO_RATE = Complaint(
    "is no rate; it is kept as words.",
    "Write the rate in percent, such as 5% or -2%; amounts belong in 投标报价.",
)
KINDS = ("number", "worded", "unmarked", "rate", "discount", "several", "words", "none")


def rate(cell: str, factor: float = 1.0, *, percent: bool = False) -> Parsed | Price:
    """What a column of rates says: a bare number there is a percentage, from -100 to 100.

    A spreadsheet stores what it shows as 5 % as 0.05, so one below 1 counts only where the header
    names the percent sign (`percent`). What is no rate is kept as words.
    """
    bare = amounts.bare_number(cell) if factor == 1.0 else None
    if bare is None or abs(bare) > 100:
        found = amounts.price(cell, factor)
        price = found.value if isinstance(found, Complaint) else found
        no_rate = isinstance(price, Price) and price.rate is None
        return _as_words(NO_RATE, cell) if no_rate else found
    if 0 < abs(bare) < 1 and not percent:
        return _as_words(BARE, cell)
    return amounts.rate_of(bare, None)


def _as_words(complaint: Complaint, cell: str) -> Complaint:
    return replace(complaint, value=Price(None, None, cell.strip()))


def offer(cell: str, factor: float = 1.0) -> Parsed | Price:
    """An offer as a Price; words that hold no single number keep their text, with a warning.

    `factor` is the unit that the header states (10000 for 万元).
    """
    if factor == 1.0 and _is_unmarked(cell):
        return _as_words(UNMARKED, cell)
    found = amounts.price(cell, factor)
    amount = found.amount if isinstance(found, Price) else None
    if amount is not None and _PARTLY.search(cell):
        found = NO_NUMBER
    if isinstance(found, Complaint):
        kept = found.value
        understood = isinstance(kept, Price) and not (kept.amount is kept.rate is None)
        return found if understood else _as_words(NO_NUMBER, cell)
    return found


def _is_unmarked(cell: str) -> bool:
    found = _ONE_NUMBER.fullmatch(half_width(cell))
    if found is None or found["unit"] is not None:
        return False
    return float(found["digits"].replace(",", "")) < _LEAST_YUAN


def kind(cell: str) -> str:
    """Which of KINDS an offer is; `number` and `unmarked` are cells of one number alone."""
    if words.text(cell) is None:
        return "none"
    if _is_unmarked(cell):
        return "unmarked"
    found = offer(cell)
    price = found.value if isinstance(found, Complaint) else found
    if isinstance(price, Price) and price.amount is not None:
        return "number" if _ONE_NUMBER.fullmatch(half_width(cell)) else "worded"
    if isinstance(price, Price) and price.rate is not None:
        return "discount" if _DISCOUNT.search(cell) else "rate"
    return "several" if len(_NUMBERS.findall(half_width(cell))) > 1 else "words"


def rate_kind(price: Price | None, stated: str | None = None) -> str | None:
    """Whether the rate is a `discount` or a `fee`, by its own words; else by the form `stated`.

    A form of 费率 tells rates of any kind from amounts, so that it says nothing; nor does 折扣率,
    which is what is paid to some and what is taken off to others.
    """
    if price is None or price.rate is None:
        return None
    if _DISCOUNT.search(price.text or ""):
        return "discount"
    if _FEE.search(price.text or ""):
        return "fee"
    return "discount" if _DISCOUNT.search(stated or "") else None


def form(price: Price | None) -> str | None:
    """What kind of offer it is, in the words of Bid.price_form."""
    if price is None:
        return None
    if price.amount is not None:
        return "总价"
    if price.rate is not None:
        return "下浮率" if _DISCOUNT.search(price.text or "") else "费率"
    return "文字"
