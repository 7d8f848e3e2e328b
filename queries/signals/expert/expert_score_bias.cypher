/*---
id: expert_score_bias
revision: 5
title: 专家打分倾向性
family: expert
strength: statistical
status: trial
summary: 扣除评分宽严、评审因素难易和投标文件优劣之后，某专家对某企业的打分仍一再高于同组其他专家；或者去掉该专家后中标人改变，且其打分高出三成以上。
why_it_matters: 评委应当客观、公正地评审；稳定的单向偏离，尤其足以改变结果的偏离，需要核实。
innocent_explanations:
  - 专家专长不同，对该企业的技术路线评价更高。
  - 该企业的文件在专家熟悉的部分确实突出。
  - 专家与同组其他人整体理解不一致。
blind_spots:
  - 只比较主观评审因素；没有标明客观因素的，客观因素不影响偏离但摊薄程度。
  - 少于三名专家、两份投标的标段不计算。
  - 全组一致偏向时看不出来。
  - 相遇不足四个标段时只看能否改变结果。
  - 这样的投标超过2000份的，只列出最近开标的2000份。
next_steps:
  - 调阅打分原始记录和理由。
  - 核对专家与企业的人员、资金、履历联系。
  - 请其他专家复核打分。
legal_basis: [ZB44, TL49, TL71, M62]
references:
  - 可加交叉分类模型与留一比较；固定种子的置换检验
  - 河南省公共资源交易中心公开的偏差率三成监测界限（二手资料）
requires:
  - (:Expert)-[:SCORED]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=expert_scores
subjects: [expert, company]
identity: [expert, company]
evidence: [expert, company, bids, turned_bids]
parameters:
  least_lots:
    default: 4
    unit: 个
    reason: 相遇四个标段以上。
    source: 产品设定
  least_t:
    default: 2.5
    unit: 标准误
    reason: 平均偏离超过二点五个标准误。
    source: 产品设定
  most_p:
    default: 0.01
    unit: 概率
    reason: 随机重排中达到该偏离的概率上限。
    source: 产品设定
  most_q:
    default: 0.05
    reason: 通过多重检验校正的按满分。
    source: Benjamini 与 Hochberg（1995）
  weak_grade:
    default: 0.5
    reason: 未通过校正的按一半。
    source: 产品设定
  least_decisive:
    default: 1
    unit: 个
    reason: 去掉该专家后中标人改变的标段。
    source: 产品设定
  decisive_grade:
    default: 0.6
    reason: 只有改变结果而没有稳定偏离的按0.6。
    source: 产品设定
weight:
  bans: 1.0
  reason: 打分偏离本身是统计结果；专家赋值，未经本地校准。
root_fact: "leans:{expert}|{company}"
sentence: 专家{expert_name}对{company_name}的打分{way_zh}。
english:
  title: An expert leans to a firm
  summary: Beyond severity, items and quality, an expert scores a firm above the panel again and again; or without this expert, who scored it by three tenths above the others, another firm would have won.
  why_it_matters: Experts have to judge impartially; a steady one-sided deviation, above all one that decides, has to be checked.
  innocent_explanations:
    - Another speciality values the firm's approach more.
    - The firm is strong in what the expert knows.
    - The expert understands the criteria differently throughout.
  blind_spots:
    - Only judged items; unmarked objective ones do not bias but dilute.
    - Lots with fewer than three experts or two bids.
    - A panel that leans as one.
    - Below four lots only the outcome is looked at.
    - Of more than 2,000 such bids those opened last are listed.
  next_steps:
    - Read the original sheets and reasons.
    - Check people, money and careers of both.
    - Have others review the scores.
  sentence: "Expert {expert_name} and {company_name}: {way}."
---*/
MATCH (expert:Expert)-[lean:LEANS_TO]->(company:Company)
WITH expert, company, lean, coalesce(lean.decisive, 0) AS turned,
     CASE WHEN lean.lots >= $least_lots AND lean.t >= $least_t AND lean.p_value <= $most_p
          THEN CASE WHEN lean.q_value <= $most_q THEN 'sure' ELSE 'steady' END
          ELSE 'once' END AS how
WHERE how <> 'once' OR turned >= $least_decisive
// The bids that were counted; the others' scores stand with them.
RETURN expert.key AS expert, expert.name AS expert_name, company.key AS company,
       company.name AS company_name,
       CASE how WHEN 'once' THEN 0 ELSE lean.lots END AS lots,
       CASE how WHEN 'once' THEN [] ELSE coalesce(lean.lots_cited, []) END AS bids,
       coalesce(lean.decisive_cited, []) AS turned_bids, lean.lean AS lean, lean.t AS t,
       lean.p_value AS p_value, lean.q_value AS q_value, turned AS decisive, how,
       CASE how WHEN 'once' THEN '在' + toString(turned) + '个标段中高出其他评委三成以上，去掉其打分后中标人改变'
            ELSE '在' + toString(lean.lots) + '个标段中平均高出同组' + toString(round(lean.lean * 100, 1))
                 + '%（t=' + toString(round(lean.t, 2)) + '），其中'
                 + toString(turned) + '个标段去掉其打分后中标人改变' END AS way_zh,
       CASE how WHEN 'once' THEN toString(turned) + ' lots turn on scores three tenths above the others'
            ELSE toString(lean.lots) + ' lots, on average ' + toString(round(lean.lean * 100, 1))
                 + '% above the panel (t=' + toString(round(lean.t, 2)) + '), '
                 + toString(turned) + ' of them with another winner without its scores' END AS way,
       CASE how WHEN 'sure' THEN 1.0 WHEN 'steady' THEN
            CASE WHEN turned >= $least_decisive THEN $decisive_grade ELSE $weak_grade END
            ELSE $decisive_grade END AS grade
ORDER BY expert, company
