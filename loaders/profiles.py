"""Profiles: how a person said that sheets of one shape are to be read, kept as small TOML files."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import InputRefused, no_toml
from loaders.readers import UNNAMED, plain_header
from messages import t

_NAME = re.compile(r"[\w][\w.\- ()（）、，·]{0,63}")
_KEYS = {"table", "columns"}


@dataclass(frozen=True, slots=True)
class Profile:
    """All headers of a sheet with their columns; nothing for a header that is not loaded."""

    name: str
    table: str
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise InputRefused(
                t(
                    "'{name}' is no name for a profile. Use up to 64 letters, digits, - and _.",
                    name=self.name,
                )
            )

    @property
    def shape(self) -> frozenset[str]:
        """What sheets that the profile fits have in common: their headers, in any order."""
        return shape_of(self.columns)


def shape_of(headers: Iterable[str]) -> frozenset[str]:
    """The headers that make sheets alike; columns without a header do not count."""
    return frozenset(plain_header(h) for h in headers if h and not UNNAMED.fullmatch(h))


def profile_text(profile: Profile) -> str:
    """The profile as TOML; it can be read and changed by hand."""
    lines = [f"table = {_quoted(profile.table)}", "", "[columns]"]
    lines += [f"{_quoted(header)} = {_quoted(c)}" for header, c in profile.columns.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # JSON and TOML quote alike, but for one sign that TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_profile(text: str, name: str) -> Profile:
    """A profile from its TOML; InputRefused if it cannot be understood."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _broken(name, no_toml(error)) from error
    columns = found.get("columns", {})
    unknown = sorted(set(found) - _KEYS)
    if unknown:
        raise _broken(name, ", ".join(unknown))
    if not isinstance(found.get("table"), str) or not isinstance(columns, dict):
        raise _broken(name, "table, [columns]")
    wrong = [header for header, column in columns.items() if not isinstance(column, str)]
    if wrong:
        raise _broken(name, ", ".join(wrong))
    return Profile(name, found["table"], columns)


def _broken(name: str, why: str) -> InputRefused:
    return InputRefused(
        t(
            "Profile {name} cannot be understood ({why}). Correct the file or delete it.",
            name=name,
            why=why,
        )
    )


def save_profile(profile: Profile, folder: Path) -> Path:
    """Keep a profile in a folder; one of the same name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{profile.name}.toml"
    path.write_text(profile_text(profile), encoding="utf-8")
    return path


def load_profiles(folder: Path) -> tuple[Profile, ...]:
    """All profiles of a folder, by name; InputRefused if one cannot be understood."""
    return tuple(
        read_profile(path.read_text(encoding="utf-8", errors="replace"), path.stem)
        for path in sorted(folder.glob("*.toml"))
    )
