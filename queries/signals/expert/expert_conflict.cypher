/*---
id: expert_conflict
revision: 6
title: 专家应回避而未回避
family: expert
strength: deemed
status: trial
summary: 评标专家在开标前三年内与投标人存在社保、任职、法定代表人、股东、亲属或申报回避等关系，仍参加了该投标人所在标段的评标。
why_it_matters: 与投标人有利害关系的人不得进入相关项目的评标委员会；关系经核实后，评审结果可能受到影响。
innocent_explanations:
  - 劳动关系早已解除而社保或登记未及时变更。
  - 同名不同人（无证件号码时须核实）。
  - 已经申请回避并被更换，而名单未更新。
  - 持有上市公司少量流通股份。
blind_spots:
  - 亲属只看申报或者依法取得的记载，不按姓氏、籍贯推断；师生、项目合作等关系不在数据中。
  - 关系起止日期缺失时视为一直有效；标段没有时间时只用没有截止日期的关系。
  - 以姓名加单位识别的专家可能与他人混同，按较低程度计。
  - 专家与联合体成员的关系同样计入。
next_steps:
  - 核对专家库登记、社保缴纳和劳动合同。
  - 查阅评标现场回避记录和承诺书。
  - 复核该专家的打分及其对排名的影响。
legal_basis: [ZB37, TL46, TL71, CGT9, CGT75, PW12, N1117-12]
references:
  - 政府采购法实施条例第九条（前3年内的劳动、任职、控股关系）
requires:
  - (:Expert)-[:EVALUATED]->(:Lot)
  - (:Expert)-[:IS]->(:Person)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [expert, lot, company]
identity: [expert, lot, company, relation]
evidence: [expert, person, company, lot, bids]
parameters:
  years:
    default: 3
    unit: 年
    reason: 参加采购活动前3年内的关系应当回避；招标项目参照。
    source: 政府采购法实施条例第九条
  weak_grade:
    default: 0.6
    reason: 人员以姓名加电话或姓名加单位识别时按0.6计；专家自己申报的关系除外。
    source: 产品设定
  kin_grade:
    default: 0.8
    reason: 投标人负责人、高管、股东的亲属；亲等是否在应当回避的范围内须核实。
    source: 政府采购法实施条例第九条第四项
weight:
  bans: 2.0
  reason: 与投标人的利害关系是应当回避的事实；专家赋值，未经本地校准。
root_fact: "{expert}|{company}|{relation}"
sentence: "专家{expert_name}参加了标段“{lot_name}”的评标，该标段投标人{company_name}与其存在关系：{relation_zh}（{term_zh}）。"
english:
  title: An expert tied to a bidder
  summary: Within three years before the opening a panel member was insured or employed by, held a post or shares in, was related to the head of, or declared to avoid a bidder of the lot.
  why_it_matters: Persons with an interest in a bidder may not sit on the panel; once verified, the evaluation may be affected.
  innocent_explanations:
    - The employment ended and the register is old.
    - A namesake, where no ID is known.
    - The expert stepped back and the list was not updated.
    - A few shares of a listed company.
  blind_spots:
    - Kinship only as declared or lawfully obtained, never from names or birthplaces; teachers and project partners are not in the data.
    - A missing start or end counts as open; a lot without a date is judged by ties without an end.
    - Experts known by name and employer may be mixed up; they weigh less.
    - Ties to consortium members count too.
  next_steps:
    - Check the pool's records, insurance and contracts.
    - Read the record of declarations on the day.
    - Review the expert's scores and what they changed.
  sentence: "Expert {expert_name} evaluated lot {lot_name}, in which {company_name} bid; their tie: {relation} ({term})."
  words:
    INSURED_BY: insured by it
    EMPLOYED_BY: employed by it
    EXECUTIVE_OF: holds a post in it
    LEGAL_REP_OF: its legal representative
    SHAREHOLDER_OF: holds shares in it
    RELATIVE_OF: a relative heads, serves or owns it
    AVOIDS: declared by the expert
---*/
CALL () {
  MATCH (expert:Expert)-[:IS]->(person:Person)
        -[tie:INSURED_BY|EMPLOYED_BY|EXECUTIVE_OF|LEGAL_REP_OF|SHAREHOLDER_OF]->(company:Company)
  RETURN expert, person.key AS person, company, type(tie) AS relation,
         tie.valid_from AS since, tie.valid_to AS until,
         CASE WHEN person.identity = 'id' OR type(tie) = 'EMPLOYED_BY' THEN 1.0
              ELSE $weak_grade END AS grade
  UNION ALL
  MATCH (expert:Expert)-[:IS]->(:Person)-[:RELATIVE_OF]-(relative:Person)
        -[tie:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF]->(company:Company)
  RETURN expert, relative.key AS person, company, 'RELATIVE_OF' AS relation,
         tie.valid_from AS since, tie.valid_to AS until, $kin_grade AS grade
  UNION ALL
  MATCH (expert:Expert)-[:AVOIDS]->(company:Company)
  RETURN expert, null AS person, company, 'AVOIDS' AS relation, null AS since, null AS until,
         1.0 AS grade
}
// From the firm, whose bids are fewer than those before the expert.
MATCH (company)-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot:Lot)
MATCH (lot)<-[:EVALUATED]-(seated:Expert)
WHERE seated.key = expert.key
WITH expert, person, company, relation, since, until, grade, lot, bid,
     substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day
WITH expert, person, company, relation, since, until, grade, lot, bid, day,
     toString(toInteger(substring(day, 0, 4)) - $years) + substring(day, 4, 6) AS earliest
WHERE (since IS NULL OR since <= day) AND (until IS NULL OR until >= earliest)
WITH expert, company, relation, lot, day, max(grade) AS grade, min(person) AS person,
     min(coalesce(since, '')) AS since, max(coalesce(until, '9999-12-31')) AS until,
     collect(DISTINCT bid.key) AS bids
// Of several terms the first begin and the last end; one without an end has none.
WITH expert, company, relation, lot, day, grade, person, bids,
     CASE since WHEN '' THEN null ELSE since END AS since,
     CASE until WHEN '9999-12-31' THEN null ELSE until END AS until
RETURN expert.key AS expert, expert.name AS expert_name, lot.key AS lot, lot.name AS lot_name,
       day, company.key AS company, company.name AS company_name, relation,
       CASE relation WHEN 'INSURED_BY' THEN '由其缴纳社会保险' WHEN 'EMPLOYED_BY' THEN '工作单位'
            WHEN 'EXECUTIVE_OF' THEN '担任职务' WHEN 'LEGAL_REP_OF' THEN '任法定代表人'
            WHEN 'SHAREHOLDER_OF' THEN '持有股份'
            WHEN 'RELATIVE_OF' THEN '亲属为其负责人、高管或者股东' ELSE '本人申报回避' END AS relation_zh,
       person, since, until, bids, grade,
       CASE WHEN since IS NULL AND until IS NULL THEN '起止时间未载明'
            WHEN until IS NULL THEN since + '起，未见终止日期'
            WHEN since IS NULL THEN '至' + until ELSE since + '至' + until END AS term_zh,
       CASE WHEN since IS NULL AND until IS NULL THEN 'no dates on record'
            WHEN until IS NULL THEN 'since ' + since + ', no end on record'
            WHEN since IS NULL THEN 'until ' + until ELSE since + ' to ' + until END AS term
ORDER BY expert, lot, company, relation
