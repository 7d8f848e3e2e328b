/*---
id: stage_gap
revision: 2
title: 环节停滞
family: process
strength: context
status: trial
summary: 从一个环节到下一个环节的间隔，长于可比项目的95%。
why_it_matters: 长期停滞可能意味着资金、征迁或者纠纷问题，也可能在等待特定单位；仅作预警。
innocent_explanations:
  - 资金、征迁、气候等客观原因。
  - 后续环节已经完成而没有录入。
  - 项目依法终止。
blind_spots:
  - 按全部项目同类环节的分布比较，没有区分项目类型和规模。
  - 同类环节少于30个的不比较。
  - 环节本来就不再继续的项目会被误列。
next_steps:
  - 了解停滞的原因和主管部门的意见。
  - 查看停滞前后中标人、合同、人员是否变化。
legal_basis: [N1117-7]
references:
  - 同类环节间隔的第95百分位（全部已装载项目）
requires:
  - Lot.opened_at or Milestone.on
  - Measure.measure=milestone_clocks
subjects: [lot]
identity: [clock, lot]
evidence: [lot, records]
parameters:
  least_days:
    default: 30
    unit: 日
    reason: 间隔不足三十日的不提示。
    source: 产品设定
weight:
  bans: 0.0
  reason: 仅作背景，不计分。
root_fact: "{clock}"
sentence: 标段“{lot_name}”自{from_on}起{days}日未进入下一环节（{done}），可比项目95%在{allowed}日以内。
english:
  title: The project stands still
  summary: The step to the next stage took longer than in 95 of 100 comparable projects.
  why_it_matters: A long standstill may mean lack of money or disputes, or that somebody is waited for; a hint only.
  innocent_explanations:
    - Money, resettlement, weather.
    - The next step was done and not recorded.
    - The project ended.
  blind_spots:
    - All projects are compared, whatever their kind and size.
    - Fewer than thirty steps of a kind are not compared.
    - Projects that end here by nature are listed too.
  next_steps:
    - Ask for the reason.
    - See whether winner, contract or people changed.
  sentence: Lot {lot_name} took {days} days from {from_on} to the next step ({done_en}); 95 of 100 comparable ones took at most {allowed}.
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'stage_gap' AND clock.days >= $least_days
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part, clock.from_on AS from_on,
       coalesce(clock.on, '尚无后续记录') AS done,
       coalesce(clock.on, 'nothing on record yet') AS done_en, clock.days AS days,
       clock.limit AS allowed
ORDER BY lot, clock
