"""Beside the question: what the graph is made of, kept questions, and what was asked before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from evidence.beijing_time import kept_time
from graph.records import Value
from graph.vocabulary import SCHEMA
from messages import t
from pages.components.literal import literal
from pages.components.words import kind_name, relation_name
from queries.library import (
    FOLDER,
    LibraryBroken,
    SavedQuery,
    delete_query,
    history,
    parameter_text,
    parameters_of,
    query_text,
    read_query_file,
    save_query,
    saved_queries,
)
from queries.parameter_kinds import parameter_kinds
from queries.words import property_name
from workspace import Workspace

CYPHER = "ask-cypher"
HISTORY_SHOWN = 50
BEHIND = "USED_IN|GIVEN_IN|CONTACT_FOR|MEMBER_OF|LEADS|HANDLED"  # who and what stands behind a bid
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
    (
        "Firms that share persons or things with one company",
        "MATCH (c:Company {key: $key})-[:SUBMITTED]->(:Bid)"
        f"<-[:{BEHIND}]-(x)\n"
        "WITH DISTINCT c, x\n"
        f"MATCH (x)-[:{BEHIND}]->(:Bid)<-[:SUBMITTED]-(o:Company)\n"
        "WHERE o.key <> c.key\n"
        "WITH o, collect(DISTINCT x) AS shared\n"
        "RETURN o AS company, size(shared) AS number, shared\n"
        "ORDER BY number DESC, o.key LIMIT 50",
    ),
    (
        "Firms that met one company in lots and who won",
        "MATCH (c:Company {key: $key})-[:SUBMITTED]->(mine:Bid)-[:FOR]->(l:Lot)\n"
        "MATCH (l)<-[:FOR]-(other:Bid)<-[:SUBMITTED]-(o:Company)\n"
        "WHERE o.key <> c.key\n"
        "RETURN o.name AS company, count(DISTINCT l) AS lots,\n"
        "  sum(CASE WHEN other.won THEN 1 ELSE 0 END) AS won_by_it,\n"
        "  sum(CASE WHEN mine.won THEN 1 ELSE 0 END) AS won_by_the_first\n"
        "ORDER BY lots DESC, company LIMIT 50",
    ),
    (
        "Firms in which one person holds a post or shares",
        "MATCH path = (p:Person {key: $key})"
        "-[:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF]->(:Company)\nRETURN path LIMIT 50",
    ),
    (
        "Bids for which one device was used",
        "MATCH (d:Device {key: $key})-[r:USED_IN]->(b:Bid)<-[:SUBMITTED]-(c:Company)\n"
        "MATCH (b)-[:FOR]->(l:Lot)\n"
        "RETURN c.name AS company, l.name AS lot, r.event AS event, r.at AS at\n"
        "ORDER BY company, lot LIMIT 200",
    ),
)


def questions_about(workspace: Workspace, label: str) -> list[tuple[str, str]]:
    """Title and text of the kept questions and examples that ask of one node of this kind.

    Such a question has one parameter and matches the node by it: `(:Company {key: $key})`.
    """
    kept = [(query.title, query.cypher) for query in saved_queries(folder_of(workspace))[0]]
    asks = re.compile(rf":{re.escape(label)}\s*\{{\s*key\s*:\s*\$key\b")
    return [
        (title, cypher)
        for title, cypher in [*kept, *((t(title), cypher) for title, cypher in EXAMPLES)]
        if parameters_of(cypher) == ("key",) and asks.search(cypher)
    ]


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
    guess_kinds(cypher)
    for name, value in (parameters or {}).items():
        kind, text = parameter_text(value)
        st.session_state[f"ask-kind-{name}"] = kind
        st.session_state[f"ask-value-{name}"] = text


def guess_kinds(cypher: str) -> None:
    """Set the kind of each parameter anew when the question gives reason for another one."""
    for name, kind in parameter_kinds(cypher).items():
        gone = f"ask-kind-{name}" not in st.session_state  # its field was off the page
        if gone or st.session_state.get(f"ask-guess-{name}") != kind:
            st.session_state[f"ask-guess-{name}"] = kind
            st.session_state[f"ask-kind-{name}"] = kind


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
    kept = [query for query in found if query.found_by(text)]
    for number, query in enumerate(kept):
        _kept(folder, query, number)
    examples = [each for each in EXAMPLES if SavedQuery(*each, (t(each[0]),)).found_by(text)]
    if not kept and not examples:
        st.caption(t("No kept question and no example fits."))
    if examples:
        st.caption(t("Examples"))
    for title, cypher in examples:
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
            "",
            query_text(query),
            file_name=f"{query.title}.cypher",
            key=f"ask-share-{number}",
            icon=":material/download:",
            help=t("Download, to share it"),
            type="tertiary",
            on_click="ignore",
        )
        with st.popover("", icon=":material/delete:", help=t("Delete"), type="tertiary"):
            st.markdown(t("Delete '{title}'?", title=literal(query.title)))
            st.button(
                t("Delete"),
                key=f"ask-forget-{number}",
                on_click=delete_query,
                args=(folder, query.title),
            )


def _take_over(folder: Path) -> None:
    with st.popover(t("Take over a shared question"), icon=":material/upload:"):
        files = st.file_uploader(
            t("Files of questions (.cypher)"),
            type=["cypher", "txt"],
            accept_multiple_files=True,
            key="ask-shared",
        )
        if files and st.button(t("Take over"), key="ask-take-over"):
            wrong = [problem for file in files if (problem := _taken_over(folder, file))]
            for problem in wrong:
                st.warning(literal(problem))
            if not wrong:
                st.rerun()


def _taken_over(folder: Path, file: UploadedFile) -> str:
    """What is wrong with this file; '' when it is kept now."""
    try:
        query = read_query_file(file.getvalue(), Path(file.name).stem)
        if any(q.title == query.title and q != query for q in saved_queries(folder)[0]):
            return t(
                "Another question is kept as '{title}'. Change the title in the file.",
                title=query.title,
            )
        save_query(folder, query)
    except LibraryBroken as problem:
        return str(problem)
    return ""


def keep_form(workspace: Workspace, cypher: str) -> None:
    """Keep the question in the editor under a title."""
    with st.popover(t("Keep"), icon=":material/bookmark_add:"):
        title = st.text_input(t("Title"), key="ask-title")
        tags = st.text_input(t("Tags, with commas between them"), key="ask-tags")
        folder = folder_of(workspace)
        known = {query.title for query in saved_queries(folder)[0]}
        replaces = title.strip() in known
        if replaces:
            st.caption(t("A question of this title is kept already; this one takes its place."))
        if st.button(t("Replace it") if replaces else t("Keep the question"), key="ask-keep"):
            parts = tags.replace("，", ",").replace("、", ",").split(",")
            try:
                kept = SavedQuery(title.strip(), cypher, tuple(filter(None, map(str.strip, parts))))
                save_query(folder, kept)
            except LibraryBroken as problem:
                st.warning(literal(problem))
                return
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
            literal(f"{kept_time(each.at)} · {line[:60]}{'…' if len(line) > 60 else ''}"),
            key=f"ask-past-{number}",
            help=literal(each.cypher),
            type="tertiary",
            on_click=put,
            args=(each.cypher, each.parameters),
        )
