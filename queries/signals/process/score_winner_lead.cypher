/*---
id: score_winner_lead
revision: 4
title: 中标人得分明显偏高
family: process
strength: statistical
status: trial
summary: 中标人的总分远高于其他投标人，或者中标人报价得分最低而技术得分大幅领先。
why_it_matters: 评分办法为特定投标人量身定做时，其得分会与其他人拉开异常的差距。
innocent_explanations:
  - 中标人确实明显优秀。
  - 其他投标人为陪标而应付，或者准备不足。
  - 技术复杂项目技术权重本来就高。
blind_spots:
  - 没有分项得分的标段只看总分。
  - 两家以下不比较。
  - 评分办法是否合理没有判断。
next_steps:
  - 查阅评分办法中哪些条款只有中标人满足。
  - 复核技术评分的理由。
  - 查看其他投标人的响应质量。
legal_basis: [TL32, TL49, ZB20]
references:
  - 福建省公共资源交易监督平台公开的指标：中标人得分明显偏高（一点五倍）
requires:
  - Bid.score
  - Bid.won
subjects: [lot]
identity: [lot]
evidence: [lot, bid]
counted: [rivals]
parameters:
  least_bids:
    default: 3
    unit: 家
    reason: 三家以上才能比较。
    source: 产品设定
  least_ratio:
    default: 1.5
    unit: 倍
    reason: 中标人总分为其他平均分的一点五倍以上。
    source: 福建省公共资源交易监督平台公开的指标
  least_mean:
    default: 5.0
    unit: 分
    reason: 其他平均分太低时倍数没有意义。
    source: 福建省公共资源交易监督平台公开的指标
  technical:
    default: 1.3
    unit: 倍
    reason: 技术得分为其他平均的一点三倍以上，而报价得分最低。
    source: 产品设定
weight:
  bans: 0.3
  reason: 得分悬殊常有正常原因；专家赋值，未经本地校准。
root_fact: "winner-lead:{lot}"
sentence: 标段“{lot_name}”中标人得分{score}，其他{others}家平均{mean}；{way_zh}。
english:
  title: The winner scores far above the rest
  summary: The winner's total is far above the others, or it has the worst price points and a long technical lead.
  why_it_matters: Criteria made for one bidder put that bidder far ahead.
  innocent_explanations:
    - The winner is truly better.
    - The others cover, or were not prepared.
    - Complex work weighs technique.
  blind_spots:
    - Without parts only totals are seen.
    - Two bids are not compared.
    - Whether the criteria are fair is not judged.
  next_steps:
    - Look for criteria that only the winner meets.
    - Review the technical scores.
    - Look at what the others handed in.
  sentence: "In lot {lot_name} the winner scored {score}, the {others} others {mean} on average: {way}."
  words:
    total: totals far apart
    technical: lowest on price and far ahead on technical points
---*/
MATCH (lot:Lot)<-[:FOR]-(winner:Bid)
WHERE winner.won = true AND winner.score > 0
MATCH (lot)<-[:FOR]-(bid:Bid)
WHERE bid.key <> winner.key AND bid.score > 0 AND coalesce(bid.valid, true)
  AND coalesce(bid.won, false) = false
WITH lot, winner, bid
ORDER BY bid.key
WITH lot, winner, collect(DISTINCT bid.key) AS rivals, count(bid) AS others,
     avg(bid.score) AS mean, avg(bid.technical_points) AS technical,
     min(bid.price_points) AS worst, count(bid.price_points) AS priced
WHERE others + 1 >= $least_bids
WITH lot, winner, rivals, others, mean, technical, worst, priced,
     CASE WHEN mean > $least_mean AND winner.score >= $least_ratio * mean THEN 'total'
          WHEN priced = others AND winner.price_points < worst
           AND winner.technical_points >= $technical * technical THEN 'technical'
          ELSE null END AS way
WHERE way IS NOT NULL
RETURN lot.key AS lot, lot.name AS lot_name, winner.key AS bid, rivals, winner.score AS score,
       others, round(mean, 2) AS mean, way,
       CASE way WHEN 'total' THEN '总分差距悬殊' ELSE '报价得分最低而技术得分大幅领先' END AS way_zh
ORDER BY lot
