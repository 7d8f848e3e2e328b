"""What happens to a lot from approval to register: the days of its steps, and its contract."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from sample_data.markets import TENDER
from sample_data.model import LAST_DAY, Lot

Steps = dict[str, dt.date]
AFTER_AWARD = (
    "合同签订", "合同公告", "合同备案", "保证金退还", "施工许可申请", "施工许可", "开工",
)  # fmt: skip
DAY = dt.timedelta(days=1)


def steps_of(lot: Lot, rng: random.Random) -> Steps:
    """The days of a lot's steps, by their Chinese names, within every limit of the law.

    Where the lot carries a breach, one of them is not. Steps after the last day of the sample
    have not happened yet.
    """
    tender = lot.market.regime == TENDER
    made = _tender(lot, rng) if tender else _purchase(lot, rng)
    if lot.market.trade == "works":
        made |= _works(made, rng, hurried=bool(lot.breach))
    if lot.breach:
        BREACHES[lot.breach](made)
    return {name: day for name, day in made.items() if day <= LAST_DAY}


def _tender(lot: Lot, rng: random.Random) -> Steps:
    opened = lot.opened.date()
    notice = opened - rng.randint(24, 32) * DAY
    report = opened + DAY
    shown = report + rng.randint(0, 2) * DAY
    until = shown + rng.randint(4, 6) * DAY
    decided = until + rng.randint(1, 3) * DAY
    letter = decided + rng.randint(0, 2) * DAY
    contract = letter + rng.randint(8, 24) * DAY
    return {
        "招标公告": notice,
        "招标文件发售开始": notice,
        "招标文件发售截止": notice + rng.randint(6, 9) * DAY,
        "投标截止": opened,
        "收到评标报告": report,
        "候选人公示开始": shown,
        "候选人公示截止": until,
        "确定中标人": decided,
        "中标通知书": letter,
        "书面报告": decided + rng.randint(4, 12) * DAY,
        "合同签订": contract,
        "保证金退还": contract + rng.randint(1, 4) * DAY,
    }


def _purchase(lot: Lot, rng: random.Random) -> Steps:
    opened = lot.opened.date()
    notice = opened - rng.randint(26, 34) * DAY
    decided = opened + rng.randint(2, 4) * DAY
    published = decided + DAY
    contract = published + rng.randint(8, 22) * DAY
    return {
        "招标公告": notice,
        "招标文件发售开始": notice,
        "招标文件发售截止": notice + rng.randint(16, 18) * DAY,
        "投标截止": opened,
        "收到评标报告": opened + DAY,
        "确定中标人": decided,
        "中标结果公告": published,
        "中标通知书": published,
        "合同签订": contract,
        "合同公告": contract + DAY,
        "合同备案": contract + rng.randint(2, 5) * DAY,
        "保证金退还": contract + rng.randint(1, 4) * DAY,
    }


def _works(made: Steps, rng: random.Random, *, hurried: bool) -> Steps:
    approval = made["招标公告"] - rng.randint(60, 120) * DAY
    applied = made["合同签订"] + rng.randint(3, 9) * DAY
    permit = applied + rng.randint(2, 6) * DAY
    start = permit + rng.randint(4, 20) * DAY
    done = start + (80 if hurried else rng.randint(80, 150)) * DAY
    filed = done + rng.randint(4, 12) * DAY
    asked = filed + rng.randint(5, 15) * DAY
    return {
        "立项批复": approval,
        "用地规划许可": approval + 20 * DAY,
        "工程规划许可": approval + 35 * DAY,
        "施工许可申请": applied,
        "施工许可": permit,
        "开工": start,
        "竣工验收": done,
        "竣工验收备案": filed,
        "不动产登记申请": asked,
        "不动产登记": asked + rng.randint(6, 20) * DAY,
    }


def _moved(step: str, since: str, days: int) -> Callable[[Steps], None]:
    """The step is done so many days after another one."""

    def move(made: Steps) -> None:
        made[step] = made[since] + days * DAY

    return move


def _signed(days: int) -> Callable[[Steps], None]:
    """The contract is signed so many days after the letter; what follows it moves along."""

    def sign(made: Steps) -> None:
        later = made["中标通知书"] + days * DAY - made["合同签订"]
        for step in (
            "合同签订",
            "合同公告",
            "合同备案",
            "保证金退还",
            "施工许可申请",
            "施工许可",
            "开工",
        ):
            if step in made:
                made[step] += later

    return sign


def _asked(step: str, days: int, answer: str = "", after: int = 0) -> Callable[[Steps], None]:
    """A step so many days before the bids were due, answered so many days later."""

    def ask(made: Steps) -> None:
        made[step] = made["投标截止"] - days * DAY
        if answer:
            made[answer] = made[step] + after * DAY

    return ask


BREACHES: dict[str, Callable[[Steps], None]] = {
    "deadline_doc_sale": _moved("招标文件发售截止", "招标文件发售开始", 2),
    "deadline_bid_prep": _moved("招标文件发售开始", "投标截止", -12),
    "deadline_clarify": _asked("招标文件澄清", 5),
    "deadline_objection_out": _asked("提出异议", 16, "异议答复", 9),
    "deadline_candidate_notice": _moved("候选人公示截止", "候选人公示开始", 1),
    "deadline_gp_award": _moved("中标结果公告", "确定中标人", 20),
    "deadline_written_report": _moved("书面报告", "确定中标人", 40),
    "deadline_contract": _signed(52),
    "deadline_contract_publish": _moved("合同公告", "合同签订", 25),
    "deadline_deposit_refund": _moved("保证金退还", "合同签订", 33),
    "deadline_permit": _moved("施工许可", "施工许可申请", 24),
    "deadline_completion_record": _moved("竣工验收备案", "竣工验收", 45),
    "deadline_realestate": _moved("不动产登记", "不动产登记申请", 80),
    "order_violation": _moved("开工", "合同签订", -9),
    # The innocent ones: at the limit, or in time though it looks slow.
    "contract_on_the_last_day": _signed(30),
    "clarified_in_time": _asked("招标文件澄清", 16),
    "answered_in_time": _asked("提出异议", 14, "异议答复", 2),
}
