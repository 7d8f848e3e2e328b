/*---
id: doc_text_similarity
revision: 4
title: 投标文件文本雷同
family: document
strength: presumptive
status: trial
summary: 同一标段中，不同投标人的投标文件在剔除招标文件、标准文本等公共内容之后，仍有大量相同的文字。
why_it_matters: 投标文件异常一致是规定中列明的情形；相同文字是否达到异常一致，需要结合篇幅、位置和来源核实。
innocent_explanations:
  - 双方购买了同一份商业标书模板，或者使用同一软件自带的施工组织设计。
  - 摘抄了公开的规范、图集、产品说明或往年公开的中标文件。
  - 招标文件要求原样填写的承诺书、格式文件未能完全剔除。
  - 设备由同一厂家供货，技术参数由厂家提供。
blind_spots:
  - 改写、换序、图片化的文字无法发现；扫描件需先识别文字。
  - 只有装载了投标文件的标段才能比较；招标文件未装载时公共内容剔除不全。
  - 只在同一标段内比较。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 逐段核对相同文字的位置，排除招标文件和公开资料来源。
  - 查看相同段落中是否有不合本项目的内容或相同错误。
  - 询问双方编制人员、编制时间和资料来源。
legal_basis: [TL40, M37]
references:
  - 《串通投标线索分析报告》四十六项指标：技术标相似度80%以上（公开模板）
  - Broder，On the resemblance and containment of documents（1997）
requires:
  - (:Document)-[:BELONGS_TO]->(:Bid)
  - Document.characters
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=document_likeness
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b]
parameters:
  least_score:
    default: 0.5
    unit: 比例
    reason: 较短一份的独有文字中，有一半以上见于另一份。
    source: 产品设定
  least_block:
    default: 300
    unit: 字
    reason: 相同比例不高，但有一处三百字以上连续相同的，同样值得核查。
    source: 产品设定
  hard_score:
    default: 0.8
    unit: 比例
    reason: 八成以上视为大面积雷同。
    source: 四十六项指标（公开模板）
  hard_count:
    default: 3
    unit: 处
    reason: 大面积雷同还要求三处以上较长的相同段落，以排除零散套话。
    source: 产品设定
weight:
  bans: 1.0
  reason: 大面积雷同按2.0，其余按1.0；专家赋值，未经本地校准。
  when: level
  cases: {hard: 2.0, soft: 1.0}
root_fact: "text:{bid_a}|{bid_b}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标文件剔除公共内容后有{share}%的文字相同，百字以上的相同段落{count}处，最长的一处{longest}字，如：{first}。"
english:
  title: Bid files with the same text
  summary: After the tender documents and other common text are taken out, the bid files of two bidders of one lot still share much of their text.
  why_it_matters: The rules name bids that agree unusually; whether shared text is unusual depends on its length, place and source.
  innocent_explanations:
    - Both bought one commercial template or used the texts of one program.
    - Both copied published standards, product sheets or an earlier winner's bid.
    - Forms that the tender prescribes were not taken out completely.
    - One manufacturer supplied the technical data of both.
  blind_spots:
    - Rewritten, rearranged or pictured text; scans need text recognition first.
    - Lots whose bid files are not loaded; without the tender file common text remains.
    - Different lots are not compared.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Go through the shared passages and rule out the tender and public sources.
    - Look for content that does not belong to this project, and for shared errors.
    - Ask who wrote both bids, when and from what.
  sentence: "In lot {lot_name}, {share} % of the text of {a_name} and {b_name} is the same after common text is taken out, with {count} passages of a hundred characters or more, the longest of {longest}, such as: {first}."
---*/
MATCH (one:Bid)-[like:RESEMBLES {kind: 'text'}]->(two:Bid)
WHERE like.score >= $least_score OR like.longest >= $least_block
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
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, like.score AS score,
       round(100 * like.score) AS share, coalesce(like.count, 0) AS count,
       coalesce(toString(like.longest), '-') AS longest,
       like.passages AS passages, coalesce(like.passages[0], '') AS first,
       CASE WHEN like.score >= $hard_score AND like.count >= $hard_count
            THEN 'hard' ELSE 'soft' END AS level
ORDER BY lot, a, b
