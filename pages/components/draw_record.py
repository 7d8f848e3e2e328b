"""The record of one draw: who goes where, who was kept away and why, how to draw it again."""

from __future__ import annotations

import shlex
from datetime import datetime

import pandas as pd
import streamlit as st

from evidence.beijing_time import moment
from leads.inspection import DrawRecord, record_hash, record_text
from messages import t
from pages.components.export import offer
from pages.components.literal import literal
from pages.components.record_table import download, grid_height
from pages.components.tray import lay_aside_rows
from pages.components.words import BANDS, band_name, class_name
from workspace import Workspace

BY = {"class": "class of lots", "band": "advice of its lead"}


def stratum_name(by: str, stratum: str) -> str:
    """A class as people read it."""
    if stratum == "-":
        return t("no lead") if by == "band" else t("(not stated)")
    return band_name(stratum) if by == "band" and stratum in BANDS else class_name(stratum)


def draw_record(workspace: Workspace, record: DrawRecord) -> None:
    """The whole record below its headline."""
    _again(workspace, record)
    if record.attempt > 1:
        st.warning(
            t(
                "Draw number {attempt} from exactly these lots: ask what was wrong with the "
                "earlier ones.",
                attempt=record.attempt,
            )
        )
    names = {person.key: person.name for person in record.people}
    kept = sum(len(lot.barred) for lot in record.drawn)
    tiles = (
        (t("Lots drawn"), f"{len(record.drawn)} / {len(record.population)}"),
        (t("Inspectors on the roster"), str(len(record.people))),
        (t("Kept away by a tie"), str(kept)),
        (t("Lots with too few inspectors"), str(len(record.short))),
    )
    for column, (title, value) in zip(st.columns(4, gap="small"), tiles, strict=True):
        column.metric(title, value, border=True)
    drawn = record.drawn
    shown = pd.DataFrame(
        {
            t("Lot"): lot.name or lot.key,
            t("Class"): stratum_name(record.rules.by, lot.stratum),
            t("Inspectors"): t(", ").join(names[key] for key in lot.inspectors) or "—",
            t("Kept away"): t(", ").join(names[key] for key in lot.barred),
            t("Ticket"): lot.ticket[:16],
        }
        for lot in drawn
    )
    picked = st.dataframe(
        shown, key=f"drawn-{record.id}", hide_index=True, width="stretch",
        height=grid_height(len(shown)), on_select="rerun", selection_mode="multi-row",
    )  # fmt: skip
    ticked = [i for i in picked.selection.rows if i < len(drawn)]
    lay_aside_rows(workspace, ticked, lambda chosen: [drawn[i].key for i in chosen], key="drawn")
    with st.container(horizontal=True, gap="small"):
        download(shown, record.id, key=record.id)
        offer(
            t("Save the record (JSON)"),
            lambda: record_text(record).encode(),
            f"{record.id}.json",
            mime="application/json",
            key=f"json-{record.id}",
        )
    _reasons(record, names)
    _method(record)


def _again(workspace: Workspace, record: DrawRecord) -> None:
    _, problems = workspace.check_inspection(record.id)
    if problems:
        st.error(
            "\n".join(f"- {literal(problem)}" for problem in problems), icon=":material/error:"
        )
    else:
        st.success(
            t("Drawn again just now: the same lots, the same inspectors, and the hash is logged."),
            icon=":material/verified:",
        )


def _reasons(record: DrawRecord, names: dict[str, str]) -> None:
    told = [
        {
            t("Inspector"): names[key],
            t("Lot"): lot.name or lot.key,
            t("Tie on record"): reason,
        }
        for lot in record.drawn
        for key, reason in lot.barred.items()
    ]
    unsure = [person.name for person in record.people if not person.certain]
    if told:
        st.markdown(f"**{t('Who was kept away, and why')}**")
        st.dataframe(told, hide_index=True, width="stretch", height=grid_height(len(told)))
    if unsure:
        st.caption(
            t(
                "Without an ID number ties may be missed: {names}. Ask them to declare.",
                names=literal(t(", ").join(unsure)),
            )
        )


def _method(record: DrawRecord) -> None:
    rules = record.rules
    with st.expander(t("How anybody draws this again"), icon=":material/fingerprint:"):
        st.markdown(
            t(
                "Ticket of a lot = SHA-256 of three lines: the seed, `lot`, the key of the lot. Of "
                "the n lots of a class the ⌈n × ratio⌉ with the smallest tickets are drawn. Ticket "
                "of an inspector = SHA-256 of four lines: the seed, `inspector`, the key of the "
                "lot, the key of the inspector. Lots are served by ticket; of those who may go, "
                "the ones with the fewest lots so far come first, then the smaller ticket."
            )
        )
        first = record.drawn[0]
        st.code(f"{ticket_command(rules.seed, first.key)}\n{first.ticket}", language="bash")
        ratios = t(", ").join(
            f"{t('all others') if k == '*' else stratum_name(rules.by, k)} {v}"
            for k, v in rules.ratios.items()
        )
        st.caption(
            t(
                "Seed {seed}, from: {source}. By {by}: {ratios}. Drawn by {user} at {at}.",
                seed=literal(rules.seed),
                source=literal(rules.seed_source),
                by=t(BY[rules.by]),
                ratios=literal(ratios),
                user=literal(record.user),
                at=moment(datetime.fromisoformat(record.at)),
            )
        )
        st.caption(
            t(
                "Hash of the lots {lots}; hash of this record {record}, as in the audit log. "
                "In a terminal: `tenderlens inspect verify {id}`.",
                lots=record.population_sha256,
                record=record_hash(record_text(record)),
                id=record.id,
            )
        )


def ticket_command(seed: str, lot: str) -> str:
    """What a shell is asked for the ticket of a lot."""
    return f"printf '%s\\nlot\\n%s' {shlex.quote(seed)} {shlex.quote(lot)} | sha256sum"
