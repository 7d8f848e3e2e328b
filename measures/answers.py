"""What a measure was told: a run that is told the same as the last one comes to the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b

import orjson

MOST = 400  # answers of one run that are kept; who asks more is not compared
DIGEST_BYTES = 12


class SameAnswers(Exception):
    """Every question that the last run asked has the answer that it had then."""


class Answers:
    """The answers of one run, compared with those of the last while they come in.

    A run decides what to ask by what it was told: as long as all is as before, so is the next
    question, and once the last one is answered the result is known.
    """

    def __init__(self, before: Collection[str] = ()) -> None:
        self._left: set[str] | None = set(before) or None
        self._before = frozenset(before)
        self._given: set[str] = set()

    def add(self, answers: Iterable[str]) -> None:
        """Take in answers as `answer` writes them; raises SameAnswers after the last one."""
        for each in answers:
            self._given.add(each)
            if self._left is not None and each in self._before:
                self._left.discard(each)
            else:
                self._left = None
        if self._left is not None and not self._left:
            raise SameAnswers

    @property
    def kept(self) -> tuple[str, ...]:
        """All answers in order, or none where there are too many."""
        return tuple(sorted(self._given)) if len(self._given) <= MOST else ()


def answer(cypher: str, parameters: Mapping[str, object] | None, rows: object) -> str:
    """A question and what was answered, as a short text. Rows in another order differ."""
    return f"{_digest([cypher, dict(parameters or {})])}:{_digest(rows)}"


def _digest(value: object) -> str:
    options = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return blake2b(
        orjson.dumps(value, default=str, option=options), digest_size=DIGEST_BYTES
    ).hexdigest()
