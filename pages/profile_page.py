"""The page of one party or thing: its record, and what it has to do with."""

from __future__ import annotations

import math
from collections import Counter

import altair as alt
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from graph.records import RESERVED, Node, NodeKey, Table
from messages import t
from pages.components.addressed import addressed
from pages.components.chart_ink import ink
from pages.components.evidence_card import computed_grid, facts_and_results, property_grid
from pages.components.frame import PAGES, nothing_loaded, run_page, spread
from pages.components.lead_table import lead_buttons
from pages.components.literal import literal
from pages.components.lot_charts import lot_pictures, price_axis
from pages.components.owner_chain import owner_chain
from pages.components.party_search import party_search
from pages.components.posts_over_time import posts_over_time
from pages.components.record_table import SOURCES, empty_said, record_table
from pages.components.ring_view import ring_view
from pages.components.signals_asked import asking_signals
from pages.components.source_table import source_table
from pages.components.stages import stages_strip
from pages.components.tray import lay_aside
from pages.components.unmask import unmask
from pages.components.words import kind_name, value_name
from queries.describe import display_name
from queries.profiles import Profile, Section
from workspace import Workspace

HIDDEN = RESERVED | {"name"}
MOST_FIRMS = 15
SIGNS_AREA = 50_000  # square pixels: about a third of the chart of bids
CHAIN = "chain"
# What is checked against each of others, from the page of what.
CHECKED = {
    "Company": "Check against a list",
    "Person": "Check against a list",
    "Expert": "Check against a list",
    "Lot": "Check its bidders",
    "Ring": "Check its members",
}


def show(workspace: Workspace) -> None:
    """The search, and the node that the address names (`?key=`)."""
    spread()
    wanted = st.query_params.get("key", "")
    loaded = False
    try:
        loaded = len(workspace.batches()) > 0
    finally:  # of a node that is found the title is its name
        if not (wanted and loaded):
            st.title(t("Profiles"))
    if not loaded:
        nothing_loaded()
        return
    found = party_search(workspace, st.container(), t("Search"), key=f"profile-{wanted}")
    if found and found != wanted:
        st.query_params.from_dict({"key": found})
        st.rerun()
    if not wanted:
        st.info(
            t(
                "Search for a firm, a person, an expert, a lot, a project, a telephone, a device "
                "or an account. Every table leads from one to the next."
            )
        )
        return
    with st.spinner(t("Reading the profile …")):
        found_there = workspace.profile(wanted, _looked_at(wanted))
    _one(workspace, found_there)


def _looked_at(key: str) -> str:
    """The section that is chosen, or that the address names."""
    return str(st.session_state.get(f"section-{key}") or st.query_params.get("section", ""))


def _one(workspace: Workspace, found: Profile) -> None:
    node = found.node
    st.title(literal(display_name(node)))
    leads, waiting = _ways_on(workspace, found), st.container()
    _warnings(found)
    if node.label == "Ring":
        ring_view(workspace, found)
    else:
        _body(workspace, found)
    with waiting, asking_signals(workspace) as hear:  # after the record: it may take its time
        about = [lead for lead in workspace.leads(progress=hear) if lead.keys == (node.key,)]
    with leads:
        lead_buttons(about)


def _body(workspace: Workspace, found: Profile) -> None:
    node = found.node
    with st.container(key="stacks-profile"):
        left, right = st.columns([1, 2.7], gap="medium")
    with left:
        _record(node)
    with right:
        if node.label == "Company":
            _company(found)
        elif node.label == "Expert":
            _expert(found)
        elif node.label == "Lot":
            lot_pictures(workspace, [node.key], key="profile")
        elif node.label == "Project":
            stages_strip(workspace, found)
        _sections(workspace, found)
    with st.expander(t("Sources of this record"), icon=":material/description:"):
        source_table(workspace, node.sources, key="profile-sources")
    unmask(workspace, node)


def _ways_on(workspace: Workspace, found: Profile) -> DeltaGenerator:
    """Where to go from here; returns the place for the leads about this node."""
    node = found.node
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.badge(kind_name(node.label), color="blue")
        leads = st.container(horizontal=True, width="content", gap="small")
        if st.button(t("Open in the network page"), icon=":material/hub:"):
            st.switch_page(PAGES["network"], query_params={"key": node.key})
        if (said := CHECKED.get(node.label)) and st.button(t(said), icon=":material/rule:"):
            asked = {"party": _checked(workspace, found), "order": "each"}
            st.switch_page(PAGES["path"], query_params=asked)
        if st.button(t("Add to the tray"), icon=":material/inbox:"):
            lay_aside(workspace, [node])
    return leads


def _checked(workspace: Workspace, found: Profile) -> list[NodeKey]:
    """Who is checked, and against whom: of a lot its winner and the other bidders."""
    node = found.node
    if node.label == "Ring":
        return [str(row["key"]) for row in found.rows("members").dicts()]
    if node.label != "Lot":
        return [node.key]
    bids = sorted(workspace.lot_course(node.key).bids, key=lambda bid: not bid["won"])
    return list(dict.fromkeys(str(bid["company"]) for bid in bids))


