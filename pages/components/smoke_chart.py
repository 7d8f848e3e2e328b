"""The smoke index as a waterfall whose bars add up, and as a dial."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from leads.lead import Contribution, Lead, SmokeIndex, repetition
from leads.smoke_index import index_of_log_odds
from messages import t
from pages.components.chart_ink import ink
from pages.components.words import BAND_COLORS, BAND_FILLS, FAMILIES, band_name, family_name
from queries.describe import finding_sentence, signal_title
from queries.signal import Signal

MOST_BARS, VISIBLE = 8, 0.01  # smaller contributions, in bans, stand in one bar together
LABELS, LABELS_BESIDE = 250, 160  # px
EM, LINE, STEP = 12.5, 15, 34  # px: a sign of a label, a line of them, a bar with room
CUTS = ((30.0, "yellow"), (60.0, "orange"), (80.0, "red"))
FAMILY_COLORS = {
    "device": "#c2413b",
    "document": "#5c6bc0",
    "people": "#d17a22",
    "money": "#a8741a",
    "equity": "#2f6db5",
    "price": "#1d8a6b",
    "network": "#0f8299",
    "expert": "#8255b0",
    "process": "#6b8e4e",
    "recurrence": "#b8336a",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One bar, from `start` to `end` in bans; `index` is the smoke index after it, 0–100."""

    label: str
    family: str
    start: float
    end: float
    because: str

    @property
    def index(self) -> float:
        """The index that the bans so far mean."""
        return index_of_log_odds(self.end)


def bans(index: float) -> float:
    """An index of 0–100 as log10 odds."""
    share = min(max(index / 100, 1e-9), 1 - 1e-9)
    return math.log10(share / (1 - share))


def index_text(value: float) -> str:
    """The index as it is printed; near its end it keeps a digit: it never reaches 100."""
    return f"{value:.1f}" if value >= 99 else f"{value:.0f}"


def waterfall_steps(
    smoke: SmokeIndex, titles: Mapping[str, str], said: Mapping[str, str]
) -> tuple[Step, ...]:
    """The bars, largest first; the smallest stand in one bar together.

    `said` tells each finding in the language that is read now: leads are kept longer than a choice
    of language.
    """
    at = bans(100 * smoke.prior)
    steps: list[Step] = []
    adding = [c for c in smoke.contributions if c.points > 0]
    shown = [c for c in adding[:MOST_BARS] if c.points >= VISIBLE]
    rest = adding[len(shown) :]
    for contribution in shown:
        label = titles.get(contribution.signal, _recurrence(contribution))
        end = at + contribution.points
        steps.append(Step(label, contribution.family, at, end, _because(contribution, said)))
        at = end
    if rest:
        label = t("{count} more facts", count=len(rest))
        end = at + math.fsum(c.points for c in rest)
        steps.append(Step(label, "", at, end, t("Each adds less than the bars above.")))
    return tuple(steps)


def _recurrence(contribution: Contribution) -> str:
    return t("Repetition over lots") if contribution.family == "recurrence" else contribution.signal


def _because(contribution: Contribution, said: Mapping[str, str]) -> str:
    if contribution.lots:
        return repetition(contribution.lots)
    return next((said[f] for f in contribution.findings if f in said), contribution.because)


def smoke_waterfall(lead: Lead, signals: Sequence[Signal], *, beside: Sequence[Lead] = ()) -> None:
    """From the prior to the index, one bar a fact; on one scale with the leads `beside`."""
    known = {signal.id: signal for signal in signals}
    titles = {name: signal_title(signal) for name, signal in known.items()}
    said = {f.id: finding_sentence(known[f.signal], f) for f in lead.findings if f.signal in known}
    smoke = lead.smoke
    steps = waterfall_steps(smoke, titles, said)
    if not steps:
        st.caption(t("No fact adds to the index; what was found is background."))
        return
    reach = max(_end(one.smoke) for one in (lead, *beside))
    room = LABELS_BESIDE if beside else LABELS
    st.vega_lite_chart(_spec(smoke, steps, reach, room), width="stretch", height="content")


