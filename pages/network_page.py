"""Network: find someone, see who is tied to whom, filter, arrange, lay aside, take along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from evidence.beijing_time import today
from graph.overhearing import Question
from graph.records import Edge, Node, NodeKey, Subgraph, Value
from messages import t
from pages.components.cross_links import profile_link
from pages.components.cypher_behind import cypher_behind
from pages.components.evidence_card import evidence_card
from pages.components.frame import PAGES, fragment, nothing_loaded, run_page, spread
from pages.components.literal import literal
from pages.components.network import (
    Action,
    NetworkState,
    Several,
    Tools,
    marked_in,
    network_view,
    payload,
    places_of,
)
from pages.components.network_arrangements import Places, arranged, months
from pages.components.network_desk import SESSION, Desk, desk_of_session
from pages.components.network_files import graphml, offline_page, saved, tables
from pages.components.network_filters import filter_bar, note_hubs
from pages.components.network_graph import ViewGraph, shortened, view_graph
from pages.components.network_state import (
    Address,
    Canvas,
    Filtered,
    Filters,
    Opened,
    Picture,
    filtered,
    read_address,
    rings_of,
)
from pages.components.party_search import party_search
from pages.components.sign_in import may_see
from pages.components.tray import lay_aside
from pages.components.words import kind_name
from queries.describe import display_name
from queries.moment import changed_since
from queries.surroundings import Expansion, hubs_among, left_to_show, neighbours_left
from workspace import Workspace

HEIGHT = 600  # with the search above, all of it stands in a window of 768 px
PER_EXPANSION = 30
MOST_NAMED = 12  # of the nodes chosen together
RINGS = (
    "UNWIND $keys AS k MATCH (c:Company {key: k})<-[:HAS_MEMBER]-(r:Ring) "
    "RETURN DISTINCT r.key AS key ORDER BY key"
)
VIEW_CYPHER = "MATCH (a)-[r]->(b)\nWHERE a.key IN $keys AND b.key IN $keys\nRETURN a, r, b"


def show(workspace: Workspace) -> None:
    """Search above, the picture and the evidence below."""
    spread()
    title, field = st.columns([1, 5.2], vertical_alignment="top", gap="small")
    title.title(t("Network"))
    if not workspace.batches():
        nothing_loaded()
        return
    _from_address(workspace)
    _search(workspace, field)
    if SESSION not in st.session_state:
        st.info(
            t("Search for a company, a person, a lot, a telephone or a device to begin."),
            icon=":material/search:",
        )
        _other_beginnings(workspace)
        return
    _picture(workspace)


def _other_beginnings(workspace: Workspace) -> None:
    """Pages from which a network can be opened, for who has nobody in mind yet."""
    st.markdown(t("Or begin from what stands out: each of these opens its own network."))
    titles = {"leads": t("Leads"), "rings": t("Rings"), "watch": t("Watch")}
    icons = {"leads": "flag", "rings": "group_work", "watch": "visibility"}
    with st.container(horizontal=True, gap="small"):
        for name, title in titles.items():
            if may_see(workspace, name):
                st.page_link(PAGES[name], label=title, icon=f":material/{icons[name]}:")


def _from_address(workspace: Workspace) -> None:
    address = _stated()
    if not address.roots or st.session_state.get("network-address") == address.query():
        return
    _begin(workspace, address)


def _stated() -> Address:
    """What the address of the window says."""
    return read_address({name: st.query_params.get_all(name) for name in st.query_params})


def _begin(workspace: Workspace, address: Address) -> None:
    """Open a view: what lies around its roots, then the expansions that its address names."""
    if address.filters.hubs:
        note_hubs(workspace, address.roots, drawn=True)
    with st.spinner(t("Reading the surroundings …")):
        found = workspace.surroundings(
            address.roots,
            hops=address.hops,
            most=address.size,
            through_hubs=address.filters.hubs,
        )
        shown = dict.fromkeys(found.keys)
        for step in address.opened:
            found_next = workspace.expansion(
                step.keys, types=step.types, known=list(shown), most=PER_EXPANSION
            )
            shown |= dict.fromkeys(found_next.keys)
    hidden = {*address.hidden, *(shown.keys() - set(address.only) if address.only else ())}
    picture = Picture(tuple(shown), frozenset(hidden), frozenset(), address.opened)
    turn = st.session_state.get("network-turn", 0) + 1
    st.session_state["network-turn"] = turn
    st.session_state[SESSION] = Desk(
        address, Canvas(picture), address.filters, address.layout, address.grouping, turn=turn
    )
    desk_of_session().ties.update(found.ties)
    _say_address()


def _say_address() -> None:
    """The address names what is on the desk, so that it can be kept and sent."""
    query = st.session_state["network-address"] = desk_of_session().now.query()
    if _stated().query() != query:
        st.query_params.from_dict(query)


def _search(workspace: Workspace, field: DeltaGenerator) -> None:
    turn = st.session_state.get("network-turn", 0)
    found = party_search(workspace, field, t("Search"), key=f"network-from-{turn}")
    if found:
        _begin(workspace, Address((found,)))
        st.rerun()


@fragment
def _picture(workspace: Workspace) -> None:
    desk = desk_of_session()
    if desk.jump is not None:
        wanted, desk.jump = desk.jump, None
        st.switch_page(PAGES["path"], query_params=wanted)
    whole, ties = _read(workspace, desk), desk.ties
    roots = desk.address.roots
    if not whole.nodes:
        missing = literal(t(", ").join(roots))
        st.error(t("Nothing in the graph has the key '{key}'. Search for the party.", key=missing))
        return
    hubs = hubs_among(whole.nodes, ties)
    now = today().isoformat()
    left = filtered(
        whole, desk.filters, roots=roots, hubs=hubs, hidden=desk.canvas.now.hidden, today=now
    )
    _say_added(desk, left)
    reach = filter_bar(whole, desk.filters, left, desk.address, hubs, turn=desk.turn)
    if (reach.filters, reach.hops, reach.size) != (
        desk.filters, desk.address.hops, desk.address.size,
    ):  # fmt: skip
        _refilter(workspace, desk, reach.filters, reach.hops, reach.size)
        st.rerun(scope="fragment")
    if not left.graph.nodes:
        st.warning(t("Nothing is left to draw. Take a filter back."), icon=":material/filter_alt:")
        if desk.canvas.now.hidden and st.button(
            t("Show everything hidden"), icon=":material/visibility:"
        ):
            desk.canvas = desk.canvas.show_all()
            st.rerun(scope="fragment")
        return
    _desk_and_card(workspace, desk, left, ties, hubs)
    _say_address()
    if desk.too_many_hidden:
        st.caption(
            t(
                "So many nodes are hidden that the address of this view cannot name them: opened "
                "again by it, all are drawn."
            )
        )


def _refilter(workspace: Workspace, desk: Desk, filters: Filters, hops: int, size: int) -> None:
    if (hops, size) != (desk.address.hops, desk.address.size):
        hidden = tuple(sorted(desk.canvas.now.hidden))
        wider = replace(desk.now, hops=hops, size=size, filters=filters, hidden=hidden, only=())
        _begin(workspace, wider)
        return
    if filters.hubs != desk.filters.hubs:
        note_hubs(workspace, desk.address.roots, drawn=filters.hubs)
    desk.filters = filters


def _read(workspace: Workspace, desk: Desk) -> Subgraph:
    """What is shown, read once until something is added."""
    keys = frozenset(desk.canvas.now.shown)
    if desk.graph is None or desk.graph[0] != keys:
        desk.graph = (keys, workspace.subgraph(keys))
        desk.ties |= workspace.ties([k for k in keys if k not in desk.ties])
        desk.degrees |= workspace.degrees([k for k in keys if k not in desk.degrees])
    return desk.graph[1]


def _desk_and_card(
    workspace: Workspace,
    desk: Desk,
    left: Filtered,
    ties: Mapping[NodeKey, Mapping[str, int]],
    hubs: Mapping[NodeKey, str],
) -> None:
    graph = left.graph
    seen = set(desk.canvas.seen)
    edges = [e for e in (desk.graph[1] if desk.graph else graph).edges if {e.start, e.end} <= seen]
    remaining, more = left_to_show(ties, edges), neighbours_left(desk.degrees, edges)
    around = _around(workspace, desk, graph)
    view = view_graph(
        graph,
        focus=desk.address.roots,
        more=more,
        hubs=hubs,
        changes=_changes(graph, desk.filters),
    )
    boxes = _boxes(workspace, desk, graph)
    tools = Tools(
        arrangement=f"{desk.layout}|{desk.grouping}|{desk.arranged}",
        places=_places(desk, view, boxes),
        past=len(desk.canvas.past),
        layout=desk.layout,
        grouping=desk.grouping,
        menus={key: _most_first(some) for key, some in remaining.items()},
        several=around and Several(around[0], around[1].more, _most_first(around[1].left)),
        hidden_by_hand=bool(desk.canvas.now.hidden),
        ticks=months(view) if desk.layout == "timeline" and not desk.grouping else (),
        file=desk.file,
    )
    desk.file = None
    with st.container(key="splits-network"):
        picture, panel = st.columns([2.9, 1], gap="small")
    with picture:
        state = network_view(
            view,
            key="network",
            revision=desk.revision,
            near=desk.near,
            pins=desk.canvas.now.pinned,
            groups=boxes,
            height=HEIGHT,
            tools=tools,
            about=desk.address.roots,
            on_action=lambda action: _act(workspace, action, graph, view),
        )
    with panel, st.container(height=HEIGHT + 4, border=True, key="network-card"):
        _panel(workspace, graph, view, state, more, around[1].more if around else 0)
        shown = state.selection
        if shown is None and not state.marked:
            evidence_card(workspace, graph, view, None, ties=ties, hubs=hubs)
            shown = desk.address.roots[0] if len(desk.address.roots) == 1 else None
        if shown is not None:
            profile_link(workspace, graph, shown)
            evidence_card(workspace, graph, view, shown, ties=ties, hubs=hubs)
    _cypher(workspace, desk, graph)


def _most_first(left: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(left.items(), key=lambda item: (-item[1], item[0]))


def _around(
    workspace: Workspace, desk: Desk, graph: Subgraph
) -> tuple[tuple[NodeKey, ...], Expansion] | None:
    """The nodes chosen together, and what is left around them; asked once for each choice."""
    present = {node.key for node in graph.nodes}
    marked = tuple(key for key in marked_in("network") if key in present)
    if len(marked) < 2:
        return None
    seen = desk.canvas.seen
    if desk.around is None or desk.around[:2] != (marked, seen):
        desk.around = (marked, seen, workspace.expansion(marked, known=seen, most=0))
    return marked, desk.around[2]


def _changes(graph: Subgraph, filters: Filters) -> dict[str, str]:
    if filters.day is None or not filters.compare:
        return {}
    return {edge.id: changed_since(edge, filters.day, today().isoformat()) for edge in graph.edges}


def _boxes(workspace: Workspace, desk: Desk, graph: Subgraph) -> dict[NodeKey, str]:
    """The name of the box in which each node stands, if nodes are grouped."""
    if desk.grouping == "kind":
        return {node.key: kind_name(node.label) for node in graph.nodes}
    if desk.grouping != "ring":
        return {}
    firms = [node.key for node in graph.nodes if node.label == "Company"]
    rings = [str(row[0]) for row in workspace.ask(RINGS, {"keys": list(firms)}).rows]
    known = workspace.subgraph([*firms, *rings])
    names = {node.key: shortened(display_name(node), 20) for node in known.nodes}
    ring_of = rings_of(known.nodes, known.edges)
    ring_of |= {node.key: node.key for node in graph.nodes if node.key in ring_of.values()}
    return {key: names[ring] for key, ring in ring_of.items()}


def _places(desk: Desk, view: ViewGraph, boxes: Mapping[NodeKey, str]) -> Places:
    """Where nodes stand by the chosen arrangement; computed when it is chosen, then kept."""
    name = f"{desk.revision}|{desk.layout}|{desk.grouping}|{desk.arranged}"
    if desk.places is None or desk.places[0] != name:
        plain = desk.layout == "force" and not boxes  # the slowest: kept from one choice to another
        keys = [node.id for node in view.nodes]
        found = places_of(keys, view.edges) if plain else arranged(desk.layout, view, boxes)
        desk.places = (name, dict(found))
    return desk.places[1]


def _act(workspace: Workspace, action: Action, graph: Subgraph, view: ViewGraph) -> None:
    desk = desk_of_session()
    canvas = desk.canvas
    steps: dict[str, Callable[[], Canvas]] = {
        "hide": lambda: canvas.hide(action.ids),
        "only": lambda: canvas.only(action.ids),
        "show_all": canvas.show_all,
        "pin": lambda: canvas.pin(action.ids),
        "undo": canvas.undo,
        "redo": canvas.redo,
        "expand": lambda: _expanded(workspace, desk, action),
    }
    if action.type in steps:
        desk.canvas = steps[action.type]()
    elif action.type in {"layout", "group"}:
        _arrange(desk, action)
    elif action.type == "tray":
        _lay_aside(workspace, graph, view, action.ids)
    elif action.type == "centre" and action.id:
        _begin(workspace, Address((action.id,)))
    elif action.type == "path":
        desk.jump = {"party": list(action.ids)[:5]}
    elif action.type == "export":
        _export(workspace, desk, graph, view, action)


def _expanded(workspace: Workspace, desk: Desk, action: Action) -> Canvas:
    canvas = desk.canvas
    found = workspace.expansion(
        action.ids, types=action.types, known=canvas.seen, most=PER_EXPANSION
    )
    if not found.keys:
        st.toast(t("There is nothing more to expand here."), icon=":material/check:")
        return canvas
    desk.near, desk.added = found.opened, found
    return canvas.add(found.keys, Opened(found.opened, action.types))


def _say_added(desk: Desk, left: Filtered) -> None:
    """What came of an expansion, where not all of it is drawn."""
    found, desk.added = desk.added, None
    if found is None:
        return
    fresh, drawn = set(found.keys), {node.key for node in left.graph.nodes}
    parts = [t("{count} added", count=len(fresh & drawn))]
    if hubs := len(fresh & left.hubs.keys()):
        parts.append(t("{count} are hubs and stay hidden", count=hubs))
    if away := len(fresh - drawn - left.hubs.keys()):
        parts.append(t("{count} are left out by filters", count=away))
    if found.more:
        parts.append(t("{count} left, expand again", count=found.more))
    if len(parts) > 1:
        st.toast(" · ".join(parts), icon=":material/more_horiz:")


def _arrange(desk: Desk, action: Action) -> None:
    desk.arranged += 1
    if action.type == "layout":
        desk.layout, desk.grouping = action.choice, ""
    else:
        desk.grouping = action.choice


def _lay_aside(
    workspace: Workspace, graph: Subgraph, view: ViewGraph, ids: tuple[str, ...]
) -> None:
    """The nodes with these ids, the edges behind these lines."""
    edges: list[Edge] = [edge for id_ in ids for edge in view.members.get(id_, ())]
    ends = {key for edge in edges for key in (edge.start, edge.end)}
    nodes: list[Node] = [n for n in graph.nodes if n.key in ids or n.key in ends]
    lay_aside(workspace, nodes, edges)
    st.session_state["tray-changed"] = True


def _export(
    workspace: Workspace, desk: Desk, graph: Subgraph, view: ViewGraph, action: Action
) -> None:
    name = t("network")
    desk.saved += 1
    if action.choice == "graphml":
        content = workspace.take_out(
            f"{name}.graphml", lambda: graphml(graph, action.spots), desk.address.roots
        )
        desk.file = saved(f"{name}.graphml", "application/xml", content, number=desk.saved)
        return
    references = {ref for node in graph.nodes for ref in node.sources}
    references |= {ref for edge in graph.edges for ref in edge.sources}
    cells = workspace.sources(references)
    if action.choice == "csv":
        content = workspace.take_out(
            f"{name}.zip", lambda: tables(graph, cells), desk.address.roots
        )
        desk.file = saved(f"{name}.zip", "application/zip", content, number=desk.saved)
        return
    hidden = action.view.get("kinds")
    away = set(hidden) if isinstance(hidden, list) else set()
    data = payload(
        view, revision="offline", near=(), pins=desk.canvas.now.pinned, hidden=(),
        groups=_boxes(workspace, desk, graph), filters={n.kind for n in view.nodes} - away,
        selected=None, height=0, labels="auto", tools=Tools(places=action.spots),
    )  # fmt: skip
    roots = {node.key: display_name(node) for node in graph.nodes}
    title = t(
        "Network around {name}",
        name=t(", ").join(roots[k] for k in desk.address.roots if k in roots),
    )
    made = t("Made by {user} on {day}.", user=workspace.user, day=today().isoformat())
    content = workspace.take_out(
        f"{name}.html",
        lambda: offline_page(data, graph, view, cells, title=title, made=made),
        desk.address.roots,
    )
    desk.file = saved(f"{name}.html", "text/html", content, number=desk.saved)


def _panel(
    workspace: Workspace,
    graph: Subgraph,
    view: ViewGraph,
    state: NetworkState,
    more: Mapping[NodeKey, int],
    together: int,
) -> None:
    """What can be done with what is chosen, in words; `more` and `together` count who is left."""
    if st.session_state.pop("tray-changed", False):
        st.rerun()
    chosen = state.marked or ((state.selection,) if state.selection else ())
    names = {node.key: display_name(node) for node in graph.nodes}
    present = [id_ for id_ in chosen if id_ in names or id_ in view.members]
    if not present:
        return
    if len(present) > 1:
        said = t("{count} chosen, {left} left in all", count=len(present), left=together)
        st.markdown(f"**{said}**")
        signs = {key: f" +{more[key]}" if key in more else "" for key in present}  # as drawn
        lines = [f"- {literal(names[key])}{signs[key]}" for key in present]
        if len(present) > MOST_NAMED:
            rest = t("and {count} other nodes chosen", count=len(present) - MOST_NAMED)
            lines[MOST_NAMED:] = [f"- {rest}"]
        st.markdown("\n".join(lines))
    with st.container(horizontal=True, gap="small"):
        if st.button(t("Tray"), icon=":material/inbox:", help=t("Add to the tray")):
            _lay_aside(workspace, graph, view, tuple(present))
            st.rerun()
        parties = [key for key in present if key in names][:5]
        if parties and st.button(t("Paths"), icon=":material/route:"):
            st.switch_page(PAGES["path"], query_params={"party": parties})


def _cypher(workspace: Workspace, desk: Desk, graph: Subgraph) -> None:
    keys: list[Value] = [node.key for node in graph.nodes]
    stated = ", ".join(f"{k}={v}" for k, v in desk.now.query().items() if k != "key")
    note = t(
        "Filters: {filters}. The statement runs as it is in Neo4j Browser too.",
        filters=stated or "—",
    )
    asked = [Question(VIEW_CYPHER, {"keys": keys})]
    asks = may_see(workspace, "ask")
    cypher_behind(asked, key="network-behind", asks=asks, note=note)


if __name__ == "__main__":
    run_page(show, asked=False)
