/*---
id: deadline_objection_in
revision: 1
title: 对招标文件的异议逾期提出
family: process
strength: procedural
status: trial
summary: 潜在投标人对招标文件的异议，在投标截止前不足10日提出。
why_it_matters: 逾期的异议招标人可以不受理；集中的逾期异议也可能用来拖延程序或者给他人施压。
innocent_explanations:
  - 招标文件在截止前十日之内才修改，异议针对的正是修改内容。
  - 异议另有书面提出日期，系统记录的是补正日期。
  - 异议针对资格预审文件，适用另一期限。
blind_spots:
  - 异议的内容和针对的文件不在数据中。
  - 开标后的异议属于另一环节，不在此计算。
  - 政府采购的质疑另有期限，不在此计算。
next_steps:
  - 查阅异议书及其签收日期。
  - 核对此前十日内是否有澄清或者修改。
  - 查看提出异议的单位是否参与投标、是否撤回。
legal_basis: [TL22]
references:
  - 招标投标法实施条例第二十二条（投标截止时间10日前）
requires:
  - Clock.rule=deadline_objection_in
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
    reason: 开始当日是否计入，各地掌握不一，只差一日的按一半计。
    source: 产品设定
  edge_grade:
    default: 0.5
    reason: 相差不超过上述天数的按一半计。
    source: 产品设定
weight:
  bans: 0.0
  reason: 异议逾期由提出人承担后果，不作为串通的证据。
root_fact: "{clock}"
sentence: 标段“{lot_name}”于{from_on}收到异议，距{done}投标截止{days}日，少于{allowed}日。
english:
  title: An objection to the documents came late
  summary: An objection to the tender documents was raised fewer than ten days before the deadline.
  why_it_matters: A late objection need not be heard; several may serve to delay or to press.
  innocent_explanations:
    - The documents were changed within the last ten days.
    - The recorded day is that of a correction.
    - It concerns prequalification, which has another limit.
  blind_spots:
    - What the objection is about is not known.
    - Objections after the opening belong to another step.
    - Procurement has limits of its own.
  next_steps:
    - Read the objection and its receipt.
    - Look for changes within those ten days.
    - See whether the objector bid or withdrew.
  sentence: In lot {lot_name} an objection came on {from_on}, {days} days before the deadline of {done_en}, fewer than {allowed}.
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_objection_in' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
