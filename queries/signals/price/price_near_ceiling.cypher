/*---
id: price_near_ceiling
revision: 7
title: 压线报价
family: price
strength: statistical
status: trial
summary: 中标价紧贴最高投标限价而同类标段少见；或者中标价低于限价较多，而三家以上报价挤在限价之下，或者有报价恰好等于限价减去整数。
why_it_matters: 充分竞争下很少有人贴着限价投标；多家贴线可能说明无须竞争，恰好差整数可能说明限价信息或者报价有协调。
innocent_explanations:
  - 限价定得偏低，合理成本就在限价附近。
  - 政策限定报价区间很窄。
  - 材料涨价快，限价编制在先。
blind_spots:
  - 限价编制质量没有判断。
  - 中标价贴近限价而同类标段多如此的，视为报价区间本来就窄，不列出。
  - 同类标段不足时没有百分位，不列出。
  - 评标办法不明的标段不计算。
  - 报价以费率、下浮率表示的标段不计算：限价是金额，二者不可比。
next_steps:
  - 复核最高投标限价的编制依据。
  - 比较同一时期同类工程的下浮水平。
  - 查看其余投标人是否有陪标迹象。
legal_basis: [TL39, TL41]
references:
  - 百分位按可比标段计算；界限为产品设定
requires:
  - Lot.control_price
  - Lot.winner_to_ceiling
  - Lot.winner_to_ceiling_percentile
  - Lot.spd
  - Bid.price
  - Lot.evaluation_method
subjects: [lot]
identity: [lot]
evidence: [lot, bids]
parameters:
  methods:
    default: [lowest_price, average_bid, comprehensive, price_floor]
    reason: 评标办法不明的不计算。
    source: 产品设定
  least_percentile:
    default: 0.95
    unit: 百分位
    reason: 中标价与限价之比高于95%的可比标段。
    source: 产品设定
  least_ratio:
    default: 0.99
    unit: 比例
    reason: 中标价达到限价的百分之九十九。
    source: 产品设定
  close_all:
    default: 0.01
    unit: 比例
    reason: 全部报价在限价下百分之一以内。
    source: 产品设定
  close:
    default: 0.005
    unit: 比例
    reason: 三家以上在限价下千分之五以内。
    source: 产品设定
  least_close:
    default: 3
    unit: 家
    reason: 三家以上。
    source: 产品设定
  steps:
    default: [1.0, 100.0, 1000.0]
    unit: 元
    reason: 恰好比限价少一元、一百元、一千元。
    source: 产品设定
  cent:
    default: 0.005
    unit: 元
    reason: 分以下为取整误差。
    source: 产品设定
weight:
  bans: 0.25
  reason: 全部贴线0.4，三家贴线0.3，其余0.2；价格统计证据力弱，已查实市场上标定的斜率偏高数倍，从低赋值；报价类合计另有上限。
  when: way
  cases: {all: 0.4, several: 0.3, exact: 0.3, winner: 0.2}
root_fact: "ceiling:{lot}"
sentence: 标段“{lot_name}”的中标价为最高投标限价的{ratio:.2%}{peers_zh}；{way_zh}。
english:
  title: Prices just below the ceiling
  summary: The winning price clings to the ceiling as in few comparable lots; or it lies lower, while several bids crowd below the ceiling or one is the ceiling less a round sum.
  why_it_matters: Under competition few bid at the ceiling; many there need not compete, and a round distance may mean that somebody knew.
  innocent_explanations:
    - The ceiling is low and cost lies near it.
    - Policy leaves a narrow band.
    - Prices rose after the ceiling was set.
  blind_spots:
    - How good the ceiling is.
    - Where winners of comparable lots cling to the ceiling too, the band is taken for narrow.
    - Without enough comparable lots there is no percentile.
    - Lots without a known evaluation method.
    - Lots offered in fees or discounts, with which a ceiling, being an amount, does not compare.
  next_steps:
    - Check how the ceiling was made.
    - Compare discounts of similar works.
    - Look at the other bidders.
  sentence: "In lot {lot_name} the winner is at {ratio:.2%} of the ceiling{peers}: {way}."
  words:
    all: all bids within one per cent below it
    several: three bids or more within half a per cent below it
    exact: a bid is the ceiling less a round amount
    winner: the winner alone is close
---*/
MATCH (lot:Lot)
WHERE lot.winner_to_ceiling <= 1 AND lot.evaluation_method IN $methods AND lot.control_price > 0
  AND (lot.winner_to_ceiling >= $least_ratio AND lot.winner_to_ceiling_percentile >= $least_percentile
       // Where the winner lies lower: lots whose spread lets another bid come near the ceiling.
       OR lot.winner_to_ceiling < $least_ratio
          AND (lot.winner_to_ceiling * (1 + coalesce(lot.spd, 0.0)) >= 1 - $close
               OR any(step IN $steps WHERE step + $cent >= lot.control_price
                      * (1 - lot.winner_to_ceiling * (1 + coalesce(lot.spd, 0.0))))))
MATCH (lot)<-[:FOR]-(bid:Bid)
WHERE bid.price > 0 AND coalesce(bid.valid, true)
WITH lot, bid, lot.control_price - bid.price AS below
ORDER BY bid.key
WITH lot, count(bid) AS total, collect(bid.key) AS bids,
     sum(CASE WHEN below >= 0 AND below <= $close_all * lot.control_price THEN 1 ELSE 0 END) AS near,
     sum(CASE WHEN below >= 0 AND below <= $close * lot.control_price THEN 1 ELSE 0 END) AS closest,
     sum(CASE WHEN any(step IN $steps WHERE abs(below - step) <= $cent) THEN 1 ELSE 0 END) AS exact
WITH lot, total, bids,
     CASE WHEN near = total AND total >= $least_close THEN 'all'
          WHEN closest >= $least_close THEN 'several'
          WHEN exact > 0 THEN 'exact' WHEN lot.winner_to_ceiling >= $least_ratio THEN 'winner'
          ELSE null END AS way
WHERE way IS NOT NULL
RETURN lot.key AS lot, lot.name AS lot_name, bids, total, way, lot.winner_to_ceiling AS ratio,
       lot.winner_to_ceiling_percentile AS percentile,
       CASE WHEN lot.winner_to_ceiling >= $least_ratio
            THEN '（不低于' + toString(toInteger(round(lot.winner_to_ceiling_percentile * 100)))
                 + '%的可比标段）' ELSE '，其他投标人更贴近' END AS peers_zh,
       CASE WHEN lot.winner_to_ceiling >= $least_ratio
            THEN ' (as high as or higher than '
                 + toString(toInteger(round(lot.winner_to_ceiling_percentile * 100)))
                 + '% of comparable lots)' ELSE ', others are closer' END AS peers,
       CASE way WHEN 'all' THEN '全部报价都在限价下百分之一以内' WHEN 'several' THEN '三家以上报价在限价下千分之五以内'
            WHEN 'exact' THEN '有报价恰好等于限价减去整数' ELSE '中标价贴近限价' END AS way_zh
ORDER BY lot
