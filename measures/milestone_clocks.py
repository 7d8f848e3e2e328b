"""Legal time limits of a project's life, and the order of its steps, as clocks.

Days are counted as 财政部令第87号 article 85 and the civil code do: the first day is not counted,
and a limit whose last day is no working day ends on the next one. A minimum period (不得少于) is
never moved. `kept`: done in time, or still running; `soon`: at most a fifth of the limit is left;
`late`: done, and too late (or the period was too short); `open_late`: not on record although its
day has passed; `missing`: the end is on record and the beginning is not.

Nothing is measured against the clock on the wall: "today" is the last day on which anything in the
graph happened, so that the same files always tell the same. A step is waited for only if that kind
of step is recorded anywhere: a source that never states contracts makes no contract late.

A lot takes from its project the steps that it does not have itself; a limit between two such steps
belongs to the project and runs for all its lots. Where a step is recorded several times, the last
end counts, with the last beginning before it; requests and answers are paired one by one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import numpy as np

from graph.engine import GraphReader
from graph.records import DerivedEdge, DerivedNode, NodeKey, Value
from measures.gathered import gathered, rows_of
from measures.measure import Derived, Measure
from measures.working_days import WorkingDays, working_days
from messages import t

STEPS = """
MATCH (m:Milestone)-[:OF]->(owner:{label})
RETURN owner.key AS owner, m.node AS node, coalesce(m.on, m.at) AS day, m.key AS record
"""
LOTS = """
MATCH (l:Lot)
OPTIONAL MATCH (l)-[:PART_OF]->(p:Project)
WITH right(l.key, 2) AS part,
     collect([l.key, p.key, l.deadline, l.opened_at, l.regime, l.method, l.status]) AS rows
RETURN rows
"""
LOT_COLUMNS = ("lot", "project", "deadline", "opened_at", "regime", "method", "status")
AWARDS = """
MATCH (:Company)-[won:WON]->(l:Lot)
WHERE won.on IS NOT NULL
RETURN l.key AS owner, 'award_decision' AS node, won.on AS day, l.key AS record
"""
CONTRACTS = """
MATCH (k:Contract)-[:AWARDED_FOR]->(l:Lot)
WHERE k.signed_on IS NOT NULL
RETURN l.key AS owner, 'contract' AS node, k.signed_on AS day, k.key AS record
"""
COMPLAINTS = """
MATCH (c:Complaint)-[:ABOUT]->(l:Lot)
RETURN c.key AS complaint, l.key AS lot, c.known_on AS known, c.received_on AS received,
       c.accepted_on AS accepted, c.decided_on AS decided
