"""What a person takes along from the pages: an answer as a workbook, the record of a draw."""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import cli
from leads.inspection import FOLDER
from tests.browser.network_driver import settle, visit
from tests.running_app import running_app
from workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
QUESTION = """
MATCH (c:Company)-[:SUBMITTED]->(b:Bid)-[:FOR]->(l:Lot)
WITH l, count(b) AS bids, min(b.price) AS lowest, collect(DISTINCT c.name)[0..2] AS firms
RETURN l.name AS lot, l.key AS key, l.opened_at AS opened, bids, lowest, l.control_price AS ceiling,
  lowest / l.control_price AS share, bids > 5 AS many, l.no_such AS missing, firms
ORDER BY key LIMIT 40
"""
ROW = 35  # px; so high is a row of a table, and its row of titles


@pytest.fixture(scope="module")
def app(embedded_sample: Workspace) -> Iterator[str]:
    """The address of the running app."""
    with running_app(embedded_sample.folder) as address:
        yield address


def test_an_answer_is_taken_along_as_a_workbook_that_agrees_cell_by_cell(
    chromium: Browser, app: str, embedded_sample: Workspace, tmp_path: Path
) -> None:
    seen = visit(chromium, f"{app}/ask?cypher={quote(QUESTION)}")
    page = seen.page
    page.get_by_role("button", name="执行", exact=True).click()
    page.get_by_text("40 行").first.wait_for()
    settle(page)
    line = page.get_by_test_id("stDataFrame").last.locator("table tr").nth(1)
    line.wait_for(state="attached")  # for screen readers: the cells themselves are a picture
    shown = line.inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 XLSX").click()
    waiting.value.save_as(tmp_path / "answer.xlsx")

    answer = embedded_sample.ask(QUESTION)
    book = load_workbook(tmp_path / "answer.xlsx")
    titles, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert titles == answer.columns
    assert len(rows) == len(answer.rows) == 40
    for written, row in zip(rows, answer.rows, strict=True):
        *plain, firms = row
        assert isinstance(firms, list)
        assert written == (*plain, "、".join(map(str, firms)))
    asked = "\n".join(str(cell.value) for cell in book.worksheets[1]["A"])
    assert QUESTION.strip() in asked
    assert all(str(cell) in shown for cell in rows[0][:4])
    assert seen.outside == []
    assert seen.errors == []


def type_ratio(page: Page, percent: str, drawn: int) -> None:
    """Type the ratio of the chosen row; so many lots are drawn then, and the next row is chosen."""
    page.keyboard.press("Enter")
    field = page.locator("#portal input")
    field.fill(percent)
    field.press("Enter")
    page.get_by_text(f"按此将抽取 {drawn} 个标段").wait_for()
    settle(page)


def test_ratios_are_typed_lots_drawn_and_drawn_again_from_the_record(
    chromium: Browser,
    app: str,
    embedded_sample: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lots = defaultdict(list)
    for lot in embedded_sample.inspection_lots("class"):
        lots[lot.stratum].append(lot.key)
    one, other, *others = sorted(lots)
    percent = {one: "12.5", other: "100"} | dict.fromkeys(others, "0")
    wanted = {stratum: math.ceil(len(keys) * 0.05) for stratum, keys in lots.items()}
    seen = visit(chromium, f"{app}/inspection")
    page = seen.page
    grid = page.get_by_test_id("stDataFrame").first
    box = grid.bounding_box()
    assert box is not None
    grid.click(position={"x": box["width"] - 40, "y": ROW * 1.5})  # the first ratio
    for stratum in percent:
        wanted[stratum] = math.ceil(len(lots[stratum]) * float(percent[stratum]) / 100)
        type_ratio(page, percent[stratum], sum(wanted.values()))

    page.get_by_label("公布的种子").fill("2026134")
    page.get_by_label("种子出处（供他人查证）").fill("某彩票第2026134期（虚构）")
    page.get_by_label("种子出处（供他人查证）").press("Tab")
    settle(page)
    page.get_by_role("button", name="个标段中抽取").click()
    page.get_by_text("标段、人员完全一致").wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="保存抽取记录（JSON）").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)

    record = json.loads(file.read_text(encoding="utf-8"))
    drawn = {lot["key"] for lot in record["drawn"]}
    assert drawn == smallest_tickets("2026134", lots, wanted)
    monkeypatch.setenv("TENDERLENS_GRAPH", "embedded:")
    again = ["--workspace", str(embedded_sample.folder), "inspect", "verify", str(file)]
    done = CliRunner().invoke(cli.app, again)
    assert (done.exit_code, record["id"] in done.output) == (0, True), done.output
    (embedded_sample.folder / FOLDER / file.name).unlink()  # other tests share the sample
    assert seen.outside == []
    assert seen.errors == []


def smallest_tickets(seed: str, lots: dict[str, list[str]], wanted: dict[str, int]) -> set[str]:
    """The draw as the page tells everybody to repeat it: `sha256sum` and a sort."""

    def ticket(key: str) -> str:
        return hashlib.sha256(f"{seed}\nlot\n{key}".encode()).hexdigest()

    return {
        key for stratum, keys in lots.items() for key in sorted(keys, key=ticket)[: wanted[stratum]]
    }
