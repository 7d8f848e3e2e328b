/*---
id: expert_draw_anomaly
revision: 3
title: 专家抽取异常
family: expert
strength: presumptive
status: trial
summary: 评委不在抽取记录之中，抽取时间过早，或者一个标段半数以上的评委由补抽产生。
why_it_matters: 依法必须招标的项目应当随机抽取专家；绕过抽取、过早抽取容易指定或者泄露名单。
innocent_explanations:
  - 抽取记录不全，或者专家编号前后不一致。
  - 经批准直接确定专家的特殊项目。
  - 专家临时回避、请假，依规补抽。
blind_spots:
  - 没有抽取记录的标段不检查。
  - 抽取提前时间各地规定不同。
  - 抽取条件是否合理没有判断。
next_steps:
  - 调取抽取系统日志、录像和补抽原因。
  - 核对专家编号。
  - 了解过早抽取期间名单的知悉范围。
legal_basis: [TL46, CGT39, N1117-14, ZJ26]
references:
  - 招标投标法实施条例第四十六条
requires:
  - (:Expert)-[:DRAWN_FOR]->(:Lot)
  - (:Expert)-[:EVALUATED]->(:Lot)
subjects: [expert, lot]
identity: [expert, lot, kind]
evidence: [expert, lot]
parameters:
  days_before:
    default: 3
    unit: 日
    reason: 抽取早于开标三日以上；各地一般为一至两日。
    source: 产品设定
  replaced:
    default: 0.5
    unit: 比例
    reason: 半数以上评委由补抽产生。
    source: 产品设定
  least_panel:
    default: 3
    unit: 人
    reason: 评委三人以上。
    source: 产品设定
weight:
  bans: 0.6
  reason: 未经抽取1.0，过早0.3，补抽0.4；专家赋值，未经本地校准。
  when: kind
  cases: {undrawn: 1.0, early: 0.3, replaced: 0.4}
root_fact: "draw:{expert}|{lot}|{kind}"
sentence: 专家{expert_name}参加标段“{lot_name}”的评标：{kind_zh}。
english:
  title: An odd draw of experts
  summary: A member of the panel is not in the record of the draw, the draw came early, or half of the panel came by replacement.
  why_it_matters: Experts have to be drawn at random; to go around the draw or draw early makes it easy to choose or leak names.
  innocent_explanations:
    - The record is incomplete, or expert numbers differ.
    - A special project, approved without a draw.
    - Experts stepped back and were replaced by rule.
  blind_spots:
    - Lots without any record of a draw.
    - How early is early differs by place.
    - Whether the conditions of the draw were fair.
  next_steps:
    - Ask for log and recording.
    - Check expert numbers.
    - Find out who knew the names.
  sentence: "Expert {expert_name} evaluated lot {lot_name}: {kind}."
  words:
    undrawn: not among those drawn for it
    early: drawn long before the opening
    replaced: drawn as a replacement, as half of the panel or more
---*/
CALL () {
  MATCH (:Expert)-[:DRAWN_FOR]->(lot:Lot)
  WITH DISTINCT lot
  MATCH (expert:Expert)-[seat:EVALUATED]->(lot)
  WHERE coalesce(seat.buyer_representative, false) = false
    AND NOT EXISTS { MATCH (expert)-[:DRAWN_FOR]->(lot) }
  RETURN expert, lot, 'undrawn' AS kind
  UNION ALL
  MATCH (expert:Expert)-[draw:DRAWN_FOR]->(lot:Lot)
  WHERE draw.at IS NOT NULL AND lot.opened_at IS NOT NULL
  WITH expert, lot,
       [d IN [substring(draw.at, 0, 10), substring(lot.opened_at, 0, 10)] |
         [toInteger(substring(d, 0, 4)), toInteger(substring(d, 5, 2)),
          toInteger(substring(d, 8, 2))]] AS dates
  // Days since the year 0, counted in years that begin in March.
  WITH expert, lot,
       [d IN dates | [d[0] - (14 - d[1]) / 12, d[1] + 12 * ((14 - d[1]) / 12) - 3, d[2]]] AS dates
  WITH expert, lot,
       [d IN dates | d[2] + (153 * d[1] + 2) / 5 + 365 * d[0] + d[0] / 4 - d[0] / 100
                     + d[0] / 400] AS days
  WHERE days[1] - days[0] > $days_before
  MATCH (expert)-[:EVALUATED]->(lot)
  RETURN expert, lot, 'early' AS kind
  UNION ALL
  MATCH (expert:Expert)-[draw:DRAWN_FOR]->(lot:Lot)<-[:EVALUATED]-(expert)
  WITH lot, expert, max(CASE WHEN draw.replacement THEN 1 ELSE 0 END) AS replacement
  WITH lot, count(expert) AS panel, sum(replacement) AS late,
       collect(CASE WHEN replacement = 1 THEN expert.key ELSE null END) AS replaced
  WHERE panel >= $least_panel AND late >= $replaced * panel
  UNWIND replaced AS key
  MATCH (expert:Expert {key: key})
  RETURN expert, lot, 'replaced' AS kind
}
RETURN DISTINCT expert.key AS expert, expert.name AS expert_name, lot.key AS lot, lot.name AS lot_name,
       kind, CASE kind WHEN 'undrawn' THEN '不在该标段的抽取记录之中'
                  WHEN 'early' THEN '抽取时间明显早于开标' ELSE '由补抽产生，且补抽占评委半数以上' END AS kind_zh
ORDER BY expert, lot, kind
