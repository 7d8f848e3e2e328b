/*---
id: control_relation
revision: 4
title: 控股、管理关系
family: equity
strength: deemed
status: trial
summary: 同一标段的两个投标人，在开标当日一方控股、管理另一方，或者由同一非国有控制人逐层控股、管理（每层持股均超过一半）。
why_it_matters: 存在控股、管理关系的不同单位不得参加同一标段投标，相关投标可能无效；这一事实本身不等于串通。
innocent_explanations:
  - 股权已经转让而登记数据尚未更新。
  - 同受国家控股的企业之间不仅因为同受国家控股而具有关联关系（本信号不向上穿透国有股东）。
  - 母子公司组成联合体共同提交一份投标（本信号已排除）。
  - 政府采购只禁止直接控股、管理关系，间接控制按较低权重。
blind_spots:
  - 持股不超过一半但能够支配表决权的控制，以及代持、协议控制无法发现。
  - 托管、主管等管理关系只在登记数据中有记录时才能发现。
  - 股东、管理关系更新后须重新计算控股测度。
  - 股东性质缺失时无法识别国有股东；两家均为国有企业的兄弟单位一律不报。
  - 联合体成员的控股关系也计入；同一企业同时出现在两份投标中的不计。
next_steps:
  - 调取登记机关股权变更档案，确认开标当日的持股比例。
  - 核对章程、一致行动协议和实际控制人声明。
  - 提请评标委员会或行政监督部门核查投标效力。
legal_basis: [TL34, CGT18, GS265]
references:
  - 公司法（2023年修订）第二百六十五条：控股股东、实际控制人、关联关系
requires:
  - SHAREHOLDER_OF.share
  - Measure.measure=control
  - Lot.opened_at
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b, a, b]
evidence: [a, b, bid_a, bid_b, chain]
parameters:
  weak_grade:
    default: 0.6
    reason: 控制人以姓名加电话识别时按0.6计。
    source: 产品设定
  max_firms:
    default: 200
    unit: 家
    reason: 控制200家以上投标企业的主体应先核对是否为国资、基金等平台。
    source: 产品设定
weight:
  bans: 3.0
  reason: 规定列明的关系；政府采购中的间接控制按1.0。专家赋值，未经本地校准。
  when: reach
  cases: {control: 3.0, indirect_in_procurement: 1.0}
  deemed_when: [control]
root_fact: "control:{a}|{b}"
sentence: "在标段“{lot_name}”开标当日（{day}），{a_name}与{b_name}存在控股、管理关系，控制人为{owner_name}。"
english:
  title: One controller behind two bidders
  summary: On the opening day one bidder controls or manages another in the same lot, or one non-state owner is behind both through unbroken links of more than half each or of management.
  why_it_matters: Such firms may not bid in one lot and their bids may be void; the fact alone is no collusion.
  innocent_explanations:
    - The shares were sold and the register is old.
    - State-owned siblings are not affiliated for that alone; the search stops at state owners.
    - Parent and child made one bid as a consortium, which is left out here.
    - Public procurement forbids direct control only; indirect control weighs less.
  blind_spots:
    - Control with half or less, nominee shareholders, control by contract.
    - Management ties that no register holds.
    - Shares that changed after the measure of control last ran.
    - Owners whose nature is not recorded; siblings that are both state-owned are never reported.
    - Members of a consortium count too; bids in which one firm takes part twice do not.
  next_steps:
    - Ask the registry for the shares on the opening day.
    - Read the articles, agreements and declarations of control.
    - Ask the panel or the supervisor to review whether the bids are valid.
  sentence: "On the opening day of lot {lot_name} ({day}), {a_name} and {b_name} are tied by control; the controller is {owner_name}."
---*/
CALL () {
  MATCH (firm:Company)<-[held:CONTROLS]-(owner)
  WHERE EXISTS { MATCH (firm)-[:SUBMITTED]->(:Bid) }
  RETURN owner, firm.key AS firm, held.hops AS links, held.via + [firm.key] AS chain,
         coalesce(held.valid_from, '') AS since, coalesce(held.valid_to, '9999-12-31') AS until
  UNION ALL
  MATCH (owner:Company)-[:CONTROLS]->(:Company)
  WHERE EXISTS { MATCH (owner)-[:SUBMITTED]->(:Bid) }
  WITH DISTINCT owner
  RETURN owner, owner.key AS firm, 0 AS links, [] AS chain, '' AS since, '9999-12-31' AS until
}
WITH owner, count(DISTINCT firm) AS firms,
     collect({firm: firm, links: links, chain: chain, since: since, until: until}) AS held
WHERE firms > 1 AND firms <= $max_firms
// The lots of each firm, and those in which two meet: not the rivals of every pair.
CALL (held) {
  UNWIND held AS h
  MATCH (:Company {key: h.firm})-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot:Lot)
  WITH lot, collect([h, bid.key]) AS entries
  WHERE size(entries) > 1
  RETURN lot, entries
}
WITH owner, lot, entries, substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day
WITH owner, lot, day,
     [e IN entries WHERE e[0].since <= day AND e[0].until >= day |
      {firm: e[0].firm, links: e[0].links, chain: e[0].chain, bid: e[1]}] AS parts
UNWIND parts AS x
UNWIND parts AS y
WITH owner, lot, day, x, y
WHERE x.firm < y.firm AND x.bid <> y.bid
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
WITH owner, lot, day, x, y, a, b
WHERE x.links = 0 OR y.links = 0
   OR NOT (coalesce(owner.state_owned, false)
           OR (coalesce(a.state_owned, false) AND coalesce(b.state_owned, false)))
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH owner, x, y, a, b, one, two, lot, day
ORDER BY x.links + y.links, owner.key
WITH lot, day, a, b, one, two,
     collect({owner: owner.key, name: owner.name, identity: owner.identity,
              links: x.links + y.links, direct: x.links = 0 OR y.links = 0,
              chain: x.chain + y.chain}) AS ways
WITH lot, day, a, b, one, two, ways[0] AS way
WITH lot, day, a, b, one, two, way.owner AS owner, way.name AS owner_name,
     way.identity AS known_by, way.links AS links, way.direct AS direct,
     [way.owner] + way.chain AS chain
RETURN lot.key AS lot, lot.name AS lot_name, day, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, one.key AS bid_a, two.key AS bid_b, owner, owner_name, links, chain,
       CASE WHEN lot.regime = 'government_procurement' AND NOT (direct AND links = 1)
            THEN 'indirect_in_procurement' ELSE 'control' END AS reach,
       CASE WHEN known_by IN ['phone', 'scoped'] THEN $weak_grade ELSE 1.0 END AS grade
ORDER BY lot, a, b
