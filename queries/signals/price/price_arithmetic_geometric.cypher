/*---
id: price_arithmetic_geometric
revision: 6
title: 报价呈等差或等比规律
family: price
strength: presumptive
status: trial
summary: 同一标段中，半数以上（且不少于四家）投标人的报价依次相差相同的金额（等差）或相同的比例（等比）。
why_it_matters: 投标报价呈规律性差异是规定中列明的情形；独立报价恰好成等差、等比的概率很低，但需要排除取整和政策定价。
innocent_explanations:
  - 报价按下浮率申报，而下浮率习惯取整（如5%、6%、7%）。
  - 采购文件限定了报价档位或固定价格。
  - 各家采用同一份信息价、定额和费率，只在利润上取整。
blind_spots:
  - 只找从某一报价起逐级递增、中间不缺项的数列；缺项或多组数列交错时可能漏报。
  - 少于四家的等差不报告：三家成等差的偶然概率高。
  - 近似规律未用本地报价分布做蒙特卡洛检验，因此要求五家以上并按较低权重。
  - 与评标办法无关地查找；均价类办法下报价本就集中，需结合清单单价核查。
  - 报价测度已算过的标段，只复查其中四家以上、占三分之一以上的数列；此后报价有更正的，须重新计算测度。
next_steps:
  - 调取各家已标价工程量清单，比较综合单价是否同样呈固定比例。
  - 询问各家报价的编制依据和编制人。
  - 核对采购文件是否规定报价档位。
legal_basis: [TL40, M37]
references:
  - 招标投标法实施条例第四十条第四项“投标报价呈规律性差异”
requires:
  - Bid.price
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot]
identity: [lot]
evidence: [lot, bids]
counted: [all_bids]
parameters:
  least_bids:
    default: 4
    unit: 家
    reason: 三家成等差的偶然概率高，四家以上才有意义。
    source: 产品设定
  least_share:
    default: 0.5
    unit: 比例
    reason: 投标人越多，偶然凑出四家等差的可能越大，要求成规律者占一半以上。
    source: 产品设定
  most_bids:
    default: 60
    unit: 家
    reason: 投标人过多的标段组合数太大，另行分析。
    source: 产品设定
  exact:
    default: 0.001
    unit: 相对偏差
    reason: 各级差距与平均差距的最大相对偏差不超过千分之一视为精确。
    source: 产品设定
  near:
    default: 0.02
    unit: 相对偏差
    reason: 不超过百分之二视为近似。
    source: 产品设定
  near_least_bids:
    default: 5
    unit: 家
    reason: 随机报价中四家在2%内近似等差的概率约万分之三，十万个标段会有数十个，故要求五家。
    source: 产品设定
  round_to:
    default: 10000
    unit: 元
    reason: 全部为整万元的报价容易巧合，不作为精确规律。
    source: 产品设定
weight:
  bans: 1.5
  reason: 精确到千分之一的等差、等比；近似的按0.6。专家赋值，未经本地校准；报价类合计另有上限。
  when: exactness
  cases: {exact: 1.5, near: 0.6}
root_fact: "price-series:{lot}"
sentence: "标段“{lot_name}”的{total}份报价中，有{count}份依次{pattern_zh}，最大相对偏差{deviation}：{prices}。"
english:
  title: Prices in a regular series
  summary: At least four bids, and at least half of a lot's bids, differ step by step by the same amount or the same ratio.
  why_it_matters: The rules name regular differences of prices; independent bids rarely form a series, but rounding and fixed prices must be ruled out.
  innocent_explanations:
    - Bids were made as round discounts, such as 5, 6 and 7 per cent.
    - The tender prescribes price steps or a fixed price.
    - All use the same published prices and rates and round their profit.
  blind_spots:
    - Only series that rise step by step without a gap from some bid are looked for.
    - Series of three are not reported, since chance makes them.
    - Near series are not tested against the local distribution of prices; they need five bids and weigh less.
    - The evaluation method is not considered; under average-bid methods bids cluster anyway.
    - Where prices were measured, only series of four bids and a third of the lot are looked at; prices corrected since have to be measured again.
  next_steps:
    - Compare unit prices in the priced bills.
    - Ask each bidder how and by whom the price was made.
    - Check whether the tender prescribed price steps.
  sentence: "In lot {lot_name}, {count} of {total} prices form an {pattern} series (largest relative deviation {deviation}): {prices}."
---*/
// The measure of prices knows where there is no series. Lot by lot: one sort of all bids takes three
// times as long, and fills an engine's memory.
MATCH (lot:Lot)
WHERE coalesce(lot.series, $least_bids) >= $least_bids
CALL (lot) {
  MATCH (lot)<-[:FOR]-(bid:Bid)
  WHERE bid.price > 0 AND coalesce(bid.valid, true)
  WITH bid.price AS price, bid.key AS key
  ORDER BY price, key
  RETURN collect(price) AS prices, collect(key) AS keys
}
WITH lot, prices, keys
WHERE size(prices) >= $least_bids AND size(prices) <= $most_bids
UNWIND ['arithmetic', 'geometric'] AS pattern
WITH lot, keys, prices, pattern,
     CASE pattern WHEN 'arithmetic' THEN [p IN prices | 1.0 * p] ELSE [p IN prices | log(p)] END
       AS steps,
     CASE WHEN $least_share * size(prices) > $least_bids
          THEN toInteger(ceil($least_share * size(prices))) ELSE $least_bids END AS needed
