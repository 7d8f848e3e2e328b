/*---
id: doc_hw_partial_match
revision: 3
title: 单项硬件码一致
family: device
strength: presumptive
status: trial
summary: 同一标段中，不同投标人留下的硬件号码有一项或两项相同（网卡、CPU、硬盘、主板、内存），但未达到三码一致。
why_it_matters: 单项硬件号码相同是需要核查的线索，本身不足以说明由同一人编制或上传；两项相同时更值得核查。
innocent_explanations:
  - CPU序列号在多数计算机上只到型号，同型号的电脑都相同。
  - 交易中心公用电脑、打印店电脑或公用外接网卡（应列入豁免清单）。
  - 出厂镜像、克隆硬盘留下相同的号码。
  - 二手设备先后属于两家企业。
blind_spots:
  - 只在同一标段内比较；不同标段之间的复用另有信号。
  - 三码已经一致的不在此列，以三码信号为准。
  - 全平台很多企业共有的号码不计入。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 核对其余硬件号码为何缺失或不同。
  - 向平台核实号码的采集方式，是否只到型号。
  - 结合上传时间、IP地址和经办人员一并核查。
legal_basis: [TL40, M37]
references:
  - 政府采购报专家答疑：仅CPU号码一致属高度可疑，不能单独得出结论（公开报道）
requires:
  - Device.kind=mac or Device.kind=disk or Device.kind=mainboard or Device.kind=memory or Device.kind=cpu
  - (:Device)-[:USED_IN]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, devices]
parameters:
  codes:
    default: [mac, disk, mainboard, memory, cpu]
    unit: 硬件种类
    reason: 直接标识一台计算机部件的号码，按区分度从高到低。
    source: 产品设定
  full_match:
    default: [mac, cpu, disk]
    unit: 硬件种类
    reason: 这几项同时相同的，由三码信号报告。
    source: 福建省关于电子投标文件雷同的指导意见（二手文本）
  max_firms:
    default: 50
    unit: 家
    reason: 全平台超过50家企业用过的硬件号码多为出厂镜像、公用电脑或型号编码。
    source: 产品设定
weight:
  bans: 1.0
  reason: 一项相同按1.0，两项以上按1.5，仅CPU相同按0.3；专家赋值，未经本地校准。
  when: extent
  cases: {cpu: 0.3, one: 1.0, several: 1.5}
root_fact: "{machine}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}留下的硬件号码有{count}项相同（{numbers_zh}），未达到三码一致。"
english:
  title: One or two equal hardware numbers
  summary: Two bidders of one lot left one or two equal hardware numbers (network card, processor, disk, mainboard, memory), not all three that make a full match.
  why_it_matters: A single equal number is a clue to check and shows no common author by itself; two say more.
  innocent_explanations:
    - On most computers the processor number names the model, so all of that model share it.
    - A public computer, a print shop or a shared adapter, which belongs on the exemption list.
    - Factory images and cloned disks carry the same number.
    - Second-hand equipment belonged to both firms, one after the other.
  blind_spots:
    - Only within one lot; reuse across lots is another signal.
    - Full matches are left to the signals on three numbers.
    - Numbers that very many firms have are not counted.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Find out why the other numbers are missing or differ.
    - Ask the platform whether its numbers go down to the piece or only to the model.
    - Look at upload times, IP addresses and handlers together.
  sentence: "In lot {lot_name}, {a_name} and {b_name} have {count} of their hardware numbers in common ({numbers}), short of a full match."
---*/
MATCH (code:Device)-[:USED_IN]->(:Bid)<-[:SUBMITTED]-(firm:Company)
WHERE code.kind IN $codes AND code.exempt IS NULL
WITH code, count(DISTINCT firm.key) AS firms
WHERE firms > 1 AND firms <= $max_firms
MATCH (code)-[:USED_IN]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH code, lot, collect(DISTINCT bid) AS bids
WHERE size(bids) > 1
UNWIND bids AS bid
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH code, lot, bid, min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH code, lot, collect({bid: bid.key, firm: substring(lead, 1)}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH code, lot, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH lot, x, y, one, two, code,
     head([i IN range(0, size($codes) - 1) WHERE $codes[i] = code.kind]) AS place
ORDER BY place, code.key
WITH lot, x, y, one, two, collect(code.key) AS devices, collect(DISTINCT code.kind) AS kinds,
     collect(code.kind + ' ' + code.value) AS numbers
// Common numbers too tell whether all three agree.
OPTIONAL MATCH (one)<-[:USED_IN]-(shared:Device)-[:USED_IN]->(two)
WHERE shared.kind IN $full_match AND shared.exempt IS NULL
WITH lot, x, y, devices, kinds, numbers, collect(DISTINCT shared.kind) AS agreeing
WHERE size(agreeing) < size($full_match)
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, devices, devices[0] AS machine, numbers,
       [n IN numbers | replace(replace(replace(replace(replace(n, 'cpu ', 'CPU '), 'mac ', 'MAC '), 'disk ', '硬盘 '), 'mainboard ', '主板 '), 'memory ', '内存 ')] AS numbers_zh,
       size(kinds) AS count,
       CASE WHEN kinds = ['cpu'] THEN 'cpu' WHEN size(kinds) > 1 THEN 'several' ELSE 'one' END
         AS extent
ORDER BY lot, a, b
