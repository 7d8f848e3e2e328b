/*---
id: doc_mixed_binding
revision: 3
title: 投标文件相互混装
family: document
strength: deemed
status: trial
summary: 一家投标人的投标文件中，出现了同一标段另一家投标人的名称或统一社会信用代码，且双方不是联合体、没有控股关系、没有共同的合同。
why_it_matters: 不同投标人的投标文件相互混装是规定中列明的情形；出现对方名称是否构成混装，要看出现的位置和内容，应由有权机关核实。
innocent_explanations:
  - 双方组成联合体，或者另一家是拟分包单位、设备供货商、授权厂家。
  - 类似业绩中列出与对方合作的项目（有共同合同的，以及名称紧邻“联合体、发包人、分包单位”等字样的已排除）。
  - 行业排名、竞争分析、新闻引文中提到对方。
  - 企业名称过短或为常用词，与正文偶然相同。
blind_spots:
  - 印章、扫描图片上的名称需先识别文字。
  - 只查找名称和代码，不查找人员姓名、证书编号。
  - 未装载投标文件的标段不计算。
  - 合作合同未装载、名称旁边又未写明关系的，业绩中的名称无法自动排除。
next_steps:
  - 打开原件，查看名称出现在封面、盖章页、承诺书还是业绩、引文中。
  - 核对投标文件前后署名、印章是否一致。
  - 询问编制人员该内容从何而来。
legal_basis: [TL40, M37]
references:
  - 招标投标法实施条例第四十条第五项
requires:
  - (:Document)-[:BELONGS_TO]->(:Bid)
  - Document.characters
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=document_likeness
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b, a, b]
evidence: [documents, bid_a, bid_b, a, b]
parameters:
  control:
    default: 0.5
    unit: 持股比例
    reason: 母子公司在文件中提到对方属于正常介绍，另有控股关系信号。
    source: 公司法第二百六十五条
  max_named:
    default: 10
    unit: 家
    reason: 一份文件列出同标段十家以上投标人的，多为名录、排名或评标资料。
    source: 产品设定
weight:
  bans: 3.0
  reason: 他人名称出现在本单位投标文件中，是规定列明情形的直接表现；专家赋值，未经本地校准。
root_fact: "binding:{bid_a}|{bid_b}"
sentence: "在标段“{lot_name}”中，{a_name}的投标文件出现了另一投标人{b_name}的名称或代码，共{count}处，如：{first}。"
english:
  title: A rival's name inside a bid
  summary: A bidder's file holds the name or registration code of another bidder of the lot, though the two are no consortium, not tied by control and have no contract in common.
  why_it_matters: The rules name bids that are bound into each other; whether a name amounts to that depends on where it stands, which an authority has to verify.
  innocent_explanations:
    - The two are a consortium, or the other is a subcontractor, supplier or licensor.
    - A past project that both carried out; common contracts are left out, and names beside which stands that the other was partner, owner or subcontractor.
    - A ranking, a market survey or a quotation mentions the other.
    - A short or common name that the text contains by chance.
  blind_spots:
    - Names in seals and pictures need text recognition first.
    - Only names and codes are looked for, not persons and certificates.
    - Lots whose bid files are not loaded.
    - Without contracts, names among past projects cannot be ruled out.
  next_steps:
    - See whether the name stands on the cover, by a seal, in a pledge, or among projects and quotations.
    - Compare the signatures and seals throughout the file.
    - Ask the author where the content came from.
  sentence: "In lot {lot_name}, the bid of {a_name} holds the name or code of another bidder, {b_name}, in {count} places, such as: {first}."
---*/
MATCH (document:Document)-[:NAMES]->(named:Company)
WITH document, count(named) AS many
WHERE many <= $max_named
MATCH (document)-[:BELONGS_TO]->(one:Bid)-[:FOR]->(lot:Lot)
MATCH (document)-[names:NAMES]->(b:Company)
MATCH (lot)<-[:FOR]-(two:Bid)<-[:SUBMITTED]-(b)
WHERE one.key <> two.key
  AND NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
MATCH (one)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH document, names, b, one, two, lot,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH document, names, b, one, two, lot, substring(lead, 1) AS lead
MATCH (a:Company {key: lead})
WHERE NOT EXISTS { MATCH (a)-[held:SHAREHOLDER_OF]-(b) WHERE held.share > $control }
  AND NOT EXISTS { MATCH (a)-[:PARTY_TO]->(:Contract)<-[:PARTY_TO]-(b) }
WITH lot, one, two, a, b, document, names
ORDER BY document.key
WITH lot, one, two, a, b, collect(document.key) AS documents, collect(names.places) AS found
WITH lot, one, two, a, b, documents,
     reduce(places = [], some IN found | places + some) AS places
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, one.key AS bid_a, two.key AS bid_b, documents, places,
       size(places) AS count, coalesce(places[0], '') AS first
ORDER BY lot, a, b
