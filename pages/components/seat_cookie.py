"""The cookie of who signed in: set over HTTP, so that no script of a page can read it.

A page hands its browser a ticket that holds for a minute and one use. The browser brings it back in
a request of its own, and the answer to that sets the cookie.
"""

from __future__ import annotations

import secrets
import time
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE: Final = "tenderlens-seat"
PATH: Final = "_seat"
HEADER: Final = "x-seat-ticket"  # what a page of another site cannot send unasked
TICKET_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.02

_tickets: dict[str, tuple[str, float]] = {}  # to the token and the moment until which it holds
_kept: set[str] = set()  # tokens that a browser has fetched


def ticket_for(token: str) -> str:
    """What a browser exchanges for the cookie with this token."""
    now = time.monotonic()
    for old in [ticket for ticket, (_, until) in list(_tickets.items()) if until < now]:
        _tickets.pop(old, None)
    ticket = secrets.token_urlsafe(32)
    _tickets[ticket] = (token, now + TICKET_SECONDS)
    return ticket


def token_of(ticket: str) -> str | None:
    """The token that a ticket stands for, once and in time."""
    token, until = _tickets.pop(ticket, ("", 0.0))
    if not token or time.monotonic() > until:
        return None
    _kept.add(token)
    return token


def is_kept(token: str, *, seconds: float = 0.0) -> bool:
    """Whether a browser keeps the token by now, or within so many seconds."""
    until = time.monotonic() + seconds
    while token not in _kept and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    return token in _kept


def forget(token: str) -> None:
    """The token counts for nothing any more."""
    _kept.discard(token)


class SeatCookie:
    """Answers the request that brings a ticket; passes everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the cookie for a ticket; refuse one that is unknown, used or late."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        ticket = headers.get(HEADER)
        if ticket is None or scope["method"] != "POST" or not scope["path"].endswith(f"/{PATH}"):
            await self._app(scope, receive, send)
            return
        token = token_of(ticket)
        answer = Response(status_code=403 if token is None else 204)
        if token is not None:  # until the browser closes
            answer.set_cookie(
                COOKIE,
                token,
                httponly=True,
                samesite="strict",
                secure=headers.get("origin", "").startswith("https:"),
            )
        await answer(scope, receive, send)
