/*---
id: benchmark_manipulation
revision: 4
title: 疑似操纵评标基准价
family: price
strength: statistical
status: trial
summary: 一组投标人的报价集中在一侧，去掉这一组重新计算评标基准价后，中标人的名次明显下降。
why_it_matters: 均价、基准价类办法下，几家合力可以把基准价拉向约定的位置（“护标价”），使特定投标人得分最高。
innocent_explanations:
  - 市场价格本来就分成两个层次。
  - 该组企业采用同一信息价或者同一咨询单位。
  - 投标人很少，任意一组都影响基准价。
blind_spots:
  - 基准价公式以报价平均数近似，抽取系数和去高去低的规则未必完全复原。
  - 只用于均价类评标办法。
next_steps:
  - 按招标文件的公式重新计算基准价。
  - 核对该组企业之间及其与中标人的联系。
legal_basis: [TL40, TL39]
references:
  - Conley 与 Decarolis（2016），平均价拍卖中的串通检验
requires:
  - Bid.price or Bid.rate_kind
  - Bid.won
  - Lot.evaluation_method
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=benchmark_pivot
subjects: [lot]
identity: [lot]
evidence: [lot, bids]
parameters:
  most_p:
    default: 0.01
    unit: 概率
    reason: 同样大小的小组中影响这么大的比例上限。
    source: 产品设定
  least_drop:
    default: 3
    unit: 名
    reason: 中标人名次至少下降三名。
    source: 产品设定
  least_group:
    default: 3
    unit: 家
    reason: 三家以上才称得上合力。
    source: 产品设定
weight:
  bans: 0.5
  reason: 价格统计证据力弱，已查实市场上标定的斜率偏高数倍，从低赋值；报价类合计另有上限。
root_fact: "benchmark:{lot}"
sentence: 标段“{lot_name}”去掉{count}家报价重新计算基准价后，中标人下降{ranks}名（同样大小的小组中影响这么大的占{p_value:.2%}）。
english:
  title: A group that moves the benchmark
  summary: Some bidders lie on one side; without them the benchmark is another and the winner falls several ranks.
  why_it_matters: Where an average decides, a few together can pull it to where the chosen bidder scores best.
  innocent_explanations:
    - The market has two price levels.
    - The group shares published prices or a consultant.
    - With few bidders any group matters.
  blind_spots:
    - The benchmark is taken as an average; drawn factors and trimming may not be reproduced.
    - Average-bid awards only.
  next_steps:
    - Recompute the benchmark by the tender's formula.
    - Check ties within the group and with the winner.
  sentence: Without {count} bids of lot {lot_name} the winner falls by {ranks} ranks ({p_value:.2%} of groups of that size move as much).
---*/
MATCH (bid:Bid)-[:SHIFTS_BENCHMARK]->(lot:Lot)
WHERE lot.benchmark_pivot_p <= $most_p AND lot.benchmark_rank_drop >= $least_drop
WITH lot, bid
ORDER BY bid.key
WITH lot, collect(bid.key) AS bids
WHERE size(bids) >= $least_group
RETURN lot.key AS lot, lot.name AS lot_name, bids, size(bids) AS count,
       lot.benchmark_rank_drop AS ranks, lot.benchmark_pivot_p AS p_value
ORDER BY lot
