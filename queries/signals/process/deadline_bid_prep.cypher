/*---
id: deadline_bid_prep
revision: 1
title: 编制投标文件时间不足
family: process
strength: procedural
status: trial
summary: 自招标文件开始发出之日起至投标截止之日止，少于20日。
why_it_matters: 准备时间过短时，只有事先知情的投标人能够从容编制文件，是排斥竞争的常见做法。
innocent_explanations:
  - 非依法必须进行招标的项目不受二十日限制。
  - 采用电子招标且地方规定允许缩短期限。
  - 资格预审后的邀请阶段另有约定，公告日期取自更早的公告。
blind_spots:
  - 没有招标文件发出日期时以招标公告日期代替，可能高估准备时间。
  - 磋商、谈判、询价等非招标方式不计算。
  - 开标时间顺延而截止时间未更新的会误报。
next_steps:
  - 核对项目是否属于依法必须进行招标。
  - 查阅招标公告、招标文件和变更公告的时间。
  - 查看按时递交投标文件的单位是否有事先联系的迹象。
legal_basis: [ZB24, CG35, TL64]
references:
  - 招标投标法第二十四条；政府采购法第三十五条
requires:
  - Clock.rule=deadline_bid_prep
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
  bans: 0.3
  reason: 期限过短是排斥潜在投标人的常见手法。专家赋值，未经本地校准。
root_fact: "{clock}"
sentence: 标段“{lot_name}”的招标文件自{from_on}发出，{done}截止投标，间隔{days}日，少于{allowed}日。
english:
  title: Too little time to prepare bids
  summary: Fewer than twenty days lie between the release of the tender documents and the deadline for bids.
  why_it_matters: A short period favours whoever knew beforehand.
  innocent_explanations:
    - The project need not be tendered by law.
    - A local rule shortens the period for electronic tenders.
    - A second stage after prequalification counts from an earlier notice.
  blind_spots:
    - Without a day of release the notice stands in, which may be too early.
    - Negotiations and quotations are left out.
    - A postponed opening whose deadline was not updated.
  next_steps:
    - Check whether the project must be tendered.
    - Read notice, documents and amendments.
    - Look for signs that those who bid knew beforehand.
  sentence: "The documents of lot {lot_name} were released on {from_on} and bids closed on {done_en}: {days} days, fewer than {allowed}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_bid_prep' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
