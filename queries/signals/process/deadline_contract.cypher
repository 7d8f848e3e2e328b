/*---
id: deadline_contract
revision: 1
title: 合同订立逾期
family: process
strength: procedural
status: trial
summary: 自中标通知书发出之日起超过30日，招标人和中标人尚未订立书面合同。
why_it_matters: 迟迟不签合同，可能在就价格、范围重新谈判，或者中标人准备放弃、转让。
innocent_explanations:
  - 中标通知书的实际发出日期晚于录入日期。
  - 因异议、投诉依法暂停。
  - 合同已签订而备案滞后，录入的是备案日期。
blind_spots:
  - 没有通知书日期时依次以结果公告、确定中标人的日期代替，起算可能偏早。
  - 合同日期可以倒签，无法识别。
  - 程序终止的标段不判断。
next_steps:
  - 查阅中标通知书、合同及其签章时间。
  - 了解迟延期间是否就实质内容谈判。
  - 核对最终合同与投标文件是否一致。
legal_basis: [ZB46, CG46, TL74]
references:
  - 招标投标法第四十六条；政府采购法第四十六条
requires:
  - Clock.rule=deadline_contract
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
  bans: 0.2
  reason: 迟延签约可能伴随重新谈判。程序问题，由行政监督部门另行处理，与串通的关联很弱；专家赋值，未经本地校准。
root_fact: "{clock}"
sentence: 标段“{lot_name}”自{from_on}通知中标，合同：{done}，已{days}日，超过{allowed}日的期限（{due}止）。
english:
  title: The contract was signed late
  summary: More than thirty days after the award letter there was no written contract.
  why_it_matters: A late contract may hide renegotiation, or a winner who is about to give up or pass the work on.
  innocent_explanations:
    - The letter was sent later than recorded.
    - The procedure paused for an objection or complaint.
    - The recorded day is that of filing.
  blind_spots:
    - Without a letter the notice, then the decision stand in, which may be too early.
    - A backdated contract.
    - Lots whose procedure ended are left out.
  next_steps:
    - Look at letter, contract and seals.
    - Ask about talks meanwhile.
    - Compare the contract with the bid.
  sentence: "Lot {lot_name} was awarded on {from_on}; contract: {done_en}, {days} days instead of {allowed}, due {due}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_contract' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
