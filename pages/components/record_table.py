"""Rows of the graph as a table: named columns, amounts in 10,000 yuan, a click opens the party.

A tick shows where a row was read.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from evidence.audit import Action
from graph.records import Cell, NodeKey, Table
from leads.trays import TrayItem
from loaders.problems import neutralised
from messages import t
from pages.components.export import offer
from pages.components.frame import PAGES
from pages.components.hand import OPENS, chosen_cell
from pages.components.picked import sign_of
from pages.components.sign_in import left_to_others
from pages.components.source_table import source_table
from pages.components.tray import lay_aside_rows
from pages.components.words import relation_name, section_first, step_name, titled, value_name
from queries.describe import WAN, money, signal_title
from queries.words import property_name
from workspace import Workspace

COLUMNS = {
    "lot": "Lot",
    "company": "Company",
    "buyer": "Buyer",
    "agency": "Agency",
    "other": "Other company",
    "winner": "Winner",
    "loser": "Loser",
    "about": "Concerns",
    "filed_by": "Filed by",
    "relation": "Relation",
    "joint": "Joint lots",
    "size": "Members",
    "members": "Members in the lot",
    "bids": "Bids",
    "firms": "Number of firms",
    "lots": "Lots",
    "wins": "Wins",
    "own_wins": "Won by this firm",
    "other_wins": "Won by the other",
    "own": "Points given",
    "mean": "Mean of the panel",
    "above": "Above the panel",
    "day": "Done on",
    "step": "Step",
    "rule": "Time limit",
    "part": "Part",
    "limit_days": "Days allowed",
    "control_price": "Control price",
    "price": "Price of the bid",
    "amount": "Sum of money",
    "least_share": "Smallest share on the chain",
    "rank_score": "Order among rings",
    "signal": "Signal",
    "said": "What the records show",
    "grade": "Grade",
    "smoke": "Smoke index",
    "overdue": "Time limits missed or open",
}
MONEY = frozenset({"price", "control_price", "amount"})
SHARES = frozenset({"share", "least_share", "jaccard", "lean", "rate"})
SOURCES = "sources"
UNSHOWN = frozenset({"key", "currency", SOURCES})
DAYS = frozenset({"opened_at", "at"})
WIDTHS = {
    "lot": 250,
    "said": 480,
    "name": 230,
    "about": 210,
    "signal": 150,
    "due": 100,
    "day": 100,
    "opened_at": 126,
    "at": 126,
}  # px
LOTS = ("lot", "name", "about")  # columns in which a lot may be named
ROWS_SHOWN, ROW = 14, 35  # rows, px
LINE, TWO_LINES, FOUR_LINES = 21, 64, 104  # px: text wraps from 4 rem on
WIDE, NARROW = 14, 7.5  # px a sign: Chinese, Latin


def column_title(name: str, *, foreign: bool = False) -> str:
    """What a column is called; amounts say their unit, unless each says its own."""
    title = titled(t(COLUMNS[name]) if name in COLUMNS else property_name(name))
    return t("{title} (10,000 yuan)", title=title) if name in MONEY and not foreign else title


def rule_titles(workspace: Workspace) -> dict[str, str]:
    """Time limits by the id of their signal."""
    return {signal.id: signal_title(signal) for signal in workspace.signals()}


def record_table(
    workspace: Workspace, table: Table, *, key: str, stands_for: Sequence[TrayItem] = ()
) -> None:
    """Draw the rows. The column `key` is not shown; a click on a row opens that node's profile.

    A click on a winner opens that of `winner_key`, and so for every column with a key of its own.
    Ticked rows can be laid aside: the node of each and, row by row, what it stands for. Of a table
    with a column `sources` the source rows of what is ticked stand below it.
    """
    rows = table.dicts()
    opens = any(row.get("key") for row in rows)
    shown = _told_apart(frame_of(workspace, table))
    widget = f"{OPENS if opens else ''}{key}-{sign_of(table.rows)}"
    picked = st.dataframe(
        shown,
        key=widget,
        hide_index=True,
        width="stretch",
        height=grid_height(len(shown)),
        row_height=_height([str(row["said"]) for row in rows]) if "said" in table.columns else None,
        on_select="rerun",
        selection_mode=["single-cell", "multi-row"] if opens else "single-cell",
        column_config=columns_shown(table.columns),
        placeholder="",
    )
    if table.truncated:
        st.caption(t("Only the first {count} rows are shown.", count=len(shown)))
    ticked = [i for i in picked.selection.rows if i < len(rows)]

    def laid_aside(chosen: Sequence[int]) -> list[NodeKey | TrayItem]:
        keys = [str(rows[i]["key"]) for i in chosen if rows[i]["key"]]
        return [*dict.fromkeys(keys), *(stands_for[i] for i in chosen if stands_for)]

    lay_aside_rows(workspace, ticked, laid_aside, key=key)
    if ticked and SOURCES in table.columns:
        st.markdown(f"**{t('Sources of the ticked rows')}**")
        refs = {ref for i in ticked for ref in _references(rows[i][SOURCES])}
        source_table(workspace, refs, key=f"sources-{key}")
    cell = chosen_cell(picked.selection.cells, widget)
    if cell is not None and cell[0] < len(rows):
        wanted = _named_by(rows[cell[0]], cell[1])
        if wanted and not left_to_others(workspace, Action.VIEW_PERSON):
            st.switch_page(PAGES["profile"], query_params={"key": wanted})


def _told_apart(shown: pd.DataFrame) -> pd.DataFrame:
    """The rows with the sections of lots in front where their column would cut them."""
    for name in LOTS:
        title, fits = column_title(name), (WIDTHS[name] - WIDE) // WIDE
        if title in shown:
            shown[title] = [
                section_first(text, fits) if isinstance(text, str) else text
                for text in shown[title]
            ]
    return shown


def grid_height(rows: int) -> int | Literal["content"]:
    """Of so many rows as fit on a page; what is more scrolls in the table."""
    return "content" if rows <= ROWS_SHOWN else ROW * ROWS_SHOWN


def _named_by(row: Mapping[str, Cell], title: str) -> str:
    """The key of what a cell names: its own, or that of its row."""
    own = (row[n] for n in row if n.endswith("_key") and column_title(n[:-4]) == title)
    return str(next(own, None) or row.get("key") or "")


def _references(cell: Cell) -> Iterator[str]:
    """The references in a cell: a list of them, or of each of several facts a list."""
    if isinstance(cell, str):
        yield cell
    elif isinstance(cell, list):
        for one in cell:
            yield from _references(one)


def _height(sentences: Sequence[str]) -> int:
    """Of rows in which the longest of these sentences is read whole, up to four lines."""
    long = max((sum(WIDE if ord(c) > 0x2E80 else NARROW for c in s) for s in sentences), default=0)
    lines = math.ceil(long / (WIDTHS["said"] - 2 * WIDE))
    return min(max(TWO_LINES, 20 + LINE * lines), FOUR_LINES)


def columns_shown(names: Sequence[str]) -> dict[str, ColumnConfig]:
    """Shares as per cent, amounts in thousands, sentences with room."""
    numbers = {
        column_title(name): st.column_config.NumberColumn(
            format="percent" if name in SHARES else "accounting", width=WIDTHS.get(name)
        )
        for name in names
        if name in SHARES or name in MONEY
    }
    long = {
        column_title(name): st.column_config.Column(width=width)
        for name, width in WIDTHS.items()
        if name in names and name not in MONEY
    }
    return {**numbers, **long}


def frame_of(workspace: Workspace, table: Table) -> pd.DataFrame:
    """The rows as people read them, for a page or a file; without keys and empty columns.

    Where a row is in another currency than yuan, every amount says its own.
    """
    rules = rule_titles(workspace)
    rows = table.dicts()
    names = [n for n in table.columns if n not in UNSHOWN and not n.endswith("_key")]
    filled = [n for n in names if any(row[n] not in (None, "") for row in rows)]
    foreign = any(row.get("currency") not in (None, "", "CNY") for row in rows)
    titles = {n: column_title(n, foreign=foreign) for n in filled}
    return pd.DataFrame(
        [
            {
                titles[n]: money(row[n], row.get("currency"))
                if foreign and n in MONEY
                else _shown(n, row[n], rules)
                for n in filled
            }
            for row in rows
        ],
        columns=list(titles.values()),
    )


def _shown(name: str, value: Cell, rules: Mapping[str, str]) -> object:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, float) or (isinstance(value, int) and name in MONEY):
        return _number(name, float(value))
    return value if isinstance(value, int) else _worded(name, str(value), rules)


def _worded(name: str, text: str, rules: Mapping[str, str]) -> str:
    """A code of the graph in words; other texts as they are."""
    if name == "relation":
        return relation_name(text)
    if name == "rule":
        return rules.get(text, text)
    if name == "step":
        return step_name(text)
    return text[:16].replace("T", " ") if name in DAYS else value_name(name, text)


def _number(name: str, value: float) -> float | None:
    if math.isnan(value):
        return None
    if name in MONEY:
        return round(value / WAN, 2)
    return float(f"{value:.3g}") if abs(value) < 1 else round(value, 2)


def download(shown: pd.DataFrame, name: str, *, key: str) -> None:
    """The table as a CSV file that spreadsheet programs open with the right letters."""
    offer(
        t("Save as table (CSV)"),
        lambda: safe_csv(shown),
        f"{name}.csv",
        mime="text/csv",
        key=f"csv-{key}",
    )


def safe_csv(shown: pd.DataFrame) -> bytes:
    """CSV with a byte order mark; no text cell begins with a sign that starts a formula."""
    plain = shown.map(lambda v: neutralised(v) if isinstance(v, str) else v)
    plain = plain.rename(columns=lambda name: neutralised(str(name)))
    # With this end of lines a lone carriage return is quoted; unquoted it would begin a line.
    return plain.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def empty_said(titles: Sequence[str]) -> None:
    """Name what was looked for and is not on record."""
    if titles:
        st.caption(t("Nothing on record: {titles}.", titles=t(", ").join(titles)))
