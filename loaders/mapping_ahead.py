"""Mapping of large text files by a second process, while this one writes what is mapped.

Reading and mapping are more than half of what a load computes, so two processes use two cores. The
second one maps the files in the order of loading and waits when it is a few blocks ahead; what it
sends is what this process would have made itself, in the same order. It ends with its parent.
"""

from __future__ import annotations

import io
import marshal
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from graph.errors import InputRefused
from graph.interpreter import INTERPRETER
from graph.records import SourceRef
from loaders.inputs import Block, Input, TableInput
from loaders.readers import refused
from loaders.said import Said
from loaders.table_map import TableMap
from loaders.tables import BY_NAME
from messages import language

LEAST_ROWS = 100_000  # of all text files together; for fewer, starting a process takes longer
LENGTH_BYTES = 8


@contextmanager
def mapped_ahead(inputs: Sequence[Input]) -> Iterator[None]:
    """While the block runs, a second process maps what is worth it, in this order."""
    chosen = worth_a_process(inputs)
    if not chosen:
        yield
        return
    process = _started()
    assert process.stdout is not None  # noqa: S101  it was asked for
    try:
        _send(process, chosen)
        for each in chosen:
            each.elsewhere = partial(_blocks, process, each)
        yield
    finally:
        for each in chosen:
            each.elsewhere = None
        process.kill()
        process.wait()
        process.stdout.close()


def worth_a_process(inputs: Sequence[Input]) -> list[TableInput]:
    """Text files, if they have many rows together. A workbook is read by a process of its own."""
    texts = [each for each in inputs if isinstance(each, TableInput) and each.opened.delimiter]
    rows = sum(each.total or 0 for each in texts)
    return texts if rows >= LEAST_ROWS and (os.cpu_count() or 1) > 1 else []


def _started() -> subprocess.Popen[bytes]:
    root = Path(__file__).resolve().parent.parent
    inherited = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(root), *([inherited] if inherited else [])])
    options: dict[str, Any] = {}
    if sys.platform == "win32":
        options = {"creationflags": subprocess.CREATE_NO_WINDOW}
    return subprocess.Popen(
        [INTERPRETER, "-P", "-m", "loaders.mapping_child"],  # -P: whatever folder it starts in
        env=os.environ | {"PYTHONPATH": path, "TENDERLENS_LANG": language()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        **options,
    )


def _send(process: subprocess.Popen[bytes], chosen: Sequence[TableInput]) -> None:
    assert process.stdin is not None  # noqa: S101  it was asked for
    try:
        with process.stdin as told:
            told.write(packed(chosen))
    except OSError as error:
        raise _ended(chosen[0]) from error


def _blocks(process: subprocess.Popen[bytes], each: TableInput) -> Iterator[Block]:
    """What the process makes of one file, which must be the next one."""
    while True:
        kind, *content = _frame(process, each)
        if kind == "block":
            yield _unpacked_block(each, *content)
        elif kind == "refused":
            raise InputRefused(*content)
        elif kind == "broken":
            raise RuntimeError(*content)
        else:
            each.left_out, each.blank_cells, left_out_rows = content
            each.left_out_rows += unpacked(left_out_rows)
            return


def _frame(process: subprocess.Popen[bytes], each: TableInput) -> tuple[Any, ...]:
    assert process.stdout is not None  # noqa: S101  it was asked for
    length = int.from_bytes(process.stdout.read(LENGTH_BYTES), "little")
    sent = process.stdout.read(length)
    if not length or len(sent) < length:
        raise _ended(each)
    frame: tuple[Any, ...] = marshal.loads(sent)  # noqa: S302  our own child wrote it
    return frame


def _ended(each: TableInput) -> InputRefused:
    return refused(
        each.name,
        "The second process, which reads the rows, was ended by something else.",
        "Nothing of the file was kept; load it again, with more free memory if it happens twice.",
    )


# What goes to the process and comes back


class _Pickler(pickle.Pickler):
    """Tables are known on both sides by name."""

    def persistent_id(self, found: object) -> str | None:
        return found.name if isinstance(found, TableMap) else None


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, name: str) -> TableMap:
        return BY_NAME[name]


def packed(values: object) -> bytes:
    """Values of ours for another process of ours."""
    packing = io.BytesIO()
    _Pickler(packing, pickle.HIGHEST_PROTOCOL).dump(values)
    return packing.getvalue()


def unpacked(packing: bytes) -> Any:
    """The reverse of `packed`."""
    return _Unpickler(io.BytesIO(packing)).load()


def packed_block(block: Block) -> bytes:
    """A block as a frame: plain values, and the few problems."""
    said, rare = block.said, b""
    if block.problems:
        rare = packed((block.problems, block.wrong_rows))
    sheet = said.sources[0].sheet if said.sources else ""
    rows = [source.row for source in said.sources]
    return marshal.dumps(("block", block.accepted, sheet, rows, said.nodes, said.edges, rare))


def _unpacked_block(
    each: TableInput,
    accepted: list[bool],
    sheet: str,
    rows: Sequence[int],
    nodes: Any,
    edges: Any,
    rare: bytes,
) -> Block:
    sources = [SourceRef(each.name, each.sha256, sheet, row) for row in rows]
    problems, wrong_rows = unpacked(rare) if rare else ([], [])
    return Block(accepted, Said(sources, nodes, edges), problems, wrong_rows)
