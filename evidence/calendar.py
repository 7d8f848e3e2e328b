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
    """One event a clock, at its end, with an alarm a day before.

    An event has the same UID each time, so that reading the file again moves it.

    `clocks`: the id of a lead or the number of a complaint, what it is about, the clock.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//TenderLens//TenderLens//ZH"]
    for lead, name, clock in clocks:
        lines += _event(lead, name, clock, laws[clock.law], at)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _event(lead: str, name: str, clock: Clock, law: Provision, at: datetime) -> list[str]:
    identity = f"{lead}|{clock.kind}"
    about = t("{law}. {lead}, {name}.", law=law.cited_as, lead=lead, name=name)
    about += counted(clock)
    return [
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(identity.encode()).hexdigest()[:32]}@tenderlens.invalid",
        f"DTSTAMP:{_stamp(at)}",
        f"DTSTART:{_stamp(clock.due)}",
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


def counted(clock: Clock) -> str:
    """How the days of a clock were counted, as further sentences; nothing for calendar days."""
    if not clock.working_days:
        return ""
    said = t(" Working days by the arrangements of the State Council.")
    if clock.unpublished:
        years = t(", ").join(map(str, clock.unpublished))
        said += t(" Those of {years} are not here: holidays move the end later.", years=years)
    return said


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
