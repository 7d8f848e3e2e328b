"""Numbers that machines and connections leave."""

import pytest

from loaders.device_numbers import device_codes, ip_is_private, ips, macs
from loaders.problems import Complaint


@pytest.mark.parametrize(
    "cell", ["3C-52-82-AA-BB-CC", "3c:52:82:aa:bb:cc", "3C5282AABBCC", "3c52.82aa.bbcc"]
)
def test_one_spelling_of_an_adapter(cell: str) -> None:
    assert macs(cell) == ("3C5282AABBCC",)


@pytest.mark.parametrize(
    "cell", ["00-00-00-00-00-00", "FF:FF:FF:FF:FF:FF", "/", "N/A", "To be filled by O.E.M."]
)
def test_an_empty_adapter_says_nothing(cell: str) -> None:
    assert macs(cell) is None


@pytest.mark.parametrize("cell", ["00-0C-29-12-34-56", "08-00-27-12-34-56", "02-42-AC-11-00-02"])
def test_a_virtual_adapter_is_left_out_and_said_so(cell: str) -> None:
    found = macs(cell)

    assert isinstance(found, Complaint)
    assert found.value is None


def test_a_physical_adapter_beside_a_virtual_one_is_kept() -> None:
    found = macs("3C-52-82-AA-BB-CC;00-50-56-C0-00-08")

    assert isinstance(found, Complaint)
    assert found.value == ("3C5282AABBCC",)


def test_serial_numbers_lose_their_signs() -> None:
    assert device_codes("wd-wcc4n0123456") == ("WDWCC4N0123456",)
    assert device_codes("JS001；JS002、JS001") == ("JS001", "JS002")


@pytest.mark.parametrize(
    "cell",
    [
        "Default string",
        "NONE",
        "0000000000",
        "To be filled by O.E.M.",
        "System Serial Number",
        "无",
    ],
)
def test_what_makers_write_into_an_empty_number_says_nothing(cell: str) -> None:
    assert device_codes(cell) is None


def test_addresses_are_in_their_shortest_form() -> None:
    assert ips("203.0.113.7:8080") == ("203.0.113.7",)
    assert ips("2001:0db8::0001") == ("2001:db8::1",)
    assert ips("0.0.0.0") is None  # noqa: S104
    assert isinstance(ips("300.1.1.1"), Complaint)


def test_private_networks_are_told_from_public_ones() -> None:
    assert ip_is_private("192.168.1.8")
    assert ip_is_private("100.64.3.4")
    assert not ip_is_private("8.8.8.8")
    assert not ip_is_private("203.0.113.7")
