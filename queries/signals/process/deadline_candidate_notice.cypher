/*---
id: deadline_candidate_notice
revision: 1
title: 中标候选人公示逾期或者期限不足
family: process
strength: procedural
status: trial
summary: 招标人收到评标报告后超过3日才公示中标候选人，或者公示期少于3日。
why_it_matters: 公示迟延或者过短，会妨碍其他投标人提出异议，也给私下协商留出时间。
innocent_explanations:
  - 评标报告的收到日期录入的是评标结束日期，实际移交更晚。
  - 公示因异议暂停后重新开始，只记录了最后一次。
  - 公示起止日期按时点填写，实际满三日。
blind_spots:
  - 公示期内节假日的处理各地不一，没有判断。
  - 非依法必须进行招标的项目不受此限。
  - 多次公示时以最后一次为准。
next_steps:
  - 查阅评标报告的移交签收和公示网页存档。
  - 核对公示期间是否收到异议。
  - 比较公示前后的候选人顺序。
legal_basis: [TL54]
references:
  - 招标投标法实施条例第五十四条
requires:
  - Clock.rule=deadline_candidate_notice
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
  reason: 公示不足妨碍异议。程序问题，由行政监督部门另行处理，与串通的关联很弱；专家赋值，未经本地校准。
root_fact: "{clock}"
sentence: 标段“{lot_name}”{step_zh}：{from_on}起，{done}止，{days}日，规定{allowed}日。
english:
  title: Candidates were published late or too briefly
  summary: The candidates were published more than three days after the evaluation report, or for less than three days.
  why_it_matters: A late or short notice hinders objections and leaves time for talks.
  innocent_explanations:
    - The recorded day is the end of the evaluation, not the receipt of the report.
    - The notice was interrupted by an objection and only the last is recorded.
    - The days are moments; three full days passed.
  blind_spots:
    - How holidays count differs by place.
    - Projects that need not be tendered are free of this limit.
    - Of several notices the last counts.
  next_steps:
    - Look at the receipt of the report and the archived notice.
    - Check for objections in that time.
    - Compare the order of candidates before and after.
  sentence: "Lot {lot_name}, {step}: from {from_on} to {done_en}, {days} days; the rule says {allowed}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_candidate_notice' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       CASE clock.part WHEN 'publish' THEN '从收到评标报告到公示中标候选人'
            ELSE '中标候选人公示期' END AS step_zh,
       CASE clock.part WHEN 'publish' THEN 'from the report to the notice'
            ELSE 'the notice of candidates' END AS step,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