"""
LAST_LOAD = "MATCH (b:Batch) WITH max(b.loaded_at) AS at RETURN left(at, 10) AS day"

EARLIEST, LATEST = date(2000, 1, 1), date(2040, 12, 31)
PROCUREMENT = "government_procurement"
# Ways to buy without a call for tenders: periods for preparing tenders do not run there.
NO_TENDER = ("磋商", "谈判", "询价", "单一来源", "框架", "比选", "直接")
ABANDONED = ("终止", "流标", "废标", "失败", "撤销", "取消")
TERMINAL = frozenset({"registration", "completion_filing"})
SOON = 0.2  # of the limit is left
GAP_QUANTILE = 0.95
GAP_MINIMUM = 30  # transitions of one kind
MOVED_ON = 0.5  # of those who reached a step: else the source does not state what follows


class Unit(StrEnum):
    """How a limit is counted."""

    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"


class Law(StrEnum):
    """Whose limit it is. A lot whose regime is not stated is held to the tender law's."""

    BOTH = "both"
    TENDER = "tender"
    PROCUREMENT = "procurement"


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit between two steps; the first of several nodes that is on record counts.

    `least`: the period must be at least that long (else: at most). `each`: every beginning has a
    clock of its own. `tendering`: only where tenders are called for. An end that comes before its
    beginning is another matter (an order of steps, another round) and has no clock.
    """

    rule: str
    part: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    count: int
    unit: Unit = Unit.DAY
    law: Law = Law.BOTH
    least: bool = False
    each: bool = False
    tendering: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """`first` has to be done before `then` begins."""

    part: str
    first: tuple[str, ...]
    then: tuple[str, ...]


# Where the day of the letter is unknown the notice, then the decision stand in for it.
_AWARD = ("award_letter", "award_notice", "award_decision")
WITHIN = (
    Limit(
        "deadline_doc_sale", "tender", ("documents_from",), ("documents_until",), 5,
        law=Law.TENDER, least=True, tendering=True,
    ),
    Limit(
        "deadline_doc_sale", "procurement", ("documents_from",), ("documents_until",), 5,
        unit=Unit.WORKING_DAY, law=Law.PROCUREMENT, least=True, tendering=True,
    ),
    Limit(
        "deadline_prequal_submit", "", ("documents_until",), ("prequalification_deadline",), 5,
        law=Law.TENDER, least=True,
    ),
    Limit(
        "deadline_bid_prep", "", ("documents_from", "tender_notice"), ("bid_deadline",), 20,
        least=True, tendering=True,
    ),
    Limit(
        "deadline_clarify", "bid", ("clarification",), ("bid_deadline",), 15,
        least=True, each=True, tendering=True,
    ),
    Limit(
        "deadline_clarify", "prequalification", ("prequalification_clarification",),
        ("prequalification_deadline",), 3, least=True, each=True,
    ),
    Limit(
        "deadline_objection_in", "bid", ("objection",), ("bid_deadline",), 10,
        law=Law.TENDER, least=True, each=True,
    ),
    Limit(
        "deadline_objection_in", "prequalification", ("prequalification_objection",),
        ("prequalification_deadline",), 2, law=Law.TENDER, least=True, each=True,
    ),
    Limit(
        "deadline_objection_out", "tender", ("objection",), ("objection_answer",), 3,
        law=Law.TENDER, each=True,
    ),
    Limit(
        "deadline_objection_out", "prequalification", ("prequalification_objection",),
        ("prequalification_answer",), 3, law=Law.TENDER, each=True,
    ),
    Limit(
        "deadline_objection_out", "procurement", ("objection",), ("objection_answer",), 7,
        unit=Unit.WORKING_DAY, law=Law.PROCUREMENT, each=True,
    ),
    Limit(
        "deadline_candidate_notice", "publish", ("evaluation_report", "evaluation_end"),
        ("candidate_notice_from",), 3, law=Law.TENDER,
    ),
    Limit(
        "deadline_candidate_notice", "period", ("candidate_notice_from",),
        ("candidate_notice_until",), 3, law=Law.TENDER, least=True,
    ),
    Limit(
        "deadline_gp_award", "report", ("evaluation_end",), ("evaluation_report",), 2,
        unit=Unit.WORKING_DAY, law=Law.PROCUREMENT,
    ),
    Limit(
        "deadline_gp_award", "decide", ("evaluation_report",), ("award_decision",), 5,
        unit=Unit.WORKING_DAY, law=Law.PROCUREMENT,
    ),
    Limit(
        "deadline_gp_award", "publish", ("award_decision",), ("award_notice",), 2,
        unit=Unit.WORKING_DAY, law=Law.PROCUREMENT,
    ),
    Limit(
        "deadline_written_report", "", ("award_decision", "award_letter"), ("written_report",), 15,
        law=Law.TENDER,
    ),
    Limit("deadline_contract", "", _AWARD, ("contract",), 30),
    Limit(
        "deadline_contract_publish", "publish", ("contract",), ("contract_notice",), 2,
        unit=Unit.WORKING_DAY, law=Law.PROCUREMENT,
    ),
    Limit(
        "deadline_contract_publish", "file", ("contract",), ("contract_filing",), 7,
        unit=Unit.WORKING_DAY, law=Law.PROCUREMENT,
    ),
    Limit(
        "deadline_deposit_refund", "tender", ("contract",), ("deposit_refund",), 5, law=Law.TENDER
    ),
    Limit(
        "deadline_deposit_refund", "procurement", ("contract",), ("deposit_refund",), 5,
        unit=Unit.WORKING_DAY, law=Law.PROCUREMENT,
    ),
    # From the day on which the buyer heard that a bid was withdrawn before the closing.
    Limit(
        "deadline_deposit_refund", "withdrawn", ("bid_withdrawal",), ("withdrawal_refund",), 5,
        law=Law.TENDER, each=True,
    ),
    Limit(
        "deadline_deposit_refund", "withdrawn_procurement", ("bid_withdrawal",),
        ("withdrawal_refund",), 5, unit=Unit.WORKING_DAY, law=Law.PROCUREMENT, each=True,
    ),
    Limit(
        "deadline_permit", "issue", ("construction_application",), ("construction_permit",), 7
    ),
    Limit(
        "deadline_permit", "start", ("construction_permit",), ("construction_start",), 3,
        unit=Unit.MONTH,
    ),
    Limit("deadline_completion_record", "", ("completion",), ("completion_filing",), 15),
    Limit(
        "deadline_realestate", "", ("registration_application",), ("registration",), 30,
        unit=Unit.WORKING_DAY,
    ),
)  # fmt: skip
COMPLAINT = (
    Limit("deadline_complaint", "file", ("known",), ("received",), 10, law=Law.TENDER),
    Limit(
        "deadline_complaint", "accept", ("received",), ("accepted",), 3,
        unit=Unit.WORKING_DAY, law=Law.TENDER,
    ),
    Limit("deadline_complaint", "decide", ("accepted",), ("decided",), 30, unit=Unit.WORKING_DAY),
)  # fmt: skip
ORDERS = (
    Order("approval_notice", ("approval",), ("tender_notice",)),
    Order("land_permit", ("land_permit",), ("construction_permit",)),
    Order("planning_permit", ("planning_permit",), ("construction_permit",)),
    Order("award_contract", ("award_letter", "award_decision"), ("contract",)),
    Order("contract_start", ("contract",), ("construction_start",)),
    Order("permit_start", ("construction_permit",), ("construction_start",)),
    Order("start_completion", ("construction_start",), ("completion",)),
)
ORDER_RULE, GAP_RULE = "order_violation", "stage_gap"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One step that was done."""

    day: date
    record: NodeKey


