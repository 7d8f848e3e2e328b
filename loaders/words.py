"""Words, codes, yes and no as people type them, and the signs they write for nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.records import Value
from loaders.identifiers import UNSEEN, half_width
from loaders.problems import Complaint

Parsed = Value | tuple[object, ...] | Complaint

# What platforms write where nothing is known.
SENTINELS = frozenset(
    {
        "", "-", "--", "---", "/", "//", "\\", "—", "——", "－", "／", "*", "**", ".", "…", "?",
        "？",
        "无", "暂无", "空", "没有", "不详", "未知", "未填写", "未填", "未提供", "缺",
        "不适用", "详见附件",
        "详见公告", "详见正文", "详细请见正文", "详细见正文", "详细见公告内容", "详见中标结果公告",
        "详见招标文件", "详见投标文件", "N/A", "n/a", "NA", "NULL", "null", "Null", "NONE",
        "None", "none", "nan", "NaN", "(null)", "\\N",
    }
)  # fmt: skip

CONTROL = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f{UNSEEN}]+")  # and signs that nobody sees
_JOINTS = re.compile(r"[\s\-_–—'`’]+")
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?[eE][+]?\d+")

# What spreadsheet programs show in place of a value that a formula failed to give.
FAILED_FORMULA = re.compile(
    r"#(?:VALUE!|REF!|N/A|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)|Err:\d{3}", re.IGNORECASE
)

_NUMBERS_ALONE = re.compile(r"[\d.,\-+/ ]+")

NUMBERS_ALONE = Complaint(
    "is a number where a name belongs.",
    "Compare with the original, whether cells stand one column off; it is kept as written.",
)
FAILED = Complaint(
    "is what a spreadsheet shows for a formula that failed, no value.",
    "Open the original and write the value that belongs here.",
)
SCIENTIFIC = Complaint(
    "is in scientific notation; digits are lost.",
    "Format the column as text in the spreadsheet and enter the full number again.",
)


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, or one of the signs for nothing."""
    return text in SENTINELS or text.strip() in SENTINELS


def text(cell: str) -> Parsed:
    """The text without outer space and control characters."""
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    if not stripped.isprintable():
        stripped = CONTROL.sub(" ", stripped.replace("\r\n", "\n")).strip()
        return None if stripped in SENTINELS else stripped
    return stripped


def name(cell: str) -> Parsed:
    """A name, as `text`; numbers alone are kept, but doubted."""
    found = text(cell)
    if isinstance(found, str) and found[-1].isdigit() and is_number(found):
        return replace(NUMBERS_ALONE, value=found)
    return found


def is_number(stripped: str) -> bool:
    """Whether there is no letter: a serial number, an amount, a day or a telephone."""
    return _NUMBERS_ALONE.fullmatch(stripped) is not None


def code(cell: str) -> Parsed:
    """A code of a lot, project or expert: half width, upper case, no spaces."""
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    if looks_scientific(stripped):
        return SCIENTIFIC
    if stripped.isascii() and stripped.isalnum():
        plain = stripped.upper()
    else:
        plain = "".join(CONTROL.sub("", half_width(stripped)).split()).upper()
    return None if plain in SENTINELS else plain


def looks_scientific(stripped: str) -> bool:
    """Whether a number came out of a spreadsheet as 1.1E+17."""
    # E4401000001001007001 is a project code: only a mantissa of one digit is a damaged number.
    return (
        len(stripped) < 30
        and ("E+" in stripped or "e+" in stripped or stripped[1:2] == ".")
        and _SCIENTIFIC.fullmatch(stripped) is not None
    )


def yes_no(cell: str) -> Parsed:
    """是, 否 and their other spellings."""
    plain = half_width(cell.strip()).lower()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    if is_blank(cell):
        return None
    return Complaint("is neither yes nor no.", "Write 是 or 否.")


_YES = frozenset(
    {
        "是", "有", "真", "y", "yes", "true", "t", "1", "1.0", "√", "✓", "✔", "对", "有效", "中标",
        "已中标", "合格", "通过", "入围", "正常",
    }
)  # fmt: skip
_NO = frozenset(
    {
        "否", "非", "不是", "假", "n", "no", "false", "f", "0", "0.0", "×", "x", "✗", "错", "无效",
        "未中标", "不中标", "不合格", "未通过", "废标", "否决", "落标", "已否决",
    }
)  # fmt: skip


def compact(stripped: str) -> str:
    """A number without the spaces and hyphens people put into it: half width, upper case."""
    plain = stripped if stripped.isascii() else half_width(stripped)
    if plain.isalnum():
        return plain.upper()
    return _JOINTS.sub("", CONTROL.sub("", plain)).upper()
