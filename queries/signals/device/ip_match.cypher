/*---
id: ip_match
revision: 5
title: IP地址雷同
family: device
strength: presumptive
status: trial
summary: 同一标段中，不同投标人下载招标文件、上传或者解密投标文件时使用了同一个公网IP地址（IPv6为同一/64网段）。
why_it_matters: 同一公网IP地址说明双方疑似在同一地点上网办理投标；IP地址雷同只是线索，不能单独说明由同一人办理。
innocent_explanations:
  - 同一写字楼、园区、酒店共用一个公网出口。
  - 在交易中心、代理机构或服务点统一上传、解密（地址应列入豁免清单）。
  - 运营商对多个用户分配同一个出口地址（尤其是手机网络）。
  - 动态地址在不同时间先后分配给不同用户。
blind_spots:
  - 各用不同网络、手机热点或代理服务器时无法发现。
  - 分配给多家单位的IPv6网段大于或者小于/64的，无法区分。
  - 地址用过的企业数按所投标段截止（开标）的月份计算，不按每次使用的日期。
  - 局域网地址在装载时已列为豁免；跨越零点的时间不计算间隔。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 请平台或运营商核实该地址当时的实际用户和安装地点。
  - 对照同一时段的硬件信息、账号和经办人员。
  - 排除交易中心、代理机构、园区的公用出口。
legal_basis: [TL40]
references:
  - 福建漳州的异议处理：仅IP地址相同不足以得出结论（公开报道）
  - 《串通投标线索分析报告》四十六项指标：标书上传、解密IP雷同（公开模板）
requires:
  - Device.kind=ip
  - (:Device)-[:USED_IN]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, addresses]
counted: [users]
parameters:
  max_firms:
    default: 20
    unit: 家
    reason: 三个月内超过20家投标企业用过的地址多为交易中心、园区或运营商的公用出口。
    source: 产品设定
  months:
    default: 3
    unit: 个月
    reason: 动态地址隔一段时间分配给别的用户；按连续三个日历月（约九十日）计算用过的企业数。
    source: 产品设定
  year:
    default: 12
    unit: 个月
    reason: 一年的月数。
    source: 历法
  close_minutes:
    default: 30
    unit: 分钟
    reason: 三十分钟以内先后使用同一地址，动态分配给两个用户的可能性小。
    source: 产品设定
weight:
  bans: 1.0
  reason: 三十分钟内按1.5，上传按1.0，解密按0.8，下载按0.6，再按地址的稀有程度折减；专家赋值，未经本地校准。
  when: closeness
  cases: {close: 1.5, upload: 1.0, decrypt: 0.8, download: 0.6}
root_fact: "{machine}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}使用了同一公网IP地址{numbers}（{closeness_zh}；同一时期最多{firms}家投标企业用过）。"
english:
  title: One IP address for two bidders
  summary: Two bidders of one lot used the same public IP address (for IPv6 the same /64 network) to download the tender or to upload or decrypt their bids.
  why_it_matters: One public address points to one place; it is a clue and shows nothing by itself.
  innocent_explanations:
    - Firms in one building, business park or hotel share one address.
    - All upload or decrypt at the trading centre or the agency; such addresses belong on the exemption list.
    - Carriers give one address to many users, mobile networks above all.
    - A dynamic address went from one user to another.
  blind_spots:
    - Different networks, mobile hot spots and proxies.
    - IPv6 networks given to several users that are larger or smaller than /64.
    - Firms of an address are counted by the month of the lot's deadline or opening, not by each use.
    - Private addresses are exempt from loading on; times across midnight are not compared.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Ask the platform or the carrier who used the address at that time, and where.
    - Compare hardware numbers, accounts and handlers of the same hour.
    - Rule out the trading centre, the agency and business parks.
  sentence: "In lot {lot_name}, {a_name} and {b_name} used the same public IP address {numbers} ({closeness}; at most {firms} bidding firms used it in the same months)."
  words:
    close: minutes apart
    upload: when uploading
    decrypt: when decrypting
    download: when downloading
---*/
MATCH (firm:Company)
WHERE EXISTS { MATCH (firm)-[:SUBMITTED]->(:Bid) }
WITH count(firm) AS market
MATCH (ip:Device {kind: 'ip'})-[:USED_IN]->(:Bid)<-[:SUBMITTED]-(firm:Company)
WHERE ip.exempt IS NULL
WITH DISTINCT market, ip, firm.key AS firm, split(split(ip.value, '::')[0], ':') AS groups
// An IPv6 line has a network of its own: four groups (/64), with the zeros that '::' leaves out.
WITH market, ip, firm,
     CASE size(groups) WHEN 1 THEN ip.value
          WHEN 2 THEN groups[0] + ':' + groups[1] + ':0:0::/64'
          WHEN 3 THEN groups[0] + ':' + groups[1] + ':' + groups[2] + ':0::/64'
          ELSE groups[0] + ':' + groups[1] + ':' + groups[2] + ':' + groups[3] + '::/64' END
       AS network
