"""Time limits as a calendar file (iCalendar, RFC 5545) that office programs import."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from evidence.clocks import Clock
from messages import t
from queries.catalogue import Provision

LONGEST_LINE = 75  # bytes


def calendar(
    clocks: Iterable[tuple[str, str, Clock]], laws: Mapping[str, Provision], *, at: datetime
) -> bytes:
    """One event a clock, at its end, with an alarm a day before. `clocks`: lead id, name, clock."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//TenderLens//TenderLens//ZH"]
    for lead, name, clock in clocks:
        lines += _event(lead, name, clock, laws[clock.law], at)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _event(lead: str, name: str, clock: Clock, law: Provision, at: datetime) -> list[str]:
    identity = f"{lead}|{clock.law}|{clock.name}|{_stamp(clock.starts)}"
    about = t("{law}. Lead {lead}, {name}.", law=law.cited_as, lead=lead, name=name)
    if clock.working_days:
        about += t(
            " Working days are counted Monday to Friday; public holidays move the end later."
        )
    return [
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(identity.encode()).hexdigest()[:32]}@tenderlens.invalid",
        f"DTSTAMP:{_stamp(at)}",
        f"DTSTART:{_stamp(clock.due)}",
        f"DTEND:{_stamp(clock.due)}",
        f"SUMMARY:{_escaped(t('Due: {what}', what=clock.name))}",
        f"DESCRIPTION:{_escaped(about)}",
        "CLASS:CONFIDENTIAL",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P1D",
        f"DESCRIPTION:{_escaped(clock.name)}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 bytes; never cut inside a character."""
    pieces: list[bytes] = [b""]
    for character in line:
        sign = character.encode()
        room = LONGEST_LINE - (len(pieces) > 1)
        if len(pieces[-1]) + len(sign) > room:
            pieces.append(b"")
        pieces[-1] += sign
    return b"\r\n ".join(pieces)
