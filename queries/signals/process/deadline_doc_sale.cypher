/*---
id: deadline_doc_sale
revision: 1
title: 招标文件发售期不足
family: process
strength: procedural
status: trial
summary: 资格预审文件或者招标文件从开始发出到停止发出的时间，短于规定的最短期限。
why_it_matters: 发售期过短会使消息不灵的潜在投标人来不及获取文件，是规定中的禁止性时限。
innocent_explanations:
  - 文件通过网络免费下载，停止发出的日期按系统默认填写，实际仍可获取。
  - 发售期依法顺延，而变更公告未录入。
  - 该项目不属于依法必须进行招标的项目。
blind_spots:
  - 只看首次与最后一次记录的日期，看不到中途暂停发售。
  - 期间含法定节假日时是否合理，没有判断。
  - 适用法律未填写的标段按招标投标法计算。
next_steps:
  - 查阅招标公告载明的获取时间和平台的下载记录。
  - 核对是否有延期或者变更公告。
  - 比较获取文件的单位数与投标单位数。
legal_basis: [TL16, CGT31, TL64]
references:
  - 招标投标法实施条例第十六条（不得少于5日）；政府采购法实施条例第三十一条（不得少于5个工作日）
requires:
  - Clock.rule=deadline_doc_sale
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
  reason: 发售期不足会减少竞争者，但多为经办疏忽。程序问题，由行政监督部门另行处理，与串通的关联很弱；专家赋值，未经本地校准。
root_fact: "{clock}"
sentence: 标段“{lot_name}”的招标文件自{from_on}发出，{done}停止发出，共{days}{unit_zh}，少于规定的{allowed}{unit_zh}。
english:
  title: Tender documents on offer too briefly
  summary: The documents could be obtained for less time than the rules demand.
  why_it_matters: A short period keeps out those who hear of the tender late.
  innocent_explanations:
    - Documents can be downloaded freely; the last day is a default of the system.
    - The period was extended by a notice that is not loaded.
    - The project need not be tendered by law.
  blind_spots:
    - A sale that paused in between is not seen.
    - Holidays inside the period are not judged.
    - A lot without a stated law is held to the tender law.
  next_steps:
    - Read the notice and the download log.
    - Look for notices of extension.
    - Compare those who obtained the documents with those who bid.
  sentence: "The documents of lot {lot_name} were on offer from {from_on} to {done_en}: {days} {unit}, fewer than {allowed}."
---*/
MATCH (clock:Clock)-[:RUNS_FOR]->(lot:Lot)
WHERE clock.rule = 'deadline_doc_sale' AND clock.state IN $states
RETURN lot.key AS lot, lot.name AS lot_name, clock.key AS clock, clock.records AS records,
       clock.part AS part,
       CASE clock.unit WHEN 'working_day' THEN '个工作日' ELSE '日' END AS unit_zh,
       CASE clock.unit WHEN 'working_day' THEN 'working days' ELSE 'days' END AS unit,
       clock.from_on AS from_on, coalesce(clock.on, '尚无记录') AS done,
       coalesce(clock.on, 'not on record') AS done_en, clock.due AS due, clock.days AS days,
       clock.limit AS allowed, clock.state AS state,
       CASE WHEN abs(clock.days - clock.limit) <= $edge_days THEN $edge_grade ELSE 1.0 END
         AS grade
ORDER BY lot, clock
