"""The texts of documents, kept beside the graph: too long for it, and needed whole."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import TenderLensError
from messages import t

# Kinds of documents that belong to a lot itself, and the folders that they are loaded from.
TENDER_FILES, SETTLEMENT_FILES = "招标文件", "结算文件"
TEXT, THUMBNAILS = ".json.gz", ".pictures.gz"
THUMBNAIL = 128  # pixels of either side of a kept picture, each a byte of grey


class TextDamaged(TenderLensError):
    """A kept text can no longer be read."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some text of a document and where it stands: 第3页, 第12段, 清单 第7行."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One line of a priced bill: the unit price in yuan, and the quantity where it is stated."""

    code: str
    name: str
    price: float
    quantity: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a file, where it stands and its size in pixels.

    `digest`: SHA-256 of it as it is stored. `look`: its perceptual hash, 64 bits as hex.
    """

    place: str
    digest: str
    look: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DocumentText:
    """What was read of one file: text, priced lines, revision marks (rsid), pictures."""

    passages: tuple[Passage, ...] = ()
    lines: tuple[PricedLine, ...] = ()
    revisions: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()


class TextStore:
    """A folder of texts, each under the SHA-256 of the file that it was read from.

    Beside a text lie small copies of the file's pictures, in the order of its pictures.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, sha256: str, text: DocumentText, thumbnails: Sequence[bytes] = ()) -> None:
        """Keep a text; what an older version of the reader made of the file is replaced."""
        written = json.dumps(asdict(text), ensure_ascii=False).encode()
        if thumbnails:
            _write(self._place(sha256, THUMBNAILS), b"".join(thumbnails))
        _write(self._place(sha256), written)

    def find(self, sha256: str) -> DocumentText | None:
        """The text of a file, if one was kept; raises TextDamaged if it cannot be read."""
        place = self._place(sha256)
        if not place.exists():
            return None
        try:
            stored = json.loads(gzip.decompress(place.read_bytes()))
            return DocumentText(
                tuple(Passage(**each) for each in stored["passages"]),
                tuple(PricedLine(**each) for each in stored["lines"]),
                tuple(stored["revisions"]),
                tuple(Picture(**each) for each in stored.get("pictures", ())),
            )
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
            raise _damaged(place) from error

    def thumbnails(self, sha256: str) -> list[bytes]:
        """The small copies of a file's pictures; raises TextDamaged if they cannot be read."""
        place, size = self._place(sha256, THUMBNAILS), THUMBNAIL * THUMBNAIL
        try:
            stored = gzip.decompress(place.read_bytes())
        except (OSError, EOFError, zlib.error) as error:
            raise _damaged(place) from error
        return [stored[at : at + size] for at in range(0, len(stored), size)]

    def state(self) -> str:
        """Differs whenever a text was kept, replaced or lost."""
        files = sorted((f.name, f.stat().st_mtime_ns) for f in self._folder.glob(f"??/*{TEXT}"))
        return hashlib.sha256(repr(files).encode()).hexdigest()[:16]

    def _place(self, sha256: str, suffix: str = TEXT) -> Path:
        return self._folder / sha256[:2] / f"{sha256}{suffix}"


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = place.with_name(f".{place.name}.{os.getpid()}")
    unfinished.write_bytes(gzip.compress(content, 5, mtime=0))
    unfinished.chmod(0o600)
    unfinished.replace(place)


def _damaged(place: Path) -> TextDamaged:
    return TextDamaged(
        t(
            "The kept text {file} cannot be read. Take the document's batch back and load "
            "the file again.",
            file=place,
        )
    )
