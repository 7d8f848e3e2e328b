/*---
id: fixed_loser_winner_pair
revision: 3
title: 固定陪衬关系
family: network
strength: statistical
status: trial
summary: 两家企业同场时，总是同一家中标、另一家从不中标，后者又很少单独投标。
why_it_matters: 一方只在另一方投标时出现且从不中标，与专门陪标相符。
innocent_explanations:
  - 强弱悬殊，弱者自然总输给强者。
  - 两家专做同一招标人的项目。
  - 分公司或者关联企业依惯例同时参加。
blind_spots:
  - 同场次数少时没有检验力。
  - 中标信息缺失时会误判。
  - 多家轮流陪衬的关系较弱。
  - 这样的投标超过2000份的，只列出最近开标的2000份。
next_steps:
  - 查看弱方在同场标段的报价和废标原因。
  - 核对两家的人员、设备、资金联系。
legal_basis: [TL39, N1117-11]
references:
  - Fisher 精确检验；Benjamini 与 Hochberg（1995）
requires:
  - Bid.won
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=win_patterns
subjects: [loser, winner]
identity: [loser, winner]
evidence: [loser, winner, bids]
parameters:
  least_lots:
    default: 5
    unit: 次
    reason: 同场五次以上。
    source: 产品设定
  least_share:
    default: 0.8
    unit: 比例
    reason: 对方在同场标段中八成以上中标。
    source: 产品设定
  most_p:
    default: 0.001
    unit: 概率
    reason: 偶然出现的概率上限。
    source: 产品设定
  most_q:
    default: 0.05
    reason: 校正后的错误发现率。
    source: Benjamini 与 Hochberg（1995）
  least_confidence:
    default: 0.7
    unit: 比例
    reason: 弱方七成以上的投标有对方在场按满分。
    source: 产品设定
  weak_grade:
    default: 0.6
    reason: 其余按0.6。
    source: 产品设定
weight:
  bans: 1.0
  reason: 反复出现的行为且有独立检验；专家赋值，未经本地校准。
root_fact: "props:{loser}|{winner}"
sentence: "{loser_name}与{winner_name}同场{lots}次（列出投标{cited}份），{winner_name}中标{wins}次，{loser_name}从未中标（偶然概率{p_value}）。"
english:
  title: One always loses to the other
  summary: Where the two meet the same one wins and the other never does, and the loser seldom bids without it.
  why_it_matters: To appear only beside another and never win fits cover bidding.
  innocent_explanations:
    - A weak firm loses to a strong one.
    - Both serve one buyer.
    - Affiliates bid together by habit.
  blind_spots:
    - Few meetings have no power.
    - Missing awards mislead.
    - Several firms that take turns to cover.
    - Of more than 2,000 such bids those opened last are listed.
  next_steps:
    - Look at prices and rejections of the loser.
    - Check people, devices and money of both.
  sentence: "{loser_name} and {winner_name} met in {lots} lots ({cited} bids listed); {winner_name} won {wins}, {loser_name} none (chance {p_value})."
---*/
MATCH (loser:Company)-[tie:PROPS_UP]->(winner:Company)
WHERE tie.lots >= $least_lots AND tie.wins >= $least_share * tie.lots
  AND tie.p_value <= $most_p AND tie.q_value <= $most_q
RETURN loser.key AS loser, loser.name AS loser_name, winner.key AS winner,
       winner.name AS winner_name, tie.lots AS lots, tie.wins AS wins,
       tie.lots_cited AS bids, coalesce(size(tie.lots_cited), 0) AS cited,
       tie.confidence AS confidence, tie.p_value AS p_value, tie.q_value AS q_value,
       CASE WHEN tie.confidence >= $least_confidence THEN 1.0 ELSE $weak_grade END AS grade
ORDER BY loser, winner
