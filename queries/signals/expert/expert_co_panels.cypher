/*---
id: expert_co_panels
revision: 4
title: 专家频繁同组
family: expert
strength: statistical
status: trial
summary: 两名专家同组评标的次数，明显多于在共同市场内随机抽取的期望。
why_it_matters: 专家应当随机抽取；反复同组说明抽取可能并不随机，或者存在固定搭配，值得核查。
innocent_explanations:
  - 同一专业的专家很少，抽中的总是这几位。
  - 远程评标中某地只有少数专家在岗。
  - 同一项目多个标段一次抽取。
blind_spots:
  - 按标段分类、地区、年份划分抽取范围，与专家库的实际分组不完全一致。
  - 同一项目多个标段一并抽取时会重复计数。
next_steps:
  - 调取抽取日志和抽取条件。
  - 查看其他组员是否也固定。
  - 核对两人打分是否一致。
legal_basis: [TL46, CGT39, N1117-14]
references:
  - 超几何检验；Benjamini 与 Hochberg（1995）
requires:
  - (:Expert)-[:EVALUATED]->(:Lot)
  - Measure.measure=expert_panels
subjects: [a, b]
identity: [a, b]
evidence: [a, b, lots_where]
parameters:
  least_lots:
    default: 4
    unit: 次
    reason: 同组四次以上。
    source: 产品设定
  most_p:
    default: 0.0001
    unit: 概率
    reason: 偶然概率上限。
    source: 产品设定
  most_q:
    default: 0.05
    reason: 校正后的错误发现率。
    source: Benjamini 与 Hochberg（1995）
weight:
  bans: 0.5
  reason: 同组本身不说明问题；专家赋值，未经本地校准。
root_fact: "co-panel:{a}|{b}"
sentence: 专家{a_name}与{b_name}同组评标{lots}次，随机抽取期望{expected}次（偶然概率{p_value}）。
english:
  title: Experts often on one panel
  summary: Two experts sat together clearly more often than a random draw in their market would give.
  why_it_matters: Experts have to be drawn at random; fixed company may mean that the draw is steered.
  innocent_explanations:
    - Few experts have that speciality.
    - Few are on duty at a remote site.
    - One draw served several lots of a project.
  blind_spots:
    - Markets stand in for the groups of the real pool.
    - Lots drawn at one go count several times.
  next_steps:
    - Read the log of the draw.
    - See whether others are fixed too.
    - Compare the scores of the two.
  sentence: "Experts {a_name} and {b_name} sat together {lots} times; a random draw: {expected} (chance {p_value})."
---*/
MATCH (a:Expert)-[tie:CO_PANELS]->(b:Expert)
WHERE tie.lots >= $least_lots AND tie.p_value <= $most_p AND tie.q_value <= $most_q
RETURN a.key AS a, a.name AS a_name, b.key AS b, b.name AS b_name, tie.lots AS lots,
       tie.where AS lots_where,
       round(tie.expected, 2) AS expected, tie.p_value AS p_value, tie.q_value AS q_value
ORDER BY a, b
