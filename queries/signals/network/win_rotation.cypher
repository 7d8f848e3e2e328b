/*---
id: win_rotation
revision: 5
title: 轮流中标
family: network
strength: statistical
status: trial
summary: 抱团群体成员的中标次序比随机更有规律，像是轮流坐庄。
why_it_matters: 约定中标人、轮流中标是典型的分配方式；胜率与能力不相称地均匀更值得关注。
innocent_explanations:
  - 招标人按供应商名录轮流邀请。
  - 企业产能有限，中标后自然暂停投标。
  - 样本少时次序容易显得有规律。
blind_spots:
  - 检验只看次序，不看金额和能力。
  - 成员进出会打乱次序。
  - 共同中标不足八次时不计算。
  - 这样的投标超过2000份的，只列出最近开标的2000份。
next_steps:
  - 按时间列出成员的中标和报价。
  - 核对中标人确定前后的联络。
legal_basis: [TL39, SG46, FLD17]
references:
  - Porter 与 Zona（1993）；次序的置换检验
requires:
  - Bid.won
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=rings
subjects: [ring]
identity: [ring]
evidence: [ring, members, bids]
parameters:
  least_lots:
    default: 8
    unit: 个
    reason: 共同参加八个以上标段。
    source: 产品设定
  most_p:
    default: 0.01
    unit: 概率
    reason: 随机次序中这么有规律的比例。
    source: 产品设定
weight:
  bans: 1.0
  reason: 反复出现的抱团群体行为且有独立检验；专家赋值，未经本地校准。
root_fact: "rotation:{ring}"
sentence: "“{ring_name}”的成员在其中标的{lots}个同场标段（列出投标{cited}份）中，中标次序呈现轮流（偶然概率{p_value}）。"
english:
  title: Winning in turn
  summary: The members of a ring win in an order more regular than chance.
  why_it_matters: To name winners in turn is a classic way to share; shares too even for unlike firms deserve a look.
  innocent_explanations:
    - The buyer invites suppliers by rota.
    - "Capacity: who just won does not bid."
    - Small samples look regular.
  blind_spots:
    - Only the order counts, not sums and capacity.
    - Members that come and go.
    - Fewer than eight lots.
    - Of more than 2,000 such bids those opened last are listed.
  next_steps:
    - List wins and prices by time.
    - Look at contacts before each decision.
  sentence: "In {lots} lots that one of them won ({cited} bids listed) the members of “{ring_name}” won in turn (chance {p_value})."
---*/
MATCH (ring:Ring)-[:HAS_MEMBER]->(firm:Company)
WHERE ring.won_lots >= $least_lots AND ring.rotation_p <= $most_p
WITH ring, firm
ORDER BY firm.key
WITH ring, collect(firm.key) AS members, collect(firm.name) AS names
RETURN ring.key AS ring, ring.name AS ring_name, members, names, ring.won_lots AS lots,
       ring.won_cited AS bids, size(ring.won_cited) AS cited,
       coalesce(ring.rotation_test, '-') AS test, ring.rotation_p AS p_value, ring.wins_gini AS gini
ORDER BY ring
