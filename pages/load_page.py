"""Load: files in, with what they are taken for; loaded batches; records that may be one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from evidence.audit import Action
from evidence.beijing_time import kept_time
from graph.errors import InputRefused
from loaders.load import FileReport
from loaders.problems import RowProblem, Severity
from loaders.table_map import TableMap
from loaders.tables import TABLES
from loaders.template import write_template
from loaders.understanding import Corrections, FileMapping
from messages import t
from pages.components.addressed import addressed
from pages.components.frame import PAGES, polling, run_page
from pages.components.identity_desk import conflict_table, identity_desk
from pages.components.literal import literal
from pages.components.load_run import (
    Dropped,
    LoadRun,
    State,
    Stated,
    current_run,
    put_away,
    start_load,
    start_taking_back,
)
from pages.components.mapping_editor import corrected
from pages.components.measure_run import measure_button, measure_desk, measuring
from pages.components.refusal import refusal_here
from pages.components.words import table_name, titled
from workspace import Workspace

DESK = "load-desk"
TAKE_BACK = "load-take-back"
PROBLEMS_SHOWN = 500
MOST_MEGABYTES = 1_024  # of one file: the browser's upload is held in memory


@dataclass(slots=True)
class Desk:
    """The files of this session by their upload, what was said of each, and how it is read."""

    folder: TemporaryDirectory[str]
    dropped: dict[str, Dropped] = field(default_factory=dict)
    understood: dict[str, tuple[object, tuple[FileMapping, ...]]] = field(default_factory=dict)
    cleared: int = 0


def show(workspace: Workspace) -> None:
    """Five sections; only the chosen one is computed."""
    st.title(t("Load data"))
    run = current_run(workspace)
    if run is None or run.state is not State.LOADING:
        workspace.batches()  # an engine that is down is said before anything is dropped
    sections: dict[str, tuple[str, Callable[[Workspace], None]]] = {
        "files": (t("Load files"), _files),
        "batches": (t("Loaded batches"), _batches),
        "measures": (t("Measures"), measure_desk),
        "same": (t("Perhaps one and the same"), identity_desk),
        "conflicts": (t("Statements that differ"), conflict_table),
    }
    asked = st.query_params.get("section", "")
    chosen = st.segmented_control(
        t("Section"),
        list(sections),
        default=addressed("section", sections, "files"),
        format_func=lambda name: sections[name][0],
        key="load-section",
        label_visibility="collapsed",
        required=True,
        wrap=True,
    )
    if chosen != asked:
        st.query_params["section"] = str(chosen)
    sections[chosen or "files"][1](workspace)


# Files


def _files(workspace: Workspace) -> None:
    if measuring(workspace):  # begun after a load, here or in another window
        measure_desk(workspace)
        return
    run = current_run(workspace)
    if run is not None and run.state is State.LOADING:
        _progress(workspace)
        return
    if run is not None and not run.taking_back:
        _finished(workspace, run)
        if run.state is State.FINISHED and not run.dry_run:
            return
        st.divider()
    if DESK not in st.session_state:
        st.session_state[DESK] = Desk(TemporaryDirectory(prefix="tenderlens-drop-"))
    desk: Desk = st.session_state[DESK]
    left, right = st.columns([3, 1], gap="large")
    with right:
        _templates()
    with left:
        files = st.file_uploader(
            t("Tables to load: CSV, Excel, ODS, JSON lines, OCDS, or zip archives of them"),
            accept_multiple_files=True,
            max_upload_size=MOST_MEGABYTES,
            key=f"load-files-{desk.cleared}",
        )
        _own_words(t("Choose files, or drop them here"), t("up to {n} MB each", n=MOST_MEGABYTES))
        st.caption(t("Files stay on this computer. Nothing is written until “Load” is pressed."))
    if files:
        _take_in(desk, files)
    if desk.dropped:
        mappings = {place: _understanding(workspace, desk, place) for place in list(desk.dropped)}
        _origin_and_go(workspace, desk, mappings)


def _own_words(button: str, limit: str) -> None:
    """The uploader says "Upload" and "per file" in English only: say it in the page's language."""
    st.html(
        "<style>"
        '[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p,'
        '[data-testid="stFileUploaderDropzoneInstructions"] { font-size: 0; }'
        '[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after'
        f' {{ content: "{button}"; font-size: 1rem; }}'
        '[data-testid="stFileUploaderDropzoneInstructions"] * { font-size: 0; }'
        f'[data-testid="stFileUploaderDropzoneInstructions"]::after {{ content: "{limit}";'
        " font-size: .875rem; opacity: .7; }"
        "</style>"
    )


