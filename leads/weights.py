"""The dials of the smoke index: prior, discount, caps, each with its reason."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from graph.errors import TenderLensError, no_toml, reason
from messages import language, t
from queries.catalogue import catalogue
from queries.signal import Family, Strength

DEFAULT_FILE = Path(__file__).with_name("weights.toml")
Reason = Annotated[str, StringConstraints(min_length=2, strip_whitespace=True)]
Bans = Annotated[float, Field(ge=0, le=10)]


class WeightsRefused(TenderLensError):
    """The file of weights cannot be used."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Dial(_Model):
    """What every dial says of itself; own weights may leave the English out."""

    reason: Reason
    reason_in_english: str = ""

    @property
    def because(self) -> str:
        """The reason in the current language, or as it was written."""
        return (language() == "en" and self.reason_in_english) or self.reason


class Share(_Dial):
    """A number between 0 and 1, and why it is that number."""

    value: float = Field(gt=0, lt=1)


class Cap(_Dial):
    """The most that something may add, in bans, and why."""

    value: Bans


class RepeatedBehaviour(Cap):
    """The signals that test one group's behaviour over many lots, and their common cap."""

    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Hits of one family and one nature: discounted together, capped together."""

    family: Family
    name: str
    cap: float
    statistical: bool


class Weights(_Model):
    """Every dial.

    `signals` replaces the bans that a signal's own file states, and `family_factors` multiplies
    those of a family; calibration writes these.

    `price_screen` is what one unit of a lot's price_score is worth when lots are ranked, and
    `closeness` what a closeness of 1 is worth; neither enters the index.
    """

    version: Reason
    label: Reason
    label_in_english: str = ""
    prior: Share
    rho: Share
    family_cap: Cap
    statistical_cap: Cap
    price_cap: Cap
    price_screen: Cap
    closeness: Cap
    network_cap: Cap
    repeated_behaviour_cap: RepeatedBehaviour
    equity_cap: Cap
    recurrence_cap: Cap
    signals: dict[str, Cap] = Field(default_factory=dict)
    family_factors: dict[Family, Cap] = Field(default_factory=dict)

    @property
    def called(self) -> str:
        """The label in the current language, or as it was written, with the version."""
        label = (language() == "en" and self.label_in_english) or self.label
        return f"{label} ({self.version})" if language() == "en" else f"{label}（{self.version}）"

    @property
    def sha256(self) -> str:
        """A hash of all dials: it changes when any of them does."""
        text = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def factor_of(self, family: Family) -> float:
        """What the bans of a family are multiplied by; 1 unless calibrated."""
        factor = self.family_factors.get(family)
        return 1.0 if factor is None else factor.value

    def cap_of(self, family: Family) -> float:
        """The most that one family may add."""
        if family is Family.EQUITY:
            return min(self.equity_cap.value, self.family_cap.value)
        return self.family_cap.value

    def pool_of(self, family: Family, strength: Strength, signal: str) -> Pool:
        """The group inside a family in which hits discount one another.

        Whatever prices and networks show counts towards the cap of all statistics; a fact among it,
        such as an exact series of prices, has no narrower cap of its own.
        """
        ordering = family in (Family.PRICE, Family.NETWORK)
        if strength is not Strength.STATISTICAL:
            return Pool(family, "facts", self.cap_of(family), ordering)
        if ordering and signal in self.repeated_behaviour_cap.signals:
            return Pool(family, "repeated", self.repeated_behaviour_cap.value, True)
        own = {Family.PRICE: self.price_cap, Family.NETWORK: self.network_cap}.get(family)
        cap = self.cap_of(family) if own is None else own.value
        return Pool(family, "statistics", cap, True)


def load_weights(path: Path | None = None) -> Weights:
    """The weights of `path`, or those that TenderLens ships.

    Raises WeightsRefused if the file cannot be read, is no TOML, or has a dial that is missing,
    out of range or unknown.
    """
    return _read(DEFAULT_FILE if path is None else path)


def _read(path: Path) -> Weights:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        weights = Weights.model_validate(content)
    except OSError as problem:
        raise WeightsRefused(
            t("The weights {file} cannot be read: {problem}", file=path, problem=reason(problem))
        ) from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise WeightsRefused(
            t("The weights {file} are no TOML text: {problem}", file=path, problem=no_toml(problem))
        ) from problem
    except ValidationError as problem:
        raise WeightsRefused(_invalid(path, problem)) from problem
    known = {signal.id for signal in catalogue()}
    for signal in (*weights.signals, *weights.repeated_behaviour_cap.signals):
        if signal not in known:
            raise WeightsRefused(
                t(
                    "The weights {file} name a signal '{signal}', which does not exist. Correct "
                    "the name; `tenderlens signals list` names all of them.",
                    file=path,
                    signal=signal,
                )
            )
    return weights


def _invalid(path: Path, problem: ValidationError) -> str:
    first = problem.errors()[0]
    return t(
        "The weights {file}: '{dial}' does not fit ({problem}). "
        "Correct it; leads/weights.toml shows every dial.",
        file=path,
        dial=".".join(str(part) for part in first["loc"] if part != "[key]"),
        problem=_rule(first["type"], [str(part) for part in first["loc"]], first["msg"]),
    )


def _rule(kind: str, place: list[str], otherwise: str) -> str:
    """What the value at this place has to be."""
    if kind == "missing":
        return t("the dial is missing")
    if kind == "extra_forbidden":
        return t("there is no such dial")
    if kind == "enum":
        names = t(", ").join(Family)
        return t("there is no such family; the families are {names}", names=names)
    if place[-1] == "value":
        if place[0] in ("prior", "rho"):
            return t("it has to be a number above 0 and below 1")
        return t("it has to be a number from 0 to 10")
    if kind.startswith("string"):
        return t("it has to be a text of two characters or more")
    return otherwise
