"""Own templates: words and parts go where their names stand; unknown names are refused."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from evidence.document import Document
from evidence.dossier import fields
from evidence.referral import blocks as referral_blocks
from evidence.report import blocks, new_document
from evidence.template import TemplateRefused, filled
from tests.contract.leads_world import bare_content
from tests.word_rules import broken_rules


def template(*paragraphs: str) -> Any:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def fill(document: Any) -> Any:
    content = bare_content()
    page: Document = new_document(content, "标题", base=saved(document))
    data = filled(page, fields(content, "标题"), blocks(content, ()))
    return docx.Document(BytesIO(data))


def test_words_and_parts_take_their_places() -> None:
    got = fill(template("关于 {{name}} 的 {{ title }}", "之前", "{{gaps}}", "之后"))

    texts = [p.text for p in got.paragraphs]
    assert texts[0] == "关于 云江新区中学施工一标段 的 标题"
    assert texts.index("之前") < texts.index("八、未能计算的指标及数据缺口") < texts.index("之后")
    assert len(got.tables) == 1
    assert broken_rules(saved(got)) == []


def test_a_name_split_over_runs_is_found() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("编号 {{nu", "mber", "}} 完"):
        paragraph.add_run(piece)

    assert fill(document).paragraphs[0].text == f"编号 {bare_content().number} 完"


def test_headers_and_tables_are_filled() -> None:
    document = template("正文")
    document.sections[0].header.paragraphs[0].text = "{{mark}}"
    document.add_table(1, 1).cell(0, 0).text = "{{recipient}}"

    got = fill(document)

    assert got.sections[0].header.paragraphs[0].text == "工作秘密·内部资料 注意保存"
    assert got.tables[0].cell(0, 0).text == "（未填写）"


def test_unknown_fields_are_named() -> None:
    with pytest.raises(TemplateRefused, match="no_such, 另一"):
        fill(template("{{no_such}} {{另一}} {{name}}"))


def test_a_part_inside_a_sentence_is_refused() -> None:
    with pytest.raises(TemplateRefused, match="gaps"):
        fill(template("见 {{gaps}}"))


def test_no_part_has_the_name_of_a_word() -> None:
    content = bare_content()
    words = set(fields(content, "标题"))

    assert words.isdisjoint(blocks(content, ()))
    assert words.isdisjoint(referral_blocks(content, ()))


def test_the_page_of_dossiers_names_every_word_and_part() -> None:
    content = bare_content()
    page = (Path(__file__).parents[3] / "docs" / "dossier.md").read_text(encoding="utf-8")

    told = {word for group in re.findall(r"`([a-z_\s]+)`", page) for word in group.split()}

    named = {*fields(content, "标题"), *blocks(content, ()), *referral_blocks(content, ())}
    assert named - told == set()
