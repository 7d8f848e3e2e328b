"""The filters above the list of leads; the address of the page says them, and views keep them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from evidence.beijing_time import today
from graph.records import NodeKey
from leads.lead import Lead
from messages import t
from pages.components.assignment import LATE, STAGES, UNASSIGNED, stage_name, stands
from pages.components.literal import literal
from pages.components.regions import region_name
from pages.components.words import (
    FAMILIES,
    OPEN,
    SUBJECTS,
    VERDICTS,
    family_name,
    subject_name,
    verdict_name,
)
from workspace import Workspace

# Leads come by index, equal ones by ranking; the other orders keep that among their own equals.
SORTS: Mapping[str, Callable[[Lead], float | str]] = {
    "index": lambda x: -x.smoke.value,
    "ranking": lambda x: -x.smoke.ranking,
    "findings": lambda x: -len(x.findings),
    "coverage": lambda x: -x.smoke.coverage,
    "name": lambda x: x.name,
}
SORT_NAMES = {
    "index": "Smoke index",
    "ranking": "Ranking",
    "findings": "Findings",
    "coverage": "Coverage",
    "name": "Name",
}
SEVERAL = ("region", "buyer", "family", "grade", "verdict", "work")
SINGLE = ("kind", "since", "until", "sort", "min")
NAMES = (*SINGLE, *SEVERAL)
DONE = "views-done"
Places = Mapping[str, frozenset[str]]  # what the lots of a lead say: region, buyer, month


def lots_of(lead: Lead) -> frozenset[NodeKey]:
    """The lots that a lead is about or that its findings name."""
    named = {k for f in lead.findings for k in (*f.subjects.values(), *f.evidence)}
    return frozenset(key for key in (*lead.keys, *named) if key.startswith("lot:"))


def filtered(workspace: Workspace, leads: Sequence[Lead]) -> tuple[Lead, ...]:
    """Draw the filters and keep the leads that fit them, in the chosen order."""
    counts = {kind: sum(x.kind.value == kind for x in leads) for kind in SUBJECTS}
    kinds = [kind for kind in SUBJECTS if counts[kind]]
    left, middle, right = st.columns([3, 1, 1], gap="medium", vertical_alignment="bottom")
    _seed_one("kind", kinds, kinds[0])
    kind = left.segmented_control(
        t("Subject"),
        kinds,
        required=True,
        format_func=lambda k: f"{subject_name(k)} {counts[k]}",
        key="leads-kind",
        wrap=True,
    )
    _say("kind", [str(kind)] if kind != kinds[0] else [])
    order = _one(middle, "sort", t("Order"), list(SORTS), lambda s: t(SORT_NAMES[s]))
    _seed_minimum()
    minimum = right.slider(t("Smallest index"), 0, 100, step=5, key="leads-min")
    _say("min", [str(minimum)] if minimum else [])
    some = [x for x in leads if x.kind.value == kind and x.smoke.value >= minimum]
    return tuple(sorted(_narrowed(workspace, some), key=SORTS[order]))


def _narrowed(workspace: Workspace, leads: Sequence[Lead]) -> list[Lead]:
    known = _places_known(str(workspace.folder), workspace.data_version())
    places = _places(leads, workspace.lots(), known)
    months = _all(places, "month")
    judged, held, day = workspace.judged(), workspace.assigned(), today()
    active = sum(bool(st.query_params.get(n)) for n in (*SEVERAL, "since", "until"))
    title = t("More filters ({count} set)", count=active) if active else t("More filters")
    with st.expander(title, expanded=active > 0, icon=":material/filter_alt:"):
        first, second = st.columns(4, gap="small"), st.columns(4, gap="small")
        region = _some(first[0], "region", t("Region"), _all(places, "region"), region_name)
        buyer = _some(first[1], "buyer", t("Buyer"), _all(places, "buyer"))
        since = _one(first[2], "since", t("Opened from"), ["", *months], _or_all)
        until = _one(first[3], "until", t("Opened until"), ["", *months], _or_all)
        family = _some(second[0], "family", t("Family"), list(FAMILIES), family_name)
        grade = _some(second[1], "grade", t("Coverage"), ["A", "B", "C"])
        verdict = _some(second[2], "verdict", t("State"), [OPEN, *VERDICTS], verdict_name)
        work = _some(second[3], "work", t("Work"), [UNASSIGNED, *STAGES, LATE], stage_name)
        if region or buyer or since or until:
            st.caption(t("Region, buyer and period are those of the lots that a lead names."))

    def fits(lead: Lead) -> bool:
        said = places[lead.id]
        judged_as = judged[lead.id].verdict.value if lead.id in judged else OPEN
        return (
            (not region or not said["region"].isdisjoint(region))
            and (not buyer or not said["buyer"].isdisjoint(buyer))
            and (not (since or until) or _within(said["month"], since, until))
            and (not family or any(lead.smoke.families.get(f, 0) for f in family))
            and (not grade or lead.smoke.coverage_grade in grade)
            and (not verdict or judged_as in verdict)
            and (not work or not stands(held.get(lead.id), day).isdisjoint(work))
        )

    return [lead for lead in leads if fits(lead)]


def _or_all(month: str) -> str:
    return month or t("all")


def _within(months: frozenset[str], since: str, until: str) -> bool:
    return any((not since or m >= since) and (not until or m <= until) for m in months)


def _all(places: Mapping[str, Places], name: str) -> list[str]:
    return sorted({value for said in places.values() for value in said[name] if value})


@st.cache_resource(max_entries=2, show_spinner=False)
def _places_known(folder: str, version: str) -> dict[str, Places]:  # noqa: ARG001 - what they depend on
    """What the lots of leads say, as far as somebody asked; until the data changes."""
    return {}


def _places(
    leads: Sequence[Lead], lots: pd.DataFrame, known: dict[str, Places]
) -> dict[str, Places]:
    """What the lots of each lead say; those not yet `known` are added to it."""
    names = {lead.id: lots_of(lead) for lead in leads if lead.id not in known}
    wanted = frozenset[str]().union(*names.values())
    told: dict[str, tuple[str, str, str]] = {}
    if len(lots):
        few = lots[lots["key"].isin(wanted)]
        for key, region, buyer, month in zip(
            few["key"], few["region"], few["buyer"], few["month"], strict=True
        ):
            told[key] = (region, buyer if isinstance(buyer, str) else "", month)
    for lead, keys in names.items():
        said = defaultdict[str, set[str]](set)
        for key in keys & told.keys():
            for name, value in zip(("region", "buyer", "month"), told[key], strict=True):
                said[name].add(value)
        known[lead] = {n: frozenset(said[n]) - {""} for n in ("region", "buyer", "month")}
    return {lead.id: known[lead.id] for lead in leads}


def _seed_one(name: str, options: Sequence[str], otherwise: str) -> None:
    asked = st.query_params.get(name, otherwise)
    held = st.session_state.get(f"leads-{name}", asked)
    st.session_state[f"leads-{name}"] = held if held in options else otherwise


def _seed_minimum() -> None:
    asked = st.query_params.get("min", "0")
    value = int(asked) if asked.isdecimal() else 0
    st.session_state.setdefault("leads-min", min(100, value // 5 * 5))


def _one(
    place: DeltaGenerator,
    name: str,
    title: str,
    options: Sequence[str],
    said: Callable[[str], str],
) -> str:
    _seed_one(name, options, options[0])
    chosen = place.selectbox(title, options, format_func=said, key=f"leads-{name}")
    _say(name, [str(chosen)] if chosen != options[0] else [])
    return str(chosen)


def _some(
    place: DeltaGenerator,
    name: str,
    title: str,
    options: Sequence[str],
    said: Callable[[str], str] = str,
) -> list[str]:
    held = st.session_state.get(f"leads-{name}", st.query_params.get_all(name))
    st.session_state[f"leads-{name}"] = [value for value in held if value in options]
    chosen = place.multiselect(
        title,
        options,
        format_func=said,
        key=f"leads-{name}",
        placeholder=t("all"),
        select_all=False,  # Enter after typing takes the first match, not all
    )
    _say(name, chosen)
    return chosen


def _say(name: str, values: Sequence[str]) -> None:
    """Put a filter into the address, or take it out."""
    if values:
        st.query_params[name] = list(values)
    elif name in st.query_params:
        del st.query_params[name]


def saved_views(workspace: Workspace) -> None:
    """Open, keep and forget views. They are filters with a name."""
    kept = workspace.views()
    done = st.session_state.get(
        DONE, 0
    )  # after each choice the desk is a new one, closed and empty
    with st.popover(t("Saved views"), icon=":material/bookmark:", key=f"views-{done}"):
        for name, query in kept.items():
            opening, out = st.columns([5, 1], gap="small", vertical_alignment="center")
            opening.button(
                literal(name), key=f"view-{name}", width="stretch", on_click=_apply, args=(query,)
            )
            if out.button("✕", key=f"drop-{name}", help=t("Forget this view"), type="tertiary"):
                workspace.drop_view(name)
                st.rerun()
        if not kept:
            st.caption(t("None yet. Set filters, then keep them under a name."))
        name = st.text_input(t("Name of the view"), key=f"view-name-{done}")
        if st.button(t("Keep these filters"), key="view-keep", disabled=not name.strip()):
            now = {n: st.query_params.get_all(n) for n in NAMES if n in st.query_params}
            workspace.keep_view(name, now)
            st.session_state[DONE] = done + 1
            st.rerun()
        st.caption(t("The address of this page opens the same filters too."))


def _apply(query: Mapping[str, Sequence[str]]) -> None:
    st.session_state[DONE] = st.session_state.get(DONE, 0) + 1
    for name in NAMES:
        st.session_state.pop(f"leads-{name}", None)
        _say(name, query.get(name, ()))
