/*---
id: personnel_churn
revision: 1
title: 人员短期跨企业流动
family: people
strength: statistical
status: trial
summary: 两家企业之间，注册人员或参保人员在双方同场投标前后短期转移的人数，明显多于按各自人员流动规模估计的人数。
why_it_matters: 人员在同场投标前后成批转移，可能反映人员混用、挂证或者隐性的共同控制；统计结果只用于排序。
innocent_explanations:
  - 一家企业并购、分立或整体转让业务，人员随业务转移。
  - 当地同行业企业少，人员流动本就集中在几家之间。
  - 项目结束后劳务人员整体转到承接单位。
blind_spots:
  - 没有注册、社保起止日期的人员不计算。
  - 证书仍在原单位而人已离开的无法发现。
  - 期望人数按双方流出、流入总量估计，不区分专业。
next_steps:
  - 查看转移人员的名单、岗位和前后时间。
  - 核对转移前后投标文件使用的人员证书。
  - 查明双方有无并购、分立或业务转让。
legal_basis: [N1117-11, TL42]
references:
  - 发改法规规〔2022〕1117号第（十一）条“人员混用”
requires:
  - (:Person)-[:INSURED_BY]->(:Company)
  - Measure.measure=staff_exchange
subjects: [a, b]
identity: [a, b]
evidence: [a, b, people]
parameters:
  least_people:
    default: 3
    unit: 人
    reason: 三人以下偶然性大。
    source: 产品设定
  most_p:
    default: 0.001
    unit: 概率
    reason: 按双方流动规模估计，达到这一人数的概率上限。
    source: 产品设定
weight:
  bans: 0.8
  reason: 统计线索；专家赋值，未经本地校准。
root_fact: "staff:{a}|{b}"
sentence: "{a_name}与{b_name}之间有{count}人在双方同场投标前后转移，按流动规模估计应为{expected}人（偶然概率{p_value}）。"
english:
  title: People who move back and forth
  summary: Around the lots in which both bid, more registered or insured people moved between two firms than their turnover explains.
  why_it_matters: Moves in groups around common bids may mean shared staff, lent certificates or one owner behind both; statistics order the work.
  innocent_explanations:
    - A merger, a spin-off or the sale of a business took its people along.
    - The local trade has few firms, so people move among them.
    - Workers went to the next contractor when a project ended.
  blind_spots:
    - People without dates of registration or insurance.
    - Certificates that stay where the person has left.
    - Expectation follows from turnover alone and knows no professions.
  next_steps:
    - Look at the names, posts and dates of those who moved.
    - Compare the certificates used in bids before and after.
    - Ask for mergers, spin-offs and sales.
  sentence: "{count} people moved between {a_name} and {b_name} around lots in which both bid; their turnover lets expect {expected} (chance {p_value})."
---*/
MATCH (a:Company)-[moves:EXCHANGES_STAFF]->(b:Company)
WHERE moves.people >= $least_people AND moves.p_value <= $most_p
RETURN a.key AS a, a.name AS a_name, b.key AS b, b.name AS b_name, moves.people AS count,
       round(moves.expected, 3) AS expected, moves.p_value AS p_value, moves.who AS people
ORDER BY a, b