Key = TypeVar("Key")
Steps = Mapping[str, Sequence[Step]]  # node → steps, by day


@dataclass(frozen=True, slots=True)
class LotFacts:
    """What decides which limits run for a lot."""

    key: NodeKey
    project: NodeKey | None = None
    regime: str | None = None
    method: str | None = None
    status: str | None = None

    def held_to(self, limit: Limit) -> bool:
        """Whether this limit is one of the law and procedure of the lot."""
        procurement = self.regime == PROCUREMENT
        law = limit.law is Law.BOTH or procurement is (limit.law is Law.PROCUREMENT)
        without = self.method is not None and any(word in self.method for word in NO_TENDER)
        return law and not (limit.tendering and without)

    @property
    def abandoned(self) -> bool:
        """Whether the procedure ended without an award."""
        return self.status is not None and any(word in self.status for word in ABANDONED)


@dataclass(frozen=True, slots=True)
class Clock:
    """One time limit of one lot or project, before it is written."""

    rule: str
    part: str
    owner: NodeKey
    number: int
    state: str
    unit: Unit
    limit: int
    days: int | None = None
    from_on: date | None = None
    due: date | None = None
    on: date | None = None
    records: tuple[NodeKey, ...] = ()

    @property
    def key(self) -> NodeKey:
        """Unique, and the same in every run."""
        return f"clock:{self.rule}/{self.part or '-'}/{self.owner}/{self.number}"

    def node(self) -> DerivedNode:
        """The clock as the graph holds it."""
        stated: dict[str, Value] = {
            "rule": self.rule,
            "part": self.part or None,
            "from_on": _iso(self.from_on),
            "due": _iso(self.due),
            "on": _iso(self.on),
            "days": self.days,
            "limit": self.limit,
            "unit": self.unit.value,
            "state": self.state,
            "records": [*dict.fromkeys(self.records)],
        }
        kept = {name: value for name, value in stated.items() if value is not None}
        return DerivedNode("Clock", self.key, kept)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@dataclass(frozen=True, slots=True)
