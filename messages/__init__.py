"""The one message catalogue: every sentence a person reads passes through `t`.

Message ids are English sentences with `{name}` fields. `messages/<language>/<layer>.po` (gettext
format) hold the translations. Chinese (`zh_CN`) is the default; `TENDERLENS_LANG=en` or
`set_language("en")` switches to English.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

import polib

LANGUAGES = ("zh_CN", "en")
_language: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """The language of this context: what `set_language` chose, else TENDERLENS_LANG, else zh_CN."""
    chosen = _language.get() or os.environ.get("TENDERLENS_LANG", "zh_CN")
    return chosen if chosen in LANGUAGES else "zh_CN"


def set_language(name: str | None) -> None:
    """Choose the language for this thread of work: one of LANGUAGES; None undoes the choice."""
    if name is not None and name not in LANGUAGES:
        raise ValueError(f"Language '{name}' is not one of {', '.join(LANGUAGES)}.")
    _language.set(name)


@lru_cache
def catalogue(name: str) -> dict[str, str]:
    """Every translated message of one language, from all its .po files."""
    folder = Path(__file__).parent / name
    return {
        entry.msgid: entry.msgstr
        for file in sorted(folder.glob("*.po"))
        for entry in polib.pofile(str(file), encoding="utf-8")
        if entry.msgstr
    }


def t(message: str, /, **fields: object) -> str:
    """`message` in the current language, with its fields filled in.

    A message without a translation is shown in English: text is never lost to a missing entry.
    """
    text = catalogue(language()).get(message, message)
    return text.format(**fields) if fields else text
