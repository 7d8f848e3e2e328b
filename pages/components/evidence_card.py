"""The panel beside a network: what was clicked, its properties, and where they come from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from evidence.beijing_time import kept_time
from graph.records import RESERVED, Edge, Node, NodeKey, Subgraph, Value
from loaders.where import CellBehind
from messages import t
from pages.components.cypher_behind import open_in_ask
from pages.components.literal import literal
from pages.components.network_graph import DERIVED_TYPES, ViewGraph
from pages.components.question_desk import questions_about
from pages.components.refusal import refusal_here
from pages.components.sign_in import may_see
from pages.components.source_table import MOST_ROWS, place_said, source_lines
from pages.components.words import (
    derived_properties,
    in_order,
    kind_name,
    look,
    relation_name,
    value_name,
)
from queries.describe import display_name
from queries.path import known_by_name
from queries.words import property_name
from workspace import Workspace

MOST_EDGES = 8
BOOKKEEPING = RESERVED | {"measure", "revision", "computed_at"}
PILL = (
    "display:inline-block;border-radius:6px;padding:.05rem .5rem;font-size:.8rem;margin-right:.3rem"
)
GRID = (
    "display:grid;grid-template-columns:fit-content(38%) 1fr;gap:.14rem .8rem;"
    "margin:.15rem 0;font-size:.85rem;line-height:1.45"
)


def evidence_card(
    workspace: Workspace,
    graph: Subgraph,
    view: ViewGraph,
    selection: str | None,
    *,
    ties: Mapping[NodeKey, Mapping[str, int]] | None = None,
    hubs: Mapping[NodeKey, str] | None = None,
) -> None:
    """What is known of the chosen node or line, down to the source rows."""
    nodes = {node.key: node for node in graph.nodes}
    if selection in nodes:
        _node_card(workspace, nodes[selection], (ties or {}).get(selection, {}), hubs or {})
    elif selection is not None and selection in view.members:
        _edges_card(workspace, view.members[selection], nodes)
    elif ties is None:  # a picture without tools: nothing is expanded in it
        st.caption(
            t(
                "Click a node or a line to see its properties and sources. Drag to move; the wheel "
                "zooms."
            )
        )
    else:
        st.caption(
            t(
                "Click a node or a line to see its properties and sources. Double-click a node to "
                "expand it, right-click for one relation. Shift and drag, or the lasso, choose "
                "several. Press ? for all of it."
            )
        )


def _node_card(
    workspace: Workspace, node: Node, ties: Mapping[str, int], hubs: Mapping[NodeKey, str]
) -> None:
    weak = known_by_name(node)
    pills = [_pill(kind_name(node.label), look(node.label).color)]
    if weak:
        pills.append(_outlined(t("identity not confirmed")))
    if node.key in hubs:
        pills.append(_outlined(t("hub")))
    name = f"<div style='font-weight:650;font-size:1.02rem;margin:.3rem 0 .1rem'>{escape(display_name(node))}</div>"  # noqa: E501
    recorded, computed = facts_and_results(_with_names(workspace, node))
    st.html("".join(pills) + name + property_grid(recorded))
    if weak:
        st.caption(t("Known by name only: the same name is not the same person."))
    if node.key in hubs:
        st.caption(t("Hub: {reason}.", reason=literal(hubs[node.key])))
    if ties:
        counted = sorted(ties.items(), key=lambda item: (-item[1], item[0]))
        st.html(
            f"<div style='font-size:.85rem;font-weight:600'>{escape(t('Relations'))}</div>"
            + property_grid([(relation_name(type_), f"{n:,}") for type_, n in counted])
        )
    _fact_or_derived(node.properties, derived=node.label == "Ring")
    _sources(workspace, node.sources, [node.key])
    computed_grid(computed)
    _questions(workspace, node)


def _questions(workspace: Workspace, node: Node) -> None:
    """Kept questions and examples about a node of this kind, asked of this one."""
    questions = questions_about(workspace, node.label)
    if not questions or not may_see(workspace, "ask"):
        return
    with st.popover(t("Ask about it"), icon=":material/terminal:"):
        for place, (title, cypher) in enumerate(questions):
            if st.button(literal(title), key=f"about-{place}-{node.key}", type="tertiary"):
                open_in_ask(cypher, {"key": node.key})
        st.caption(
            t(
                "Questions in the library that find one node by {pattern} stand here too.",
                pattern=f"`(:{node.label} {{key: $key}})`",
            )
        )


def _with_names(workspace: Workspace, node: Node) -> Node:
    """A time limit names the records behind it by their keys: here by what they are called."""
    keys = node.properties.get("records")
    if node.label != "Clock" or not isinstance(keys, list):
        return node
    behind = workspace.subgraph([str(key) for key in keys]).nodes
    names: list[Value] = [f"{kind_name(one.label)} {display_name(one)}" for one in behind]
    return replace(node, properties={**node.properties, "records": names})


def _edges_card(workspace: Workspace, edges: tuple[Edge, ...], nodes: Mapping[str, Node]) -> None:
    first = edges[0]
    derived = first.type in DERIVED_TYPES
    start, end = (escape(display_name(nodes[key])) for key in (first.start, first.end))
    nature = t("computed relation") if derived else t("recorded fact")
    pill = _pill(nature, "#8255b0" if derived else "#3d4f66")
    title = f"<div style='font-weight:650;margin:.3rem 0'>{start} → {end}</div>"
    parts = "".join(
        f"<div style='font-weight:600;font-size:.88rem;margin-top:.35rem'>"
        f"{escape(relation_name(edge.type))}</div>"
        f"{property_grid(_stated(edge.properties.items(), _currency(edge, nodes)))}"
        for edge in edges[:MOST_EDGES]
    )
    st.html(pill + title + parts)
    if len(edges) > MOST_EDGES:
        st.caption(t("{count} more.", count=len(edges) - MOST_EDGES))
    weak = [n for n in (nodes[first.start], nodes[first.end]) if known_by_name(n)]
    for node in weak:
        st.caption(
            t("{name} is known by name only: the same name is not the same person.",
              name=literal(display_name(node)))
        )  # fmt: skip
    _fact_or_derived(first.properties, derived=derived)
    shown = edges[:MOST_EDGES]
    references = [source for edge in edges for source in edge.sources]
    _sources(workspace, references, [edge.id for edge in shown])


def _sources(workspace: Workspace, references: Collection[str], elements: Sequence[str]) -> None:
    st.markdown(f"**{t('Sources')}**")
    source_lines(workspace, references)
    if references and st.toggle(t("Show the cells"), key=f"cells-{elements[0]}"):
        with refusal_here(), st.spinner(t("Reading the sources …")):
            _cells([cell for one in elements for cell in workspace.where(one)])


def _cells(found: Iterable[CellBehind]) -> None:
    """Row by row: under which headers the values stand, as the original has them, masked."""
    rows: dict[tuple[str, str, int], dict[str, str]] = {}
    for cell in found:
        if cell.property and cell.cell:
            rows.setdefault((cell.file, cell.sheet, cell.row), {})[cell.column] = cell.cell
    if not rows:
        st.caption(t("No cell of a kept file holds it: the file is not a table or was not kept."))
    for place, said in list(rows.items())[:MOST_ROWS]:
        st.html(
            f"<div style='font-size:.85rem;font-weight:600'>{escape(place_said(*place))}</div>"
            + property_grid(said.items())
        )


def _pill(text: str, colour: str) -> str:
    return f"<span style='{PILL};background:{colour};color:#fff'>{escape(text)}</span>"


def _outlined(text: str) -> str:
    return f"<span style='{PILL};border:1px dashed currentColor'>{escape(text)}</span>"


def facts_and_results(
    node: Node, *, without: Collection[str] = ()
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What sources state of a node, and what measures added; a node of a measure is one whole."""
    derived = frozenset() if "measure" in node.properties else derived_properties(node.label)
    currency = node.properties.get("currency")
    ordered = [
        (name, value)
        for name, value in in_order(node.label, node.properties)
        if name not in without and value != []
    ]
    return (
        _stated([p for p in ordered if p[0] not in derived], currency),
        _stated([p for p in ordered if p[0] in derived], currency),
    )


