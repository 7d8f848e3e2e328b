"""The one network adapter: draws a graph and says what was clicked. Positions outlive reruns.

The component is made of two parts. The library (Cytoscape.js, MIT) is a part of its own whose
message never changes, so that the browser receives it once; what a click changes is only the
list of nodes and edges.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from messages import t
from pages.components.network_graph import ViewGraph
from pages.components.network_layout import positions
from pages.components.words import kind_name, look

ASSETS = Path(__file__).parent / "network_assets"
LIBRARY = "cytoscape-3.34.4.min.js"
MOST_NODES = 300  # drawn at once; the caller shortens and says so


@dataclass(frozen=True, slots=True)
class Action:
    """What a person asked of the picture: select or expand; `view` is camera and hidden nodes."""

    type: str
    id: str
    view: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NetworkState:
    """The chosen node or line, and the action of this run if there was one."""

    selection: str | None
    action: Action | None


def network_view(
    graph: ViewGraph,
    *,
    key: str,
    revision: str,
    near: str | None = None,
    layout: Literal["keep", "arrange"] = "keep",
    pins: Collection[str] = (),
    hidden: Collection[str] = (),
    groups: Mapping[str, str] | None = None,
    filters: Collection[str] | None = None,
    selected: str | None = None,
    height: int = 600,
    labels: Literal["auto", "all", "none"] = "auto",
    on_action: Callable[[Action], None] | None = None,
) -> NetworkState:
    """Draw `graph` and return what is chosen.

    `revision` names the picture: another revision forgets the arrangement. `keep` leaves every
    node where it stands and puts new ones beside `near`. `filters` are the kinds to draw (None:
    all), `groups` gives nodes a group (`focus` is drawn with a halo), `selected` chooses a node
    from outside. `on_action` is called before the page runs again.
    """
    data = payload(
        graph, revision=revision, near=near, layout=layout, pins=pins, hidden=hidden,
        groups=groups or {}, filters=filters, selected=selected, height=height, labels=labels,
    )  # fmt: skip

    def changed() -> None:
        action = read_action(st.session_state.get(key))
        if action is not None and on_action is not None:
            on_action(action)

    with st.container(gap=None):
        _library()(key=f"{key}-library", height=1)
        answer = _view()(
            key=key,
            data=data,
            height=height + 4,
            on_selection_change=lambda: None,
            on_action_change=changed,
        )
    chosen = answer.get("selection")
    return NetworkState(str(chosen) if chosen is not None else None, read_action(answer))


def payload(
    graph: ViewGraph,
    *,
    revision: str,
    near: str | None,
    layout: str,
    pins: Collection[str],
    hidden: Collection[str],
    groups: Mapping[str, str],
    filters: Collection[str] | None,
    selected: str | None,
    height: int,
    labels: str,
) -> dict[str, object]:
    """Everything the browser needs to draw, as JSON."""
    nodes = [n for n in graph.nodes if filters is None or n.kind in filters]
    ids = {n.id for n in nodes}
    edges = [e for e in graph.edges if e.source in ids and e.target in ids]
    places = _places(tuple(sorted(ids)), tuple(sorted((e.source, e.target) for e in edges)))
    data: dict[str, object] = {
        "view": revision,
        "revision": revision,
        "layout": layout,
        "near": near,
        "pins": sorted(pins),
        "hidden": sorted(hidden),
        "height": height,
        "labels": labels,
        "kinds": _kinds({n.kind for n in nodes}),
        "words": _words(),
        "nodes": [
            {
                **asdict(n),
                "group": groups.get(n.id, n.group),
                "x": round(places[n.id][0], 1),
                "y": round(places[n.id][1], 1),
            }
            for n in nodes
        ],
        "edges": [asdict(e) for e in edges],
    }
    return data if selected is None else {**data, "selected": selected}


def read_action(state: object) -> Action | None:
    """The action that the component reports, or None."""
    found = state.get("action") if isinstance(state, Mapping) else None
    if not isinstance(found, Mapping):
        return None
    view = found.get("view")
    return Action(
        type=str(found.get("type", "")),
        id=str(found.get("id", "")),
        view=view if isinstance(view, Mapping) else {},
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _places(
    nodes: tuple[str, ...], edges: tuple[tuple[str, str], ...]
) -> dict[str, tuple[float, float]]:
    return positions(nodes, edges)


def _kinds(present: Collection[str]) -> dict[str, object]:
    return {
        name: {
            "label": kind_name(name),
            "color": look(name).color,
            "shape": look(name).shape,
            "size": look(name).size,
            "glyph": look(name).glyph,
        }
        for name in sorted(present)
    }


def _words() -> dict[str, str]:
    return {
        "title": t("Network of relations"),
        "fit": t("Fit to window"),
        "zoom_in": t("Zoom in"),
        "zoom_out": t("Zoom out"),
        "expand": t("Expand the chosen node (or double-click it)"),
        "hide": t("Hide the chosen node"),
        "show_all": t("Show everything hidden"),
        "arrange": t("Arrange again"),
        "labels": t("Relation names on or off"),
        "png": t("Save as picture (PNG)"),
        "file": t("network"),
        "more": t("{count} neighbours are not shown"),
        "counted": t("{nodes} nodes, {edges} relations"),
        "derived": t("computed relation"),
        "weak": t("identity not confirmed"),
        "toggle_kind": t("Show or hide this kind"),
    }


@cache
def _library() -> ComponentRenderer:
    source = (ASSETS / LIBRARY).read_text(encoding="utf-8")
    wrapped = (
        "const module = { exports: {} }; const exports = module.exports;\n"
        f"{source}\n"
        "export default function () { globalThis.tenderlensCytoscape ??= module.exports; }\n"
    )
    return component("tenderlens_network_library", js=wrapped, html="<span></span>")


@cache
def _view() -> ComponentRenderer:
    return component(
        "tenderlens_network_view",
        js=(ASSETS / "network.js").read_text(encoding="utf-8"),
        css=(ASSETS / "network.css").read_text(encoding="utf-8"),
        html='<div class="tenderlens-network"></div>',
    )
