"""The second process of a large load: maps the files that it is told and sends what they say.

Run by `loaders.mapping_ahead`. Standard input tells it the files; to standard output go frames,
each with its length before it. It ends when nobody reads them any more.
"""

from __future__ import annotations

import marshal
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Queue
from typing import BinaryIO

from graph.errors import TenderLensError
from graph.garbage import few_collections
from loaders.inputs import TableInput
from loaders.mapping_ahead import LENGTH_BYTES, packed, packed_block, unpacked

FRAMES_AHEAD = 4  # of some megabytes each


def main() -> None:
    """Map files until all are mapped, one cannot be read, or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent was interrupted too, and ends this
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    with Path(os.devnull).open("wb") as nowhere:  # nothing printed may get between frames
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    told = sys.stdin.buffer.read()
    if not told:
        return  # the parent was killed before it said anything
    frames: Queue[bytes] = Queue(FRAMES_AHEAD)
    sender = threading.Thread(target=_send, args=(frames, out), daemon=True)
    sender.start()
    with few_collections():
        for frame in _frames(unpacked(told)):
            frames.put(frame)
    frames.put(b"")
    sender.join()


def _frames(inputs: Sequence[TableInput]) -> Iterator[bytes]:
    try:
        for each in inputs:
            yield from map(packed_block, each.blocks())
            left_out = packed(each.left_out_rows)
            yield marshal.dumps(("end", each.left_out, each.blank_cells, left_out))
    except TenderLensError as error:
        yield marshal.dumps(("refused", str(error)))
    except Exception:
        yield marshal.dumps(("broken", traceback.format_exc()))


def _send(frames: Queue[bytes], out: BinaryIO) -> None:
    try:
        while frame := frames.get():
            out.write(len(frame).to_bytes(LENGTH_BYTES, "little"))
            out.write(frame)
    except OSError:
        os._exit(1)  # nobody reads any more; the thread that maps may be waiting


if __name__ == "__main__":
    main()
