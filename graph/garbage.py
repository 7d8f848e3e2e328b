"""How often Python looks for cycles while very many values are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

USUAL, SELDOM = gc.get_threshold(), (200_000, 50, 1_000)

_lock = Lock()
_running = 0


@contextmanager
def few_collections() -> Iterator[None]:
    """Let Python look for cycles seldom: records make none, and looking costs a fifth of a load."""
    _count(1)
    try:
        yield
    finally:
        _count(-1)


def _count(more: int) -> None:
    """Several threads may be in such a block; the last one to leave ends it."""
    global _running
    with _lock:
        _running += more
        gc.set_threshold(*(SELDOM if _running else USUAL))
