"""What is planted: one story a function, each beside what resembles it and is innocent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sample_data import stories_experts, stories_process, stories_ties
from sample_data.builder import Builder, licence_of
from sample_data.markets import COMPREHENSIVE, LOWEST, POINTS
from sample_data.model import (
    Contact,
    Exemption,
    Expected,
    Expert,
    Firm,
    FormerHead,
    Insurance,
    LookAlike,
    Lot,
    Payment,
    Person,
    Story,
)
from sample_data.planting import (
    PLENTY,
    SMALL,
    bids_of,
    close,
    companies_of,
    lots_of,
    one_lot,
    pairs_of,
    ring_of,
    some,
)


def plant(builder: Builder) -> None:
    """Plant every story, in a fixed order."""
    builder.unplanted |= {firm.uscc for firm in busiest(builder)}
    builder.world.stories += [tell(builder) for tell in STORIES]


def busiest(builder: Builder) -> tuple[Firm, ...]:
    """The two firms with the largest appetite in the largest market."""
    return tuple(firm for firm, _ in builder.entrants["works-1"][:2])


def rotating_ring(builder: Builder) -> Story:
    """Six firms share 24 lots in turn; the others bid 2 to 5 % above the one whose turn it is."""
    firms = some(builder, "works-1", 6, "ring")
    lots = builder.take("works-1", 24)
    for turn, lot in enumerate(lots):
        lot.evaluation = LOWEST
        chosen = firms[turn % 6]
        absent = builder.rng.choice([firm for firm in firms if firm is not chosen])
        stays_away = builder.rng.random() < 0.7
        present = [firm for firm in firms if not (stays_away and firm is absent)]
        builder.fill(lot, present, others=builder.rng.randint(0, 2))
        _cover(builder, lot, chosen)
    close(builder, *lots)
    return Story(
        "rotating_ring",
        "六家企业轮流中标，其余报价高出二至五个百分点",
        "network",
        "statistical",
        (pairs_of(firms), ring_of(firms)),
        ("cobid_intimacy",),
        tuple(lots),
        firms,
        (_clique(builder),),
    )


def _cover(builder: Builder, lot: Lot, winner: Firm) -> None:
    low = lot.ceiling * builder.rng.uniform(0.925, 0.95)
    for bid in lot.bids:
        gap = 0.0 if bid.firm is winner else builder.rng.uniform(0.02, 0.05)
        bid.price = round(low * (1 + gap), 2)


def _clique(builder: Builder) -> LookAlike:
    firms = tuple(builder.firm("gauges") for _ in range(8))
    lots = builder.take("gauges", 38)
    for lot in lots:
        present = builder.rng.sample(firms, builder.rng.randint(5, 7))
        builder.fill(lot, present, others=0)
    close(builder, *lots)
    return LookAlike(
        "专业细分市场的八家企业总在一起投标",
        "全省只有这八家生产水文监测仪器，同场是市场小造成的，报价竞争正常。",
        tuple(lots),
        firms,
    )


def professional_losers(builder: Builder) -> Story:
    """Two firms bid in some thirty-five lots, win none and lose to two firms nearly always."""
    losers = tuple(builder.firm("works-2", group="losers") for _ in range(2))
    winners = tuple(builder.firm("works-2", group="served") for _ in range(2))
    lots = builder.take("works-2", 38)
    for turn, lot in enumerate(lots):
        lot.evaluation = LOWEST if turn % 3 else COMPREHENSIVE
        served = winners[turn % 2] if turn % 9 else None
        present = [loser for place, loser in enumerate(losers) if turn % 12 != 5 + place]
        forced = present + ([served] if served else [])
        builder.fill(lot, forced, others=builder.rng.randint(3, 4))
        winner = served or next(bid.firm for bid in lot.bids if bid.firm not in losers)
        _outbid(builder, lot, winner, losers)
    return Story(
        "professional_losers",
        "两家企业投标三十余次无一中标，几乎总是输给同样两家",
        "network",
        "statistical",
        (companies_of(losers),),
        ("professional_loser",),
        tuple(lots),
        losers + winners,
        (_newcomer(builder),),
    )


def _outbid(builder: Builder, lot: Lot, winner: Firm, losers: tuple[Firm, ...]) -> None:
    low = min(bid.price for bid in lot.bids) * 0.99
    for bid in lot.bids:
        if bid.firm is winner:
            bid.price = round(low, 2)
        elif bid.firm in losers:
            bid.price = round(min(low * builder.rng.uniform(1.03, 1.07), lot.ceiling), 2)
            bid.quality = -2.0
    builder.seat(lot)
    builder.decide(lot, winner)


def _newcomer(builder: Builder) -> LookAlike:
    firm = builder.firm("works-3", region="380500")
    lots = builder.take("works-3", 22)
    for turn, lot in enumerate(lots):
        builder.fill(lot, (firm,))
        bid = lot.bid_of(firm)
        if turn == 17:
            lot.evaluation = LOWEST
            bid.price = round(min(b.price for b in lot.bids) * 0.98, 2)
        else:
            top = max(b.price for b in lot.bids if b is not bid)
            bid.price = round(min(top * 1.01, lot.ceiling), 2)
            bid.quality = -4.0
    close(builder, *lots)
    return LookAlike(
        "外地新进入企业投标二十余次只中一次",
        "输给许多不同的企业，报价偏高，后来中标一次：是新进入者，不是陪衬。",
        (),
        (firm,),
    )


def cover_pair(builder: Builder) -> Story:
    """One firm bids nearly only where another does, and always behind it."""
    lead, cover = some(builder, "supervision", 2, "pair")
    lots = builder.take("supervision", 15)
    for turn, lot in enumerate(lots):
        builder.fill(lot, (lead, cover), others=builder.rng.randint(2, 4))
        if turn % 4:
            _outbid(builder, lot, lead, (cover,))
        else:
            other = next(b.firm for b in lot.bids if b.firm not in (lead, cover))
            _outbid(builder, lot, other, (cover,))
    innocent = LookAlike(
        "市场上最活跃的两家企业同场数十次",
        "两家都参加四成左右的标段，同场次数与各自独立投标的期望相当。",
        (),
        busiest(builder),
    )
    return Story(
        "cover_pair",
        "一家企业几乎只随另一家投标，且从不中标",
        "network",
        "statistical",
        (pairs_of((lead, cover)),),
        ("cobid_intimacy",),
        tuple(lots),
        (lead, cover),
        (innocent,),
    )


def shared_lock(builder: Builder) -> Story:
    """Two firms' priced bills in two lots carry the number of one costing dongle."""
    firms = some(builder, "works-3", 2, "lock")
    lots = builder.take("works-3", 2, first=PLENTY)
    for lot in lots:
        builder.fill(lot, firms, others=3)
        lot.bid_of(firms[1]).locks = (firms[0].lock,)
    close(builder, *lots)
    others = some(builder, "works-3", 3, "lock-innocent")
    lot = one_lot(builder, "works-3", others)
    published = builder.ids.lock()
    for bid in bids_of(lot, others):
        bid.locks = (*bid.locks, published)
    close(builder, lot)
    reason = "招标控制价成果文件自带的加密锁号，随清单发给所有投标人"
    builder.world.exemptions.append(Exemption("lock", published, reason))
    innocent = LookAlike(
        "三家的计价文件带有同一锁号，来自公布的招标控制价文件",
        "该锁号属于清单编制单位，已列入豁免清单，各家自己的锁号互不相同。",
        (lot,),
        others,
    )
    return Story(
        "shared_lock",
        "两家企业的计价文件出自同一把造价软件加密锁",
        "device",
        "hard",
        (lots_of(*lots), pairs_of(firms)),
        ("pricing_lock_match",),
        tuple(lots),
        firms,
        (innocent,),
    )


