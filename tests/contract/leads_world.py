"""A small invented world for leads and dossiers: firms A and B share a machine, C looks on.

Lots T and U, pool expert X on the panel of T, ring R of A and B. Runs are made here, from findings
written by hand, so that what leads do with findings is tested apart from how they are found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from evidence.content import Content
from evidence.matter import Release, of_lead
from graph.engine import GraphEngine
from graph.records import (
    BatchInfo,
    DerivedEdge,
    DerivedNode,
    EdgeRecord,
    MeasureRun,
    NodeRecord,
    SourceRef,
    Subgraph,
    Value,
)
from graph.vocabulary import SCHEMA
from leads.lead import Lead, SubjectKind
from leads.leads import lead_id
from leads.smoke_index import smoke_index
from leads.weights import load_weights
from queries.catalogue import Provision
from queries.finding import Finding, finding_id
from queries.run import SignalRun
from queries.signal import English, Family, Signal, Strength, Weight

SHA = "5e" * 32
BATCH = BatchInfo(
    "b1", "bids", "投标一览.xlsx", SHA, ("开标",), "录入员", "2026-01-02T03:04:05Z", rows=12
)
A, B, C = "company:A", "company:B", "company:C"
T, U = "lot:T", "lot:U"
X, R = "expert:X", "ring:R"
NAMES = {
    A: "云江甲建设有限公司",
    B: "云江乙工程有限公司",
    C: "云江丙市政有限公司",
    T: "云江新区中学施工一标段",
    U: "云江新区中学施工二标段",
    X: "钱某",
    R: "团伙一",
}
RELEASE = Release("核查员甲", datetime(2026, 3, 4, 5, 6, tzinfo=UTC), "0.1.0")
LAWS = {
    "TL40": Provision(
        key="TL40",
        act="招标投标法实施条例",
        article="第四十条",
        text="有下列情形之一的，视为投标人相互串通投标：（一）不同投标人的投标文件由同一单位或者"
        "个人编制；……",
        tag="V",
        in_force_from="2019-03-02",
    ),
    "OLD": Provision(
        key="OLD",
        act="招标投标违法行为查处规程",
        article="第三条",
        text="经认定为“团伙”且构成犯罪的，移送司法机关。",
        tag="V",
        in_force_from="2019-03-02",
    ),
    "SEEN": Provision(
        key="SEEN",
        act="某地方规定",
        article="第五条",
        text="这一条的文本已被认定为未核对。",
        tag="V-s",
        in_force_from="2019-03-02",
    ),
}


def source(row: int) -> SourceRef:
    return SourceRef(BATCH.file, SHA, "开标", row)


def given_world(engine: GraphEngine) -> None:
    """Write the world into an empty graph."""
    writer = engine.writer
    writer.apply_schema(SCHEMA)
    writer.begin_batch(BATCH)
    writer.write_nodes(BATCH.id, _nodes())
    writer.write_edges(BATCH.id, _edges())
    writer.finish_batch(BATCH)
    run = MeasureRun("rings", 1, "2026-01-02T04:00:00Z")
    members = [DerivedEdge("HAS_MEMBER", R, firm, {}) for firm in (A, B)]
    writer.replace_derived(run, nodes=[DerivedNode("Ring", R, {"name": NAMES[R]})], edges=members)
    writer.replace_derived(
        MeasureRun("co_bidding", 1, "2026-01-02T04:00:00Z"),
        edges=[
            DerivedEdge("CO_BIDS", A, B, {"lots": 12}),
            DerivedEdge("CO_BIDS", A, C, {"lots": 5}),
        ],
    )


def _nodes() -> list[NodeRecord]:
    labels = {"company": "Company", "lot": "Lot", "expert": "Expert"}
    named: list[NodeRecord] = []
    for row, (key, name) in enumerate(NAMES.items(), start=2):
        label = labels.get(key.split(":")[0])
        if label is not None:
            named.append(NodeRecord(label, key, {"name": name, **_facts(label)}, source(row)))
    bids = [
        NodeRecord("Bid", f"bid:{lot}/{firm}", {"price": 980.0 + i, "valid": True}, source(20 + i))
        for i, (lot, firm) in enumerate((lot, firm) for lot in "TU" for firm in "ABC")
    ]
    machine = {"kind": "machine", "value": "=00-11-22+13812345678"}
    return [*named, *bids, NodeRecord("Device", "device:P", machine, source(40))]


def _facts(label: str) -> dict[str, Value]:
    if label == "Company":
        return {"address": "云江市一路 1 号，电话 13812345678"}
    return {"opened_at": "2024-05-06T09:30:00"} if label == "Lot" else {}


def _edges() -> list[EdgeRecord]:
    edges: list[EdgeRecord] = []
    for lot in "TU":
        for firm in "ABC":
            bid = f"bid:{lot}/{firm}"
            edges.append(EdgeRecord("SUBMITTED", f"company:{firm}", bid, {}, source(30)))
            edges.append(EdgeRecord("FOR", bid, f"lot:{lot}", {}, source(30)))
    for i, firm in enumerate("AB"):
        used: dict[str, Value] = {"event": "make"}
        edges.append(EdgeRecord("USED_IN", "device:P", f"bid:T/{firm}", used, source(41 + i)))
    edges.append(EdgeRecord("EVALUATED", X, T, {}, source(50)))
    return edges


def signal(name: str, family: str, strength: str, bans: float, **wording: str) -> Signal:
    title = wording.get("title", f"指标 {name}")
    text = "记录显示的情形，供核查参考。"
    return Signal(
        id=name,
        revision=1,
        title=title,
        family=Family(family),
        strength=Strength(strength),
        status="trial",
        summary=wording.get("summary", text),
        why_it_matters=text,
        innocent_explanations=["同一家代理制作了文件。", "共用同一间打印店。"],
        blind_spots=["看不到未上传的文件。"],
        next_steps=["调取原始上传日志。", "询问经办人。"],
        legal_basis=["TL40", "OLD", "SEEN"],
        references=["某参考"],
        requires=["Bid.price"],
        subjects=["lot"],
        identity=["lot"],
        evidence=["lot"],
        weight=Weight(bans=bans, reason="专家赋值"),
        root_fact="{fact}",
        sentence=wording.get("sentence", "{who} 在同一标段中有相同记录 {what}。"),
        english=English(
            title=f"Signal {name}",
            summary="What is asked.",
            why_it_matters="Why it matters.",
            innocent_explanations=["One agency."],
            blind_spots=["Files not uploaded."],
            next_steps=["Ask for the log."],
            sentence="{who} share {what}.",
        ),
        cypher="MATCH (l:Lot) RETURN l.key AS lot, l.key AS fact ORDER BY lot",
    )


def found(
    asked: Signal,
    subjects: Mapping[str, str],
    *,
    fact: str,
    evidence: Sequence[str] = (),
    grade: float = 1.0,
    what: str = "同一机器码",
) -> Finding:
    who = "、".join(NAMES[k] for k in subjects.values() if k in NAMES and k[:3] != "lot")
    return Finding(
        id=finding_id(asked.id, [*subjects.values(), fact]),
        signal=asked.id,
        revision=asked.revision,
        subjects=subjects,
        evidence=tuple(evidence),
        grade=grade,
        root_fact=fact,
        values={"who": who, "what": what, "fact": fact, **subjects},
    )


def run_of(asked: Signal, *findings: Finding, missing: tuple[str, ...] = ()) -> SignalRun:
    return SignalRun(asked, {}, findings, missing, 0.0)


MACHINE = signal("same_machine", "device", "deemed", 3.0, title="同一台电脑编制投标文件")
TIES = signal("cobid_intimacy", "network", "statistical", 1.0, title="抱团亲密度")
LOSER = signal("professional_loser", "network", "presumptive", 1.0, title="陪标专业户")
CONFLICT = signal("expert_conflict", "expert", "deemed", 2.0, title="专家应回避而未回避")
MONEY = signal("deposit_same_account", "money", "deemed", 3.0, title="保证金同一账户")


def runs() -> tuple[SignalRun, ...]:
    """A and B share a machine in T and bid together; A never wins; X is tied to B; no deposits."""
    return (
        run_of(
            MACHINE,
            found(
                MACHINE,
                {"lot": T, "company_a": A, "company_b": B},
                fact="device:P",
                evidence=("device:P", "bid:T/A", "bid:T/B"),
            ),
        ),
        run_of(TIES, found(TIES, {"company_a": A, "company_b": B}, fact="pair:A,B")),
        run_of(LOSER, found(LOSER, {"company": A}, fact="loser:A")),
        run_of(
            CONFLICT,
            found(CONFLICT, {"lot": T, "expert": X, "company": B}, fact="tie:X,B", evidence=(X, T)),
        ),
        run_of(MONEY, missing=("(:Account)-[:PAID_DEPOSIT_OF]->(:Bid)",)),
    )


def bare_content() -> Content:
    """The smallest content that a dossier can have: one lot, no findings, no graph."""
    weights = load_weights()
    smoke = smoke_index([], weights, coverage=0.2, missing=("device",))
    lead = Lead(lead_id(SubjectKind.LOT, (T,)), SubjectKind.LOT, (T,), NAMES[T], smoke, (), False)
    return Content(
        matter=of_lead(lead),
        release=RELEASE,
        weights=weights,
        runs=runs(),
        facts=(),
        sections=(),
        parties=(),
        lots=(),
        openings=(),
        people=(),
        events=(),
        graph=Subgraph(),
        stated={},
        cells={},
        batches=(),
        measures=(),
        frame=(),
        clocks=(),
    )
