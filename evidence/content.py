"""What a dossier says, gathered once, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.engine import GraphReader
from graph.records import Edge, Node, NodeKey
from leads.lead import Lead, SubjectKind
from leads.subjects import entries, names_of
from leads.weights import Weights
from messages import language, t
from queries.catalogue import Provision
from queries.describe import finding_sentence
from queries.finding import Finding
from queries.run import SignalRun
from queries.signal import English, Signal
from queries.sources import SourceCell, sources

LOTS_NAMED = 20
MENTIONS = 5  # rows cited for a node; a firm may be named in thousands


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
class BatchUse:
    """A loaded file and how many of its rows the dossier cites."""

    id: str
    table: str
    file: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class MeasureUse:
    """The run of a measure whose derived facts were in the graph."""

    name: str
    revision: str
    computed_at: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that report, workbook and manifest are written from."""

    lead: Lead
    weights: Weights
    runs: tuple[SignalRun, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    parties: tuple[Party, ...]
    batches: tuple[BatchUse, ...]
    measures: tuple[MeasureUse, ...]
    prepared_by: str
    at: datetime
    program_version: str

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """All exhibits in printed order."""
        return tuple(exhibit for section in self.sections for exhibit in section.exhibits)

    @property
    def unanswered(self) -> tuple[SignalRun, ...]:
        """Signals that lacked their data, were stopped, or whose answer was cut off."""
        return tuple(run for run in self.runs if run.note)


def gather(
    lead: Lead,
    runs: Sequence[SignalRun],
    reader: GraphReader,
    *,
    weights: Weights,
    laws: Mapping[str, Provision],
    prepared_by: str,
    at: datetime,
    program_version: str,
) -> Content:
    """Read from the graph what the lead's findings cite: nodes, source rows, batches, measures."""
    ordered = tuple(sorted(runs, key=lambda run: run.signal.id))
    sections = _sections(lead, ordered, reader, weights, laws)
    exhibits = [exhibit for section in sections for exhibit in section.exhibits]
    return Content(
        lead=lead,
        weights=weights,
        runs=ordered,
        facts=_facts(lead, reader),
        sections=sections,
        parties=_parties(sections, reader),
        batches=_batches(exhibits),
        measures=_measures(reader),
        prepared_by=prepared_by,
        at=at,
        program_version=program_version,
    )


def _sections(
    lead: Lead,
    runs: Sequence[SignalRun],
    reader: GraphReader,
    weights: Weights,
    laws: Mapping[str, Provision],
) -> tuple[Section, ...]:
    by_id = {run.signal.id: run for run in runs}
    everything = [*lead.findings, *lead.notes]
    keys = {key for finding in everything for key in _cited(finding)}
    graph = reader.subgraph(sorted(keys))
    nodes = {node.key: node for node in graph.nodes}
    edges: dict[NodeKey, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        edges[edge.start].append(edge)
    references = {r for node in graph.nodes for r in node.sources[:MENTIONS]}
    references |= {r for edge in graph.edges for r in edge.sources}
    cells = {cell.reference: cell for cell in sources(reader, sorted(references))}
    points = {f: c.points for c in reversed(lead.smoke.contributions) for f in c.findings[:1]}
    named = _companies(everything, by_id, reader, weights)
    drafts = _grouped(lead, by_id, points)
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
        for i, (run, found, note) in enumerate(drafts, start=1)
    )


def _grouped(
    lead: Lead, by_id: Mapping[str, SignalRun], points: Mapping[str, float]
) -> list[tuple[SignalRun, list[Finding], bool]]:
    """Findings of one signal together; the signal that adds most comes first, notes last."""
    groups: dict[tuple[bool, str], list[Finding]] = defaultdict(list)
    for note, findings in ((False, lead.findings), (True, lead.notes)):
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


def _parties(sections: Sequence[Section], reader: GraphReader) -> tuple[Party, ...]:
    signals: dict[NodeKey, dict[str, None]] = defaultdict(dict)
    counts: dict[NodeKey, int] = defaultdict(int)
    for section in sections:
        for exhibit in section.exhibits:
            for key in () if section.note else exhibit.companies:
                signals[key][section.words.title] = None
                counts[key] += 1
    nodes = {node.key: node.properties for node in reader.subgraph(sorted(signals)).nodes}
    parties = [
        Party(
            key=key,
            name=str(nodes.get(key, {}).get("name") or key),
            uscc=str(nodes.get(key, {}).get("uscc") or "—"),
            signals=tuple(titles),
            findings=counts[key],
        )
        for key, titles in signals.items()
    ]
    return tuple(sorted(parties, key=lambda p: (-len(p.signals), -p.findings, p.key)))


def _batches(exhibits: Iterable[Exhibit]) -> tuple[BatchUse, ...]:
    rows: dict[str, set[str]] = defaultdict(set)
    cells: dict[str, SourceCell] = {}
    for exhibit in exhibits:
        for cell in exhibit.sources:
            rows[cell.batch].add(cell.reference)
            cells[cell.batch] = cell
    return tuple(
        BatchUse(batch, cells[batch].table, cells[batch].file, cells[batch].sha256, len(found))
        for batch, found in sorted(rows.items())
    )


def _measures(reader: GraphReader) -> tuple[MeasureUse, ...]:
    table = reader.run(
        "MATCH (m:Measure) RETURN m.key AS name, m.revision AS revision, "
        "m.computed_at AS computed_at ORDER BY name"
    )
    return tuple(
        MeasureUse(str(name).removeprefix("measure:"), str(revision), str(computed_at))
        for name, revision, computed_at in table.rows
    )


def _facts(lead: Lead, reader: GraphReader) -> tuple[tuple[str, str], ...]:
    """What a reader wants to know first: of a lot who, when and how; of others, in which lots."""
    if lead.kind is not SubjectKind.LOT:
        return _lots(lead, reader)
    row = reader.run(
        "MATCH (l:Lot {key: $key}) RETURN l.code AS code, "
        "replace(l.opened_at, 'T', ' ') AS opened_at, "
        "l.evaluation_method_text AS method, l.control_price AS control_price, "
        "l.region AS region",
        {"key": lead.keys[0]},
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
            {"key": lead.keys[0]},
        )
        facts.append((title, "、".join(str(name) for (name,) in names.rows) or "—"))
    return tuple(facts)


def _lots(lead: Lead, reader: GraphReader) -> tuple[tuple[str, str], ...]:
    subjects = {key for finding in lead.findings for key in finding.subjects.values()}
    lots = sorted(key for key in subjects if key.startswith("lot:"))
    names = names_of(lots[:LOTS_NAMED], reader)
    named = "、".join(names.get(key, key) for key in lots[:LOTS_NAMED])
    if len(lots) > LOTS_NAMED:
        named += t(" and {count} more", count=len(lots) - LOTS_NAMED)
    return ((t("Lots concerned"), named),) if lots else ()


def _shown(value: object) -> str:
    if value is None:
        return "—"
    return f"{value:,.2f}" if isinstance(value, float) else str(value)
