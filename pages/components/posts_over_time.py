"""Posts and shares over time: a row a firm, a bar from first day to last, open ends as open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from evidence.beijing_time import kept_time
from graph.records import Cell, Table
from messages import t
from pages.components.chart_ink import quiet_ink
from pages.components.frame import PAGES
from pages.components.literal import literal
from pages.components.lot_charts import NO_RING, RING_COLORS
from pages.components.record_table import column_title
from pages.components.source_table import source_table
from pages.components.words import relation_name
from queries.profiles import MOST_FIRM_BIDS, Profile
from workspace import Workspace

MOST_FIRMS = 20
LANE, AROUND = 15, 110  # px of a bar, and of axis and legends
SIGN = 6  # px by which the sign of an open end stands out of its bar
BEGIN, END = "begin", "end"  # which end of a bar is not on record
Drawn = dict[str, Any]


def posts_over_time(workspace: Workspace, found: Profile) -> None:
    """The picture above the table of a person's posts; a click opens the rows that state one."""
    posts = found.rows("posts")
    until = max(kept_time(batch.loaded_at)[:10] for batch in workspace.batches())
    drawn, undated = periods(posts, until)
    firms = list(dict.fromkeys(p["firm"] for p in drawn))[:MOST_FIRMS]
    kept = [p for p in drawn if p["firm"] in firms]
    if kept:
        bids = workspace.firm_bids(found.node.key)
        marked = [] if bids.truncated else [b for b in bids_drawn(bids, kept) if b["firm"] in firms]
        _picture(workspace, kept, marked, firms, key=f"posts-{found.node.key}")
        _said(kept, marked, until, too_many=bids.truncated)
        if len(firms) < len({p["firm"] for p in drawn}):
            st.caption(
                t("The picture shows the first {count}; the table below has all.", count=MOST_FIRMS)
            )
    if undated:
        names = (f"{row['company']} {relation_name(str(row['relation']))}" for row in undated)
        st.caption(
            t(
                "Without a day on record, and so not drawn: {posts}.",
                posts=literal(t(", ").join(dict.fromkeys(names))),
            )
        )


def periods(posts: Table, until: str) -> tuple[list[Drawn], list[dict[str, Cell]]]:
    """What a bar is drawn of, and the rows that have no day.

    An end that is not on record is drawn at the edge: `until` (ISO), or the last day of all if that
    is later; a beginning at the first day of all. `open` says which. Bars of one firm that would
    cover one another have a `lane` each.
    """
    rows = posts.dicts()
    known = [row for row in rows if row["valid_from"] or row["valid_to"]]
    days = [
        str(row[side])[:10] for row in known for side in ("valid_from", "valid_to") if row[side]
    ]
    first, last = min(days, default=until), max([until, *days])
    named = _names(known)
    taken: dict[str, list[str]] = {}  # by firm: the last day of each lane
    drawn: list[Drawn] = []
    for row in sorted(known, key=lambda row: str(row["valid_from"] or first)):
        begins, ends = (str(row["valid_from"] or first)[:10], str(row["valid_to"] or last)[:10])
        firm = named[str(row["key"])]
        lanes = taken.setdefault(firm, [])
        lane = next((i for i, end in enumerate(lanes) if end < begins), len(lanes))
        lanes[lane : lane + 1] = [ends]
        drawn.append(
            {
                "key": row["key"],
                "firm": firm,
                "lane": lane,
                "begins": begins,
                "ends": ends,
                "open": END if not row["valid_to"] else "" if row["valid_from"] else BEGIN,
                "relation": relation_name(str(row["relation"])),
                "post": str(row["post"] or ""),
                "sources": row["sources"] or [],
            }
        )
    return drawn, [row for row in rows if row not in known]


def _picture(
    workspace: Workspace, drawn: list[Drawn], bids: list[Drawn], firms: list[str], *, key: str
) -> None:
    lanes = max(p["lane"] for p in drawn) + 1
    band = [*range(lanes + bool(bids))]  # the bids of a firm stand below its bars
    layers = _bars(drawn, firms, band)
    if bids:
        layers.append(_bids(bids, firms, band))
    tall = LANE * len(band) * len(firms) + LANE // 2 * len(firms) + AROUND
    event = st.altair_chart(
        alt.layer(*layers).properties(height=tall), width="stretch", key=key, on_select="rerun"
    )
    # A click is told to both selections; a mark has the field of one of them.
    for bid in event.selection.get("bid", []):
        if "lot_key" in bid:
            st.switch_page(PAGES["profile"], query_params={"key": bid["lot_key"]})
    for post in event.selection.get("post", []):
        if "at" in post:
            st.markdown(f"**{t('Sources of the chosen bar')}**")
            source_table(workspace, drawn[post["at"]]["sources"], key=f"sources-{key}")


