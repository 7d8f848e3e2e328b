"""Paths: how two to five parties hang together, the most telling chain first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from graph.records import Node, NodeKey, Path, Subgraph
from graph.vocabulary import FACT_TYPES
from messages import language, t
from pages.components.cross_links import profile_link
from pages.components.evidence_card import evidence_card
from pages.components.frame import PAGES, fragment, nothing_loaded, run_page, spread
from pages.components.literal import literal
from pages.components.network import network_view
from pages.components.network_filters import note_hubs
from pages.components.network_graph import view_graph
from pages.components.party_search import party_search
from pages.components.path_question import HOPS, MOST, Wanted, left_out, read_wanted
from pages.components.source_table import source_table
from pages.components.tray import lay_aside
from pages.components.words import kind_name, look, relation_name
from queries.describe import display_name, edge_sentence
from queries.path import MOST_PARTIES, PathFound, RankedPath
from workspace import Workspace

HEIGHT = 520
# The picture stays in sight while the chains beside it are read.
STAYS = (
    "<style>[data-testid='stLayoutWrapper']:has(> .st-key-path-picture)"
    "{position:sticky;top:3.5rem}</style>"
)


def show(workspace: Workspace) -> None:
    """Parties above, then each pair's chains with their sources."""
    spread()
    st.title(t("Paths"))
    if not workspace.batches():
        nothing_loaded()
        return
    stated = {name: st.query_params.get_all(name) for name in st.query_params}
    wanted = _asked(workspace, read_wanted(stated))
    if note := left_out(stated):
        st.info(literal(note), icon=":material/info:")
    if wanted.query() != {
        **stated,
        **{k: v for k, v in wanted.query().items() if stated.get(k) == [v]},
    }:
        st.query_params.from_dict(wanted.query())
    if len(wanted.parties) < 2:
        st.info(
            t(
                "Name two to five parties: companies, persons, experts, lots, devices. The chains "
                "of recorded facts between them are shown, the most telling first."
            ),
            icon=":material/route:",
        )
        return
    with st.spinner(t("Looking for chains …")):
        found = _found(workspace, wanted)
    _answer(workspace, wanted, found)


def _found(workspace: Workspace, wanted: Wanted) -> tuple[PathFound, ...]:
    """What was found for this question; kept while a person reads it in this language."""
    asked = (wanted, language())
    kept = st.session_state.get("path-found")
    if kept is None or kept[0] != asked:
        if wanted.through_hubs:
            note_hubs(workspace, wanted.parties, drawn=True)
        found = workspace.paths(
            wanted.parties,
            hops=wanted.hops,
            most=wanted.most,
            types=wanted.types,
            day=wanted.day,
            through_hubs=wanted.through_hubs,
            ordered=wanted.ordered,
        )
        kept = st.session_state["path-found"] = (asked, found)
    return tuple(kept[1])


def _asked(workspace: Workspace, stated: Wanted) -> Wanted:
    """The parties as chips, a field for the next one, and what a chain may be made of."""
    parties = list(stated.parties)
    names = {n.key: n for n in workspace.subgraph(parties).nodes}
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for place, key in enumerate(parties):
            node = names.get(key)
            said = f"{kind_name(node.label)} · {display_name(node)}" if node else key
            label = f"{place + 1} {said}" if stated.ordered else said
            if st.button(
                literal(label), icon=":material/close:", key=f"path-out-{key}", help=t("Take out")
            ):
                parties.remove(key)
                _go(stated, parties)
    with st.container(key="stacks-path-question"):
        field, options = st.columns([3, 2], gap="medium", vertical_alignment="top")
    if len(parties) < MOST_PARTIES:
        turn = len(parties)
        found = party_search(
            workspace, field, t("Add a party ({count} of 5)", count=turn), key=f"path-party-{turn}"
        )
        if found in parties:
            field.caption(t("This party stands above already."))
        elif found:
            _go(stated, [*parties, found])
    with options:
        return _options(stated)


