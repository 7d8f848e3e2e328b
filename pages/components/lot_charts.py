"""One lot as pictures: its bids on a line, rings coloured, and its days in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import cycle
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from graph.records import NodeKey
from messages import t
from pages.components.chart_ink import ground, ink, quiet_ink
from pages.components.literal import literal
from pages.components.words import step_name
from queries.describe import WAN, money
from queries.lots import LotCourse
from workspace import Workspace

NO_RING = "#7d8896"
# Okabe and Ito: told apart by who does not see red and green alike.
RING_COLORS = ("#d55e00", "#0072b2", "#009e73", "#c46b9c", "#b88000", "#3a96cf")
RING_SIGNS = ("● ", "◆ ", "■ ", "▲ ", "★ ", "✚ ")
MOST_LOTS = 4
ROW, AXIS = 24, 40  # px
WIDE, SIGN = 600, 12  # px of the line of days and of a letter, as a small window has them


def lot_pictures(
    workspace: Workspace,
    lots: Sequence[NodeKey],
    *,
    key: str,
    named: Collection[NodeKey] = (),
) -> None:
    """Bids and days of some lots; says how many are left out. `named` firms stand out."""
    if not lots:
        st.caption(t("This lead names no lot."))
        return
    facts = workspace.lots()
    for lot in lots[:MOST_LOTS]:
        row = facts[facts["key"] == lot]
        name = str(row["name"].iloc[0]) if len(row) else lot
        ceiling = float(row["control_price"].iloc[0]) if len(row) else float("nan")
        currency = str(row["currency"].iloc[0]) if len(row) else ""
        said = t("control price {amount}", amount=money(ceiling, currency))
        st.markdown(f"**{literal(name)}** · {literal(said)}")
        course = workspace.lot_course(lot)
        bids_strip(course, ceiling, currency=currency, key=f"{key}-{lot}", named=named)
        opened = str(row["opened_at"].iloc[0])[:10] if len(row) else ""
        steps_line(course, opened, key=f"{key}-{lot}")
    if len(lots) > MOST_LOTS:
        st.caption(t("{count} more lots are not drawn here.", count=len(lots) - MOST_LOTS))


def bids_strip(
    course: LotCourse,
    ceiling: float,
    *,
    currency: str = "",
    key: str,
    named: Collection[NodeKey] = (),
) -> None:
    """Each bid a point on the line of prices; members of one ring share a colour."""
    ring_of = dict.fromkeys(named, t("named by a finding"))
    ring_of |= {company: name for _, name, company in course.rings}
    priced = [bid for bid in course.bids if isinstance(bid["price"], int | float)]
    if not priced:
        st.caption(t("No bid of this lot has a price."))
        return
    alone = t("neither in a ring nor named")
    unit, title = price_axis({currency})
    groups = {str(bid["company"]): ring_of.get(str(bid["company"]), alone) for bid in priced}
    # Signs before the names too: colours alone are not seen by everybody.
    signs = dict(zip(sorted({*groups.values()} - {alone}), cycle(RING_SIGNS), strict=False))
    marked = {firm: signs.get(group, "") for firm, group in groups.items()}
    points = pd.DataFrame(
        {
            "company": marked[str(bid["company"])] + str(bid["name"] or bid["company"]),
            "price": float(str(bid["price"])) / unit,
            "said": money(bid["price"], currency),
            "ring": marked[str(bid["company"])] + groups[str(bid["company"])],
            "state": _state(bid.get("won"), bid.get("valid")),
        }
        for bid in priced
    )
    rings = sorted(set(points["ring"]) - {alone})
    colors = [RING_COLORS[i % len(RING_COLORS)] for i in range(len(rings))]
    states = [t("won"), t("bid lost"), t("not valid")]
    base = alt.Chart(points).encode(
        x=alt.X("price:Q", title=title, scale=alt.Scale(zero=False)),
        y=alt.Y(
            "company:N", title=None, sort=list(points["company"]), axis=alt.Axis(labelLimit=260)
        ),
    )
    marks = base.mark_point(size=110, filled=True, opacity=0.95).encode(
        color=alt.Color(
            "ring:N",
            title=None,
            scale=alt.Scale(domain=[*rings, alone], range=[*colors, NO_RING]),
            legend=alt.Legend(labelLimit=220),
        ),
        shape=alt.Shape(
            "state:N",
            title=None,
            scale=alt.Scale(domain=states, range=["triangle-up", "circle", "cross"]),
            legend=alt.Legend(symbolFillColor=NO_RING, symbolStrokeColor=NO_RING),
        ),
        tooltip=[
            alt.Tooltip("company:N", title=t("Company")),
            alt.Tooltip("said:N", title=t("Price")),
            alt.Tooltip("ring:N", title=t("Group")),
            alt.Tooltip("state:N", title=t("State")),
        ],
    )
    picture: alt.LayerChart | alt.Chart = marks
    if ceiling == ceiling:  # NaN where the lot states none
        rule = alt.Chart(pd.DataFrame({"price": [ceiling / unit]})).mark_rule(
            strokeDash=[4, 3], strokeWidth=1.5, color=ink()
        )
        picture = marks + rule.encode(x="price:Q")
    tall = ROW * max(2, points["company"].nunique()) + AXIS
    st.altair_chart(picture.properties(height=tall), width="stretch", key=f"strip-{key}")
    if ceiling == ceiling:
        st.caption(t("Dashed: the control price. Triangle: the winner."))


def price_axis(currencies: Collection[object]) -> tuple[int, str]:
    """By what prices on an axis are divided, and what it is called."""
    codes = sorted({str(code or "CNY") for code in currencies} or {"CNY"})
    if codes == ["CNY"]:
        return WAN, t("Price (10,000 yuan)")
    return 1, t("Price ({currency})", currency=", ".join(codes))


def _state(won: object, valid: object) -> str:
    if won is True:
        return t("won")
    return t("not valid") if valid is False else t("bid lost")


def steps_line(course: LotCourse, opened: str, *, key: str) -> None:
    """The dated steps of the lot and its project on a line of days."""
    days = dated_steps(course, opened)
    if not days:
        st.caption(t("No step of this lot is dated."))
        return
    if len(days) < 2:
        st.markdown(f"{days[0][0]} **{'、'.join(days[0][1])}**")
        return
    said = [(day, t(", ").join(steps)) for day, steps in days]
    lanes, left_from = lanes_of(said)
    high = max(lanes) + 1
    rows = pd.DataFrame(
        {"day": day, "steps": steps, "lane": lane, "turned": day >= left_from}
        for (day, steps), lane in zip(said, lanes, strict=True)
    )
    day = alt.X("day:T", title=None, axis=alt.Axis(format="%Y-%m-%d", tickCount=6, grid=False))
    lane = alt.Y("lane:Q", axis=None, scale=alt.Scale(domain=[-0.6, high]))
    tips = [
        alt.Tooltip("day:T", title=t("Day"), format="%Y-%m-%d"),
        alt.Tooltip("steps:N", title=t("Step of the lot")),
    ]
    base = alt.Chart(rows)
    stems = base.mark_rule(color=NO_RING).encode(x=day, y=lane, y2=alt.datum(-0.6), tooltip=tips)
    heads = base.mark_circle(size=46, color="#2f6db5", opacity=1).encode(
        x=day, y=lane, tooltip=tips
    )
    # Behind the words a rim of the page, so that no stem runs through them.
    small: dict[str, Any] = {"fontSize": 11.5, "limit": 220, "color": quiet_ink()}
    rim = {**small, "stroke": ground(), "strokeWidth": 5, "strokeJoin": "round"}
    words = [
        part.encode(x=day, y=lane, text="steps:N", tooltip=tips)
        for drawn in (rim, small)
        for part in (
            base.transform_filter("!datum.turned").mark_text(align="left", dx=7, **drawn),
            base.transform_filter("datum.turned").mark_text(align="right", dx=-7, **drawn),
        )
    ]
    picture = alt.layer(stems, *words, heads).properties(height=22 * high + 40)
    st.altair_chart(picture, width="stretch", key=f"steps-{key}")


def lanes_of(said: Sequence[tuple[str, str]]) -> tuple[list[int], str]:
    """The height of each step, so that no words stand over others, and from where words turn.

    From that day on they stand on the left of their point. `said` are ISO days in order, with what
    to write at them.
    """
    days = [date.fromisoformat(day[:10]).toordinal() for day, _ in said]
    span = max(days[-1] - days[0], 1)
    turn = days[-1] - span // 4
    taken: list[list[tuple[float, float]]] = []
    lanes: list[int] = []
    for at, (_, words) in zip(days, said, strict=True):
        point, long = (at - days[0]) / span * WIDE, len(words) * SIGN + 14
        room = (point - long, point + 6) if at > turn else (point - 6, point + long)
        free = (
            lane
            for lane, boxes in enumerate(taken)
            if all(end <= room[0] or start >= room[1] for start, end in boxes)
        )
        lane = next(free, len(taken))
        taken[lane:lane] = [[]] if lane == len(taken) else []
        taken[lane].append(room)
        lanes.append(lane)
    return lanes, date.fromordinal(turn + 1).isoformat()


def dated_steps(course: LotCourse, opened: str) -> list[tuple[str, list[str]]]:
    """The days on which something is on record, each with what it was, in order."""
    steps = list(course.steps)
    if opened and opened != "None" and opened != "nan":
        steps.append(("opening", opened))
    found: dict[str, list[str]] = {}
    for day, step in sorted({(day, step) for step, day in steps}):
        found.setdefault(day, []).append(step_name(step))
    return list(found.items())