def _bars(drawn: list[Drawn], firms: list[str], band: list[int]) -> list[alt.Chart]:
    """Bars, and a sign where an end is open."""
    rows = pd.DataFrame(drawn).drop(columns="sources")
    rows["at"] = range(len(rows))
    rows["begun"] = rows["begins"].where(rows["open"] != BEGIN, t("not on record"))
    rows["ended"] = rows["ends"].where(rows["open"] != END, t("not on record"))
    picked = alt.selection_point(fields=["at"], name="post", on="click")
    base = alt.Chart(rows).encode(
        y=_firm(firms),
        yOffset=_lane(band),
        color=alt.Color(
            "relation:N",
            title=None,
            scale=alt.Scale(domain=sorted({*rows["relation"]}), range=[*RING_COLORS, NO_RING]),
            legend=alt.Legend(orient="top", columns=3, labelLimit=240),
        ),
        tooltip=[
            alt.Tooltip("firm:N", title=t("Company")),
            alt.Tooltip("relation:N", title=t("Relation")),
            alt.Tooltip("post:N", title=column_title("post")),
            alt.Tooltip("begun:N", title=column_title("valid_from")),
            alt.Tooltip("ended:N", title=column_title("valid_to")),
        ],
    )
    bars = base.mark_bar(height=LANE - 4, cursor="pointer").encode(
        x=alt.X("begins:T", title=None, axis=alt.Axis(format="%Y-%m"), scale=alt.Scale(padding=16)),
        x2="ends:T",
        opacity=alt.condition(picked, alt.value(1), alt.value(0.5)),
    )
    signs = [
        base.transform_filter(alt.datum.open == end)
        .mark_point(shape=sign, size=110, filled=True, opacity=1, xOffset=aside)
        .encode(x=f"{at}:T")
        for end, sign, at, aside in (
            (BEGIN, "triangle-left", "begins", -SIGN),
            (END, "triangle-right", "ends", SIGN),
        )
    ]
    return [bars.add_params(picked), *signs]


def _bids(bids: list[Drawn], firms: list[str], band: list[int]) -> alt.Chart:
    states = [t("won"), t("bid lost")]
    marks: alt.Chart = (
        alt.Chart(pd.DataFrame(bids).assign(lane=band[-1]))
        .mark_point(size=46, strokeWidth=1.4, cursor="pointer", opacity=1)
        .encode(
            x="day:T",
            y=_firm(firms),
            yOffset=_lane(band),
            color=alt.value(quiet_ink()),
            shape=alt.Shape(
                "state:N",
                title=t("Bids"),
                scale=alt.Scale(domain=states, range=["triangle-up", "circle"]),
                legend=alt.Legend(orient="top", titleOrient="left", symbolFillColor="transparent"),
            ),
            tooltip=[
                alt.Tooltip("lot:N", title=t("Lot")),
                alt.Tooltip("firm:N", title=t("Company")),
                alt.Tooltip("day:N", title=t("Opening day")),
                alt.Tooltip("state:N", title=t("State")),
            ],
        )
        .add_params(alt.selection_point(fields=["lot_key"], name="bid", on="click"))
    )
    return marks


def _firm(firms: list[str]) -> alt.Y:
    axis = alt.Axis(labelLimit=260, labelOverlap=False, grid=True, tickBand="extent")
    return alt.Y("firm:N", sort=firms, title=None, axis=axis)


def _lane(band: list[int]) -> alt.YOffset:
    return alt.YOffset("lane:O", scale=alt.Scale(domain=band))


def _said(drawn: list[Drawn], bids: list[Drawn], until: str, *, too_many: bool) -> None:
    """What the signs of the picture mean."""
    opens = {p["open"] for p in drawn}
    said = [t("Click a bar to see where it was read.")]
    if END in opens:
        said.append(t("▶: no end is on record; loaded on {day}.", day=until))
    if BEGIN in opens:
        said.append(t("◀: no beginning is on record."))
    if bids:
        said.append(
            t("Below the bars: the firm's bids by their opening day; click one for its lot.")
        )
    if too_many:
        said.append(t("More than {count} bids: they are not marked.", count=MOST_FIRM_BIDS))
    st.caption(" ".join(said))


def _names(rows: Sequence[Mapping[str, Cell]]) -> dict[str, str]:
    """What each firm is called by its key; its code too where two have one name."""
    names = {str(row["key"]): str(row["company"]) for row in rows}
    often = Counter(names.values())
    return {
        key: f"{name} {key.partition(':')[2]}" if often[name] > 1 else name
        for key, name in names.items()
    }


def bids_drawn(bids: Table, drawn: Sequence[Drawn]) -> list[Drawn]:
    """The bids of the firms that are drawn, opened within the days of the picture."""
    first, last = min(p["begins"] for p in drawn), max(p["ends"] for p in drawn)
    firms = {p["key"]: p["firm"] for p in drawn}
    return [
        {
            "lot_key": row["key"],
            "lot": row["lot"],
            "firm": firms[row["company_key"]],
            "day": str(row["opened_at"])[:10],
            "state": t("won") if row["won"] else t("bid lost"),
        }
        for row in bids.dicts()
        if row["company_key"] in firms and first <= str(row["opened_at"])[:10] <= last
    ]
