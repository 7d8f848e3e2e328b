/*---
id: ca_issue_cluster
revision: 3
title: CA证书先后几分钟内办理
family: device
strength: statistical
status: trial
summary: 同一标段两家投标人使用的不同CA数字证书，在几分钟之内先后签发。
why_it_matters: 证书由各企业分别申办；两家投标人的证书在几分钟内先后签发，可能由同一人一并办理。
innocent_explanations:
  - 同一园区、同一窗口集中办理，或者平台组织的批量换发。
  - 签发时间由系统按批次写入，不是各家实际办理的时间。
  - 同一集团统一办理，且各家依法可以同时投标。
blind_spots:
  - 只有日期、没有时刻的不计算；零点前后的不计算。
  - 同一时间签发的证书过多的，视为批量换发，不列出。
  - 证书换发后的时间不是首次办理的时间。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 向证书颁发机构查询申办材料、经办人、领取人和付款账户。
  - 核对两家证书的有效期、续费是否也由同一人办理。
legal_basis: [TL40, N1117-11]
references:
  - 招标投标法实施条例第四十条第二项（线索）
requires:
  - Device.issued_at
  - (:Device)-[:USED_IN]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, ca_a, ca_b]
parameters:
  minutes:
    default: 5
    unit: 分钟
    reason: 同一人连续办理两家证书的间隔。
    source: 产品设定
  crowd:
    default: 20
    unit: 个
    reason: 前后几分钟之内签发的证书超过此数的，是批量换发。
    source: 产品设定
  hour:
    default: 60
    unit: 分钟
    reason: 一小时的分钟数。
    source: 计时
weight:
  bans: 0.6
  reason: 窗口集中办理时会偶然相近，只作线索；专家赋值，未经本地校准。
root_fact: "ca-issue:{ca_a}|{ca_b}"
sentence: 标段“{lot_name}”中，{a_name}与{b_name}所用的CA证书分别于{at_a}和{at_b}签发，相隔{apart}分钟。
english:
  title: CA certificates issued minutes apart
  summary: The certificates, different ones, that two bidders of one lot used were issued within minutes of each other.
  why_it_matters: Each firm applies for its own. Certificates of two bidders issued one after the other may have been applied for by one hand.
  innocent_explanations:
    - One counter or one renewal by the platform served many.
    - The system writes the time of a batch.
    - A group applies for its members, and each may bid.
  blind_spots:
    - Certificates of which the day alone is known, and times about midnight.
    - Where too many were issued within minutes, it was a batch, and they are left out.
    - A renewed certificate has another time.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Ask the issuer for papers, applicant, collector and paying account.
    - Check whether renewals were one person's too.
  sentence: In lot {lot_name} the certificates of {a_name} and {b_name} were issued at {at_a} and {at_b}, {apart} minutes apart.
---*/
MATCH (ca:Device {kind: 'ca'})
WHERE ca.issued_at IS NOT NULL AND ca.exempt IS NULL AND NOT ca.issued_at CONTAINS 'T00:00:00'
WITH substring(ca.issued_at, 0, 10) AS day,
     toInteger(substring(ca.issued_at, 11, 2)) * $hour
       + toInteger(substring(ca.issued_at, 14, 2)) AS minute, collect(ca) AS issued
// How many were issued within minutes of each other, whomever they are for.
UNWIND range(-$minutes, $minutes) AS off
WITH day, minute + off AS minute, sum(size(issued)) AS many,
     collect(CASE WHEN off = 0 THEN issued ELSE null END) AS own
WHERE many <= $crowd
UNWIND own AS issued
UNWIND issued AS ca
MATCH (ca)-[:USED_IN]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH DISTINCT ca, bid, lot
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH ca, bid, lot, min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH lot, substring(ca.issued_at, 0, 10) AS day,
     toInteger(substring(ca.issued_at, 11, 2)) * $hour
       + toInteger(substring(ca.issued_at, 14, 2)) AS minute,
     collect({ca: ca.key, bid: bid.key, firm: substring(lead, 1), at: ca.issued_at}) AS entries
// Those of one minute meet those of the next few: not all of a lot with thousands of bidders.
UNWIND range(0, $minutes) AS back
WITH lot, day, minute - back AS start, collect({minute: minute, entries: entries}) AS following
UNWIND following AS first
WITH lot, start, following, first
WHERE first.minute = start
UNWIND first.entries AS p
UNWIND following AS later
UNWIND later.entries AS q
WITH lot, p, q, start, later.minute AS minute
WHERE p.firm <> q.firm AND p.ca <> q.ca AND (minute > start OR p.firm < q.firm)
WITH lot, CASE WHEN p.firm < q.firm THEN p ELSE q END AS x,
     CASE WHEN p.firm < q.firm THEN q ELSE p END AS y, minute - start AS apart
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH lot, x, y, apart
ORDER BY apart, x.ca, y.ca
WITH lot, x.firm AS firm_a, y.firm AS firm_b, x.bid AS bid_a, y.bid AS bid_b,
     collect({a: x, b: y, apart: apart}) AS pairs
WITH lot, firm_a, firm_b, bid_a, bid_b, pairs[0].a AS x, pairs[0].b AS y, pairs[0].apart AS apart
MATCH (a:Company {key: firm_a}), (b:Company {key: firm_b})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, bid_a, bid_b, x.ca AS ca_a, y.ca AS ca_b, x.at AS at_a, y.at AS at_b,
       apart
ORDER BY lot, a, b
