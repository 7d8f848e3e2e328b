/*---
id: restrictive_clause
revision: 2
title: 招标文件疑似含排斥限制条款
family: process
strength: presumptive
status: trial
summary: 招标文件中检出可能以不合理条件限制、排斥潜在投标人的条款，如本地注册、特定区域业绩、指定品牌、所有制要求等。
why_it_matters: 招标人不得以不合理的条件限制或者排斥潜在投标人；条款是否合理须结合项目需要由人逐条判断。
innocent_explanations:
  - 条款确为项目特点和法定资质所必需。
  - 检出的文字是引用规定、举例或者否定表述（“不得要求…”）。
  - 地方优惠政策另有规定。
blind_spots:
  - 依词句检出，同义改写和隐蔽的评分设置发现不了。
  - 扫描件没有文字的文件不分析。
  - 条款与项目规模是否相称没有判断。
next_steps:
  - 逐条阅读原文及上下文，对照规定所列情形。
  - 比较只有中标人能够满足的条款。
  - 核对评分办法中对应的分值。
legal_basis: [ZB18, ZB20, TL32, N1117-3]
references:
  - 招标投标法实施条例第三十二条
  - 发改法规规〔2022〕1117号第（三）条
requires:
  - (:Document)-[:BELONGS_TO]->(:Lot)
  - Document.characters
  - Measure.measure=restrictive_clauses
subjects: [lot]
identity: [lot, document]
evidence: [lot, document]
parameters:
  several:
    default: 3
    unit: 处
    reason: 三处以上按满分。
    source: 产品设定
  few_grade:
    default: 0.6
    reason: 一两处的按0.6。
    source: 产品设定
weight:
  bans: 0.6
  reason: 条款须人工逐条核对，检出不等于不合理；专家赋值，未经本地校准。
root_fact: "clauses:{document}"
sentence: 标段“{lot_name}”的招标文件检出{count}处可能限制竞争的条款：{clauses}。
english:
  title: Clauses that may restrict competition
  summary: "The tender documents hold clauses that may keep bidders out: local registration, regional references, a brand, a form of ownership."
  why_it_matters: Unreasonable conditions are forbidden; whether a clause is reasonable only a person can tell.
  innocent_explanations:
    - The work and the law need the condition.
    - The words quote a rule or deny a demand.
    - A local policy provides for it.
  blind_spots:
    - "Words are searched for: paraphrases and hidden scoring are not found."
    - Scans without text are not read.
    - Whether the clause fits the size of the work is not judged.
  next_steps:
    - Read each clause in its context.
    - Look for what only the winner could meet.
    - Compare with the points given.
  sentence: "The documents of lot {lot_name} hold {count} clauses that may restrict competition: {clauses}."
---*/
MATCH (document:Document)-[:BELONGS_TO]->(lot:Lot)
WHERE document.clauses IS NOT NULL AND size(document.clauses) > 0
RETURN lot.key AS lot, lot.name AS lot_name, document.key AS document,
       document.clauses AS clauses, size(document.clauses) AS count,
       CASE WHEN size(document.clauses) >= $several THEN 1.0 ELSE $few_grade END AS grade
ORDER BY lot, document
