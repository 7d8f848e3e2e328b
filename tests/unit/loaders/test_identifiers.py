"""Check digits, keyed hashes, masks and one spelling."""

import pytest
from stdnum.cn import ric, uscc

from loaders.identifiers import (
    KeyedHash,
    address_key,
    company_name_key,
    id_check_character,
    id_number_18,
    id_number_is_valid,
    mask_email,
    mask_id_number,
    mask_phone,
    org_code_is_valid,
    person_name_key,
    uscc_is_valid,
)

KNOWN_CODES = (
    "91350200776049653A",
    "91440101MA5CJQ4N59",
    "913502000728319549",
    "123502001549897397",
    "91350200776049653B",
    "91350203M0001QAY9B",
    "9135020077604965IA",
    "91350200776049653",
)


@pytest.mark.parametrize("code", KNOWN_CODES)
def test_credit_codes_are_judged_as_the_reference_library_does(code: str) -> None:
    assert uscc_is_valid(code) == uscc.is_valid(code)


@pytest.mark.parametrize("code", KNOWN_CODES[:4])
def test_the_organisation_code_inside_a_credit_code_is_valid_too(code: str) -> None:
    assert org_code_is_valid(code[8:17])
    assert not org_code_is_valid(code[8:16] + ("0" if code[16] != "0" else "1"))


@pytest.mark.parametrize(
    "first_17", ["11010519491231002", "44010119900101001", "35020019851108123"]
)
def test_identity_numbers_are_judged_as_the_reference_library_does(first_17: str) -> None:
    number = first_17 + id_check_character(first_17)

    assert id_number_is_valid(number)
    assert ric.is_valid(number)
    for wrong in set("0123456789X") - {number[17]}:
        assert not id_number_is_valid(first_17 + wrong)


def test_an_old_number_gets_its_century_and_check_character() -> None:
    assert id_number_18("110105491231002") == "11010519491231002X"


def test_equal_text_meets_under_one_key_and_not_under_another() -> None:
    here, there = KeyedHash(b"a" * 32), KeyedHash(b"b" * 32)

    assert here.digest("id", "x") == KeyedHash(b"a" * 32).digest("id", "x")
    assert here.digest("id", "x") != there.digest("id", "x")
    assert here.digest("id", "x") != here.digest("phone", "x")
    assert len(here.digest("id", "x")) == 16


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 or more"):
        KeyedHash(b"short")


def test_masks_hide_the_middle() -> None:
    assert mask_id_number("11010519491231002X") == "110105********002X"
    assert mask_phone("13800138000") == "138****8000"
    assert mask_email("zhang@example.cn") == "z***@example.cn"


def test_a_company_has_one_spelling_and_a_branch_its_own() -> None:
    assert company_name_key("甲（厦门） 工程有限责任公司") == company_name_key(
        "甲(厦门)工程有限公司"
    )
    assert company_name_key("甲工程有限公司厦门分公司") != company_name_key("甲工程有限公司")
    assert company_name_key("Acme  Ltd") == "ACME LTD"


def test_people_and_addresses_have_one_spelling() -> None:
    assert person_name_key("张 三") == "张三"
    assert person_name_key("阿依古丽・买买提") == person_name_key("阿依古丽·买买提")
    assert address_key("厦门市 湖里区，1号（2楼）") == address_key("厦门市湖里区1号(2楼)")
