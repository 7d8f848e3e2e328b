"""Files in and out again: `load`, `understand`, `where`, `unload`, `batches`, `template`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from commands.front import (
    INTERRUPTED,
    WITH_PROBLEMS,
    AsJson,
    app,
    err,
    opened,
    out,
    plain,
    print_items,
    print_json,
    print_table,
    stated_day,
    stated_pair,
)
from evidence.beijing_time import with_zone
from graph.errors import TenderLensError
from loaders.load import FileReport
from loaders.readers import Reading
from loaders.understanding import ColumnMatch, Corrections, FileMapping, SheetMapping
from messages import t
from queries.conflicts import Conflict
from queries.describe import tie
from queries.values import value_word
from queries.words import property_name
from workspace import Workspace

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


tables_app = typer.Typer(no_args_is_help=True, help="The tables that can be loaded.")


app.add_typer(tables_app, name="tables")


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
        columns=dict(stated_pair(text, "--map") for text in mapped or ()),
        stated=dict(stated_pair(text, "--set") for text in stated or ()),
        profile=profile,
        reading=reading,
    )


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
        report = load_files(
            workspace,
            paths,
            said,
            dry_run=dry_run,
            problems=problems,
            quiet=as_json,
            source_system=source_system,
            document_no=document_no,
            as_of=stated_day(as_of),
        )
    if as_json:
        print_json(report)
    elif kept is not None:
        out.print(t("Profile saved: {file}", file=kept))
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
        out.print(t("Profile saved: {file}", file=kept))


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


def load_files(
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
        out.print(f"{file.file}: {t('; ').join(said)}")


def _print_problems(problems: Sequence[Any], most: int = 20) -> None:
    for problem in problems[:most]:
        out.print(f"- {problem}")
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
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed}", markup=False),
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
    columns = ("element", "property", "statements, the shown one last")
    print_table(t("Conflicts"), [t(c) for c in columns], [conflict_row(c) for c in found])


def conflict_row(found: Conflict) -> list[str]:
    """A conflict as a row of the table, each statement on a line of its own."""
    about = tie(found.property) if found.property.isupper() else property_name(found.property)
    said = (
        t(
            "{value} ({source})",
            value=value_word(found.property, str(s.value)) or s.value,
            source=" ".join(filter(None, (s.file, s.as_of))),
        )
        for s in found.statements
    )
    return [f"{found.name}\n{found.key}", about, "\n".join(said)]


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
    states = {
        "loaded": t("loaded"),
        "loading": t("being loaded"),
        "removing": t("being taken back"),
    }
    worded = [
        replace(batch, state=states[batch.state], loaded_at=with_zone(batch.loaded_at))
        for batch in found
    ]
    print_items(t("Batches"), BATCH_COLUMNS, worded)


@tables_app.command("docs")
def tables_docs(
    folder: Annotated[Path, typer.Option("--out", help="Folder to write.")] = Path("docs/tables"),
) -> None:
    """Write one page a table, and their index."""
    from loaders.table_page import write_pages

    out.print(t("{n} pages in {folder}.", n=len(write_pages(folder)), folder=folder))
