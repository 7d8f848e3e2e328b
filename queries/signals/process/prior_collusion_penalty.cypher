/*---
id: prior_collusion_penalty
revision: 1
title: 曾因串通投标受处罚又参加投标
family: process
strength: context
status: trial
summary: 投标人在截标前三年内因串通投标受过处罚，处罚尚未信用修复，又参加本标段投标。
why_it_matters: 三年内二次以上串通投标属于规定列举的情节严重情形；两年内因串通投标受过行政处罚二次以上又串通投标的，追诉标准另有规定。本标段如有其他线索，查实后的处理会因此不同。
innocent_explanations:
  - 处罚决定已被撤销，或者正在复议、诉讼。
  - 处罚针对该企业的分公司或者个别人员，企业已经整改。
  - 名称相同的另一企业。
blind_spots:
  - 处罚事由按字样对应，没有写明事由的不计。
  - 只计处罚决定，名单公示不计；同一天的几份决定按一次计。
  - 没有决定日期的、已经信用修复的不计。
  - 曾受处罚本身不说明本标段有任何问题，不计分。
next_steps:
  - 查阅历次处罚决定书，核对事由、次数和日期。
  - 核对信用修复、复议和诉讼情况。
  - 比对历次被处罚的同案单位是否也在本标段投标。
legal_basis: [TL67, ZS68]
references:
  - 招标投标法实施条例第六十七条（3年内2次以上串通投标）
  - 立案追诉标准的规定（二）第六十八条（两年内受过行政处罚二次以上）
requires:
  - (:Penalty)-[:IMPOSED_ON]->(:Company)
  - Penalty.reason
  - Penalty.decided_on
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, firm]
identity: [lot, firm]
evidence: [firm, penalties, bids]
parameters:
  acts:
    default: [串通, 围标, 串标, 陪标]
    reason: 处罚事由中表示串通投标的字样。
    source: 产品设定
  lists:
    default: [名单]
    reason: 名单公示往往是同一处罚的另一条记录，不重复计。
    source: 产品设定
  years:
    default: 3
    unit: 年
    reason: 三年内二次以上串通投标属于情节严重。
    source: 招标投标法实施条例第六十七条第二款第二项
  years_of_filing:
    default: 2
    unit: 年
    reason: 两年内受过行政处罚二次以上，又串通投标。
    source: 立案追诉标准的规定（二）第六十八条第五项
  times_of_filing:
    default: 2
    unit: 次
    reason: 同上。
    source: 立案追诉标准的规定（二）第六十八条第五项
weight:
  bans: 0.0
  reason: 以往的处罚只作背景，不是本标段的证据。
root_fact: "penalised:{firm}"
sentence: "{firm_name}参加标段“{lot_name}”投标（{day}）前，{years_zh}年内因串通投标受过{times}次处罚，最近一次在{last}：{law_zh}。"
english:
  title: Penalised for collusion before, and bidding again
  summary: Within the three years before the deadline the bidder was penalised for collusion; the credit is not repaired.
  why_it_matters: The Regulations list collusion twice within three years as serious; who was penalised twice within two years and colludes again falls under another standard. What follows from other leads on this lot depends on it.
  innocent_explanations:
    - The decision was lifted, or is under review or before a court.
    - It concerned a branch or some people, and the firm has put things right.
    - Another firm of that name.
  blind_spots:
    - Reasons are recognised by words; decisions without one are left out.
    - Only decisions count, not entries in lists; decisions of one day count once.
    - Decisions without a day and those with repaired credit are left out.
    - A penalty of the past says nothing of this lot and carries no weight.
  next_steps:
    - Read the decisions, their reasons and days.
    - Check for repaired credit, review and court cases.
    - See whether those who were penalised with it bid here too.
  sentence: "In the {years_zh} years before {firm_name} bid in lot {lot_name} ({day}) it was penalised for collusion {times} times, last on {last}: {law}."
  words:
    serious: the Regulations list a second time within three years as serious
    filing: twice within two years, for which the standard of filing has a rule of its own
---*/
MATCH (penalty:Penalty)-[:IMPOSED_ON]->(firm:Company)
WHERE penalty.decided_on IS NOT NULL
  AND any(word IN $acts WHERE penalty.reason CONTAINS word)
  AND NOT any(word IN $lists WHERE coalesce(penalty.kind, '') CONTAINS word)
MATCH (firm)-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH penalty, firm, bid, lot, substring(coalesce(lot.deadline, lot.opened_at), 0, 10) AS day
WITH penalty, firm, bid, lot, day, toInteger(substring(day, 0, 4)) AS year, substring(day, 4) AS rest
WHERE penalty.decided_on < day AND penalty.decided_on >= toString(year - $years) + rest
  AND (penalty.repaired_on IS NULL OR penalty.repaired_on > day)
WITH penalty, firm, bid, lot, day, toString(year - $years_of_filing) + rest AS recent
ORDER BY penalty.key, bid.key
WITH firm, lot, day, recent, collect(DISTINCT penalty.decided_on) AS days,
     collect(DISTINCT penalty.key) AS penalties, collect(DISTINCT bid.key) AS bids,
     max(penalty.decided_on) AS last
WITH firm, lot, day, recent, days, penalties, bids, last,
     CASE WHEN size([d IN days WHERE d >= recent]) >= $times_of_filing THEN 'filing'
          ELSE 'serious' END AS law
RETURN lot.key AS lot, lot.name AS lot_name, firm.key AS firm, firm.name AS firm_name, day,
       $years AS years_zh, size(days) AS times, last, penalties, bids, law,
       CASE law WHEN 'filing' THEN '两年内已有二次以上，如本标段再次查实，追诉标准另有规定'
            ELSE '如本标段再次查实，三年内二次以上属规定列举的情节严重情形' END AS law_zh
ORDER BY lot, firm
