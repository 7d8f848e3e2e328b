/*---
id: social_security_mismatch
revision: 5
title: 社保缴纳单位与投标单位不一致
family: people
strength: presumptive
status: trial
summary: 投标文件中的项目负责人、主要技术人员或经办人，在投标截止前数月由其他单位缴纳社会保险，投标单位没有为其缴纳；该单位为同标段另一投标人的，尤其值得核查。
why_it_matters: 关键人员实际属于其他单位，疑似挂靠、借用资质或者提供不实的劳动关系证明；由另一投标人缴纳的，还涉及人员混用。
innocent_explanations:
  - 劳务派遣、人力资源外包代为缴纳（名称中含有相应字样的已排除）。
  - 母公司、分公司或同一集团代为缴纳（控股、管理关系已排除）。
  - 退休返聘、事业单位编制、兼职许可等依规定可以由原单位缴纳。
  - 人员刚刚入职，社保关系尚在转移。
blind_spots:
  - 没有社保记录的人员不计算；没有记录不等于没有缴纳。
  - 跨省缴纳的记录可能不在数据中。
  - 只有姓名、没有证件号码和电话的人员无法比对。
next_steps:
  - 向社会保险经办机构调取该人员近一年的缴费记录。
  - 核对劳动合同、工资发放记录。
  - 核对投标文件中的社保证明是否与记录一致。
legal_basis: [TL42, ZB33, N1117-10, N1117-11]
references:
  - 招标投标法实施条例第四十二条第二款第三项（项目负责人或者主要技术人员简历、劳动关系证明）
requires:
  - (:Person)-[:INSURED_BY]->(:Company)
  - (:Bid)-[:FOR]->(:Lot)
  - Lot.opened_at
subjects: [lot, a, b, person]
identity: [lot, bid_a, person]
evidence: [person, bid_a, insurer]
parameters:
  months:
    default: 3
    unit: 个月
    reason: 投标截止前三个月内投标单位均未缴纳；多数招标文件要求近三个月的社保证明。
    source: 产品设定
  posts:
    default: [项目经理, 项目负责人, 技术负责人, 总工, 安全员, 总监]
    unit: 岗位
    reason: 招标文件通常要求为本单位人员的关键岗位。
    source: 产品设定
  dispatch:
    default: [劳务, 人力资源, 人才服务, 外包, 派遣]
    unit: 名称字样
    reason: 派遣和外包单位依法代为缴纳。
    source: 产品设定
  control:
    default: 0.5
    unit: 持股比例
    reason: 直接控股的母子公司之间代缴属于集团内部事务。
    source: 公司法第二百六十五条
  max_firms:
    default: 50
    unit: 家
    reason: 为50家以上企业投标的号码多为代办点、平台客服或填写样例。
    source: 产品设定
  weak_grade:
    default: 0.6
    reason: 以姓名加电话识别的人按0.6计。
    source: 产品设定
weight:
  bans: 1.5
  reason: 由其他单位缴纳按1.5，由同标段另一投标人缴纳按2.5；专家赋值，未经本地校准。
  when: tie
  cases: {rival: 2.5, other: 1.5}
root_fact: "{person}"
sentence: "在标段“{lot_name}”中，{a_name}的{role_zh}{person_name}在截止前{months}个月由{insurer_name}（{tie_zh}）缴纳社会保险。"
english:
  title: Insured by somebody else
  summary: In the months before the deadline the project manager, a key engineer or the handler named in a bid was insured by another organisation and not by the bidder; an insurer that bids in the same lot is the case to look at first.
  why_it_matters: Key people who belong elsewhere may mean a borrowed licence or an untrue statement of employment; insured by a rival, they are shared staff.
  innocent_explanations:
    - Dispatch and outsourcing firms pay by contract; names that say so are left out.
    - Parent, branch or group pays; control and management ties are left out.
    - Retired, seconded or public staff whose former employer may go on paying.
    - The person has just joined and the transfer is under way.
  blind_spots:
    - Persons without insurance records; no record is not no insurance.
    - Insurance paid in other provinces may be missing.
    - Persons known by name alone.
  next_steps:
    - Ask the insurance office for the person's payments of the last year.
    - Compare contract and payroll.
    - Compare the certificate in the bid with the records.
  sentence: "In lot {lot_name}, {person_name} ({role}) of {a_name} was insured by {insurer_name} in the {months} months before the deadline ({tie})."
  words:
    rival: another bidder of the lot
    other: not in this lot
---*/
MATCH (person:Person)-[insured:INSURED_BY]->(insurer:Company)
WHERE person.identity <> 'scoped'
// Who insured the person when, asked once and not again for each bid.
WITH person, collect({firm: insurer.key, since: coalesce(insured.valid_from, ''),
                      until: coalesce(insured.valid_to, '9999-12-31')}) AS terms
