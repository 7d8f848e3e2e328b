/*---
id: shared_error
revision: 2
title: 错误雷同
family: document
strength: presumptive
status: trial
summary: 同一标段中，不同投标人的投标文件出现相同的罕见错误（错别字、写错的项目或业主名称、算术错误、错误编码等），而招标文件中没有这些错误。
why_it_matters: 独立编制的文件内容可以相同，错误却很少相同；多处罕见错误一致，疑似出自同一人或同一底稿。
innocent_explanations:
  - 错误来自招标文件、答疑或图纸（已装载的在比较前剔除）。
  - 错误来自同一份商业模板、公开范文或计价软件缺陷。
  - 常见错别字，各地文件中都会出现（按出现频率剔除）。
blind_spots:
  - 识别扫描件文字时产生的识别错误可能被误作相同错误。
  - 只在已装载的文件中统计错误是否罕见。
  - 改正了错误的抄袭由文本雷同信号发现。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 对照原件逐处核对错误的位置和上下文。
  - 核对招标文件、答疑文件、通用模板是否含有同样错误。
  - 询问双方编制人员错误从何而来。
legal_basis: [TL40, M37]
references:
  - 《串通投标线索分析报告》四十六项指标：经济标出现相同疑似错误三处以上（公开模板）
requires:
  - (:Document)-[:BELONGS_TO]->(:Bid)
  - Document.characters
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=document_likeness
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b]
parameters:
  least_count:
    default: 1
    unit: 处
    reason: 一处罕见错误即可作为线索。
    source: 产品设定
  many:
    default: 3
    unit: 处
    reason: 三处以上彼此独立的罕见错误偶然一致的概率极低。
    source: 四十六项指标（公开模板）
weight:
  bans: 1.0
  reason: 三处以上按2.0，一两处按1.0；专家赋值，未经本地校准。
  when: extent
  cases: {many: 2.0, few: 1.0}
root_fact: "text:{bid_a}|{bid_b}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标文件有{count}处相同的罕见错误，如：{first}。"
english:
  title: The same rare errors
  summary: The bid files of two bidders of one lot contain the same rare errors, such as misspellings, wrong project names, sums or codes, which the tender documents do not.
  why_it_matters: Independent authors share truths, seldom mistakes; several equal rare errors point to one author or draft.
  innocent_explanations:
    - The error stands in the tender, its clarifications or drawings; what is loaded of them is taken out.
    - A commercial template, a public model text or a fault of the pricing program.
    - Common misspellings, which are taken out by their frequency.
  blind_spots:
    - Errors of text recognition may look like errors of the author.
    - Rarity is judged by the files that are loaded.
    - Copies whose errors were corrected are left to the signal on text.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Compare place and context of each error in the originals.
    - Check the tender, its clarifications and common templates for the same errors.
    - Ask the authors where the errors came from.
  sentence: "In lot {lot_name}, the bid files of {a_name} and {b_name} have {count} rare errors in common, such as: {first}."
---*/
MATCH (one:Bid)-[like:RESEMBLES {kind: 'error'}]->(two:Bid)
WHERE like.count >= $least_count
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
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, like.count AS count,
       like.p_value AS p_value, like.passages AS passages,
       coalesce(like.passages[0], '') AS first,
       CASE WHEN like.count >= $many THEN 'many' ELSE 'few' END AS extent
ORDER BY lot, a, b