def _warnings(found: Profile) -> None:
    node = found.node
    exempt, hub = node.properties.get("exempt"), node.properties.get("hub")
    if exempt:
        st.info(
            t("Sharing this is no clue: {reason}.", reason=literal(value_name("exempt", exempt)))
        )
    if hub:
        st.info(t("Ties through it say little: {reason}.", reason=literal(value_name("hub", hub))))
    if node.label == "Person" and node.properties.get("identity") != "id":
        st.warning(
            t(
                "Known without an ID number. The same name is not the same person: check before "
                "you rely on it."
            )
        )
    if found.left_out:
        st.warning(
            t(
                "Took too long to read and is left out: {sections}.",
                sections=t(", ").join(t(section.title) for section in found.left_out),
            )
        )
    others = len(found.rows("same_name").rows)
    if others:
        st.warning(
            t(
                "Others of this name: {count}. What is on record of one is not on record of "
                "another.",
                count=others,
            )
        )


def _record(node: Node) -> None:
    recorded, computed = facts_and_results(node, without=HIDDEN)
    with st.container(border=True):
        if recorded:
            st.html(property_grid(recorded))
        elif not computed:
            st.caption(t("The record says nothing but that this exists."))
        computed_grid(computed)


def _sections(workspace: Workspace, found: Profile) -> None:
    titles = {
        section.id: f"{t(section.title)} {_rows(found, section, table)}"
        for section, table in found.sections
        if table.rows or found.sizes.get(section.id)
    }
    if found.rows("owners").rows:
        titles[CHAIN] = t("Chain of owners")
    if titles:
        asked = st.query_params.get("section", "")
        chosen = st.segmented_control(
            t("Section"),
            list(titles),
            default=addressed("section", titles, next(iter(titles))),
            required=True,
            format_func=titles.__getitem__,
            label_visibility="collapsed",
            wrap=True,
            key=f"section-{found.node.key}",
        )
        if chosen != asked:
            st.query_params["section"] = str(chosen)
        if chosen == CHAIN:
            owner_chain(workspace, found.node)
        else:
            if chosen == "bids" and found.node.label == "Company":
                _bids_over_time(found)
            if chosen == "posts":
                posts_over_time(workspace, found)
            if not found.rows(str(chosen)).rows:  # the first of all, which nobody has chosen
                found = workspace.profile(found.node.key, str(chosen))
            record_table(workspace, found.rows(str(chosen)), key=f"profile-{chosen}")
            st.caption(_how(found.rows(str(chosen))))
    empty_said([t(section.title) for section, _ in found.sections if section.id not in titles])


def _how(table: Table) -> str:
    opened = t("Click a cell to open what it names, or else what its row is about.")
    if SOURCES not in table.columns:
        return opened
    return f"{opened} {t('Tick rows to see where they were read.')}"


def _rows(found: Profile, section: Section, table: Table) -> str:
    """How many a section has."""
    size = found.sizes.get(section.id)
    return _count(len(table.rows), table.truncated) if size is None else str(size)


def _count(rows: int, cut: bool) -> str:
    return f"{rows}+" if cut else str(rows)


def _company(found: Profile) -> None:
    for role in ("procured", "agency"):
        _lots_in_short(found.rows(role))
    bids = found.rows("bids").dicts()
    if not bids:
        return
    stored = found.node.properties
    won = sum(row["won"] is True for row in bids)
    recent, wins, expected = (stored.get(n) for n in ("bids_24m", "wins_24m", "expected_wins"))
    tiles = [
        (t("Bids"), f"{_count(len(bids), found.rows('bids').truncated)}"),
        (t("Won"), f"{won} ({won / len(bids):.0%})"),
    ]
    if isinstance(expected, int | float) and isinstance(recent, int):
        tiles += [
            (t("Bids in 24 months"), str(recent)),
            (t("Won in 24 months / expected"), f"{wins or 0} / {expected:.1f}"),
        ]
    _tiles(tiles)
    _of_the_latest(found.rows("bids"))


def _tiles(tiles: list[tuple[str, str]]) -> None:
    for column, (title, value) in zip(st.columns(len(tiles)), tiles, strict=True):
        column.metric(title, value, border=True)


def _lots_in_short(found: Table) -> None:
    """Of the lots of a buyer or an agency: how many bid, and how many one firm won."""
    rows = found.dicts()
    if not rows:
        return
    bids = [int(str(n)) for n in {row["key"]: row["bids"] for row in rows}.values()]
    seen = [n for n in bids if n > 0]
    wins = Counter(row["winner_key"] for row in rows if row["winner_key"])
    _tiles(
        [
            (t("Lots"), _count(len(bids), found.truncated)),
            (t("Bidders a lot"), f"{sum(seen) / len(seen):.1f}" if seen else "—"),
            (t("Share of lots with one bid"), f"{seen.count(1) / len(seen):.1%}" if seen else "—"),
            (
                t("Largest share of one winner"),
                f"{max(wins.values()) / wins.total():.1%}" if wins else "—",
            ),
        ]
    )
    _of_the_latest(found)


