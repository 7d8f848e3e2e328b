"""The language in which the vocabulary is written: node types, edge types, properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a property holds. Dates and times are ISO 8601 text, so that every engine agrees."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    FLAG = "flag"
    DATE = "date"  # 2024-05-06
    TIME = "time"  # 2024-05-06T09:30:00
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a node or an edge."""

    name: str
    kind: Kind
    meaning: str
    derived: bool = False

    def __post_init__(self) -> None:
        if not self.name.isidentifier() or self.name != self.name.lower():
            raise ValueError(f"Property '{self.name}' must be a lower-case identifier.")


@dataclass(frozen=True, slots=True)
class NodeType:
    """A label; `prefix` opens the key of each of its nodes (`company:91…`)."""

    label: str
    prefix: str
    meaning: str
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeType:
    """A relationship type. `ends` lists the pairs (start label, end label) it may join.

    `identity` names the properties that tell two edges of this type between the same nodes apart.
    `lookup_from` says on which side fewer such edges meet, so that finding one is cheap.
    """

    type: str
    ends: tuple[tuple[str, str], ...]
    meaning: str
    properties: tuple[Property, ...] = ()
    identity: tuple[str, ...] = ()
    derived: bool = False
    lookup_from: str = "end"

    def __post_init__(self) -> None:
        if self.type != self.type.upper():
            raise ValueError(f"Edge type '{self.type}' must be upper case.")
        unknown = set(self.identity) - {p.name for p in self.properties}
        if unknown:
            raise ValueError(f"Edge type '{self.type}' has no property {sorted(unknown)}.")


@dataclass(frozen=True, slots=True)
class GraphSchema:
    """All node and edge types. Names are unique; edges join labels that exist."""

    nodes: tuple[NodeType, ...]
    edges: tuple[EdgeType, ...]
    _labels: Mapping[str, NodeType] = field(init=False, repr=False, compare=False)
    _types: Mapping[str, EdgeType] = field(init=False, repr=False, compare=False)
    _prefixes: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        labels = {n.label: n for n in self.nodes}
        types = {e.type: e for e in self.edges}
        prefixes = {n.prefix: n.label for n in self.nodes}
        if not len(labels) == len(prefixes) == len(self.nodes) or len(types) != len(self.edges):
            raise ValueError("Labels, prefixes and edge types must each be unique.")
        for edge in self.edges:
            unknown = {label for pair in edge.ends for label in pair} - set(labels)
            if unknown:
                raise ValueError(f"Edge type '{edge.type}' joins unknown labels {sorted(unknown)}.")
        object.__setattr__(self, "_labels", labels)
        object.__setattr__(self, "_types", types)
        object.__setattr__(self, "_prefixes", prefixes)

    def node(self, label: str) -> NodeType:
        """The node type of `label`; KeyError if the vocabulary does not have it."""
        return self._labels[label]

    def edge(self, type_: str) -> EdgeType:
        """The edge type named `type_`; KeyError if the vocabulary does not have it."""
        return self._types[type_]

    def has_node(self, label: str) -> bool:
        """Whether `label` is in the vocabulary."""
        return label in self._labels

    def has_edge(self, type_: str) -> bool:
        """Whether `type_` is in the vocabulary."""
        return type_ in self._types

    def label_of(self, key: str) -> str:
        """The label that a key's prefix stands for; KeyError for a prefix nobody uses."""
        return self._prefixes[key.split(":", 1)[0]]
