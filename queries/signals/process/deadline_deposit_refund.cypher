/*---
id: deadline_deposit_refund
revision: 2
title: 投标保证金退还逾期
family: process
strength: procedural
status: trial
summary: 合同签订后，或者收到投标人截止前撤回投标的通知后，超过5日（政府采购为5个工作日）仍未退还投标保证金。
why_it_matters: 拖延退还会加重投标人负担，也可能以不退还相要挟。
innocent_explanations:
  - 以保函、保险代替保证金，无需退还。
  - 账户信息有误被退回。
  - 依法不予退还，或者因投诉暂缓。
blind_spots:
  - 未中标人的退还期限在政府采购中自中标通知书发出起算，没有单独计算。
  - 只看一次退还日期，看不到逐家退还。
  - 没有登记退还的来源不判断逾期。
  - 撤回投标的按时间先后与退还一一对应，不辨别是哪一家；同一标段同日的几次撤回只计一次。
next_steps:
  - 查阅保证金退还的银行流水。
  - 核对是否存在不予退还的情形。
legal_basis: [TL57, TL66, CGT33, TL35-1, M38]
references:
  - 招标投标法实施条例第三十五条、第五十七条；政府采购法实施条例第三十三条；财政部令第87号第三十八条
requires:
  - Clock.rule=deadline_deposit_refund
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
  reason: 返还义务，与串通无关。
root_fact: "{clock}"
sentence: 标段“{lot_name}”{start_zh}，保证金退还：{done}，已{days}{unit_zh}，超过{allowed}{unit_zh}的期限（{due}止）。
english:
  title: Deposits were returned late
  summary: The deposits were not returned within five days of the contract, or of the notice that a bid was withdrawn before the closing (five working days in procurement).
  why_it_matters: Late returns burden bidders and may serve as pressure.
  innocent_explanations:
    - Guarantees need no return.
    - The bank rejected the transfer.
    - The deposit is forfeited or held back for a complaint.
  blind_spots:
    - Losers in procurement have a limit from the award letter, not counted here.
    - Only one day of return is seen, not that of each bidder.
    - A source without returns makes nobody late.
    - Withdrawals and returns are paired by day, whoever withdrew; several of one lot on one day count once.
  next_steps:
    - Look at the bank record.
    - Check for reasons to keep the deposit.
  sentence: "{start_en}; deposits: {done_en}, {days} {unit} instead of {allowed}, due {due}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_deposit_refund' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       CASE WHEN clock.part STARTS WITH 'withdrawn' THEN '于' + clock.from_on + '收到撤回投标的通知'
            ELSE '的合同于' + clock.from_on + '签订' END AS start_zh,
       CASE WHEN clock.part STARTS WITH 'withdrawn'
            THEN 'A bid for lot ' + coalesce(lot.name, lot.key) + ' was withdrawn on ' + clock.from_on
            ELSE 'The contract of lot ' + coalesce(lot.name, lot.key) + ' was signed on ' + clock.from_on
            END AS start_en,
       CASE clock.unit WHEN 'working_day' THEN '个工作日' ELSE '日' END AS unit_zh,
       CASE clock.unit WHEN 'working_day' THEN 'working days' ELSE 'days' END AS unit,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
