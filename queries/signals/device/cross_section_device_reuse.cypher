/*---
id: cross_section_device_reuse
revision: 2
title: 异标段同机同锁复用
family: device
strength: presumptive
status: trial
summary: 两家企业在不同标段的投标中，先后使用了同一台设备、同一把锁、同一CA证书，或者由同一人办理、留有同一电话。
why_it_matters: 不在同一标段，不属于规定列明的情形；但反复共用设备或经办人，可能反映挂靠、出借资质或者代写标书，值得核查。
innocent_explanations:
  - 同一家标书制作公司、造价咨询单位先后为两家服务。
  - 二手电脑、转让的加密锁先后属于两家企业。
  - 经办人员从一家跳槽到另一家。
  - 母子公司之间共用设备和人员（直接控股、曾组成联合体的已排除）。
blind_spots:
  - 标段时间缺失的投标不计算。
  - 只看两家使用期的间隔，不看其间每一次使用。
  - 电话、经办人员先后为两家所用、前后不交错的，视为跳槽，不计入。
  - 很多企业或很多投标共用的设备不计入。
  - 同一标段内的共用由其他信号报告；联合体以牵头人代表。
next_steps:
  - 查明设备、锁、证书的登记人和使用人。
  - 核对经办人员的社会保险和劳动合同。
  - 查看两家企业的中标项目是否由同一伙人实际履约。
legal_basis: [TL39, TL42, N1117-10]
references:
  - 福建省招投标监管平台“不同人使用同一PC”规则（公开代码）
requires:
  - Lot.opened_at
  - (:Device)-[:USED_IN]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [a, b]
identity: [a, b]
evidence: [a, b, things, bids]
parameters:
  kinds:
    default: [mac, disk, machine, lock, ca]
    unit: 设备种类
    reason: 能够标识一台设备、一把锁或一个证书的号码，按区分度从高到低。
    source: 产品设定
  years:
    default: 2
    unit: 年
    reason: 两家的使用相隔不超过二十四个月。
    source: 产品设定
  max_firms:
    default: 10
    unit: 家
    reason: 超过10家企业使用的多为标书制作公司、打印店或公用电脑。
    source: 产品设定
  max_bids:
    default: 200
    unit: 份
    reason: 用于200份以上投标的多为专业服务机构的设备。
    source: 产品设定
  control:
    default: 0.5
    unit: 持股比例
    reason: 一方直接控股另一方的，共用设备属于集团内部事务。
    source: 公司法第二百六十五条
  first:
    default: 1.0
    unit: ban
    reason: 涉及两个标段时的证据权重。
    source: 产品设定
  step:
    default: 0.3
    unit: ban
    reason: 每多一个标段增加的证据权重。
    source: 产品设定
  top:
    default: 2.0
    unit: ban
    reason: 证据权重的上限，即本信号的权重。
    source: 产品设定
weight:
  bans: 2.0
  reason: 两个标段按1.0，每多一个标段加0.3，最多2.0；专家赋值，未经本地校准。
root_fact: "{thing}"
sentence: "{a_name}与{b_name}在{lots}个标段的投标中先后使用了同一设备或联系方式：{shown}。"
english:
  title: One machine in different lots
  summary: In bids for different lots two firms used the same machine, lock or certificate, or the same handler or telephone.
  why_it_matters: The rules do not name what happens across lots; shared machines and handlers may still point to lent licences or a ghost writer.
  innocent_explanations:
    - A bid writer or cost consultant served one after the other.
    - A second-hand computer or lock belonged to both in turn.
    - The handler changed employer.
    - Parent and child share staff; direct control and former consortia are left out.
  blind_spots:
    - Bids for lots without a date.
    - Only the gap between the two firms' periods of use counts, not each single use.
    - A telephone or handler that serves one firm first and then the other is taken for a change of jobs.
    - Things that many firms or many bids share.
    - Sharing inside one lot is left to other signals; a consortium is represented by its lead.
  next_steps:
    - Find out who owns and who used the machine, lock or certificate.
    - Compare insurance and contracts of the handlers.
    - See who really carries out the projects that the two won.
  sentence: "{a_name} and {b_name} used the same machine or contact in bids for {lots} lots: {shown}."
---*/
CALL () {
  MATCH (device:Device)-[:USED_IN]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  WHERE device.kind IN $kinds AND device.exempt IS NULL
  WITH device, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  RETURN device AS thing, device.kind + ' ' + device.value AS shown,
         head([i IN range(0, size($kinds) - 1) WHERE $kinds[i] = device.kind]) AS place
  UNION ALL
  MATCH (phone:Phone)-[:GIVEN_IN]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  WHERE phone.exempt IS NULL
  WITH phone, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  RETURN phone AS thing, phone.masked AS shown, size($kinds) AS place
  UNION ALL
  MATCH (person:Person {identity: 'id'})-[:HANDLED]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  WITH person, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  RETURN person AS thing, person.name AS shown, size($kinds) + 1 AS place
}
MATCH (thing)-[:USED_IN|GIVEN_IN|HANDLED]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH thing, shown, place, bid, lot, substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day
WHERE day IS NOT NULL
WITH DISTINCT thing, shown, place, bid, lot, day
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH thing, shown, place, bid, lot, day,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH thing, shown, place, bid.key AS bid, lot.key AS lot, day, substring(lead, 1) AS firm
ORDER BY bid
WITH thing, shown, place, firm, min(day) AS since, max(day) AS until, collect(bid) AS bids,
     collect(DISTINCT lot) AS lots
