"""The report of a lead with little to say says so."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from evidence.matter import DossierRefused
from evidence.referral import referral
from evidence.report import report
from tests.contract.leads_world import RELEASE, bare_content


def texts(data: bytes) -> list[str]:
    document = docx.Document(BytesIO(data))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return [*(p.text for p in document.paragraphs), *cells]


def headed(document: Any, *styles: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name in styles]


def contents_of(document: Any) -> list[str]:
    lines = document.element.body.findall(f".//{qn('w:hyperlink')}")
    return ["".join(t.text for t in line.iter(qn("w:t"))).rstrip("0123456789") for line in lines]


def test_too_little_data_is_no_rating() -> None:
    lines = texts(report(bare_content()))

    assert "数据不足，不作评价。" in lines
    assert "留存" not in lines


def test_names_that_no_document_can_hold_do_not_stop_the_report() -> None:
    content = bare_content()
    odd = replace(
        content,
        matter=replace(content.matter, name="甲\x00公司 <&> #1"),
        release=replace(content.release, by="某#人"),
    )

    assert "甲�公司 <&> #1" in texts(report(odd))


def test_a_referral_has_its_sixteen_sections() -> None:
    document = docx.Document(BytesIO(referral(bare_content())))

    headings = headed(document, "Heading 1")

    numerals = [*"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六")]
    assert [heading.split("、")[0] for heading in headings] == numerals
    assert contents_of(document) == headings


def test_the_contents_name_every_heading_and_lead_to_it() -> None:
    document = docx.Document(BytesIO(report(bare_content())))
    headings = headed(document, "Heading 1", "Heading 2")
    lines = document.element.body.findall(f".//{qn('w:hyperlink')}")
    marks = {b.get(qn("w:name")) for b in document.element.body.iter(qn("w:bookmarkStart"))}

    assert contents_of(document) == headings
    assert {line.get(qn("w:anchor")) for line in lines} <= marks


def test_the_contents_have_their_pages_and_no_program_has_to_ask() -> None:
    document = docx.Document(BytesIO(report(bare_content())))
    lines = document.element.body.findall(f".//{qn('w:hyperlink')}")
    pages = [int([t.text for t in line.iter(qn("w:t"))][-1]) for line in lines]

    assert pages == sorted(pages)
    assert pages[0] == 3  # after the cover and the contents
    assert document.settings.element.find(qn("w:updateFields")) is None
    assert not any(mark.get(qn("w:dirty")) for mark in document.element.iter(qn("w:fldChar")))


def test_a_state_secret_is_never_marked() -> None:
    for mark in ("秘密", "机密★10年", "绝 密"):
        with pytest.raises(DossierRefused, match="定密"):
            replace(RELEASE, mark=mark)
    assert replace(RELEASE, mark="工作秘密").stated_mark == "工作秘密"
