"""The door of a workspace: who comes in, what they may, and the record that they did.

A method that answers or changes something carries `@recorded`. What it calls of its own kind on
the way belongs to it: the outermost call is the one that is permitted and recorded.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from evidence.accounts import IDLE, Accounts, NotPermitted, Session, SessionOver
from evidence.audit import Action, AuditLog, Entry, Head, query_detail
from evidence.masking import masked, masked_search
from evidence.two_persons import NEEDS_TWO, use
from graph.embedded_process import write_private
from graph.errors import TenderLensError
from messages import t

SETTINGS = "settings.json"
SINGLE = "single"  # the role in a workspace without accounts
NOBODY = "nobody"  # of who has not signed in yet
PERSONS = ("person:", "expert:")
VIEWS = frozenset({Action.VIEW, Action.SEARCH, Action.READ_LOG})
SAME_VIEW = timedelta(minutes=10)  # a page is drawn again at every click; that is one view
MOST_OBJECTS = 50  # that a record names; it counts them all
MOST_VIEWS = 5_000
A_FEW = 5

_inside: ContextVar[bool] = ContextVar("inside", default=False)


def _now() -> datetime:
    return datetime.now(UTC)


class Door:
    """The log, the accounts and the session of one user of a workspace."""

    def __init__(
        self,
        folder: Path,
        user: str,
        session: Session | None = None,
        *,
        clock: Callable[[], datetime] = _now,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.log = AuditLog(folder)
        self.accounts = Accounts(folder)
        self.session = session
        self.user = session.user if session else user
        self.clock = clock
        self.settings = settings
        self._seen: dict[tuple[Action, tuple[str, ...]], datetime] = {}
        self._used = clock()

    @property
    def role(self) -> str:
        """The role of who is here; without a session, that there are no accounts, or nobody's."""
        if self.session is not None:
            return self.session.role.value
        return NOBODY if self.accounts.exist() else SINGLE

    def record(
        self,
        action: Action,
        objects: Iterable[str] = (),
        *,
        detail: Mapping[str, str | int] | None = None,
        reason: str = "",
        result: str = "",
    ) -> Head:
        """Write one record about who is here; the first one tells which settings changed."""
        if self.settings is not None:
            now, self.settings = self.settings, None
            try:
                self._tell_changes(now)
            except TenderLensError:
                self.settings = now  # to be told before whatever can be recorded next
                raise
        cover = masked_search if action is Action.SEARCH else masked
        named = tuple(map(cover, objects))
        told = {k: masked(v) if isinstance(v, str) else v for k, v in (detail or {}).items()}
        if len(named) > MOST_OBJECTS:
            told["objects"] = len(named)
        return self.log.append(
            Entry(
                self.clock(), self.user, self.role, action, named[:MOST_OBJECTS], told,
                masked(reason), result,
            )
        )  # fmt: skip

    def _tell_changes(self, now: Mapping[str, str]) -> None:
        """Record settings that differ from those last recorded, as `old -> new`; keep them then."""
        file = self.log.folder / SETTINGS
        before: dict[str, str] = {}
        with contextlib.suppress(OSError, ValueError):
            before = json.loads(file.read_text(encoding="utf-8"))
        changed: dict[str, str | int] = {
            k: f"{before.get(k, '')} -> {v}" for k, v in now.items() if before.get(k) != v
        }
        if changed:
            self.record(Action.SETTING, changed, detail=changed, result="seen changed")
            write_private(file, json.dumps(now, ensure_ascii=False, sort_keys=True))

    def permit(self, *actions: Action, objects: Iterable[str] = ()) -> None:
        """Raise NotPermitted, and record it, if who is here may do none of these."""
        try:
            if self.session is not None:
                self.still_open()
                self.session.require(actions, self.clock())
                self._used = self.clock()
            elif self.accounts.exist():
                raise NotPermitted(
                    t("This workspace has accounts. Log in; for commands, set TENDERLENS_USER.")
                )
        except NotPermitted:
            self.deny(actions[0], objects)
            raise

    def deny(self, action: Action, objects: Iterable[str] = (), reason: str = "") -> None:
        """Record that something was refused."""
        self.record(
            Action.DENIED, objects, detail={"wanted": action.value}, reason=reason, result="denied"
        )

    def approved(
        self, action: Action, subject: str, about: Sequence[str] = ()
    ) -> dict[str, str | int]:
        """Use up the second person's approval, where there are accounts; says whose it was.

        `about` are the parties whom a subject holds that its name does not tell.
        """
        if self.session is None or action not in NEEDS_TWO:
            return {}
        try:
            step = use(self.folder, action, subject, self.user, self.clock(), about)
        except NotPermitted:
            self.deny(action, [subject, *about])
            raise
        return {"request": step.request, "approver": step.by, "purpose": step.reason}

    def is_new(self, action: Action, objects: tuple[str, ...]) -> bool:
        """Whether this view was not recorded in the last minutes."""
        now = self.clock()
        last = self._seen.get((action, objects))
        if last is not None and now - last < SAME_VIEW:
            return False
        if len(self._seen) >= MOST_VIEWS:
            self._seen.clear()
        self._seen[action, objects] = now
        return True

    def still_open(self) -> None:
        """Raise SessionOver if the time is up, nobody was here for long, or the account changed."""
        session, now = self.session, self.clock()
        if session is None:
            return
        account = next((a for a in self.accounts.all() if a.name == session.user), None)
        same = account is not None and not account.disabled and account.role == session.role
        if not same or now >= session.until or now - self._used >= IDLE:
            raise SessionOver(t("The session of {user} is over. Log in again.", user=session.user))