class Record:
    """What a run knows: the calendar, the last recorded day, the kinds of step on record."""

    calendar: WorkingDays
    today: date
    known: frozenset[str]


def clocks_of_limit(
    limit: Limit, steps: Steps, owner: NodeKey, record: Record, *, waiting: bool = True
) -> Iterator[Clock]:
    """The clocks of one limit among the steps of one owner.

    `waiting` is False where nothing more will happen, so that an open limit is nobody's delay.
    """
    starts, ends = _first_known(limit.start, steps), _first_known(limit.end, steps)
    if limit.each:
        pairs = list(_each(starts, ends, least=limit.least))
    else:
        pairs = list(_last(starts, ends))
    for number, (start, end) in enumerate(pairs):
        clock = _clock(limit, owner, number, start, end, record)
        if clock is not None and (waiting or end is not None):
            yield clock


def _first_known(nodes: Iterable[str], steps: Steps) -> Sequence[Step]:
    return next((steps[node] for node in nodes if node in steps), ())


def _each(
    starts: Sequence[Step], ends: Sequence[Step], *, least: bool
) -> Iterator[tuple[Step | None, Step | None]]:
    """Each request with the deadline it must respect, or with the answer that is its own."""
    left = list(ends)
    for start in starts:
        if least:
            yield start, ends[-1] if ends else None
            continue
        answer = next((end for end in left if end.day >= start.day), None)
        if answer is not None:
            left.remove(answer)
        yield start, answer


def _last(
    starts: Sequence[Step], ends: Sequence[Step]
) -> Iterator[tuple[Step | None, Step | None]]:
    end = ends[-1] if ends else None
    before = [step for step in starts if end is None or step.day <= end.day]
    start = before[-1] if before else starts[-1] if starts else None
    if start is not None or end is not None:
        yield start, end


def _clock(
    limit: Limit, owner: NodeKey, number: int, start: Step | None, end: Step | None, record: Record
) -> Clock | None:
    """None where there is nothing to hold: an end that comes first, a step nobody records."""
    if start is None:
        return _without_beginning(limit, owner, number, end, record)
    due, given = _due(limit, start.day, record.calendar)
    if end is None:
        if limit.least or not record.known.intersection(limit.end):
            return None
        state = _running(start.day, due, record.today)
        used = _days(limit, start.day, record.today, record.calendar)
        return Clock(
            limit.rule, limit.part, owner, number, state, _counted(limit), given, used,
            start.day, due, None, (start.record,),
        )  # fmt: skip
    if end.day < start.day:
        return None
    used = _days(limit, start.day, end.day, record.calendar)
    kept = used >= given if limit.least else end.day <= due
    return Clock(
        limit.rule, limit.part, owner, number, "kept" if kept else "late", _counted(limit), given,
        used, start.day, due, end.day, (start.record, end.record),
    )  # fmt: skip


def _without_beginning(
    limit: Limit, owner: NodeKey, number: int, end: Step | None, record: Record
) -> Clock | None:
    if end is None or limit.each or not record.known.intersection(limit.start):
        return None
    return Clock(
        limit.rule, limit.part, owner, number, "missing", _counted(limit), limit.count,
        on=end.day, records=(end.record,),
    )  # fmt: skip


def _counted(limit: Limit) -> Unit:
    return Unit.DAY if limit.unit is Unit.MONTH else limit.unit


def _due(limit: Limit, start: date, calendar: WorkingDays) -> tuple[date, int]:
    """The last day (of a minimum: the first day that keeps it), and the limit in its unit."""
    if limit.unit is Unit.WORKING_DAY:
        return calendar.after(start, limit.count), limit.count
    end = (
        months_later(start, limit.count)
        if limit.unit is Unit.MONTH
        else start + timedelta(days=limit.count)
    )
    return end if limit.least else calendar.on_or_after(end), (end - start).days


