/*---
id: boq_unit_price_match
revision: 3
title: 清单综合单价雷同
family: document
strength: presumptive
status: trial
summary: 同一标段中，不同投标人的已标价工程量清单在可自主报价的条目上，综合单价大量相同或者保持固定比例。
why_it_matters: 综合单价异常一致或者呈规律性差异，是规定中列明的情形；需要排除套用同一定额和信息价的影响。
innocent_explanations:
  - 采用同一定额、同一信息价和相同费率，未作调整的条目单价自然相同。
  - 暂列金额、不可竞争费用、甲供材料由招标人给定（比较前剔除）。
  - 条目单价只有少数几种常用取值。
blind_spots:
  - 逐条微调单价后无法发现。
  - 未装载计价文件的标段不计算。
  - 条目编码不一致的清单无法逐条对应。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 核对相同条目的工料机组成和自主调整痕迹。
  - 与本标段其他投标人的单价比较。
  - 询问计价依据、编制人和使用的计价软件锁号。
legal_basis: [TL40, M37]
references:
  - 招标投标法实施条例第四十条第四项“异常一致或者投标报价呈规律性差异”
requires:
  - (:Document)-[:BELONGS_TO]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=document_likeness
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b]
parameters:
  least_score:
    default: 0.3
    unit: 比例
    reason: 可自主报价的条目中三成以上单价相同（精确到分）或成固定比例。
    source: 产品设定
  least_count:
    default: 10
    unit: 条
    reason: 相同条目不足十条时偶然性大。
    source: 产品设定
  strong_p:
    default: 0.000001
    unit: 概率
    reason: 与同类标段的其他投标人相比，偶然一致的概率低于百万分之一时按较高权重。
    source: 产品设定
weight:
  bans: 0.8
  reason: 与其他投标人相比明显偏离的按1.5，其余按0.8；专家赋值，未经本地校准。
  when: level
  cases: {strong: 1.5, weak: 0.8}
root_fact: "boq:{bid_a}|{bid_b}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}有{count}条清单综合单价相同或者成同一比例（占可自主报价条目的{share}%），如：{first}。"
english:
  title: The same unit prices
  summary: In the priced bills of two bidders of one lot, many unit prices that bidders set freely are equal or stand in one ratio.
  why_it_matters: The rules name bids that agree unusually or differ regularly; common quotas and published prices must be ruled out.
  innocent_explanations:
    - The same quota, published prices and rates give equal prices where nothing was adjusted.
    - Sums that the buyer fixes, which are taken out before comparing.
    - Prices that take only a few customary values.
  blind_spots:
    - Prices that were changed line by line.
    - Lots whose price files are not loaded.
    - Bills whose codes do not match.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Compare labour, material and machine parts of the equal lines.
    - Compare with the other bidders of the lot.
    - Ask for the basis, the author and the lock of the pricing program.
  sentence: "In lot {lot_name}, {count} unit prices of {a_name} and {b_name} are equal or stand in one ratio ({share} % of the lines that bidders set freely), such as: {first}."
---*/
MATCH (one:Bid)-[like:RESEMBLES {kind: 'boq'}]->(two:Bid)
WHERE like.score >= $least_score AND like.count >= $least_count
MATCH (one)-[:FOR]->(lot:Lot)<-[:FOR]-(two)
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
MATCH (one)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH lot, like, one, two,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
MATCH (two)<-[made:SUBMITTED]-(firm:Company)
WITH lot, like, one, two, lead,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS other
WITH lot, like, {bid: one.key, firm: substring(lead, 1)} AS x,
     {bid: two.key, firm: substring(other, 1)} AS y
WITH lot, like, CASE WHEN x.firm < y.firm THEN x ELSE y END AS x,
     CASE WHEN x.firm < y.firm THEN y ELSE x END AS y
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, like.count AS count,
       like.score AS score, round(100 * like.score) AS share, like.p_value AS p_value,
       like.passages AS passages, coalesce(like.passages[0], '') AS first,
       CASE WHEN like.p_value <= $strong_p THEN 'strong' ELSE 'weak' END AS level
ORDER BY lot, a, b
