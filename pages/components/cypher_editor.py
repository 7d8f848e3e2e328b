"""The editor of the Ask page: Cypher in colours, with the words of the graph on offer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from graph.vocabulary import SCHEMA
from messages import t
from pages.components.words import kind_name, relation_name
from queries.words import property_name

ASSETS = Path(__file__).parent / "editor_assets"
KEYWORDS = (
    "MATCH", "OPTIONAL", "WHERE", "RETURN", "WITH", "UNWIND", "AS", "ORDER", "BY", "DESC", "ASC",
    "LIMIT", "SKIP", "DISTINCT", "AND", "OR", "NOT", "XOR", "IN", "IS", "NULL", "TRUE", "FALSE",
    "CONTAINS", "STARTS", "ENDS", "CASE", "WHEN", "THEN", "ELSE", "END", "UNION", "ALL", "CALL",
    "YIELD", "EXISTS", "COUNT", "COLLECT", "SUM", "AVG", "MIN", "MAX", "SIZE", "TYPE", "LABELS",
    "COALESCE", "TOSTRING", "TOINTEGER", "TOFLOAT", "NODES", "RELATIONSHIPS", "LENGTH", "RANGE",
    "SUBSTRING", "SPLIT", "TRIM", "TOLOWER", "TOUPPER", "REPLACE", "ROUND", "ABS",
)  # fmt: skip


def cypher_editor(*, key: str) -> tuple[str, bool]:
    """The question in `st.session_state[key]`, which others may replace; whether to run it now."""
    mounted, turn = f"{key}-editor", f"{key}-turn"
    told, number = st.session_state.get(turn, (None, 0))
    if st.session_state[key] != told:  # replaced from outside: the browser is told once
        number += 1
        st.session_state[turn] = (st.session_state[key], number)

    def typed() -> None:
        text = st.session_state[mounted].get("text")
        if isinstance(text, str):
            st.session_state[key] = text
            st.session_state[turn] = (text, st.session_state[turn][1])

    edited = _editor()(
        key=mounted,
        data={
            "text": st.session_state[key],
            "turn": number,
            "words": words(),
            "label": t("Question in Cypher (read only)"),
            "help": t(
                "Type to be offered words; Ctrl+Space asks for them, Ctrl+Enter runs the question."
            ),
        },
        on_text_change=typed,
        on_run_change=lambda: None,
    )
    return str(st.session_state[key]), bool(edited.run)


def words() -> dict[str, object]:
    """What completion offers: each word with its meaning in the language of the page."""
    properties = {
        owner: sorted([name, property_name(name)] for name in ("key", *names))
        for owner, names in [
            *((node.label, [p.name for p in node.properties]) for node in SCHEMA.nodes),
            *((edge.type, [p.name for p in edge.properties]) for edge in SCHEMA.edges),
        ]
    }
    return {
        "keywords": KEYWORDS,
        "labels": [[node.label, kind_name(node.label)] for node in SCHEMA.nodes],
        "relations": [[edge.type, relation_name(edge.type)] for edge in SCHEMA.edges],
        "properties": properties,
        "anyProperty": sorted({tuple(one) for some in properties.values() for one in some}),
    }


@cache
def _editor() -> ComponentRenderer:
    return component(
        "tenderlens_cypher_editor",
        js=(ASSETS / "cypher_editor.js").read_text(encoding="utf-8"),
        css=(ASSETS / "cypher_editor.css").read_text(encoding="utf-8"),
        html='<div class="tenderlens-editor"></div>',
    )