CALL (person) {
  MATCH (person)-[:LEADS|MEMBER_OF|HANDLED]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  RETURN count(DISTINCT firm.key) AS served
}
WITH person, terms, served
WHERE served <= $max_firms
MATCH (person)-[role:LEADS|MEMBER_OF|HANDLED]->(bid:Bid)-[:FOR]->(lot:Lot)
WHERE type(role) <> 'MEMBER_OF' OR any(post IN $posts WHERE role.post CONTAINS post)
WITH person, terms, bid, lot, min(type(role)) AS role,
     substring(coalesce(lot.deadline, lot.opened_at), 0, 10) AS day
WITH person, terms, bid, lot, role, day,
     toInteger(substring(day, 0, 4)) * 12 + toInteger(substring(day, 5, 2)) - 1 AS month
WITH person, terms, bid, lot, role, day, month - $months AS early, month - 1 AS late
WITH person, terms, bid, lot, role, day,
     toString(early / 12) + '-' + substring('0' + toString(early % 12 + 1),
       size(toString(early % 12 + 1)) - 1) + substring(day, 7, 3) AS since,
     toString(late / 12) + '-' + substring('0' + toString(late % 12 + 1),
       size(toString(late % 12 + 1)) - 1) + '-01' AS until
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH person, terms, bid, lot, role, day, since, until, collect(firm.key) AS firms,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WHERE NOT any(term IN terms WHERE term.firm IN firms AND term.since <= day AND term.until >= since)
UNWIND terms AS term
WITH person, bid, lot, role, since, until, firms, substring(lead, 1) AS lead, term
// The other paid through the whole window; its last month may not be on record yet.
WHERE NOT term.firm IN firms AND term.since <= since AND term.until >= until
WITH DISTINCT person, bid, lot, role, lead, term.firm AS payer
MATCH (insurer:Company {key: payer})
WHERE NOT any(word IN $dispatch WHERE insurer.name CONTAINS word)
  AND NOT EXISTS { MATCH (insurer)-[:MANAGED_BY]-(:Company)-[:SUBMITTED]->(bid) }
  AND NOT EXISTS { MATCH (insurer)-[held:SHAREHOLDER_OF]-(:Company)-[:SUBMITTED]->(bid)
                   WHERE held.share > $control }
WITH person, insurer, bid, lot, role, lead
OPTIONAL MATCH (insurer)-[:SUBMITTED]->(other:Bid)-[:FOR]->(lot)
WITH person, insurer, bid, lot, role, lead, count(other) AS rival
MATCH (a:Company {key: lead})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name,
       CASE WHEN rival > 0 THEN insurer.key ELSE a.key END AS b, bid.key AS bid_a,
       person.key AS person, person.name AS person_name, insurer.key AS insurer,
       insurer.name AS insurer_name, $months AS months,
       CASE role WHEN 'LEADS' THEN 'project manager' WHEN 'HANDLED' THEN 'handler'
            ELSE 'key member' END AS role,
       CASE role WHEN 'LEADS' THEN '项目负责人' WHEN 'HANDLED' THEN '经办人'
            ELSE '主要人员' END AS role_zh,
       CASE WHEN rival > 0 THEN 'rival' ELSE 'other' END AS tie,
       CASE WHEN rival > 0 THEN '同标段另一投标人' ELSE '未参加本标段' END AS tie_zh,
       CASE person.identity WHEN 'id' THEN 1.0 ELSE $weak_grade END AS grade
// Of several who paid, a rival is told first.
ORDER BY lot, a, person, tie DESC, insurer
