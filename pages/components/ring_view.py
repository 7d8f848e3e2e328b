"""One ring: members, who won in the order of time, joint lots, who loses for whom."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from messages import t
from pages.components.chart_ink import ink_on_square
from pages.components.meeting_map import meeting_map
from pages.components.name_axis import LONGEST, PADDING, TITLE, name_axis
from pages.components.picked import by_mark
from pages.components.record_table import empty_said, record_table
from queries.profiles import Profile
from workspace import Workspace

OUTSIDE = "#7d8896"
SIGN, STRIP = 9.5, 700  # px: a sign, and what a strip of them has at least
DRAWN = "won_over"  # the section that is a picture and no table


def ring_view(workspace: Workspace, found: Profile) -> None:
    """The whole ring below its headline."""
    stored = found.node.properties
    tiles = (
        (t("Members"), _plain(stored.get("size"))),
        (t("Joint lots"), _plain(stored.get("lots"))),
        (t("Mean intimacy"), _plain(stored.get("intimacy"))),
        (t("Coherence"), _plain(stored.get("coherence"))),
        (t("Exclusivity"), _plain(stored.get("exclusivity"))),
        (t("p of turn-taking"), _plain(stored.get("rotation_p"))),
    )
    for column, (title, value) in zip(st.columns(len(tiles)), tiles, strict=True):
        column.metric(title, value, border=True)
    rotation_strip(found)
    members = [str(row["key"]) for row in found.rows("members").dicts()]
    won_over_map(found)
    meeting_map(workspace, members, key=found.node.key)
    for section, table in found.sections:
        if table.rows and section.id != DRAWN:
            st.markdown(f"**{t(section.title)}** · {len(table.rows)}")
            record_table(workspace, table, key=f"ring-{section.id}")
    empty_said([t(section.title) for section, table in found.sections if not table.rows])


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    return "—" if value is None else str(value)


def rotation_strip(found: Profile) -> None:
    """Who won each lot in which members met, in the order of the openings."""
    members = {str(row["key"]): str(row["company"]) for row in found.rows("members").dicts()}
    outside = t("a firm outside the ring")
    nobody = t("no winner on record")
    rows = [
        {
            "day": str(row["opened_at"])[:10],
            "lot": str(row["lot"]),
            "winner": members.get(str(row["winner_key"]), outside) if row["winner_key"] else nobody,
        }
        for row in found.rows("lots").dicts()
        if row["opened_at"]
    ]
    if not rows:
        return
    points = pd.DataFrame(rows)
    order = [*sorted(members.values()), outside, nobody]
    points["turn"] = range(1, len(points) + 1)
    st.markdown(f"**{t('Who won, in the order of the openings')}**")
    chart = (
        alt.Chart(points)
        .mark_tick(orient="vertical", size=SIGN, thickness=sign_width(len(points)), opacity=1)
        .encode(
            x=alt.X(
                "turn:O",
                title=t("Lots in which members met, oldest first"),
                axis=alt.Axis(labels=False, ticks=False),
            ),
            y=alt.Y("winner:N", sort=order, title=None, axis=alt.Axis(labelLimit=260, grid=True)),
            color=alt.condition(
                alt.FieldOneOfPredicate("winner", [outside, nobody]),
                alt.value(OUTSIDE),
                alt.value("#3b8bd6"),
            ),
            tooltip=[
                alt.Tooltip("day:N", title=t("Opening day")),
                alt.Tooltip("lot:N", title=t("Lot")),
                alt.Tooltip("winner:N", title=t("Winner")),
            ],
        )
    )
    tall = 24 * points["winner"].nunique() + 50
    st.altair_chart(chart.properties(height=tall), width="stretch")


def sign_width(signs: int) -> float:
    """How wide each of so many signs in a row may be, px, that none covers the next."""
    return min(SIGN, max(1.0, STRIP / signs))


def won_over_map(found: Profile) -> None:
    """How often one member won where another lost: a row a winner, a column a loser."""
    rows = pd.DataFrame(found.rows(DRAWN).dicts())
    if rows.empty:
        return
    order = sorted({*rows["winner"], *rows["loser"]})
    across, below = name_axis(order)
    most = int(rows["lots"].max())
    st.markdown(f"**{t('Who won where which member lost')}**")
    place = alt.Chart(rows).encode(
        x=alt.X("loser:N", sort=order, title=t("Loser"), axis=across),
        y=alt.Y(
            "winner:N",
            sort=order,
            title=t("Winner"),
            axis=alt.Axis(labelLimit=LONGEST, labelOverlap=False, labelFlush=False),
        ),
        tooltip=[
            alt.Tooltip("winner:N", title=t("Winner")),
            alt.Tooltip("loser:N", title=t("Loser")),
            alt.Tooltip("lots:Q", title=t("Lots")),
        ],
    )
    squares = place.mark_rect(cornerRadius=2).encode(
        color=alt.Color("lots:Q", scale=alt.Scale(scheme="oranges", domain=[0, most]), legend=None)
    )
    numbers = place.mark_text(fontSize=11).encode(
        text="lots:Q",
        color=ink_on_square("lots", most, "oranges"),
    )
    tall = 30 * rows["winner"].nunique() + below + TITLE + PADDING
    st.altair_chart((squares + numbers).properties(height=tall), width="stretch")
    st.caption(
        t(
            "A full row: one firm wins where the others lose. Even numbers: the wins go around. "
            "A bid that lost is no cover bid by itself."
        )
    )


def ring_plane(rows: pd.DataFrame, *, into: str) -> None:
    """Rings by coherence and exclusivity: high in both is what stands apart from its market.

    A click puts the key of the ring into the address.
    """
    picked = alt.selection_point(fields=["key"], name="ring", on="click")
    room = alt.Scale(domain=[0, 1.1])  # for circles at the end
    whole = alt.Axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1], format=".1f")
    chart = (
        alt.Chart(rows)
        .mark_circle(color="#c73d77", stroke="#c73d77", opacity=1)
        .encode(
            x=alt.X("exclusivity:Q", title=t("Exclusivity"), axis=whole, scale=room),
            y=alt.Y("coherence:Q", title=t("Coherence"), axis=whole, scale=room),
            size=alt.Size("size:Q", title=None, legend=None, scale=alt.Scale(range=[80, 600])),
            fillOpacity=alt.condition(picked, alt.value(0.85), alt.value(0.35)),
            tooltip=[
                alt.Tooltip("name:N", title=t("Ring")),
                alt.Tooltip("size:Q", title=t("Members")),
                alt.Tooltip("intimacy:Q", title=t("Mean intimacy (0–100)"), format=".1f"),
            ],
        )
        .add_params(picked)
    )
    chosen = by_mark("ring-plane", "ring", "key", into)
    st.altair_chart(
        chart.properties(height=330), width="stretch", key="ring-plane", on_select=chosen
    )
