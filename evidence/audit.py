"""The audit log: who asked, saw, loaded, exported what; each record chained to the one before.

`<workspace>/audit/log.jsonl`, one record a line, written before the result is shown:

    hash of a record = SHA-256(hash of the record before, as 64 digits, then its canonical JSON)

A chain shows that a record was edited, moved or taken out. That the end was cut off shows only
against a hash that somebody else keeps: every dossier states the head of its time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from graph.embedded_process import FileLock
from graph.errors import TenderLensError, reason
from messages import t

FOLDER = Path("audit")
LOG = "log.jsonl"
LOCK = "log.lock"
GENESIS = "0" * 64
LOCK_SECONDS = 10.0
TAIL = 65_536  # bytes that are read first to find the last record
LONGEST = 20_000  # characters of a query that a record holds; its hash is that of the whole


class AuditRefused(TenderLensError):
    """Nothing may be shown or changed, because it cannot be recorded; or a question is unclear."""


class Action(StrEnum):
    """What is recorded."""

    LOGIN = "login"
    QUERY = "query"
    SEARCH = "search"
    VIEW = "view"
    VIEW_PERSON = "view_person"
    UNMASK = "unmask"
    LOAD = "load"
    UNLOAD = "unload"
    MEASURE = "measure"
    JUDGEMENT = "judgement"
    EXPORT = "export"
    SETTING = "setting"
    GRANT = "grant"
    REQUEST = "request"
    APPROVE = "approve"
    DECLINE = "decline"
    READ_LOG = "read_log"
    PURGE = "purge"
    BACKUP = "backup"
    RESTORE = "restore"
    DENIED = "denied"
    RECOVERED = "recovered"


def action_name(action: Action) -> str:
    """An action as people call it."""
    return {
        Action.LOGIN: t("login"),
        Action.QUERY: t("query"),
        Action.SEARCH: t("search"),
        Action.VIEW: t("view"),
        Action.VIEW_PERSON: t("view of a person"),
        Action.UNMASK: t("unmasking"),
        Action.LOAD: t("load"),
        Action.UNLOAD: t("unload"),
        Action.MEASURE: t("measure"),
        Action.JUDGEMENT: t("judgement"),
        Action.EXPORT: t("export"),
        Action.SETTING: t("change of settings"),
        Action.GRANT: t("accounts and rights"),
        Action.REQUEST: t("request"),
        Action.APPROVE: t("approval"),
        Action.DECLINE: t("decline of a request"),
        Action.READ_LOG: t("reading the log"),
        Action.PURGE: t("purge"),
        Action.BACKUP: t("backup"),
        Action.RESTORE: t("restoring"),
        Action.DENIED: t("refusal"),
        Action.RECOVERED: t("half-written record kept aside"),
    }[action]


def result_name(result: str) -> str:
    """What came of an action, as people call it; other texts are said as they are."""
    return {
        "": t("begun"),
        "done": t("carried out"),
        "shown": t("was shown"),
        "left": t("left"),
        "denied": t("not allowed"),
        "refused": t("not carried out"),
    }.get(result, result)


Detail = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be recorded. `at` has a time zone; `result` is empty before the result is known.

    `detail` holds the text and hash of a query, counts, and what else a reader of the log needs.
    """

    at: datetime
    user: str
    role: str
    action: Action
    objects: tuple[str, ...] = ()
    detail: Detail = field(default_factory=dict)
    reason: str = ""
    result: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"Audit entry: {self.at} has no time zone.")
        if not self.user.strip():
            raise ValueError("Audit entry without a user.")

    def tells(self, text: str) -> bool:
        """Whether a text stands in what was asked or looked at, whatever its case."""
        wanted = text.casefold()
        told = (*self.objects, self.reason, self.result, *map(str, self.detail.values()))
        return any(wanted in part.casefold() for part in told)


