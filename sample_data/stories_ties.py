"""Stories of people, money, ownership and machines that need more than the bids' own tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sample_data.builder import Builder, licence_of
from sample_data.model import (
    AWARDS_SINCE,
    Exemption,
    Firm,
    Guarantee,
    Insurance,
    Kinship,
    LookAlike,
    Lot,
    Management,
    Person,
    Post,
    Registration,
    Service,
    Story,
    Transfer,
)
from sample_data.planting import bids_of, close, some

DAY = dt.timedelta(days=1)


def recent(builder: Builder, market: str, firms: tuple[Firm, ...], others: int = 3) -> Lot:
    """A lot whose award and contract are on record, with these firms; not yet decided."""
    (lot,) = builder.take(market, 1, first=AWARDS_SINCE)
    builder.fill(lot, firms, others=others)
    lot.traced = True
    return lot


def presumptive(
    name: str,
    title: str,
    family: str,
    signals: tuple[str, ...],
    lots: tuple[Lot, ...],
    firms: tuple[Firm, ...],
    *alikes: LookAlike,
) -> Story:
    """A story of which the signals alone are promised."""
    return Story(name, title, family, "presumptive", (), signals, lots, firms, alikes)


def weekday(at: dt.datetime) -> dt.datetime:
    """The same hour, on the Monday after if the day is a weekend."""
    return at + dt.timedelta(days=max(7 - at.weekday(), 0) if at.weekday() > 4 else 0)


def reinsure(builder: Builder, person: Person, firm: Firm, since: dt.date) -> None:
    """From this day on, the firm insures the person in place of whoever did."""
    insured = builder.world.insurances
    at = next(i for i, entry in enumerate(insured) if entry.person is person)
    insured[at] = Insurance(person, firm.name, firm.uscc, since)


def guarantee_batch(builder: Builder) -> Story:
    """Three firms' letters of guarantee carry consecutive numbers and one applicant."""
    firms = some(builder, "works-2", 3, "guarantee")
    lot = recent(builder, "works-2", firms)
    applicant, phone = builder.person(), builder.ids.mobile()
    payment = builder.payment(applicant.name)
    issued = lot.opened - dt.timedelta(days=3, hours=1)
    for place, bid in enumerate(bids_of(lot, firms)):
        bid.guarantee = Guarantee(
            f"BH{lot.opened:%Y%m%d}{7_310 + place:05d}",
            "江岭省融资担保有限公司",
            issued + dt.timedelta(seconds=14 * place),
            800.0,
            payment,
            applicant,
            phone,
        )
    close(builder, lot)
    return presumptive(
        "guarantee_batch",
        "三家企业的保函编号相连，由同一人经办，保费出自同一账户",
        "money",
        ("guarantee_batch",),
        (lot,),
        firms,
        _same_issuer(builder),
    )


def _same_issuer(builder: Builder) -> LookAlike:
    firms = some(builder, "works-2", 3, "issuer")
    lot = recent(builder, "works-2", firms)
    for place, bid in enumerate(bids_of(lot, firms)):
        bid.guarantee = Guarantee(
            f"BH{lot.opened:%Y%m%d}{1_200 + 1_731 * place:05d}",
            "江岭省融资担保有限公司",
            lot.opened - dt.timedelta(days=3 + place, hours=2 + place, minutes=17 * place),
            800.0,
            bid.payment,
            bid.handler,
            bid.contact.phone,
        )
    close(builder, lot)
    why = "同一家担保机构是当地最常用的；编号相隔很远，日期、经办人和付款账户各不相同。"
    return LookAlike("三家企业都由同一担保公司出具保函", why, (lot,), firms)


def fund_backflow(builder: Builder) -> Story:
    """After the award the winner pays each of three losers a round sum."""
    firms = some(builder, "works-1", 4, "backflow")
    lot = recent(builder, "works-1", firms, others=2)
    builder.seat(lot)
    builder.decide(lot, _cheapest(lot, firms))
    winner, losers = firms[0], firms[1:]
    for place, loser in enumerate(losers):
        builder.world.transfers.append(
            Transfer(
                winner.payment,
                loser.payment,
                50_000.0,
                lot.opened + dt.timedelta(days=16 + place, hours=1, minutes=7 * place),
                "咨询费",
            )
        )
    return presumptive(
        "fund_backflow",
        "中标后一个月内，中标人向三家落标人各付五万元整",
        "money",
        ("fund_backflow",),
        (lot,),
        firms,
        _old_trade(builder),
    )


