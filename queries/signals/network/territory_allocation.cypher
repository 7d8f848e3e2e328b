/*---
id: territory_allocation
revision: 5
title: 划分区域或者客户
family: network
strength: statistical
status: trial
summary: 抱团群体成员各自在固定的区域或者招标人处中标，而在别处只是陪同。
why_it_matters: 分割销售市场是禁止的垄断协议；成员到别处投标却从不中标，与划分地盘相符。
innocent_explanations:
  - 企业就近经营，运距和注册地决定优势。
  - 地方资质或者备案的限制。
  - 招标人长期合作形成的信任。
blind_spots:
  - 注册地的影响已在随机对照中保留，运距等没有。
  - 只在一地投标的成员没有信息。
  - 这样的投标超过2000份的，只列出最近开标的2000份。
next_steps:
  - 比较成员在本地与外地的报价水平。
  - 核对外地投标的成本与动机。
legal_basis: [FLD17, TL39]
references:
  - 中标人与区域（招标人）的互信息，置换检验
requires:
  - Bid.won
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Lot.region or (:Company)-[:PROCURES]->(:Lot)
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
    reason: 随机分配中这么集中的比例。
    source: 产品设定
weight:
  bans: 0.8
  reason: 反复出现的抱团群体行为且有独立检验；专家赋值，未经本地校准。
root_fact: "territory:{ring}"
sentence: "“{ring_name}”的成员在其中标的{lots}个同场标段（列出投标{cited}份）中各在一方中标（偶然概率{p_value}）。"
english:
  title: Regions or buyers shared out
  summary: Each member of a ring wins in regions or at buyers of its own and only accompanies elsewhere.
  why_it_matters: Sharing markets is forbidden; to bid elsewhere and never win there fits such sharing.
  innocent_explanations:
    - Distance and home decide.
    - Local licences.
    - Trust grown with a buyer.
  blind_spots:
    - The home region is kept in the random comparison, distance is not.
    - Members that bid in one place only tell nothing.
    - Of more than 2,000 such bids those opened last are listed.
  next_steps:
    - Compare prices at home and away.
    - Ask for cost and motive of bids elsewhere.
  sentence: "In {lots} lots that one of them won ({cited} bids listed) each member of “{ring_name}” won in places of its own (chance {p_value})."
---*/
MATCH (ring:Ring)-[:HAS_MEMBER]->(firm:Company)
WHERE ring.territory_lots >= $least_lots AND ring.territory_p <= $most_p
WITH ring, firm
ORDER BY firm.key
WITH ring, collect(firm.key) AS members, collect(firm.name) AS names
RETURN ring.key AS ring, ring.name AS ring_name, members, names, ring.territory_lots AS lots,
       ring.territory_cited AS bids, size(ring.territory_cited) AS cited, ring.territory_p AS p_value
ORDER BY ring
