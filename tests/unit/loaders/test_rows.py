"""What rows of each table say."""

import pytest

from loaders.identifiers import KeyedHash
from loaders.shared_columns import certificate_number
from loaders.tenders import evaluation_of
from tests.unit.loaders.mapping import A, B, C, edges, mapped, nodes, rules

ID = "11010519491231002X"
LOT = {"标段编号": "L1"}


def bid(name: str, code: str = "", **cells: str) -> dict[str, str]:
    """A row of the table of bids."""
    return LOT | {"投标人名称": name, "投标人代码": code, "投标报价": "100"} | cells


def test_a_bid_meets_the_company_of_the_register() -> None:
    register = mapped("companies", {"企业名称": "甲公司", "统一社会信用代码": A})
    bids = mapped("bids", bid("甲 公司", A))

    assert set(nodes(register, "Company")) == set(nodes(bids, "Company")) == {f"company:{A}"}
    assert not nodes(register, "Company")[f"company:{A}"].mention
    assert nodes(bids, "Company")[f"company:{A}"].mention


def test_a_register_says_who_the_company_is_and_where_it_is_reached() -> None:
    found = mapped(
        "companies",
        {
            "企业名称": "甲公司",
            "统一社会信用代码": A,
            "企业性质": "国有控股",
            "法定代表人": "张三",
            "法人身份证号": ID,
            "任职起始": "2020-01-01",
            "注册资本(万元)": "5000",
            "联系电话": "13800138000",
            "注册地址": "某市某路1号",
        },
    )

    company = nodes(found, "Company")[f"company:{A}"].properties
    assert company["org_code"] == A[8:17]
    assert company["registered_capital"] == 50_000_000.0
    assert company["state_owned"] is True
    assert edges(found, "LEGAL_REP_OF")[0].properties == {"valid_from": "2020-01-01"}
    assert {e.end.split(":")[0] for e in edges(found, "REACHED_AT")} == {"phone", "address"}


def test_no_number_of_a_person_telephone_or_account_is_in_clear() -> None:
    found = [
        *mapped(
            "bids",
            bid(
                "甲公司",
                A,
                项目负责人="张三",
                项目负责人身份证号=ID,
                联系人="李四",
                联系电话="13800138000",
                邮箱="li@example.cn",
            ),
        ),
        *mapped("deposits", LOT | {"投标人代码": A, "付款账号": "6222020000000001234"}),
    ]

    written = repr(found)
    for number in (ID, "13800138000", "li@example.cn", "6222020000000001234"):
        assert number not in written
    assert "110105********002X" in written


def test_a_person_is_known_by_number_else_by_telephone_else_inside_the_company() -> None:
    found = mapped(
        "bids",
        bid(
            "甲公司",
            A,
            项目负责人="张三",
            项目负责人身份证号=ID,
            委托代理人="张三",
            联系人="张三",
            联系电话="13800138000",
        ),
    )

    identities = {str(p.properties["identity"]) for p in nodes(found, "Person").values()}
    assert identities == {"id", "scoped", "phone"}


def test_namesakes_in_two_companies_are_two_persons() -> None:
    found = mapped("bids", bid("甲公司", A, 委托代理人="张三"), bid("乙公司", B, 委托代理人="张三"))

    assert len(nodes(found, "Person")) == 2


def test_old_and_new_identity_numbers_are_one_person() -> None:
    old, new = (
        mapped(
            "insurance",
            {"姓名": "张三", "身份证号": n, "参保单位": "甲", "参保单位统一社会信用代码": A},
        )
        for n in ("110105491231002", ID)
    )

    assert set(nodes(old, "Person")) == set(nodes(new, "Person"))


def test_the_winner_wins_at_its_price() -> None:
    found = mapped("bids", bid("甲公司", A, 是否中标="是"), bid("乙公司", B, 是否中标="否"))

    assert [(e.start, dict(e.properties)) for e in edges(found, "WON")] == [
        (f"company:{A}", {"amount": 100.0})
    ]


def test_a_price_in_a_column_of_ten_thousands() -> None:
    found = mapped("bids", LOT | {"投标人名称": "甲公司", "投标报价（万元）": "12.5"})

    (only,) = nodes(found, "Bid").values()
    assert only.properties["price"] == 125_000.0


def test_a_consortium_makes_one_bid_under_its_lead() -> None:
    firms = f"甲公司({A})(牵头人)、乙公司({B})"
    lead = mapped("bids", bid("甲公司", A, 投标人角色="联合体牵头", 联合体名称=firms))
    member = mapped("bids", bid("乙公司", B, 投标人角色="联合体成员", 联合体名称=firms))

    assert set(nodes(lead, "Bid")) == set(nodes(member, "Bid")) == {f"bid:L1/{A}"}
    assert {(e.start, e.properties["role"]) for e in edges([*lead, *member], "SUBMITTED")} == {
        (f"company:{A}", "lead"),
        (f"company:{B}", "member"),
    }
    assert nodes(lead, "Bid")[f"bid:L1/{A}"].properties["consortium"] is True


