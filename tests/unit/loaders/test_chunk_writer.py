"""Chunks are written in their order, behind the back of who maps them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from time import sleep

import pytest

from graph.errors import EngineRefused
from graph.records import BatchInfo, EdgeRecord, NodeRecord, SourceRef
from loaders.chunk_writer import ChunkWriter
from messages import language, set_language

SOURCE = SourceRef("f.csv", "0" * 64, "", 2)
PATIENCE = 30  # seconds; nothing takes that long


class Writer:
    """A BatchWriter that writes when it is told to; it fails at the node called `bad`."""

    def __init__(self, *, waits: bool) -> None:
        self.waits = waits
        self.go_on = threading.Event()
        self.written: list[str] = []
        self.threads: set[str] = set()
        if not waits:
            self.go_on.set()

    def begin_batch(self, batch: BatchInfo) -> None: ...

    def finish_batch(self, batch: BatchInfo) -> None: ...

    def write_nodes(self, batch: str, nodes: Iterable[NodeRecord]) -> int:
        assert batch == "b"
        assert self.go_on.wait(PATIENCE)
        self.threads.add(threading.current_thread().name)
        keys = [node.key for node in nodes]
        if "lot:bad" in keys:
            raise EngineRefused(f"no ({language()})")
        self.written += keys
        return len(keys)

    def write_edges(self, batch: str, edges: Iterable[EdgeRecord]) -> int:
        assert batch == "b"
        return len([*edges])


@pytest.fixture
def writer() -> Iterator[Writer]:
    writer = Writer(waits=True)
    yield writer
    writer.go_on.set()


def lots(*names: str) -> list[NodeRecord]:
    return [NodeRecord("Lot", f"lot:{name}", {}, SOURCE) for name in names]


def test_a_chunk_is_written_while_the_next_is_made(writer: Writer) -> None:
    edge = EdgeRecord("PART_OF", "lot:1", "project:1", {}, SOURCE)
    with ChunkWriter(writer, "b") as chunks:
        chunks.write(lots("1", "2"), [edge])
        before = [*writer.written]  # it waits, and we do not
        writer.go_on.set()
        chunks.write(lots("3"), [])
        new = chunks.written()

    assert before == []
    assert writer.written == ["lot:1", "lot:2", "lot:3"]
    assert new == (3, 1)
    assert threading.current_thread().name not in writer.threads


def test_what_goes_wrong_is_raised_at_the_next_chunk_or_at_the_end(writer: Writer) -> None:
    def load(*chunks: list[NodeRecord]) -> None:
        with ChunkWriter(writer, "b") as written:
            for chunk in chunks:
                written.write(chunk, [])
            written.written()

    set_language("en")
    writer.go_on.set()
    with pytest.raises(EngineRefused, match=r"no \(en\)"):
        load(lots("1"), lots("bad"), lots("2"))
    with pytest.raises(EngineRefused, match=r"no \(en\)"):
        load(lots("3"), lots("bad"))
    set_language(None)

    assert writer.written == ["lot:1", "lot:3"]


def test_nothing_is_being_written_once_a_load_is_stopped(writer: Writer) -> None:
    def stop() -> None:
        with ChunkWriter(writer, "b") as chunks:
            chunks.write(lots("1"), [])
            threading.Timer(0.05, writer.go_on.set).start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    at_once = [*writer.written]
    sleep(0.05)

    assert at_once == writer.written == ["lot:1"]


def test_a_writer_that_does_not_wait_writes_at_once() -> None:
    writer = Writer(waits=False)
    with ChunkWriter(writer, "b") as chunks:
        chunks.write(lots("1"), [])
        at_once = [*writer.written]

        assert chunks.written() == (1, 0)

    assert at_once == ["lot:1"]
    assert writer.threads == {threading.current_thread().name}
