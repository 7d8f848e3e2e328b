"""Which questions a graph was asked while somebody listened: the Cypher behind a view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from graph.records import Value

MOST = 200  # different questions of one view


@dataclass(frozen=True, slots=True)
class Question:
    """One statement with the parameters it was first asked with, and how often it was asked."""

    cypher: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    title: str = ""
    times: int = 1


Questions = dict[str, Question]
_heard: ContextVar[Questions | None] = ContextVar("heard", default=None)


@contextmanager
def overhearing() -> Iterator[Questions]:
    """What is asked in this thread within the block, by its text, in the order of asking."""
    questions: Questions = {}
    before = _heard.set(questions)
    try:
        yield questions
    finally:
        _heard.reset(before)


def overheard(
    cypher: str, parameters: Mapping[str, Value] | None = None, *, title: str = ""
) -> None:
    """Note a question for whoever listens; also one whose answer was kept from before."""
    questions = _heard.get()
    if questions is None:
        return
    before = questions.get(cypher)
    if before is not None:
        questions[cypher] = replace(before, title=before.title or title, times=before.times + 1)
    elif len(questions) < MOST:
        questions[cypher] = Question(cypher, dict(parameters or {}), title)
