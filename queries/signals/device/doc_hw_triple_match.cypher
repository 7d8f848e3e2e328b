/*---
id: doc_hw_triple_match
revision: 3
title: 制作设备硬件三码一致
family: device
strength: deemed
status: trial
summary: 同一标段中，不同投标人的投标文件或计价文件记录的制作计算机，网卡MAC地址、CPU序列号、硬盘序列号三项均相同（或者按当地规定，文件制作机器码相同）。
why_it_matters: 三项硬件信息同时相同，说明投标文件疑似在同一台计算机上编制，对应“不同投标人的投标文件由同一单位或者个人编制”的情形，应由有权机关核实。
innocent_explanations:
  - 招标控制价文件或工程量清单自带编制单位的硬件信息（应列入豁免清单）。
  - 在交易中心公用电脑、电子投标服务点或打印店制作（应列入豁免清单）。
  - 同一批次克隆安装的系统或虚拟桌面，硬件信息被模板固化。
  - 组成联合体共同编制一份投标文件（本信号已排除）。
blind_spots:
  - 更换网卡、使用虚拟机或篡改硬件信息后三码不再相同；虚拟网卡地址在装载时已剔除。
  - 平台未采集制作环节硬件信息的标段不计算。
  - 三项须出自两份文件各自的同一环节，分散在不同环节的不计。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 向平台调取投标文件制作记录原件，核对软件、时间和硬件信息。
  - 核对硬件信息是否出现在招标控制价文件或清单文件中。
  - 查明该设备的所有人、存放地点和使用人。
legal_basis: [TL40, M37, FJ-LT, DQ-LT]
references:
  - 福建省关于电子投标文件雷同的指导意见（二手文本，不作引文）：三项均相同
  - 大庆高新区招投标中心公告，2021-12-20（二手文本，不作引文）：文件制作机器码一致
requires:
  - USED_IN.event=make or USED_IN.event=price
  - (:Device)-[:USED_IN]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, devices]
parameters:
  local_rule_profile:
    default: fujian
    unit: fujian、daqing 或 custom
    reason: 各地规则不同：福建要求三项均相同，大庆以一个机器码为准，custom 用 custom_codes。
    source: 福建省指导意见；大庆高新区公告
  custom_codes:
    default: [mac, cpu, disk]
    unit: 硬件种类
    reason: 当地规则要求同时相同的硬件种类；第一项应当最能区分设备。
    source: 产品设定
  events:
    default: [make, price]
    unit: 环节
    reason: 只看制作和计价环节；上传环节另有信号。
    source: 福建省指导意见
  max_firms:
    default: 50
    unit: 家
    reason: 全平台超过50家企业用过的硬件号码多为出厂镜像或公用电脑。
    source: 产品设定
weight:
  bans: 3.0
  reason: 三项硬件号码同时相同而互不相识的概率极低；专家赋值，未经本地校准。
root_fact: "{machine}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标文件在硬件信息相同的设备上制作（{numbers_zh}）。"
english:
  title: Bids made on one machine
  summary: The bid or price files of two bidders of one lot name a computer with the same network card, processor and disk numbers, or the same machine code where local rules go by it.
  why_it_matters: Equal hardware numbers point to one computer, which the rules treat as one author of two bids; an authority has to verify it.
  innocent_explanations:
    - The published control-price file carries its author's hardware numbers, which belong on the exemption list.
    - A public computer, a service point or a print shop, which belongs on the exemption list.
    - Cloned systems or virtual desktops carry the numbers of their template.
    - A consortium made one bid together, which is left out here.
  blind_spots:
    - A changed network card, a virtual machine or forged numbers; virtual addresses are dropped when loading.
    - Platforms that do not record the making of files.
    - The numbers must come from one step of each bid.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Ask the platform for the original record of how the files were made.
    - Check whether the numbers stand in the control-price file or the bill of quantities.
    - Find out who owns and who used the machine.
  sentence: "In lot {lot_name}, the bids of {a_name} and {b_name} were made on a machine with the same hardware numbers ({numbers})."
---*/
WITH CASE $local_rule_profile WHEN 'daqing' THEN ['machine'] WHEN 'custom' THEN $custom_codes
     ELSE ['mac', 'cpu', 'disk'] END AS needed
// The first of the needed numbers, where several firms used it: few, and hubs end here.
MATCH (first:Device)-[used:USED_IN]->(:Bid)<-[:SUBMITTED]-(firm:Company)
WHERE first.kind = needed[0] AND first.exempt IS NULL AND used.event IN $events
WITH needed, first, count(DISTINCT firm.key) AS firms
WHERE firms > 1 AND firms <= $max_firms
MATCH (first)-[used:USED_IN]->(bid:Bid)-[:FOR]->(lot:Lot)
WHERE used.event IN $events
WITH needed, first, lot, collect(DISTINCT bid) AS bids
WHERE size(bids) > 1
UNWIND bids AS bid
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH needed, first, lot, bid,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH needed, first, lot, collect({bid: bid.key, firm: substring(lead, 1)}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH needed, first, lot, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
MATCH (one)<-[p:USED_IN]-(first)-[q:USED_IN]->(two)
WHERE p.event IN $events AND q.event IN $events
WITH DISTINCT needed, lot, x, y, one, two, p.event AS event_a, q.event AS event_b
MATCH (one)<-[p:USED_IN]-(code:Device)-[q:USED_IN]->(two)
WHERE p.event = event_a AND q.event = event_b AND code.kind IN needed AND code.exempt IS NULL
WITH needed, lot, x, y, event_a, event_b, code
ORDER BY code.key
WITH needed, lot, x, y, event_a, event_b, collect(DISTINCT code.kind) AS kinds,
     collect(DISTINCT code.key) AS devices, collect(DISTINCT code.kind + ' ' + code.value) AS shown
WHERE size(kinds) = size(needed)
WITH needed, lot, x, y, devices, shown
ORDER BY size(devices) DESC, devices[0]
WITH needed, lot, x, y, collect(devices) AS ways, collect(shown) AS numbers
WITH lot, x, y, ways[0] AS devices, numbers[0] AS numbers,
     [k IN ways[0] WHERE k STARTS WITH 'device:' + needed[0] + ':'] AS machines
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, devices, machines[0] AS machine, numbers,
       [n IN numbers | replace(replace(replace(replace(n, 'cpu ', 'CPU '), 'mac ', 'MAC '), 'disk ', '硬盘 '), 'machine ', '机器码 ')] AS numbers_zh
ORDER BY lot, a, b
