"""The skeleton of a new signal: a file to fill in, and two golden graphs beside it."""

from __future__ import annotations

import re
from pathlib import Path

from graph.errors import TenderLensError
from messages import t
from queries.catalogue import SIGNALS
from queries.checks import GOLDEN
from queries.signal import Family

FILE = """/*---
id: {id}
revision: 1
title: 待填
family: {family}
strength: presumptive
status: draft
summary: 待填：记录显示了什么。
why_it_matters: 待填：为什么值得核查。
innocent_explanations:
  - 待填：正常情况下怎样解释。
blind_spots:
  - 待填：看不到什么。
next_steps:
  - 待填：建议核查什么。
legal_basis: [TL40]
references:
  - 待填：方法出自哪里。
requires:
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot]
identity: [lot]
evidence: [lot, bids]
parameters:
  least_bids:
    default: 2
    unit: 家
    reason: 待填：为什么是这个数。
    source: 产品设定
weight:
  bans: 0.3
  reason: 专家赋值，未经本地校准。
root_fact: "{id}:{{lot}}"
sentence: "标段“{{lot_name}}”有{{count}}份投标。"
english:
  title: To be written
  summary: What the records show.
  why_it_matters: Why one looks.
  innocent_explanations:
    - What would explain it.
  blind_spots:
    - What it cannot see.
  next_steps:
    - What to check.
  sentence: "Lot {{lot_name}} has {{count}} bids."
---*/
MATCH (lot:Lot)<-[:FOR]-(bid:Bid)
WITH lot, bid
ORDER BY bid.key
WITH lot, collect(bid.key) AS bids
WHERE size(bids) >= $least_bids
RETURN lot.key AS lot, lot.name AS lot_name, bids, size(bids) AS count
ORDER BY lot
"""
FIRES = """# The smallest graph in which it must fire: A and B are rivals in T.
bids: {T: [A, B]}
"""
STAYS_SILENT = """# One case for each innocent explanation that the data can show, and say which.
bids: {T: [A]}
"""
NAME = re.compile(r"^[a-z][a-z0-9_]+$")


def new_signal(
    family: Family, id_: str, *, folder: Path = SIGNALS, golden: Path = GOLDEN
) -> tuple[Path, ...]:
    """Write the skeleton of a signal; returns the files. What exists already is refused."""
    file = folder / family.value / f"{id_}.cypher"
    if not NAME.match(id_):
        raise TenderLensError(
            t("'{id}' is no id. Use lower-case letters, digits and underscores.", id=id_)
        )
    if any(folder.rglob(file.name)):
        raise TenderLensError(
            t("There is a signal '{id}' already. Choose another id, or raise its revision.", id=id_)
        )
    texts = {file: FILE.format(id=id_, family=family.value)}
    if golden.is_dir():  # an installed product has no tests
        texts[golden / id_ / "fires.yaml"] = FIRES
        texts[golden / id_ / "stays_silent.yaml"] = STAYS_SILENT
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tuple(texts)
