/*---
id: subgroup_screens
revision: 4
title: 部分投标人报价反复异常集中
family: price
strength: statistical
status: trial
summary: 同样的三四家企业，在多个标段中的报价彼此靠得异常近。
why_it_matters: 只有部分投标人串通时，整个标段的离散度看不出来；固定的小群反复异常集中更值得关注。
innocent_explanations:
  - 几家企业使用同一造价软件和同一信息价。
  - 同一地区的同类企业成本相近。
blind_spots:
  - 小群从可比标段中离散度最低的一端挑出，标段多时偶有巧合。
  - 评标办法不明的标段不计入。
  - 这样的投标超过2000份的，只列出最近开标的2000份。
next_steps:
  - 比较小群内各家的综合单价。
  - 核对小群的人员、设备、资金联系。
legal_basis: [TL40, TL39]
references:
  - Wallimann、Imhof 与 Huber（2020），子群筛查
requires:
  - Bid.price or Bid.rate_kind
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=rings
subjects: [ring]
identity: [ring]
evidence: [ring, members, bids]
parameters:
  least_lots:
    default: 4
    unit: 个
    reason: 同一小群在四个以上标段出现。
    source: 产品设定
weight:
  bans: 0.5
  reason: 固定小群反复出现；价格统计证据力弱，已查实市场上标定的斜率偏高数倍，从低赋值；报价类合计另有上限。
root_fact: "subgroup:{ring}"
sentence: "{names}在{lots}个标段中的报价都异常集中（列出投标{cited}份）。"
english:
  title: The same few bid unusually close again and again
  summary: The same three or four firms lie unusually close together in several lots.
  why_it_matters: Where only some collude the lot as a whole looks normal; a fixed group that keeps drawing together deserves a look.
  innocent_explanations:
    - The same software and published prices.
    - Neighbours of one trade with like costs.
  blind_spots:
    - Groups are picked from the low end; among many lots some are chance.
    - Lots without a known method do not count.
    - Of more than 2,000 such bids those opened last are listed.
  next_steps:
    - Compare unit prices inside the group.
    - Check people, devices and money.
  sentence: "In {lots} lots ({cited} bids listed) the prices of {names} lie unusually close together."
---*/
MATCH (ring:Ring)-[:HAS_MEMBER]->(firm:Company)
WHERE ring.kind = 'subgroup' AND ring.close_lots >= $least_lots
WITH ring, firm
ORDER BY firm.key
WITH ring, collect(firm.key) AS members, collect(firm.name) AS names
RETURN ring.key AS ring, ring.name AS ring_name, members, names, ring.close_lots AS lots,
       ring.close_cited AS bids, size(ring.close_cited) AS cited
ORDER BY ring
