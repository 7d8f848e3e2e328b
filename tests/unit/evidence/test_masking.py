"""Personal numbers are masked, other numbers are left alone."""

from __future__ import annotations

import pytest

from evidence.masking import masked, masked_search, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("身份证11010519491231002X。", "身份证110105********002X。"),
        ("电话：13812345678，转 8", "电话：138****5678，转 8"),
        ("身份证1101\u200b0519491231002X", "身份证110105********002X"),
        ("\u202e138\u206012345678\u202c", "138****5678"),
        ("+8613812345678", "+86138****5678"),
        ("138 1234 5678，ZB 138-2024-0011", "138****5678，ZB 138-2024-0011"),
        ("110105 19491231 002x", "110105********002x"),
        ("91350200776049653A", "91350200776049653A"),
        ("913502000728319549", "913502000728319549"),
        ("sha a13812345678b", "sha a13812345678b"),
        ("报价 113812345678 元", "报价 113812345678 元"),
    ],
)
def test_only_personal_numbers_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("6222 0202 0011 2233 445", "622****3445"),
        ("021-62345678", "021****5678"),
        ("62345678", "****5678"),
        ("11010519491231002X", "110105********002X"),
        ("913502000728319549", "913502000728319549"),
        ("E3801000001000001001001 2024", "E3801000001000001001001 2024"),
        ("青禾安立 2026-01-04", "青禾安立 ****0104"),
    ],
)
def test_a_search_keeps_no_long_number(text: str, shown: str) -> None:
    assert masked_search(text) == shown


def test_what_turns_or_hides_other_signs_is_left_out() -> None:
    assert printable("云江\u202e司公乙\u202c\u2066\u200b") == "云江司公乙"


def test_control_characters_become_visible() -> None:
    assert printable("甲\x00乙\x0b\ud800丙\n丁\t戊") == "甲�乙��丙\n丁\t戊"
