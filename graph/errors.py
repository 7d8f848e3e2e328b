"""Errors that a person can act on: each message names the thing, the rule and the remedy."""

from __future__ import annotations

import errno
import re

from messages import t


class TenderLensError(Exception):
    """Something the person at the keyboard can answer. Front doors print the message and exit 1."""


class EngineUnavailable(TenderLensError):
    """The graph engine cannot be reached or started."""


class EngineRefused(TenderLensError):
    """The engine answered, and refused the credentials or the operation."""


class EngineBusy(TenderLensError):
    """Another process holds what this one needs; the message says which and what to do."""


class GraphChanging(TenderLensError):
    """A file is being loaded or taken back: what would be worked out now is of half of it."""


class WorkspaceCorrupt(TenderLensError):
    """A file of the workspace cannot be understood."""


class QueryRejected(TenderLensError):
    """The query is not one that may be run here: a write, an unknown name, a syntax error."""


class QueryTimedOut(TenderLensError):
    """The query ran longer than its limit and was stopped."""


class QueryTooLarge(TenderLensError):
    """The query needs more memory than the engine gives to all queries together."""


class InputRefused(TenderLensError):
    """A file cannot be loaded: unreadable, empty, encrypted, mislabelled, a column missing."""


class RecordsRefused(TenderLensError):
    """Records that contradict the vocabulary; a defect in a table map, never in the data."""


class FileRefused(TenderLensError):
    """The computer refused to read or write a file: a full disk, a right that is missing."""


def answerable(problem: TenderLensError | OSError) -> TenderLensError:
    """The same as an error whose message a person can act on."""
    if isinstance(problem, TenderLensError):
        return problem
    return FileRefused(
        t(
            "{file} could not be read or written: {reason}. {remedy}",
            reason=reason(problem),
            file=problem.filename or t("A file"),
            remedy=_remedy(problem.errno or 0),
        )
    )


def _remedy(number: int) -> str:
    if number in {errno.ENOSPC, errno.EDQUOT}:
        return t("What was being written may be missing: free the disk, then repeat this.")
    if number in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return t("Get the right to it or name another place, then repeat this.")
    return t("Check it or name another, then repeat this.")


def reason(problem: OSError) -> str:
    """Why the computer refused, in the language of who reads it; what is rare, in its own words."""
    return {
        errno.ENOENT: t("there is no such file or folder"),
        errno.EEXIST: t("a file or folder of that name is there already"),
        errno.ENOTDIR: t("a part of its path is no folder"),
        errno.EISDIR: t("it is a folder"),
        errno.ENOSPC: t("the disk is full"),
        errno.EDQUOT: t("the disk is full"),
        errno.EACCES: t("the right to it is missing"),
        errno.EPERM: t("the right to it is missing"),
        errno.EROFS: t("the right to it is missing"),
    }.get(problem.errno or 0, problem.strerror or str(problem))


def no_toml(problem: ValueError) -> str:
    """Where a text is no TOML, from the error of reading it."""
    if isinstance(problem, UnicodeDecodeError):
        return t("it is not written in UTF-8")
    if place := re.search(r"line (\d+), column (\d+)", str(problem)):
        return t("line {line}, sign {sign} is no TOML", line=place[1], sign=place[2])
    return t("it breaks off: a quotation mark, a bracket or a value is missing")
