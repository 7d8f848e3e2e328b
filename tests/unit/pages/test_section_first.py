"""What tells the lots of a project apart is read where a narrow column would cut it."""

from __future__ import annotations

import pytest

from pages.components.words import section_first

WORK = "岚川市岚山隧道雨污分流工程施工"


@pytest.mark.parametrize(
    ("name", "section"),
    [
        (f"{WORK}（第1标段）", "第1标段"),
        (f"{WORK}(第 12 标段)", "第 12 标段"),
        (f"{WORK}二标段", "二标段"),
        (f"{WORK} 标段三", "标段三"),
        (f"{WORK}第2标段监理", "第2标段"),
        (f"{WORK}（A包）", "A包"),
        (f"{WORK}-包2", "包2"),
        (f"{WORK}（第3包）", "第3包"),
        (f"{WORK}SG-02标", "SG-02标"),
        ("Renewal of the river road, lot 2", "lot 2"),
    ],
)
def test_the_section_stands_before_a_name_that_would_be_cut(name: str, section: str) -> None:
    assert section_first(name, 12) == f"{section} · {name}"


@pytest.mark.parametrize(
    "name",
    [
        WORK,
        "河道路（第1标段）",
        "岚川市标准化厂房及配套设施新建工程",
        "岚川市软包装材料采购项目2025年",
    ],
)
def test_a_name_that_fits_or_has_no_section_stays_as_it_is(name: str) -> None:
    assert section_first(name, 12) == name


def test_the_section_is_the_last_that_is_named() -> None:
    assert section_first(f"{WORK}第一标段（第2包）", 12).startswith("第2包 · ")
