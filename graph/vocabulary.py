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


def _screen(name: str, meaning: str) -> Property:
    return Property(name, Kind.NUMBER, meaning, derived=True)


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
            Property("stratum", Kind.TEXT, "Group of comparable lots.", derived=True),
            _screen("stratum_size", "Lots in the stratum."),
            _screen("cv_percentile", "Rank of cv in the stratum, 0 lowest, 1 highest."),
            _screen("diffp_percentile", "Rank of diffp in the stratum."),
            _screen("skew_percentile", "Rank of skew in the stratum."),
            _screen(
                "price_score",
                "Direction-aware price score Z of RULES K.2, robust standard deviations.",
            ),
        ),
    ),
    NodeType(
        "Bid",
        "bid",
        "One offer for one lot; a consortium makes one bid.",
        (
            _number("price", "投标报价, in the lot's currency."),
            _number("rate", "费率 or 下浮率, as a fraction, when the offer is no amount."),
            _text("price_text", "The price cell as written."),
            _flag("valid", "False if the bid was rejected or withdrawn."),
            _text("status", "Status as the source states it."),
            Property("rank", Kind.INTEGER, "Rank after evaluation."),
            _number("score", "Total score."),
            Property("submitted_at", Kind.TIME, "投标文件递交时间."),
            _flag("consortium", "联合体投标."),
            _flag("won", "The bid won the lot."),
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
        ),
    ),
    NodeType(
        "Contract",
        "contract",
        "A contract.",
        (
            NAME,
            _text("code", "合同编号."),
            _number("amount", "Amount, yuan."),
            Property("signed_on", Kind.DATE, "签订日期."),
        ),
    ),
    NodeType(
        "Milestone",
        "milestone",
        "A node of the project life cycle.",
        (
            _text("node", "Which node."),
            Property("on", Kind.DATE, "Done on."),
            Property("due", Kind.DATE, "Due on."),
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
            *DERIVED,
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
            _flag("stale", "A batch was taken back after the run."),
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
    # (:Phone|:Email)-[:GIVEN_IN]->(:Bid)
    EdgeType(
        "GIVEN_IN",
        (("Phone", "Bid"), ("Email", "Bid")),
        "The number or address is given as contact in the bid.",
    ),
    # (:Expert)-[:IS]->(:Person)
    EdgeType("IS", (("Expert", "Person"),), "The expert is this person.", lookup_from="start"),
    # (:Expert)-[:EVALUATED {chair}]->(:Lot)
    EdgeType(
        "EVALUATED",
        (("Expert", "Lot"),),
        "Sat on the panel of the lot.",
        (_flag("chair", "评标组长."), _flag("buyer_representative", "招标人代表.")),
    ),
    # (:Expert)-[:SCORED {item, points, maximum}]->(:Bid)
    EdgeType(
        "SCORED",
        (("Expert", "Bid"),),
        "Gave the bid these points.",
        (_text("item", "评审因素."), _number("points", "得分."), _number("maximum", "分值.")),
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
    # (:Document)-[:BELONGS_TO]->(:Bid)
    EdgeType(
        "BELONGS_TO", (("Document", "Bid"),), "The file is part of the bid.", lookup_from="start"
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
        (_text("role", "supplier | buyer | subcontractor."),),
        ("role",),
    ),
    # (:Milestone)-[:OF]->(:Project)
    EdgeType(
        "OF",
        (("Milestone", "Project"),),
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
    # derived: (:Company)-[:CO_BIDS {lots, …}]->(:Company)   start key < end key; read it undirected
    EdgeType(
        "CO_BIDS",
        (("Company", "Company"),),
        "Derived: the two firms meet in lots more often than their shared market explains.",
        (
            Property("lots", Kind.INTEGER, "Lots in which both bid."),
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
        "Derived: controls through an unbroken chain of more than half.",
        (SHARE, *DERIVED),
        derived=True,
    ),
    # derived: (:Expert)-[:LEANS_TO {t, lots}]->(:Company)
    EdgeType(
        "LEANS_TO",
        (("Expert", "Company"),),
        "Derived: scores the firm above the panel again and again.",
        (_number("t", "t statistic."), Property("lots", Kind.INTEGER, "Lots."), *DERIVED),
        derived=True,
    ),
    # derived: (:Bid)-[:RESEMBLES {kind, score}]->(:Bid)
    EdgeType(
        "RESEMBLES",
        (("Bid", "Bid"),),
        "Derived: the two bids' files resemble each other.",
        (_text("kind", "What resembles."), _number("score", "0 to 1."), *DERIVED),
        ("kind",),
        derived=True,
    ),
)

SCHEMA = GraphSchema(NODES, EDGES)
FACT_TYPES = tuple(e.type for e in EDGES if not e.derived)
