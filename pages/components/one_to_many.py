"""One party checked against each of many: a list of others to start from, a row a pair to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import pandas as pd
import streamlit as st

from graph.records import Node, NodeKey, Path
from leads.trays import TrayItem
from messages import t
from pages.components.frame import PAGES
from pages.components.hand import OPENS, chosen_cell
from pages.components.literal import literal
from pages.components.picked import sign_of
from pages.components.record_table import ROW, download
from pages.components.tray import edge_item, lay_aside_rows
from pages.components.words import kind_name, relation_name
from queries.describe import display_name
from queries.path import PathFound
from queries.search import SearchHit, meant, same_text
from workspace import Workspace

CHOSEN = "path-pair"
UNREAD = "path-unread"
FEW = 8  # unread lines that are named
ROWS = 8  # pairs in sight, so that the chains of one are too


def party_list(workspace: Workspace, *, known: Collection[NodeKey], most: int) -> list[NodeKey]:
    """The parties of a pasted list that are not `known`, once its button is pressed.

    Other lines stay in the field, and `unread_lines` says why.
    """
    with st.popover(t("Paste a list"), icon=":material/playlist_add:"):
        lines = st.text_area(
            t("One name, code or key a line"), key=_field(known), height=160
        ).splitlines()
        pressed = st.button(t("Add these parties"), key="path-list-add")
    if not pressed:
        return []
    wanted = list(dict.fromkeys(x.strip() for x in lines if x.strip()))
    with st.spinner(t("Looking for the parties of {count} lines …", count=len(wanted))):
        named = {line: _fitting(workspace, line) for line in wanted}
    keys = {line: only.key for line, hits in named.items() if (only := meant(hits, line))}
    fresh = list(dict.fromkeys(key for key in keys.values() if key not in known))
    taken, over = fresh[: most - len(known)], fresh[most - len(known) :]
    rest = [line for line in wanted if line not in keys or keys[line] in over]
    none = [line for line in rest if not named[line]]
    several = [line for line in rest if named[line] and line not in keys]
    unread = _said(none, several, len(over), most)
    parties = [*known, *taken]
    st.session_state[UNREAD] = (parties, unread)
    if taken:
        st.session_state[_field(parties)] = "\n".join(rest)
    return taken


def unread_lines(parties: Collection[NodeKey]) -> None:
    """What was not understood of the last pasted list, while any of its parties is here."""
    of, said = st.session_state.get(UNREAD, ((), ()))
    if not set(parties).isdisjoint(of):
        for one in said:
            st.caption(literal(one))


def _field(known: Iterable[NodeKey]) -> str:
    return f"path-list-{sign_of(known)}"


def _fitting(workspace: Workspace, line: str) -> Sequence[SearchHit]:
    """What a line names exactly: of a row of a spreadsheet its first cell, narrowed by the others.

    Nobody looks at each line of a list, so that what is merely alike must not stand for it.
    """
    fitting: list[SearchHit] = []
    for cell in filter(None, map(str.strip, line.split("\t"))):
        hits = workspace.search(cell, limit=20)
        exact = [hit for hit in hits if hit.keyed or same_text(hit.matched, cell)]
        both = [hit for hit in fitting if hit.key in {one.key for one in exact}]
        fitting = both or fitting or exact
        if only := meant(fitting, cell):
            return [only]
    return fitting


def _said(none: Sequence[str], several: Sequence[str], over: int, most: int) -> list[str]:
    """A sentence for the lines that name nothing, that name several, and that do not fit."""
    said = []
    if none:
        said.append(
            t("Nothing has exactly this name, code or number: {lines}.", lines=_listed(none))
        )
    if several:
        said.append(
            t(
                "More than one party fits: {lines}. Search for each above, and choose.",
                lines=_listed(several),
            )
        )
    if over:
        said.append(
            t(
                "The last {count} do not fit: at most {most} parties are joined.",
                count=over,
                most=most,
            )
        )
    if said:
        said.append(t("What was not added still stands in the list."))
    return said


def _listed(lines: Sequence[str]) -> str:
    more = len(lines) - FEW
    shown = t(", ").join(lines[:FEW])
    return t("{shown} and {count} more", shown=shown, count=more) if more > 0 else shown


def each_table(
    workspace: Workspace, found: Sequence[PathFound], notes: Mapping[NodeKey, Sequence[str]]
) -> int:
    """A row a pair, the most telling first; returns the place of the pair that is read.

    `notes` say of the best chain to each party what must be said beside it.
    """
    nodes = {n.key: n for n in workspace.subgraph([found[0].start, *(f.end for f in found)]).nodes}
    first = nodes.get(found[0].start)
    joined = sum(bool(step.ranked) for step in found)
    st.markdown(
        literal(
            t(
                "{name} is joined to {joined} of {count} parties.",
                name=display_name(first) if first else found[0].start,
                joined=joined,
                count=len(found),
            )
        )
    )
    shown = pd.DataFrame([_row(nodes.get(f.end), f, notes.get(f.end, ())) for f in found])
    widget = f"{OPENS}path-each-{sign_of(shown.itertuples())}"
    picked = st.dataframe(
        shown,
        key=widget,
        hide_index=True,
        width="stretch",
        height="content" if len(shown) <= ROWS else ROW * (ROWS + 1),
        on_select="rerun",
        selection_mode=["single-cell", "multi-row"],
        placeholder="",
        column_config={
            t("Other party"): st.column_config.Column(width=230),
            t("Kind"): st.column_config.Column(width=60),
            t("Score"): st.column_config.NumberColumn(format="%.2f", width=70),
            t("Hops"): st.column_config.Column(width=50),
            t("To note"): st.column_config.Column(width=220),
        },
    )
    cell = chosen_cell(picked.selection.cells, widget)
    if cell is not None:
        st.session_state[CHOSEN] = found[cell[0]].end
    with st.container(horizontal=True, gap="small"):
        download(shown, t("one with each"), key="path-each")
        best = [step.ranked[0] for step in found if step.ranked]
        if best and st.button(t("Open the best chains in the network page"), icon=":material/hub:"):
            keys = dict.fromkeys(node.key for one in best for node in one.path.nodes)
            st.switch_page(PAGES["network"], query_params={"key": list(keys)})
    lay_aside_rows(
        workspace,
        picked.selection.rows,
        lambda rows: [item for row in rows for item in _kept(found[row])],
        key="path-each",
    )
    chosen = st.session_state.get(CHOSEN)
    return next((i for i, step in enumerate(found) if step.end == chosen), 0)


def _row(node: Node | None, step: PathFound, notes: Sequence[str]) -> dict[str, object]:
    return {
        t("Other party"): display_name(node) if node else step.end,
        t("Kind"): kind_name(node.label) if node else "",
        t("Score"): step.points if step.ranked else None,
        t("Hops"): len(step.ranked[0].path.edges) if step.ranked else None,
        t("Joined by"): joined_by(step.ranked[0].path) if step.ranked else step.sentence,
        t("To note"): " ".join(notes),
    }


def joined_by(way: Path) -> str:
    """What stands between the two ends, bids aside; of a chain of one, the relation itself."""
    between = [node for node in way.nodes[1:-1] if node.label != "Bid"]
    if not between:
        return t(", ").join(relation_name(edge.type) for edge in way.edges)
    return " — ".join(f"{kind_name(node.label)} {display_name(node)}" for node in between)


def _kept(step: PathFound) -> Iterator[NodeKey | TrayItem]:
    """What a ticked row lays aside: the parties of its best chain and what joins them."""
    if not step.ranked:
        yield step.end
        return
    way = step.ranked[0].path
    names = {node.key: display_name(node) for node in way.nodes}
    yield from names
    yield from (edge_item(edge, names) for edge in way.edges)
