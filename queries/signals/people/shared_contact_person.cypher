/*---
id: shared_contact_person
revision: 2
title: 联系人、电话、邮箱雷同
family: people
strength: presumptive
status: trial
summary: 同一标段中，不同投标人在投标资料中留有相同的联系人、联系电话或电子邮箱。
why_it_matters: 适用政府采购法的货物、服务项目中，联系人员为同一人是规定列明的情形；其他招标项目中属于需要核查的线索。
innocent_explanations:
  - 产业园总机、商务秘书公司、代理记账公司的公用电话（应列入豁免清单）。
  - 离职人员的旧联系方式仍被原单位沿用。
  - 同一集团事先声明的关联企业共用招投标部门。
blind_spots:
  - 分别登记不同号码而由同一人使用时无法发现。
  - 只比较投标时填写的联系方式，不比较工商登记的电话和地址。
  - 只有姓名、没有电话的联系人只在本企业内识别。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 向通信运营商或平台核实号码的实名登记人。
  - 核对联系人在两家企业的任职和社会保险记录。
  - 查明双方投标资料由谁填写、提交。
legal_basis: [TL40, M37]
references:
  - 财政部令第87号第三十七条第三项；招标投标法实施条例第四十条第三项未列“联系人员”
requires:
  - (:Bid)-[:FOR]->(:Lot)
  - (:Phone)-[:GIVEN_IN]->(:Bid)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, contacts]
parameters:
  weak_grade:
    default: 0.6
    reason: 联系人仅以姓名加电话识别时按0.6计。
    source: 产品设定
  crowd:
    default: 30
    unit: 家
    reason: 超过30家企业使用的号码多为园区总机或秘书公司。
    source: 产品设定
  crowd_grade:
    default: 0.3
    reason: 多家共用的号码区分度低。
    source: 产品设定
  max_firms:
    default: 200
    unit: 家
    reason: 超过200家企业使用的号码不再区分任何人。
    source: 产品设定
weight:
  bans: 1.5
  reason: 招标投标法项目中为高度可疑；政府采购货物服务中是规定列明的情形，按3.0计。专家赋值，未经本地校准。
  when: regime
  cases: {government_procurement: 3.0}
  deemed_when: [government_procurement]
root_fact: "{contact}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}留有相同的联系方式：{shown}。"
english:
  title: One contact for two bidders
  summary: Two bidders of one lot gave the same contact person, telephone or e-mail.
  why_it_matters: For goods and services under the procurement law the rules name this fact; elsewhere it is a lead to check.
  innocent_explanations:
    - The switchboard of a business park or a secretarial service, which belongs on the exemption list.
    - A former employee's number is still in use.
    - Declared affiliates share a bidding department.
  blind_spots:
    - Different numbers used by one person.
    - Registered telephones and addresses are not compared, only what the bids state.
    - Contacts known by name alone are told apart within one firm only.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Verify the registered owner of the number.
    - Compare the contact's posts and insurance in both firms.
    - Find out who filled in and submitted both bids.
  sentence: "In lot {lot_name}, {a_name} and {b_name} gave the same contact: {shown}."
---*/
CALL () {
  MATCH (phone:Phone)-[:GIVEN_IN]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  WHERE phone.exempt IS NULL
  WITH phone, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  RETURN phone AS contact, phone.masked AS shown, firms, 1.0 AS grade
  UNION ALL
  MATCH (email:Email)-[:GIVEN_IN]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  WHERE email.exempt IS NULL
  WITH email, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  RETURN email AS contact, email.masked AS shown, firms, 1.0 AS grade
  UNION ALL
  MATCH (person:Person)-[:CONTACT_FOR]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  WITH person, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  RETURN person AS contact, person.name AS shown, firms,
         CASE person.identity WHEN 'id' THEN 1.0 ELSE $weak_grade END AS grade
}
WITH contact, shown, CASE WHEN firms > $crowd THEN grade * $crowd_grade ELSE grade END AS grade
MATCH (contact)-[:GIVEN_IN|CONTACT_FOR]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH contact, shown, grade, lot, collect(DISTINCT bid) AS bids
WHERE size(bids) > 1
UNWIND bids AS bid
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH contact, shown, grade, lot, bid,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS first
WITH contact, shown, grade, lot, collect({bid: bid.key, firm: substring(first, 1)}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH contact, shown, grade, lot, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH contact, shown, grade, lot, x, y
ORDER BY contact.key
WITH lot, x, y, collect(contact.key) AS contacts, collect(shown) AS shown, max(grade) AS grade
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, coalesce(lot.regime, 'unknown') AS regime,
       a.key AS a, a.name AS a_name, b.key AS b, b.name AS b_name, x.bid AS bid_a,
       y.bid AS bid_b, contacts, contacts[0] AS contact, shown, grade
ORDER BY lot, a, b
