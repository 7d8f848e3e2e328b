/*---
id: upload_hw_triple_match
revision: 3
title: 上传设备硬件三码一致
family: device
strength: deemed
status: trial
summary: 同一标段中，不同投标人上传投标文件所用计算机的网卡MAC地址、CPU序列号、硬盘序列号三项均相同。
why_it_matters: 三项硬件信息同时相同，说明投标文件疑似由同一台计算机上传，对应“不同投标人委托同一单位或者个人办理投标事宜”的情形，应由有权机关核实。
innocent_explanations:
  - 在开标现场、交易中心公用电脑或电子投标服务点上传（应列入豁免清单）。
  - 打印店、图文店代为上传，店内电脑服务多家互不相识的企业。
  - 集团内事先声明的关联企业或联合体共用电脑。
  - 同一批次克隆安装的虚拟桌面，硬件信息被模板固化。
blind_spots:
  - 更换网卡、使用虚拟机或篡改硬件信息后三码不再相同。
  - 平台未采集全部三项，或某一项为占位值时不计算；虚拟网卡地址在装载时已剔除。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入。
  - 联合体以牵头人代表，其他成员不单独列出。
next_steps:
  - 向平台调取上传日志原件，核对时间、IP地址与账号。
  - 查明该设备的所有人和存放地点，排除公用电脑。
  - 询问双方经办人员，核对委托关系。
legal_basis: [TL40, M37, FJ-LT]
references:
  - 福建省住房和城乡建设主管部门关于电子投标文件雷同的指导意见（二手文本，未经核对，不作引文）
  - 沙县2020年案例：上传IP、MAC、CPU、硬盘均相同后受到处理（公开报道）
requires:
  - Device.kind=mac
  - Device.kind=cpu
  - Device.kind=disk
  - USED_IN.event=upload
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, devices]
parameters:
  events:
    default: [upload]
    unit: 环节
    reason: 本信号只看上传环节；制作、解密环节另有信号。
    source: 福建省关于电子投标文件雷同的指导意见（二手文本）
  max_firms:
    default: 50
    unit: 家
    reason: 全平台超过50家企业用过的硬件号码多为出厂镜像或公用电脑。
    source: 产品设定
weight:
  bans: 3.0
  reason: 三项硬件号码同时相同而互不相识的概率极低；专家赋值，未经本地校准。
root_fact: "{machine}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标文件由硬件三码相同的设备上传（MAC地址{mac}）。"
english:
  title: Uploads from one machine
  summary: Two bidders of one lot uploaded from a computer with the same network card, processor and disk numbers.
  why_it_matters: Three equal hardware numbers point to one computer, which the rules treat as one party handling two bids; an authority has to verify it.
  innocent_explanations:
    - A public computer of the trading centre, which belongs on the exemption list.
    - A print shop uploaded for several firms that do not know each other.
    - Declared affiliates or a consortium share a computer.
    - Cloned virtual desktops carry the numbers of their template.
  blind_spots:
    - A changed network card, a virtual machine or forged numbers.
    - Platforms that record fewer than three numbers; virtual network addresses are dropped when loading.
    - Two bids in which one firm takes part are not counted as rivals.
    - A consortium is represented by its lead.
  next_steps:
    - Ask the platform for the original upload log with times, addresses and accounts.
    - Find out who owns the machine and where it stands; rule out a public one.
    - Ask both handlers who commissioned them.
  sentence: "In lot {lot_name}, {a_name} and {b_name} uploaded from a machine with the same three hardware numbers (MAC {mac})."
---*/
// Network cards that several firms used somewhere: few, and hubs end here.
MATCH (mac:Device {kind: 'mac'})-[used:USED_IN]->(:Bid)<-[:SUBMITTED]-(firm:Company)
WHERE mac.exempt IS NULL AND used.event IN $events
WITH mac, count(DISTINCT firm.key) AS firms
WHERE firms > 1 AND firms <= $max_firms
MATCH (mac)-[used:USED_IN]->(bid:Bid)-[:FOR]->(lot:Lot)
WHERE used.event IN $events
WITH mac, lot, collect(DISTINCT bid) AS bids
WHERE size(bids) > 1
UNWIND bids AS bid
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH mac, lot, bid, min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS first
WITH mac, lot, collect({bid: bid.key, firm: substring(first, 1)}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH mac, lot, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
MATCH (one)<-[u1:USED_IN]-(cpu:Device {kind: 'cpu'})-[u2:USED_IN]->(two)
WHERE cpu.exempt IS NULL AND u1.event IN $events AND u2.event IN $events
MATCH (one)<-[u3:USED_IN]-(disk:Device {kind: 'disk'})-[u4:USED_IN]->(two)
WHERE disk.exempt IS NULL AND u3.event IN $events AND u4.event IN $events
WITH lot, x, y, mac, cpu, disk
ORDER BY mac.key, cpu.key, disk.key
WITH lot, x, y, collect(DISTINCT mac.key) AS macs, collect(DISTINCT mac.value) AS numbers,
     collect(DISTINCT cpu.key) AS cpus, collect(DISTINCT disk.key) AS disks
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, numbers AS mac, macs[0] AS machine,
       macs + cpus + disks AS devices
ORDER BY lot, a, b
