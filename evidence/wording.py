"""The names that reports give to kinds, families, strengths and bands."""

from __future__ import annotations

from datetime import datetime

from leads.lead import SmokeIndex
from leads.smoke_index import RECURRENCE
from messages import t


def kind_name(kind: str) -> str:
    """What a lead is about."""
    return {
        "lot": t("lot"),
        "company": t("firm"),
        "pair": t("pair of firms"),
        "ring": t("ring of firms"),
        "person": t("person"),
        "expert": t("expert"),
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


def moment(at: datetime) -> str:
    """A moment to the minute, with its time zone."""
    zone = at.strftime("%z")
    return f"{at:%Y-%m-%d %H:%M} UTC{'' if zone in ('', '+0000') else f'{zone[:3]}:{zone[3:]}'}"
