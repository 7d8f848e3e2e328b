"""The names that reports give to kinds, families, strengths and bands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.content import Lot
from evidence.matter import TRAY
from leads.lead import SmokeIndex
from leads.smoke_index import RECURRENCE
from messages import t
from queries.catalogue import Provision

_JUDGING = re.compile("(?<!“)(违法|犯罪|认定)")


def kind_name(kind: str) -> str:
    """What a lead is about."""
    return {
        "lot": t("lot"),
        "company": t("firm"),
        "pair": t("pair of firms"),
        "ring": t("ring of firms"),
        "person": t("person"),
        "expert": t("expert"),
        TRAY: t("case tray"),
    }[kind]


def family_name(family: str) -> str:
    """A family of signals, or what repetition adds."""
    return {
        "device": t("electronic traces"),
        "document": t("bid documents"),
        "people": t("people"),
        "money": t("money"),
        "equity": t("ownership and control"),
        "price": t("prices"),
        "network": t("behaviour and network"),
        "expert": t("evaluation experts"),
        "process": t("procedure"),
        RECURRENCE: t("repetition over lots"),
    }[family]


def strength_name(strength: str) -> str:
    """How far the fact itself carries."""
    return {
        "deemed": t("named by the rules"),
        "presumptive": t("strong indirect"),
        "statistical": t("statistical"),
        "procedural": t("procedural"),
        "context": t("background"),
    }[strength]


def tag_name(tag: str) -> str:
    """How well the wording of a provision is verified."""
    return {
        "V": t("text verified"),
        "V-s": t("text seen in a secondary copy"),
        "P": t("published practice"),
        "memory": t("text not verified"),
    }[tag]


def band_name(smoke: SmokeIndex) -> str:
    """What the index suggests; below coverage C it suggests nothing."""
    if smoke.coverage_grade == "C":
        return t("too little data: no rating")
    return {
        "red": t("check advised, consider referral"),
        "orange": t("watch closely"),
        "yellow": t("keep an eye on"),
        "white": t("keep on file"),
    }[smoke.band]


def or_blank(text: str) -> str:
    """What was stated, or that nothing was."""
    return text or t("(not stated)")


def in_force(law: Provision, lots: Sequence[Lot]) -> str:
    """From when to when a provision holds, and whether it did when the lots were opened."""
    since, until = law.in_force_from, law.in_force_to
    said = (
        t("date of entry into force not verified")
        if since is None
        else (
            t("in force since {since}", since=since)
            if until is None
            else t("in force {since} to {until}", since=since, until=until)
        )
    )
    days = sorted({lot.opened for lot in lots if lot.opened is not None})
    outside = [day for day in days if not law.in_force(day)]
    if not outside:
        return said
    return said + t("; NOT in force on {day}, when a lot was opened", day=t(", ").join(outside[:3]))


def without_judging(note: str) -> str:
    """A remark of the register in which the law's own words are marked as quotations."""
    return _JUDGING.sub(r"“\1”", note)
