"""Reading of large JSON files piece by piece: only one item of a list is in memory at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, TextIO

from graph.errors import InputRefused
from loaders.readers import refused

_BLOCK = 1 << 18
_LONGEST_VALUE = 1 << 28  # characters; one release or record is far shorter
_SPACE = " \t\r\n"
_DECODER = json.JSONDecoder()
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

Step = tuple[str, Any]


class JsonBroken(ValueError):
    """The text is no JSON; `at` is the place in characters."""

    def __init__(self, at: int) -> None:
        super().__init__(f"no JSON at character {at}")
        self.at = at


def not_json(name: str, error: Exception) -> InputRefused:
    """The error for a file that was said to be JSON, with the place where that is known."""
    if isinstance(error, JsonBroken) and error.at >= 0:
        rule = "The file is not valid JSON: character {at} cannot be read."
        return refused(name, rule, "Export it again.", at=error.at + 1)
    return refused(name, "The file is not valid JSON.", "Export it again.")


class _Scanner:
    """A window on the text that grows until the value in it is whole."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._before = 0
        self._ended = False

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._text) or not self._more(_BLOCK):
                return self._text[self._at : self._at + 1]

    def expect(self, wanted: str) -> str:
        """Step over one of these characters."""
        found = self.peek()
        if not found or found not in wanted:
            raise JsonBroken(self._before + self._at)
        self._at += 1
        return found

    def value(self) -> Any:
        """The next value, whole."""
        self.peek()
        size = _BLOCK
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if len(self._text) - self._at <= _LONGEST_VALUE and self._more(size):
                    size *= 2
                    continue
                raise JsonBroken(self._before + self._at) from error
            if end == len(self._text) and self._more(_BLOCK):
                continue  # a number may go on
            if _SURROGATE.search(self._text, self._at, end):
                found = without_surrogates(found)
            self._at = end
            return found

    def _more(self, size: int) -> bool:
        if self._ended:
            return False
        block = self._file.read(size)
        self._ended = not block
        self._before += self._at
        self._text = self._text[self._at :] + block
        self._at = 0
        return not self._ended


def without_surrogates(value: Any) -> Any:
    """The same value; what an escape says of half a character is replaced by �."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [without_surrogates(each) for each in value]
    if isinstance(value, dict):
        return {without_surrogates(k): without_surrogates(v) for k, v in value.items()}
    return value


def steps(path: Path, lists: Collection[str]) -> Iterator[Step]:
    """What stands at the top of a JSON file, step by step.

    (key, value), and ("key[]", item) for each item of the lists named. A file that is a list gives
    ("[]", item); so do several objects in a row (JSON lines).

    Raises JsonBroken, UnicodeError, OSError.
    """
    with path.open("rb") as raw:
        encoding = json.detect_encoding(raw.read(4)) if path.stat().st_size else "utf-8"
    with path.open(encoding=encoding) as file:
        scanner = _Scanner(file)
        if scanner.peek() == "[":
            yield from (("[]", item) for item in _items(scanner))
        else:
            yield from _object_or_lines(scanner, lists)
        if scanner.peek():
            raise JsonBroken(-1)


def _items(scanner: _Scanner) -> Iterator[Any]:
    scanner.expect("[")
    if scanner.peek() == "]":
        scanner.expect("]")
        return
    while True:
        yield scanner.value()
        if scanner.expect(",]") == "]":
            return


def _object_or_lines(scanner: _Scanner, lists: Collection[str]) -> Iterator[Step]:
    first: dict[str, Any] = {}
    streamed = False
    for key, item in _object(scanner, lists):
        if key.endswith("[]"):
            streamed = True
            yield key, item
        else:
            first[key] = item
    if scanner.peek():  # JSON lines: the first line was one whole object
        if streamed:
            raise JsonBroken(-1)
        yield "[]", first
        while scanner.peek():
            yield "[]", scanner.value()
        return
    yield from first.items()


def _object(scanner: _Scanner, lists: Collection[str]) -> Iterator[Step]:
    scanner.expect("{")
    if scanner.peek() == "}":
        scanner.expect("}")
        return
    while True:
        key = scanner.value()
        if not isinstance(key, str):
            raise JsonBroken(-1)
        scanner.expect(":")
        if key in lists and scanner.peek() == "[":
            yield from ((f"{key}[]", item) for item in _items(scanner))
        else:
            yield key, scanner.value()
        if scanner.expect(",}") == "}":
            return
