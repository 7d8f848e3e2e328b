"""A finding: what one signal found in one place, with the nodes that show it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.records import NodeKey, Value


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of a signal's answer.

    `subjects` are the node keys it speaks of (lots, companies, experts …), by column name;
    `evidence` are the keys of the nodes that show it, whose firms it concerns; `counted` are those
    that a number of the sentence counts besides, about whom it says nothing; `grade` in [0, 1] is
    the degree of the evidence; `root_fact` names the fact behind it: hits with one root fact count
    once. `values` holds every returned column by name. `id` depends on the signal and its identity
    values alone, so that it is the same in every run and in every engine.
    """

    id: str
    signal: str
    revision: int
    subjects: Mapping[str, NodeKey]
    evidence: tuple[NodeKey, ...]
    grade: float
    root_fact: str
    values: Mapping[str, Value]
    counted: tuple[NodeKey, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.grade <= 1.0:
            raise ValueError(f"Finding of '{self.signal}': grade {self.grade} is not in [0, 1].")


def finding_id(signal: str, identity: Sequence[Value]) -> str:
    """16 hexadecimal digits of SHA-256 over the signal's id and its identity values."""
    text = json.dumps([signal, list(identity)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
