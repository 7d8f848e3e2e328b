/*---
id: threshold_bunching
revision: 3
title: 标段金额在必须招标限额之下聚集
family: process
strength: statistical
status: trial
summary: 一个招标人的标段金额，落在必须招标限额之下一成以内、未公开招标的，远多于落在限额之上一成以内的，也远多于其他招标人的同类比例。
why_it_matters: 没有人为控制时，金额在限额上下应当大致连续；在限额之下聚集，可能是为避开公开招标而压低估算或者拆分项目。
innocent_explanations:
  - 内部制度或者上级批复把单项预算的上限定在法定限额附近。
  - 使用定额补助资金，金额本来就相同。
  - 限额之上的项目由另一单位（代建、集中采购）统一招标，不在该招标人名下。
blind_spots:
  - 限额按标段分类代码首位区分工程、货物、服务，代码不规范的不计算。
  - 没有招标方式的标段不计算；没有装载的直接发包项目看不到，会使聚集看起来更轻。
  - 显著性按正态近似估计，个数少时从严。
  - 限额曾经调整的年份没有区分。
next_steps:
  - 逐个查阅限额之下标段的估算、预算批复和实际结算金额。
  - 核对有无一期二期、同日发包、同一家中标的。
  - 向该招标人了解单项预算的审批权限。
legal_basis: [ZB4, TL24, N1117-2, BZ5, CGT28]
references:
  - McCrary (2008)：断点两侧密度的检验，此处简化为限额两侧个数的比较
  - 必须招标的工程项目规定（2018年）第五条
requires:
  - (:Company)-[:PROCURES]->(:Lot)
  - Lot.class_code
  - Lot.method
subjects: [buyer]
identity: [buyer, kind]
evidence: [buyer, lots, lots_above]
parameters:
  works:
    default: 4000000
    unit: 元
    reason: 施工单项合同估算价达到此数的必须招标。
    source: 必须招标的工程项目规定（2018年）第五条第一项
  goods:
    default: 2000000
    unit: 元
    reason: 重要设备、材料等货物采购的限额。
    source: 必须招标的工程项目规定（2018年）第五条第二项
  services:
    default: 1000000
    unit: 元
    reason: 勘察、设计、监理等服务采购的限额。
    source: 必须招标的工程项目规定（2018年）第五条第三项
  band:
    default: 0.1
    unit: 比例
    reason: 比较限额上下各一成以内的个数；越窄，没有控制时两侧越接近相等。
    source: 产品设定
  least_lots:
    default: 12
    unit: 个
    reason: 个数更少时，全部落在一侧也可能是偶然。
    source: 产品设定
  even:
    default: 0.5
    unit: 比例
    reason: 没有控制时，限额之下的至多约占一半；其他招标人的比例更高时按其他招标人的。
    source: 产品设定
  least_z:
    default: 3
    unit: 倍标准差
    reason: 偶然达到的概率约千分之一。
    source: 正态近似（连续性校正）
  strong_z:
    default: 4.5
    unit: 倍标准差
    reason: 偶然达到的概率约百万分之三，按满分。
    source: 正态近似（连续性校正）
  weak_grade:
    default: 0.6
    reason: 其余按0.6。
    source: 产品设定
  public:
    default: 公开招标
    reason: 公开招标的标段没有规避，不计入限额之下的个数。
    source: 产品设定
weight:
  bans: 0.3
  reason: 只说明金额的分布，不指向具体标段，也不指向投标人；专家赋值，未经本地校准。
root_fact: "bunching:{buyer}|{kind}"
sentence: "{buyer_name}的{kind_zh}标段中，金额在{threshold:,}元限额之下一成以内且未公开招标的{below}个，之上一成以内的{above}个（没有控制时之下至多约占{share_text}，偏离{z}倍标准差）。"
english:
  title: Amounts gather just below the threshold
  summary: Of one buyer's lots far more lie within a tenth below the threshold, without a public tender, than within a tenth above it, and far more than with other buyers.
  why_it_matters: Without steering, amounts go on smoothly across a threshold; gathering below it may mean that estimates were lowered or work was split to avoid a public tender.
  innocent_explanations:
    - A rule or an approval puts the ceiling of single budgets there.
    - Grants of a fixed sum.
    - What is larger is tendered by another body.
  blind_spots:
    - Works, goods and services are told apart by the first letter of the class code.
    - Lots without a stated method are left out; work let directly that was never loaded is not seen.
    - Significance is that of a normal approximation, strict for small numbers.
    - Years in which the threshold was another are not told apart.
  next_steps:
    - Read estimate, approval and settlement of each lot below.
    - Look for phases, lots of one day and one winner.
    - Ask who may approve single budgets.
  sentence: "Of the {kind} lots of {buyer_name} {below} lie within a tenth below the threshold of {threshold:,} yuan without a public tender, and {above} within a tenth above it (without steering at most about {share_text} lie below; {z} standard deviations)."
  words:
    A: works
    B: goods
    C: services
---*/
MATCH (buyer:Company)-[:PROCURES]->(lot:Lot)
WHERE lot.method IS NOT NULL
WITH buyer.key AS buyer, lot, coalesce(lot.control_price, lot.estimate) AS amount,
     substring(lot.class_code, 0, 1) AS kind,
     CASE substring(lot.class_code, 0, 1) WHEN 'A' THEN $works WHEN 'B' THEN $goods
          WHEN 'C' THEN $services ELSE null END AS threshold
WHERE amount >= (1 - $band) * threshold AND amount < (1 + $band) * threshold
  AND (amount >= threshold OR NOT lot.method CONTAINS $public)
WITH buyer, kind, threshold, lot.key AS lot, CASE WHEN amount < threshold THEN 1 ELSE 0 END AS under
ORDER BY buyer, lot
WITH buyer, kind, threshold, sum(under) AS below, count(lot) AS near,
     collect(CASE WHEN under = 1 THEN lot END) AS lots,
     collect(CASE WHEN under = 0 THEN lot END) AS lots_above
WITH kind, threshold, sum(below) AS all_below, sum(near) AS all_near,
     collect({buyer: buyer, below: below, near: near, lots: lots,
              lots_above: lots_above}) AS buyers
UNWIND buyers AS one
WITH kind, threshold, one.buyer AS buyer, one.below AS below, one.near AS near, one.lots AS lots,
     one.lots_above AS lots_above,
     (1.0 + all_below - one.below) / (2.0 + all_near - one.near) AS others
WHERE near >= $least_lots
WITH kind, threshold, buyer, below, near, lots, lots_above,
     CASE WHEN others > $even THEN others ELSE $even END AS share
WITH kind, threshold, buyer, below, near, lots, lots_above, share,
     (below - 0.5 - near * share) / sqrt(near * share * (1 - share)) AS z
WHERE z >= $least_z
MATCH (company:Company {key: buyer})
RETURN company.key AS buyer, company.name AS buyer_name, kind, threshold, below,
       near - below AS above, lots, lots_above, round(z, 1) AS z,
       toString(toInteger(round(share * 100))) + '%' AS share_text,
       CASE kind WHEN 'A' THEN '工程' WHEN 'B' THEN '货物' ELSE '服务' END AS kind_zh,
       CASE WHEN z >= $strong_z THEN 1.0 ELSE $weak_grade END AS grade
ORDER BY buyer, kind