class HasDoor(Protocol):
    """What `recorded` needs of the object whose methods it records."""

    @property
    def door(self) -> Door:
        """Through which its methods are entered."""


P = ParamSpec("P")
R = TypeVar("R")
W = TypeVar("W", bound=HasDoor)


def permitted(
    *actions: Action,
) -> Callable[[Callable[Concatenate[W, P], R]], Callable[Concatenate[W, P], R]]:
    """Let in whoever may do one of these, without a record: totals, names of files, bookmarks."""

    def decorate(method: Callable[Concatenate[W, P], R]) -> Callable[Concatenate[W, P], R]:
        @functools.wraps(method)
        def entered(self: W, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if _inside.get():
                return method(self, *args, **kwargs)
            check_characters((*args, *kwargs.values()))
            self.door.permit(*actions)
            return _call(method, self, *args, **kwargs)

        entered.__dict__["permitted"] = actions
        return entered

    return decorate


def recorded(
    action: Action,
    *about: str,
    view: bool | None = None,
    parties: Callable[[Any, Any], Iterable[str]] = lambda _self, _subject: (),
) -> Callable[[Callable[Concatenate[W, P], R]], Callable[Concatenate[W, P], R]]:
    """Permit and record a method; `about` are the arguments that say what it is about.

    A view is recorded once its answer is known and before it is given. Everything else has a
    record before it begins and one with its result. `view`: whether it is one, where the action
    does not tell. `parties` tells, of the object and the first of these arguments, whom that
    is about where its name does not.
    """
    as_view = action in VIEWS if view is None else view

    def decorate(method: Callable[Concatenate[W, P], R]) -> Callable[Concatenate[W, P], R]:
        signature = inspect.signature(method)

        @functools.wraps(method)
        def entered(self: W, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if _inside.get():
                return method(self, *args, **kwargs)
            check_characters((*args, *kwargs.values()))
            given = signature.bind(self, *args, **kwargs).arguments
            objects = tuple(name for about_ in about for name in _names(given.get(about_)))
            door = self.door
            wanted = _precisely(action, objects)
            door.permit(wanted, objects=objects)
            objects += tuple(_call(parties, self, given.get(about[0]) if about else None))
            if as_view:
                answer = _call(method, self, *args, **kwargs)
                keys = objects + tuple(k for k in _keys(answer) if k not in objects)
                shown = _precisely(action, keys) if about else action
                if shown is not wanted:
                    door.permit(shown, objects=keys)
                if door.is_new(shown, keys):
                    door.record(shown, keys, detail=_outcome(answer), result="shown")
                return answer
            subject, *others = objects or (method.__name__,)
            detail = door.approved(action, subject, others)
            detail |= {"door": method.__name__} | _stated(given)
            head = door.record(wanted, objects, detail=detail, reason=str(given.get("reason", "")))
            try:
                answer = _call(method, self, *args, **kwargs)
            except TenderLensError as problem:
                told: dict[str, str | int] = {"of": head.seq, "problem": type(problem).__name__}
                door.record(wanted, objects, detail=told, result="refused")
                raise
            door.record(wanted, objects, detail={"of": head.seq} | _outcome(answer), result="done")
            return answer

        entered.__dict__["audited"] = action
        return entered

    return decorate


def _call(
    method: Callable[Concatenate[W, P], R], self: W, /, *args: P.args, **kwargs: P.kwargs
) -> R:
    token = _inside.set(True)
    try:
        return method(self, *args, **kwargs)
    finally:
        _inside.reset(token)


def check_characters(values: Iterable[object]) -> None:
    """Refuse half a surrogate pair, which no file and no query can hold."""
    for value in values:
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError as problem:
                sign = repr(value[problem.start : problem.end])
                raise TenderLensError(
                    t("A text holds a sign that is no character: {sign}. Leave it out.", sign=sign)
                ) from problem
        elif isinstance(value, Mapping):
            check_characters((*value, *value.values()))
        elif isinstance(value, list | tuple | set | frozenset):
            check_characters(value)


def _precisely(action: Action, objects: Sequence[str]) -> Action:
    """A view of a person is recorded as such; that of a whole network names its persons too."""
    about_person = len(objects) <= A_FEW and any(name.startswith(PERSONS) for name in objects)
    return Action.VIEW_PERSON if action is Action.VIEW and about_person else action


def _names(value: object) -> tuple[str, ...]:
    """An argument as names of objects: keys, ids, paths, a matter by its id."""
    if value in (None, "") or isinstance(
        value, Iterator
    ):  # an iterator is read once, by the method
        return ()
    if isinstance(value, str | Path):
        return (str(value),)
    if isinstance(value, Iterable):
        return tuple(name for part in value for name in _names(part))
    return (str(getattr(value, "id", value)),)


def _keys(answer: object) -> tuple[str, ...]:
    """The nodes that an answer is about, where it says so: those of a lead, those found."""
    keys = getattr(answer, "keys", ())
    found = answer[:MOST_OBJECTS] if isinstance(answer, tuple) else ()
    named = tuple(hit.key for hit in found if isinstance(getattr(hit, "key", None), str))
    return keys if isinstance(keys, tuple) else named


def _stated(given: Mapping[str, Any]) -> dict[str, str | int]:
    """What a reader of the log needs to know of the arguments, besides the objects."""
    told: dict[str, str | int] = {}
    if "cypher" in given:
        told |= query_detail(str(given["cypher"]))
        told["parameters"] = str(dict(given.get("parameters") or {}))[:1000]
    release = given.get("release")
    for name in ("purpose", "recipient", "approver"):
        if stated := getattr(release, name, ""):
            told[f"stated_{name}"] = str(stated)
    if "verdict" in given:
        told["verdict"] = str(given["verdict"])
    return told


def _outcome(answer: object) -> dict[str, str | int]:
    """How much came of it."""
    if isinstance(answer, int | str):
        return {"count": answer}
    rows = getattr(answer, "rows", None)
    if isinstance(rows, tuple | list):
        return {"rows": len(rows)}
    if isinstance(file := getattr(answer, "file", None), Path):
        return {"file": file.name}
    if isinstance(answer, tuple | list | dict) or hasattr(answer, "__len__"):
        return {"count": len(answer)}
    return {}