def same_machine(builder: Builder) -> Story:
    """Three firms upload from one computer within the hour."""
    firms = some(builder, "works-4", 3, "machine")
    lot = one_lot(builder, "works-4", firms)
    for place, bid in enumerate(bids_of(lot, firms)):
        bid.upload = firms[0].machine
        bid.submitted = lot.opened - dt.timedelta(hours=16, minutes=-11 * place)
    close(builder, lot)
    return Story(
        "same_machine",
        "三家企业在一小时内用同一台计算机上传投标文件",
        "device",
        "hard",
        (lots_of(lot), pairs_of(firms)),
        ("upload_hw_triple_match",),
        (lot,),
        firms,
        (_kiosk(builder), _print_shop(builder), _same_batch(builder)),
    )


def _kiosk(builder: Builder) -> LookAlike:
    firms = some(builder, "works-4", 3, "kiosk")
    lot = one_lot(builder, "works-4", firms)
    public = builder.machine()
    for bid in bids_of(lot, firms):
        bid.upload = public
    close(builder, lot)
    reason = "交易中心大厅公用电脑，供开标现场上传"
    pairs = (("mac", public.mac), ("cpu", public.cpu), ("disk", public.disk), ("ip", public.ip))
    builder.world.exemptions += [Exemption(kind, value, reason) for kind, value in pairs]
    why = "设备属于交易中心公用电脑，已列入豁免清单。"
    return LookAlike("三家企业在交易中心公用电脑上传", why, (lot,), firms)


