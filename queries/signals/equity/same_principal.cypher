/*---
id: same_principal
revision: 2
title: 单位负责人为同一人
family: equity
strength: deemed
status: trial
summary: 同一标段的两个投标人，在开标当日的法定代表人（单位负责人）为同一人。
why_it_matters: 单位负责人为同一人的不同单位不得参加同一标段投标，相关投标可能无效；这一事实本身不等于串通。
innocent_explanations:
  - 变更登记已经办理而数据尚未更新，开标当日其实已不是同一人。
  - 两家组成联合体共同提交一份投标（本信号已排除）。
  - 证件号码录入错误。
blind_spots:
  - 只有姓名、没有证件号码的法定代表人不跨企业比对；同名不等于同一人。
  - 挂名法定代表人、实际负责人另有其人时无法发现。
  - 任职起止日期缺失时视为一直有效；标段没有开标和截止时间时，只用没有起止日期的任职。
  - 联合体成员的负责人也计入；同一企业同时出现在两份投标中的不计。
next_steps:
  - 调取登记机关的变更档案，确认开标当日的法定代表人。
  - 核对两家是否声明过关联关系或组成联合体。
  - 提请评标委员会或行政监督部门核查投标效力。
legal_basis: [TL34, CGT18]
references:
  - 招标投标法实施条例第三十四条第二款、第三款
requires:
  - (:Person)-[:LEGAL_REP_OF]->(:Company)
  - Lot.opened_at
subjects: [lot, a, b, person]
identity: [lot, bid_a, bid_b, a, b, person]
evidence: [person, a, b, bid_a, bid_b]
parameters:
  weak_grade:
    default: 0.6
    reason: 以姓名加电话识别的人按0.6计。
    source: 产品设定
  max_firms:
    default: 200
    unit: 家
    reason: 任200家以上企业负责人的号码多为填写样例。
    source: 产品设定
weight:
  bans: 3.0
  reason: 证件号码相同且在开标当日有效；专家赋值，未经本地校准。
root_fact: "principal:{person}"
sentence: "在标段“{lot_name}”开标当日（{day}），{a_name}与{b_name}的法定代表人均为{person_name}。"
english:
  title: One person heads two bidders
  summary: On the opening day two bidders of one lot have the same legal representative.
  why_it_matters: Such firms may not bid in one lot and their bids may be void; the fact alone is no collusion.
  innocent_explanations:
    - The register had changed before the opening and the data is old.
    - The two made one bid as a consortium, which is left out here.
    - A mistyped ID number.
  blind_spots:
    - Heads known by name alone are not compared across firms.
    - Nominal heads, where somebody else decides.
    - A missing start or end counts as open; a lot without date is judged by undated posts only.
    - Heads of consortium members count too; bids in which one firm takes part twice do not.
  next_steps:
    - Ask the registry who was the legal representative on the opening day.
    - Check whether the two declared their tie.
    - Ask the panel or the supervisor to review whether the bids are valid.
  sentence: "On the opening day of lot {lot_name} ({day}), {person_name} was the legal representative of both {a_name} and {b_name}."
---*/
// Persons who head several firms: few.
MATCH (person:Person)-[:LEGAL_REP_OF]->(firm:Company)
WITH person, count(DISTINCT firm.key) AS firms
WHERE firms > 1 AND firms <= $max_firms
MATCH (person)-[head_a:LEGAL_REP_OF]->(a:Company), (person)-[head_b:LEGAL_REP_OF]->(b:Company)
WHERE a.key < b.key
MATCH (a)-[:SUBMITTED]->(one:Bid)-[:FOR]->(lot:Lot)<-[:FOR]-(two:Bid)<-[:SUBMITTED]-(b)
WHERE one.key <> two.key
  AND NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH person, a, b, one, two, lot, head_a, head_b,
     substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day
WHERE (head_a.valid_from IS NULL OR head_a.valid_from <= day)
  AND (head_a.valid_to IS NULL OR head_a.valid_to >= day)
  AND (head_b.valid_from IS NULL OR head_b.valid_from <= day)
  AND (head_b.valid_to IS NULL OR head_b.valid_to >= day)
RETURN DISTINCT lot.key AS lot, lot.name AS lot_name, day, a.key AS a, a.name AS a_name,
       b.key AS b, b.name AS b_name, one.key AS bid_a, two.key AS bid_b, person.key AS person,
       person.name AS person_name,
       CASE person.identity WHEN 'id' THEN 1.0 ELSE $weak_grade END AS grade
ORDER BY lot, a, b, person
