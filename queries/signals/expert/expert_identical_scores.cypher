/*---
id: expert_identical_scores
revision: 5
title: 专家打分雷同
family: expert
strength: statistical
status: trial
summary: 两名专家对同一标段全部投标的每一项主观评分完全相同，而同组其他专家并不一致。
why_it_matters: 独立评审的主观分逐项相同的可能很小，与抄分、协商评分相符。
innocent_explanations:
  - 评分档次少，专家只能在少数分值中选择。
  - 评委会统一了评分尺度。
  - 其中一人的分数由工作人员代录。
blind_spots:
  - 偶然概率按同组其他专家逐项一致的频率估计，组员少时粗略。
  - 全组完全一致的标段不列出。
  - 排序一致而分数不同的，另见“评标委员会主观评分过于一致”。
  - 没有标明客观因素时，一致的因素自动不计。
next_steps:
  - 调阅打分的时间和终端记录。
  - 询问评委是否协商评分。
legal_basis: [M62, TL49, TL71]
references:
  - 财政部令第87号第六十二条（协商评分）
requires:
  - (:Expert)-[:SCORED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=expert_scores
subjects: [a, b]
identity: [a, b]
evidence: [a, b, lots_where, bids]
parameters:
  most_p:
    default: 0.0001
    unit: 概率
    reason: 一个标段内偶然全部相同的概率上限。
    source: 产品设定
  least_items:
    default: 5
    unit: 项
    reason: 比较的评分五项以上。
    source: 产品设定
  several:
    default: 2
    unit: 个
    reason: 两个以上标段的按满分。
    source: 产品设定
  once_grade:
    default: 0.6
    reason: 只有一个标段的按0.6。
    source: 产品设定
weight:
  bans: 0.8
  reason: 逐项相同有独立检验；专家赋值，未经本地校准。
root_fact: "alike:{a}|{b}"
sentence: 专家{a_name}与{b_name}在{lots}个标段中{items}项评分完全相同（偶然概率{p_value}）。
english:
  title: Experts score alike
  summary: Two experts gave all bids of a lot the same points on every judged item while the others of the panel differ.
  why_it_matters: Independent judgement hardly agrees throughout; it fits copied or agreed scores.
  innocent_explanations:
    - The scale has few steps.
    - The panel agreed on a common scale.
    - A clerk entered one for the other.
  blind_spots:
    - Chance is taken from the other members, roughly in small panels.
    - Panels that agree as a whole are left out.
    - Like orders with unlike points are asked by panel_agreement.
    - Items on which all agree drop out by themselves.
  next_steps:
    - Look at time and terminal of the scores.
    - Ask whether scores were agreed.
  sentence: Experts {a_name} and {b_name} gave the same {items} scores in {lots} lots (chance {p_value}).
---*/
MATCH (a:Expert)-[tie:SCORES_ALIKE]->(b:Expert)
WHERE tie.p_value <= $most_p AND tie.items >= $least_items
UNWIND tie.where AS key
OPTIONAL MATCH (a)-[:SCORED]->(bid:Bid)-[:FOR]->(lot:Lot)
WHERE lot.key = key
WITH a, b, tie, bid
ORDER BY bid.key
WITH a, b, tie, collect(DISTINCT bid.key) AS bids
RETURN a.key AS a, a.name AS a_name, b.key AS b, b.name AS b_name, tie.lots AS lots,
       tie.items AS items, tie.p_value AS p_value, tie.where AS lots_where, bids,
       CASE WHEN tie.lots >= $several THEN 1.0 ELSE $once_grade END AS grade
ORDER BY a, b
