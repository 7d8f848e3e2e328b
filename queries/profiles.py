"""What one node's page shows: its own record, and section by section what it has to do with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.engine import GraphReader, QueryLimits
from graph.errors import QueryTimedOut, QueryTooLarge, TenderLensError
from graph.records import Node, NodeKey, Table
from messages import t

LIMITS = QueryLimits(seconds=30.0, rows=5_000)
MOST_FIRM_BIDS = 300  # more marks would cover one another


class ProfileUnknown(TenderLensError):
    """No node has this key."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a profile. `title` is a message id; column `key` is what a row leads to.

    A column `winner_key` is where a click on the winner leads, and so for every other column.
    Column `sources` has the references of the recorded fact that a row tells. A table of what
    measures computed has none. A section that `size` counts has thousands of rows, dear to read:
    they are read when it is looked at.
    """

    id: str
    title: str
    cypher: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A node and the answers about it, in the order of its sections, the empty ones too.

    `left_out`: sections that the engine stopped, because they took too long or too much memory.
    `sizes`: how many rows those sections have that are read when they are looked at.
    """

    node: Node
    sections: tuple[tuple[Section, Table], ...]
    left_out: tuple[Section, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)

    def rows(self, section: str) -> Table:
        """The answer of one section; a table without rows if the profile has none such."""
        return next((a for s, a in self.sections if s.id == section), Table((), ()))


def _lots_of(name: str, title: str, relation: str) -> Section:
    """The lots of a buyer or an agency, each winner of a lot in a row of its own."""
    return Section(
        name,
        title,
        f"MATCH (:Company {{key: $key}})-[:{relation}]->(l:Lot) "
        "OPTIONAL MATCH (b:Bid)-[:FOR]->(l) WITH l, count(b) AS bids "
        "OPTIONAL MATCH (w:Company)-[:WON]->(l) RETURN l.key AS key, l.name AS lot, "
        "l.opened_at AS opened_at, bids, l.control_price AS control_price, w.key AS winner_key, "
        "w.name AS winner, l.currency AS currency, l.sources AS sources "
        "ORDER BY opened_at DESC, key, winner",
    )


