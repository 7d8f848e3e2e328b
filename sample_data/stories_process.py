"""Stories of awards, contracts, buyers and time limits."""

from __future__ import annotations

import datetime as dt

from sample_data.builder import Builder
from sample_data.life import BREACHES
from sample_data.markets import LOWEST, POINTS
from sample_data.model import AWARDS_SINCE, Complaint, Firm, LookAlike, Lot, Penalty, Story
from sample_data.planting import close, some
from sample_data.stories_ties import presumptive, recent

DAY = dt.timedelta(days=1)


def subcontract_to_loser(builder: Builder) -> Story:
    """The winner passes two fifths of the works on to a firm that lost."""
    firms = some(builder, "works-1", 2, "sublet")
    lot = recent(builder, "works-1", firms)
    _win(builder, lot, firms[0])
    builder.world.sublet.append((lot, firms[1], 0.4))
    builder.world.on_site += [
        (lot, person, post, firms[1])
        for person, post in zip(firms[1].engineers, ("施工员", "材料员"), strict=False)
    ]
    (winner,) = some(builder, "works-2", 1, "")
    other = recent(builder, "works-2", (winner,), others=4)
    _win(builder, other, winner)
    outsider = builder.firm("works-2")
    builder.world.sublet.append((other, outsider, 0.12))
    why = "分包给没有参加投标的劳务企业，比例不大，合同允许。"
    return presumptive(
        "subcontract_to_loser",
        "中标人把四成工程分包给同标段落标人，现场人员也是落标人的",
        "network",
        ("subcontract_to_loser",),
        (lot,),
        firms,
        LookAlike("劳务分包给未投标的企业", why, (other,), (winner,)),
    )


def _win(builder: Builder, lot: Lot, winner: Firm, *, by: float = 0.98) -> None:
    lot.evaluation = LOWEST
    low = min(bid.price for bid in lot.bids if bid.firm is not winner)
    lot.bid_of(winner).price = round(low * by, 2)
    builder.seat(lot)
    builder.decide(lot)


def winner_withdrawal(builder: Builder) -> Story:
    """In two lots the first candidate gives up and the second, six percent dearer, gets the lot."""
    firms = some(builder, "works-2", 2, "withdraw")
    lots = tuple(recent(builder, "works-2", firms, others=3) for _ in range(2))
    for lot in lots:
        _win(builder, lot, firms[0], by=0.94)
        low = lot.bid_of(firms[0]).price
        heir = lot.bid_of(firms[1])
        heir.price = round(low * 1.06, 2)
        for bid in lot.bids:
            if bid.firm not in firms:
                bid.price = round(max(bid.price, low * 1.08), 2)
        builder.decide(lot)
        first = lot.bid_of(firms[0])
        first.won, heir.won = False, True
        first.gave_up = "因自身原因放弃"
    (honest,) = some(builder, "works-1", 1, "")
    other = recent(builder, "works-1", (honest,), others=4)
    _win(builder, other, honest)
    bid = other.bid_of(honest)
    bid.won, bid.gave_up = False, "项目所在地突发地质灾害，无法按期进场（不可抗力）"
    next(b for b in other.bids if b.rank == 2).won = True
    why = "因不可抗力放弃，有证明材料，二十四个月内仅此一次。"
    return presumptive(
        "winner_withdrawal",
        "第一中标候选人两次放弃，由报价高六个百分点的第二名中标",
        "network",
        ("winner_withdrawal",),
        lots,
        firms,
        LookAlike("中标候选人因不可抗力放弃", why, (other,), (honest,)),
    )


