"""What the graph may hold: every label, every edge type, every property, one line of meaning each.

Common to all nodes: `key` (unique per label) and `sources`, references `<batch>:<sheet>:<row>`.
Common to all edges: `sources`. Derived nodes and edges carry `measure`, `revision`, `computed_at`
instead. Facts that change carry `valid_from` and `valid_to` (ISO dates; absent means open).
"""

from __future__ import annotations

from graph.schema import EdgeType, GraphSchema, Kind, NodeType, Property


def _text(name: str, meaning: str) -> Property:
    return Property(name, Kind.TEXT, meaning)


def _number(name: str, meaning: str) -> Property:
    return Property(name, Kind.NUMBER, meaning)


def _flag(name: str, meaning: str) -> Property:
    return Property(name, Kind.FLAG, meaning)


def _count(name: str, meaning: str) -> Property:
    return Property(name, Kind.INTEGER, meaning)


def _date(name: str, meaning: str) -> Property:
    return Property(name, Kind.DATE, meaning)


def _time(name: str, meaning: str) -> Property:
    return Property(name, Kind.TIME, meaning)


def _screen(name: str, meaning: str) -> Property:
    return Property(name, Kind.NUMBER, meaning, derived=True)


def _counted(name: str, meaning: str) -> Property:
    return Property(name, Kind.INTEGER, meaning, derived=True)


def _cited(name: str, figure: str) -> Property:
    meaning = f"Keys of the bids that {figure} counts, the latest if they are many."
    return Property(name, Kind.TEXTS, meaning, derived=True)


VALIDITY = (
    Property("valid_from", Kind.DATE, "First day on which the fact holds."),
    Property("valid_to", Kind.DATE, "Last day on which the fact holds."),
)
NAME = _text("name", "Name as the best source writes it.")
DERIVED = (
    _text("measure", "The measure that computed this."),
    Property("revision", Kind.INTEGER, "Revision of the measure."),
    Property("computed_at", Kind.TIME, "When it was computed (UTC)."),
)
EXEMPT = _text(
    "exempt", "Why sharing this is no clue (public kiosk, escrow account …); else absent."
)

