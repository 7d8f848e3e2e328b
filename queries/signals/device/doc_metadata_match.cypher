/*---
id: doc_metadata_match
revision: 2
title: 文档元数据雷同
family: device
strength: presumptive
status: trial
summary: 同一标段中，不同投标人的投标文件在作者、最后修改者、编辑标识、模板、制作软件或文件标识等元数据上异常一致。
why_it_matters: 这些信息由编辑软件自动写入，各自独立编制的文件很少一致；一致说明疑似出自同一台电脑、同一人或同一份底稿。
innocent_explanations:
  - 文件由招标人提供的同一份模板填写而成（模板已装载的在比较前剔除）。
  - 系统默认用户名（如Administrator、微软用户）相同，这类通用值不计入。
  - 同一家制作公司或打印店为两家排版、转换格式。
blind_spots:
  - 清除元数据、另存为新文件或重新扫描后无法发现。
  - 只有装载了投标文件的标段才能比较。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 调取电子原件，用软件查看作者、修改者和修订记录。
  - 查明元数据中的用户名、公司名属于谁。
  - 核对招标文件模板自带的元数据。
legal_basis: [TL40, M37]
references:
  - 公开的标书查重工具记录：最后修改者、修改日期与软件版本同时相同的处理意见
requires:
  - (:Document)-[:BELONGS_TO]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=document_likeness
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b]
parameters:
  least_score:
    default: 0.3
    unit: 0至1
    reason: 元数据一致程度的下限。
    source: 产品设定
  full_score:
    default: 0.8
    unit: 0至1
    reason: 达到这一程度按满分，其间按比例。
    source: 产品设定
weight:
  bans: 1.5
  reason: 多项非通用元数据同时一致；专家赋值，未经本地校准。
root_fact: "{machine}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标文件有{count}项元数据一致：{shown}。"
english:
  title: Bid files with the same metadata
  summary: The bid files of two bidders of one lot agree in author, last editor, revision marks, template, program or file identifiers.
  why_it_matters: Programs write these by themselves; files made independently seldom agree, so one machine, one person or one draft is likely.
  innocent_explanations:
    - Both filled in the tender's own template, which is taken out before comparing where it is loaded.
    - Default user names, which are not counted.
    - One print shop or bid writer set or converted both files.
  blind_spots:
    - Metadata that was removed, files saved anew or scanned.
    - Lots whose bid files are not loaded.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Open the original files and look at author, editor and revisions.
    - Find out whose the user and company names are.
    - Compare with the metadata of the tender's template.
  sentence: "In lot {lot_name}, the bid files of {a_name} and {b_name} agree in {count} fields of metadata: {shown}."
---*/
MATCH (one:Bid)-[like:RESEMBLES {kind: 'metadata'}]->(two:Bid)
WHERE like.score >= $least_score
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
// A machine on which both were made is the fact behind both.
WITH lot, like, one, two, substring(lead, 1) AS lead, substring(other, 1) AS other,
     min(mac.key) AS mac
WITH lot, like, mac, {bid: one.key, firm: lead} AS x, {bid: two.key, firm: other} AS y
WITH lot, like, mac, CASE WHEN x.firm < y.firm THEN x ELSE y END AS x,
     CASE WHEN x.firm < y.firm THEN y ELSE x END AS y
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, like.count AS count,
       like.passages AS shown, like.score AS score,
       coalesce(mac, 'files:' + x.bid + '|' + y.bid) AS machine,
       CASE WHEN like.score >= $full_score THEN 1.0 ELSE like.score / $full_score END AS grade
ORDER BY lot, a, b