def _end(smoke: SmokeIndex) -> float:
    return bans(100 * smoke.prior) + math.fsum(max(c.points, 0) for c in smoke.contributions)


def _spec(smoke: SmokeIndex, steps: tuple[Step, ...], reach: float, room: int) -> dict[str, object]:
    prior = 100 * smoke.prior
    first = t("Prior {share}", share=f"{smoke.prior:.2%}")
    last = t("Smoke index")
    rows = [_row(i + 1, step, room) for i, step in enumerate(steps)]
    tallest = max(str(row["label"]).count("\n") + 1 for row in rows)
    end = steps[-1].end
    ends = [
        {"label": first, "order": 0, "at": bans(prior), "text": f"{prior:.1f}"},
        {"label": last, "order": len(rows) + 1, "at": end, "text": index_text(smoke.value)},
    ]
    low = min(-2.35, bans(prior) - 0.2)
    high = max(1.35, reach + 0.6)
    y = {
        "field": "label",
        "type": "nominal",
        "title": None,
        "sort": [first, *[str(r["label"]) for r in rows], last],
        "axis": {
            "labelExpr": "split(datum.label, '\\n')",
            "labelLimit": room,
            "labelFontSize": EM,
            "ticks": False,
            "domain": False,
        },
    }
    scale = {"domain": [low, high], "nice": False, "zero": False}
    axis = {
        "values": [bans(m) for m in (1, 3, 10, 30, 60, 80, 95, 99, 99.9) if bans(m) < high],
        "labelExpr": "format(100 / (1 + pow(10, -datum.value)), datum.value > 2.5 ? '.1f' : '.0f')",
        "title": t("Smoke index (further right: more evidence)"),
        "titleAnchor": "end",
        "titleFontWeight": "normal",
        "grid": False,
    }
    x = {"field": "start", "type": "quantitative", "scale": scale, "axis": axis}
    return {
        "height": {"step": max(STEP, LINE * tallest + 4)},
        "padding": {"left": 0, "right": 44, "top": 2, "bottom": 5},  # the last number, drawn small
        "layer": [_zones(low, high, scale), *_bars(rows, x, y), *_ends(ends, smoke, x, y)],
        "config": {"view": {"stroke": None}},
    }


def numbered(order: int, title: str, room: float) -> str:
    """A title behind its number, in lines that fit into `room` (px)."""
    wide = EM if any(sign > "\u2e80" for sign in title) else EM / 2
    return f"{order} " + "\n".join(textwrap.wrap(title, int(room / wide) - 2))


def _row(order: int, step: Step, room: float) -> dict[str, object]:
    family = family_name(step.family) if step.family in FAMILIES else ""
    return {
        "label": numbered(order, step.label, room),
        "order": order,
        "family": family,
        "color": FAMILY_COLORS.get(step.family, BAND_COLORS["white"]),
        "start": step.start,
        "end": step.end,
        "points": f"+{step.end - step.start:.2f}",
        "index": f"{step.index:.1f}",
        "because": step.because,
    }


def _zones(low: float, high: float, scale: Mapping[str, object]) -> dict[str, object]:
    edges = [low, *[bans(cut) for cut, _ in CUTS], high]
    names = ["white", *[band for _, band in CUTS]]
    values = [
        {"from": a, "to": min(b, high), "color": BAND_FILLS[band], "name": band_name(band)}
        for a, b, band in zip(edges, edges[1:], names, strict=False)
        if a < high
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "rect", "opacity": 0.1},
        "encoding": {
            "x": {"field": "from", "type": "quantitative", "scale": scale},
            "x2": {"field": "to"},
            "color": {"field": "color", "type": "nominal", "scale": None},
        },
    }