NODES = (
    NodeType(
        "Company",
        "company",
        "A firm or other organisation, as bidder, buyer, agency or owner.",
        (
            NAME,
            _text("uscc", "统一社会信用代码, 18 characters."),
            _text("org_code", "组织机构代码, 9 characters."),
            _text("registration_no", "Other registration or tax number, with its scheme."),
            _text("region", "行政区划 of registration."),
            _text("address", "Registered address."),
            _text("status", "登记状态."),
            _number("registered_capital", "注册资本, yuan."),
            Property("established_on", Kind.DATE, "成立日期."),
            _flag(
                "state_owned",
                "State capital controls it; such siblings are not tied for that alone.",
            ),
            _text("former_names", "曾用名, separated by ；."),
            _text("nature", "企业性质 or 单位类型 as written."),
            _text("business_scope", "经营范围."),
            _text("qualifications", "资质, separated by ；."),
            _count("insured_staff", "参保人数."),
            Property(
                "hub",
                Kind.TEXT,
                "Why ties through it say little: state_capital | agency | address | degree.",
                derived=True,
            ),
            Property("bids_24m", Kind.INTEGER, "Bids in the window of 24 months.", derived=True),
            Property("wins_24m", Kind.INTEGER, "Lots won in that window.", derived=True),
            _screen("expected_wins", "Wins that the lots' numbers of bidders would let expect."),
            _screen("win_p_low", "Probability of so few wins or fewer by chance."),
            _screen("win_p_high", "Probability of so many wins or more by chance."),
            _screen("win_z", "(wins − expected wins) / standard deviation."),
            _screen("missing_bids_p", "p-value of the gap in margins just around winning."),
            _counted("missing_bids_near", "Margins just around winning."),
            _counted("missing_bids_beside", "Margins just beyond these."),
            _cited("missing_bids_cited", "missing_bids_p"),
            _screen("loss_winners", "Fewest winners who together won half of the lots it lost."),
            _screen("closeness", "Lower bound of the jaccard with its closest tied firm, 0 to 1."),
            _screen("exposure", "Lots of it that look collusive, expected number; for ordering."),
            _screen("exposed_share", "Lower bound of the share of its lots that this is."),
            _screen("synchrony", "How far it moves together with those it meets; 0 is the middle."),
        ),
    ),
    NodeType(
        "Person",
        "person",
        "A natural person. `identity` says how sure the identity is.",
        (
            NAME,
            _text("id_masked", "公民身份号码, masked."),
            _text(
                "identity",
                "id: keyed hash of the ID; phone: name and phone; scoped: name in one company.",
            ),
            _date("born_on", "Date of birth, as far as an ID number states it."),
        ),
    ),
    NodeType(
        "Project",
        "project",
        "A construction or purchase project; key is the 项目代码 where known.",
        (
            NAME,
            _text("code", "项目编号."),
            _text("investment_code", "投资项目统一代码."),
            _text("region", "行政区划."),
            _number("investment", "总投资, yuan."),
        ),
    ),
    NodeType(
        "Lot",
        "lot",
        "A lot (标段/包) for which bids are made.",
        (
            NAME,
            _text("code", "标段（包）编号."),
            _text("class_code", "标段（包）分类代码."),
            _text("region", "行政区划."),
            _text("method", "招标方式."),
            _text("regime", "tender: 招标投标法; government_procurement: 政府采购法."),
            _text(
                "evaluation_method",
                "lowest_price | average_bid | price_floor | comprehensive | unknown.",
            ),
            _text("evaluation_method_text", "评标办法 as written."),
            _number("control_price", "最高投标限价, in `currency`."),
            _number("estimate", "标底 or 工程估算价, in `currency`."),
            _text("unified_deal_code", "统一交易标识码."),
            _text("organize_form", "招标组织形式: 自行 or 委托."),
            _text("supervisor", "行政监督部门."),
            _number("deposit_required", "投标保证金金额, in `currency`."),
            _count("postponements", "How often the opening was postponed."),
            _count("failed_rounds", "流标次数 before this round."),
            _count("downloads", "How many obtained the tender documents."),
            _text("currency", "ISO 4217; CNY unless stated."),
            Property("opened_at", Kind.TIME, "开标时间; questions are asked as of this moment."),
            Property("deadline", Kind.TIME, "投标截止时间."),
            _text("status", "Status of the procedure as the source states it."),
            _screen("bids", "Number of valid priced bids."),
            _screen("cv", "Coefficient of variation of the bids."),
            _screen("spd", "(highest − lowest) / lowest."),
            _screen("diffp", "(second − lowest) / lowest."),
            _screen("rd", "(second − lowest) / standard deviation of the losing bids."),
            _screen("skew", "Skewness of the bids."),
            _screen("kurtosis", "Excess kurtosis of the bids."),
            _screen("ks", "Kolmogorov–Smirnov distance to uniform."),
            _screen("winner_to_ceiling", "Winning bid / control price."),
            _screen("winner_to_ceiling_percentile", "Rank of winner_to_ceiling in the stratum."),
            _screen("winner_to_estimate", "Winning bid / estimate."),
            _screen("altrd", "(second − lowest) / mean gap of the losing bids."),
            _screen("rdnor", "(second − lowest) / mean gap of all bids."),
            _screen("rd_percentile", "Rank of rd in the stratum."),
            _screen("kurtosis_percentile", "Rank of kurtosis in the stratum."),
            _screen("subgroup_cv", "Smallest cv among groups of three or four bids."),
            Property(
                "series",
                Kind.INTEGER,
                "Most bids that may rise by one amount or one ratio.",
                derived=True,
            ),
            _screen("benchmark_pivot_p", "p-value of the group that moves the benchmark most."),
            Property(
                "benchmark_rank_drop",
                Kind.INTEGER,
                "Ranks that the winner loses without that group.",
                derived=True,
            ),
            Property("panel_experts", Kind.INTEGER, "Experts who scored all.", derived=True),
            Property("panel_bids", Kind.INTEGER, "Bids that they all scored.", derived=True),
            _screen("panel_w", "Kendall's W of the panel's judged points."),
            _screen("panel_w_expected", "W as far as the objective points explain it."),
            _screen("panel_w_rank", "Rank of the excess of W among panels."),
            _screen("panel_w_p", "p-value of the agreement beyond the objective points."),
            Property("stratum", Kind.TEXT, "Group of comparable lots.", derived=True),
            _screen("stratum_size", "Lots in the stratum."),
            _screen("cv_percentile", "Rank of cv in the stratum, 0 lowest, 1 highest."),
            _screen("diffp_percentile", "Rank of diffp in the stratum."),
            _screen("skew_percentile", "Rank of skew in the stratum."),
            _screen(
                "price_score",
                "How far prices lie in the direction of collusion; 0 is the market's middle.",
            ),
            _screen(
                "closeness",
                "Mean closeness of its bidders, halved where an average decides; 0 without ties.",
            ),
            _screen("synchrony", "How far its bidders move together over lots; 0 is the middle."),
        ),
    ),
    NodeType(
        "Bid",
        "bid",
        "One offer for one lot; a consortium makes one bid.",
        (
            _number("price", "投标报价, in the lot's currency."),
            _text("currency", "ISO 4217, that of the lot; CNY unless stated."),
            _number("rate", "费率 or 下浮率, as a fraction, when the offer is no amount."),
            _text("rate_kind", "Which one: fee (费率) | discount (下浮率); absent if untold."),
            _text("price_text", "The price cell as written."),
            _flag("valid", "False if the bid was rejected or withdrawn."),
            _text("status", "Status as the source states it."),
            Property("rank", Kind.INTEGER, "Rank after evaluation."),
            _number("score", "Total score."),
            Property("submitted_at", Kind.TIME, "投标文件递交时间."),
            _flag("consortium", "联合体投标."),
            _flag("won", "The bid won the lot."),
            _text(
                "outcome",
                "valid | rejected | not_decrypted | withdrawn | absent | no_deposit.",
            ),
            _text("reason", "Why the bid was rejected or withdrawn, as written."),
            _date("gave_up_on", "When the candidate or winner gave up."),
            _text("gave_up_reason", "Why it gave up, as written."),
            _count("duration_days", "工期, calendar days."),
            _text("price_form", "报价方式 or 价款形式."),
            _number("technical_points", "技术得分."),
            _number("business_points", "商务得分."),
            _number("price_points", "报价得分."),
            _number("qualification_points", "资格得分."),
            _number("other_points", "其他得分."),
            Property(
                "unbalanced_lines",
                Kind.INTEGER,
                "Lines of the winner's bill that rivals and the settlement have too.",
                derived=True,
            ),
            _screen("unbalanced_rho", "Rank correlation of dear prices with grown quantities."),
            _screen("unbalanced_p", "Upper tail of that correlation."),
            Property("unbalanced_raised", Kind.INTEGER, "Lines dear and much grown.", derived=True),
            Property(
                "unbalanced_lowered", Kind.INTEGER, "Lines cheap and much shrunk.", derived=True
            ),
            _screen("unbalanced_gain", "What changed quantities brought, yuan."),
            Property(
                "unbalanced_examples",
                Kind.TEXTS,
                "Such lines, with prices and quantities.",
                derived=True,
            ),
        ),
    ),
    NodeType(
        "Expert",
        "expert",
        "A member of the expert pool.",
        (
            NAME,
            _text("expert_no", "专家编号."),
            _text("specialty", "专业类别."),
            _text("title", "职称."),
            _text("employer", "工作单位 as written."),
            _date("joined_on", "入库时间."),
            _text("status", "状态 in the pool."),
        ),
    ),
    NodeType(
        "Device",
        "device",
        "Something electronic that leaves a number in a bid.",
        (
            _text(
                "kind",
                "mac | cpu | disk | mainboard | memory | lock | ca | ip | creation_id | machine.",
            ),
            _text("value", "The number, normalised."),
            _time("issued_at", "When a certificate was issued."),
            EXEMPT,
        ),
    ),
    NodeType(
        "Account",
        "account",
        "A bank account; key is a keyed hash.",
        (
            _text("masked", "Last four digits."),
            _text("bank", "开户行."),
            _text("holder", "户名."),
            EXEMPT,
        ),
    ),
    NodeType(
        "Phone",
        "phone",
        "A telephone number; key is a keyed hash.",
        (_text("masked", "138****1234."), EXEMPT),
    ),
    NodeType(
        "Email",
        "email",
        "An e-mail address; key is a keyed hash.",
        (_text("masked", "z***@example.cn."), EXEMPT),
    ),
    NodeType(
        "Address",
        "address",
        "A postal address, normalised.",
        (_text("text", "The address."), EXEMPT),
    ),
    NodeType(
        "Document",
        "document",
        "A file of a bid.",
        (
            NAME,
            _text("kind", "Which part of the bid."),
            _text("md5", "MD5 as the platform states it."),
            _text("sha256", "SHA-256."),
            _count("bytes", "Size in bytes."),
            _text("author", "Creator in the file's metadata."),
            _text("last_modified_by", "Last editor in the file's metadata."),
            _text("company", "Company in the file's metadata."),
            _text("template", "Template in the file's metadata."),
            _text("application", "Program and version that wrote the file."),
            _text("document_id", "Identifier inside the file (XMP, PDF or creation id)."),
            _time("created_at", "Created, as the metadata states."),
            _time("modified_at", "Last changed, as the metadata states."),
            _count("pages", "Pages."),
            _count("characters", "Characters of text."),
            _count("pictures", "Pictures that can be compared."),
            Property(
                "clauses",
                Kind.TEXTS,
                "Passages of a tender file that may restrict competition, with page.",
                derived=True,
            ),
        ),
    ),
    NodeType(
        "Contract",
        "contract",
        "A contract.",
        (
            NAME,
            _text("code", "合同编号."),
            _number("amount", "Amount, in `currency`."),
            _text("currency", "ISO 4217; CNY unless stated."),
            Property("signed_on", Kind.DATE, "签订日期."),
            _date("starts_on", "开工日期."),
            _date("completed_on", "竣工日期."),
            _date("released_on", "解锁日期: the project manager is free again."),
            _count("duration_days", "工期, calendar days."),
            _number("change_amount", "变更金额, yuan."),
            _number("settlement", "结算价, yuan."),
            _number("performance_bond", "履约保证金, yuan."),
        ),
    ),
    NodeType(
        "Milestone",
        "milestone",
        "A node of the project life cycle.",
        (
            _text(
                "node",
                "approval | land_permit | planning_permit | tender_notice | documents_from | "
                "documents_until | prequalification_deadline | prequalification_clarification | "
                "prequalification_objection | prequalification_answer | clarification | "
                "objection | objection_answer | bid_deadline | bid_withdrawal | "
                "withdrawal_refund | opening | evaluation_end | evaluation_report | "
                "candidate_notice_from | candidate_notice_until | award_decision | award_letter | "
                "award_notice | written_report | contract | contract_notice | contract_filing | "
                "deposit_refund | construction_application | construction_permit | "
                "construction_start | completion | completion_filing | "
                "registration_application | registration | other.",
            ),
            _text("name", "The step as the source calls it."),
            Property("on", Kind.DATE, "Done on."),
            Property("due", Kind.DATE, "Due on."),
            _time("at", "Done at, where the hour is known."),
            _text("document_no", "文号 or 证号."),
            _text("authority", "Who decided."),
        ),
    ),
    NodeType(
        "Penalty",
        "penalty",
        "A published penalty.",
        (
            _text("code", "处罚文号."),
            _text("authority", "处罚机关."),
            Property("decided_on", Kind.DATE, "决定日期."),
            _text("kind", "名单 or 处罚种类."),
            _text("reason", "事由."),
            _text("restriction", "限制行为."),
            _number("amount", "Fine, yuan."),
            _date("repaired_on", "信用修复 on."),
            *VALIDITY,
        ),
    ),
    NodeType(
        "Complaint",
        "complaint",
        "A complaint.",
        (
            _text("code", "Number."),
            Property("received_on", Kind.DATE, "Received on."),
            _text("text", "Subject."),
            _date("known_on", "知道或者应当知道之日."),
            _date("accepted_on", "受理日期."),
            _date("decided_on", "处理决定日期."),
            _text("result", "处理结果."),
        ),
    ),
    NodeType(
        "Guarantee",
        "guarantee",
        "A letter of guarantee or an insurance in place of a deposit (保函、保证保险).",
        (
            _text("code", "保函编号."),
            _text("issuer", "开立机构."),
            _time("issued_at", "开立时间."),
            _number("amount", "Amount, yuan."),
            _number("premium", "Premium, yuan."),
        ),
    ),
    NodeType(
        "Clock",
        "clock",
        "Derived: a legal time limit that runs for a lot or a project.",
        (
            _text("rule", "Which limit; the id of its signal."),
            _text("part", "Which step of that limit, where it has several."),
            _date("from_on", "Day from which it is counted."),
            _date("due", "Last day."),
            _date("on", "Day on which the step was done; absent while it is not."),
            Property("days", Kind.INTEGER, "Days used, in `unit`."),
            Property("limit", Kind.INTEGER, "Days that the law gives, in `unit`."),
            _text("unit", "day | working_day."),
            _text("state", "kept | soon | late | open_late | missing."),
            Property("records", Kind.TEXTS, "Keys of the nodes that state the two days."),
            *DERIVED,
        ),
    ),
    NodeType(
        "Ring",
        "ring",
        "Derived: firms that bid together far more than chance explains.",
        (
            NAME,
            Property("size", Kind.INTEGER, "Members."),
            Property("lots", Kind.INTEGER, "Lots in which at least two members met."),
            _number("coherence", "Geometric / arithmetic mean of inner weights."),
            _number("exclusivity", "Inner strength / all strength."),
            _number("intimacy", "Mean 亲密度 of its pairs."),
            _text("kind", "community | subgroup."),
            _number("density", "Pairs that met / all pairs."),
            _number("p_value", "Share of degree-preserving random markets with such a group."),
            Property("joint_lots", Kind.INTEGER, "Lots in which at least three members met."),
            _cited("joint_cited", "joint_lots"),
            _counted("close_lots", "Of a subgroup: lots in which the three bids were closest."),
            _cited("close_cited", "close_lots"),
            Property("windows", Kind.INTEGER, "Windows of 24 months in which it was found."),
            _number("rank_score", "For ordering rings; no weight of evidence."),
            _screen("cover_gap", "Median of (lowest losing member − winning member) / winner."),
            _screen("cover_gap_cv", "Coefficient of variation of that gap."),
            _counted("cover_gap_lots", "Lots that have such a gap."),
            _cited("cover_gap_cited", "cover_gap"),
            _screen("rotation_p", "p-value of members winning in turn."),
            _counted("won_lots", "Lots of at least two members that one of them won."),
            _cited("won_cited", "won_lots"),
            Property("rotation_test", Kind.TEXT, "The test behind rotation_p.", derived=True),
            _screen("territory_p", "p-value of winners keeping to regions or buyers."),
            _counted("territory_lots", "Those of won_lots whose region or buyer is known."),
            _cited("territory_cited", "territory_lots"),
            _screen("wins_gini", "Gini coefficient of the members' wins."),
            Property("exchange_bids", Kind.INTEGER, "Members' bids tested for it.", derived=True),
            _cited("exchange_cited", "exchange_bids"),
            _screen("exchange_p", "p-value of members pricing by the rule of their rivals."),
            _screen("exchange_q", "exchange_p after Benjamini–Hochberg over all rings."),
            Property(
                "exchange_slopes",
                Kind.TEXTS,
                "What cost does to the prices of members and of rivals.",
                derived=True,
            ),
            *DERIVED,
        ),
    ),
    NodeType(
        "Alias",
        "alias",
        "A node that was merged into another, kept whole so that the merge can be undone.",
        (
            NAME,
            _text("of", "Key of the node that it was merged into."),
            _text("was", "Its own key."),
            _text("stored", "Its properties, as JSON."),
            _text("held", "Its edges that the other node has too, as JSON."),
            Property("filled", Kind.TEXTS, "Properties that the other node took from it."),
            _text("by", "Who says that the two are one; automatic for a rule."),
            _text("reason", "Why."),
            _time("at", "When (UTC)."),
        ),
    ),
    NodeType(
        "Batch",
        "batch",
        "One loaded file.",
        (
            NAME,
            _text("table", "The table map that read it."),
            _text("sha256", "SHA-256 of the file."),
            Property("sheets", Kind.TEXTS, "Sheets read."),
            _text("operator", "Who loaded it."),
            _text("source_system", "Where the file came from."),
            _text("document_no", "调取文号 under which it was obtained."),
            Property("as_of", Kind.DATE, "Day whose state the file describes."),
            _text("columns", "How its sheets were read, as JSON."),
            Property("corrects", Kind.TEXTS, "Rows of other files that it holds corrected."),
            Property("loaded_at", Kind.TIME, "When (UTC)."),
            _text("state", "loading | loaded | removing."),
            Property("rows", Kind.INTEGER, "Rows loaded."),
            Property("rejected", Kind.INTEGER, "Rows rejected."),
            Property("warned", Kind.INTEGER, "Rows loaded with warnings."),
        ),
    ),
    NodeType(
        "Measure",
        "measure",
        "The last run of a measure.",
        (
            NAME,
            Property("properties", Kind.TEXTS, "Node properties it sets."),
            Property("kinds", Kind.TEXTS, "Labels and edge types it makes."),
            Property("reads", Kind.TEXTS, "What its last run read; absent while it runs."),
            Property("answers", Kind.TEXTS, "What its last run was told, as digests."),
            Property("touched", Kind.TEXTS, "What was touched since its last run began."),
            Property("facts", Kind.INTEGER, "Derived facts written."),
            *DERIVED,
        ),
    ),
)