_COMPANY = (
    Section(
        "bids",
        "Bids",
        "MATCH (c:Company {key: $key})-[:SUBMITTED]->(b:Bid)-[:FOR]->(l:Lot) "
        "RETURN l.key AS key, l.name AS lot, l.opened_at AS opened_at, b.won AS won, "
        "b.rank AS rank, b.price AS price, l.control_price AS control_price, "
        "CASE WHEN b.valid = false THEN false END AS valid, "  # said where a bid was not
        "l.currency AS currency, b.sources AS sources "
        "ORDER BY opened_at DESC, key",
    ),
    _lots_of("procured", "Lots as buyer", "PROCURES"),
    _lots_of("agency", "Lots as agency", "AGENT_FOR"),
    Section(
        "winners",
        "Who wins its lots",
        "MATCH (:Company {key: $key})-[:PROCURES|AGENT_FOR]->(l:Lot)<-[:WON]-(w:Company) "
        "RETURN w.key AS key, w.name AS company, count(DISTINCT l.key) AS wins "
        "ORDER BY wins DESC, key",
    ),
    Section(
        "works_with",
        "Buyers and agencies of its lots",
        "MATCH (:Company {key: $key})-[:PROCURES|AGENT_FOR]->(l:Lot)"
        "<-[e:PROCURES|AGENT_FOR]-(o:Company) WHERE o.key <> $key "
        "RETURN o.key AS key, o.name AS company, type(e) AS relation, "
        "count(DISTINCT l.key) AS lots ORDER BY lots DESC, key",
    ),
    Section(
        "rivals",
        "Firms it met in lots",
        "MATCH (:Company {key: $key})-[:SUBMITTED]->(x:Bid)-[:FOR]->(l:Lot)<-[:FOR]-(y:Bid)"
        "<-[:SUBMITTED]-(o:Company) WHERE o.key <> $key RETURN o.key AS key, o.name AS company, "
        "count(DISTINCT l.key) AS joint, "
        "count(DISTINCT CASE WHEN x.won THEN l.key END) AS own_wins, "
        "count(DISTINCT CASE WHEN y.won THEN l.key END) AS other_wins "
        "ORDER BY joint DESC, key",
    ),
    Section(
        "partners",
        "Firms it met more often than chance",
        "MATCH (:Company {key: $key})-[e:CO_BIDS]-(o:Company) RETURN o.key AS key, "
        "o.name AS company, e.lots AS joint, e.jaccard AS jaccard, e.lift AS lift, "
        "e.intimacy AS intimacy, e.q_value AS q_value ORDER BY intimacy DESC, key",
    ),
    Section(
        "loses_to",
        "Firms that win where it loses",
        "MATCH (:Company {key: $key})-[e:PROPS_UP]->(o:Company) RETURN o.key AS key, "
        "o.name AS company, e.lots AS joint, e.wins AS wins, e.q_value AS q_value "
        "ORDER BY wins DESC, key",
    ),
    Section(
        "propped_by",
        "Firms that lose where it wins",
        "MATCH (:Company {key: $key})<-[e:PROPS_UP]-(o:Company) RETURN o.key AS key, "
        "o.name AS company, e.lots AS joint, e.wins AS wins, e.q_value AS q_value "
        "ORDER BY wins DESC, key",
    ),
    Section(
        "rings",
        "Rings",
        "MATCH (:Company {key: $key})<-[:HAS_MEMBER]-(r:Ring) RETURN r.key AS key, "
        "r.name AS name, r.size AS size, r.lots AS lots, r.intimacy AS intimacy "
        "ORDER BY size DESC, key",
    ),
    Section(
        "controllers",
        "Who controls it, through whole chains",
        "MATCH (:Company {key: $key})<-[e:CONTROLS]-(o) RETURN o.key AS key, o.name AS name, "
        "e.share AS least_share, e.hops AS hops, e.valid_from AS valid_from, "
        "e.valid_to AS valid_to ORDER BY hops DESC, key",
    ),
    Section(
        "owners",
        "Shareholders",
        "MATCH (:Company {key: $key})<-[e:SHAREHOLDER_OF]-(o) RETURN o.key AS key, "
        "o.name AS name, e.share AS share, e.amount AS amount, e.valid_from AS valid_from, "
        "e.valid_to AS valid_to, e.sources AS sources ORDER BY share DESC, key",
    ),
    Section(
        "holdings",
        "Firms it holds shares of",
        "MATCH (:Company {key: $key})-[e:SHAREHOLDER_OF]->(o:Company) RETURN o.key AS key, "
        "o.name AS company, e.share AS share, e.valid_from AS valid_from, "
        "e.valid_to AS valid_to, e.sources AS sources ORDER BY share DESC, key",
    ),
    Section(
        "people",
        "People",
        "MATCH (p:Person)-[e:LEGAL_REP_OF|EXECUTIVE_OF|CONTACT_OF|EMPLOYED_BY|REGISTERED_AT|"
        "INSURED_BY]->(:Company {key: $key}) RETURN p.key AS key, p.name AS name, "
        "type(e) AS relation, e.post AS post, e.valid_from AS valid_from, "
        "e.valid_to AS valid_to, p.identity AS identity, e.sources AS sources "
        "ORDER BY CASE type(e) WHEN 'LEGAL_REP_OF' THEN 0 WHEN 'EXECUTIVE_OF' THEN 1 "
        "WHEN 'INSURED_BY' THEN 3 ELSE 2 END, relation, name, key, valid_from",
    ),
    Section(
        "devices",
        "Devices of its bids",
        "MATCH (:Company {key: $key})-[:SUBMITTED]->(:Bid)<-[:USED_IN]-(d:Device) "
        "WITH DISTINCT d MATCH (d)-[:USED_IN]->(b:Bid)<-[:SUBMITTED]-(o:Company) "
        "WITH d, count(DISTINCT b) AS bids, count(DISTINCT o) AS firms "
        "RETURN d.key AS key, d.kind AS kind, d.value AS value, bids, firms, "
        "d.exempt AS exempt ORDER BY firms DESC, key",
    ),
    Section(
        "contacts",
        "Telephones, addresses, accounts",
        "MATCH (:Company {key: $key})-[e:REACHED_AT|HAS_ACCOUNT]->(x) RETURN x.key AS key, "
        "type(e) AS relation, coalesce(x.masked, x.text) AS value, x.exempt AS exempt, "
        "e.sources AS sources "
        "ORDER BY relation, key",
    ),
    Section(
        "penalties",
        "Penalties",
        "MATCH (:Company {key: $key})<-[:IMPOSED_ON]-(x:Penalty) RETURN x.key AS key, "
        "x.code AS code, x.kind AS kind, x.authority AS authority, x.decided_on AS decided_on, "
        "x.reason AS reason, x.amount AS amount, x.sources AS sources "
        "ORDER BY decided_on DESC, key",
    ),
    Section(
        "complaints",
        "Complaints",
        "MATCH (:Company {key: $key})-[e:FILED|ABOUT]-(x:Complaint) RETURN x.key AS key, "
        "x.code AS code, type(e) AS relation, x.received_on AS received_on, x.text AS text, "
        "x.result AS result, x.sources AS sources ORDER BY received_on DESC, key",
    ),
    Section(
        "wins_at",
        "Where its wins concentrate",
        "MATCH (:Company {key: $key})-[e:WINS_AT]->(o:Company) RETURN o.key AS key, "
        "o.name AS company, e.role AS role, e.lots AS lots, e.wins AS wins, "
        "e.expected AS expected, e.q_value AS q_value ORDER BY q_value, key",
    ),
)
_POSTS = "LEGAL_REP_OF|SHAREHOLDER_OF|EXECUTIVE_OF|INSURED_BY|EMPLOYED_BY|CONTACT_OF|REGISTERED_AT"
_FIRM_BIDS = (
    f"MATCH (:Person {{key: $key}})-[:{_POSTS}]->(c:Company) WITH DISTINCT c "
    "MATCH (c)-[:SUBMITTED]->(b:Bid)-[:FOR]->(l:Lot) WHERE l.opened_at IS NOT NULL "
    "RETURN l.key AS key, l.name AS lot, l.opened_at AS opened_at, c.key AS company_key, "
    "b.won AS won ORDER BY opened_at, key, company_key"
)
_PERSON = (
    Section(
        "posts",
        "Posts and shares over time",
        f"MATCH (:Person {{key: $key}})-[e:{_POSTS}]->(c:Company) RETURN c.key AS key, "
        "c.name AS company, type(e) AS relation, e.post AS post, e.share AS share, "
        "e.valid_from AS valid_from, e.valid_to AS valid_to, e.sources AS sources "
        "ORDER BY valid_from, key, relation",
    ),
    Section(
        "bids",
        "Bids",
        "MATCH (:Person {key: $key})-[e:HANDLED|LEADS|MEMBER_OF|CONTACT_FOR]->(b:Bid)-[:FOR]->"
        "(l:Lot) MATCH (c:Company)-[:SUBMITTED]->(b) RETURN l.key AS key, l.name AS lot, "
        "l.opened_at AS opened_at, type(e) AS relation, c.key AS company_key, "
        "c.name AS company, b.won AS won, e.sources AS sources "
        "ORDER BY opened_at DESC, key, company",
    ),
    Section(
        "controls",
        "Firms this person controls",
        "MATCH (:Person {key: $key})-[e:CONTROLS]->(c:Company) RETURN c.key AS key, "
        "c.name AS company, e.share AS least_share, e.hops AS hops ORDER BY hops, key",
    ),
    Section(
        "experts",
        "As an expert of the pool",
        "MATCH (x:Expert)-[:IS]->(:Person {key: $key}) RETURN x.key AS key, x.name AS name, "
        "x.expert_no AS expert_no, x.specialty AS specialty, x.employer AS employer, "
        "x.sources AS sources ORDER BY key",
    ),
    Section(
        "relatives",
        "Relatives",
        "MATCH (:Person {key: $key})-[e:RELATIVE_OF]-(p:Person) RETURN p.key AS key, "
        "p.name AS name, e.kind AS kind, e.sources AS sources ORDER BY name, key",
    ),
    Section(
        "same_name",
        "Others of the same name",
        "MATCH (me:Person {key: $key}) MATCH (p:Person {name: me.name}) WHERE p.key <> $key "
        "RETURN p.key AS key, p.name AS name, p.id_masked AS id_masked, p.identity AS identity, "
        "p.sources AS sources ORDER BY key",
    ),
)
# The mean of a panel is of all its experts, the one in question too.
_POINTS = (
    "MATCH (:Expert {key: $key})-[s:SCORED]->(b:Bid) WITH b, sum(s.points) AS own "
    "MATCH (x:Expert)-[o:SCORED]->(b) "
    "WITH b, own, sum(o.points) AS total, count(DISTINCT x) AS experts"
)
_EXPERT = (
    Section(
        "panels",
        "Panels",
        "MATCH (:Expert {key: $key})-[e:EVALUATED]->(l:Lot) "
        "OPTIONAL MATCH (w:Company)-[:WON]->(l) RETURN l.key AS key, l.name AS lot, "
        "l.opened_at AS opened_at, e.chair AS chair, w.key AS winner_key, w.name AS winner, "
        "e.sources AS sources ORDER BY opened_at DESC, key, winner",
    ),
    Section(
        "scores",
        "Scores against the panel",
        _POINTS + ", collect(o.sources) AS sources "
        "MATCH (b)<-[:SUBMITTED]-(c:Company) MATCH (b)-[:FOR]->(l:Lot) "
        "RETURN c.key AS key, c.name AS company, l.key AS lot_key, l.name AS lot, own, "
        "total / experts AS mean, own - total / experts AS above, b.won AS won, sources "
        "ORDER BY above DESC, key, lot",
        size="MATCH (:Expert {key: $key})-[:SCORED]->(b:Bid) RETURN count(DISTINCT b) AS rows",
    ),
    Section(
        "by_firm",
        "Points above or below the mean of the panel, by firm",
        _POINTS + " MATCH (b)<-[:SUBMITTED]-(c:Company) "
        "WITH c.key AS key, c.name AS company, own - total / experts AS above "
        "RETURN key, company, count(*) AS bids, avg(above) AS above ORDER BY above DESC, key",
    ),
    Section(
        "leans",
        "Firms scored above the panel again and again",
        "MATCH (:Expert {key: $key})-[e:LEANS_TO]->(c:Company) RETURN c.key AS key, "
        "c.name AS company, e.lots AS lots, e.lean AS lean, e.t AS t, e.q_value AS q_value "
        "ORDER BY q_value, key",
    ),
    Section(
        "wins_with",
        "Firms that win more often before this expert",
        "MATCH (:Expert {key: $key})<-[e:WINS_WITH]-(c:Company) RETURN c.key AS key, "
        "c.name AS company, e.lots AS lots, e.wins AS wins, e.q_value AS q_value "
        "ORDER BY q_value, key",
    ),
    Section(
        "co_panels",
        "Experts often on the same panel",
        "MATCH (:Expert {key: $key})-[e:CO_PANELS|SCORES_ALIKE]-(x:Expert) RETURN x.key AS key, "
        "x.name AS name, type(e) AS relation, e.lots AS lots, e.expected AS expected, "
        "e.p_value AS p_value ORDER BY p_value, key",
    ),
    Section(
        "avoids",
        "Declared avoidance",
        "MATCH (:Expert {key: $key})-[e:AVOIDS]->(c:Company) RETURN c.key AS key, "
        "c.name AS company, e.sources AS sources ORDER BY company, key",
    ),
    Section(
        "person",
        "This person",
        "MATCH (:Expert {key: $key})-[:IS]->(p:Person) RETURN p.key AS key, p.name AS name, "
        "p.id_masked AS id_masked, p.identity AS identity, p.sources AS sources ORDER BY key",
    ),
)