WITH lot, keys, prices, pattern, steps, size(steps) - needed + 2 AS w, steps[size(steps) - 1] AS top
// A bid and a later one, whose gap may open a series: enough bids follow them, enough of the series
// fits below the top, and a third term is there.
UNWIND [i IN range(0, w - 2) |
        [j IN range(i + 1, w - 1)
         WHERE steps[j] > steps[i]
           AND (steps[j] - steps[i]) * ($least_bids - 1) <= (top - steps[i]) * (1 + $near)
           AND any(third IN steps[j + 1..]
                   WHERE abs(third - 2 * steps[j] + steps[i])
                         <= (steps[j] - steps[i]) * $near * 3) | [i, j]]] AS pairs
UNWIND pairs AS pair
WITH lot, keys, prices, pattern, steps, pair[0] AS i, steps[pair[1]] - steps[pair[0]] AS gap
WITH lot, keys, prices, pattern, steps,
     reduce(found = [], k IN range(i, size(steps) - 1) |
       CASE WHEN abs(steps[k] - steps[i] - size(found) * gap) <= gap * $near * (1 + size(found))
            THEN found + [k] ELSE found END) AS terms
WITH lot, keys, prices, pattern, steps, terms
WHERE size(terms) >= $least_bids AND size(terms) >= $least_share * size(prices)
WITH lot, keys, prices, pattern, steps, terms,
     (steps[terms[size(terms) - 1]] - steps[terms[0]]) / (size(terms) - 1) AS mean
WITH lot, keys, prices, pattern, terms,
     reduce(worst = 0.0, k IN range(1, size(terms) - 1) |
       CASE WHEN abs(steps[terms[k]] - steps[terms[k - 1]] - mean) > worst
            THEN abs(steps[terms[k]] - steps[terms[k - 1]] - mean) ELSE worst END) / mean
       AS deviation
WITH lot, keys, prices, pattern, terms, deviation,
     CASE WHEN deviation <= $exact
           AND any(k IN terms WHERE prices[k] <> $round_to * toInteger(prices[k] / $round_to))
          THEN 'exact' ELSE 'near' END AS exactness
WHERE deviation <= $near AND (exactness = 'exact' OR size(terms) >= $near_least_bids)
WITH lot, keys, prices, pattern, terms, deviation, exactness
ORDER BY lot.key, exactness, size(terms) DESC, deviation, pattern
WITH lot, collect({pattern: pattern, exactness: exactness, deviation: deviation,
                   keys: [k IN terms | keys[k]], prices: [k IN terms | prices[k]],
                   all: keys}) AS series
WITH lot, series[0] AS best
WITH lot, best.pattern AS pattern, best.exactness AS exactness, best.deviation AS deviation,
     best.keys AS bids, best.prices AS prices, best.all AS all_bids
RETURN lot.key AS lot, lot.name AS lot_name, pattern,
       CASE pattern WHEN 'arithmetic' THEN '等差' ELSE '等比' END AS pattern_zh, exactness,
       round(deviation, 6) AS deviation, bids, prices, size(bids) AS count, all_bids, size(all_bids) AS total
ORDER BY lot
