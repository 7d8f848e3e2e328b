"""The pages in docs/signals say what the signal files say."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.catalogue import catalogue, register
from queries.signal import Signal
from queries.signal_page import signal_page

DOCS = Path(__file__).parents[3] / "docs" / "signals"


@pytest.mark.parametrize("signal", catalogue(), ids=lambda s: s.id)
def test_the_page_of_a_signal_is_fresh(signal: Signal) -> None:
    page = (DOCS / f"{signal.id}.md").read_text(encoding="utf-8")

    assert page == signal_page(signal, register()), "Run `make docs` and commit the pages."


def test_there_is_no_page_without_its_signal() -> None:
    assert {p.stem for p in DOCS.glob("*.md")} == {s.id for s in catalogue()}