def _clocks(asked: str, lot: str = "") -> Section:
    """Time limits, first those that are late or open beyond their day."""
    return Section(
        "clocks",
        "Time limits",
        f"{asked} RETURN k.key AS key, k.rule AS rule, k.part AS part, k.state AS state, "
        f"k.due AS due, k.on AS day, {lot}k.from_on AS from_on, k.days AS days, "
        "k.limit AS limit_days, k.unit AS unit ORDER BY CASE k.state WHEN 'open_late' THEN 0 "
        "WHEN 'late' THEN 1 WHEN 'soon' THEN 2 ELSE 3 END, due, rule, part, key",
    )


_LOT = (
    Section(
        "parties",
        "Parties",
        "MATCH (c:Company)-[e:PROCURES|AGENT_FOR|WON]->(l:Lot {key: $key}) "
        "RETURN c.key AS key, type(e) AS relation, c.name AS company, e.amount AS amount, "
        "l.currency AS currency, e.sources AS sources "
        "ORDER BY relation, key",
    ),
    Section(
        "bids",
        "Bids",
        "MATCH (c:Company)-[:SUBMITTED]->(b:Bid)-[:FOR]->(l:Lot {key: $key}) "
        "RETURN c.key AS key, c.name AS company, b.won AS won, b.rank AS rank, "
        "b.price AS price, b.rate AS rate, b.score AS score, b.valid AS valid, "
        "b.reason AS reason, l.currency AS currency, b.sources AS sources "
        "ORDER BY rank, price, key",
    ),
    Section(
        "panel",
        "Members of the panel",
        "MATCH (x:Expert)-[e:EVALUATED]->(:Lot {key: $key}) RETURN x.key AS key, "
        "x.name AS name, x.employer AS employer, e.chair AS chair, "
        "e.buyer_representative AS buyer_representative, e.sources AS sources ORDER BY name, key",
    ),
    Section(
        "panel_scores",
        "Points by expert and bid",
        "MATCH (:Lot {key: $key})<-[:FOR]-(b:Bid)<-[s:SCORED]-(x:Expert) "
        "WITH x, b, sum(s.points) AS points, collect(s.sources) AS sources "
        "MATCH (c:Company)-[:SUBMITTED]->(b) "
        "RETURN x.key AS key, x.name AS name, c.name AS company, points, sources "
        "ORDER BY name, key, company",
    ),
    _clocks("MATCH (k:Clock)-[:RUNS_FOR]->(:Lot {key: $key})"),
    Section(
        "complaints",
        "Complaints",
        "MATCH (x:Complaint)-[:ABOUT]->(:Lot {key: $key}) RETURN x.key AS key, x.code AS code, "
        "x.received_on AS received_on, x.text AS text, x.result AS result, "
        "x.sources AS sources ORDER BY key",
    ),
    Section(
        "contracts",
        "Contracts",
        "MATCH (x:Contract)-[:AWARDED_FOR]->(:Lot {key: $key}) RETURN x.key AS key, "
        "x.name AS name, x.code AS code, x.amount AS amount, x.signed_on AS signed_on, "
        "x.currency AS currency, x.sources AS sources ORDER BY key",
    ),
    Section(
        "project",
        "Project",
        "MATCH (:Lot {key: $key})-[:PART_OF]->(x:Project) RETURN x.key AS key, x.name AS name, "
        "x.code AS code, x.sources AS sources ORDER BY key",
    ),
)
# The project and each of its lots, as x; a lot says its name.
_WITH_LOTS = (
    "MATCH (p:Project {key: $key}) OPTIONAL MATCH (l:Lot)-[:PART_OF]->(p) "
    "WITH p, collect(l) + [p] AS parts UNWIND parts AS x "
)
_OF_LOT = (
    "CASE WHEN x.key = $key THEN null ELSE x.key END AS lot_key, "
    "CASE WHEN x.key = $key THEN null ELSE x.name END AS lot, "
)
_PROJECT = (
    Section(
        "lots",
        "Lots",
        "MATCH (l:Lot)-[:PART_OF]->(:Project {key: $key}) "
        "OPTIONAL MATCH (w:Company)-[:WON]->(l) RETURN l.key AS key, l.name AS lot, "
        "l.opened_at AS opened_at, l.control_price AS control_price, w.key AS winner_key, "
        "w.name AS winner, l.currency AS currency, l.sources AS sources "
        "ORDER BY opened_at, key, winner",
    ),
    Section(
        "steps",
        "Dated steps",
        _WITH_LOTS + "MATCH (m:Milestone)-[:OF]->(x) RETURN m.key AS key, m.node AS step, "
        "m.on AS day, m.due AS due, " + _OF_LOT + "m.document_no AS document_no, "
        "m.authority AS authority, m.sources AS sources ORDER BY day, key",
    ),
    _clocks(_WITH_LOTS + "MATCH (k:Clock)-[:RUNS_FOR]->(x)", _OF_LOT),
    Section(
        "served",
        "Services before the tender",
        "MATCH (c:Company)-[e:SERVED]->(:Project {key: $key}) RETURN c.key AS key, "
        "c.name AS company, e.service AS service, e.sources AS sources ORDER BY company, key",
    ),
)
_RING = (
    Section(
        "members",
        "Members",
        "MATCH (:Ring {key: $key})-[:HAS_MEMBER]->(c:Company) RETURN c.key AS key, "
        "c.name AS company, c.bids_24m AS bids_24m, c.wins_24m AS wins_24m, "
        "c.expected_wins AS expected_wins ORDER BY company, key",
    ),
    Section(
        "lots",
        "Lots in which members met",
        "MATCH (:Ring {key: $key})-[:HAS_MEMBER]->(c:Company)-[:SUBMITTED]->(:Bid)-[:FOR]->"
        "(l:Lot) WITH l, count(DISTINCT c) AS members WHERE members > 1 "
        "OPTIONAL MATCH (w:Company)-[:WON]->(l) RETURN l.key AS key, l.name AS lot, "
        "l.opened_at AS opened_at, members, w.key AS winner_key, w.name AS winner "
        "ORDER BY opened_at, key, winner_key",
    ),
    Section(
        "for_whom",
        "Who loses for whom",
        "MATCH (r:Ring {key: $key})-[:HAS_MEMBER]->(a:Company)-[e:PROPS_UP]->(b:Company)"
        "<-[:HAS_MEMBER]-(r) RETURN b.key AS key, a.key AS loser_key, a.name AS loser, "
        "b.name AS winner, "
        "e.lots AS joint, e.wins AS wins, e.q_value AS q_value ORDER BY q_value, loser, winner",
    ),
    Section(
        "won_over",
        "Who won where which member lost",
        "MATCH (r:Ring {key: $key})-[:HAS_MEMBER]->(w:Company)-[:WON]->(l:Lot)<-[:FOR]-(:Bid)"
        "<-[:SUBMITTED]-(c:Company)<-[:HAS_MEMBER]-(r) WHERE c.key <> w.key "
        "RETURN w.key AS key, w.name AS winner, c.key AS loser_key, c.name AS loser, "
        "count(DISTINCT l.key) AS lots ORDER BY lots DESC, winner, key, loser, loser_key",
    ),
    Section(
        "pairs",
        "Pairs of members",
        "MATCH (r:Ring {key: $key})-[:HAS_MEMBER]->(a:Company)-[e:CO_BIDS]->(b:Company)"
        "<-[:HAS_MEMBER]-(r) RETURN b.key AS key, a.key AS company_key, a.name AS company, "
        "b.name AS other, "
        "e.lots AS joint, e.lift AS lift, e.intimacy AS intimacy "
        "ORDER BY intimacy DESC, company, other",
    ),
)
_THING_LABELS = ("Device", "Phone", "Email", "Account", "Address")


