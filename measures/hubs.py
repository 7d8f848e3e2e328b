"""Hubs: firms and organisations through which ties say little.

`state_capital`: an organ that holds shares for the state (公司法 265: state-controlled firms are
not affiliated for that alone). `degree`: holds shares in, or manages, more than 50 firms. `agency`:
acts as tendering agency for others. `address`: more than 50 firms share its registered address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from graph.engine import GraphReader
from graph.records import DerivedProperties, NodeKey
from measures.gathered import gathered
from measures.markets import with_columns
from measures.measure import Derived, Measure
from messages import t

NAMES = """
MATCH (c:Company) WHERE c.name IS NOT NULL
WITH right(c.key, 2) AS part, collect([c.key, c.name]) AS rows
RETURN rows
"""
AGENCIES = "MATCH (c:Company)-[:AGENT_FOR]->(:Lot) RETURN DISTINCT c.key AS company"
HOLDINGS = """
MATCH (c:Company)-[:SHAREHOLDER_OF]->(f:Company)
RETURN c.key AS company, count(DISTINCT f.key) AS firms
"""
MANAGED = """
MATCH (c:Company)<-[:MANAGED_BY]-(f:Company)
RETURN c.key AS company, count(DISTINCT f.key) AS firms
"""
ADDRESSES = """
MATCH (a:Address)<-[:REACHED_AT]-(c:Company)
WITH a, collect(DISTINCT c.key) AS firms
WHERE size(firms) > $crowd
RETURN a.key AS address, firms
"""
CROWD = 50

# 国资委, 财政局 (厅, 部), 人民政府, 管委会 … as the last word of the name, after any place.
STATE_CAPITAL = re.compile(
    r"(国有资产监督管理(委员会|局|办公室)|国资(委|局|办|监管中心)|财政(部|厅|局|所)|人民政府(办公厅|办公室)?"
    r"|管理委员会|管委会|机关事务(管理局|服务中心))$"
)


def is_state_capital(name: object) -> bool:
    """Whether an owner of this name holds for the state."""
    return isinstance(name, str) and STATE_CAPITAL.search(name.strip()) is not None


def hubs_from(
    names: pd.DataFrame,
    agencies: Iterable[NodeKey],
    holdings: pd.DataFrame,
    crowded: Iterable[NodeKey],
    *,
    crowd: int = CROWD,
) -> Mapping[NodeKey, str]:
    """Why each hub is one: state capital before degree, agency and address."""
    held = with_columns(holdings, ("company", "firms")).groupby("company", sort=True)["firms"].sum()
    reasons = dict.fromkeys(crowded, "address")
    reasons |= dict.fromkeys(agencies, "agency")
    reasons |= {str(key): "degree" for key in held.index[held > crowd]}
    named = with_columns(names, ("company", "name"))
    reasons |= {
        str(key): "state_capital"
        for key, name in zip(named["company"], named["name"], strict=True)
        if is_state_capital(name)
    }
    return dict(sorted(reasons.items()))


def compute(reader: GraphReader) -> Derived:
    """Mark the hubs of the whole graph."""
    held = [with_columns(reader.frame(q), ("company", "firms")) for q in (HOLDINGS, MANAGED)]
    crowded = with_columns(reader.frame(ADDRESSES, {"crowd": CROWD}), ("address", "firms"))
    found = hubs_from(
        gathered(reader, NAMES, ("company", "name")),
        with_columns(reader.frame(AGENCIES), ("company",))["company"],
        pd.concat(held, ignore_index=True),
        [key for firms in crowded["firms"] for key in firms],
    )
    return Derived(
        properties=tuple(DerivedProperties(key, {"hub": why}) for key, why in found.items()),
        notes=(t("{count} firms and organisations are hubs.", count=len(found)),),
    )


HUBS = Measure(
    name="hubs",
    title="Hubs",
    summary="Organs of the state, agencies and crowded addresses, through which ties say little.",
    revision=1,
    requires=("Company",),
    compute=compute,
)
