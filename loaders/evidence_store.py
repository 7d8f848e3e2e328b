"""The original files, kept under their hash, so that a cell can be shown years later."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from graph.errors import TenderLensError
from loaders.readers import file_sha256
from messages import t


class OriginalDamaged(TenderLensError):
    """A kept file is no longer what was loaded."""


class EvidenceStore:
    """A folder of files that never change: `<first two digits>/<sha256><suffix>`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, file: Path, sha256: str) -> Path:
        """Keep a copy, once; it is whole and on disk when this returns."""
        place = self._folder / sha256[:2] / f"{sha256}{file.suffix.lower()}"
        if place.exists():
            return place
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = place.with_name(f".{place.name}.{os.getpid()}")
        with file.open("rb") as source, unfinished.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        unfinished.chmod(0o400)
        unfinished.replace(place)
        return place

    def find(self, sha256: str) -> Path | None:
        """The kept file, if there is one; raises OriginalDamaged if it was changed."""
        found = next(iter(sorted((self._folder / sha256[:2]).glob(f"{sha256}*"))), None)
        if found is not None and file_sha256(found) != sha256:
            raise OriginalDamaged(
                t(
                    "{file} is not the file that was loaded: its SHA-256 differs. Restore it from "
                    "a backup.",
                    file=found,
                )
            )
        return found
