"""Errors that a person can act on: each message names the thing, the rule and the remedy."""

from __future__ import annotations

import errno

from messages import t


class TenderLensError(Exception):
    """Something the person at the keyboard can answer. Front doors print the message and exit 1."""


class EngineUnavailable(TenderLensError):
    """The graph engine cannot be reached or started."""


class EngineRefused(TenderLensError):
    """The engine answered, and refused the credentials or the operation."""


class EngineBusy(TenderLensError):
    """Another process holds what this one needs; the message says which and what to do."""


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
    full, barred = {errno.ENOSPC, errno.EDQUOT}, {errno.EACCES, errno.EPERM, errno.EROFS}
    if problem.errno in full:
        reason = t("the disk is full")
    elif problem.errno in barred:
        reason = t("the right to it is missing")
    else:
        reason = problem.strerror or str(problem)
    return FileRefused(
        t(
            "A file could not be read or written: {reason}. {file} What was being written may be "
            "missing: free the disk or get the right, then repeat this.",
            reason=reason,
            file=problem.filename or "",
        )
    )