def _cheapest(lot: Lot, firms: tuple[Firm, ...]) -> Firm:
    """Make the first firm's offer the best by any method."""
    low = min(bid.price for bid in lot.bids)
    for bid in lot.bids:
        if bid.firm is firms[0]:
            bid.price = round(low * 0.97, 2)
    lot.evaluation = "经评审的最低投标价法"
    return firms[0]


def _old_trade(builder: Builder) -> LookAlike:
    firms = some(builder, "works-1", 2, "trade")
    lot = recent(builder, "works-1", firms)
    close(builder, lot)
    builder.world.transfers.append(
        Transfer(
            firms[0].payment,
            firms[1].payment,
            1_283_417.55,
            lot.opened - dt.timedelta(days=320, hours=2),
            "商品混凝土货款",
        )
    )
    why = "付款在开标十个月以前，金额有零有整，用途为货款，与本标段无关。"
    return LookAlike("两家投标企业之间有一笔货款", why, (lot,), firms)


def cross_executive(builder: Builder) -> Story:
    """The supervisor of one bidder is manager of the other."""
    firms = some(builder, "supervision", 2, "executive")
    shared = builder.person()
    for firm, post in zip(firms, ("监事", "财务负责人"), strict=True):
        builder.world.posts.append(Post(firm.name, firm.uscc, shared, post, dt.date(2023, 2, 1)))
    lot = recent(builder, "supervision", firms, others=2)
    close(builder, lot)
    former = some(builder, "supervision", 2, "executive-former")
    other = recent(builder, "supervision", former, others=2)
    left = builder.person()
    builder.world.posts += [
        Post(
            former[0].name, former[0].uscc, left, "监事", dt.date(2012, 3, 1), dt.date(2017, 6, 30)
        ),
        Post(former[1].name, former[1].uscc, left, "监事", dt.date(2018, 1, 1)),
    ]
    close(builder, other)
    why = "此人八年前已离任前一家，开标时只在一家任职。"
    return presumptive(
        "cross_executive",
        "两家投标人由同一自然人分任监事和财务负责人",
        "equity",
        ("cross_executive_kinship",),
        (lot,),
        firms,
        LookAlike("同一人先后在两家企业任监事", why, (other,), former),
    )


def kinship(builder: Builder) -> Story:
    """The heads of both bidders are married, as one of them has declared."""
    firms = some(builder, "goods", 2, "kin")
    heads = (firms[0].head, firms[1].head)
    builder.world.kinships.append(Kinship(heads[0], firms[0].name, "配偶", heads[1], firms[1].name))
    lot = recent(builder, "goods", firms, others=2)
    close(builder, lot)
    surname = builder.person().name[0]
    namesakes = tuple(
        builder.firm("goods", group="kin-alike", head=builder.person(surname + given))
        for given in ("志宏", "志毅")
    )
    for firm in namesakes:
        builder.enter(firm, "goods", 0.03)
    other = recent(builder, "goods", namesakes, others=2)
    close(builder, other)
    why = "同姓且名字相近，但没有任何亲属申报；亲属关系不得由姓名推断。"
    return presumptive(
        "kinship",
        "两家投标人的法定代表人是夫妻（本人申报）",
        "equity",
        ("cross_executive_kinship",),
        (lot,),
        firms,
        LookAlike("两家企业的法定代表人同姓、名字相近", why, (other,), namesakes),
    )


def bidder_buyer_affiliation(builder: Builder) -> Story:
    """An employee of the buyer holds a third of a bidder, which also designed the works."""
    (firm,) = some(builder, "works-3", 1, "")
    lot = recent(builder, "works-3", (firm,), others=4)
    employee = builder.person()
    buyer = lot.buyer
    builder.world.insurances.append(
        Insurance(employee, buyer.name, buyer.uscc, dt.date(2016, 7, 1))
    )
    builder.own(firm, employee.name, "自然人", employee.id_number, 0.34, since=dt.date(2022, 4, 1))
    builder.world.services.append(Service(lot, firm.name, firm.uscc, "初步设计"))
    close(builder, lot)
    (state,) = some(builder, "works-3", 1, "")
    other = recent(builder, "works-3", (state,), others=4)
    left = builder.person()
    builder.world.insurances += [
        Insurance(
            left, other.buyer.name, other.buyer.uscc, dt.date(2008, 1, 1), dt.date(2019, 5, 31)
        ),
        Insurance(left, state.name, state.uscc, dt.date(2019, 6, 1)),
    ]
    close(builder, other)
    why = "此人六年前离开招标人，早于三年的回溯期，此后只是企业的普通员工。"
    return presumptive(
        "bidder_buyer_affiliation",
        "招标人的在职人员持有投标人三分之一股份，该投标人还做过初步设计",
        "equity",
        ("bidder_buyer_affiliation",),
        (lot,),
        (firm,),
        LookAlike("投标人有一名员工曾在招标人处工作", why, (other,), (state,)),
    )


