"""Signal runs kept on disk, so that every door shows the same answer without asking again."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from queries.finding import Finding
from queries.kept_answers import keep_file
from queries.run import SignalRun
from queries.signal import Signal


def keep_runs(file: Path, version: str, runs: Sequence[SignalRun]) -> None:
    """Write `runs` as the answer for this version of the data; a reader sees all or nothing."""
    document = orjson.dumps({"version": version, "runs": [_plain(run) for run in runs]})
    keep_file(file, lambda draft: draft.write_bytes(document))


def kept_runs(file: Path, version: str, signals: Sequence[Signal]) -> tuple[SignalRun, ...] | None:
    """The runs kept for this version and these revisions; None if there are none.

    A file that cannot be read is no loss: the signals are run again.
    """
    document: Any = None
    with contextlib.suppress(OSError, orjson.JSONDecodeError):
        document = orjson.loads(file.read_bytes())
    if not isinstance(document, dict) or document.get("version") != version:
        return None
    with contextlib.suppress(KeyError, TypeError, ValueError):
        stored = {(run["id"], run["revision"], run["cypher"]): run for run in document["runs"]}
        wanted = [(s.id, s.revision, s.cypher) for s in signals]
        if set(stored) == set(wanted):
            return tuple(
                _run(signal, stored[key]) for signal, key in zip(signals, wanted, strict=True)
            )
    return None


def _plain(run: SignalRun) -> dict[str, Any]:
    return {
        "id": run.signal.id,
        "revision": run.signal.revision,
        "cypher": run.signal.cypher,
        "parameters": dict(run.parameters),
        "missing": list(run.missing),
        "seconds": run.seconds,
        "truncated": run.truncated,
        "problem": run.problem,
        "findings": [asdict(finding) for finding in run.findings],
    }


def _run(signal: Signal, stored: dict[str, Any]) -> SignalRun:
    return SignalRun(
        signal=signal,
        parameters=stored["parameters"],
        findings=tuple(
            Finding(
                **{**finding, **{name: tuple(finding[name]) for name in ("evidence", "counted")}}
            )
            for finding in stored["findings"]
        ),
        missing=tuple(stored["missing"]),
        seconds=stored["seconds"],
        truncated=stored["truncated"],
        problem=stored["problem"],
    )
