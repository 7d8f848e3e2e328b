"""What this session has on the network page's desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import streamlit as st

from graph.records import NodeKey, Subgraph
from pages.components.network import SavedFile
from pages.components.network_arrangements import Places
from pages.components.network_state import MOST_HIDDEN, Address, Canvas, Filters
from queries.surroundings import Expansion

SESSION = "network-desk"


@dataclass(slots=True)
class Desk:
    """The address a view began from, its steps, its filters, its arrangement."""

    address: Address
    canvas: Canvas
    filters: Filters
    layout: str = "force"
    grouping: str = ""
    near: tuple[NodeKey, ...] = ()  # beside which new nodes stand
    added: Expansion | None = None  # of which nothing was said yet
    around: tuple[tuple[NodeKey, ...], tuple[NodeKey, ...], Expansion] | None = None
    arranged: int = 0  # how many times a person asked for an arrangement
    graph: tuple[frozenset[NodeKey], Subgraph] | None = None
    ties: dict[NodeKey, Mapping[str, int]] = field(default_factory=dict)
    degrees: dict[NodeKey, int] = field(default_factory=dict)
    places: tuple[str, Places] | None = None
    file: SavedFile | None = None
    saved: int = 0
    turn: int = 0  # tells the choices made in one view from those in the next
    jump: Mapping[str, list[str]] | None = None  # parties whose paths were asked for

    @property
    def revision(self) -> str:
        """Names the picture; the browser keeps an arrangement for each."""
        return "|".join((*self.address.roots, str(self.address.hops), str(self.address.size)))

    @property
    def too_many_hidden(self) -> bool:
        """Whether an address cannot name what is hidden."""
        return min(len(self.canvas.now.hidden), len(self.canvas.seen)) > MOST_HIDDEN

    @property
    def now(self) -> Address:
        """The address under which this view opens again; it names the fewer of hidden and left."""
        hidden, left = tuple(sorted(self.canvas.now.hidden)), tuple(sorted(self.canvas.seen))
        few = len(left) < len(hidden)
        return replace(
            self.address,
            opened=self.canvas.now.opened,
            hidden=() if few or self.too_many_hidden else hidden,
            only=left if few and not self.too_many_hidden else (),
            filters=self.filters,
            layout=self.layout,
            grouping=self.grouping,
        )


def desk_of_session() -> Desk:
    """The desk of this session; there is one once a view was opened."""
    found: Desk = st.session_state[SESSION]
    return found
