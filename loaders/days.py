"""Reading of days and times as people type them."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from loaders.identifiers import half_width
from loaders.problems import Complaint
from loaders.words import SENTINELS, Parsed

# Days and times

_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  a wall clock, as the source writes it
_EXCEL_RANGE = (10_000, 80_000)  # 1927 to 2119
_OPEN_ENDED = frozenset({"长期", "永久", "至今", "无固定期限", "长期有效", "在职", "今", "现在"})
_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)"
    r"(?:[T\s]*(?:星期.|周.)?\s*(上午|下午)?(\d{1,2})[:时点](\d{1,2})?(?:[:分](\d{1,2})(?:\.\d+)?)?[分秒]?"
    r"(?:整)?(Z|[+-]\d{2}:?\d{2})?)?"
)
DATE_RULE = "is not a date."
DATE_ADVICE = "Write the date as 2024-05-06."
TIME_ADVICE = "Write the time as 2024-05-06 09:30."


def day(cell: str) -> Parsed:
    """A day as `2024-05-06`; a month alone stands for its first day; 长期 is open, so None."""
    stripped = cell.strip()
    if len(stripped) == 10 and stripped[4] == "-" == stripped[7]:
        try:
            return date.fromisoformat(stripped).isoformat()
        except ValueError:
            return Complaint(DATE_RULE, DATE_ADVICE)
    return _day(stripped, last=False)


def last_day(cell: str) -> Parsed:
    """As `day`; a month alone stands for its last day."""
    return _day(cell.strip(), last=True)


def _day(stripped: str, *, last: bool) -> Parsed:
    if stripped in SENTINELS or stripped in _OPEN_ENDED:
        return None
    found = _moment(stripped, last=last)
    if found is None:
        return Complaint(DATE_RULE, DATE_ADVICE)
    return found.date().isoformat()


def moment(cell: str) -> Parsed:
    """A time as `2024-05-06T09:30:00`: the wall clock of the source, without its offset."""
    stripped = cell.strip()
    if len(stripped) == 19 and stripped[4] == "-" == stripped[7] and stripped[10] in " T":
        try:
            return datetime.fromisoformat(stripped).isoformat()
        except ValueError:
            return Complaint("is not a time.", TIME_ADVICE)
    if stripped in SENTINELS:
        return None
    found = _moment(stripped, last=False)
    if found is None:
        return Complaint("is not a time.", TIME_ADVICE)
    return found.replace(microsecond=0).isoformat()


def _moment(stripped: str, *, last: bool) -> datetime | None:
    try:
        if len(stripped) in (10, 16, 19) and stripped[4] == "-" == stripped[7]:
            return datetime.fromisoformat(stripped)
        plain = half_width(stripped)
        if plain.replace(".", "", 1).isdigit():
            return _from_digits(plain)
        return _from_parts(plain, last=last)
    except (ValueError, OverflowError):
        return None


def _from_digits(plain: str) -> datetime | None:
    if "." not in plain and len(plain) in (8, 12, 14):
        form = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}[len(plain)]
        return datetime.strptime(plain, form)  # noqa: DTZ007  a wall clock
    if plain.count(".") == 1 and len(plain) in (6, 7) and plain[4] == ".":
        return datetime(int(plain[:4]), int(plain[5:]), 1)  # noqa: DTZ001
    serial = float(plain)
    if _EXCEL_RANGE[0] <= serial <= _EXCEL_RANGE[1]:
        return _EXCEL_EPOCH + timedelta(seconds=round(serial * 86_400))
    return None


def _from_parts(plain: str, *, last: bool) -> datetime | None:
    found = _DATE.fullmatch(plain)
    if found is None:
        return None
    year, month, on, half, hour, minute, second, _ = found.groups()
    if on is None:
        on = str(calendar.monthrange(int(year), int(month))[1]) if last else "1"
    hours = int(hour or 0) + (12 if half == "下午" and int(hour or 0) < 12 else 0)
    days, hours = divmod(hours, 24) if hours == 24 else (0, hours)
    at = datetime(int(year), int(month), int(on), hours, int(minute or 0), int(second or 0))  # noqa: DTZ001
    return at + timedelta(days=days)
