/*---
id: doc_hash_match
revision: 2
title: 文件哈希值一致
family: document
strength: presumptive
status: trial
summary: 同一标段中，不同投标人提交的文件逐字节相同（哈希值一致），而且不是招标人提供的文件。
why_it_matters: 两家提交完全相同的文件，说明来源相同；主体投标文件相同属于异常一致，附件相同需要核查来源。
innocent_explanations:
  - 招标人提供的图纸、清单、格式文件原样附在投标文件中（已装载的招标文件已排除）。
  - 同一厂家的产品样本、检测报告、授权文件。
  - 公开下载的证书、规范、营业执照样本。
  - 空白文件或转换失败的文件。
blind_spots:
  - 任何改动都会使哈希值不同。
  - 文件种类未填写时按附件计。
  - 只有平台提供了哈希值或装载了文件的标段才能比较。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 打开原件，确认是哪一部分文件、由谁出具。
  - 核对招标文件是否含有同一文件。
  - 询问双方文件的来源和制作时间。
legal_basis: [TL40, M37]
references:
  - 公共资源交易平台数据规范中的投标文件MD5字段
requires:
  - (:Document)-[:BELONGS_TO]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=document_likeness
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, documents]
parameters:
  main_kinds:
    default: [bid, technical, commercial, business, price, 投标文件, 技术标, 商务标, 经济标, 报价文件, 资信标]
    unit: 文件种类
    reason: 投标文件的主体部分；其余按附件计。
    source: 产品设定
weight:
  bans: 1.0
  reason: 主体投标文件逐字节相同按3.0，附件按1.0；专家赋值，未经本地校准。
  when: part
  cases: {main: 3.0, attachment: 1.0}
  deemed_when: [main]
root_fact: "text:{bid_a}|{bid_b}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}提交了{count}份逐字节相同的文件：{names}。"
english:
  title: Identical files
  summary: Two bidders of one lot handed in files that are equal byte by byte and do not come from the tender documents.
  why_it_matters: Identical files have one source; in the main bid that is unusual agreement, in attachments the source has to be looked into.
  innocent_explanations:
    - Drawings, bills or forms of the buyer, attached unchanged; what is loaded of the tender is left out.
    - One manufacturer's product sheets, test reports or authorisations.
    - Certificates, standards and samples from public sources.
    - Empty files or failed conversions.
  blind_spots:
    - Any change makes another hash.
    - Files whose kind is not stated count as attachments.
    - Lots without hashes or files.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Open the originals and see which part it is and who issued it.
    - Check whether the tender documents hold the same file.
    - Ask both where the file came from and when it was made.
  sentence: "In lot {lot_name}, {a_name} and {b_name} handed in {count} files that are equal byte by byte: {names}."
---*/
MATCH (one:Bid)-[like:RESEMBLES {kind: 'hash'}]->(two:Bid)
MATCH (one)-[:FOR]->(lot:Lot)<-[:FOR]-(two)
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
MATCH (one)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH lot, like, one, two,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
MATCH (two)<-[made:SUBMITTED]-(firm:Company)
WITH lot, like, one, two, lead,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS other
WITH lot, like, {bid: one.key, firm: substring(lead, 1)} AS x,
     {bid: two.key, firm: substring(other, 1)} AS y
WITH lot, like, CASE WHEN x.firm < y.firm THEN x ELSE y END AS x,
     CASE WHEN x.firm < y.firm THEN y ELSE x END AS y
MATCH (mine:Document)-[:BELONGS_TO]->(:Bid {key: x.bid}),
      (yours:Document)-[:BELONGS_TO]->(:Bid {key: y.bid})
WHERE (mine.sha256 = yours.sha256 OR (mine.md5 = yours.md5 AND
       (mine.sha256 IS NULL OR yours.sha256 IS NULL)))
  AND coalesce(mine.bytes, 1) > 0
  AND NOT EXISTS { MATCH (lot)<-[:BELONGS_TO]-(own:Document)
                   WHERE own.sha256 = mine.sha256 OR own.md5 = mine.md5 }
WITH lot, x, y, mine, yours
ORDER BY mine.key, yours.key
WITH lot, x, y, collect(DISTINCT mine.name) AS names, collect(DISTINCT mine.kind) AS kinds,
     collect(DISTINCT mine.key) AS left, collect(DISTINCT yours.key) AS right
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, names, left + right AS documents,
       size(left) AS count,
       CASE WHEN any(k IN kinds WHERE k IN $main_kinds) THEN 'main' ELSE 'attachment' END AS part
ORDER BY lot, a, b
