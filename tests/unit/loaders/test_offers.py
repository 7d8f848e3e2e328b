"""Offers as notices print them: numbers, totals with their parts, rates, words."""

from __future__ import annotations

import pytest

from loaders.amounts import Price
from loaders.offers import BARE, NO_RATE, kind, offer, rate, rate_kind
from loaders.problems import Complaint


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("698万元", "number"),
        ("6,980,000.00", "number"),
        ("100682530.11元（其中建安费：99870430.11元，设计费812100.00元）", "worded"),
        ("¥6960000.00 元（大写：人民币陆佰玖拾陆万元整），含 6 %税费", "worded"),
        ("建安费报价：900.5元，设计费报价：99.5元，投标总价：1000元", "worded"),
        ("98.80", "unmarked"),
        ("0.95", "unmarked"),
        ("98.80元", "number"),
        ("88.628%", "rate"),
        ("价格系数：99.47%", "rate"),
        ("0.76%（价格系数）", "rate"),
        ("下浮率为2%", "discount"),
        ("下浮率为-2%", "discount"),
        ("-98.80", "words"),
        ("设计费160万元，施工费下浮率3%", "several"),
        ("建安工程费报价：下浮率0.3%,设计费报价：肆拾捌万壹仟玖佰零伍元", "several"),
        ("设计费：106938.00元；建安工程费：9057593.43元。", "several"),
        ("投标报价(元/%)", "words"),
        ("未提供", "none"),
    ],
)
def test_offers_are_told_apart(cell: str, expected: str) -> None:
    assert kind(cell) == expected


@pytest.mark.parametrize(
    ("rate", "text", "form", "expected"),
    [
        (0.05, "下浮率5%", None, "discount"),
        (0.05, "下浮率5%", "费率", "discount"),
        (0.012, "费率1.2%", "下浮率", "fee"),
        (0.9947, "价格系数：99.47%", None, "fee"),
        (0.05, "5%", "下浮率报价", "discount"),
        (0.05, "5%", "费率", None),
        (0.9, "折扣率90%", None, None),
        (None, "下浮率", "下浮率", None),
    ],
)
def test_a_discount_is_told_from_a_fee(
    rate: float | None, text: str, form: str | None, expected: str | None
) -> None:
    assert rate_kind(Price(None, rate, text), form) == expected


def test_words_are_kept_as_they_are() -> None:
    found = offer("投标报价(元/%)")

    assert isinstance(found, Complaint)
    assert found.value == Price(None, None, "投标报价(元/%)")


def test_a_bare_number_too_small_for_yuan_is_kept_as_words() -> None:
    found = offer("98.80")

    assert isinstance(found, Complaint)
    assert found.value == Price(None, None, "98.80")
    assert "ten thousand" in found.rule


@pytest.mark.parametrize(
    ("cell", "fraction"),
    [
        ("5", 0.05),
        ("5%", 0.05),
        ("-2", -0.02),
        ("\u22122.5", -0.025),
        ("－2％", -0.02),
        ("-0", 0.0),
    ],
)
def test_a_rate_keeps_its_sign(cell: str, fraction: float) -> None:
    found = rate(cell)

    assert isinstance(found, Price)
    assert (found.amount, found.rate) == (None, fraction)


@pytest.mark.parametrize("cell", ["0.05", "-0.05"])
def test_a_bare_fraction_is_a_rate_only_where_the_header_names_percent(cell: str) -> None:
    assert rate(cell) == Complaint(BARE.rule, BARE.advice, value=Price(None, None, cell))
    assert rate(cell, percent=True) == Price(None, float(cell) / 100, None)


@pytest.mark.parametrize("cell", ["150", "-150", "1.2E+06", "9876543.21元"])
def test_what_cannot_be_a_rate_is_kept_as_words(cell: str) -> None:
    assert rate(cell) == Complaint(NO_RATE.rule, NO_RATE.advice, value=Price(None, None, cell))
