"""Numbers of firms, people, telephones, mailboxes and accounts."""

import pytest

from loaders.problems import Complaint
from loaders.registered_numbers import (
    account,
    certificate,
    company_code,
    emails,
    id_number,
    phones,
)


def kept(found: object) -> object:
    """The value that is kept in spite of a complaint."""
    assert isinstance(found, Complaint)
    return found.value


@pytest.mark.parametrize(
    "cell", ["91350200776049653A", " 91350200776049653a ", "９１３５０２００７７６０４９６５３Ａ"]
)
def test_one_spelling_of_a_credit_code(cell: str) -> None:
    assert company_code(cell) == "91350200776049653A"


def test_a_wrong_check_character_keeps_the_code() -> None:
    assert kept(company_code("91350200776049653B")) == "91350200776049653B"
    assert kept(company_code("91350203M0001QAY9B")) == "91350203M0001QAY9B"


def test_an_organisation_code_loses_its_hyphen() -> None:
    assert company_code("77604965-3") == "776049653"


@pytest.mark.parametrize("cell", ["9.1350200776E+17", "abc", "甲公司", "乙建筑工程有限公司"])
def test_what_is_no_company_code_is_not_kept(cell: str) -> None:
    assert kept(company_code(cell)) is None


def test_an_identity_number_is_read_and_an_old_one_completed() -> None:
    assert id_number("11010519491231002x") == "11010519491231002X"
    assert id_number("110105491231002") == "11010519491231002X"


@pytest.mark.parametrize("cell", ["1.10105E+17", "1.1E17", "110105********002X", "张三"])
def test_a_number_that_lost_digits_is_not_kept(cell: str) -> None:
    assert kept(id_number(cell)) is None


@pytest.mark.parametrize("cell", ["110105194912310021", "11010519491331002X", "H12345678"])
def test_a_doubtful_number_is_kept(cell: str) -> None:
    assert kept(id_number(cell)) == cell


def test_a_certificate_is_a_persons_or_a_firms() -> None:
    assert certificate("11010519491231002X") == "11010519491231002X"
    assert certificate("91350200776049653A") == "91350200776049653A"
    assert kept(certificate("91350200776049653B")) == "91350200776049653B"


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("13800138000", ("13800138000",)),
        ("+86 138-0013-8000", ("13800138000",)),
        ("(0592)5551234", ("05925551234",)),
        ("0592-5551234-801", ("05925551234-801",)),
        ("0592-5551234转801", ("05925551234-801",)),
        ("13800138000、0592-5551234", ("13800138000", "05925551234")),
        ("13800138000 13900139000", ("13800138000", "13900139000")),
        ("+374 10 52 42 82", ("+37410524282",)),
    ],
)
def test_one_spelling_of_telephones(cell: str, numbers: tuple[str, ...]) -> None:
    assert phones(cell) == numbers


def test_the_readable_telephones_of_a_cell_are_kept() -> None:
    assert kept(phones("13800138000；见附件")) == ("13800138000",)
    assert kept(phones("1.38E+10")) is None


def test_mailboxes_are_in_lower_case() -> None:
    assert emails("Zhang@Example.CN; li@example.cn") == ("zhang@example.cn", "li@example.cn")
    assert kept(emails("zhang#example.cn")) is None


def test_an_account_has_digits_and_no_spaces() -> None:
    assert account("6222 0200 0000 0001 234") == "6222020000000001234"
    assert kept(account("6.22E+18")) is None
    assert kept(account("****1234")) is None
