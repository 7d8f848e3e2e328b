"""The one network adapter: draws a graph and says what was clicked. Positions outlive reruns.

The component is made of two parts. The library (Cytoscape.js, MIT) is a part of its own whose
message never changes, so that the browser receives it once; what a click changes is only the
list of nodes and edges.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from evidence.audit import Action as Audited
from graph.errors import TenderLensError
from graph.records import NodeKey
from messages import t
from pages.components.frame import who_entered
from pages.components.literal import literal
from pages.components.network_graph import ViewEdge, ViewGraph, ViewNode
from pages.components.network_layout import positions
from pages.components.second_person import ask_for_file
from pages.components.words import kind_name, look, relation_name

ASSETS = Path(__file__).parent / "network_assets"
LIBRARY = "cytoscape-3.34.4.min.js"
SCRIPTS = ("network_style.js", "network_svg.js", "network.js")
MOST_NODES = 300  # drawn with every detail; the caller shortens and says so
MOST_OVERVIEW = 3000  # drawn as an overview: plain lines, labels where there is room
LAYOUT_NAMES = {
    "force": "by relations (force)",
    "hierarchy": "owners above (hierarchy)",
    "circle": "in a circle",
    "timeline": "along time",
}
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}  # drawn by the browser, let out here
DESK_FILES = ("html", "graphml", "zip")  # which a desk makes besides
GROUPING_NAMES = {"": "no groups", "kind": "by kind", "ring": "by ring"}


@dataclass(frozen=True, slots=True)
class Action:
    """What a person asked of the picture; `view` is camera and hidden nodes.

    `type` is expand, hide, show_all, only, pin, undo, redo, centre, path, tray, layout, group or
    export. `ids` are the nodes it is about, `types` the relations, `choice` what was chosen,
    `spots` where the nodes stand.
    """

    type: str
    id: str
    view: Mapping[str, object]
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    choice: str = ""
    spots: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NetworkState:
    """The chosen node or line, several marked nodes, and the action of this run if any."""

    selection: str | None
    action: Action | None
    marked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file that the browser saves once; `id` tells one request from the next.

    A picture has no content: the browser draws it.
    """

    id: str
    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Several:
    """The nodes chosen together: how many neighbours they have left, in all and by relation."""

    ids: tuple[str, ...]
    more: int
    menu: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Tools:
    """What the network page offers beyond looking: steps, expansion by relation, arrangement."""

    arrangement: str = ""  # another one moves every node that is not pinned to `places`
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    past: int = 0  # steps that can be undone
    layout: str = "force"
    grouping: str = ""
    menus: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)  # (type, left)
    several: Several | None = None
    hidden_by_hand: bool = False
    ticks: Sequence[tuple[str, float, float]] = ()  # signs of a timeline: text, x, y
    file: SavedFile | None = None