def agency_affiliation(builder: Builder) -> Story:
    """The agency's head holds a tenth of a bidder and is its supervisor."""
    (firm,) = some(builder, "medical", 1, "")
    lot = recent(builder, "medical", (firm,), others=3)
    head = lot.agency.head
    builder.own(firm, head.name, "自然人", head.id_number, 0.1, since=dt.date(2023, 1, 9))
    builder.world.posts.append(Post(firm.name, firm.uscc, head, "监事", dt.date(2023, 1, 9)))
    close(builder, lot)
    (busy,) = some(builder, "medical", 1, "")
    other = recent(builder, "medical", (busy,), others=3)
    close(builder, other)
    why = "同一代理机构代理了当地三分之一的项目，各企业都在其项目中投标，没有其他联系。"
    return presumptive(
        "agency_affiliation",
        "招标代理机构的法定代表人持有投标人股份并任监事",
        "equity",
        ("agency_bidder_affiliation",),
        (lot,),
        (firm,),
        LookAlike("企业常在同一代理机构的项目中投标", why, (other,), (busy,)),
    )


def insured_elsewhere(builder: Builder) -> Story:
    """Project manager and engineer of one bid are insured by another bidder of the lot."""
    firms = some(builder, "works-4", 2, "insured")
    lot = recent(builder, "works-4", firms)
    bid = lot.bid_of(firms[0])
    for person in (bid.manager, bid.team[0][0]):
        reinsure(builder, person, firms[1], dt.date(2024, 3, 1))
    close(builder, lot)
    (parent,) = some(builder, "works-4", 1, "")
    other = recent(builder, "works-4", (parent,))
    branch = builder.organisation(f"{parent.name}第一分公司", parent.region, "91", "民营")
    builder.world.management.append(
        Management(branch.name, branch.uscc, parent.name, parent.uscc, "分公司", branch.founded)
    )
    manager = other.bid_of(parent).manager
    insured = builder.world.insurances
    at = next(i for i, entry in enumerate(insured) if entry.person is manager)
    insured[at] = Insurance(manager, branch.name, branch.uscc, dt.date(2022, 1, 1))
    close(builder, other)
    why = "社保由投标人自己的分公司缴纳，分公司与总公司是同一法人。"
    return presumptive(
        "insured_elsewhere",
        "项目经理和技术负责人的社保由同标段另一投标人缴纳",
        "people",
        ("social_security_mismatch",),
        (lot,),
        firms,
        LookAlike("项目经理的社保由分公司缴纳", why, (other,), (parent,)),
    )


def manager_in_two_places(builder: Builder) -> Story:
    """A project manager bound by a running contract is proposed for another lot."""
    (firm,) = some(builder, "works-1", 1, "")
    first, second = builder.take("works-1", 2, first=AWARDS_SINCE, last=dt.date(2026, 3, 31))
    second.opened = weekday(first.opened + 75 * DAY)
    for lot in (first, second):
        builder.fill(lot, (firm,), others=4)
        lot.bid_of(firm).manager = firm.managers[0]
    builder.seat(first)
    builder.decide(first, _cheapest(first, (firm,)))
    close(builder, second)
    builder.world.bound[first.code] = firm.managers[0]
    return presumptive(
        "manager_in_two_places",
        "项目经理有在建项目，七十五天后又以其参加另一标段投标",
        "people",
        ("pm_concurrent_conflict",),
        (first, second),
        (firm,),
        _released(builder),
    )


def _released(builder: Builder) -> LookAlike:
    (firm,) = some(builder, "works-2", 1, "")
    first, second = builder.take("works-2", 2, first=AWARDS_SINCE, last=dt.date(2026, 3, 31))
    second.opened = weekday(first.opened + 20 * DAY)
    for lot in (first, second):
        builder.fill(lot, (firm,), others=4)
        lot.bid_of(firm).manager = firm.managers[0]
    builder.seat(first)
    builder.decide(first, next(b.firm for b in first.bids if b.firm is not firm))
    close(builder, second)
    why = "前一标段没有中标，投标时没有在建项目。"
    return LookAlike("同一项目经理先后参加两个标段投标", why, (first, second), (firm,))


