/*---
id: panel_agreement
revision: 4
title: 评标委员会主观评分过于一致
family: process
strength: statistical
status: trial
summary: 全体评委对各投标主观评分的排序几乎相同（肯德尔协同系数），一致程度明显超出客观得分能够解释的部分，也高于其他评标委员会的绝大多数。
why_it_matters: 评委应当独立评审；超出投标文件优劣所能解释的一致，可能是评委之间协商评分，或者受到同一授意。
innocent_explanations:
  - 投标文件的技术水平差异很大，而这种差异没有反映在客观分里。
  - 评分标准细到没有裁量余地。
  - 评分档次少，评委只能给出相同的分。
blind_spots:
  - 没有标明客观因素的标段没有可比的基准，不计算。
  - 只用排序，不看分差；两名评委逐项相同的另有信号。
  - 可比的评标委员会不足三十个的不计算。
  - 评委不足三人或者投标不足六份的不列出，投标少时排序容易完全一致。
next_steps:
  - 调阅每名评委打分的先后、时间和终端记录。
  - 查看评标现场录音录像，是否有人先发表倾向性意见。
  - 请评委各自说明主观分的理由。
legal_basis: [ZB44, TL49, M62, TL71]
references:
  - Kendall、Babington Smith (1939)：协同系数 W，按并列排名校正
  - 财政部令第87号第六十二条（协商评分、倾向性意见）
requires:
  - (:Expert)-[:SCORED]->(:Bid)
  - SCORED.objective
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=expert_scores
subjects: [lot]
identity: [lot]
evidence: [lot, panel]
counted: [bids]
parameters:
  least_w:
    default: 0.85
    unit: 系数
    reason: 全体评委的排序接近相同。
    source: 产品设定
  least_excess:
    default: 0.2
    unit: 系数
    reason: 至少超出客观得分所解释的部分这么多。
    source: 产品设定
  least_rank:
    default: 0.99
    unit: 比例
    reason: 超出部分居全部可比评标委员会的前百分之一。
    source: 产品设定
  least_bids:
    default: 6
    unit: 份
    reason: 投标少时，优劣稍有差别就会使排序完全一致。
    source: 产品设定
  most_p:
    default: 0.001
    unit: 概率
    reason: 各评委独立评审时偶然如此一致的概率上限。
    source: 产品设定
  strong_w:
    default: 0.95
    unit: 系数
    reason: 排序几乎完全相同的按满分。
    source: 产品设定
  weak_grade:
    default: 0.6
    reason: 其余按0.6。
    source: 产品设定
weight:
  bans: 0.3
  reason: 投标文件的优劣也会使评委一致，只能提示；专家赋值，未经本地校准。
root_fact: "panel:{lot}"
sentence: "标段“{lot_name}”的{experts}名评委对{count}份投标主观评分的排序协同系数为{w:.2f}，客观得分只能解释{expected:.2f}（偶然概率{p_value}）。"
english:
  title: A panel that agrees too well
  summary: All experts put the bids in nearly the same order by the judged items (Kendall's W), far more so than the objective points explain and than nearly all other panels do.
  why_it_matters: Experts judge independently. Agreement beyond what the bids themselves explain may come from agreed scores or from one instruction.
  innocent_explanations:
    - The bids differ much in ways that no objective item shows.
    - The criteria leave nothing to judge.
    - The scale has few steps.
  blind_spots:
    - Lots without objective items give nothing to hold the agreement against and are left out.
    - Only the order counts; two experts with the same points throughout are another signal.
    - Fewer than thirty comparable panels are not compared.
    - Panels of fewer than three and lots of fewer than six bids are left out; few bids are easily put in one order.
  next_steps:
    - Look at order, time and terminal of the scores.
    - Watch the recording for opinions given first.
    - Ask each expert for the reasons.
  sentence: "The {experts} experts of lot {lot_name} agree on the order of {count} bids with W {w:.2f}, of which the objective points explain {expected:.2f} (chance {p_value})."
---*/
MATCH (lot:Lot)
WHERE lot.panel_w >= $least_w AND lot.panel_w - lot.panel_w_expected >= $least_excess
  AND lot.panel_w_rank >= $least_rank AND lot.panel_w_p <= $most_p
  AND lot.panel_bids >= $least_bids
MATCH (lot)<-[:FOR]-(bid:Bid)<-[:SCORED]-(expert:Expert)
WITH lot, bid, expert
ORDER BY bid.key, expert.key
WITH lot, collect(DISTINCT bid.key) AS bids, collect(DISTINCT expert.key) AS panel
RETURN lot.key AS lot, lot.name AS lot_name, bids, panel, lot.panel_experts AS experts,
       lot.panel_bids AS count, round(lot.panel_w, 2) AS w,
       round(lot.panel_w_expected, 2) AS expected, lot.panel_w_p AS p_value,
       CASE WHEN lot.panel_w >= $strong_w THEN 1.0 ELSE $weak_grade END AS grade
ORDER BY lot
