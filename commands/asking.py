"""Questions to the graph: `ask`, `search`, `path`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from commands.front import (
    AsJson,
    app,
    err,
    opened,
    out,
    print_json,
    print_table,
    shown,
    tell_if_empty,
)
from graph.errors import TenderLensError
from graph.records import Cell, Value
from loaders.problems import neutralised
from messages import t
from queries.describe import display_name
from queries.search import SearchHit, meant
from workspace import Workspace


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
            err.print(warning)
        table = workspace.ask(cypher, _parameters(param or ()))
    if output == "json":
        print_json({"columns": table.columns, "rows": table.dicts(), "truncated": table.truncated})
    elif output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([neutralised(name) for name in table.columns])
        writer.writerows([[_csv_cell(c) for c in row] for row in table.rows])
    else:
        print_table("", table.columns, table.rows)
    if table.truncated:
        err.print(t("Only the first {n} rows are shown; there are more.", n=len(table.rows)))


def _csv_cell(cell: Cell) -> str:
    text = str(cell) if isinstance(cell, float) else shown(cell)
    text = text.replace("\r", " ")  # it is not quoted, and would begin a line
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
        if not hits:
            tell_if_empty(workspace)
    if as_json:
        print_json(hits)
        return
    if not hits:
        out.print(t("Nothing is found for this. Try fewer characters."))
        return
    columns = ("key", "label", "name", "why")
    print_table(text, [t(column) for column in columns], [hit_row(hit) for hit in hits])


def hit_row(hit: SearchHit) -> list[str]:
    """A hit as a row of the table."""
    return [hit.key, t(hit.label), hit.name, hit.why]


@app.command()
def path(
    parties: Annotated[list[str], typer.Argument(help="Two or more keys or names.")],
    hops: Annotated[int, typer.Option(min=1, max=8, help="Longest path.")] = 6,
    each: Annotated[
        bool, typer.Option("--each", help="The first with each of the others, most telling first.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show how parties are connected, pair after pair."""
    if len(parties) < 2:
        raise TenderLensError(t("A path needs two parties or more: path A B [C…]."))
    with opened() as workspace:
        keys = [_key(workspace, party) for party in parties]
        found = workspace.paths(keys, hops=hops, order="each" if each else "given")
        names = {n.key: display_name(n) for n in workspace.subgraph(keys).nodes} if each else {}
    if as_json:
        print_json(found)
        return
    if each:
        rows = [[names.get(f.end, f.end), f.points, f.sentence] for f in found]
        print_table(names.get(keys[0], keys[0]), [t("Other party"), t("Score"), t("Chain")], rows)
        return
    for step in found:
        out.print(" ".join(filter(None, (step.sentence, step.cut))))


def _key(workspace: Workspace, party: str) -> str:
    """A key as it is; else the one node that the text names."""
    hits = workspace.search(party, limit=20)
    if only := meant(hits, party):
        return only.key
    if not hits:
        raise TenderLensError(
            t(
                "Nothing has the name or the key '{party}'. Look it up with `tenderlens search` by "
                "a part of the name.",
                party=party,
            )
        )
    raise TenderLensError(
        t(
            "'{party}' names {n} nodes: {keys}. Give the key of the one you mean.",
            party=party,
            n=len(hits),
            keys=", ".join(h.key for h in hits[:5]),
        )
    )
