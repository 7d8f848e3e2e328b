/*---
id: shared_project_member
revision: 4
title: 项目管理成员为同一人
family: people
strength: deemed
status: trial
summary: 同一标段中，不同投标人的投标文件载明的项目负责人或项目管理成员为同一人，或者证书编号相同。
why_it_matters: 不同投标人的投标文件载明的项目管理成员为同一人，是规定中列明的情形，疑似成立时应由有权机关核实。
innocent_explanations:
  - 人员刚刚转职，前后两家单位的投标文件都沿用了旧资料。
  - 录入差错，把证书编号或身份证号填错。
  - 同名同姓：仅姓名相同的不在此列，须以证件核实。
blind_spots:
  - 只有姓名、没有证件号码和电话的人员只在本企业内识别，无法跨企业比对。
  - 借用他人证件、冒名顶替时无法发现。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入。
  - 联合体以牵头人代表，其他成员不单独列出。
next_steps:
  - 核对两份投标文件中该人员的证件、证书和劳动合同。
  - 调取社会保险缴纳记录，确认其真实任职单位。
  - 询问本人是否知情、由谁提供资料。
legal_basis: [TL40, M37]
references:
  - 招标投标法实施条例第四十条第三项
requires:
  - (:Bid)-[:FOR]->(:Lot)
  - (:Person)-[:MEMBER_OF]->(:Bid) or (:Person)-[:LEADS]->(:Bid)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, persons]
parameters:
  max_firms:
    default: 50
    unit: 家
    reason: 出现在50家以上企业中的号码多为填写样例。
    source: 产品设定
weight:
  bans: 3.0
  reason: 证件号码或证书编号相同即同一人；只有姓名和电话相同的按1.5，且不作为规定列明的情形。专家赋值，未经本地校准。
  when: certainty
  cases: {sure: 3.0, weak: 1.5}
  deemed_when: [sure]
root_fact: "{person}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标文件载明的项目管理成员疑似为同一人：{names}。"
english:
  title: One project member in two bids
  summary: The bids of two rivals in one lot name the same project manager or team member, or the same certificate.
  why_it_matters: The rules name this very fact; an authority has to verify it.
  innocent_explanations:
    - The person changed employer and both firms used an old file.
    - A certificate or ID number was mistyped.
    - Namesakes; equal names alone are not counted here.
  blind_spots:
    - Persons known by name alone are told apart within one firm only.
    - Borrowed or false papers.
    - Two bids in which one firm takes part are not counted as rivals.
    - A consortium is represented by its lead.
  next_steps:
    - Compare ID, certificate and employment contract in both bids.
    - Ask for social insurance records.
    - Ask the person who supplied the papers.
  sentence: "In lot {lot_name}, the bids of {a_name} and {b_name} seem to name the same project member: {names}."
---*/
CALL () {
  MATCH (person:Person)-[:LEADS|MEMBER_OF]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  WITH person, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  MATCH (person)-[:LEADS|MEMBER_OF]->(bid:Bid)-[:FOR]->(lot:Lot)
  WITH person, lot, collect(DISTINCT bid) AS bids
  WHERE size(bids) > 1
  UNWIND bids AS bid
  RETURN person.key AS same, lot, bid, person.key AS person, person.name AS name,
         CASE person.identity WHEN 'id' THEN 'sure' ELSE 'weak' END AS certainty
  UNION ALL
  MATCH (person:Person)-[post:MEMBER_OF]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  WHERE post.certificate_no IS NOT NULL
  WITH post.certificate_no AS certificate, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  WITH collect(certificate) AS shared
  MATCH (person:Person)-[post:MEMBER_OF]->(bid:Bid)-[:FOR]->(lot:Lot)
  WHERE post.certificate_no IN shared
  WITH post.certificate_no AS certificate, lot, bid, min(person.key) AS person,
       min(person.name) AS name
  WITH certificate, lot, collect({bid: bid, person: person, name: name}) AS holders
  WHERE size(holders) > 1
  UNWIND holders AS holder
  RETURN certificate AS same, lot, holder.bid AS bid, holder.person AS person,
         holder.name AS name, 'sure' AS certainty
}
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH same, lot, bid, person, name, certainty,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS first
WITH same, lot, certainty,
     collect({bid: bid.key, firm: substring(first, 1), person: person, name: name}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH lot, certainty, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH lot, certainty, x, y
ORDER BY x.person, y.person
WITH lot, x.firm AS firm_a, y.firm AS firm_b, x.bid AS bid_a, y.bid AS bid_b,
     min(certainty) AS certainty, min(x.person) AS person, collect(DISTINCT x.person) AS left,
     collect(DISTINCT y.person) AS right, collect(DISTINCT x.name) AS names
MATCH (a:Company {key: firm_a}), (b:Company {key: firm_b})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, bid_a, bid_b, left + right AS persons, person, names, certainty
ORDER BY lot, a, b
