"""Signal runs come back from disk as they were, or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from queries.catalogue import catalogue
from queries.finding import Finding
from queries.kept_runs import keep_runs, kept_runs
from queries.run import SignalRun

SIGNALS = catalogue()
FOUND = Finding(
    id="0" * 16,
    signal=SIGNALS[0].id,
    revision=1,
    subjects={"lot": "lot:T"},
    evidence=("bid:T:A", "bid:T:B"),
    grade=0.5,
    root_fact="device:1",
    values={"lot": "lot:T", "prices": [1.0, 2.5], "name": "甲"},
    counted=("bid:T:C",),
)
RUNS = tuple(
    SignalRun(signal, {"least": 2}, (FOUND,) if signal is SIGNALS[0] else (), ("Lot.cv",), 0.25)
    for signal in SIGNALS
)


def test_kept_runs_come_back_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "runs.json"
    keep_runs(file, "v1", RUNS)

    assert kept_runs(file, "v1", SIGNALS) == RUNS
    assert file.stat().st_mode & 0o077 == 0
    assert list(file.parent.iterdir()) == [file]


def test_runs_of_other_data_or_another_catalogue_are_not_used(tmp_path: Path) -> None:
    file = tmp_path / "runs.json"
    keep_runs(file, "v1", RUNS)
    raised = (SIGNALS[0].model_copy(update={"revision": 99}), *SIGNALS[1:])

    assert kept_runs(file, "v2", SIGNALS) is None
    assert kept_runs(file, "v1", raised) is None
    assert kept_runs(file, "v1", SIGNALS[1:]) is None


def test_a_damaged_or_missing_file_means_asking_again(tmp_path: Path) -> None:
    file = tmp_path / "runs.json"
    assert kept_runs(file, "v1", SIGNALS) is None
    for damage in (b"", b"{", b"[]", b'{"version": "v1"}', b'{"version": "v1", "runs": [{}]}'):
        file.write_bytes(damage)
        assert kept_runs(file, "v1", SIGNALS) is None
    keep_runs(file, "v1", [replace(RUNS[0])])
    assert kept_runs(file, "v1", SIGNALS[:1]) == RUNS[:1]
