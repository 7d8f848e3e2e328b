"""The owners of a firm as a drawn chain, up to the ultimate controller."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evidence.beijing_time import today
from graph.records import Node, NodeKey
from messages import t
from pages.components.cross_links import profile_link
from pages.components.evidence_card import evidence_card
from pages.components.frame import fragment
from pages.components.literal import literal
from pages.components.network import network_view
from pages.components.network_arrangements import ACROSS, Places, hierarchy
from pages.components.network_graph import view_graph
from queries.describe import display_name
from queries.moment import in_force
from queries.ownership import MOST_LEVELS, Ownership
from workspace import Workspace

HEIGHT = 460
MOST_NAMED = 5
ASIDE = 0.37 * ACROSS


@fragment
def owner_chain(workspace: Workspace, firm: Node) -> None:
    """What the chain says in words, the chain itself, and the evidence of what is clicked."""
    now = today().isoformat()
    found = workspace.ownership(firm.key, day=now)
    if len(found.graph.nodes) < 2:
        st.info(t("No owner of this firm is on record: that says nothing about who owns it."))
        return
    for sentence in said(firm, found):
        st.markdown(sentence)
    ended = {e.id: "ended" for e in found.graph.edges if not in_force(e.properties, now)}
    view = view_graph(
        found.graph,
        focus=[firm.key, *([found.controller] if found.controller else [])],
        changes=ended,
    )
    state = network_view(
        view,
        key=f"owners-{firm.key}",
        revision=f"owners-{firm.key}",
        height=HEIGHT,
        labels="all",
        places=_off_line(hierarchy(view)),
        about=(firm.key,),
    )
    if state.selection is None:
        st.caption(t("Click a firm, a person or a line to see where it is on record."))
        return
    with st.container(border=True):
        evidence_card(workspace, found.graph, view, state.selection)
        if state.selection != firm.key:
            profile_link(workspace, found.graph, state.selection)


def _off_line(places: Mapping[str, tuple[float, float]]) -> Places:
    """Every other row a little aside, so that a line past a firm does not run behind it."""
    rows = sorted({y for _, y in places.values()})
    return {key: (x + ASIDE * (rows.index(y) % 2), y) for key, (x, y) in places.items()}


def said(firm: Node, found: Ownership) -> list[str]:
    """What the records say about control, with what they do not say."""
    names: dict[NodeKey, str] = {node.key: display_name(node) for node in found.graph.nodes}
    sentences = [
        t(
            "At the end of the chain of control stands **{name}**: every link up to there is a "
            "share of more than half, or management. Suspected ultimate controller, to be checked.",
            name=literal(names.get(found.controller, found.controller)),
        )
        if found.controller
        else t(
            "No recorded owner holds more than half of {name}.", name=literal(display_name(firm))
        )
    ]
    shares = [f"{names.get(k, k)} {part:.1%}" for k, part in found.through.items()]
    if shares:
        more = len(shares) - MOST_NAMED
        listed = literal(t(", ").join(shares[:MOST_NAMED]))
        if more > 0:
            listed += t(" and {count} more", count=more)
        sentences.append(
            t("Shares multiplied along the chains (today's records): {shares}.", shares=listed)
        )
    if found.cut:
        sentences.append(
            t(
                "{count} further owners, or levels above the {most}th, are not drawn.",
                count=found.cut,
                most=MOST_LEVELS,
            )
        )
    return sentences
