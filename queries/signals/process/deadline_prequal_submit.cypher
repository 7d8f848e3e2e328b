/*---
id: deadline_prequal_submit
revision: 1
title: 资格预审申请时间不足
family: process
strength: procedural
status: trial
summary: 从资格预审文件停止发售到提交资格预审申请文件截止，时间少于5日。
why_it_matters: 准备申请文件的时间过短，会把事先不知情的潜在投标人挡在门外。
innocent_explanations:
  - 停止发售的日期指招标文件而非资格预审文件。
  - 平台允许停止发售后继续提交，截止时间已顺延而未更新。
  - 该项目不属于依法必须进行招标的项目。
blind_spots:
  - 同一标段既发售资格预审文件又发售招标文件、只记录一个停止日期时无法区分。
  - 截止时间早于停止发售的不计算。
next_steps:
  - 查阅资格预审公告和文件载明的时间。
  - 核对最后获取文件的单位是否来得及提交。
  - 查看通过资格预审的名单是否集中于少数单位。
legal_basis: [TL17, TL64]
references:
  - 招标投标法实施条例第十七条
requires:
  - Clock.rule=deadline_prequal_submit
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
  bans: 0.2
  reason: 期限过短可能用于排斥潜在投标人。程序问题，由行政监督部门另行处理，与串通的关联很弱；专家赋值，未经本地校准。
root_fact: "{clock}"
sentence: 标段“{lot_name}”的资格预审文件{from_on}停止发售，{done}即截止提交申请，间隔{days}日，少于{allowed}日。
english:
  title: Too little time to apply for prequalification
  summary: Fewer than five days lie between the end of the sale of prequalification documents and the deadline for applications.
  why_it_matters: A short period keeps out those who did not know beforehand.
  innocent_explanations:
    - The last day of sale is that of the tender documents.
    - The deadline was moved and not updated.
    - The project need not be tendered by law.
  blind_spots:
    - One recorded last day for two kinds of documents cannot be told apart.
    - A deadline before the end of the sale is not counted.
  next_steps:
    - Read the prequalification notice.
    - Ask whether the last to obtain the documents could apply in time.
    - Look at who passed.
  sentence: The prequalification documents of lot {lot_name} were sold until {from_on}; applications closed on {done_en}, {days} days later, fewer than {allowed}.
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_prequal_submit' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
