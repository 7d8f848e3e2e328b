"""The orders of the list of leads."""

from __future__ import annotations

from leads.lead import Lead, SmokeIndex, SubjectKind
from pages.components.lead_filters import SORTS


def lead(name: str, *, ranking: float) -> Lead:
    smoke = SmokeIndex(99.9, 0.007, 6.0, ranking, (), {}, (99.0, 99.9), {}, 1.0, ())
    return Lead(
        f"company-{name}",
        SubjectKind.COMPANY,
        (f"company:{name}",),
        name,
        smoke,
        (),
        red_flag=False,
    )


def test_equal_indexes_stay_in_the_order_of_their_ranking() -> None:
    leads = [lead("b", ranking=10.75), lead("a", ranking=7.5)]

    assert sorted(leads, key=SORTS["index"]) == leads
    assert [x.name for x in sorted(leads, key=SORTS["name"])] == ["a", "b"]
