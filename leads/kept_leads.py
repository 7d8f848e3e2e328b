"""Leads kept on disk: to read them takes a tenth of the time that forming them takes."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.garbage import few_collections
from leads.lead import Contribution, Lead, SmokeIndex, SubjectKind, repetition
from leads.smoke_index import RECURRENCE
from leads.weights import Weights
from queries.describe import finding_sentence
from queries.finding import Finding
from queries.kept_answers import keep_answer, kept_answer
from queries.run import SignalRun
from queries.signal import Signal

MADE_BY = (Path(__file__).parent, Path(__file__).parents[1] / "queries")
Found = list[tuple[Signal, Finding]]


def leads_version(data: str, runs: Sequence[SignalRun], weights: Weights) -> str:
    """Changes with the data, the findings, the weights, and what makes leads of them."""
    ids = hashlib.sha256("".join(finding.id for _, finding in _found(runs)).encode())
    return json.dumps([data, ids.hexdigest(), weights.sha256, _program()], ensure_ascii=False)


@lru_cache
def _program() -> str:
    """A hash of the signals and of the code that makes leads of what they find."""
    files = [f for folder in MADE_BY for f in folder.rglob("*") if f.suffix in {".py", ".cypher"}]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()


def _found(runs: Iterable[SignalRun]) -> Found:
    return [(run.signal, finding) for run in runs for finding in run.findings]


def keep_leads(file: Path, version: str, runs: Sequence[SignalRun], leads: Sequence[Lead]) -> None:
    """Write the leads of these runs. A finding is named by its place in them.

    What many leads have in common stands once: the sizes, and the families without data.
    """
    places = {finding.id: place for place, (_, finding) in enumerate(_found(runs))}
    sizes: dict[int, tuple[int, SmokeIndex]] = {}
    lacking: dict[tuple[str, ...], int] = {}
    rows = []
    for lead in leads:
        smoke = lead.smoke
        row = {
            "id": lead.id,
            "kind": lead.kind.value,
            "keys": lead.keys,
            "name": lead.name,
            "red_flag": lead.red_flag,
            "findings": [places[finding.id] for finding in lead.findings],
            "notes": [places[finding.id] for finding in lead.notes],
            "size": sizes.setdefault(id(smoke.without), (len(sizes), smoke))[0],
            "ranking": smoke.ranking,
            "coverage": smoke.coverage,
            "missing": lacking.setdefault(smoke.missing, len(lacking)),
            "facts": [
                (c.points, c.raw, c.lots, [places[f] for f in c.findings])
                for c in smoke.contributions
            ],
        }
        rows.append(row)
    shared = [
        {
            "value": smoke.value,
            "prior": smoke.prior,
            "evidence": smoke.evidence,
            "families": smoke.families,
            "interval": smoke.interval,
            "without": smoke.without,
        }
        for _, smoke in sizes.values()
    ]
    keep_answer(file, version, {"leads": rows, "sizes": shared, "lacking": list(lacking)})


@few_collections()
def kept_leads(file: Path, version: str, runs: Sequence[SignalRun]) -> tuple[Lead, ...] | None:
    """The leads kept for this version, of these runs; None if there are none."""
    answer = kept_answer(file, version)
    with contextlib.suppress(KeyError, TypeError, ValueError, IndexError):
        return _leads(answer, _found(runs))
    return None


def _leads(answer: Any, found: Found) -> tuple[Lead, ...]:
    sizes = [{**size, "interval": tuple(size["interval"])} for size in answer["sizes"]]
    lacking = [tuple(families) for families in answer["lacking"]]
    said: dict[int, str] = {}

    def contribution(points: float, raw: float, lots: int, places: list[int]) -> Contribution:
        if not places:
            because = repetition(lots)
            return Contribution(RECURRENCE, RECURRENCE, points, raw, because, (), RECURRENCE, lots)
        signal, first = found[places[0]]
        if places[0] not in said:
            said[places[0]] = finding_sentence(signal, first)
        return Contribution(
            signal.id,
            signal.family.value,
            points,
            raw,
            said[places[0]],
            tuple(found[place][1].id for place in places),
            first.root_fact,
        )

    return tuple(
        Lead(
            id=row["id"],
            kind=SubjectKind(row["kind"]),
            keys=tuple(row["keys"]),
            name=row["name"],
            smoke=SmokeIndex(
                **sizes[row["size"]],
                ranking=row["ranking"],
                contributions=tuple(contribution(*fact) for fact in row["facts"]),
                coverage=row["coverage"],
                missing=lacking[row["missing"]],
            ),
            findings=tuple(found[place][1] for place in row["findings"]),
            red_flag=row["red_flag"],
            notes=tuple(found[place][1] for place in row["notes"]),
        )
        for row in answer["leads"]
    )
