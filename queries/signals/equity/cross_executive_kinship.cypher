/*---
id: cross_executive_kinship
revision: 4
title: 高管交叉任职或亲属关系
family: equity
strength: presumptive
status: trial
summary: 开标当日，同一人在同一标段的两个投标人任董事、监事、经理等职务，或者两家的法定代表人、高管、控股股东之间有已登记的亲属关系。
why_it_matters: 不同投标人高级管理人员之间存在交叉任职、人员混用或者亲属关系，是需要重点关注的风险迹象；关系本身不等于串通。
innocent_explanations:
  - 独立董事、外部董事依规定可以在多家企业任职（按职务名称排除）。
  - 国有企业之间委派的专职董事、监事（两家均为国有企业的已排除）。
  - 任职已经结束而登记尚未变更。
  - 亲属之间各自独立经营。
blind_spots:
  - 亲属关系只用申报、登记的数据，不按姓氏、籍贯推断。
  - 只有姓名、没有证件号码的人员只在本企业内识别。
  - 未登记的实际任职无法发现。
  - 两家法定代表人为同一人的，由单位负责人信号报告。
next_steps:
  - 调取登记机关的任职档案，确认开标当日的职务。
  - 了解双方业务、人员、资金是否分开。
  - 结合设备、资金、报价等其他线索判断。
legal_basis: [N1117-11]
references:
  - 发改法规规〔2022〕1117号第（十一）条“交叉任职、人员混用或者亲属关系”
requires:
  - (:Person)-[:EXECUTIVE_OF]->(:Company)
  - (:Bid)-[:FOR]->(:Lot)
  - Lot.opened_at
subjects: [lot, a, b, person]
identity: [lot, bid_a, bid_b, a, b, fact]
evidence: [a, b, bid_a, bid_b, persons]
parameters:
  outside_posts:
    default: [独立董事, 外部董事, 职工监事]
    unit: 职务
    reason: 依规定可以兼任或者不参与经营的职务。
    source: 产品设定
  control:
    default: 0.5
    unit: 持股比例
    reason: 亲属关系只看控股股东，不看小股东。
    source: 公司法第二百六十五条
  weak_grade:
    default: 0.6
    reason: 以姓名加电话识别的人按0.6计。
    source: 产品设定
  max_firms:
    default: 50
    unit: 家
    reason: 在50家以上企业任职的号码多为代办人员或填写样例。
    source: 产品设定
weight:
  bans: 1.0
  reason: 交叉任职按1.5，亲属关系按1.0；专家赋值，未经本地校准。
  when: tie
  cases: {post: 1.5, kin: 1.0}
root_fact: "principal:{fact}"
sentence: "在标段“{lot_name}”开标当日（{day}），{a_name}与{b_name}{tie_zh}：{names}。"
english:
  title: Shared executives or relatives
  summary: On the opening day one person held posts in two bidders of a lot, or their heads, executives or controlling owners are registered relatives.
  why_it_matters: Shared executives and kinship are signs that supervisors are told to look out for; the tie alone is no collusion.
  innocent_explanations:
    - Independent and outside directors may serve several firms; they are left out by their post.
    - Directors appointed by the state to its firms; pairs of state-owned firms are left out.
    - The post has ended and the register is old.
    - Relatives who run their firms independently.
  blind_spots:
    - Only declared kinship counts; nothing is inferred from surname or birthplace.
    - Persons known by name alone are told apart within one firm only.
    - Posts that are not registered.
    - One legal representative of both is left to the signal on principals.
  next_steps:
    - Ask the registry for the posts on the opening day.
    - See whether business, staff and money of the two are kept apart.
    - Look at devices, money and prices together.
  sentence: "On the opening day of lot {lot_name} ({day}), {a_name} and {b_name} are tied by persons ({tie}): {names}."
  words:
    post: posts in both firms
    kin: relatives
---*/
CALL () {
  MATCH (person:Person)-[:EXECUTIVE_OF|LEGAL_REP_OF]->(firm:Company)
  WITH person, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  MATCH (person)-[p:EXECUTIVE_OF|LEGAL_REP_OF]->(a:Company),
        (person)-[q:EXECUTIVE_OF|LEGAL_REP_OF]->(b:Company)
  WHERE a.key < b.key
    AND NOT coalesce(p.post, '') IN $outside_posts AND NOT coalesce(q.post, '') IN $outside_posts
  RETURN a, b, 'post' AS tie, person.key AS fact, person.key AS person, [person.key] AS persons,
         person.name + '（' + coalesce(p.post, '法定代表人') + '／' + coalesce(q.post, '法定代表人')
           + '）' AS shown,
         coalesce(p.valid_from, '') AS since_a, coalesce(p.valid_to, '9999-12-31') AS until_a,
         coalesce(q.valid_from, '') AS since_b, coalesce(q.valid_to, '9999-12-31') AS until_b,
         CASE person.identity WHEN 'id' THEN 1.0 ELSE $weak_grade END AS grade
  UNION ALL
  MATCH (one:Person)-[kin:RELATIVE_OF]-(two:Person)
  CALL (one) {
    MATCH (one)-[:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF]->(firm:Company)
    RETURN count(DISTINCT firm.key) AS own
  }
  CALL (two) {
    MATCH (two)-[:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF]->(firm:Company)
    RETURN count(DISTINCT firm.key) AS others
  }
  WITH one, kin, two, own, others
  WHERE own <= $max_firms AND others <= $max_firms
  MATCH (one)-[p:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF]->(a:Company),
        (two)-[q:LEGAL_REP_OF|EXECUTIVE_OF|SHAREHOLDER_OF]->(b:Company)
  WHERE a.key < b.key
    AND (type(p) <> 'SHAREHOLDER_OF' OR p.share > $control)
    AND (type(q) <> 'SHAREHOLDER_OF' OR q.share > $control)
    AND NOT coalesce(p.post, '') IN $outside_posts AND NOT coalesce(q.post, '') IN $outside_posts
  RETURN a, b, 'kin' AS tie,
         CASE WHEN one.key < two.key THEN one.key + '|' + two.key
              ELSE two.key + '|' + one.key END AS fact,
         one.key AS person, [one.key, two.key] AS persons,
         one.name + '、' + two.name + '（' + coalesce(kin.kind, '亲属') + '）' AS shown,
         coalesce(p.valid_from, '') AS since_a, coalesce(p.valid_to, '9999-12-31') AS until_a,
         coalesce(q.valid_from, '') AS since_b, coalesce(q.valid_to, '9999-12-31') AS until_b,
         CASE WHEN one.identity = 'id' AND two.identity = 'id' THEN 1.0 ELSE $weak_grade END
           AS grade
}
WITH a, b, tie, fact, person, persons, shown, since_a, until_a, since_b, until_b, grade
WHERE NOT (coalesce(a.state_owned, false) AND coalesce(b.state_owned, false))
MATCH (a)-[:SUBMITTED]->(bid_a:Bid)-[:FOR]->(lot:Lot)<-[:FOR]-(bid_b:Bid)<-[:SUBMITTED]-(b)
WHERE bid_a.key <> bid_b.key
  AND NOT EXISTS { MATCH (bid_a)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(bid_b) }