@dataclass(frozen=True, slots=True)
class Head:
    """The last record of a log; `seq` 0 before the first."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Record:
    """An entry in its place in the chain."""

    seq: int
    entry: Entry
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """What `verify` found: nothing in `problems` means that the chain holds."""

    records: int
    head: Head
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


class Unreadable(ValueError):
    """A line that is no record."""


def query_detail(cypher: str) -> dict[str, str | int]:
    """A query as a record holds it."""
    digest = hashlib.sha256(cypher.encode("utf-8", "surrogatepass")).hexdigest()
    return {"query": cypher[:LONGEST], "query_sha256": digest}


class AuditLog:
    """The log of one workspace, shared with every other process that uses the workspace."""

    def __init__(self, workspace: Path) -> None:
        self.folder = workspace / FOLDER
        self.file = self.folder / LOG

    def append(self, entry: Entry) -> Head:
        """Record; it is on disk when this returns. Raises AuditRefused if that cannot be.

        A last line that a killed program left half written is kept aside, and a record says so.
        """
        try:
            self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
            lock = FileLock(self.folder / LOCK)
            if not lock.acquire(seconds=LOCK_SECONDS):
                raise AuditRefused(
                    t("Another program holds the audit log {file}. Try again.", file=self.file)
                )
            try:
                return self._append(entry)
            finally:
                lock.release()
        except OSError as problem:
            raise AuditRefused(
                t(
                    "The audit log {file} cannot be written: {reason}. Nothing is shown or changed "
                    "without a record: free the disk or the file, then repeat this.",
                    file=self.file,
                    reason=reason(problem),
                )
            ) from problem

    def _append(self, entry: Entry) -> Head:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(self.file, flags, 0o600), "r+b") as stream:
            head, end = _last(stream)
            lines = b""
            if rest := _from(stream, end):
                head, lines = _chained(head, _recovered(entry, self._aside(head, rest), rest))
            head, line = _chained(head, entry)
            stream.seek(end)
            stream.write(lines + line)
            stream.truncate()
            stream.flush()
            os.fsync(stream.fileno())
            return head

    def _aside(self, head: Head, rest: bytes) -> str:
        """Keep what is no record beside the log; returns the file's name."""
        digest = hashlib.sha256(rest).hexdigest()
        file = self.folder / f"aside-{head.seq + 1}-{digest[:12]}.txt"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as stream:
            stream.write(rest)
            stream.flush()
            os.fsync(stream.fileno())
        return file.name

    def head(self) -> Head:
        """The last record: what an outsider notes down to find a cut later."""
        if not self.file.exists():
            return Head(0, GENESIS)
        with self.file.open("rb") as stream:
            return _last(stream)[0]

    def records(self) -> Iterator[Record]:
        """All records that can be read, oldest first; `verify` tells about the others."""
        for line in self._lines():
            try:
                yield _read(line)
            except Unreadable:
                continue

    def _lines(self) -> Iterator[bytes]:
        if self.file.exists():
            with self.file.open("rb") as stream:
                yield from stream

    def verify(self, anchor: Head | None = None, *, most: int = 20) -> AuditCheck:
        """Follow the chain from its first record, and meet `anchor` on the way.

        Names the first `most` records that do not fit.
        """
        problems: list[str] = []
        head, met, count = Head(0, GENESIS), anchor is None or anchor.seq == 0, 0
        for number, line in enumerate(self._lines(), start=1):
            try:
                record = _read(line)
            except Unreadable:
                problems.append(t("Line {line}: this is no record.", line=number))
                continue
            problems += _breaks(head, record)
            if anchor is not None and record.seq == anchor.seq:
                met = True
                if record.hash != anchor.hash:
                    problems.append(
                        t("Record {seq} is not the one that was anchored.", seq=anchor.seq)
                    )
            head, count = Head(record.seq, record.hash), count + 1
        if anchor is not None and not met:
            problems.append(
                t(
                    "The log ends with record {seq}, but record {anchor} was anchored: its end was "
                    "cut off.",
                    seq=head.seq,
                    anchor=anchor.seq,
                )
            )
        return AuditCheck(count, head, tuple(problems[:most]))


