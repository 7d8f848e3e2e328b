"""Writing of what was mapped: chunk after chunk, while the next one is being mapped."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from types import TracebackType

from graph.engine import BatchWriter
from graph.records import EdgeRecord, NodeRecord


class ChunkWriter:
    """Writes the chunks of one batch in their order and counts what was new.

    Where writing waits for a server, a thread of its own does so and `write` returns at once: then
    one chunk at most is being written and one being mapped. What goes wrong there is raised by the
    next `write` or by `written`. When the block is left, nothing is being written any more.
    """

    def __init__(self, writer: BatchWriter, batch: str) -> None:
        self._writer = writer
        self._batch = batch
        self._thread = ThreadPoolExecutor(1, "write-chunks") if writer.waits else None
        self._pending: Future[None] | None = None
        self._nodes = self._edges = 0

    def __enter__(self) -> ChunkWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._thread is not None:
            self._thread.shutdown(wait=True)

    def write(self, nodes: Sequence[NodeRecord], edges: Sequence[EdgeRecord]) -> None:
        """Write a chunk once the one before it is written. The lists are the writer's from now."""
        self._wait()
        if self._thread is None:
            self._write(nodes, edges)
        else:
            # The language of a sentence about an error belongs to the context of the caller.
            work = copy_context().run
            self._pending = self._thread.submit(work, self._write, nodes, edges)

    def written(self) -> tuple[int, int]:
        """How many nodes and edges were new, once all chunks are written."""
        self._wait()
        return self._nodes, self._edges

    def _wait(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.result()

    def _write(self, nodes: Sequence[NodeRecord], edges: Sequence[EdgeRecord]) -> None:
        self._nodes += self._writer.write_nodes(self._batch, nodes)
        self._edges += self._writer.write_edges(self._batch, edges)