def _thing(label: str) -> tuple[Section, ...]:
    """A device, a number, an account, an address: in whose bids it stands, and who has it."""
    return (
        Section(
            "bids",
            "Bids in which it stands",
            f"MATCH (:{label} {{key: $key}})-[e:USED_IN|GIVEN_IN|PAID_DEPOSIT_OF]->(b:Bid)"
            "-[:FOR]->(l:Lot) MATCH (c:Company)-[:SUBMITTED]->(b) RETURN c.key AS key, "
            "c.name AS company, l.key AS lot_key, l.name AS lot, l.opened_at AS opened_at, "
            "type(e) AS relation, e.event AS event, e.at AS at, b.won AS won, e.sources AS sources "
            "ORDER BY opened_at DESC, company, lot, event",
        ),
        Section(
            "holders",
            "Who has it",
            f"MATCH (:{label} {{key: $key}})<-[e:REACHED_AT|HAS_ACCOUNT]-(o) "
            "RETURN o.key AS key, o.name AS name, type(e) AS relation, e.sources AS sources "
            "ORDER BY name, key",
        ),
    )


def _transfers(name: str, title: str, arrow: str) -> Section:
    return Section(
        name,
        title,
        f"MATCH (:Account {{key: $key}}){arrow}(o:Account) RETURN o.key AS key, "
        "o.holder AS name, o.masked AS value, e.amount AS amount, e.at AS at, "
        "e.purpose AS purpose, e.sources AS sources ORDER BY at, key",
    )