def _breaks(head: Head, record: Record) -> Iterator[str]:
    if record.seq == head.seq + 2:
        yield t("Record {seq} is missing.", seq=head.seq + 1)
    elif record.seq > head.seq + 1:
        yield t("Records {first} to {last} are missing.", first=head.seq + 1, last=record.seq - 1)
    elif record.seq <= head.seq:
        yield t(
            "Record {seq} stands after record {before}: the order was changed.",
            seq=record.seq,
            before=head.seq,
        )
    elif record.prev != head.hash:
        yield t(
            "Record {seq} does not follow from record {before}: one of them was replaced.",
            seq=record.seq,
            before=head.seq,
        )
    if _hash(record.prev, _canonical(record.seq, record.prev, record.entry)) != record.hash:
        yield t("Record {seq} was changed after it was written.", seq=record.seq)


def parse_anchor(text: str) -> Head:
    """`SEQ:HASH`, as `audit head` prints it and a dossier's manifest states it."""
    seq, _, digest = text.strip().partition(":")
    if (
        not (seq.isascii() and seq.isdigit())
        or len(digest) != 64
        or set(digest) - set("0123456789abcdef")
    ):
        raise AuditRefused(
            t(
                "'{text}' is no anchor. Write SEQ:HASH, as `tenderlens audit head` and the "
                "manifest of a dossier give it.",
                text=text,
            )
        )
    return Head(int(seq), digest)


# One record as bytes


def _canonical(seq: int, prev: str, entry: Entry) -> bytes:
    return _json(
        {
            "seq": seq,
            "at": entry.at.astimezone(UTC).isoformat(timespec="milliseconds"),
            "user": entry.user,
            "role": entry.role,
            "action": entry.action.value,
            "objects": list(entry.objects),
            "detail": dict(entry.detail),
            "reason": entry.reason,
            "result": entry.result,
            "prev": prev,
        }
    )


def _json(value: Mapping[str, object]) -> bytes:
    # ASCII: no sign of a name or a query can end a line or reverse its order for a reader.
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def _hash(prev: str, canonical: bytes) -> str:
    return hashlib.sha256(prev.encode("ascii") + canonical).hexdigest()


def _chained(head: Head, entry: Entry) -> tuple[Head, bytes]:
    canonical = _canonical(head.seq + 1, head.hash, entry)
    digest = _hash(head.hash, canonical)
    return Head(head.seq + 1, digest), canonical[:-1] + f',"hash":"{digest}"}}\n'.encode("ascii")


def _recovered(entry: Entry, name: str, rest: bytes) -> Entry:
    digest = hashlib.sha256(rest).hexdigest()
    detail: dict[str, str | int] = {"bytes": len(rest), "sha256": digest}
    return replace(
        entry,
        action=Action.RECOVERED,
        objects=(name,),
        detail=detail,
        reason="",
        result="kept aside",
    )


def _read(line: bytes) -> Record:
    """A line as a record; raises Unreadable, also for a line without its end."""
    try:
        if not line.endswith(b"\n"):
            raise Unreadable
        row = json.loads(line)
        digest = row.pop("hash")
        entry = Entry(
            at=datetime.fromisoformat(row["at"]),
            user=row["user"],
            role=row["role"],
            action=Action(row["action"]),
            objects=tuple(row["objects"]),
            detail=row["detail"],
            reason=row["reason"],
            result=row["result"],
        )
        record = Record(int(row["seq"]), entry, str(row["prev"]), str(digest))
        canonical = _canonical(record.seq, record.prev, entry)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Unreadable from problem
    if canonical[:-1] + f',"hash":"{digest}"}}\n'.encode() != line:
        # The same content, written in another way or with more in it: not our line.
        raise Unreadable
    return record


def _last(stream: BinaryIO) -> tuple[Head, int]:
    """The last record, and where it ends; what stands behind it is no record."""
    size = stream.seek(0, os.SEEK_END)
    tail = TAIL
    while True:
        start = max(0, size - tail)
        stream.seek(start)
        lines = stream.read(size - start).splitlines(keepends=True)
        at = size
        for number in range(len(lines) - 1, -1, -1):
            if number == 0 and start > 0:
                break  # its beginning was not read
            try:
                record = _read(lines[number])
            except Unreadable:
                at -= len(lines[number])
                continue
            return Head(record.seq, record.hash), at
        if start == 0:
            return Head(0, GENESIS), 0
        tail *= 8


def _from(stream: BinaryIO, end: int) -> bytes:
    stream.seek(end)
    return stream.read()
