"""Shared passages are found exactly and once; slips, rivals' names and bills likewise."""

from __future__ import annotations

import random

import numpy as np
import pytest

from measures.document_likeness import ProjectNames
from measures.named_rivals import Rival, named_rivals
from measures.priced_bills import like_bills
from measures.shared_text import (
    RUN,
    Block,
    Holders,
    Text,
    blocks,
    characters,
    held_by_few,
    joined,
    of_few,
    pieces,
    plain,
    runs,
)


def words(seed: int, count: int) -> str:
    chance = random.Random(seed)
    return "".join(chr(0x4E00 + chance.randrange(4000)) for _ in range(count))


def text_of(*passages: str) -> Text:
    return joined([("a.docx", ((f"第{i}段", p) for i, p in enumerate(passages, 1)))])


def test_spaces_marks_and_widths_do_not_count() -> None:
    assert plain("施 工，ＡＢ（一）\n") == "施工ab一"


def test_a_shared_passage_is_one_block_with_its_places() -> None:
    shared = words(1, 150)
    one, two = text_of(words(2, 60), words(3, 30) + shared), text_of(shared + words(4, 80))
    of_one, of_two = (runs(characters(each.text), RUN) for each in (one, two))

    (pair,) = held_by_few([np.unique(each[each != 0]) for each in (of_one, of_two)], 2)
    (found,) = blocks(one, two, of_one, of_two, pair[2])

    assert (found.one, found.two, found.length) == (90, 0, 150)
    assert one.place(found.one) == "a.docx 第2段"
    assert two.place(found.two) == "a.docx 第1段"


def test_a_long_passage_counts_by_its_paragraphs() -> None:
    text = text_of(*(words(seed, 60) for seed in range(6)))

    found = pieces([Block(0, 500, 360), Block(0, 900, 99)], text, 100)

    assert found == [Block(0, 500, 120), Block(120, 620, 120), Block(240, 740, 120)]


def test_no_run_goes_across_files() -> None:
    text = joined([("a", [("1", "甲" * 10)]), ("b", [("1", "乙" * 10)])])

    assert not runs(characters(text.text), RUN).any()


def test_what_three_have_ties_no_two() -> None:
    three = runs(characters(words(5, 40)), RUN)
    own = [np.unique(np.r_[three, runs(characters(words(seed, 40)), RUN)]) for seed in (6, 7, 8)]

    assert list(held_by_few(own, 2)) == []
    assert [(i, j, *found) for i, j, found in held_by_few(own, 3)] == [
        (i, j, *np.unique(three)) for i, j in ((0, 1), (0, 2), (1, 2))
    ]


def test_what_a_few_bidders_of_one_lot_have_and_nobody_else_counts() -> None:
    inside, outside = (np.unique(runs(characters(words(seed, 40)), RUN)) for seed in (6, 7))
    holders = Holders(1_000)
    for held in (*[np.union1d(inside, outside)] * 3, outside):
        holders.add(held)

    found = of_few([np.union1d(inside, outside)] * 3, holders, usual=2, group=3)

    assert all(np.array_equal(own, inside) for own in found)
    assert of_few([inside] * 3, holders, usual=2, group=2)[0].size == 0


def test_of_two_names_that_begin_alike_the_longer_is_found() -> None:
    long, short = words(1, 20), words(1, 15)
    names = ProjectNames([("lot:1", (short,)), ("lot:2", (long,))])
    text = text_of(words(2, 30) + long + words(3, 10), short)
    of_text = runs(characters(text.text), RUN)

    assert list(names.found_in(text, of_text)) == [(30, long), (60, short)]
    assert list(ProjectNames([]).found_in(text, of_text)) == []


def test_holders_are_never_fewer_than_there_are() -> None:
    holders = Holders(100)
    held = runs(characters(words(9, 100)), RUN)
    for _ in range(3):
        holders.add(held)

    assert (holders.of(held) >= 3).all()
    assert (holders.of(runs(characters(words(10, 100)), RUN)) == 0).mean() > 0.99


def test_a_rivals_name_is_found_unless_it_is_part_of_a_longer_one() -> None:
    rivals = [
        Rival("bid:A", "A", "青石建设有限公司", ""),
        Rival("bid:B", "B", "白石建设有限公司", "91110000123456789x"),
        Rival("bid:C", "C", "大白石建设有限公司", ""),
    ]

    text = "我公司青石建设有限公司与大白石建设有限公司及白石建设有限公司承诺代码91110000123456789x"

    assert named_rivals(text, "bid:A", rivals, "") == {"B": [22, 34], "C": [12]}
    assert named_rivals(text, "bid:A", rivals, text) == {}


def bill_of(seed: int) -> dict[str, float]:
    chance = random.Random(seed)
    return {f"{line:03} 砌筑": round(chance.uniform(10, 900), 2) for line in range(60)}


@pytest.mark.parametrize(
    "said",
    ["类似业绩与{}组成联合体承建", "发包人：{}，合同金额", "分包单位为{}", "我公司和{}共同完成"],
)
def test_a_rivals_name_in_a_past_project_is_no_sign(said: str) -> None:
    rival = Rival("bid:B", "B", "远岭路桥有限公司", "")

    assert named_rivals(plain(said.format(rival.name)), "bid:A", [rival], "") == {}
    for sign in ("投标人：{}（盖章）", "我{}郑重承诺", "本项目由{}编制"):
        assert named_rivals(plain(sign.format(rival.name)), "bid:A", [rival], "") != {}


def test_equal_prices_and_a_constant_ratio_are_told_from_chance() -> None:
    first, other = bill_of(1), bill_of(2)
    half = {
        line: price if i % 2 else other[line] + 1 for i, (line, price) in enumerate(first.items())
    }
    scaled = {line: price * 1.03 for line, price in other.items()}

    found = {(like.one, like.two): like for like in like_bills([first, other, half, scaled])}

    assert set(found) == {(0, 2), (1, 3)}
    assert (found[0, 2].count, found[0, 2].share) == (30, 0.5)
    assert found[1, 3].share == 1.0


def test_prices_that_are_given_do_not_count() -> None:
    given = {f"{line:03} 暂列金额": 100.0 for line in range(40)}

    assert list(like_bills([given, dict(given)])) == []