def computed_grid(rows: Sequence[tuple[str, str]]) -> None:
    """What measures computed of a node, told apart from what sources state."""
    if rows:
        st.html(f"<div style='font-size:.85rem;font-weight:600'>{escape(t('Computed'))}</div>")
        st.html(property_grid(rows))
        st.caption(t("Computed from the loaded data by the measures; no source row states it."))


def _currency(edge: Edge, nodes: Mapping[str, Node]) -> Value:
    """That of the end which states one: of a contract, a lot."""
    stated = (nodes[key].properties.get("currency") for key in (edge.end, edge.start))
    return next((code for code in stated if code), None)


def _stated(
    properties: Iterable[tuple[str, Value]], currency: Value = None
) -> list[tuple[str, str]]:
    return [
        (property_name(name), value_name(name, value, currency))
        for name, value in properties
        if name not in BOOKKEEPING and value is not None and value != ""
    ]


def property_grid(rows: Iterable[tuple[str, str]]) -> str:
    """Names and values side by side, as HTML; long values wrap."""
    cells = "".join(
        f"<span style='opacity:.66'>{escape(name)}</span>"
        f"<span style='overflow-wrap:anywhere'>{escape(value)}</span>"
        for name, value in rows
    )
    return f"<div style='{GRID}'>{cells}</div>" if cells else ""


def _fact_or_derived(properties: Mapping[str, Value], *, derived: bool = False) -> None:
    if derived or "measure" in properties:
        st.caption(
            t(
                "Computed by {measure}, revision {revision}, {at} (Beijing time).",
                measure=literal(properties.get("measure", "—")),
                revision=properties.get("revision", "—"),
                at=kept_time(str(properties.get("computed_at") or "")) or "—",
            )
        )
    else:
        st.caption(t("A fact as the source rows state it."))
