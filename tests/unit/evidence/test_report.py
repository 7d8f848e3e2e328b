"""The report of a lead with little to say says so."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx

from evidence.report import report
from tests.contract.leads_world import bare_content


def texts(data: bytes) -> list[str]:
    document = docx.Document(BytesIO(data))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return [*(p.text for p in document.paragraphs), *cells]


def test_too_little_data_is_no_rating() -> None:
    lines = texts(report(bare_content()))

    assert "数据不足，不作评价。" in lines
    assert "留存" not in lines


def test_names_that_no_document_can_hold_do_not_stop_the_report() -> None:
    content = bare_content()
    odd = replace(
        content, lead=replace(content.lead, name="甲\x00公司 <&> #1"), prepared_by="某#人"
    )

    assert "甲�公司 <&> #1" in texts(report(odd))
