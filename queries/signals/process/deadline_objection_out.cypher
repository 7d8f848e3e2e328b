/*---
id: deadline_objection_out
revision: 2
title: 异议（质疑）答复逾期
family: process
strength: procedural
status: trial
summary: 招标人自收到异议（包括对资格预审文件的异议）之日起3日内没有答复，或者采购人收到质疑后7个工作日内没有答复。
why_it_matters: 答复作出前应当暂停程序；不答复而继续进行，可能使问题固化。
innocent_explanations:
  - 答复已口头或者当场作出，没有录入。
  - 异议不符合要求被退回，不需要实体答复。
  - 收到日期按提交日期填写，实际签收更晚。
blind_spots:
  - 异议与答复按先后一一对应，数量不等时可能错配。
  - 没有登记答复的来源不判断逾期。
  - 程序是否暂停没有判断。
next_steps:
  - 查阅异议书、签收单和答复函。
  - 核对答复作出前是否暂停招标投标活动。
  - 了解异议人的后续投诉。
legal_basis: [TL22, TL54, TL77, CG53]
references:
  - 招标投标法实施条例第二十二条、第五十四条；政府采购法第五十三条
requires:
  - Clock.rule=deadline_objection_out
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
  bans: 0.1
  reason: 答复逾期属程序瑕疵。程序问题，由行政监督部门另行处理，与串通的关联很弱；专家赋值，未经本地校准。
root_fact: "{clock}"
sentence: 标段“{lot_name}”于{from_on}收到{what_zh}，答复：{done}，已用{days}{unit_zh}，超过{allowed}{unit_zh}的期限（{due}止）。
english:
  title: An objection was answered late
  summary: The buyer did not answer an objection (also one to the prequalification) within three days, or a query in procurement within seven working days.
  why_it_matters: The procedure has to pause until the answer; going on without one makes faults final.
  innocent_explanations:
    - The answer was given orally or on the spot.
    - The objection was returned as incomplete.
    - It was received later than recorded.
  blind_spots:
    - Objections and answers are paired in order; unequal numbers may be mixed up.
    - A source that never records answers makes nobody late.
    - Whether the procedure paused is not judged.
  next_steps:
    - Read objection, receipt and answer.
    - Check whether the procedure paused.
    - Ask about later complaints.
  sentence: "In lot {lot_name} {what} of {from_on} was answered: {done_en}; {days} {unit} instead of {allowed}, due {due}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_objection_out' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       CASE clock.part WHEN 'prequalification' THEN '对资格预审文件的异议'
            WHEN 'procurement' THEN '质疑' ELSE '异议' END AS what_zh,
       CASE clock.part WHEN 'prequalification' THEN 'an objection to the prequalification'
            WHEN 'procurement' THEN 'a query' ELSE 'an objection' END AS what,
       CASE clock.unit WHEN 'working_day' THEN '个工作日' ELSE '日' END AS unit_zh,
       CASE clock.unit WHEN 'working_day' THEN 'working days' ELSE 'days' END AS unit,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
