"""Accounts of a workspace: who may do what, and how a person shows who they are.

A workspace without accounts is for one person on one computer, who may do everything. With
accounts, nobody may: business, system, security and audit are four hands, and an account has one
role, so no two of them are ever in one.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from evidence.audit import Action, action_name
from evidence.clocks import CHINA
from graph.embedded_process import FileLock, write_private
from graph.errors import TenderLensError, WorkspaceCorrupt
from messages import t

FILE = "accounts.json"
LOCK = "accounts.lock"
LOCK_SECONDS = 10.0
SHORTEST_PASSWORD = 12
MOST_FAILURES = 5
LOCKED = timedelta(minutes=15)
SESSION = timedelta(hours=8)
IDLE = timedelta(minutes=30)
# RFC 9106, second recommendation: 64 MiB, three passes, four lanes.
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4
_NAME = re.compile(r"[\w.@-]{1,64}")


class AccountRefused(TenderLensError):
    """An account cannot be made, changed or used like this."""


class NotPermitted(TenderLensError):
    """The role does not allow it, or nobody is logged in."""


class SessionOver(NotPermitted):
    """The time of a session is up, or its account was changed or closed."""


class Role(StrEnum):
    """What an account is for; the last three are administrators and touch no case."""

    CLERK = "clerk"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    READER = "reader"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"


def role_name(role: str) -> str:
    """A role as people call it; `single` is who works without accounts, `nobody` a stranger."""
    return {
        "clerk": t("clerk"),
        "analyst": t("analyst"),
        "reviewer": t("reviewer"),
        "approver": t("approver"),
        "reader": t("reader"),
        "system": t("system administrator"),
        "security": t("security administrator"),
        "audit": t("audit administrator"),
        "single": t("single user"),
        "nobody": t("not signed in"),
    }.get(role, role)


# What each role may do. What is not here nobody may; the log itself writes DENIED and RECOVERED.
PERMISSIONS: Mapping[Role, frozenset[Action]] = {
    Role.CLERK: frozenset({Action.LOGIN, Action.LOAD, Action.UNLOAD, Action.MEASURE}),
    Role.ANALYST: frozenset(
        {
            Action.LOGIN, Action.QUERY, Action.SEARCH, Action.VIEW, Action.VIEW_PERSON,
            Action.MEASURE, Action.JUDGEMENT, Action.REQUEST, Action.EXPORT, Action.UNMASK,
        }
    ),
    Role.REVIEWER: frozenset(
        {
            Action.LOGIN, Action.SEARCH, Action.VIEW, Action.VIEW_PERSON, Action.JUDGEMENT,
            Action.APPROVE, Action.DECLINE,
        }
    ),
    Role.APPROVER: frozenset(
        {
            Action.LOGIN, Action.SEARCH, Action.VIEW, Action.VIEW_PERSON, Action.APPROVE,
            Action.DECLINE, Action.PURGE,
        }
    ),
    Role.READER: frozenset({Action.LOGIN, Action.VIEW}),
    Role.SYSTEM: frozenset({Action.LOGIN, Action.SETTING, Action.BACKUP, Action.RESTORE}),
    Role.SECURITY: frozenset({Action.LOGIN, Action.GRANT}),
    Role.AUDIT: frozenset({Action.LOGIN, Action.READ_LOG}),
}  # fmt: skip


def may(role: Role, action: Action) -> bool:
    """Whether a role allows an action."""
    return action in PERMISSIONS[role]


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account. `own`: keys of the person and of firms that are theirs.

    `identity` is the e-mail address or subject by which an identity provider knows the person;
    such an account has no password here.
    """

    name: str
    role: Role
    password: str = field(repr=False)  # argon2id, in PHC form; empty: the provider vouches
    own: tuple[str, ...] = ()
    disabled: bool = False
    failures: int = 0
    locked_until: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A person who showed who they are; holds until `until`."""

    user: str
    role: Role
    until: datetime
    own: tuple[str, ...] = ()

    def require(self, actions: Collection[Action], at: datetime) -> None:
        """Raise NotPermitted if the session is over or the role allows none of the actions."""
        if at >= self.until:
            raise SessionOver(t("The session of {user} is over. Log in again.", user=self.user))
        if not any(may(self.role, action) for action in actions):
            raise NotPermitted(
                t(
                    "The role {role} does not allow this ({action}). Ask somebody whose role does; "
                    "a security administrator grants roles.",
                    role=role_name(self.role.value),
                    action=t(", ").join(action_name(action) for action in actions),
                )
            )


class Accounts:
    """The accounts of one workspace, in a file that its owner alone may read."""

    def __init__(self, workspace: Path) -> None:
        self.folder = workspace
        self.file = workspace / FILE

    def exist(self) -> bool:
        """Whether this workspace has accounts; without, it is for one person."""
        return self.file.exists()

    def all(self) -> tuple[Account, ...]:
        """The accounts by name. Raises WorkspaceCorrupt."""
        if not self.file.exists():
            return ()
        try:
            rows = json.loads(self.file.read_text(encoding="utf-8"))
            return tuple(
                Account(**{**row, "role": Role(row["role"]), "own": tuple(row["own"])})
                for row in rows
            )
        except (ValueError, TypeError, KeyError) as problem:
            raise WorkspaceCorrupt(
                t("{file} holds no accounts. Restore it from a backup.", file=self.file)
            ) from problem

    def add(
        self,
        name: str,
        password: str,
        role: Role,
        own: tuple[str, ...] = (),
        *,
        identity: str = "",
    ) -> Account:
        """A new account. The first one must be a security administrator's: only they grant.

        With `identity` the password is not used: the identity provider vouches for the person.
        """
        if not _NAME.fullmatch(name):
            raise AccountRefused(
                t(
                    "'{name}' is no account name: 1 to 64 letters, digits, '.', '-', '_' or '@'.",
                    name=name,
                )
            )
        known_as = identity.strip().casefold()
        if not known_as:
            check_password(name, password)
        kept = "" if known_as else hashed(password)
        made = Account(name, role, kept, own, identity=known_as)
        with self._changing() as accounts:
            if name in accounts:
                raise AccountRefused(t("There is an account '{name}' already.", name=name))
            if known_as and any(a.identity == known_as for a in accounts.values()):
                raise AccountRefused(
                    t("'{identity}' stands at another account already.", identity=identity)
                )
            if not accounts and role is not Role.SECURITY:
                raise AccountRefused(
                    t("The first account must have the role security: nobody else can grant.")
                )
            accounts[name] = made
        return made

    def change(self, name: str, *, role: Role | None = None, disabled: bool | None = None) -> None:
        """Give an account another role, or close or open it. One security account stays open."""
        with self._changing() as accounts:
            old = _known(accounts, name)
            accounts[name] = replace(
                old,
                role=old.role if role is None else role,
                disabled=old.disabled if disabled is None else disabled,
                failures=0,
                locked_until="",
            )
            if not any(a.role is Role.SECURITY and not a.disabled for a in accounts.values()):
                raise AccountRefused(
                    t("One security administrator must stay: nobody else can grant.")
                )

    def authenticate(self, name: str, password: str, at: datetime) -> Session:
        """A session for the right password; the same sentence for every other reason but a lock.

        Five failures lock the account for fifteen minutes. Raises AccountRefused.
        """
        with self._changing() as accounts:
            account = accounts.get(name)
            if account is not None and _locked(account, at):
                until = datetime.fromisoformat(account.locked_until)
                problem = t(
                    "The account '{name}' is locked until {until} (Beijing time) after {n} "
                    "failures.",
                    name=name,
                    until=f"{until.astimezone(CHINA):%H:%M:%S}",
                    n=MOST_FAILURES,
                )
            else:
                kept = (account.password if account else "") or _NOBODY
                right = matches(password, kept)
                if account is not None and right and not account.disabled:
                    accounts[name] = replace(account, failures=0, locked_until="")
                    return Session(name, account.role, at + SESSION, account.own)
                if account is not None:
                    accounts[name] = _failed(account, at)
                problem = t("Name or password is wrong, or the account is closed.")
        raise AccountRefused(problem)

    def change_password(self, name: str, old: str, new: str, at: datetime) -> None:
        """Replace the password of an account whose present one is given. Raises AccountRefused."""
        self.authenticate(name, old, at)
        check_password(name, new)
        if new == old:
            raise AccountRefused(t("The new password is the old one. Choose another."))
        with self._changing() as accounts:
            accounts[name] = replace(_known(accounts, name), password=hashed(new))

    def recognise(self, claims: Mapping[str, object], at: datetime) -> Session:
        """A session for what an identity provider vouches for: `iss sub`, else a verified e-mail.

        It ends eight hours after the provider saw the person, not after this page did. Raises
        AccountRefused, or SessionOver if the provider must look again.
        """
        names = identities(claims)
        found = [a for a in self.all() if a.identity and a.identity in names]
        if len(found) != 1 or found[0].disabled:
            raise AccountRefused(
                t(
                    "The identity provider knows you as {names}, but no open account here is "
                    "yours. Ask a security administrator to make one (`tenderlens account add "
                    "--identity`).",
                    names=" / ".join(sorted(names)) or "—",
                )
            )
        seen = claims.get("iat")
        until = datetime.fromtimestamp(seen, UTC) + SESSION if isinstance(seen, int) else at
        if at >= until:
            raise SessionOver(t("The session of {user} is over. Log in again.", user=found[0].name))
        return Session(found[0].name, found[0].role, until, found[0].own)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[dict[str, Account]]:
        """The accounts by name, to be changed; kept only if nothing is raised."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / LOCK)
        if not lock.acquire(seconds=LOCK_SECONDS):
            raise AccountRefused(t("Another program is changing the accounts. Try again."))
        try:
            before = {account.name: account for account in self.all()}
            accounts = dict(before)
            yield accounts
            if accounts != before:
                rows = [asdict(accounts[name]) for name in sorted(accounts)]
                write_private(self.file, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        finally:
            lock.release()


def identities(claims: Mapping[str, object]) -> frozenset[str]:
    """Under which names an identity provider's claims may stand at an account.

    An e-mail address counts only if the provider says that it verified it.
    """
    names = set()
    if claims.get("iss") and claims.get("sub"):
        names.add(f"{claims['iss']} {claims['sub']}")
    if claims.get("email") and claims.get("email_verified") is True:
        names.add(str(claims["email"]))
    return frozenset(name.strip().casefold() for name in names)


def _known(accounts: Mapping[str, Account], name: str) -> Account:
    if name not in accounts:
        raise AccountRefused(
            t("There is no account '{name}'. `tenderlens account list` names them.", name=name)
        )
    return accounts[name]


def _locked(account: Account, at: datetime) -> bool:
    return bool(account.locked_until) and at < datetime.fromisoformat(account.locked_until)


def _failed(account: Account, at: datetime) -> Account:
    failures = account.failures + 1
    if failures < MOST_FAILURES:
        return replace(account, failures=failures)
    until = (at + LOCKED).astimezone(UTC).isoformat(timespec="seconds")
    return replace(account, failures=0, locked_until=until)


def check_password(name: str, password: str) -> None:
    """Raise AccountRefused for a password that is short, of few signs, or holds the name."""
    few = len(set(password)) < SHORTEST_PASSWORD // 2
    if len(password) < SHORTEST_PASSWORD or few or name.lower() in password.lower():
        raise AccountRefused(
            t(
                "A password has {n} signs or more, not the same few again and again, and not the "
                "name of the account in it.",
                n=SHORTEST_PASSWORD,
            )
        )


def hashed(password: str) -> str:
    """A password under argon2id, in PHC form."""
    made = Argon2id(
        salt=os.urandom(16), length=32, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB
    )
    return made.derive_phc_encoded(password.encode())


def matches(password: str, kept: str) -> bool:
    """Whether a password is the one that was hashed."""
    try:
        Argon2id.verify_phc_encoded(password.encode(), kept)
    except InvalidKey:
        return False
    return True


# What an unknown name is checked against, so that it takes as long as a known one.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$n9YAOdVUiaAhcmKxzsU4zg$" + "A" * 43
