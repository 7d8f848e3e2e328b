"""Where a bid's text holds the name or code of another bidder of the lot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from measures.shared_text import characters, runs

HEAD = 4  # characters by which names are looked up; a shorter name could stand anywhere


@dataclass(frozen=True, slots=True)
class Rival:
    """A bidder of the lot, its name and code in plain spelling."""

    bid: str
    company: str
    name: str
    code: str


def named_rivals(text: str, bid: str, rivals: Sequence[Rival], tender: str) -> dict[str, list[int]]:
    """Company to positions; names that the tender holds, or that are part of longer ones, are not.

    A firm that takes part in the bid itself is no rival.
    """
    own = {rival.company for rival in rivals if rival.bid == bid}
    called: dict[str, set[str]] = defaultdict(set)  # what is written, and whom it names
    for rival in rivals:
        for written in (rival.name, rival.code):
            if len(written) > HEAD:
                called[written].add(rival.company)
    spans = _spans(text, sorted(called, key=lambda each: (-len(each), each)))
    found: dict[str, list[int]] = defaultdict(list)
    for at, written in sorted(spans):
        if written not in tender:
            for company in called[written] - own:
                found[company].append(at)
    return dict(found)


def _spans(text: str, names: Sequence[str]) -> list[tuple[int, str]]:
    """Where the names stand; one inside a longer one does not count."""
    if not names:
        return []
    by_head: dict[int, list[str]] = defaultdict(list)
    for name in names:
        by_head[int(runs(characters(name[:HEAD]), HEAD)[0])].append(name)
    wanted = np.array(sorted(by_head), dtype=np.uint64)
    heads = runs(characters(text), HEAD)
    spans: list[tuple[int, str]] = []
    end = 0
    for at in np.flatnonzero(np.isin(heads, wanted)).tolist():
        name = next((n for n in by_head[int(heads[at])] if text.startswith(n, at)), "")
        if name and at + len(name) > end:
            spans.append((at, name))
            end = at + len(name)
    return spans
