"""Operations out of the ordinary in the audit log, for the auditor to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from evidence.audit import Action, Entry, Record
from evidence.clocks import CHINA
from messages import t

BULK_EXPORTS = 3  # exports of one user outside working hours on one day
MANY_PERSONS = 50  # different persons that one user looked at on one day
REPEATED_REFUSALS = 5  # refusals of one user on one day
WORKING_HOURS = range(7, 20)  # on weekdays, Beijing time
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something a person should look at; `seqs` are the records. It says nothing about why."""

    kind: str
    user: str
    sentence: str
    seqs: tuple[int, ...]


def oddity_name(kind: str) -> str:
    """A kind of oddity as people call it."""
    return {
        "off_hours_export": t("exports outside working hours"),
        "many_persons": t("many persons in one day"),
        "repeated_refusals": t("repeated refusals"),
        "own_circle": t("about the user or someone close"),
    }[kind]


def oddities(
    records: Iterable[Record],
    own: Mapping[str, frozenset[str]],
) -> tuple[Oddity, ...]:
    """What is out of the ordinary, sorted by kind and user.

    `own`: the keys and names of each user and of those close to the user.
    """
    exports: dict[tuple[str, str], list[int]] = defaultdict(list)
    persons: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    refused: dict[tuple[str, str], list[int]] = defaultdict(list)
    close: dict[str, list[int]] = defaultdict(list)
    for record in records:
        entry = record.entry
        here = entry.at.astimezone(CHINA)
        spot = (entry.user, here.date().isoformat())
        if entry.action is Action.EXPORT and not entry.result and _off_hours(here):
            exports[spot].append(record.seq)
        if entry.action in (Action.VIEW_PERSON, Action.UNMASK):
            for key in entry.objects:
                persons[spot].setdefault(key, record.seq)
        if entry.action is Action.DENIED:
            refused[spot].append(record.seq)
        if _is_about(entry, own.get(entry.user, frozenset())):
            close[entry.user].append(record.seq)
    found = [
        Oddity("off_hours_export", user, _exports(user, day, len(seqs)), tuple(seqs))
        for (user, day), seqs in exports.items()
        if len(seqs) >= BULK_EXPORTS
    ]
    found += [
        Oddity(
            "many_persons", user, _persons(user, day, len(seen)), tuple(sorted({*seen.values()}))
        )
        for (user, day), seen in persons.items()
        if len(seen) >= MANY_PERSONS
    ]
    found += [
        Oddity("repeated_refusals", user, _refusals(user, day, len(seqs)), tuple(seqs))
        for (user, day), seqs in refused.items()
        if len(seqs) >= REPEATED_REFUSALS
    ]
    found += [
        Oddity("own_circle", user, _own_circle(user, len(seqs)), tuple(seqs))
        for user, seqs in close.items()
    ]
    return tuple(sorted(found, key=lambda odd: (odd.kind, odd.user, odd.seqs)))


def _off_hours(here: datetime) -> bool:
    return here.hour not in WORKING_HOURS or here.weekday() >= SATURDAY


def _is_about(entry: Entry, own: frozenset[str]) -> bool:
    """Whether a record is about one of these keys or names, as an object or inside a query."""
    asked = str(entry.detail.get("query", ""))
    if entry.action is Action.GRANT:
        return False
    return any(mine in entry.objects or mine in asked for mine in own)


def _exports(user: str, day: str, n: int) -> str:
    return t("{user}: {n} exports outside working hours on {day}.", user=user, n=n, day=day)


def _persons(user: str, day: str, n: int) -> str:
    return t("{user}: {n} persons looked at on {day}.", user=user, n=n, day=day)


def _refusals(user: str, day: str, n: int) -> str:
    return t("{user}: refused {n} times on {day}.", user=user, n=n, day=day)


def _own_circle(user: str, n: int) -> str:
    return t("{user}: {n} records about the user or someone close.", user=user, n=n)