WITH market, network, count(DISTINCT firm) AS firms, collect(DISTINCT ip.key) AS keys
WHERE firms > 1
UNWIND keys AS key
MATCH (:Device {key: key})-[:USED_IN]->(bid:Bid)-[:FOR]->(lot:Lot)
MATCH (bid)<-[:SUBMITTED]-(firm:Company)
WITH DISTINCT market, network, keys, firm.key AS firm,
     coalesce(lot.deadline, lot.opened_at, '0000-00') AS day
WITH DISTINCT market, network, keys, firm,
     toInteger(substring(day, 0, 4)) * $year + toInteger(substring(day, 5, 2)) AS month
UNWIND range(0, $months - 1) AS back
WITH market, network, keys, month - back AS first, firm
ORDER BY firm
WITH market, network, keys, first, collect(DISTINCT firm) AS users
// One more than the crowd is enough to know it for one.
WITH market, network, keys, first, users[0..$max_firms + 1] AS users
WHERE size(users) > 1
UNWIND range(0, $months - 1) AS ahead
WITH market, network, keys, first + ahead AS month, collect({first: first, users: users}) AS windows
// The busiest window around the month, the first of equals.
WITH market, network, keys, month,
     reduce(best = windows[0], then IN windows |
       CASE WHEN size(then.users) > size(best.users)
              OR size(then.users) = size(best.users) AND then.first < best.first
            THEN then ELSE best END) AS best
WITH market, network, keys, month, best.users AS users
WHERE size(users) <= $max_firms
WITH market, network, keys, collect({month: month, users: users}) AS busy
UNWIND keys AS key
MATCH (ip:Device {key: key})-[used:USED_IN]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH market, network, busy, lot, coalesce(lot.deadline, lot.opened_at, '0000-00') AS day,
     collect(DISTINCT {bid: bid.key, ip: ip.key, event: used.event, at: used.at}) AS uses
WHERE size(uses) > 1
WITH market, network, lot, uses, busy,
     toInteger(substring(day, 0, 4)) * $year + toInteger(substring(day, 5, 2)) AS month
UNWIND busy AS then
WITH market, network, lot, uses, month, then
WHERE then.month = month
// An address that many firms used tells fewer of them apart.
WITH market, network, then.users AS users, lot, uses
WITH network, users, size(users) AS firms, lot, uses,
     CASE WHEN size(users) - 1 <= 1 THEN 1.0
          ELSE log(1.0 * market / size(users)) / log(1.0 * market / 2) END AS rarity
UNWIND uses AS entry
MATCH (bid:Bid {key: entry.bid})<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH network, users, firms, rarity, lot, entry,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH network, users, firms, rarity, lot,
     collect({bid: entry.bid, ip: entry.ip, event: entry.event, firm: substring(lead, 1),
              day: substring(entry.at, 0, 10),
              minute: toInteger(substring(entry.at, 11, 2)) * 60
                      + toInteger(substring(entry.at, 14, 2))}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH network, users, firms, rarity, lot, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH network, users, firms, rarity, lot, x, y, one, two,
     CASE WHEN x.day = y.day AND abs(x.minute - y.minute) <= $close_minutes THEN 'close'
          WHEN x.event = 'download' OR y.event = 'download' THEN 'download'
          WHEN x.event = 'decrypt' OR y.event = 'decrypt' THEN 'decrypt'
          ELSE 'upload' END AS closeness
WITH network, users, firms, rarity, lot, x, y, one, two, closeness,
     CASE closeness WHEN 'close' THEN 1 WHEN 'upload' THEN 2 WHEN 'decrypt' THEN 3 ELSE 4 END
       AS place
ORDER BY place, firms, network, x.ip, y.ip, x.event, y.event
WITH lot, one, two, x.firm AS firm_a, y.firm AS firm_b,
     collect({key: x.ip, network: network, users: users, rarity: rarity, closeness: closeness,
              events: x.event + '/' + y.event}) AS ways,
     collect(DISTINCT x.ip) AS left, collect(DISTINCT y.ip) AS right
OPTIONAL MATCH (one)<-[:USED_IN]-(mac:Device {kind: 'mac'})-[:USED_IN]->(two)
WHERE mac.exempt IS NULL
// One machine has one address: the machine is then the fact behind both.
WITH lot, one, two, firm_a, firm_b, left + [k IN right WHERE NOT k IN left] AS addresses,
     ways[0] AS way, min(mac.key) AS mac
MATCH (a:Company {key: firm_a}), (b:Company {key: firm_b})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, one.key AS bid_a, two.key AS bid_b, way.network AS numbers,
       addresses, way.events AS events, way.users AS users, size(way.users) AS firms,
       way.closeness AS closeness,
       CASE way.closeness WHEN 'close' THEN '相隔不超过' + toString($close_minutes) + '分钟'
            WHEN 'upload' THEN '上传环节' WHEN 'decrypt' THEN '解密环节' ELSE '下载环节' END
         AS closeness_zh,
       coalesce(mac, CASE WHEN size(addresses) = 1 THEN addresses[0] ELSE 'device:ip:' + way.network END)
         AS machine,
       CASE WHEN way.rarity > 1 THEN 1.0 WHEN way.rarity < 0 THEN 0.0 ELSE way.rarity END AS grade
ORDER BY lot, a, b
