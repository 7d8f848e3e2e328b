/*---
id: serial_winner
revision: 7
title: 标王
family: network
strength: statistical
status: trial
summary: 企业中标率明显高于同样标段的期望，且中标标段中多有疑似陪衬它的企业、同一抱团群体的成员或者几乎不中标的“陪标专业户”。
why_it_matters: 操纵投标或者出借资质等行为会使中标率异常高；仅仅中标多不说明问题，须与疑似陪衬的企业一并出现。
innocent_explanations:
  - 企业确实技术强、价格低。
  - 特许、专有技术或者后续维护项目。
  - 参与者少的专业市场。
blind_spots:
  - 以投标家数计算期望，没有考虑能力。
  - 陪衬关系由统计得出。
next_steps:
  - 查看其中标标段的竞争者构成和报价差距。
  - 核对与这些企业的联系和资金往来。
legal_basis: [N1117-11, TL39]
references:
  - 发改法规规〔2022〕1117号第（十一）条
  - 泊松二项检验
requires:
  - Bid.won
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - (:Company)-[:WON]->(:Lot)
  - Measure.measure=win_patterns
  - Measure.measure=rings
subjects: [firm]
identity: [firm]
evidence: [firm, companions, lots, companions_bids, bids]
parameters:
  least_bids:
    default: 10
    unit: 次
    reason: 两年内投标十次以上。
    source: 产品设定
  least_z:
    default: 3.0
    unit: 标准差
    reason: 高于期望三个标准差。
    source: 产品设定
  most_p:
    default: 0.001
    unit: 概率
    reason: 偶然达到的概率上限。
    source: 产品设定
  least_share:
    default: 0.5
    unit: 比例
    reason: 一半以上的中标标段有疑似陪衬它的企业、同一抱团群体的成员或者疑似陪标专业户在场。
    source: 产品设定
  years:
    default: 2
    unit: 年
    reason: 列出的投标与测算相同，取最近二十四个月。
    source: 产品设定
  loser_bids:
    default: 20
    unit: 次
    reason: 同场者两年内投标二十次以上、几乎不中标的，按“陪标专业户”计，与该信号一致。
    source: 产品设定
  loser_ratio:
    default: 0.2
    unit: 比例
    reason: 其实际中标不超过期望的五分之一。
    source: 产品设定
  loser_tail:
    default: 0.01
    unit: 概率
    reason: 其中标如此之少的概率上限。
    source: 产品设定
  loser_few:
    default: 3
    unit: 家
    reason: 其一半以上的失利集中于不超过三家中标人。
    source: 产品设定
weight:
  bans: 0.5
  reason: 须有疑似陪衬的企业同时出现；专家赋值，未经本地校准。
root_fact: "serial-winner:{firm}"
sentence: "{firm_name}两年内投标{entered}次中标{wins}次（期望{expected}次）；其历次中标的{won}个标段中，{accompanied}个有{companions_names}同场投标。"
english:
  title: Wins far too often, in company
  summary: A firm wins far more than its lots let expect, and most of its wins have firms beside it that prop it up, share its ring or hardly ever win.
  why_it_matters: Manipulation and lent names make for odd success; winning alone shows nothing.
  innocent_explanations:
    - It is good and cheap.
    - Concessions, patents, maintenance.
    - A niche with few bidders.
  blind_spots:
    - Expectation counts bidders, not ability.
    - Propping up is itself a statistic.
  next_steps:
    - Look at the rivals and gaps in the lots it won.
    - Check ties and payments with them.
  sentence: "{firm_name} bid {entered} times in two years and won {wins} (expected {expected}); in {accompanied} of all {won} lots that it ever won {companions_names} bid too."
---*/
MATCH (firm:Company)
WHERE firm.bids_24m >= $least_bids AND firm.win_z >= $least_z AND firm.win_p_high <= $most_p
CALL (firm) {
  MATCH (other:Company)-[:PROPS_UP]->(firm)
  RETURN other.key AS friend
  UNION
  MATCH (firm)<-[:HAS_MEMBER]-(:Ring)-[:HAS_MEMBER]->(other:Company)
  RETURN other.key AS friend
  UNION
  RETURN firm.key AS friend
}
WITH firm, collect(friend) AS friends
MATCH (firm)-[:WON]->(lot:Lot)
WITH DISTINCT firm, friends, lot
OPTIONAL MATCH (lot)<-[:FOR]-(bid:Bid)<-[:SUBMITTED]-(rival:Company)
WHERE rival.key <> firm.key
  // The last are professional losers (陪标专业户), whomever they lose to.
  AND (rival.key IN friends
       OR rival.bids_24m >= $loser_bids AND rival.wins_24m <= $loser_ratio * rival.expected_wins
          AND rival.win_p_low <= $loser_tail AND rival.loss_winners <= $loser_few)
  AND NOT EXISTS { MATCH (bid)<-[:SUBMITTED]-(partner:Company) WHERE partner.key = firm.key }
WITH firm, lot, count(rival) AS beside,
     collect({key: rival.key, name: rival.name, bid: bid.key}) AS rivals
ORDER BY lot.key
WITH firm, count(lot) AS won, sum(CASE WHEN beside > 0 THEN 1 ELSE 0 END) AS accompanied,
     collect(lot.key) AS lots, collect(rivals) AS groups
WHERE accompanied >= $least_share * won AND accompanied > 0
UNWIND groups AS rivals
UNWIND rivals AS rival
WITH firm, won, accompanied, lots, rival.key AS key, rival.name AS name, rival.bid AS bid
WHERE key IS NOT NULL
WITH firm, won, accompanied, lots, key, name, bid
ORDER BY key, bid
WITH firm, won, accompanied, lots, collect(DISTINCT key) AS companions,
     collect(DISTINCT name) AS companions_names, collect(DISTINCT bid) AS companions_bids
// The lots that the measure counts: those of the last years, and those without a date.
CALL () {
  MATCH (lot:Lot)
  RETURN max(lot.opened_at) AS latest
}
WITH firm, won, accompanied, lots, companions, companions_names, companions_bids,
     coalesce(toString(toInteger(substring(latest, 0, 4)) - $years) + substring(latest, 4), '')
       AS since
// The bids that the measure counts: valid ones, in decided lots, against another firm.
OPTIONAL MATCH (firm)-[:SUBMITTED]->(own:Bid)-[:FOR]->(lot:Lot)
WHERE coalesce(own.valid, true) AND (lot.opened_at IS NULL OR lot.opened_at > since)
  AND EXISTS { MATCH (lot)<-[:FOR]-(best:Bid) WHERE best.won = true AND coalesce(best.valid, true) }
  AND EXISTS { MATCH (lot)<-[:FOR]-(other:Bid)<-[:SUBMITTED]-(rival:Company)
               WHERE other.key <> own.key AND rival.key <> firm.key AND coalesce(other.valid, true) }
WITH firm, won, accompanied, lots, companions, companions_names, companions_bids, own
ORDER BY own.key
WITH firm, won, accompanied, lots, companions, companions_names, companions_bids,
     collect(own.key) AS bids
RETURN firm.key AS firm, firm.name AS firm_name, firm.bids_24m AS entered, firm.wins_24m AS wins,
       round(firm.expected_wins, 2) AS expected, firm.win_z AS z, won, accompanied, companions,
       companions_names, companions_bids, lots, bids
ORDER BY firm