def _print_shop(builder: Builder) -> LookAlike:
    firms = some(builder, "works-3", 2, "print-shop")
    lot = one_lot(builder, "works-3", firms)
    shop = builder.ids.host()
    for bid in bids_of(lot, firms):
        bid.upload = replace(bid.upload, ip=shop)
    close(builder, lot)
    why = "只有公网出口地址相同（同一图文店的网络），网卡、处理器、硬盘都不同。"
    return LookAlike("两家企业的上传地址相同", why, (lot,), firms)


def _same_batch(builder: Builder) -> LookAlike:
    firms = some(builder, "goods", 2, "batch")
    lot = one_lot(builder, "goods", firms)
    processor = firms[0].machine.cpu
    for bid in bids_of(lot, firms):
        bid.upload = replace(bid.upload, cpu=processor)
    close(builder, lot)
    why = "处理器编号只到型号，同批次电脑相同；网卡和硬盘不同。"
    return LookAlike("两家企业的处理器编号相同", why, (lot,), firms)


def same_deposit_account(builder: Builder) -> Story:
    """One natural person's account pays the deposits of two bidders."""
    firms = some(builder, "supervision", 2, "deposit")
    lot = one_lot(builder, "supervision", firms)
    payment = builder.payment(builder.person().name)
    for bid in bids_of(lot, firms):
        bid.payment = payment
    close(builder, lot)
    others = some(builder, "works-2", 4, "escrow")
    second = one_lot(builder, "works-2", others)
    escrow = builder.payment("江岭省公共资源交易中心保证金专户")
    for bid in bids_of(second, others):
        bid.payment = escrow
    close(builder, second)
    reason = "交易中心保证金专户，代收代付"
    builder.world.exemptions.append(Exemption("account", escrow.account, reason))
    why = "账户是交易中心的保证金专户，已列入豁免清单。"
    innocent = LookAlike("四家企业的保证金来自同一账户", why, (second,), others)
    return Story(
        "same_deposit_account",
        "两家企业的投标保证金由同一自然人账户转出",
        "money",
        "hard",
        (lots_of(lot), pairs_of(firms)),
        ("deposit_same_account",),
        (lot,),
        firms,
        (innocent,),
    )


def same_head(builder: Builder) -> Story:
    """One person heads both bidders on the opening day, and both give one telephone."""
    head = builder.person()
    first = builder.firm("goods", group="head", head=head, since=dt.date(2021, 5, 6))
    second = builder.firm("goods", group="head", head=head, since=dt.date(2024, 2, 1))
    firms = (first, second)
    lot = one_lot(builder, "goods", firms)
    lot.bid_of(second).contact = first.contact
    close(builder, lot)
    return Story(
        "same_head",
        "开标当日两家企业的法定代表人为同一人，联系电话也相同",
        "equity",
        "hard",
        (lots_of(lot), pairs_of(firms)),
        ("same_principal", "shared_contact_person"),
        (lot,),
        firms,
        (_head_moved(builder), _common_name(builder)),
    )


def _head_moved(builder: Builder) -> LookAlike:
    mover = builder.person()
    change = dt.date(2023, 12, 1)
    left = builder.firm("goods", group="moved", since=change)
    joined = builder.firm("goods", group="moved", head=mover, since=change)
    former = FormerHead(left, mover, dt.date(2021, 3, 1), change - dt.timedelta(days=1))
    builder.world.former_heads.append(former)
    lot = one_lot(builder, "goods", (left, joined))
    close(builder, lot)
    why = "此人在开标一年以前已不再担任前一家企业的法定代表人。"
    return LookAlike("两家企业先后由同一人任法定代表人", why, (lot,), (left, joined))


