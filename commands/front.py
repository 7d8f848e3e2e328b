"""What every command shares: the application, which workspace, how an answer is printed."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable

from graph.errors import TenderLensError, reason
from graph.records import Edge, Node, SourceRef
from graph.records import Path as GraphPath
from messages import set_language, t
from workspace import Workspace, open_workspace

REFUSED, WITH_PROBLEMS, INTERRUPTED = 1, 3, 130


NARROW, SHORT = 80, 16  # columns: in a terminal of so many, a cell up to this long is not folded


app = typer.Typer(
    name="tenderlens", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


# Names and sentences stand as they are: nothing in them is markup, no line is broken for them.
# A table is folded to the terminal's width, and not at all into a file or a pipe.
out = Console(
    markup=False,
    emoji=False,
    highlight=False,
    soft_wrap=True,
    width=None if sys.stdout.isatty() else 1_000,
)


err = Console(stderr=True, markup=False, emoji=False, highlight=False, soft_wrap=True)


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


class Front:
    """What was said before the command: which workspace, which graph."""

    folder: Path | None = None
    graph: str | None = None


@app.callback()
def front(
    workspace: Annotated[
        Path | None, typer.Option(help="Folder of the investigation (default: ./workspace).")
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


def tell_if_empty(workspace: Workspace) -> None:
    """Where nothing was found: whether there is anything to find, and in which folder."""
    if not workspace.batches():
        err.print(
            t(
                "The graph of {folder} is empty. Load files first, or name another workspace "
                "with --workspace.",
                folder=workspace.folder,
            )
        )


def _as_user(workspace: Workspace) -> Workspace:
    """The workspace as the account of TENDERLENS_USER sees it; as it is without accounts."""
    name = os.environ.get("TENDERLENS_USER", "")
    if not name:
        return workspace
    if not workspace.door.accounts.exist():
        err.print(
            t(
                "This workspace has no accounts, so that TENDERLENS_USER={name} counts for "
                "nothing: its records name {user}. `operator` in settings.toml names somebody "
                "else.",
                name=name,
                user=workspace.user,
            )
        )
        return workspace
    return workspace.login(name, asked_password("TENDERLENS_PASSWORD", t("Password")))


def asked_password(variable: str, prompt: str) -> str:
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
    if isinstance(value, SourceRef):
        value = value._asdict()
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
    table = RichTable(
        title=title, title_justify="left", box=SIMPLE_HEAD, padding=0, show_edge=False
    )
    for place, column in enumerate(columns):
        cells = [row[place] for row in rows]
        number = any(isinstance(c, int | float) and not isinstance(c, bool) for c in cells)
        short = out.width >= NARROW and all(cell_len(shown(cell)) <= SHORT for cell in cells)
        table.add_column(
            column,
            justify="right" if number else "left",
            no_wrap=short,
            overflow="fold",
            min_width=1 if short or out.width < NARROW else SHORT // 2,
        )
    for row in rows:
        table.add_row(*(shown(cell) for cell in row))
    out.print(table, soft_wrap=False)


def print_items(title: str, columns: Sequence[str], items: Sequence[object]) -> None:
    """A table of the items' attributes; the columns' names are shown translated."""
    rows = [[getattr(item, column) for column in columns] for item in items]
    print_table(title, [t(column) for column in columns], rows)


def shown(cell: object) -> str:
    """A cell as one line of text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return t("yes") if cell else t("no")
    if isinstance(cell, float):
        return f"{cell:,.4f}".rstrip("0").rstrip(".") if abs(cell) >= 1 else f"{cell:.4g}"
    if isinstance(cell, str | int):
        return str(cell)
    if isinstance(cell, tuple):
        return "、".join(shown(c) for c in cell)
    if isinstance(cell, Node):
        return f"({cell.label} {cell.properties.get('name') or cell.key})"
    if isinstance(cell, Edge):
        return f"({cell.start})-[{cell.type}]->({cell.end})"
    return json.dumps(plain(cell), ensure_ascii=False, default=str)


def stated_day(text: str) -> str:
    """A day as ISO 8601; empty stays empty."""
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise TenderLensError(
            t("'{text}' is no day. Write it as 2024-05-06.", text=text)
        ) from error


def stated_pair(text: str, option: str) -> tuple[str, str]:
    cut = text.rpartition if option == "--map" else text.partition  # a header may hold =
    name, sign, value = cut("=")
    if not sign or not name.strip():
        raise TenderLensError(
            t("{option} takes NAME=VALUE, not '{text}'.", option=option, text=text)
        )
    return name.strip(), value.strip()


@contextmanager
def written(file: Path) -> Iterator[Any]:
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            yield stream
    except OSError as error:
        raise TenderLensError(
            t(
                "{file} cannot be written: {reason}. Choose another file with --out.",
                file=file,
                reason=reason(error),
            )
        ) from error
