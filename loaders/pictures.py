"""The pictures of one bid file: a small grey copy of each, by which they are compared."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePath

import imagehash
import numpy as np
from PIL import Image, ImageSequence

from graph.document_texts import THUMBNAIL, Picture
from loaders.problems import Complaint

MOST_BYTES = 100 << 20  # of one picture as it is stored
MOST_PIXELS = 150_000_000  # of one picture: A1 at 300 dots an inch
MOST_PICTURES = 2_000  # of one file
MOST_WORK = 6_000_000_000  # pixels of one file: some two minutes
LEAST_SIDE = 96  # pixels; icons, lines and bullets are smaller
# A picture of one colour, or a page with a number on it, has nothing to compare.
_TILE, _CONTRAST, _LEAST_TILES = 8, 12.0, 16
# What nobody needs a foreign program for: no EPS, no WMF, no formats of videos.
_FORMATS = ("JPEG", "JPEG2000", "PNG", "BMP", "GIF", "TIFF", "WEBP")
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")  # of files by themselves
_SEEN_THROUGH = ("RGBA", "LA", "PA", "La", "RGBa")
# What Pillow raises for files that are none; damaged ones reach into its depths.
BROKEN_PICTURE = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, AttributeError),
    *(ArithmeticError, RuntimeError, AssertionError, MemoryError, struct.error, zlib.error),
    Image.DecompressionBombError,
)

UNREAD = Complaint(
    "{count} pictures of the file could not be read ({kinds}); they are not compared.",
    "Look at them yourself. Saved anew as JPEG or PNG they can be compared.",
)
TOO_MANY = Complaint(
    "The file holds so many or so large pictures that {count} of them are not compared.",
    "Split the file into parts and load those.",
)


@dataclass(slots=True)
class Gallery:
    """Takes the pictures of a file one by one; each counts once, where it first stands."""

    pictures: list[Picture] = field(default_factory=list)
    thumbnails: list[bytes] = field(default_factory=list)
    _unread: Counter[str] = field(default_factory=Counter)
    _left_out: int = 0
    _work: int = 0
    _seen: set[str] = field(default_factory=set)

    def add_file(self, place: str, name: str, stored: bytes) -> None:
        """A picture as it lies in the file, in a format of its own."""
        digest = hashlib.sha256(stored).hexdigest()
        if digest in self._seen:
            return
        self._seen.add(digest)
        try:
            with Image.open(BytesIO(stored), formats=_FORMATS) as image:
                self.add(place, image, digest)
        except BROKEN_PICTURE:
            self.unread(PurePath(name).suffix.lower() or name)

    def add_pages(self, path: Path) -> int:
        """The pictures of a file that is nothing else; gives how many pages it has."""
        try:
            if path.stat().st_size > MOST_BYTES:
                raise ValueError("too large to be unpacked")
            with Image.open(path, formats=_FORMATS) as image:
                pages = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
                if pages == 1:
                    self.add("", image, hashlib.sha256(path.read_bytes()).hexdigest())
                else:
                    for number, page in enumerate(ImageSequence.Iterator(image), 1):
                        self.add(f"第{number}页", page)
                return pages
        except BROKEN_PICTURE:
            self.unread(path.suffix.lower())
            return 1

    def add(self, place: str, image: Image.Image, digest: str = "") -> None:
        """A picture that is open; raises what its decoder raises."""
        width, height = image.size
        if width * height > MOST_PIXELS:
            self.unread(f"{width}×{height}")
            return
        if min(width, height) < LEAST_SIDE:
            return
        self._work += width * height
        if self._work > MOST_WORK or len(self.pictures) >= MOST_PICTURES:
            self._left_out += 1
            return
        small = _small(image)
        if not _is_plain(small):
            look = np.packbits(imagehash.phash(small).hash).tobytes().hex()
            known = digest or hashlib.sha256(small.tobytes()).hexdigest()
            self.pictures.append(Picture(place, known, look, width, height))
            self.thumbnails.append(small.tobytes())

    def unread(self, kind: str) -> None:
        """One more that could not be read, and what it is."""
        self._unread[kind] += 1

    def remarks(self) -> tuple[Complaint, ...]:
        """What is to be said of the pictures that are not compared."""
        said = []
        if self._unread:
            kinds = ", ".join(kind for kind, _ in self._unread.most_common(3))
            said.append(UNREAD.with_fields(count=self._unread.total(), kinds=kinds))
        if self._left_out:
            said.append(TOO_MANY.with_fields(count=self._left_out))
        return tuple(said)


def _small(image: Image.Image) -> Image.Image:
    """A grey copy of one size, on white where one sees through."""
    image.draft("L", (2 * THUMBNAIL, 2 * THUMBNAIL))
    size = (THUMBNAIL, THUMBNAIL)
    if image.mode in _SEEN_THROUGH or "transparency" in image.info:
        clear = image.convert("RGBA").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        image = Image.alpha_composite(Image.new("RGBA", size, "white"), clear)
    return image.convert("L").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _is_plain(small: Image.Image) -> bool:
    """Whether too little of a small copy shows anything."""
    count = THUMBNAIL // _TILE
    tiles = np.asarray(small, dtype=np.float32).reshape(count, _TILE, count, _TILE)
    return int((tiles.std(axis=(1, 3)) >= _CONTRAST).sum()) < _LEAST_TILES
