"""What an address asks of a page: one of its choices, or a sentence that there is no such one."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from messages import t
from pages.components.literal import literal


def addressed(name: str, choices: Collection[str], otherwise: str = "") -> str:
    """The choice that the address names; another is said not to be there, and gives `otherwise`."""
    asked = st.query_params.get(name, "")
    if asked in choices:
        return asked
    if asked:
        st.warning(
            t(
                "This page has no '{asked}', as its address says ({name}=): the address is wrong, "
                "or what it named is gone. Choose one that is shown.",
                asked=literal(asked),
                name=name,
            )
        )
    return otherwise


def only_addressed(*names: str) -> None:
    """Say once which names of the address mean nothing on this page."""
    unknown = sorted(set(st.query_params) - set(names))
    for name in unknown:
        del st.query_params[name]
    if unknown:
        st.warning(
            t(
                "The address says something of which this page knows nothing: {unknown}. It knows "
                "{names}.",
                unknown=literal(t(", ").join(unknown)),
                names=t(", ").join(names),
            )
        )
