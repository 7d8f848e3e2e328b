/*---
id: guarantee_batch
revision: 2
title: 保函批量开立
family: money
strength: presumptive
status: trial
summary: 同一标段中，不同投标人的投标保函由同一账户支付费用、由同一人申请、留有同一电话，或者由同一机构几分钟内连号开立。
why_it_matters: 保函由同一人统一办理、统一付费，可能反映投标由同一单位或者个人组织；由同一账户付费与保证金同源相似，是否适用需法律审查。
innocent_explanations:
  - 同一经纪公司、银行客户经理为多家代办（很多企业共用的已排除）。
  - 电子保函平台集中开立，同标段申请人多时编号自然相连（人数多的已排除）。
  - 集团财务公司统一办理。
  - 联合体由一方办理（本信号已排除）。
blind_spots:
  - 保函编号不按顺序编排的机构无法比较连号。
  - 分别由不同人申请、不同账户付费的无法发现。
  - 跨越零点、编号进位处的连号不计算。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 向开立机构调取申请资料、申请IP地址和付费账户。
  - 查明申请人、付费人与各投标人的关系。
  - 核对反担保由谁提供。
legal_basis: [TL40, M37]
references:
  - 招标投标法实施条例第四十条第六项（保证金同一账户转出）；保函费用只能类推，需法律审查
requires:
  - (:Guarantee)-[:SECURES]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, guarantees, things]
parameters:
  max_firms:
    default: 20
    unit: 家
    reason: 为20家以上企业付费、申请或者接听的，多为经纪机构、平台客服。
    source: 产品设定
  digits:
    default: 4
    unit: 位
    reason: 保函编号末尾的流水号位数。
    source: 产品设定
  gap:
    default: 3
    unit: 号
    reason: 流水号相差不超过三。
    source: 产品设定
  minutes:
    default: 10
    unit: 分钟
    reason: 连号还要求同日十分钟内开立。
    source: 产品设定
  max_group:
    default: 10
    unit: 份
    reason: 同一机构为同一标段开立十份以上时，连号不足为奇。
    source: 产品设定
weight:
  bans: 1.0
  reason: 同一账户付费按3.0（类推，需法律审查），同一申请人或电话、连号按1.0；专家赋值，未经本地校准。
  when: way
  cases: {premium: 3.0, applicant: 1.0, phone: 1.0, numbers: 1.0}
root_fact: "{thing}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标保函{way_zh}：{shown}。"
english:
  title: Guarantees made in one batch
  summary: The bid guarantees of two bidders of one lot were paid from one account, applied for by one person or with one telephone, or issued by one issuer within minutes under neighbouring numbers.
  why_it_matters: Guarantees that one party arranges and pays for may mean that one party arranges the bids; whether the rule on deposits covers premiums is for lawyers.
  innocent_explanations:
    - A broker or bank officer serves many; what many firms share is left out.
    - An electronic platform numbers guarantees in sequence; lots with many are left out.
    - A group's finance company arranges all.
    - One member arranged a consortium's guarantee, which is left out here.
  blind_spots:
    - Issuers whose numbers do not run in sequence.
    - Different applicants and accounts.
    - Sequences across midnight or across a carry of digits.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Ask the issuer for the application, its IP address and the paying account.
    - Find out how applicant and payer are tied to the bidders.
    - Ask who gave the counter-guarantee.
  sentence: "In lot {lot_name}, the guarantees of {a_name} and {b_name} have one source ({way}): {shown}."
  words:
    premium: premium from one account
    applicant: one applicant
    phone: one telephone
    numbers: consecutive numbers within minutes
---*/
CALL () {
  MATCH (account:Account)-[:PAID_PREMIUM_OF]->(:Guarantee)-[:SECURES]->(:Bid)
        <-[:SUBMITTED]-(firm:Company)
  WHERE account.exempt IS NULL
  WITH account, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  MATCH (account)-[:PAID_PREMIUM_OF]->(g:Guarantee)-[:SECURES]->(bid:Bid)-[:FOR]->(lot:Lot)
  RETURN account.key AS thing, account.masked AS shown, 'premium' AS way, lot, bid, g,
         0 AS number, '' AS day, 0 AS minute
  UNION ALL
  MATCH (person:Person)-[:APPLIED_FOR]->(:Guarantee)-[:SECURES]->(:Bid)
        <-[:SUBMITTED]-(firm:Company)
  WITH person, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  MATCH (person)-[:APPLIED_FOR]->(g:Guarantee)-[:SECURES]->(bid:Bid)-[:FOR]->(lot:Lot)
  RETURN person.key AS thing, person.name AS shown, 'applicant' AS way, lot, bid, g,
         0 AS number, '' AS day, 0 AS minute
  UNION ALL
  MATCH (phone:Phone)-[:GIVEN_IN]->(:Guarantee)-[:SECURES]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  WHERE phone.exempt IS NULL
  WITH phone, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  MATCH (phone)-[:GIVEN_IN]->(g:Guarantee)-[:SECURES]->(bid:Bid)-[:FOR]->(lot:Lot)
  RETURN phone.key AS thing, phone.masked AS shown, 'phone' AS way, lot, bid, g,
         0 AS number, '' AS day, 0 AS minute
  UNION ALL
  MATCH (g:Guarantee)-[:SECURES]->(bid:Bid)-[:FOR]->(lot:Lot)
  WHERE g.code IS NOT NULL AND g.issuer IS NOT NULL AND g.issued_at IS NOT NULL
    AND size(g.code) > $digits
  RETURN 'guarantees:' + lot.key + '|' + g.issuer AS thing, g.issuer AS shown, 'numbers' AS way,
         lot, bid, g, toInteger(substring(g.code, size(g.code) - $digits)) AS number,
         substring(g.code, 0, size(g.code) - $digits) + substring(g.issued_at, 0, 10) AS day,
         toInteger(substring(g.issued_at, 11, 2)) * 60
           + toInteger(substring(g.issued_at, 14, 2)) AS minute
}
WITH thing, shown, way, lot, bid,
     collect({key: g.key, number: number, day: day, minute: minute}) AS issued
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH thing, shown, way, lot, bid, issued,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH thing, shown, way, lot,
     collect({bid: bid.key, firm: substring(lead, 1), issued: issued}) AS entries
