"""From the findings of all signals to leads, and to a score for every subject of a kind."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from graph.engine import GraphReader
from graph.errors import TenderLensError
from graph.garbage import few_collections
from graph.records import NodeKey
from leads.coverage import Coverage, coverage_of
from leads.graded import COVERED, graded
from leads.lead import Contribution, Lead, SmokeIndex, SubjectKind, repetition
from leads.smoke_index import (
    RECURRENCE,
    Hit,
    Known,
    evidence_of,
    index,
    root_facts,
    smoke_index,
)
from leads.subjects import Entry, Subject, entries, grouped, names_of, rings_of
from leads.weights import Weights
from messages import t
from queries.finding import Finding
from queries.run import SignalRun
from queries.signal import Family, Strength

HOT = 60.0  # from this index on, a lot counts towards recurrence
ALL_KINDS = frozenset(SubjectKind)
DIRECT = frozenset({SubjectKind.LOT, SubjectKind.PAIR, SubjectKind.EXPERT})


class LeadUnknown(TenderLensError):
    """No lead has this id."""


def lead_id(kind: SubjectKind, keys: Sequence[NodeKey]) -> str:
    """`<kind>-<12 hex>` of the subject's keys, the same in every run."""
    digest = hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()
    return f"{kind.value}-{digest[:12]}"


def lead_by_id(leads: Iterable[Lead], wanted: str) -> Lead:
    """The lead with this id; raises LeadUnknown."""
    for lead in leads:
        if lead.id == wanted:
            return lead
    raise LeadUnknown(
        t("There is no lead '{id}'. List the leads and copy the id from there.", id=wanted)
    )


@few_collections()
def leads_from(
    runs: Sequence[SignalRun],
    reader: GraphReader,
    weights: Weights,
    *,
    kinds: Sequence[SubjectKind] | None = None,
) -> tuple[Lead, ...]:
    """Every subject that a finding is about: highest index first, then ranking, then id."""
    found = entries(runs, reader, weights)
    chosen = ALL_KINDS if kinds is None else frozenset(kinds)
    groups = grouped(found, _rings(chosen, reader), chosen)
    scorer = Scorer(weights, coverage_of(runs, reader))
    names = names_of({key for _, keys in groups for key in keys}, reader)
    notes = _notes(found)
    leads = [
        Lead(
            id=lead_id(kind, keys),
            kind=kind,
            keys=keys,
            name=" — ".join(names.get(key, key) for key in keys),
            smoke=scorer.smoke(kind, keys, group),
            findings=tuple(e.finding for e in sorted(group, key=_order)),
            red_flag=any(e.deemed for e in group),
            notes=notes.get(keys[0], ()) if kind is SubjectKind.LOT else (),
        )
        for (kind, keys), group in groups.items()
    ]
    return tuple(sorted(leads, key=lambda x: (-x.smoke.value, -x.smoke.ranking, x.id)))


def _order(entry: Entry) -> tuple[float, str, str, str]:
    """Largest first; equal ones in the order in which they are discounted."""
    hit = entry.hit
    return (-hit.raw, hit.root_fact, entry.finding.signal, entry.finding.id)


def _rings(
    kinds: frozenset[SubjectKind], reader: GraphReader
) -> Mapping[NodeKey, Sequence[NodeKey]]:
    return rings_of(reader) if SubjectKind.RING in kinds else {}


def _notes(found: Iterable[Entry]) -> dict[NodeKey, tuple[Finding, ...]]:
    """What was found about the experts of a lot: shown with the lot, not part of its index."""
    notes: dict[NodeKey, list[Entry]] = defaultdict(list)
    for entry in found:
        if entry.hit.family is Family.EXPERT:
            for lot in entry.lots:
                notes[lot].append(entry)
    return {lot: tuple(e.finding for e in sorted(n, key=_order)) for lot, n in notes.items()}


@dataclass(frozen=True, slots=True)
class Scorer:
    """The index of a subject from its entries, at the level that its kind asks for."""

    weights: Weights
    coverage: Coverage
    known: Known = field(default_factory=dict, repr=False)

    def smoke(
        self, kind: SubjectKind, keys: Sequence[NodeKey], group: Sequence[Entry]
    ) -> SmokeIndex:
        """The index of one subject.

        Lots, pairs and experts: all findings. Firms, persons and rings: their worst lot, what has
        no lot, and what repetition adds; `ranking` is the sum over all their root facts.
        """
        lots = keys if kind is SubjectKind.LOT else {lot for entry in group for lot in entry.lots}
        share = self.coverage.of(lots, expert=kind is SubjectKind.EXPERT)
        hits = [entry.hit for entry in group]
        if kind in DIRECT:
            return self._index(hits, share.value, share.missing)
        worst, recurrence = self._over_lots(group)
        loose = [entry.hit for entry in group if not entry.lots]
        smoke = self._index([*worst, *loose], share.value, share.missing, recurrence)
        return replace(smoke, ranking=math.fsum(hit.raw for hit in root_facts(hits)))

    def _index(
        self,
        hits: Sequence[Hit],
        coverage: float,
        missing: Sequence[str],
        recurrence: Contribution | None = None,
    ) -> SmokeIndex:
        return smoke_index(
            hits,
            self.weights,
            coverage=coverage,
            missing=missing,
            recurrence=recurrence,
            known=self.known,
        )

    def _over_lots(self, group: Sequence[Entry]) -> tuple[Sequence[Hit], Contribution | None]:
        by_lot: dict[NodeKey, list[Hit]] = defaultdict(list)
        for entry in group:
            for lot in entry.lots:
                by_lot[lot].append(entry.hit)
        scored = sorted(
            ((self._evidence_and_root(hits), lot) for lot, hits in by_lot.items()),
            key=lambda item: (-item[0][0], item[1]),
        )
        if not scored:
            return (), None
        hot = {root for (e, root), _ in scored if index(e, self.weights) >= HOT}
        return by_lot[scored[0][1]], self._recurrence(len(hot))

    def _evidence_and_root(self, hits: Sequence[Hit]) -> tuple[float, str]:
        """The evidence in one lot, in bans, and the root fact that weighs most there."""
        facts = root_facts(hits)
        evidence = evidence_of(facts, self.weights, self.known)
        return evidence, max(facts, key=lambda h: (h.raw, h.root_fact)).root_fact

    def _recurrence(self, lots: int) -> Contribution | None:
        if lots == 0:
            return None
        points = min(self.weights.recurrence_cap.value, math.log10(1 + lots))
        because = repetition(lots)
        return Contribution(RECURRENCE, RECURRENCE, points, points, because, (), RECURRENCE, lots)


