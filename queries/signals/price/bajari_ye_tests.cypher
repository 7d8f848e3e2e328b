/*---
id: bajari_ye_tests
revision: 5
title: 报价同步变动
family: price
strength: statistical
status: trial
summary: 两家企业的报价在扣除标段、时间和自身水平之后，仍然一起高一起低。
why_it_matters: 独立报价在扣除共同因素后应当互不相关；显著的正相关可能来自协商，也可能来自未观察到的共同成本。
innocent_explanations:
  - 两家使用同样的材料来源或者同样的分包商。
  - 同一造价咨询单位编制报价。
  - 未记录的工程难度影响了双方。
blind_spots:
  - 没有成本数据，遗漏的共同成本会造成相关。
  - 共同投标不足时不计算。
  - 均价类办法下双方都追随基准价。
  - 这样的投标超过2000份的，只列出最近开标的2000份。
next_steps:
  - 比较两家在同一标段的综合单价。
  - 核对人员、设备、资金联系。
legal_basis: [TL39, TL40]
references:
  - Bajari 与 Ye（2003），条件独立性检验
requires:
  - Bid.price or Bid.rate_kind
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=moving_together
subjects: [a, b]
identity: [a, b]
evidence: [a, b, bids]
parameters:
  least_lots:
    default: 20
    unit: 个
    reason: 共同投标二十次以上。
    source: 产品设定
  most_q:
    default: 0.05
    reason: 全部企业对校正后的错误发现率。
    source: Benjamini 与 Hochberg（1995）
  least_correlation:
    default: 0.3
    unit: 相关系数
    reason: 较弱的相关没有实际意义。
    source: 产品设定
weight:
  bans: 0.3
  reason: 价格统计证据力弱，已查实市场上标定的斜率偏高数倍，从低赋值；报价类合计另有上限。
root_fact: "moves:{a}|{b}"
sentence: "{a_name}与{b_name}在{lots}个共同标段（列出投标{cited}份）中的报价残差相关系数为{correlation:.2f}（校正后概率{q_value}）。"
english:
  title: Prices that move together
  summary: The prices of two firms rise and fall together beyond what lot, time and their own level explain.
  why_it_matters: Independent prices are uncorrelated once common factors are removed; a correlation may be talk or an unseen common cost.
  innocent_explanations:
    - The same suppliers or subcontractors.
    - One consultant prices both.
    - Difficulty of the work that nobody recorded.
  blind_spots:
    - Without cost data an omitted common cost looks the same.
    - Too few joint bids.
    - Under an average both follow the benchmark.
    - Of more than 2,000 such bids those opened last are listed.
  next_steps:
    - Compare unit prices in joint lots.
    - Check people, devices and money.
  sentence: "In {lots} joint lots ({cited} bids listed) the unexplained prices of {a_name} and {b_name} correlate by {correlation:.2f} (adjusted chance {q_value})."
---*/
MATCH (a:Company)-[tie:MOVES_WITH]->(b:Company)
WHERE tie.lots >= $least_lots AND tie.q_value <= $most_q AND tie.correlation >= $least_correlation
RETURN a.key AS a, a.name AS a_name, b.key AS b, b.name AS b_name, tie.lots AS lots,
       tie.lots_cited AS bids, coalesce(size(tie.lots_cited), 0) AS cited,
       round(tie.correlation, 3) AS correlation, tie.p_value AS p_value, tie.q_value AS q_value
ORDER BY a, b