def intentional_invalid_bids(builder: Builder) -> Story:
    """One firm's bids are rejected again and again where one other firm wins."""
    firms = some(builder, "works-1", 2, "invalid")
    lots = tuple(builder.take("works-1", 12, first=dt.date(2024, 9, 1)))
    for turn, lot in enumerate(lots):
        builder.fill(lot, firms, others=4)
        cover = lot.bid_of(firms[1])
        if turn % 3:
            cover.valid = False
            cover.outcome, cover.reason = (
                ("not_decrypted", "未在规定时间内解密")
                if turn % 2
                else ("rejected", "投标函未加盖单位公章")
            )
        lot.evaluation = LOWEST
        low = min(b.price for b in lot.bids if b.firm is not firms[0])
        lot.bid_of(firms[0]).price = round(low * (0.985 if turn % 3 else 1.02), 2)
        builder.seat(lot)
        builder.decide(lot)
    (clumsy,) = some(builder, "works-2", 1, "")
    others = tuple(builder.take("works-2", 2))
    for lot in others:
        builder.fill(lot, (clumsy,), others=4)
        bid = lot.bid_of(clumsy)
        bid.valid, bid.outcome, bid.reason = False, "rejected", "保证金到账时间晚于截止时间"
        close(builder, lot)
    why = "只被否决两次，原因是汇款延误，中标人各不相同。"
    return presumptive(
        "intentional_invalid_bids",
        "一家企业八次被否决或不解密，都在同一家中标的标段",
        "network",
        ("intentional_invalid_bid",),
        lots,
        firms,
        LookAlike("企业两次因汇款延误被否决", why, others, (clumsy,)),
    )


def split_to_evade(builder: Builder) -> Story:
    """One buyer lets four contracts of one kind, each just below the threshold, in three months."""
    lots = builder.take("works-4", 4, first=dt.date(2026, 1, 1))
    buyer = lots[0].buyer
    first = dt.datetime(2026, 2, 3, 9, 30)  # noqa: DTZ001  a wall clock
    supplier = some(builder, "works-4", 1, "")[0]
    for place, lot in enumerate(lots):
        lot.buyer = buyer
        lot.name = lot.project_name = f"{lots[0].project_name.split('（')[0]}（{_PARTS[place]}期）"
        lot.ceiling = 3_960_000.0 - 40_000 * place
        lot.method = "邀请招标"
        lot.opened = first + 14 * place * DAY
        builder.fill(lot, (supplier,), others=4)
        _win(builder, lot, supplier)
    others = tuple(builder.take("works-3", 3, first=AWARDS_SINCE))
    for place, lot in enumerate(others):
        lot.ceiling = (3_300_000.0, 9_800_000.0, 21_000_000.0)[place]
        builder.fill(lot)
    close(builder, *others)
    why = "三个项目规模悬殊、内容不同，只有一个低于限额。"
    return presumptive(
        "split_to_evade",
        "同一招标人三个月内把一项工程分四期发包，每期都略低于四百万元",
        "process",
        ("split_to_evade",),
        tuple(lots),
        (supplier,),
        LookAlike("同一地区三个规模不同的项目", why, others),
    )


_PARTS = ("一", "二", "三", "四")


def concentration(builder: Builder) -> Story:
    """One firm wins nine of ten lots at one buyer with one agency, and hardly elsewhere."""
    firm = builder.firm("property")
    lots = builder.take("property", 10)
    agencies = builder.agencies[lots[0].market.region]
    elsewhere = next(body for body in agencies if body is not lots[0].agency)
    buyers = builder.buyers[lots[0].market.region]
    for lot in builder.take("property", 5):
        lot.evaluation, lot.agency = POINTS, elsewhere
        lot.buyer = next(body for body in buyers if body is not lots[0].buyer)
        builder.fill(lot, (firm,), others=4)
        builder.seat(lot)
        lot.bid_of(firm).quality = -4.0
        builder.decide(lot)
    buyer, agency = lots[0].buyer, lots[0].agency
    for turn, lot in enumerate(lots):
        lot.buyer, lot.agency, lot.evaluation = buyer, agency, POINTS
        builder.fill(lot, (firm,), others=4)
        builder.seat(lot)
        if turn == 7:
            lot.bid_of(firm).quality = -4.0
            builder.decide(lot)
        else:
            builder.decide(lot, firm)
    (steady,) = some(builder, "software", 1, "")
    others = tuple(builder.take("software", 3))
    for lot in others:
        lot.buyer = others[0].buyer
        builder.fill(lot, (steady,), others=3)
        builder.seat(lot)
    builder.decide(others[0], steady)
    for lot in others[1:]:
        builder.decide(lot, next(b.firm for b in lot.bids if b.firm is not steady))
    why = "在同一采购人处投标三次只中一次，与竞争者人数相称。"
    return presumptive(
        "concentration",
        "一家企业在同一采购人、同一代理机构的十个项目中中标九个",
        "process",
        ("buyer_winner_concentration", "agency_winner_concentration"),
        tuple(lots),
        (firm,),
        LookAlike("企业在同一采购人处投标三次中一次", why, others, (steady,)),
    )


