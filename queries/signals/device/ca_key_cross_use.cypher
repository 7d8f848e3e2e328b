/*---
id: ca_key_cross_use
revision: 1
title: CA锁混用
family: device
strength: deemed
status: trial
summary: 同一标段中，不同投标人的投标文件由同一个CA数字证书签章、加密、上传或者解密。
why_it_matters: CA数字证书由持有人专用，同一证书用于两家的投标，疑似由同一单位或者个人办理投标事宜，应由有权机关核实。
innocent_explanations:
  - 平台或招标代理机构使用自己的证书统一解密（应列入豁免清单）。
  - 证书编号采集错误，记录了颁发机构或平台的编号。
  - 联合体使用牵头人的证书（本信号已排除）。
blind_spots:
  - 借用他人证书但各家分别使用不同证书时无法发现。
  - 证书的登记持有人不在数据中，只比较编号。
  - 更换证书后编号不同。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 向证书颁发机构查询该证书的持有人、经办人和办理时间。
  - 调取平台签章、加密、解密日志。
  - 询问证书由谁保管、使用。
legal_basis: [TL40, M37]
references:
  - 招标投标法实施条例第四十条第二项
requires:
  - Device.kind=ca
  - (:Device)-[:USED_IN]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, certificates]
parameters:
  max_firms:
    default: 50
    unit: 家
    reason: 证书属于一家企业；超过50家使用的编号应为平台、代理机构或颁发机构的编号。
    source: 产品设定
weight:
  bans: 3.0
  reason: 数字证书由持有人专用；专家赋值，未经本地校准。
root_fact: "{certificate}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标使用了同一CA证书{numbers}。"
english:
  title: One CA certificate for two bidders
  summary: The bids of two bidders of one lot were signed, encrypted, uploaded or decrypted with the same digital certificate.
  why_it_matters: A certificate belongs to its holder alone; used for two bids it points to one party handling both, which an authority has to verify.
  innocent_explanations:
    - The platform or the agency decrypts with its own certificate, which belongs on the exemption list.
    - The number of the issuer or the platform was recorded by mistake.
    - A consortium used its lead's certificate, which is left out here.
  blind_spots:
    - Borrowed certificates, if each bid used another one.
    - The registered holder is not in the data; numbers alone are compared.
    - A renewed certificate has another number.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Ask the issuer for the holder, the applicant and the time of issue.
    - Ask the platform for its logs of signing, encrypting and decrypting.
    - Ask who kept and used the certificate.
  sentence: "In lot {lot_name}, the bids of {a_name} and {b_name} used the same certificate {numbers}."
---*/
MATCH (ca:Device {kind: 'ca'})-[:USED_IN]->(:Bid)<-[:SUBMITTED]-(firm:Company)
WHERE ca.exempt IS NULL
WITH ca, count(DISTINCT firm.key) AS firms
WHERE firms > 1 AND firms <= $max_firms
MATCH (ca)-[:USED_IN]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH ca, lot, collect(DISTINCT bid) AS bids
WHERE size(bids) > 1
UNWIND bids AS bid
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH ca, lot, bid, min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH ca, lot, collect({bid: bid.key, firm: substring(lead, 1)}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH ca, lot, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH lot, x, y, ca
ORDER BY ca.key
WITH lot, x, y, collect(ca.key) AS certificates, collect(ca.value) AS numbers
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, certificates,
       certificates[0] AS certificate, numbers
ORDER BY lot, a, b
