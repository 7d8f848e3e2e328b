"""Control: who stands above a firm through an unbroken chain of control.

A link is a share of more than half (公司法 265) or management without shares (管理关系). Every
link of a chain has to be one; shares are not multiplied, since half of a half still decides.
The chain holds while all its links hold: its validity is what theirs have in common. It stops below
organs that hold for the state, and at a firm that it has met already (circular ownership).

Only owners of at least two firms get edges, or firms that own one: a person behind one firm ties
nobody to anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.engine import GraphReader
from graph.records import DerivedEdge, NodeKey, Value
from measures.hubs import is_state_capital
from measures.measure import Derived, Measure
from messages import t

HALF = 0.5
MOST_HOPS = 10

SHARES = """
MATCH (f:Company)<-[s:SHAREHOLDER_OF]-(o:Person|Company)
WHERE s.share > $half
RETURN o.key AS owner, o.name AS name, f.key AS firm, s.share AS share,
       s.valid_from AS since, s.valid_to AS until
"""
MANAGEMENT = """
MATCH (f:Company)-[m:MANAGED_BY]->(o:Company)
RETURN o.key AS owner, o.name AS name, f.key AS firm, null AS share,
       m.valid_from AS since, m.valid_to AS until
"""
OPEN = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Link:
    """One link. `share` is None for management; the days are ISO, '' and OPEN if open."""

    owner: NodeKey
    firm: NodeKey
    share: float | None
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Chain:
    """An owner above a firm: smallest share, links, firms between from the top down, validity."""

    owner: NodeKey
    firm: NodeKey
    share: float | None
    hops: int
    via: tuple[NodeKey, ...]
    since: str
    until: str


def chains(links: Iterable[Link], *, most_hops: int = MOST_HOPS) -> tuple[Chain, ...]:
    """Every chain of control, shortest first where several lead from one owner to one firm.

    A chain is left out if a shorter one between the same two covers its whole time.
    """
    above: dict[NodeKey, list[Link]] = defaultdict(list)
    for link in sorted(set(links), key=lambda k: (k.firm, k.owner, k.since, k.until)):
        above[link.firm].append(link)
    found: dict[tuple[NodeKey, NodeKey], list[Chain]] = defaultdict(list)
    for firm in sorted(above):
        for chain in _upwards(firm, above, most_hops):
            kept = found[chain.owner, chain.firm]
            if not any(k.since <= chain.since and k.until >= chain.until for k in kept):
                kept.append(chain)
    return tuple(chain for pair in sorted(found) for chain in found[pair])


def _upwards(
    firm: NodeKey, above: Mapping[NodeKey, Sequence[Link]], most_hops: int
) -> Iterator[Chain]:
    frontier = [Chain(firm, firm, None, 0, (), "", OPEN)]
    for _ in range(most_hops):
        reached = [
            chain
            for below in frontier
            for link in above.get(below.owner, ())
            if (chain := _lengthened(below, link)) is not None
        ]
        yield from reached
        frontier = reached


def _lengthened(below: Chain, link: Link) -> Chain | None:
    since, until = max(below.since, link.since), min(below.until, link.until)
    if since > until or link.owner == below.firm or link.owner in below.via:
        return None
    shares = [share for share in (below.share, link.share) if share is not None]
    via = () if below.hops == 0 else (below.owner, *below.via)
    return Chain(
        link.owner, below.firm, min(shares, default=None), below.hops + 1, via, since, until
    )


def _worth_an_edge(found: Sequence[Chain]) -> Iterator[Chain]:
    firms: dict[NodeKey, set[NodeKey]] = defaultdict(set)
    for chain in found:
        firms[chain.owner].add(chain.firm)
    for chain in found:
        if chain.owner.startswith("company:") or len(firms[chain.owner]) > 1:
            yield chain


def _edge(chain: Chain) -> DerivedEdge:
    properties: dict[str, Value] = {"hops": chain.hops, "via": list(chain.via)}
    if chain.share is not None:
        properties["share"] = chain.share
    if chain.since:
        properties["valid_from"] = chain.since
    if chain.until != OPEN:
        properties["valid_to"] = chain.until
    return DerivedEdge("CONTROLS", chain.owner, chain.firm, properties)


def compute(reader: GraphReader) -> Derived:
    """Find who controls whom in the whole graph."""
    links, state = [], 0
    for query, values in ((SHARES, {"half": HALF}), (MANAGEMENT, {})):
        frame = reader.frame(query, values)
        for row in frame.to_dict("records"):
            if is_state_capital(row["name"]):
                state += 1
            else:
                links.append(
                    Link(
                        str(row["owner"]),
                        str(row["firm"]),
                        _number(row["share"]),
                        _text(row["since"]) or "",
                        _text(row["until"]) or OPEN,
                    )
                )
    edges = tuple(_edge(chain) for chain in _worth_an_edge(chains(links)))
    return Derived(
        edges=edges,
        notes=(t("{count} links of control end at organs of the state.", count=state),)
        if state
        else (),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and value == value else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


CONTROL = Measure(
    name="control",
    title="Control",
    summary="Who stands above a firm through shares of more than half or management.",
    revision=1,
    requires=("SHAREHOLDER_OF",),
    compute=compute,
)
