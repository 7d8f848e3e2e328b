"""How much of the evidence that could be there has data at all: 数据覆盖度."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.engine import GraphReader
from graph.records import NodeKey
from queries.run import SignalRun
from queries.signal import Family, Signal

# Which lots have data of a family. A family that is not here is judged by the runs alone.
PROBES: Mapping[Family, tuple[str, ...]] = {
    Family.DEVICE: ("MATCH (lot:Lot)<-[:FOR]-(bid:Bid)<-[:USED_IN]-(:Device)",),
    Family.DOCUMENT: (
        "MATCH (lot:Lot)<-[:FOR]-(bid:Bid)<-[:BELONGS_TO]-(:Document)",
        "MATCH (lot:Lot)<-[:FOR]-(bid:Bid)-[:RESEMBLES]-(:Bid)",
    ),
    Family.PEOPLE: (
        "MATCH (lot:Lot)<-[:FOR]-(bid:Bid)<-[:HANDLED|LEADS|MEMBER_OF|CONTACT_FOR]-(:Person)",
        "MATCH (lot:Lot)<-[:FOR]-(bid:Bid)<-[:GIVEN_IN]-()",
    ),
    Family.MONEY: ("MATCH (lot:Lot)<-[:FOR]-(bid:Bid)<-[:PAID_DEPOSIT_OF]-(:Account)",),
    Family.EQUITY: (
        "MATCH (lot:Lot)<-[:FOR]-(bid:Bid)<-[:SUBMITTED]-(:Company)"
        "<-[:LEGAL_REP_OF|SHAREHOLDER_OF|EXECUTIVE_OF]-()",
    ),
    Family.PRICE: (
        "MATCH (lot:Lot)<-[:FOR]-(bid:Bid) "
        "WHERE bid.price IS NOT NULL OR bid.rate_kind IS NOT NULL",
    ),
    Family.EXPERT: ("MATCH (lot:Lot)<-[:EVALUATED]-(:Expert)",),
}
# Groups of lots come as lists: an engine sends them several times as fast as rows.
IN_LISTS = (
    "WITH DISTINCT lot.key AS lot "
    "RETURN substring(lot, size(lot) - 2) AS part, collect(lot) AS lots"
)


@dataclass(frozen=True, slots=True)
class Share:
    """Coverage of one subject, 0–1, and the families that have no data."""

    value: float
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the loaded data can answer, per family and per lot.

    `whole` is the bans of all signals of a family, `usable` of those that could run; `lots` holds
    the lots with data, for each family that is probed.
    """

    whole: Mapping[Family, float]
    usable: Mapping[Family, float]
    lots: Mapping[Family, frozenset[NodeKey]]
    _shares: dict[tuple[Family, ...], Share] = field(default_factory=dict, repr=False)

    def of(self, lots: Iterable[NodeKey], *, expert: bool = False) -> Share:
        """Coverage of a subject that these lots concern; without lots, of the whole graph."""
        keys = frozenset(lots)
        families = [f for f in self.whole if (f is Family.EXPERT) is expert]
        absent = tuple(f for f in families if not self._has_data(f, keys))
        asked = (Family.EXPERT, *absent) if expert else absent
        if asked not in self._shares:
            self._shares[asked] = self._share(families, absent)
        return self._shares[asked]

    def _share(self, families: Sequence[Family], absent: Sequence[Family]) -> Share:
        there = {f: 0.0 if f in absent else self.usable[f] for f in families}
        total = sum(self.whole[f] for f in families)
        missing = tuple(sorted(f.value for f in families if there[f] == 0 and self.whole[f] > 0))
        return Share(sum(there.values()) / total if total else 0.0, missing)

    def _has_data(self, family: Family, lots: frozenset[NodeKey]) -> bool:
        found = self.lots.get(family)
        if found is None:
            return True
        return not lots.isdisjoint(found) if lots else len(found) > 0


def coverage_of(runs: Sequence[SignalRun], reader: GraphReader) -> Coverage:
    """Ask once per family which lots have data, and weigh it by the signals that were run."""
    whole: dict[Family, float] = defaultdict(float)
    usable: dict[Family, float] = defaultdict(float)
    for run in runs:
        weight = _weight(run.signal)
        whole[run.signal.family] += weight
        usable[run.signal.family] += weight if run.computed else 0.0
    lots = {
        family: _lots(PROBES[family], reader) for family in PROBES if usable.get(family, 0.0) > 0
    }
    return Coverage(dict(whole), dict(usable), lots)


def _weight(signal: Signal) -> float:
    return max(signal.weight.bans, *signal.weight.cases.values(), 0.0)


def _lots(probes: Sequence[str], reader: GraphReader) -> frozenset[NodeKey]:
    found: set[NodeKey] = set()
    for probe in probes:
        for lots in reader.frame(f"{probe} {IN_LISTS}")["lots"]:
            found.update(lots)
    return frozenset(found)
