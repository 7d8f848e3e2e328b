"""Upload timing: habits tell what is unusual; the rush before the deadline never is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd

from measures.upload_timing import COLUMNS, close_uploads

DUE = datetime(2024, 5, 6, 17, 0, tzinfo=UTC)


def rows(uploads: dict[str, list[float]]) -> pd.DataFrame:
    """Hours before the deadline at which each firm uploaded, lot by lot."""
    return pd.DataFrame(
        [
            (f"bid:{lot:03}/{firm}", f"company:{firm}", f"lot:{lot:03}",
             (DUE + timedelta(days=lot, hours=-hours)).isoformat(),
             (DUE + timedelta(days=lot)).isoformat())
            for firm, lags in uploads.items() for lot, hours in enumerate(lags)
        ],
        columns=list(COLUMNS),
    )  # fmt: skip


def habits(firm: int, lots: int) -> list[float]:
    """Somewhere between three and fifty hours, each firm and lot at its own time."""
    return [3 + (firm * 17.3 + lot * 11.7) % 47 for lot in range(lots)]


def test_a_minute_apart_thirty_hours_before_is_unusual() -> None:
    uploads = {f"F{i}": habits(i, 40) for i in range(4)}
    uploads["F1"][7] = uploads["F0"][7] + 1 / 60

    found = close_uploads(rows(uploads))

    assert [(one, two) for one, two in zip(found["one"], found["two"], strict=True)] == [
        ("bid:007/F0", "bid:007/F1")
    ]
    assert (found["p_value"] <= 0.01).all()
    assert found["at_one"][0] > found["at_two"][0]


def test_the_rush_before_the_deadline_says_nothing() -> None:
    uploads = {f"F{i}": habits(i, 40) for i in range(4)}
    for firm in uploads:
        uploads[firm][7] = 0.5

    assert close_uploads(rows(uploads)).empty


def test_two_who_always_upload_at_the_same_hour_are_not_unusual() -> None:
    uploads = {"A": [20 + lot / 600 for lot in range(40)], "B": [20.02] * 40}

    assert close_uploads(rows(uploads)).empty


def test_nothing_comes_of_nothing() -> None:
    assert close_uploads(pd.DataFrame()).empty
    assert close_uploads(rows({"A": [20.0]})).empty
    unreadable = rows({"A": [20.0], "B": [20.0]}).assign(at="?")
    assert close_uploads(unreadable).empty
