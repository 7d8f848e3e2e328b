"""Random inspection (双随机): draw lots and inspectors by a published seed, and keep the record."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from evidence.audit import Action
from evidence.beijing_time import moment, today
from leads.inspection import STRATA, DrawLot, DrawRecord, DrawRules, KeptRecords, ratio_of
from messages import t
from pages.components.addressed import addressed
from pages.components.draw_record import BY, draw_record, stratum_name
from pages.components.frame import link_to_load, nothing_loaded, run_page
from pages.components.literal import literal
from pages.components.regions import region_name
from pages.components.sign_in import left_to_others
from workspace import Workspace

USUAL = {"red": 50.0, "orange": 30.0, "yellow": 10.0, "white": 3.0, "-": 3.0}
OTHERWISE = 5.0  # per cent of a class of lots
DESK, DRAWN = "inspection-desk", "inspection-drawn"


def show(workspace: Workspace) -> None:
    """A new draw, or the records of earlier ones (`?record=`)."""
    st.title(t("Random inspection"))
    if not workspace.batches():
        nothing_loaded()
        return
    found = workspace.inspections()
    kept = found.records
    names = {"draw": t("New draw"), "records": t("Records {count}", count=len(kept))}
    if st.session_state.pop(DRAWN, False):  # set, the browser hears of it; left out, it would not
        st.session_state[DESK] = "records"
    st.session_state.setdefault(DESK, "records" if "record" in st.query_params else "draw")
    desk = st.segmented_control(
        t("Section"),
        list(names),
        required=True,
        format_func=names.__getitem__,
        label_visibility="collapsed",
        key=DESK,
    )
    if found.damaged:
        st.warning(_damaged_said(found), icon=":material/broken_image:")
    if desk == "records":
        _records(workspace, kept)
    else:
        _draw(workspace)


def _damaged_said(found: KeptRecords) -> str:
    """Which files are no records, and what to do about them."""
    return t(
        "No record of a draw can be read from: {files}. The other records are listed. Restore the "
        "damaged ones from a backup; which draws there were stands in the audit log.",
        files=literal(t(", ").join(str(file) for file in found.damaged)),
    )


def _draw(workspace: Workspace) -> None:
    if left_to_others(workspace, Action.JUDGEMENT):
        return
    st.caption(
        t(
            "Lots and inspectors follow from the seed alone. Publish beforehand which number will "
            "be the seed (a lottery number of a day to come), so that nobody can choose it. Every "
            "draw is recorded, also one that is not used."
        )
    )
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        span, by, lots = _which_lots(workspace)
        ratios = _ratios(by, lots)
    with right:
        _who_and_how(workspace, span, by, ratios, len(lots))


Span = dict[str, str]


def _which_lots(workspace: Workspace) -> tuple[Span, str, Sequence[DrawLot]]:
    facts = workspace.lots()
    months = sorted({m for m in facts["month"] if m}) if len(facts) else []
    regions = sorted({r for r in facts["region"] if r}) if len(facts) else []
    st.markdown(f"**{t('1 Which lots')}**")
    first, second, third = st.columns(3, gap="small")
    since = first.selectbox(t("Opened from"), ["", *months], format_func=_or_all, key="draw-since")
    until = second.selectbox(
        t("Opened until"), ["", *months], format_func=_or_all, key="draw-until"
    )
    region = third.selectbox(
        t("Region"), ["", *regions], format_func=lambda r: region_name(r) if r else t("all"),
        key="draw-region",
    )  # fmt: skip
    by = st.segmented_control(
        t("Ratio by"),
        STRATA,
        default="class",
        required=True,
        format_func=lambda name: t(BY[name]),
        key="draw-by",
    )
    span = {"since": since, "until": until, "region": region}
    with st.spinner(t("Counting the lots …")):
        return span, str(by), workspace.inspection_lots(str(by), **span)


def _or_all(text: str) -> str:
    return text or t("all")


def _ratios(by: str, lots: Sequence[DrawLot]) -> dict[str, str]:
    counted = Counter(lot.stratum for lot in lots)
    order = sorted(counted, key=lambda s: (list(USUAL).index(s) if s in USUAL else 0, s))
    rows = pd.DataFrame(
        {
            "stratum": order,
            "class": [stratum_name(by, s) for s in order],
            "lots": [counted[s] for s in order],
            "ratio": [USUAL[s] if by == "band" else OTHERWISE for s in order],
        }
    )
    edited = st.data_editor(
        rows,
        key=f"edit-ratios-{by}-{len(order)}",
        hide_index=True,
        width="stretch",
        height="content",
        column_order=("class", "lots", "ratio"),
        disabled=("class", "lots"),
        column_config={
            "class": t("Class"),
            "lots": st.column_config.NumberColumn(t("Lots")),
            "ratio": st.column_config.NumberColumn(
                t("Ratio (%), to be changed"), min_value=0.0, max_value=100.0, step=1.0,
                required=True,
            ),
        },
    )  # fmt: skip
    ratios = {
        str(stratum): f"{float(ratio) / 100:.6f}".rstrip("0").rstrip(".")
        for stratum, ratio in zip(edited["stratum"], edited["ratio"], strict=True)
    }
    drawn = sum(math.ceil(ratio_of(s, ratios[s]) * counted[s]) for s in order)
    st.caption(t("So {count} lots will be drawn; a started lot counts as a whole.", count=drawn))
    return ratios


def _who_and_how(
    workspace: Workspace, span: Span, by: str, ratios: dict[str, str], lots: int
) -> None:
    now = datetime.now(UTC)
    roster = workspace.inspectors(today().isoformat())
    st.markdown(f"**{t('2 Who may go')}**")
    if roster:
        unsure = sum(not who.certain for who in roster)
        st.caption(
            t(
                "{count} inspectors on the roster, {unsure} of them without an ID number.",
                count=len(roster),
                unsure=unsure,
            )
        )
    else:
        st.info(t("No roster is loaded: lots alone can be drawn. Load the table of inspectors."))
        link_to_load()
    each = st.number_input(
        t("Inspectors a lot"), 0, 10, value=2 if roster else 0, key="draw-each",
        disabled=not roster,
    )  # fmt: skip
    st.markdown(f"**{t('3 The seed')}**")
    seed = st.text_input(t("Published seed"), key="draw-seed", placeholder="2026134")
    source = st.text_input(
        t("Where it can be looked up"),
        key="draw-source",
        placeholder=t("such as: lottery number of 1 March 2026, published by …"),
    )
    if not st.button(
        t("Draw from {count} lots", count=lots),
        type="primary",
        icon=":material/casino:",
        disabled=not lots,
        key="draw-now",
    ):
        return
    rules = DrawRules(seed.strip(), source.strip(), by, ratios or {"*": "0"}, int(each))
    with st.spinner(t("Looking for ties between inspectors and parties …")):
        record = workspace.draw_inspection(rules, **span, at=now)
    st.query_params["record"] = record.id
    st.session_state[DRAWN] = True
    st.rerun()


def _records(workspace: Workspace, kept: Sequence[DrawRecord]) -> None:
    if not kept:
        st.info(t("Nothing was drawn yet."))
        return
    known = {record.id: record for record in kept}
    chosen = st.selectbox(
        t("Record"),
        list(known),
        index=list(known).index(addressed("record", known, kept[0].id)),
        format_func=lambda id_: _title(known[id_]),
        label_visibility="collapsed",
        key="inspection-record",
    )
    st.query_params["record"] = chosen
    draw_record(workspace, known[chosen])


def _title(record: DrawRecord) -> str:
    return t(
        "{at} · {user} · seed {seed} · {drawn} of {lots} lots",
        at=moment(datetime.fromisoformat(record.at)),
        user=record.user,
        seed=record.rules.seed,
        drawn=len(record.drawn),
        lots=len(record.population),
    )


if __name__ == "__main__":
    run_page(show)
