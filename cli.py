"""The terminal front door. Each command opens the workspace, asks it, and prints the answer."""

from __future__ import annotations

import csv
import getpass
import json
import os
import subprocess
import sys
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

from evidence.accounts import Role
from evidence.audit import Action, Record, action_name, parse_anchor
from evidence.calendar import counted
from evidence.two_persons import state_name
from evidence.wording import family_name, moment, strength_name
from graph.errors import TenderLensError
from graph.interpreter import INTERPRETER
from graph.records import Cell, Edge, Node, Value
from graph.records import Path as GraphPath
from leads.assignments import Assignment, Stage
from leads.identities import Sameness, feature_name
from leads.inspection import DrawRecord, DrawRules
from leads.lead import Lead, SubjectKind
from loaders.load import FileReport
from loaders.problems import neutralised
from loaders.readers import Reading
from loaders.understanding import ColumnMatch, Corrections, FileMapping, SheetMapping
from messages import LANGUAGES, set_language, t
from queries.signal import Family
from settings import VERSION, is_loopback
from workspace import Workspace, open_workspace, restore_workspace

ROOT = Path(__file__).parent
SAMPLE = ROOT / "sample_data"
UI_PORT = 8501
LOOPBACK = "127.0.0.1"
RECORD_COLUMNS = ("seq", "at", "user", "role", "action", "objects", "result", "reason")
ACCOUNT_COLUMNS = ("name", "role", "own", "disabled", "locked_until")
REFUSED, WITH_PROBLEMS, INTERRUPTED = 1, 3, 130
FILE_COLUMNS = ("file", "table", "rows", "loaded", "warned", "rejected", "nodes", "edges", "batch")
BATCH_COLUMNS = (
    "id",
    "file",
    "table",
    "state",
    "rows",
    "warned",
    "rejected",
    "operator",
    "loaded_at",
)

app = typer.Typer(
    name="tenderlens", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
tables_app = typer.Typer(no_args_is_help=True, help="The tables that can be loaded.")
signals_app = typer.Typer(no_args_is_help=True, help="The catalogue of signals.")
same_app = typer.Typer(no_args_is_help=True, help="Records that may be one and the same.")
graph_app = typer.Typer(no_args_is_help=True, help="The embedded graph server of this workspace.")
app.add_typer(tables_app, name="tables")
app.add_typer(signals_app, name="signals")
app.add_typer(same_app, name="same")
app.add_typer(graph_app, name="graph")
audit_app = typer.Typer(no_args_is_help=True, help="The audit log of this workspace.")
account_app = typer.Typer(no_args_is_help=True, help="Accounts and their roles.")
app.add_typer(audit_app, name="audit")
app.add_typer(account_app, name="account")
annex_app = typer.Typer(no_args_is_help=True, help="The sealed rows with whole numbers.")
keys_app = typer.Typer(no_args_is_help=True, help="The keys of this workspace.")
app.add_typer(annex_app, name="annex")
app.add_typer(keys_app, name="keys")
inspect_app = typer.Typer(no_args_is_help=True, help="Random inspection by a published seed.")
app.add_typer(inspect_app, name="inspect")

out = Console()
err = Console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


class Front:
    """What was said before the command: which workspace, which graph."""

    folder: Path | None = None
    graph: str | None = None


@app.callback()
def front(
    workspace: Annotated[
        Path | None, typer.Option(help="Folder of the investigation [default: ./workspace].")
    ] = None,
    graph: Annotated[
        str | None, typer.Option(help="embedded: or bolt://user:password@host:7687/database.")
    ] = None,
) -> None:
    """TenderLens: who is tied to whom in public tenders. Records show; people judge."""
    Front.folder, Front.graph = workspace, graph
    if graph and ":" in graph.partition("://")[2].rpartition("@")[0]:
        err.print(
            t(
                "A password behind --graph stands in the process list, where everybody on this "
                "computer can read it. Set {variable} instead.",
                variable="TENDERLENS_GRAPH",
            )
        )


@contextmanager
def opened() -> Iterator[Workspace]:
    """The workspace of this command, closed at its end."""
    workspace = open_workspace(Front.folder, graph=Front.graph)
    if "TENDERLENS_LANG" not in os.environ:
        set_language(workspace.settings.language)
    try:
        yield _as_user(workspace)
    finally:
        workspace.close()


def _as_user(workspace: Workspace) -> Workspace:
    """The workspace as the account of TENDERLENS_USER sees it; as it is without accounts."""
    name = os.environ.get("TENDERLENS_USER", "")
    if not name or not workspace.door.accounts.exist():
        return workspace
    return workspace.login(name, _password("TENDERLENS_PASSWORD", t("Password")))


def _password(variable: str, prompt: str) -> str:
    """From the environment, else asked for without being shown; never an argument."""
    stated = os.environ.get(variable)
    if stated is None and sys.stdin.isatty():
        stated = getpass.getpass(f"{prompt}: ")
    if stated is None:
        raise TenderLensError(t("A password is needed: set {variable}.", variable=variable))
    return stated


def plain(value: object) -> Any:
    """A value as JSON holds it: graph elements as maps, enums as their values."""
    if isinstance(value, Node):
        return {"key": value.key, "label": value.label, "properties": plain(value.properties)}
    if isinstance(value, Edge | GraphPath) or (is_dataclass(value) and not isinstance(value, type)):
        return {k: plain(v) for k, v in asdict(value).items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, Path):
        return str(value)
    return value


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2, default=str) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table for people."""
    table = RichTable(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(shown(cell) for cell in row))
    out.print(table)


def print_items(title: str, columns: Sequence[str], items: Sequence[object]) -> None:
    """A table of the items' attributes; the columns' names are shown translated."""
    rows = [[getattr(item, column) for column in columns] for item in items]
    print_table(title, [t(column) for column in columns], rows)


def shown(cell: object) -> str:
    """A cell as one line of text."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:,.4g}" if abs(cell) < 1e4 else f"{cell:,.2f}"
    if isinstance(cell, str | int | bool):
        return str(cell)
    if isinstance(cell, tuple):
        return "、".join(shown(c) for c in cell)
    if isinstance(cell, Node):
        return f"({cell.label} {cell.properties.get('name') or cell.key})"
    if isinstance(cell, Edge):
        return f"({cell.start})-[{cell.type}]->({cell.end})"
    return json.dumps(plain(cell), ensure_ascii=False, default=str)


# Demo


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the pages.")] = UI_PORT,
    pages: Annotated[bool, typer.Option(help="Start the pages at the end.")] = True,
) -> None:
    """Load the invented sample, measure, list the leads, open the pages."""
    with opened() as workspace:
        folder = workspace.folder
        if workspace.batches():
            text = t("The workspace {folder} already holds data; it is used as is.", folder=folder)
            out.print(text)
        else:
            _load(workspace, [SAMPLE], Corrections(), dry_run=False, problems=None, quiet=False)
        if any(state.stale or state.computed_at is None for state in workspace.measures()):
            _measure(workspace, None, quiet=False)
        leads_ = workspace.leads()
        _print_leads(leads_[:10], t("The ten leads with the highest index, of {n}", n=len(leads_)))
    _next_steps(folder, port)
    _lawful_basis()
    if pages:
        raise typer.Exit(_pages(port, folder))


def _next_steps(folder: Path, port: int) -> None:
    out.print(t("Pages: http://127.0.0.1:{port}", port=port), style="bold")
    out.print(t("Everything in the sample is invented. Next:"))
    for line in (
        "python cli.py leads",
        "python cli.py load FILE…",
        'python cli.py ask "MATCH (c:Company) RETURN count(c) AS n"',
        "python cli.py graph stop",
    ):
        out.print(f"  {line}", highlight=False)
    out.print(t("Workspace: {folder}", folder=folder))


