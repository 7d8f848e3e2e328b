"""What two texts share that nobody else has: exact passages, and equal slips of the pen.

A text is compared by all its runs of 13 characters (letters, digits, Han; nothing else counts).
A run counts if the tender file does not have it and at most two bidders anywhere do, or a few of
one lot and nobody else. So each run ties few pairs, and joining all bids of a lot costs as much as
sorting their runs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

RUN = 13  # characters that seldom stand together by chance
SIDE = 3  # characters on either side of a slip
_NOT_COUNTED = re.compile(r"[\W_]+")
BETWEEN = "\x00"  # between files: no run goes across
_FACTOR, _SEED = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_FEWEST_SLOTS, _MOST_SLOTS = 1 << 16, 1 << 26
# Words that may stand for each other, and numbers, make no slip.
_INTERCHANGEABLE = frozenset(
    "的地得之和与及或在于为是等将把被由从对向到按以并且也均都应须需可能会要了所其该本此各每个"
)
_INTERCHANGEABLE_NUMBERS = frozenset(
    "一二三四五六七八九十百千万两甲乙丙丁上下左右前后大小多少高低东西南北"
)


@dataclass(frozen=True, slots=True)
class Text:
    """Normalised text of one or more files; `starts` are where its passages begin."""

    text: str
    starts: Positions
    places: tuple[str, ...]

    def place(self, position: int) -> str:
        """Where a character stands."""
        at = int(np.searchsorted(self.starts, position, side="right")) - 1
        return self.places[at] if self.places else ""


@dataclass(frozen=True, slots=True)
class Block:
    """A passage that two texts share, as long as it goes."""

    one: int
    two: int
    length: int


def plain(text: str) -> str:
    """One spelling: widths, case, spaces and punctuation do not count."""
    return _NOT_COUNTED.sub("", unicodedata.normalize("NFKC", text).lower())


def joined(files: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> Text:
    """One text of files, each with its passages (place, text)."""
    parts: list[str] = []
    starts: list[int] = []
    places: list[str] = []
    length = 0
    for name, passages in files:
        for place, said in passages:
            text = plain(said)
            if text:
                starts.append(length)
                places.append(f"{name} {place}")
                parts.append(text)
                length += len(text)
        parts.append(BETWEEN)
        length += 1
    return Text("".join(parts), np.array(starts, dtype=np.int64), tuple(places))


def characters(text: str) -> Hashes:
    """The characters as numbers."""
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)


def runs(codes: Hashes, length: int, gap: int = -1) -> Hashes:
    """A number for each run of so many characters, without the one at `gap`; 0 across files."""
    count = codes.size - length + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    found = np.full(count, _SEED, dtype=np.uint64)
    across = np.zeros(count, dtype=bool)
    for i in range(length):
        part = codes[i : i + count]
        across |= part == 0
        if i != gap:
            found = (found ^ part) * _FACTOR
            found ^= found >> np.uint64(29)
    found[across] = 0
    return found


class Holders:
    """How many bidders have a run: never too few, seldom too many, in bounded memory."""

    def __init__(self, expected: int) -> None:
        wanted = 1 << max(8 * max(expected, 1) - 1, 1).bit_length()
        slots = min(max(wanted, _FEWEST_SLOTS), _MOST_SLOTS)
        self._mask = np.uint64(slots - 1)
        self._counts = (np.zeros(slots, dtype=np.uint8), np.zeros(slots, dtype=np.uint8))

    def add(self, held: Hashes) -> None:
        """The runs of one more bidder."""
        for counts, slots in zip(self._counts, self._slots(held), strict=True):
            # Two runs in one slot write the same number: a bidder counts once.
            counts[slots] = np.minimum(counts[slots], 254) + 1

    def of(self, wanted: Hashes) -> npt.NDArray[np.uint8]:
        """How many have each."""
        first, second = (
            counts[slots] for counts, slots in zip(self._counts, self._slots(wanted), strict=True)
        )
        return np.minimum(first, second)

    def _slots(self, hashes: Hashes) -> tuple[Hashes, Hashes]:
        return hashes & self._mask, (hashes >> np.uint64(32)) & self._mask


def distinct(hashes: Hashes) -> Hashes:
    """Each once, sorted, without 0. Sorting is several times faster than numpy's own unique."""
    every: Hashes = np.sort(hashes)
    new = np.ones(every.size, dtype=bool)
    new[1:] = every[1:] != every[:-1]
    once: Hashes = every[new & (every != 0)]
    return once


