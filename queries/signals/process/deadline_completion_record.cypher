/*---
id: deadline_completion_record
revision: 1
title: 竣工验收备案逾期
family: process
strength: procedural
status: trial
summary: 竣工验收合格之日起超过15日没有备案。
why_it_matters: 验收合格而不备案就使用，可能掩盖质量问题或者未完成的变更。
innocent_explanations:
  - 规划、消防等专项认可文件晚于竣工验收取得。
  - 分期、分段验收，录入的是第一期日期。
  - 备案系统录入滞后。
blind_spots:
  - 看不到专项验收的日期。
  - 没有登记备案的来源不判断逾期。
next_steps:
  - 查阅竣工验收报告和备案表。
  - 核对是否已经交付使用。
legal_basis: [ZL49]
references:
  - 建设工程质量管理条例第四十九条
requires:
  - Clock.rule=deadline_completion_record
  - (:Clock)-[:RUNS_FOR]->(:Lot)
subjects: [lot]
identity: [clock, lot]
evidence: [lot, records]
parameters:
  states:
    default: [late, open_late]
    reason: 已经逾期的和到期仍无记录的；临期的只在时间轴上提示。
    source: 产品设定
  edge_days:
    default: 1
    unit: 日
    reason: 只差一日的可能出于送达或登记的时间差，按一半计。
    source: 产品设定
  edge_grade:
    default: 0.5
    reason: 相差不超过上述天数的按一半计。
    source: 产品设定
weight:
  bans: 0.0
  reason: 竣工后的备案义务，与串通无关。
root_fact: "{clock}"
sentence: 标段“{lot_name}”于{from_on}竣工验收合格，备案：{done}，已{days}日，超过{allowed}日的期限（{due}止）。
english:
  title: The completed work was filed late
  summary: More than fifteen days after acceptance the work was not filed.
  why_it_matters: Use without filing may cover defects or unfinished changes.
  innocent_explanations:
    - Approvals of planning and fire came later.
    - The work was accepted in parts and the first is recorded.
    - The filing system lags.
  blind_spots:
    - Special approvals are not seen.
    - A source without filings makes nobody late.
  next_steps:
    - Look at the report and the filing.
    - Check whether the work is in use.
  sentence: "Lot {lot_name} was accepted on {from_on}; filing: {done_en}, {days} days instead of {allowed}, due {due}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_completion_record' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
