/*---
id: award_deviation
revision: 4
title: 定标或者合同与评标结果、投标文件不一致
family: process
strength: procedural
status: trial
summary: 中标人不是排名第一的候选人或者没有名次，合同价款、工期与投标文件不一致，合同变更、结算超过一成，投标保证金或者履约保证金超过上限。
why_it_matters: 定标和合同应当与评标结果、投标文件一致；偏离可能使竞争失去意义，也是“低中高结”的常见形式。
innocent_explanations:
  - 实行评定分离，招标人依规则在候选人中定标。
  - 第一候选人放弃或者被查实不符合条件，而没有录入。
  - 框架协议、入围采购有多家中标人（排名第一的也中标的已排除；各家合同只与其本身的投标比较）。
  - 税率、暂列金额口径不同造成差额。
  - 依法签证的设计变更和调价。
blind_spots:
  - 排名第一的要求只及于国有资金占控股或者主导地位的项目，数据中无法区分。
  - 估算价缺失时投标保证金比例以最高限价代替。
  - 合同的实质条款（范围、付款）没有比较。
  - 一个标段多份合同的逐份比较。
next_steps:
  - 查阅评标报告、定标记录和中标通知书。
  - 逐项比较合同与投标文件。
  - 查阅变更、签证和结算审核资料。
legal_basis: [ZB57, TL55, TL57, TL75, TL26, TL58, CGT33, CGT48, N1117-7]
references:
  - 招标投标法实施条例第五十五条、第五十七条、第五十八条、第二十六条
requires:
  - (:Company)-[:WON]->(:Lot)
  - Bid.rank
subjects: [lot]
identity: [lot, kind]
evidence: [lot, records]
counted: [before]
parameters:
  price_gap:
    default: 0.005
    unit: 比例
    reason: 合同价与投标报价相差千分之五以内的视为口径差异。
    source: 产品设定
  duration_gap:
    default: 0.1
    unit: 比例
    reason: 工期相差一成以内的不列。
    source: 产品设定
  change:
    default: 0.1
    unit: 比例
    reason: 变更或者结算超过合同价一成；“低中高结”没有法定比例。
    source: 产品设定
  deposit:
    default: 0.02
    unit: 比例
    reason: 投标保证金不得超过估算价的2%。
    source: 招标投标法实施条例第二十六条
  bond:
    default: 0.1
    unit: 比例
    reason: 履约保证金不得超过中标合同金额的10%。
    source: 招标投标法实施条例第五十八条
  slack:
    default: 1.001
    unit: 倍
    reason: 千分之一以内为取整误差。
    source: 产品设定
weight:
  bans: 0.4
  reason: 按偏离的种类计；保证金超限与串通关系很弱。专家赋值，未经本地校准。
root_fact: "deviation:{lot}|{kind}"
sentence: 标段“{lot_name}”{kind_zh}：{bound_zh}{expected}，实际{actual}。
english:
  title: Award or contract departs from the evaluation or the bid
  summary: The winner was not ranked first or not at all, price or term of the contract differ from the bid, changes or the settlement exceed a tenth, or a deposit exceeds its cap.
  why_it_matters: Awards and contracts have to follow evaluation and bid; to win low and settle high empties the competition.
  innocent_explanations:
    - The buyer may choose among candidates where evaluation and decision are separated.
    - The first candidate gave up or failed a check that is not loaded.
    - Frameworks have several winners; left out where the first won too, and each contract is compared with its own bid.
    - Taxes and provisional sums.
    - Changes signed as the law allows.
  blind_spots:
    - The rule of the first candidate holds for state funds, which the data does not tell.
    - Without an estimate the control price stands in for the deposit.
    - Scope and terms of payment are not compared.
    - Several contracts of one lot are compared one by one.
  next_steps:
    - Read report, decision and letter.
    - Compare contract and bid point by point.
    - Read changes, records and the audit of the settlement.
  sentence: "Lot {lot_name}, {kind}: {expected} expected, {actual} on record."
  words:
    rank: the winner was not ranked first (rank)
    outside: the winner has no rank among the candidates (rank)
    price: contract price differs from the bid (yuan)
    duration: contract period differs from the bid (days)
    change: changes above a tenth of the contract (yuan)
    settlement: settlement above the contract by a tenth (yuan)
    bond: performance bond above its limit (yuan)
    deposit: bid deposit above its limit (yuan)
---*/
CALL () {
  MATCH (winner:Company)-[:WON]->(lot:Lot)<-[:FOR]-(bid:Bid)<-[:SUBMITTED]-(winner)
  WHERE coalesce(bid.rank, 0) <> 1
  MATCH (lot)<-[:FOR]-(first:Bid)
  WHERE first.rank = 1 AND first.gave_up_on IS NULL AND coalesce(first.valid, true)
    // A framework has several winners.
    AND NOT EXISTS { MATCH (first)<-[:SUBMITTED]-(:Company)-[:WON]->(lot) }
  RETURN lot, CASE WHEN bid.rank IS NULL THEN 'outside' ELSE 'rank' END AS kind,
         toFloat(first.rank) AS expected, toFloat(bid.rank) AS actual,
         [bid.key] AS records, first.key AS before
  UNION ALL
  MATCH (contract:Contract)-[:AWARDED_FOR]->(lot:Lot)<-[:FOR]-(bid:Bid)<-[:SUBMITTED]-(winner:Company)
        -[:WON]->(lot)
  // Of several winners each has a contract of its own; amounts of two currencies say nothing.
  WHERE coalesce(contract.currency, 'CNY') = coalesce(bid.currency, lot.currency, 'CNY')
    AND (NOT EXISTS { MATCH (:Company)-[:PARTY_TO {role: 'supplier'}]->(contract) }
         OR EXISTS { MATCH (bid)<-[:SUBMITTED]-(:Company)-[:PARTY_TO {role: 'supplier'}]->(contract) })
  UNWIND ['price', 'duration'] AS kind
  WITH contract, lot, bid, kind,
       toFloat(CASE kind WHEN 'price' THEN bid.price ELSE bid.duration_days END) AS expected,
       toFloat(CASE kind WHEN 'price' THEN contract.amount ELSE contract.duration_days END) AS actual,
       CASE kind WHEN 'price' THEN $price_gap ELSE $duration_gap END AS gap
  WHERE expected > 0 AND actual > 0 AND abs(actual - expected) > gap * expected
  RETURN lot, kind, expected, actual, [contract.key, bid.key] AS records, null AS before
  UNION ALL
  MATCH (contract:Contract)-[:AWARDED_FOR]->(lot:Lot)
  WHERE contract.amount > 0
  UNWIND ['change', 'settlement', 'bond'] AS kind
  WITH contract, lot, kind,
       toFloat(CASE kind WHEN 'change' THEN contract.amount * $change
            WHEN 'settlement' THEN contract.amount * (1 + $change)
            ELSE contract.amount * $bond END) AS expected,
       toFloat(CASE kind WHEN 'change' THEN contract.change_amount
            WHEN 'settlement' THEN contract.settlement ELSE contract.performance_bond END) AS actual
  WHERE actual > $slack * expected
  RETURN lot, kind, expected, actual, [contract.key] AS records, null AS before
  UNION ALL
  MATCH (lot:Lot)
  WHERE lot.deposit_required > 0 AND coalesce(lot.estimate, lot.control_price) > 0
  WITH lot, toFloat($deposit * coalesce(lot.estimate, lot.control_price)) AS expected,
       toFloat(lot.deposit_required) AS actual
  WHERE actual > $slack * expected
  RETURN lot, 'deposit' AS kind, expected, actual, [lot.key] AS records,
         null AS before
}
WITH lot, kind, round(expected, 2) AS expected, round(actual, 2) AS actual, records, before
RETURN lot.key AS lot, lot.name AS lot_name, kind, expected, actual, records,
       before,
       CASE WHEN kind IN ['rank', 'outside', 'price', 'duration'] THEN '应为' ELSE '界限为' END
         AS bound_zh,
       CASE kind WHEN 'rank' THEN '中标人不是第一候选人（名次）'
            WHEN 'outside' THEN '中标人没有候选人名次（名次）'
            WHEN 'price' THEN '合同价与投标报价不一致（元）'
            WHEN 'duration' THEN '合同工期与投标工期不一致（日）'
            WHEN 'change' THEN '合同变更超过合同价一成（元）'
            WHEN 'settlement' THEN '结算价超过合同价一成（元）'
            WHEN 'bond' THEN '履约保证金超过上限（元）' ELSE '投标保证金超过上限（元）' END AS kind_zh
ORDER BY lot, kind, actual
