/*---
id: cover_ring_in_section
revision: 5
title: 标段内抱团群体占比过高
family: network
strength: statistical
status: trial
summary: 同一抱团群体的成员占标段投标人的六成以上，中标人也在其中，抱团群体之外的投标人被否决或者没有参加。
why_it_matters: 竞争者大多来自同一小群时，该标段实际上可能没有竞争。
innocent_explanations:
  - 专业标段本来就只有这些企业。
  - 邀请招标由招标人指定名单。
blind_spots:
  - 抱团群体由共同投标关系测算，本身可能只是专业化。
  - 抱团群体在本标段的出现也参与了测算。
next_steps:
  - 核对抱团群体外投标人被否决的理由。
  - 查看抱团群体成员的报价关系和文件雷同。
legal_basis: [TL39, N1117-11]
references:
  - Open Contracting Partnership，公共采购红旗指标（2024）R035
requires:
  - (:Company)-[:WON]->(:Lot)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=rings
subjects: [lot]
identity: [lot, ring]
evidence: [lot, ring, bids]
counted: [all_bids]
parameters:
  kind:
    default: community
    reason: 由共同投标关系得出的抱团群体。
    source: 产品设定
  least_members:
    default: 3
    unit: 家
    reason: 三名以上成员。
    source: 产品设定
  least_share:
    default: 0.6
    unit: 比例
    reason: 成员占六成以上。
    source: 产品设定
  most_bids:
    default: 60
    unit: 家
    reason: 投标人过多的标段另行分析。
    source: 产品设定
  open_grade:
    default: 0.6
    reason: 抱团群体外仍有有效投标的按0.6。
    source: 产品设定
weight:
  bans: 0.5
  reason: 抱团群体由统计得出；专家赋值，未经本地校准。
root_fact: "ring-lot:{ring}|{lot}"
sentence: 标段“{lot_name}”的{total}家投标人中{count}家属于“{ring_name}”，中标人{winner_name}也在其中，该群体外有效投标{outside}家。
english:
  title: A ring fills the lot
  summary: Members of one ring are three fifths of the bidders or more, the winner among them, outsiders rejected or absent.
  why_it_matters: Where most rivals come from one group there may be no competition.
  innocent_explanations:
    - A niche has only these firms.
    - The buyer chose whom to invite.
  blind_spots:
    - Rings come from bidding together and may be mere specialisation.
    - This lot itself helped to find the ring.
  next_steps:
    - Read why outsiders were rejected.
    - Look at prices and files of the members.
  sentence: "Of {total} bidders in lot {lot_name} {count} belong to “{ring_name}”, the winner {winner_name} too; valid bids from outside: {outside}."
---*/
MATCH (ring:Ring)-[:HAS_MEMBER]->(winner:Company)-[:WON]->(lot:Lot)
WHERE ring.kind = $kind
WITH DISTINCT ring, winner, lot
MATCH (lot)<-[:FOR]-(bid:Bid)
WITH ring, winner, lot, count(DISTINCT bid.key) AS total
WHERE total >= $least_members AND total <= $most_bids
MATCH (lot)<-[:FOR]-(bid:Bid)<-[:SUBMITTED]-(firm:Company)
WITH ring, winner, lot, total, bid,
     max(CASE WHEN EXISTS { MATCH (ring)-[:HAS_MEMBER]->(firm) } THEN 1 ELSE 0 END) AS inside
ORDER BY bid.key
WITH ring, winner, lot, total, sum(inside) AS count,
     collect(CASE WHEN inside = 0 AND coalesce(bid.valid, true) THEN bid.key ELSE null END)
       AS outside_bids,
     collect(CASE WHEN inside = 1 THEN bid.key ELSE null END) AS bids, collect(bid.key) AS all_bids
WHERE count >= $least_members AND count >= $least_share * total
WITH ring, lot, total, count, outside_bids, size(outside_bids) AS outside, bids, all_bids,
     min(winner.name) AS winner_name
RETURN lot.key AS lot, lot.name AS lot_name, ring.key AS ring, ring.name AS ring_name, winner_name,
       total, count, outside, bids, outside_bids, all_bids,
       CASE WHEN outside = 0 THEN 1.0 ELSE $open_grade END AS grade
ORDER BY lot, ring