def among(hashes: Hashes, known: Hashes) -> Flags:
    """Which of them stand among the known (distinct, sorted); numpy's own sorts both each time."""
    if not known.size:
        return np.zeros(hashes.size, dtype=bool)
    at = np.searchsorted(known, hashes)
    found: Flags = known[np.minimum(at, known.size - 1)] == hashes
    return found


def of_few(sets: Sequence[Hashes], holders: Holders, *, usual: int, group: int) -> list[Hashes]:
    """Of each set (distinct) the runs that few have: at most `usual` bidders anywhere.

    Or up to `group` of these sets and no bidder besides: what a group of one lot wrote together.
    """
    every = np.sort(np.concatenate([np.empty(0, dtype=np.uint64), *sets]))
    new = np.flatnonzero(np.r_[True, every[1:] != every[:-1]]) if every.size else np.empty(0, int)
    held = np.diff(np.r_[new, every.size])
    every = every[new]
    anywhere = holders.of(every)
    kept = every[(anywhere <= usual) | ((held <= group) & (anywhere <= held))]
    return [own[among(own, kept)] for own in sets]


def held_by_few(sets: Sequence[Hashes], most: int) -> Iterator[tuple[int, int, Hashes]]:
    """Pairs of sets (first < second) and the runs that both have and at most `most` sets in all."""
    if len(sets) < 2:
        return
    every = np.concatenate(sets)
    owner = np.repeat(np.arange(len(sets), dtype=np.int64), [each.size for each in sets])
    order = np.argsort(every, kind="stable")
    every, owner = every[order], owner[order]
    new = np.flatnonzero(np.r_[True, every[1:] != every[:-1]]) if every.size else np.empty(0, int)
    held = np.diff(np.r_[new, every.size])
    pairs, runs_ = [], []
    for count in range(2, most + 1):
        first = new[held == count]
        for i, j in combinations(range(count), 2):
            pairs.append(owner[first + i] * len(sets) + owner[first + j])
            runs_.append(every[first])
    pair, shared = np.concatenate(pairs), np.concatenate(runs_)
    order = np.lexsort((shared, pair))
    pair, shared = pair[order], shared[order]
    for part in np.split(np.arange(pair.size), np.flatnonzero(np.diff(pair)) + 1):
        if part.size:
            one, two = divmod(int(pair[part[0]]), len(sets))
            yield one, two, shared[part]


def blocks(one: Text, two: Text, of_one: Hashes, of_two: Hashes, shared: Hashes) -> list[Block]:
    """The passages that shared runs (sorted) make up, the longest first."""
    at_one = np.flatnonzero(among(of_one, shared))
    at_two = np.flatnonzero(among(of_two, shared))
    if not at_one.size or not at_two.size:
        return []
    known, first = np.unique(of_two[at_two], return_index=True)
    opposite = at_two[first][np.searchsorted(known, of_one[at_one])]
    breaks = (np.diff(at_one) != 1) | (np.diff(opposite) != 1)
    found = []
    for part in np.split(np.arange(at_one.size), np.flatnonzero(breaks) + 1):
        i, j, length = int(at_one[part[0]]), int(opposite[part[0]]), part.size + RUN - 1
        if one.text[i : i + length] == two.text[j : j + length]:
            found.append(Block(i, j, length))
    return sorted(found, key=lambda each: (-each.length, each.one, each.two))


def pieces(found: Iterable[Block], text: Text, least: int) -> list[Block]:
    """Blocks cut where paragraphs or pages of the first text begin, each at least so long."""
    cut: list[Block] = []
    for block in found:
        begin, end = block.one, block.one + block.length
        inside = text.starts[(text.starts > begin) & (text.starts < end)].tolist()
        for at in (*(each for each in inside if end - each >= least), end):
            if at - begin >= least:
                cut.append(Block(begin, block.two + begin - block.one, at - begin))
                begin = at
    return cut


def slip_candidates(text: Text, common: Flags, usual_contexts: Hashes, contexts: Hashes) -> Flags:
    """Which runs around a character are rare though the words around it are common."""
    if not contexts.size:
        return np.zeros(0, dtype=bool)
    could: Flags = ~common & (contexts != 0) & among(contexts, usual_contexts)
    for at in np.flatnonzero(could).tolist():
        sign = text.text[at + SIDE]
        could[at] = (
            "\u4e00" <= sign <= "\u9fff"
            and sign not in _INTERCHANGEABLE
            and sign not in _INTERCHANGEABLE_NUMBERS
        )
    return could