def panel_too_small(builder: Builder) -> Story:
    """A panel of four judged a lot."""
    (lot,) = builder.take("design", 1, first=AWARDS_SINCE)
    builder.fill(lot)
    builder.seat(lot)
    lot.panel = lot.panel[:4]
    builder.decide(lot)
    (other,) = builder.take("design", 1, first=AWARDS_SINCE)
    builder.fill(other)
    close(builder, other)
    why = "评标委员会五人，单数，符合人数要求。"
    return presumptive(
        "panel_too_small",
        "评标委员会只有四人",
        "process",
        ("expert_panel_composition",),
        (lot,),
        (),
        LookAlike("评标委员会恰为五人", why, (other,)),
    )


def deadlines(builder: Builder) -> Story:
    """A dozen lots, each with one step too late, too early or too short."""
    limits = [name for name in BREACHES if name.startswith(("deadline_", "order_"))]
    early = AWARDS_SINCE
    lots: list[Lot] = []
    for name in limits:
        market = _MARKET_OF.get(name, "works-1")
        (lot,) = builder.take(market, 1, first=early, last=_LATEST.get(name))
        lot.breach = name
        builder.fill(lot)
        lots.append(lot)
    close(builder, *lots)
    complained = lots[limits.index("deadline_written_report")]
    loser = next(bid.firm for bid in complained.bids if not bid.won)
    known = complained.opened.date() + 9 * DAY
    builder.world.complaints.append(
        Complaint(
            f"TS{known:%Y}0101",
            complained,
            loser,
            known,
            known + 4 * DAY,
            known + 27 * DAY,
            known + 110 * DAY,
            "投诉不成立",
        )
    )
    alikes = []
    for name, title, why in _IN_TIME:
        (lot,) = builder.take("supervision", 1, first=early)
        lot.breach = name
        builder.fill(lot)
        close(builder, lot)
        alikes.append(LookAlike(title, why, (lot,)))
    return presumptive(
        "deadlines",
        "十几个标段各有一个环节超过法定期限或者顺序颠倒",
        "process",
        (*(n for n in limits), "deadline_complaint"),
        tuple(lots),
        (),
        *alikes,
    )


_MARKET_OF = {
    "deadline_gp_award": "goods",
    "deadline_contract_publish": "medical",
    "deadline_contract": "supervision",
    "deadline_deposit_refund": "supervision",
    "deadline_objection_out": "works-2",
    "deadline_clarify": "works-2",
    "deadline_doc_sale": "works-3",
}
# These need time to pass: permit, completion, register.
_LATEST = {
    "deadline_completion_record": dt.date(2025, 12, 20),
    "deadline_realestate": dt.date(2025, 11, 20),
    "order_violation": dt.date(2026, 3, 31),
    "deadline_permit": dt.date(2026, 3, 31),
    "deadline_contract": dt.date(2026, 3, 31),
    "deadline_contract_publish": dt.date(2026, 3, 31),
    "deadline_deposit_refund": dt.date(2026, 3, 31),
    "deadline_written_report": dt.date(2026, 2, 28),
    "deadline_gp_award": dt.date(2026, 5, 15),
}
_IN_TIME = (
    (
        "contract_on_the_last_day",
        "合同在第三十日签订",
        "自中标通知书发出之日起三十日内，第三十日仍在期限内。",
    ),
    ("clarified_in_time", "截标十六日前澄清招标文件", "距投标截止不少于十五日，无须顺延。"),
    ("answered_in_time", "异议在两日内答复", "收到异议后三日内已答复。"),
)


