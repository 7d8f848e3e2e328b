"""Who is who: what persons decided about records that may be one, and the merges that follow.

Judgements are appended and never changed; the last one about a pair counts. `same` merges the two,
`different` keeps them apart even where a rule would merge them, `unsure` leaves them on the list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from graph.engine import GraphReader, QueryLimits
from graph.errors import TenderLensError
from graph.node_merger import AUTOMATIC, Merge
from graph.records import NodeKey
from leads.judgements import append_line, decisions, line_of
from messages import t

FILE = "identity_judgements.jsonl"
LIMITS = QueryLimits(seconds=120.0, rows=1_000_000)
CANDIDATES = """
MATCH (a:{label})-[r:MAYBE_SAME]->(b:{label}) {where}
RETURN a.key AS one, a.name AS one_name, b.key AS two, b.name AS two_name, r.score AS score,
       r.certain AS certain, r.reasons AS reasons
ORDER BY score DESC, one, two
"""
STRENGTHS = """
UNWIND $keys AS k
MATCH (n:{label} {{key: k}})
RETURN k AS key, {strength} AS strength
"""
_STRENGTH = {
    "Person": "CASE n.identity WHEN 'id' THEN 3 WHEN 'phone' THEN 2 ELSE 1 END",
    "Company": "CASE WHEN n.uscc IS NOT NULL THEN 3 WHEN n.org_code IS NOT NULL THEN 2 ELSE 1 END",
}
ALIASES = """
MATCH (a:Alias)
RETURN a.was AS was, a.of AS of, a.name AS name, a.by AS by, a.reason AS reason, a.at AS at
ORDER BY was
"""
# A member of another's consortium makes no offer of its own.
OFFERS = """
UNWIND $firms AS k
MATCH (:Company {key: k})-[s:SUBMITTED]->(b:Bid)-[:FOR]->(l:Lot)
WHERE s.role IS NULL OR s.role <> 'member'
RETURN DISTINCT k AS firm, l.key AS lot, b.key AS bid ORDER BY firm, lot, bid
"""
BIDS_THERE = "UNWIND $keys AS k MATCH (b:Bid {key: k}) RETURN b.key AS bid"


ONE_BID = "one_bid"  # a merge of bids, as their bidders were merged
FEATURES = {
    "prior": "any two records",
    "name_equal": "same name",
    "name_alike": "names alike",
    "name_differs": "names differ",
    "company_name_equal": "same company name",
    "former_name": "former name",
    "born_equal": "same date of birth",
    "born_differs": "dates of birth differ",
    "id_alike": "ID numbers alike",
    "id_differs": "ID numbers differ",
    "shared_firms": "same firm",
    "shared_contacts": "same telephone, e-mail or address",
    "shared_certificates": "same certificate",
    "shared_heads": "same legal representative",
    "code_equal": "same organisation code",
    "code_slip": "codes differ in one character",
    "code_differs": "codes differ",
    "one_without_code": "one record has no code",
    "region_equal": "same region",
    "region_differs": "regions differ",
}


class IdentityRefused(TenderLensError):
    """A judgement about sameness cannot be taken."""


class Sameness(StrEnum):
    """What a person decided about two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class IdentityJudgement:
    """One decision about two records, with its reason; `one` < `two`."""

    one: NodeKey
    two: NodeKey
    verdict: Sameness
    reason: str
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.by.strip():
            raise IdentityRefused(
                t("A judgement about '{lead}' needs a reason and an author.", lead=self.one)
            )
        if self.one >= self.two or self.one.split(":")[0] != self.two.split(":")[0]:
            raise IdentityRefused(
                t(
                    "{one} and {two} cannot be compared: name two companies or two persons.",
                    one=self.one,
                    two=self.two,
                )
            )


@dataclass(frozen=True, slots=True)
class SamenessCandidate:
    """Two records that may be one; `reasons` are (feature, bans, detail)."""

    one: NodeKey
    one_name: str
    two: NodeKey
    two_name: str
    score: float
    certain: bool
    reasons: tuple[tuple[str, float, str], ...]
    verdict: Sameness | None = None


