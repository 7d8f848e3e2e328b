"""Reading of amounts, rates and shares as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from loaders.identifiers import half_width
from loaders.problems import Complaint
from loaders.words import SENTINELS, Parsed


@dataclass(frozen=True, slots=True)
class Price:
    """An offer: an amount in yuan or a rate as a fraction; `text` as written where that says more.

    `rate` of 下浮率 5% is 0.05 as well as that of 费率 5%: `text`, or the column, tells them apart.
    A 下浮率 below zero is an offer above the base.
    """

    amount: float | None
    rate: float | None
    text: str | None


_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?[eE][+]?\d+")
_UNITS = (("亿元", 1e8), ("万元", 1e4), ("千元", 1e3), ("亿", 1e8), ("万", 1e4), ("元", 1.0))
_CURRENCY = re.compile(r"^(?:人民币|RMB|CNY|[¥￥$])+|(?:人民币|RMB|CNY)$", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+")
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_FORMAL_DIGIT = {c: i for i, c in enumerate(_FORMAL)} | {
    c: i for i, c in enumerate("〇一二三四五六七八九")
} | {"两": 2, "貳": 2, "參": 3, "陸": 6}  # fmt: skip
_FORMAL_SMALL = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_FORMAL_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_FORMAL_RUN = re.compile(
    # Opens with a digit: the 万元 of `203.65万元` is a unit and no amount in words.
    r"[零壹贰叁肆伍陆柒捌玖两貳參陸拾][零壹贰叁肆伍陆柒捌玖两貳參陸拾佰仟万萬亿億]*[元圆圓]"
    r"[零壹贰叁肆伍陆柒捌玖角分整正]*"
)

_UNIT_IN_HEADER = re.compile(r"(亿元|万元|千元)")

AMOUNT_RULE = "is not an amount."
AMOUNT_ADVICE = "Write one number, such as 3000000 or 3,000,000.00; name 万元 in the header."


def unit_factor(header: str) -> float:
    """What one unit of a column is worth in yuan: 10000 for a header that names 万元, else 1."""
    found = _UNIT_IN_HEADER.search("".join(half_width(header).split()))
    return dict(_UNITS)[found.group(1)] if found else 1.0


def amount(cell: str, factor: float = 1.0) -> Parsed:
    """An amount in yuan. `factor` is the unit that the header states (10000 for 万元).

    A unit in the cell goes before the header's. Where the cell has both figures and 大写, the 大写
    amount counts (财政部令第87号 art. 59).
    """
    stripped = cell.strip()
    if stripped.isascii() and stripped.replace(".", "", 1).isdigit():
        return float(stripped) if factor == 1.0 else _scaled(stripped, factor)
    if stripped in SENTINELS:
        return None
    plain = "".join(half_width(stripped).split())
    formal = _FORMAL_RUN.search(plain)
    if formal is not None:
        return _formal_with_figures(plain, formal, factor)
    found = _figure(plain, factor)
    if found is None:
        if _PLAIN_NUMBER.fullmatch(plain.removesuffix("%")) is not None:
            return Complaint("is a rate, not an amount.", AMOUNT_ADVICE)
        return Complaint(AMOUNT_RULE, AMOUNT_ADVICE)
    if found < 0:
        return Complaint("is a negative amount.", "Write the amount without a minus sign.")
    return found


def _scaled(digits: str, factor: float) -> float:
    return float(Decimal(digits) * Decimal(int(factor)))


def _figure(plain: str, factor: float) -> float | None:
    """The number in `1,234.5万元`; None if there is more or less than one number."""
    body = _CURRENCY.sub("", plain).removesuffix("整").removesuffix("正")
    for unit, worth in _UNITS:
        if body.endswith(unit):
            body, factor = body.removesuffix(unit), worth
            break
    body = _CURRENCY.sub("", body)
    if _PLAIN_NUMBER.fullmatch(body) is None:
        return _scientific_amount(body, factor)
    return float(Decimal(body.replace(",", "")) * Decimal(int(factor)))


def _scientific_amount(body: str, factor: float) -> float | None:
    # An amount, unlike a number that identifies somebody, survives as 1.23E+6.
    if _SCIENTIFIC.fullmatch(body) is None:
        return None
    try:
        return float(min(Decimal(body), Decimal(10) ** 30) * Decimal(int(factor)))
    except InvalidOperation:
        return None


def _formal_with_figures(plain: str, formal: re.Match[str], factor: float) -> Parsed:
    worth = formal_amount(formal.group())
    if worth is None:
        return Complaint(AMOUNT_RULE, AMOUNT_ADVICE)
    rest = plain[: formal.start()] + plain[formal.end() :]
    figures = re.sub(r"大写|小写|人民币|合计|[():：,，;；]$|[():：;；]", "", rest)
    written = _figure(figures, factor) if figures else None
    if written is not None and abs(written - worth) >= 0.005:
        return Complaint(
            "has figures and words that differ; the words count.",
            "Compare both with the original.",
            value=worth,
        )
    return worth


def formal_amount(words: str) -> float | None:
    """The amount that 大写 words say (壹佰贰拾叁万元整); None if they are not one."""
    whole, _, rest = re.sub("[圆圓]", "元", words).partition("元")
    yuan = _formal_whole(whole)
    if yuan is None:
        return None
    cents = 0
    for digit, unit in re.findall(r"([壹贰叁肆伍陆柒捌玖])([角分])", rest):
        cents += _FORMAL_DIGIT[digit] * (10 if unit == "角" else 1)
    return float(Decimal(yuan) + Decimal(cents) / 100)


def _formal_whole(words: str) -> int | None:
    total = section = digit = 0
    for character in words:
        if character in _FORMAL_DIGIT:
            digit = _FORMAL_DIGIT[character]
        elif character in _FORMAL_SMALL:
            section += (digit or 1) * _FORMAL_SMALL[character]
            digit = 0
        elif character in _FORMAL_LARGE:
            total = (total + section + digit) * _FORMAL_LARGE[character] if (
                _FORMAL_LARGE[character] == 10**8
            ) else total + (section + digit) * 10**4  # fmt: skip
            section = digit = 0
        else:
            return None
    return total + section + digit


def number(cell: str) -> Parsed:
    """A plain number; a minus sign is kept."""
    stripped = cell.strip()
    if stripped.isascii() and stripped.replace(".", "", 1).isdigit():
        return float(stripped)
    if stripped in SENTINELS:
        return None
    body = "".join(half_width(stripped).split()).removesuffix("分")
    if _PLAIN_NUMBER.fullmatch(body) is None:
        return Complaint("is not a number.", "Write digits, such as 86.5.")
    return float(body.replace(",", ""))


def integer(cell: str) -> Parsed:
    """A whole number; 第1名 is 1."""
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    body = "".join(half_width(stripped).split())
    body = body.removeprefix("第").removesuffix("名").removesuffix("中标候选人")
    body = body.removesuffix(".0")
    if body.isascii() and body.isdigit():
        return int(body)
    if len(body) <= 3 and body and all(c in _FORMAL_DIGIT or c in _FORMAL_SMALL for c in body):
        return _formal_whole(body)
    return Complaint("is not a whole number.", "Write digits, such as 3.")


_DURATION = re.compile(r"(\d+)(日历天|日|天|个日历日|个月|月|年)?")
_DAYS_OF = {"个月": 30, "月": 30, "年": 365}


def days(cell: str) -> Parsed:
    """A number of calendar days: `365`, `365日历天`; a month counts 30 days, a year 365."""
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    body = "".join(half_width(stripped).split()).removesuffix(".0")
    found = _DURATION.fullmatch(body.replace("(日历天)", ""))
    if found is None:
        return Complaint("is not a number of days.", "Write the days, such as 365.")
    return int(found.group(1)) * _DAYS_OF.get(found.group(2) or "", 1)


def share(cell: str, *, percent: bool = False) -> Parsed:
    """A share as a fraction of 1: `35%`, `0.35`, or `35` in a column headed (%).

    Without a percent sign, a number above 1 is taken for percent.
    """
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    body = "".join(half_width(stripped).split())
    marked = body.endswith("%")
    body = body.removesuffix("%")
    if _PLAIN_NUMBER.fullmatch(body) is None:
        return Complaint("is not a share.", "Write 35% or 0.35.")
    value = Decimal(body.replace(",", ""))
    if marked or percent or value > 1:
        value /= 100
    if not 0 <= value <= 1:
        return Complaint("is not a share between 0 and 100 %.", "Write 35% or 0.35.")
    return float(value)


_RATE = re.compile(
    r"(?:投标)?(?:报价)?"
    r"(?:(?:费率|折扣率|折扣系数|价格系数|取费率)[为:]?|(?:下浮率|下浮|优惠率)?[为:]?([+-]?))"
    r"(\d+(?:\.\d+)?)%(?:\((?:价格系数|下浮率|费率|折扣率)\))?"
)
_MINUS = str.maketrans("−–", "--")  # the sign of mathematics, the dash of a word processor
_FURTHEST_ABOVE = -50  # %: an offer half above the base

FAR_ABOVE = Complaint(
    "is a discount below −50 %: an offer more than half above the base. It is kept as written.",
    "Compare with the original, whether sign and percent sign are right.",
)


# The total, then what it is made of: 投标总报价：877796524.32元，其中建安费265496524.32元….
_TOTAL = re.compile(
    r"(?:投标)?(?:总报价|报价|总价|总投标价)?(?:总额)?:?([\d,.]{4,}(?:亿元|万元|元)?)"
    r"(?:[(][^()]*\d[^()]*[)].*|[,。;]?其中.*)"
)
_FIGURE_AND_UNIT = re.compile(r"(\d[\d,]*(?:\.\d+)?)(亿元|万元|元)?")


def price(cell: str, factor: float = 1.0) -> Parsed | Price:
    """An offer: an amount, or a rate (费率 5%, 下浮率 2.8%). Other words stay as text."""
    stripped = cell.strip()
    if factor == 1.0 and stripped.isascii() and stripped.replace(".", "", 1).isdigit():
        return Price(float(stripped), None, None)
    if stripped in SENTINELS:
        return None
    plain = "".join(half_width(stripped).split())
    rate = _RATE.fullmatch(plain.translate(_MINUS))
    if rate is not None:
        return rate_of(Decimal((rate.group(1) or "") + rate.group(2)), stripped)
    total = _TOTAL.fullmatch(plain)
    found = amount(total.group(1) if total is not None else stripped, factor)
    if isinstance(found, Complaint) and found.value is None:
        found = _sum_of_the_others(plain, factor) or found
    if isinstance(found, Complaint):
        kept = found.value if isinstance(found.value, float) else None
        return Complaint(found.rule, found.advice, value=Price(kept, None, stripped))
    if isinstance(found, float):
        return Price(found, None, stripped)
    return None


def bare_number(cell: str) -> Decimal | None:
    """The number that stands in a cell without a unit, with its sign."""
    plain = "".join(half_width(cell).split()).translate(_MINUS)
    return Decimal(plain.replace(",", "")) if _PLAIN_NUMBER.fullmatch(plain) else None


def rate_of(percent: Decimal, text: str | None) -> Price | Complaint:
    """An offer of so many percent; doubted where nobody would offer it."""
    price = Price(None, float(percent / 100) + 0.0, text)  # -0.00% is 0
    if percent < _FURTHEST_ABOVE:
        return Complaint(FAR_ABOVE.rule, FAR_ABOVE.advice, value=price)
    return price


def _sum_of_the_others(plain: str, factor: float) -> float | None:
    """The total among amounts in words, wherever it stands: the one that the others add up to."""
    if "%" in plain:
        return None
    units = dict(_UNITS)
    each = [
        Decimal(digits.replace(",", "")) * Decimal(int(units[unit] if unit else factor))
        for digits, unit in _FIGURE_AND_UNIT.findall(plain)
    ]
    for amounts in (each, list(dict.fromkeys(each))):  # once as listed, once without repetitions
        if len(amounts) > 2 and 2 * max(amounts) == sum(amounts):
            return float(max(amounts))
    return None
