"""Questions that were kept: files with a title and tags, and the last ones that were asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import yaml

from graph.cypher_text import Shape, tokens
from graph.embedded_process import changing
from graph.errors import TenderLensError
from graph.records import Value
from messages import t
from queries.catalogue import CLOSES, OPENS, read_yaml

FOLDER = "queries"
HISTORY = "history.jsonl"
HISTORY_KEPT = 50
LONGEST = 100_000  # characters of a file that is taken over
_NAME = re.compile(r"[\w][\w\- ().（）、，]{0,63}")
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_KEYS = {"title", "tags"}
KINDS = ("text", "integer", "number", "list", "json")


class LibraryBroken(TenderLensError):
    """A kept question cannot be read or kept."""


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question with the name it is kept under; the name of its file."""

    title: str
    cypher: str
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.title):
            raise LibraryBroken(
                t(
                    "'{title}' is no title for a question. Use up to 64 letters, digits, spaces, "
                    "- and brackets.",
                    title=self.title,
                )
            )
        if not self.cypher.strip():
            raise LibraryBroken(t("The query is empty. Write one that ends in RETURN."))

    def found_by(self, text: str) -> bool:
        """Whether each word of a search stands in the title, a tag or the question."""
        whole = " ".join((self.title, *self.tags, self.cypher)).casefold()
        return all(word in whole for word in text.casefold().split())


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked: its text, its parameters, when (UTC)."""

    cypher: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    at: str = ""


# Kept questions


def query_text(query: SavedQuery) -> str:
    """The question as a file: what it is called, then the question itself."""
    front = yaml.safe_dump(
        {"title": query.title, "tags": list(query.tags)}, allow_unicode=True, sort_keys=False
    )
    return f"{OPENS}\n{front}{CLOSES}\n{query.cypher.strip()}\n"


def read_query(text: str, name: str) -> SavedQuery:
    """A question from its file; without front matter it is called like its file.

    Raises LibraryBroken.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").strip()
    if len(plain) > LONGEST:
        raise _broken(name, t("it is too long"))
    if not plain.startswith(OPENS):
        return SavedQuery(name, plain)
    front, closes, cypher = plain[len(OPENS) :].partition(CLOSES)
    try:
        stated = read_yaml(front) if closes else None
    except yaml.YAMLError as error:
        raise _broken(name, _head()) from error
    if not isinstance(stated, dict) or not set(stated) <= _KEYS:
        raise _broken(name, _head())
    tags = stated.get("tags") or []
    if not isinstance(tags, list):
        raise _broken(name, _head())
    return SavedQuery(str(stated.get("title") or name), cypher.strip(), tuple(map(str, tags)))


def _head() -> str:
    return t("between {opens} and {closes} stand a title and a list of tags, in YAML",
             opens=OPENS, closes=CLOSES)  # fmt: skip


def read_query_file(content: bytes, name: str) -> SavedQuery:
    """A question from the bytes of its file, in UTF-8 or GB18030. Raises LibraryBroken."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            return read_query(text, name)
    raise _broken(name, t("it is no text"))


def _broken(name: str, why: str) -> LibraryBroken:
    return LibraryBroken(
        t(
            "The kept question {name} cannot be understood ({why}). Correct the file or delete it.",
            name=name,
            why=why,
        )
    )


def save_query(folder: Path, query: SavedQuery) -> Path:
    """Keep a question; one of the same title is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{query.title}.cypher"
    path.write_text(query_text(query), encoding="utf-8")
    return path


def delete_query(folder: Path, title: str) -> None:
    """Forget a question; nothing happens if there is none of this title."""
    for path in _files(folder):
        if path.stem == title or _title(path) == title:
            path.unlink()


def _title(path: Path) -> str:
    try:
        return read_query_file(path.read_bytes(), path.stem).title
    except LibraryBroken:
        return ""


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.cypher"))


def saved_queries(folder: Path) -> tuple[tuple[SavedQuery, ...], tuple[str, ...]]:
    """The kept questions by title, and what is wrong with files that cannot be read."""
    found: list[SavedQuery] = []
    wrong: list[str] = []
    for path in _files(folder):
        try:
            found.append(read_query_file(path.read_bytes(), path.stem))
        except LibraryBroken as problem:
            wrong.append(str(problem))
    return tuple(sorted(found, key=lambda query: query.title)), tuple(wrong)


