"""One finding as a card: what the records show, the law, what else could explain it, the source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from graph.records import Node, Subgraph
from messages import language, t
from pages.components.frame import fragment
from pages.components.lead_network import subgraph_of
from pages.components.literal import literal
from pages.components.network_graph import shortened
from pages.components.source_table import OF_A_BID, bid_table, source_table
from pages.components.tray import lay_aside_finding
from pages.components.words import kind_name, strength_name, tag_name
from queries.catalogue import Provision
from queries.describe import display_name, finding_sentence, signal_title
from queries.finding import Finding
from queries.signal import Signal, Strength
from workspace import Workspace

Color = Literal["red", "orange", "blue", "violet", "gray", "green"]
STRENGTH_COLORS: dict[Strength, Color] = {
    Strength.DEEMED: "red",
    Strength.PRESUMPTIVE: "orange",
    Strength.STATISTICAL: "blue",
    Strength.PROCEDURAL: "violet",
    Strength.CONTEXT: "gray",
}
TAG_COLORS: dict[str, Color] = {"V": "green", "V-s": "orange", "P": "blue", "memory": "gray"}
MOST_NODES = 12


@fragment
def finding_card(
    workspace: Workspace,
    finding: Finding,
    signal: Signal,
    *,
    points: float | None,
    expanded: bool,
    key: str,
    within: str = "",
) -> None:
    """The card of one finding; `points` is what its root fact adds to the index, in bans.

    `within` is the name of what all cards of a list are about: headlines need not repeat it. What
    is closed is not drawn: the bids of ten findings are thousands of rows.
    """
    said = finding_sentence(signal, finding)
    headline = literal(shortened(without_place(said, within), 64))
    title = f"**{signal_title(signal)}**  ·  {headline}"
    card = st.expander(title, expanded=expanded, key=key, on_change="rerun")
    if not card.open:
        return
    with card:
        _badges(finding, signal, points)
        st.markdown(literal(said))
        if st.button(t("Add to the tray"), icon=":material/inbox:", key=f"{key}-tray"):
            lay_aside_finding(workspace, finding, f"{signal_title(signal)}: {said}")
            st.rerun()
        names = [
            t("Legal basis"),
            t("Innocent explanations and next steps"),
            t("Evidence and sources"),
        ]
        law, doubts, source = st.tabs(names, key=f"{key}-tabs", on_change="rerun")
        with law:
            _law(signal, workspace.register())
        with doubts:
            _doubts(signal)
        if source.open:
            with source, st.spinner(t("Reading the sources …")):
                _evidence(workspace, finding, subgraph_of(workspace, [finding]), key)


def without_place(said: str, within: str) -> str:
    """The sentence without its first clause, if that says no more than where."""
    for comma in ("，", ", "):
        first, found, rest = said.partition(comma)
        if found and within and within in first and len(first) <= len(within) + len(" In lot “”"):
            return rest
    return said


def _badges(finding: Finding, signal: Signal, points: float | None) -> None:
    strength = signal.strength
    with st.container(horizontal=True, gap="small"):
        st.badge(strength_name(strength.value), color=STRENGTH_COLORS[strength])
        if points is not None:
            st.badge(
                t("+{points} bans", points=f"{points:.2f}"),
                color="gray",
                help=t("What it adds to the index. One ban makes the odds ten times as high."),
            )
        st.badge(
            t("grade {grade}", grade=f"{finding.grade:.2f}"),
            color="gray",
            help=t("How fully the signal applies: 1 wholly, 0 not at all. The weight is scaled."),
        )
        st.badge(
            f"{signal.id} r{finding.revision}",
            color="gray",
            help=t("Name and revision of the signal, as the audit log and the dossier cite it."),
        )
        if signal.status != "established":
            st.badge(t("on trial"), color="yellow")


def _law(signal: Signal, register: Mapping[str, Provision]) -> None:
    for name in signal.legal_basis:
        provision = register.get(name)
        if provision is None:
            st.markdown(f"- `{name}`")
            continue
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f"**{provision.cited_as}**", width="content")
            st.badge(tag_name(provision.tag), color=TAG_COLORS.get(provision.tag, "gray"))
        if provision.quotable:
            st.markdown(f"> {literal(provision.text)}")
        else:
            st.caption(t("The sense, not a quotation: {text}", text=literal(provision.text)))
    st.caption(t("Whether a provision applies is for the competent authority to decide."))


def _doubts(signal: Signal) -> None:
    words = signal.english if language() == "en" else signal
    st.markdown(f"**{t('What else could explain it')}**")
    st.markdown("\n".join(f"- {line}" for line in words.innocent_explanations))
    st.markdown(f"**{t('Next steps')}**")
    st.markdown("\n".join(f"{i}. {line}" for i, line in enumerate(words.next_steps, 1)))
    st.markdown(f"**{t('Blind spots')}**")
    st.markdown("\n".join(f"- {line}" for line in words.blind_spots))


def _evidence(workspace: Workspace, finding: Finding, graph: Subgraph, key: str) -> None:
    cited = _cited(finding, graph)
    bids = [node for node in cited if node.label == "Bid"]
    others = [node for node in cited if node.label != "Bid"]
    st.markdown(
        "\n".join(
            f"- {kind_name(n.label)} · {literal(display_name(n))}" for n in others[:MOST_NODES]
        )
    )
    if len(others) > MOST_NODES:
        st.caption(t("{count} more.", count=len(others) - MOST_NODES))
        st.dataframe(
            [{t("Kind"): kind_name(n.label), t("Name"): display_name(n)} for n in others],
            hide_index=True,
            width="stretch",
            height=290,
            key=f"{key}-others",
        )
    keys = {node.key for node in cited}
    among = [e for e in graph.edges if {e.start, e.end} <= keys and e.type not in OF_A_BID]
    if bids:
        bid_table(workspace, bids, graph, key=f"{key}-bids")
    references = {s for node in others for s in node.sources}
    references |= {s for edge in among for s in edge.sources}
    if references or not bids:
        source_table(workspace, references, key=f"{key}-sources")


def _cited(finding: Finding, graph: Subgraph) -> list[Node]:
    wanted = {*finding.subjects.values(), *finding.evidence, *finding.counted}
    return [node for node in graph.nodes if node.key in wanted]
