"""Where a bid's text holds the name or code of another bidder of the lot."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from measures.shared_text import characters, runs

# What beside a name says how the two have to do with each other: a past project, a consortium.
_BEFORE = re.compile(
    "(?:发包人|发包方|发包单位|建设单位|业主|业主单位|总承包单位|总包单位|分包单位|分包人|供货商|供应商|生产厂家|"
    "合作单位|联合体成员|联合体牵头人|联合体成员单位|竞争对手)(?:为|是|名称)?$"
)
_WITH = re.compile("[与和同跟](?:我公司合作的|业主|建设单位)?$")
_AFTER = re.compile("(?:等)?(?:组成|共同|联合体|合作|分包|签订|签署)")
_BESIDE = 12
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

    Nor are those beside which stands that the two worked together, or one for the other. A firm
    that takes part in the bid itself is no rival.
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
        if written not in tender and not _is_relation(text, at, at + len(written)):
            for company in called[written] - own:
                found[company].append(at)
    return dict(found)


def _is_relation(text: str, begin: int, end: int) -> bool:
    before, after = text[max(begin - _BESIDE, 0) : begin], text[end : end + _BESIDE]
    if _BEFORE.search(before):
        return True
    return bool(_WITH.search(before) and _AFTER.match(after))


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
