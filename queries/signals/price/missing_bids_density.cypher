/*---
id: missing_bids_density
revision: 2
title: 中标边缘缺少接近的报价
family: price
strength: statistical
status: trial
summary: 企业的报价很少以微弱差距落败或者胜出，中标边缘两侧出现空缺。
why_it_matters: 充分竞争下以微弱差距输赢都会发生；边缘空缺可能说明报价事先排开。
innocent_explanations:
  - 报价取整到固定档位，小差距本来就少。
  - 企业只在有把握时投标。
  - 市场价差普遍很大。
blind_spots:
  - 只适用于最低价中标的标段。
  - 投标次数不足时不计算。
  - 列出的是这些报价和各自相比的对手报价，超过2000份的只列最近开标的2000份。
  - 不指明与谁协调。
next_steps:
  - 列出该企业输赢差距的分布。
  - 查看差距空缺处的对手是否固定。
legal_basis: [TL39]
references:
  - Chassang、Kawai、Nakabayashi 与 Ortner（2022），非竞争投标的稳健筛查
requires:
  - Company.missing_bids_p
subjects: [firm]
identity: [firm]
evidence: [firm, bids]
parameters:
  most_p:
    default: 0.01
    unit: 概率
    reason: 偶然出现空缺的概率上限。
    source: 产品设定
  strong_p:
    default: 0.001
    unit: 概率
    reason: 低于千分之一按满分。
    source: 产品设定
  weak_grade:
    default: 0.6
    reason: 其余按0.6。
    source: 产品设定
weight:
  bans: 0.3
  reason: 价格统计证据力弱，已查实市场上标定的斜率偏高数倍，从低赋值；报价类合计另有上限。
root_fact: "missing-bids:{firm}"
sentence: "{firm_name}在最低价中标的标段中的报价，与胜负边缘相差不到限价0.25%的{near}个，相差0.25%至0.5%的{beside}个：紧贴边缘的异常稀少（偶然概率{p_value}）。"
english:
  title: No bids close to winning
  summary: "A firm hardly ever loses or wins by a little: there is a gap just around the winning margin."
  why_it_matters: Under competition narrow wins and losses both occur; a gap may mean that prices were spaced beforehand.
  innocent_explanations:
    - Prices in fixed steps.
    - The firm bids only when sure.
    - Price gaps are wide in this market.
  blind_spots:
    - Only lots that the lowest price wins.
    - Too few bids.
    - Listed are these bids and the rival each was held against; of more than 2,000 those opened last.
    - It does not say with whom.
  next_steps:
    - Plot the firm's margins.
    - See whether the rivals there are always the same.
  sentence: "Of {firm_name}'s bids in lots of the lowest price, {near} lie within 0.25 % of the ceiling from winning or losing and {beside} within 0.25 to 0.5 %: unusually few just around winning (chance {p_value})."
---*/
MATCH (firm:Company)
WHERE firm.missing_bids_p <= $most_p
RETURN firm.key AS firm, firm.name AS firm_name, firm.missing_bids_near AS near,
       firm.missing_bids_beside AS beside, firm.missing_bids_cited AS bids,
       firm.missing_bids_p AS p_value,
       CASE WHEN firm.missing_bids_p <= $strong_p THEN 1.0 ELSE $weak_grade END AS grade
ORDER BY firm
