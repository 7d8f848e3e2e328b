/*---
id: deadline_objection_in
revision: 2
title: 对招标文件或者资格预审文件的异议逾期提出
family: process
strength: procedural
status: trial
summary: 潜在投标人对招标文件的异议在投标截止前不足10日提出，或者对资格预审文件的异议在申请截止前不足2日提出。
why_it_matters: 逾期的异议招标人可以不受理；集中的逾期异议也可能用来拖延程序或者给他人施压。
innocent_explanations:
  - 文件在异议期限届满之后才修改，异议针对的正是修改内容。
  - 异议另有书面提出日期，系统记录的是补正日期。
  - 异议实际针对资格预审文件，登记时没有写明，被按招标文件的期限计算。
blind_spots:
  - 异议的内容不在数据中；未写明针对资格预审文件的，按招标文件计算。
  - 开标后的异议属于另一环节，不在此计算。
  - 政府采购的质疑另有期限，不在此计算。
next_steps:
  - 查阅异议书及其签收日期。
  - 核对期限届满之后是否有澄清或者修改。
  - 查看提出异议的单位是否参与投标、是否撤回。
legal_basis: [TL22]
references:
  - 招标投标法实施条例第二十二条（投标截止时间10日前、资格预审申请截止时间2日前）
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
sentence: 标段“{lot_name}”于{from_on}收到对{document_zh}的异议，距{done}{end_zh}{days}日，少于{allowed}日。
english:
  title: An objection to the tender or prequalification documents came late
  summary: An objection to the tender documents was raised fewer than ten days before the deadline, or one to the prequalification documents fewer than two days before that for applications.
  why_it_matters: A late objection need not be heard; several may serve to delay or to press.
  innocent_explanations:
    - The documents were changed after the time for objections had run out.
    - The recorded day is that of a correction.
    - It concerns prequalification and was recorded without saying so.
  blind_spots:
    - What the objection says is not known; unless recorded as one to the prequalification, it counts as one to the tender.
    - Objections after the opening belong to another step.
    - Procurement has limits of its own.
  next_steps:
    - Read the objection and its receipt.
    - Look for changes after that time had run out.
    - See whether the objector bid or withdrew.
  sentence: In lot {lot_name} an objection to the {document} came on {from_on}, {days} days before the deadline for {end} on {done_en}, fewer than {allowed}.
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_objection_in' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       CASE clock.part WHEN 'prequalification' THEN '资格预审文件' ELSE '招标文件' END AS document_zh,
       CASE clock.part WHEN 'prequalification' THEN '资格预审申请截止' ELSE '投标截止' END AS end_zh,
       CASE clock.part WHEN 'prequalification' THEN 'prequalification documents'
            ELSE 'tender documents' END AS document,
       CASE clock.part WHEN 'prequalification' THEN 'applications' ELSE 'bids' END AS end,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