def _bars(
    rows: list[dict[str, object]], x: Mapping[str, object], y: Mapping[str, object]
) -> list[dict[str, object]]:
    tooltip = [
        {"field": "label", "title": t("Signal")},
        {"field": "because", "title": t("Because")},
        {"field": "points", "title": t("Weight (bans)")},
        {"field": "index", "title": t("Index after this")},
        {"field": "family", "title": t("Family")},
    ]
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "height": 19, "cornerRadius": 3},
            "encoding": {
                "x": x,
                "x2": {"field": "end"},
                "y": y,
                "color": {"field": "color", "type": "nominal", "scale": None},
                "tooltip": tooltip,
            },
        },
        {
            "data": {"values": rows},
            "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "color": ink()},
            "encoding": {
                "x": {**x, "field": "end"},
                "y": y,
                "text": {"field": "points"},
            },
        },
    ]


def _ends(
    ends: list[dict[str, object]],
    smoke: SmokeIndex,
    x: Mapping[str, object],
    y: Mapping[str, object],
) -> list[dict[str, object]]:
    place = {"x": {**x, "field": "at"}, "y": y}
    color = BAND_COLORS[smoke.band]
    return [
        {
            "data": {"values": ends},
            "mark": {
                "type": "point",
                "shape": "diamond",
                "filled": True,
                "size": 150,
                "opacity": 1,
            },
            "encoding": {
                **place,
                "color": {
                    "condition": {"test": "datum.order > 0", "value": color},
                    "value": BAND_COLORS["white"],
                },
            },
        },
        {
            "data": {"values": ends},
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 11,
                "fontSize": 14,
                "fontWeight": "bold",
                "color": ink(),
            },
            "encoding": {**place, "text": {"field": "text"}},
        },
    ]


def smoke_dial(smoke: SmokeIndex) -> None:
    """The index in large, what it advises, its interval and what it rests on."""
    judged = smoke.coverage_grade != "C"
    color = BAND_COLORS[smoke.band] if judged else BAND_COLORS["white"]
    advice = band_name(smoke.band) if judged else t("not enough data, not judged")
    low, high = (index_text(end) for end in smoke.interval)
    interval = t("Interval {low}–{high}: all weights × 0.7 and × 1.3", low=low, high=high)
    st.html(
        "<div style='display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .8rem;line-height:1.1'>"
        f"<span style='font-size:4rem;font-weight:700;color:{color}'>"
        f"{index_text(smoke.value)}</span>"
        f"<span style='background:{color};color:#fff;border-radius:99px;padding:.25rem .8rem;"
        f"font-size:.95rem;font-weight:600;white-space:nowrap'>{advice}</span></div>"
        f"{_scale(smoke, color)}"
        f"<div style='opacity:.75;font-size:.87rem;margin-top:.3rem'>{interval}</div>"
    )


def _scale(smoke: SmokeIndex, color: str) -> str:
    low, high = smoke.interval
    zones = ((0, 30, "white"), (30, 60, "yellow"), (60, 80, "orange"), (80, 100, "red"))
    parts = "".join(
        f"<div style='position:absolute;left:{a}%;width:{b - a}%;height:8px;"
        f"background:{BAND_FILLS[band]};opacity:.3'></div>"
        for a, b, band in zones
    )
    return (
        "<div style='position:relative;height:16px;margin-top:.7rem'>"
        f"<div style='position:absolute;top:4px;left:0;right:0;height:8px;border-radius:4px;"
        f"overflow:hidden'>{parts}</div>"
        f"<div style='position:absolute;top:4px;left:{low:.1f}%;width:{max(high - low, 0.8):.1f}%;"
        f"height:8px;background:{color};opacity:.55'></div>"
        f"<div style='position:absolute;top:0;left:calc({smoke.value:.1f}% - 2px);width:4px;"
        f"height:16px;border-radius:2px;background:{color}'></div></div>"
    )
