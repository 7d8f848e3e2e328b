"""Which files are loaded, as which tables, in which order; and what is refused before any write."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from graph.errors import InputRefused
from loaders.identifiers import KeyedHash
from loaders.inputs import found_files, open_inputs
from loaders.load import LoadReport, Origin, Progress, load_files
from loaders.understanding import Corrections

HASHED = KeyedHash(b"k" * 32)
BIDS = "标段编号,投标人名称,投标报价\nL1,甲公司,100\n,乙公司,1\nL3,丙公司,面议\n"
COMPANIES = "企业名称,法定代表人,登记状态\n甲公司,张三,存续\n"


def dry(path: Path, **options: Any) -> LoadReport:
    """Read and check; no engine is needed for that."""
    nothing: Any = None
    at = datetime(2024, 1, 1, tzinfo=UTC)
    return load_files(
        [path],
        nothing,
        identity_key=b"k" * 32,
        origin=Origin("test", at),
        dry_run=True,
        **options,
    )


def test_a_folder_is_walked_and_what_describes_comes_first(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.csv").write_text(BIDS, encoding="utf-8")
    (tmp_path / "inner" / "b.csv").write_text(COMPANIES, encoding="utf-8")
    for name in (
        "README.md",
        "planted.yaml",
        ".hidden.csv",
        "~$a.xlsx",
        "generate.py",
        "readme.txt",
    ):
        (tmp_path / name).write_text("x", encoding="utf-8")

    assert [f.name for f in found_files([tmp_path], tmp_path)] == ["a.csv", "inner/b.csv"]
    assert [i.table for i in open_inputs([tmp_path], hashed=HASHED, scratch=tmp_path)] == [
        "companies",
        "bids",
    ]


def test_every_row_is_loaded_or_rejected(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(BIDS + "合计,,101\n", encoding="utf-8")

    (report,) = dry(path).files

    assert (report.rows, report.loaded, report.rejected, report.warned) == (3, 2, 1, 1)
    assert report.left_out == 1
    assert [p.source.row for p in report.problems] == [3, 4]
    assert report.batch == report.sha256[:12]


def test_progress_counts_rows(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(BIDS, encoding="utf-8")
    seen: list[Progress] = []

    dry(path, progress=seen.append)

    assert seen == [Progress("bids.csv", "bids", 3, 3)] * 2  # the second: read to its end


def test_sheets_that_are_no_table_are_named_and_hidden_ones_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("说明").write_string(0, 0, "填表说明")
        for name in ("投标", "草稿"):
            sheet = book.add_worksheet(name)
            for number, line in enumerate(BIDS.splitlines()):
                sheet.write_row(number, 0, line.split(","))
        sheet.hide()

    (report,) = dry(path).files

    assert [p.source.sheet for p in report.problems if p.source.row == 0] == ["说明", "草稿"]
    assert report.rows == 6


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("bids.csv", "标段编号,投标报价,联系人,排名\nL1,1,甲,1\n", ("投标", "bids", "投标人名称")),
        ("other.csv", "品名,单价\n砖,1\n", ("无法", "表头")),
        ("other.pdf", "x", (".pdf",)),
        ("a.json", '{"name": "package", "version": "1.0"}', ("OCDS",)),
        ("a.json", '{"releases": [{"ocid": "a"}', ("JSON",)),
        ("a.json", "", ("空",)),
    ],
)
def test_what_cannot_be_loaded_is_refused_by_name(
    tmp_path: Path, name: str, text: str, words: tuple[str, ...]
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputRefused) as refusal:
        dry(path)

    assert str(refusal.value).startswith(name)
    for word in words:
        assert word in str(refusal.value)


def test_an_unknown_table_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="companies"):
        dry(tmp_path, corrections=Corrections(table="nothing"))


def test_a_named_table_must_have_its_required_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(COMPANIES, encoding="utf-8")

    with pytest.raises(InputRefused, match="标段编号"):
        dry(path, corrections=Corrections(table="bids"))


def test_an_empty_folder_and_a_missing_path_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="文件夹"):
        dry(tmp_path)
    with pytest.raises(InputRefused, match="不存在"):
        dry(tmp_path / "none.csv")


def test_a_quotation_mark_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text(BIDS + 'L4,"' + "丁" * 200_000, encoding="utf-8")

    with pytest.raises(InputRefused, match="引号"):
        dry(path)


def test_a_file_with_exchanged_headers_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "标段编号,投标人名称,联系人,联系电话\n"
        "L1,甲建设有限公司,13800138001,张三\nL1,乙建设有限公司,13800138002,李四\n",
        encoding="utf-8",
    )

    with pytest.raises(InputRefused, match="--map 联系人=phones --map 联系电话=contact"):
        dry(tmp_path / "a.csv")

    said = Corrections(columns={"联系人": "phones", "联系电话": "contact"})
    assert dry(tmp_path / "a.csv", corrections=said).clean
