/*---
id: deadline_written_report
revision: 1
title: 招标投标情况书面报告逾期
family: process
strength: procedural
status: trial
summary: 自确定中标人之日起15日内，没有向行政监督部门提交招标投标情况的书面报告。
why_it_matters: 书面报告是事后监督的依据，不报告会使问题难以及时发现。
innocent_explanations:
  - 电子平台自动推送代替了书面报告，没有单独登记。
  - 报告已提交而监督部门未录入。
  - 确定中标人的日期录入过早。
blind_spots:
  - 没有登记书面报告的来源不判断逾期。
  - 只适用于依法必须进行招标的项目，数据无法完全区分。
next_steps:
  - 向行政监督部门核实是否收到报告。
  - 调取报告内容，核对评标和定标过程。
legal_basis: [ZB47]
references:
  - 招标投标法第四十七条
requires:
  - Clock.rule=deadline_written_report
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
  reason: 事后报告义务，与串通无关。
root_fact: "{clock}"
sentence: 标段“{lot_name}”于{from_on}确定中标人，书面报告：{done}，已{days}日，超过{allowed}日的期限（{due}止）。
english:
  title: The written report on the tender is late
  summary: The report to the supervising authority was not made within fifteen days of the decision.
  why_it_matters: The report is what later supervision rests on.
  innocent_explanations:
    - The platform reports by itself and nothing is recorded.
    - The authority did not record it.
    - The decision is recorded too early.
  blind_spots:
    - A source without reports makes nobody late.
    - Whether the project must be tendered is not fully known.
  next_steps:
    - Ask the authority.
    - Read the report on evaluation and decision.
  sentence: "Lot {lot_name} was decided on {from_on}; report: {done_en}, {days} days instead of {allowed}, due {due}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_written_report' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