def _common_name(builder: Builder) -> LookAlike:
    firms = tuple(
        builder.firm("goods", group="name", head=builder.person("王伟")) for _ in range(2)
    )
    lot = one_lot(builder, "goods", firms)
    close(builder, lot)
    why = "姓名相同而身份证号不同，是两个人。"
    return LookAlike("两家企业的法定代表人都叫王伟", why, (lot,), firms)


def hidden_owner(builder: Builder) -> Story:
    """One person owns both bidders through two holding firms, and both use one dongle."""
    firms = some(builder, "works-1", 2, "owner")
    owner = builder.person()
    for firm, upper, lower in zip(firms, (0.8, 0.9), (0.7, 0.6), strict=True):
        builder.disown(firm)
        name = builder.company_names.holding(firm.region)
        holding = builder.organisation(name, firm.region, "91", "民营")
        builder.stake(holding, owner, upper)
        builder.stake(holding, builder.person(), round(1 - upper, 2))
        builder.own(firm, holding.name, "企业", holding.uscc, lower)
        other = builder.person()
        builder.own(firm, other.name, "自然人", other.id_number, round(1 - lower, 2))
    lot = one_lot(builder, "works-1", firms)
    lot.bid_of(firms[1]).locks = (firms[0].lock,)
    close(builder, lot)
    return Story(
        "hidden_owner",
        "同一自然人经两层公司控制两家投标人，计价又用同一把锁",
        "equity",
        "hard",
        (lots_of(lot), pairs_of(firms)),
        ("control_relation", "pricing_lock_match"),
        (lot,),
        firms,
        (_state_siblings(builder), _consortium(builder)),
    )


def _state_siblings(builder: Builder) -> LookAlike:
    owner = builder.organisation("岚川市国有资产监督管理委员会", "380100", "11", "机关")
    firms = tuple(builder.firm("works-1", group="state", state=True) for _ in range(2))
    for firm in firms:
        builder.own(firm, owner.name, "国资", owner.uscc, 1.0)
        builder.enter(firm, "works-1", SMALL)
    lot = one_lot(builder, "works-1", firms)
    close(builder, lot)
    why = "公司法第二百六十五条：国家控股的企业之间不仅因为同受国家控股而具有关联关系。"
    return LookAlike("两家国有企业同由市国资委出资", why, (lot,), firms)


def _consortium(builder: Builder) -> LookAlike:
    parent, child = some(builder, "works-1", 2, "consortium")
    builder.disown(child)
    builder.own(child, parent.name, "企业", parent.uscc, 0.6)
    minor = builder.person()
    builder.own(child, minor.name, "自然人", minor.id_number, 0.4)
    lot = one_lot(builder, "works-1", (parent,))
    bid = lot.bid_of(parent)
    bid.partners = (child,)
    engineer = child.engineers[0]
    bid.team = (bid.team[0], (engineer, "安全员", licence_of(engineer)))
    close(builder, lot)
    why = "两家声明为联合体，共同提交一份投标，不是相互竞争的投标人。"
    return LookAlike("母子公司组成联合体，共用一台电脑", why, (lot,), (parent, child))


def shared_team_member(builder: Builder) -> Story:
    """Two bids propose the same engineer, with the same certificate."""
    firms = some(builder, "design", 2, "member")
    lot = one_lot(builder, "design", firms)
    first, second = bids_of(lot, firms)
    second.team = (first.team[0], second.team[1])
    close(builder, lot)
    others = some(builder, "design", 2, "namesake")
    other = one_lot(builder, "design", others)
    for bid in bids_of(other, others):
        namesake = builder.person("王伟")
        builder.world.insurances.append(
            Insurance(namesake, bid.firm.name, bid.firm.uscc, dt.date(2020, 1, 1))
        )
        bid.team = ((namesake, "技术负责人", licence_of(namesake)), bid.team[1])
    close(builder, other)
    why = "同名同姓，身份证号和证书编号都不同。"
    innocent = LookAlike("两家的技术负责人都叫王伟", why, (other,), others)
    return Story(
        "shared_team_member",
        "两份投标文件的技术负责人是同一人",
        "people",
        "hard",
        (lots_of(lot), pairs_of(firms)),
        ("shared_project_member",),
        (lot,),
        firms,
        (innocent,),
    )


