"""What is said of records that were made one."""

from __future__ import annotations

import pytest

from leads.identities import MergedRecord


@pytest.mark.parametrize(
    ("by", "reason", "why"),
    [
        ("automatic", "name_equal+1.2 id_differs-0.4", "姓名（名称）相同 +1.2；证件号码不同 -0.4"),
        ("automatic", "one_bid", "投标人为同一主体"),
        ("automatic", "", ""),
        ("赵一", "name_equal+1.2", "name_equal+1.2"),
    ],
)
def test_the_reason_of_a_merge_is_said_in_words(by: str, reason: str, why: str) -> None:
    merged = MergedRecord("person:A", "person:B", "王伟", by, reason, "2026-01-01T00:00:00")
    assert merged.why == why
