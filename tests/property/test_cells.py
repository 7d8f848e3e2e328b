"""Every cell is parsed or reported: no reader raises, and none loses what a cell says."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loaders import amounts, cells, days, device_numbers, registered_numbers
from loaders.cells import CellKind
from loaders.device_numbers import HARDWARE_SENTINELS
from loaders.identifiers import half_width, id_check_character
from loaders.problems import Complaint
from loaders.words import CONTROL, SENTINELS, is_blank

CHINESE = "零壹贰叁肆伍陆柒捌玖"
SIGNS = "0123456789０１２.,，-+/%％ 元万亿年月日时分秒:：TZeE@xXabcF()（）、；;\n"
WORDS = "壹贰拾佰仟整正大写小写无甲公司牵头人"
TYPED = st.text(st.sampled_from(SIGNS + WORDS), max_size=24)
ANY_TEXT = st.one_of(st.text(max_size=30), TYPED)
DAYS = st.dates(date(1930, 1, 1), date(2100, 12, 31))


def says_nothing(cell: str) -> bool:
    """Whether a cell holds nothing but signs for nothing."""
    bare = CONTROL.sub("", cell).strip()
    if is_blank(bare) or bare in days._OPEN_ENDED:
        return True
    parts = ["".join(c for c in p if c.isalnum()).upper() for p in _parts(half_width(cell))]
    return all(len(set(p)) <= 1 or p in HARDWARE_SENTINELS or p in SENTINELS for p in parts)


def _parts(plain: str) -> list[str]:
    return [*re.split(r"[;；、，,|/\s]+", plain), ""]


@pytest.mark.parametrize("kind", list(CellKind))
@given(cell=ANY_TEXT)
@example(cell="9" * 400)
@example(cell="1" + "0" * 30 + "亿元")
@example(cell="1e999999")
@example(cell="²")
@example(cell="٣")
@example(cell="2024年99月99日")
@example(cell="0001-01-01 24:00:00")
def test_no_reader_raises_or_loses_a_cell(kind: CellKind, cell: str) -> None:
    found = cells.READERS[kind](cell)

    if isinstance(found, Complaint):
        assert found.rule
        assert found.advice
    elif found is None and kind not in (CellKind.IPS, CellKind.PARTIES):
        assert says_nothing(cell), f"{kind.value} lost {cell!r}"


@given(cents=st.integers(0, 10**14))
def test_an_amount_survives_every_way_of_writing_it(cents: int) -> None:
    yuan = Decimal(cents) / 100

    for written in (f"{yuan:.2f}", f"{yuan:,.2f}元", f"￥{yuan:,.2f}", f"{yuan / 10_000:.6f}万元"):
        assert amounts.amount(written) == float(yuan)
    assert amounts.amount(f"{yuan / 10_000:.6f}", factor=10_000) == float(yuan)


@given(yuan=st.integers(1, 10**11))
def test_formal_words_are_read_back(yuan: int) -> None:
    assert amounts.amount(formal(yuan) + "元整") == float(yuan)


def formal(number: int) -> str:
    """A whole number in 大写."""
    for worth, sign in ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾")):
        if number >= worth:
            high, low = divmod(number, worth)
            gap = "零" if 0 < low < worth // 10 else ""
            return formal(high) + sign + gap + (formal(low) if low else "")
    return CHINESE[number]


@given(on=DAYS)
def test_a_day_survives_every_way_of_writing_it(on: date) -> None:
    serial = (on - date(1899, 12, 30)).days
    forms = [
        on.isoformat(),
        f"{on.year}/{on.month}/{on.day}",
        f"{on.year}年{on.month}月{on.day}日",
        f"{on:%Y%m%d}",
        f"{on:%Y.%m.%d}",
        f"{on.isoformat()} 00:00:00",
        f"{on.isoformat()}T00:00:00+08:00",
    ]
    if serial >= 11_000:
        forms.append(str(serial))

    assert {days.day(form) for form in forms} == {on.isoformat()}


@given(on=DAYS)
def test_a_month_alone_ends_on_its_last_day(on: date) -> None:
    last = days.last_day(f"{on.year}-{on.month:02d}")

    assert isinstance(last, str)
    assert date.fromisoformat(last).month == on.month
    assert (date.fromisoformat(last) + timedelta(days=1)).day == 1


@given(
    area=st.integers(110000, 659999), born=DAYS, order=st.integers(0, 999), wrong=st.integers(1, 10)
)
def test_a_wrong_check_character_is_always_noticed(
    area: int, born: date, order: int, wrong: int
) -> None:
    first = f"{area}{born:%Y%m%d}{order:03d}"
    check = "0123456789X"
    right = id_check_character(first)
    other = check[(check.index(right) + wrong) % 11]

    assert registered_numbers.id_number(first + right.lower()) == first + right
    found = registered_numbers.id_number(first + other)
    assert isinstance(found, Complaint)
    assert found.value == first + other


@given(number=st.integers(0, 2**48 - 1), sign=st.sampled_from(["", "-", ":", " ", "."]))
def test_an_adapter_has_one_spelling_or_is_left_out(number: int, sign: str) -> None:
    digits = f"{number:012X}"
    written = sign.join(digits[i : i + 2] for i in range(0, 12, 2)).lower()

    found, plain = device_numbers.macs(written), device_numbers.macs(digits)

    if sign != " ":  # a space also parts several adapters
        assert found == plain
    if isinstance(plain, tuple):
        assert plain == (digits,)
    else:
        assert plain is None or digits[1] in "26AE" or digits[:6] in device_numbers.VIRTUAL_MAKERS


@given(number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mobile_number_has_one_spelling(number: str) -> None:
    forms = (number, f"+86 {number}", f"{number[:3]}-{number[3:7]}-{number[7:]}", f" {number}")

    assert {registered_numbers.phones(form) for form in forms} == {(number,)}
