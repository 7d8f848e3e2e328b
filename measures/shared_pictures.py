"""Which pictures look alike: a scan that was made smaller or packed again is the same scan.

A perceptual hash proposes, small copies decide: licences and certificates of one form have nearly
one hash, and differ where the names stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from graph.document_texts import THUMBNAIL, Picture, TextStore
from measures.shared_text import Hashes, Positions, distinct

NEAR = 6  # bits of 64 in which the hashes of one picture may differ
WINDOW = 16  # of many with equal bytes, so many next in order are compared
_BYTES = 8
# Parts of a small copy, how far they may be apart in shares of their contrast, and what is none.
_TILE, _APART, _CONTRAST = 8, 0.3, 12.0
_ASPECT = 0.03  # by which width to height may differ


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, and which of a file's it is."""

    document: str
    name: str
    sha256: str
    number: int
    picture: Picture

    def place(self) -> str:
        """File and place within; a loose picture is all of its file."""
        return f"{self.name} {self.picture.place}".rstrip()


def looks_of(pictures: Sequence[Picture]) -> Hashes:
    """Their perceptual hashes."""
    return np.array([int(each.look, 16) for each in pictures], dtype=np.uint64)


def digests_of(pictures: Sequence[Picture]) -> Hashes:
    """The first 64 bits of their SHA-256."""
    return np.array([int(each.digest[:16], 16) for each in pictures], dtype=np.uint64)


def candidates(looks: Hashes, digests: Hashes) -> tuple[Positions, Positions]:
    """Pairs (first < second) that are equal, or whose hashes differ in at most NEAR bits.

    Six bits touch six bytes of eight: two stay as they are. So for each two bytes those are
    compared that have both in common. A crowd that has is compared with its neighbours in order.
    """
    parts = looks.astype(">u8").view(np.uint8).reshape(-1, _BYTES).astype(np.uint64)
    keys = (parts[:, a] << 8 | parts[:, b] for a, b in combinations(range(_BYTES), 2))
    size = np.uint64(max(looks.size, 1))
    pairs = np.empty(0, dtype=np.uint64)
    for common in (digests, *keys):
        order = np.lexsort((looks, common))
        found, at = [pairs], np.arange(looks.size)
        for step in range(1, WINDOW + 1):
            at = at[at + step < looks.size]
            at = at[common[order[at]] == common[order[at + step]]]
            one, two = order[at], order[at + step]
            near = np.bitwise_count(looks[one] ^ looks[two]) <= NEAR
            first, second = np.sort(np.stack([one[near], two[near]]), axis=0)
            found.append(first.astype(np.uint64) * size + second.astype(np.uint64))
        pairs = distinct(np.concatenate(found))
    return (pairs // size).astype(np.int64), (pairs % size).astype(np.int64)


def same_shape(one: Picture, two: Picture) -> bool:
    """Whether one could be the other in another size."""
    across, down = one.width * two.height, two.width * one.height
    return abs(across - down) <= _ASPECT * max(across, down)


def same_picture(one: bytes, two: bytes) -> bool:
    """Whether two small copies show the same in every part."""
    first, second = _tiles(one), _tiles(two)
    contrast = np.maximum(np.maximum(first.std(axis=1), second.std(axis=1)), _CONTRAST)
    apart = np.sqrt(((first - second) ** 2).mean(axis=1)) / contrast
    return bool(apart.max() <= _APART)


def _tiles(copy: bytes) -> npt.NDArray[np.float32]:
    """The parts of a small copy, each about its own mean."""
    count = THUMBNAIL // _TILE
    grey = np.frombuffer(copy, dtype=np.uint8).astype(np.float32)
    parts = grey.reshape(count, _TILE, count, _TILE).transpose(0, 2, 1, 3).reshape(count**2, -1)
    about: npt.NDArray[np.float32] = parts - parts.mean(axis=1, keepdims=True)
    return about


def same_pictures(
    shown: Sequence[Shown], owned: Positions, texts: TextStore, alike: int
) -> list[tuple[int, int]]:
    """Pairs of pictures of two owners that show the same; `owned` says whose each is.

    What is like more than `alike` others is compared for equality alone.
    """
    pictures = [each.picture for each in shown]
    digests = digests_of(pictures)
    first, second = candidates(looks_of(pictures), digests)
    between = owned[first] != owned[second]
    first, second = first[between], second[between]
    like = np.bincount(np.concatenate([first, second]), minlength=len(shown))
    few = (like[first] <= alike) & (like[second] <= alike)
    equal = digests[first] == digests[second]
    found = [*zip(first[equal].tolist(), second[equal].tolist(), strict=True)]
    unsure = [
        (i, j)
        for i, j in zip(first[few & ~equal].tolist(), second[few & ~equal].tolist(), strict=True)
        if same_shape(pictures[i], pictures[j])
    ]
    copies = _copies(shown, {each for pair in unsure for each in pair}, texts)
    found += [(i, j) for i, j in unsure if same_picture(copies[i], copies[j])]
    return sorted(found)


def _copies(shown: Sequence[Shown], wanted: set[int], texts: TextStore) -> dict[int, bytes]:
    """The small copies of these pictures, each file read once."""
    of_file: dict[str, list[int]] = defaultdict(list)
    for i in wanted:
        of_file[shown[i].sha256].append(i)
    found: dict[int, bytes] = {}
    for sha256, numbers in sorted(of_file.items()):
        copies = texts.thumbnails(sha256)
        found |= {i: copies[shown[i].number] for i in numbers}
    return found
