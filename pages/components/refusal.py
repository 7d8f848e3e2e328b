"""What is refused is said where it was asked for, and the rest of the page stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from evidence.accounts import SessionOver
from graph.errors import EngineUnavailable, TenderLensError, answerable
from pages.components.literal import literal


@contextmanager
def refusal_here() -> Iterator[None]:
    """Say a refusal at this place; what ends the whole page, such as an engine down, goes on."""
    try:
        yield
    except (EngineUnavailable, SessionOver):
        raise
    except (TenderLensError, OSError) as problem:
        st.error(literal(answerable(problem)), icon=":material/error:")
