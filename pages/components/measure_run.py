"""Measures that are computed beside the pages: one run a workspace, seen from every page."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from evidence.audit import Action
from evidence.beijing_time import kept_time
from graph.errors import EngineBusy, TenderLensError, answerable
from measures.measure import MeasureReport, MeasureState, Outcome
from messages import language, set_language, t
from pages.components.frame import PAGES, polling
from pages.components.literal import literal
from pages.components.words import titled
from queries.words import needed
from workspace import Workspace


@dataclass(slots=True)
class MeasureRun:
    """One run, written by its thread and read by pages; `said` is the last word of progress."""

    titles: tuple[str, ...]
    began: datetime
    said: str = ""
    reports: tuple[MeasureReport, ...] = ()
    error: TenderLensError | None = None
    finished: bool = False
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def part(self) -> float:
        """How far it is, by the place of the measure that is being computed."""
        if self.reports:  # what remains is to keep the answers
            return 1.0
        place = next((i for i, title in enumerate(self.titles) if self.said.startswith(title)), 0)
        return place / max(1, len(self.titles))

    def tell(self, text: str) -> None:
        """Note what is being done."""
        self.said = text


_runs: dict[Path, MeasureRun] = {}
_lock = threading.Lock()


def start_measures(workspace: Workspace, *, at: datetime) -> MeasureRun:
    """Bring all measures up to date in a thread of its own. Raises EngineBusy during a run."""
    titles = tuple(t(state.title) for state in workspace.measures())
    with _lock:
        before = _runs.get(workspace.folder)
        if before is not None and not before.done.is_set():
            raise EngineBusy(t("Measures are being computed already. Wait until that is finished."))
        run = _runs[workspace.folder] = MeasureRun(titles, at.astimezone(UTC))
    threading.Thread(target=_work, args=(workspace, run, language()), daemon=True).start()
    return run


def _work(workspace: Workspace, run: MeasureRun, spoken: str) -> None:
    set_language(spoken)
    try:
        run.reports = workspace.measure(progress=run.tell, at=run.began)
        workspace.keep_answers(progress=run.tell)
        run.finished = True
    except (TenderLensError, OSError) as problem:
        run.error = answerable(problem)
    finally:
        run.done.set()


def measure_desk(workspace: Workspace) -> None:
    """When each measure ran, whether data came after it, and a button that computes them anew."""
    run = _runs.get(workspace.folder)
    if run is not None and not run.done.is_set():
        _progress(workspace)
        return
    if run is not None:
        _finished(workspace, run)
    states = workspace.measures()
    stale = [state for state in states if state.stale]
    if stale:
        st.warning(
            t(
                "{count} measures are out of date: data came after them. Derived relations, rings "
                "and leads follow only when they are computed anew.",
                count=len(stale),
            )
        )
    else:
        st.caption(t("All measures are up to date with the loaded data."))
    measure_button(workspace, key="measure-desk", urgent=bool(stale))
    st.dataframe([_row(state) for state in states], hide_index=True, width="stretch")


def measure_button(workspace: Workspace, *, key: str, urgent: bool) -> None:
    """Bring all measures up to date, if who is here may."""
    if not workspace.may(Action.MEASURE):
        return
    pressed = st.button(
        t("Bring all measures up to date"),
        icon=":material/calculate:",
        type="primary" if urgent else "secondary",
        key=key,
    )
    if pressed:
        start_measures(workspace, at=datetime.now(UTC))
        st.rerun()


def measuring(workspace: Workspace) -> bool:
    """Whether measures of this workspace are being computed."""
    run = _runs.get(workspace.folder)
    return run is not None and not run.done.is_set()


@polling
def _progress(workspace: Workspace) -> None:
    run = _runs.get(workspace.folder)
    if run is None or run.done.is_set():
        st.rerun()
        return
    st.info(
        t("Measures are being computed. Other pages can be used meanwhile."),
        icon=":material/hourglass_top:",
    )
    st.progress(run.part, text=literal(run.said or t("Measuring …")))
    seconds = int((datetime.now(UTC) - run.began).total_seconds())
    st.caption(t("{seconds} s so far", seconds=seconds))


def _finished(workspace: Workspace, run: MeasureRun) -> None:
    if not run.finished:
        broken = t("The measures broke off. Those computed before stay; compute them again.")
        st.error(literal(run.error or broken), icon=":material/error:")
        return
    facts = sum(report.facts for report in run.reports)
    lacking = [report for report in run.reports if report.missing]
    st.success(
        t(
            "{count} measures computed, {unchanged} unchanged, {facts} derived facts.",
            count=sum(not r.missing and r.outcome is not Outcome.UNCHANGED for r in run.reports),
            unchanged=sum(not r.missing and r.outcome is Outcome.UNCHANGED for r in run.reports),
            facts=f"{facts:,}",
        ),
        icon=":material/check_circle:",
    )
    titles = {state.name: t(state.title) for state in workspace.measures()}
    for report in lacking:
        st.caption(
            t(
                "{title}: cannot be computed, the data lack {fields}.",
                title=titles.get(report.name, report.name),
                fields=literal(t("; ").join(map(needed, report.missing))),
            )
        )
    if workspace.may(Action.VIEW):  # a clerk computes, but sees no leads
        st.page_link(PAGES["overview"], label=t("Overview"), icon=":material/dashboard:")


def _row(state: MeasureState) -> dict[str, object]:
    at = state.computed_at
    return {
        t("Measure"): t(state.title),
        titled(t("computed at")): kept_time(at) if at else t("never"),
        titled(t("derived facts")): state.facts,
        titled(t("up to date")): t("no") if state.stale else t("yes"),
    }
