"""Trends: key figures of lots and their course, down to the lots behind each."""

from __future__ import annotations

import textwrap

import altair as alt
import pandas as pd
import streamlit as st

from graph.overhearing import overheard
from graph.records import Table
from messages import t
from pages.components.addressed import addressed
from pages.components.export import PICTURE_MARGIN, picture_title, picture_way
from pages.components.frame import nothing_loaded, run_page, spread
from pages.components.hand import OPENS, by_keys, say_how
from pages.components.key_figures import NAMES, SHARES, key_figures, lots_with_leads, said
from pages.components.literal import literal
from pages.components.picked import by_cell, by_mark
from pages.components.record_table import download, frame_of, record_table
from pages.components.regions import (
    prefecture_map,
    prefecture_name,
    prefecture_of,
    province_name,
    region_name,
    tile_map,
)
from pages.components.words import class_name
from queries.lots import LOT_QUESTIONS
from queries.trends import FIGURES, figures, grouped_by, quartiles
from workspace import Workspace

BY = {
    "month": "Opening month",
    "province": "Province",
    "region": "Region",
    "class": "Class of lots",
    "buyer": "Buyer",
    "agency": "Agency",
}
# What is counted lot by lot, for the distribution behind a figure.
OF_A_LOT = {"bidders_a_lot": "bidders", "discount": "discount", "overdue": "overdue"}
GROUP, PREFECTURE = "group", "prefecture"  # in the address
MOST_BARS = 25
AROUND = 120  # px of title, axis and margin around the bars
MOST_STEPS = 20  # whole numbers side by side; a wider range is cut into classes
NARROW = 28  # Latin signs that fit below the distribution
FEWEST = 3  # of fewer values there is no distribution
LOT_COLUMNS = (
    "key", "lot", "opened_at", "region", "buyer", "agency", "winner", "bids", "control_price",
    "winner_to_ceiling", "overdue", "smoke",
)  # fmt: skip


def show(workspace: Workspace) -> None:
    """The figures, their picture, their distribution, and the lots of one group."""
    spread()
    st.title(t("Trends"))
    if not workspace.batches():
        nothing_loaded()
        return
    with st.spinner(t("Counting the lots …")):
        lots = lots_with_leads(workspace)
    for asked in LOT_QUESTIONS:  # kept until the data changes, and so not asked each time
        overheard(asked)
    if lots.empty:
        st.info(t("No lot is loaded yet."))
        return
    by, figure = _choice()
    key_figures(lots)
    lots = grouped_by(lots, by)
    table = figures(lots)
    left, right = st.columns([2.1, 1], gap="large")
    with left:
        st.subheader(t(NAMES[figure]))
        picture = st.container()
        free = picture_way(f"trend-{by}-{figure}.png", key="trend-picture")
        with picture.container(key="freed-course" if free else "kept-course"):
            _course(table, by, figure, _scope(lots, t(BY[by]), figure))
    with right:
        _distribution(lots, table, by, figure)
    _table(table, by)
    chosen = st.query_params.get(GROUP)
    if chosen is not None and chosen in set(lots["group"]):
        behind, name = lots[lots["group"] == chosen], _group_name(by, chosen)
        if by == "province":
            behind, name = _prefectures(behind, figure, chosen, name)
        _lots_behind(workspace, behind, name)
    elif chosen is not None:
        st.info(
            t(
                "No lot is in the group '{group}': its data has changed, or the address is wrong. "
                "Choose a group above.",
                group=literal(chosen) or t("(not stated)"),
            )
        )


def _choice() -> tuple[str, str]:
    left, right = st.columns([1.4, 1], gap="large", vertical_alignment="bottom")
    asked = st.query_params.get("by", "month")
    by = left.segmented_control(
        t("By"),
        list(BY),
        default=addressed("by", BY, "month"),
        required=True,
        format_func=lambda name: t(BY[name]),
        key="trend-by",
        wrap=True,
    )
    figure = right.selectbox(
        t("Figure"),
        FIGURES,
        index=FIGURES.index(addressed("figure", FIGURES, FIGURES[0])),
        format_func=lambda name: t(NAMES[name]),
        key="trend-figure",
    )
    if by != asked:  # a month is no province
        st.query_params.pop(GROUP, None)
        st.query_params.pop(PREFECTURE, None)
    st.query_params["by"], st.query_params["figure"] = str(by), str(figure)
    return str(by), str(figure)


