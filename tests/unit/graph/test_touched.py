"""What touches what is read: edges of new nodes concern those alone whose whole path may be new."""

import pytest

from graph.touched import came, of_path, touched_names

DEVICES_OF_BIDDERS = (
    of_path("USED_IN", [], ["SUBMITTED"]),
    of_path("SUBMITTED", [], ["USED_IN"]),
)
NEW_BID = came("SUBMITTED", new_start=False, new_end=True)


@pytest.mark.parametrize(
    ("touched", "names"),
    [
        # A new bid has no device yet.
        ({NEW_BID}, set()),
        ({came("SUBMITTED", new_start=True, new_end=True)}, set()),
        # An old one may have had one for long.
        ({"SUBMITTED"}, {"SUBMITTED"}),
        ({came("SUBMITTED", new_start=True, new_end=False)}, {"SUBMITTED"}),
        # A device came to some bid: to the new one, for all that is known.
        ({NEW_BID, "USED_IN"}, {"SUBMITTED", "USED_IN"}),
        (
            {NEW_BID, came("USED_IN", new_start=False, new_end=True)},
            {"SUBMITTED", "USED_IN"},
        ),
        ({came("USED_IN", new_start=True, new_end=False)}, {"USED_IN"}),
        ({"*"}, {"*"}),
        ({"Company.name", "FOR"}, set()),
    ],
)
def test_a_new_node_has_what_came_since(touched: set[str], names: set[str]) -> None:
    assert touched_names(touched, DEVICES_OF_BIDDERS) == names


def test_one_of_several_types_is_enough() -> None:
    reads = [of_path("SUBMITTED", [], ["HANDLED|LEADS", "FOR"])]

    assert touched_names({NEW_BID, "FOR+"}, reads) == set()
    assert touched_names({NEW_BID, "FOR+", "+LEADS+"}, reads) == {"SUBMITTED"}


def test_who_reads_everything_is_touched_by_everything() -> None:
    assert touched_names({NEW_BID, "Lot"}, {"*"}) == {"SUBMITTED", "Lot"}