def blacklisted(builder: Builder) -> Story:
    """A supplier under a running ban bids for a government purchase."""
    (firm,) = some(builder, "goods", 1, "")
    lot = recent(builder, "goods", (firm,), others=3)
    close(builder, lot)
    opened = lot.opened.date()
    builder.world.penalties.append(
        Penalty(
            firm,
            "虚财采罚〔2025〕7号",
            "江岭省财政厅",
            opened - 120 * DAY,
            "政府采购严重违法失信行为记录名单",
            "一年内禁止参加政府采购活动",
            opened - 120 * DAY,
            opened + 244 * DAY,
        )
    )
    (clean,) = some(builder, "goods", 1, "")
    other = recent(builder, "goods", (clean,), others=3)
    close(builder, other)
    before = other.opened.date()
    builder.world.penalties.append(
        Penalty(
            clean,
            "虚财采罚〔2022〕3号",
            "江岭省财政厅",
            before - 1_100 * DAY,
            "政府采购严重违法失信行为记录名单",
            "一年内禁止参加政府采购活动",
            before - 1_100 * DAY,
            before - 735 * DAY,
            before - 800 * DAY,
        )
    )
    why = "禁止期两年前已届满，并已完成信用修复。"
    return presumptive(
        "blacklisted",
        "在禁止参加政府采购期间投标",
        "process",
        ("blacklist_participation",),
        (lot,),
        (firm,),
        LookAlike("曾受处罚的企业在期满、修复后投标", why, (other,), (clean,)),
    )


def tender_pushed_through(builder: Builder) -> Story:
    """A lot postponed three times; every bid but one is rejected."""
    firms = some(builder, "works-4", 1, "")
    lot = recent(builder, "works-4", firms, others=4)
    lot.postponements, lot.downloads = 3, 26
    for bid in lot.bids:
        if bid.firm is not firms[0]:
            bid.valid, bid.outcome = False, "rejected"
            bid.reason = "施工组织设计未响应招标文件第三章第7条"
    builder.seat(lot)
    builder.decide(lot)
    alike = recent(builder, "works-4", some(builder, "works-4", 1, ""), others=4)
    alike.postponements, alike.downloads = 1, 7
    close(builder, alike)
    why = "只因澄清延期一次，五家投标人都通过评审。"
    return presumptive(
        "tender_pushed_through",
        "开标三次延期，其余投标以同一理由被否决，只剩一家",
        "process",
        ("tender_manipulation",),
        (lot,),
        firms,
        LookAlike("开标因澄清延期一次", why, (alike,)),
    )


def dearer_contract(builder: Builder) -> Story:
    """The contract is eight percent dearer than the offer that won."""
    (firm,) = some(builder, "works-1", 1, "")
    lot = recent(builder, "works-1", (firm,), others=4)
    _win(builder, lot, firm)
    lot.price_change = 1.08
    (honest,) = some(builder, "works-2", 1, "")
    other = recent(builder, "works-2", (honest,), others=4)
    _win(builder, other, honest)
    why = "合同价就是中标价。"
    return presumptive(
        "dearer_contract",
        "合同价比中标报价高出百分之八",
        "process",
        ("award_deviation",),
        (lot,),
        (firm,),
        LookAlike("合同按中标价签订", why, (other,), (honest,)),
    )


STORIES = (
    subcontract_to_loser,
    winner_withdrawal,
    intentional_invalid_bids,
    split_to_evade,
    concentration,
    panel_too_small,
    deadlines,
    blacklisted,
    tender_pushed_through,
    dearer_contract,
)
