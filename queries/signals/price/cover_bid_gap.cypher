/*---
id: cover_bid_gap
revision: 6
title: 陪标价差稳定
family: price
strength: statistical
status: trial
summary: 抱团群体成员中标时，其余成员的最低报价总在中标价之上相近的幅度。
why_it_matters: 独立报价与中标价的差距应当有高有低；差距稳定在一定幅度，可能是按约定加价陪标。
innocent_explanations:
  - 成员成本结构固定，一家稳定地便宜。
  - 统一的取费标准造成固定差额。
  - 同一集团内部的定价规则。
blind_spots:
  - 只统计两名以上成员参加的标段。
  - 中标人为成员之外的标段不计入。
  - 标段不足六个时不计算。
  - 这样的投标超过2000份的，只列出最近开标的2000份。
next_steps:
  - 逐标段列出成员报价与中标价之比。
  - 核对陪标人的清单是否按比例放大。
legal_basis: [TL39, SG46]
references:
  - 产品的抱团群体测算；差距的变异系数
requires:
  - Bid.price or Bid.rate_kind
  - Bid.won
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=rings
subjects: [ring]
identity: [ring]
evidence: [ring, members, bids]
parameters:
  least_lots:
    default: 6
    unit: 个
    reason: 六个标段以上才谈得上稳定。
    source: 产品设定
  least_gap:
    default: 0.015
    unit: 比例
    reason: 差距至少百分之一点五。
    source: 产品设定
  most_cv:
    default: 0.25
    unit: 变异系数
    reason: 差距的变异系数不超过四分之一。
    source: 产品设定
weight:
  bans: 0.8
  reason: 同一抱团群体反复出现的行为，可高于单个标段的价格筛查；价格统计证据力弱，已查实市场上标定的斜率偏高数倍，从低赋值；报价类合计另有上限。
root_fact: "cover-gap:{ring}"
sentence: "“{ring_name}”的成员在其中标、另有成员报价的{lots}个标段（列出投标{cited}份）中，其余成员的最低报价高出中标价的中位幅度为{gap:.2%}，各标段之间的变异系数为{gap_cv:.2f}。"
english:
  title: A constant cover gap
  summary: When a member of the ring wins, the lowest of the other members lies above it by about the same share each time.
  why_it_matters: Independent prices differ now more, now less; a constant distance may be an agreed mark-up.
  innocent_explanations:
    - One member is steadily cheaper.
    - A common tariff makes a fixed difference.
    - Rules of one group of firms.
  blind_spots:
    - Only lots with two members count.
    - Lots that an outsider won do not count.
    - Fewer than six lots.
    - Of more than 2,000 such bids those opened last are listed.
  next_steps:
    - List the ratio to the winner lot by lot.
    - See whether the bills were scaled up.
  sentence: "In {lots} lots that a member of “{ring_name}” won over others of it ({cited} bids listed), the lowest price of the others lies {gap:.2%} above it (median), with a coefficient of variation of {gap_cv:.2f}."
---*/
MATCH (ring:Ring)-[:HAS_MEMBER]->(firm:Company)
WHERE ring.cover_gap_lots >= $least_lots AND ring.cover_gap >= $least_gap AND ring.cover_gap_cv <= $most_cv
WITH ring, firm
ORDER BY firm.key
WITH ring, collect(firm.key) AS members, collect(firm.name) AS names
RETURN ring.key AS ring, ring.name AS ring_name, members, names, ring.cover_gap_lots AS lots,
       ring.cover_gap_cited AS bids, size(ring.cover_gap_cited) AS cited,
       round(ring.cover_gap, 4) AS gap, round(ring.cover_gap_cv, 3) AS gap_cv
ORDER BY ring
