/*---
id: deadline_contract_publish
revision: 1
title: 政府采购合同公告或者备案逾期
family: process
strength: procedural
status: trial
summary: 政府采购合同签订后超过2个工作日没有公告，或者超过7个工作日没有备案。
why_it_matters: 合同不公开、不备案，其他供应商和监督部门无法核对合同与中标结果是否一致。
innocent_explanations:
  - 涉及国家秘密、商业秘密的内容依法不公告。
  - 公告系统故障或者补录。
  - 框架协议下的订单不单独公告。
blind_spots:
  - 没有登记公告、备案的来源不判断逾期。
  - 合同公告内容是否完整没有判断。
  - 合同签订日期可能是录入日期。
next_steps:
  - 检索指定媒体上的合同公告。
  - 核对合同价款、期限与中标公告是否一致。
legal_basis: [CGT50, CG47]
references:
  - 政府采购法实施条例第五十条；政府采购法第四十七条
requires:
  - Clock.rule=deadline_contract_publish
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
  reason: 公开义务，与串通无关；合同内容另行核对。
root_fact: "{clock}"
sentence: 标段“{lot_name}”的合同于{from_on}签订，{step_zh}：{done}，已{days}个工作日，超过{allowed}个工作日的期限（{due}止）。
english:
  title: A procurement contract was published or filed late
  summary: The contract was not published within two working days, or not filed within seven.
  why_it_matters: Unpublished contracts cannot be compared with the award.
  innocent_explanations:
    - Secrets are kept out of the notice by law.
    - The system failed, or the notice was added later.
    - Orders under a framework are not published one by one.
  blind_spots:
    - A source without notices makes nobody late.
    - Whether the notice is complete is not judged.
    - The recorded day of signing may be that of entry.
  next_steps:
    - Search the prescribed medium.
    - Compare price and term with the award notice.
  sentence: "The contract of lot {lot_name} was signed on {from_on}; {step}: {done_en}, {days} working days instead of {allowed}, due {due}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_contract_publish' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       CASE clock.part WHEN 'publish' THEN '公告'
            ELSE '备案' END AS step_zh,
       CASE clock.part WHEN 'publish' THEN 'publication'
            ELSE 'filing' END AS step,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
