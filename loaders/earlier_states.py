"""Two saved states of one workbook of problems: the one loaded last takes the place of the other.

Otherwise a row that was corrected twice would count as two sources, and if the corrections differ,
as two bids. A batch keeps which rows of other files it holds corrected; that tells its states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.engine import GraphReader
from graph.errors import InputRefused
from loaders.inputs import Input, TableInput
from loaders.problems import Complaint
from loaders.readers import refused

REPLACES = Complaint(
    "The workbook takes the place of its earlier state {file} (batch {batch}), which was taken "
    "back.",
    "Nothing need be done; each corrected row counts once, as it stands here.",
)


@dataclass(frozen=True, slots=True)
class EarlierState:
    """A loaded batch whose corrected rows `later` holds too."""

    later: TableInput
    batch: str
    file: str


def earlier_states(
    inputs: Sequence[Input], fresh: Sequence[Input], reader: GraphReader
) -> tuple[EarlierState, ...]:
    """The loaded states that the fresh ones of these files replace.

    InputRefused where that would lose rows, or where two of the files are states of one workbook.
    """
    origins = {
        each.batch: (each, found)
        for each in inputs
        if isinstance(each, TableInput) and (found := each.origins())
    }
    if not origins:
        return ()
    _refuse_two_at_once([*origins.values()])
    now = {each.batch for each in fresh}
    rows = reader.run(
        "MATCH (b:Batch) WHERE b.corrects IS NOT NULL AND b.state = 'loaded' "
        "RETURN b.key AS key, b.name AS file, b.corrects AS corrects ORDER BY key"
    ).dicts()
    loaded = {str(row["key"]).removeprefix("batch:"): row for row in rows}
    corrected = {id_: _texts(row["corrects"]) for id_, row in loaded.items()}
    states = [
        EarlierState(each, id_, str(loaded[id_]["file"]))
        for each, found in origins.values()
        for id_ in loaded
        if each.batch in now and not found.isdisjoint(corrected[id_])
    ]
    for state in states:
        _check_rows(state, origins[state.later.batch][1], corrected)
    return tuple(states)


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _refuse_two_at_once(states: Sequence[tuple[TableInput, frozenset[str]]]) -> None:
    first: dict[str, str] = {}
    for each, found in states:
        for origin in found:
            other = first.setdefault(origin, each.name)
            if other != each.name:
                raise refused(
                    each.name,
                    "The file and {other} are two states of one workbook of problems.",
                    "Load the later one alone.",
                    other=other,
                )


def _check_rows(
    state: EarlierState, found: frozenset[str], corrected: Mapping[str, Sequence[str]]
) -> None:
    """InputRefused if the earlier state has rows, or corrections of its rows, that would go."""
    missing = [origin for origin in corrected[state.batch] if origin not in found]
    if missing:
        sheet, row = missing[0].partition(":")[2].rsplit(":", 1)
        raise _refused(
            state,
            "{n} rows that {file}, an earlier state of the workbook, loaded are missing here (the "
            "first: sheet {sheet}, row {row} of the original).",
            "Load the workbook with all its rows, or take the earlier state back with "
            "`unload {batch}` first.",
            n=len(missing),
            sheet=sheet or "-",
            row=row,
        )
    later = [id_ for id_, rows in corrected.items() if any(_of(state.batch, r) for r in rows)]
    if later:
        raise _refused(
            state,
            "{file}, an earlier state of the workbook, is loaded, and its own rows were corrected "
            "in batch {later}.",
            "Take both back with `unload {later}` and `unload {batch}`, then load this file again.",
            later=later[0],
        )


def _of(batch: str, origin: str) -> bool:
    return origin.startswith(f"{batch}:")


def _refused(state: EarlierState, rule: str, remedy: str, **fields: object) -> InputRefused:
    return refused(state.later.name, rule, remedy, file=state.file, batch=state.batch, **fields)