# What a record of a step is tied to; whose it is, and what it is about.
_RECORDS = {
    "Bid": "SUBMITTED|FOR|HANDLED|LEADS|MEMBER_OF|CONTACT_FOR|GIVEN_IN|USED_IN|PAID_DEPOSIT_OF",
    "Complaint": "ABOUT|FILED",
    "Contract": "AWARDED_FOR|PARTY_TO|STAFFS",
    "Guarantee": "SECURES|PAID_PREMIUM_OF|APPLIED_FOR",
    "Penalty": "IMPOSED_ON",
}


def _record(label: str, types: str) -> tuple[Section, ...]:
    return (
        Section(
            "ties",
            "Relations",
            f"MATCH (:{label} {{key: $key}})-[e:{types}]-(o) RETURN o.key AS key, "
            "type(e) AS relation, coalesce(o.name, o.masked, o.value, o.code) AS name, "
            "e.sources AS sources "
            "ORDER BY relation, name, key",
        ),
    )


SECTIONS: Mapping[str, tuple[Section, ...]] = {
    "Company": _COMPANY,
    "Person": _PERSON,
    "Expert": _EXPERT,
    "Lot": _LOT,
    "Project": _PROJECT,
    "Ring": _RING,
    **{label: _thing(label) for label in _THING_LABELS},
    **{label: _record(label, types) for label, types in _RECORDS.items()},
    "Account": (
        *_thing("Account"),
        _transfers("paid", "Paid to", "-[e:TRANSFERRED]->"),
        _transfers("received", "Received from", "<-[e:TRANSFERRED]-"),
    ),
}
_RINGS = (
    "MATCH (r:Ring) RETURN r.key AS key, r.name AS name, r.size AS size, r.lots AS lots, "
    "r.coherence AS coherence, r.exclusivity AS exclusivity, r.intimacy AS intimacy, "
    "r.joint_lots AS joint_lots, r.rank_score AS rank_score, r.kind AS kind, "
    "r.rotation_p AS rotation_p, r.p_value AS p_value ORDER BY rank_score DESC, key"
)
_WARNINGS = (
    "MATCH (k:Clock)-[:RUNS_FOR]->(x) WHERE k.state IN ['late', 'open_late', 'soon'] "
    "RETURN x.key AS key, x.name AS name, k.rule AS rule, k.part AS part, k.state AS state, "
    "k.due AS due, k.on AS day, k.days AS days, k.limit AS limit_days, k.unit AS unit "
    "ORDER BY due DESC, key, rule, part"
)
_COMPLAINTS = (
    "MATCH (x:Complaint)-[:ABOUT]->(o) OPTIONAL MATCH (f)-[:FILED]->(x) "
    "RETURN o.key AS key, x.code AS code, x.received_on AS received_on, x.text AS text, "
    "f.key AS filed_by_key, f.name AS filed_by, o.name AS about, x.result AS result, "
    "x.sources AS sources ORDER BY received_on DESC, code, about, filed_by"
)