def test_a_consortium_in_the_cell_of_the_name_is_told_apart() -> None:
    found = mapped("bids", bid("甲公司、乙公司联合体"))

    assert [(e.start, e.properties["role"]) for e in edges(found, "SUBMITTED")] == [
        ("company:甲公司", "lead"),
        ("company:乙公司", "member"),
    ]
    assert nodes(found, "Company")["company:甲公司"].properties == {"name": "甲公司"}


def test_a_members_row_without_the_leads_code_is_rejected() -> None:
    found = mapped("bids", bid("乙公司", B, 投标人角色="联合体成员", 联合体名称="甲公司、乙公司"))

    assert rules(found) == [("联合体名称", "rejected")]
    assert not found[0].nodes


def test_devices_name_the_bid_that_the_table_of_bids_describes() -> None:
    described = mapped("bids", bid("甲公司", A))
    used = mapped(
        "devices",
        LOT
        | {
            "投标人代码": A,
            "环节": "上传",
            "网卡MAC地址": "3C-52-82-AA-BB-CC",
            "IP地址": "192.168.1.8",
        },
    )

    (edge, other) = edges(used, "USED_IN")
    assert {edge.end} == set(nodes(described, "Bid"))
    assert edge.properties == {"event": "upload"}
    assert nodes(used, "Device")[other.start].properties["exempt"] == "private_network"


def test_a_shareholder_is_a_person_a_firm_or_the_state() -> None:
    held = {"企业名称": "甲公司", "统一社会信用代码": A, "持股比例": "35%"}
    found = mapped(
        "shareholders",
        held | {"股东名称": "张三", "股东类型": "自然人", "股东证件号": ID},
        held | {"股东名称": "乙公司", "股东类型": "企业", "股东证件号": B},
        held | {"股东名称": "某市国资委", "股东类型": "国资", "股东证件号": ""},
        held | {"股东名称": "丙公司", "股东类型": "", "股东证件号": C},
        held | {"股东名称": "李四", "股东类型": "", "股东证件号": ""},
    )

    starts = [e.start.split(":")[0] for e in edges(found, "SHAREHOLDER_OF")]
    assert starts == ["person", "company", "company", "company", "person"]
    assert nodes(found, "Company")["company:某市国资委"].properties == {"state_owned": True}


def test_an_expert_avoids_each_firm_that_the_cell_lists() -> None:
    found = mapped(
        "experts",
        {
            "专家编号": "Z1",
            "姓名": "钱七",
            "身份证号": ID,
            "工作单位": "某院",
            "回避单位": f"乙公司；{A}",
        },
    )

    assert [e.end for e in edges(found, "AVOIDS")] == ["company:乙公司", f"company:{A}"]
    assert len(edges(found, "IS")) == len(edges(found, "EMPLOYED_BY")) == 1


def test_a_panel_says_once_a_file_who_the_expert_is() -> None:
    seat = {"专家编号": "Z1", "专家姓名": "钱七", "身份证号": ID}
    found = mapped(
        "panels", seat | {"标段编号": "L1", "是否评标组长": "是"}, seat | {"标段编号": "L2"}
    )

    assert len(edges(found, "EVALUATED")) == 2
    assert len(edges(found, "IS")) == 1


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("经评审的最低投标价法（固定综合单价）", "lowest_price"),
        ("低价中标", "lowest_price"),
        ("Lowest price", "lowest_price"),
        ("合理低价法", "average_bid"),
        ("合理均价法", "average_bid"),
        ("ABC合成法", "average_bid"),
        ("设定最低限价的最低价法", "price_floor"),
        ("最低限制价格以上的最低价", "price_floor"),
        ("综合评估法（设最低限价）", "comprehensive"),
        ("综合评分法（最低价得满分）", "comprehensive"),
        ("抽签法", "unknown"),
    ],
)
def test_the_words_for_an_evaluation_say_how_price_counts(words: str, kind: str) -> None:
    assert evaluation_of(words) == kind


def test_a_lot_is_read_with_its_law_and_its_way_of_evaluation() -> None:
    found = mapped(
        "tenders",
        {
            "项目编号": "P1",
            "项目代码": "2301-350100-04-01-123456",
            "标段编号": "L1",
            "标段名称": "一标段",
            "招标人": "某局",
            "适用法律": "中华人民共和国政府采购法",
            "评标办法": "经评审的最低投标价法",
            "最高投标限价（万元）": "100",
        },
    )

    lot = nodes(found, "Lot")["lot:L1"].properties
    assert (lot["regime"], lot["evaluation_method"], lot["control_price"], lot["currency"]) == (
        "government_procurement",
        "lowest_price",
        1_000_000.0,
        "CNY",
    )
    assert edges(found, "PART_OF")[0].end == "project:2301-350100-04-01-123456"
    assert edges(found, "PROCURES")[0].start == "company:某局"


