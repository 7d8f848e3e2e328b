/*---
id: split_to_evade
revision: 5
title: 疑似拆分项目规避招标
family: process
strength: presumptive
status: trial
summary: 同一招标人在连续十二个月内（政府采购为同一财政年度），对同一类别的标段以非公开招标方式分次发包，每次金额都略低于必须招标的限额，合计超过限额。
why_it_matters: 将依法必须进行招标的项目化整为零是规定中禁止的；金额集中在限额之下往往不是巧合。
innocent_explanations:
  - 预算分批下达，各期确属不同项目。
  - 零星维修、应急采购按需发包。
  - 内部制度把非招标采购的上限定在法定限额附近。
blind_spots:
  - 限额按标段分类代码首位区分工程、货物、服务，代码不规范时不计算。
  - 没有招标方式的标段不计算。
  - 政府采购的财政年度即日历年，跨年的前后两次不合计；未注明政府采购的按连续十二个月合计。
  - 不同名义但实为同一项目、分类不同的，发现不了。
  - 没有装载的直接发包项目看不到。
next_steps:
  - 调取立项批复和年度预算，核对是否同一项目。
  - 比较各次发包的时间、内容、供应商和地点。
  - 查看各次是否由同一家中标。
legal_basis: [ZB4, TL24, N1117-2, BZ5, CGT28, CG28]
references:
  - 必须招标的工程项目规定（2018年）第五条：施工400万元、货物200万元、服务100万元
  - 招标投标法第四条
requires:
  - (:Company)-[:PROCURES]->(:Lot)
  - Lot.class_code
  - Lot.method
subjects: [buyer]
identity: [buyer, trade, since]
evidence: [buyer, lots]
parameters:
  works:
    default: 4000000
    unit: 元
    reason: 施工单项合同估算价达到此数的必须招标。
    source: 必须招标的工程项目规定（2018年）第五条第一项
  goods:
    default: 2000000
    unit: 元
    reason: 重要设备、材料等货物采购的限额。
    source: 必须招标的工程项目规定（2018年）第五条第二项
  services:
    default: 1000000
    unit: 元
    reason: 勘察、设计、监理等服务采购的限额。
    source: 必须招标的工程项目规定（2018年）第五条第三项
  close:
    default: 0.8
    unit: 比例
    reason: 每次金额在限额的八成以上而不足限额。
    source: 产品设定
  months:
    default: 12
    unit: 个月
    reason: 自第一次发包起连续计算的期间；地方规定另有期间的，可改为该期间。政府采购按财政年度，不用此数。
    source: 产品设定（同一招标人、同一类别，十二个月内）
  least_lots:
    default: 2
    unit: 次
    reason: 两次以上才谈得上拆分。
    source: 招标投标法第四条
  public:
    default: 公开招标
    reason: 公开招标的标段没有规避。
    source: 产品设定
  fiscal:
    default: government_procurement
    reason: 适用政府采购法的标段按财政年度（日历年）合计。
    source: 政府采购法实施条例第二十八条
  one_supplier:
    default: 1.0
    reason: 由同一家中标的，程度更高。
    source: 产品设定
  several_suppliers:
    default: 0.6
    reason: 由不同企业中标的。
    source: 产品设定
weight:
  bans: 0.8
  reason: 金额贴近限额、合计过限的组合少有巧合，但分期发包常见；专家赋值，未经本地校准。
root_fact: "split:{buyer}|{trade}|{since}"
sentence: "{buyer_name}在{since}至{until}（{span_zh}）以非公开招标方式发包同类（{trade}）标段{count}个，金额在{least:,.2f}元至{most:,.2f}元之间，均低于{threshold:,}元的限额，合计{total:,.2f}元。"
english:
  title: Work perhaps split to avoid a public tender
  summary: Within twelve months (in public procurement within a fiscal year) one buyer let several lots of one class without a public tender, each just below the threshold and together above it.
  why_it_matters: The law forbids splitting; amounts that gather just below a threshold are seldom chance.
  innocent_explanations:
    - The budget came in parts for different projects.
    - Small repairs and emergencies.
    - An internal rule puts its own limit there.
  blind_spots:
    - Works, goods and services are told apart by the first letter of the class code.
    - Lots without a stated method are left out.
    - In public procurement years are fiscal years, those of the calendar; what was let before and after New Year is added up elsewhere only.
    - One project under several classes.
    - Work let directly that was never loaded.
  next_steps:
    - Read approvals and the budget.
    - Compare days, contents, suppliers and places.
    - See whether one firm won them all.
  sentence: Between {since} and {until} {buyer_name} let {count} lots of class {trade} without a public tender, {least:,.2f} to {most:,.2f} yuan each, below {threshold:,}, together {total:,.2f} yuan.
---*/
MATCH (buyer:Company)-[:PROCURES]->(lot:Lot)
WHERE lot.method IS NOT NULL AND NOT lot.method CONTAINS $public AND lot.opened_at IS NOT NULL
WITH buyer, lot, coalesce(lot.control_price, lot.estimate) AS amount,
     CASE substring(lot.class_code, 0, 1) WHEN 'A' THEN $works WHEN 'B' THEN $goods
          WHEN 'C' THEN $services ELSE null END AS threshold
