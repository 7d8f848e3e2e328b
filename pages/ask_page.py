"""Ask: a read-only question in Cypher, answered as a table and as a network."""

from __future__ import annotations

import csv
import io

import streamlit as st

from graph.records import Cell, Edge, Node, Path, Table
from loaders.problems import neutralised
from messages import t
from pages.components.evidence_card import evidence_card
from pages.components.frame import fragment, nothing_loaded, run_page
from pages.components.network import MOST_NODES, network_view
from pages.components.network_graph import view_graph
from pages.components.words import kind_name, relation_name
from queries.ask import graph_of
from queries.describe import display_name
from workspace import Workspace

EXAMPLES = (
    (
        "Companies with the most bids",
        "MATCH (c:Company)-[:SUBMITTED]->(b:Bid)\n"
        "WITH c, count(b) AS bids\n"
        "RETURN c.name AS company, bids\nORDER BY bids DESC, company LIMIT 20",
    ),
    (
        "Devices used for bids of different companies",
        "MATCH (a:Company)-[:SUBMITTED]->(:Bid)<-[:USED_IN]-(d:Device)"
        "-[:USED_IN]->(:Bid)<-[:SUBMITTED]-(b:Company)\n"
        "WHERE a.key < b.key\n"
        "WITH d, a, b, count(*) AS times\n"
        "RETURN d, a, b, times\nORDER BY times DESC, a.key, b.key LIMIT 30",
    ),
    (
        "Persons with posts in several companies",
        "MATCH (p:Person)-[r:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF]->(c:Company)\n"
        "WITH p, count(DISTINCT c) AS companies\n"
        "WHERE companies > 1\n"
        "MATCH path = (p)-[:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF]->(:Company)\n"
        "RETURN path, companies\nORDER BY companies DESC LIMIT 40",
    ),
    (
        "Pairs that bid together more than chance explains",
        "MATCH path = (a:Company)-[r:CO_BIDS]->(b:Company)\n"
        "WHERE r.q_value < 0.05\n"
        "RETURN path, r.lots AS lots, r.intimacy AS intimacy\nORDER BY intimacy DESC LIMIT 40",
    ),
)


def show(workspace: Workspace) -> None:
    """The question above, the answer below."""
    st.title(t("Ask"))
    if not workspace.batches():
        nothing_loaded()
        return
    _question(workspace)
    table = st.session_state.get("ask-answer")
    if table is not None:
        _answer(workspace)


def _question(workspace: Workspace) -> None:
    titles = [t(title) for title, _ in EXAMPLES]
    st.session_state.setdefault("ask-cypher", EXAMPLES[0][1])
    st.selectbox(
        t("Examples"),
        range(len(EXAMPLES)),
        format_func=titles.__getitem__,
        key="ask-example",
        on_change=lambda: st.session_state.update(
            {"ask-cypher": EXAMPLES[st.session_state["ask-example"]][1]}
        ),
    )
    cypher = st.text_area(t("Question in Cypher (read only)"), key="ask-cypher", height=175)
    for warning in workspace.ask_warnings(cypher):
        st.warning(warning)
    if st.button(t("Run"), type="primary", icon=":material/play_arrow:"):
        st.session_state.pop("ask-answer", None)
        with st.spinner(t("Asking …")):
            st.session_state["ask-answer"] = workspace.ask(cypher)
            st.session_state["ask-count"] = st.session_state.get("ask-count", 0) + 1


@fragment
def _answer(workspace: Workspace) -> None:
    table: Table = st.session_state["ask-answer"]
    if table.truncated:
        st.warning(
            t(
                "Only the first {count} rows are shown: the limit was reached.",
                count=len(table.rows),
            )
        )
    rows = [[cell_text(cell) for cell in row] for row in table.rows]
    graph = graph_of(table)
    left, right = st.columns([1, 5], vertical_alignment="center")
    left.download_button(
        t("Download CSV"),
        csv_bytes(table.columns, rows),
        file_name="answer.csv",
        mime="text/csv",
        icon=":material/download:",
    )
    right.caption(
        t("{rows} rows, {nodes} nodes in the network", rows=len(rows), nodes=len(graph.nodes))
    )
    if graph.nodes:
        _network(workspace, table)
    st.dataframe(
        [dict(zip(table.columns, row, strict=True)) for row in rows],
        hide_index=True,
        width="stretch",
        height="content" if len(rows) <= 15 else 560,
    )


def _network(workspace: Workspace, table: Table) -> None:
    graph = graph_of(table)
    if len(graph.nodes) > MOST_NODES:
        st.warning(
            t(
                "The answer holds {count} nodes; {most} are drawn. Narrow the question.",
                count=len(graph.nodes),
                most=MOST_NODES,
            )
        )
    whole = workspace.subgraph([node.key for node in graph.nodes[:MOST_NODES]])
    view = view_graph(whole)
    picture, panel = st.columns([2.7, 1], gap="medium")
    with picture:
        state = network_view(
            view, key="ask-network", revision=f"ask-{st.session_state['ask-count']}", height=520
        )
    with panel, st.container(height=520, border=False):
        evidence_card(workspace, whole, view, state.selection)


def cell_text(cell: Cell) -> str | int | float | bool | None:
    """A cell as a table shows it: nodes by name, paths as chains."""
    if isinstance(cell, Node):
        return f"{kind_name(cell.label)} · {display_name(cell)}"
    if isinstance(cell, Edge):
        return relation_name(cell.type)
    if isinstance(cell, Path):
        return " — ".join(display_name(node) for node in cell.nodes)
    if isinstance(cell, list):
        return "、".join(str(cell_text(item)) for item in cell)
    if isinstance(cell, dict):
        return "；".join(f"{name}：{cell_text(value)}" for name, value in cell.items())
    return cell


def csv_bytes(columns: tuple[str, ...], rows: list[list[str | int | float | bool | None]]) -> bytes:
    """CSV that spreadsheets open: with a byte order mark, and no cell that runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(neutralised(name) for name in columns)
    writer.writerows(
        [neutralised(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return out.getvalue().encode("utf-8-sig")


if __name__ == "__main__":
    run_page(show)
