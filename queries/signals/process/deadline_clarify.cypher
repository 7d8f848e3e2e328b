/*---
id: deadline_clarify
revision: 2
title: 澄清修改距截标不足
family: process
strength: procedural
status: trial
summary: 招标文件的澄清或者修改在投标截止前不足15日发出，或者资格预审文件的澄清或者修改在申请截止前不足3日发出，而截止时间没有相应顺延。
why_it_matters: 临近截标修改文件而不顺延，会使来不及响应的投标人或者申请人失去机会，也可能为特定投标人量身调整。
innocent_explanations:
  - 澄清或者修改的内容不影响投标文件或者资格预审申请文件的编制，依规定无须顺延。
  - 截止时间已顺延，而新的截止时间未录入。
  - 澄清只是重复发布原有内容。
blind_spots:
  - 看不到澄清的内容，无法判断是否影响投标文件编制。
  - 截止之后的澄清不计算。
  - 未写明是资格预审文件的澄清，按招标文件的澄清计算。
next_steps:
  - 阅读澄清或者修改文件，判断是否影响编制。
  - 核对是否发布顺延公告。
  - 比较澄清内容与中标人的响应。
legal_basis: [ZB23, TL21, CGT31, M27, TL64]
references:
  - 招标投标法第二十三条；招标投标法实施条例第二十一条
requires:
  - Clock.rule=deadline_clarify
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
  bans: 0.3
  reason: 临时修改可能为特定投标人量身调整，但多数澄清不影响编制。专家赋值，未经本地校准。
root_fact: "{clock}"
sentence: 标段“{lot_name}”于{from_on}发出{document_zh}的澄清或者修改，{done}{end_zh}，间隔{days}日，少于{allowed}日。
english:
  title: Tender documents changed shortly before the deadline
  summary: A clarification or amendment was sent out fewer than fifteen days before the deadline for bids, or fewer than three before that for applications to prequalify, and the deadline was not moved.
  why_it_matters: A late change shuts out those who cannot react and may suit one bidder.
  innocent_explanations:
    - The change does not affect the preparation of bids or applications.
    - The deadline was moved and the new one is not loaded.
    - The notice repeats what was known.
  blind_spots:
    - The content of the change is not read.
    - Notices after the deadline are left out.
    - What is not called a clarification of the prequalification is counted as one of the tender.
  next_steps:
    - Read the clarification.
    - Look for a notice of postponement.
    - Compare the change with the winning bid.
  sentence: In lot {lot_name} a clarification of the {document} on {from_on} left {days} days until the deadline for {end} on {done_en}, fewer than {allowed}.
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_clarify' AND clock.state IN $states
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