WHERE size(entries) > 1 AND (way <> 'numbers' OR size(entries) <= $max_group)
UNWIND entries AS x
UNWIND entries AS y
WITH thing, shown, way, lot, x, y
WHERE x.firm < y.firm
UNWIND x.issued AS p
UNWIND y.issued AS q
WITH thing, shown, way, lot, x, y, p, q
WHERE p.key <> q.key AND (way <> 'numbers' OR (p.day = q.day
      AND abs(p.number - q.number) <= $gap AND abs(p.minute - q.minute) <= $minutes))
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH thing, shown, way, lot, x, y, p, q,
     CASE way WHEN 'premium' THEN 1 WHEN 'applicant' THEN 2 WHEN 'phone' THEN 3 ELSE 4 END AS place
ORDER BY place, thing, p.key, q.key
WITH lot, x.firm AS firm_a, y.firm AS firm_b, x.bid AS bid_a, y.bid AS bid_b,
     collect({thing: thing, shown: shown, way: way}) AS ways,
     collect(DISTINCT CASE way WHEN 'numbers' THEN null ELSE thing END) AS things,
     collect(DISTINCT p.key) AS left, collect(DISTINCT q.key) AS right
WITH lot, firm_a, firm_b, bid_a, bid_b, things, left, right, ways[0] AS best
MATCH (a:Company {key: firm_a}), (b:Company {key: firm_b})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, bid_a, bid_b, best.thing AS thing, best.shown AS shown, best.way AS way,
       CASE best.way WHEN 'premium' THEN '由同一账户支付费用' WHEN 'applicant' THEN '由同一人申请'
            WHEN 'phone' THEN '留有同一电话' ELSE '由同一机构几分钟内连号开立' END AS way_zh,
       left + right AS guarantees, things
ORDER BY lot, a, b
