/*---
id: deadline_permit
revision: 1
title: 施工许可办理或者开工逾期
family: process
strength: procedural
status: trial
summary: 收到施工许可申请后超过7日没有颁发许可证，或者领取许可证后超过三个月没有开工。
why_it_matters: 许可办理迟延属审批问题；领证后长期不开工，可能在转让项目或者等待资金。
innocent_explanations:
  - 申请材料需要补正，受理日期应当顺延。
  - 依法申请延期开工（两次为限，每次不超过三个月）。
  - 气候、征迁等客观原因。
blind_spots:
  - 补正和延期不在数据中。
  - 开工日期可能是合同约定而非实际。
  - 小型工程不需要许可证。
next_steps:
  - 查阅申请受理和颁发记录。
  - 查阅延期申请和开工报告。
  - 到现场核实施工单位。
legal_basis: [JZ7, JZ8, JZ9]
references:
  - 建筑法第八条（收到申请之日起七日内）、第九条（三个月内开工）
requires:
  - Clock.rule=deadline_permit
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
  reason: 审批与开工的期限，与串通无关。
root_fact: "{clock}"
sentence: 标段“{lot_name}”{step_zh}：{from_on}起，至{done}，{days}日，超过{allowed}日的期限（{due}止）。
english:
  title: A building permit or the start of work is late
  summary: The permit took more than seven days, or work did not start within three months of it.
  why_it_matters: A long wait after the permit may mean that the work is being passed on or lacks money.
  innocent_explanations:
    - The application had to be completed.
    - A postponement was granted, twice three months at most.
    - Weather or resettlement.
  blind_spots:
    - Completions and postponements are not in the data.
    - The recorded start may be the agreed one.
    - Small works need no permit.
  next_steps:
    - Look at the record of application and permit.
    - Ask for postponements and the report of start.
    - See on site who works.
  sentence: "Lot {lot_name}, {step}: from {from_on} to {done_en}, {days} days instead of {allowed}, due {due}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_permit' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       CASE clock.part WHEN 'issue' THEN '从收到申请到颁发施工许可证'
            ELSE '从领取施工许可证到开工' END AS step_zh,
       CASE clock.part WHEN 'issue' THEN 'from application to permit'
            ELSE 'from permit to start' END AS step,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
