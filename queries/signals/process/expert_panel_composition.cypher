/*---
id: expert_panel_composition
revision: 5
title: 评标委员会组成不符合规定
family: process
strength: procedural
status: trial
summary: 评标委员会成员少于五人、不是单数，或者专家不足三分之二；一千万元以上的政府采购少于七人。
why_it_matters: 人数和专家比例是保证评审独立的最低要求，组成不合规的评审结论可能无效。
innocent_explanations:
  - 部分成员（如招标人代表）没有录入。
  - 磋商、谈判、询价小组人数要求不同。
  - 有成员中途更换，名单未更新。
blind_spots:
  - 没有标明招标人代表的，一律视为专家。
  - 非依法必须进行招标的项目不受此限。
  - 资格审查委员会与评标委员会没有区分。
next_steps:
  - 查阅评标报告的签字名单和抽取记录。
  - 核对招标人代表的授权。
legal_basis: [ZB37, TL46, M47]
references:
  - 招标投标法第三十七条；财政部令第87号第四十七条
requires:
  - (:Expert)-[:EVALUATED]->(:Lot)
subjects: [lot]
identity: [lot]
evidence: [lot, experts]
parameters:
  least:
    default: 5
    unit: 人
    reason: 成员人数为五人以上单数。
    source: 招标投标法第三十七条
  least_talks:
    default: 3
    unit: 人
    reason: 谈判、询价小组为三人以上单数。
    source: 政府采购法第三十八条、第四十条
  least_large:
    default: 7
    unit: 人
    reason: 采购预算一千万元以上的为七人以上单数。
    source: 财政部令第87号第四十七条
  large:
    default: 10000000
    unit: 元
    reason: 采购预算金额。
    source: 财政部令第87号第四十七条
  outsiders:
    default: 2
    unit: 分子
    reason: 专家不少于三分之二。
    source: 招标投标法第三十七条
  of:
    default: 3
    unit: 分母
    reason: 专家不少于三分之二。
    source: 招标投标法第三十七条
  talks:
    default: [磋商, 谈判, 询价]
    reason: 非招标方式的小组人数要求不同。
    source: 政府采购法第三十八条、第四十条
  pair:
    default: 2
    reason: 成员人数应为单数。
    source: 招标投标法第三十七条
weight:
  bans: 0.2
  reason: 程序问题，名单不全的可能很大；专家赋值，未经本地校准。
root_fact: "panel:{lot}"
sentence: 标段“{lot_name}”的评标委员会{size}人，其中招标人代表{buyers}人，{faults_zh}。
english:
  title: A panel that does not meet the rules
  summary: The panel has fewer than five members, an even number, or too few experts; or fewer than seven in a procurement of ten million and more.
  why_it_matters: Number and share of experts are the least that independence needs.
  innocent_explanations:
    - Some members, such as the buyer's, are not loaded.
    - Negotiating groups may be smaller.
    - A member was replaced.
  blind_spots:
    - Without a mark everybody counts as an expert.
    - Projects that need not be tendered are free of this.
    - A committee for prequalification is not told apart.
  next_steps:
    - Read the signed list and the record of the draw.
    - Check the mandate of the buyer's members.
  sentence: "The panel of lot {lot_name} has {size} members, {buyers} of the buyer: {faults}."
  words:
    few: too few members
    even: an even number
    insiders: experts below two thirds
---*/
// Lot by lot: the panels of all lots at once would fill an engine's memory.
MATCH (lot:Lot)
CALL (lot) {
  MATCH (lot)<-[seat:EVALUATED]-(expert:Expert)
  RETURN count(DISTINCT expert) AS size,
         count(DISTINCT CASE WHEN seat.buyer_representative THEN expert ELSE null END) AS buyers
}
WITH lot, size, buyers
// Most panels are large enough whatever the lot asks for: only the others are looked at closely.
WHERE size > 0
  AND (size < $least OR size < $least_talks OR size % $pair = 0
       OR $of * (size - buyers) < $outsiders * size
       OR size < $least_large AND lot.regime = 'government_procurement')
WITH lot, buyers, size,
     CASE WHEN any(word IN $talks WHERE lot.method CONTAINS word) THEN $least_talks
          WHEN lot.regime = 'government_procurement' AND lot.control_price >= $large
          THEN $least_large ELSE $least END AS needed
WITH lot, buyers, size,
     [CASE WHEN size < needed THEN 'few' ELSE null END,
      CASE WHEN size % $pair = 0 THEN 'even' ELSE null END,
      CASE WHEN $of * (size - buyers) < $outsiders * size THEN 'insiders' ELSE null END] AS every
WITH lot, size, buyers, [fault IN every WHERE fault IS NOT NULL] AS faults
WHERE size(faults) > 0
CALL (lot) {
  MATCH (lot)<-[:EVALUATED]-(expert:Expert)
  WITH DISTINCT expert.key AS one
  ORDER BY one
  RETURN collect(one) AS experts
}
RETURN lot.key AS lot, lot.name AS lot_name, experts, size, buyers, faults,
       [fault IN faults | CASE fault WHEN 'few' THEN '人数不足' WHEN 'even' THEN '不是单数'
        ELSE '专家不足三分之二' END] AS faults_zh
ORDER BY lot
