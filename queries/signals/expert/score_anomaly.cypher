/*---
id: score_anomaly
revision: 5
title: 得分异常（客观分不一致、畸高畸低）
family: expert
strength: presumptive
status: trial
summary: 不同专家对同一客观评审因素打分不一致，或者某专家对某份投标的主观总分偏离同组其他专家三成以上。
why_it_matters: 客观因素依据事实，评分应当一致；畸高畸低的评分属于应当复核修正的情形。
innocent_explanations:
  - 客观因素中含有需要判断的部分。
  - 录入差错已在汇总时更正。
  - 专家依据招标文件给出零分或者满分，有书面理由。
blind_spots:
  - 没有标明客观因素的，只检查畸高畸低。
  - 少于三名专家的标段不检查畸高畸低。
  - 去掉最高最低分的规则没有考虑。
  - 投标超过两千份的，只列出其中两千份。
next_steps:
  - 调阅评分表和评审说明。
  - 核对是否按规定复核、修正。
  - 请评标委员会组长说明。
legal_basis: [M64, N1117-5, TL71, ZB44]
references:
  - 财政部令第87号第六十四条（客观评审因素评分不一致、评分畸高畸低）
  - 发改法规规〔2022〕1117号第（五）条
requires:
  - (:Expert)-[:SCORED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [expert, lot]
identity: [expert, lot, kind]
evidence: [expert, lot, bids]
parameters:
  least_experts:
    default: 3
    unit: 人
    reason: 少于三名专家无从比较。
    source: 产品设定
  deviation:
    default: 0.3
    unit: 比例
    reason: 高于或者低于其他专家平均三成以上。
    source: 河南省公共资源交易中心公开的偏差率监测界限（二手资料）
  least_points:
    default: 1.0
    unit: 分
    reason: 总分太低时比例没有意义。
    source: 产品设定
  half:
    default: 2
    reason: 排序后居中者为中位数。
    source: 常数
  crowd:
    default: 2000
    unit: 份
    reason: 引用的投标最多列出此数，份数照实说明。
    source: 产品设定
weight:
  bans: 0.6
  reason: 客观分不一致1.0，畸高畸低0.4；专家赋值，未经本地校准。
  when: kind
  cases: {objective: 1.0, extreme: 0.4}
root_fact: "score:{expert}|{lot}|{kind}"
sentence: 专家{expert_name}在标段“{lot_name}”的{count}份投标中{kind_zh}（最大{shown_zh}）。
english:
  title: Odd scores
  summary: Experts differ on an objective item, or an expert's points for a bid lie three tenths off those of the others.
  why_it_matters: Objective items follow facts and have to agree; extreme scores have to be reviewed.
  innocent_explanations:
    - The objective item holds something to judge.
    - A slip, corrected when scores were added up.
    - Zero or full points by the tender's own rule.
  blind_spots:
    - Without marked items only extremes are looked at.
    - Of more than two thousand bids two thousand are listed.
    - Fewer than three experts.
    - Trimming of the highest and lowest is not considered.
  next_steps:
    - Read sheets and reasons.
    - See whether they were reviewed.
    - Ask the chair.
  sentence: "Expert {expert_name} in lot {lot_name}: {kind}, {count} bids (at most {shown})."
  words:
    objective: objective items scored unlike the others
    extreme: totals far from the mean and the middle of the panel
---*/
CALL () {
  MATCH (expert:Expert)-[mark:SCORED]->(bid:Bid)-[:FOR]->(lot:Lot)
  WHERE mark.objective = true AND mark.points IS NOT NULL
  WITH lot, bid, mark.item AS item, min(mark.points) AS low, max(mark.points) AS high,
       avg(mark.points) AS middle
  WHERE high > low
  MATCH (expert:Expert)-[mark:SCORED]->(bid)
  WHERE mark.item = item AND mark.objective = true
    AND ((mark.points = high AND high - middle >= middle - low)
      OR (mark.points = low AND middle - low >= high - middle))
  RETURN expert, lot, bid, 'objective' AS kind, abs(mark.points - middle) AS gap
  UNION ALL
  MATCH (expert:Expert)-[mark:SCORED]->(bid:Bid)-[:FOR]->(lot:Lot)
  WHERE mark.points >= 0 AND coalesce(mark.objective, false) = false
  WITH lot, bid, expert, sum(mark.points) AS given
  ORDER BY bid.key, given
  WITH lot, bid, collect({expert: expert.key, given: given}) AS sheet, sum(given) AS total
  WHERE size(sheet) >= $least_experts
  // One extreme expert moves the mean of the others, but not the middle of the panel.
  WITH lot, bid, sheet, total, sheet[size(sheet) / $half].given AS median
  UNWIND sheet AS own
  WITH lot, bid, own, median, 1.0 * (total - own.given) / (size(sheet) - 1) AS others
  WHERE others >= $least_points AND abs(own.given - others) >= $deviation * others
    AND abs(own.given - median) >= $deviation * median
  MATCH (expert:Expert {key: own.expert})
  RETURN expert, lot, bid, 'extreme' AS kind, abs(own.given - others) / others AS gap
}
WITH expert, lot, kind, bid, gap
ORDER BY bid.key
WITH expert, lot, kind, collect(DISTINCT bid.key) AS bids, max(gap) AS gap
RETURN expert.key AS expert, expert.name AS expert_name, lot.key AS lot, lot.name AS lot_name, kind,
       bids[0..$crowd] AS bids, size(bids) AS count, round(gap, 3) AS gap,
       CASE kind WHEN 'objective' THEN '客观评审因素的得分与其他专家不一致'
            ELSE '总分既远离同组其他专家的平均分，也远离中位数' END AS kind_zh,
       CASE kind WHEN 'objective' THEN '相差' + toString(round(gap, 2)) + '分'
            ELSE '偏离' + toString(round(gap * 100, 1)) + '%' END AS shown_zh,
       CASE kind WHEN 'objective' THEN toString(round(gap, 2)) + ' points off'
            ELSE toString(round(gap * 100, 1)) + '% off' END AS shown
ORDER BY expert, lot, kind
