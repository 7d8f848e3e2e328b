/*---
id: rd_skew_screen
revision: 3
title: 领先差与偏度异常
family: price
strength: statistical
status: trial
summary: 最低价与次低价之间的差距明显大于其余报价之间的差距，且报价分布左偏。
why_it_matters: 陪标人往往报在中标价之上挤成一团，使领先差大、偏度为负。
innocent_explanations:
  - 一家有独特的技术、设备或者材料来源。
  - 最低价投标人算错。
  - 其余投标人来自同一地区，成本相近。
blind_spots:
  - 只用于最低价类和综合评分办法；均价、下限类办法不使用。
  - 评标办法不明、可比标段不足、四家以下不计算。
  - 已查实案例中偏度在不同市场上并不稳定。
next_steps:
  - 比较最低价投标人的成本和做法。
  - 查看其余投标人之间的联系。
legal_basis: [TL39, TL40]
references:
  - Imhof（2017）；Huber 与 Imhof（2019）；最低价类评标办法的文献界限
  - Open Contracting Partnership，公共采购红旗指标（2024）R024、R058
requires:
  - Lot.rd
  - Lot.skew
  - Lot.diffp_percentile
  - Lot.evaluation_method
subjects: [lot]
identity: [lot]
evidence: [lot, bids]
parameters:
  least_bids:
    default: 4
    unit: 家
    reason: 四家以上才有意义。
    source: 产品设定
  lowest_rd:
    default: 1.0
    unit: 倍
    reason: 最低价类办法：领先差大于失利报价的标准差。
    source: Imhof（2017）
  most_skew:
    default: 0.0
    unit: 偏度
    reason: 偏度为负。
    source: Imhof（2017）
  median:
    default: 0.5
    unit: 百分位
    reason: 领先差率高于可比标段的一半。
    source: 产品设定
  rd_percentile:
    default: 0.95
    unit: 百分位
    reason: 综合评分办法：高于95%的可比标段。
    source: 产品设定
  skew_percentile:
    default: 0.05
    unit: 百分位
    reason: 综合评分办法：偏度低于95%的可比标段。
    source: 产品设定
weight:
  bans: 0.25
  reason: 价格统计证据力弱，已查实市场上标定的斜率偏高数倍，从低赋值；报价类合计另有上限。
root_fact: "price-screen:{lot}"
sentence: 标段“{lot_name}”{count}家报价的领先差为{rd:.2f}（其余报价标准差的倍数），偏度{skew:.2f}。
english:
  title: A wide lead over clustered losers
  summary: The gap between the lowest two prices is clearly wider than the gaps among the others, and the prices are skewed to the left.
  why_it_matters: "Cover bids crowd above the winner: a wide lead, a negative skew."
  innocent_explanations:
    - One firm has a better method or source.
    - The lowest bidder miscalculated.
    - The others are neighbours with like costs.
  blind_spots:
    - Not for average-bid and price-floor awards.
    - No known method, too few comparable lots, fewer than four bids.
    - On proven cases skewness does not travel between markets.
  next_steps:
    - Compare cost and method of the lowest.
    - Look for ties among the others.
  sentence: In lot {lot_name} the lead among {count} prices is {rd:.2f} standard deviations of the losers, the skewness {skew:.2f}.
---*/
MATCH (lot:Lot)
WHERE lot.bids >= $least_bids AND lot.skew < $most_skew
  AND ((lot.evaluation_method = 'lowest_price' AND lot.rd > $lowest_rd
        AND lot.diffp_percentile >= $median)
    OR (lot.evaluation_method = 'comprehensive' AND lot.rd_percentile >= $rd_percentile
        AND lot.skew_percentile <= $skew_percentile))
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
RETURN lot.key AS lot, lot.name AS lot_name, bids, toInteger(lot.bids) AS count, round(lot.rd, 2) AS rd,
       round(lot.skew, 2) AS skew, lot.evaluation_method AS method
ORDER BY lot
