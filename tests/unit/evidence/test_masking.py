"""Personal numbers are masked, other numbers are left alone."""

from __future__ import annotations

import pytest

from evidence.masking import masked, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("身份证11010519491231002X。", "身份证110105********002X。"),
        ("电话：13812345678，转 8", "电话：138****5678，转 8"),
        ("91350200776049653A", "91350200776049653A"),
        ("913502000728319549", "913502000728319549"),
        ("sha a13812345678b", "sha a13812345678b"),
        ("报价 113812345678 元", "报价 113812345678 元"),
    ],
)
def test_only_personal_numbers_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_control_characters_become_visible() -> None:
    assert printable("甲\x00乙\x0b\ud800丙\n丁\t戊") == "甲�乙��丙\n丁\t戊"
