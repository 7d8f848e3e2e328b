"""A question that runs beside its page, so that it can be cancelled while it runs."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.engine import QueryLimits
from graph.errors import TenderLensError, answerable
from graph.records import Table, Value
from messages import language, set_language
from pages.components.answer import Answer
from workspace import Workspace


@dataclass(slots=True)
class Asking:
    """One question under way, or answered; `text` is what the engine is sent.

    `answer` is the table once a page has gone through it.
    """

    cypher: str
    parameters: Mapping[str, Value]
    text: str
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    table: Table | None = None
    answer: Answer | None = None
    error: TenderLensError | None = None
    cancelled: bool = False
    done: threading.Event = field(default_factory=threading.Event)


def start_asking(
    workspace: Workspace, cypher: str, parameters: Mapping[str, Value], limits: QueryLimits
) -> Asking:
    """Ask in a thread of its own."""
    # A mark in the text, so that cancelling ends this run and no other of the same question.
    asking = Asking(cypher, parameters, f"{cypher}\n// {secrets.token_hex(8)}")
    threading.Thread(
        target=_work, args=(workspace, asking, limits, language()), daemon=True
    ).start()
    return asking


def _work(workspace: Workspace, asking: Asking, limits: QueryLimits, spoken: str) -> None:
    set_language(spoken)
    try:
        asking.table = workspace.ask(asking.text, asking.parameters, limits=limits)
    except (TenderLensError, OSError) as problem:
        asking.error = answerable(problem)
    finally:
        asking.seconds = time.monotonic() - asking.began
        asking.done.set()


def cancel(workspace: Workspace, asking: Asking) -> None:
    """End the question; what it had found is lost."""
    asking.cancelled = True
    workspace.stop_asking(asking.text)
