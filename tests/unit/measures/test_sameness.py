"""What speaks for and against two records being one."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks.identity import quality, world
from measures.sameness import (
    COMPANY_COLUMNS,
    PERSON_COLUMNS,
    SHARED_COLUMNS,
    Weighed,
    candidates,
    compared,
    probability,
)

Row = tuple[str | None, ...]


def found(
    persons: list[Row] = [],  # noqa: B006
    companies: list[Row] = [],  # noqa: B006
    **shared: list[tuple[str, str]],
) -> dict[tuple[str, str], tuple[Weighed, bool]]:
    listed = candidates(
        pd.DataFrame(persons, columns=list(PERSON_COLUMNS)),
        pd.DataFrame(companies, columns=list(COMPANY_COLUMNS)),
        {k: pd.DataFrame(v, columns=list(SHARED_COLUMNS)) for k, v in shared.items()},
    )
    return {(pair.start, pair.end): (pair, certain) for pair, certain in listed}


def crowd(n: int) -> list[Row]:
    """People who have nothing to do with each other."""
    return [
        (f"person:x{i}", f"某{chr(0x4E00 + i % 5000)}{i}", "id", f"{i}", None) for i in range(n)
    ]


def test_a_rare_name_in_one_firm_is_one_person_and_a_common_name_is_not() -> None:
    rare = [("person:a", "欧阳翎", "id", "1", None), ("person:b", "欧阳翎", "scoped", None, None)]
    common: list[Row] = [
        (f"person:w{i}", "王伟", "id", str(i), f"19{60 + i}-01-01") for i in range(30)
    ]
    both = [("person:c", "王伟", "scoped", None, None), *common]
    firms = [("person:a", "f"), ("person:b", "f"), ("person:c", "f"), ("person:w1", "f")]

    seen = found(persons=[*crowd(90_000), *rare, *both], firms=firms)

    assert seen["person:a", "person:b"][1] is True
    assert seen["person:c", "person:w1"][1] is False


def test_two_id_numbers_are_two_persons() -> None:
    two: list[Row] = [
        ("person:a", "欧阳翎", "id", "110101********0011", "1970-01-01"),
        ("person:b", "欧阳翎", "id", "320101********0022", "1980-01-01"),
    ]

    assert found(persons=[*crowd(1000), *two], firms=[("person:a", "f"), ("person:b", "f")]) == {}


def test_a_slip_in_a_name_is_found_by_the_telephone() -> None:
    two: list[Row] = [
        ("person:a", "欧阳翎", "phone", None, None),
        ("person:b", "欧阳铃", "phone", None, None),
    ]

    seen = found(persons=[*crowd(5000), *two], contacts=[("person:a", "t"), ("person:b", "t")])

    pair, certain = seen["person:a", "person:b"]
    assert not certain
    assert {name for name, _, _ in pair.features} >= {"name_alike", "shared_contacts"}


def company(key: str, name: str, uscc: str | None = None, former: str | None = None) -> Row:
    return (f"company:{key}", name, former, uscc, None, None, None)


@pytest.mark.parametrize(
    "spelling", ["虚构市大山建设工程有限责任公司", "虛構市大山建設工程有限公司"]
)
def test_a_spelling_without_code_is_the_one_firm_of_that_name(spelling: str) -> None:
    seen = found(
        companies=[company("A", "虚构市大山建设工程有限公司", "91A"), company("x", spelling)]
    )

    assert seen["company:A", "company:x"][1] is True


def test_a_former_name_leads_to_the_firm() -> None:
    seen = found(
        companies=[
            company("A", "虚构市大山建设工程有限公司", "91A", "虚构市小山建筑有限公司"),
            company("x", "虚构市小山建筑有限公司"),
        ]
    )

    assert seen["company:A", "company:x"][0].score > 0.99


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("虚构市大山第一建设有限公司", "虚构市大山第二建设有限公司"),
        ("虚构市大山建设有限公司", "虚构市大山建设有限公司分公司"),
        ("虚构市东山建设有限公司", "虚构市西山建设有限公司"),
    ],
)
def test_sisters_and_branches_are_not_alike(one: str, two: str) -> None:
    assert found(companies=[company("A", one, "91A"), company("x", two)]) == {}


def test_firms_with_different_codes_are_different() -> None:
    name = "虚构市大山建设工程有限公司"
    two: list[Row] = [
        ("company:A", name, None, "91110000MA0000001A", "MA0000001", None, None),
        ("company:B", name, None, "91110000MA9999999B", "MA9999999", None, None),
    ]

    assert all(not certain for _, certain in found(companies=two).values())


def test_the_code_in_the_key_of_a_firm_that_no_register_describes_counts() -> None:
    name = "虚构市大山建设工程有限公司"
    seen = found(
        companies=[
            company("91350200776049653A", name),
            company("91440101MA5CJQ4N59", name),
            company("N", name),
        ]
    )

    assert not any(certain for _, certain in seen.values())
    alone = found(companies=[company("91350200776049653A", name), company("N", name)])
    assert [certain for _, certain in alone.values()] == [True]


def test_features_that_come_together_do_not_count_twice() -> None:
    alone = probability([("prior", -4.0, ""), ("shared_firms", 3.0, "")])
    both = probability([("prior", -4.0, ""), ("shared_firms", 3.0, ""), ("shared_contacts", 3, "")])

    assert alone == pytest.approx(1 / 11)
    assert both == pytest.approx(1 / (1 + 10**0.1))


def test_names_are_compared_in_one_script_and_width() -> None:
    assert compared("廣東（虚构）有限責任公司") == compared("广东(虚构)有限公司")


def test_quality_on_records_whose_truth_is_known() -> None:
    made = world(persons=6000, companies=1500, seed=7)

    for prefix in ("person:", "company:"):
        reached = quality(made, prefix)
        assert reached.merged > 100
        assert reached.precision >= 0.995
        assert reached.recall >= 0.90
