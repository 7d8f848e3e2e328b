/*---
id: cv_screen
revision: 3
title: 报价离散度异常偏低
family: price
strength: statistical
status: trial
summary: 标段有效报价的变异系数在可比标段中处于最低的少数。
why_it_matters: 串通时报价往往彼此靠拢；最低价类办法可用文献界限，均价和综合评分类办法报价本就集中，只看百分位。
innocent_explanations:
  - 工程简单、造价透明，各家成本相近。
  - 评标基准价引导投标人向中间靠拢。
  - 限价和下限之间本就很窄。
blind_spots:
  - 价格下限办法中方向相反，不使用本筛查。
  - 评标办法不明或者可比标段不足时不计算。
  - 三家以下没有检验力。
  - 串通者也可能故意拉开报价。
next_steps:
  - 比较各家综合单价的构成。
  - 查看投标人之间的人员、设备、资金联系。
legal_basis: [TL39, TL40]
references:
  - Imhof（2017）；Huber 与 Imhof（2019）；最低价类评标办法的文献界限
requires:
  - Lot.cv
  - Lot.cv_percentile
  - Lot.evaluation_method
subjects: [lot]
identity: [lot]
evidence: [lot, bids]
parameters:
  least_bids:
    default: 4
    unit: 家
    reason: 三家以下没有检验力。
    source: 产品设定
  lowest_cv:
    default: 0.06
    unit: 变异系数
    reason: 最低价类办法的文献界限。
    source: Imhof、Karagök 与 Rutz（2018）
  lowest_percentile:
    default: 0.05
    unit: 百分位
    reason: 最低价类办法：可比标段最低的百分之五。
    source: 产品设定
  other_percentile:
    default: 0.02
    unit: 百分位
    reason: 均价、综合评分办法：最低的百分之二。
    source: 产品设定
weight:
  bans: 0.25
  reason: 价格统计证据力弱，已查实市场上标定的斜率偏高数倍，从低赋值；报价类合计另有上限。
root_fact: "price-screen:{lot}"
sentence: 标段“{lot_name}”{count}家报价的变异系数为{cv:.2%}，只有{percentile:.1%}的可比标段更低。
english:
  title: Prices unusually close together
  summary: The spread of the valid prices is among the lowest of comparable lots.
  why_it_matters: Colluding prices draw together. Limits from the literature hold for lowest-price awards; elsewhere bids cluster anyway and ranks alone are used.
  innocent_explanations:
    - Simple work with open prices.
    - An average draws bids to the middle.
    - Ceiling and floor leave little room.
  blind_spots:
    - "Under a price floor the sign is reversed: not used."
    - No known method or too few comparable lots.
    - Three bids have no power.
    - A ring may spread its bids on purpose.
  next_steps:
    - Compare unit prices.
    - Look for people, devices and money in common.
  sentence: The {count} prices of lot {lot_name} have a coefficient of variation of {cv:.2%}; {percentile:.1%} of comparable lots lie lower.
---*/
MATCH (lot:Lot)
WHERE lot.bids >= $least_bids AND lot.cv_percentile IS NOT NULL
  AND ((lot.evaluation_method = 'lowest_price' AND lot.cv < $lowest_cv
        AND lot.cv_percentile <= $lowest_percentile)
    OR (lot.evaluation_method IN ['average_bid', 'comprehensive']
        AND lot.cv_percentile <= $other_percentile))
MATCH (lot)<-[:FOR]-(bid:Bid)
WHERE coalesce(bid.valid, true)
WITH lot, bid
ORDER BY bid.key
// Rates (费率, 下浮率) are compared where a lot has no amounts.
WITH lot, collect(DISTINCT CASE WHEN bid.price > 0 THEN bid.key ELSE null END) AS priced,
     collect(DISTINCT CASE WHEN bid.price IS NULL AND bid.rate_kind IS NOT NULL THEN bid.key
                           ELSE null END) AS rated
WITH lot, CASE WHEN size(priced) > 0 THEN priced ELSE rated END AS bids
WHERE size(bids) > 0
RETURN lot.key AS lot, lot.name AS lot_name, bids, toInteger(lot.bids) AS count, round(lot.cv, 4) AS cv,
       lot.cv_percentile AS percentile, lot.evaluation_method AS method
ORDER BY lot
