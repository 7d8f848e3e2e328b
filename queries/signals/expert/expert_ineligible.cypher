/*---
id: expert_ineligible
revision: 3
title: 不得担任评委的人员参加评标
family: expert
strength: presumptive
status: trial
summary: 招标人的员工以评标专家身份参加本单位项目的评标，行政监督部门的人员参加其监督项目的评标，或者曾因招标投标活动受过处罚的人员担任评委。
why_it_matters: 招标人可以派代表，但不能再以“专家”名义占用外部专家席位；监督人员和受过处罚的人员依规定不得担任评委。
innocent_explanations:
  - 该成员实为招标人代表，名单中没有标注。
  - 劳动关系已经解除而社保或者登记未变更。
  - 处罚与招标投标活动无关，或者已被撤销。
  - 单位名称相近而并非同一单位。
blind_spots:
  - 监督部门与工作单位按名称完全一致比对。
  - 以姓名识别的人员可能与他人混同。
  - 处罚事由以文字判断。
next_steps:
  - 核对评标专家抽取记录和身份。
  - 查阅社保、劳动合同。
  - 查阅处罚决定书。
legal_basis: [PW12, TL46, ZB37]
references:
  - 评标委员会和评标方法暂行规定第十二条（二手文本，不作引文）；招标投标法实施条例第四十六条
requires:
  - (:Expert)-[:EVALUATED]->(:Lot)
  - (:Expert)-[:IS]->(:Person)
subjects: [expert, lot]
identity: [expert, lot, kind]
evidence: [expert, person, lot, records]
parameters:
  about:
    default: [招标, 投标, 评标, 政府采购, 招投标]
    reason: 处罚事由写明与这些活动有关的。
    source: 评标委员会和评标方法暂行规定第十二条第四项
  sure:
    default: 1.0
    reason: 以证件号码识别的人员。
    source: 产品设定
  unsure:
    default: 0.6
    reason: 以姓名加电话、姓名加单位识别的按0.6。
    source: 产品设定
weight:
  bans: 1.0
  reason: 事实经核实后影响评审效力；专家赋值，未经本地校准。
root_fact: "ineligible:{expert}|{kind}|{lot}"
sentence: "{expert_name}参加标段“{lot_name}”的评标：{kind_zh}（{other_name}）。"
english:
  title: Somebody on the panel who may not sit there
  summary: A member of the buyer's staff sat as an outside expert, staff of the supervising authority evaluated, or a person penalised for tender matters did.
  why_it_matters: The buyer may send representatives but not fill the experts' seats; supervisors and penalised persons are excluded by the rules.
  innocent_explanations:
    - The member was the buyer's representative and not marked.
    - The employment ended and the register is old.
    - The penalty was about something else or lifted.
    - Another organisation of a similar name.
  blind_spots:
    - Authority and employer are compared by exact name.
    - Persons known by name may be mixed up.
    - What a penalty was for is judged by its words.
  next_steps:
    - Check the draw and the role.
    - Look at insurance and contract.
    - Read the decision.
  sentence: "{expert_name} evaluated lot {lot_name}: {kind} ({other_name})."
  words:
    buyer_staff: staff of the buyer seated as an expert
    supervisor_staff: staff of the supervisor
    penalised: penalised before over tenders
---*/
CALL () {
  MATCH (expert:Expert)-[:IS]->(person:Person)-[tie:INSURED_BY|EMPLOYED_BY]->(buyer:Company)
  WHERE EXISTS { MATCH (buyer)-[:PROCURES]->(:Lot) }
  MATCH (expert)-[seat:EVALUATED]->(lot:Lot)<-[:PROCURES]-(other:Company)
  WHERE other.key = buyer.key AND coalesce(seat.buyer_representative, false) = false
  RETURN expert, person, lot, 'buyer_staff' AS kind, buyer.name AS other_name, buyer.key AS record,
         tie.valid_from AS since, tie.valid_to AS until
  UNION ALL
  MATCH (lot:Lot)
  WHERE lot.supervisor IS NOT NULL
  MATCH (lot)<-[:EVALUATED]-(expert:Expert)-[:IS]->(person:Person)-[tie:INSURED_BY|EMPLOYED_BY]->(office:Company)
  WHERE office.name = lot.supervisor
  RETURN expert, person, lot, 'supervisor_staff' AS kind, office.name AS other_name,
         office.key AS record, tie.valid_from AS since, tie.valid_to AS until
  UNION ALL
  MATCH (penalty:Penalty)-[:IMPOSED_ON]->(person:Person)<-[:IS]-(expert:Expert)-[:EVALUATED]->(lot:Lot)
  WHERE any(word IN $about WHERE coalesce(penalty.reason, '') CONTAINS word)
  RETURN expert, person, lot, 'penalised' AS kind, coalesce(penalty.code, penalty.key) AS other_name,
         penalty.key AS record, penalty.decided_on AS since, null AS until
}
WITH expert, person, lot, kind, other_name, record, since, until,
     substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day
WHERE (since IS NULL OR since <= day) AND (until IS NULL OR until >= day)
WITH expert, person, lot, kind, other_name, record,
     CASE person.identity WHEN 'id' THEN $sure ELSE $unsure END AS grade
ORDER BY record
WITH expert, lot, kind, min(person.key) AS person, min(other_name) AS other_name,
     collect(DISTINCT record) AS records, max(grade) AS grade
RETURN expert.key AS expert, expert.name AS expert_name, lot.key AS lot, lot.name AS lot_name,
       kind, other_name, person, records, grade,
       CASE kind WHEN 'buyer_staff' THEN '系招标人员工而以专家身份参加'
            WHEN 'supervisor_staff' THEN '系行政监督部门人员' ELSE '曾因招标投标活动受过处罚' END AS kind_zh
ORDER BY expert, lot, kind
