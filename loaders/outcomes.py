"""What became of a bid, in the words that openings, evaluations and clerks use."""

from __future__ import annotations

_REASONS = (
    (("未解密", "解密失败", "未成功解密", "不解密", "解密不成功", "超时"), "not_decrypted"),
    (("撤回", "撤销"), "withdrawn"),
    (("缺席", "未到场", "未参加", "未签到"), "absent"),
    (("未递交保证金", "未缴纳保证金", "无保证金", "未提交投标保证金"), "no_deposit"),
    (("否决", "废标", "无效"), "rejected"),
)


def outcome_of(*said: str | None) -> str | None:
    """What became of the bid, by the first cell that says so; None if none does."""
    texts = [text.replace("有效期", "") for text in said if text is not None]  # names a term
    for words, outcome in _REASONS:
        if any(word in text for text in texts for word in words):
            return outcome
    done = any(word in text for text in texts for word in ("成功", "已解密", "正常", "有效"))
    return "valid" if done else None


def is_valid(*said: str | None) -> bool | None:
    """Whether the bid counts; None if the opening alone does not say."""
    outcome = outcome_of(*said)
    return None if outcome is None or outcome == "valid" else False