def months_later(day: date, months: int) -> date:
    """The same day that many months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def _days(limit: Limit, start: date, end: date, calendar: WorkingDays) -> int:
    if limit.unit is Unit.WORKING_DAY:
        return calendar.between(start, end)
    return (end - start).days


def _running(start: date, due: date, today: date) -> str:
    if today > due:
        return "open_late"
    return "soon" if (due - today).days <= SOON * (due - start).days else "kept"


def clocks_of_order(order: Order, steps: Steps, owner: NodeKey) -> Iterator[Clock]:
    """Whether two steps stand in the order that the law wants; nothing where one is unknown."""
    first, then = _first_known(order.first, steps), _first_known(order.then, steps)
    if first and then:
        early = (first[0].day - then[0].day).days
        yield Clock(
            ORDER_RULE, order.part, owner, 0, "late" if early > 0 else "kept", Unit.DAY, 0,
            max(early, 0), then[0].day, then[0].day, first[0].day,
            (first[0].record, then[0].record),
        )  # fmt: skip


@dataclass(slots=True)
class Gaps:
    """How long one step takes to be followed by the next, over all owners."""

    days: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    reached: Counter[str] = field(default_factory=Counter)

    def add(self, timeline: Sequence[tuple[str, Step]]) -> None:
        """The steps of one owner, in order of their days."""
        self.reached.update(node for node, _ in timeline)
        for (one, begun), (next_, done) in pairwise(timeline):
            self.days[one, next_].append((done.day - begun.day).days)

    def usual(self) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
        """The longest usual gap of each pair of steps, and of each step to whatever follows."""
        after: dict[str, list[int]] = defaultdict(list)
        for (one, _), gaps in self.days.items():
            after[one] += gaps
        followed = {
            node: gaps
            for node, gaps in after.items()
            if node not in TERMINAL and len(gaps) >= MOVED_ON * self.reached[node]
        }
        return _longest(self.days), _longest(followed)


def _longest(gaps: Mapping[Key, Sequence[int]]) -> dict[Key, int]:
    return {
        key: int(np.quantile(days, GAP_QUANTILE, method="higher"))
        for key, days in gaps.items()
        if len(days) >= GAP_MINIMUM
    }


def timeline_of(steps: Steps) -> list[tuple[str, Step]]:
    """Each kind of step once, at its first day, in order."""
    firsts = [(node, found[0]) for node, found in steps.items()]
    return sorted(firsts, key=lambda item: (item[1].day, item[1].record, item[0]))


def clocks_of_gaps(
    timeline: Sequence[tuple[str, Step]],
    owner: NodeKey,
    pairs: Mapping[tuple[str, str], int],
    after: Mapping[str, int],
    today: date,
    *,
    waiting: bool = True,
) -> Iterator[Clock]:
    """Where the next step took, or takes, longer than for 95 of 100 comparable ones."""
    for number, ((one, begun), (next_, done)) in enumerate(pairwise(timeline)):
        usual = pairs.get((one, next_))
        days = (done.day - begun.day).days
        if usual is not None and days > usual:
            yield Clock(
                GAP_RULE, f"{one}>{next_}", owner, number, "late", Unit.DAY, usual, days,
                begun.day, begun.day + timedelta(days=usual), done.day,
                (begun.record, done.record),
            )  # fmt: skip
    if timeline and waiting:
        node, last = timeline[-1]
        usual = after.get(node)
        if usual is not None and (today - last.day).days > usual:
            yield Clock(
                GAP_RULE, f"{node}>", owner, len(timeline), "open_late", Unit.DAY, usual,
                (today - last.day).days, last.day, last.day + timedelta(days=usual), None,
                (last.record,),
            )  # fmt: skip


# What the graph says ------------------------------------------------------------------------------


@dataclass(slots=True)
class Timetable:
    """Every step of every lot and project, with what was left out."""

    steps: dict[NodeKey, dict[str, list[Step]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    implausible: int = 0

    def add(self, owner: object, node: object, day: object, record: object) -> None:
        """One step; a day that cannot be is counted and left out."""
        when = day_of(day)
        if when is None:
            self.implausible += day is not None
        else:
            self.steps[str(owner)][str(node)].append(Step(when, str(record)))

    def sort(self) -> None:
        """Bring the steps of each kind into order."""
        for of_owner in self.steps.values():
            for found in of_owner.values():
                if len(found) > 1:
                    found.sort()

    def of(self, owner: NodeKey | None) -> Steps:
        """The steps of one owner."""
        return self.steps.get(owner, {}) if owner is not None else {}


def day_of(value: object) -> date | None:
    """The day of an ISO date or time between 2000 and 2040."""
    return _day(str(value)[:10])


@lru_cache(maxsize=50_000)  # every day there is
def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def read_timetable(reader: GraphReader) -> tuple[Timetable, tuple[LotFacts, ...]]:
    """All steps and all lots of the graph, lots by key."""
    table = Timetable()
    for statement in (
        STEPS.format(label="Lot"), STEPS.format(label="Project"), AWARDS, CONTRACTS,
    ):  # fmt: skip
        for row in rows_of(reader.frame(statement)):
            table.add(*row)
    lots = {}
    for lot, project, deadline, opened_at, regime, method, status in rows_of(
        gathered(reader, LOTS, LOT_COLUMNS)
    ):
        key = str(lot)
        stated = table.of(key)
        for node, day in (("bid_deadline", _text(deadline) or opened_at), ("opening", opened_at)):
            if isinstance(day, str) and node not in stated:
                table.add(key, node, day, key)
        lots[key] = LotFacts(key, _text(project), _text(regime), _text(method), _text(status))
    table.sort()
    return table, tuple(lots[key] for key in sorted(lots))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def record_of(table: Timetable, calendar: WorkingDays, loaded_at: object) -> Record:
    """What is known, as of the last recorded day that is not after the last load."""
    loaded = day_of(loaded_at) or LATEST
    days = (
        step.day
        for of_owner in table.steps.values()
        for found in of_owner.values()
        for step in found
        if step.day <= loaded
    )
    known = frozenset(node for of_owner in table.steps.values() for node in of_owner)
    return Record(calendar, max(days, default=EARLIEST), known)


def clocks_of(
    table: Timetable, lots: Sequence[LotFacts], record: Record
) -> tuple[dict[NodeKey, Clock], dict[NodeKey, list[NodeKey]]]:
    """All clocks by key, and for each whom it runs for."""
    clocks: dict[NodeKey, Clock] = {}
    runs_for: dict[NodeKey, list[NodeKey]] = defaultdict(list)
    gaps = Gaps()
    for of_owner in table.steps.values():
        gaps.add(timeline_of(of_owner))
    pairs, after = gaps.usual()

    def keep(clock: Clock, *owners: NodeKey) -> None:
        clocks[clock.key] = clock
        runs_for[clock.key] = [*dict.fromkeys((*runs_for[clock.key], *owners))]

    for lot in lots:
        own, shared = table.of(lot.key), table.of(lot.project)
        steps: Steps = dict(shared) | dict(own)
        for clock in _of_lot(lot, own, steps, record):
            keep(clock, clock.owner, lot.key)
        for clock in clocks_of_gaps(
            timeline_of(own), lot.key, pairs, after, record.today, waiting=not lot.abandoned
        ):
            keep(clock, lot.key)
    for project, of_it in _by_project(lots).items():
        for clock in clocks_of_gaps(
            timeline_of(table.of(project)), project, pairs, after, record.today
        ):
            keep(clock, project, *of_it)
    return clocks, runs_for


def _of_lot(lot: LotFacts, own: Steps, steps: Steps, record: Record) -> Iterator[Clock]:
    """The limits and orders of one lot; between two steps of its project they are the project's."""

    def owner(one: Sequence[str], other: Sequence[str]) -> NodeKey:
        used = {node for nodes in (one, other) for node in nodes if node in steps}
        return lot.key if lot.project is None or used & set(own) else lot.project

    limits, orders = _concerned(frozenset(steps), record.known)
    for limit in limits:
        if lot.held_to(limit):
            yield from clocks_of_limit(
                limit, steps, owner(limit.start, limit.end), record, waiting=not lot.abandoned
            )
    for order in orders:
        yield from clocks_of_order(order, steps, owner(order.first, order.then))