def _take_in(desk: Desk, files: Sequence[UploadedFile]) -> None:
    """Lay new files on the desk and empty the uploader, which forgets them on other pages."""
    for file in files:  # two files may have one name: each has its own folder
        path = Path(desk.folder.name) / Path(file.file_id).name / Path(file.name).name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.getbuffer())
        desk.dropped[file.file_id] = Dropped(path)
    desk.cleared += 1
    st.rerun()


def _understanding(workspace: Workspace, desk: Desk, place: str) -> tuple[FileMapping, ...] | None:
    """Show and correct one file; None if it cannot be loaded as it is."""
    dropped = desk.dropped[place]
    with st.container(border=True):
        name, out = st.columns([12, 1], vertical_alignment="center")
        name.markdown(f"#### :material/description: {literal(dropped.path.name)}")
        if out.button("✕", key=f"load-out-{place}", help=t("Take out"), type="tertiary"):
            desk.dropped.pop(place)
            desk.understood.pop(place, None)
            st.rerun()
        try:
            found = _understood(workspace, desk, place, dropped)
        except InputRefused as problem:
            st.error(literal(problem), icon=":material/error:")
            _undo(desk, place)
            return None
        if not found:
            st.caption(t("An open contracting file (OCDS): it is read as it is."))
            return found
        _correct(desk, place, found)
        _save_profile(workspace, desk, place)
    readable = all(any(sheet.readable for sheet in mapping.sheets) for mapping in found)
    return found if readable else None


def _undo(desk: Desk, place: str) -> None:
    dropped = desk.dropped[place]
    if dropped.said != Corrections() and st.button(
        t("Undo the corrections"), key=f"load-undo-{place}"
    ):
        desk.dropped[place] = Dropped(dropped.path)
        st.rerun()


def _correct(desk: Desk, place: str, found: Sequence[FileMapping]) -> None:
    dropped = desk.dropped[place]
    if len(found) > 1:
        st.caption(
            t(
                "{n} files in this archive. What is corrected holds for every file of it that "
                "has the header; to correct one alone, unpack it first.",
                n=len(found),
            )
        )
    said = dropped.said
    for number, mapping in enumerate(found):
        if len(found) > 1:
            st.markdown(f"**{literal(mapping.file)}**")
        said = corrected(mapping, said, key=f"load-{place}-{number}", first=number == 0)
        if said != dropped.said:
            desk.dropped[place] = Dropped(dropped.path, said)
            st.rerun()


def _understood(
    workspace: Workspace, desk: Desk, place: str, dropped: Dropped
) -> tuple[FileMapping, ...]:
    asked = (dropped.said, workspace.profiles())
    before = desk.understood.get(place)
    if before is None or before[0] != asked:
        with st.spinner(t("Reading {file} …", file=literal(dropped.path.name))):
            before = (asked, workspace.understand([dropped.path], dropped.said))
        desk.understood[place] = before
    return before[1]


def _save_profile(workspace: Workspace, desk: Desk, place: str) -> None:
    with st.popover(t("Keep as a profile"), icon=":material/bookmark_add:"):
        st.caption(t("Later files with the same headers are then read in the same way."))
        called = st.text_input(t("Name of the profile"), key=f"load-profile-{place}")
        if st.button(t("Save"), key=f"load-save-{place}", disabled=not called.strip()):
            dropped = desk.dropped[place]
            with refusal_here():
                file = workspace.save_profile([dropped.path], called.strip(), dropped.said)
                st.toast(
                    t("Profile saved: {file}", file=literal(file.name)), icon=":material/bookmark:"
                )
                st.rerun()  # the file is read by it now, and not when “Load” is pressed


def _origin_and_go(
    workspace: Workspace,
    desk: Desk,
    mappings: dict[str, tuple[FileMapping, ...] | None],
) -> None:
    st.markdown(f"#### {t('Where the files come from')}")
    one, two, three = st.columns(3)
    system = one.text_input(t("Source system"), key="load-source-system")
    number = two.text_input(t("Document number of the request"), key="load-document-no")
    day = three.date_input(
        t("As of (the day whose state the files describe)"), value=None, key="load-as-of"
    )
    stated = Stated(system.strip(), number.strip(), day.isoformat() if day else "")
    waiting = [desk.dropped[place].path.name for place, found in mappings.items() if found is None]
    if waiting:
        st.warning(
            t(
                "These files cannot be loaded as they are: {names}",
                names=literal("、".join(waiting)),
            )
        )
    with st.container(horizontal=True):
        checks = st.button(
            t("Check, write nothing"), icon=":material/rule:", disabled=bool(waiting)
        )
        loads = st.button(
            t("Load"), icon=":material/upload:", type="primary", disabled=bool(waiting)
        )
    if checks or loads:
        with refusal_here():
            start_load(
                workspace,
                list(desk.dropped.values()),
                stated,
                desk.folder,
                dry_run=checks,
                at=datetime.now(UTC),
            )
            st.rerun()


