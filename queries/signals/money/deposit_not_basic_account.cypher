/*---
id: deposit_not_basic_account
revision: 5
title: 保证金非基本户或第三方代缴
family: money
strength: presumptive
status: trial
summary: 投标保证金的付款人不是投标人本身，或者付款账户不是投标人登记的基本账户。
why_it_matters: 以现金或者支票形式提交的投标保证金应当从基本账户转出；由第三方代缴可能反映挂靠、陪标或者资金由他人组织，值得核查。
innocent_explanations:
  - 联合体成员之一缴纳（本信号已排除）。
  - 母公司、上级管理单位统一支付（控股、管理关系已排除）。
  - 企业更名，付款户名仍为原名称（曾用名已排除）。
  - 基本账户已经变更而数据未更新；当地允许以其他账户缴纳。
blind_spots:
  - 未登记基本账户的企业只比较户名。
  - 户名与企业名称书写不一致（简称、分公司字样）可能误报。
  - 保函、保险代替保证金的投标不在此列。
next_steps:
  - 调取银行回单，核对付款账号、户名和摘要。
  - 查明代缴人与投标人、其他投标人的关系。
  - 核对招标文件对保证金缴纳账户的要求。
legal_basis: [TL26]
references:
  - 招标投标法实施条例第二十六条第二款（基本账户）
requires:
  - (:Account)-[:PAID_DEPOSIT_OF]->(:Bid)
  - (:Bid)-[:FOR]->(:Lot)
subjects: [lot, company]
identity: [lot, bid, account]
evidence: [bid, account]
parameters:
  control:
    default: 0.5
    unit: 持股比例
    reason: 控股的母公司代付属于集团资金管理。
    source: 公司法第二百六十五条
weight:
  bans: 1.0
  reason: 第三方代缴按1.0；户名一致而账户不是基本账户的按0.5。专家赋值，未经本地校准。
  when: kind
  cases: {third_party: 1.0, not_basic: 0.5}
root_fact: "{account}"
sentence: "在标段“{lot_name}”中，{company_name}的投标保证金{kind_zh}（付款户名{payer}，账号{masked}）。"
english:
  title: A deposit from another account
  summary: The bid deposit was paid by somebody other than the bidder, or from an account that is not the bidder's registered basic account.
  why_it_matters: Deposits in cash or by cheque have to come from the basic account; a third party that pays may stand behind the bid.
  innocent_explanations:
    - A member of the consortium paid, which is left out here.
    - The parent or managing organisation pays for the group; control and management ties are left out.
    - The firm was renamed and the account bears its former name, which is left out.
    - The basic account has changed, or local rules allow others.
  blind_spots:
    - Without a registered basic account only names are compared.
    - Short names and branch names may look like third parties.
    - Guarantees and insurance are not looked at.
  next_steps:
    - Compare account, holder and purpose on the bank receipt.
    - Find out how the payer is tied to this and other bidders.
    - Read what the tender asks of the paying account.
  sentence: "In lot {lot_name}, the deposit of {company_name} came from another account ({kind}; holder {payer}, {masked})."
  words:
    third_party: paid by a third party
    not_basic: not the registered basic account
---*/
// Most are paid by the firm itself, which only a registered basic account can speak against.
CALL () {
  MATCH (account:Account)-[paid:PAID_DEPOSIT_OF]->(bid:Bid)
  WHERE account.exempt IS NULL
  WITH account, bid, coalesce(paid.payer, account.holder, '') AS written, paid.at AS at
  WHERE NOT EXISTS { MATCH (bid)<-[:SUBMITTED]-(same:Company) WHERE same.name = written }
  RETURN account, bid, written, at
  UNION
  MATCH (firm:Company)-[:HAS_ACCOUNT {basic: true}]->(:Account)
  WITH DISTINCT firm
  MATCH (firm)-[:SUBMITTED]->(bid:Bid)<-[paid:PAID_DEPOSIT_OF]-(account:Account)
  WHERE account.exempt IS NULL
  RETURN account, bid, coalesce(paid.payer, account.holder, '') AS written, paid.at AS at
}
MATCH (bid)<-[made:SUBMITTED]-(firm:Company)
WITH account, at, bid, replace(replace(written, '（', '('), '）', ')') AS payer,
     collect(replace(replace(coalesce(firm.name, '') + '；' + coalesce(made.as_written, '') + '；'
             + coalesce(firm.former_names, ''), '（', '('), '）', ')')) AS known,
     min(CASE made.role WHEN 'member' THEN '1' ELSE '0' END + firm.key) AS lead
WITH account, at, bid, payer,
     any(names IN known WHERE payer IN split(names, '；')) AS own, substring(lead, 1) AS lead
MATCH (bid)-[:FOR]->(lot:Lot)
WITH account, bid, lot, payer, own, lead,
     substring(coalesce(at, lot.deadline, lot.opened_at), 0, 10) AS day
OPTIONAL MATCH (bid)<-[:SUBMITTED]-(:Company)-[holds:HAS_ACCOUNT {basic: true}]->(basic:Account)
WHERE (holds.valid_from IS NULL OR holds.valid_from <= day)
  AND (holds.valid_to IS NULL OR holds.valid_to >= day)
WITH account, bid, lot, payer, own, lead, collect(basic.key) AS registered
WITH account, bid, lot, payer, lead, registered,
     CASE WHEN own OR payer = '' THEN 'not_basic' ELSE 'third_party' END AS kind
WHERE NOT account.key IN registered AND (kind = 'third_party' OR size(registered) > 0)
  AND NOT EXISTS { MATCH (bid)<-[:SUBMITTED]-(:Company)<-[held:SHAREHOLDER_OF]-(parent:Company)
                   WHERE held.share > $control
                     AND replace(replace(parent.name, '（', '('), '）', ')') = payer }
  AND NOT EXISTS { MATCH (bid)<-[:SUBMITTED]-(:Company)-[:MANAGED_BY]->(parent:Company)
                   WHERE replace(replace(parent.name, '（', '('), '）', ')') = payer }
MATCH (company:Company {key: lead})
RETURN lot.key AS lot, lot.name AS lot_name, company.key AS company,
       company.name AS company_name, bid.key AS bid, account.key AS account, kind,
       CASE kind WHEN 'third_party' THEN '由第三方代缴' ELSE '不是从登记的基本账户转出' END AS kind_zh,
       CASE payer WHEN '' THEN null ELSE payer END AS payer, account.masked AS masked
ORDER BY lot, company, account
