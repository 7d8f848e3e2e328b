/*---
id: ring_community
revision: 5
title: 抱团群体
family: network
strength: statistical
status: trial
summary: 三至十二家企业反复共同投标，彼此联系均匀、与外部联系少，超出同一市场偶然形成的程度。
why_it_matters: 经常性“抱团”投标是需要重点关注的风险迹象；联系均匀而封闭的小群处于便于协调的位置。
innocent_explanations:
  - 专业细分市场只有这几家企业。
  - 同一地区、同一资质的企业自然相遇。
  - 招标人固定邀请同一批供应商。
blind_spots:
  - 只看共同投标，不看输赢和报价。
  - 市场划分过粗会把专业化误作抱团。
  - 经常更换壳公司的抱团群体发现不了。
  - 这样的投标超过2000份的，只列出最近开标的2000份。
next_steps:
  - 查看成员轮流中标、陪标的分布。
  - 核对成员的人员、设备、股权、资金联系。
legal_basis: [N1117-11, TL39]
references:
  - Wachs 与 Kertész（2019），Scientific Reports 9:10818
requires:
  - (:Company)-[:SUBMITTED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=rings
subjects: [ring]
identity: [ring]
evidence: [ring, members, bids]
parameters:
  kind:
    default: community
    reason: 由共同投标关系得出的抱团群体。
    source: 产品设定
  least_coherence:
    default: 0.5
    reason: 内部联系的几何平均与算术平均之比。
    source: 产品设定
  least_exclusivity:
    default: 0.5
    reason: 内部联系占全部联系的一半以上。
    source: 产品设定
  least_lots:
    default: 5
    unit: 个
    reason: 三名以上成员相遇的标段五个以上。
    source: 产品设定
  most_p:
    default: 0.01
    unit: 概率
    reason: 保持度数的随机市场中出现这样抱团群体的比例。
    source: 产品设定
weight:
  bans: 0.5
  reason: 已查实市场上抱团群体易找而难辨，共同投标主要反映专业化；专家赋值，未经本地校准。
root_fact: "ring:{ring}"
sentence: "“{ring_name}”的{size}家成员在{lots}个标段中三家以上同场（列出投标{cited}份），一致性{coherence:.2f}、封闭性{exclusivity:.2f}（偶然概率{p_value}）。"
english:
  title: A ring of firms that keep together
  summary: Three to twelve firms keep bidding together, evenly among themselves and little with others, beyond what their market explains.
  why_it_matters: Firms that keep together deserve a look; an even and closed group is well placed to coordinate.
  innocent_explanations:
    - A niche has only these firms.
    - Same region and licence.
    - A buyer invites the same circle.
  blind_spots:
    - Prices and wins are not considered.
    - Markets drawn too wide.
    - Rings that keep changing their shells.
    - Of more than 2,000 such bids those opened last are listed.
  next_steps:
    - Look at who wins and who covers.
    - Check people, devices, shares and money.
  sentence: "{size} members of “{ring_name}” met by three or more in {lots} lots ({cited} bids listed); coherence {coherence:.2f}, exclusivity {exclusivity:.2f} (chance {p_value})."
---*/
MATCH (ring:Ring)-[:HAS_MEMBER]->(firm:Company)
WHERE ring.kind = $kind AND ring.coherence >= $least_coherence
  AND ring.exclusivity >= $least_exclusivity AND ring.joint_lots >= $least_lots AND ring.p_value <= $most_p
WITH ring, firm
ORDER BY firm.key
WITH ring, collect(firm.key) AS members, collect(firm.name) AS names
RETURN ring.key AS ring, ring.name AS ring_name, members, names, ring.size AS size,
       ring.joint_lots AS lots, ring.joint_cited AS bids, size(ring.joint_cited) AS cited,
       round(ring.coherence, 3) AS coherence, round(ring.exclusivity, 3) AS exclusivity, ring.p_value AS p_value
ORDER BY ring
