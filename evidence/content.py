"""What a dossier says, gathered once, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from evidence.clocks import CHINA, Clock
from evidence.digests import sm3_of_file
from evidence.masking import masked
from evidence.matter import Matter, Release
from evidence.opening import EMPTY, Opening, moment_text, opening
from evidence.people import Event, Related, related, timeline
from graph.engine import GraphReader
from graph.records import BatchInfo, Edge, Node, NodeKey, Subgraph, Value
from leads.lead import SubjectKind
from leads.subjects import entries
from leads.weights import Weights
from loaders.evidence_store import EvidenceStore
from messages import language, t
from queries.catalogue import Provision
from queries.describe import display_name, edge_sentence, finding_sentence
from queries.finding import Finding
from queries.overview import batches
from queries.run import SignalRun
from queries.signal import English, Signal
from queries.sources import SourceCell, sources

LOTS_NAMED = 20
FIRMS_ASKED = 200  # firms whose persons are listed
LOTS_TABLED = 5  # lots whose bid opening and timeline are printed
MENTIONS = 5  # rows cited for a node; a firm may be named in thousands
# What a handover rests on, whatever the signals cite. A register without them is taken as it is.
FRAME = ("YS310", "JC37", "N1117-19", "X223", "ZS68")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One finding with the nodes that show it and the rows they were read from.

    `number` is `<signal>-<finding>` as printed; `raw` and `points` are bans before and after
    discount and caps, both 0 for what stands beside the index.
    """

    number: str
    finding: Finding
    sentence: str
    raw: float
    points: float
    companies: tuple[NodeKey, ...]
    nodes: tuple[Node, ...]
    sources: tuple[SourceCell, ...]
    omitted: int  # rows that only mention a cited node, beyond the first few


@dataclass(frozen=True, slots=True)
class Section:
    """One signal: its wording, its law, its exhibits."""

    signal: Signal
    run: SignalRun
    laws: tuple[Provision, ...]
    exhibits: tuple[Exhibit, ...]
    note: bool  # about the lot's experts: shown, not counted

    @property
    def number(self) -> str:
        """Its place in the report, by which its exhibits are numbered too."""
        return self.exhibits[0].number.split("-")[0]

    @property
    def words(self) -> Signal | English:
        """The signal's texts in the current language."""
        return self.signal.english if language() == "en" else self.signal

    @property
    def points(self) -> float:
        """What the signal adds to the index, in bans."""
        return sum(exhibit.points for exhibit in self.exhibits)


