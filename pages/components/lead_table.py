"""The list of leads; a click on any cell opens one, a tick marks rows for what is done to many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from leads.lead import Lead
from messages import t
from pages.components.frame import PAGES
from pages.components.hand import OPENS, chosen_cell
from pages.components.picked import sign_of
from pages.components.words import (
    BAND_COLORS,
    OPEN,
    band_name,
    family_name,
    one_subject,
    verdict_name,
)

ROW, MOST_ROWS = 35, 16  # px; longer lists scroll
REASON, RANKING, FAMILIES = 155, 70, 130  # px: all columns stand on a screen of 1440


@dataclass(frozen=True, slots=True)
class Clicked:
    """The lead whose cell was clicked, and the leads whose rows are ticked."""

    opened: Lead | None
    marked: tuple[Lead, ...]


def lead_table(
    leads: Sequence[Lead],
    *,
    key: str,
    with_kind: bool = False,
    titles: Mapping[str, str] | None = None,
    verdicts: Mapping[str, str] | None = None,
    work: Mapping[str, str] | None = None,
    ticks: bool = False,
) -> Clicked:
    """One row a lead; with `ticks` rows can be ticked.

    `verdicts`, by lead id, are shown as states; `work` says in short who has a lead.
    """
    rows = [_row(lead, with_kind, titles or {}, verdicts, work or {}) for lead in leads]
    widget = f"{OPENS}{key}-{sign_of(lead.id for lead in leads)}"
    answer = st.dataframe(
        rows,
        key=widget,
        hide_index=True,
        width="stretch",
        height="content" if len(rows) <= MOST_ROWS else ROW * MOST_ROWS,
        on_select="rerun",
        selection_mode=["single-cell", "multi-row"] if ticks else "single-cell",
        column_config={
            t("Advice"): _advice_column(),
            t("Index"): st.column_config.ProgressColumn(
                t("Index"), min_value=0, max_value=100, format="%.1f", width="small"
            ),
            t("Largest reason"): st.column_config.TextColumn(width=REASON),
            t("Ranking"): st.column_config.NumberColumn(width=RANKING),
            t("Families"): st.column_config.TextColumn(width=FAMILIES),
        },
    )
    cell = chosen_cell(answer.selection.cells, widget)
    opened = leads[cell[0]] if cell is not None and cell[0] < len(leads) else None
    return Clicked(opened, tuple(leads[i] for i in answer.selection.rows if i < len(leads)))


def lead_buttons(leads: Sequence[Lead]) -> None:
    """A button a lead, which opens it."""
    for lead in leads:
        said = t("Lead with index {index}", index=f"{lead.smoke.value:.0f}")
        if st.button(said, icon=":material/flag:", key=f"lead-{lead.id}"):
            st.switch_page(PAGES["leads"], query_params={"lead": lead.id})


def _advice_column() -> ColumnConfig:
    options = [*map(band_name, BAND_COLORS), t("not enough data, not judged")]
    colors = [*BAND_COLORS.values(), BAND_COLORS["white"]]
    return st.column_config.MultiselectColumn(t("Advice"), options=options, color=colors)


def _row(
    lead: Lead,
    with_kind: bool,
    titles: Mapping[str, str],
    verdicts: Mapping[str, str] | None,
    work: Mapping[str, str],
) -> dict[str, object]:
    smoke = lead.smoke
    judged = smoke.coverage_grade != "C"
    row: dict[str, object] = {t("Subject"): one_subject(lead.kind.value)} if with_kind else {}
    row |= {
        t("Advice"): [band_name(smoke.band) if judged else t("not enough data, not judged")],
        t("Index"): smoke.value,
        t("Name"): ("⚑ " if lead.red_flag else "") + lead.name,
    }
    if titles and smoke.contributions:
        row[t("Largest reason")] = titles.get(smoke.contributions[0].signal, "")
    row[t("Families")] = t(", ").join(
        family_name(f)
        for f, points in sorted(smoke.families.items(), key=lambda i: -i[1])
        if points
    )
    row[t("Findings")] = len(lead.findings)
    if verdicts is not None:
        row[t("State")] = verdict_name(verdicts.get(lead.id, OPEN))
    if work:
        row[t("Work")] = work.get(lead.id, "")
    if not with_kind:
        row[t("Coverage")] = f"{smoke.coverage_grade} {smoke.coverage:.0%}"
        row[t("Ranking")] = round(smoke.ranking, 2)
    return row
