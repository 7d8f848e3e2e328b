"""The catalogue: every signal file, and the register of the provisions they cite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from graph.errors import TenderLensError
from messages import language, t
from queries.signal import Signal, Text

HOME = Path(__file__).parent
SIGNALS = HOME / "signals"
REGISTER = HOME / "legal_register.yaml"
OPENS, CLOSES = "/*---", "---*/"
IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class CatalogueBroken(TenderLensError):
    """One or more signal files or register entries cannot be read; the message lists all."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            t("The signal catalogue has {count} problems:", count=len(self.problems))
            + "".join(f"\n- {problem}" for problem in self.problems)
        )


class Provision(BaseModel):
    """One provision of law. `tag` says how well its text is verified.

    V: the full act was read. V-s: seen in a secondary copy. P: practice. memory: not found.
    `in_force_from` may be unknown only where the text is not quoted.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    act: Text
    article: Text
    text: Text
    tag: Literal["V", "V-s", "P", "memory"]
    note: str = ""
    note_in_english: str = ""
    in_force_from: IsoDate | None = None
    in_force_to: IsoDate | None = None

    @model_validator(mode="after")
    def _quotable_is_dated(self) -> Self:
        if self.quotable and self.in_force_from is None:
            raise ValueError("a provision with tag V needs in_force_from")
        return self

    @property
    def quotable(self) -> bool:
        """Whether the text may be printed as a quotation."""
        return self.tag == "V"

    @property
    def remark(self) -> str:
        """The note in the current language."""
        return self.note_in_english if language() == "en" else self.note

    @property
    def cited_as(self) -> str:
        """《act》article."""
        return f"《{self.act}》{self.article}"

    def in_force(self, day: str) -> bool:
        """Whether it is in force on an ISO date; an unknown first day counts as past."""
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_to is None or day <= self.in_force_to)


class _UniqueKeys(yaml.CSafeLoader):  # in C: the catalogue is read at every start
    """YAML in which a key may stand only once, and dates stay text."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise yaml.YAMLError(
                    t("line {line}: '{key}' stands there twice. Keep one.", line=line, key=key)
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


_UniqueKeys.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(text: str) -> object:
    """One YAML document; a repeated key is a yaml.YAMLError."""
    return yaml.load(text, Loader=_UniqueKeys)  # noqa: S506 - a SafeLoader


@dataclass(frozen=True, slots=True)
class _Parts:
    front_matter: str
    cypher: str


def _parts(file: Path) -> _Parts:
    text = file.read_text(encoding="utf-8").replace("\r\n", "\n")
    if not text.startswith(OPENS) or CLOSES not in text:
        raise CatalogueBroken(
            [
                t(
                    "{file}: no front matter. Open the file with {opens} and end it with {closes}.",
                    file=file.name,
                    opens=OPENS,
                    closes=CLOSES,
                )
            ]
        )
    front, _, cypher = text[len(OPENS) :].partition(CLOSES)
    return _Parts(front, cypher.strip())


def load_signal(path: Path) -> Signal:
    """The signal of one file. Raises CatalogueBroken with everything that is wrong in it."""
    parts = _parts(path)
    try:
        stated = read_yaml(parts.front_matter)
    except yaml.YAMLError as error:
        raise CatalogueBroken([f"{path.name}: {error}"]) from error
    if not isinstance(stated, dict):
        raise CatalogueBroken(
            [t("{file}: the front matter is no list of keys and values.", file=path.name)]
        )
    clash = sorted({"cypher", "file"} & set(stated))
    if clash:
        raise CatalogueBroken(
            [t("{file}: remove '{key}'; it is read from the file.", file=path.name, key=clash[0])]
        )
    try:
        return Signal(**stated, cypher=parts.cypher, file=path)
    except ValidationError as error:
        raise CatalogueBroken(_said(path.name, error)) from error


def _said(owner: str, error: ValidationError) -> list[str]:
    return [
        f"{owner}: {'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
        for problem in error.errors()
    ]


def catalogue(folder: Path | None = None) -> tuple[Signal, ...]:
    """Every signal below a folder, by id. Raises CatalogueBroken listing all problems."""
    return _catalogue(folder or SIGNALS)


@lru_cache
def _catalogue(folder: Path) -> tuple[Signal, ...]:
    found: dict[str, Signal] = {}
    problems: list[str] = []
    for file in sorted(folder.rglob("*.cypher")):
        try:
            signal = load_signal(file)
        except CatalogueBroken as error:
            problems.extend(error.problems)
            continue
        if signal.id in found:
            problems.append(
                t(
                    "{file}: the id '{id}' belongs to {other} already. Choose another.",
                    file=file.name,
                    id=signal.id,
                    other=found[signal.id].file.name,
                )
            )
        found[signal.id] = signal
    if problems:
        raise CatalogueBroken(problems)
    return tuple(found[name] for name in sorted(found))


def register(file: Path | None = None) -> Mapping[str, Provision]:
    """Every provision by key. Raises CatalogueBroken listing all problems."""
    return _register(file or REGISTER)


@lru_cache
def _register(file: Path) -> Mapping[str, Provision]:
    try:
        stated = read_yaml(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CatalogueBroken([f"{file.name}: {error}"]) from error
    found: dict[str, Provision] = {}
    problems: list[str] = []
    for key, entry in stated.items() if isinstance(stated, dict) else ():
        try:
            found[key] = Provision(key=key, **entry)
        except (ValidationError, TypeError) as error:
            said = _said(f"{file.name} {key}", error) if isinstance(error, ValidationError) else ()
            problems.extend(said or [f"{file.name} {key}: {error}"])
    if problems:
        raise CatalogueBroken(problems)
    return MappingProxyType(found)
