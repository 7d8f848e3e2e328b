"""What the committed files hold: enough of everything, valid numbers, nothing shared by chance."""

from __future__ import annotations

import ipaddress
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
import stdnum.cn.ric
import stdnum.cn.uscc
import yaml

from tests.unit.sample_data.conftest import FOLDER, Rows

Tables = dict[str, Rows]
TRUTH = yaml.safe_load((FOLDER / "planted.yaml").read_text(encoding="utf-8"))
STORIES = TRUTH["stories"]
FAMILIES = {"device", "people", "money", "equity", "price", "network", "expert", "process"}
DOCUMENTATION = [
    ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
]


def column(tables: Tables, *headers: str) -> set[str]:
    """Every value under these headers, in all tables."""
    return {
        row[header]
        for rows in tables.values()
        for row in rows
        for header in headers
        if row.get(header) not in (None, "", "/", "-", "无", "详见公告")
    }


def planted_lots() -> set[str]:
    told = [story["subjects"] for story in STORIES]
    told += [alike["subjects"] for story in STORIES for alike in story["look_alikes"]]
    return {lot for subjects in told for lot in subjects["lots"]}


def test_there_is_enough_of_everything(sample: Tables) -> None:
    assert len(sample["项目标段"]) >= 600
    assert len(sample["投标"]) >= 3_500
    assert len(column({"": sample["企业"]}, "统一社会信用代码")) >= 400
    assert len(column(sample, "身份证号", "法人身份证号", "项目负责人身份证号")) >= 1_000
    assert len(sample["专家库"]) == 80


def test_the_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.*")) < 8_000_000


def test_all_credit_codes_but_one_have_the_right_check_character(sample: Tables) -> None:
    codes = column(sample, "统一社会信用代码", "投标人代码", "招标人代码", "招标代理代码")

    assert sum(not stdnum.cn.uscc.is_valid(code) for code in codes) == 1


def test_all_id_numbers_but_one_have_the_right_check_character(sample: Tables) -> None:
    headers = ("身份证号", "法人身份证号", "项目负责人身份证号", "委托代理人身份证号")
    numbers = column(sample, *headers)

    assert sum(not stdnum.cn.ric.is_valid(number) for number in numbers) == 1


def test_no_id_number_can_belong_to_a_person(sample: Tables) -> None:
    # Numbers are issued with the code of a county; these carry that of a whole province.
    assert {number[2:6] for number in column(sample, "身份证号", "法人身份证号")} == {"0000"}


def test_nothing_can_be_dialled_mailed_or_reached(sample: Tables) -> None:
    addresses = [ipaddress.ip_address(text) for text in column(sample, "IP地址")]

    assert {number[:4] for number in column(sample, "联系电话")} == {"1000"}
    assert all(address.endswith(".example") for address in column(sample, "邮箱"))
    assert all(any(ip in net for net in DOCUMENTATION) for ip in addresses)


@pytest.mark.parametrize(
    ("table", "headers"),
    [
        ("投标设备", ("网卡MAC地址",)),
        ("投标设备", ("CPU序列号",)),
        ("投标设备", ("硬盘序列号",)),
        ("投标设备", ("IP地址",)),
        ("投标设备", ("造价软件加密锁号",)),
        ("投标设备", ("CA证书编号",)),
        ("保证金", ("付款账号",)),
        ("投标", ("联系电话",)),
        ("投标", ("邮箱",)),
        ("投标", ("项目负责人身份证号", "委托代理人身份证号")),
        ("项目班子", ("身份证号",)),
        ("项目班子", ("证书编号",)),
    ],
)
def test_bidders_share_nothing_where_nothing_is_planted(
    sample: Tables, table: str, headers: tuple[str, ...]
) -> None:
    used: dict[str, set[str]] = defaultdict(set)
    planted = planted_lots()
    for row in sample[table]:
        if row["标段编号"] not in planted:
            for header in headers:
                used[row[header]].add(row["投标人代码"])

    shared = {value for value, firms in used.items() if len(firms) > 1}

    assert shared - {"", "/", "-", "无", "详见公告"} == set()


def test_nobody_heads_two_firms_where_nothing_is_planted(sample: Tables) -> None:
    headed: dict[str, set[str]] = defaultdict(set)
    for row in sample["企业"]:
        headed[row["法人身份证号"]].add(row["统一社会信用代码"])
    twice = [codes for codes in headed.values() if len(codes) > 1]
    story = [subjects_of(s) for s in STORIES if s["id"] == "same_head"]

    assert len(twice) == 2  # the story, and the look-alike who has moved
    assert all(any(codes <= told for told in story) for codes in twice)


def subjects_of(story: Mapping[str, Any]) -> set[str]:
    """The codes of all companies of a story and of its look-alikes."""
    told = [story["subjects"], *(alike["subjects"] for alike in story["look_alikes"])]
    return {firm["uscc"] for subjects in told for firm in subjects["companies"]}


def test_there_are_ten_stories_over_all_families_each_with_a_look_alike() -> None:
    assert len(STORIES) >= 10
    assert {story["family"] for story in STORIES} == FAMILIES
    assert all(story["look_alikes"] for story in STORIES)
    assert {story["kind"] for story in STORIES} == {"hard", "statistical", "presumptive"}


def test_every_planted_subject_is_in_the_files(sample: Tables) -> None:
    told = [story["subjects"] for story in STORIES]
    told += [alike["subjects"] for story in STORIES for alike in story["look_alikes"]]

    assert missing((lot for s in told for lot in s["lots"]), sample["项目标段"], "标段编号") == []
    firms = (firm["uscc"] for s in told for firm in s["companies"])
    assert missing(firms, sample["企业"], "统一社会信用代码") == []
    experts = (expert["number"] for s in told for expert in s["experts"])
    assert missing(experts, sample["专家库"], "专家编号") == []


def missing(wanted: Iterable[str], rows: Rows, header: str) -> list[str]:
    return sorted(set(wanted) - {row[header] for row in rows})


def test_every_lot_has_at_least_three_bids_and_one_winner(sample: Tables) -> None:
    bids: dict[str, list[str]] = defaultdict(list)
    for row in sample["投标"]:
        if row["标段编号"]:
            bids[row["标段编号"]].append(row["是否中标"])

    assert min(map(len, bids.values())) >= 3
    assert {won.count("是") for won in bids.values()} == {1}
    assert set(bids) == column({"": sample["项目标段"]}, "标段编号")


def test_the_readme_names_every_story() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [story["id"] for story in STORIES if f"`{story['id']}`" not in text] == []
    assert str(TRUTH["seed"]) in text
