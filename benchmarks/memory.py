"""How much memory and processor time this process and its server take."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import psutil

MEBIBYTE = 2**20
INTERVAL_SECONDS = 0.25


class PeakMemory:
    """Watches from a thread: this process with Python below it, and the Java processes below it."""

    def __init__(self) -> None:
        self.python = 0.0
        self.server = 0.0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def restart(self) -> None:
        """Forget the peaks: a new phase begins."""
        self.python = self.server = 0.0

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._stopped.wait(INTERVAL_SECONDS):
            python = own.memory_info().rss + _resident(own, "python")
            self.python = max(self.python, python / MEBIBYTE)
            self.server = max(self.server, _resident(own, "java") / MEBIBYTE)


def processor_seconds() -> tuple[float, float]:
    """What this process, with those it waited for, and its server have computed so far.

    However busy the machine is.
    """
    own = psutil.Process()
    server = 0.0
    for process in _below(own, "java"):
        with contextlib.suppress(psutil.Error):
            server += _computed(process)
    ended = own.cpu_times()
    return _computed(own) + float(ended.children_user + ended.children_system), server


def _computed(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _resident(own: psutil.Process, program: str) -> int:
    total = 0
    for process in _below(own, program):
        with contextlib.suppress(psutil.Error):
            total += process.memory_info().rss
    return total


def _below(own: psutil.Process, program: str) -> Iterator[psutil.Process]:
    for process in own.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if program in process.name():
                yield process