def _prefectures(
    lots: pd.DataFrame, figure: str, province: str, name: str
) -> tuple[pd.DataFrame, str]:
    """The prefectures of a province as tiles; returns the lots of the chosen one and its name."""
    codes = lots["region"].fillna("").astype(str).map(prefecture_of)
    table = figures(lots.assign(group=codes))
    rows = table[(table["group"] != "") & table[figure].notna()]
    if len(rows) < 2:
        return lots, name
    st.subheader(t("Prefectures of {province}: {figure}", province=name, figure=t(NAMES[figure])))
    values = dict(zip(rows["group"], rows[figure].astype(float), strict=True))
    told = {code: said(figure, value) for code, value in values.items()}
    key = f"prefectures-{province}-{figure}"
    scope = f"{name}  {_scope(lots, t('Prefecture'), figure)}"
    prefecture_map(values, title=t(NAMES[figure]), scope=scope, said=told, key=key, into=PREFECTURE)
    chosen = st.query_params.get(PREFECTURE, "")
    if chosen not in values:
        return lots, name
    return lots[codes == chosen], f"{name} {prefecture_name(chosen)}"


def _group_name(by: str, group: str) -> str:
    if by == "province":
        return province_name(group)
    if by == "region":
        return region_name(group)
    return class_name(group) if by == "class" else group


def _course(table: pd.DataFrame, by: str, figure: str, scope: str) -> None:
    """The picture of a figure; a click on a group goes into the address."""
    rows = table[(table["group"] != "") & table[figure].notna()]
    if by == "province":
        values = dict(zip(rows["group"], rows[figure].astype(float), strict=True))
        told = {code: said(figure, value) for code, value in values.items()}
        name, key = t(NAMES[figure]), f"tiles-{figure}"
        tile_map(values, title=name, scope=scope, said=told, key=key, into=GROUP, forget=PREFECTURE)
        return
    rows = rows.assign(
        code=rows["group"], group=[_group_name(by, group) for group in rows["group"]]
    )
    axis = alt.Axis(format="%") if figure in SHARES else alt.Axis()
    number = f"{figure}:Q"
    picked = alt.selection_point(fields=["code"], name="group", on="click")
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
            .mark_line()
            .encode(
                x=alt.X("group:O", title=t(BY[by]), axis=alt.Axis(labelAngle=-45)),
                y=alt.Y(number, title=textwrap.wrap(t(NAMES[figure]), NARROW), axis=axis),
                tooltip=tips,
            )
        )
        points = chart.mark_circle(size=70).add_params(picked)
        _drawn(alt.layer(chart, points).properties(height=340), by, figure, scope)
        return
    top = rows.sort_values([figure, "lots"], ascending=False).head(MOST_BARS)
    bars = (
        alt.Chart(top)
        .mark_bar(height=13)
        .encode(
            y=alt.Y(
                "group:N",
                sort=None,
                title=None,
                axis=alt.Axis(labelLimit=260, labelOverlap=False, labelFlush=False),
            ),
            x=alt.X(number, title=t(NAMES[figure]), axis=axis),
            tooltip=tips,
        )
        .add_params(picked)
    )
    _drawn(bars.properties(height=22 * len(top) + AROUND), by, figure, scope)
    if len(rows) > MOST_BARS:
        st.caption(
            t("The picture shows the first {count}; the table below has all.", count=MOST_BARS)
        )


def _drawn(
    chart: alt.Chart | alt.LayerChart | alt.FacetChart, by: str, figure: str, scope: str
) -> None:
    key = f"course-{by}-{figure}"
    chosen = by_mark(key, "group", "code", GROUP)
    titled = chart.properties(title=picture_title(scope), padding=PICTURE_MARGIN)
    st.altair_chart(titled, width="stretch", key=key, on_select=chosen)


