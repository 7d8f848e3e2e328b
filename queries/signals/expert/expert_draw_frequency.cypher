/*---
id: expert_draw_frequency
revision: 3
title: 专家抽中次数异常
family: expert
strength: statistical
status: trial
summary: 同一年度、同一地区、同一专业的抽取中，一名专家被抽中的次数，或者由同一操作人抽中的次数，达到随机抽取期望的数倍。
why_it_matters: 随机抽取时各专家的机会相等；明显多于期望可能说明抽取条件、名单或者操作被人为控制。
innocent_explanations:
  - 该专家长期在岗、接受率高，其他专家多次请假或者拒绝。
  - 部分专家年内才入库，或者中途退出。
  - 操作人固定经办该专家可参加的一类项目。
  - 依规设置了回避、常驻地等抽取条件，候选人本来就少。
blind_spots:
  - 专家库的人数以该年该地该专业至少被抽中一次的专家计，没有抽中过的专家看不到。
  - 没有抽取时间、专业的记录合并计算或者不计算。
  - 抽中过的专家超过两千人的，只列出其中两千人。
  - 操作人只按姓名区分，同名的不能分开；账号借用看不到。
next_steps:
  - 调取抽取系统日志、抽取条件和候选名单。
  - 查看未参加专家的通知记录和请假原因。
  - 核对操作人与该专家、有关投标人的关系。
  - 查看该专家参加评标的标段由谁中标、如何打分。
legal_basis: [TL46, CGT39, N1117-14]
references:
  - 招标投标法实施条例第四十六条（随机抽取）
requires:
  - (:Expert)-[:DRAWN_FOR]->(:Lot)
  - DRAWN_FOR.at
subjects: [expert]
identity: [expert, kind, year, region, specialty, operator]
evidence: [expert, lots]
counted: [pool_experts]
parameters:
  least_draws:
    default: 12
    unit: 次
    reason: 期望为其三分之一（四次）时，随机抽中十二次以上的概率低于千分之一。
    source: 泊松分布
  times:
    default: 3
    unit: 倍
    reason: 次数达到随机抽取期望的三倍。
    source: 产品设定
  least_pool:
    default: 10
    unit: 人
    reason: 专家很少的专业，反复抽中同几位是必然的。
    source: 产品设定
  most_listed:
    default: 2000
    unit: 人
    reason: 列出的专家人数上限，与其他信号列出的投标份数一致。
    source: 产品设定
weight:
  bans: 0.5
  reason: 抽中次数多本身不说明问题；专家赋值，未经本地校准。
root_fact: "draws:{expert}|{kind}|{year}"
sentence: 专家{expert_name}在{year}年{where_zh}的抽取中{kind_zh}{draws}次，随机抽取期望{expected}次（抽中过的专家共{pool}人，列出{listed}人）。
english:
  title: An expert drawn too often
  summary: Among the draws of one year, region and speciality an expert was drawn, or was drawn by one operator, several times as often as a random draw gives.
  why_it_matters: In a random draw all have the same chance; far more may mean that conditions, lists or the handling were steered.
  innocent_explanations:
    - The expert is always there and accepts, while others refuse or are away.
    - Others joined the pool in the course of the year, or left it.
    - The operator always handles the kind of project that this expert may judge.
    - Conditions set by rule left few to draw from.
  blind_spots:
    - The pool is taken to be those drawn at least once that year; others are not seen.
    - Records without a speciality are counted together, those without a time not at all.
    - Of a pool of more than two thousand, two thousand are listed.
    - Operators are known by name alone; namesakes and borrowed accounts are not told apart.
  next_steps:
    - Ask for log, conditions and list of the draws.
    - Read how those who did not come were notified, and why they did not.
    - Check how the operator is tied to the expert and to bidders.
    - See who won before this expert, and with what scores.
  sentence: "In {year} expert {expert_name} {kind} {draws} times; a random draw among {pool} experts ({listed} listed) gives {expected}."
  words:
    often: was drawn
    operator: was drawn by one and the same operator
---*/
CALL () {
  MATCH (expert:Expert)-[draw:DRAWN_FOR]->(lot:Lot)
  WHERE draw.at IS NOT NULL
  // One draw may serve several lots.
  WITH DISTINCT expert.key AS expert, draw.draw_no AS draw_no, draw.at AS at,
       coalesce(draw.specialty, '') AS specialty, coalesce(lot.region, '') AS region
  WITH specialty, region, substring(at, 0, 4) AS year, expert, count(*) AS draws
  ORDER BY expert
  WITH specialty, region, year, count(expert) AS pool, sum(draws) AS total,
       collect(expert) AS pool_experts, collect({expert: expert, draws: draws}) AS members
  WHERE pool >= $least_pool
  UNWIND members AS member
  WITH specialty, region, year, pool, pool_experts, member.expert AS expert, member.draws AS draws,
       1.0 * total / pool AS expected
  WHERE draws >= $least_draws AND draws >= $times * expected
  RETURN expert, specialty, region, year, pool, pool_experts, '' AS operator, draws, expected, 'often' AS kind
  UNION ALL
  MATCH (expert:Expert)-[draw:DRAWN_FOR]->(lot:Lot)
  WHERE draw.at IS NOT NULL AND draw.by IS NOT NULL
  WITH DISTINCT expert.key AS expert, draw.draw_no AS draw_no, draw.at AS at, draw.by AS operator,
       coalesce(draw.specialty, '') AS specialty, coalesce(lot.region, '') AS region
  WITH specialty, region, substring(at, 0, 4) AS year, expert, operator, count(*) AS draws
  WITH specialty, region, year, expert, sum(draws) AS drawn,
       collect({operator: operator, draws: draws}) AS hands
  ORDER BY expert
  WITH specialty, region, year, count(expert) AS pool, sum(drawn) AS total,
       collect(expert) AS pool_experts,
       collect({expert: expert, drawn: drawn, hands: hands}) AS members
  WHERE pool >= $least_pool
  UNWIND members AS member
  UNWIND member.hands AS hand
  WITH specialty, region, year, pool, pool_experts, total, hand.operator AS operator, sum(hand.draws) AS handled,
       collect({expert: member.expert, drawn: member.drawn, draws: hand.draws}) AS members
  UNWIND members AS member
  WITH specialty, region, year, pool, pool_experts, operator, member.expert AS expert, member.draws AS draws,
       1.0 * member.drawn * handled / total AS expected
  WHERE draws >= $least_draws AND draws >= $times * expected
  RETURN expert, specialty, region, year, pool, pool_experts, operator, draws, expected, 'operator' AS kind
}
MATCH (x:Expert {key: expert})-[draw:DRAWN_FOR]->(lot:Lot)
WHERE coalesce(draw.specialty, '') = specialty AND coalesce(lot.region, '') = region
  AND substring(draw.at, 0, 4) = year AND operator IN ['', draw.by]
WITH x, specialty, region, year, pool, pool_experts[0..$most_listed] AS pool_experts, operator, draws,
     expected, kind, lot
ORDER BY lot.key
WITH x, specialty, region, year, pool, pool_experts, operator, draws, expected, kind,
     collect(DISTINCT lot.key) AS lots
RETURN x.key AS expert, x.name AS expert_name, specialty, region, year, pool,
       pool_experts, size(pool_experts) AS listed, operator, draws,
       round(expected, 2) AS expected, kind, lots,
       CASE specialty WHEN '' THEN '未写明专业' ELSE specialty + '专业' END AS where_zh,
       CASE kind WHEN 'often' THEN '被抽中' ELSE '由操作人' + operator + '抽中' END AS kind_zh
ORDER BY expert, kind, year, region, specialty, operator
