"""What a change of the graph touches, by name; each measure's node collects it since its last run.

`Company`: a node came or went. `Company.name`: it changed on a node that stayed. `SUBMITTED`: an
edge came or went. `SUBMITTED.role`: it changed on an edge that stayed. EVERYTHING: anything.

`SUBMITTED+`: an edge came with the node at its end, `+SUBMITTED` with that at its start,
`+SUBMITTED+` with both. Such a node has no edges but those that came since, so that who asks for
bids with devices is not concerned by new bids while no edge of a device came. What is read says so
after the type, what else the start must have and what the end: `SUBMITTED//FOR,LEADS|HANDLED`.
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


NEW = "+"


def came(type_: str, *, new_start: bool, new_end: bool) -> str:
    """What an edge touches that came between nodes of which these came with it."""
    return f"{NEW * new_start}{type_}{NEW * new_end}"


def of_path(type_: str, at_start: Iterable[str], at_end: Iterable[str]) -> str:
    """What reads edges whose ends must have edges of these types (or of one of several: `A|B`)."""
    needs = [",".join(sorted(each)) for each in (at_start, at_end)]
    return "/".join([type_, *needs]) if any(needs) else type_


def touched_names(touched: Collection[str], reads: Collection[str]) -> frozenset[str]:
    """What was touched of what is read, without the signs of new nodes."""
    if EVERYTHING in reads:
        return frozenset(name.strip(NEW) for name in touched)
    kinds = frozenset(name.strip(NEW) for name in touched)
    found = {name.split("/")[0] for name in reads if _concerns(name, touched, kinds)}
    return frozenset(found | (kinds & {EVERYTHING}))


def _concerns(read: str, touched: Collection[str], kinds: Collection[str]) -> bool:
    name, *needs = read.split("/")
    if name in touched or name not in kinds or not needs:
        return name in kinds
    start, end = (_may_hold(each, kinds) for each in needs)
    forms = {(True, False): start, (False, True): end, (True, True): start and end}
    return any(
        fits and came(name, new_start=new[0], new_end=new[1]) in touched
        for new, fits in forms.items()
    )


def _may_hold(needs: str, kinds: Collection[str]) -> bool:
    """Whether a node that came since can have all these edges."""
    return all(any(type_ in kinds for type_ in one.split("|")) for one in needs.split(",") if one)


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
