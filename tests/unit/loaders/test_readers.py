"""Files as they really come: encodings, delimiters, titles, merged cells, and what is no table."""

import codecs
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from graph.errors import InputRefused
from loaders.opening import open_table
from loaders.readers import DataRows, Reading, Row, header_at, refused
from loaders.understanding import understand
from loaders.workbook_child import cell_text

TEXT = "标段编号,投标人名称,投标报价\nL1,甲公司,100\nL2,乙公司,200\n"


def rows_of(path: Path) -> list[Row]:
    """The data rows of the first sheet."""
    return list(data_of(path))


def data_of(path: Path) -> DataRows:
    """The data rows of the first sheet, which count what they leave out."""
    opened = open_table(path, path.name)
    return DataRows(opened, opened.sheets[0], understand(opened).sheets[0].header)


def book(
    path: Path, rows: list[list[object]], *, merge: tuple[int, int, int, int] | None = None
) -> Path:
    """A workbook with these rows."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("表")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if merge is not None:
            sheet.merge_range(*merge, rows[merge[0]][merge[1]])
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "bids.csv"
    path.write_bytes(TEXT.encode(encoding))

    assert [row.cells["投标人名称"] for row in rows_of(path)] == ["甲公司", "乙公司"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(TEXT.replace(",", delimiter), encoding="utf-8")

    assert rows_of(path)[1].cells == {"标段编号": "L2", "投标人名称": "乙公司", "投标报价": "200"}


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(
        "开标记录表,,\n\n" + TEXT + "\n,,\nL3,丙公司,300\n合计,,600\n", encoding="utf-8"
    )
    rows = data_of(path)

    assert [(row.source.row, row.cells["标段编号"]) for row in rows] == [
        (4, "L1"),
        (5, "L2"),
        (8, "L3"),
    ]
    assert rows.left_out == 1


def test_a_repeated_header_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(TEXT + TEXT, encoding="utf-8")

    assert [row.source.row for row in rows_of(path)] == [2, 3, 5, 6]


def test_cells_beyond_the_header_are_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text("标段编号,投标人名称,投标报价\nL1,甲公司,1,234\n", encoding="utf-8")

    assert rows_of(path)[0].surplus == "234"


def test_a_header_below_a_title_in_a_workbook(tmp_path: Path) -> None:
    path = book(
        tmp_path / "bids.xlsx",
        [
            ["某项目开标记录"],
            [],
            ["标段编号", "投标人名称", "投标报价（万元）"],
            ["L1", "甲公司", 12.5],
        ],
    )

    row = rows_of(path)[0]

    assert (row.source.sheet, row.source.row) == ("表", 4)
    assert row.cells == {"标段编号": "L1", "投标人名称": "甲公司", "投标报价（万元）": "12.5"}


def test_cells_merged_over_rows_count_for_each_row(tmp_path: Path) -> None:
    path = book(
        tmp_path / "bids.xlsx",
        [["标段编号", "投标人名称", "投标报价"], ["L1", "甲公司", 1], ["", "乙公司", 2]],
        merge=(1, 0, 2, 0),
    )

    assert [row.cells["标段编号"] for row in rows_of(path)] == ["L1", "L1"]


def test_a_header_of_two_rows_is_read_as_one() -> None:
    rows = [["投标人", "", "报价"], ["名称", "代码", ""]]

    assert header_at(rows, 1, 2).names == ("投标人›名称", "投标人›代码", "报价")


def test_two_columns_of_one_name_are_told_apart() -> None:
    assert header_at([["姓名", "职务", "姓名"]], 1, 1).names == ("姓名", "职务", "姓名 #2")


def test_numbers_keep_their_digits_or_show_that_they_lost_some() -> None:
    assert cell_text(13800138000.0) == "13800138000"
    assert cell_text(0.35) == "0.35"
    assert "e+" in cell_text(110105194912310000.0)


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.csv", b"", "空"),
        ("a.csv", codecs.BOM_UTF8 + b"\n", "空"),
        ("a.xlsx", b"<html><table></table></html>", "网页"),
        ("a.xls", b"\r\n<!DOCTYPE html>", "网页"),
        ("a.xlsx", TEXT.encode(), "不是工作簿"),
        ("a.xlsx", b"PK\x03\x04broken", "损坏"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(600)
            + "EncryptedPackage".encode("utf-16-le"),
            "密码",
        ),
        ("a.csv", b"PK\x03\x04\x14\x00", "工作簿"),
        ("a.csv", b"\x81\x20\xff\xff", "UTF-8"),
    ],
)
def test_what_is_no_table_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes, rule: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(InputRefused, match=rule) as refusal:
        open_table(path, name)

    assert str(refusal.value).startswith(f"{name}: ")


def test_a_refusal_is_short_whatever_the_library_says() -> None:
    assert (
        len(str(refused("a.zip", "The file is damaged ({why}).", "Remedy.", why="x" * 9_999))) < 400
    )


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        open_table(tmp_path / "none.csv", "none.csv")


def test_the_encoding_and_the_delimiter_can_be_stated(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_bytes(TEXT.replace(",", "^").encode("gb18030"))

    opened = open_table(path, path.name, Reading("gbk", "^"))

    assert (opened.encoding, opened.delimiter) == ("gb18030", "^")
    assert opened.sheets[0].preview[1] == ["L1", "甲公司", "100"]


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading("klingon"), "klingon"),
        (Reading("ascii"), "ascii"),
        (Reading(delimiter="--"), "--"),
    ],
)
def test_a_statement_that_does_not_fit_is_refused(
    tmp_path: Path, reading: Reading, words: str
) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(TEXT, encoding="utf-8")

    with pytest.raises(InputRefused, match=words):
        open_table(path, path.name, reading)


def test_a_row_of_another_encoding_is_rejected_alone(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    good = "".join(f"L{n},某某建设工程有限公司,1\n" for n in range(50))
    path.write_bytes(TEXT.encode() + "L9,丁公司,3\n".encode("gb18030") + good.encode())

    rows = rows_of(path)

    assert [row.source.row for row in rows if row.broken] == [4]
    assert len(rows) == 53
    assert rows[2].cells["标段编号"] == "L9"


@pytest.mark.parametrize(("first", "then"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_files_joined_in_two_encodings_are_refused_by_line(
    tmp_path: Path, first: str, then: str
) -> None:
    path = tmp_path / "bids.csv"
    more = "".join(f"L{n},某某建设工程有限公司,1\n" for n in range(9))
    path.write_bytes((TEXT + more).encode(first) + more.encode(then))

    with pytest.raises(InputRefused, match=r"bids\.csv.*第 13 行"):
        rows_of(path)


def test_a_cell_without_end_is_refused_in_one_language(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(f"{TEXT}L3,{'丙' * 140_000},1\n", encoding="utf-8")

    with pytest.raises(InputRefused, match=r"第 4 行.*131072") as refusal:
        rows_of(path)
    assert "field" not in str(refusal.value)


def test_a_quotation_mark_that_swallows_rows_costs_that_row_alone(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(
        TEXT + 'L3,"丙公司,1\nL4,丁公司,1\nL5,戊公司","1"\nL6,己公司,1\n', encoding="utf-8"
    )

    rows = rows_of(path)

    assert [row.broken for row in rows] == [False, False, True, False]
    assert rows[2].complaint is not None
    assert "3 行" in rows[2].complaint.said()[0]


def test_a_row_with_fewer_cells_than_the_others_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(TEXT + "".join(f"L{n},丙,1\n" for n in range(9)) + "L9,丁\n", encoding="utf-8")

    assert [row.source.row for row in rows_of(path) if row.complaint] == [13]


@pytest.mark.parametrize(
    "text",
    [
        "合 计",
        "总计：",
        "平均分",
        "去掉最高最低后平均",
        "注：含税",
        "制表人：甲",
        "监标人：",
        "唱标人：甲",
        "核对人员签字：",
        "招标人代表：",
        "招标人（盖章）：",
        "采购人：某某局",
        "采购人代表（签字或盖章）：",
        "招标代理机构：",
        "代理机构负责人签字：",
        "(以下无正文）",
    ],
)
def test_totals_and_notes_are_no_data(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(f"{TEXT}{text},,300\n", encoding="utf-8")

    assert len(rows_of(path)) == 2


@pytest.mark.parametrize(
    "name",
    [
        "合计工程有限公司",
        "注册会计师事务所",
        "总计设备厂",
        "共享科技公司",
        "招标代理机构联合会",
        "采购人才网络公司",
    ],
)
def test_a_name_that_begins_like_a_total_is_data(tmp_path: Path, name: str) -> None:
    path = tmp_path / "firms.csv"
    path.write_text(f"企业名称,法定代表人\n{name},张三\n", encoding="utf-8")

    assert rows_of(path)[0].cells["企业名称"] == name


@pytest.mark.parametrize("name", ["bids.jsonl", "bids.json"])
def test_objects_are_rows_and_their_keys_headers(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    lines = [
        '{"标段编号": "L1", "投标人": {"名称": "甲公司", "代码": null}, "投标报价": 100.0}',
        '{"标段编号": "L2", "投标人": {"名称": "乙\\ud800公司"}, "联系电话": ["1", "2"]}',
    ]
    text = "\n\n".join(lines) if name.endswith("l") else f"[{','.join(lines)}]"
    path.write_text(text, encoding="utf-8")

    rows = rows_of(path)

    assert [row.source.row for row in rows] == ([1, 3] if name.endswith("l") else [1, 2])
    assert rows[0].cells["投标报价"] == "100"
    assert rows[1].cells["投标人›名称"] == "乙\ufffd公司"
    assert rows[1].cells["联系电话"] == "1、2"


def test_a_broken_line_of_json_is_rejected_alone(tmp_path: Path) -> None:
    path = tmp_path / "bids.jsonl"
    line = '{"标段编号": "L1", "投标人名称": "甲", "投标报价": 1}\n'
    path.write_text(f"{line}{{broken\n{line}", encoding="utf-8")

    assert [row.broken for row in rows_of(path)] == [False, True, False]


def test_a_stray_text_beside_a_merged_cell_stays_where_it_is(tmp_path: Path) -> None:
    path = book(
        tmp_path / "bids.xlsx",
        [
            ["标段编号", "投标人名称", "投标报价"],
            ["L1", "甲公司", 1],
            ["", "乙公司", 2],
            ["L2", "丙", 3],
        ],
        merge=(1, 0, 2, 0),
    )

    assert [row.cells["标段编号"] for row in rows_of(path)] == ["L1", "L1", "L2"]


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:body><office:spreadsheet><table:table table:name="S">
<table:table-row><table:table-cell office:value-type="string"><text:p>投标报价</text:p
></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string" office:string-value=""
 calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


MANIFEST = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_what_a_failed_formula_shows_is_not_lost(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"b{suffix}"
    if suffix == ".ods":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", MANIFEST)
            archive.writestr("content.xml", ODS)
    else:
        with xlsxwriter.Workbook(file) as book:
            sheet = book.add_worksheet()
            sheet.write(0, 0, "投标报价")
            sheet.write_formula(1, 0, "=VLOOKUP(1,C:D,2,0)", None, "#N/A")

    (sheet,) = open_table(file, file.name).sheets

    assert list(sheet.rows()) == [["投标报价"], ["#N/A"]]
