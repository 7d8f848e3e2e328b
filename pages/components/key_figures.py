"""The key figures of all lots, each with its course by month."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from leads.judgements import Verdict
from messages import t
from pages.components.frame import PAGES
from pages.components.regions import province_of
from queries.trends import FIGURES, figures, grouped_by
from workspace import Workspace

ATTENTION = 30.0  # from this index on, a lead about a lot counts
NAMES = {
    "lots": "Lots",
    "bidders_a_lot": "Bidders a lot",
    "single_bid_share": "Share of lots with one bid",
    "discount": "Mean discount from the control price",
    "top_winner_share": "Largest share of one winner",
    "lot_leads": "Leads about lots (attention or above)",
    "judged": "Leads judged",
    "pursued": "Leads worth pursuing",
    "overdue": "Time limits missed or open",
}
TILES = tuple(name for name in FIGURES if name != "judged")
COUNTED = frozenset({"lots", "lot_leads", "judged", "pursued", "overdue"})
SHARES = frozenset({"single_bid_share", "discount", "top_winner_share"})


def lots_with_leads(workspace: Workspace) -> pd.DataFrame:
    """Every lot with its leads and verdicts, as `queries.trends` wants them."""
    lots = workspace.lots()
    if lots.empty:
        return lots
    verdicts = workspace.judged()
    leads = workspace.leads("lot")
    strong = {x.keys[0]: x.id for x in leads if x.smoke.value >= ATTENTION}
    decided = {key for key, lead in strong.items() if lead in verdicts}
    kept = {key for key, lead in strong.items() if _pursued(lead, verdicts)}
    return lots.assign(
        province=lots["region"].map(province_of),
        smoke=lots["key"].map({x.keys[0]: x.smoke.value for x in leads}),
        lot_leads=lots["key"].isin(set(strong)).astype(int),
        judged=lots["key"].isin(decided).astype(int),
        pursued=lots["key"].isin(kept).astype(int),
        discount=1 - lots["winner_to_ceiling"],
    )


def _pursued(lead: str, judged: Mapping[str, object]) -> bool:
    made = judged.get(lead)
    return getattr(made, "verdict", None) is Verdict.PURSUE


def key_figures(lots: pd.DataFrame, *, leading_on: bool = False) -> None:
    """Each figure over all lots, with its course by month beneath.

    `leading_on`: each leads to its trend on the page of trends.
    """
    whole = figures(lots.assign(group="*")).iloc[0]
    course = figures(grouped_by(lots, "month"))
    course = course[course["group"] != ""]
    for row in (TILES[:4], TILES[4:]):
        for column, name in zip(st.columns(4, gap="small"), row, strict=True):
            months = [float(x) for x in course[name].fillna(0.0)]
            tile = column.container(border=True, height="stretch", gap="xxsmall")
            tile.metric(
                t(NAMES[name]),
                said(name, whole[name]),
                height="stretch",
                chart_data=months if len(months) > 1 and any(months) else None,
                chart_type="bar" if name in COUNTED else "line",
            )
            if leading_on:
                tile.page_link(
                    PAGES["trends"],
                    label=t("Its trend"),
                    icon=":material/trending_up:",
                    query_params={"by": "month", "figure": name},
                )


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
