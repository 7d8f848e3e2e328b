/*---
id: shared_agent_handler
revision: 3
title: 同一人办理投标事宜
family: people
strength: deemed
status: trial
summary: 同一标段中，不同投标人的授权委托人、投标操作人员或开标签到等经办人为同一人。
why_it_matters: 不同投标人委托同一单位或者个人办理投标事宜是规定中列明的情形，疑似成立时应由有权机关核实。
innocent_explanations:
  - 经办人刚刚转职，平台账号仍登记在原单位名下。
  - 开标现场由一人代为签到、递交资料，与编制投标文件无关。
  - 身份证号码录入错误，或者以平台客服、代理机构人员的信息代填。
  - 联合体由牵头人统一办理（本信号已排除）。
blind_spots:
  - 由同一人操作而登记不同姓名的无法发现。
  - 只有姓名、没有证件号码和电话的人员只在本企业内识别。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 核对授权委托书、身份证明和劳动合同原件。
  - 调取平台操作日志，核对账号、时间和设备。
  - 查询该人员的社会保险缴纳单位。
legal_basis: [TL40, M37]
references:
  - 招标投标法实施条例第四十条第二项
requires:
  - (:Person)-[:HANDLED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, persons]
parameters:
  weak_grade:
    default: 0.6
    reason: 以姓名加电话识别的人按0.6计。
    source: 产品设定
  max_firms:
    default: 50
    unit: 家
    reason: 为50家以上企业经办的号码多为平台客服、代办点或填写样例。
    source: 产品设定
weight:
  bans: 3.0
  reason: 经办人相同是规定列明的事实；专家赋值，未经本地校准。
root_fact: "{person}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标事宜由同一人办理：{names}（{roles_zh}）。"
english:
  title: One handler for two bids
  summary: The authorised agent, platform operator or attendant of two bidders of one lot is the same person.
  why_it_matters: The rules name one party handling two bids; an authority has to verify it.
  innocent_explanations:
    - The handler changed employer and the platform account was not updated.
    - One person signed in for several at the opening and had no part in the bids.
    - A mistyped ID number, or that of the help desk or the agency.
    - A consortium's lead handled its bid, which is left out here.
  blind_spots:
    - One person acting under several names.
    - Persons known by name alone are told apart within one firm only.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Compare powers of attorney, identity papers and contracts.
    - Ask the platform for accounts, times and devices.
    - Ask who pays the person's social insurance.
  sentence: "In lot {lot_name}, one person handled the bids of {a_name} and {b_name}: {names} ({roles})."
  words:
    authorised_agent: authorised agent
---*/
MATCH (person:Person)-[:HANDLED]->(:Bid)<-[:SUBMITTED]-(firm:Company)
WITH person, count(DISTINCT firm.key) AS firms
WHERE firms > 1 AND firms <= $max_firms
MATCH (person)-[handled:HANDLED]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH person, lot, collect(DISTINCT bid) AS bids, collect(DISTINCT handled.role) AS roles
WHERE size(bids) > 1
UNWIND bids AS bid
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH person, lot, roles, bid,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH person, lot, roles, collect({bid: bid.key, firm: substring(lead, 1)}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH person, lot, roles, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH lot, roles, x, y, person,
     CASE person.identity WHEN 'id' THEN 1.0 ELSE $weak_grade END AS grade
ORDER BY grade DESC, person.key
WITH lot, x, y, max(grade) AS grade, collect(person.key) AS persons, collect(person.name) AS names,
     collect(roles) AS found
WITH lot, x, y, grade, persons, names, found[0] AS roles
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, persons, persons[0] AS person, names,
       CASE WHEN size(roles) > 0
            THEN [role IN roles | CASE role WHEN 'authorised_agent' THEN '授权委托人' ELSE role END]
            ELSE ['经办人'] END AS roles_zh,
       CASE WHEN size(roles) > 0
            THEN roles ELSE ['handler'] END AS roles, grade
ORDER BY lot, a, b
