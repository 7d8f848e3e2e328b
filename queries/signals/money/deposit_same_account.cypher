/*---
id: deposit_same_account
revision: 2
title: 投标保证金同一账户转出
family: money
strength: deemed
status: trial
summary: 同一标段中，不同投标人的投标保证金从同一个付款账户转出。
why_it_matters: 不同投标人的投标保证金从同一单位或者个人的账户转出，是规定中列明的情形，疑似成立时应由有权机关核实。
innocent_explanations:
  - 交易中心保证金专户、担保公司或银行代收代付账户（应列入豁免清单）。
  - 集团财务公司按事先备案的制度集中支付。
  - 账号录入错误。
blind_spots:
  - 各付各款而资金同源时无法发现，需要银行流水。
  - 保函、保险代替保证金的投标没有付款账户。
  - 付款户名是另一投标人而账号不同的情形不在此列。
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
    reason: 为50家以上企业付款的账户多为未登记的代收代付账户，应先补充豁免清单。
    source: 产品设定
weight:
  bans: 3.0
  reason: 付款账户相同是规定列明的事实；专家赋值，未经本地校准。
root_fact: "{account}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标保证金从同一账户转出（户名{holder}，账号{masked}）。"
english:
  title: One account paid two deposits
  summary: The bid deposits of two bidders of one lot came from the same account.
  why_it_matters: The rules name this very fact; an authority has to verify it.
  innocent_explanations:
    - Escrow accounts of the trading centre, a guarantor or a bank, which belong on the exemption list.
    - A group's finance company pays for its members under a declared scheme.
    - A mistyped account number.
  blind_spots:
    - Separate accounts fed from one source; that needs bank records.
    - Guarantees and insurance leave no account.
    - A payer who is another bidder but uses a different account is not covered here.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Compare account, holder and time on the bank receipts.
    - Find out how the holder is tied to the bidders.
    - Ask for bank records of where the money came from and went back to.
  sentence: "In lot {lot_name}, the deposits of {a_name} and {b_name} came from one account (holder {holder}, {masked})."
---*/
MATCH (account:Account)-[:PAID_DEPOSIT_OF]->(:Bid)<-[:SUBMITTED]-(firm:Company)
WHERE account.exempt IS NULL
WITH account, count(DISTINCT firm.key) AS firms
WHERE firms > 1 AND firms <= $max_firms
MATCH (account)-[:PAID_DEPOSIT_OF]->(bid:Bid)-[:FOR]->(lot:Lot)
WITH account, lot, collect(DISTINCT bid) AS bids
WHERE size(bids) > 1
UNWIND bids AS bid
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH account, lot, bid,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS first
WITH account, lot, collect({bid: bid.key, firm: substring(first, 1)}) AS entries
UNWIND entries AS x
UNWIND entries AS y
WITH account, lot, x, y
WHERE x.firm < y.firm
MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
WITH account, lot, x, y
ORDER BY account.key
WITH lot, x, y, collect(account.key) AS accounts, collect(account.masked) AS masked,
     collect(account.holder) AS holder
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, accounts, accounts[0] AS account,
       masked, holder
ORDER BY lot, a, b
