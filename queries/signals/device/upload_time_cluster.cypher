/*---
id: upload_time_cluster
revision: 4
title: 上传时间聚集
family: device
strength: statistical
status: trial
summary: 同一标段中，两家投标人上传投标文件或者缴纳保证金的时间相隔几分钟，而且距投标截止还早；按双方以往的习惯，这样接近的概率很低。
why_it_matters: 各自独立投标的企业很少在远离截止时间时几乎同时上传、几乎同时缴纳；时间接近可能反映由同一人先后办理，只用于排序。
innocent_explanations:
  - 临近截止时间集中上传属于正常现象（距截止不足两小时的已排除）。
  - 平台故障恢复、答疑发布之后各家同时上传。
  - 多家习惯在上班后的同一时段上传。
  - 银行分批入账，到账时间相同而付款时间不同。
blind_spots:
  - 故意错开上传时间的无法发现。
  - 历史投标少的企业以市场总体习惯代替。
  - 平台未记录上传时间的标段不计算；保证金只有日期的不计算。
  - CA证书的签发时间另有信号。
next_steps:
  - 核对双方上传的IP地址、硬件信息和账号。
  - 查看制作、签章、解密等其他环节的时间是否同样接近。
  - 核对当日平台有无故障或集中通知。
legal_basis: [TL40]
references:
  - 《串通投标线索分析报告》四十六项指标：标书上传间隔异常（公开模板）
requires:
  - Lot.deadline or Lot.opened_at
  - USED_IN.event=upload or Bid.submitted_at or PAID_DEPOSIT_OF.at
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=upload_timing
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b]
parameters:
  most_p:
    default: 0.01
    unit: 概率
    reason: 按双方以往习惯，相隔不超过这一间隔的概率上限。
    source: 产品设定
weight:
  bans: 0.6
  reason: 统计线索；专家赋值，未经本地校准。
root_fact: "{machine}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}{kind_zh}（{times}），按双方以往习惯的概率为{p_value}。"
english:
  title: Uploads minutes apart
  summary: Two bidders of one lot uploaded, or paid their deposits, within minutes of each other long before the deadline, which their past habits make unlikely.
  why_it_matters: Independent bidders seldom upload together hours before the deadline; one handler might. It only orders the work.
  innocent_explanations:
    - The rush before the deadline; the last two hours are left out.
    - Everybody uploads after an outage or a clarification.
    - Many upload in the first hour of work.
    - The bank books payments in lots, so that they arrive together.
  blind_spots:
    - Uploads that were spaced on purpose.
    - Firms with few bids are judged by the habits of the market.
    - Platforms that do not record the time, and deposits of which the day alone is known.
    - When CA certificates were issued is another signal.
  next_steps:
    - Compare IP addresses, hardware numbers and accounts of the uploads.
    - See whether making, signing and decrypting were as close.
    - Ask the platform for outages and notices of that day.
  sentence: "In lot {lot_name}, {a_name} and {b_name} {kind} almost together ({times}); by their past habits that has probability {p_value}."
  words:
    upload_time: uploaded
    deposit_time: paid their deposits
---*/
MATCH (one:Bid)-[like:RESEMBLES]->(two:Bid)
WHERE like.kind IN ['upload_time', 'deposit_time'] AND like.p_value <= $most_p
MATCH (one)-[:FOR]->(lot:Lot)<-[:FOR]-(two)
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
MATCH (one)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH lot, like, one, two,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
MATCH (two)<-[made:SUBMITTED]-(firm:Company)
WITH lot, like, one, two, lead,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS other
OPTIONAL MATCH (one)<-[:USED_IN]-(mac:Device {kind: 'mac'})-[:USED_IN]->(two)
WHERE mac.exempt IS NULL
// One machine uploads one bid after the other: the machine is then the fact behind both.
WITH lot, like, one, two, substring(lead, 1) AS lead, substring(other, 1) AS other,
     min(mac.key) AS mac
OPTIONAL MATCH (one)<-[:PAID_DEPOSIT_OF]-(account:Account)-[:PAID_DEPOSIT_OF]->(two)
WHERE account.exempt IS NULL
// One account pays one deposit after the other, likewise.
WITH lot, like, lead, other, mac, one, two, min(account.key) AS account
WITH lot, like, one, two, CASE like.kind WHEN 'upload_time' THEN coalesce(mac, 'upload:')
     ELSE coalesce(account, 'deposit:') END AS fact,
     {bid: one.key, firm: lead} AS x, {bid: two.key, firm: other} AS y
WITH lot, like, fact, CASE WHEN x.firm < y.firm THEN x ELSE y END AS x,
     CASE WHEN x.firm < y.firm THEN y ELSE x END AS y
ORDER BY like.p_value, like.kind DESC
// Of uploads and deposits the less likely is told.
WITH lot, x, y, collect({kind: like.kind, times: like.passages, p_value: like.p_value,
                         fact: fact}) AS signs
WITH lot, x, y, signs[0] AS sign
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, sign.times AS times,
       sign.p_value AS p_value, sign.kind AS kind,
       CASE sign.kind WHEN 'upload_time' THEN '的投标文件几乎同时上传'
            ELSE '的保证金几乎同时缴纳' END AS kind_zh,
       CASE WHEN sign.fact IN ['upload:', 'deposit:'] THEN sign.fact + x.bid + '|' + y.bid
            ELSE sign.fact END AS machine
ORDER BY lot, a, b
