"""The red flag follows the case in which the law names the fact, not the signal as a whole."""

from __future__ import annotations

import pytest

from queries.catalogue import catalogue
from queries.finding import Finding
from queries.run import deemed
from queries.signal import Signal


def signal(wanted: str) -> Signal:
    return next(s for s in catalogue() if s.id == wanted)


@pytest.mark.parametrize(
    ("wanted", "values", "flag"),
    [
        ("shared_contact_person", {"regime": "government_procurement"}, True),
        ("shared_contact_person", {"regime": "tender"}, False),
        ("shared_contact_person", {"regime": None}, False),
        ("control_relation", {"reach": "control"}, True),
        ("control_relation", {"reach": "indirect_in_procurement"}, False),
        ("same_principal", {}, True),
        ("cobid_intimacy", {}, False),
    ],
)
def test_the_flag_follows_the_case(wanted: str, values: dict[str, str], flag: bool) -> None:
    found = Finding(
        id="1", signal=wanted, revision=1, subjects={}, evidence=(), grade=1.0, values=values,
        root_fact="",
    )  # fmt: skip

    assert deemed(signal(wanted), found) is flag