def test_an_exemption_meets_the_thing_it_exempts() -> None:
    used = mapped("devices", LOT | {"投标人代码": A, "网卡MAC地址": "3c:52:82:aa:bb:cc"})
    exempted = mapped("exemptions", {"类型": "MAC", "值": "3C-52-82-AA-BB-CC", "理由": "公用电脑"})

    assert set(nodes(used, "Device")) == set(nodes(exempted, "Device"))
    assert nodes(exempted, "Device")["device:mac:3C5282AABBCC"].properties["exempt"] == "公用电脑"


def test_an_exemption_that_cannot_be_read_is_rejected() -> None:
    found = mapped(
        "exemptions",
        {"类型": "mac", "值": "甲", "理由": "x"},
        {"类型": "汽车", "值": "闽D1", "理由": "x"},
        {"类型": "cpu", "值": "N/A", "理由": "x"},
    )

    assert [severity for _, severity in rules(found)] == ["rejected"] * 3
    assert not any(each.accepted for each in found)


def test_a_row_without_a_required_cell_is_rejected_and_says_nothing() -> None:
    found = mapped("bids", bid("甲公司", A) | {"标段编号": "详见公告"})

    assert rules(found) == [("标段编号", "rejected")]
    assert not found[0].nodes
    assert not found[0].edges


def test_an_unreadable_cell_that_is_not_required_costs_that_cell_alone() -> None:
    found = mapped("bids", bid("甲公司", A, 投标报价="面议", 得分="高"))

    assert rules(found) == [("投标报价", "warning"), ("得分", "warning")]
    (only,) = nodes(found, "Bid").values()
    assert only.properties["price_text"] == "面议"
    assert "price" not in only.properties


def test_a_wrong_check_character_does_not_cost_the_row() -> None:
    found = mapped("bids", bid("甲公司", A[:-1] + "B"))

    assert rules(found) == [("投标人代码", "warning")]
    assert found[0].accepted


def test_numbers_of_persons_are_masked_in_problems() -> None:
    found = mapped(
        "insurance",
        {
            "姓名": "张三",
            "身份证号": "110105194912310021",
            "参保单位": "甲",
            "参保单位统一社会信用代码": A,
        },
    )

    assert found[0].problems[0].value == "110105********0021"


def test_what_an_earlier_row_said_alike_is_not_said_again() -> None:
    first, second = mapped(
        "bids", bid("甲公司", A, 委托代理人="张三"), bid("甲公司", A, 委托代理人="张三")
    )

    assert {n.label for n in first.nodes} == {"Lot", "Company", "Bid", "Person"}
    assert {n.label for n in second.nodes} == {"Bid"}


def test_another_key_hides_the_same_person_elsewhere() -> None:
    assert KeyedHash(b"k" * 32).digest("id", ID) != KeyedHash(b"l" * 32).digest("id", ID)


def test_a_remark_is_a_bids_status_only_where_it_says_what_became_of_the_bid() -> None:
    notes = mapped(
        "bids",
        bid("甲公司", A, 备注="投标有效期90天，见附件"),
        bid("乙公司", B, 备注="未解密"),
        bid("丙公司", C, 备注="无效", 投标状态="有效"),
    )

    said = [
        (one.properties.get("status"), one.properties.get("outcome"))
        for one in nodes(notes, "Bid").values()
    ]

    assert said == [(None, None), ("未解密", "not_decrypted"), ("有效", "valid")]


@pytest.mark.parametrize("table", ["bids", "candidates"])
def test_a_managers_certificate_is_stated_as_a_row_of_the_team_states_it(table: str) -> None:
    row = bid("甲公司", A, 项目负责人="张三", 身份证号="", 中标候选人排序="1") | {
        "注册证书类别及注册证书号": "一级注册建造师（建筑工程） 闽1352020202012345"
    }
    team = mapped(
        "members",
        bid("甲公司", A, 成员姓名="张三", 岗位="项目负责人") | {"证书编号": "闽1352020202012345"},
    )

    (stated,) = edges(mapped(table, row), "MEMBER_OF")
    (listed,) = edges(team, "MEMBER_OF")

    assert (stated.start, stated.end) == (listed.start, listed.end)
    assert dict(stated.properties) == dict(listed.properties)


def test_a_manager_without_a_certificate_makes_no_row_of_a_team() -> None:
    assert not edges(
        mapped("bids", bid("甲公司", A, 项目负责人="张三", 注册证书编号="/")), "MEMBER_OF"
    )


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("闽1352020202012345", "闽1352020202012345"),
        ("京1112006200801234(一级建造师)", "京1112006200801234"),
        ("注册监理工程师,35001234", "35001234"),
        ("建[造]11043500012345", "建[造]11043500012345"),
        ("一级建造师", "一级建造师"),
        (None, None),
    ],
)
def test_a_certificates_number_is_told_from_its_kind(cell: str | None, number: str | None) -> None:
    assert certificate_number(cell) == number
