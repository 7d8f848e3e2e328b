/*---
id: bidder_buyer_affiliation
revision: 3
title: 投标人与招标人利害关系
family: equity
strength: presumptive
status: trial
summary: 投标人与招标人（采购人）之间存在持股、管理、人员任职或亲属联系，或者投标人曾为该项目提供设计、咨询、监理等前期服务。
why_it_matters: 与招标人存在利害关系可能影响招标公正性的单位不得参加投标；是否影响公正性需要由有权机关核实。
innocent_explanations:
  - 国有招标人与下属国有企业之间的股权关系，仅此不足以说明影响公正性（按较低权重）。
  - 工程总承包允许公开前期成果后由前期服务单位投标。
  - 离职满三年的人员联系不计。
  - 持有少量流通股份。
blind_spots:
  - 亲属关系只用申报、登记的数据。
  - 未登记的顾问、兼职、借调关系无法发现。
  - 前期服务单位未登记的项目不计算。
  - 联合体成员的联系同样计入。
next_steps:
  - 核对股权、任职、社保的起止时间。
  - 了解有联系的人员是否参与招标文件编制、评标和定标。
  - 核对前期服务成果是否已向所有投标人公开。
legal_basis: [TL34, CGT9, CGT18]
references:
  - 政府采购法实施条例第九条（三年回溯期）
requires:
  - (:Company)-[:PROCURES]->(:Lot)
  - (:Bid)-[:FOR]->(:Lot)
  - Lot.opened_at
subjects: [lot, company, buyer]
identity: [lot, bid, company, buyer]
evidence: [company, buyer, bid, things]
parameters:
  least_share:
    default: 0.05
    unit: 持股比例
    reason: 低于百分之五的持股多为流通股份。
    source: 产品设定
  years:
    default: 3
    unit: 年
    reason: 参加采购活动前三年内的劳动、任职关系。
    source: 政府采购法实施条例第九条
  weak_grade:
    default: 0.6
    reason: 以姓名加电话识别的人按0.6计。
    source: 产品设定
weight:
  bans: 2.0
  reason: 股权、管理、人员联系和前期服务按2.0；双方均为国有且只有股权、管理联系的按0.5。专家赋值，未经本地校准。
  when: kind
  cases: {tie: 2.0, state: 0.5, served: 2.0}
root_fact: "affiliation:{company}|{buyer}"
sentence: "标段“{lot_name}”的投标人{company_name}与招标人{buyer_name}存在联系：{shown}。"
english:
  title: A bidder tied to the buyer
  summary: A bidder and the buyer are tied by shares, management, persons or relatives, or the bidder worked for the project before as designer, consultant or supervisor.
  why_it_matters: Parties whose interest in the buyer may affect fairness must not bid; whether it does is for an authority to verify.
  innocent_explanations:
    - Shares between a state buyer and a state firm show little by themselves and weigh less.
    - Under design-and-build, earlier consultants may bid once their results are public.
    - People who left more than three years ago are not counted.
    - A few listed shares.
  blind_spots:
    - Only declared kinship counts.
    - Advisers, part-time and seconded staff that are not on record.
    - Projects whose earlier consultants are not on record.
    - Ties of consortium members count too.
  next_steps:
    - Verify the dates of shares, posts and insurance.
    - Find out whether the persons took part in the tender, the evaluation or the award.
    - See whether the earlier results were open to all bidders.
  sentence: "{company_name}, a bidder in lot {lot_name}, is tied to the buyer {buyer_name}: {said}."
---*/
CALL () {
  MATCH (buyer:Company)-[:PROCURES]->(:Lot)
  WITH DISTINCT buyer
  MATCH (buyer)-[held:SHAREHOLDER_OF]-(company:Company)
  WHERE held.share >= $least_share AND company.key <> buyer.key
  RETURN buyer, company, 'share' AS kind, '持股关系' AS shown, 'shares' AS said, null AS thing,
         held.valid_from AS since, held.valid_to AS until, 0 AS back,
         1.0 AS grade
  UNION ALL
  MATCH (buyer:Company)-[:PROCURES]->(:Lot)
  WITH DISTINCT buyer
  MATCH (buyer)-[managed:MANAGED_BY]-(company:Company)
  RETURN buyer, company, 'share' AS kind, '管理关系' AS shown, 'management' AS said,
         null AS thing,
         managed.valid_from AS since, managed.valid_to AS until, 0 AS back,
         1.0 AS grade
  UNION ALL
  MATCH (buyer:Company)-[:PROCURES]->(:Lot)
  WITH DISTINCT buyer
  MATCH (buyer)<-[works:EMPLOYED_BY|INSURED_BY|EXECUTIVE_OF|LEGAL_REP_OF]-(person:Person)
        -[post:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF|EMPLOYED_BY|INSURED_BY]->(company:Company)
  WHERE company.key <> buyer.key AND (post.share IS NULL OR post.share >= $least_share)
  RETURN buyer, company, 'tie' AS kind,
         person.name + CASE WHEN type(works) IN ['EXECUTIVE_OF', 'LEGAL_REP_OF']
                            THEN '（在招标人任职，' ELSE '（招标人工作人员，' END
           + CASE type(post) WHEN 'SHAREHOLDER_OF' THEN '投标人股东）'
                  WHEN 'LEGAL_REP_OF' THEN '投标人法定代表人）'
                  WHEN 'EXECUTIVE_OF' THEN '在投标人任职）' ELSE '投标人工作人员）' END AS shown,
         person.name + ' (with the buyer, and with the bidder)' AS said,
         person.key AS thing,
         CASE WHEN works.valid_from > post.valid_from OR post.valid_from IS NULL
              THEN works.valid_from ELSE post.valid_from END AS since,
         CASE WHEN works.valid_to < post.valid_to OR post.valid_to IS NULL
              THEN works.valid_to ELSE post.valid_to END AS until, $years AS back,
         CASE person.identity WHEN 'phone' THEN $weak_grade ELSE 1.0 END AS grade
  UNION ALL
  MATCH (buyer:Company)-[:PROCURES]->(:Lot)
  WITH DISTINCT buyer
  MATCH (buyer)<-[works:EMPLOYED_BY|INSURED_BY|EXECUTIVE_OF|LEGAL_REP_OF]-(person:Person)
        -[kin:RELATIVE_OF]-(other:Person)
        -[post:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF]->(company:Company)
  WHERE company.key <> buyer.key AND (post.share IS NULL OR post.share >= $least_share)
  RETURN buyer, company, 'tie' AS kind,
         person.name + '、' + other.name + '（亲属，分属双方）' AS shown,
         person.name + ', ' + other.name + ' (relatives, one on each side)' AS said,
         other.key AS thing,
         CASE WHEN works.valid_from > post.valid_from OR post.valid_from IS NULL
              THEN works.valid_from ELSE post.valid_from END AS since,
         CASE WHEN works.valid_to < post.valid_to OR post.valid_to IS NULL
              THEN works.valid_to ELSE post.valid_to END AS until, 0 AS back,
         CASE WHEN 'phone' IN [person.identity, other.identity] THEN $weak_grade ELSE 1.0 END AS grade
  UNION ALL
  MATCH (company:Company)-[served:SERVED]->(project:Project)<-[:PART_OF]-(:Lot)
        <-[:PROCURES]-(buyer:Company)
  WHERE company.key <> buyer.key
  WITH DISTINCT buyer, company, project, served
  RETURN buyer, company, 'served' AS kind,
         '曾为该项目提供' + coalesce(served.service, '前期服务') AS shown,
         'earlier work for the project' + coalesce(' (' + served.service + ')', '') AS said,
         project.key AS thing,
         null AS since, null AS until, 0 AS back,
         1.0 AS grade
}
MATCH (buyer)-[:PROCURES]->(lot:Lot)<-[:FOR]-(bid:Bid)<-[:SUBMITTED]-(company)
WHERE kind <> 'served' OR EXISTS { MATCH (lot)-[:PART_OF]->(own:Project) WHERE own.key = thing }
WITH buyer, company, kind, shown, said, thing, since, until, back, grade, lot, bid,
     substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day
WHERE (since IS NULL OR since <= day)
  AND (until IS NULL
       OR until >= toString(toInteger(substring(day, 0, 4)) - back) + substring(day, 4, 6))
WITH buyer, company, lot, bid, shown, said, thing, grade,
     CASE WHEN kind = 'share' AND coalesce(buyer.state_owned, false)
           AND coalesce(company.state_owned, false) THEN 'state'
          WHEN kind = 'served' THEN 'served' ELSE 'tie' END AS kind
ORDER BY shown, thing
WITH buyer, company, lot, bid, max(kind) AS strongest, min(kind) AS first,
     collect(DISTINCT shown) AS shown, collect(DISTINCT said) AS said,
     collect(DISTINCT thing) AS things, max(grade) AS grade
RETURN lot.key AS lot, lot.name AS lot_name, bid.key AS bid, company.key AS company,
       company.name AS company_name, buyer.key AS buyer, buyer.name AS buyer_name,
       CASE WHEN strongest = 'tie' THEN 'tie' WHEN first = 'served' THEN 'served'
            ELSE 'state' END AS kind, grade, shown, said, things
ORDER BY lot, company, buyer
