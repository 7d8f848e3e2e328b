"""Which table a sheet is taken for, which header for which column, how surely, and why."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.errors import InputRefused
from loaders.profiles import Profile, load_profiles, read_profile, save_profile
from loaders.readers import OpenedFile, Sheet
from loaders.understanding import (
    ColumnMatch,
    Corrections,
    FileMapping,
    SheetMapping,
    check_corrections,
    profile_of,
    understand,
)

FIRMS = ("甲建设工程有限公司", "乙建设工程有限公司", "丙建设工程有限公司")
CODES = ("91350200776049653A", "91440101MA5CJQ4N59", "913502000728319549")


def opened(rows: Sequence[Sequence[str]], name: str = "表") -> OpenedFile:
    """A file of one sheet with these rows."""
    preview = tuple(list(row) for row in rows)
    sheet = Sheet(name, preview, lambda: iter([list(row) for row in rows]))
    return OpenedFile(Path("x"), "x.xlsx", "0" * 64, (sheet,))


def mapping(
    rows: Sequence[Sequence[str]],
    corrections: Corrections | None = None,
    profiles: Sequence[Profile] = (),
) -> SheetMapping:
    """What the one sheet is taken for."""
    return understand(opened(rows), corrections, profiles).sheets[0]


def columns(found: SheetMapping) -> dict[str, str]:
    """Header to column, for those that are loaded."""
    return {m.header: m.column for m in found.matches if m.used}


def match_of(found: SheetMapping, header: str) -> ColumnMatch:
    """What is said of one header."""
    return next(m for m in found.matches if m.header == header)


def test_the_header_is_found_below_titles() -> None:
    found = mapping(
        [
            ["某市开标记录"],
            ["日期：2024-05-06", "地点"],
            ["标段编号", "投标人名称", "投标报价"],
            ["L1", "甲", "1"],
        ]
    )

    assert (found.header.first, found.header.last) == (3, 3)


def test_a_header_of_two_rows_is_found() -> None:
    found = mapping(
        [
            ["标段编号", "投标人", "", "报价"],
            ["", "名称", "代码", "投标报价"],
            ["L1", "甲", "", "1"],
        ]
    )

    assert (found.header.first, found.header.last) == (1, 2)
    assert columns(found)["投标人›名称"] == "bidder_name"
    assert columns(found)["投标人›代码"] == "bidder_code"


def test_what_stands_above_the_header_holds_for_every_row() -> None:
    found = mapping([["标段编号：L1    时间：2024-05-06"], ["投标人名称", "投标报价"], ["甲", "1"]])

    assert found.readable
    assert found.header.stated == (("标段编号", "L1"),)


def test_a_score_says_how_many_values_can_be_read() -> None:
    found = mapping([["标段编号", "投标人名称", "投标报价"], ["L1", "甲", "1"], ["L1", "乙", "?!"]])

    assert match_of(found, "投标人名称").score == 1.0
    assert match_of(found, "投标报价").score == 0.75
    assert "2 个值中有 1 个可识别" in match_of(found, "投标报价").reason


def test_a_required_column_is_found_by_its_content() -> None:
    rows = [["标段编号", "参标方", "投标报价"], *(["L1", firm, "1"] for firm in FIRMS)]

    found = mapping(rows)

    assert found.readable
    assert match_of(found, "参标方").column == "bidder_name"
    assert "3 个值中有 3 个是单位名称" in match_of(found, "参标方").reason


def test_a_header_that_says_something_else_is_only_proposed() -> None:
    rows = [["标段编号", "投标人名称", "机构"], *zip("LLL", FIRMS, CODES, strict=True)]

    found = match_of(mapping(rows), "机构")

    assert (found.column, found.used) == ("bidder_code", False)


def test_a_column_without_a_header_is_read_by_its_check_digits() -> None:
    rows = [["标段编号", "投标人名称", ""], *zip("LLL", FIRMS, CODES, strict=True)]

    assert columns(mapping(rows))["列C"] == "bidder_code"


EXCHANGED = (
    ("企业名称", "统一社会信用代码", FIRMS, CODES),
    ("联系人", "联系电话", ("张三", "李四", "王五"), ("13800138001", "0592-5551234", "5551235")),
    ("投标人名称", "投标报价", FIRMS, ("1234567.89", "200万元", "1,300,000")),
    ("投标人名称", "项目负责人", FIRMS, ("张三", "欧阳四", "王五")),
    ("投标报价", "联系电话", ("1234567.89", "2000000.1", "9.5"), ("13800138001",) * 3),
    ("项目负责人", "项目负责人身份证号", ("张三", "李四", "王五"), ("11010519491231002X",) * 3),
)


@pytest.mark.parametrize(("one", "two", "ones", "twos"), EXCHANGED)
def test_headers_that_the_contents_contradict_are_named_and_can_be_put_right(
    one: str, two: str, ones: Sequence[str], twos: Sequence[str]
) -> None:
    rest = ["标段编号", "投标人名称"] if "企业" not in one else ["企业名称"]
    more = [name for name in rest if name not in (one, two)]
    filled = {"标段编号": "L1", "投标人名称": FIRMS[0], "企业名称": FIRMS[0]}
    right = [[a, b, *(filled[name] for name in more)] for a, b in zip(ones, twos, strict=True)]
    wrong = [[b, a, *cells] for a, b, *cells in right]
    header = [one, two, *more]

    assert mapping([header, *right]).exchanged == ()
    found = mapping([header, *wrong])
    (pair,) = found.exchanged
    assert {pair.one, pair.two} == {one, two}
    assert match_of(found, one).score == match_of(found, two).score == 0
    put_right = Corrections(columns={pair.one: pair.two_column, pair.two: pair.one_column})
    believed = Corrections(columns={pair.one: pair.one_column, pair.two: pair.two_column})
    assert mapping([header, *wrong], put_right).exchanged == ()
    assert mapping([header, *wrong], believed).exchanged == ()


def test_poor_cells_do_not_make_columns_exchanged() -> None:
    rows = [
        ["L1", "甲", "详见附件", "8888", "3501****1234"],
        ["L2", "甲001", "费率", "张三 139", "无"],
        ["L3", "甲乙", "12.5", "李", "95588"],
    ]

    found = mapping([["标段编号", "投标人名称", "投标报价", "联系人", "联系电话"], *rows])

    assert found.exchanged == ()


def test_totals_are_no_values() -> None:
    found = mapping([["标段编号", "投标人名称", "投标报价"], ["L1", "甲", "1"], ["合 计", "", "x"]])

    assert match_of(found, "投标报价").score == 1.0


def test_samples_are_masked() -> None:
    rows = [
        ["标段编号", "投标人名称", "联系电话", "其他"],
        ["L1", "甲", "13800138000", "11010519491231002X"],
    ]

    found = mapping(rows)

    assert match_of(found, "联系电话").samples == ("138****8000",)
    assert "19491231" not in "".join(match_of(found, "其他").samples)


def test_a_person_corrects_a_column_and_takes_another_out() -> None:
    said = Corrections(columns={"出价": "投标报价", "联系人": ""})
    rows = [["标段编号", "投标人名称", "出价", "联系人"], ["L1", "甲", "1", "王五"]]

    found = columns(mapping(rows, said))

    assert found == {"标段编号": "lot", "投标人名称": "bidder_name", "出价": "price"}


def test_a_person_says_what_every_row_has() -> None:
    said = Corrections(stated={"lot": "L7"}, table="bids")

    assert mapping([["投标人名称", "投标报价"], ["甲", "1"]], said).readable


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Corrections(columns={"没有": "price"}), "没有"),
        (Corrections(columns={"投标报价": "prise"}), "prise"),
        (Corrections(stated={"lott": "1"}), "lott"),
    ],
)
def test_a_correction_that_fits_nothing_is_refused(said: Corrections, words: str) -> None:
    rows = [["标段编号", "投标人名称", "投标报价"], ["L1", "甲", "1"]]
    found = understand(opened(rows), said)

    with pytest.raises(InputRefused, match=words):
        check_corrections(said, [found])


def test_an_unknown_sheet_profile_or_table_is_refused() -> None:
    file = opened([["标段编号", "投标人名称"], ["L1", "甲"]])
    for said in ({"sheets": ("没有",)}, {"profile": "没有"}):
        with pytest.raises(InputRefused, match="没有"):
            understand(file, Corrections(**said))
    with pytest.raises(InputRefused, match="companies"):
        Corrections(table="没有")


# Profiles


ROWS = [["标段编号", "投标人名称", "出价", "备 注"], ["L1", "甲", "1", ""]]


def kept(tmp_path: Path) -> tuple[Profile, ...]:
    """A profile in which a person said what 出价 is."""
    said = Corrections(columns={"出价": "price"}, table="bids")
    found: FileMapping = understand(opened(ROWS), said)
    save_profile(profile_of([found], "省平台"), tmp_path)
    return load_profiles(tmp_path)


def test_a_later_file_of_the_same_shape_is_read_by_the_profile(tmp_path: Path) -> None:
    profiles = kept(tmp_path)
    later = [["第二页"], [ROWS[0][2], "备注", ROWS[0][0], ROWS[0][1]], ["2", "", "L2", "乙"]]

    found = mapping(later, profiles=profiles)

    assert found.profile == "省平台"
    assert columns(found)["出价"] == "price"


def test_a_file_of_another_shape_is_read_by_the_profile_only_if_told_so(tmp_path: Path) -> None:
    profiles = kept(tmp_path)
    other = [["标段编号", "投标人名称", "出价"], ["L1", "甲", "1"]]

    assert "出价" not in columns(mapping(other, profiles=profiles))
    named = mapping(other, Corrections(profile="省平台"), profiles)
    assert columns(named)["出价"] == "price"


def test_a_profile_is_small_and_readable(tmp_path: Path) -> None:
    kept(tmp_path)

    text = (tmp_path / "省平台.toml").read_text(encoding="utf-8")

    assert text.startswith('table = "bids"\n\n[columns]\n"标段编号" = "lot"\n')


@pytest.mark.parametrize(
    "text", ["table = ", 'tabel = "bids"', "table = 1", 'table = "b"\ncolumns = 1']
)
def test_a_profile_that_was_spoiled_is_refused_by_name(text: str) -> None:
    with pytest.raises(InputRefused, match="省平台"):
        read_profile(text, "省平台")


@pytest.mark.parametrize("name", ["", "../x", "a/b", "x" * 65, ".x"])
def test_a_profile_needs_a_plain_name(name: str) -> None:
    with pytest.raises(InputRefused):
        Profile(name, "bids")
