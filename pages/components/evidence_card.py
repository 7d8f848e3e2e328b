"""The panel beside a network: what was clicked, its properties, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from graph.records import RESERVED, Edge, Node, Subgraph, Value
from messages import t
from pages.components.network_graph import DERIVED_TYPES, ViewGraph, is_weak
from pages.components.source_table import source_table
from pages.components.words import kind_name, look, property_name, relation_name, value_name
from queries.describe import display_name
from workspace import Workspace

MOST_EDGES = 6
BOOKKEEPING = RESERVED | {"measure", "revision", "computed_at"}


def evidence_card(
    workspace: Workspace, graph: Subgraph, view: ViewGraph, selection: str | None
) -> None:
    """What is known of the chosen node or line, down to the source rows."""
    nodes = {node.key: node for node in graph.nodes}
    if selection in nodes:
        _node_card(workspace, nodes[selection])
    elif selection is not None and selection in view.members:
        _edges_card(workspace, view.members[selection], nodes)
    else:
        st.caption(
            t(
                "Click a node or a line to see its properties and sources. Double-click a node to "
                "expand it. Drag to move; the wheel zooms."
            )
        )


def _node_card(workspace: Workspace, node: Node) -> None:
    chip(node)
    st.markdown(f"**{display_name(node)}**")
    if is_weak(node):
        st.caption(t("Known by name only: the same name is not the same person."))
    _properties(node.properties)
    _fact_or_derived(node.properties)
    st.markdown(f"**{t('Sources')}**")
    source_table(workspace, node.sources, key=f"sources-{node.key}")


def chip(node: Node) -> None:
    """The kind of a node in its colour."""
    st.html(
        f"<span style='background:{look(node.label).color};color:#fff;border-radius:6px;"
        f"padding:.1rem .55rem;font-size:.82rem'>{kind_name(node.label)}</span>"
    )


def _edges_card(workspace: Workspace, edges: tuple[Edge, ...], nodes: Mapping[str, Node]) -> None:
    first = edges[0]
    start, end = (display_name(nodes[key]) for key in (first.start, first.end))
    st.markdown(f"**{start}** → **{end}**")
    for edge in edges[:MOST_EDGES]:
        st.caption(relation_name(edge.type))
        _properties(edge.properties)
    if len(edges) > MOST_EDGES:
        st.caption(t("{count} more.", count=len(edges) - MOST_EDGES))
    _fact_or_derived(first.properties, derived=first.type in DERIVED_TYPES)
    st.markdown(f"**{t('Sources')}**")
    references = [source for edge in edges for source in edge.sources]
    source_table(workspace, references, key=f"sources-{first.start}-{first.type}-{first.end}")


def _properties(properties: Mapping[str, Value]) -> None:
    rows = [
        {t("Property"): property_name(name), t("Value"): value_name(name, value)}
        for name, value in properties.items()
        if name not in BOOKKEEPING and value is not None and value != ""
    ]
    if rows:
        st.dataframe(rows, hide_index=True, width="stretch", height="content")


def _fact_or_derived(properties: Mapping[str, Value], *, derived: bool = False) -> None:
    if derived or "measure" in properties:
        st.caption(
            t(
                "Computed by {measure}, revision {revision}, {at} (UTC).",
                measure=properties.get("measure", "—"),
                revision=properties.get("revision", "—"),
                at=str(properties.get("computed_at", "—"))[:19],
            )
        )
    else:
        st.caption(t("A fact as the source rows state it."))
