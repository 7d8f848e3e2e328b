/*---
id: blacklist_participation
revision: 3
title: 受限制主体参加投标
family: process
strength: presumptive
status: trial
summary: 投标人在开标时处于处罚或者失信公示的限制期内，仍参加投标。
why_it_matters: 限制期内参加投标的，投标可能无效；没有禁止参加投标效力的公示只作背景。
innocent_explanations:
  - 处罚决定已被撤销、变更或者信用已修复。
  - 限制只及于特定地区、行业或者采购类型。
  - 名称相同的另一企业。
blind_spots:
  - 限制的范围（地区、行业、采购类型）没有判断。
  - 没有起止日期的处罚只作背景。
  - 三年内再次因串通投标受处罚的，另见“曾因串通投标受处罚又参加投标”。
  - 只按统一社会信用代码或者名称对应。
next_steps:
  - 查阅处罚决定书原文和公示期限。
  - 核对信用修复情况。
  - 核对招标文件对不良记录的规定。
legal_basis: [CG77, ZB53, ZB54]
references:
  - 政府采购法第七十七条；招标投标法第五十三条、第五十四条
requires:
  - (:Penalty)-[:IMPOSED_ON]->(:Company)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, firm]
identity: [lot, firm, penalty]
evidence: [firm, penalty, bids]
parameters:
  ban:
    default: [禁止参加, 取消投标资格, 取消其, 市场禁入, 限制投标, 限制参加, 不得参加, 暂停投标, 失信行为记录名单]
    reason: 写明禁止或者限制参加投标、采购活动的。
    source: 产品设定
weight:
  bans: 0.0
  reason: 限制投标的处罚在期限内按1.0，其余只作背景；专家赋值，未经本地校准。
  when: effect
  cases: {ban: 1.0, record: 0.0}
root_fact: "{penalty}"
sentence: "{firm_name}参加标段“{lot_name}”投标时（{day}）处于{kind}的期限内（{since}至{until}，{code}）：{way_zh}。"
english:
  title: A restricted firm bid
  summary: At the opening the firm was within the term of a penalty or a published breach of trust.
  why_it_matters: Bids made under a ban may be void; other entries are background only.
  innocent_explanations:
    - The penalty was lifted or the credit repaired.
    - The ban holds for another region, trade or kind of purchase.
    - Another firm of that name.
  blind_spots:
    - The scope of the ban is not judged.
    - Penalties without a term are background.
    - Who was penalised for collusion before is asked by prior_collusion_penalty.
    - Firms are matched by code or name.
  next_steps:
    - Read the decision and its term.
    - Check for repaired credit.
    - Read what the tender says of records.
  sentence: "{firm_name} bid in lot {lot_name} on {day} within the term of {kind} ({since} to {until}, {code}): {way}."
---*/
MATCH (penalty:Penalty)-[:IMPOSED_ON]->(firm:Company)-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH penalty, firm, bid, lot, substring(coalesce(lot.deadline, lot.opened_at), 0, 10) AS day,
     coalesce(penalty.valid_from, penalty.decided_on) AS since,
     coalesce(penalty.kind, '') + coalesce(penalty.restriction, '') AS words
WHERE since <= day AND penalty.valid_to >= day
  AND (penalty.repaired_on IS NULL OR penalty.repaired_on > day)
WITH penalty, firm, lot, day, since, words, collect(DISTINCT bid.key) AS bids
WITH penalty, firm, lot, day, since, bids,
     CASE WHEN any(word IN $ban WHERE words CONTAINS word) THEN 'ban' ELSE 'record' END AS effect
RETURN lot.key AS lot, lot.name AS lot_name, firm.key AS firm, firm.name AS firm_name,
       penalty.key AS penalty, coalesce(penalty.code, penalty.key) AS code,
       coalesce(penalty.kind, '') AS kind, day, since, penalty.valid_to AS until, bids, effect,
       CASE effect WHEN 'ban' THEN '写明限制参加投标' ELSE '未写明限制投标，仅作背景' END AS way_zh,
       CASE effect WHEN 'ban' THEN 'a ban from bidding' ELSE 'background only' END AS way
ORDER BY lot, firm, penalty
