"""Answers kept on disk until the data changes, for every program that opens the workspace.

A file that cannot be read or written is no loss: what was kept is worked out again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pandas as pd


def keep_answer(file: Path, version: str, answer: object) -> None:
    """Write what JSON can hold as the answer for this version; a reader sees all or nothing."""
    document = orjson.dumps({"version": version, "answer": answer})
    keep_file(file, lambda draft: draft.write_bytes(document))


def kept_answer(file: Path, version: str) -> Any:
    """The answer kept for this version; None if there is none."""
    with contextlib.suppress(OSError, orjson.JSONDecodeError):
        document = orjson.loads(file.read_bytes())
        if isinstance(document, dict) and document.get("version") == version:
            return document.get("answer")
    return None


def keep_frame(file: Path, version: str, frame: pd.DataFrame) -> None:
    """The same for rows."""
    stated = frame.copy(deep=False)
    stated.attrs = {"version": version}
    keep_file(file, stated.to_parquet)


def kept_frame(file: Path, version: str) -> pd.DataFrame | None:
    """The rows kept for this version; None if there are none."""
    with contextlib.suppress(OSError, ValueError):  # ArrowInvalid is a ValueError
        frame = pd.read_parquet(file)
        if frame.attrs.pop("version", None) == version:
            return frame
    return None


def keep_file(file: Path, write: Callable[[Path], object]) -> None:
    """Let a full disk keep nothing, rather than take the answer from who waits for it."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            draft.touch(mode=0o600)
            write(draft)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
