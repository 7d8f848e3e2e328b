/*---
id: bid_exchangeability
revision: 4
title: 报价规律与竞争者不可互换
family: price
strength: statistical
status: trial
summary: 抱团群体成员的报价随距离远近、在手项目多少的变化，与同场其他投标人的规律不同。
why_it_matters: 独立竞争的企业面对同样的成本，报价规律应当可以互换；一个群体自成规律，可能是报价由商定而不是由成本决定，也可能是成本结构本来不同。
innocent_explanations:
  - 成员采用不同的工艺、自有料源，成本对距离不敏感。
  - 成员多为大型或者国有企业，管理费用和利润要求不同。
  - 登记地不是实际施工力量所在地。
blind_spots:
  - 没有成本数据，只用行政区划远近和一年内中标数代替。
  - 成员与其他投标人各不足三十个有效报价的不计算。
  - 成员和其他投标人全部串通时没有可比的对照。
  - 这样的投标超过2000份的，只列出最近开标的2000份。
next_steps:
  - 比较成员在近处与远处标段的综合单价。
  - 核对成员之间的人员、设备、资金联系。
legal_basis: [TL39]
references:
  - Bajari 与 Ye（2003），可交换性检验；按标段聚类的沃尔德检验
requires:
  - Bid.price or Bid.rate_kind
  - Company.region
  - Lot.region
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=rings
  - Measure.measure=exchangeability
subjects: [ring]
identity: [ring]
evidence: [ring, members, bids]
parameters:
  most_q:
    default: 0.05
    reason: 全部抱团群体校正后的错误发现率。
    source: Benjamini 与 Hochberg（1995）
  least_bids:
    default: 30
    unit: 个
    reason: 成员的有效报价三十个以上。
    source: 产品设定
weight:
  bans: 0.2
  reason: 遗漏的成本差异同样会使检验不通过，只作提示；报价类合计另有上限。
root_fact: "exchange:{ring}"
sentence: "{ring_name}的{tested}个报价对成本的反应与同场其他投标人不同（校正后概率{q_value}）：{slopes}。"
english:
  title: Prices that follow another rule
  summary: The prices of a ring's members answer to distance and work on hand otherwise than those of the other bidders of the same lots.
  why_it_matters: Independent firms that face the same costs bid by exchangeable rules; a group with a rule of its own may price by agreement, or may have other costs.
  innocent_explanations:
    - Other technology or own materials make distance matter less.
    - Large or state-owned firms with other overheads.
    - The registered seat is not where the crews are.
  blind_spots:
    - No cost is in the data; regions and lots won within a year stand for it.
    - Fewer than thirty bids of members or of others.
    - Where all bidders collude there is nobody to compare with.
    - Of more than 2,000 such bids those opened last are listed.
  next_steps:
    - Compare unit prices of near and distant lots.
    - Check people, devices and money of the members.
  sentence: "{tested} prices of {ring_name} answer to cost otherwise than those of the other bidders (adjusted chance {q_value}): {slopes}."
---*/
MATCH (ring:Ring)-[:HAS_MEMBER]->(firm:Company)
WHERE ring.exchange_q <= $most_q AND ring.exchange_bids >= $least_bids
WITH ring, firm
ORDER BY firm.key
WITH ring, collect(firm.key) AS members, collect(firm.name) AS names
RETURN ring.key AS ring, ring.name AS ring_name, members, names, ring.exchange_bids AS tested,
       ring.exchange_cited AS bids, ring.exchange_p AS p_value, ring.exchange_q AS q_value,
       ring.exchange_slopes AS slopes
ORDER BY ring
