/*---
id: tender_manipulation
revision: 8
title: 招标过程异常操作
family: process
strength: statistical
status: trial
summary: 同一标段出现多项过程异常：多次延期、反复流标、除中标人外全部被否决、最低报价被否决、仅一份有效投标、不足三家开标、接收逾期文件、截止前解密投标文件、获取文件者远多于投标者等。
why_it_matters: 单项异常各有原因，多项同时出现、接收逾期文件或者截止前解密时，过程疑似受到控制。
innocent_explanations:
  - 招标文件要求高、时间紧，多数投标人确实不合格。
  - 延期、流标系因疫情、政策调整等客观原因。
  - 平台时钟或者签收时间记录有误。
  - 投标人自行撤回或者缺席（投标结果写明的不算被否决）。
  - 潜在投标人获取文件只为了解市场。
blind_spots:
  - 否决理由是否成立没有判断。
  - 没有有效性、递交时间、延期次数的标段只能看到部分异常。
  - 网上获取文件无须登记的平台看不到获取人数；没有解密时刻的看不到提前解密。
next_steps:
  - 查阅评标报告中的否决理由和依据。
  - 核对递交、解密时间与截止时间的平台日志，查明提前解密由谁操作。
  - 了解延期、流标的原因和公告。
  - 联系被否决和退出的单位了解情况。
legal_basis: [TL21, TL44, TL51, ZB28, E27, ZB42, TL41]
references:
  - 招标投标法第二十八条；招标投标法实施条例第四十四条
  - Open Contracting Partnership，公共采购红旗指标（2024）R018、R030、R035、R036
requires:
  - (:Bid)-[:FOR]->(:Lot)
  - Bid.valid or Bid.submitted_at or USED_IN.event=decrypt
subjects: [lot]
identity: [lot]
evidence: [lot, bids]
counted: [all_bids]
parameters:
  postponed:
    default: 2
    unit: 次
    reason: 延期两次以上。
    source: 产品设定
  failed:
    default: 2
    unit: 次
    reason: 流标两次以上。
    source: 产品设定
  gone:
    default: [withdrawn, absent]
    unit: 投标结果
    reason: 自行撤回、缺席的投标不是被否决的。
    source: 产品设定
  least_bids:
    default: 3
    unit: 家
    reason: 投标人少于三个的不得开标。
    source: 招标投标法实施条例第四十四条
  download_ratio:
    default: 4.0
    unit: 倍
    reason: 获取文件者为投标者的四倍以上。
    source: 产品设定
  least_downloads:
    default: 12
    unit: 家
    reason: 获取者太少时比例没有意义。
    source: 产品设定
  least_signs:
    default: 2
    unit: 项
    reason: 一项异常各有原因，两项以上才列出；接收逾期文件、截止前解密单独列出。
    source: 产品设定
  step:
    default: 0.25
    reason: 每多一项异常增加的程度。
    source: 产品设定
  base:
    default: 0.25
    reason: 最低程度。
    source: 产品设定
weight:
  bans: 0.6
  reason: 多项异常并存才有意义，且多为管理问题；专家赋值，未经本地校准。
root_fact: "manipulation:{lot}"
sentence: 标段“{lot_name}”出现{count}项过程异常：{signs_zh}（投标{bids_count}份、有效{valid}份）。
english:
  title: Several oddities in the procedure
  summary: "One lot shows several oddities: postponements, failed rounds, all but the winner rejected, the lowest rejected, a single valid bid, fewer than three bidders, a late bid accepted, a bid decrypted before the deadline, many who obtained the documents and few who bid."
  why_it_matters: Each has its reasons; several at once, a late bid accepted or a bid decrypted early suggest that the procedure was steered.
  innocent_explanations:
    - "Demanding documents and little time: most were truly not qualified."
    - Delays had outside reasons.
    - The platform's clock was wrong.
    - Bidders withdrew or stayed away; whose outcome says so was not rejected.
    - Some only wanted to know the market.
  blind_spots:
    - Whether a rejection was justified is not judged.
    - Without validity, times and counts only part is seen.
    - Platforms with free download know no number; without times of decryption none can be early.
  next_steps:
    - Read the reasons for rejection.
    - Compare submission, decryption and deadline in the log, and ask who decrypted early.
    - Ask why the tender was postponed or failed.
    - Ask those who were rejected or left.
  sentence: "Lot {lot_name} shows {count} oddities: {signs} ({bids_count} bids, {valid} valid)."
  words:
    postponed: postponed several times
    failed: several failed rounds
    rejected: all but the winner rejected
    lowest: the lowest rejected
    few: opened with fewer than three bids
    late: a late bid accepted
    opened: a bid decrypted before the deadline
    downloads: many obtained the documents and few bid
---*/
// Few bids alone are no sign: who has two has one that its lot or a bid of it tells at once.
CALL () {
  MATCH (lot:Lot)
  WHERE lot.postponements >= $postponed OR lot.failed_rounds >= $failed
     OR lot.downloads >= $least_downloads OR $least_signs <= 1
  RETURN lot
  UNION
  MATCH (bid:Bid)
  WHERE bid.valid = false OR bid.submitted_at IS NOT NULL
  MATCH (bid)-[:FOR]->(lot:Lot)
  WHERE bid.valid = false OR bid.submitted_at > lot.deadline
  RETURN lot
  UNION
  MATCH (:Device)-[used:USED_IN]->(bid:Bid)
  WHERE used.event = 'decrypt'
  MATCH (bid)-[:FOR]->(lot:Lot)
  WHERE used.at < lot.deadline
  RETURN lot
}
CALL (lot) {
  MATCH (lot)<-[:FOR]-(bid:Bid)
  WITH lot, bid
  ORDER BY bid.key
  WITH bid, CASE WHEN bid.valid = false THEN 0 ELSE 1 END AS good,
       CASE WHEN bid.valid IS NOT NULL THEN 1 ELSE 0 END AS told,
       CASE WHEN coalesce(bid.outcome, bid.status, '') IN $gone THEN 0 ELSE 1 END AS stood,
       CASE WHEN bid.price > 0 AND NOT coalesce(bid.outcome, bid.status, '') IN $gone
            THEN bid.price ELSE null END AS price,
       CASE WHEN bid.submitted_at > lot.deadline AND coalesce(bid.valid, true)
             AND size(lot.deadline) = size(bid.submitted_at) THEN bid.key ELSE null END AS late
  RETURN collect(bid.key) AS all_bids,
         collect(CASE WHEN good = 1 THEN bid.key ELSE null END) AS valid_bids, sum(stood) AS stood, sum(told) AS told,
         min(price) AS lowest, min(CASE WHEN good = 1 THEN price ELSE null END) AS lowest_valid,
         max(CASE WHEN bid.won THEN 1 ELSE 0 END) AS decided, collect(late) AS late_bids
}
CALL (lot) {
  MATCH (lot)<-[:FOR]-(bid:Bid)<-[used:USED_IN]-(:Device)
  WHERE used.event = 'decrypt' AND used.at < lot.deadline AND size(used.at) = size(lot.deadline)
  WITH DISTINCT bid.key AS one
  ORDER BY one
  RETURN collect(one) AS opened_bids
}
WITH lot, all_bids, valid_bids, size(all_bids) AS bids_count, size(valid_bids) AS valid, stood, told,
     lowest, lowest_valid, decided, late_bids, opened_bids
