"""Where a fact was read: the source cells of nodes and edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape

import streamlit as st

from evidence.beijing_time import kept_time
from graph.records import Node, Subgraph
from messages import t
from pages.components.words import table_name, value_name
from queries.describe import display_name, money
from queries.sources import SourceCell
from workspace import Workspace

MOST_ROWS = 60
OF_A_BID = ("SUBMITTED", "FOR")


def source_lines(workspace: Workspace, references: Iterable[str]) -> None:
    """The same as wrapped lines, for a card that is too narrow for a table."""
    wanted = sorted(set(references))
    if not wanted:
        st.caption(t("Computed from other facts; it has no source row of its own."))
        return
    loaded = {batch.id: kept_time(batch.loaded_at) for batch in workspace.batches()}
    lines = [
        (
            place_said(cell.file, cell.sheet, cell.row),
            t(
                "{table} · loaded {at} · batch {batch} · SHA-256 {hash}",
                table=table_name(cell.table),
                at=loaded.get(cell.batch, "—"),
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


def place_said(file: str, sheet: str, row: int) -> str:
    """A row of a file, as one reads it aloud."""
    return t("{file}{sheet}, row {row}", file=file, sheet=f" · {sheet}" if sheet else "", row=row)


def source_table(workspace: Workspace, references: Iterable[str], *, key: str) -> None:
    """File, sheet and row of each reference. Says when some are left out."""
    wanted = sorted(set(references))
    if not wanted:
        st.caption(t("Computed from other facts; it has no source row of its own."))
        return
    cells = workspace.sources(wanted[:MOST_ROWS])
    _table([_place(cell) for cell in cells], key=key)
    _left_out(len(wanted))


def bid_table(workspace: Workspace, bids: Sequence[Node], graph: Subgraph, *, key: str) -> None:
    """The bids in the order of their openings, each with the rows that state it.

    Lots and bidders are those of the graph, which holds the relations of the bids to them.
    """
    nodes = {node.key: node for node in graph.nodes}
    lot_of, bidders = dict[str, Node](), defaultdict[str, list[str]](list)
    stated = {bid.key: set(bid.sources) for bid in bids}
    for edge in graph.edges:
        if edge.type == "FOR" and edge.start in stated:
            lot_of[edge.start] = nodes[edge.end]
            stated[edge.start] |= set(edge.sources)
        elif edge.type == "SUBMITTED" and edge.end in stated:
            bidders[edge.end].append(display_name(nodes[edge.start]))
            stated[edge.end] |= set(edge.sources)
    cells = {cell.reference: cell for cell in workspace.sources(set().union(*stated.values()))}
    rows: list[dict[str, str | int]] = []
    for bid in sorted(bids, key=lambda bid: (_opened(lot_of.get(bid.key)), bid.key)):
        lot = lot_of.get(bid.key)
        about: dict[str, str | int] = {
            t("Opening day"): _opened(lot)[0],
            t("Lot"): display_name(lot) if lot else "",
            t("Bidder"): t(", ").join(sorted(bidders[bid.key])),
            t("Price"): _price(bid),
            t("Won"): t("won") if bid.properties.get("won") else "",
        }
        rows += [about | _place(cells[reference]) for reference in sorted(stated[bid.key])]
    lots = len({lot.key for lot in lot_of.values()})
    st.caption(t("{bids} bids in {lots} lots", bids=f"{len(bids):,}", lots=f"{lots:,}"))
    _table(rows, key=key)


def _table(rows: Sequence[Mapping[str, str | int]], *, key: str) -> None:
    sheets = any(row[t("Sheet")] for row in rows)  # a CSV file has none: the room goes to the rest
    left_out = () if sheets else (t("Sheet"),)
    st.dataframe(
        [{name: said for name, said in row.items() if name not in left_out} for row in rows],
        hide_index=True,
        width="stretch",
        height="content" if len(rows) <= 8 else 290,
        key=key,
    )


def _opened(lot: Node | None) -> tuple[str, str]:
    return (str(lot.properties.get("opened_at") or "")[:10], lot.key) if lot else ("", "")


def _place(cell: SourceCell) -> dict[str, str | int]:
    return {
        t("File"): cell.file,
        t("Sheet"): cell.sheet,
        t("Row"): cell.row,
        t("Batch"): cell.batch,
        t("Table"): table_name(cell.table),
        "SHA-256": cell.sha256[:16],
    }


def _price(bid: Node) -> str:
    stated = bid.properties
    if stated.get("price") is None and stated.get("rate") is not None:
        return value_name("rate", stated["rate"])
    return money(stated.get("price"), stated.get("currency"))


def _left_out(found: int) -> None:
    if found > MOST_ROWS:
        st.caption(t("{count} more source rows are not shown here.", count=found - MOST_ROWS))