def _go(stated: Wanted, parties: Sequence[NodeKey]) -> None:
    query = {**stated.query(), "party": list(parties)}
    st.query_params.from_dict(query)
    st.rerun()


def _options(stated: Wanted) -> Wanted:
    row = st.container(horizontal=True, vertical_alignment="bottom")
    ordered = row.segmented_control(
        t("Order"),
        ["given", "any"],
        default="given" if stated.ordered else "any",
        required=True,
        format_func={"given": t("as given"), "any": t("any order")}.__getitem__,
        key="path-order",
    )
    with row.popover(t("What a chain may be made of"), icon=":material/tune:"):
        hops = st.select_slider(t("Longest chain (hops)"), HOPS, value=stated.hops, key="path-hops")
        most = st.segmented_control(
            t("Chains a pair"), MOST, default=stated.most, required=True, key="path-most"
        )
        types = st.multiselect(
            t("Only over these relations (none chosen: all recorded facts)"),
            sorted(FACT_TYPES, key=relation_name),
            default=list(stated.types),
            format_func=relation_name,
            key="path-types",
            select_all=False,  # Enter after typing takes the first match, not all
        )
        day = st.date_input(
            t("As the records stood on (empty: all records)"),
            value=date.fromisoformat(stated.day) if stated.day else None,
            min_value=date(1990, 1, 1),
            max_value=date(2100, 1, 1),
            format="YYYY-MM-DD",
            key="path-day",
        )
        hubs = st.toggle(
            t("Go through hubs too"),
            value=stated.through_hubs,
            key="path-hubs",
            help=t(
                "Agencies, state capital, parks, what ties more than 50 nodes; "
                "of a lot only bids count."
            ),
        )
    return Wanted(
        stated.parties, ordered == "given", int(hops), int(most or 3), tuple(sorted(types)),
        day.isoformat() if isinstance(day, date) else None, hubs,
    )  # fmt: skip


@fragment
def _answer(workspace: Workspace, wanted: Wanted, found: tuple[PathFound, ...]) -> None:
    chains = {f"{i}-{j}": one for i, step in enumerate(found) for j, one in enumerate(step.ranked)}
    left, right = st.columns([1.15, 1], gap="medium")
    st.html(STAYS)
    with right, st.container(key="path-picture"):
        chosen = _chosen(chains)
        _picture(workspace, wanted, found, chosen)
    with left:
        for i, step in enumerate(found):
            _pair(workspace, wanted, step, i, chosen)
        _legend()


def _chosen(chains: dict[str, RankedPath]) -> RankedPath | None:
    name = st.session_state.get("path-chosen")
    return chains.get(str(name)) or next(iter(chains.values()), None)


def _pair(
    workspace: Workspace, wanted: Wanted, step: PathFound, number: int, chosen: RankedPath | None
) -> None:
    names = {n.key: display_name(n) for n in workspace.subgraph([step.start, step.end]).nodes}
    ends = [names.get(key, key) for key in (step.start, step.end)]
    st.markdown(f"**{literal(ends[0])}** — **{literal(ends[1])}**")
    if not step.ranked:
        st.warning(literal(step.sentence), icon=":material/link_off:")
        return
    best = step.ranked[0].score
    for place, one in enumerate(step.ranked):
        part = one.score / best if best > 0 else 1.0
        with st.container(border=True):
            _chain(workspace, one, f"{number}-{place}", place + 1, part=part, open_=one is chosen)
    if step.ranked[0].hubs and not wanted.through_hubs:
        said = t("Within {hops} hops no chain without a hub was found.", hops=wanted.hops)
        st.caption(literal(said))
    if step.cut:
        st.caption(literal(step.cut))


