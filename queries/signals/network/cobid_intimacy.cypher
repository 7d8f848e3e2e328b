/*---
id: cobid_intimacy
revision: 7
title: 抱团亲密度
family: network
strength: statistical
status: trial
summary: 两家企业在共同市场内同场投标的次数，明显多于各自独立投标时的期望。
why_it_matters: 经常性“抱团”投标是需要重点关注的风险迹象；统计结果只用于排序，不能单独说明问题。
innocent_explanations:
  - 专业细分市场本来就只有少数几家企业，同场是必然的。
  - 两家地域、资质、业务范围相同，自然追逐同样的项目。
  - 同一招标人长期、密集发包，老供应商常常相遇。
blind_spots:
  - 市场按标段分类、地区和时间划分，划分过粗会把专业化误作亲密，过细则样本不足。
  - 只看同场次数，不看输赢和报价；轮流中标、固定陪衬另有分析。
  - 偶尔合作一两次的串通无法发现。
  - 这样的投标超过2000份的，只列出最近开标的2000份；把most_q放宽到0.05以上时，超出0.05的不列出投标。
next_steps:
  - 查看两家同场标段的中标人和报价差距。
  - 核对两家的人员、设备、股权和资金联系。
  - 与同一市场的其他企业比较。
legal_basis: [N1117-11, TL39]
references:
  - 发改法规规〔2022〕1117号第（十一）条
  - Wachs 与 Kertész，Scientific Reports 9:10818（2019），共同投标网络
requires:
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=co_bidding
subjects: [a, b]
identity: [a, b]
evidence: [a, b, bids]
parameters:
  least_lots:
    default: 5
    unit: 个标段
    reason: 同场五次以下偶然性大。
    source: 产品设定
  least_confidence:
    default: 0.5
    unit: 比例
    reason: 至少一方有一半以上的投标与另一方同场。
    source: 产品设定
  least_lift:
    default: 3.0
    unit: 倍
    reason: 同场次数是独立投标期望的三倍以上。
    source: 产品设定
  most_p:
    default: 0.001
    reason: 超几何检验的概率上限。
    source: 产品设定
  strong_p:
    default: 0.0001
    reason: 低于万分之一按满分，其余按0.6。
    source: 产品设定
  most_q:
    default: 0.05
    reason: 对全部同场企业对做多重检验校正后的错误发现率。
    source: Benjamini 与 Hochberg（1995），错误发现率
  weak_grade:
    default: 0.6
    reason: 概率在千分之一与万分之一之间时的程度。
    source: 产品设定
weight:
  bans: 0.5
  reason: 已查实市场上同场关系主要反映专业化，最多按0.5；专家赋值，未经本地校准。
root_fact: "pair-cobid:{a}|{b}"
sentence: "{a_name}与{b_name}同场投标{lots}次（列出投标{cited}份），为独立投标期望的{lift:.1f}倍（共同市场内偶然概率{p_value}）。"
english:
  title: Bids together more than chance explains
  summary: Two firms meet in lots of their common market clearly more often than independent bidding would explain.
  why_it_matters: Firms that keep bidding together deserve a look; statistics order lists and show nothing by themselves.
  innocent_explanations:
    - A niche market has only a few firms, so they must meet.
    - Same region, licence and trade lead to the same tenders.
    - One buyer awards many lots to the same circle.
  blind_spots:
    - Markets drawn too wide make specialisation look like intimacy, too narrow leave no data.
    - Only meetings count, not prices and wins.
    - Collusion in one or two lots is not seen.
    - Of more than 2,000 such bids those opened last are listed; with most_q above 0.05, none of what lies above 0.05.
  next_steps:
    - Look at winners and price gaps where the two met.
    - Check persons, devices, shares and money of both.
    - Compare with other firms of the market.
  sentence: "{a_name} and {b_name} met in {lots} lots ({cited} bids listed), {lift:.1f} times what independent bidding would give (chance {p_value})."
---*/
MATCH (a:Company)-[tie:CO_BIDS]->(b:Company)
WHERE tie.lots >= $least_lots AND tie.confidence >= $least_confidence
  AND tie.lift >= $least_lift AND tie.p_value <= $most_p AND tie.q_value <= $most_q
RETURN a.key AS a, a.name AS a_name, b.key AS b, b.name AS b_name, tie.lots AS lots,
       tie.lots_cited AS bids, coalesce(size(tie.lots_cited), 0) AS cited,
       tie.confidence AS confidence, tie.lift AS lift, tie.p_value AS p_value,
       tie.q_value AS q_value, tie.intimacy AS intimacy,
       CASE WHEN tie.p_value <= $strong_p THEN 1.0 ELSE $weak_grade END AS grade
ORDER BY a, b