def staff_exchange(builder: Builder) -> Story:
    """Four registered engineers move from one bidder to the other around a lot, two come back."""
    firms = some(builder, "works-3", 2, "exchange")
    lot = recent(builder, "works-3", firms)
    moved = lot.opened.date() - 25 * DAY
    movers = (*firms[0].engineers[:3], firms[0].managers[-1])
    for place, person in enumerate(movers):
        back = place < 2
        licence = licence_of(person)
        start, away = firms[0].founded + 400 * DAY, moved + place * DAY
        home = away + 40 * DAY
        builder.world.registrations += [
            Registration(person, licence, firms[0].name, firms[0].uscc, start, away - DAY),
            Registration(
                person, licence, firms[1].name, firms[1].uscc, away, home - DAY if back else None
            ),
        ]
        if back:
            builder.world.registrations.append(
                Registration(person, licence, firms[0].name, firms[0].uscc, home)
            )
    close(builder, lot)
    others = some(builder, "works-3", 2, "exchange-alike")
    other = recent(builder, "works-3", others)
    person = others[0].engineers[0]
    hired = other.opened.date() - 400 * DAY
    builder.world.registrations += [
        Registration(
            person,
            licence_of(person),
            others[0].name,
            others[0].uscc,
            hired - 900 * DAY,
            hired - DAY,
        ),
        Registration(person, licence_of(person), others[1].name, others[1].uscc, hired),
    ]
    close(builder, other)
    why = "只有一名工程师一年前正常跳槽，之后没有回流。"
    return presumptive(
        "staff_exchange",
        "四名注册人员在开标前后由一家转到另一家，两人随后转回",
        "people",
        ("personnel_churn",),
        (lot,),
        firms,
        LookAlike("一名注册人员由一家跳槽到另一家", why, (other,), others),
    )


def same_file_code(builder: Builder) -> Story:
    """Two bids were made from one source file, and one was decrypted with the other's key."""
    firms = some(builder, "works-4", 2, "file-code")
    lot = recent(builder, "works-4", firms)
    first, second = bids_of(lot, firms)
    first.file_code = second.file_code = file_code(builder)
    second.certificate = firms[0].certificate
    address = builder.ids.host()
    for bid in (first, second):
        bid.download_ip = bid.decrypt_ip = address
        bid.upload = replace(bid.upload, ip=address)
    close(builder, lot)
    others = some(builder, "works-4", 3, "template-code")
    other = recent(builder, "works-4", others)
    template = file_code(builder)
    for bid in bids_of(other, others):
        bid.file_code = template
    reason = "招标人发布的投标文件模板自带的标识码"
    builder.world.exemptions.append(Exemption("creation_id", template, reason))
    close(builder, other)
    why = "标识码来自招标人发布的模板，已列入豁免清单。"
    return presumptive(
        "same_file_code",
        "两份投标文件的文件码相同，用同一把CA锁，下载、上传、解密地址相同",
        "device",
        ("doc_creation_id_match", "ca_key_cross_use", "ip_match"),
        (lot,),
        firms,
        LookAlike("三家的文件码相同，来自招标人发布的模板", why, (other,), others),
    )


def file_code(builder: Builder) -> str:
    """A GUID of the tool that makes bid files."""
    digits = f"{builder.rng.getrandbits(128):032X}"
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return "-".join(parts)


def machine_across_lots(builder: Builder) -> Story:
    """Three firms that never meet upload from one machine, each in a lot of its own."""
    firms = some(builder, "works-2", 3, "across")
    lots = []
    for firm in firms:
        lot = recent(builder, "works-2", (firm,), others=4)
        lot.bid_of(firm).upload = firms[0].machine
        lots.append(lot)
    close(builder, *lots)
    others = some(builder, "works-3", 2, "sold")
    sold = []
    for firm in others:
        (lot,) = builder.take("works-3", 1)
        builder.fill(lot, (firm,), others=4)
        lot.bid_of(firm).upload = replace(firm.machine, cpu=others[0].machine.cpu)
        sold.append(lot)
    close(builder, *sold)
    why = "只有处理器编号相同，它只到型号；网卡、硬盘和地址都不同。"
    return presumptive(
        "machine_across_lots",
        "三家从不同场的企业在不同标段用同一台计算机上传",
        "device",
        ("cross_section_device_reuse",),
        tuple(lots),
        firms,
        LookAlike("两家企业在不同标段的处理器编号相同", why, tuple(sold), others),
    )


STORIES = (
    guarantee_batch,
    fund_backflow,
    cross_executive,
    kinship,
    bidder_buyer_affiliation,
    agency_affiliation,
    insured_elsewhere,
    manager_in_two_places,
    staff_exchange,
    same_file_code,
    machine_across_lots,
)
