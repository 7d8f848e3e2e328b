/*---
id: subcontract_to_loser
revision: 3
title: 落标人成为分包人或者派出现场人员
family: network
strength: presumptive
status: trial
summary: 未中标的投标人成为该标段合同的分包人，或者其缴纳社保的人员在该合同上任职。
why_it_matters: 中标后把工程分给落标人，是陪标获利的常见方式，也可能不符合分包的规定。
innocent_explanations:
  - 依法经招标人同意的专业分包，分包人具备相应资质。
  - 行业内专业分包单位很少，落标人恰是其中之一。
  - 人员在中标后才调入，社保变更滞后。
  - 它是中标联合体的成员（本信号已排除）。
blind_spots:
  - 材料采购、劳务用工和资金支付不在数据中。
  - 分包人为落标人的关联企业时发现不了。
  - 没有分包金额时不知道所占比例。
next_steps:
  - 查阅分包合同、招标人同意文件和结算支付。
  - 核对现场人员的劳动合同和工资发放。
  - 了解落标人的报价与分包价。
legal_basis: [TL59, ZB48, JZ28, TL39]
references:
  - 招标投标法实施条例第五十九条；建筑法第二十八条
requires:
  - (:Contract)-[:AWARDED_FOR]->(:Lot)
  - (:Bid)-[:FOR]->(:Lot)
  - (:Company)-[:WON]->(:Lot)
subjects: [lot, loser]
identity: [lot, loser, way]
evidence: [lot, loser, contract, records, bids]
parameters:
  least_share:
    default: 0.2
    unit: 比例
    reason: 分包额达到合同价两成以上的按满分。
    source: 产品设定
  unknown_grade:
    default: 0.6
    reason: 不知道分包额的按0.6。
    source: 产品设定
  small_grade:
    default: 0.3
    reason: 分包额不足两成的按0.3。
    source: 产品设定
  staff_grade:
    default: 0.6
    reason: 只有人员的按0.6。
    source: 产品设定
weight:
  bans: 1.5
  reason: 中标后利益返还给落标人是强线索，但专业分包常见；专家赋值，未经本地校准。
root_fact: "subcontract:{lot}|{loser}"
sentence: 标段“{lot_name}”的落标人{loser_name}{way_zh}（合同“{contract_name}”）。
english:
  title: A loser works on the contract
  summary: A bidder who lost is a subcontractor of the contract, or people it insures work on it.
  why_it_matters: To hand work to a loser is a common reward for cover bids, and may be forbidden subcontracting.
  innocent_explanations:
    - Subcontracting that the buyer allowed, to a qualified firm.
    - Only few firms do that trade.
    - People changed employer after the award.
    - It is a member of the consortium that won, which is left out.
  blind_spots:
    - Purchases, labour and payments are not in the data.
    - Affiliates of a loser.
    - Without an amount the share is unknown.
  next_steps:
    - Read subcontract, consent and payments.
    - Check employment and pay of those on site.
    - Compare the loser's bid with the subcontract.
  sentence: "{loser_name}, who lost lot {lot_name}, {way} (contract {contract_name})."
  words:
    contract: became a subcontractor
    staff: has insured staff on the contract
---*/
CALL () {
  MATCH (loser:Company)-[part:PARTY_TO]->(contract:Contract)-[:AWARDED_FOR]->(lot:Lot)
  WHERE part.role = 'subcontractor'
  RETURN loser, contract, lot, 'contract' AS way, null AS record,
         CASE WHEN part.amount IS NULL OR contract.amount IS NULL THEN $unknown_grade
              WHEN part.amount >= $least_share * contract.amount THEN 1.0
              ELSE $small_grade END AS grade
  UNION ALL
  MATCH (contract:Contract)<-[work:STAFFS]-(person:Person)-[tie:INSURED_BY]->(loser:Company),
        (contract)-[:AWARDED_FOR]->(lot:Lot)
  WITH loser, contract, lot, person, tie,
       coalesce(work.valid_from, contract.starts_on, contract.signed_on) AS since
  WHERE (tie.valid_to IS NULL OR tie.valid_to >= since)
    AND (tie.valid_from IS NULL OR tie.valid_from <= since)
  RETURN loser, contract, lot, 'staff' AS way, person.key AS record, $staff_grade AS grade
}
MATCH (loser)-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot)
// A member of the consortium that won has lost nothing, though its lead alone be named as the winner.
WHERE NOT EXISTS { MATCH (bid)<-[:SUBMITTED]-(:Company)-[:WON]->(lot) }
  AND EXISTS { MATCH (lot)<-[:WON]-(:Company) }
WITH lot, loser, contract, way, bid, record, grade
ORDER BY record
WITH lot, loser, contract, way, collect(DISTINCT record) AS records,
     collect(DISTINCT bid.key) AS bids, max(grade) AS grade
RETURN lot.key AS lot, lot.name AS lot_name, loser.key AS loser, loser.name AS loser_name,
       contract.key AS contract, contract.name AS contract_name, records, bids, way,
       CASE way WHEN 'contract' THEN '是合同的分包人' ELSE '缴纳社保的人员在合同上任职' END AS way_zh,
       grade
ORDER BY lot, loser, way