@lru_cache(maxsize=10_000)  # lots differ little in what is on record of them
def _concerned(
    nodes: frozenset[str], known: frozenset[str]
) -> tuple[tuple[Limit, ...], tuple[Order, ...]]:
    """The limits and orders for which these steps matter; about the others they say nothing.

    A limit of which one end is on no record at all holds nobody.
    """
    return (
        tuple(
            limit
            for limit in WITHIN
            if not nodes.isdisjoint((*limit.start, *limit.end))
            and not known.isdisjoint(limit.start)
            and not known.isdisjoint(limit.end)
        ),
        tuple(
            order
            for order in ORDERS
            if not nodes.isdisjoint(order.first) and not nodes.isdisjoint(order.then)
        ),
    )


def _by_project(lots: Iterable[LotFacts]) -> dict[NodeKey, list[NodeKey]]:
    found: dict[NodeKey, list[NodeKey]] = defaultdict(list)
    for lot in lots:
        if lot.project is not None:
            found[lot.project].append(lot.key)
    return found


def complaint_clocks(
    lots: Mapping[NodeKey, LotFacts], rows: Iterable[Sequence[object]], record: Record
) -> Iterator[tuple[Clock, NodeKey]]:
    """The clocks of each complaint about a lot; rows: complaint, lot, then the four days."""
    stated = [
        (str(complaint), str(lot), dict(zip(COMPLAINT_STEPS, days, strict=True)))
        for complaint, lot, *days in rows
    ]
    known = frozenset(
        name for _, _, days in stated for name, day in days.items() if day_of(day) is not None
    )
    described = Record(record.calendar, record.today, known)
    for complaint, lot, days in sorted(stated, key=lambda row: row[:2]):
        steps = {
            name: [Step(day, complaint)]
            for name, text in days.items()
            if (day := day_of(text)) is not None
        }
        for limit in COMPLAINT:
            if lots.get(lot, LotFacts(lot)).held_to(limit):
                waiting = limit.part != "file"  # nobody has to complain
                for clock in clocks_of_limit(limit, steps, complaint, described, waiting=waiting):
                    yield clock, lot


