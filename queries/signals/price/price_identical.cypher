/*---
id: price_identical
revision: 3
title: 报价完全相同
family: price
strength: presumptive
status: trial
summary: 同一标段中，少数投标人的有效报价（金额、费率或者下浮率）分毫不差。
why_it_matters: 独立报价精确到分而相同的可能极小；取整报价、限价报价和固定价格除外。
innocent_explanations:
  - 报价取整到万元，容易巧合。
  - 采购文件规定固定单价、定额或者费率。
  - 两家套用同一信息价和同一费率，且工程量很少。
blind_spots:
  - 费率、下浮率为整数、半数的容易巧合，不列出；未说明是费率还是下浮率的不比较。
  - 全部投标人报价相同的视为固定价格，不列出。
  - 分项报价不同而总价相同的没有区分。
next_steps:
  - 调取两家已标价工程量清单，比较综合单价。
  - 询问报价的编制人和依据。
legal_basis: [TL40, TL39, M37]
references:
  - Open Contracting Partnership，公共采购红旗指标（2024）R028：不同投标人报价相同
requires:
  - Bid.price or Bid.rate_kind
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b]
parameters:
  most_same:
    default: 5
    unit: 家
    reason: 更多家相同多为固定价格或者模板。
    source: 产品设定
  least_others:
    default: 1
    unit: 家
    reason: 至少另有一家报价不同。
    source: 产品设定
  round_to:
    default: 10000
    unit: 元
    reason: 整万元的报价容易巧合。
    source: 产品设定
  round_rate:
    default: 0.005
    unit: 比例
    reason: 百分之零点五的整倍数容易巧合。
    source: 产品设定
  rate_error:
    default: 0.0000001
    unit: 比例
    reason: 小于此数为计算误差。
    source: 产品设定
weight:
  bans: 0.8
  reason: 精确到分的相同按0.8，整万元的、费率和下浮率的按0.2；价格统计证据力弱，已查实市场上标定的斜率偏高数倍，从低赋值；报价类合计另有上限。
  when: exactness
  cases: {exact: 0.8, round: 0.2, rate: 0.2}
root_fact: "price-same:{lot}|{price}"
sentence: 在标段“{lot_name}”中，{a_name}与{b_name}的报价完全相同（{price}{unit_zh}）。
english:
  title: Identical prices
  summary: A few bidders of one lot offer exactly the same price.
  why_it_matters: Independent prices hardly agree to the fen; round prices, the ceiling and fixed prices aside.
  innocent_explanations:
    - Round prices agree by chance.
    - The tender fixes unit prices or rates.
    - Both used the same published prices for little work.
  blind_spots:
    - Rates that are a multiple of half a per cent agree by chance; those of an untold kind are not compared.
    - Where all agree the price is taken as fixed.
    - Equal totals of different items are not told apart.
  next_steps:
    - Compare the priced bills.
    - Ask who made the prices and how.
  sentence: In lot {lot_name}, {a_name} and {b_name} offer exactly the same price ({price} {unit}).
  words:
    amount: yuan
    fee: "% as a fee"
    discount: "% off"
---*/
// Lot by lot: the prices of all lots at once would fill an engine's memory.
MATCH (lot:Lot)
CALL (lot) {
  MATCH (lot)<-[:FOR]-(bid:Bid)
  WHERE coalesce(bid.valid, true) AND (bid.price > 0 OR bid.price IS NULL AND bid.rate_kind IS NOT NULL)
  RETURN count(DISTINCT coalesce(bid.price, bid.rate)) AS different, count(DISTINCT bid.key) AS total
}
WITH lot, different, total
WHERE different < total
MATCH (lot)<-[:FOR]-(bid:Bid)
WHERE coalesce(bid.valid, true)
  AND (bid.price > 0
       OR bid.price IS NULL AND bid.rate_kind IS NOT NULL
          AND abs(bid.rate - $round_rate * round(bid.rate / $round_rate)) > $rate_error)
WITH lot, total, CASE WHEN bid.price IS NULL THEN bid.rate_kind ELSE 'amount' END AS unit,
     coalesce(bid.price, bid.rate) AS price, collect(DISTINCT bid) AS bids
WITH lot, total, unit, price, bids, size(bids) AS same
WHERE same > 1 AND same <= $most_same AND total - same >= $least_others
  AND (lot.control_price IS NULL OR price <> lot.control_price)
UNWIND bids AS bid
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH lot, unit, price, bid, min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS first
WITH lot, unit, price, collect({bid: bid.key, firm: substring(first, 1)}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH lot, unit, price, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, unit,
       CASE unit WHEN 'amount' THEN '元' WHEN 'fee' THEN '%的费率' ELSE '%的下浮率' END AS unit_zh,
       CASE unit WHEN 'amount' THEN price ELSE round(100 * price, 6) END AS price,
       CASE WHEN unit <> 'amount' THEN 'rate'
            WHEN price = $round_to * toInteger(price / $round_to) THEN 'round' ELSE 'exact' END
         AS exactness
ORDER BY lot, a, b
