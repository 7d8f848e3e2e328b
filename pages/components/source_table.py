"""Where a fact was read: the source cells of nodes and edges."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from messages import t
from pages.components.words import table_name
from workspace import Workspace

MOST_ROWS = 60


def source_lines(workspace: Workspace, references: Iterable[str]) -> None:
    """The same as wrapped lines, for a card that is too narrow for a table."""
    wanted = sorted(set(references))
    if not wanted:
        st.caption(t("Computed from other facts; it has no source row of its own."))
        return
    lines = [
        (
            t(
                "{file}{sheet}, row {row}",
                file=cell.file,
                sheet=f" · {cell.sheet}" if cell.sheet else "",
                row=cell.row,
            ),
            t(
                "{table} · batch {batch} · SHA-256 {hash}",
                table=table_name(cell.table),
                batch=cell.batch,
                hash=cell.sha256[:16],
            ),
        )
        for cell in workspace.sources(wanted[:MOST_ROWS])
    ]
    st.html(
        "".join(
            f"<div style='font-size:.85rem;margin-bottom:.4rem;overflow-wrap:anywhere'>"
            f"{escape(place)}<br><span style='opacity:.66;font-size:.78rem'>{escape(rest)}</span>"
            "</div>"
            for place, rest in lines
        )
    )
    _left_out(len(wanted))


def source_table(workspace: Workspace, references: Iterable[str], *, key: str) -> None:
    """File, sheet and row of each reference. Says when some are left out."""
    wanted = sorted(set(references))
    if not wanted:
        st.caption(t("Computed from other facts; it has no source row of its own."))
        return
    cells = workspace.sources(wanted[:MOST_ROWS])
    sheets = any(cell.sheet for cell in cells)  # a CSV file has none: the room goes to the rest
    st.dataframe(
        [
            {
                t("File"): cell.file,
                **({t("Sheet"): cell.sheet} if sheets else {}),
                t("Row"): cell.row,
                t("Batch"): cell.batch,
                t("Table"): table_name(cell.table),
                "SHA-256": cell.sha256[:16],
            }
            for cell in cells
        ],
        hide_index=True,
        width="stretch",
        height="content" if len(cells) <= 8 else 290,
        key=key,
    )
    _left_out(len(wanted))


def _left_out(found: int) -> None:
    if found > MOST_ROWS:
        st.caption(t("{count} more source rows are not shown here.", count=found - MOST_ROWS))
