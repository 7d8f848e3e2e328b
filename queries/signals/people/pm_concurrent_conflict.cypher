/*---
id: pm_concurrent_conflict
revision: 3
title: 项目负责人在建冲突
family: people
strength: presumptive
status: trial
summary: 投标拟派的项目负责人在开标当日仍是另一在建合同的项目负责人，或者同一天被同一企业派往多个不同项目投标。
why_it_matters: 一名项目负责人同时负责多个在建项目受到限制；疑似存在不实声明、挂名或者本无履约打算的陪标，需要核实。
innocent_explanations:
  - 在建合同其实已经完工、解锁，而数据尚未更新。
  - 同一项目的相邻标段可以由同一人负责（本信号已排除）。
  - 停工时间较长并经建设单位同意，可以另行任职。
  - 同日参加多个标段，只打算在中标一个后承担。
blind_spots:
  - 未装载合同、未填写项目负责人的在建项目无法发现。
  - 没有竣工、解锁日期的合同，开工满数年后不再计算。
  - 由两家企业同时派出的同一人，由项目管理成员信号报告。
  - 只有姓名、没有证件号码和电话的人员只在本企业内识别。
next_steps:
  - 查询建筑市场监管平台的在建项目和解锁记录。
  - 核对投标文件中“无在建项目”的声明。
  - 查明实际履约的项目负责人是谁。
legal_basis: [TL42, ZB33]
references:
  - 注册建造师执业管理办法（试行）（建市〔2008〕48号）关于同时担任项目负责人的限制（未找到原文，不作引文）
requires:
  - (:Person)-[:LEADS]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Lot.opened_at
subjects: [lot, company, person]
identity: [lot, bid, person]
evidence: [person, bid, others]
parameters:
  posts:
    default: [项目经理, 项目负责人, 总监理工程师]
    unit: 岗位
    reason: 受同时任职限制的岗位。
    source: 产品设定
  years:
    default: 3
    unit: 年
    reason: 没有竣工、解锁日期的合同，开工三年后视为可能已经完工。
    source: 产品设定
  max_bids:
    default: 50
    unit: 份
    reason: 出现在同一天50份以上投标中的人员多为填写样例。
    source: 产品设定
  weak_grade:
    default: 0.6
    reason: 以姓名加电话识别的人，以及只在本企业内按姓名识别的人，按0.6计。
    source: 产品设定
weight:
  bans: 1.0
  reason: 在建冲突按1.0，同日多标按0.6；专家赋值，未经本地校准。
  when: kind
  cases: {active: 1.0, same_day: 0.6}
root_fact: "{person}"
sentence: "标段“{lot_name}”中，{company_name}拟派的项目负责人{person_name}{kind_zh}：{names}。"
english:
  title: A project manager who is busy
  summary: On the opening day the proposed project manager still leads another running contract, or the firm proposed the same person for other projects that opened on that day.
  why_it_matters: One person may lead running projects only within limits; it may be an untrue statement, a nominal post or a bid that was never meant to win.
  innocent_explanations:
    - The contract is completed or released and the data is old.
    - Neighbouring lots of one project may have one manager; they are left out here.
    - Work has stopped for long and the owner agreed.
    - The firm bids for several and means to carry out one.
  blind_spots:
    - Contracts and managers that are not loaded.
    - Contracts without an end are not counted after some years.
    - One person proposed by two firms is left to the signal on project members.
    - Persons known by name alone are told apart within one firm only.
  next_steps:
    - Look up running projects and releases in the construction market's register.
    - Compare the statement of having no running project.
    - Find out who really leads the projects.
  sentence: "In lot {lot_name}, {person_name}, proposed by {company_name} as project manager, is taken elsewhere ({kind}): {names}."
  words:
    active: bound by a running contract
    same_day: sent to other lots on the same day
---*/
CALL () {
  MATCH (person:Person)-[staffs:STAFFS]->(contract:Contract)
  WHERE any(post IN $posts WHERE staffs.post CONTAINS post)
  MATCH (person)-[:LEADS]->(bid:Bid)-[:FOR]->(lot:Lot)
  WITH person, bid, lot, contract,
       substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day,
       coalesce(staffs.valid_from, contract.starts_on, contract.signed_on) AS since,
       coalesce(staffs.valid_to, contract.released_on, contract.completed_on) AS until
  WHERE since <= day
    AND coalesce(until,
                 toString(toInteger(substring(since, 0, 4)) + $years) + substring(since, 4, 6)) >= day
    AND NOT EXISTS { MATCH (contract)-[:AWARDED_FOR]->(lot) }
    AND NOT EXISTS {
      MATCH (contract)-[:AWARDED_FOR]->(:Lot)-[:PART_OF]->(:Project)<-[:PART_OF]-(lot) }
  RETURN person, bid, lot, 'active' AS kind, contract.key AS other,
         coalesce(contract.name, contract.code) AS name
  UNION ALL
  MATCH (person:Person)-[:LEADS]->(bid:Bid)-[:FOR]->(lot:Lot)
  WITH person, substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day, bid, lot
  WHERE day IS NOT NULL
  WITH person, day, collect(DISTINCT {bid: bid.key, lot: lot.key}) AS entries
  WHERE size(entries) > 1 AND size(entries) <= $max_bids
  UNWIND entries AS x
  UNWIND entries AS y
  WITH person, x, y
  WHERE x.lot <> y.lot
  MATCH (bid:Bid {key: x.bid})-[:FOR]->(lot:Lot), (two:Bid {key: y.bid})-[:FOR]->(other:Lot)
  WHERE EXISTS { MATCH (bid)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
    AND NOT EXISTS { MATCH (lot)-[:PART_OF]->(:Project)<-[:PART_OF]-(other) }
  RETURN person, bid, lot, 'same_day' AS kind, other.key AS other, other.name AS name
}
WITH person, bid, lot, kind, other, name
ORDER BY kind, other
WITH person, bid, lot, min(kind) AS kind, collect(DISTINCT other) AS others,
     collect(DISTINCT name) AS names
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH person, bid, lot, kind, others, names,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH person, bid, lot, kind, others, names, substring(lead, 1) AS lead
MATCH (company:Company {key: lead})
RETURN lot.key AS lot, lot.name AS lot_name, company.key AS company, company.name AS company_name,
       bid.key AS bid, person.key AS person, person.name AS person_name, kind, others, names,
       CASE kind WHEN 'active' THEN '当日仍在其他合同任职' ELSE '同日还被派往其他标段' END
         AS kind_zh,
       CASE WHEN person.identity IN ['phone', 'scoped'] THEN $weak_grade ELSE 1.0 END AS grade
ORDER BY lot, company, person