WHERE bids_count > 0
WITH lot, all_bids, valid_bids, bids_count, valid, late_bids, opened_bids,
     [CASE WHEN coalesce(lot.postponements, 0) >= $postponed THEN 'postponed' ELSE null END,
      CASE WHEN coalesce(lot.failed_rounds, 0) >= $failed THEN 'failed' ELSE null END,
      CASE WHEN told > 0 AND valid = 1 AND decided = 1 AND stood >= $least_bids
           THEN 'rejected' ELSE null END,
      CASE WHEN told > 0 AND lowest < lowest_valid THEN 'lowest' ELSE null END,
      CASE WHEN decided = 1 AND bids_count < $least_bids
            AND (lot.method IS NULL OR lot.method CONTAINS '公开招标') THEN 'few' ELSE null END,
      CASE WHEN size(late_bids) > 0 THEN 'late' ELSE null END,
      CASE WHEN size(opened_bids) > 0 THEN 'opened' ELSE null END,
      CASE WHEN lot.downloads >= $least_downloads AND lot.downloads >= $download_ratio * bids_count
           THEN 'downloads' ELSE null END] AS every
WITH lot, all_bids, valid_bids, bids_count, valid, late_bids, opened_bids,
     [sign IN every WHERE sign IS NOT NULL] AS signs
WHERE size(signs) >= $least_signs OR size(late_bids) > 0 OR size(opened_bids) > 0
WITH lot, all_bids, valid_bids, bids_count, valid,
     late_bids + [b IN opened_bids WHERE NOT b IN late_bids] AS bids, signs,
     [sign IN signs | CASE sign WHEN 'postponed' THEN '多次延期' WHEN 'failed' THEN '反复流标'
      WHEN 'rejected' THEN '除中标人外全部被否决' WHEN 'lowest' THEN '最低报价被否决'
      WHEN 'few' THEN '不足三家仍开标定标' WHEN 'late' THEN '接收逾期递交的文件'
      WHEN 'opened' THEN '截止前解密投标文件'
      ELSE '获取文件者远多于投标者' END] AS signs_zh,
     $base + $step * size(signs) AS level
RETURN lot.key AS lot, lot.name AS lot_name, bids, all_bids, valid_bids, bids_count, valid, signs,
       signs_zh, size(signs) AS count, CASE WHEN level > 1 THEN 1.0 ELSE level END AS grade
ORDER BY lot
