"""What the commands about measures and scores print."""

from __future__ import annotations

import pytest

from commands.measuring import _print_calibration
from leads.calibrate import Bin, Calibration, Fit

WARNING = "不优于现行权重"


@pytest.mark.parametrize(("after", "warned"), [(0.16, True), (0.13, True), (0.09, False)])
def test_a_fit_that_predicts_later_lots_no_better_is_advised_against(
    after: float, warned: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    bins = (Bin(4, 0.5, 0.5),)

    _print_calibration(
        Calibration({"price": 0.9}, 9, 4, "2025-09-06", Fit(0.13, bins), Fit(after, bins), 0)
    )

    assert (WARNING in "".join(capsys.readouterr().out.split())) is warned
