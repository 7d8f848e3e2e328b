/*---
id: hidden_common_control
revision: 3
title: 隐性共同控制
family: equity
strength: presumptive
status: trial
summary: 同一标段的两个投标人之间没有登记的控股关系，但通过股东、任职、联络人、电话、邮箱、地址等多条较弱的联系连在一起，合并强度达到阈值。
why_it_matters: 单看每条联系都可能是巧合，多条同时存在则疑似由同一方实际控制；投标人之间存在关联关系是需要重点关注的迹象。
innocent_explanations:
  - 两家使用同一代账公司、商务秘书公司或园区集中登记（联系过多的节点已排除）。
  - 曾经是关联企业，已经分立多年（结束满两年的联系不计）。
  - 同受国家控股（本信号不向国有资本穿透，两家均为国有企业的不报）。
  - 同名人员被误认为同一人。
  - 登记的控股关系之内共用人员和联系方式（当日已登记控股、同受一人控股的已排除，另有信号）。
blind_spots:
  - 各条联系按相互独立合并，实际可能同源（同一人的电话和邮箱）。
  - 代持、亲属持股、协议控制只有登记后才能发现。
  - 强度和阈值未经本地数据校准。
  - 联系以数据中最后一个开标日为准，不逐标段回溯；控股关系更新后须重新计算控股测度。
next_steps:
  - 逐条核对联系的登记时间和真实性。
  - 查明实际控制人、资金来源和办公场所。
  - 结合同场投标、报价和保证金情况综合判断。
legal_basis: [N1117-11, GS265]
references:
  - 发改法规规〔2022〕1117号第（十一）条“投标人之间存在关联关系”
requires:
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=hidden_control
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b, a, b]
evidence: [a, b, bid_a, bid_b, between]
parameters:
  least_score:
    default: 0.7
    unit: 0至1
    reason: 合并强度的下限；单独一条联系达不到。
    source: 产品设定
weight:
  bans: 1.5
  reason: 多条弱联系合并；专家赋值，未经本地校准。
root_fact: "control:{a}|{b}"
sentence: "标段“{lot_name}”的投标人{a_name}与{b_name}之间有{ways}条较弱的联系，合并强度{score:.2f}：{shown}。"
english:
  title: Many weak ties between two bidders
  summary: Two bidders of one lot are not tied by registered control, but by several weaker ties through owners, posts, contacts, telephones, e-mails and addresses that together pass a threshold.
  why_it_matters: Each tie alone may be chance; together they suggest one party behind both, which the supervisors are told to look out for.
  innocent_explanations:
    - One bookkeeper, secretarial service or business park; nodes with many ties are left out.
    - Former affiliates that parted years ago; ties that ended two years ago are not counted.
    - State capital above both; the search stops there and state-owned pairs are not reported.
    - Namesakes taken for one person.
    - Persons and contacts shared under registered control; pairs under one control that day are left out and told by another signal.
  blind_spots:
    - Ties are combined as if independent, though a telephone and an e-mail may be one person's.
    - Nominees, relatives and contracts, unless they are on record.
    - Strengths and threshold are not calibrated on local data.
    - Ties are taken as of the last opening day in the data, not lot by lot; after new shares, control has to be measured anew.
  next_steps:
    - Verify each tie and its dates.
    - Find out who really controls both, where the money comes from and where they work.
    - Look at common bids, prices and deposits together.
  sentence: "Between {a_name} and {b_name}, bidders in lot {lot_name}, there are {ways} weak ties with a combined strength of {score:.2f}: {shown}."
---*/
MATCH (a:Company)-[tie:TIED_TO]->(b:Company)
WHERE tie.score >= $least_score
  AND NOT (coalesce(a.state_owned, false) AND coalesce(b.state_owned, false))
MATCH (a)-[:SUBMITTED]->(one:Bid)-[:FOR]->(lot:Lot)<-[:FOR]-(two:Bid)<-[:SUBMITTED]-(b)
WHERE one.key <> two.key
  AND NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH DISTINCT a, b, tie, lot, one, two,
     substring(coalesce(lot.opened_at, lot.deadline, '9999-12-31'), 0, 10) AS day
// Control that is on record that day is not hidden: another signal tells it.
WHERE NOT EXISTS {
    MATCH (a)-[own:CONTROLS]-(b)
    WHERE coalesce(own.valid_from, '') <= day AND coalesce(own.valid_to, day) >= day }
  AND NOT EXISTS {
    MATCH (a)<-[p:CONTROLS]-()-[q:CONTROLS]->(b)
    WHERE coalesce(p.valid_from, '') <= day AND coalesce(p.valid_to, day) >= day
      AND coalesce(q.valid_from, '') <= day AND coalesce(q.valid_to, day) >= day }
WITH a, b, lot, one, two, tie.score AS score, tie.ways AS ways,
     reduce(keys = [], way IN tie.ways |
       keys + [k IN split(way, ' ') WHERE NOT k IN keys]) AS between
UNWIND between AS key
OPTIONAL MATCH (person:Person {key: key})
OPTIONAL MATCH (firm:Company {key: key})
OPTIONAL MATCH (phone:Phone {key: key})
OPTIONAL MATCH (email:Email {key: key})
OPTIONAL MATCH (address:Address {key: key})
WITH a, b, lot, one, two, score, ways, between, key,
     coalesce(person.name, firm.name, phone.masked, email.masked, address.text, key) AS shown
ORDER BY key
WITH a, b, lot, one, two, score, ways, between, collect(shown) AS shown
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, one.key AS bid_a, two.key AS bid_b, round(score, 3) AS score,
       size(ways) AS ways, between, shown
ORDER BY lot, a, b
