"""Network: find someone, see who is tied to whom, and how two parties are connected."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from graph.records import NodeKey, Subgraph
from messages import t
from pages.components.evidence_card import evidence_card
from pages.components.frame import fragment, nothing_loaded, run_page
from pages.components.network import MOST_NODES, Action, network_view
from pages.components.network_graph import view_graph
from pages.components.words import kind_name
from queries.describe import display_name
from queries.search import SearchHit
from workspace import Workspace

HEIGHT = 600
AT_FIRST = 60
PER_EXPANSION = 30
SHOWN, MORE, NEAR, MARKED, SENTENCES = (
    "network-shown",
    "network-more",
    "network-near",
    "network-marked",
    "network-sentences",
)


def show(workspace: Workspace) -> None:
    """Search above, the picture below."""
    st.title(t("Network"))
    if not workspace.batches():
        nothing_loaded()
        return
    _from_address(workspace)
    _search(workspace)
    if not st.session_state.get(SHOWN):
        st.info(
            t("Search for a company, a person, a lot, a telephone or a device to begin."),
            icon=":material/search:",
        )
        return
    _picture(workspace)


def _from_address(workspace: Workspace) -> None:
    key = st.query_params.get("key")
    if key and st.session_state.get("network-address") != key:
        st.session_state["network-address"] = key
        _begin(workspace, key)


def _begin(workspace: Workspace, key: NodeKey) -> None:
    found = workspace.neighbourhood(key, hops=1, max_nodes=AT_FIRST)
    st.session_state[SHOWN] = [node.key for node in found.nodes]
    st.session_state[MORE] = dict(found.omitted)
    st.session_state[NEAR] = key
    st.session_state[MARKED] = []
    st.session_state[SENTENCES] = []
    st.session_state["network-revision"] = key


def _search(workspace: Workspace) -> None:
    left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
    below = st.columns([2, 2, 1])
    first = _party(workspace, left, below[0], t("Search"), "from")
    second = _party(workspace, middle, below[1], t("Path to (optional)"), "to")
    if right.button(
        t("Find paths") if second else t("Show"),
        type="primary",
        disabled=first is None,
        width="stretch",
    ):
        if first and second:
            _paths(workspace, first, second)
        elif first:
            _begin(workspace, first)


def _party(
    workspace: Workspace, above: DeltaGenerator, below: DeltaGenerator, title: str, name: str
) -> NodeKey | None:
    text = above.text_input(
        title, key=f"network-{name}", placeholder=t("name, code, telephone, device number …")
    )
    if not text.strip():
        return None
    hits = workspace.search(text.strip(), limit=50)
    if not hits:
        below.caption(t("Nothing is found for this. Try fewer characters."))
        return None
    labels = {hit.key: _hit_name(hit) for hit in hits}
    chosen = below.selectbox(
        t("{count} found", count=len(hits)),
        list(labels),
        format_func=labels.__getitem__,
        key=f"network-{name}-hit",
        label_visibility="collapsed",
    )
    return str(chosen) if chosen else None


def _hit_name(hit: SearchHit) -> str:
    name = f"{kind_name(hit.label)} · {hit.name}"
    return name if hit.matched in hit.name else f"{name}（{hit.matched}）"


def _paths(workspace: Workspace, first: NodeKey, second: NodeKey) -> None:
    found = workspace.paths([first, second])
    nodes = {node.key for one in found if one.path for node in one.path.nodes}
    edges = [edge for one in found if one.path for edge in one.path.edges]
    st.session_state[SHOWN] = sorted(nodes | {first, second})
    st.session_state[MORE] = {}
    st.session_state[NEAR] = first
    st.session_state[MARKED] = [(edge.start, edge.end) for edge in edges]
    st.session_state[SENTENCES] = [one.sentence for one in found]
    st.session_state["network-revision"] = f"{first} {second}"


@fragment
def _picture(workspace: Workspace) -> None:
    for line in st.session_state.get(SENTENCES, []):
        st.success(line, icon=":material/route:")
    graph = workspace.subgraph(st.session_state[SHOWN])
    view = view_graph(
        graph,
        focus=_focus(),
        focus_edges=st.session_state[MARKED],
        more=st.session_state[MORE],
    )
    picture, panel = st.columns([2.7, 1], gap="medium")
    with picture:
        state = network_view(
            view,
            key="network",
            revision=st.session_state["network-revision"],
            near=st.session_state[NEAR],
            height=HEIGHT,
            on_action=lambda action: _act(workspace, action),
        )
    with panel, st.container(height=HEIGHT, border=False):
        _panel(workspace, graph, state.selection)
        evidence_card(workspace, graph, view, state.selection)


def _focus() -> set[NodeKey]:
    marked = {key for pair in st.session_state[MARKED] for key in pair}
    return marked or {st.session_state["network-revision"]}


def _act(workspace: Workspace, action: Action) -> None:
    if action.type == "expand":
        _expand(workspace, action.id)


def _expand(workspace: Workspace, key: NodeKey) -> None:
    shown = set(st.session_state[SHOWN])
    room = min(PER_EXPANSION, MOST_NODES - len(shown))
    found = workspace.neighbourhood(key, hops=1, max_nodes=MOST_NODES)
    fresh = [node.key for node in found.nodes if node.key not in shown]
    st.session_state[SHOWN] = sorted(shown | set(fresh[:room]))
    left = len(fresh) - len(fresh[:room]) + found.omitted.get(key, 0)
    st.session_state[MORE] = {**st.session_state[MORE], key: left}
    st.session_state[NEAR] = key


def _panel(workspace: Workspace, graph: Subgraph, selection: NodeKey | None) -> None:
    chosen = next((node for node in graph.nodes if node.key == selection), None)
    if chosen is None:
        return
    left = st.session_state[MORE].get(chosen.key)
    if st.button(t("Expand"), icon=":material/account_tree:", width="stretch"):
        _expand(workspace, chosen.key)
        st.rerun(scope="fragment")
    if left:
        st.caption(t("{name}: {count} more are not shown.", name=display_name(chosen), count=left))


if __name__ == "__main__":
    run_page(show)