@app.command()
def ui(
    port: Annotated[int, typer.Option(help="Port of the pages.")] = UI_PORT,
    address: Annotated[str, typer.Option(help="Address to listen on.")] = LOOPBACK,
) -> None:
    """Start the pages; without accounts only for this computer."""
    with opened() as workspace:
        folder, single = workspace.folder, not workspace.door.accounts.exist()
    if single and not is_loopback(address):
        raise TenderLensError(
            t(
                "{address} is open to other computers, and this workspace has no accounts: "
                "whoever reaches it could do everything. Make accounts first "
                "(`tenderlens account add`), or leave --address out.",
                address=address,
            )
        )
    _lawful_basis()
    out.print(t("Pages: http://{address}:{port}", address=address, port=port), style="bold")
    raise typer.Exit(_pages(port, folder, address))


def _lawful_basis() -> None:
    """Who may use this on personal data: said at every start."""
    err.print(
        t(
            "Only bodies whose statutory duty requires it may process other persons' data with "
            "this tool (PIPL articles 13 and 34), for that duty and no further. Everybody else: "
            "use the invented sample."
        )
    )


def _pages(port: int, folder: Path, address: str = LOOPBACK) -> int:
    environment = os.environ | {"TENDERLENS_WORKSPACE": str(folder)}
    if Front.graph:
        environment["TENDERLENS_GRAPH"] = Front.graph
    command = [INTERPRETER, "-m", "pages.components.server", "run", str(ROOT / "app.py")]
    command += ["--server.port", str(port), "--server.address", address]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    if sys.stdout.isatty() and "DISPLAY" in os.environ:
        webbrowser.open(f"http://127.0.0.1:{port}")
    try:
        return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 0


# Data in


TableOption = Annotated[str | None, typer.Option(help="Read the files as this table.")]
SheetOption = Annotated[
    list[str] | None, typer.Option("--sheet", help="Read only this sheet; may be repeated.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", help="'HEADER=column', or 'HEADER=' for none; may be repeated."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="'column=VALUE' for every row; may be repeated."),
]
EncodingOption = Annotated[
    str, typer.Option(help="Encoding of text files, such as gb18030; else it is found.")
]
DelimiterOption = Annotated[
    str, typer.Option(help="What separates cells of text files: a sign, or tab.")
]
ProfileOption = Annotated[str, typer.Option(help="Read headers by this saved profile.")]
SaveProfileOption = Annotated[
    str, typer.Option(help="Keep how the headers are read, for later files of the same shape.")
]


def _corrections(
    table: str | None,
    sheets: Sequence[str] | None,
    mapped: Sequence[str] | None,
    stated: Sequence[str] | None,
    profile: str,
    reading: Reading,
) -> Corrections:
    return Corrections(
        table=table or "",
        sheets=tuple(sheets or ()),
        columns=dict(_pair(text, "--map") for text in mapped or ()),
        stated=dict(_pair(text, "--set") for text in stated or ()),
        profile=profile,
        reading=reading,
    )


def _day(text: str) -> str:
    """A day as ISO 8601; empty stays empty."""
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise TenderLensError(
            t("'{text}' is no day. Write it as 2024-05-06.", text=text)
        ) from error


def _pair(text: str, option: str) -> tuple[str, str]:
    cut = text.rpartition if option == "--map" else text.partition  # a header may hold =
    name, sign, value = cut("=")
    if not sign or not name.strip():
        raise TenderLensError(
            t("{option} takes NAME=VALUE, not '{text}'.", option=option, text=text)
        )
    return name.strip(), value.strip()


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders and zip archives.")],
    table: TableOption = None,
    sheets: SheetOption = None,
    mapped: MapOption = None,
    stated: SetOption = None,
    profile: ProfileOption = "",
    save_profile: SaveProfileOption = "",
    encoding: EncodingOption = "",
    delimiter: DelimiterOption = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and check, write nothing.")
    ] = False,
    problems: Annotated[
        Path | None,
        typer.Option(help="Write rejected and warned rows to this workbook, to be corrected."),
    ] = None,
    source_system: Annotated[str, typer.Option(help="Where the files come from.")] = "",
    document_no: Annotated[
        str, typer.Option(help="Number under which they were obtained (调取文号).")
    ] = "",
    as_of: Annotated[
        str, typer.Option(help="Day whose state the files describe, such as 2024-05-06.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Load files. Exit 0: clean; 3: loaded with problems; 1: refused, nothing written."""
    said = _corrections(table, sheets, mapped, stated, profile, Reading(encoding, delimiter))
    with opened() as workspace:
        if dry_run and not as_json:
            for mapping in workspace.understand(paths, said):
                _print_mapping(mapping)
        kept = workspace.save_profile(paths, save_profile, said) if save_profile else None
        report = _load(
            workspace,
            paths,
            said,
            dry_run=dry_run,
            problems=problems,
            quiet=as_json,
            source_system=source_system,
            document_no=document_no,
            as_of=_day(as_of),
        )
    if as_json:
        print_json(report)
    elif kept is not None:
        out.print(t("Profile saved: {file}", file=kept), soft_wrap=True)
    raise typer.Exit(0 if report.clean else WITH_PROBLEMS)


@app.command()
def understand(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders and zip archives.")],
    table: TableOption = None,
    sheets: SheetOption = None,
    mapped: MapOption = None,
    stated: SetOption = None,
    profile: ProfileOption = "",
    save_profile: SaveProfileOption = "",
    encoding: EncodingOption = "",
    delimiter: DelimiterOption = "",
    as_json: AsJson = False,
) -> None:
    """Show which table each sheet is taken for, and which header for which column, and why."""
    said = _corrections(table, sheets, mapped, stated, profile, Reading(encoding, delimiter))
    with opened() as workspace:
        found = workspace.understand(paths, said)
        kept = workspace.save_profile(paths, save_profile, said) if save_profile else None
    if as_json:
        print_json([_mapping_json(mapping) for mapping in found])
        return
    for mapping in found:
        _print_mapping(mapping)
    if kept is not None:
        out.print(t("Profile saved: {file}", file=kept), soft_wrap=True)


def _mapping_json(mapping: FileMapping) -> dict[str, Any]:
    sheets = [
        {
            "sheet": s.sheet,
            "hidden": s.hidden,
            "table": s.table,
            "title": s.title,
            "readable": s.readable,
            "profile": s.profile,
            "header_rows": [s.header.first, s.header.last],
            "columns": [plain(m) for m in s.matches],
            "unknown": s.unknown,
            "missing": s.missing,
            "stated": dict(s.header.stated),
        }
        for s in mapping.sheets
    ]
    return {
        "file": mapping.file,
        "sha256": mapping.sha256,
        "encoding": mapping.encoding,
        "delimiter": mapping.delimiter,
        "sheets": sheets,
    }


def _print_mapping(mapping: FileMapping) -> None:
    columns = ("header", "column", "score", "reason", "values")
    for sheet in mapping.sheets:
        rows = [
            [m.header, _taken_for(m), f"{m.score:.2f}", m.reason, t(", ").join(m.samples)]
            for m in sheet.matches
        ]
        print_table(_mapping_title(mapping, sheet), [t(c) for c in columns], rows)
        if sheet.missing and sheet.table:
            out.print(t("Required columns not found: {names}", names=t(", ").join(sheet.missing)))
        if sheet.unknown:
            names = t(", ").join(sheet.unknown)
            out.print(
                t("Columns that are not loaded ({n}): {names}", n=len(sheet.unknown), names=names),
                markup=False,
                highlight=False,
            )


def _taken_for(found: ColumnMatch) -> str:
    if not found.column:
        return "-"
    return found.column if found.used else t("perhaps {column}", column=found.column)


def _mapping_title(mapping: FileMapping, sheet: SheetMapping) -> str:
    parts = [mapping.file]
    parts += [t("sheet {sheet}", sheet=sheet.sheet)] if sheet.sheet else []
    parts += [t("hidden")] if sheet.hidden else []
    like = f"{sheet.title} ({sheet.table})"
    parts += [like if sheet.table else t("not understood")]
    parts += [t("not readable as it is")] if sheet.table and not sheet.readable else []
    parts += [t("header in row {row}", row=sheet.header.last)] if sheet.header.last else []
    parts += [t("profile {profile}", profile=sheet.profile)] if sheet.profile else []
    parts += [f"{mapping.encoding} {mapping.delimiter!r}"] if mapping.delimiter else []
    return t(", ").join(parts)


def _load(
    workspace: Workspace,
    paths: Sequence[Path],
    said: Corrections,
    *,
    dry_run: bool,
    problems: Path | None,
    quiet: bool,
    source_system: str = "",
    document_no: str = "",
    as_of: str = "",
) -> Any:
    try:
        with _bars(quiet) as advance:
            report = workspace.load(
                list(paths),
                corrections=said,
                problems=problems,
                dry_run=dry_run,
                progress=lambda p: advance(p.file, p.rows, p.total),
                source_system=source_system,
                document_no=document_no,
                as_of=as_of,
            )
    except KeyboardInterrupt:
        err.print(
            t(
                "Stopped. A file that was not finished does not count and is taken back; load the "
                "same files again, and those that were finished are passed over."
            )
        )
        raise typer.Exit(INTERRUPTED) from None
    if not quiet:
        title = t("Checked, nothing written") if dry_run else t("Loaded")
        print_items(title, FILE_COLUMNS, report.files)
        for file in report.files:
            _print_reading(file)
        _print_problems(report.problems)
    return report


def _print_reading(file: FileReport) -> None:
    """What a person must know of how the file was read."""
    said = []
    if file.already_loaded:
        said.append(t("was loaded before and was not read again; `unload` takes it back"))
    if file.delimiter:
        reading = {"encoding": file.encoding, "delimiter": repr(file.delimiter)}
        said.append(t("read as {encoding}, cells separated by {delimiter}", **reading))
    if file.profiles:
        said.append(t("by profile {profile}", profile=t(", ").join(file.profiles)))
    if file.left_out:
        said.append(t("{n} totals, notes and repeated headers left out", n=file.left_out))
    if file.blank_cells:
        said.append(t("{n} cells hold a sign for nothing, such as / or 无", n=file.blank_cells))
    if file.ignored_columns:
        names = t(", ").join(file.ignored_columns)
        said.append(t("{n} columns not loaded: {names}", n=len(file.ignored_columns), names=names))
    if said:
        out.print(f"{file.file}: {t('; ').join(said)}", markup=False, highlight=False)


def _print_problems(problems: Sequence[Any], most: int = 20) -> None:
    for problem in problems[:most]:
        out.print(f"- {problem}", markup=False, highlight=False)
    if len(problems) > most:
        out.print(
            t(
                "… and {n} more; `load … --problems FILE.xlsx` writes all of them to a workbook.",
                n=len(problems) - most,
            )
        )


@contextmanager
def _bars(quiet: bool) -> Iterator[Callable[[str, int, int | None], None]]:
    """Progress bars on standard error: one a file."""
    bars = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}"),
        TimeElapsedColumn(),
        console=err,
        disable=quiet,
        transient=True,
    )
    tasks: dict[str, Any] = {}

    def advance(file: str, rows: int, total: int | None) -> None:
        if file not in tasks:
            tasks[file] = bars.add_task(Path(file).name, total=total)
        bars.update(tasks[file], completed=rows, total=total)

    with bars:
        yield advance


