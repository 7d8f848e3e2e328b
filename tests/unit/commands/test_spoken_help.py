"""The help of every command is said in the language chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer

from cli import app
from commands.spoken_help import spoken
from messages import set_language

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def texts(command: Any) -> Iterator[str]:
    own = command.get_help_option(typer.Context(command))
    yield command.help
    for parameter in (*command.params, own):
        yield getattr(parameter, "help", None) or ""
    for each in getattr(command, "commands", {}).values():
        yield from texts(each)


def test_no_help_text_stays_english_where_chinese_is_spoken() -> None:
    said = [text for text in texts(spoken(app)) if text]

    assert len(said) > 200
    assert [text for text in said if not CHINESE.search(text)] == []


def test_help_is_english_where_english_is_spoken() -> None:
    set_language("en")
    try:
        said = [text for text in texts(spoken(app)) if text]
    finally:
        set_language(None)

    assert "Ids of leads." in said
    assert "Show this message and exit." in said
