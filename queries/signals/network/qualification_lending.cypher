/*---
id: qualification_lending
revision: 6
title: 疑似出租出借资质（挂靠）
family: network
strength: presumptive
status: trial
summary: 同一份投标同时出现三项以上挂靠迹象：项目负责人社保在外单位、经办人社保在外单位、经办人服务三家以上企业、保证金由第三方缴纳、现场人员不属于中标人、工程款当日转给个人、人员很少却跨多地多类投标。
why_it_matters: 单项迹象都有正常原因，三项以上并存时，投标人疑似出借资质或者借用他人名义投标。
innocent_explanations:
  - 劳务派遣、分公司或者母公司代缴社保（控股、管理关系和名称写明派遣、外包的已排除）。
  - 刚刚成立或者改制，社保、账户变更滞后。
  - 退休返聘、事业单位编制人员。
  - 由集团财务中心统一缴纳保证金（控股、管理关系已排除）。
blind_spots:
  - 资金流水须依法取得，通常没有。
  - 印章、证书由外人持有等情形不在数据中。
  - 参保人数缺失时不判断规模。
  - 社保只按投标时点比较。
next_steps:
  - 调取劳动合同、工资发放和社保缴纳明细。
  - 查明保证金和工程款的真实来源与去向。
  - 到现场核实实际施工人。
legal_basis: [TL42, TL69, ZB33, N1117-10, JZ26, JZ66, ZL61, SG48]
references:
  - 招标投标法实施条例第四十二条第一款、第六十九条
  - 发改法规规〔2022〕1117号第（十）条
requires:
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Person)-[:INSURED_BY]->(:Company)
subjects: [lot, firm]
identity: [bid, firm]
evidence: [bid, firm, records]
parameters:
  least_signs:
    default: 3
    unit: 项
    reason: 单项迹象都有正常原因，三项以上并存才列出。
    source: 产品设定
  many_firms:
    default: 3
    unit: 家
    reason: 同一经办人服务三家以上企业。
    source: 产品设定
  few_staff:
    default: 10
    unit: 人
    reason: 参保人数不足十人。
    source: 产品设定
  regions:
    default: 3
    unit: 个
    reason: 在三个以上省份投标。
    source: 产品设定
  trades:
    default: 4
    unit: 类
    reason: 投标四个以上不相干类别。
    source: 产品设定
  dispatch:
    default: [劳务, 人力资源, 人才服务, 外包, 派遣]
    unit: 名称字样
    reason: 派遣和外包单位依法代为缴纳社保。
    source: 产品设定
  control:
    default: 0.5
    unit: 持股比例
    reason: 控股的母公司、子公司代缴社保、代付保证金属于集团内部事务。
    source: 公司法第二百六十五条
  passed_on:
    default: 0.9
    unit: 比例
    reason: 工程款到账当日九成以上转给个人。
    source: 产品设定
  crowd:
    default: 200
    unit: 家
    reason: 服务企业过多的经办人另行分析。
    source: 产品设定
  base:
    default: 0.5
    reason: 三项时的程度。
    source: 产品设定
  step:
    default: 0.25
    reason: 每多一项增加的程度。
    source: 产品设定
weight:
  bans: 1.5
  reason: 三项以上独立迹象并存；专家赋值，未经本地校准。
root_fact: "lending:{bid}|{firm}"
sentence: "{firm_name}在标段“{lot_name}”的投标有{count}项疑似挂靠的迹象：{signs_zh}。"
english:
  title: A qualification perhaps lent
  summary: "One bid shows three or more signs: project manager or agent insured elsewhere, an agent who serves three firms, a deposit paid by a third party, site staff of others, money passed on to a person the same day, a tiny firm that bids everywhere."
  why_it_matters: Each sign has its reasons; three at once suggest that the firm lent its name.
  innocent_explanations:
    - Branches, parents and agencies may pay insurance (tied by control or management, or agencies for staff by name, are left out).
    - A new or rebuilt firm whose papers lag.
    - Retired or seconded people.
    - A group's treasury pays all deposits (a controlling or managing parent is left out).
  blind_spots:
    - Bank records need lawful authority.
    - Seals and certificates held by others are not in the data.
    - Without insured staff the size is unknown.
    - Insurance is compared on the day of the bid alone.
  next_steps:
    - Ask for contracts, pay and insurance in detail.
    - Trace deposit and payments.
    - Find out who works on site.
  sentence: "The bid of {firm_name} for lot {lot_name} shows {count} possible signs of a lent qualification: {signs}."
  words:
    manager: project manager insured elsewhere
    agent: agent insured elsewhere
    serves_many: agent serves several firms
    deposit: deposit paid by a third party
    site: site staff of others
    money: money passed on to a person the same day
    spread: few staff and bids of many trades or regions
---*/
CALL () {
  // Project manager, or agent, insured elsewhere and by nobody of this bid.
  MATCH (person:Person)-[tie:INSURED_BY]->(insurer:Company)
  // Who insured the person when, asked once and not again for each bid.
  WITH person, collect({firm: insurer.key, since: coalesce(tie.valid_from, ''),
                        until: coalesce(tie.valid_to, '9999-12-31')}) AS terms
  CALL (person) {
    MATCH (person)-[:LEADS|HANDLED]->(:Bid)<-[:SUBMITTED]-(firm:Company)
    RETURN count(DISTINCT firm.key) AS served
  }
  WITH person, terms, served
  WHERE served <= $crowd
  MATCH (person)-[post:LEADS|HANDLED]->(bid:Bid)-[:FOR]->(lot:Lot)
  WITH person, terms, bid, type(post) AS post,
       substring(coalesce(lot.deadline, lot.opened_at), 0, 10) AS day
  MATCH (bid)<-[:SUBMITTED]-(firm:Company)
  WITH person, terms, bid, post, day, collect(firm.key) AS firms
  WHERE NOT any(term IN terms
                WHERE term.firm IN firms AND term.since <= day AND term.until >= day)
  UNWIND terms AS term
  WITH person, bid, post, day, term
  WHERE term.since <= day AND term.until >= day
  MATCH (other:Company {key: term.firm})
  WHERE NOT any(word IN $dispatch WHERE other.name CONTAINS word)
    AND NOT EXISTS { MATCH (other)-[:MANAGED_BY]-(:Company)-[:SUBMITTED]->(bid) }
    AND NOT EXISTS { MATCH (other)-[held:SHAREHOLDER_OF]-(:Company)-[:SUBMITTED]->(bid)
                     WHERE held.share > $control }
  RETURN bid, CASE post WHEN 'LEADS' THEN 'manager' ELSE 'agent' END AS sign, person.key AS record
  UNION ALL
  MATCH (person:Person)-[:HANDLED]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  WITH person, count(DISTINCT firm.key) AS firms
  WHERE firms >= $many_firms AND firms <= $crowd
  MATCH (person)-[:HANDLED]->(bid:Bid)
  RETURN bid, 'serves_many' AS sign, person.key AS record
  UNION ALL
  MATCH (account:Account)-[paid:PAID_DEPOSIT_OF]->(bid:Bid)<-[:SUBMITTED]-(firm:Company)
  WHERE account.exempt IS NULL
  WITH account, bid, firm, coalesce(paid.payer, account.holder) AS written
  WHERE written <> firm.name
  // Whose account it is, asked once and not again for each deposit.
  WITH account, collect({bid: bid.key, firm: firm.key, written: written}) AS payments
  CALL (account) {
    MATCH (owner:Company)-[:HAS_ACCOUNT]->(account)
    RETURN collect(owner.key) AS owners
  }
  UNWIND payments AS payment
  WITH account, owners, payment
  WHERE NOT payment.firm IN owners
  WITH account, payment.bid AS key,
       replace(replace(payment.written, '（', '('), '）', ')') AS payer
  MATCH (bid:Bid {key: key})<-[:SUBMITTED]-(partner:Company)
  WITH account, bid, payer,
       collect(split(replace(replace(partner.name + '；' + coalesce(partner.former_names, ''),
                                     '（', '('), '）', ')'), '；')) AS known
  WHERE NOT any(names IN known WHERE payer IN names)
    AND NOT EXISTS { MATCH (bid)<-[:SUBMITTED]-(:Company)<-[held:SHAREHOLDER_OF]-(parent:Company)
                     WHERE held.share > $control
                       AND replace(replace(parent.name, '（', '('), '）', ')') = payer }
    AND NOT EXISTS { MATCH (bid)<-[:SUBMITTED]-(:Company)-[:MANAGED_BY]->(parent:Company)
                     WHERE replace(replace(parent.name, '（', '('), '）', ')') = payer }
  RETURN bid, 'deposit' AS sign, account.key AS record
  UNION ALL
  MATCH (person:Person)-[:STAFFS]->(contract:Contract)-[:AWARDED_FOR]->(lot:Lot)<-[:WON]-(firm:Company)
  MATCH (person)-[tie:INSURED_BY]->(other:Company)
  WHERE other.key <> firm.key AND (tie.valid_to IS NULL OR tie.valid_to >= contract.signed_on)
    AND (tie.valid_from IS NULL OR tie.valid_from <= contract.signed_on)
    AND NOT EXISTS { MATCH (person)-[:INSURED_BY]->(own:Company) WHERE own.key = firm.key }
    AND NOT any(word IN $dispatch WHERE other.name CONTAINS word)
    AND NOT EXISTS { MATCH (other)-[:MANAGED_BY]-(tied:Company) WHERE tied.key = firm.key }
    AND NOT EXISTS { MATCH (other)-[held:SHAREHOLDER_OF]-(tied:Company)
                     WHERE tied.key = firm.key AND held.share > $control }
  MATCH (firm)-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot)
  RETURN bid, 'site' AS sign, person.key AS record
  UNION ALL
  MATCH (buyer:Company)-[:HAS_ACCOUNT]->(:Account)-[paid:TRANSFERRED]->(account:Account)
        <-[:HAS_ACCOUNT]-(firm:Company)
  MATCH (account)-[passed:TRANSFERRED]->(:Account)<-[:HAS_ACCOUNT]-(person:Person)
  WHERE substring(passed.at, 0, 10) = substring(paid.at, 0, 10)
    AND passed.amount >= $passed_on * paid.amount AND passed.amount <= paid.amount
  MATCH (buyer)-[:PROCURES]->(lot:Lot)<-[:WON]-(firm)
  MATCH (firm)-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot)
  RETURN bid, 'money' AS sign, person.key AS record
  UNION ALL
  MATCH (firm:Company)
  WHERE firm.insured_staff < $few_staff
  MATCH (firm)-[:SUBMITTED]->(:Bid)-[:FOR]->(lot:Lot)
  WITH firm, count(DISTINCT substring(lot.region, 0, 2)) AS regions,
       count(DISTINCT substring(lot.class_code, 0, 3)) AS trades
  WHERE regions >= $regions OR trades >= $trades
  MATCH (firm)-[:SUBMITTED]->(bid:Bid)
  RETURN bid, 'spread' AS sign, firm.key AS record
}
WITH bid, sign, record
ORDER BY bid.key, sign, record
WITH bid, collect(DISTINCT sign) AS signs, collect(DISTINCT record) AS records
WHERE size(signs) >= $least_signs
MATCH (firm:Company)-[made:SUBMITTED]->(bid)-[:FOR]->(lot:Lot)
WHERE coalesce(made.role, 'sole') <> 'member'
WITH bid, firm, lot, signs, records,
     $base + $step * (size(signs) - $least_signs) AS level
RETURN lot.key AS lot, lot.name AS lot_name, firm.key AS firm, firm.name AS firm_name,
       bid.key AS bid, signs, size(signs) AS count, records,
       [sign IN signs | CASE sign WHEN 'manager' THEN '项目负责人社保在外单位'
        WHEN 'agent' THEN '经办人社保在外单位' WHEN 'serves_many' THEN '经办人服务多家企业'
        WHEN 'deposit' THEN '保证金由第三方缴纳' WHEN 'site' THEN '现场人员不属于中标人'
        WHEN 'money' THEN '工程款当日转给个人' ELSE '人员很少而跨多地多类投标' END] AS signs_zh,
       CASE WHEN level > 1 THEN 1.0 ELSE level END AS grade
ORDER BY lot, firm, bid
