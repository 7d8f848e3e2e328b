"""Bid files give their text and metadata, or one sentence why not; nothing they hold is trusted."""

from __future__ import annotations

import contextlib
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
import xlsxwriter
from pypdf import PdfReader, PdfWriter

from graph.document_texts import DocumentText, Passage, PricedLine, TextDamaged, TextStore
from graph.engine import GraphEngine
from loaders import office_files
from loaders.document_files import read_document
from loaders.load import Origin, load_files
from loaders.office_files import Unreadable
from loaders.problems import Complaint
from loaders.understanding import Corrections
from tests.unit.loaders.bid_files import W, bill, docx, pdf, zipped


def test_a_word_document_gives_paragraphs_metadata_and_revision_marks(tmp_path: Path) -> None:
    found = read_document(
        docx(
            tmp_path / "a.docx",
            ["第一章 概述", "", "第二章"],
            editor="某甲",
            created="2024-05-01T12:11:00Z",
            revisions=["00A1", "00A2"],
        )
    )

    assert found.text.passages == (Passage("第1段", "第一章 概述"), Passage("第3段", "第二章"))
    assert found.text.revisions == ("00A1", "00A2")
    assert found.properties == {
        "last_modified_by": "某甲",
        "created_at": "2024-05-01T20:11:00",
        "characters": 9,
        "pictures": 0,
    }


def test_a_pdf_gives_pages_and_metadata(tmp_path: Path) -> None:
    found = read_document(pdf(tmp_path / "a.pdf", ["first page", "second"], author="zhang"))

    assert found.text.passages == (Passage("第1页", "first page"), Passage("第2页", "second"))
    assert found.properties["author"] == "zhang"
    assert found.properties["pages"] == 2
    assert found.properties["created_at"] == "2024-05-01T20:11:00"


def test_a_workbook_gives_rows_and_priced_lines(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("清单")
        sheet.write_row(0, 0, ["项目编码", "项目名称", "综合单价"])
        sheet.write_row(1, 0, ["010101001001", "平整场地", 3.14])

    found = read_document(tmp_path / "a.xlsx")

    assert found.text.lines == (PricedLine("010101001001", "平整场地", 3.14),)
    assert found.text.passages[1] == Passage("清单 第2行", "010101001001 平整场地 3.14")


def test_a_pricing_file_gives_its_lines(tmp_path: Path) -> None:
    found = read_document(bill(tmp_path / "a.xml", {"010101": 12.5, "010102": 0}))

    assert found.text.lines == (PricedLine("010101", "砌筑010101", 12.5),)


def test_entities_are_refused_not_expanded(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a><b>&x;</b></a>', "utf-8"
    )

    with pytest.raises(Unreadable) as refused:
        read_document(file)

    assert refused.value.complaint == office_files.ENTITIES


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_files, "RATIO_FROM", 1 << 20)

    with pytest.raises(Unreadable) as refused:
        read_document(zipped(tmp_path / "a.docx", {"word/document.xml": "0" * (4 << 20)}))

    assert refused.value.complaint == office_files.SWOLLEN


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf", "a.xml"])
@pytest.mark.parametrize("content", [b"not what it says", b"PK\x03\x04broken"])
def test_damaged_files_are_said_to_be(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(Unreadable) as refused:
        read_document(tmp_path / name)

    assert refused.value.complaint.rule == office_files.DAMAGED.rule


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"", office_files.EMPTY),
        ("a.pdf", b"", office_files.EMPTY),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, office_files.OLD),
    ],
)
def test_empty_and_old_files_are_said_to_be(
    tmp_path: Path, name: str, content: bytes, said: Complaint
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(Unreadable) as refused:
        read_document(tmp_path / name)

    assert refused.value.complaint == said


def test_files_with_a_password_are_said_to_be(tmp_path: Path) -> None:
    stream = "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + stream)
    writer = PdfWriter(clone_from=PdfReader(pdf(tmp_path / "open.pdf", ["secret"])))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")

    for name in ("a.docx", "a.pdf"):
        with pytest.raises(Unreadable) as refused:
            read_document(tmp_path / name)
        assert refused.value.complaint == office_files.LOCKED


def test_texts_come_back_as_they_were_kept_and_damage_is_said(tmp_path: Path) -> None:
    store = TextStore(tmp_path)
    text = DocumentText((Passage("第1页", "投标函"),), (PricedLine("01", "土方", 1.5),), ("A",))

    store.keep("ab12", text)

    assert store.find("ab12") == text
    assert store.find("ab13") is None
    (tmp_path / "ab" / "ab12.json.gz").write_bytes(b"no")
    with pytest.raises(TextDamaged, match=r"cannot be read|无法读取"):
        store.find("ab12")


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pdf", ".xml"])
def test_whatever_is_broken_in_a_file_it_is_read_or_said_to_be_unreadable(
    tmp_path: Path, suffix: str
) -> None:
    chance = random.Random(suffix)
    whole = made(tmp_path / f"whole{suffix}").read_bytes()
    file = tmp_path / f"a{suffix}"
    for _ in range(60):
        broken = bytearray(whole[: chance.randrange(len(whole) // 2, len(whole))])
        for _ in range(chance.randrange(12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        file.write_bytes(broken if chance.random() < 0.5 else broken + whole[len(broken) :])
        with contextlib.suppress(Unreadable):
            read_document(file)


def test_a_dry_run_asks_no_graph_and_says_nothing_of_bidders(tmp_path: Path) -> None:
    docx(tmp_path / "T1" / "青石建设有限公司" / "技术标.docx", ["第一章"])

    report = load_files(
        [tmp_path],
        cast(GraphEngine, None),
        identity_key=b"k" * 32,
        origin=Origin("clerk", datetime(2026, 1, 2, tzinfo=UTC)),
        corrections=Corrections(table="documents"),
        dry_run=True,
    )

    assert report.problems == ()
    assert report.files[0].loaded == 1


def made(file: Path) -> Path:
    if file.suffix == ".docx":
        return docx(file, ["第一章 概述", "第二章"], editor="某甲", revisions=["00A1"])
    if file.suffix == ".pdf":
        return pdf(file, ["first page", "second"], author="zhang")
    if file.suffix == ".xml":
        return bill(file, {"010101": 12.5})
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("清单").write_row(0, 0, ["项目编码", "项目名称", "综合单价"])
    return file


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("GB2312", "gb18030"),
        ("GBK", "gb18030"),
        ("", "gb18030"),
        ("", "utf-8"),
        ("GBK", "utf-8-sig"),
        ("UTF-8", "utf-8"),
        ("UTF-16", "utf-16"),
    ],
)
def test_a_pricing_file_is_read_whatever_encoding_it_names(
    tmp_path: Path, declared: str, written: str
) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    line = '<清单 项目编码="01" 项目名称="㐂字井㎡" 综合单价="9"/>'
    (tmp_path / "a.xml").write_bytes(f"{head}<工程>{line}</工程>".encode(written))

    found = read_document(tmp_path / "a.xml")

    assert found.text.lines == (PricedLine("01", "㐂字井㎡", 9.0),)


def test_what_a_tracked_change_deleted_is_read_apart(tmp_path: Path) -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>新稿</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>某公司旧稿</w:delText></w:r></w:del></w:p>"
    )
    part = f"<w:document {W}><w:body>{body}</w:body></w:document>"

    found = read_document(zipped(tmp_path / "a.docx", {"word/document.xml": part}))

    assert found.text.passages == (
        Passage("第1段", "新稿"),
        Passage("第1段（修订中删除）", "某公司旧稿"),
    )
