/*---
id: agency_bidder_affiliation
revision: 3
title: 代理机构与投标人关联
family: equity
strength: presumptive
status: trial
summary: 招标代理机构在自己代理的项目中投标，或者与投标人之间存在持股、管理、人员、设备、联系方式上的联系。
why_it_matters: 招标代理机构不得在所代理的招标项目中投标或者代理投标，也不得为投标人提供咨询；双方关联可能造成信息泄露，需要核实。
innocent_explanations:
  - 双方在同一园区、写字楼登记，共用总机、地址或者服务点的电脑（很多企业共用的已排除）。
  - 人员先后在两家任职，联系已经结束。
  - 代理机构同时从事造价、监理等业务，与投标人有正常往来。
  - 持有少量股份。
blind_spots:
  - 亲属关系和未登记的兼职无法发现。
  - 代理机构自己的设备号码只有在其参加过投标时才有记录。
  - 电子交易平台运营机构与投标人的关系不在数据中。
  - 联合体成员的联系同样计入。
next_steps:
  - 核对双方人员的任职、社保起止时间。
  - 查明招标文件、控制价由谁编制，是否提前泄露。
  - 核对代理机构与投标人之间的合同和付款。
legal_basis: [TL13, TL41, ZB50, E57]
references:
  - 《串通投标线索分析报告》四十六项指标：投标人与招标代理联系人雷同（公开模板）
requires:
  - (:Company)-[:AGENT_FOR]->(:Lot)
  - (:Bid)-[:FOR]->(:Lot)
  - Lot.opened_at
subjects: [lot, company, agency]
identity: [lot, bid, company, agency]
evidence: [company, agency, bid, things]
parameters:
  least_share:
    default: 0.05
    unit: 持股比例
    reason: 低于百分之五的持股多为财务投资。
    source: 产品设定
  crowd:
    default: 20
    unit: 家
    reason: 超过20家共用的电话、邮箱、地址、设备多为园区总机、秘书公司或者公用电脑。
    source: 产品设定
  weak_grade:
    default: 0.6
    reason: 以姓名加电话识别的人按0.6计。
    source: 产品设定
weight:
  bans: 2.0
  reason: 代理机构自己投标、在同一设备上制作投标文件按3.0，股权、人员联系按2.0，仅联系方式相同按1.0。专家赋值，未经本地校准。
  when: kind
  cases: {own: 3.0, device: 3.0, tie: 2.0, contact: 1.0}
  deemed_when: [own]
root_fact: "affiliation:{company}|{agency}"
sentence: "标段“{lot_name}”的招标代理机构{agency_name}与投标人{company_name}存在联系：{shown}。"
english:
  title: The agency tied to a bidder
  summary: The tendering agency bids in a tender that it runs, or is tied to a bidder by shares, management, persons, devices or contacts.
  why_it_matters: An agency may neither bid nor help to bid in its own tenders; ties to a bidder may leak information and have to be looked into.
  innocent_explanations:
    - One business park or building, one switchboard, address or public computer; what many firms share is left out.
    - A person worked for one after the other, and the tie has ended.
    - The agency also does cost estimates or supervision and deals with bidders in that trade.
    - A few shares.
  blind_spots:
    - Kinship and posts that are not registered.
    - Numbers of the agency's machines, unless it has bid somewhere.
    - Who runs the electronic platform.
    - Ties of consortium members count too.
  next_steps:
    - Verify the dates of posts and insurance.
    - Find out who wrote the tender and the control price, and whether they leaked.
    - Look at contracts and payments between agency and bidder.
  sentence: "The agency {agency_name} of lot {lot_name} is tied to the bidder {company_name}: {said}."
---*/
CALL () {
  MATCH (agency:Company)-[:AGENT_FOR]->(:Lot)
  WITH DISTINCT agency
  WHERE EXISTS { MATCH (agency)-[:SUBMITTED]->(:Bid) }
  RETURN agency, agency AS company, 'own' AS kind, '代理机构自己投标' AS shown, 'the agency itself bids' AS said,
         null AS thing,
         null AS since, null AS until,
         1.0 AS grade
  UNION ALL
  MATCH (agency:Company)-[:AGENT_FOR]->(:Lot)
  WITH DISTINCT agency
  MATCH (agency)-[held:SHAREHOLDER_OF]-(company:Company)
  WHERE held.share >= $least_share AND company.key <> agency.key
  RETURN agency, company, 'tie' AS kind, '持股关系' AS shown, 'shares' AS said, null AS thing,
         held.valid_from AS since, held.valid_to AS until,
         1.0 AS grade
  UNION ALL
  MATCH (agency:Company)-[:AGENT_FOR]->(:Lot)
  WITH DISTINCT agency
  MATCH (agency)-[managed:MANAGED_BY]-(company:Company)
  RETURN agency, company, 'tie' AS kind, '管理关系' AS shown, 'management' AS said, null AS thing,
         managed.valid_from AS since, managed.valid_to AS until,
         1.0 AS grade
  UNION ALL
  MATCH (agency:Company)-[:AGENT_FOR]->(:Lot)
  WITH DISTINCT agency
  MATCH (agency)<-[works:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF|EMPLOYED_BY|INSURED_BY]-(person:Person)
        -[post:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF|EMPLOYED_BY|INSURED_BY]->(company:Company)
  WHERE company.key <> agency.key
    AND (works.share IS NULL OR works.share >= $least_share)
    AND (post.share IS NULL OR post.share >= $least_share)
  RETURN agency, company, 'tie' AS kind, person.name + '（双方人员或股东）' AS shown,
         person.name + ' (on both sides)' AS said,
         person.key AS thing,
         CASE WHEN works.valid_from > post.valid_from OR post.valid_from IS NULL
              THEN works.valid_from ELSE post.valid_from END AS since,
         CASE WHEN works.valid_to < post.valid_to OR post.valid_to IS NULL
              THEN works.valid_to ELSE post.valid_to END AS until,
         CASE person.identity WHEN 'phone' THEN $weak_grade ELSE 1.0 END AS grade
  UNION ALL
  MATCH (agency:Company)-[:AGENT_FOR]->(:Lot)
  WITH DISTINCT agency
  MATCH (agency)-[here:REACHED_AT]->(contact)
  WHERE contact.exempt IS NULL
  MATCH (contact)<-[:REACHED_AT]-(any_firm:Company)
  WITH agency, here, contact, count(DISTINCT any_firm.key) AS firms
  WHERE firms > 1 AND firms <= $crowd
  MATCH (contact)<-[there:REACHED_AT]-(company:Company)
  WHERE company.key <> agency.key
  RETURN agency, company, 'contact' AS kind,
         '登记的联系方式相同（' + coalesce(contact.masked, contact.text, '') + '）' AS shown,
         'one registered contact (' + coalesce(contact.masked, contact.text, '') + ')' AS said,
         contact.key AS thing,
         CASE WHEN here.valid_from > there.valid_from OR there.valid_from IS NULL
              THEN here.valid_from ELSE there.valid_from END AS since,
         CASE WHEN here.valid_to < there.valid_to OR there.valid_to IS NULL
              THEN here.valid_to ELSE there.valid_to END AS until,
         1.0 AS grade
  UNION ALL
  MATCH (agency:Company)-[:AGENT_FOR]->(:Lot)
  WITH DISTINCT agency
  WHERE EXISTS { MATCH (agency)-[:SUBMITTED]->(:Bid) }
  MATCH (agency)-[:SUBMITTED]->(:Bid)<-[:USED_IN]-(device:Device)
  WHERE device.exempt IS NULL AND device.kind IN ['mac', 'disk', 'machine', 'lock', 'ca']
  WITH DISTINCT agency, device
  MATCH (device)-[:USED_IN]->(:Bid)<-[:SUBMITTED]-(any_firm:Company)
  WITH agency, device, count(DISTINCT any_firm.key) AS firms
  WHERE firms > 1 AND firms <= $crowd
  MATCH (device)-[:USED_IN]->(:Bid)<-[:SUBMITTED]-(company:Company)
  WHERE company.key <> agency.key
  RETURN DISTINCT agency, company, 'device' AS kind, '使用同一设备（' + device.kind + '）' AS shown,
         'one device (' + device.kind + ')' AS said,
         device.key AS thing, null AS since, null AS until,
         1.0 AS grade
}
MATCH (agency)-[:AGENT_FOR]->(lot:Lot)<-[:FOR]-(bid:Bid)<-[:SUBMITTED]-(company)
WHERE kind <> 'device' OR EXISTS { MATCH (bid)<-[:USED_IN]-(d:Device) WHERE d.key = thing }
WITH agency, company, kind, shown, said, thing, since, until, grade, lot, bid,
     substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day
WHERE (since IS NULL OR since <= day) AND (until IS NULL OR until >= day)
WITH DISTINCT agency, company, lot, bid, shown, said, thing, kind, grade,
     CASE kind WHEN 'own' THEN 1 WHEN 'device' THEN 2 WHEN 'tie' THEN 3 ELSE 4 END AS place
ORDER BY place, grade DESC, shown, thing
WITH agency, company, lot, bid, collect(kind) AS kinds, collect(DISTINCT shown) AS shown,
     collect(DISTINCT said) AS said,
     collect(DISTINCT thing) AS things, collect(grade) AS grades
RETURN lot.key AS lot, lot.name AS lot_name, bid.key AS bid, company.key AS company,
       company.name AS company_name, agency.key AS agency, agency.name AS agency_name,
       kinds[0] AS kind, grades[0] AS grade, shown, said, things
ORDER BY lot, company, agency
