"""Every sentence that code can say has a Chinese translation with the same fields."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from messages import catalogue, set_language, t

ROOT = Path(__file__).parents[2]
FOLDERS = ("commands", "graph", "loaders", "measures", "queries", "leads", "evidence", "pages")
FILES = ("app.py", "cli.py", "workspace.py", "settings.py")


def sources() -> Iterator[Path]:
    yield from (ROOT / name for name in FILES)
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def said(file: Path) -> Iterator[str]:
    """The literal messages that a file passes to `t`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "t"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("file", list(sources()), ids=lambda f: str(f.relative_to(ROOT)))
def test_every_message_of_a_file_is_translated(file: Path) -> None:
    chinese = catalogue("zh_CN")

    assert sorted(m for m in said(file) if m not in chinese) == []


def test_translations_keep_the_fields_of_their_message() -> None:
    wrong = {
        message: text
        for message, text in catalogue("zh_CN").items()
        if fields(message) != fields(text)
    }
    assert wrong == {}


def test_a_message_is_translated_once() -> None:
    entries: dict[str, str] = {}
    for file in sorted((ROOT / "messages" / "zh_CN").glob("*.po")):
        for entry in polib.pofile(str(file), encoding="utf-8"):
            assert entries.setdefault(entry.msgid, entry.msgstr) == entry.msgstr, entry.msgid


def test_a_message_without_translation_is_shown_in_english() -> None:
    assert t("An untranslated {thing}.", thing="sentence") == "An untranslated sentence."


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr' is not one of"):
        set_language("fr")
