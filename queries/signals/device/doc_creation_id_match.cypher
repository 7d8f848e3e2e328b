/*---
id: doc_creation_id_match
revision: 1
title: 文件创建标识码雷同
family: device
strength: presumptive
status: trial
summary: 同一标段中，不同投标人的投标文件带有相同的文件创建标识码（文件码）。
why_it_matters: 创建标识码相同，说明两份投标文件疑似由同一个工程文件派生；有的地方规定将其与“由同一单位或者个人编制”同等看待。
innocent_explanations:
  - 标识码来自招标人发出的招标文件或清单模板（应列入豁免清单，或者随招标文件一并装载）。
  - 制作工具版本缺陷，为不同用户生成了相同的标识码。
  - 联合体成员使用同一份工程文件（本信号已排除）。
blind_spots:
  - 用制作工具重新新建文件后，标识码不再相同。
  - 平台未采集创建标识码的标段不计算。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 用制作工具打开原文件，核对创建时间和创建用户。
  - 核对招标文件、清单模板的标识码。
  - 向制作工具厂商核实标识码的生成规则。
legal_basis: [TL40, M37, DQ-LT]
references:
  - 大庆高新区招投标中心公告，2021-12-20（二手文本，不作引文）：文件创建标识码一致
requires:
  - Device.kind=creation_id
  - (:Device)-[:USED_IN]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, codes]
parameters:
  local_rule_profile:
    default: custom
    unit: fujian、daqing 或 custom
    reason: daqing 按规定列明的情形计3.0，其他地方没有这样的规定，按2.0计。
    source: 大庆高新区公告（二手文本）
  max_firms:
    default: 50
    unit: 家
    reason: 超过50家企业带有的标识码多为公用模板。
    source: 产品设定
weight:
  bans: 2.0
  reason: 标识码在新建文件时随机生成；专家赋值，未经本地校准。
  when: profile
  cases: {daqing: 3.0, other: 2.0}
  deemed_when: [daqing]
root_fact: "{machine}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标文件带有相同的文件创建标识码{numbers}。"
english:
  title: One file identity in two bids
  summary: The bid files of two bidders of one lot carry the same creation identifier.
  why_it_matters: Equal identifiers point to one source file; some local rules treat that as one author.
  innocent_explanations:
    - The identifier comes from the tender's own template, which belongs on the exemption list or is loaded with the tender documents.
    - A fault of the tool gave several users the same identifier.
    - Members of one consortium used one file, which is left out here.
  blind_spots:
    - Files that were started anew in the tool.
    - Platforms that do not record the identifier.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Open the original files in the tool and compare time and user of creation.
    - Compare with the identifiers of the tender documents and templates.
    - Ask the vendor how the identifier is made.
  sentence: "In lot {lot_name}, the bid files of {a_name} and {b_name} carry the same creation identifier {numbers}."
---*/
MATCH (code:Device {kind: 'creation_id'})-[:USED_IN]->(:Bid)<-[:SUBMITTED]-(firm:Company)
WHERE code.exempt IS NULL
WITH code, count(DISTINCT firm.key) AS firms
WHERE firms > 1 AND firms <= $max_firms
MATCH (code)-[:USED_IN]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH code, lot, collect(DISTINCT bid) AS bids
WHERE size(bids) > 1
// The tender's own file may have been the start of every bid.
  AND NOT EXISTS { MATCH (lot)<-[:BELONGS_TO]-(own:Document) WHERE own.document_id = code.value }
UNWIND bids AS bid
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH code, lot, bid, min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH code, lot, collect({bid: bid.key, firm: substring(lead, 1)}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH code, lot, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH lot, x, y, one, two, code
ORDER BY code.key
WITH lot, x, y, one, two, collect(code.key) AS codes, collect(code.value) AS numbers
// A machine on which both were made is the fact behind both.
OPTIONAL MATCH (one)<-[:USED_IN]-(mac:Device {kind: 'mac'})-[:USED_IN]->(two)
WHERE mac.exempt IS NULL
WITH lot, x, y, codes, numbers, min(mac.key) AS mac
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, codes, numbers,
       coalesce(mac, codes[0]) AS machine,
       CASE $local_rule_profile WHEN 'daqing' THEN 'daqing' ELSE 'other' END AS profile
ORDER BY lot, a, b