@dataclass(frozen=True, slots=True)
class MergedRecord:
    """A record that was merged into another: who says so, why and when."""

    was: NodeKey
    of: NodeKey
    name: str
    by: str
    reason: str
    at: str

    @property
    def why(self) -> str:
        """The reason in words: what a person wrote, or what spoke for an automatic merge."""
        if self.by != AUTOMATIC:
            return self.reason
        if self.reason == ONE_BID:
            return t("their bidders are one")
        found = re.findall(r"(\w+)([+-][\d.]+)", self.reason)
        return t("; ").join(f"{feature_name(name)} {bans}" for name, bans in found)


# What was decided


def append_identity_judgements(folder: Path, made: Iterable[IdentityJudgement]) -> None:
    """Add one line each; they are on disk when this returns."""
    append_line(folder / FILE, "".join(line_of(asdict(each), each.at) for each in made))


def identity_judgements(folder: Path) -> tuple[IdentityJudgement, ...]:
    """All judgements about sameness, oldest first; raises WorkspaceCorrupt."""
    return decisions(folder / FILE, _made)


def _made(row: dict[str, Any]) -> IdentityJudgement:
    return IdentityJudgement(
        one=row["one"],
        two=row["two"],
        verdict=Sameness(row["verdict"]),
        reason=row["reason"],
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
    )


def latest_by_pair(
    found: Iterable[IdentityJudgement],
) -> dict[tuple[NodeKey, NodeKey], IdentityJudgement]:
    """The last judgement of each pair."""
    return {(judgement.one, judgement.two): judgement for judgement in found}


# What the graph says


def feature_name(name: str) -> str:
    """What speaks for or against sameness, in words."""
    return t(FEATURES[name]) if name in FEATURES else name


def sameness_candidates(
    reader: GraphReader, judged: Iterable[IdentityJudgement], *, where: str = ""
) -> tuple[SamenessCandidate, ...]:
    """Pairs that may be one, the most probable first, with what was decided about them."""
    verdicts = latest_by_pair(judged)
    found = []
    for label in ("Company", "Person"):
        cypher = CANDIDATES.format(label=label, where=where)
        for row in reader.run(cypher, limits=LIMITS).dicts():
            one, two = str(row["one"]), str(row["two"])
            verdict = verdicts.get((one, two))
            reasons = row["reasons"] if isinstance(row["reasons"], list) else []
            found.append(
                SamenessCandidate(
                    one,
                    str(row["one_name"] or ""),
                    two,
                    str(row["two_name"] or ""),
                    float(str(row["score"])),
                    row["certain"] is True,
                    tuple(_reason(str(each)) for each in reasons),
                    verdict.verdict if verdict else None,
                )
            )
    return tuple(sorted(found, key=lambda c: (-c.score, c.one, c.two)))


def _reason(text: str) -> tuple[str, float, str]:
    name, bans, detail = text.split("|", 2)
    return name, float(bans), detail


def merged_records(reader: GraphReader) -> tuple[MergedRecord, ...]:
    """The merges that hold."""
    return tuple(
        MergedRecord(**{name: str(value or "") for name, value in row.items()})
        for row in reader.run(ALIASES, limits=LIMITS).dicts()
    )


# What follows


def wanted_merges(
    reader: GraphReader,
    judged: Sequence[IdentityJudgement],
    *,
    at: datetime,
) -> tuple[Merge, ...]:
    """Every merge that should hold: what persons judged the same, then what is certain.

    Of records that are one, the best identified is kept. No chain joins two that a person judged
    to be different.
    """
    verdicts = latest_by_pair(judged)
    pairs: dict[tuple[NodeKey, NodeKey], tuple[str, str]] = {
        pair: (judgement.by, judgement.reason)
        for pair, judgement in verdicts.items()
        if judgement.verdict is Sameness.SAME
    }
    before = {record.was: record for record in merged_records(reader)}
    for record in before.values():
        pair = (min(record.was, record.of), max(record.was, record.of))
        if record.by == AUTOMATIC and record.was.split(":")[0] != "bid" and pair not in verdicts:
            pairs.setdefault(pair, (AUTOMATIC, record.reason))
    for each in sameness_candidates(reader, judged, where="WHERE r.certain = true"):
        if (each.one, each.two) not in verdicts:
            text = " ".join(f"{name}{bans:+.1f}" for name, bans, _ in each.reasons)
            pairs.setdefault((each.one, each.two), (AUTOMATIC, text))
    joined = _joined(pairs, [p for p, j in verdicts.items() if j.verdict is Sameness.DIFFERENT])
    return tuple(_merges(reader, joined, pairs, at))


