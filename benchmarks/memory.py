"""How much memory this process and its server take at most."""

from __future__ import annotations

import contextlib
import threading

import psutil

MEBIBYTE = 2**20
INTERVAL_SECONDS = 0.25


class PeakMemory:
    """Watches from a thread: this process on one side, the Java processes below it on the other."""

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
            self.python = max(self.python, own.memory_info().rss / MEBIBYTE)
            self.server = max(self.server, _java(own) / MEBIBYTE)


def _java(own: psutil.Process) -> int:
    total = 0
    for process in own.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "java" in process.name():
                total += process.memory_info().rss
    return total
