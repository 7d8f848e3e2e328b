"""Paths: how parties hang together, two to five or one with each of many, best chain first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from pages.components.one_to_many import each_table, party_list, unread_lines
from pages.components.party_search import party_search
from pages.components.path_question import HOPS, MOST, Wanted, left_out, read_wanted
from pages.components.picked import sign_of
from pages.components.source_table import source_table
from pages.components.tray import lay_aside
from pages.components.words import kind_name, look, relation_name
from queries.describe import display_name, edge_sentence
from queries.path import MOST_PARTIES, Order, PathFound, RankedPath
from workspace import Workspace

HEIGHT = 520
FEW_CHIPS = 8  # parties that stand side by side, each to be taken out
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
    if note := left_out(stated, wanted.order):
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
                "of recorded facts between them are shown, the most telling first. One party can "
                "also be checked against each of up to 50 others."
            ),
            icon=":material/route:",
        )
        return
    found = _found(workspace, wanted)
    _answer(workspace, wanted, found)


def _found(workspace: Workspace, wanted: Wanted) -> tuple[PathFound, ...]:
    """What was found for this question; kept while a person reads it in this language."""
    at_work = st.empty()  # in each run: what moves up is built anew, and keys lose their place
    asked = (wanted, language())
    kept = st.session_state.get("path-found")
    if kept is None or kept[0] != asked:
        if wanted.through_hubs:
            note_hubs(workspace, wanted.joined, drawn=True)

        def tell(done: int, all_: int) -> None:
            at_work.progress(done / all_, t("Looking for chains …"))

        tell(0, 1)
        found = workspace.paths(
            wanted.joined,
            hops=wanted.hops,
            most=wanted.most,
            types=wanted.types,
            day=wanted.day,
            through_hubs=wanted.through_hubs,
            order=wanted.order,
            progress=tell,
        )
        at_work.empty()
        kept = st.session_state["path-found"] = (asked, found)
    return tuple(kept[1])


def _asked(workspace: Workspace, stated: Wanted) -> Wanted:
    """The parties as chips, a field for the next one, and what a chain may be made of."""
    parties = list(stated.parties)
    found = {n.key: n for n in workspace.subgraph(parties).nodes}
    names = {
        key: f"{kind_name(found[key].label)} · {display_name(found[key])}" if key in found else key
        for key in parties
    }
    _chips(stated, names)
    with st.container(key="stacks-path-question"):
        field, options = st.columns([3, 2], gap="medium", vertical_alignment="top")
    with options:
        wanted = _options(stated)
    most = MOST_PARTIES[wanted.order]
    if len(parties) < most:
        turn = len(parties)
        title = t("Add a party ({count} of {most})", count=turn, most=most)
        one = party_search(workspace, field, title, key=f"path-party-{turn}")
        if one in parties:
            field.caption(t("This party stands above already."))
        elif one:
            _go(wanted, [*parties, one])
    if wanted.order == "each":
        with field.container(horizontal=True, vertical_alignment="bottom"):
            _each_question(workspace, wanted, names)
        with field:
            unread_lines(wanted.parties)
    return wanted


def _chips(stated: Wanted, names: Mapping[NodeKey, str]) -> None:
    """The parties, each taken out by a click."""
    many = len(names) > FEW_CHIPS
    place = st.expander(t("{count} parties", count=len(names))) if many else st.container()
    with place.container(horizontal=True, gap="small", vertical_alignment="center"):
        for number, (key, name) in enumerate(names.items(), start=1):
            label = f"{number} {name}" if stated.order == "given" else name
            if st.button(
                literal(label), icon=":material/close:", key=f"path-out-{key}", help=t("Take out")
            ):
                _go(stated, [other for other in names if other != key])


def _each_question(workspace: Workspace, wanted: Wanted, names: Mapping[NodeKey, str]) -> None:
    """Which party is checked against the others, and a list of others at once."""
    parties = list(wanted.parties)
    if len(parties) > 1:
        first = st.selectbox(
            t("Check this party against each of the others"),
            parties,
            format_func=names.__getitem__,
            key=f"path-first-{sign_of(parties)}",
        )
        if first != parties[0]:
            _go(wanted, [first, *(key for key in parties if key != first)])
    fresh = party_list(workspace, known=parties, most=MOST_PARTIES["each"])
    if fresh:
        _go(wanted, [*parties, *fresh])


def _go(stated: Wanted, parties: Sequence[NodeKey]) -> None:
    query = {**stated.query(), "party": list(parties)}
    st.query_params.from_dict(query)
    st.rerun()


def _options(stated: Wanted) -> Wanted:
    row = st.container(horizontal=True, vertical_alignment="bottom")
    said: dict[Order, str] = {
        "given": t("as given"),
        "any": t("any order"),
        "each": t("one with each"),
    }
    order = row.segmented_control(
        t("Order"),
        list(said),
        default=stated.order,
        required=True,
        format_func=said.__getitem__,
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
        stated.parties, order or "given", int(hops), int(most or 3), tuple(sorted(types)),
        day.isoformat() if isinstance(day, date) else None, hubs,
    )  # fmt: skip


@fragment
def _answer(workspace: Workspace, wanted: Wanted, found: tuple[PathFound, ...]) -> None:
    chains = {f"{i}-{j}": one for i, step in enumerate(found) for j, one in enumerate(step.ranked)}
    if wanted.order == "each":
        said = {step.end: notes(step.ranked[0]) for step in found if step.ranked}
        at = each_table(workspace, found, said)
        chains = {name: one for name, one in chains.items() if name.startswith(f"{at}-")}
        shown = {at: found[at]}
    else:
        shown = dict(enumerate(found))
    left, right = st.columns([1.15, 1], gap="medium")
    st.html(STAYS)
    with right, st.container(key="path-picture"):
        chosen = _chosen(chains)
        _picture(workspace, wanted, list(shown.values()), chosen)
    with left:
        for i, step in shown.items():
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
    found: Sequence[PathFound],
    chosen: RankedPath | None,
) -> None:
    """All chains as one network, the chosen one marked."""
    if chosen is None:
        return
    graph = _joined([one.path for step in found for one in step.ranked])
    marked = [(e.start, e.end) for e in chosen.path.edges]
    ends = [key for key in wanted.joined if any(key in (f.start, f.end) for f in found)]
    view = view_graph(graph, focus=ends, focus_edges=marked)
    state = network_view(
        view,
        key="path-network",
        revision="|".join(node.key for node in graph.nodes),
        height=HEIGHT,
        labels="all",
        about=ends,
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