def _joined(
    pairs: Iterable[tuple[NodeKey, NodeKey]], apart: Iterable[tuple[NodeKey, NodeKey]]
) -> list[set[NodeKey]]:
    from scipy.cluster.hierarchy import DisjointSet  # slow to import, and seldom needed

    others: dict[NodeKey, set[NodeKey]] = defaultdict(set)
    for one, two in apart:
        others[one].add(two)
    groups = DisjointSet(sorted({key for pair in pairs for key in pair}))
    for one, two in pairs:
        together = groups.subset(one) | groups.subset(two)
        if all(together.isdisjoint(others.get(key, ())) for key in together):
            groups.merge(one, two)
    return [some for some in groups.subsets() if len(some) > 1]


def _merges(
    reader: GraphReader,
    groups: Iterable[set[NodeKey]],
    pairs: Mapping[tuple[NodeKey, NodeKey], tuple[str, str]],
    at: datetime,
) -> Iterable[Merge]:
    when = at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    listed = list(groups)
    strength = _strengths(reader, {key for some in listed for key in some})
    because = {key: said for pair, said in reversed([*pairs.items()]) for key in pair}
    for some in sorted(map(sorted, listed)):
        keep = max(some, key=lambda key: (strength.get(key, 0), some.index(key) * -1))
        for drop in some:
            if drop != keep:
                by, reason = because[drop]
                yield Merge(keep, drop, by, reason, when)


def _strengths(reader: GraphReader, keys: set[NodeKey]) -> dict[NodeKey, int]:
    found: dict[NodeKey, int] = {}
    for label, strength in _STRENGTH.items():
        own = sorted(key for key in keys if key.startswith(f"{label.lower()}:"))
        table = reader.run(
            STRENGTHS.format(label=label, strength=strength), {"keys": list(own)}, limits=LIMITS
        )
        found |= {str(key): int(str(value)) for key, value in table.rows}
    return found


def double_bids(
    reader: GraphReader, firms: Iterable[NodeKey], *, at: datetime
) -> tuple[Merge, ...]:
    """What became one offer of one firm for one lot when its records were merged.

    Offers that both are known to be its own, and what tables that do not say who bids (deposits,
    devices, teams) keep under another of its codes and names.
    """
    when = at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    names: dict[NodeKey, list[NodeKey]] = {firm: [firm] for firm in sorted(set(firms))}
    for record in merged_records(reader):
        if record.of in names:
            names[record.of].append(record.was)
    offers: dict[tuple[NodeKey, NodeKey], set[NodeKey]] = defaultdict(set)
    for firm, lot, bid in reader.run(OFFERS, {"firms": [*names]}, limits=LIMITS).rows:
        offers[str(firm), str(lot)].add(str(bid))
    possible = {
        (firm, lot): {f"bid:{lot[4:]}/{name[8:]}" for name in names[firm]} for firm, lot in offers
    }
    asked = sorted(set().union(*possible.values()))
    found = reader.run(BIDS_THERE, {"keys": [*asked]}, limits=LIMITS)
    there = {str(bid) for (bid,) in found.rows}
    into: dict[NodeKey, NodeKey] = {}
    for (firm, lot), own in sorted(offers.items()):
        best = min(own, key=lambda bid: (not bid.endswith(f"/{firm[8:]}"), bid))
        keep = into.get(best, best)
        for drop in (own | (possible[firm, lot] & there)) - {best, keep}:
            into.setdefault(drop, keep)
    return tuple(Merge(keep, drop, AUTOMATIC, ONE_BID, when) for drop, keep in sorted(into.items()))


def outdated_merges(reader: GraphReader, into: Mapping[NodeKey, NodeKey]) -> list[NodeKey]:
    """Records whose merge holds and should not, with the bids that were merged for their sake."""
    records = merged_records(reader)
    own = [r for r in records if not r.was.startswith("bid:") and into.get(r.was) != r.of]
    firms = tuple(f"/{r.was[8:]}" for r in own if r.was.startswith("company:"))
    bids = [
        r.was
        for r in records
        if r.was.startswith("bid:") and (r.was.endswith(firms) or r.of.endswith(firms))
    ]
    return [*bids, *(r.was for r in own)] if firms else [r.was for r in own]