WITH thing, shown, place,
     collect({firm: firm, since: since, until: until, bids: bids, lots: lots}) AS entries
WHERE reduce(n = 0, e IN entries | n + size(e.bids)) <= $max_bids
UNWIND entries AS x
UNWIND entries AS y
WITH thing, shown, place, x, y
WHERE x.firm < y.firm
  AND x.since <= toString(toInteger(substring(y.until, 0, 4)) + $years) + substring(y.until, 4, 6)
  AND y.since <= toString(toInteger(substring(x.until, 0, 4)) + $years) + substring(x.until, 4, 6)
  // A telephone or a handler that leaves one firm and then serves the other has changed jobs.
  AND (place < size($kinds) OR (x.since <= y.until AND y.since <= x.until))
WITH thing, shown, place, x.firm AS firm_a, y.firm AS firm_b, x.bids + y.bids AS bids,
     x.lots + [l IN y.lots WHERE NOT l IN x.lots] AS lots
WHERE size(lots) > 1
WITH firm_a, firm_b, thing, shown, place, bids, lots
ORDER BY place, thing.key
WITH firm_a, firm_b, collect(thing.key) AS things, collect(shown) AS shown,
     collect(bids) AS bids, collect(lots) AS lots
MATCH (a:Company {key: firm_a}), (b:Company {key: firm_b})
WHERE NOT EXISTS { MATCH (a)-[:SUBMITTED]->(:Bid)<-[:SUBMITTED]-(b) }
  AND NOT EXISTS { MATCH (a)-[held:SHAREHOLDER_OF]-(b) WHERE held.share > $control }
WITH a, b, things, shown,
     reduce(found = [], some IN bids | found + [k IN some WHERE NOT k IN found]) AS bids,
     reduce(found = [], some IN lots | found + [k IN some WHERE NOT k IN found]) AS lots
RETURN a.key AS a, a.name AS a_name, b.key AS b, b.name AS b_name, things, things[0] AS thing,
       shown, bids, size(lots) AS lots,
       CASE WHEN $first + $step * (size(lots) - 2) >= $top THEN 1.0
            ELSE ($first + $step * (size(lots) - 2)) / $top END AS grade
ORDER BY a, b