def _scope(lots: pd.DataFrame, by: str, figure: str) -> str:
    """What a saved picture must say of itself: the figure, by what, of which lots."""
    days = sorted(str(day)[:10] for day in lots["opened_at"].dropna() if str(day))
    return t(
        "{figure}, by: {by}. {count} lots, opened {first} to {last}.",
        figure=t(NAMES[figure]),
        by=by,
        count=len(lots),
        first=days[0] if days else "—",
        last=days[-1] if days else "—",
    )


def _distribution(lots: pd.DataFrame, table: pd.DataFrame, by: str, figure: str) -> None:
    """Lot by lot where a lot has the figure of its own, else group by group."""
    name = OF_A_LOT.get(figure)
    if name is None:
        st.subheader(t("Group by group"))
        known = table.loc[(table["group"] != "") & table[figure].notna(), figure]
        counted = t("Number of groups: {by}", by=t(BY[by]))
    else:
        st.subheader(t("Lot by lot"))
        known = lots.loc[lots[name].notna() & ((name != "bidders") | (lots["bidders"] > 0)), name]
        counted = t("Lots")
    middle = quartiles(known)
    if middle is not None and len(known) < FEWEST:
        st.caption(t("Too few values for a distribution: {count}.", count=len(known)))
        return
    if middle is None:
        st.caption(t("The loaded data does not allow this figure."))
        return
    rows = pd.DataFrame({"value": known.astype(float)})
    whole = figure not in SHARES and bool((rows["value"] % 1 == 0).all())
    least, most = rows["value"].min(), rows["value"].max()
    few = whole and most - least < MOST_STEPS
    axis = alt.Axis(format="%" if figure in SHARES else "d" if whole else ".1f")
    title = textwrap.wrap(t(NAMES[figure]), NARROW)
    value = (
        alt.X(
            "value:O",
            title=title,
            axis=alt.Axis(format="d", labelAngle=0),
            scale=alt.Scale(domain=list(range(int(least), int(most) + 1))),
        )
        if few
        else alt.X("value:Q", bin=alt.Bin(maxbins=20), title=title, axis=axis)
    )
    chart = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=value, y=alt.Y("count():Q", title=counted, axis=alt.Axis(tickMinStep=1, format="d"))
        )
    )
    st.altair_chart(chart.properties(height=300), width="stretch")
    low, half, high = (said(figure, x) for x in middle)
    st.caption(
        t("Median {median}; the middle half from {low} to {high}.", median=half, low=low, high=high)
    )


def _table(table: pd.DataFrame, by: str) -> None:
    named = table.assign(group=[_group_name(by, group) for group in table["group"]])
    named = named.round({**dict.fromkeys(SHARES, 4), "bidders_a_lot": 2})
    shown = named.rename(columns={"group": t(BY[by]), **{n: t(NAMES[n]) for n in FIGURES}})
    shown[t(BY[by])] = shown[t(BY[by])].replace("", t("(not stated)"))
    key = f"{OPENS}trend-{by}"
    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        width="stretch",
        height=320 if len(shown) > 8 else "content",
        on_select=by_cell(key, list(table["group"]), GROUP, forget=PREFECTURE),
        selection_mode="single-cell",
        column_config={t(NAMES[n]): st.column_config.NumberColumn(format="percent") for n in SHARES}
        | {t(NAMES["bidders_a_lot"]): st.column_config.NumberColumn(format="%.1f")},
    )
    if by_keys():
        say_how()
    with st.container(horizontal=True, vertical_alignment="center"):
        download(shown, f"trend-{by}", key="trend")
        st.caption(t("Click a row, a point or a bar to see the lots behind it."))


def _lots_behind(workspace: Workspace, lots: pd.DataFrame, group: str) -> None:
    st.subheader(t("Lots of {group}", group=literal(group) or t("(not stated)")))
    told = lots.sort_values(["opened_at", "key"], ascending=[False, True])
    told = told.rename(columns={"name": "lot", "bidders": "bids"})[list(LOT_COLUMNS)]
    told = told.astype(object).where(told.notna(), None)
    rows = tuple(tuple(row) for row in told.itertuples(index=False, name=None))
    table = Table(LOT_COLUMNS, rows)
    record_table(workspace, table, key="trend-lots")
    download(frame_of(workspace, table), "lots", key="trend-lots")


if __name__ == "__main__":
    run_page(show)
