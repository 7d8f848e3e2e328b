/*---
id: deadline_gp_award
revision: 2
title: 政府采购送交评审报告、定标或者公告结果逾期
family: process
strength: procedural
status: trial
summary: 评审结束后超过2个工作日才将评审报告送交采购人，采购人收到报告后超过5个工作日才确定中标供应商，或者确定后超过2个工作日才公告结果。
why_it_matters: 送交、定标和公告迟延，会给改变结果留出空间，也使供应商的质疑期限无从起算。
innocent_explanations:
  - 评审报告的送达日期录入有误。
  - 采购人自行组织采购，没有送交这一步。
  - 因质疑或者复核依法中止。
  - 定标日期取自合同审批日期。
blind_spots:
  - 没有登记评审结束日期或者送达日期的，不计算送交期限。
  - 只适用于标明政府采购的标段。
  - 公告媒体是否合规没有判断。
next_steps:
  - 查阅评审结束时间、评审报告签收、定标记录和公告时间。
  - 了解迟延期间与候选供应商的接触。
  - 核对确定的供应商是否为第一候选人。
legal_basis: [CGT43]
references:
  - 政府采购法实施条例第四十三条
requires:
  - Clock.rule=deadline_gp_award
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
  reason: 定标迟延可能与协调结果有关。程序问题，由行政监督部门另行处理，与串通的关联很弱；专家赋值，未经本地校准。
root_fact: "{clock}"
sentence: 标段“{lot_name}”{step_zh}：{from_on}起，至{done}，{days}个工作日，超过{allowed}个工作日的期限（{due}止）。
english:
  title: A procurement report, award or notice came late
  summary: The evaluation report reached the buyer more than two working days after the evaluation, or the buyer took more than five working days to decide after it, or more than two to publish the result.
  why_it_matters: Delay leaves room to change the result and keeps suppliers from their time to query.
  innocent_explanations:
    - The receipt of the report is recorded wrongly.
    - The buyer ran the procedure itself, so nothing had to be handed over.
    - The procedure paused for a query or review.
    - The recorded decision is that of the contract.
  blind_spots:
    - Without the day on which the evaluation ended or the report came, its two days are not counted.
    - Only lots marked as procurement are held to it.
    - Whether the right medium published it is not judged.
  next_steps:
    - Look at the end of the evaluation, receipt, decision and notice.
    - Ask about contacts with candidates meanwhile.
    - Check whether the first candidate was chosen.
  sentence: "Lot {lot_name}, {step}: from {from_on} to {done_en}, {days} working days instead of {allowed}, due {due}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_gp_award' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       CASE clock.part WHEN 'report' THEN '从评审结束到送交评审报告'
            WHEN 'decide' THEN '从收到评审报告到确定供应商'
            ELSE '从确定供应商到公告结果' END AS step_zh,
       CASE clock.part WHEN 'report' THEN 'from the evaluation to its report'
            WHEN 'decide' THEN 'from the report to the decision'
            ELSE 'from the decision to the notice' END AS step,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
