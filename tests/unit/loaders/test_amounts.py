"""Amounts, offers and shares as people type them."""

import pytest

from loaders.amounts import Price, amount, formal_amount, integer, price, share, unit_factor
from loaders.problems import Complaint


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        ("9876543.21", 9876543.21),
        (" 1,234,567.80 元", 1234567.80),
        ("￥1,200", 1200.0),
        ("人民币 35,161,966.36元整", 35161966.36),
        ("１２３４．５", 1234.5),
        ("2036.517337万元", 20365173.37),
        ("1.5亿元", 150_000_000.0),
        ("300万", 3_000_000.0),
        ("0.07", 0.07),
        ("1.23E+6", 1_230_000.0),
        ("壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分", 1234567.89),
        ("1,234,567.89元（大写：壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分）", 1234567.89),
    ],
)
def test_an_amount_is_read_in_yuan(cell: str, yuan: float) -> None:
    assert amount(cell) == yuan


def test_the_unit_of_the_header_counts_unless_the_cell_names_its_own() -> None:
    assert amount("5000", factor=10_000) == 50_000_000.0
    assert amount("0.07", factor=10_000) == 700.0
    assert amount("5000元", factor=10_000) == 5000.0


def test_words_count_where_figures_say_something_else() -> None:
    found = amount("1,234,567.00元 大写：壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分")

    assert isinstance(found, Complaint)
    assert found.value == 1234567.89


@pytest.mark.parametrize(
    "cell", ["约300万元", "-5", "1,2345", "85%", "1.234,56", "万元", "按标准的50%计取"]
)
def test_what_is_no_amount_is_complained_of(cell: str) -> None:
    found = amount(cell)

    assert isinstance(found, Complaint)
    assert found.value is None


@pytest.mark.parametrize("cell", ["", "/", "无", "详见公告", "—", " "])
def test_signs_for_nothing_are_no_amount_and_no_problem(cell: str) -> None:
    assert amount(cell) is None


@pytest.mark.parametrize(
    ("words", "yuan"),
    [
        ("壹元整", 1.0),
        ("拾万元整", 100_000.0),
        ("壹亿零叁拾万元", 100_300_000.0),
        ("贰仟零伍元伍分", 2005.05),
        ("叁佰圆正", 300.0),
    ],
)
def test_formal_words_are_counted(words: str, yuan: float) -> None:
    assert formal_amount(words) == yuan


@pytest.mark.parametrize(
    ("cell", "offer"),
    [
        ("100", Price(100.0, None, None)),
        ("98.80%", Price(None, 0.988, "98.80%")),
        ("下浮率2%", Price(None, 0.02, "下浮率2%")),
        ("-2.5%", Price(None, -0.025, "-2.5%")),
        ("下浮率为－2％", Price(None, -0.02, "下浮率为－2％")),
        ("下浮率\u22122%", Price(None, -0.02, "下浮率\u22122%")),
        ("-0.00%", Price(None, 0.0, "-0.00%")),
        ("1,000元", Price(1000.0, None, "1,000元")),
    ],
)
def test_an_offer_is_an_amount_or_a_rate(cell: str, offer: Price) -> None:
    assert price(cell) == offer


@pytest.mark.parametrize(
    "cell",
    [
        "172225327.26（其中建安费168430139.26元+勘察设计费：3795188.00元）",
        "投标报价172225327.26元，其中设计费200000元",
        "172,225,327.26元(设计费报价：5500000.00元，建安费报价：739771900.00元)",
    ],
)
def test_a_total_stands_before_what_it_is_made_of(cell: str) -> None:
    assert price(cell) == Price(172225327.26, None, cell)


@pytest.mark.parametrize(
    ("cell", "total"),
    [
        ("建安费报价：900.50元,设计费报价：99.50,投标总价：1,000元", 1000.0),
        ("投标报价1000元=建安费报价900元+设计费报价100元", 1000.0),
        (
            "投标报价3万元、建安费2万元、设计费1万元，投标报价3万元=建安费2万元+设计费1万元",
            30_000.0,
        ),
    ],
)
def test_a_total_is_what_its_parts_add_up_to(cell: str, total: float) -> None:
    assert price(cell) == Price(total, None, cell)


@pytest.mark.parametrize(
    "cell",
    [
        "设计费：100元；建安费：900元",
        "设计费：100元；建安费：900元；总价1001元",
        "2元、1元、50%、1元",
    ],
)
def test_parts_without_their_total_are_no_amount(cell: str) -> None:
    assert isinstance(price(cell), Complaint)


def test_an_offer_in_words_is_kept_as_text_and_complained_of() -> None:
    found = price("设计费：349万元；建安工程费下浮率：0.3%")

    assert isinstance(found, Complaint)
    assert found.value == Price(None, None, "设计费：349万元；建安工程费下浮率：0.3%")


@pytest.mark.parametrize(
    ("cell", "fraction"), [("35%", 0.35), ("0.35", 0.35), ("35", 0.35), ("100", 1.0), ("1", 1.0)]
)
def test_a_share_is_a_fraction_of_one(cell: str, fraction: float) -> None:
    assert share(cell) == fraction


def test_a_header_with_a_percent_sign_makes_one_mean_one_percent() -> None:
    assert share("1", percent=True) == 0.01
    assert share("0.5", percent=True) == 0.005


@pytest.mark.parametrize("cell", ["-5%", "120%", "a third"])
def test_what_is_no_share_is_complained_of(cell: str) -> None:
    assert isinstance(share(cell), Complaint)


def test_ranks_are_read_in_figures_and_in_words() -> None:
    assert [integer(cell) for cell in ("3", "第2名", "3.0", "十二", "第一名")] == [3, 2, 3, 12, 1]


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("投标报价（万元）", 1e4),
        ("注册资本(万元)", 1e4),
        ("投标报价(元)", 1),
        ("报价", 1),
        ("投资额亿元", 1e8),
    ],
)
def test_the_header_states_the_unit(header: str, factor: float) -> None:
    assert unit_factor(header) == factor