def _chain(
    workspace: Workspace, one: RankedPath, name: str, place: int, *, part: float, open_: bool
) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.html(_strip(place, one, part), width="stretch")
        drawn = st.button(
            t("Draw"), key=f"path-draw-{name}", type="primary" if open_ else "secondary"
        )
        kept = st.button(
            t("Tray"), key=f"path-keep-{name}", icon=":material/inbox:", help=t("Add to the tray")
        )
    if drawn:
        st.session_state["path-chosen"] = name
        st.rerun(scope="fragment")
    if kept:
        lay_aside(workspace, one.path.nodes, one.path.edges)
        st.rerun()
    st.markdown(literal(one.sentence))
    for note in notes(one):
        st.caption(literal(note))
    with st.expander(t("Facts and sources ({count})", count=len(one.path.edges))):
        names = {n.key: display_name(n) for n in one.path.nodes}
        for edge in one.path.edges:
            st.markdown(f"- {literal(edge_sentence(edge, names))}")
        source_table(workspace, one.sources, key=f"path-sources-{name}")


def notes(one: RankedPath) -> list[str]:
    """What must be said beside a chain: weak identities, hubs, further chains like it."""
    names = {n.key: display_name(n) for n in one.path.nodes}
    said = [
        t(
            "Rests on a weak identity: {name} is known by name, not by an ID number. The same name "
            "is not the same person; check before you rely on it.",
            name=names[key],
        )
        for key in one.weak
    ]
    said += [
        t("Goes through a hub: {name} ({reason}).", name=names[key], reason=reason)
        for key, reason in one.hubs.items()
    ]
    if one.alike:
        said.append(t("{count} more chains join the same parties by other bids.", count=one.alike))
    return said


def _strip(place: int, one: RankedPath, part: float) -> str:
    """The chain as coloured signs, one a party, with its rank and its score against the best."""
    dots = "<span style='opacity:.66'>—</span>".join(
        f"<span title='{kind_name(n.label)}' style='color:#fff;"
        f"background:color-mix(in srgb, {look(n.label).color} 85%, #000);"  # small signs: darker
        f"border-radius:5px;padding:0 .32rem;font-size:.76rem;"
        f"{'outline:2px dashed #d17a22;outline-offset:1px;' if n.key in one.weak else ''}'>"
        f"{look(n.label).glyph}</span>"
        for n in one.path.nodes
    )
    score = t(
        "{share} of the best score, {hops} hops", share=f"{part:.0%}", hops=len(one.path.edges)
    )
    return (
        f"<div style='display:flex;gap:.35rem;align-items:center;flex-wrap:wrap'>"
        f"<b>{place}</b>{dots}<span style='opacity:.66;font-size:.82rem'>{score}</span></div>"
    )


def _picture(
    workspace: Workspace,
    wanted: Wanted,
    found: tuple[PathFound, ...],
    chosen: RankedPath | None,
) -> None:
    """All chains as one network, the chosen one marked."""
    if chosen is None:
        return
    graph = _joined([one.path for step in found for one in step.ranked])
    marked = [(e.start, e.end) for e in chosen.path.edges]
    view = view_graph(graph, focus=wanted.parties, focus_edges=marked)
    state = network_view(
        view,
        key="path-network",
        revision="|".join(node.key for node in graph.nodes),
        height=HEIGHT,
        labels="all",
        about=wanted.parties,
    )
    if st.button(t("Open in the network page"), icon=":material/hub:"):
        st.switch_page(PAGES["network"], query_params={"key": [n.key for n in graph.nodes]})
    if state.selection:
        with st.container(border=True):
            evidence_card(workspace, graph, view, state.selection)
            profile_link(workspace, graph, state.selection)


def _joined(ways: Sequence[Path]) -> Subgraph:
    nodes: dict[NodeKey, Node] = {n.key: n for way in ways for n in way.nodes}
    edges = {e.id: e for way in ways for e in way.edges}
    return Subgraph(tuple(nodes[k] for k in sorted(nodes)), tuple(edges[k] for k in sorted(edges)))


def _legend() -> None:
    st.caption(
        t(
            "The score orders chains: a strong relation over rare parties comes before an ordinary "
            "one over busy parties. It is no probability. Computed relations are never part of a "
            "chain."
        )
    )


if __name__ == "__main__":
    run_page(show)
