"""Starts Streamlit: `python -m pages.components.server run app.py …`, options as usual.

Streamlit takes a folder named `pages` for its older kind of page until `st.navigation` has run
once. Told beforehand, it finds every page from the first visit on, also by its address. An address
without a page opens the first page and a sentence, where Streamlit has a dialog in English. What
every page needs is imported here too, so that the first visitor does not wait for it.
"""

from __future__ import annotations

import sys

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.commands import navigation
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import ScriptRunContext
from streamlit.web.cli import main
from streamlit.web.server.starlette import starlette_app

from pages.components.frame import UNKNOWN
from pages.components.seat_cookie import SeatCookie

# A name may hold Markdown, and Markdown a picture on another machine: no browser is to fetch it.
# Streamlit needs inline scripts and styles, Vega compiles its charts, components come as blobs.
OWN_SOURCES = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", OWN_SOURCES.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class OwnSources:
    """Tells the browser with every answer to ask nobody but this server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with the headers at the start of each HTTP answer."""

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                stated = [pair for pair in message["headers"] if pair[0] not in dict(HEADERS)]
                message = {**message, "headers": [*stated, *HEADERS]}
            await send(message)

        await self._app(scope, receive, told)


def with_own_sources() -> None:
    """Put `OwnSources`, and the cookie of a seat, in front of all that Streamlit answers."""
    own = starlette_app.create_streamlit_middleware

    def middleware() -> list[Middleware]:
        return [Middleware(OwnSources), Middleware(SeatCookie), *own()]

    starlette_app.create_streamlit_middleware = middleware


def with_words_for_unknown_addresses() -> None:
    """Let the first page say which address has no page."""

    def told(ctx: ScriptRunContext) -> None:
        ctx.session_state[UNKNOWN] = ctx.pages_manager.intended_page_name

    navigation.send_page_not_found = told


if __name__ == "__main__":
    PagesManager.uses_pages_directory = False
    with_own_sources()
    with_words_for_unknown_addresses()
    sys.exit(main(prog_name="streamlit"))