AS_WRITTEN = _text("as_written", "The name as this source writes it.")
POST = _text("post", "职务 or 岗位.")
SHARE = _number("share", "持股比例, as a fraction of 1.")

EDGES = (
    # (:Company)-[:SUBMITTED {role}]->(:Bid)   several companies of one bid are a consortium
    EdgeType(
        "SUBMITTED",
        (("Company", "Bid"),),
        "The company made this bid, alone or in a consortium.",
        (_text("role", "sole | lead | member."), AS_WRITTEN),
    ),
    # (:Bid)-[:FOR]->(:Lot)
    EdgeType("FOR", (("Bid", "Lot"),), "The bid is for this lot.", lookup_from="start"),
    # (:Lot)-[:PART_OF]->(:Project)
    EdgeType(
        "PART_OF", (("Lot", "Project"),), "The lot belongs to this project.", lookup_from="start"
    ),
    # (:Company)-[:WON {amount, on}]->(:Lot)
    EdgeType(
        "WON",
        (("Company", "Lot"),),
        "The company won the lot.",
        (_number("amount", "中标金额."), Property("on", Kind.DATE, "Date of the award.")),
    ),
    # (:Company)-[:PROCURES]->(:Lot)
    EdgeType("PROCURES", (("Company", "Lot"),), "The company is the buyer (招标人/采购人)."),
    # (:Company)-[:AGENT_FOR]->(:Lot)
    EdgeType("AGENT_FOR", (("Company", "Lot"),), "The company is the agency (招标代理)."),
    # (:Person)-[:LEGAL_REP_OF]->(:Company)
    EdgeType(
        "LEGAL_REP_OF",
        (("Person", "Company"),),
        "法定代表人 or 单位负责人.",
        VALIDITY,
        ("valid_from",),
    ),
    # (:Person|:Company)-[:SHAREHOLDER_OF {share}]->(:Company)
    EdgeType(
        "SHAREHOLDER_OF",
        (("Person", "Company"), ("Company", "Company")),
        "Holds shares.",
        (SHARE, _number("amount", "出资额, yuan."), *VALIDITY),
        ("valid_from",),
    ),
    # (:Person)-[:EXECUTIVE_OF {post}]->(:Company)
    EdgeType(
        "EXECUTIVE_OF",
        (("Person", "Company"),),
        "董事, 监事, 经理, 财务负责人 ….",
        (POST, *VALIDITY),
        ("post", "valid_from"),
    ),
    # (:Person)-[:INSURED_BY]->(:Company)
    EdgeType(
        "INSURED_BY",
        (("Person", "Company"),),
        "The company pays the person's social insurance.",
        VALIDITY,
        ("valid_from",),
        lookup_from="start",
    ),
    # (:Person)-[:EMPLOYED_BY]->(:Company)
    EdgeType(
        "EMPLOYED_BY",
        (("Person", "Company"),),
        "Declared employer (工作单位).",
        VALIDITY,
        ("valid_from",),
        lookup_from="start",
    ),
    # (:Person)-[:INSPECTS_FOR {certificate_no}]->(:Company)
    EdgeType(
        "INSPECTS_FOR",
        (("Person", "Company"),),
        "May be sent to inspect by this unit (检查人员名录).",
        (
            _text("certificate_no", "执法证号."),
            _text("specialty", "执法类别."),
            *VALIDITY,
        ),
        lookup_from="start",
    ),
    # (:Person)-[:CONTACT_OF]->(:Company)
    EdgeType(
        "CONTACT_OF",
        (("Person", "Company"),),
        "Registered contact person.",
        VALIDITY,
        ("valid_from",),
    ),
    # (:Person)-[:RELATIVE_OF {kind}]->(:Person)
    EdgeType(
        "RELATIVE_OF",
        (("Person", "Person"),),
        "Declared kinship.",
        (_text("kind", "Kind of kinship."),),
        ("kind",),
    ),
    # (:Person)-[:HANDLED]->(:Bid)
    EdgeType(
        "HANDLED",
        (("Person", "Bid"),),
        "办理投标事宜: authorised agent or operator of the bid.",
        (_text("role", "What was handled."),),
        ("role",),
    ),
    # (:Person)-[:LEADS]->(:Bid)
    EdgeType("LEADS", (("Person", "Bid"),), "Proposed project manager (项目负责人)."),
    # (:Person)-[:MEMBER_OF {post}]->(:Bid)
    EdgeType(
        "MEMBER_OF",
        (("Person", "Bid"),),
        "Proposed member of the project team.",
        (POST, _text("certificate_no", "证书编号.")),
        ("post",),
    ),
    # (:Person)-[:CONTACT_FOR]->(:Bid)
    EdgeType("CONTACT_FOR", (("Person", "Bid"),), "Contact person named in the bid."),
    # (:Phone|:Email)-[:GIVEN_IN]->(:Bid|:Guarantee)
    EdgeType(
        "GIVEN_IN",
        (("Phone", "Bid"), ("Email", "Bid"), ("Phone", "Guarantee")),
        "The number or address is given as contact in the bid or the guarantee.",
    ),
    # (:Expert)-[:IS]->(:Person)
    EdgeType("IS", (("Expert", "Person"),), "The expert is this person.", lookup_from="start"),
    # (:Expert)-[:EVALUATED {chair}]->(:Lot)
    EdgeType(
        "EVALUATED",
        (("Expert", "Lot"),),
        "Sat on the panel of the lot.",
        (
            _flag("chair", "评标组长."),
            _flag("buyer_representative", "招标人代表."),
            _flag("invalid", "无效评分."),
            _time("signed_in_at", "签到时间."),
        ),
    ),
    # (:Expert)-[:SCORED {item, points, maximum}]->(:Bid)
    EdgeType(
        "SCORED",
        (("Expert", "Bid"),),
        "Gave the bid these points.",
        (
            _text("item", "评审因素."),
            _number("points", "得分."),
            _number("maximum", "分值."),
            _flag("objective", "客观评审因素."),
        ),
        ("item",),
    ),
    # (:Expert)-[:AVOIDS]->(:Company)
    EdgeType("AVOIDS", (("Expert", "Company"),), "Declared 回避单位.", lookup_from="start"),
    # (:Device)-[:USED_IN {event, at}]->(:Bid)
    EdgeType(
        "USED_IN",
        (("Device", "Bid"),),
        "The device's number stands in the bid's record.",
        (
            _text("event", "make | upload | download | decrypt | price."),
            Property("at", Kind.TIME, "When."),
        ),
        ("event",),
    ),
    # (:Account)-[:PAID_DEPOSIT_OF {amount, at}]->(:Bid)
    EdgeType(
        "PAID_DEPOSIT_OF",
        (("Account", "Bid"),),
        "投标保证金 was paid from this account.",
        (
            _number("amount", "Yuan."),
            Property("at", Kind.TIME, "到账时间."),
            _text("payer", "付款户名."),
        ),
    ),
    # (:Company|:Person)-[:REACHED_AT]->(:Phone|:Email|:Address)
    EdgeType(
        "REACHED_AT",
        tuple((a, b) for a in ("Company", "Person") for b in ("Phone", "Email", "Address")),
        "Registered telephone, e-mail or address.",
        VALIDITY,
        ("valid_from",),
        lookup_from="start",
    ),
    # (:Document)-[:BELONGS_TO]->(:Bid|:Lot)
    EdgeType(
        "BELONGS_TO",
        (("Document", "Bid"), ("Document", "Lot")),
        "The file is part of the bid, or of the tender or settlement documents of the lot.",
        lookup_from="start",
    ),
    # (:Contract)-[:AWARDED_FOR]->(:Lot)
    EdgeType(
        "AWARDED_FOR",
        (("Contract", "Lot"),),
        "The contract follows from the lot.",
        lookup_from="start",
    ),
    # (:Company)-[:PARTY_TO {role}]->(:Contract)
    EdgeType(
        "PARTY_TO",
        (("Company", "Contract"),),
        "Party of the contract.",
        (_text("role", "supplier | buyer | subcontractor."), _number("amount", "Yuan.")),
        ("role",),
    ),
    # (:Milestone)-[:OF]->(:Project|:Lot)
    EdgeType(
        "OF",
        (("Milestone", "Project"), ("Milestone", "Lot")),
        "A step of the project's life cycle.",
        lookup_from="start",
    ),
    # (:Penalty)-[:IMPOSED_ON]->(:Company|:Person)
    EdgeType(
        "IMPOSED_ON",
        (("Penalty", "Company"), ("Penalty", "Person")),
        "The penalty was imposed on this party.",
        lookup_from="start",
    ),
    # (:Complaint)-[:ABOUT]->(:Lot|:Company)
    EdgeType(
        "ABOUT",
        (("Complaint", "Lot"), ("Complaint", "Company")),
        "The complaint is about this.",
        lookup_from="start",
    ),
    # (:Company|:Person)-[:FILED]->(:Complaint)
    EdgeType(
        "FILED",
        (("Company", "Complaint"), ("Person", "Complaint")),
        "Who complained.",
    ),
    # (:Company|:Person)-[:HAS_ACCOUNT {basic}]->(:Account)
    EdgeType(
        "HAS_ACCOUNT",
        (("Company", "Account"), ("Person", "Account")),
        "Holds the account.",
        (_flag("basic", "基本账户."), *VALIDITY),
        ("valid_from",),
    ),
    # (:Account)-[:TRANSFERRED {amount, at, purpose}]->(:Account)
    EdgeType(
        "TRANSFERRED",
        (("Account", "Account"),),
        "Money went from one account to the other.",
        (_number("amount", "Yuan."), _time("at", "When."), _text("purpose", "用途 or 摘要.")),
        ("at", "amount"),
    ),
    # (:Guarantee)-[:SECURES]->(:Bid)
    EdgeType(
        "SECURES",
        (("Guarantee", "Bid"),),
        "The guarantee stands in for the bid's deposit.",
        lookup_from="start",
    ),
    # (:Account)-[:PAID_PREMIUM_OF]->(:Guarantee)
    EdgeType(
        "PAID_PREMIUM_OF",
        (("Account", "Guarantee"),),
        "The guarantee's premium was paid from this account.",
    ),
    # (:Person)-[:APPLIED_FOR]->(:Guarantee)
    EdgeType("APPLIED_FOR", (("Person", "Guarantee"),), "Applied for the guarantee (经办人)."),
    # (:Person)-[:STAFFS {post}]->(:Contract)
    EdgeType(
        "STAFFS",
        (("Person", "Contract"),),
        "Works on the contract, as its project manager or on site.",
        (POST, *VALIDITY),
        ("post",),
    ),
    # (:Person)-[:REGISTERED_AT {certificate_no}]->(:Company)
    EdgeType(
        "REGISTERED_AT",
        (("Person", "Company"),),
        "The person's professional certificate is registered with the firm (注册单位).",
        (_text("certificate_no", "证书编号."), *VALIDITY),
        ("certificate_no", "valid_from"),
        lookup_from="start",
    ),
    # (:Company)-[:MANAGED_BY {kind}]->(:Company)
    EdgeType(
        "MANAGED_BY",
        (("Company", "Company"),),
        "Managed without shares: branch, subordinate or entrusted unit (管理关系).",
        (_text("kind", "branch | subordinate | trust | other."), *VALIDITY),
        ("kind", "valid_from"),
        lookup_from="start",
    ),
    # (:Company)-[:SERVED {service}]->(:Project)
    EdgeType(
        "SERVED",
        (("Company", "Project"),),
        "Worked for the project before: design, consulting, supervision, cost estimate.",
        (_text("service", "前期服务."),),
        ("service",),
    ),
    # (:Expert)-[:DRAWN_FOR {draw_no, at}]->(:Lot)
    EdgeType(
        "DRAWN_FOR",
        (("Expert", "Lot"),),
        "Came out of a draw for the panel.",
        (
            _text("draw_no", "抽取编号."),
            _time("at", "抽取时间."),
            _text("by", "抽取人."),
            _text("way", "抽取方式."),
            _text("specialty", "抽取专业."),
            _flag("replacement", "补抽."),
            _flag("accepted", "Will attend; false if refused."),
        ),
        ("draw_no",),
    ),
    # derived: (:Company)-[:CO_BIDS {lots, …}]->(:Company)   start key < end key; read it undirected
    EdgeType(
        "CO_BIDS",
        (("Company", "Company"),),
        "Derived: the two firms meet in lots more often than their shared market explains.",
        (
            Property("lots", Kind.INTEGER, "Lots in which both bid."),
            _cited("lots_cited", "lots"),
            Property("market_lots", Kind.INTEGER, "Lots of the market that both serve."),
            Property(
                "start_lots", Kind.INTEGER, "Lots of that market in which the start firm bid."
            ),
            Property("end_lots", Kind.INTEGER, "Lots of that market in which the end firm bid."),
            _number("jaccard", "Joint lots / lots of either."),
            _number("confidence", "Larger share of joint lots in one firm's lots."),
            _number("lift", "Joint lots / expected joint lots."),
            _number("p_value", "Hypergeometric tail P(X ≥ lots) inside the shared market."),
            _number("q_value", "p_value after Benjamini–Hochberg over all pairs that met."),
            _number("intimacy", "亲密度 0–100."),
            *DERIVED,
        ),
        derived=True,
    ),
    # derived: (:Ring)-[:HAS_MEMBER]->(:Company)
    EdgeType(
        "HAS_MEMBER",
        (("Ring", "Company"),),
        "Derived: the firm belongs to the ring.",
        DERIVED,
        derived=True,
    ),
    # derived: (:Company)-[:CONTROLS {share}]->(:Company)
    EdgeType(
        "CONTROLS",
        (("Company", "Company"), ("Person", "Company")),
        "Derived: controls through an unbroken chain of more than half, or of management.",
        (
            _number("share", "Smallest share of the chain; absent if it is management alone."),
            Property("hops", Kind.INTEGER, "Links of the chain."),
            Property("via", Kind.TEXTS, "Keys of the firms between."),
            *VALIDITY,
            *DERIVED,
        ),
        ("valid_from",),
        derived=True,
    ),
    # derived: (:Expert)-[:LEANS_TO {t, lots}]->(:Company)
    EdgeType(
        "LEANS_TO",
        (("Expert", "Company"),),
        "Derived: scores the firm above the panel again and again.",
        (
            _number("t", "t statistic."),
            Property("lots", Kind.INTEGER, "Lots."),
            _cited("lots_cited", "lots"),
            _number("lean", "Mean of score minus panel mean, as a share of the maximum."),
            _number("p_value", "Permutation p-value."),
            _number("q_value", "p_value after Benjamini–Hochberg."),
            Property("decisive", Kind.INTEGER, "Lots whose winner changes without the expert."),
            _cited("decisive_cited", "decisive"),
            *DERIVED,
        ),
        derived=True,
    ),
    # derived: (:Bid)-[:RESEMBLES {kind, score}]->(:Bid)
    EdgeType(
        "RESEMBLES",
        (("Bid", "Bid"),),
        "Derived: the two bids' files resemble each other.",
        (
            _text(
                "kind",
                "text | error | picture | metadata | boq | hash | upload_time | deposit_time.",
            ),
            _number("score", "0 to 1."),
            Property("count", Kind.INTEGER, "Passages, errors, pictures, lines, fields in common."),
            Property("equal", Kind.INTEGER, "Pictures of them that are equal byte by byte."),
            Property("documents", Kind.TEXTS, "The files in which the pictures stand."),
            Property("longest", Kind.INTEGER, "Characters of the longest passage of text."),
            _number("p_value", "Probability under independence, where it can be computed."),
            Property("passages", Kind.TEXTS, "The first of them, with page or paragraph."),
            *DERIVED,
        ),
        ("kind",),
        derived=True,
    ),
    # derived: (:Document)-[:NAMES {places}]->(:Company)
    EdgeType(
        "NAMES",
        (("Document", "Company"),),
        "Derived: a bid's file holds the name or code of another bidder of the lot.",
        (Property("places", Kind.TEXTS, "Page or paragraph, with the words around."), *DERIVED),
        derived=True,
    ),
    # derived: (:Company)-[:TIED_TO {score, ways}]->(:Company)   start key < end key
    EdgeType(
        "TIED_TO",
        (("Company", "Company"),),
        "Derived: several weak ties together suggest one controller behind both.",
        (
            _number("score", "1 − product of (1 − strength × rarity) over the ways, 0 to 1."),
            Property("ways", Kind.TEXTS, "Keys of the nodes between, one text a way."),
            Property("hops", Kind.INTEGER, "Links of the shortest way."),
            *DERIVED,
        ),
        derived=True,
    ),
    # derived: (:Company)-[:EXCHANGES_STAFF {people}]->(:Company)   start key < end key
    EdgeType(
        "EXCHANGES_STAFF",
        (("Company", "Company"),),
        "Derived: people move between the two firms more often than chance explains.",
        (
            Property("people", Kind.INTEGER, "People who moved."),
            _number("expected", "People expected."),
            _number("p_value", "Poisson tail."),
            Property("who", Kind.TEXTS, "Keys of the people."),
            *DERIVED,
        ),
        derived=True,
    ),
    # derived: (:Company)-[:PROPS_UP {lots, wins}]->(:Company)   from the one that loses
    EdgeType(
        "PROPS_UP",
        (("Company", "Company"),),
        "Derived: where the two meet, the second wins and the first never does.",
        (
            Property("lots", Kind.INTEGER, "Lots in which both bid."),
            Property("wins", Kind.INTEGER, "Of these, won by the second."),
            _cited("lots_cited", "lots"),
            _number("confidence", "Share of the first firm's lots in which the second bids."),
            _number("p_value", "Fisher's exact test."),
            _number("q_value", "p_value after Benjamini–Hochberg."),
            *DERIVED,
        ),
        derived=True,
    ),
    # derived: (:Company)-[:MOVES_WITH {correlation}]->(:Company)   start key < end key
    EdgeType(
        "MOVES_WITH",
        (("Company", "Company"),),
        "Derived: the two firms' bids move together beyond what the lots explain.",
        (
            Property("lots", Kind.INTEGER, "Lots in which both bid."),
            _cited("lots_cited", "lots"),
            _number("correlation", "Correlation of what the lots leave unexplained."),
            _number("p_value", "Two-sided."),
            _number("q_value", "p_value after Benjamini–Hochberg."),
            *DERIVED,
        ),
        derived=True,
    ),
    # derived: (:Company)-[:WINS_AT {lots, wins, role}]->(:Company)   at this buyer or agency
    EdgeType(
        "WINS_AT",
        (("Company", "Company"),),
        "Derived: wins at this buyer or agency more often than elsewhere.",
        (
            _text("role", "buyer | agency."),
            Property("lots", Kind.INTEGER, "Lots there in which it bid."),
            _cited("lots_cited", "lots"),
            Property("wins", Kind.INTEGER, "Of these, won."),
            _number("expected", "Wins expected."),
            _number("p_value", "Binomial tail."),
            _number("q_value", "p_value after Benjamini–Hochberg."),
            *DERIVED,
        ),
        ("role",),
        derived=True,
    ),
    # derived: (:Company)-[:WINS_WITH {lots, wins}]->(:Expert)
    EdgeType(
        "WINS_WITH",
        (("Company", "Expert"),),
        "Derived: wins more often when this expert sits on the panel.",
        (
            Property("lots", Kind.INTEGER, "Lots in which it bid before this expert."),
            _cited("lots_cited", "lots"),
            Property("wins", Kind.INTEGER, "Of these, won."),
            Property("other_lots", Kind.INTEGER, "Lots in which it bid before other panels."),
            _cited("other_lots_cited", "other_lots"),
            Property("other_wins", Kind.INTEGER, "Of these, won."),
            _number("p_value", "Fisher's exact test, one-sided."),
            _number("q_value", "p_value after Benjamini–Hochberg."),
            *DERIVED,
        ),
        derived=True,
    ),
    # derived: (:Bid)-[:SHIFTS_BENCHMARK {rank_drop}]->(:Lot)
    EdgeType(
        "SHIFTS_BENCHMARK",
        (("Bid", "Lot"),),
        "Derived: belongs to the group without which the benchmark, and the winner, would differ.",
        (
            Property("rank_drop", Kind.INTEGER, "Ranks that the winner loses without the group."),
            _number("p_value", "Share of groups of this size that move as much."),
            *DERIVED,
        ),
        derived=True,
    ),
    # derived: (:Expert)-[:CO_PANELS {lots, expected}]->(:Expert)   start key < end key
    EdgeType(
        "CO_PANELS",
        (("Expert", "Expert"),),
        "Derived: sit on panels together more often than a random draw explains.",
        (
            Property("lots", Kind.INTEGER, "Panels together."),
            Property("where", Kind.TEXTS, "Keys of the lots."),
            _number("expected", "Panels expected."),
            _number("p_value", "Hypergeometric tail."),
            _number("q_value", "p_value after Benjamini–Hochberg."),
            *DERIVED,
        ),
        derived=True,
    ),
    # derived: (:Expert)-[:SCORES_ALIKE {lots, items}]->(:Expert)   start key < end key
    EdgeType(
        "SCORES_ALIKE",
        (("Expert", "Expert"),),
        "Derived: gave the same points item by item.",
        (
            Property("lots", Kind.INTEGER, "Lots in which the points are the same."),
            Property("items", Kind.INTEGER, "Items compared there."),
            _number("p_value", "Probability by the items' own distributions."),
            Property("where", Kind.TEXTS, "Keys of the lots."),
            *DERIVED,
        ),
        derived=True,
    ),
    # derived: (:Clock)-[:RUNS_FOR]->(:Lot|:Project)
    EdgeType(
        "RUNS_FOR",
        (("Clock", "Lot"), ("Clock", "Project")),
        "Derived: the time limit runs for this lot or project.",
        DERIVED,
        derived=True,
    ),
    # derived: (:Company)-[:MAYBE_SAME {score}]->(:Company), (:Person)-[…]->(:Person)
    EdgeType(
        "MAYBE_SAME",
        (("Company", "Company"), ("Person", "Person")),
        "Derived: perhaps one and the same; for a person to judge, no signal uses it.",
        (
            _number("score", "Probability of sameness, 0 to 1."),
            Property("reasons", Kind.TEXTS, "Feature by feature, in bans."),
            _flag("certain", "So sure that the two are merged unless a person objects."),
            *DERIVED,
        ),
        derived=True,
    ),
)

SCHEMA = GraphSchema(NODES, EDGES)
FACT_TYPES = tuple(e.type for e in EDGES if not e.derived)
