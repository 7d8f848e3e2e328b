"""What a change of the graph touches, by name; each measure's node collects it since its last run.

`Company`: a node came or went. `Company.name`: it changed on a node that stayed. `SUBMITTED`: an
edge came or went. `SUBMITTED.role`: it changed on an edge that stayed. EVERYTHING: anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Protocol

from graph.records import Value

EVERYTHING = "*"
REMOVED = "-"  # nodes went, and with them what measures had written on them
# What a measure is told of the merges that follow from its own proposals: they make it no older in
# the eyes of a person, but its next run differs.
OWN_MERGES = "Alias"


class Run(Protocol):
    """Runs one statement inside a transaction and returns its rows."""

    def __call__(self, cypher: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Rows as {column: value}."""


def differences(
    owner: str, before: Mapping[str, Value], after: Mapping[str, Value]
) -> Iterator[str]:
    """The properties of a label or an edge type whose values differ; absent is null."""
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            yield f"{owner}.{name}"


def all_of(owner: str, names: Iterable[str]) -> Iterator[str]:
    """These properties of a label or an edge type."""
    return (f"{owner}.{name}" for name in names)


def note_touched(run: Run, touched: Collection[str], *, but: str = "") -> None:
    """Tell every measure but one that these were touched, in the transaction that touched them."""
    if touched:
        run(
            "MATCH (m:Measure) WHERE m.key <> $own "
            "SET m.touched = [x IN coalesce(m.touched, []) WHERE NOT x IN $names] + $names",
            {"names": sorted(touched), "own": f"measure:{but}"},
        )