WHERE amount < threshold AND amount >= $close * threshold
OPTIONAL MATCH (winner:Company)-[:WON]->(lot)
WITH buyer, lot, amount, threshold, min(winner.key) AS winner
ORDER BY lot.opened_at, lot.key
WITH buyer, threshold, substring(lot.class_code, 0, 3) AS trade,
     coalesce(lot.regime = $fiscal, false) AS fiscal,
     collect({lot: lot.key, on: substring(lot.opened_at, 0, 10), amount: amount, winner: winner})
       AS lots
WHERE size(lots) >= $least_lots
// From each lot on, what was let until the period is over.
UNWIND range(0, size(lots) - 1) AS first
WITH buyer, threshold, trade, fiscal, lots, first, lots[first].on AS since
WITH buyer, threshold, trade, fiscal, lots, first, since, toInteger(substring(since, 0, 4)) AS year,
     toInteger(substring(since, 5, 2)) - 1 + $months AS month
WITH buyer, threshold, trade, fiscal, lots, first, since,
     CASE WHEN fiscal THEN toString(year + 1)
          ELSE toString(year + month / 12) + '-' + substring(toString(101 + month % 12), 1)
               + substring(since, 7) END AS over
WITH buyer, threshold, trade, fiscal, first, since, [l IN lots[first..] WHERE l.on < over] AS some
WITH buyer, threshold, trade, fiscal, first, since, some,
     reduce(sum = 0.0, l IN some | sum + l.amount) AS total
WHERE size(some) >= $least_lots AND total >= threshold
WITH buyer, threshold, trade, fiscal, since, some, total
ORDER BY buyer.key, trade, fiscal, first
// A lot belongs to the first period that it falls into.
WITH buyer, threshold, trade, fiscal,
     collect({since: since, until: some[size(some) - 1].on, lots: some, total: total}) AS periods
UNWIND reduce(kept = [], p IN periods |
         CASE WHEN size(kept) = 0 OR p.lots[0].on > kept[size(kept) - 1].until THEN kept + [p]
              ELSE kept END) AS period
UNWIND period.lots AS one
WITH buyer, threshold, trade, fiscal, period.since AS since, period.until AS until,
     period.total AS total, collect(one.lot) AS lots, min(one.amount) AS least,
     max(one.amount) AS most, count(DISTINCT one.winner) AS winners, count(one.winner) AS awarded
RETURN buyer.key AS buyer, buyer.name AS buyer_name, trade, since, until, lots, size(lots) AS count,
       total, least, most, threshold,
       CASE WHEN fiscal THEN '同一财政年度内' ELSE toString($months) + '个月内' END AS span_zh,
       CASE WHEN winners = 1 AND awarded = size(lots) THEN $one_supplier
            ELSE $several_suppliers END AS grade
ORDER BY buyer, trade, since
