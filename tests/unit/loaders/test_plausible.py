"""What cells make doubtful together."""

import pytest

from loaders.amounts import Price
from loaders.parties import Party
from loaders.plausible import bids_twice, far_from_ceiling
from tests.unit.loaders.mapping import A, B, C


@pytest.mark.parametrize(
    ("offer", "ceiling", "doubtful"),
    [
        (987.65, 12_000_000.0, True),
        (98_765_000_000.0, 12_000_000.0, True),
        (9_876_500.0, 12_000_000.0, False),
        (1_200.0, 12_000_000.0, True),
        (120_000.0, 12_000_000.0, False),
        (None, 12_000_000.0, False),
        (100.0, None, False),
    ],
)
def test_an_amount_in_the_wrong_unit_is_far_from_its_ceiling(
    offer: float | None, ceiling: float | None, doubtful: bool
) -> None:
    check = far_from_ceiling()

    assert (check(offer, ceiling) is not None) is doubtful
    assert (check(Price(offer, None, None), ceiling) is not None) is doubtful


def test_a_firm_of_a_consortium_that_bids_alone_too_is_named_once_known() -> None:
    check = bids_twice()

    assert check("L1", A, "A", None, None, False) is None
    assert check("L1", B, "B", None, (Party("A", A, lead=False),), True) is not None
    assert check("L2", A, "A", None, None, False) is None


def test_rows_of_one_consortium_are_one_bid() -> None:
    check = bids_twice()
    lead = Party("B", B, lead=True)

    assert check("L1", B, "B", None, (Party("C", C, lead=False),), True) is None
    assert check("L1", C, "C", lead, None, True) is None


def test_two_rows_of_one_bidder_are_no_consortium() -> None:
    check = bids_twice()

    assert check("L1", A, "A", None, None, False) is None
    assert check("L1", A, "A", None, None, None) is None
