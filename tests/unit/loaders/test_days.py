"""Days and times as people type them."""

import pytest

from loaders.days import day, last_day, moment
from loaders.problems import Complaint


@pytest.mark.parametrize(
    "cell",
    [
        "2024-05-06",
        "2024/5/6",
        "2024.5.6",
        "2024年5月6日",
        "20240506",
        "45418",
        "2024-05-06 09:30:00",
        "2024-5-6 星期一 9:30",
    ],
)
def test_a_day_is_read_in_every_usual_form(cell: str) -> None:
    assert day(cell) == "2024-05-06"


def test_a_month_stands_for_its_first_or_its_last_day() -> None:
    assert day("2024-02") == "2024-02-01"
    assert day("2024年2月") == "2024-02-01"
    assert last_day("2024-02") == "2024-02-29"


@pytest.mark.parametrize("cell", ["长期", "至今", "", "/"])
def test_an_open_end_is_no_day(cell: str) -> None:
    assert last_day(cell) is None


@pytest.mark.parametrize("cell", ["2024-02-30", "2024-13-01", "昨天", "5", "2024-05-06x"])
def test_what_is_no_day_is_complained_of(cell: str) -> None:
    assert isinstance(day(cell), Complaint)


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2024-05-06 08:45:12", "2024-05-06T08:45:12"),
        ("2024年5月6日 下午2点30分", "2024-05-06T14:30:00"),
        ("2024年5月6日14时30分", "2024-05-06T14:30:00"),
        ("2024/5/6 9:05", "2024-05-06T09:05:00"),
        ("20240506084512", "2024-05-06T08:45:12"),
        ("45418.5", "2024-05-06T12:00:00"),
        ("2018-01-11T17:27:34+04:00", "2018-01-11T17:27:34"),
        ("2016-06-02T14:54:40.605501+03:00", "2016-06-02T14:54:40"),
        ("2024-05-06", "2024-05-06T00:00:00"),
    ],
)
def test_a_time_is_the_wall_clock_of_the_source(cell: str, time: str) -> None:
    assert moment(cell) == time


@pytest.mark.parametrize("cell", ["2024-05-06 25:00:00", "2024-05-06 09:61", "soon"])
def test_what_is_no_time_is_complained_of(cell: str) -> None:
    assert isinstance(moment(cell), Complaint)
