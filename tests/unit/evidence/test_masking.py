"""Personal numbers are masked, other numbers are left alone."""

from __future__ import annotations

import pytest

from evidence.masking import masked, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("身份证11010519491231002X。", "身份证110105********002X。"),
        ("电话：13812345678，转 8", "电话：138****5678，转 8"),
        ("身份证1101\u200b0519491231002X", "身份证110105********002X"),
        ("\u202e138\u206012345678\u202c", "138****5678"),
        ("91350200776049653A", "91350200776049653A"),
        ("913502000728319549", "913502000728319549"),
        ("sha a13812345678b", "sha a13812345678b"),
        ("报价 113812345678 元", "报价 113812345678 元"),
    ],
)
def test_only_personal_numbers_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_what_turns_or_hides_other_signs_is_left_out() -> None:
    assert printable("云江\u202e司公乙\u202c\u2066\u200b") == "云江司公乙"


def test_control_characters_become_visible() -> None:
    assert printable("甲\x00乙\x0b\ud800丙\n丁\t戊") == "甲�乙��丙\n丁\t戊"
