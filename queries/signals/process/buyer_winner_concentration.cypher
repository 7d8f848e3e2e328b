/*---
id: buyer_winner_concentration
revision: 3
title: 招标人与中标人异常集中
family: process
strength: statistical
status: trial
summary: 企业在某一招标人的标段中标次数，明显多于其在可比标段中的表现所能期望的次数。
why_it_matters: 长期由同一家中标，可能存在量身定制或者事先约定。
innocent_explanations:
  - 企业在当地有厂站、运距短、报价有优势。
  - 专业门槛高，合格企业很少。
  - 框架协议或者定点采购的结果。
blind_spots:
  - 期望按各标段投标家数或者企业在别处的中标率计算，没有考虑产品专长。
  - 只看已装载的标段。
  - 招标人名称不统一、分属不同编码时会被拆开。
  - 这样的投标超过2000份的，只列出最近开标的2000份。
next_steps:
  - 比较该招标人各标段的资格条件和评分办法。
  - 查看竞争者是否长期陪同、是否被否决。
  - 核对企业与招标人人员、股权的联系。
legal_basis: [TL41, ZB32]
references:
  - 二项检验与多重检验校正（Benjamini 与 Hochberg，1995）
requires:
  - (:Company)-[:PROCURES]->(:Lot)
  - Bid.won
  - Measure.measure=concentration
subjects: [firm, other]
identity: [firm, other]
evidence: [firm, other, bids]
parameters:
  least_wins:
    default: 4
    unit: 次
    reason: 三次以下难以判断；有的平台以三次以上为线索。
    source: 公共资源交易监督平台的公开做法
  most_p:
    default: 0.001
    unit: 概率
    reason: 偶然达到该次数的概率上限。
    source: 产品设定
  most_q:
    default: 0.05
    reason: 全部组合校正后的错误发现率。
    source: Benjamini 与 Hochberg（1995）
  least_ratio:
    default: 2.0
    unit: 倍
    reason: 实际中标为期望的两倍以上。
    source: 产品设定
weight:
  bans: 0.3
  reason: 集中往往源于专长和地缘，单独不说明问题；专家赋值，未经本地校准。
root_fact: "wins-at:{firm}|{other}"
sentence: "{firm_name}在{other_name}的{lots}个标段中投标（列出{cited}份）、中标{wins}次，期望{expected}次（偶然概率{p_value}）。"
english:
  title: Wins concentrate at one buyer
  summary: A firm wins at one buyer clearly more often than comparable lots let expect.
  why_it_matters: Steady concentration deserves a look; skill and distance explain most of it.
  innocent_explanations:
    - The firm has a plant nearby.
    - Few firms are qualified.
    - A framework agreement.
  blind_spots:
    - Expectation rests on the number of bidders or the firm's wins elsewhere, not on its special skill.
    - Only loaded lots count.
    - One organisation under several codes is split.
    - Of more than 2,000 such bids those opened last are listed.
  next_steps:
    - Compare conditions and scoring.
    - See whether rivals only accompany or are rejected.
    - Check persons and shares of both.
  sentence: "{firm_name} bid in {lots} lots of {other_name} ({cited} bids listed) and won {wins}; expected: {expected} (chance {p_value})."
---*/
MATCH (firm:Company)-[tie:WINS_AT]->(other:Company)
WHERE tie.role = 'buyer' AND tie.wins >= $least_wins AND tie.p_value <= $most_p
  AND tie.q_value <= $most_q AND tie.wins >= $least_ratio * tie.expected
RETURN firm.key AS firm, firm.name AS firm_name, other.key AS other, other.name AS other_name,
       tie.lots AS lots, tie.wins AS wins, tie.lots_cited AS bids,
       coalesce(size(tie.lots_cited), 0) AS cited, round(tie.expected, 2) AS expected,
       tie.p_value AS p_value, tie.q_value AS q_value
ORDER BY firm, other