def network_view(
    graph: ViewGraph,
    *,
    key: str,
    revision: str,
    near: Sequence[str] = (),
    pins: Collection[str] = (),
    hidden: Collection[str] = (),
    groups: Mapping[str, str] | None = None,
    filters: Collection[str] | None = None,
    selected: str | None = None,
    height: int = 600,
    labels: Literal["auto", "all", "none"] = "auto",
    places: Mapping[str, tuple[float, float]] | None = None,
    tools: Tools | None = None,
    about: Sequence[NodeKey] = (),
    on_action: Callable[[Action], None] | None = None,
) -> NetworkState:
    """Draw `graph` and return what is chosen.

    `revision` names the picture: another revision forgets the arrangement. Every node stays where
    it stands and new ones come beside `near`. `filters` are the kinds to draw (None: all), `groups`
    puts nodes into named boxes, `selected` chooses a node from outside, `places` says where nodes
    stand at first. `tools` turns the picture into a desk. `about` are those whom a picture that
    leaves is about. `on_action` is called before the page runs again.
    """
    data = payload(
        graph, revision=revision, near=near, pins=pins, hidden=hidden, groups=groups or {},
        filters=filters, selected=selected, height=height, labels=labels, places=places,
        tools=tools,
    )  # fmt: skip
    data["answered"] = st.session_state.get(f"{key}-actions", 0)  # also if nothing else changes
    data["saves"] = (here := who_entered()) is not None and here.may(Audited.EXPORT)
    if file := st.session_state.pop(f"{key}-picture", None):
        data["file"] = _sent(file)

    def changed() -> None:
        action = read_action(st.session_state.get(key))
        st.session_state[f"{key}-actions"] = st.session_state.get(f"{key}-actions", 0) + 1
        if action is not None and action.type == "export" and action.choice in PICTURES:
            _let_out(key, action.choice, about)
        elif action is not None and on_action is not None:
            on_action(action)

    with st.container(gap=None):
        _library()(key=f"{key}-library", height=1)
        answer = _view()(
            key=key,
            data=data,
            height=height + 4,
            on_selection_change=lambda: None,
            on_marked_change=lambda: None,
            on_action_change=changed,
        )
    if refused := st.session_state.pop(f"{key}-refused", ""):
        st.error(literal(refused), icon=":material/block:")
    if here is not None and data["saves"]:
        forms = (*PICTURES, *DESK_FILES) if tools else tuple(PICTURES)
        ask_for_file(here, [f"{t('network')}.{form}" for form in forms], about, key=key)
    chosen = answer.get("selection")
    return NetworkState(
        str(chosen) if chosen is not None else None, read_action(answer), _marked(answer)
    )


def marked_in(key: str) -> tuple[str, ...]:
    """Which nodes are chosen together in the picture of this key, before it is drawn."""
    return _marked(st.session_state.get(key))


def _marked(state: object) -> tuple[str, ...]:
    return _texts(state.get("marked")) if isinstance(state, Mapping) else ()


def _let_out(key: str, form: str, about: Sequence[NodeKey]) -> None:
    """Ask the door for a picture; then the browser may draw it into a file."""
    here = who_entered()
    name = f"{t('network')}.{form}"
    if here is None:
        return
    try:
        here.take_out(name, lambda: b"", about)
    except TenderLensError as problem:
        st.session_state[f"{key}-refused"] = str(problem)
        return
    number = st.session_state.get(f"{key}-actions", 0)
    st.session_state[f"{key}-picture"] = SavedFile(f"{number}-{name}", name, PICTURES[form], b"")


def payload(
    graph: ViewGraph,
    *,
    revision: str,
    near: Sequence[str],
    pins: Collection[str],
    hidden: Collection[str],
    groups: Mapping[str, str],
    filters: Collection[str] | None,
    selected: str | None,
    height: int,
    labels: str,
    places: Mapping[str, tuple[float, float]] | None = None,
    tools: Tools | None = None,
) -> dict[str, object]:
    """Everything the browser needs to draw, as JSON."""
    nodes = [n for n in graph.nodes if filters is None or n.kind in filters]
    ids = {n.id for n in nodes}
    edges = [e for e in graph.edges if e.source in ids and e.target in ids]
    if places is None:
        places = tools.places if tools else places_of(ids, edges)
    data: dict[str, object] = {
        "view": revision,
        "near": list(near),
        "pins": sorted(pins),
        "hidden": sorted(hidden),
        "height": height,
        "labels": labels,
        "overview": len(nodes) > MOST_NODES,
        "kinds": _kinds({n.kind for n in nodes}),
        "words": words(),
        "keys": ways(full=tools is not None),
        "nodes": [_node(n, places.get(n.id), groups) for n in nodes],
        "edges": [_told(e) for e in edges],
        "groups": [
            {"id": _box(name), "label": name}
            for name in sorted({groups[n.id] for n in nodes if n.id in groups})
        ],
        "tools": "full" if tools else "plain",
        "asks": True,  # before it draws a picture into a file
        "saves": True,
        **_desk(tools or Tools(), ids),
    }
    return data if selected is None else {**data, "selected": selected}


