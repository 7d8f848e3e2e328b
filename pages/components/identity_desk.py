"""Records that may be one, decided one by one; merges that can be undone; differing statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain

import streamlit as st

from evidence.audit import Action
from evidence.beijing_time import kept_time
from graph.key_reader import by_label
from graph.node_merger import AUTOMATIC
from graph.records import RESERVED, Node, NodeKey, Value
from graph.vocabulary import SCHEMA
from leads.identities import MergedRecord, Sameness, SamenessCandidate, feature_name
from messages import t
from pages.components.literal import literal
from pages.components.refusal import refusal_here
from pages.components.sign_in import left_to_others
from pages.components.source_table import source_table
from pages.components.words import kind_name, relation_name, titled, value_name
from queries.describe import display_name
from queries.words import property_name
from workspace import Workspace

LABELS = frozenset({"Company", "Person"})
BUTTONS = {
    Sameness.SAME: (":material/merge:", "The same"),
    Sameness.DIFFERENT: (":material/call_split:", "Different"),
    Sameness.UNSURE: (":material/help:", "Unsure"),
}
MOST_CONFLICTS = 2_000
COMPUTED = frozenset(p.name for node in SCHEMA.nodes for p in node.properties if p.derived)
SHORT_LIST = 8
DECIDED = "same-decided"  # how many times a person decided in this window


def identity_desk(workspace: Workspace) -> None:
    """The candidates, one or several to decide about, and below them the merges that hold."""
    every = workspace.sameness_candidates()
    open_ones = [each for each in every if each.verdict is None]
    st.caption(
        t(
            "Computed by the measure on sameness. A decision needs a reason, is kept with its "
            "author and time, and can be replaced."
        )
    )
    again = st.toggle(t("Also those that were judged already"), key="same-again")
    shown = list(every) if again else open_ones
    if shown:
        _candidates(workspace, shown)
    else:
        st.info(t("No pair is waiting for a decision."), icon=":material/done_all:")
    _merged(workspace)


def _candidates(workspace: Workspace, waiting: list[SamenessCandidate]) -> None:
    shown = _narrowed(waiting) if len(waiting) > SHORT_LIST else waiting
    st.markdown(t("{n} pairs, the most probable first", n=f"{len(shown):,}"))
    if not shown:
        return
    st.caption(
        t(
            "Tick a pair to look at it; tick several to decide about all of them for one reason. "
            "With the keyboard: arrows, and Shift+Space to tick."
        )
    )
    turn = (st.session_state.get(DECIDED, 0), len(shown), shown[0].one)
    table = st.dataframe(
        [_listed(pair) for pair in shown],
        hide_index=True,
        width="stretch",
        height="content" if len(shown) <= SHORT_LIST else 300,
        on_select="rerun",
        selection_mode="multi-row",
        column_config={titled(t("probability")): st.column_config.NumberColumn(format="percent")},
        key=f"same-pairs-{turn}",
    )
    ticked = [shown[row] for row in table.selection.rows if row < len(shown)] or shown[:1]
    if len(shown) > 1 and st.checkbox(
        t("All {n} pairs of this list", n=f"{len(shown):,}"), key=f"same-all-{turn}"
    ):
        ticked = shown
    with st.container(border=True):
        if len(ticked) == 1:
            _one(workspace, ticked[0])
        else:
            st.markdown(t("{n} pairs are ticked", n=f"{len(ticked):,}"))
        if left_to_others(workspace, Action.JUDGEMENT):
            return
        about = ticked[0].one + "|" + ticked[0].two if len(ticked) == 1 else "ticked"
        reason = st.text_input(t("Reason (required)"), key=f"same-reason-{turn}-{about}")
        with st.container(horizontal=True):
            for verdict, (icon, name) in BUTTONS.items():
                if st.button(t(name), icon=icon, key=f"same-{verdict}"):
                    pairs = [(pair.one, pair.two) for pair in ticked]
                    _judge(workspace, pairs, verdict, reason)


def _narrowed(waiting: list[SamenessCandidate]) -> list[SamenessCandidate]:
    """Those of a name and a range of probability, so that many can be ticked at once."""
    name, range_ = st.columns(2, gap="large")
    text = name.text_input(t("Name holds"), key="same-name").strip()
    low, high = range_.slider(
        t("probability"), 0, 100, (0, 100), format="%d%%", key="same-probability"
    )
    return [
        pair
        for pair in waiting
        if low <= pair.score * 100 <= high and (text in pair.one_name or text in pair.two_name)
    ]


def _listed(pair: SamenessCandidate) -> dict[str, object]:
    kind = pair.one.partition(":")[0].capitalize()
    return {
        t("Kind"): kind_name(kind),
        titled(t("first record")): pair.one_name,
        titled(t("second record")): pair.two_name,
        titled(t("probability")): pair.score,
        t("Judgement"): t(BUTTONS[pair.verdict][1]) if pair.verdict else "",
    }


def _one(workspace: Workspace, pair: SamenessCandidate) -> None:
    """What both records say, what speaks for and against, and the rows they were read from."""
    named = chain.from_iterable(by_label(said for _, _, said in pair.reasons).values())
    found = {n.key: n for n in workspace.subgraph([pair.one, pair.two, *named]).nodes}
    both = [found[key] for key in (pair.one, pair.two) if key in found]
    st.markdown(f"**{literal(pair.one_name)} ≈ {literal(pair.two_name)}**")
    _compared(found.get(pair.one), found.get(pair.two))
    st.dataframe(
        [
            {
                t("What speaks for or against"): feature_name(name),
                titled(t("weight (bans)")): f"{bans:+.1f}",
                titled(t("detail")): _detail(said, found),
            }
            for name, bans, said in pair.reasons
        ],
        hide_index=True,
        width="stretch",
    )
    with st.expander(t("Where both were read"), icon=":material/table_view:"):
        for node in both:
            st.markdown(f"**{literal(display_name(node))}**")
            source_table(workspace, node.sources, key=f"same-sources-{node.key}")


def _detail(said: str, found: Mapping[NodeKey, Node]) -> str:
    """What two records share, by its name: a key tells a clerk nothing."""
    if said in found:
        return f"{kind_name(found[said].label)} · {display_name(found[said])}"
    kind, sign, rest = said.partition(":")
    return rest if sign and kind.isascii() and kind.isalpha() else said


def _compared(one: Node | None, two: Node | None) -> None:
    """What files say of both, side by side; what differs is marked."""
    nothing: Mapping[str, Value] = {}
    first = one.properties if one else nothing
    second = two.properties if two else nothing
    names = [n for n in dict.fromkeys((*first, *second)) if n not in RESERVED | COMPUTED]
    st.dataframe(
        [
            {
                t("Property"): property_name(name),
                titled(t("first record")): _value(first, name),
                titled(t("second record")): _value(second, name),
                titled(t("differs")): "≠"
                if name in first and name in second and first[name] != second[name]
                else "",
            }
            for name in names
        ],
        hide_index=True,
        width="stretch",
    )


def _value(properties: Mapping[str, Value], name: str) -> str:
    return value_name(name, properties[name]) if properties.get(name) is not None else ""


def _judge(
    workspace: Workspace, pairs: Sequence[tuple[NodeKey, NodeKey]], verdict: Sameness, reason: str
) -> None:
    """Carry one decision out for all pairs, or for none where one is refused: that one is named."""
    if not reason.strip():
        st.warning(t("Write the reason first."))
        return
    with st.spinner(t("Carrying out …")), refusal_here():
        merged, split = workspace.judge_identities(
            pairs, verdict, reason.strip(), at=datetime.now(UTC)
        )
        st.toast(t("{merged} records merged, {split} taken apart.", merged=merged, split=split))
        st.session_state[DECIDED] = st.session_state.get(DECIDED, 0) + 1  # no tick is left
        st.rerun()


def _merged(workspace: Workspace) -> None:
    records = workspace.merged_records()
    st.markdown(f"#### {t('Merged records')} · {len(records)}")
    if not records:
        st.caption(t("None."))
        return
    st.dataframe(
        [
            {
                titled(t("record")): record.name,
                titled(t("own key before the merge")): record.was,
                titled(t("merged into")): record.of,
                titled(t("by")): t("automatic") if record.by == AUTOMATIC else record.by,
                titled(t("reason")): record.why,
                titled(t("at")): kept_time(record.at),
            }
            for record in records
        ],
        hide_index=True,
        width="stretch",
    )
    # Bids were merged for the sake of their companies, and come apart with them.
    undoable = [record for record in records if not record.was.startswith("bid:")]
    if undoable and workspace.may(Action.JUDGEMENT):
        with st.popover(t("Undo a merge"), icon=":material/call_split:"):
            _undo(workspace, undoable)


def _undo(workspace: Workspace, undoable: list[MergedRecord]) -> None:
    record = st.selectbox(
        t("Merge"),
        undoable,
        format_func=lambda each: f"{each.name} · {each.was} → {each.of}",
        key=f"same-undo-{len(undoable)}",
    )
    reason = st.text_input(t("Why they are not the same (required)"), key="same-undo-reason")
    if st.button(t("Take apart"), key="same-undo-go"):
        _judge(workspace, [(record.was, record.of)], Sameness.DIFFERENT, reason)


def conflict_table(workspace: Workspace) -> None:
    """What two files state differently; the last statement of each is the one shown elsewhere."""
    with st.spinner(t("Comparing statements …")):
        found = workspace.conflicts()
    if not found:
        st.info(t("No two files state different things."), icon=":material/done_all:")
        return
    st.markdown(t("{n} properties are stated differently", n=len(found)))
    if len(found) > MOST_CONFLICTS:
        st.warning(
            t("The first {most} are shown; `conflicts` lists all of them.", most=MOST_CONFLICTS)
        )
    st.dataframe(
        [
            {
                titled(t("about")): each.name or each.key,
                t("Kind"): relation_name(each.label)
                if each.label.isupper()
                else kind_name(each.label),
                t("Property"): relation_name(each.property)
                if each.property.isupper()
                else property_name(each.property),
                titled(t("value")): value_name(each.property, said.value),
                t("File"): said.file,
                titled(t("as of")): said.as_of,
                titled(t("shown")): "✓" if said is each.statements[-1] else "",
            }
            for each in found[:MOST_CONFLICTS]
            for said in each.statements
        ],
        hide_index=True,
        width="stretch",
    )
