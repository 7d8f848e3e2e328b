/*---
id: deadline_realestate
revision: 1
title: 不动产登记办理逾期
family: process
strength: procedural
status: trial
summary: 受理不动产登记申请之日起超过30个工作日没有办结。
why_it_matters: 登记迟延影响权利确认，也可能说明前序手续不全。
innocent_explanations:
  - 材料不全，受理后又要求补正。
  - 首次登记需要公告，依法另有规定。
  - 存在权属争议，暂缓登记。
blind_spots:
  - 公告、实地查看的时间不在数据中。
  - 没有登记办结日期的来源不判断逾期。
next_steps:
  - 查阅受理通知和登记簿。
  - 核对用地、规划、竣工等前序手续。
legal_basis: [BDC20]
references:
  - 不动产登记暂行条例第二十条
requires:
  - Clock.rule=deadline_realestate
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
  reason: 登记机构的办理期限，与串通无关。
root_fact: "{clock}"
sentence: 标段“{lot_name}”的不动产登记于{from_on}受理，办结：{done}，已{days}个工作日，超过{allowed}个工作日的期限（{due}止）。
english:
  title: Real estate was registered late
  summary: More than thirty working days after the application was accepted the registration was not finished.
  why_it_matters: Delay may mean that earlier steps are incomplete.
  innocent_explanations:
    - Papers had to be completed.
    - A first registration needs a public notice.
    - Ownership is disputed.
  blind_spots:
    - Notices and site visits are not in the data.
    - A source without registrations makes nobody late.
  next_steps:
    - Look at acceptance and register.
    - Check land, planning and completion.
  sentence: "The registration for lot {lot_name} was accepted on {from_on}; finished: {done_en}, {days} working days instead of {allowed}, due {due}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_realestate' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
