/*---
id: pricing_lock_match
revision: 3
title: 造价软件加密锁号雷同
family: device
strength: deemed
status: trial
summary: 同一标段中，不同投标人的计价文件记录了同一个造价软件加密锁序列号。
why_it_matters: 加密锁具有唯一性，锁号相同说明已标价工程量清单疑似由同一单位或者个人编制。
innocent_explanations:
  - 招标控制价或工程量清单成果文件自带编制单位的锁号（应列入豁免清单）。
  - 盗版或破解的加密锁共用同一个号码，多家互不相识的企业都会带有。
  - 同一造价咨询单位为两家服务；这本身需要核实，但不等于双方有约定。
blind_spots:
  - 各自更换加密锁、清除锁号或使用云授权后无法发现。
  - 平台未采集计价软硬件信息的标段不计算。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入。
  - 联合体以牵头人代表，其他成员不单独列出。
next_steps:
  - 核对计价文件原件中的锁号、软件版本与生成时间。
  - 向软件厂商查询该锁的登记用户。
  - 核对锁号是否出现在招标控制价文件中。
legal_basis: [TL40, M37, FJ-LT, DQ-LT]
references:
  - 福建省住房和城乡建设主管部门关于电子投标文件雷同的指导意见（二手文本，未经核对，不作引文）
  - 大庆高新区招投标中心公告，2021-12-20（二手文本，未经核对，不作引文）
requires:
  - Device.kind=lock
  - (:Device)-[:USED_IN]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, locks]
parameters:
  pirated_from:
    default: 20
    unit: 家
    reason: 超过20家企业带有的锁号多为盗版锁，按1.0计。
    source: 产品设定
  max_firms:
    default: 200
    unit: 家
    reason: 超过200家企业带有的锁号不再区分任何人。
    source: 产品设定
weight:
  bans: 3.0
  reason: 正版锁号唯一；专家赋值，未经本地校准。
  when: spread
  cases: {few: 3.0, many: 1.0}
  deemed_when: [few]
root_fact: "{machine}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的计价文件记录了同一造价软件加密锁号{numbers}。"
english:
  title: One pricing software lock
  summary: The price files of two bidders of one lot carry the same dongle number of the pricing software.
  why_it_matters: Dongles are unique, so the priced bills seem to come from one author, which the rules treat as collusive.
  innocent_explanations:
    - The published control-price file carries its author's number, which belongs on the exemption list.
    - Pirated dongles share one number among many unrelated firms.
    - One cost consultant served both; that needs inquiry and is no agreement by itself.
  blind_spots:
    - Separate dongles, removed numbers and cloud licences.
    - Lots whose platform does not record pricing software.
    - Two bids in which one firm takes part are not counted as rivals.
    - A consortium is represented by its lead.
  next_steps:
    - Compare lock number, version and time in the original price files.
    - Ask the software vendor for the registered user.
    - Check whether the number stands in the control-price file.
  sentence: "In lot {lot_name}, the price files of {a_name} and {b_name} carry the same lock number {numbers}."
---*/
MATCH (lock:Device {kind: 'lock'})-[:USED_IN]->(:Bid)<-[:SUBMITTED]-(firm:Company)
WHERE lock.exempt IS NULL
WITH lock, count(DISTINCT firm.key) AS firms
WHERE firms > 1 AND firms <= $max_firms
MATCH (lock)-[:USED_IN]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH lock, firms, lot, collect(DISTINCT bid) AS bids
WHERE size(bids) > 1
UNWIND bids AS bid
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH lock, firms, lot, bid,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS first
WITH lock, firms, lot, collect({bid: bid.key, firm: substring(first, 1)}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH lock, firms, lot, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH lock, firms, lot, x, y
ORDER BY firms, lock.key
WITH lot, x, y, collect(lock.key) AS locks, collect(lock.value) AS numbers, min(firms) AS firms
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, locks, locks[0] AS machine, numbers,
       firms, CASE WHEN firms > $pirated_from THEN 'many' ELSE 'few' END AS spread
ORDER BY lot, a, b
