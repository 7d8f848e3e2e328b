"""A signal: a question to the graph with its meaning, its law and its limits."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=2, strip_whitespace=True)]
Column = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Strength(StrEnum):
    """How far the fact itself carries."""

    DEEMED = "deemed"
    PRESUMPTIVE = "presumptive"
    STATISTICAL = "statistical"
    PROCEDURAL = "procedural"
    CONTEXT = "context"


class Family(StrEnum):
    """Families are taken as roughly independent given collusion."""

    DEVICE = "device"
    DOCUMENT = "document"
    PEOPLE = "people"
    MONEY = "money"
    EQUITY = "equity"
    PRICE = "price"
    NETWORK = "network"
    EXPERT = "expert"
    PROCESS = "process"


class Model(BaseModel):
    """Frozen; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Parameter(Model):
    """A threshold. `default` is used unless the run says otherwise; thresholds are inclusive."""

    default: float | int | str | bool | list[str] | list[float]
    unit: str = ""
    reason: Text
    source: Text


class Weight(Model):
    """Bans (log10 of the likelihood ratio) for a hit of grade 1.

    `when` names a returned column whose value picks a weight from `cases` instead of `bans`
    (shared contacts weigh more where the law deems them collusion). `deemed_when` lists the cases
    in which the law itself names the fact; without it the signal's strength says so for all.
    """

    bans: float = Field(ge=0, le=3.5)
    reason: Text
    when: Column | None = None
    cases: dict[str, float] = Field(default_factory=dict)
    deemed_when: list[str] | None = None


class English(Model):
    """The signal in English, for the language switch.

    `words` says what codes among the returned values mean, where the sentence names them.
    """

    title: Text
    summary: Text
    why_it_matters: Text
    innocent_explanations: list[Text] = Field(min_length=1)
    blind_spots: list[Text] = Field(min_length=1)
    next_steps: list[Text] = Field(min_length=1)
    sentence: Text  # as Signal.sentence
    words: dict[str, Text] = {}


class Signal(Model):
    """One file of `queries/signals/<family>/<id>.cypher`.

    `subjects`, `identity` and `evidence` name returned columns. So does `counted`: keys behind a
    number of the sentence about which it says nothing itself (all bids of the lot, whatever firms).
    `requires` names what the graph must hold for the question to mean anything: `Lot.opened_at`
    (a property that some node has) or `(:Device)-[:USED_IN]->(:Bid)` (an edge that exists);
    `Device.kind=mac` (a value that occurs); `USED_IN.event=upload` (the same of an edge).
    `root_fact` is a template over returned columns: `device:{device}`.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]+$")]
    revision: int = Field(ge=1)
    title: Text
    family: Family
    strength: Strength
    status: Literal["draft", "trial", "established"]
    summary: Text
    why_it_matters: Text
    innocent_explanations: list[Text] = Field(min_length=1)
    blind_spots: list[Text] = Field(min_length=1)
    next_steps: list[Text] = Field(min_length=1)
    legal_basis: list[Text] = Field(min_length=1)  # keys of legal_register.yaml
    references: list[Text] = Field(min_length=1)
    requires: list[Text] = Field(min_length=1)
    subjects: list[Column] = Field(min_length=1)
    identity: list[Column] = Field(min_length=1)
    evidence: list[Column] = Field(min_length=1)
    counted: list[Column] = Field(default_factory=list)
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    weight: Weight
    root_fact: Text
    sentence: Text  # one Chinese sentence with {columns}, what the records show
    english: English
    cypher: str = ""
    file: Path = Path()

    @property
    def defaults(self) -> dict[str, float | int | str | bool | list[str] | list[float]]:
        """Every parameter with its default."""
        return {name: p.default for name, p in self.parameters.items()}