@app.command()
def where(key: str, as_json: AsJson = False) -> None:
    """List the cells behind a node (its key) or an edge (start|TYPE|end)."""
    with opened() as workspace:
        found = workspace.where(key)
    if as_json:
        print_json(found)
        return
    columns = ("property", "value", "column", "cell", "file", "sheet", "row", "batch")
    print_items(key, columns, found)


@app.command()
def conflicts(as_json: AsJson = False) -> None:
    """List facts that two files state differently; the last of each is shown."""
    with opened() as workspace:
        found = workspace.conflicts()
    if as_json:
        print_json(found)
        return
    rows = [
        [
            f"{c.name}\n{c.key}",
            c.property,
            "\n".join(f"{s.value}  ({s.file} {s.as_of})" for s in c.statements),
        ]
        for c in found
    ]
    columns = ("element", "property", "statements, the shown one last")
    print_table(t("Conflicts"), [t(c) for c in columns], rows)


@app.command()
def unload(batch: str) -> None:
    """Take a loaded file back."""
    with opened() as workspace:
        gone = workspace.unload(batch)
    out.print(t("Batch {batch} is taken back: {n} nodes and edges removed.", batch=batch, n=gone))


@app.command()
def template(
    name: Annotated[str | None, typer.Argument(help="Table; see docs/tables.")] = None,
    to: Annotated[Path, typer.Option("--out", help="File to write; with --all, a folder.")] = Path(
        "模板.xlsx"
    ),
    every: Annotated[bool, typer.Option("--all", help="The templates of all tables.")] = False,
) -> None:
    """Write an empty workbook with headers and explanations, to be filled in and loaded."""
    from loaders.template import write_templates

    if every is (name is not None):
        raise TenderLensError(t("Name one table, or write all of them with --all."))
    written = write_templates(to, name)
    out.print(t("{n} templates written: {where}", n=len(written), where=to))


@app.command()
def batches(as_json: AsJson = False) -> None:
    """List the loaded files."""
    with opened() as workspace:
        found = workspace.batches()
    if as_json:
        print_json(found)
        return
    print_items(t("Batches"), BATCH_COLUMNS, found)


# Computing


@app.command()
def measure(
    names: Annotated[list[str] | None, typer.Argument(help="Measures; all without.")] = None,
    as_json: AsJson = False,
) -> None:
    """Compute measures and write their derived facts."""
    with opened() as workspace:
        reports = _measure(workspace, names or None, quiet=as_json)
    if as_json:
        print_json(reports)


def _measure(workspace: Workspace, names: Sequence[str] | None, *, quiet: bool) -> Any:
    with err.status(t("Measuring …")) if not quiet else _silence() as status:
        reports = workspace.measure(
            names, progress=lambda text: status.update(text) if status is not None else None
        )
    if not quiet:
        print_items(t("Measures"), ("name", "facts", "seconds", "missing", "notes"), reports)
    return reports


@contextmanager
def _silence() -> Iterator[None]:
    yield None


@app.command()
def measures(as_json: AsJson = False) -> None:
    """List the measures: when they ran, and whether data came after them."""
    with opened() as workspace:
        states = workspace.measures()
    if as_json:
        print_json(states)
        return
    print_items(t("Measures"), ("name", "revision", "computed_at", "facts", "stale"), states)


# Who is who


