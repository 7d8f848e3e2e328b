"""The row above a network: how far, how much, which facts, as of which day, and the hubs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from evidence.audit import Action
from evidence.beijing_time import today
from graph.records import NodeKey, Subgraph
from messages import t
from pages.components.literal import literal
from pages.components.network_state import HOPS, SIZES, Address, Filtered, Filters
from pages.components.words import kind_name, relation_name
from queries.describe import WAN, display_name
from queries.moment import days_of_lots
from workspace import Workspace

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a person chose: how far around the roots, how many nodes, and the filters."""

    hops: int
    size: int
    filters: Filters


def filter_bar(
    graph: Subgraph,
    filters: Filters,
    left: Filtered,
    address: Address,
    hubs: Mapping[NodeKey, str],
    *,
    turn: int,
) -> Reach:
    """Draw the row; returns what is chosen now. `turn` tells one view's choices from another's."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        title = t("Filters {count}", count=filters.count) if filters.count else t("Filters")
        with st.popover(title, icon=":material/filter_alt:", width="content"):
            chosen = _filters(graph, filters, turn)
        hops, size = address.hops, address.size
        with st.popover(
            t("Hops {hops}, nodes {size}", hops=hops, size=size),
            icon=":material/radar:",
            width="content",
        ):
            hops, size = _reach(address, turn)
        with_hubs = _hubs(graph, filters, hubs, address, turn)
        _said(filters, left)
    return Reach(hops, size, replace(chosen, hubs=with_hubs))


def note_hubs(workspace: Workspace, about: Sequence[NodeKey], *, drawn: bool) -> None:
    """Hubs change who looks tied to whom: the log says who drew them, and when."""
    workspace.door.record(Action.VIEW, about, detail={"hubs": int(drawn)}, result="shown")


def _reach(address: Address, turn: int) -> tuple[int, int]:
    hops = st.segmented_control(
        t("Hops from the roots"),
        HOPS,
        default=address.hops,
        required=True,
        key=f"network-hops-{turn}",
    )
    size = st.segmented_control(
        t("At most so many nodes"),
        SIZES,
        default=address.size,
        required=True,
        key=f"network-size-{turn}",
    )
    st.caption(t("Above 300 nodes the picture is an overview: plain lines, fewer names."))
    return int(hops or address.hops), int(size or address.size)


def _filters(graph: Subgraph, filters: Filters, turn: int) -> Filters:
    types = sorted({edge.type for edge in graph.edges} | filters.without, key=relation_name)
    counts = {name: sum(e.type == name for e in graph.edges) for name in types}
    without = st.pills(
        t("Leave out these relations"),
        types,
        selection_mode="multi",
        default=sorted(filters.without),
        format_func=lambda name: f"{relation_name(name)} {counts[name]}",
        key=f"network-relations-{turn}",
    )
    day = _day(graph, filters, turn)
    compare = st.toggle(
        t("Mark what has changed since that day"),
        value=filters.compare,
        disabled=day is None,
        key=f"network-compare-{turn}",
    )
    amount = st.number_input(
        t("Amounts from (10,000 yuan)"),
        min_value=0.0,
        value=filters.amount / WAN,
        step=10.0,
        key=f"network-amount-{turn}",
        help=t("Bids, lots, payments and contracts with a smaller amount are left out."),
    )
    near = st.segmented_control(
        t("Draw at most so many hops from the roots"),
        HOPS,
        default=filters.hops,
        key=f"network-near-{turn}",
    )
    return Filters(
        without=frozenset(without),
        day=day,
        compare=compare and day is not None,
        amount=amount * WAN,
        hops=int(near) if near else None,
        hubs=filters.hubs,
    )


def _day(graph: Subgraph, filters: Filters, turn: int) -> str | None:
    names = {node.key: display_name(node) for node in graph.nodes}
    lots = {day: names[key] for key, day in days_of_lots(graph.nodes).items()}
    modes = {"all": t("all records"), "today": t("today"), "lot": t("bid day"), "own": t("a day")}
    now = today().isoformat()
    stated = filters.day
    usual = (
        "all"
        if stated is None
        else "today"
        if stated == now
        else "lot"
        if stated in lots
        else "own"
    )
    mode = st.segmented_control(
        t("As of"),
        [name for name in modes if name != "lot" or lots],
        default=usual,
        required=True,
        format_func=modes.__getitem__,
        key=f"network-mode-{turn}",
    )
    if mode == "today":
        return now
    if mode == "lot":
        days = sorted(lots, reverse=True)
        chosen = st.selectbox(
            t("Opening of bids"),
            days,
            index=days.index(stated) if stated in lots else 0,
            format_func=lambda day: f"{day} · {lots[day]}",
            key=f"network-lot-day-{turn}",
        )
        return str(chosen)
    if mode == "own":
        picked = st.date_input(
            t("Day"),
            value=date.fromisoformat(stated or now),
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="YYYY-MM-DD",
            key=f"network-day-{turn}",
        )
        return picked.isoformat() if isinstance(picked, date) else stated
    return None


def _hubs(
    graph: Subgraph,
    filters: Filters,
    hubs: Mapping[NodeKey, str],
    address: Address,
    turn: int,
) -> bool:
    found = [n for n in graph.nodes if n.key in hubs and n.key not in address.roots]
    if not found and not filters.hubs:
        return filters.hubs
    title = t("Hubs shown {count}") if filters.hubs else t("Hubs hidden {count}")
    with st.popover(
        title.replace("{count}", str(len(found))), icon=":material/hub:", width="content"
    ):
        shown = st.toggle(t("Draw hubs"), value=filters.hubs, key=f"network-hubs-{turn}")
        st.caption(
            t(
                "A hub ties everybody to everybody: through it nearly all are joined, and that "
                "says little. It is hidden and not walked through until you draw it."
            )
        )
        for node in found[:30]:
            name = f"**{kind_name(node.label)} · {literal(display_name(node))}**"
            st.markdown(f"{name}  \n:small[{literal(hubs[node.key])}]")
    return shown


def _said(filters: Filters, left: Filtered) -> None:
    parts: list[str] = []
    if filters.day:
        parts.append(t("as of {day}", day=filters.day))
    if filters.without:
        parts.append(t("{count} relations left out", count=len(filters.without)))
    if filters.amount:
        parts.append(t("from {amount} × 10,000 yuan", amount=f"{filters.amount / WAN:g}"))
    if filters.hops:
        parts.append(t("within {hops} hops", hops=filters.hops))
    if left.loose:
        parts.append(t("{count} nodes no longer joined are not drawn", count=left.loose))
    if parts:
        st.caption(" · ".join(parts))
