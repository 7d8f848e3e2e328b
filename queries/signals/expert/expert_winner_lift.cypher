/*---
id: expert_winner_lift
revision: 4
title: 专家与中标人异常同现
family: expert
strength: statistical
status: trial
summary: 企业在某专家参加评标的标段中的中标率，明显高于该专家不参加的标段。
why_it_matters: 稳定的同现与打分倾向、泄露信息相符，需要结合打分核实。
innocent_explanations:
  - 专家与企业属于同一专业，强项恰好重合。
  - 专家多参加本地项目，而企业在本地有优势。
blind_spots:
  - 只看是否参加，不看如何打分。
  - 没有评委名单的标段不计入。
  - 这样的投标超过2000份的，只列出最近开标的2000份；把most_q放宽到0.05以上时，超出0.05的不列出投标。
next_steps:
  - 查看该专家在这些标段的打分。
  - 核对专家与企业的联系。
legal_basis: [TL71, ZB44, N1117-12]
references:
  - Fisher 精确检验；Benjamini 与 Hochberg（1995）
requires:
  - (:Expert)-[:EVALUATED]->(:Lot)
  - (:Company)-[:WON]->(:Lot)
  - Measure.measure=expert_panels
subjects: [expert, company]
identity: [expert, company]
evidence: [expert, company, lots_where, bids]
parameters:
  least_lots:
    default: 5
    unit: 个
    reason: 该专家参加的标段五个以上。
    source: 产品设定
  most_p:
    default: 0.001
    unit: 概率
    reason: 偶然概率上限。
    source: 产品设定
  most_q:
    default: 0.05
    reason: 校正后的错误发现率。
    source: Benjamini 与 Hochberg（1995）
weight:
  bans: 0.4
  reason: 同现不等于倾向；专家赋值，未经本地校准。
root_fact: "lift:{expert}|{company}"
sentence: "{company_name}在专家{expert_name}参加的{lots}个标段中中标{wins}次，在其他{other_lots}个标段中中标{other_wins}次（列出投标{cited}份；偶然概率{p_value}）。"
english:
  title: A firm wins when this expert sits
  summary: A firm wins clearly more of the lots before one expert than of the others.
  why_it_matters: Steady coincidence fits leaning or leaks; the scores have to be looked at.
  innocent_explanations:
    - Expert and firm share a speciality.
    - Both are strong at home.
  blind_spots:
    - Only presence counts, not scores.
    - Lots without a known panel.
    - Of more than 2,000 such bids those opened last are listed; with most_q above 0.05, none of what lies above 0.05.
  next_steps:
    - Look at the expert's scores there.
    - Check ties of expert and firm.
  sentence: "{company_name} won {wins} of {lots} lots before expert {expert_name} and {other_wins} of {other_lots} others ({cited} bids listed; chance {p_value})."
---*/
MATCH (company:Company)-[tie:WINS_WITH]->(expert:Expert)
WHERE tie.lots >= $least_lots AND tie.p_value <= $most_p AND tie.q_value <= $most_q
WITH company, tie, expert,
     coalesce(tie.lots_cited, []) + coalesce(tie.other_lots_cited, []) AS bids
UNWIND CASE WHEN size(bids) = 0 THEN [null] ELSE bids END AS key
OPTIONAL MATCH (bid:Bid {key: key})-[:FOR]->(lot:Lot)
WITH company, tie, expert, bids, lot
ORDER BY lot.key
WITH company, tie, expert, bids, collect(DISTINCT lot.key) AS lots_where
RETURN expert.key AS expert, expert.name AS expert_name, company.key AS company,
       company.name AS company_name, tie.lots AS lots, tie.wins AS wins, lots_where,
       tie.other_lots AS other_lots, tie.other_wins AS other_wins,
       bids, size(bids) AS cited, tie.p_value AS p_value, tie.q_value AS q_value
ORDER BY expert, company