@dataclass(frozen=True, slots=True)
class Party:
    """A firm that findings name."""

    key: NodeKey
    name: str
    uscc: str
    signals: tuple[str, ...]
    findings: int


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot that findings concern. `opened` is its day of opening; `amount` what it was won for."""

    key: NodeKey
    name: str
    opened: str | None
    amount: float | None


@dataclass(frozen=True, slots=True)
class BatchUse:
    """A loaded file and how many of its rows the dossier cites.

    `sm3` is that of the kept original, read again for this dossier; empty for a file that is not
    cited or was not kept.
    """

    batch: BatchInfo
    cited: int
    sm3: str = ""


@dataclass(frozen=True, slots=True)
class MeasureUse:
    """The run of a measure whose derived facts were in the graph."""

    name: str
    revision: str
    computed_at: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that the parts of a dossier are written from.

    `graph` holds the cited nodes and firms with the edges among them; `stated` says for each cited
    row what was read from it; `lots` are all that findings concern, of which `openings` and
    `events` cover the first few; `frame` are the provisions that a handover rests on.
    """

    matter: Matter
    release: Release
    weights: Weights
    runs: tuple[SignalRun, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    parties: tuple[Party, ...]
    lots: tuple[Lot, ...]
    openings: tuple[Opening, ...]
    people: tuple[Related, ...]
    events: tuple[Event, ...]
    graph: Subgraph
    stated: Mapping[str, tuple[str, ...]]
    cells: Mapping[str, SourceCell]
    batches: tuple[BatchUse, ...]
    measures: tuple[MeasureUse, ...]
    frame: tuple[Provision, ...]
    clocks: tuple[Clock, ...]

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """All exhibits in printed order."""
        return tuple(exhibit for section in self.sections for exhibit in section.exhibits)

    @property
    def unanswered(self) -> tuple[SignalRun, ...]:
        """Signals that lacked their data, were stopped, or whose answer was cut off."""
        return tuple(run for run in self.runs if run.note)

    @property
    def number(self) -> str:
        """The number of this export: an export made again is another one, with another time."""
        return f"{self.matter.id}-{self.release.at.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    @property
    def as_of(self) -> date:
        """The day, in China, as of which the dossier speaks."""
        return self.release.at.astimezone(CHINA).date()

    @property
    def cited_batches(self) -> tuple[BatchUse, ...]:
        """The loaded files of which rows are cited."""
        return tuple(use for use in self.batches if use.cited)


def gather(
    matter: Matter,
    runs: Sequence[SignalRun],
    reader: GraphReader,
    release: Release,
    *,
    weights: Weights,
    laws: Mapping[str, Provision],
    clocks: Sequence[Clock] = (),
    originals: EvidenceStore | None = None,
) -> Content:
    """Read from the graph what the findings cite: nodes, rows, lots, firms, persons, batches.

    The kept original of each cited file is read again: raises OriginalDamaged if one was changed.
    """
    ordered = tuple(sorted(runs, key=lambda run: run.signal.id))
    by_id = {run.signal.id: run for run in ordered}
    everything = [*matter.findings, *matter.notes]
    named = _companies(everything, by_id, reader, weights)
    firms = {key for _, companies in named.values() for key in companies}
    cited = {key for finding in everything for key in _cited(finding)} | set(matter.keys)
    graph = reader.subgraph(sorted(cited | firms))
    cells = _cells(graph, reader)
    sections = _sections(matter, by_id, graph, cells, named, laws)
    lots = _lots(matter, everything, graph, reader)
    tabled = [lot.key for lot in lots[:LOTS_TABLED]]
    events = timeline(tabled, reader)
    cells |= _more_cells(cells, events, reader)
    return Content(
        matter=matter,
        release=release,
        weights=weights,
        runs=ordered,
        facts=_facts(matter, lots, reader),
        sections=sections,
        parties=_parties(sections, graph),
        lots=lots,
        openings=tuple(opening(lot, reader) for lot in tabled),
        people=related(sorted(firms)[:FIRMS_ASKED], cited, reader),
        events=events,
        graph=graph,
        stated=_stated(graph, sections),
        cells=cells,
        batches=_batches(sections, reader, originals),
        measures=_measures(reader),
        frame=tuple(laws[key] for key in FRAME if key in laws),
        clocks=tuple(clocks),
    )


def _cells(graph: Subgraph, reader: GraphReader) -> dict[str, SourceCell]:
    references = {r for node in graph.nodes for r in node.sources[:MENTIONS]}
    references |= {r for edge in graph.edges for r in edge.sources}
    return {cell.reference: cell for cell in sources(reader, sorted(references))}


def _more_cells(
    known: Mapping[str, SourceCell], events: Iterable[Event], reader: GraphReader
) -> dict[str, SourceCell]:
    wanted = {r for event in events for r in event.references[:1]} - set(known)
    return {cell.reference: cell for cell in sources(reader, sorted(wanted))}


def _sections(
    matter: Matter,
    by_id: Mapping[str, SignalRun],
    graph: Subgraph,
    cells: Mapping[str, SourceCell],
    named: Mapping[str, tuple[float, tuple[NodeKey, ...]]],
    laws: Mapping[str, Provision],
) -> tuple[Section, ...]:
    nodes = {node.key: node for node in graph.nodes}
    edges: dict[NodeKey, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        edges[edge.start].append(edge)
    steps = () if matter.smoke is None else matter.smoke.contributions
    points = {f: step.points for step in reversed(steps) for f in step.findings[:1]}
    return tuple(
        Section(
            signal=run.signal,
            run=run,
            laws=tuple(laws[key] for key in run.signal.legal_basis),
            exhibits=tuple(
                _exhibit(f"{i}-{j}", finding, run, nodes, edges, cells, points, named)
                for j, finding in enumerate(found, start=1)
            ),
            note=note,
        )
        for i, (run, found, note) in enumerate(_grouped(matter, by_id, points), start=1)
    )


def _grouped(
    matter: Matter, by_id: Mapping[str, SignalRun], points: Mapping[str, float]
) -> list[tuple[SignalRun, list[Finding], bool]]:
    """Findings of one signal together; the signal that adds most comes first, notes last."""
    groups: dict[tuple[bool, str], list[Finding]] = defaultdict(list)
    for note, findings in ((False, matter.findings), (True, matter.notes)):
        for finding in findings:
            groups[note, finding.signal].append(finding)
    weight = {group: sum(points.get(f.id, 0.0) for f in found) for group, found in groups.items()}
    order = sorted(groups, key=lambda group: (group[0], -weight[group], group[1]))
    return [
        (
            by_id[signal],
            sorted(groups[note, signal], key=lambda f: (-points.get(f.id, 0.0), f.id)),
            note,
        )
        for note, signal in order
    ]


def _exhibit(
    number: str,
    finding: Finding,
    run: SignalRun,
    nodes: Mapping[NodeKey, Node],
    edges: Mapping[NodeKey, Sequence[Edge]],
    cells: Mapping[str, SourceCell],
    points: Mapping[str, float],
    named: Mapping[str, tuple[float, tuple[NodeKey, ...]]],
) -> Exhibit:
    keys = _cited(finding)
    inside = set(keys)
    # The rows that join the cited nodes say most; those that name a node come after.
    joining = [e for key in keys for e in edges.get(key, ()) if e.end in inside]
    cited = [nodes[key] for key in keys if key in nodes]
    references = dict.fromkeys(r for edge in joining for r in edge.sources)
    references |= dict.fromkeys(r for node in cited for r in node.sources[:MENTIONS])
    omitted = {r for node in cited for r in node.sources[MENTIONS:]} - set(references)
    raw, companies = named[finding.id]
    return Exhibit(
        number=number,
        finding=finding,
        sentence=finding_sentence(run.signal, finding),
        raw=raw,
        points=points.get(finding.id, 0.0),
        companies=companies,
        nodes=tuple(cited),
        sources=tuple(cells[r] for r in references if r in cells),
        omitted=len(omitted),
    )


def _cited(finding: Finding) -> tuple[NodeKey, ...]:
    return tuple(dict.fromkeys((*finding.evidence, *finding.subjects.values())))


def _companies(
    findings: Iterable[Finding],
    by_id: Mapping[str, SignalRun],
    reader: GraphReader,
    weights: Weights,
) -> dict[str, tuple[float, tuple[NodeKey, ...]]]:
    """For each finding its bans before discount and the firms that it names."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.signal].append(finding)
    own = [
        SignalRun(
            signal=by_id[signal].signal,
            parameters=by_id[signal].parameters,
            findings=tuple(found),
            missing=(),
            seconds=0.0,
        )
        for signal, found in sorted(groups.items())
    ]
    return {e.finding.id: (e.hit.raw, e.companies) for e in entries(own, reader, weights)}


def _parties(sections: Sequence[Section], graph: Subgraph) -> tuple[Party, ...]:
    signals: dict[NodeKey, dict[str, None]] = defaultdict(dict)
    counts: dict[NodeKey, int] = defaultdict(int)
    for section in sections:
        for exhibit in section.exhibits:
            for key in () if section.note else exhibit.companies:
                signals[key][section.words.title] = None
                counts[key] += 1
    nodes = {node.key: node.properties for node in graph.nodes}
    parties = [
        Party(
            key=key,
            name=str(nodes.get(key, {}).get("name") or key),
            uscc=str(nodes.get(key, {}).get("uscc") or EMPTY),
            signals=tuple(titles),
            findings=counts[key],
        )
        for key, titles in signals.items()
    ]
    return tuple(sorted(parties, key=lambda p: (-len(p.signals), -p.findings, p.key)))


def _lots(
    matter: Matter, findings: Iterable[Finding], graph: Subgraph, reader: GraphReader
) -> tuple[Lot, ...]:
    """The lots of the findings and of the bids they cite, those with most findings first."""
    of_bid = {e.start: e.end for e in graph.edges if e.type == "FOR"}
    outside = {
        key for f in findings for key in f.evidence if key.startswith("bid:") and key not in of_bid
    }
    table = reader.run(
        "UNWIND $keys AS k MATCH (b:Bid {key: k})-[:FOR]->(l:Lot) RETURN k AS bid, l.key AS lot",
        {"keys": list[Value](sorted(outside))},
    )
    of_bid |= {str(bid): str(lot) for bid, lot in table.rows}
    counts: dict[NodeKey, int] = defaultdict(int)
    for finding in findings:
        concerned = {of_bid.get(key, key) for key in _cited(finding)}
        for key in concerned:
            counts[key] += key.startswith("lot:")
    for key in matter.keys:
        counts[key] += key.startswith("lot:")
    keys = sorted((key for key, n in counts.items() if n), key=lambda key: (-counts[key], key))
    return _lots_read(keys, reader)


def _lots_read(keys: Sequence[NodeKey], reader: GraphReader) -> tuple[Lot, ...]:
    rows = reader.run(
        "UNWIND $keys AS k MATCH (l:Lot {key: k}) "
        "RETURN k AS key, l.name AS name, l.opened_at AS opened",
        {"keys": list[Value](keys)},
    ).rows
    won = reader.run(
        "UNWIND $keys AS k MATCH (l:Lot {key: k}) MATCH (l)<-[w:WON]-(:Company) "
        "WHERE w.amount IS NOT NULL "
        "RETURN k AS key, w.amount AS amount ORDER BY key, amount",
        {"keys": list[Value](keys)},
    ).rows
    amounts = {str(key): float(str(amount)) for key, amount in won}
    found = {
        str(key): Lot(
            str(key),
            str(name or key),
            None if opened is None else str(opened)[:10],
            amounts.get(str(key)),
        )
        for key, name, opened in rows
    }
    return tuple(found[key] for key in keys if key in found)


def _stated(graph: Subgraph, sections: Iterable[Section]) -> dict[str, tuple[str, ...]]:
    """For each cited row what was read from it, as sentences."""
    wanted = {c.reference for s in sections for e in s.exhibits for c in e.sources}
    names = {node.key: display_name(node) for node in graph.nodes}
    said: dict[str, dict[str, None]] = defaultdict(dict)
    for edge in graph.edges:
        for reference in wanted.intersection(edge.sources):
            said[reference][masked(edge_sentence(edge, names))] = None
    for node in graph.nodes:
        for reference in wanted.intersection(node.sources):
            if reference not in said:
                said[reference][masked(names[node.key])] = None
    return {reference: tuple(found) for reference, found in sorted(said.items())}


def _batches(
    sections: Iterable[Section], reader: GraphReader, originals: EvidenceStore | None
) -> tuple[BatchUse, ...]:
    rows: dict[str, set[str]] = defaultdict(set)
    for section in sections:
        for exhibit in section.exhibits:
            for cell in exhibit.sources:
                rows[cell.batch].add(cell.reference)
    return tuple(
        BatchUse(batch, len(rows[batch.id]), _sm3(batch, originals) if rows[batch.id] else "")
        for batch in batches(reader)
    )


def _sm3(batch: BatchInfo, originals: EvidenceStore | None) -> str:
    kept = None if originals is None else originals.find(batch.sha256)
    return "" if kept is None else sm3_of_file(kept)


def _measures(reader: GraphReader) -> tuple[MeasureUse, ...]:
    table = reader.run(
        "MATCH (m:Measure) RETURN m.key AS name, m.revision AS revision, "
        "m.computed_at AS computed_at ORDER BY name"
    )
    return tuple(
        MeasureUse(str(name).removeprefix("measure:"), str(revision), str(computed_at))
        for name, revision, computed_at in table.rows
    )


def _facts(matter: Matter, lots: Sequence[Lot], reader: GraphReader) -> tuple[tuple[str, str], ...]:
    """What a reader wants to know first: of a lot who, when and how; of others, in which lots."""
    if matter.kind != SubjectKind.LOT:
        return _lots_named(lots)
    row = reader.run(
        "MATCH (l:Lot {key: $key}) RETURN l.code AS code, "
        "replace(l.opened_at, 'T', ' ') AS opened_at, "
        "l.evaluation_method_text AS method, l.control_price AS control_price, "
        "l.region AS region",
        {"key": matter.keys[0]},
    ).rows[0]
    titles = (
        t("Lot number"),
        t("Bid opening"),
        t("Evaluation method"),
        t("Control price"),
        t("Region"),
    )
    facts = [(title, _shown(value)) for title, value in zip(titles, row, strict=True)]
    # (:Company)-[:PROCURES]->(:Lot)   (:Company)-[:AGENT_FOR]->(:Lot)   (:Company)-[:WON]->(:Lot)
    for title, edge in (
        (t("Buyer"), "PROCURES"),
        (t("Agency"), "AGENT_FOR"),
        (t("Winner"), "WON"),
    ):
        names = reader.run(
            f"MATCH (c:Company)-[:{edge}]->(l:Lot {{key: $key}}) "
            "RETURN c.name AS name ORDER BY name",
            {"key": matter.keys[0]},
        )
        facts.append((title, t(", ").join(str(name) for (name,) in names.rows) or EMPTY))
    # (:Milestone)-[:OF]->(:Lot)
    told = reader.run(
        "MATCH (m:Milestone)-[:OF]->(l:Lot {key: $key}) WHERE m.node = 'award_notice' "
        "RETURN min(coalesce(m.at, m.on)) AS at",
        {"key": matter.keys[0]},
    )
    facts.append((t("Award notice published"), moment_text(told.rows[0][0])))
    amount = next((lot.amount for lot in lots if lot.key == matter.keys[0]), None)
    # No table holds these two yet; the form asks for them, so the gap is shown.
    return (
        *facts,
        (t("Amount of the award"), _shown(amount)),
        (t("Supervising authority"), EMPTY),
        (t("Trading platform"), EMPTY),
    )


def _lots_named(lots: Sequence[Lot]) -> tuple[tuple[str, str], ...]:
    named = t(", ").join(lot.name for lot in lots[:LOTS_NAMED])
    if len(lots) > LOTS_NAMED:
        named += t(" and {count} more", count=len(lots) - LOTS_NAMED)
    return ((t("Lots concerned"), named),) if lots else ()


def _shown(value: object) -> str:
    if value is None:
        return EMPTY
    return f"{value:,.2f}" if isinstance(value, float) else str(value)
