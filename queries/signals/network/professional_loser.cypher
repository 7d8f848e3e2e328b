/*---
id: professional_loser
revision: 6
title: 陪标专业户
family: network
strength: statistical
status: trial
summary: 企业两年内投标次数多而中标次数远低于机会均等时的期望，且失利多集中于少数几家中标人。
why_it_matters: 中标率异常低、疑似不以中标为目的的投标人需要重点关注；统计结果只用于排序，不能单独说明问题。
innocent_explanations:
  - 新进入者、外地企业缺乏竞争力，报价偏高或业绩不足。
  - 市场由一两家企业凭实力占据，其他企业都输给它们。
  - 中标信息缺失，实际中标未被记录。
blind_spots:
  - 以每个标段机会均等为基准，没有考虑企业实力差异。
  - 没有中标人信息的标段不计入，数据不全时会漏算中标。
  - 偶尔让其中标以掩饰的陪标人不满足阈值。
  - 只看最近一次开标之前的二十四个月；被否决的投标不计入。
next_steps:
  - 查看其失利标段的中标人、报价差距和废标原因。
  - 核对其与主要中标人的人员、设备、股权和资金联系。
  - 了解其实际履约能力和投标动机。
legal_basis: [N1117-11, TL39]
references:
  - 发改法规规〔2022〕1117号第（十一）条
  - 泊松二项分布的尾概率，由“中标与落标”测算（两千份投标以内为精确值）
requires:
  - Bid.won
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - (:Company)-[:WON]->(:Lot)
  - Measure.measure=win_patterns
subjects: [firm]
identity: [firm]
evidence: [firm, by, lots, bids]
parameters:
  least_bids:
    default: 20
    unit: 次
    reason: 两年内投标二十次以下无法判断中标率。
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
    reason: 一半以上的失利集中于不超过三家中标人。
    source: 产品设定
  years:
    default: 2
    unit: 年
    reason: 与“中标与落标”测算的二十四个月一致，用于列举失利的投标。
    source: 产品设定
  weak_grade:
    default: 0.6
    reason: 概率在百分之一与千分之一之间时的程度。
    source: 产品设定
weight:
  bans: 1.0
  reason: 反复出现的行为且有独立检验；专家赋值，未经本地校准。
root_fact: "loser:{firm}"
sentence: "{firm_name}两年内投标{entered}次中标{wins}次（机会均等时期望{expected}次，偶然概率{tail}），{lost_to_few}次输给{winners}。"
english:
  title: Bids often, hardly ever wins
  summary: A firm bids often within two years, wins far less than even chances would give, and loses mostly to the same few winners.
  why_it_matters: Bidders that seem not to bid to win deserve a look; statistics order lists and show nothing by themselves.
  innocent_explanations:
    - Newcomers and firms from elsewhere are not competitive.
    - One or two strong firms dominate and everybody loses to them.
    - Awards are missing from the data.
  blind_spots:
    - The yardstick is an even chance in each lot; strength is not considered.
    - Lots without a known winner do not count.
    - Cover bidders who are allowed to win now and then.
    - Only the 24 months before the latest opening count, and no rejected bids.
  next_steps:
    - Look at winners, price gaps and rejections in the lots it lost.
    - Check persons, devices, shares and money it has in common with those winners.
    - Ask what it can deliver and why it bids.
  sentence: "{firm_name} bid {entered} times in two years and won {wins} (even chances: {expected}; probability {tail}); {lost_to_few} losses were to {winners}."
---*/
MATCH (firm:Company)
WHERE firm.bids_24m >= $least_bids AND firm.wins_24m <= $most_ratio * firm.expected_wins
  AND firm.win_p_low <= $most_tail AND firm.loss_winners <= $few
WITH collect(firm) AS firms
// The lots that the measure counts: those of the last years, and those without a date.
CALL () {
  MATCH (lot:Lot)
  RETURN max(lot.opened_at) AS latest
}
WITH firms, coalesce(toString(toInteger(substring(latest, 0, 4)) - $years) + substring(latest, 4), '')
       AS since
UNWIND firms AS firm
MATCH (firm)-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot:Lot)<-[:WON]-(winner:Company)
WHERE coalesce(bid.valid, true) AND (lot.opened_at IS NULL OR lot.opened_at > since)
  AND NOT EXISTS { MATCH (lot)<-[:WON]-(same:Company) WHERE same.key = firm.key }
WITH firm, since, winner, lot
ORDER BY lot.key
WITH firm, since, winner, collect(DISTINCT lot.key) AS lost
ORDER BY firm.key, size(lost) DESC, winner.key
WITH firm, since, collect(winner.key) AS keys, collect(winner.name) AS names,
     collect(lost) AS losses
WITH firm, since, keys[0..$few] AS by, names[0..$few] AS winners,
     reduce(total = 0, lost IN losses[0..$few] | total + size(lost)) AS lost_to_few,
     reduce(every = [], lost IN losses[0..$few] | every + lost) AS lots
// The bids that the measure counts: valid ones, in decided lots, against another firm.
OPTIONAL MATCH (firm)-[:SUBMITTED]->(own:Bid)-[:FOR]->(lot:Lot)
WHERE coalesce(own.valid, true) AND (lot.opened_at IS NULL OR lot.opened_at > since)
  AND EXISTS { MATCH (lot)<-[:FOR]-(best:Bid) WHERE best.won = true AND coalesce(best.valid, true) }
  AND EXISTS { MATCH (lot)<-[:FOR]-(other:Bid)<-[:SUBMITTED]-(rival:Company)
               WHERE other.key <> own.key AND rival.key <> firm.key AND coalesce(other.valid, true) }
WITH firm, by, winners, lost_to_few, lots, own
ORDER BY own.key
WITH firm, by, winners, lost_to_few, lots, collect(own.key) AS bids
RETURN firm.key AS firm, firm.name AS firm_name, firm.bids_24m AS entered, firm.wins_24m AS wins,
       round(firm.expected_wins, 2) AS expected, firm.win_p_low AS tail, winners, lost_to_few,
       by, lots, bids,
       CASE WHEN firm.win_p_low <= $strong_tail THEN 1.0 ELSE $weak_grade END AS grade
ORDER BY firm