WITH a, b, bid_a, bid_b, lot, tie, fact, person, persons, shown, since_a, until_a, since_b,
     until_b, grade, substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day
WHERE since_a <= day AND until_a >= day AND since_b <= day AND until_b >= day
  // Who heads both on that day is the matter of another signal.
  AND NOT (tie = 'post' AND EXISTS {
    MATCH (a)<-[p:LEGAL_REP_OF]-(head:Person {key: person})-[q:LEGAL_REP_OF]->(b)
    WHERE (p.valid_from IS NULL OR p.valid_from <= day) AND (p.valid_to IS NULL OR p.valid_to >= day)
      AND (q.valid_from IS NULL OR q.valid_from <= day) AND (q.valid_to IS NULL OR q.valid_to >= day) })
WITH a, b, bid_a, bid_b, lot, day, tie, fact, person, persons, shown, grade
ORDER BY shown
WITH a, b, bid_a, bid_b, lot, day, tie, fact, min(person) AS person, collect(persons) AS found,
     collect(DISTINCT shown) AS names, max(grade) AS grade
WITH a, b, bid_a, bid_b, lot, day, tie, fact, person, found[0] AS persons, names, grade
RETURN lot.key AS lot, lot.name AS lot_name, day, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, bid_a.key AS bid_a, bid_b.key AS bid_b, tie, fact, person, persons,
       names, grade,
       CASE tie WHEN 'post' THEN '有人员交叉任职' ELSE '的负责人、高管或控股股东之间有亲属关系' END
         AS tie_zh
ORDER BY lot, a, b, fact
