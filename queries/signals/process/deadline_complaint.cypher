/*---
id: deadline_complaint
revision: 1
title: 投诉提出、受理或者处理逾期
family: process
strength: procedural
status: trial
summary: 投诉在知道之日起10日后才提出，或者监督部门超过3个工作日没有决定是否受理、超过30个工作日没有作出处理决定。
why_it_matters: 投诉处理迟延，会使程序在问题未查清时继续进行。
innocent_explanations:
  - 先行异议的答复期间依法不计入。
  - 检验、检测、鉴定、专家评审所需时间不计入。
  - 投诉材料需要补正。
blind_spots:
  - 扣除期间不在数据中，一律按连续计算。
  - 知道之日由投诉人陈述。
  - 只关联到企业而没有标段的投诉不计算。
  - 政府采购只判断处理期限。
next_steps:
  - 查阅投诉登记、受理决定和处理决定。
  - 核对扣除期间和补正通知。
legal_basis: [TL60, TL61, CG56]
references:
  - 招标投标法实施条例第六十条、第六十一条；政府采购法第五十六条
requires:
  - Clock.rule=deadline_complaint
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
  reason: 监督程序自身的期限，不作为投标人的线索。
root_fact: "{clock}"
sentence: 标段“{lot_name}”的投诉{step_zh}：{from_on}起，至{done}，{days}{unit_zh}，超过{allowed}{unit_zh}的期限（{due}止）。
english:
  title: A complaint was made or dealt with late
  summary: A complaint came more than ten days after the facts were known, or was accepted after three or decided after thirty working days.
  why_it_matters: Delay lets the procedure go on while the matter is open.
  innocent_explanations:
    - The time of a prior objection does not count.
    - Tests and opinions do not count.
    - The complaint had to be completed.
  blind_spots:
    - Time that does not count is not in the data.
    - The day of knowledge is the complainant's word.
    - Complaints about firms without a lot are left out.
    - In procurement only the decision is held to its limit.
  next_steps:
    - Look at register, acceptance and decision.
    - Check what does not count.
  sentence: "Complaint about lot {lot_name}, {step}: from {from_on} to {done_en}, {days} {unit} instead of {allowed}, due {due}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_complaint' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       CASE clock.part WHEN 'file' THEN '从知道到提出'
            WHEN 'accept' THEN '从收到到决定受理'
            ELSE '从受理到处理决定' END AS step_zh,
       CASE clock.part WHEN 'file' THEN 'from knowledge to filing'
            WHEN 'accept' THEN 'from receipt to acceptance'
            ELSE 'from acceptance to decision' END AS step,
       CASE clock.unit WHEN 'working_day' THEN '个工作日' ELSE '日' END AS unit_zh,
       CASE clock.unit WHEN 'working_day' THEN 'working days' ELSE 'days' END AS unit,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