def shared_contact(builder: Builder) -> Story:
    """Two suppliers of one government purchase name the same contact, telephone and mailbox."""
    firms = some(builder, "software", 2, "contact")
    lot = one_lot(builder, "software", firms)
    lot.bid_of(firms[1]).contact = firms[0].contact
    close(builder, lot)
    return Story(
        "shared_contact",
        "同一政府采购项目中两家供应商的联系人、电话、邮箱相同",
        "people",
        "hard",
        (lots_of(lot), pairs_of(firms)),
        ("shared_contact_person",),
        (lot,),
        firms,
        (_contact_moved(builder), _switchboard(builder)),
    )


def _contact_moved(builder: Builder) -> LookAlike:
    firms = tuple(builder.firm("software", group="contact-moved") for _ in range(2))
    lots = builder.take("software", 6)
    mover = firms[0].contact
    for turn, lot in enumerate(lots):
        firm = firms[turn // 3]
        builder.fill(lot, (firm,))
        lot.bid_of(firm).contact = mover
    close(builder, *lots)
    why = "联系人跳槽，先后为两家工作，两家从未在同一项目中同用此人。"
    return LookAlike("两家供应商先后用同一联系人", why, tuple(lots), firms)


def _switchboard(builder: Builder) -> LookAlike:
    firms = some(builder, "software", 3, "switchboard")
    lot = one_lot(builder, "software", firms)
    number = builder.ids.mobile()
    for bid in bids_of(lot, firms):
        bid.contact = replace(bid.contact, phone=number)
    close(builder, lot)
    reason = "科技园区物业总机，园内企业共用"
    builder.world.exemptions.append(Exemption("phone", number, reason))
    why = "电话是产业园总机，已列入豁免清单；联系人和邮箱各不相同。"
    return LookAlike("三家供应商留同一电话", why, (lot,), firms)


def arithmetic_prices(builder: Builder) -> Story:
    """Five prices stand at equal distances, to the fen."""
    firms = some(builder, "works-4", 5, "series")
    lot = one_lot(builder, "works-4", firms)
    lot.evaluation = LOWEST
    start = round(lot.ceiling * 0.8719, 2)
    step = round(lot.ceiling * 0.013137, 2)
    for place, bid in enumerate(bids_of(lot, firms)):
        bid.price = round(start + step * place, 2)
    close(builder, lot)
    others = some(builder, "property", 3, "fixed")
    fixed = one_lot(builder, "property", others)
    for bid in fixed.bids:
        bid.price = float(round(fixed.ceiling * 0.9))
    fixed.evaluation = POINTS
    close(builder, fixed)
    why = "采购文件规定固定价格，只评服务方案，报价相同是规则要求。"
    innocent = LookAlike("固定价格采购，所有报价相同", why, (fixed,), others)
    return Story(
        "arithmetic_prices",
        "五家报价成等差数列，差额精确到分",
        "price",
        "statistical",
        (lots_of(lot),),
        ("price_arithmetic_geometric",),
        (lot,),
        firms,
        (innocent,),
    )


def expert_of_bidder(builder: Builder) -> Story:
    """An expert judges a firm that insures him and in which he holds shares."""
    (firm,) = some(builder, "design", 1, "")
    expert = _expert(builder, "A04")
    expert.conflicts = (firm.name,)
    _move(builder, expert, firm, dt.date(2023, 5, 1))
    builder.own(
        firm, expert.person.name, "自然人", expert.person.id_number, 0.12, since=dt.date(2022, 9, 1)
    )
    lots = builder.take("design", 2, first=PLENTY)
    for lot in lots:
        lot.evaluation = COMPREHENSIVE
        builder.fill(lot, (firm,), others=4)
        builder.seat(lot, [expert])
        builder.decide(lot, firm)
    return Story(
        "expert_of_bidder",
        "评标专家由投标人缴纳社保并持有其股份",
        "expert",
        "hard",
        (Expected("expert", ((f"expert:{expert.number}",),)),),
        ("expert_conflict",),
        tuple(lots),
        (firm,),
        (_long_gone(builder), _declared(builder)),
        (expert,),
    )


def _expert(builder: Builder, specialty: str) -> Expert:
    return next(
        expert
        for expert in builder.world.experts
        if expert.specialty.startswith(specialty) and not expert.conflicts and not expert.avoids
    )


def _move(builder: Builder, expert: Expert, firm: Firm, since: dt.date) -> None:
    """The firm insures the expert from this day on; the institute no longer does."""
    insured = builder.world.insurances
    at = next(i for i, entry in enumerate(insured) if entry.person is expert.person)
    insured[at] = replace(insured[at], until=since - dt.timedelta(days=1))
    insured.append(Insurance(expert.person, firm.name, firm.uscc, since))


def _long_gone(builder: Builder) -> LookAlike:
    (firm,) = some(builder, "supervision", 1, "")
    expert = _expert(builder, "A05")
    expert.conflicts = (firm.name,)
    insured = builder.world.insurances
    at = next(i for i, entry in enumerate(insured) if entry.person is expert.person)
    insured[at] = replace(insured[at], since=dt.date(2021, 9, 1))
    insured.append(
        Insurance(expert.person, firm.name, firm.uscc, dt.date(2012, 3, 1), dt.date(2021, 8, 31))
    )
    (lot,) = builder.take("supervision", 1, first=PLENTY)
    builder.fill(lot, (firm,), others=4)
    builder.seat(lot, [expert])
    builder.decide(lot)
    why = "离开该企业已超过三年，此后由研究院所缴纳社保。"
    return LookAlike("专家曾在投标人处工作", why, (lot,), (firm,), (expert,))


def _declared(builder: Builder) -> LookAlike:
    (firm,) = some(builder, "supervision", 1, "")
    expert = _expert(builder, "A05")
    expert.avoids = (firm.name,)
    builder.own(
        firm, expert.person.name, "自然人", expert.person.id_number, 0.05, since=dt.date(2021, 1, 8)
    )
    (lot,) = builder.take("supervision", 1, first=PLENTY)
    builder.fill(lot, (firm,), others=4)
    close(builder, lot)
    why = "专家已申报回避，从未参加该企业投标项目的评标。"
    return LookAlike("专家持有投标人股份", why, (lot,), (firm,), (expert,))


def lent_licence(builder: Builder) -> Story:
    """One outsider handles, pays for and answers for three firms that bid for one lot."""
    firms = some(builder, "works-2", 3, "lent")
    lot = one_lot(builder, "works-2", firms)
    broker = builder.person()
    payment = builder.payment(broker.name)
    contact = Contact(broker.name, builder.ids.mobile(), "zhiwei@b9001.example")
    for bid in bids_of(lot, firms):
        bid.handler, bid.payment, bid.contact = broker, payment, contact
    manager = lot.bid_of(firms[0]).manager
    _reinsure(builder, manager, firms[1].name, firms[1].uscc)
    close(builder, lot)
    return Story(
        "lent_licence",
        "同一人为三家企业办理投标、缴纳保证金，项目经理的社保在另一家",
        "people",
        "hard",
        (lots_of(lot), pairs_of(firms)),
        ("deposit_same_account", "shared_contact_person"),
        (lot,),
        firms,
        (_dispatched(builder),),
    )


def _reinsure(builder: Builder, person: Person, company: str, uscc: str) -> None:
    insured = builder.world.insurances
    at = next(i for i, entry in enumerate(insured) if entry.person is person)
    insured[at] = Insurance(person, company, uscc, dt.date(2022, 6, 1))


def _dispatched(builder: Builder) -> LookAlike:
    (firm,) = some(builder, "works-2", 1, "")
    lot = one_lot(builder, "works-2", (firm,))
    name = builder.company_names.holding("380200").replace("投资", "劳务派遣")
    agency = builder.organisation(name, "380200", "91", "民营")
    _reinsure(builder, lot.bid_of(firm).manager, agency.name, agency.uscc)
    lot.bid_of(firm).payment = Payment(
        f"{firm.name}财务结算中心", builder.ids.account(), "岚川银行"
    )
    close(builder, lot)
    why = "项目经理由劳务派遣公司缴纳社保，该公司不投标；保证金由本企业结算中心支付。"
    return LookAlike("项目经理的社保不在投标人处", why, (lot,), (firm,))


STORIES = (
    rotating_ring,
    professional_losers,
    cover_pair,
    shared_lock,
    same_machine,
    same_deposit_account,
    same_head,
    hidden_owner,
    shared_team_member,
    shared_contact,
    arithmetic_prices,
    expert_of_bidder,
    lent_licence,
    *stories_ties.STORIES,
    *stories_process.STORIES,
    *stories_experts.STORIES,
)
