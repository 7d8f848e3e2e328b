/*---
id: professional_loser
revision: 3
title: 陪标专业户
family: network
strength: statistical
status: trial
summary: 企业投标次数多而中标次数远低于机会均等时的期望，且失利多集中于少数几家中标人。
why_it_matters: 中标率异常低、疑似不以中标为目的的投标人需要重点关注；统计结果只用于排序，不能单独说明问题。
innocent_explanations:
  - 新进入者、外地企业缺乏竞争力，报价偏高或业绩不足。
  - 市场由一两家企业凭实力占据，其他企业都输给它们。
  - 中标信息缺失，实际中标未被记录。
blind_spots:
  - 以每个标段机会均等为基准，没有考虑企业实力差异。
  - 没有中标人信息的标段不计入，数据不全时会漏算中标。
  - 偶尔让其中标以掩饰的陪标人不满足阈值。
  - 默认统计全部已装载数据，可用参数 since 限定起始日期。
next_steps:
  - 查看其失利标段的中标人、报价差距和废标原因。
  - 核对其与主要中标人的人员、设备、股权和资金联系。
  - 了解其实际履约能力和投标动机。
legal_basis: [N1117-11, TL39]
references:
  - 发改法规规〔2022〕1117号第（十一）条
  - 中标次数不超过两次时为泊松二项分布的精确尾概率，三次及以上用切尔诺夫上界（偏保守）
requires:
  - (:Company)-[:WON]->(:Lot)
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [firm]
identity: [firm]
evidence: [firm, bids]
parameters:
  since:
    default: ""
    unit: 日期
    reason: 只统计该日（含）以后开标的标段；空表示全部。
    source: 产品设定
  least_bids:
    default: 20
    unit: 次
    reason: 投标二十次以下无法判断中标率。
    source: 产品设定
  most_tail:
    default: 0.01
    unit: 概率
    reason: 机会均等时中标不多于实际次数的概率上限。
    source: 产品设定
  strong_tail:
    default: 0.001
    unit: 概率
    reason: 低于千分之一按满分，其余按0.6。
    source: 产品设定
  most_ratio:
    default: 0.2
    unit: 比例
    reason: 实际中标不超过期望中标的五分之一。
    source: 产品设定（四十次中一次、期望七次）
  few:
    default: 3
    unit: 家
    reason: 失利集中于不超过三家中标人。
    source: 产品设定
  least_share:
    default: 0.5
    unit: 比例
    reason: 一半以上的失利输给这几家。
    source: 产品设定
  weak_grade:
    default: 0.6
    reason: 概率在百分之一与千分之一之间时的程度。
    source: 产品设定
weight:
  bans: 1.0
  reason: 反复出现的行为且有独立检验；专家赋值，未经本地校准。
root_fact: "loser:{firm}"
sentence: "{firm_name}投标{entered}次中标{wins}次（机会均等时期望{expected}次，偶然概率不高于{tail}），{lost_to_few}次输给{winners}。"
english:
  title: Bids often, hardly ever wins
  summary: A firm bids often, wins far less than even chances would give, and loses mostly to the same few winners.
  why_it_matters: Bidders that seem not to bid to win deserve a look; statistics order lists and show nothing by themselves.
  innocent_explanations:
    - Newcomers and firms from elsewhere are not competitive.
    - One or two strong firms dominate and everybody loses to them.
    - Awards are missing from the data.
  blind_spots:
    - The yardstick is an even chance in each lot; strength is not considered.
    - Lots without a known winner do not count.
    - Cover bidders who are allowed to win now and then.
    - All loaded data counts unless the parameter since says otherwise.
  next_steps:
    - Look at winners, price gaps and rejections in the lots it lost.
    - Check persons, devices, shares and money it has in common with those winners.
    - Ask what it can deliver and why it bids.
  sentence: "{firm_name} bid {entered} times and won {wins} (even chances: {expected}; probability at most {tail}); {lost_to_few} losses were to {winners}."
---*/
MATCH (winner:Company)-[:WON]->(lot:Lot)
WHERE coalesce(lot.opened_at, '') >= $since
WITH lot, collect(DISTINCT winner.key) AS winners
WITH lot, winners, COUNT { (lot)<-[:FOR]-() } AS rivals
WHERE rivals > 1
WITH lot, winners, 1.0 / rivals AS chance
WITH lot, winners, chance, log(1.0 - chance) AS none, chance / (1.0 - chance) AS odds
MATCH (lot)<-[:FOR]-(:Bid)<-[:SUBMITTED]-(firm:Company)
WITH firm, chance, none, odds, CASE WHEN firm.key IN winners THEN 1 ELSE 0 END AS won
WITH firm, count(won) AS entered, sum(won) AS wins, sum(chance) AS expected,
     sum(none) AS log_none, sum(odds) AS odds, sum(odds * odds) AS odds_squared
WHERE entered >= $least_bids AND wins <= $most_ratio * expected
// P(at most that many wins) when every bidder of a lot has the same chance.
WITH firm, entered, wins, expected,
     CASE wins WHEN 0 THEN exp(log_none)
               WHEN 1 THEN exp(log_none) * (1.0 + odds)
               WHEN 2 THEN exp(log_none) * (1.0 + odds + (odds * odds - odds_squared) / 2.0)
               ELSE exp(wins - expected + wins * log(expected / wins)) END AS tail
WHERE tail <= $most_tail
MATCH (firm)-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot:Lot)<-[:WON]-(winner:Company)
WHERE coalesce(lot.opened_at, '') >= $since
  AND NOT EXISTS { MATCH (lot)<-[:WON]-(same:Company) WHERE same.key = firm.key }
WITH firm, entered, wins, expected, tail, winner, lot, bid
ORDER BY bid.key
WITH firm, entered, wins, expected, tail, winner, count(DISTINCT lot.key) AS lost,
     collect(bid.key) AS bids
ORDER BY firm.key, lost DESC, winner.key
WITH firm, entered, wins, expected, tail, collect(winner.name) AS names,
     collect(lost) AS losses, collect(bids) AS bids
WITH firm, entered, wins, expected, tail, names[0..$few] AS winners,
     reduce(total = 0, n IN losses[0..$few] | total + n) AS lost_to_few,
     reduce(every = [], some IN bids | every + some) AS bids
WHERE lost_to_few >= $least_share * (entered - wins)
RETURN firm.key AS firm, firm.name AS firm_name, entered, wins, round(expected, 2) AS expected,
       tail, winners, lost_to_few, bids,
       CASE WHEN tail <= $strong_tail THEN 1.0 ELSE $weak_grade END AS grade
ORDER BY firm
