/*---
id: deposit_same_account
revision: 4
title: 投标保证金同一账户转出
family: money
strength: deemed
status: trial
summary: 同一标段中，不同投标人的投标保证金从同一个付款账户转出，由其中一家代另一家缴纳，或者由同一单位的不同账户缴纳。
why_it_matters: 不同投标人的投标保证金从同一单位或者个人的账户转出，是规定中列明的情形，疑似成立时应由有权机关核实。
innocent_explanations:
  - 交易中心保证金专户、担保公司或银行代收代付账户（应列入豁免清单）。
  - 集团财务公司按事先备案的制度集中支付。
  - 账号、户名录入错误。
blind_spots:
  - 各付各款而资金同源时无法发现，需要银行流水。
  - 保函、保险代替保证金的投标没有付款账户。
  - 户名只按名称（含曾用名）比对；自然人户名不跨账户比对，同名不等于同一人。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 调取银行回单，核对付款账号、户名和时间。
  - 查明账户所有人与各投标人的关系。
  - 依法调取资金流水，核对保证金来源和退还去向。
legal_basis: [TL40, M37]
references:
  - 招标投标法实施条例第四十条第六项
requires:
  - (:Account)-[:PAID_DEPOSIT_OF]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, accounts]
parameters:
  max_firms:
    default: 50
    unit: 家
    reason: 为50家以上企业付款的账户或户名多为未登记的代收代付账户，应先补充豁免清单。
    source: 产品设定
  least_name:
    default: 5
    unit: 字
    reason: 更短的户名多为自然人姓名，同名不等于同一人。
    source: 产品设定
weight:
  bans: 3.0
  reason: 从同一单位或者个人的账户转出是规定列明的事实；专家赋值，未经本地校准。
root_fact: "{account}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标保证金{way_zh}（户名{holder}，账号{masked}）。"
english:
  title: One account paid two deposits
  summary: The bid deposits of two bidders of one lot came from the same account, one bidder paid for the other, or one unit paid for both from two accounts.
  why_it_matters: The rules name this very fact; an authority has to verify it.
  innocent_explanations:
    - Escrow accounts of the trading centre, a guarantor or a bank, which belong on the exemption list.
    - A group's finance company pays for its members under a declared scheme.
    - A mistyped account number or holder.
  blind_spots:
    - Separate accounts fed from one source; that needs bank records.
    - Guarantees and insurance leave no account.
    - Holders are compared by name (and former names); namesakes among natural persons are not.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Compare account, holder and time on the bank receipts.
    - Find out how the holder is tied to the bidders.
    - Ask for bank records of where the money came from and went back to.
  sentence: "In lot {lot_name}, the deposits of {a_name} and {b_name} {way} (holder {holder}, account {masked})."
---*/
CALL () {
  MATCH (account:Account)-[:PAID_DEPOSIT_OF]->(:Bid)<-[:SUBMITTED]-(firm:Company)
  WHERE account.exempt IS NULL
  WITH account, count(DISTINCT firm.key) AS firms
  WHERE firms > 1 AND firms <= $max_firms
  MATCH (account)-[:PAID_DEPOSIT_OF]->(bid:Bid)-[:FOR]->(lot:Lot)
  WITH account, lot, collect(DISTINCT bid) AS bids
  WHERE size(bids) > 1
  UNWIND bids AS one
  UNWIND bids AS two
  WITH account, lot, one, two
  WHERE one.key < two.key
  RETURN lot, one, two, account, account.holder AS payer, 'account' AS kind
  UNION ALL
  // Most bidders pay for themselves: few payers are left to be held against the others' names.
  MATCH (account:Account)-[paid:PAID_DEPOSIT_OF]->(bid:Bid)<-[made:SUBMITTED]-(firm:Company)
  WHERE account.exempt IS NULL AND coalesce(made.role, 'sole') <> 'member'
    AND firm.name <> coalesce(paid.payer, account.holder)
  WITH account, bid, coalesce(paid.payer, account.holder) AS written
  WHERE size(written) >= $least_name
  WITH account, bid, written, replace(replace(written, '（', '('), '）', ')') AS payer
  MATCH (bid)-[:FOR]->(lot:Lot)
  WITH lot, payer, collect({account: account.key, bid: bid.key, written: written}) AS paid
  // The bidders of a lot once, however many of its deposits others paid.
  WITH lot, collect(payer) AS payers, collect({payer: payer, paid: paid}) AS every
  MATCH (lot)<-[:FOR]-(other:Bid)<-[:SUBMITTED]-(rival:Company)
  WITH lot, payers, every, other,
       split(replace(replace(rival.name + '；' + coalesce(rival.former_names, ''),
                             '（', '('), '）', ')'), '；') AS names
  WHERE any(name IN names WHERE name IN payers)
  UNWIND every AS one
  WITH lot, other, one, names
  WHERE one.payer IN names
  UNWIND one.paid AS part
  WITH lot, other, part
  WHERE part.bid <> other.key
  MATCH (bid:Bid {key: part.bid}), (account:Account {key: part.account})
  RETURN DISTINCT lot, bid AS one, other AS two, account, part.written AS payer, 'rival' AS kind
  UNION ALL
  // Several accounts of one holder.
  MATCH (account:Account)
  WHERE account.exempt IS NULL AND size(account.holder) >= $least_name
  WITH replace(replace(account.holder, '（', '('), '）', ')') AS holder,
       collect(account.key) AS accounts
  WHERE size(accounts) > 1
  UNWIND accounts AS key
  MATCH (account:Account {key: key})-[:PAID_DEPOSIT_OF]->(bid:Bid)<-[:SUBMITTED]-(firm:Company)
  WITH holder, count(DISTINCT firm.key) AS firms,
       collect(DISTINCT {bid: bid.key, account: account.key}) AS uses
  WHERE firms > 1 AND firms <= $max_firms
  UNWIND uses AS x
  MATCH (one:Bid {key: x.bid})-[:FOR]->(lot:Lot), (account:Account {key: x.account})
  WITH holder, lot, collect({bid: one, account: account}) AS uses
  WHERE size(uses) > 1
  UNWIND uses AS x
  UNWIND uses AS y
  WITH holder, lot, x.bid AS one, y.bid AS two, x.account AS account, y.account AS another
  WHERE one.key < two.key AND account.key <> another.key
  RETURN lot, one, two, account, holder AS payer, 'payer' AS kind
}
WITH lot, one, two, account, payer, kind
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
MATCH (one)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH lot, one, two, account, payer, kind,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS first
MATCH (two)<-[made:SUBMITTED]-(firm:Company)
WITH lot, one, two, account, payer, kind, substring(first, 1) AS first,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS second
WITH lot, account, payer, kind, {bid: one.key, firm: first} AS p,
     {bid: two.key, firm: substring(second, 1)} AS q
WITH lot, account, payer, kind, CASE WHEN p.firm < q.firm THEN p ELSE q END AS x,
     CASE WHEN p.firm < q.firm THEN q ELSE p END AS y,
     CASE kind WHEN 'account' THEN 1 WHEN 'rival' THEN 2 ELSE 3 END AS place
ORDER BY place, account.key
WITH lot, x, y, collect(DISTINCT account.key) AS accounts,
     collect(DISTINCT account.masked) AS masked, collect(DISTINCT payer) AS holder,
     collect(kind) AS kinds
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, accounts, accounts[0] AS account,
       masked, holder,
       CASE kinds[0] WHEN 'account' THEN '从同一账户转出' WHEN 'rival' THEN '由其中一家代另一家缴纳'
            ELSE '由同一单位从不同账户转出' END AS way_zh,
       CASE kinds[0] WHEN 'account' THEN 'came from one account'
            WHEN 'rival' THEN 'were paid in part by one for the other'
            ELSE 'came from two accounts of one holder' END AS way
ORDER BY lot, a, b
