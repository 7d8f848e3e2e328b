/*---
id: intentional_invalid_bid
revision: 3
title: 疑似故意废标、缺席或者不解密
family: network
strength: presumptive
status: trial
summary: 企业的投标经常因被否决、未解密、撤回、缺席、未交保证金而无效，且多发生在同一家企业中标的标段。
why_it_matters: 投标人之间约定部分投标人放弃投标，常以低级错误废标、到期不解密的形式出现。
innocent_explanations:
  - 企业缺乏经验或者经办人更换频繁。
  - 平台操作困难、证书到期等技术原因。
  - 该中标人本来就是市场上的主要企业。
blind_spots:
  - 无效原因是否相同没有逐字比较。
  - 没有登记投标结果状态的平台不计算。
  - 以绝对比例为界，没有与本地同业分布比较。
next_steps:
  - 查阅评标报告中的否决理由是否雷同。
  - 查看解密日志和未解密的解释。
  - 核对该企业与中标人的人员、资金联系。
legal_basis: [TL39, TL35, E31]
references:
  - 招标投标法实施条例第三十九条第三项
  - Open Contracting Partnership，公共采购红旗指标（2024）R038
requires:
  - Bid.outcome
  - (:Company)-[:WON]->(:Lot)
subjects: [firm, winner]
identity: [firm, winner]
evidence: [firm, winner, bids, all_bids]
parameters:
  outcomes:
    default: [rejected, not_decrypted, withdrawn, absent, no_deposit]
    reason: 否决、未解密、撤回、缺席、未交保证金。
    source: 产品设定
  least_lots:
    default: 4
    unit: 个
    reason: 在同一中标人的标段中四次以上。
    source: 产品设定
  least_rate:
    default: 0.3
    unit: 比例
    reason: 三成以上的投标无效。红旗指标以四分位距界定，需本地分布，此处取固定值。
    source: 产品设定
  least_share:
    default: 0.6
    unit: 比例
    reason: 六成以上的无效投标发生在同一中标人的标段。
    source: 产品设定
weight:
  bans: 0.6
  reason: 反复且集中的无效投标才有意义；专家赋值，未经本地校准。
root_fact: "invalid:{firm}|{winner}"
sentence: "{firm_name}的{bids_count}次投标中{failed}次无效，其中{with_winner}次发生在{winner_name}中标的标段。"
english:
  title: Bids made invalid again and again
  summary: Many bids of a firm were rejected, not decrypted, withdrawn or never handed in, most of them where one and the same firm won.
  why_it_matters: To agree that some drop out often takes the form of silly errors and files that nobody decrypts.
  innocent_explanations:
    - No experience, or ever new clerks.
    - Trouble with platform or certificate.
    - That winner leads the market anyway.
  blind_spots:
    - The reasons are not compared word by word.
    - Platforms that do not record outcomes.
    - A fixed share is the limit, not the local distribution.
  next_steps:
    - Compare the reasons for rejection.
    - Read the decryption log.
    - Check people and money shared with the winner.
  sentence: Of {bids_count} bids of {firm_name} {failed} were invalid, {with_winner} of them where {winner_name} won.
---*/
MATCH (firm:Company)-[:SUBMITTED]->(bid:Bid)
WHERE bid.outcome IN $outcomes
WITH firm, bid
ORDER BY bid.key
WITH firm, collect(DISTINCT bid.key) AS failed_bids
WITH firm, failed_bids, size(failed_bids) AS failed
WHERE failed >= $least_lots
MATCH (firm)-[:SUBMITTED]->(any:Bid)
WITH firm, failed_bids, failed, any
ORDER BY any.key
WITH firm, failed_bids, failed, collect(DISTINCT any.key) AS all_bids
WITH firm, failed_bids, failed, all_bids, size(all_bids) AS bids_count
WHERE failed >= $least_rate * bids_count
MATCH (firm)-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot:Lot)<-[:WON]-(winner:Company)
WHERE bid.outcome IN $outcomes AND winner.key <> firm.key
WITH firm, failed_bids, failed, all_bids, bids_count, winner, bid
ORDER BY bid.key
WITH firm, failed_bids, failed, all_bids, bids_count, winner, collect(DISTINCT bid.key) AS bids
WHERE size(bids) >= $least_lots AND size(bids) >= $least_share * failed
RETURN firm.key AS firm, firm.name AS firm_name, winner.key AS winner,
       winner.name AS winner_name, bids_count, failed, size(bids) AS with_winner, bids,
       failed_bids, all_bids
ORDER BY firm, winner
