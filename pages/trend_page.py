"""Trends: key figures of lots and their course, down to the lots behind each."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd
import streamlit as st

from graph.overhearing import overheard
from graph.records import Table
from leads.judgements import Verdict
from messages import t
from pages.components.frame import nothing_loaded, run_page
from pages.components.record_table import download, frame_of, record_table
from queries.lots import LOT_QUESTIONS
from queries.trends import FIGURES, figures, grouped_by
from workspace import Workspace

BY = {
    "month": "Opening month",
    "region": "Region",
    "class": "Class of lots",
    "buyer": "Buyer",
    "agency": "Agency",
}
NAMES = {
    "lots": "Lots",
    "bidders_a_lot": "Bidders a lot",
    "single_bid_share": "Share of lots with one bid",
    "discount": "Mean discount from the control price",
    "top_winner_share": "Largest share of one winner",
    "lot_leads": "Leads about lots (attention or above)",
    "pursued": "Leads worth pursuing",
    "overdue": "Time limits missed or open",
}
SHARES = frozenset({"single_bid_share", "discount", "top_winner_share"})
# What is counted lot by lot, for the distribution behind a figure.
OF_A_LOT = {"bidders_a_lot": "bidders", "discount": "discount", "overdue": "overdue"}
MOST_BARS, ATTENTION = 25, 30.0
LOT_COLUMNS = (
    "key", "lot", "opened_at", "region", "buyer", "agency", "winner", "bids", "control_price",
    "winner_to_ceiling", "overdue",
)  # fmt: skip


def show(workspace: Workspace) -> None:
    """The figures, their picture, their distribution, and the lots of one group."""
    st.title(t("Trends"))
    if not workspace.batches():
        nothing_loaded()
        return
    with st.spinner(t("Counting the lots …")):
        lots = _with_leads(workspace, workspace.lots())
    for asked in LOT_QUESTIONS:  # kept until the data changes, and so not asked each time
        overheard(asked)
    if lots.empty:
        st.info(t("No lot is loaded yet."))
        return
    by, figure = _choice()
    lots = grouped_by(lots, by)
    table = figures(lots)
    _headline(lots)
    left, right = st.columns([2.1, 1], gap="large")
    with left:
        st.subheader(t(NAMES[figure]))
        _course(table, by, figure)
    with right:
        st.subheader(t("Lot by lot"))
        _distribution(lots, figure)
    chosen = _table(table, by)
    if chosen is not None:
        _lots_behind(workspace, lots[lots["group"] == chosen], chosen)


def _with_leads(workspace: Workspace, lots: pd.DataFrame) -> pd.DataFrame:
    if lots.empty:
        return lots
    judged = workspace.judged()
    strong = {x.keys[0]: x.id for x in workspace.leads("lot") if x.smoke.value >= ATTENTION}
    kept = {key for key, lead in strong.items() if _pursued(lead, judged)}
    return lots.assign(
        lot_leads=lots["key"].isin(set(strong)).astype(int),
        pursued=lots["key"].isin(kept).astype(int),
        discount=1 - lots["winner_to_ceiling"],
    )


def _pursued(lead: str, judged: Mapping[str, object]) -> bool:
    made = judged.get(lead)
    return getattr(made, "verdict", None) is Verdict.PURSUE


def _choice() -> tuple[str, str]:
    left, right = st.columns([1.4, 1], gap="large", vertical_alignment="bottom")
    asked = st.query_params.get("by", "month")
    by = left.segmented_control(
        t("By"),
        list(BY),
        default=asked if asked in BY else "month",
        required=True,
        format_func=lambda name: t(BY[name]),
        key="trend-by",
    )
    told = st.query_params.get("figure", "lots")
    figure = right.selectbox(
        t("Figure"),
        FIGURES,
        index=FIGURES.index(told) if told in FIGURES else 0,
        format_func=lambda name: t(NAMES[name]),
        key="trend-figure",
    )
    st.query_params["by"], st.query_params["figure"] = str(by), str(figure)
    return str(by), str(figure)


def _headline(lots: pd.DataFrame) -> None:
    whole = figures(lots.assign(group="*")).iloc[0]
    for row in (FIGURES[:4], FIGURES[4:]):
        for column, name in zip(st.columns(4, gap="small"), row, strict=True):
            column.metric(t(NAMES[name]), said(name, whole[name]), border=True)


def said(name: str, value: object) -> str:
    """A figure as text; a dash where the data does not allow it."""
    if not isinstance(value, int | float) and not hasattr(value, "item"):
        return "—"
    number = float(str(value))
    if number != number:  # NaN: nothing to count
        return "—"
    if name in SHARES:
        return f"{number:.1%}"
    return f"{number:.1f}" if name == "bidders_a_lot" else f"{number:,.0f}"


def _course(table: pd.DataFrame, by: str, figure: str) -> None:
    rows = table[(table["group"] != "") & table[figure].notna()]
    axis = alt.Axis(format="%") if figure in SHARES else alt.Axis()
    number = alt.Y(f"{figure}:Q", title=None, axis=axis)
    tips = [
        alt.Tooltip("group:N", title=t(BY[by])),
        alt.Tooltip(
            f"{figure}:Q", title=t(NAMES[figure]), format=".1%" if figure in SHARES else ",.1f"
        ),
        alt.Tooltip("lots:Q", title=t("Lots")),
    ]
    if by == "month":
        chart = (
            alt.Chart(rows)
            .mark_line(point=True)
            .encode(
                x=alt.X("group:O", title=None, axis=alt.Axis(labelAngle=-45)),
                y=number,
                tooltip=tips,
            )
        )
        st.altair_chart(chart.properties(height=300), width="stretch")
        return
    top = rows.sort_values([figure, "lots"], ascending=False).head(MOST_BARS)
    bars = (
        alt.Chart(top)
        .mark_bar(height=13)
        .encode(
            y=alt.Y(
                "group:N", sort=None, title=None, axis=alt.Axis(labelLimit=260, labelOverlap=False)
            ),
            x=alt.X(f"{figure}:Q", title=None, axis=axis),
            tooltip=tips,
        )
    )
    st.altair_chart(bars.properties(height=22 * len(top) + 50), width="stretch")
    if len(rows) > MOST_BARS:
        st.caption(
            t("The picture shows the first {count}; the table below has all.", count=MOST_BARS)
        )


def _distribution(lots: pd.DataFrame, figure: str) -> None:
    name = OF_A_LOT.get(figure, "bidders")
    known = lots[lots[name].notna()]
    if name == "bidders":
        known = known[known["bidders"] > 0]
    said_name = {
        "bidders": "Bidders a lot",
        "discount": NAMES["discount"],
        "overdue": NAMES["overdue"],
    }
    step = alt.Bin(maxbins=25) if name == "discount" else alt.Bin(step=1)
    axis = alt.Axis(format="%") if name == "discount" else alt.Axis(format="d")
    chart = (
        alt.Chart(known[[name]])
        .mark_bar()
        .encode(
            x=alt.X(f"{name}:Q", bin=step, title=t(said_name[name]), axis=axis),
            y=alt.Y("count():Q", title=t("Lots")),
        )
    )
    st.altair_chart(chart.properties(height=300), width="stretch")


def _table(table: pd.DataFrame, by: str) -> str | None:
    shown = table.rename(columns={"group": t(BY[by]), **{n: t(NAMES[n]) for n in FIGURES}})
    shown[t(BY[by])] = shown[t(BY[by])].replace("", t("(not stated)"))
    picked = st.dataframe(
        shown,
        key=f"trend-{by}",
        hide_index=True,
        width="stretch",
        height=320 if len(shown) > 8 else "content",
        on_select="rerun",
        selection_mode="single-cell",
        column_config={t(NAMES[n]): st.column_config.NumberColumn(format="percent") for n in SHARES}
        | {t(NAMES["bidders_a_lot"]): st.column_config.NumberColumn(format="%.1f")},
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        download(shown, f"trend-{by}", key="trend")
        st.caption(t("Click a row to see the lots behind it."))
    cells = picked.selection.cells
    return str(table["group"].iloc[cells[0][0]]) if cells else None


def _lots_behind(workspace: Workspace, lots: pd.DataFrame, group: str) -> None:
    st.subheader(t("Lots of {group}", group=group or t("(not stated)")))
    told = lots.rename(columns={"name": "lot", "bidders": "bids"})[list(LOT_COLUMNS)]
    told = told.astype(object).where(told.notna(), None)
    rows = tuple(tuple(row) for row in told.itertuples(index=False, name=None))
    table = Table(LOT_COLUMNS, rows)
    record_table(workspace, table, key="trend-lots")
    download(frame_of(workspace, table), "lots", key="trend-lots")


if __name__ == "__main__":
    run_page(show)
