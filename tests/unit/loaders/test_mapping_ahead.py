"""Rows that a second process maps: the same as ours, and no process that stays behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import psutil
import pytest

from graph.errors import InputRefused
from graph.records import EdgeRecord, NodeRecord
from loaders import mapping_ahead
from loaders.identifiers import KeyedHash
from loaders.inputs import Chunk, Input, TableInput, open_inputs
from loaders.mapping_ahead import mapped_ahead
from messages import set_language

ROOT = Path(__file__).resolve().parents[3]
HASHED = KeyedHash(b"a key for tests, 32 bytes long..")
BIDDER = "测试甲路桥有限公司,91350200776049653A"
BIDS = f"""标段编号,投标人名称,投标人代码,投标报价,联系电话,备注
L1,{BIDDER},100.5,13800138000,有效
L1,测试乙路桥有限公司,91350200776049653B,/,,无
L1,测试丙路桥有限公司,,about 3m,,
,{BIDDER},7,,
合计,,,107.5,,
L2,{BIDDER},8,13800138000;13900139000,x,too many
"""
LOTS = "项目编号,标段编号,标段名称,最高投标限价\nP,L1,一标段,1000\nP,L2,二标段,缺\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sequence[Path]:
    """Two files with every kind of row, large enough for a second process."""
    monkeypatch.setattr(mapping_ahead, "LEAST_ROWS", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    (tmp_path / "bids.csv").write_text(BIDS, encoding="utf-8")
    (tmp_path / "lots.csv").write_text(LOTS, encoding="gb18030")
    return [tmp_path / "bids.csv", tmp_path / "lots.csv"]


@pytest.fixture
def in_english() -> Iterator[None]:
    set_language("en")
    yield
    set_language(None)


def opened(files: Sequence[Path], scratch: Path) -> list[Input]:
    return open_inputs(files, hashed=HASHED, scratch=scratch / "scratch")


Records = tuple[list[NodeRecord], list[EdgeRecord]]
Read = tuple[list[bool], Records, list[str], list[int], tuple[int, int, list[object]]]


def read(each: Input) -> Read:
    chunk = Chunk()
    accepted = list(each.rows(chunk))
    rows = [row.source.row for _, row in chunk.wrong_rows]
    left_out: list[object] = [cells for _, *cells in each.left_out_rows]
    counts = (each.left_out, each.blank_cells, left_out)
    return accepted, (chunk.nodes, chunk.edges), [str(p) for p in chunk.problems], rows, counts


def children() -> list[psutil.Process]:
    found = psutil.Process().children()
    # as_dict: a process that has ended but was not waited for has no command line.
    return [
        p for p in found if "loaders.mapping_child" in (p.as_dict(["cmdline"])["cmdline"] or ())
    ]


def runs(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.usefixtures("in_english")
def test_a_second_process_makes_what_this_one_makes(files: Sequence[Path], tmp_path: Path) -> None:
    here = [read(each) for each in opened(files, tmp_path)]
    inputs = opened(files, tmp_path)
    with mapped_ahead(inputs):
        there = [read(each) for each in inputs]

    assert there == here
    assert [accepted for accepted, *_ in here] == [[True, True], [True, True, True, False, True]]
    assert len(here[1][2]) > 3
    assert here[1][4][0] == 1
    assert children() == []


def test_few_rows_start_no_process(
    files: Sequence[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping_ahead, "LEAST_ROWS", 100)
    inputs = opened(files, tmp_path)
    with mapped_ahead(inputs):
        assert children() == []
        assert all(isinstance(each, TableInput) and each.elsewhere is None for each in inputs)


@pytest.mark.usefixtures("in_english")
def test_a_process_that_is_killed_is_a_sentence(files: Sequence[Path], tmp_path: Path) -> None:
    inputs = opened(files, tmp_path)
    with mapped_ahead(inputs):
        (process,) = children()
        process.kill()
        with pytest.raises(InputRefused, match=r"lots\.csv: The second process.*load it again"):
            read(inputs[0])

    assert children() == []


def test_a_file_that_breaks_off_is_refused_as_by_this_process(
    files: Sequence[Path], tmp_path: Path
) -> None:
    def refusal(process: AbstractContextManager[None], each: Input) -> str:
        with process, pytest.raises(InputRefused) as caught:
            read(each)
        return str(caught.value)

    (here,), (there,) = opened(files[:1], tmp_path), opened(files[:1], tmp_path)
    with files[0].open("ab") as file:
        file.write(b'L3,"' + b"x" * 200_000)

    assert refusal(mapped_ahead([there]), there) == refusal(nullcontext(), here)


def test_a_load_that_is_stopped_ends_its_process(files: Sequence[Path], tmp_path: Path) -> None:
    def stop() -> None:
        with mapped_ahead(opened(files, tmp_path)):
            assert len(children()) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()

    assert children() == []


def test_the_process_does_not_outlive_a_killed_parent(
    files: Sequence[Path], tmp_path: Path
) -> None:
    rows = "".join(f"L{n},{BIDDER},{n},,\n" for n in range(60_000))
    files[0].write_text(BIDS + rows, encoding="utf-8")
    # A script without a guard around what it does, as notebooks and pages are.
    script = f"""
import os, psutil, signal
from pathlib import Path
from loaders import mapping_ahead
from loaders.identifiers import KeyedHash
from loaders.inputs import Chunk, open_inputs

mapping_ahead.LEAST_ROWS = 1
os.cpu_count = lambda: 2
inputs = open_inputs([Path({str(files[0])!r})], hashed=KeyedHash(b"k" * 32), scratch=Path("."))
with mapping_ahead.mapped_ahead(inputs):
    next(inputs[0].rows(Chunk()))
    print(psutil.Process().children()[0].pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    child = int(done.stdout)
    deadline = time.monotonic() + 60
    while runs(child) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert not runs(child)