# A load under way, and what became of it


@polling
def _progress(workspace: Workspace) -> None:
    run = current_run(workspace)
    if run is None or run.state is not State.LOADING:
        st.rerun()
        return
    st.info(_under_way(run), icon=":material/hourglass_top:")
    for name, each in list(run.progress.items()):
        total = max(each.total or 0, each.rows, 1)
        said = t("{file}: {rows} rows", file=literal(name), rows=f"{each.rows:,}")
        st.progress(each.rows / total, text=said)
    seconds = int((datetime.now(UTC) - run.began).total_seconds())
    st.caption(t("{seconds} s so far", seconds=seconds))
    if run.taking_back:
        return
    if run.cancelled:
        st.caption(t("It is being cancelled …"))
    elif run.reading:
        if st.button(t("Cancel"), icon=":material/stop:", key="load-cancel"):
            run.cancelled = True
            st.rerun(scope="fragment")
    elif not run.dry_run:
        st.caption(
            t(
                "All rows are read and are now written into the graph: that takes about as long "
                "again, and cannot be cancelled. The batch can be taken back afterwards."
            )
        )


def _under_way(run: LoadRun) -> str:
    if run.taking_back:
        return t(
            "{file} is being taken back. Other pages can be used meanwhile.",
            file=literal(run.taking_back),
        )
    if run.dry_run:
        return t("Files are being checked. Other pages can be used meanwhile.")
    return t("Files are being loaded. Other pages can be used meanwhile.")


def _finished(workspace: Workspace, run: LoadRun) -> None:
    files = [file for report in run.reports for file in report.files]
    if run.state is State.FAILED:
        st.error(
            literal(run.error or t("The load broke off. What it had begun was taken back.")),
            icon=":material/error:",
        )
        if not (run.dry_run or run.cancelled):
            st.caption(
                t(
                    "Of the files, those that were finished before it stay, and are listed under "
                    "“Loaded batches”; the others were not loaded. Load them all again once this "
                    "is settled: nothing is read twice."
                )
            )
    elif run.dry_run:
        st.info(t("Checked, nothing written"), icon=":material/rule:")
    else:
        st.success(t("Loaded"), icon=":material/check_circle:")
    if files:
        st.dataframe([_report_row(file) for file in files], hide_index=True, width="stretch")
        _problems([problem for file in files for problem in file.problems], run)
    _next_steps(workspace, written=run.state is State.FINISHED and not run.dry_run)


