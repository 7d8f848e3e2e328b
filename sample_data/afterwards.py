"""What follows from the bids, for every lot alike: contracts, draws, accounts, and small things."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import replace

from sample_data import names
from sample_data.builder import Builder, licence_of
from sample_data.life import steps_of
from sample_data.markets import TENDER
from sample_data.model import (
    LAST_DAY,
    Account,
    Bid,
    Complaint,
    Contract,
    Draw,
    Firm,
    Guarantee,
    Inspector,
    Insurance,
    Kinship,
    Lot,
    Management,
    Penalty,
    Person,
    Post,
    Registration,
    Service,
    Transfer,
)

DAY = dt.timedelta(days=1)
DRAWS_SINCE = dt.date(2025, 1, 1)
OPERATORS = ("周敏", "吴建平", "郑凯", "冯雪", "陈立")
ISSUERS = ("江岭省融资担保有限公司", "岚川财产保险股份有限公司", "泊溪工程担保有限公司")
SPECIALITIES = ("工程建设", "政府采购", "综合")
RELATIVES = ("配偶", "子女", "兄弟", "姐妹", "父母")


def live_on(builder: Builder) -> None:
    """Everything that happens beside and after the bids, where no story says otherwise."""
    _one_manager_a_day(builder)
    for lot in sorted(builder.world.lots, key=lambda lot: (lot.opened, lot.code)):
        if lot.opened.date() >= DRAWS_SINCE:
            _draw(builder, lot)
        if lot.awarded_on_record:
            lot.downloads = lot.downloads or len(lot.bids) + builder.rng.randint(0, 3)
            lot.steps = steps_of(lot, builder.rng)
    _contracts(builder)
    _guarantees(builder)
    _registrations(builder)
    _accounts(builder)
    _small_things(builder)
    _inspectors(builder)


def _one_manager_a_day(builder: Builder) -> None:
    """No one is proposed in two lots that open on one day, but where a story wants it."""
    taken: dict[tuple[str, dt.date], set[str]] = defaultdict(set)
    for lot in sorted(builder.world.lots, key=lambda lot: (not lot.taken, lot.code)):
        for bid in lot.bids:
            known = taken[bid.firm.uscc, lot.opened.date()]
            if bid.manager.id_number in known and not lot.traced:
                free = [m for m in bid.firm.managers if m.id_number not in known]
                bid.manager = free[0] if free else _hired(builder, bid.firm)
            known.add(bid.manager.id_number)


def _hired(builder: Builder, firm: Firm) -> Person:
    """One more project manager of the firm."""
    person = builder.person()
    firm.managers = (*firm.managers, person)
    since = builder.day(dt.date(2021, 1, 1), dt.date(2023, 12, 31))
    builder.world.insurances.append(Insurance(person, firm.name, firm.uscc, since))
    return person


def _draw(builder: Builder, lot: Lot) -> None:
    drawn = lot.opened - dt.timedelta(days=1, hours=builder.rng.randint(0, 3))
    number = f"CQ{lot.opened:%Y%m%d}{lot.code[-9:]}"
    by = OPERATORS[0] if lot.code in builder.world.redrawn else builder.rng.choice(OPERATORS)
    again = builder.world.redrawn.get(lot.code, ())
    for expert in lot.panel:
        late = expert in again
        at = lot.opened - dt.timedelta(minutes=50) if late else drawn
        builder.world.draws.append(Draw(number, lot, expert, at, by, replacement=late))


def _contracts(builder: Builder) -> None:
    """A contract for every award on record, led by someone who is free."""
    proposed = _proposals(builder.world.lots)
    for number, lot in enumerate(builder.world.lots):
        if "合同签订" not in lot.steps:
            continue
        signed = lot.steps["合同签订"]
        starts = lot.steps.get("开工", signed + 7 * DAY)
        completed = lot.steps.get("竣工验收", starts + builder.rng.randint(90, 160) * DAY)
        bid = lot.winner
        manager = builder.world.bound.get(lot.code) or _free(
            builder, lot, bid, proposed, min(signed, starts), completed
        )
        firm = bid.firm
        crew = [(p, "安全员" if n else "施工员", firm.name, firm.uscc)
                for n, p in enumerate(firm.engineers[:2])]  # fmt: skip
        crew += [(p, post, f.name, f.uscc) for at, p, post, f in builder.world.on_site if at is lot]
        sublet = [(f.name, f.uscc, round(bid.price * share, 2))
                  for at, f, share in builder.world.sublet if at is lot]  # fmt: skip
        builder.world.contracts.append(
            Contract(
                f"HT-{signed:%Y}-{number + 1:04d}",
                lot,
                firm,
                manager,
                round(bid.price * lot.price_change, 2),
                signed,
                starts,
                completed,
                round(bid.price * 0.02, 2) if builder.rng.random() < 0.1 else 0.0,
                tuple(crew) if lot.market.trade == "works" else (),
                tuple(sublet),
            )
        )


def _proposals(lots: list[Lot]) -> dict[str, list[tuple[dt.date, Lot]]]:
    """When and where each person was proposed as project manager."""
    found: dict[str, list[tuple[dt.date, Lot]]] = defaultdict(list)
    for lot in lots:
        for bid in lot.bids:
            found[bid.manager.id_number].append((lot.opened.date(), lot))
    return found


def _free(
    builder: Builder,
    lot: Lot,
    bid: Bid,
    proposed: dict[str, list[tuple[dt.date, Lot]]],
    first: dt.date,
    last: dt.date,
) -> Person:
    """Who is bound by the contract: nobody who is proposed elsewhere meanwhile, nor bound twice."""
    slack = 5 * DAY
    for person in (bid.manager, *bid.firm.managers):
        elsewhere = (
            day for day, other in proposed[person.id_number]
            if other is not lot and lot.opened.date() - slack <= day <= last + slack
        )  # fmt: skip
        bound = (c for c in builder.world.contracts if c.manager is person and c.completed >= first)
        if not any(elsewhere) and not any(bound):
            return person
    return _hired(builder, bid.firm)


def _guarantees(builder: Builder) -> None:
    """Every ninth tender takes letters of guarantee, each applied for by the bidder itself."""
    lots = [lot for lot in builder.world.lots if lot.awarded_on_record and not lot.taken]
    serial = 100
    for lot in lots[::9]:
        for bid in lot.bids:
            serial += builder.rng.randint(23, 400)
            hours = builder.rng.randint(30, 120)
            issued = lot.opened - dt.timedelta(hours=hours, minutes=builder.rng.randint(0, 59))
            bid.guarantee = Guarantee(
                f"BH{issued:%Y%m%d}{serial % 100_000:05d}",
                builder.rng.choice(ISSUERS),
                issued,
                float(builder.rng.choice((500, 600, 800, 1000))),
                bid.payment,
                bid.handler,
                bid.contact.phone,
            )


def _registrations(builder: Builder) -> None:
    told = {entry.person.id_number for entry in builder.world.registrations}
    for firm in builder.world.firms:
        for person in firm.managers:
            if person.id_number not in told:
                since = max(firm.founded, dt.date(2019, 1, 1)) + builder.rng.randint(0, 900) * DAY
                builder.world.registrations.append(
                    Registration(person, licence_of(person), firm.name, firm.uscc, since)
                )


def _accounts(builder: Builder) -> None:
    for firm in builder.world.firms:
        paid = firm.payment
        builder.world.accounts.append(
            Account(
                paid.payer, firm.uscc, "", paid.account, paid.bank, True, firm.founded + 9 * DAY
            )
        )


def _small_things(builder: Builder) -> None:
    """A few entries in every other register: none ties two bidders of one lot."""
    rng, world = builder.rng, builder.world
    for place in names.REGIONS.values():
        hospital, office = (
            next(body for body in world.organisations if body.name == place + name)
            for name in ("第一人民医院", "卫生健康委员会")
        )
        world.management.append(
            Management(hospital.name, hospital.uscc, office.name, office.uscc, "直属单位",
                       hospital.founded)
        )  # fmt: skip
    for expert in world.experts[10:70:6]:
        world.kinships.append(
            Kinship(expert.person, expert.employer.name, rng.choice(RELATIVES), builder.person(),
                    rng.choice(builder.institutes).name)
        )  # fmt: skip
    labour = [
        builder.organisation(builder.company_names.holding(region).replace("投资", "劳务"), region,
                             "91", "民营")
        for region in list(names.REGIONS)[:4]
    ]  # fmt: skip
    works = [c for c in world.contracts if c.lot.market.trade == "works" and not c.subcontracts]
    for contract in works[::6]:
        body = next(b for b in labour if b.region == contract.lot.market.region)
        at = world.contracts.index(contract)
        part = (body.name, body.uscc, round(contract.amount * 0.15, 2))
        world.contracts[at] = replace(contract, subcontracts=(part,))
    designers = [firm for firm in world.firms if firm.name.endswith("设计有限公司")]
    known = {service.lot.project_code for service in world.services}
    for contract in works[2::8]:
        if contract.lot.project_code not in known:
            firm = rng.choice(designers)
            world.services.append(Service(contract.lot, firm.name, firm.uscc, "施工图设计"))
    _credit(builder)


def _credit(builder: Builder) -> None:
    """Old penalties, complaints that were handled in time, payments to suppliers."""
    rng, world = builder.rng, builder.world
    quiet = [firm for firm in world.firms if not firm.group]
    for number, firm in enumerate(quiet[20:200:22]):
        decided = dt.date(2022, 3, 1) + 31 * number * DAY
        world.penalties.append(
            Penalty(firm, f"虚建罚〔{decided:%Y}〕{number + 11}号",
                    names.REGIONS[firm.region] + "住房和城乡建设局", decided, "行政处罚", "罚款",
                    decided, decided + 180 * DAY, decided + 200 * DAY)
        )  # fmt: skip
    calm = [lot for lot in world.lots if lot.awarded_on_record and not lot.taken]
    for lot in [lot for lot in calm if lot.market.regime == TENDER][5:60:9]:
        loser = next(bid.firm for bid in lot.bids if not bid.won)
        known = lot.opened.date() + 6 * DAY
        if known + 30 * DAY <= LAST_DAY:
            world.complaints.append(
                Complaint(f"TS{known:%Y%m%d}{lot.code[-4:]}", lot, loser, known, known + 5 * DAY,
                          known + 6 * DAY, known + 26 * DAY, "驳回投诉")
            )  # fmt: skip
    suppliers = [builder.payment(builder.company_names.holding("380100").replace("投资", "建材"))
                 for _ in range(5)]  # fmt: skip
    for firm in quiet[5:125:4]:
        day = builder.day(dt.date(2025, 10, 1), dt.date(2026, 6, 20))
        at = dt.datetime.combine(day, dt.time(rng.randint(9, 16), rng.randint(0, 59)))
        amount = round(rng.lognormvariate(12.5, 1.0), 2)
        world.transfers.append(Transfer(firm.payment, rng.choice(suppliers), amount, at, "材料款"))


def _inspectors(builder: Builder) -> None:
    """A roster for random inspections; one of them was a firm's supervisor, one sits on panels."""
    rng, world = builder.rng, builder.world
    people = [builder.person(born=(1970, 1996)) for _ in range(12)]
    busy = Counter(bid.firm.uscc for lot in world.lots for bid in lot.bids)
    firm = max(world.firms, key=lambda one: (busy[one.uscc], one.uscc))
    since = dt.date(2021, 3, 1)
    world.posts.append(Post(firm.name, firm.uscc, people[0], "监事", since, dt.date(2023, 8, 31)))
    people.append(world.experts[3].person)
    units = [f"{place}公共资源交易监督管理局" for place in list(names.REGIONS.values())[:3]]
    for place, person in enumerate(people):
        world.inspectors.append(
            Inspector(
                f"JG{place + 1:04}", person, units[place % len(units)], rng.choice(SPECIALITIES)
            )
        )
