"""What a replay comes to is said in one sentence."""

from __future__ import annotations

import pytest

from commands.handing_over import _outcome
from evidence.replay import DIFFERENT, EQUAL, NOT_ASKED, Replayed, ReplayReport


@pytest.mark.parametrize(
    ("differences", "outcomes", "said"),
    [
        ((), (EQUAL, EQUAL, NOT_ASKED), "一致：所载文件相同，2 项查询的结果全部一致。"),
        (
            ("甲.csv",),
            (EQUAL, DIFFERENT),
            "与出具时不同（见上文），2 项查询中有 1 项",
        ),
        (("甲.csv",), (EQUAL,), "1 项查询中有 0 项结果不同"),
        ((), (EQUAL, DIFFERENT), "身份密钥（keys/identity.key）不同则人员标识不同"),
    ],
)
def test_a_replay_says_whether_all_is_equal(
    differences: tuple[str, ...], outcomes: tuple[str, ...], said: str
) -> None:
    signals = tuple(Replayed(f"s{i}", 1, outcome, 1, 1) for i, outcome in enumerate(outcomes))

    assert said in _outcome(ReplayReport("编号", differences, signals))
