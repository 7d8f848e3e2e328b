/*---
id: shared_contact_person
revision: 3
title: 联系人、电话、邮箱、地址雷同
family: people
strength: presumptive
status: trial
summary: 同一标段中，不同投标人在投标资料中留有相同的联系人、联系电话或电子邮箱，或者开标当日登记的电话、邮箱、地址（到门牌室号）相同。
why_it_matters: 适用政府采购法的货物、服务项目中，联系人员为同一人是规定列明的情形；其他招标项目中属于需要核查的线索。
innocent_explanations:
  - 产业园总机、商务秘书公司、代理记账公司的公用电话（应列入豁免清单）。
  - 离职人员的旧联系方式仍被原单位沿用。
  - 同一集团事先声明的关联企业共用招投标部门（登记的联系方式相同而有控股关系的已排除）。
blind_spots:
  - 分别登记不同号码而由同一人使用时无法发现。
  - 登记地址没有写到室号、门牌号的不比较；与其他联系合并成隐性共同控制的不重复计算。
  - 只有姓名、没有电话的联系人只在本企业内识别。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 向通信运营商或平台核实号码的实名登记人。
  - 核对联系人在两家企业的任职和社会保险记录。
  - 查明双方投标资料由谁填写、提交；登记地址相同的，到现场查看由谁办公。
legal_basis: [TL40, M37]
references:
  - 财政部令第87号第三十七条第三项；招标投标法实施条例第四十条第三项未列“联系人员”
requires:
  - (:Bid)-[:FOR]->(:Lot)
  - (:Phone)-[:GIVEN_IN]->(:Bid) or (:Email)-[:GIVEN_IN]->(:Bid) or (:Person)-[:CONTACT_FOR]->(:Bid) or (:Company)-[:REACHED_AT]->(:Phone) or (:Company)-[:REACHED_AT]->(:Address)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, contacts]
parameters:
  weak_grade:
    default: 0.6
    reason: 联系人仅以姓名加电话识别时按0.6计。
    source: 产品设定
  registered_grade:
    default: 0.6
    reason: 登记的电话、邮箱、地址相同而投标资料未写明的，只说明办公地点或者代办人相同。
    source: 产品设定
  rooms:
    default: [室, 房, 铺, 门面, 号楼, 幢, 栋, 单元]
    unit: 地址字样
    reason: 写到室号、楼栋的地址才能区分同一门牌内的企业。
    source: 产品设定
  control:
    default: 0.5
    unit: 持股比例
    reason: 控股的母子公司登记相同的联系方式属于集团内部事务，另有控股关系信号。
    source: 公司法第二百六十五条
  tied:
    default: 0.7
    unit: 0至1
    reason: 合并强度达到这一程度的，由隐性共同控制信号报告。
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
  reason: 招标投标法项目中为高度可疑；政府采购货物服务中投标资料的联系人员相同是规定列明的情形，按3.0计。专家赋值，未经本地校准。
  when: regime
  cases: {government_procurement: 3.0}
  deemed_when: [government_procurement]
root_fact: "{contact}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}{way_zh}：{shown}。"
english:
  title: One contact or address for two bidders
  summary: Two bidders of one lot gave the same contact person, telephone or e-mail, or had the same telephone, e-mail or address (down to the room) registered when bids were opened.
  why_it_matters: For goods and services under the procurement law the rules name this fact; elsewhere it is a lead to check.
  innocent_explanations:
    - The switchboard of a business park or a secretarial service, which belongs on the exemption list.
    - A former employee's number is still in use.
    - Declared affiliates share a bidding department (registered contacts of a parent and its subsidiary are left out).
  blind_spots:
    - Different numbers used by one person.
    - Registered addresses without a room or building; what hidden common control counts already is not counted again.
    - Contacts known by name alone are told apart within one firm only.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Verify the registered owner of the number.
    - Compare the contact's posts and insurance in both firms.
    - Find out who filled in and submitted both bids, and who works at a shared address.
  sentence: "In lot {lot_name}, {a_name} and {b_name} {way}: {shown}."
---*/
CALL () {
  MATCH (contact:Phone)
  RETURN contact
  UNION ALL
  MATCH (contact:Email)
  RETURN contact
  UNION ALL
  MATCH (contact:Address)
  RETURN contact
  UNION ALL
  MATCH (contact:Person)-[:CONTACT_FOR]->(:Bid)
  RETURN DISTINCT contact
}
WITH contact
WHERE contact.exempt IS NULL
// One by one: all contacts with their firms at once would fill an engine's memory.
CALL (contact) {
  CALL (contact) {
    MATCH (contact)-[:GIVEN_IN|CONTACT_FOR]->(:Bid)<-[:SUBMITTED]-(firm:Company)
    RETURN firm.key AS firm
    UNION
    MATCH (contact)<-[:REACHED_AT]-(firm:Company)
    RETURN firm.key AS firm
  }
  RETURN count(DISTINCT firm) AS firms
}
WITH contact, firms
WHERE firms > 1 AND firms <= $max_firms
WITH contact, firms, coalesce(contact.masked, contact.text, contact.name) AS shown,
     CASE WHEN contact.identity IS NULL OR contact.identity = 'id' THEN 1.0 ELSE $weak_grade END
       AS grade
