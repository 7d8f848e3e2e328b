/*---
id: doc_picture_match
revision: 4
title: 文件图片雷同
family: document
strength: presumptive
status: trial
summary: 同一标段中，不同投标人的投标文件里嵌有相同的图片（扫描件、照片、截图、图纸等），包括缩放或者重新压缩过的，而招标文件中没有这些图片，其他投标人也没有。
why_it_matters: 各自扫描、拍照、截图得到的图片不会逐像素相同；相同说明疑似出自同一份底稿或者同一人之手。
innocent_explanations:
  - 同一厂家的产品样本、检测报告、授权书，由厂家提供给双方。
  - 公开的规范插图、标准图集、网上的示意图，或者同一商业模板自带的装饰图。
  - 同一认证机构、同一发证机关的证书，版式相同而持有人不同（版式相同、文字不同的不计入，但模糊的图片可能误计）。
  - 招标文件、答疑附图中的图片，装载不全时未能剔除。
  - 双方确有公开的共同业绩，附了同一份业主证明或者照片。
blind_spots:
  - 裁剪、旋转、镜像、加盖不同印章，以及重新扫描的图片无法发现。
  - 矢量图（如EMF、WMF）、无法解码的图片、边长不足96像素的小图和近乎空白的页面不比较。
  - 与64张以上图片版式几乎相同的，只比较是否逐字节相同。
  - 同标段有三家以上使用而招标文件未装载，或者九家以上使用的，视为公共图片。
  - 只有装载了投标文件的标段才能比较；只在同一标段内比较。
  - 同一企业同时出现在两份投标中的，不作为竞争对手计入；联合体以牵头人代表。
next_steps:
  - 打开两份原件，按列出的位置逐张核对图片内容、拍摄或者扫描时间。
  - 查明图片由谁拍摄、扫描，图中的人员、印章、证书属于谁。
  - 排除厂家资料、公开图集和招标文件附图。
legal_basis: [TL40, M37]
references:
  - Zauner，Implementation and Benchmarking of Perceptual Image Hash Functions（2010）
requires:
  - (:Document)-[:BELONGS_TO]->(:Bid)
  - Document.pictures
  - (:Bid)-[:FOR]->(:Lot)
  - Measure.measure=document_likeness
subjects: [lot, a, b]
identity: [lot, bid_a, bid_b]
evidence: [bid_a, bid_b, documents]
parameters:
  least_count:
    default: 2
    unit: 张
    reason: 画面相同的图片达到两张；只有一张的，多为厂家资料或者公开插图。
    source: 产品设定
  many:
    default: 3
    unit: 张
    reason: 画面相同的图片达到三张，偶然来源相同的可能性已小。
    source: 产品设定
  least_equal:
    default: 1
    unit: 张
    reason: 逐字节相同的图片，一张即说明来源相同，值得核查。
    source: 产品设定
weight:
  bans: 0.6
  reason: 三张以上按1.0，两张画面相同或者不足三张而有逐字节相同的按0.6；专家赋值，未经本地校准。
  when: extent
  cases: {many: 1.0, few: 0.6}
root_fact: "text:{bid_a}|{bid_b}"
sentence: "在标段“{lot_name}”中，{a_name}与{b_name}的投标文件有{count}张相同的图片（逐字节相同的{equal}张），位置：{passages}。"
english:
  title: The same pictures
  summary: The bid files of two bidders of one lot hold the same pictures (scans, photos, screenshots, drawings), also resized or packed again, which neither the tender documents nor other bidders have.
  why_it_matters: Pictures that two firms scan, photograph or capture themselves are never equal in every pixel; equal ones point to one draft or one author.
  innocent_explanations:
    - One manufacturer gave both its product sheets, test reports or authorisations.
    - Figures of published standards or from the internet, or the decoration of one commercial template.
    - Certificates of one body look alike whoever holds them; those with other words do not count, but blurred ones might.
    - Pictures of the tender documents or clarifications that were not loaded.
    - A project that both really took part in, with the same certificate or photo of its owner.
  blind_spots:
    - Pictures that were cropped, turned, mirrored, stamped differently or scanned again.
    - Vector drawings (EMF, WMF), pictures that cannot be decoded, pictures of less than 96 pixels a side and nearly blank pages.
    - What looks like more than 64 other pictures is compared for equality alone.
    - What three bidders of a lot have counts as common where the tender file is not loaded, and what nine have everywhere.
    - Lots whose bid files are not loaded; different lots are not compared.
    - Two bids in which one firm takes part are not rivals; a consortium is represented by its lead.
  next_steps:
    - Open both originals at the places given and compare the pictures, and when they were taken or scanned.
    - Find out who took or scanned them, and whose the persons, seals and certificates in them are.
    - Rule out manufacturers' material, published figures and pictures of the tender documents.
  sentence: "In lot {lot_name}, the bid files of {a_name} and {b_name} have {count} pictures in common ({equal} of them equal byte by byte), at: {passages}."
---*/
MATCH (one:Bid)-[like:RESEMBLES {kind: 'picture'}]->(two:Bid)
WHERE like.count >= $least_count OR like.equal >= $least_equal
MATCH (one)-[:FOR]->(lot:Lot)<-[:FOR]-(two)
WHERE NOT EXISTS { MATCH (one)<-[:SUBMITTED]-(:Company)-[:SUBMITTED]->(two) }
MATCH (one)<-[made:SUBMITTED]-(firm:Company)
// The lead of a consortium sorts before its members.
WITH lot, like, one, two,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
MATCH (two)<-[made:SUBMITTED]-(firm:Company)
WITH lot, like, one, two, lead,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS other
WITH lot, like, {bid: one.key, firm: substring(lead, 1)} AS x,
     {bid: two.key, firm: substring(other, 1)} AS y
WITH lot, like, CASE WHEN x.firm < y.firm THEN x ELSE y END AS x,
     CASE WHEN x.firm < y.firm THEN y ELSE x END AS y
MATCH (a:Company {key: x.firm}), (b:Company {key: y.firm})
RETURN lot.key AS lot, lot.name AS lot_name, a.key AS a, a.name AS a_name, b.key AS b,
       b.name AS b_name, x.bid AS bid_a, y.bid AS bid_b, like.score AS score,
       like.count AS count, like.equal AS equal, like.documents AS documents,
       coalesce(like.passages, []) AS passages,
       CASE WHEN like.count >= $many THEN 'many' ELSE 'few' END AS extent
ORDER BY lot, a, b
