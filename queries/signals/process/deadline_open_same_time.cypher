/*---
id: deadline_open_same_time
revision: 1
title: 开标时间与投标截止时间不一致
family: process
strength: procedural
status: trial
summary: 开标时间与招标文件确定的投标截止时间不是同一时间。
why_it_matters: 截止后不立即开标，给接收逾期文件、撤换文件留出时间；先开标后截止，则可能泄露报价。
innocent_explanations:
  - 两个时间分别按日期和时刻录入，精度不同。
  - 依法顺延开标，而截止时间未同步更新。
  - 系统故障推迟开标并有公告。
blind_spots:
  - 精度只到日的，只比较日期。
  - 看不到解密、唱标的实际时刻。
next_steps:
  - 查阅开标记录和平台日志。
  - 核对截止后是否有文件送达、撤换。
  - 核对推迟开标的公告。
legal_basis: [ZB34, E27, TL41]
references:
  - 招标投标法第三十四条
requires:
  - Lot.opened_at
  - Lot.deadline
subjects: [lot]
identity: [lot]
evidence: [lot]
parameters:
  tolerance:
    default: 60
    unit: 分钟
    reason: 一小时以内多为准备和解密的时间。
    source: 产品设定
  hour:
    default: 60
    unit: 分钟
    reason: 每小时的分钟数。
    source: 常数
  day_grade:
    default: 1.0
    reason: 相差一日以上。
    source: 产品设定
  hour_grade:
    default: 0.5
    reason: 同日而相差超过容许时间。
    source: 产品设定
weight:
  bans: 0.3
  reason: 间隔可能用于撤换文件，但多为录入差异；专家赋值，未经本地校准。
root_fact: "opening:{lot}"
sentence: 标段“{lot_name}”的投标截止时间为{deadline}，开标时间为{opened_at}，{way_zh}。
english:
  title: Opening and deadline differ
  summary: Bids were not opened at the moment of the deadline.
  why_it_matters: A gap leaves time to accept or swap files; an opening before the deadline may give prices away.
  innocent_explanations:
    - One of the two is recorded as a day only.
    - The opening was postponed and the deadline not updated.
    - A technical failure, with a notice.
  blind_spots:
    - Where only days are recorded, only days are compared.
    - The true moment of decryption is not seen.
  next_steps:
    - Look at the record of the opening and the log.
    - Check for files that came or changed after the deadline.
    - Look for a notice of postponement.
  sentence: "In lot {lot_name} bids closed at {deadline} and were opened at {opened_at}: {way}."
---*/
MATCH (lot:Lot)
WHERE lot.opened_at IS NOT NULL AND lot.deadline IS NOT NULL AND lot.opened_at <> lot.deadline
WITH lot, lot.deadline AS deadline, lot.opened_at AS opened_at
// A day alone, or midnight, states no hour.
WITH lot, deadline, opened_at, substring(deadline, 0, 10) = substring(opened_at, 0, 10) AS same_day,
     CASE WHEN size(deadline) >= size('2024-05-06T09:30') AND size(opened_at) >= size('2024-05-06T09:30')
           AND substring(deadline, 11, 5) <> '00:00' AND substring(opened_at, 11, 5) <> '00:00'
          THEN $hour * (toInteger(substring(opened_at, 11, 2)) - toInteger(substring(deadline, 11, 2)))
               + toInteger(substring(opened_at, 14, 2)) - toInteger(substring(deadline, 14, 2))
          ELSE 0 END AS minutes
WHERE NOT same_day OR minutes > $tolerance OR minutes < 0
RETURN lot.key AS lot, lot.name AS lot_name, deadline, opened_at,
       CASE WHEN opened_at < deadline THEN '早于截止时间' ELSE '晚于截止时间' END AS way_zh,
       CASE WHEN opened_at < deadline THEN 'before the deadline' ELSE 'after the deadline' END AS way,
       CASE WHEN same_day THEN $hour_grade ELSE $day_grade END AS grade
ORDER BY lot
