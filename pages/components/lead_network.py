"""The small network of one lead: its subjects and what was found about them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.records import NodeKey, Subgraph, Value
from leads.lead import Lead
from messages import t
from pages.components.cross_links import profile_link
from pages.components.evidence_card import evidence_card
from pages.components.frame import PAGES, fragment
from pages.components.network import MOST_NODES, network_view
from pages.components.network_graph import view_graph
from pages.components.sign_in import may_see
from queries.finding import Finding
from workspace import Workspace

HEIGHT = 600
CROWDED = 40
BIDDERS = (
    "UNWIND $keys AS k MATCH (b:Bid {key: k})<-[:SUBMITTED]-(c:Company) "
    "RETURN DISTINCT c.key AS key ORDER BY key"
)


def subgraph_of(workspace: Workspace, findings: Sequence[Finding]) -> Subgraph:
    """What these findings cite and count, with lots and bidders of the bids."""
    keys = {k for f in findings for k in (*f.subjects.values(), *f.evidence, *f.counted)}
    return workspace.with_bidders(sorted(keys))


@fragment
def lead_network(workspace: Workspace, lead: Lead) -> None:
    """As many findings as fit into the picture, the heaviest first; says what is left out."""
    findings = _that_fit(lead)
    if len(findings) < len(lead.findings):
        left = len(lead.findings) - len(findings)
        st.caption(t("The picture shows the heaviest findings; {count} are left out.", count=left))
    keys = {*lead.keys, *(k for f in findings for k in (*f.subjects.values(), *f.evidence))}
    graph = workspace.subgraph(sorted(keys | _bidders(workspace, keys)))
    graph, hidden = _without_lone_bids(graph)
    if hidden:
        st.caption(t("{count} bids that tie nobody to anybody are not drawn.", count=hidden))
    view = view_graph(graph, focus=lead.keys)
    with st.container(key="splits-lead"):
        picture, panel = st.columns([2.6, 1], gap="medium")
    with picture:
        state = network_view(
            view, key=f"net-{lead.id}", revision=lead.id, height=HEIGHT, about=lead.keys
        )
    with panel, st.container(height=HEIGHT, border=False):
        evidence_card(workspace, graph, view, state.selection)
        profile_link(workspace, graph, state.selection)
        is_node = any(node.key == state.selection for node in graph.nodes)
        opens = is_node and may_see(workspace, "network")
        if opens and st.button(t("Open in the network page"), icon=":material/hub:"):
            st.switch_page(PAGES["network"], query_params={"key": str(state.selection)})


def _without_lone_bids(graph: Subgraph) -> tuple[Subgraph, int]:
    """In a crowded picture, bids with a single neighbour only hide the rest."""
    if len(graph.nodes) <= CROWDED:
        return graph, 0
    near: dict[NodeKey, set[NodeKey]] = {}
    for edge in graph.edges:
        near.setdefault(edge.start, set()).add(edge.end)
        near.setdefault(edge.end, set()).add(edge.start)
    kept = [n for n in graph.nodes if n.label != "Bid" or len(near.get(n.key, ())) > 1]
    keys = {node.key for node in kept}
    edges = tuple(e for e in graph.edges if {e.start, e.end} <= keys)
    return Subgraph(tuple(kept), edges), len(graph.nodes) - len(kept)


def _bidders(workspace: Workspace, keys: set[NodeKey]) -> set[NodeKey]:
    bids: list[Value] = [key for key in sorted(keys) if key.startswith("bid:")]
    return {str(row[0]) for row in workspace.ask(BIDDERS, {"keys": bids}).rows} if bids else set()


def _that_fit(lead: Lead) -> list[Finding]:
    chosen: list[Finding] = []
    keys = set(lead.keys)
    for finding in lead.findings:
        more = keys | {*finding.subjects.values(), *finding.evidence}
        if len(more) > MOST_NODES // 2 and chosen:
            break
        keys = more
        chosen.append(finding)
    return chosen
