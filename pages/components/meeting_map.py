"""Who met whom in how many lots, as a map of squares."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import altair as alt
import pandas as pd
import streamlit as st

from graph.records import NodeKey
from messages import t
from pages.components.chart_ink import ink_on_square
from pages.components.name_axis import LONGEST, PADDING, name_axis
from workspace import Workspace

SIDE = 30  # px


def meeting_map(
    workspace: Workspace, firms: Sequence[NodeKey], *, key: str, named: Collection[NodeKey] = ()
) -> None:
    """One square a pair, darker for more joint lots. `named` firms are marked ●."""
    found = workspace.meetings(firms)
    if len(found.names) < 2 or not any(pair.lots for pair in found.pairs):
        st.caption(t("These firms did not meet in any other lot."))
        return
    said = {
        k: ("● " if k in named else "") + _apart(name, k, found.names)
        for k, name in found.names.items()
    }
    rows = [
        {
            "one": said[one],
            "other": said[other],
            "lots": pair.lots,
            "intimacy": "—" if pair.intimacy is None else f"{pair.intimacy:.0f}",
        }
        for pair in found.pairs
        for one, other in ((pair.a, pair.b), (pair.b, pair.a))
    ]
    order = list(said.values())
    across, below = name_axis(order)
    place = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("other:N", sort=order, title=None, axis=across),
        y=alt.Y(
            "one:N",
            sort=order,
            title=None,
            axis=alt.Axis(labelLimit=LONGEST, labelOverlap=False, labelFlush=False),
        ),
        tooltip=[
            alt.Tooltip("one:N", title=t("Company")),
            alt.Tooltip("other:N", title=t("Other company")),
            alt.Tooltip("lots:Q", title=t("Joint lots")),
            alt.Tooltip("intimacy:N", title=t("Intimacy (0–100)")),
        ],
    )
    most = max(pair.lots for pair in found.pairs)
    squares = place.mark_rect(cornerRadius=2).encode(
        color=alt.Color(
            "lots:Q",
            title=t("Joint lots"),
            scale=alt.Scale(scheme="blues", domain=[0, most]),
            legend=None,
        )
    )
    numbers = place.mark_text(fontSize=11).encode(
        text="lots:Q",
        color=ink_on_square("lots", most, "blues"),
    )
    st.markdown(f"**{t('Who met whom, in how many lots')}**")
    chart = (squares + numbers).properties(height=SIDE * len(order) + below + PADDING)
    st.altair_chart(chart, width="stretch", key=f"meetings-{key}")
    st.caption(
        t(
            "All loaded lots count. Many joint lots alone say little where few firms make up the "
            "market: see the intimacy, which compares with chance."
        )
        + ("" if not named else " " + t("●: named by a finding."))
    )
    if found.left_out:
        st.caption(t("{count} more firms are not drawn here.", count=found.left_out))


def _apart(name: str, key: NodeKey, names: dict[NodeKey, str]) -> str:
    """The name; with the end of the key where two firms bear one name."""
    return name if list(names.values()).count(name) == 1 else f"{name} {key[-4:]}"