def _of_the_latest(found: Table) -> None:
    """Say so where the figures are not of everything: rows are read from the latest on."""
    if found.truncated:
        st.caption(t("These figures are of the latest {count} only.", count=f"{len(found.rows):,}"))


def _bids_over_time(found: Profile) -> None:
    unit, title = price_axis({row["currency"] for row in found.rows("bids").dicts()})
    rows = [
        {
            "day": str(row["opened_at"])[:10],
            "price": float(str(row["price"])) / unit,
            "lot": str(row["lot"]),
            "state": t("won") if row["won"] else t("bid lost"),
        }
        for row in found.rows("bids").dicts()
        if row["opened_at"] and isinstance(row["price"], int | float) and row["price"] > 0
    ]
    if not rows:
        return
    prices = [float(str(row["price"])) for row in rows]
    chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_point(filled=True, size=sign_size(len(rows)), opacity=0.9)
        .encode(
            x=alt.X("day:T", title=t("Opening day"), axis=alt.Axis(format="%Y-%m")),
            y=alt.Y(
                "price:Q",
                title=title,
                scale=alt.Scale(type="log", nice=False, padding=12),
                axis=alt.Axis(values=round_amounts(min(prices), max(prices)), format=",~f"),
            ),
            color=alt.Color("state:N", title=None, scale=_won_or_not("#d55e00", "#7d8896")),
            shape=alt.Shape("state:N", title=None, scale=_won_or_not("triangle-up", "circle")),
            tooltip=[
                alt.Tooltip("lot:N", title=t("Lot")),
                alt.Tooltip("day:N", title=t("Opening day")),
                alt.Tooltip("price:Q", title=title, format=",.2f"),
            ],
        )
    )
    st.altair_chart(chart.properties(height=240), width="stretch")


def round_amounts(low: float, high: float) -> list[float]:
    """1, 2 and 5 times the powers of ten around these amounts, for an axis of powers."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = [m * 10.0**k for k in powers for m in (1, 2, 5)]
    return [step for step in steps if low / 2 <= step <= high * 2]


def sign_size(signs: int) -> float:
    """How many square pixels a sign may take, so that thousands do not become one surface."""
    return min(70.0, max(8.0, SIGNS_AREA / signs))


def _won_or_not(won: str, lost: str) -> alt.Scale:
    """The same signs in every language: without a domain they follow the order of the words."""
    return alt.Scale(domain=[t("won"), t("bid lost")], range=[won, lost])


def standing_out(by_firm: pd.DataFrame, most: int) -> pd.DataFrame:
    """Firms whose mean says most: of one bid it may be large by chance. The highest first."""
    says = by_firm["above"].abs() * by_firm["bids"] ** 0.5
    return by_firm.loc[says.nlargest(most).index].sort_values("above", ascending=False)


def _expert(found: Profile) -> None:
    by_firm = pd.DataFrame(found.rows("by_firm").dicts())
    if by_firm.empty:
        return
    top = standing_out(by_firm, MOST_FIRMS)
    top["above"] = top["above"].round(2) + 0.0  # no minus before a zero
    st.markdown(f"**{t('Points above or below the mean of the panel, by firm')}**")
    base = alt.Chart(top).encode(
        x=alt.X(
            "above:Q",
            title=t("Points above the panel (mean)"),
            scale=alt.Scale(padding=36),  # room for the numbers
            axis=alt.Axis(tickCount=6),
        ),
        y=alt.Y(
            "company:N", sort=None, title=None, axis=alt.Axis(labelLimit=260, labelOverlap=False)
        ),
        tooltip=[
            alt.Tooltip("company:N", title=t("Company")),
            alt.Tooltip("above:Q", title=t("Points above the panel (mean)"), format="+.2f"),
            alt.Tooltip("bids:Q", title=t("Bids")),
        ],
    )
    bars = base.mark_bar(height=12).encode(
        color=alt.condition("datum.above > 0", alt.value("#d55e00"), alt.value("#0072b2"))
    )
    number = alt.Text("above:Q", format="+.2f")
    right = base.transform_filter("datum.above > 0").mark_text(
        align="left", dx=5, fontSize=12, color=ink()
    )
    left = base.transform_filter("datum.above <= 0").mark_text(
        align="right", dx=-5, fontSize=12, color=ink()
    )
    chart = alt.layer(bars, right.encode(text=number), left.encode(text=number))
    st.altair_chart(chart.properties(height=24 * len(top) + 50), width="stretch")
    if len(by_firm) > len(top):
        st.caption(
            t(
                "The {count} of {all} firms that stand out most, many bids counting for more "
                "than few.",
                count=len(top),
                all=len(by_firm),
            )
        )


if __name__ == "__main__":
    run_page(show)
