/*---
id: below_cost_bid
revision: 7
title: 报价异常低
family: price
strength: statistical
status: trial
summary: 最低的有效报价（金额、费率或者下浮后所余的比例）明显低于其余报价的平均数。
why_it_matters: 低于成本竞标是禁止的；评标委员会应当要求说明。异常低价也可能是低价中标、变更抬价的开始。
innocent_explanations:
  - 企业有现成设备、材料库存或者邻近工地。
  - 为进入新市场主动让利。
  - 其余报价因陪标而偏高。
blind_spots:
  - 企业的真实成本不在数据中。
  - 其余报价本身可能被抬高。
  - 评标办法不明的标段不计算。
  - 报价以费率表示的比较费率，以下浮率表示的比较下浮后所余的比例；未说明是哪一种的不计算，也不与金额相比。
  - 报价测度已算过、最高价与最低价相差不足的标段不再逐家比较；此后报价有更正的，须重新计算测度。
  - 同一标段既有金额又有费率的，相差多少只看金额。
next_steps:
  - 查阅评标报告，看是否要求说明、说明是否充分。
  - 关注该合同的变更、签证和结算。
legal_basis: [ZB33, TL51, M60, N1117-5]
references:
  - 招标投标法第三十三条；财政部令第87号第六十条
requires:
  - Bid.price or Bid.rate_kind
  - Lot.evaluation_method
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, firm]
identity: [lot, bid]
evidence: [bid, rivals]
parameters:
  methods:
    default: [lowest_price, average_bid, comprehensive, price_floor]
    reason: 评标办法不明的不计算。
    source: 产品设定
  least_bids:
    default: 4
    unit: 家
    reason: 其余报价三家以上才有可比的平均数。
    source: 产品设定
  low:
    default: 0.85
    unit: 比例
    reason: 低于其余报价平均数的百分之八十五。
    source: 产品设定
  deep:
    default: 0.5
    unit: 比例
    reason: 低于其余报价平均数的一半。
    source: 产品设定
  of_ceiling:
    default: 0.45
    unit: 比例
    reason: 低于最高投标限价的百分之四十五。
    source: 产品设定
weight:
  bans: 0.1
  reason: 与串通是不同的问题，只作低分；价格统计证据力弱，已查实市场上标定的斜率偏高数倍，从低赋值；报价类合计另有上限。
  when: way
  cases: {deep: 0.3, low: 0.1}
root_fact: "low-bid:{bid}"
sentence: "{firm_name}在标段“{lot_name}”的报价{offer}{unit_zh}，为其余{others}家平均数的{share:.1%}；{way_zh}。"
english:
  title: An unusually low bid
  summary: The lowest valid price (an amount, a fee or what a discount leaves) is far below the mean of the others.
  why_it_matters: Bidding below cost is forbidden and the panel has to ask; low bids may also begin a contract of changes.
  innocent_explanations:
    - Equipment at hand, stock, a site nearby.
    - A discount to enter a market.
    - The others are high because they cover.
  blind_spots:
    - Cost is not in the data.
    - The others may be inflated.
    - Lots without a known method.
    - Fees are compared with fees, and of discounts what they leave; rates of an untold kind are not compared, nor with amounts.
    - Where prices were measured and lie too close together, bids are not compared one by one; prices corrected since have to be measured again.
    - In a lot with amounts and rates, how far apart they lie is told by the amounts.
  next_steps:
    - See whether the panel asked and what was answered.
    - Watch changes and settlement.
  sentence: "{firm_name} bid {offer} {unit} in lot {lot_name}, {share:.1%} of the mean of {others} others: {way}."
  words:
    deep: an explanation should have been asked for
    low: see whether an explanation was asked for
    amount: yuan
    fee: as a fee
    discount: of the base, after its discount,
---*/
MATCH (lot:Lot)
WHERE lot.evaluation_method IN $methods
  // Below this spread, as measured, no price can be so far below the others.
  AND coalesce(lot.spd >= (1 - $low) / $low, true)
CALL (lot) {
  MATCH (lot)<-[:FOR]-(bid:Bid)
  WHERE coalesce(bid.valid, true)
  WITH CASE WHEN bid.price IS NOT NULL THEN 'amount' ELSE bid.rate_kind END AS unit,
       CASE WHEN bid.price IS NOT NULL THEN bid.price
            WHEN bid.rate_kind = 'discount' THEN 1 - bid.rate ELSE bid.rate END AS offer
  WHERE offer > 0 AND unit IS NOT NULL
  RETURN unit, min(offer) AS price, sum(offer) AS total, count(offer) AS bids
}
WITH lot, unit, price, total, bids
WHERE bids >= $least_bids
WITH lot, unit, price, bids - 1 AS others, 1.0 * (total - price) / (bids - 1) AS mean
WHERE price < $low * mean
MATCH (lot)<-[:FOR]-(bid:Bid)<-[made:SUBMITTED]-(firm:Company)
WHERE coalesce(bid.valid, true) AND coalesce(made.role, 'sole') <> 'member'
  AND (bid.price = price AND unit = 'amount'
       OR bid.price IS NULL AND bid.rate_kind = unit
          AND CASE WHEN unit = 'discount' THEN 1 - bid.rate ELSE bid.rate END = price)
WITH lot, bid, firm, unit, price, others, mean,
     round(100 * price, 4) AS percent,
     CASE WHEN price < $deep * mean OR unit = 'amount' AND price < $of_ceiling * lot.control_price
          THEN 'deep'
          ELSE 'low' END AS way
MATCH (lot)<-[:FOR]-(rival:Bid)
WHERE rival.key <> bid.key AND coalesce(rival.valid, true)
  AND (rival.price > 0 AND unit = 'amount'
       OR rival.price IS NULL AND rival.rate_kind = unit
          AND CASE WHEN unit = 'discount' THEN 1 - rival.rate ELSE rival.rate END > 0)
WITH lot, bid, firm, unit, price, others, mean, percent, way, rival
ORDER BY rival.key
WITH lot, bid, firm, unit, price, others, mean, percent, way, collect(rival.key) AS rivals
RETURN lot.key AS lot, lot.name AS lot_name, bid.key AS bid, firm.key AS firm,
       firm.name AS firm_name, unit,
       CASE unit WHEN 'amount' THEN price ELSE toString(percent) + '%' END AS offer,
       CASE unit WHEN 'amount' THEN '元' WHEN 'fee' THEN '（费率）'
            ELSE '（下浮' + toString(round(100 - percent, 4)) + '%后的计价比例）' END AS unit_zh,
       others, rivals, round(price / mean, 3) AS share, way,
       CASE way WHEN 'deep' THEN '应当启动澄清说明程序' ELSE '建议核对是否要求说明' END AS way_zh
ORDER BY lot, firm