def _node(
    node: ViewNode, place: tuple[float, float] | None, groups: Mapping[str, str]
) -> dict[str, object]:
    x, y = (None, None) if place is None else (round(place[0], 1), round(place[1], 1))
    inside = {"parent": _box(groups[node.id])} if node.id in groups else {}
    return {**_told(node), "x": x, "y": y, **inside}


def _told(drawn: ViewNode | ViewEdge) -> dict[str, object]:
    """What is as usual is left out: thousands of lines are sent with every change."""
    said = {name: getattr(drawn, name) for name in drawn.__slots__ if name != "types"}
    return {name: value for name, value in said.items() if value}


def _box(name: str) -> str:
    return f"group:{name}"


def _desk(tools: Tools, ids: Collection[str]) -> dict[str, object]:
    file = tools.file
    return {
        "arrangement": tools.arrangement,
        "past": tools.past,
        "layout": tools.layout,
        "group": tools.grouping,
        "hidden_by_hand": tools.hidden_by_hand,
        "ticks": [
            {"id": f"tick:{label}", "label": label, "x": x, "y": y} for label, x, y in tools.ticks
        ],
        "menus": {
            key: _offered(some) for key, some in sorted(tools.menus.items()) if key in ids and some
        },
        "several": tools.several
        and {
            "ids": list(tools.several.ids),
            "more": tools.several.more,
            "menu": _offered(tools.several.menu),
        },
        "choices": {
            "layout": [[name, t(said)] for name, said in LAYOUT_NAMES.items()],
            "group": [[name, t(said)] for name, said in GROUPING_NAMES.items()],
        },
        "file": file and _sent(file),
    }


def _offered(menu: Sequence[tuple[str, int]]) -> list[list[str | int]]:
    return [[type_, relation_name(type_), left] for type_, left in menu]


def _sent(file: SavedFile) -> dict[str, str]:
    content = base64.b64encode(file.content).decode("ascii")
    return {"id": file.id, "name": file.name, "type": file.type, "base64": content}


def read_action(state: object) -> Action | None:
    """The action that the component reports, or None."""
    found = state.get("action") if isinstance(state, Mapping) else None
    if not isinstance(found, Mapping):
        return None
    view, spots = found.get("view"), found.get("spots")
    return Action(
        type=str(found.get("type", "")),
        id=str(found.get("id", "")),
        view=view if isinstance(view, Mapping) else {},
        ids=_texts(found.get("ids")),
        types=_texts(found.get("types")),
        choice=str(found.get("choice", "")),
        spots={
            str(key): (float(at["x"]), float(at["y"]))
            for key, at in (spots.items() if isinstance(spots, Mapping) else ())
        },
    )


def _texts(found: object) -> tuple[str, ...]:
    return tuple(str(item) for item in found) if isinstance(found, list) else ()


def places_of(ids: Collection[str], edges: Sequence[ViewEdge]) -> Mapping[str, tuple[float, float]]:
    """Where nodes stand on a first drawing; computed once for the same picture."""
    return _places(tuple(sorted(ids)), tuple(sorted((e.source, e.target) for e in edges)))


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


