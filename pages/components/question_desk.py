"""Beside the question: what the graph is made of, kept questions, and what was asked before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from graph.records import Value
from graph.vocabulary import SCHEMA
from messages import t
from pages.components.literal import literal
from pages.components.words import kind_name, relation_name
from queries.library import (
    FOLDER,
    SavedQuery,
    delete_query,
    history,
    parameter_text,
    query_text,
    read_query,
    save_query,
    saved_queries,
)
from queries.words import property_name
from workspace import Workspace

CYPHER = "ask-cypher"
HISTORY_SHOWN = 50
EXAMPLES = (
    (
        "Companies with the most bids",
        "MATCH (c:Company)-[:SUBMITTED]->(b:Bid)\n"
        "WITH c, count(b) AS bids\n"
        "RETURN c.name AS company, bids\nORDER BY bids DESC, company LIMIT 20",
    ),
    (
        "Bids of one company",
        "MATCH (c:Company)-[:SUBMITTED]->(b:Bid)-[:FOR]->(l:Lot)\n"
        "WHERE c.name CONTAINS $name\n"
        "RETURN c.name AS company, l.name AS lot, b.price AS price, b.won AS won\n"
        "ORDER BY company, lot LIMIT 100",
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


def folder_of(workspace: Workspace) -> Path:
    """Where this workspace keeps questions."""
    return workspace.folder / FOLDER


def history_of(workspace: Workspace) -> Path:
    """Where the questions that were asked are remembered: with accounts, those of each person."""
    folder = folder_of(workspace)
    if workspace.door.session is None:
        return folder
    return folder / "asked" / hashlib.sha256(workspace.user.encode()).hexdigest()[:16]


def put(cypher: str, parameters: Mapping[str, Value] | None = None) -> None:
    """Write a question into the editor, in the place of what stands there."""
    st.session_state[CYPHER] = cypher
    for name, value in (parameters or {}).items():
        kind, text = parameter_text(value)
        st.session_state[f"ask-kind-{name}"] = kind
        st.session_state[f"ask-value-{name}"] = text


def _append(text: str) -> None:
    before = str(st.session_state.get(CYPHER, ""))
    st.session_state[CYPHER] = before + text


def question_desk(workspace: Workspace) -> None:
    """Three panels in one place."""
    panels = {
        "library": t("Kept questions"),
        "schema": t("What the graph holds"),
        "history": t("Asked before"),
    }
    chosen = st.segmented_control(
        t("Panel"),
        list(panels),
        default="library",
        format_func=panels.__getitem__,
        key="ask-panel",
        label_visibility="collapsed",
        required=True,
        wrap=True,
    )
    with st.container(height=380, border=False):
        if chosen == "schema":
            _schema()
        elif chosen == "history":
            _history(workspace)
        else:
            _library(workspace)
    if chosen == "library":  # below the scrolled list, never half hidden by its edge
        _take_over(folder_of(workspace))


# What the graph holds


def _schema() -> None:
    st.caption(t("A click writes it at the end of the question."))
    labels = [node.label for node in SCHEMA.nodes]
    label = st.selectbox(
        t("Kind of node"),
        labels,
        format_func=lambda name: f"{kind_name(name)} {name}",
        key="ask-label",
    )
    node = next(each for each in SCHEMA.nodes if each.label == label)
    letter = label[0].lower()
    with st.container(horizontal=True, gap="small"):
        _piece(f"({letter}:{label})", node.meaning)
        _piece(f"{letter}.key", t("key"))
        for each in node.properties:
            _piece(f"{letter}.{each.name}", f"{property_name(each.name)} · {each.kind}")
    edges = [e for e in SCHEMA.edges if any(label in pair for pair in e.ends)]
    st.caption(t("Relations of this kind of node"))
    for edge in edges:
        for start, end in edge.ends:
            if label in (start, end):
                text = f"({start[0].lower()}:{start})-[:{edge.type}]->({end[0].lower()}2:{end})"
                shown = f"{kind_name(start)} —{relation_name(edge.type)}→ {kind_name(end)}"
                _piece(text, edge.meaning, shown=shown)


def _piece(text: str, meaning: str, *, shown: str = "") -> None:
    st.button(
        shown or text,
        key=f"ask-piece-{text}",
        help=meaning,
        type="tertiary",
        on_click=_append,
        args=(text,),
    )


# Kept questions


def _library(workspace: Workspace) -> None:
    folder = folder_of(workspace)
    found, wrong = saved_queries(folder)
    text = st.text_input(
        t("Search"),
        key="ask-search",
        placeholder=t("title, tag or word"),
        label_visibility="collapsed",
    )
    for problem in wrong:
        st.warning(literal(problem))
    for number, query in enumerate(q for q in found if q.found_by(text)):
        _kept(folder, query, number)
    st.caption(t("Examples"))
    for title, cypher in EXAMPLES:
        if SavedQuery(title, cypher, (t(title),)).found_by(text):
            st.button(
                t(title), key=f"ask-example-{title}", type="tertiary", on_click=put, args=(cypher,)
            )


def _kept(folder: Path, query: SavedQuery, number: int) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        tags = "".join(f" #{tag}" for tag in query.tags)
        st.button(
            literal(f"{query.title}{tags}"),
            key=f"ask-kept-{number}",
            type="tertiary",
            on_click=put,
            args=(query.cypher,),
        )
        st.download_button(
            "⭳",
            query_text(query),
            file_name=f"{query.title}.cypher",
            key=f"ask-share-{number}",
            help=t("Download, to share it"),
            type="tertiary",
            on_click="ignore",
        )
        if st.button("✕", key=f"ask-forget-{number}", help=t("Delete"), type="tertiary"):
            delete_query(folder, query.title)
            st.rerun()


def _take_over(folder: Path) -> None:
    with st.popover(t("Take over a shared question"), icon=":material/upload:"):
        files = st.file_uploader(
            t("Files of questions (.cypher)"),
            type=["cypher", "txt"],
            accept_multiple_files=True,
            key="ask-shared",
        )
        if files and st.button(t("Take over"), key="ask-take-over"):
            for file in files:
                text = file.getvalue().decode("utf-8", errors="replace")
                save_query(folder, read_query(text, Path(file.name).stem))
            st.rerun()


def keep_form(workspace: Workspace, cypher: str) -> None:
    """Keep the question in the editor under a title."""
    with st.popover(t("Keep"), icon=":material/bookmark_add:"):
        title = st.text_input(t("Title"), key="ask-title")
        tags = st.text_input(t("Tags, with commas between them"), key="ask-tags")
        if st.button(t("Keep the question"), key="ask-keep"):
            parts = tags.replace("，", ",").replace("、", ",").split(",")
            kept = SavedQuery(title.strip(), cypher, tuple(p.strip() for p in parts if p.strip()))
            save_query(folder_of(workspace), kept)
            st.toast(t("Kept: {title}", title=literal(kept.title)), icon=":material/bookmark:")
            st.rerun()


# Asked before


def _history(workspace: Workspace) -> None:
    asked = history(history_of(workspace))
    if not asked:
        st.caption(t("Nothing was asked yet."))
    for number, each in enumerate(asked[:HISTORY_SHOWN]):
        line = " ".join(each.cypher.split())
        st.button(
            literal(f"{each.at.replace('T', ' ')} · {line[:60]}"),
            key=f"ask-past-{number}",
            help=literal(each.cypher),
            type="tertiary",
            on_click=put,
            args=(each.cypher, each.parameters),
        )