CALL (contact) {
  MATCH (contact)-[:GIVEN_IN|CONTACT_FOR]->(bid:Bid)-[:FOR]->(lot:Lot)
  RETURN DISTINCT lot, bid, 1 AS given
  UNION ALL
  MATCH (contact)<-[held:REACHED_AT]-(:Company)-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot:Lot)
  WHERE contact.text IS NULL OR any(word IN $rooms WHERE contact.text CONTAINS word)
  WITH held, bid, lot, substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day
  WHERE (held.valid_from IS NULL OR held.valid_from <= day)
    AND (held.valid_to IS NULL OR held.valid_to >= day)
  RETURN DISTINCT lot, bid, 0 AS given
}
WITH contact, firms, shown, grade, lot, bid, max(given) AS given
WITH contact, firms, shown, grade, lot, collect({bid: bid, given: given}) AS uses
WHERE size(uses) > 1
UNWIND uses AS use
WITH contact, firms, shown, grade, lot, use.bid AS bid, use.given AS given
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH contact, firms, shown, grade, lot, bid, given,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS first
WITH contact, firms, shown, grade, lot,
     collect({bid: bid.key, firm: substring(first, 1), given: given}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH contact, firms, shown, grade, lot, x, y, x.given * y.given AS given
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
// What is registered ties a group too, and counts among the ties of hidden common control.
WHERE given = 1
   OR (NOT EXISTS { MATCH (a)-[held:SHAREHOLDER_OF]-(b) WHERE held.share > $control }
       AND NOT EXISTS { MATCH (a)<-[:CONTROLS]-()-[:CONTROLS]->(b) }
       AND NOT EXISTS { MATCH (a)-[tie:TIED_TO]-(b) WHERE tie.score >= $tied })
WITH lot, x, y, a, b, contact, shown, given,
     grade * CASE WHEN firms > $crowd THEN $crowd_grade ELSE 1.0 END
       * CASE given WHEN 1 THEN 1.0 ELSE $registered_grade END AS grade,
     CASE WHEN given = 1 AND firms <= $crowd THEN coalesce(lot.regime, 'unknown')
          ELSE 'other' END AS regime
ORDER BY given DESC, grade DESC, contact.key
WITH lot, x, y, a, b, collect(contact.key) AS contacts, collect(shown) AS shown,
     collect(grade) AS grades, collect(regime) AS regimes, max(given) AS given
RETURN lot.key AS lot, lot.name AS lot_name, regimes[0] AS regime,
       a.key AS a, a.name AS a_name, b.key AS b, b.name AS b_name, x.bid AS bid_a,
       y.bid AS bid_b, contacts, contacts[0] AS contact, shown, grades[0] AS grade,
       CASE given WHEN 1 THEN '留有相同的联系方式' ELSE '登记了相同的联系方式' END AS way_zh,
       CASE given WHEN 1 THEN 'gave the same contact' ELSE 'had the same contact on register' END AS way
ORDER BY lot, a, b
