"""Colours of the words in charts, so that each is read on what it stands on.

A chart knows neither the page behind it nor the square below a number.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import streamlit as st

# From which share of the most a square of Vega's schemes is too dark for black.
TURNS: Final = {"blues": 0.73, "oranges": 0.8}


def ink() -> str:
    """The colour of text on the page."""
    return "#e6ecf3" if _dark() else "#1b2430"


def quiet_ink() -> str:
    """The colour of text that stands back."""
    return "#9aa4b2" if _dark() else "#5c6675"


def ground() -> str:
    """The colour of the page."""
    return "#10161f" if _dark() else "#ffffff"


def ink_on(fill: str) -> str:
    """Black or white, whichever is read better on this colour (WCAG 2)."""
    parts = (part / 255 for part in bytes.fromhex(fill.removeprefix("#")))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    bright = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (bright + 0.05) ** 2 > 1.05 * 0.05 else "#ffffff"


def ink_on_square(field: str, most: float, scheme: str) -> Any:
    """Black, and white where the square of this field is dark."""
    dark = f"isValid(datum.{field}) && datum.{field} > {TURNS[scheme] * most}"
    return alt.condition(dark, alt.value("#ffffff"), alt.value("#000000"))


def _dark() -> bool:
    return bool(st.context.theme.type == "dark")