# What was asked


def history(folder: Path) -> tuple[Asked, ...]:
    """The last questions, the newest first, each once. A line that broke is passed over."""
    path = folder / HISTORY
    if not path.exists():
        return ()
    found: dict[str, Asked] = {}
    for line in reversed(path.read_text(encoding="utf-8", errors="replace").splitlines()):
        try:
            row = json.loads(line)
            asked = Asked(str(row["cypher"]), dict(row["parameters"]), str(row["at"]))
        except (ValueError, KeyError, TypeError):
            continue  # a line that was cut off loses one question of the past, and nothing else
        found.setdefault(asked.cypher, asked)
    return tuple(found.values())[:HISTORY_KEPT]


def remember(folder: Path, cypher: str, parameters: Mapping[str, Value], *, at: datetime) -> None:
    """Add a question to those that were asked; only the last ones stay."""
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()
    now = Asked(cypher.strip(), dict(parameters), moment)
    with changing(folder / HISTORY):
        kept = [now, *(asked for asked in history(folder) if asked.cypher != now.cypher)]
        _write_history(folder, kept[:HISTORY_KEPT])


def forget_questions(folder: Path, words: Iterable[str]) -> int:
    """Drop the questions, saved or remembered, in which one of the words stands; how many."""
    gone, sought = 0, [word for word in words if word]
    for path in _files(folder):
        text = path.stem + path.read_text(encoding="utf-8", errors="replace")
        if any(word in text for word in sought):
            path.unlink()
            gone += 1
    for path in sorted(folder.rglob(HISTORY)):
        with changing(path):
            known = history(path.parent)
            kept = [asked for asked in known if not any(word in _text(asked) for word in sought)]
            if len(kept) < len(known):
                gone += len(known) - len(kept)
                _write_history(path.parent, kept)
    return gone


def _text(asked: Asked) -> str:
    return asked.cypher + json.dumps(asked.parameters, ensure_ascii=False)


def _write_history(folder: Path, newest_first: Sequence[Asked]) -> None:
    lines = [json.dumps(asdict(asked), ensure_ascii=False) for asked in reversed(newest_first)]
    half = folder / f"{HISTORY}.tmp"
    half.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    half.replace(folder / HISTORY)


# Parameters


def parameters_of(cypher: str) -> tuple[str, ...]:
    """The names after dollar signs, each once, in order."""
    return tuple(dict.fromkeys(p.text for p in tokens(cypher) if p.shape is Shape.PARAMETER))


def parameter_value(name: str, kind: str, text: str) -> Value:
    """What a person wrote into the field of a parameter. Raises LibraryBroken.

    A list has one value a line, or between commas.
    """
    plain = text.strip()
    try:
        if kind == "integer":
            return int(plain)
        if kind == "number":
            return float(plain)
        if kind == "json":
            return _json(plain)
    except json.JSONDecodeError as error:
        raise LibraryBroken(
            t("${name} takes JSON, such as [1, 2] or true, not '{text}'.", name=name, text=plain)
        ) from error
    except ValueError as error:
        raise LibraryBroken(
            t("${name} takes a number, not '{text}'.", name=name, text=plain)
        ) from error
    if kind == "list":
        return [part.strip() for part in _parts(plain) if part.strip()]
    return plain


def _json(text: str) -> Value:
    found: Value = json.loads(text)
    return found


def parameter_text(value: Value) -> tuple[str, str]:
    """The kind and the text that `parameter_value` reads as this value."""
    if isinstance(value, str) and value == value.strip():
        return "text", value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ("integer" if isinstance(value, int) else "number"), str(value)
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        joined = ", ".join(map(str, value))
        if parameter_value("", "list", joined) == value:
            return "list", joined
    return "json", json.dumps(value, ensure_ascii=False)


def _parts(text: str) -> Iterable[str]:
    return re.split(r"[\n,，、;；]", text)
