"""A field in which a person looks for a party: a name, a code, a number."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from graph.records import NodeKey
from messages import t
from pages.components.words import kind_name
from queries.search import SearchHit, meant
from workspace import Workspace

FEW = 8  # hits that stand side by side, each a click away


def party_search(
    workspace: Workspace, place: DeltaGenerator, title: str, *, key: str
) -> NodeKey | None:
    """The party that was found: at once if one alone has it or is called so, else the chosen one.

    None until then. The caller takes another `key` for the next search, so that the field is empty.
    """
    text = place.text_input(
        title,
        key=key,
        icon=":material/search:",
        label_visibility="collapsed",
        placeholder=t("name, former name, code, telephone, ID number, device …"),
    )
    if not text.strip():
        return None
    hits = workspace.search(text.strip(), limit=50)
    if not hits:
        place.caption(t("Nothing is found for this. Try fewer characters."))
        return None
    if only := meant(hits, text.strip()):
        return only.key
    labels = {hit.key: hit_name(hit) for hit in hits}
    said = t("{count} found: choose one", count=len(hits))
    if len(hits) <= FEW:
        picked = place.pills(said, list(labels), format_func=labels.__getitem__, key=f"{key}-hit")
        return str(picked) if picked else None
    chosen = place.selectbox(
        said,
        list(labels),
        index=None,
        placeholder=said,
        format_func=labels.__getitem__,
        key=f"{key}-hit",
        label_visibility="collapsed",
    )
    return str(chosen) if chosen else None


def hit_name(hit: SearchHit) -> str:
    """A hit with its kind and, where the name does not show it, what fits."""
    name = f"{kind_name(hit.label)} · {hit.name}"
    return name if hit.matched in hit.name else f"{name}（{hit.why}：{hit.matched}）"