LABELS = {
    SubjectKind.LOT: "Lot",
    SubjectKind.COMPANY: "Company",
    SubjectKind.RING: "Ring",
    SubjectKind.PERSON: "Person",
    SubjectKind.EXPERT: "Expert",
}


def scores(
    kind: SubjectKind, runs: Sequence[SignalRun], reader: GraphReader, weights: Weights
) -> pd.DataFrame:
    """Every subject of this kind that the graph holds, without a threshold; highest first.

    Columns: key (of a pair `<a>|<b>`), name, smoke_index (0–100), evidence_bans (the uncapped sum,
    for ranking), `<family>_bans` (its parts), coverage (0–1). Graded statistics order the list
    (they are in evidence_bans and its parts) and leave the index alone; below the middle of their
    market they count against a subject.
    """
    kinds = frozenset({kind})
    found = entries(runs, reader, weights)
    groups = grouped(found, _rings(kinds, reader), kinds)
    scorer = Scorer(weights, coverage_of(runs, reader))
    families = [f for f in Family if (f is Family.EXPERT) is (kind is SubjectKind.EXPERT)]
    statistics = graded(kind, reader, weights)
    # Where this kind is ordered by graded statistics, a subject without any is not ordered by more.
    covered = COVERED.get(kind, frozenset()) if statistics else frozenset()
    rows = []
    for keys, name in _subjects(kind, groups, reader).items():
        group = groups.get((kind, keys), [])
        bans = _bans(group, families, statistics.get(keys, {}), covered)
        rows.append(_score(keys, name, scorer.smoke(kind, keys, group), bans))
    columns = ["key", "name", "smoke_index", "evidence_bans"]
    columns += [*(f"{family.value}_bans" for family in families), "coverage"]
    frame = pd.DataFrame(rows, columns=columns)
    order = ["smoke_index", "evidence_bans", "key"]
    return frame.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _score(
    keys: tuple[NodeKey, ...], name: str, smoke: SmokeIndex, bans: Mapping[Family, float]
) -> dict[str, object]:
    return {
        "key": "|".join(keys),
        "name": name,
        "smoke_index": round(smoke.value, 4),
        "evidence_bans": round(math.fsum(bans.values()), 6),
        **{f"{family.value}_bans": round(value, 6) for family, value in bans.items()},
        "coverage": round(smoke.coverage, 4),
    }


def _bans(
    group: Sequence[Entry],
    families: Sequence[Family],
    statistics: Mapping[Family, float],
    covered: frozenset[Family],
) -> dict[Family, float]:
    """The bans of each family: its findings, and its graded statistics once."""
    sums = dict.fromkeys(families, 0.0)
    for hit in root_facts(entry.hit for entry in group):
        statistical = hit.strength is Strength.STATISTICAL or hit.family is Family.PRICE
        if not (statistical and hit.family in covered):
            sums[hit.family] += hit.raw
    for family, bans in statistics.items():
        sums[family] += bans
    return sums


def _subjects(
    kind: SubjectKind, groups: Mapping[Subject, object], reader: GraphReader
) -> dict[tuple[NodeKey, ...], str]:
    if kind is SubjectKind.PAIR:
        return _pairs({keys for _, keys in groups}, reader)
    frame = reader.frame(f"MATCH (n:{LABELS[kind]}) RETURN n.key AS key, n.name AS name")
    return {
        (str(row["key"]),): str(row["name"]) if isinstance(row["name"], str) else str(row["key"])
        for row in frame.to_dict("records")
    }


def _pairs(found: set[tuple[NodeKey, ...]], reader: GraphReader) -> dict[tuple[NodeKey, ...], str]:
    frame = reader.frame("MATCH (a:Company)-[:CO_BIDS]->(b:Company) RETURN a.key AS a, b.key AS b")
    ties = {tuple(sorted((str(r["a"]), str(r["b"])))) for r in frame.to_dict("records")}
    pairs = sorted(ties | found)
    names = names_of({key for pair in pairs for key in pair}, reader)
    return {pair: " — ".join(names.get(key, key) for key in pair) for pair in pairs}