def words() -> dict[str, str]:
    """What the picture itself says, in the current language."""
    return {
        "title": t("Network of relations"),
        "keyboard": t("arrow keys move, Enter opens the card, ? lists all keys"),
        "help": t("Mouse and keys (?)"),
        "close": t("Close"),
        "working": t("Drawing anew …"),
        "said_lines": t("{count} relations drawn"),
        "marked": t("{count} chosen"),
        "to_expand": t("Expand"),
        "to_hide": t("Hide"),
        "to_pin": t("Pin"),
        "to_lasso": t("Lasso"),
        "to_tray": t("Tray"),
        "undo": t("Undo (Ctrl+Z)"),
        "redo": t("Redo (Ctrl+Y)"),
        "fit": t("Fit to window"),
        "full": t("Whole screen, and back (W)"),
        "zoom_in": t("Zoom in"),
        "zoom_out": t("Zoom out"),
        "expand": t("Expand what is chosen: by relation (double-click: all of one node)"),
        "expand_all": t("Expand all relations"),
        "expand_ticked": t("Expand the {count} relations ticked"),
        "left": t("{count} left"),
        "hide": t("Hide what is chosen (Delete)"),
        "show_all": t("Show everything hidden"),
        "pin": t("Pin what is chosen"),
        "unpin": t("Let go of the pin"),
        "lasso": t("Lasso: draw around the nodes to choose (or Shift and drag)"),
        "tray": t("Add to the tray"),
        "layout": t("Layout"),
        "group": t("Group"),
        "labels": t("Names: where there is room, all relations, none"),
        "export": t("Export"),
        "centre": t("Begin anew from this node"),
        "only": t("Only this and its neighbours"),
        "path": t("Find paths from here"),
        "png": t("Save as picture (PNG)"),
        "svg": t("Save as drawing (SVG)"),
        "html": t("Save as offline page (HTML)"),
        "graphml": t("Save as graph (GraphML)"),
        "csv": t("Save as tables (CSV)"),
        "file": t("network"),
        "more": t("{count} neighbours are not shown"),
        "plus": t("+N: N more neighbours, not drawn"),
        "counted": t("{nodes} nodes, {edges} relations"),
        "fact": t("recorded fact"),
        "derived": t("computed relation"),
        "weak": t("identity not confirmed"),
        "hub": t("hub"),
        "pinned": t("pinned"),
        "way": t("on the path"),
        "ended": t("held then, ended since"),
        "begun": t("begun since then"),
        "toggle_kind": t("Show or hide this kind"),
    }


def ways(*, full: bool) -> list[list[str]]:
    """What can be done with the mouse and with keys, and what each does; `full` is a desk."""
    return [
        [keys, said]
        for keys, said, needs_desk in (
            (t("Click"), t("choose; the card opens"), False),
            (t("Double-click"), t("expand all relations of a node"), True),
            (t("Right-click"), t("menu of what is chosen: expand, paths, hide"), True),
            (t("Shift and click"), t("choose several, one by one"), False),
            (t("Shift and drag"), t("choose all in a box"), False),
            (t("L, then drag"), t("lasso: choose all that you draw around"), False),
            ("← ↑ ↓ →", t("to the neighbour on that side"), False),
            ("R / Shift+R", t("next or previous relation of the node"), False),
            ("Enter", t("to the card"), True),
            (t("Space"), t("mark or unmark, to choose several"), False),
            ("Ctrl+A", t("choose all"), False),
            ("E", t("Expand all relations"), True),
            ("M", t("menu of what is chosen; Space ticks several relations to expand"), True),
            ("H / Delete", t("hide what is chosen"), False),
            ("U", t("Show everything hidden"), False),
            ("P", t("pin or let go"), True),
            ("T", t("Add to the tray"), True),
            ("Ctrl+Z / Ctrl+Y", t("undo, redo"), True),
            ("F　+　−", t("fit to window, zoom in, zoom out"), False),
            ("W", t("picture on the whole screen; Esc goes back"), False),
            ("Esc", t("close, let go of what is chosen"), False),
        )
        if full or not needs_desk
    ]


@cache
def script(name: str) -> str:
    """A part of the component's front end, as text."""
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def _library() -> ComponentRenderer:
    wrapped = (
        "const module = { exports: {} }; const exports = module.exports;\n"
        f"{script(LIBRARY)}\n"
        "export default function () { globalThis.tenderlensCytoscape ??= module.exports; }\n"
    )
    return component("tenderlens_network_library", js=wrapped, html="<span></span>")


@cache
def _view() -> ComponentRenderer:
    return component(
        "tenderlens_network_view",
        js="\n".join(script(name) for name in SCRIPTS),
        css=script("network.css"),
        html='<div class="tenderlens-network"></div>',
    )
