/*---
id: winner_withdrawal
revision: 4
title: 中标候选人放弃后由他人中标
family: network
strength: presumptive
status: trial
summary: 排名在前的候选人或者中标人放弃中标，由其他投标人中标；两家之间有其他联系、放弃不止一次或者中标价明显更高时，程度更高。
why_it_matters: 约定部分投标人放弃中标是规定列明的串通情形；高价者因前一名放弃而得利，需要核实原因。
innocent_explanations:
  - 因不可抗力、资金或者人员原因确实无法履约。
  - 被查实不符合条件而被取消，并非主动放弃。
  - 报价计算错误，履约将严重亏损。
  - 放弃者名次在中标人之后，放弃与中标无关（名次已登记的已排除）。
blind_spots:
  - 没有放弃日期或者原因的，无法识别主动放弃。
  - 在公示前口头放弃、没有记录的发现不了。
  - 两家联系只看已装载和已测算的关系。
next_steps:
  - 查阅放弃函及其理由、是否没收保证金。
  - 核对两家的人员、资金、设备联系。
  - 了解放弃方与得利方此后的分包、资金往来。
legal_basis: [TL39, ZB45, TL55, TL74]
references:
  - 招标投标法实施条例第三十九条第三项、第五十五条、第七十四条
requires:
  - Bid.gave_up_on
  - (:Company)-[:WON]->(:Lot)
subjects: [lot, quitter, winner]
identity: [lot, quitter, winner]
evidence: [lot, quitter, winner, bids]
parameters:
  accepted:
    default: [不可抗力, 被取消, 取消中标资格, 不符合, 查实]
    reason: 理由写明这些情形的不列为主动放弃。
    source: 招标投标法实施条例第五十五条
  repeated:
    default: 2
    unit: 次
    reason: 放弃两次以上的程度更高。
    source: 产品设定
  least_rise:
    default: 0.03
    unit: 比例
    reason: 中标价比放弃者的报价高百分之三以上。
    source: 产品设定
weight:
  bans: 0.8
  reason: 放弃后由有联系的一方中标为2.0，屡次放弃1.3，价格上升1.0，其余0.6；专家赋值，未经本地校准。
  when: way
  cases: {tied: 2.0, repeated: 1.3, dearer: 1.0, once: 0.6}
root_fact: "withdrawal:{lot}"
sentence: 标段“{lot_name}”中{quitter_name}于{gave_up_on}放弃（理由：{reason}），由{winner_name}中标，中标价与其报价相差{rise:+.2%}；{way_zh}。
english:
  title: A candidate gave up and another won
  summary: A candidate ahead of the winner gave up; more so where the two are tied, where it happened before, or where the price rose.
  why_it_matters: To agree that some give up is collusion by the rules; who gains from it at a higher price has to be asked why.
  innocent_explanations:
    - Force majeure, money or staff.
    - The candidate was struck off and did not give up.
    - The price was miscalculated and would ruin the firm.
    - It was ranked behind the winner and had nothing to give up; left out where ranks are on record.
  blind_spots:
    - Without day and reason a withdrawal is not told.
    - Withdrawals before the notice leave no record.
    - Only ties that are loaded or measured count.
  next_steps:
    - Read the letter and what became of the deposit.
    - Check people, money and devices of both.
    - Look for subcontracts and payments afterwards.
  sentence: "In lot {lot_name} {quitter_name} gave up on {gave_up_on} (reason: {reason}) and {winner_name} won, {rise:+.2%} on the price: {way}."
  words:
    tied: the two are tied otherwise
    repeated: not for the first time
    dearer: at a clearly higher price
    once: this once
---*/
MATCH (quitter:Company)-[:SUBMITTED]->(bid:Bid)-[:FOR]->(lot:Lot)
WHERE bid.gave_up_on IS NOT NULL
  AND NOT any(word IN $accepted WHERE coalesce(bid.gave_up_reason, '') CONTAINS word)
MATCH (winner:Company)-[:WON]->(lot)
WHERE winner.key <> quitter.key
  AND NOT EXISTS { MATCH (bid)<-[:SUBMITTED]-(partner:Company) WHERE partner.key = winner.key }
MATCH (winner)-[:SUBMITTED]->(next:Bid)-[:FOR]->(lot)
// Who was ranked behind the winner gave up nothing.
WHERE bid.rank IS NULL OR next.rank IS NULL OR bid.rank < next.rank
MATCH (quitter)-[:SUBMITTED]->(other:Bid)
WITH quitter, winner, lot, bid, next,
     sum(CASE WHEN other.gave_up_on IS NOT NULL THEN 1 ELSE 0 END) AS times
WITH quitter, winner, lot, bid, next, times,
     CASE WHEN bid.price > 0 AND next.price > 0 THEN 1.0 * next.price / bid.price - 1 ELSE null END
       AS rise,
     EXISTS { MATCH (quitter)-[:CO_BIDS|TIED_TO|CONTROLS|EXCHANGES_STAFF|PROPS_UP|MOVES_WITH]
                    -(same:Company) WHERE same.key = winner.key } AS tied
WITH quitter, winner, lot, bid, next, times, rise,
     CASE WHEN tied THEN 'tied' WHEN times >= $repeated THEN 'repeated'
          WHEN rise >= $least_rise THEN 'dearer' ELSE 'once' END AS way
RETURN lot.key AS lot, lot.name AS lot_name, quitter.key AS quitter, quitter.name AS quitter_name,
       winner.key AS winner, winner.name AS winner_name, bid.gave_up_on AS gave_up_on,
       bid.gave_up_reason AS reason, round(rise, 4) AS rise,
       times, way, [bid.key, next.key] AS bids,
       CASE way WHEN 'tied' THEN '两家之间有其他联系' WHEN 'repeated' THEN '该企业不止一次放弃'
            WHEN 'dearer' THEN '中标价明显更高' ELSE '仅此一次' END AS way_zh
ORDER BY lot, quitter, winner