def _next_steps(workspace: Workspace, *, written: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if written:
            measure_button(workspace, key="load-measure", urgent=True)
        if st.button(t("Put this report away"), icon=":material/done:"):
            put_away(workspace)
            if written:
                _clear_desk()
            st.rerun()
        if written and workspace.may(Action.VIEW):
            st.page_link(PAGES["overview"], label=t("Overview"), icon=":material/dashboard:")
    if written:
        st.caption(t("Derived facts and leads are now out of date until measures are computed."))


def _clear_desk() -> None:
    desk: Desk | None = st.session_state.get(DESK)
    if desk is not None:
        desk.dropped.clear()
        desk.understood.clear()


def _titled(tables: str) -> str:
    """The tables of a file as people call them."""
    return t(", ").join(map(table_name, tables.split(", ")))


def _report_row(file: FileReport) -> dict[str, object]:
    return {
        t("File"): file.file,
        t("Table"): _titled(file.table),
        titled(t("rows")): file.rows,
        titled(t("loaded")): file.loaded,
        titled(t("rejected")): file.rejected,
        titled(t("warned")): file.warned,
        titled(t("left out")): file.left_out,
        titled(t("signs for nothing")): file.blank_cells,
        titled(t("nodes")): file.nodes,
        titled(t("edges")): file.edges,
        t("Remark"): t("loaded before, not read again") if file.already_loaded else "",
    }


def _problems(problems: Sequence[RowProblem], run: LoadRun) -> None:
    if not problems:
        st.caption(t("No row broke a rule."))
        return
    shown = problems[:PROBLEMS_SHOWN]
    st.markdown(f"**{t('Problems')}** · {len(problems)}")
    for number, book in enumerate(run.books, start=1):
        st.download_button(
            t("Download to correct and load again: {book}", book=literal(book.name)),
            book.read_bytes(),
            file_name=book.name,
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:",
            key=f"load-book-{number}",
        )
    st.dataframe(
        [
            {
                t("File"): each.source.file,
                t("Sheet"): each.source.sheet,
                t("Row"): each.source.row or None,
                t("Column"): each.column,
                t("Value"): each.value,
                t("Rule"): each.rule,
                t("Advice"): each.advice,
                t("Outcome"): t("row not loaded")
                if each.severity is Severity.REJECTED
                else t("row loaded"),
            }
            for each in shown
        ],
        placeholder="",
        hide_index=True,
        width="stretch",
    )
    if len(problems) > len(shown):
        st.caption(t("{n} more are in the workbook.", n=len(problems) - len(shown)))


# Templates


def _templates() -> None:
    with st.container(border=True):
        st.markdown(f"**:material/table: {t('Templates')}**")
        table = st.selectbox(
            t("Table"),
            TABLES,
            format_func=lambda each: table_name(each.name),
            key="load-template",
            label_visibility="collapsed",
        )
        st.download_button(
            t("Download the template"),
            lambda: template_bytes(table),
            file_name=f"{table.title}.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )


def template_bytes(table: TableMap) -> bytes:
    """The template of a table as a file."""
    with tempfile.TemporaryDirectory(prefix="tenderlens-") as scratch:
        file = Path(scratch) / "template.xlsx"
        write_template(table, file)
        return file.read_bytes()


# Batches


def _batches(workspace: Workspace) -> None:
    run = current_run(workspace)
    if run is not None and run.taking_back:
        if run.state is State.LOADING:
            _progress(workspace)
            return
        _taken_back(run)
        put_away(workspace)
    loaded = workspace.batches()[::-1]  # what is taken back was mostly loaded last
    if not loaded:
        st.info(t("Nothing is loaded yet."), icon=":material/inbox:")
        return
    frame = pd.DataFrame(
        [
            {
                t("File"): batch.file,
                t("Table"): _titled(batch.table),
                titled(t("loaded")): batch.rows,
                titled(t("rejected")): batch.rejected,
                titled(t("warned")): batch.warned,
                titled(t("operator")): batch.operator,
                t("Loaded at"): kept_time(batch.loaded_at),
                t("Source system"): batch.source_system,
                t("Document number of the request"): batch.document_no,
                titled(t("as of")): batch.as_of,
                t("Batch"): batch.id,
            }
            for batch in loaded
        ]
    )
    st.dataframe(frame, hide_index=True, width="stretch")
    names = {batch.id: f"{batch.file} · {batch.id[:8]}" for batch in loaded}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            t("Batch"), list(names), format_func=lambda id_: names[id_], key="load-batch"
        )
        if st.button(t("Take back …"), icon=":material/undo:"):
            st.session_state[TAKE_BACK] = chosen
    if st.session_state.get(TAKE_BACK) in names:
        _take_back(workspace, st.session_state[TAKE_BACK], names)


def _taken_back(run: LoadRun) -> None:
    if run.state is State.FINISHED:
        said = t("{n} nodes and edges taken back.", n=f"{run.removed:,}")
        st.success(said, icon=":material/undo:")
    else:
        broken = t("The taking back broke off.")
        st.error(literal(run.error or broken), icon=":material/error:")
        st.caption(t("What had gone stays away; the rest goes when a page is opened next."))


def _take_back(workspace: Workspace, batch: str, names: dict[str, str]) -> None:
    st.warning(
        t(
            "Everything that only {batch} states leaves the graph. The original file stays in the "
            "evidence store, and can be loaded again.",
            batch=literal(names[batch]),
        )
    )
    with st.container(horizontal=True):
        if st.button(t("Take it back"), type="primary", key="load-take-back-yes"):
            with refusal_here():
                start_taking_back(workspace, batch, names[batch], at=datetime.now(UTC))
                st.session_state.pop(TAKE_BACK)
                st.rerun()
        if st.button(t("Keep it"), key="load-take-back-no"):
            st.session_state.pop(TAKE_BACK)
            st.rerun()


if __name__ == "__main__":
    run_page(show)
