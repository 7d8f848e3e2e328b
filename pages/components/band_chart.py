"""How many leads of each kind stand in which band."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from messages import t
from pages.components.chart_ink import ink, ink_on
from pages.components.words import BAND_FILLS, SUBJECTS, band_name, subject_name

NARROW = 0.07  # a part of a bar that has no room for its number: it stands below
PLACE = 0.28  # of the bar's length, for each number below it
RIM = "#667085"  # yellow hardly stands out on a white page
AXIS = {"ticks": False, "domain": False, "labelFontSize": 12.5, "labelLimit": 160}


def band_chart(counted: Mapping[tuple[str, str], int]) -> None:
    """One bar a kind of subject, from the band that asks for a check to the one that does not."""
    bands = list(BAND_FILLS)
    kinds = [k for k in SUBJECTS if any((k, band) in counted for band in bands)]
    totals = {k: sum(counted.get((k, band), 0) for band in bands) for k in kinds}
    names = {k: f"{subject_name(k)} {totals[k]:,}" for k in kinds}
    values: list[dict[str, object]] = []
    for kind in kinds:
        present = [band for band in bands if (kind, band) in counted]
        shares = {band: counted[kind, band] / totals[kind] for band in present}
        narrow = [band for band in present if shares[band] <= NARROW]
        values += [
            {
                "subject": names[kind],
                "band": band_name(band),
                "order": order,
                "leads": counted[kind, band],
                "share": shares[band],
                "below": narrow.index(band) * PLACE if band in narrow else None,
                "said": f"{counted[kind, band]:,}",
                "ink": ink_on(BAND_FILLS[band]),
            }
            for order, band in enumerate(present)
        ]
    y = {"field": "subject", "type": "nominal", "sort": list(names.values()), "title": None}
    x = {
        "field": "share",
        "type": "quantitative",
        "stack": "zero",
        "title": None,
        "axis": None,
        "scale": {"domain": [0, 1]},
    }
    color = {
        "field": "band",
        "type": "nominal",
        "title": None,
        "scale": {"domain": [band_name(b) for b in bands], "range": list(BAND_FILLS.values())},
        "legend": {
            "orient": "top",
            "symbolType": "square",
            "symbolStrokeColor": RIM,
            "symbolStrokeWidth": 1,
            "columns": 1,
        },
    }
    tooltip = [
        {"field": "subject", "title": t("Subject")},
        {"field": "band", "title": t("Advice")},
        {"field": "leads", "title": t("Leads")},
    ]
    below = {"y": y, "x": {**x, "field": "below", "stack": None}, "tooltip": tooltip}
    spec = {
        "data": {"values": values},
        "height": {"step": 40},
        "layer": [
            {
                "mark": {"type": "bar", "height": 20, "stroke": RIM, "strokeWidth": 1},
                "encoding": {
                    "y": {**y, "axis": AXIS},
                    "x": x,
                    "color": color,
                    "order": {"field": "order"},
                    "tooltip": tooltip,
                },
            },
            {
                "transform": [{"filter": f"datum.share > {NARROW}"}],
                "mark": {"type": "text", "fontSize": 11.5},
                "encoding": {
                    "y": y,
                    "x": {**x, "bandPosition": 0.5},
                    "order": {"field": "order"},
                    "detail": {"field": "band"},
                    "color": {"field": "ink", "type": "nominal", "scale": None},
                    "text": {"field": "leads"},
                },
            },
            {
                "transform": [{"filter": "isValid(datum.below)"}],
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dy": 18,
                    "fontSize": 11.5,
                    "stroke": RIM,
                    "strokeWidth": 0.7,
                },
                "encoding": {**below, "color": color, "text": {"value": "■"}},
            },
            {
                "transform": [{"filter": "isValid(datum.below)"}],
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 12,
                    "dy": 18,
                    "fontSize": 11.5,
                    "color": ink(),
                },
                "encoding": {**below, "text": {"field": "said"}},
            },
        ],
    }
    st.vega_lite_chart(spec, width="stretch", height="content")
