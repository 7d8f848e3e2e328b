"""Errors that a person can act on: each message names the thing, the rule and the remedy."""


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