@same_app.command("list")
def same_list(
    everything: Annotated[
        bool, typer.Option("--all", help="Also those that were judged already.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List records that may be one, the most probable first."""
    with opened() as workspace:
        found = [c for c in workspace.sameness_candidates() if everything or c.verdict is None]
    if as_json:
        print_json(found)
        return
    rows = [
        [
            f"{c.one_name}\n{c.one}",
            f"{c.two_name}\n{c.two}",
            f"{c.score:.3f}",
            "\n".join(f"{feature_name(n)} {bans:+.1f} {said}" for n, bans, said in c.reasons),
            t(c.verdict.value) if c.verdict else "",
        ]
        for c in found
    ]
    columns = ("first record", "second record", "probability", "reasons in bans", "verdict")
    print_table(t("Perhaps one and the same"), [t(c) for c in columns], rows)


@same_app.command("judge")
def same_judge(
    one: str,
    two: str,
    verdict: Sameness,
    reason: Annotated[str, typer.Option(help="Why; it is kept with the judgement.")],
    as_json: AsJson = False,
) -> None:
    """Say whether two records are the same. A later judgement replaces an earlier one."""
    with opened() as workspace:
        merged, split = workspace.judge_identity(one, two, verdict, reason, at=datetime.now(UTC))
    if as_json:
        print_json({"merged": merged, "split": split})
        return
    out.print(t("{merged} records merged, {split} taken apart.", merged=merged, split=split))


@same_app.command("merged")
def same_merged(as_json: AsJson = False) -> None:
    """List the merges that hold."""
    with opened() as workspace:
        found = workspace.merged_records()
    if as_json:
        print_json(found)
        return
    print_items(t("Merged records"), ("name", "was", "of", "by", "reason", "at"), found)


# Signals


@signals_app.command("list")
def signals_list(as_json: AsJson = False) -> None:
    """List the signals."""
    with opened() as workspace:
        found = workspace.signals()
    if as_json:
        print_json([s.model_dump(mode="json") for s in found])
        return
    columns = ("id", "title", "family", "strength", "status", "bans")
    statuses = {"draft": t("draft"), "trial": t("on trial"), "established": t("established")}
    rows = [
        [
            s.id,
            s.title,
            family_name(s.family.value),
            strength_name(s.strength.value),
            statuses[s.status],
            s.weight.bans,
        ]
        for s in found
    ]
    print_table(t("Signals"), [t(c) for c in columns], rows)


@signals_app.command("new")
def signals_new(
    family: Annotated[Family, typer.Argument(help="Family, which is the folder.")],
    signal: Annotated[str, typer.Argument(metavar="ID", help="Id, which is the file's name.")],
) -> None:
    """Write the skeleton of a signal and of its golden graphs."""
    from queries.new_signal import new_signal

    for file in new_signal(family, signal):
        out.print(str(file), markup=False, highlight=False)


@signals_app.command("precision")
def signals_precision(as_json: AsJson = False) -> None:
    """What became of each signal's leads, by the judgements of this workspace."""
    with opened() as workspace:
        found = workspace.precision()
    if as_json:
        print_json([asdict(p) | {"precision": p.precision} for p in found])
        return
    columns = ("signal", "pursued", "explained", "dismissed", "needs_data", "precision")
    rows = [
        [
            p.signal,
            p.pursued,
            p.explained,
            p.dismissed,
            p.needs_data,
            "" if p.precision is None else f"{p.precision:.2f}",
        ]
        for p in found
    ]
    print_table(t("Verdicts by signal"), [t(c) for c in columns], rows)


@signals_app.command("check")
def signals_check(
    engine: Annotated[bool, typer.Option(help="Also ask the engine to read every query.")] = False,
    lock: Annotated[bool, typer.Option(help="Write the new hashes of raised revisions.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check every signal file against the rules of the catalogue."""
    from queries.checks import check_catalogue, update_lock

    with opened() as workspace:
        if lock:
            update_lock()
        problems = check_catalogue(workspace.reader if engine else None)
        count = len(workspace.signals()) if not problems else 0
    if as_json:
        print_json(problems)
    else:
        for problem in problems:
            out.print(f"- {problem}", markup=False, highlight=False)
        if not problems:
            out.print(t("{n} signals, no problems.", n=count))
    raise typer.Exit(1 if problems else 0)


@tables_app.command("docs")
def tables_docs(
    folder: Annotated[Path, typer.Option("--out", help="Folder to write.")] = Path("docs/tables"),
) -> None:
    """Write one page a table, and their index."""
    from loaders.table_page import write_pages

    out.print(t("{n} pages in {folder}.", n=len(write_pages(folder)), folder=folder))


@signals_app.command("docs")
def signals_docs(
    folder: Annotated[Path, typer.Option("--out", help="Folder to write.")] = Path("docs/signals"),
) -> None:
    """Write one page a signal."""
    from queries.signal_page import write_pages

    out.print(t("{n} pages in {folder}.", n=len(write_pages(folder)), folder=folder))


@signals_app.command("run")
def signals_run(
    ids: Annotated[list[str] | None, typer.Argument(help="Signals; all without.")] = None,
    as_json: AsJson = False,
) -> None:
    """Run signals and list their findings."""
    with opened() as workspace:
        known = {s.id for s in workspace.signals()}
        unknown = sorted(set(ids or ()) - known)
        if unknown:
            raise TenderLensError(
                t(
                    "There is no signal '{id}'. The nearest are: {near}. `tenderlens signals list` "
                    "names all of them.",
                    id=unknown[0],
                    near=", ".join(get_close_matches(unknown[0], sorted(known), 3, 0.0)),
                )
            )
        runs = [r for r in workspace.signal_runs() if not ids or r.signal.id in ids]
    if as_json:
        print_json([_run_as_json(r) for r in runs])
        return
    rows = [[r.signal.id, r.signal.title, len(r.findings), r.seconds, r.missing] for r in runs]
    columns = (t("id"), t("title"), t("findings"), t("seconds"), t("cannot be computed: missing"))
    print_table(t("Findings"), columns, rows)


def _run_as_json(run: Any) -> dict[str, object]:
    return {
        "signal": run.signal.id,
        "revision": run.signal.revision,
        "parameters": run.parameters,
        "missing": run.missing,
        "seconds": run.seconds,
        "findings": run.findings,
    }


# Leads


@app.command()
def leads(
    subject: Annotated[SubjectKind | None, typer.Option(help="Only leads of this kind.")] = None,
    minimum: Annotated[float, typer.Option("--min", help="Only from this smoke index on.")] = 0.0,
    as_json: AsJson = False,
) -> None:
    """List leads, highest smoke index first."""
    with opened() as workspace:
        found = workspace.leads(subject, minimum=minimum)
    if as_json:
        print_json([_lead_as_json(lead) for lead in found])
        return
    _print_leads(found, t("Leads"))


def _lead_as_json(lead: Lead) -> dict[str, object]:
    extra = {"band": lead.smoke.band, "coverage_grade": lead.smoke.coverage_grade}
    return {**plain(lead), "smoke": {**plain(lead.smoke), **extra}}


def _print_leads(found: Sequence[Lead], title: str) -> None:
    columns = ("id", "kind", "name", "smoke index", "interval", "band", "coverage", "findings")
    rows = [
        [
            lead.id,
            t(lead.kind.value),
            ("⚑ " if lead.red_flag else "") + lead.name,
            f"{lead.smoke.value:.1f}",
            f"{lead.smoke.interval[0]:.0f}–{lead.smoke.interval[1]:.0f}",
            t(lead.smoke.band),
            lead.smoke.coverage_grade,
            len(lead.findings),
        ]
        for lead in found
    ]
    print_table(title, [t(c) for c in columns], rows)
    out.print(t("Leads to check; weights set by experts, not calibrated locally. People judge."))


@app.command("calibrate")
def calibrate_(
    labels: Annotated[Path, typer.Argument(help="CSV with key, label (1 or 0) and on (a date).")],
    write: Annotated[
        Path | None, typer.Option(help="Write the fitted weights to this new file.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Overwrite that file without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fit the weights to lots that were judged; print how well they predict later ones."""
    from leads.calibrate import calibrated_weights, write_weights

    with opened() as workspace:
        found = workspace.calibrate(labels)
        fitted = calibrated_weights(workspace.weights, found, on=datetime.now(UTC).date())
    if as_json:
        print_json(found)
    else:
        _print_calibration(found)
    if write is None:
        return
    sure = yes
    if write.exists() and not yes and not as_json:
        sure = typer.confirm(t("{file} exists. Overwrite it?", file=write))
    write_weights(fitted, write, overwrite=sure)
    if not as_json:
        out.print(t("Written: {file}. Name it in the settings (weights) to use it.", file=write))


def _print_calibration(found: Any) -> None:
    if found.unknown:
        out.print(t("{count} labelled keys are no lots of this graph.", count=found.unknown))
    if found.split_on is None:
        out.print(t("No dates to split by: the figures are about the rows that were fitted."))
    else:
        text = t(
            "{fitted} lots fitted; figures about {held} lots from {day} on.",
            fitted=found.fitted,
            held=found.held_back,
            day=found.split_on,
        )
        out.print(text)
    print_table(t("Factors"), [t("family"), t("factor")], sorted(found.factors.items()))
    for title, fit in ((t("Before"), found.before), (t("After"), found.after)):
        print_table(
            t("{title}: Brier {brier}", title=title, brier=fit.brier),
            [t("lots"), t("predicted"), t("observed")],
            [[b.lots, b.predicted, b.observed] for b in fit.reliability],
        )


@app.command("scores")
def scores_(
    subject: Annotated[SubjectKind, typer.Option(help="Kind of subject.")],
    file: Annotated[Path, typer.Option("--out", help="CSV file to write.")],
) -> None:
    """Write the index of EVERY subject of a kind, without a threshold."""
    with opened() as workspace:
        frame = workspace.scores(subject)
    frame["name"] = frame["name"].map(neutralised)
    with _written(file) as stream:
        frame.to_csv(stream, index=False, lineterminator="\n")
    err.print(t("{n} rows in {file}.", n=len(frame), file=file))


@contextmanager
def _written(file: Path) -> Iterator[Any]:
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            yield stream
    except OSError as error:
        raise TenderLensError(
            t(
                "{file} cannot be written: {reason}. Choose another file with --out.",
                file=file,
                reason=error.strerror or error,
            )
        ) from error


# Questions


@app.command()
def ask(
    cypher: str,
    param: Annotated[
        list[str] | None, typer.Option("--param", help="name=value; JSON or text.")
    ] = None,
    output: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
) -> None:
    """Run read-only Cypher; limits are stated when they cut."""
    if output not in ("table", "csv", "json"):
        raise TenderLensError(
            t("'{format}' is no format. Write table, csv or json.", format=output)
        )
    with opened() as workspace:
        for warning in workspace.ask_warnings(cypher):
            err.print(warning, markup=False)
        table = workspace.ask(cypher, _parameters(param or ()))
    if output == "json":
        print_json({"columns": table.columns, "rows": table.dicts(), "truncated": table.truncated})
    elif output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows([[_csv_cell(c) for c in row] for row in table.rows])
    else:
        print_table("", table.columns, table.rows)
    if table.truncated:
        err.print(t("Only the first {n} rows are shown; there are more.", n=len(table.rows)))


def _csv_cell(cell: Cell) -> str:
    text = str(cell) if isinstance(cell, float) else shown(cell)
    return neutralised(text) if isinstance(cell, str) else text


def _parameters(pairs: Sequence[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name.isidentifier():
            raise TenderLensError(
                t("--param {pair} is no parameter. Write --param name=value.", pair=pair)
            )
        try:
            found[name] = json.loads(text)
        except json.JSONDecodeError:
            found[name] = text
    return found


@app.command()
def search(text: str, as_json: AsJson = False) -> None:
    """Find nodes by name, code or masked number."""
    with opened() as workspace:
        hits = workspace.search(text)
    if as_json:
        print_json(hits)
        return
    print_items(text, ("key", "label", "name", "why"), hits)


@app.command()
def path(
    parties: Annotated[list[str], typer.Argument(help="Two or more keys or names.")],
    hops: Annotated[int, typer.Option(min=1, max=8, help="Longest path.")] = 6,
    as_json: AsJson = False,
) -> None:
    """Show how parties are connected, pair after pair."""
    if len(parties) < 2:
        raise TenderLensError(t("A path needs two parties or more: path A B [C…]."))
    with opened() as workspace:
        found = workspace.paths([_key(workspace, p) for p in parties], hops=hops)
    if as_json:
        print_json(found)
        return
    for step in found:
        out.print(step.sentence, markup=False, highlight=False)


def _key(workspace: Workspace, party: str) -> str:
    """A key as it is; else the one node that the text names."""
    hits = workspace.search(party, limit=20)
    exact = [h for h in hits if party in (h.key, h.name)]
    if len(exact) == 1 or (exact and exact[0].key == party):
        return exact[0].key
    if len(hits) == 1:
        return hits[0].key
    if not hits:
        raise TenderLensError(
            t("Nothing is called '{party}'. Search for part of the name first.", party=party)
        )
    raise TenderLensError(
        t(
            "'{party}' names {n} nodes: {keys}. Give the key of the one you mean.",
            party=party,
            n=len(hits),
            keys=", ".join(h.key for h in hits[:5]),
        )
    )


# Evidence


@app.command()
def dossier(
    subject: Annotated[
        str, typer.Argument(help="Id of a lead, key of a node, or `tray` for the case tray.")
    ],
    folder: Annotated[Path, typer.Option("--out", help="Folder in which to write.")],
    purpose: Annotated[str, typer.Option(help="What the dossier is for.")] = "",
    recipient: Annotated[str, typer.Option(help="Who receives it.")] = "",
    approver: Annotated[str, typer.Option(help="Who approved that it leaves.")] = "",
    origin: Annotated[str, typer.Option(help="Where the lead came from.")] = "",
    authority: Annotated[str, typer.Option(help="Order under which data was collected.")] = "",
    mark: Annotated[str, typer.Option(help="Mark on every page instead of the default.")] = "",
    language: Annotated[
        str | None, typer.Option(help="zh_CN or en; else that of the workspace.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Own DOCX template of the report.")] = None,
    referral: Annotated[
        Path | None, typer.Option(help="Own DOCX template of the referral.")
    ] = None,
) -> None:
    """Write a dossier: report, referral, rows, pictures, manifest, signature; one ZIP."""
    from evidence.dossier import Templates

    with opened() as workspace:
        if language is not None:
            _speak(language)
        release = workspace.release(
            purpose=purpose,
            recipient=recipient,
            approver=approver,
            origin=origin,
            authority=authority,
            mark=mark,
        )
        templates = Templates(_template(report), _template(referral))
        written = workspace.dossier(subject, folder, release=release, templates=templates)
    out.print(t("The dossier is {file}.", file=written.file), highlight=False, soft_wrap=True)
    out.print(
        t("Fingerprint of the signing key: {key}", key=written.fingerprint),
        highlight=False,
        soft_wrap=True,
    )
    if not written.key_protected:
        err.print(
            t(
                "The signing key has no passphrase: whoever can read the workspace's keys can "
                "sign. `tenderlens keys rotate` makes one under the passphrase in {variable}.",
                variable="TENDERLENS_NEW_SIGNING_PASSPHRASE",
            )
        )


def _speak(language: str) -> None:
    if language not in LANGUAGES:
        raise TenderLensError(
            t(
                "'{language}' is no language here. Write one of: {known}.",
                language=language,
                known=", ".join(LANGUAGES),
            )
        )
    set_language(language)


def _template(file: Path | None) -> bytes | None:
    if file is None:
        return None
    try:
        return file.read_bytes()
    except OSError as error:
        raise TenderLensError(
            t("{file} cannot be read: {reason}.", file=file, reason=error.strerror or error)
        ) from error


@app.command()
def verify(
    file: Path,
    issuer: Annotated[str, typer.Option(help="Fingerprint that the signing key must have.")] = "",
    as_json: AsJson = False,
) -> None:
    """Check a dossier, ZIP or folder: every file against its manifest, and the signature."""
    from evidence.verify import verify as check

    report = check(file, issuer=issuer)
    if as_json:
        print_json(report)
    else:
        for problem in report.problems:
            out.print(f"- {problem}", markup=False, highlight=False, soft_wrap=True)
        if report.ok:
            out.print(t("Nothing has been changed: all files agree with the manifest."))
            out.print(
                t("Fingerprint of the signing key: {key}", key=report.fingerprint),
                highlight=False,
                soft_wrap=True,
            )
            if not issuer:
                out.print(t("Ask the issuer, by another way, whether that is the key."))
    raise typer.Exit(0 if report.ok else 1)


@app.command()
def replay(bundle: Path, as_json: AsJson = False) -> None:
    """Ask again what a dossier recorded, on this graph. Exit 0: all equal; 3: something differs."""
    with opened() as workspace:
        report = workspace.replay(bundle)
    if as_json:
        print_json({**plain(report), "equal": report.equal})
    else:
        for difference in report.differences:
            out.print(f"- {difference}", markup=False, highlight=False, soft_wrap=True)
        rows = [[r.signal, r.revision, t(r.outcome), r.recorded, r.found, r.why]
                for r in report.signals]  # fmt: skip
        columns = (t("id"), t("revision"), t("answer"), t("then"), t("now"), t("reason"))
        print_table(t("Asked again: {number}", number=report.number), columns, rows)
    raise typer.Exit(0 if report.equal else WITH_PROBLEMS)


@app.command()
def calendar(
    file: Annotated[Path, typer.Option("--out", help="ICS file to write.")],
    lead: Annotated[str | None, typer.Argument(help="One lead; all pursued ones without.")] = None,
) -> None:
    """Write the time limits of pursued leads as a calendar file."""
    with opened() as workspace:
        data, count = workspace.calendar(lead)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise TenderLensError(
            t(
                "{file} cannot be written: {reason}. Choose another file with --out.",
                file=file,
                reason=error.strerror or error,
            )
        ) from error
    err.print(t("{n} time limits in {file}.", n=count, file=file))


@app.command()
def complaints(as_json: AsJson = False) -> None:
    """List complaints that wait for a decision, with their time limits."""
    with opened() as workspace:
        found = workspace.open_complaints()
        laws = workspace.register()
    if as_json:
        print_json(found)
        return
    rows = [
        (c.code, c.name, clock.name, moment(clock.due), laws[clock.law].cited_as + counted(clock))
        for c in found
        for clock in c.clocks
    ]
    columns = ("number", "about", "time limit", "due on", "provision")
    print_table(t("Complaints that wait"), [t(c) for c in columns], rows)


@app.command()
def purpose(
    subject: Annotated[str, typer.Argument(help="Id of a lead.")],
    text: Annotated[str, typer.Argument(metavar="PURPOSE", help="What it is looked into for.")],
    authority: Annotated[str, typer.Option(help="Order or file number behind it.")] = "",
) -> None:
    """Record what a lead is looked into for; its dossiers say so unless told otherwise."""
    with opened() as workspace:
        workspace.state_purpose(subject, text, authority)
    out.print(t("Recorded for {subject}: {purpose}", subject=subject, purpose=text), markup=False)


ANNEX_PASSPHRASE = "TENDERLENS_ANNEX_PASSPHRASE"  # noqa: S105 - the name of a variable


@annex_app.command("write")
def annex_write(
    file: Annotated[Path, typer.Argument(help="A dossier of this workspace.")],
    reason: Annotated[str, typer.Option(help="Why the recipient needs whole numbers.")],
) -> None:
    """Seal the cited rows with whole numbers into a file beside the dossier."""
    from evidence.annex import cited

    with opened() as workspace:
        subject = cited(file).subject
        passphrase = _password(ANNEX_PASSPHRASE, t("Passphrase of the annex"))
        made = workspace.annex(subject, file, passphrase=passphrase, reason=reason)
    said = t("{n} rows with whole numbers, sealed: {file}", n=made.rows, file=made.file)
    out.print(said, highlight=False, soft_wrap=True)
    if made.without:
        rows = ", ".join(made.without[:20])
        err.print(
            t("{n} cited rows are in no kept table: {rows}", n=len(made.without), rows=rows),
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    err.print(t("Send dossier, annex and passphrase by three ways."))


@annex_app.command("open")
def annex_open(
    file: Path, to: Annotated[Path, typer.Option("--out", help="Workbook to write.")]
) -> None:
    """Open an annex; needs its passphrase and no workspace."""
    from evidence.annex import open_annex

    title, data = open_annex(file, _password(ANNEX_PASSPHRASE, t("Passphrase of the annex")))
    _write_private(to, data)
    out.print(
        t("Annex of {number}: {file}", number=title["dossier"], file=to),
        highlight=False,
        soft_wrap=True,
    )


def _write_private(file: Path, data: bytes) -> None:
    """A new file that its owner alone may read."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
    except OSError as error:
        raise TenderLensError(
            t(
                "{file} cannot be written: {reason}. Choose another file with --out.",
                file=file,
                reason=error.strerror or error,
            )
        ) from error


@keys_app.command("list")
def keys_list(as_json: AsJson = False) -> None:
    """List the fingerprints of the signing keys: the present one, and those it replaced."""
    with opened() as workspace:
        retired = workspace.retired_keys()
        present = workspace.signer
    rows = [(present.fingerprint, "", "")]
    rows += [(key.fingerprint, key.until, key.by) for key in reversed(retired)]
    columns = ("fingerprint", "until", "by")
    if as_json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    print_table(t("Signing keys"), [t(c) for c in columns], rows)


@keys_app.command("rotate")
def keys_rotate() -> None:
    """Replace the signing key; dossiers of the old one still verify."""
    with opened() as workspace:
        old, new = workspace.rotate_signing_key()
    out.print(
        t("{old} signs no more; from now on {new} does.", old=old.fingerprint, new=new.fingerprint),
        highlight=False,
        soft_wrap=True,
    )
    out.print(t("Tell the recipients of dossiers the new fingerprint by another way."))


# Who did what, and who may


@audit_app.command("head")
def audit_head() -> None:
    """Print SEQ:HASH of the last record: kept elsewhere, it shows later that nothing was cut."""
    with opened() as workspace:
        sys.stdout.write(f"{workspace.audit_head()}\n")


@audit_app.command("verify")
def audit_verify(
    anchor: Annotated[
        str, typer.Option(help="SEQ:HASH, from `audit head` or a dossier's manifest.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Check the chain of records. Exit 0: it holds; 1: it does not."""
    known = parse_anchor(anchor) if anchor else None
    with opened() as workspace:
        check = workspace.audit_check(known)
    if as_json:
        print_json({**plain(check), "ok": check.ok})
    else:
        for problem in check.problems:
            out.print(f"- {problem}", markup=False, highlight=False, soft_wrap=True)
        if check.ok:
            out.print(t("{n} records: the chain holds.", n=check.records))
            if known is None:
                out.print(t("Whether its end was cut off shows only with --anchor."))
    raise typer.Exit(0 if check.ok else REFUSED)


@audit_app.command("list")
def audit_list(
    user: Annotated[str, typer.Option(help="Only records of this user.")] = "",
    action: Annotated[Action | None, typer.Option(help="Only this action.")] = None,
    since: Annotated[str, typer.Option(help="From this day on, such as 2024-05-06.")] = "",
    as_json: AsJson = False,
) -> None:
    """List records, oldest first."""
    start = datetime.fromisoformat(_day(since)).astimezone() if since else None
    with opened() as workspace:
        found = workspace.audit_records(user=user, action=action, since=start)
    rows = [_record(record) for record in found]
    if as_json:
        print_json(rows)
        return
    print_table("", [t(c) for c in RECORD_COLUMNS], [[r[c] for c in RECORD_COLUMNS] for r in rows])


def _record(record: Record) -> dict[str, Any]:
    stated: dict[str, Any] = plain(record)
    return {**stated.pop("entry"), **stated, "at": record.entry.at.isoformat()}


@audit_app.command("report")
def audit_report(as_json: AsJson = False) -> None:
    """Name operations out of the ordinary: they are to be looked at, not proof of anything."""
    with opened() as workspace:
        found = workspace.audit_report()
    if as_json:
        print_json(found)
        return
    for odd in found:
        records = ", ".join(str(seq) for seq in odd.seqs[:20])
        out.print(f"- {odd.sentence} [{records}]", markup=False, highlight=False, soft_wrap=True)
    if not found:
        out.print(t("Nothing out of the ordinary."))


@account_app.command("add")
def account_add(
    name: str,
    role: Annotated[Role, typer.Option(help="What the account is for.")],
    own: Annotated[
        list[str] | None,
        typer.Option(help="Key of the person, or of a firm of theirs; may be repeated."),
    ] = None,
    identity: Annotated[
        str,
        typer.Option(help="E-mail or 'ISSUER SUBJECT' at the identity provider; no password then."),
    ] = "",
) -> None:
    """Make an account; the password comes from TENDERLENS_NEW_PASSWORD or is asked for."""
    with opened() as workspace:
        password = "" if identity else _password("TENDERLENS_NEW_PASSWORD", t("New password"))
        workspace.add_account(name, password, role, tuple(own or ()), identity=identity)
    out.print(t("The account {name} is made.", name=name))


@account_app.command("list")
def account_list(as_json: AsJson = False) -> None:
    """List the accounts."""
    with opened() as workspace:
        found = workspace.accounts()
    if as_json:
        print_json([{column: getattr(a, column) for column in ACCOUNT_COLUMNS} for a in found])
        return
    print_items("", ACCOUNT_COLUMNS, found)


@account_app.command("role")
def account_role(name: str, role: Role) -> None:
    """Give an account another role; sessions under the old one end."""
    with opened() as workspace:
        workspace.change_account(name, role=role)


@account_app.command("password")
def account_password() -> None:
    """Replace one's own password; TENDERLENS_NEW_PASSWORD holds the new one, or it is asked for."""
    with opened() as workspace:
        old = _password("TENDERLENS_PASSWORD", t("Password"))
        workspace.change_password(old, _password("TENDERLENS_NEW_PASSWORD", t("New password")))
    out.print(t("The password is changed."))


@account_app.command("disable")
def account_disable(
    name: str, undo: Annotated[bool, typer.Option("--undo", help="Open it again.")] = False
) -> None:
    """Close an account; its sessions end."""
    with opened() as workspace:
        workspace.change_account(name, disabled=not undo)


@app.command()
def request(
    action: Annotated[Action, typer.Argument(help="export or unmask.")],
    subject: Annotated[str, typer.Argument(help="Id of a lead, or key of a node.")],
    reason: Annotated[str, typer.Option(help="What it is for.")],
) -> None:
    """Ask a second person for approval; prints the number of the request."""
    with opened() as workspace:
        asked = workspace.request(action, subject, reason)
    sys.stdout.write(f"{asked.request}\n")


@app.command("approve")
def approve_(number: Annotated[str, typer.Argument(metavar="REQUEST")]) -> None:
    """Approve what somebody else asked for; holds for seven days and one use."""
    with opened() as workspace:
        step = workspace.approve(number)
    out.print(t("{request} is approved: {subject}", request=step.request, subject=step.subject))


# Who looks into what


@app.command("assign")
def assign_(
    leads: Annotated[list[str], typer.Argument(metavar="LEAD...", help="Ids of leads.")],
    stage: Annotated[
        Stage,
        typer.Option(help="assigned (分办), checking (核查), reported (反馈), returned (退回)."),
    ] = Stage.ASSIGNED,
    to: Annotated[str, typer.Option(help="Who looks into it.")] = "",
    due: Annotated[str, typer.Option(help="Until when, YYYY-MM-DD.")] = "",
    note: Annotated[str, typer.Option(help="What is asked, or what came of it.")] = "",
) -> None:
    """Give leads to somebody, or say how far the work on them is."""
    until = date.fromisoformat(_day(due)) if due else None
    with opened() as workspace:
        workspace.assign(leads, stage, to=to, due=until, note=note, at=datetime.now(UTC))
    out.print(t("{count} leads: {stage}.", count=len(leads), stage=t(STAGES[stage])))


STAGES = {
    Stage.ASSIGNED: "assigned",
    Stage.CHECKING: "being checked",
    Stage.REPORTED: "reported back",
    Stage.RETURNED: "given back",
}


@app.command("assigned")
def assigned_(
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is late.")] = False,
    as_json: AsJson = False,
) -> None:
    """List who has which lead until when."""
    today = datetime.now(UTC).astimezone().date()
    with opened() as workspace:
        stands = workspace.assigned().values()
    found = [step for step in stands if step.overdue(today) or not overdue]
    found.sort(key=lambda step: (step.due or date.max, step.lead))
    if as_json:
        print_json([{**plain(step), "overdue": step.overdue(today)} for step in found])
        return
    rows = [[s.lead, t(STAGES[s.stage]), s.to, _until(s, today), s.note, s.by] for s in found]
    columns = ("lead", "state", "who", "until", "note", "by")
    print_table(t("Assigned leads"), [t(c) for c in columns], rows)


def _until(step: Assignment, today: date) -> str:
    late = f" {t('(late)')}" if step.overdue(today) else ""
    return f"{step.due or ''}{late}"


@inspect_app.command("draw")
def inspect_draw(
    seed: Annotated[str, typer.Option(help="The published seed, such as a lottery number.")],
    seed_source: Annotated[str, typer.Option(help="Where others can look the seed up.")],
    ratio: Annotated[
        list[str], typer.Option(help="CLASS=RATIO, such as A08=0.1; *=0.05 for all others.")
    ],
    by: Annotated[
        str, typer.Option(help="class (of lots) or band (red, orange, yellow, white, -).")
    ] = "class",
    inspectors: Annotated[int, typer.Option(help="Inspectors a lot.")] = 2,
    since: Annotated[str, typer.Option(help="Lots opened from this month or day on.")] = "",
    until: Annotated[str, typer.Option(help="Lots opened until this month or day.")] = "",
    region: Annotated[str, typer.Option(help="Start of the code of the region.")] = "",
    as_json: AsJson = False,
) -> None:
    """Draw lots and inspectors; who is tied to a party of a lot is not sent there."""
    ratios = dict(_pair(text, "--ratio") for text in ratio)
    rules = DrawRules(seed, seed_source, by, ratios, inspectors)
    with opened() as workspace:
        record = workspace.draw_inspection(
            rules, since=since, until=until, region=region, at=datetime.now(UTC)
        )
    if as_json:
        print_json(record)
    else:
        _print_draw(record)


def _print_draw(record: DrawRecord) -> None:
    names = {person.key: person.name for person in record.people}
    rows = [
        [
            lot.stratum,
            lot.name,
            "、".join(names[key] for key in lot.inspectors),
            len(lot.barred),
            lot.ticket[:12],
        ]
        for lot in record.drawn
    ]
    columns = ("class", "lot", "inspectors", "barred by a tie", "ticket")
    print_table(record.id, [t(c) for c in columns], rows)
    out.print(
        t(
            "{drawn} of {all} lots; seed {seed} ({source}); draw number {attempt} from these lots.",
            drawn=len(record.drawn),
            all=len(record.population),
            seed=record.rules.seed,
            source=record.rules.seed_source,
            attempt=record.attempt,
        ),
        highlight=False,
    )
    if record.short:
        err.print(t("{count} lots have fewer inspectors than asked.", count=len(record.short)))


@inspect_app.command("list")
def inspect_list(as_json: AsJson = False) -> None:
    """List the draws of this workspace, newest first."""
    with opened() as workspace:
        found = workspace.inspections()
    if as_json:
        print_json(found)
        return
    rows = [[r.id, r.at, r.user, r.rules.seed, len(r.drawn), len(r.population)] for r in found]
    columns = ("id", "at", "who", "seed", "drawn", "lots")
    print_table(t("Draws"), [t(c) for c in columns], rows)


@inspect_app.command("verify")
def inspect_verify(
    record: Annotated[str, typer.Argument(metavar="ID|FILE")], as_json: AsJson = False
) -> None:
    """Draw again from a record. Exit 0: it is the same, and its hash is logged; 3: it differs."""
    with opened() as workspace:
        found, problems = workspace.check_inspection(record)
    if as_json:
        print_json({"id": found.id, "ok": not problems, "problems": problems})
    elif problems:
        for problem in problems:
            err.print(problem)
    else:
        out.print(t("{id}: drawn again, everything is the same.", id=found.id))
    if problems:
        raise typer.Exit(WITH_PROBLEMS)


@app.command()
def requests(as_json: AsJson = False) -> None:
    """List requests for approval and where they stand: all for who approves, else one's own."""
    with opened() as workspace:
        found = workspace.requests()
    if as_json:
        print_json(found)
        return
    rows = [
        [p.asked.request, action_name(p.asked.action), p.asked.subject, p.asked.reason,
         p.asked.by, state_name(p.state), p.by]
        for p in found
    ]  # fmt: skip
    columns = (t("Request"), t("Action"), t("About"), t("Reason"), t("Asked by"), t("State"),
               t("Decided by"))  # fmt: skip
    print_table("", columns, rows)


@app.command()
def unmask(
    key: Annotated[str, typer.Argument(help="Key of a person, telephone or account.")],
    reason: Annotated[str, typer.Option(help="The case and the duty; kept in the audit log.")],
    as_json: AsJson = False,
) -> None:
    """Show the cells of the original files with a personal number whole; everywhere else: masked.

    With accounts, a second person approves first: `tenderlens request unmask KEY`.
    """
    with opened() as workspace:
        found = workspace.unmask(key, reason)
    if as_json:
        print_json(found)
        return
    print_items(key, ("column", "cell", "file", "sheet", "row", "batch"), found)
    if not found:
        err.print(t("No cell of a kept file holds it: the file is not a table or was not kept."))


BACKUP_PASSPHRASE = "TENDERLENS_BACKUP_PASSPHRASE"  # noqa: S105 - the name of a variable


@app.command()
def backup(file: Path) -> None:
    """Write the whole workspace to one ZIP; the graph server is stopped meanwhile."""
    passphrase = os.environ.get(BACKUP_PASSPHRASE, "")
    with opened() as workspace:
        made = workspace.back_up(file.resolve(), passphrase=passphrase, at=datetime.now(UTC))
    out.print(t("{n} files in {file}.", n=made.files, file=made.file), soft_wrap=True)
    out.print(t("Audit log up to {head}", head=made.head), highlight=False, soft_wrap=True)
    if not made.keys:
        err.print(
            t(
                "The keys are NOT in it: set {variable} to seal them in. Without the identity key, "
                "persons cannot be matched again.",
                variable=BACKUP_PASSPHRASE,
            )
        )
    if not made.graph:
        err.print(t("The graph lives elsewhere and is not in it: back it up there."))


@app.command()
def restore(
    file: Path, into: Annotated[Path, typer.Option(help="A new folder for the workspace.")]
) -> None:
    """Make a workspace from a backup; every file is checked against its hash."""
    done = restore_workspace(file, into, passphrase=os.environ.get(BACKUP_PASSPHRASE, ""))
    out.print(t("{n} files restored to {folder}.", n=done.files, folder=into), soft_wrap=True)
    if not done.keys:
        err.print(t("Without the keys: copy them into {folder}.", folder=into / "keys"))


@app.command()
def purge(
    person: Annotated[str, typer.Option(help="Key of a person to take out of the graph.")] = "",
    reason: Annotated[str, typer.Option(help="Rule or order behind it, for a person.")] = "",
    on: Annotated[str, typer.Option(help="For a person: not now, but due from this day on.")] = "",
    due: Annotated[
        bool, typer.Option("--due", help="Everything that `retention` lists as due.")
    ] = False,
    dismissed: Annotated[
        bool, typer.Option("--dismissed", help="Erase the reasons of dismissed leads.")
    ] = False,
    older_than: Annotated[int, typer.Option(min=0, help="Days since the dismissal.")] = 1095,
) -> None:
    """Erase what need not be kept; the record in the audit log is the certificate."""
    if [bool(person), dismissed, due].count(True) != 1:
        raise TenderLensError(t("Say what to purge: --person KEY, --dismissed, or --due."))
    with opened() as workspace:
        if person and on:
            workspace.appoint_purge(person, date.fromisoformat(_day(on)), reason)
            out.print(t("{person} is due to be purged from {day} on.", person=person, day=on))
            return
        if person:
            gone = workspace.forget_person(person, reason)
        elif due:
            gone = len(workspace.purge_due())
        else:
            gone = workspace.purge_dismissed(older_than)
        head = workspace.door.log.head()
    out.print(t("Purged: {n}. Certificate: record {seq}", n=gone, seq=head), soft_wrap=True)
    if person:
        err.print(t("The original files still name the person; they are evidence and stay."))


@app.command()
def retention(as_json: AsJson = False) -> None:
    """List what has a day from which it need not be kept; `purge --due` erases what is due."""
    with opened() as workspace:
        found = workspace.retention()
    if as_json:
        print_json(found)
        return
    print_items(t("Retention"), ("on", "kind", "subject", "reason"), found)


# The graph server


@graph_app.command("status")
def graph_status(as_json: AsJson = False) -> None:
    """Say whether the server runs, and how much it uses."""
    with opened() as workspace:
        status = workspace.server().status()
    told = {
        "running": status.running,
        "url": status.endpoint.url if status.endpoint else None,
        "uptime_seconds": round(status.uptime_seconds),
        "memory_mb": round(status.memory_bytes / 2**20),
        "disk_mb": round(status.disk_bytes / 2**20),
        "clients": status.clients,
    }
    if as_json:
        print_json(told)
        return
    print_table(t("Graph server"), (t("what"), t("value")), [[t(k), v] for k, v in told.items()])


@graph_app.command("start")
def graph_start() -> None:
    """Start the server, if it does not run."""
    with opened() as workspace:
        endpoint = workspace.server().ensure()
    out.print(endpoint.url, highlight=False)


@graph_app.command("stop")
def graph_stop() -> None:
    """Stop the server; nothing is lost, and the next command starts it again."""
    with opened() as workspace:
        stopped = workspace.server().stop()
    out.print(t("The graph server is stopped.") if stopped else t("No graph server was running."))


@graph_app.command("url")
def graph_url(as_json: AsJson = False) -> None:
    """Print address and READ-ONLY credentials for notebooks; not where there are accounts."""
    with opened() as workspace:
        endpoint = workspace.hand_out_reading()
    reader = endpoint.reader
    if as_json:
        print_json(
            {
                "url": endpoint.url,
                "database": endpoint.database,
                "user": reader.user,
                "password": reader.password,
            }
        )
        return
    address = endpoint.url.replace("bolt://", f"bolt://{reader.user}:{reader.password}@")
    sys.stdout.write(f"{address}/{endpoint.database}\n")


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check that everything this tool needs is there and works."""
    checks: list[tuple[str, bool, str]] = []

    def check(name: str, work: Callable[[], object]) -> None:
        try:
            checks.append((name, True, str(work())))
        except (TenderLensError, OSError) as error:
            checks.append((name, False, str(error)))

    check(t("program"), lambda: f"TenderLens {VERSION}, Python {sys.version.split()[0]}")
    with opened() as workspace:
        check(t("workspace"), lambda: workspace.identity_key and workspace.folder)
        check(t("catalogue"), lambda: len(workspace.signals()))
        check(t("graph"), lambda: workspace.data_version() and workspace.engine.name)
        if workspace.may(Action.VIEW, Action.LOAD):
            check(t("batches"), lambda: len(workspace.batches()))
    if as_json:
        print_json([{"check": c, "ok": ok, "detail": d} for c, ok, d in checks])
    else:
        rows = [[name, "✓" if ok else "✗", detail] for name, ok, detail in checks]
        print_table(t("Doctor"), (t("check"), t("ok"), t("detail")), rows)
    raise typer.Exit(0 if all(ok for _, ok, _ in checks) else 1)


def main() -> NoReturn:
    """Run a command; what a person can act on becomes one sentence and exit code 1."""
    try:
        app()
    except TenderLensError as error:
        err.print(str(error), style="red", markup=False, highlight=False)
        sys.exit(REFUSED)
    sys.exit(0)


if __name__ == "__main__":
    main()
