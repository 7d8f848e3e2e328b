/*---
id: fund_backflow
revision: 4
title: 资金往来与保证金同源
family: money
strength: presumptive
status: trial
summary: 同一标段的两个投标人（含其法定代表人、股东、高管的账户）在开标前一个月至开标后三个月之间有资金往来，或者双方的保证金在缴纳前几天由同一账户转入。
why_it_matters: 中标人向未中标人付款可能是陪标费用，保证金由同一来源筹集说明投标可能由同一方组织；需要依法调取流水核实。
innocent_explanations:
  - 双方有正常的购销、分包、租赁合同（有共同合同的已排除）。
  - 双方是长期业务伙伴，往来频繁（往来笔数多的已排除）。
  - 亲属、朋友之间的个人借款。
  - 担保公司、银行等代收代付账户（应列入豁免清单）。
blind_spots:
  - 银行流水须依法调取；没有装载流水时不计算。
  - 现金、第三方支付和多层转账无法发现。
  - 合同未装载时，正常往来无法自动排除。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体成员分别计算。
next_steps:
  - 核对转账摘要、合同和发票。
  - 追查资金的上一手来源和下一手去向。
  - 依法询问付款的缘由。
legal_basis: [TL39, ZS68]
references:
  - 《串通投标线索分析报告》的资金类指标（公开模板）
requires:
  - (:Account)-[:TRANSFERRED]->(:Account)
  - (:Bid)-[:FOR]->(:Lot)
  - Lot.opened_at
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, accounts]
parameters:
  months_before:
    default: 1
    unit: 个月
    reason: 开标前一个月内的往来。
    source: 产品设定
  months_after:
    default: 3
    unit: 个月
    reason: 开标后三个月内的往来。
    source: 产品设定
  days:
    default: 3
    unit: 天
    reason: 保证金缴纳前三天内由同一账户转入。
    source: 产品设定
  max_transfers:
    default: 100
    unit: 笔
    reason: 两家之间往来百笔以上的多为长期业务伙伴。
    source: 产品设定
  max_targets:
    default: 50
    unit: 个
    reason: 向50个以上缴纳保证金的账户转账的，多为银行、担保公司的代付账户；与50家以上企业有关的账户不再区分任何人。
    source: 产品设定
  least_share:
    default: 0.001
    unit: 占中标金额比例
    reason: 相当于中标金额千分之一至百分之三的付款，与所谓陪标费的量级相符。
    source: 产品设定
  most_share:
    default: 0.03
    unit: 占中标金额比例
    reason: 同上。
    source: 产品设定
  round_to:
    default: 10000
    unit: 元
    reason: 整万元的付款。
    source: 产品设定
  middle_grade:
    default: 0.7
    reason: 金额特征或者方向特征只有一项时的程度。
    source: 产品设定
  low_grade:
    default: 0.4
    reason: 金额和方向均无特征时的程度。
    source: 产品设定
weight:
  bans: 2.0
  reason: 投标前后的资金往来与保证金同源；专家赋值，未经本地校准。
root_fact: "{fact}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}{kind_zh}（{amount}元，{paid_on}）。"
english:
  title: Money between bidders
  summary: From a month before to three months after the opening money went between two bidders of one lot, or between their heads, owners and executives; or one account funded both deposits days before they were paid.
  why_it_matters: Payments of a winner to losers may be fees for cover bids, and deposits from one source point to one organiser; bank records have to be obtained by law.
  innocent_explanations:
    - Ordinary sales, subcontracts and leases; pairs with a common contract are left out.
    - Long-standing partners with many transfers, which are left out.
    - Private loans among relatives and friends.
    - Accounts of guarantors and banks, which belong on the exemption list.
  blind_spots:
    - Bank records exist only where they were obtained by law.
    - Cash, payment services and longer chains.
    - Without contracts, ordinary dealings cannot be ruled out.
    - Two bids in which one firm takes part are not rivals; members of a consortium count one by one.
  next_steps:
    - Compare the purpose of the transfer with contracts and invoices.
    - Follow the money one step back and one step on.
    - Ask, as the law allows, what was paid for.
  sentence: "In lot {lot_name}, {a_name} and {b_name} are tied by money ({kind}: {amount} yuan on {paid_on})."
  words:
    transfer: transfers
    source: deposits from one source
---*/
CALL () {
  MATCH (giver:Account)-[moved:TRANSFERRED]->(taker:Account)
  WHERE giver.exempt IS NULL AND taker.exempt IS NULL
    // An entry of nothing, or one taken back, moved no money.
    AND coalesce(moved.amount > 0, true)
  WITH giver, taker,
       collect(DISTINCT {from: giver.key, to: taker.key, amount: moved.amount,
                         paid_on: substring(moved.at, 0, 10)}) AS moves
  CALL (giver) {
    MATCH (giver)<-[:HAS_ACCOUNT]-(payer)-[:LEGAL_REP_OF|SHAREHOLDER_OF|EXECUTIVE_OF*0..1]->(a:Company)
    WHERE payer.key = a.key OR payer.key STARTS WITH 'person:'
    RETURN collect(DISTINCT a.key) AS payers
  }
  CALL (taker) {
    MATCH (taker)<-[:HAS_ACCOUNT]-(payee)-[:LEGAL_REP_OF|SHAREHOLDER_OF|EXECUTIVE_OF*0..1]->(b:Company)
    WHERE payee.key = b.key OR payee.key STARTS WITH 'person:'
    RETURN collect(DISTINCT b.key) AS payees
  }
  WITH moves, payers, payees
  WHERE size(payers) <= $max_targets AND size(payees) <= $max_targets
  UNWIND payers AS payer
  UNWIND payees AS payee
  UNWIND moves AS move
  WITH payer, payee, move
  WHERE payer <> payee
  WITH payer, payee, collect(move) AS moves
  WHERE size(moves) <= $max_transfers
  // The lots of each firm, and those in which the two meet: not the rivals of every lot.
  CALL (payer, payee) {
    UNWIND [payer, payee] AS firm
    MATCH (:Company {key: firm})-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot:Lot)
    WITH lot, collect({firm: firm, bid: bid.key}) AS entries
    WHERE size(entries) > 1
    RETURN lot, entries
  }
  UNWIND entries AS x
  UNWIND entries AS y
  WITH payer, payee, moves, lot, x, y
  WHERE x.firm = payer AND y.firm = payee AND x.bid <> y.bid
  MATCH (a:Company {key: payer}), (b:Company {key: payee})
  MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
  WHERE NOT EXISTS { MATCH (a)-[:PARTY_TO]->(:Contract)<-[:PARTY_TO]-(b) }
    AND NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
  WITH a, b, one, two, lot, moves, substring(coalesce(lot.opened_at, lot.deadline), 0, 10) AS day
  WITH a, b, one, two, lot, moves, day,
       toInteger(substring(day, 0, 4)) * 12 + toInteger(substring(day, 5, 2)) - 1 AS month
  UNWIND moves AS move
  WITH a, b, one, two, lot, move, day, month,
       toInteger(substring(move.paid_on, 0, 4)) * 12 + toInteger(substring(move.paid_on, 5, 2)) - 1 AS paid_in
  WHERE (paid_in > month - $months_before OR (paid_in = month - $months_before
                                           AND substring(move.paid_on, 8, 2) >= substring(day, 8, 2)))
    AND (paid_in < month + $months_after OR (paid_in = month + $months_after
                                          AND substring(move.paid_on, 8, 2) <= substring(day, 8, 2)))
  OPTIONAL MATCH (a)-[won:WON]->(lot)
  WITH a, b, one, two, lot, move, max(coalesce(won.amount, one.price)) AS price,
       count(won) AS wins
  WITH a, b, one, two, lot, move, wins,
       move.amount = $round_to * toInteger(move.amount / $round_to)
         OR coalesce(move.amount >= $least_share * price AND move.amount <= $most_share * price,
                     false) AS telling
  RETURN lot, CASE WHEN a.key < b.key THEN a ELSE b END AS a,
         CASE WHEN a.key < b.key THEN b ELSE a END AS b,
         CASE WHEN a.key < b.key THEN one.key ELSE two.key END AS bid_a,
         CASE WHEN a.key < b.key THEN two.key ELSE one.key END AS bid_b,
         [move.from, move.to] AS accounts, move.amount AS amount, move.paid_on AS paid_on, 'transfer' AS kind,
         'transfer:' + CASE WHEN a.key < b.key THEN a.key + '|' + b.key
                            ELSE b.key + '|' + a.key END AS fact,
         CASE WHEN wins > 0 AND telling THEN 1.0 WHEN wins > 0 OR telling THEN $middle_grade
              ELSE $low_grade END AS grade
  UNION ALL
  MATCH (source:Account)-[moved:TRANSFERRED]->(mid:Account)-[paid:PAID_DEPOSIT_OF]->(bid:Bid)
  WHERE source.exempt IS NULL AND mid.exempt IS NULL AND coalesce(moved.amount > 0, true)
  WITH source, mid, bid, moved.amount AS amount,
       [d IN [substring(moved.at, 0, 10), substring(paid.at, 0, 10)] |
         [toInteger(substring(d, 0, 4)), toInteger(substring(d, 5, 2)),
          toInteger(substring(d, 8, 2))]] AS dates, substring(moved.at, 0, 10) AS paid_on
  // Days since the year 0, counted in years that begin in March.
  WITH source, mid, bid, amount, paid_on,
       [d IN dates | [d[0] - (14 - d[1]) / 12, d[1] + 12 * ((14 - d[1]) / 12) - 3, d[2]]] AS dates
  WITH source, mid, bid, amount, paid_on,
       [d IN dates | d[2] + (153 * d[1] + 2) / 5 + 365 * d[0] + d[0] / 4 - d[0] / 100
                     + d[0] / 400] AS days
  WHERE days[1] - days[0] >= 0 AND days[1] - days[0] <= $days
  WITH source, count(DISTINCT mid.key) AS targets,
       collect({mid: mid.key, bid: bid.key, amount: amount, paid_on: paid_on}) AS funded
  WHERE targets > 1 AND targets <= $max_targets
  UNWIND funded AS part
  MATCH (bid:Bid {key: part.bid})-[:FOR]->(lot:Lot)
  MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
  WITH source, lot, part,
       min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
  WITH source, lot, collect({firm: substring(lead, 1), mid: part.mid, bid: part.bid,
                             amount: part.amount, paid_on: part.paid_on}) AS entries
  WHERE size(entries) > 1
  UNWIND entries AS x
  UNWIND entries AS y
  WITH source, lot, x, y
  WHERE x.firm < y.firm AND x.mid <> y.mid
  MATCH (one:Bid {key: x.bid}), (two:Bid {key: y.bid})
  WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
  MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
  RETURN lot, a, b, x.bid AS bid_a, y.bid AS bid_b, [source.key, x.mid, y.mid] AS accounts,
         x.amount + y.amount AS amount, x.paid_on AS paid_on, 'source' AS kind, source.key AS fact,
         1.0 AS grade
}
WITH lot, a, b, bid_a, bid_b, accounts, amount, paid_on, kind, fact, grade
ORDER BY grade DESC, kind, paid_on, amount
WITH lot, a, b, bid_a, bid_b, collect({amount: amount, paid_on: paid_on, kind: kind, fact: fact}) AS found,
     collect(accounts) AS accounts, max(grade) AS grade
WITH lot, a, b, bid_a, bid_b, accounts, grade, found[0] AS best
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, bid_a, bid_b, best.kind AS kind, best.amount AS amount, best.paid_on AS paid_on,
       best.fact AS fact, grade,
       CASE best.kind WHEN 'source' THEN '的保证金在缴纳前几天由同一账户转入' ELSE '有资金往来' END
         AS kind_zh,
       reduce(keys = [], some IN accounts | keys + [k IN some WHERE NOT k IN keys]) AS accounts
ORDER BY lot, a, b
