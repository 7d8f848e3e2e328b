/*---
id: order_violation
revision: 1
title: 环节顺序颠倒
family: process
strength: procedural
status: trial
summary: 项目的环节没有按规定的先后进行：先招标后立项、先开工后许可、先签约后定标等。
why_it_matters: 未批先招、未招先建、先开工后签约，往往说明中标人事先已经确定。
innocent_explanations:
  - 日期录入有误，或者录入的是补办文件的日期。
  - 立项批复调整后重新发文，原批复更早。
  - 应急工程依法先行施工。
  - 开工日期为合同约定，而非实际。
blind_spots:
  - 同一环节有多份文件时取最早一份，后来的调整不计。
  - 项目级文件适用于其全部标段，分期批复的项目可能误报。
next_steps:
  - 查阅批复、公告、合同、许可证和开工报告原件。
  - 到现场核实何时进场、由谁进场。
  - 核对进场单位与中标人是否一致。
legal_basis: [ZB9, JZ7, JZ8, JZ64]
references:
  - 招标投标法第九条；建筑法第七条、第八条、第六十四条
requires:
  - Clock.rule=order_violation
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
  bans: 0.5
  reason: 未招先建、先签约后定标提示中标人事先确定；多数为补办手续。专家赋值，未经本地校准。
root_fact: "{clock}"
sentence: 标段“{lot_name}”{step_zh}{days}日：后一环节{from_on}已发生，前一环节{done}才完成。
english:
  title: Steps in the wrong order
  summary: "Steps of the project did not follow the order of the rules: tender before approval, work before permit, contract before award."
  why_it_matters: Work or contract before the tender often means that the winner was known.
  innocent_explanations:
    - A day is mistyped, or is that of a paper issued later.
    - An approval was reissued and the first is older.
    - Emergency works may begin at once.
    - The recorded start is the agreed one.
  blind_spots:
    - Of several papers for one step the earliest counts.
    - Papers of the project hold for all its lots, also where it was approved in stages.
  next_steps:
    - Read approval, notice, contract, permit and report of start.
    - Find out on site who began when.
    - Compare those on site with the winner.
  sentence: "In lot {lot_name} {step}, by {days} days: the later step on {from_on}, the earlier one on {done_en}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'order_violation' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       CASE clock.part WHEN 'approval_notice' THEN '招标公告早于立项批复'
            WHEN 'land_permit' THEN '施工许可早于用地批准'
            WHEN 'planning_permit' THEN '施工许可早于规划许可'
            WHEN 'award_contract' THEN '合同早于中标通知'
            WHEN 'contract_start' THEN '开工早于合同签订'
            WHEN 'permit_start' THEN '开工早于施工许可'
            ELSE '竣工早于开工' END AS step_zh,
       CASE clock.part WHEN 'approval_notice' THEN 'the tender notice came before the approval'
            WHEN 'land_permit' THEN 'the building permit came before the land permit'
            WHEN 'planning_permit' THEN 'the building permit came before the planning permit'
            WHEN 'award_contract' THEN 'the contract came before the award'
            WHEN 'contract_start' THEN 'work began before the contract'
            WHEN 'permit_start' THEN 'work began before the building permit'
            ELSE 'completion came before the start' END AS step,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
