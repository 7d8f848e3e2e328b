"""The axis of names below a map of squares: slanted, and as tall as the longest name needs."""

from __future__ import annotations

import math
from collections.abc import Collection

import altair as alt

SLANT = 40  # degrees
SIGN = 12  # px of a Chinese character
LONGEST = 21 * SIGN  # a longer name is cut; the tip of a square has it whole
TICKS, TITLE, PADDING = 16, 30, 20  # px; the last is the room that Streamlit leaves below


def name_axis(names: Collection[str]) -> tuple[alt.Axis, int]:
    """The axis, and the height in px that it takes."""
    long = min(max(map(len, names), default=0) * SIGN, LONGEST)
    axis = alt.Axis(
        labelAngle=-SLANT,
        labelLimit=LONGEST,
        labelOverlap=False,
        labelFlush=False,
        orient="bottom",
    )
    return axis, TICKS + math.ceil(long * math.sin(math.radians(SLANT)))