COMPLAINT_STEPS = ("known", "received", "accepted", "decided")


def compute(reader: GraphReader) -> Derived:
    """Every clock of the graph."""
    table, lots = read_timetable(reader)
    # All is read before anything is computed: a run that is told the same ends here.
    loads = reader.run(LAST_LOAD).rows
    complaints = rows_of(reader.frame(COMPLAINTS))
    record = record_of(table, working_days(), loads[0][0] if loads else None)
    clocks, runs_for = clocks_of(table, lots, record)
    for clock, lot in complaint_clocks({lot.key: lot for lot in lots}, complaints, record):
        clocks[clock.key] = clock
        runs_for[clock.key] = sorted({*runs_for.get(clock.key, ()), lot})
    ordered = [clocks[key] for key in sorted(clocks)]
    return Derived(
        nodes=tuple(clock.node() for clock in ordered),
        edges=tuple(
            DerivedEdge("RUNS_FOR", clock.key, owner, {})
            for clock in ordered
            for owner in runs_for[clock.key]
        ),
        notes=tuple(_notes(table, ordered, record)),
    )


def _notes(table: Timetable, clocks: Sequence[Clock], record: Record) -> Iterator[str]:
    if clocks:
        yield t("Open steps are judged as of {day}, the last recorded day.", day=record.today)
    if table.implausible:
        yield t(
            "{count} steps have no day between 2000 and 2040 and are left out.",
            count=table.implausible,
        )
    unpublished = {
        day.year
        for clock in clocks
        if clock.unit is Unit.WORKING_DAY
        for day in (clock.from_on, clock.due)
        if day is not None and day.year not in record.calendar.published
    }
    if unpublished:
        yield t(
            "For {years} no holidays are in the calendar: working days are weekdays there.",
            years=", ".join(str(year) for year in sorted(unpublished)),
        )


MILESTONE_CLOCKS = Measure(
    name="milestone_clocks",
    title="Time limits",
    summary="Which legal time limits were kept, which were not, which run, and in which order.",
    revision=4,
    requires=("Lot",),
    compute=compute,
)
