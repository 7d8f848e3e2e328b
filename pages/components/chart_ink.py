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


def ink_on_square(field: str, most: float, scheme: str) -> Any:
    """Black, and white where the square of this field is dark."""
    dark = f"isValid(datum.{field}) && datum.{field} > {TURNS[scheme] * most}"
    return alt.condition(dark, alt.value("#ffffff"), alt.value("#000000"))


def _dark() -> bool:
    return bool(st.context.theme.type == "dark")