def profile(reader: GraphReader, key: NodeKey, look: str = "") -> Profile:
    """Everything that the page of this node shows; raises ProfileUnknown.

    Of the sections that are dear to read only that is read which the reader wants to `look` at.
    """
    found = reader.subgraph([key]).nodes
    if not found:
        raise ProfileUnknown(
            t("Nothing in the graph has the key '{key}'. Search for the party.", key=key)
        )
    node = found[0]
    answers: list[tuple[Section, Table]] = []
    left_out: list[Section] = []
    sizes: dict[str, int] = {}
    for section in SECTIONS.get(node.label, ()):
        answer = Table((), ())
        try:
            if section.size:
                counted = reader.run(section.size, {"key": key}, limits=LIMITS)
                sizes[section.id] = int(str(counted.rows[0][0]))
            if section.id == look or not section.size:
                answer = reader.run(section.cypher, {"key": key}, limits=LIMITS)
        except (QueryTimedOut, QueryTooLarge):
            left_out.append(section)
        else:
            answers.append((section, answer))
    return Profile(node, tuple(answers), tuple(left_out), sizes)


def firm_bids(reader: GraphReader, person: NodeKey) -> Table:
    """The dated bids of all firms in which a person has or had a post or a share."""
    return reader.run(_FIRM_BIDS, {"key": person}, limits=QueryLimits(30.0, MOST_FIRM_BIDS))


def rings(reader: GraphReader) -> Table:
    """All rings, the first to look at first."""
    return reader.run(_RINGS, limits=LIMITS)


def time_warnings(reader: GraphReader) -> Table:
    """Time limits that were missed, are open beyond their day, or end soon."""
    return reader.run(_WARNINGS, limits=LIMITS)


def complaints(reader: GraphReader) -> Table:
    """Complaints with what they are about and who filed them."""
    return reader.run(_COMPLAINTS, limits=LIMITS)
