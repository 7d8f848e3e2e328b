/*---
id: unbalanced_bid
revision: 1
title: 不平衡报价
family: price
strength: statistical
status: trial
summary: 中标人单价偏高的清单条目在结算时工程量大增，单价偏低的条目工程量缩减，两者方向一致。
why_it_matters: 严重不平衡报价需要在评标时分析研判；报价方向与日后工程量变化吻合，可能是经验判断，也可能事先知道工程量将如何变更（低中高结）。
innocent_explanations:
  - 投标人现场踏勘后自行发现清单工程量有误，属于正常的报价策略。
  - 地质条件、设计优化引起的变更恰好落在单价较高的条目上。
  - 企业的施工特长、自有设备使部分条目单价与他人不同。
blind_spots:
  - 只有装载了各家计价文件和结算清单的标段才能计算；可比条目不足二十条的不计算。
  - 结算清单中没有列出的条目不参与比较，整条取消的无法发现。
  - 清单编码在结算时改动的无法对应。
  - 组价时以措施费、总价项目转移利润的不在清单单价中。
next_steps:
  - 调取变更签证，核对每一处变更的提出人、理由和审批人。
  - 查看评标报告是否对不平衡报价作过分析，合同是否约定工程量增减超过幅度时调整单价。
  - 核对招标人、设计、造价咨询人员与中标人在招标前后的联系。
legal_basis: [N1117-5, N1117-7, TL41]
references:
  - 发改法规规〔2022〕1117号第（五）（七）条；单价与中位数之比、工程量之比的秩相关
requires:
  - Bid.unbalanced_rho
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, firm]
identity: [lot, bid]
evidence: [bid, documents, contracts]
parameters:
  least_lines:
    default: 20
    unit: 条
    reason: 可比条目不足二十条时秩相关没有检验力。
    source: 产品设定
  least_rho:
    default: 0.5
    unit: 相关系数
    reason: 较弱的相关没有实际意义。
    source: 产品设定
  most_p:
    default: 0.001
    unit: 概率
    reason: 单价与工程量变化无关时出现这样相关的概率上限。
    source: 产品设定
  least_shifted:
    default: 3
    unit: 条
    reason: 单价高出一半以上而量增三成以上，或者单价、工程量都不到三分之二的条目至少三条。
    source: 产品设定
  overrun:
    default: 1.1
    unit: 比例
    reason: 结算价超过合同价百分之十的按满分。
    source: 产品设定
  weak_grade:
    default: 0.6
    reason: 结算价没有明显超出或者没有记录的，按0.6。
    source: 产品设定
weight:
  bans: 0.3
  reason: 与投标人之间的串通是不同的问题，多涉及招标一方；统计证据从低赋值，报价类合计另有上限。
root_fact: "unbalanced:{bid}"
sentence: "在标段“{lot_name}”中，{firm_name}的{lines}条清单单价与结算工程量变化的秩相关系数为{rho}，{shifted}条明显偏高而量增或者偏低而量减，由此多得约{gain}元，如：{first}。"
english:
  title: Prices that fit later quantities
  summary: Lines that the winner priced high grew in the settlement, lines it priced low shrank.
  why_it_matters: Severe imbalance has to be looked at in the evaluation. That prices fit later changes may be experience, or knowledge of the changes to come.
  innocent_explanations:
    - The bidder saw on site that quantities in the bill were wrong; a usual strategy.
    - Ground or design caused changes that happened to meet dear lines.
    - Skills or own equipment make some prices differ.
  blind_spots:
    - Only lots whose priced bills and settlement bill are loaded; fewer than twenty comparable lines give no figure.
    - Lines that the settlement does not list are left out, so what was dropped altogether is not seen.
    - Codes that changed in the settlement.
    - Profit moved into lump sums.
  next_steps:
    - Get the change orders; who asked for each, why, and who approved.
    - See whether the panel looked into the imbalance and whether the contract adjusts prices for large changes.
    - Check contacts of buyer, designer and cost consultant with the winner around the tender.
  sentence: "In lot {lot_name}, {lines} unit prices of {firm_name} and the settled quantities correlate by {rho}; {shifted} lines are dear and grew or cheap and shrank, which brought about {gain} yuan, such as: {first}."
---*/
MATCH (bid:Bid)-[:FOR]->(lot:Lot)
WHERE bid.unbalanced_rho >= $least_rho AND bid.unbalanced_p <= $most_p
  AND bid.unbalanced_lines >= $least_lines
  AND bid.unbalanced_raised + bid.unbalanced_lowered >= $least_shifted
MATCH (firm:Company)-[made:SUBMITTED]->(bid)
WHERE coalesce(made.role, 'sole') <> 'member'
OPTIONAL MATCH (firm)-[:PARTY_TO {role: 'supplier'}]->(contract:Contract)-[:AWARDED_FOR]->(lot)
WITH bid, lot, firm, contract
ORDER BY contract.key
WITH bid, lot, firm, collect(DISTINCT contract.key) AS contracts, sum(contract.amount) AS agreed,
     sum(contract.settlement) AS settled
OPTIONAL MATCH (bid)<-[:BELONGS_TO]-(document:Document)
WITH bid, lot, firm, contracts, agreed, settled, document
ORDER BY document.key
WITH bid, lot, firm, contracts, agreed, settled, collect(DISTINCT document.key) AS documents
RETURN lot.key AS lot, lot.name AS lot_name, firm.key AS firm, firm.name AS firm_name,
       bid.key AS bid, documents, contracts, bid.unbalanced_lines AS lines,
       round(bid.unbalanced_rho, 2) AS rho, bid.unbalanced_p AS p_value,
       bid.unbalanced_raised + bid.unbalanced_lowered AS shifted,
       round(bid.unbalanced_gain, 0) AS gain, bid.unbalanced_examples AS examples,
       coalesce(bid.unbalanced_examples[0], '') AS first, settled,
       CASE WHEN agreed > 0 AND settled >= $overrun * agreed THEN 1.0 ELSE $weak_grade END AS grade
ORDER BY lot, firm
