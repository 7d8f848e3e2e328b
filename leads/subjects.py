"""Who a finding is about: its lots, firms, persons, experts and the rings of its firms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph.engine import GraphReader
from graph.records import NodeKey
from leads.lead import SubjectKind
from leads.smoke_index import Hit
from leads.weights import Weights
from queries.describe import finding_sentence
from queries.finding import Finding
from queries.run import SignalRun, bans, deemed
from queries.signal import Family, Signal

BATCH = 5_000
Subject = tuple[SubjectKind, tuple[NodeKey, ...]]
# One node after the other from the index, and lists instead of rows: with `IN $keys` the embedded
# engine compares each node with every key of a batch.
NAMES = """
UNWIND $keys AS k
MATCH (n:{label} {{key: k}})
WHERE n.name IS NOT NULL
RETURN collect(k) AS keys, collect(n.name) AS names
"""
BIDDERS = """
UNWIND $keys AS k
MATCH (bid:Bid {key: k})
MATCH (bid)<-[:SUBMITTED]-(company:Company)
RETURN collect(k) AS bids, collect(company.key) AS companies
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding with what the arithmetic and the grouping need to know of it."""

    finding: Finding
    hit: Hit
    lots: tuple[NodeKey, ...]
    companies: tuple[NodeKey, ...]
    named: tuple[NodeKey, ...]  # those of `companies` that the finding itself ties to one another
    persons: tuple[NodeKey, ...]
    experts: tuple[NodeKey, ...]
    deemed: bool  # the fact itself is one that the law names


def entries(runs: Sequence[SignalRun], reader: GraphReader, weights: Weights) -> tuple[Entry, ...]:
    """Every finding of these runs. A finding that names no firm concerns those of its bids."""
    bids = {
        key
        for run in runs
        for finding in run.findings
        if not _of((*finding.subjects.values(), *finding.evidence), "company")
        for key in _of(finding.evidence, "bid")
    }
    bidders = _bidders(bids, reader)
    return tuple(
        _entry(run.signal, finding, bidders, weights) for run in runs for finding in run.findings
    )


def _entry(
    signal: Signal,
    finding: Finding,
    bidders: Mapping[NodeKey, Sequence[NodeKey]],
    weights: Weights,
) -> Entry:
    subjects = tuple(finding.subjects.values())
    named = _of(subjects, "company")
    companies = named or _of(finding.evidence, "company")
    if not companies:
        offered = {c for bid in _of(finding.evidence, "bid") for c in bidders.get(bid, ())}
        companies = tuple(sorted(offered))
    own = weights.signals.get(signal.id)
    hit = Hit(
        signal=signal.id,
        family=signal.family,
        strength=signal.strength,
        bans=weights.factor_of(signal.family)
        * (bans(signal, finding) if own is None else own.value),
        grade=finding.grade,
        root_fact=finding.root_fact,
        because=finding_sentence(signal, finding),
        findings=(finding.id,),
    )
    return Entry(
        finding, hit, _of(subjects, "lot"), companies, named, _of(subjects, "person"),
        _of(subjects, "expert"), deemed(signal, finding),
    )  # fmt: skip


def _of(keys: Iterable[NodeKey], prefix: str) -> tuple[NodeKey, ...]:
    return tuple(sorted({key for key in keys if key and key.startswith(f"{prefix}:")}))


def grouped(
    found: Iterable[Entry],
    rings: Mapping[NodeKey, Sequence[NodeKey]],
    kinds: frozenset[SubjectKind],
) -> dict[Subject, list[Entry]]:
    """The entries of each subject. `rings` lists the rings of a firm.

    Findings about experts are an axis of their own: they make leads about experts and nothing
    else. A pair gets what names both firms, not what a whole lot shows. A ring gets what ties two
    of its members, and what one member does by itself.
    """
    groups: dict[Subject, list[Entry]] = defaultdict(list)
    for entry in found:
        for kind, keys in _subjects(entry, rings):
            if kind in kinds:
                groups[kind, keys].append(entry)
    return groups


def _subjects(entry: Entry, rings: Mapping[NodeKey, Sequence[NodeKey]]) -> Iterator[Subject]:
    if entry.hit.family is Family.EXPERT:
        yield from ((SubjectKind.EXPERT, (key,)) for key in entry.experts)
        return
    yield from ((SubjectKind.LOT, (key,)) for key in entry.lots)
    yield from ((SubjectKind.COMPANY, (key,)) for key in entry.companies)
    yield from ((SubjectKind.PERSON, (key,)) for key in entry.persons)
    yield from ((SubjectKind.PAIR, pair) for pair in combinations(entry.named, 2))
    yield from ((SubjectKind.RING, (key,)) for key in _rings(entry.companies, rings))


def _rings(
    companies: Sequence[NodeKey], rings: Mapping[NodeKey, Sequence[NodeKey]]
) -> list[NodeKey]:
    members: dict[NodeKey, int] = defaultdict(int)
    for company in companies:
        for ring in rings.get(company, ()):
            members[ring] += 1
    if not members:
        return []
    needed = min(2, len(companies))
    return sorted(ring for ring, count in members.items() if count >= needed)


def rings_of(reader: GraphReader) -> dict[NodeKey, list[NodeKey]]:
    """The rings of each firm that is in one."""
    frame = reader.frame(
        "MATCH (ring:Ring)-[:HAS_MEMBER]->(company:Company) "
        "RETURN company.key AS company, ring.key AS ring"
    )
    rings: dict[NodeKey, list[NodeKey]] = defaultdict(list)
    for row in frame.to_dict("records"):
        rings[str(row["company"])].append(str(row["ring"]))
    return {company: sorted(found) for company, found in rings.items()}


def names_of(keys: Iterable[NodeKey], reader: GraphReader) -> dict[NodeKey, str]:
    """The names of these nodes, one question a label and batch; a node without one is left out."""
    groups: dict[str, list[NodeKey]] = defaultdict(list)
    for key in sorted(set(keys)):
        groups[_LABELS[key.split(":", 1)[0]]].append(key)
    names: dict[NodeKey, str] = {}
    for label, group in groups.items():
        for batch in _batches(group):
            found = reader.frame(NAMES.format(label=label), {"keys": list(batch)})
            for keys, called in zip(found["keys"], found["names"], strict=True):
                names.update(zip(keys, map(str, called), strict=True))
    return names


_LABELS = {
    "lot": "Lot",
    "company": "Company",
    "ring": "Ring",
    "person": "Person",
    "expert": "Expert",
}


def _bidders(bids: Iterable[NodeKey], reader: GraphReader) -> dict[NodeKey, list[NodeKey]]:
    bidders: dict[NodeKey, list[NodeKey]] = defaultdict(list)
    for batch in _batches(sorted(bids)):
        found = reader.frame(BIDDERS, {"keys": list(batch)})
        for offered, firms in zip(found["bids"], found["companies"], strict=True):
            for bid, company in zip(offered, firms, strict=True):
                bidders[bid].append(company)
    return bidders


def _batches(keys: Sequence[NodeKey]) -> Iterator[Sequence[NodeKey]]:
    yield from (keys[i : i + BATCH] for i in range(0, len(keys), BATCH))
