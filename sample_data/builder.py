"""The ordinary market: firms, lots, experts, and bids that nobody has arranged."""

from __future__ import annotations

import datetime as dt
import random
import zlib
from collections.abc import Iterable, Sequence

from sample_data import names
from sample_data.identifiers import Identifiers
from sample_data.markets import (
    AVERAGE,
    COMPREHENSIVE,
    LEVEL,
    MARKETS,
    POINTS,
    SPREAD,
    TENDER,
)
from sample_data.model import (
    FIRST_DAY,
    LAST_DAY,
    Bid,
    Contact,
    Expert,
    Firm,
    Insurance,
    Lot,
    Machine,
    Market,
    Organisation,
    Payment,
    Person,
    Post,
    Score,
    Shareholding,
    World,
)

ITEMS = (("技术分", 40.0, 30.0, 2.4), ("商务分", 30.0, 23.0, 1.6))
LARGE_PURCHASE = 10_000_000.0  # 财政部令第87号 article 47
SCORES_SINCE = dt.date(2025, 10, 1)
SPECIALTIES = {
    "A08": "A08 工程施工",
    "A05": "A05 工程监理",
    "A04": "A04 工程设计",
    "B": "B 货物",
    "C": "C 服务",
}
INSTITUTES = ("建设工程研究院", "理工学院", "建筑科学研究所", "工程造价管理协会", "职业技术学院")
BUYERS = (
    "城市建设发展中心", "公路事业发展中心", "教育局", "卫生健康委员会", "水务局",
    "机关事务管理局", "第一人民医院", "数据管理局",
)  # fmt: skip


class Builder:
    """Makes people, firms and lots with one source of chance."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.ids = Identifiers(self.rng)
        self.company_names = names.CompanyNames(self.rng)
        self.world = World()
        self.entrants: dict[str, list[tuple[Firm, float]]] = {code: [] for code in MARKETS}
        self.buyers: dict[str, list[Organisation]] = {}
        self.agencies: dict[str, list[Organisation]] = {}
        self.institutes: list[Organisation] = []
        self.projects = 0
        self.unplanted: set[str] = set()  # firms that chance keeps out of planted lots

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        """A day between the two, both included."""
        return first + dt.timedelta(days=self.rng.randrange((last - first).days + 1))

    def person(self, name: str = "", born: tuple[int, int] = (1966, 1998)) -> Person:
        """A person with an ID number."""
        woman = self.rng.random() < 0.3
        return Person(
            name or names.person_name(self.rng, woman=woman),
            self.ids.id_number(woman=woman, born=born),
        )

    def machine(self) -> Machine:
        """A computer with its own address."""
        return Machine(self.ids.mac(), self.ids.cpu(), self.ids.disk(), self.ids.host())

    def payment(self, payer: str) -> Payment:
        """An account in this name."""
        return Payment(payer, self.ids.account(), self.rng.choice(names.BANKS))

    def organisation(
        self, name: str, region: str, kind: str, nature: str, *, mistyped: bool = False
    ) -> Organisation:
        """Buyer, agency, institute or owner, with its head."""
        code = self.ids.uscc(region, kind)
        made = Organisation(
            name,
            mistype(code) if mistyped else code,
            region,
            nature,
            self.person(),
            names.address(self.rng, region),
            self.day(dt.date(1998, 1, 1), dt.date(2018, 12, 31)),
        )
        self.world.organisations.append(made)
        return made

    def firm(
        self,
        market: str,
        *,
        region: str = "",
        group: str = "",
        state: bool = False,
        head: Person | None = None,
        since: dt.date | None = None,
    ) -> Firm:
        """A bidder with its people, machine, account and owners; no market entered yet."""
        region = region or MARKETS[market].region
        name = self.company_names.bidder(region, MARKETS[market].trade)
        founded = self.day(dt.date(2001, 1, 1), dt.date(2020, 12, 31))
        head, handler = head or self.person(), self.person()
        site = f"b{len(self.world.firms) + 1:04d}.example"
        woman = self.rng.random() < 0.5
        contact = Contact(
            names.person_name(self.rng, woman=woman), self.ids.mobile(), f"toubiao@{site}"
        )
        made = Firm(
            name=name,
            uscc=self.ids.uscc(region),
            region=region,
            nature="国有" if state else "民营",
            head=head,
            head_since=since or self.day(founded, dt.date(2023, 6, 30)),
            founded=founded,
            capital_wan=self.rng.choice((200, 500, 1000, 2000, 3000, 5000, 6000, 10000)),
            address=names.address(self.rng, region),
            phone=self.ids.mobile(),
            email=f"office@{site}",
            managers=tuple(self.person() for _ in range(self.rng.randint(2, 3))),
            engineers=tuple(self.person() for _ in range(self.rng.randint(3, 4))),
            handler=handler,
            contact=contact,
            payment=self.payment(name),
            machine=self.machine(),
            lock=self.ids.lock(),
            certificate=self.ids.certificate(),
            efficiency=self.rng.gauss(0.0, 0.012),
            group=group,
        )
        self.world.firms.append(made)
        self._register(made, state=state)
        return made

    def _register(self, firm: Firm, *, state: bool) -> None:
        if not state:
            self._private_owners(firm)
        manager = firm.managers[0] if self.rng.random() < 0.2 else self.person()
        for person, post, since in (
            (firm.head, "执行董事", firm.head_since),
            (self.person(), "监事", firm.founded),
            (manager, "经理", self.day(firm.founded, dt.date(2023, 12, 31))),
        ):
            self.world.posts.append(Post(firm.name, firm.uscc, person, post, since))
        for person in (*firm.managers, *firm.engineers, firm.handler):
            since = self.day(firm.founded, dt.date(2024, 3, 31))
            self.world.insurances.append(Insurance(person, firm.name, firm.uscc, since))

    def _private_owners(self, firm: Firm) -> None:
        share = self.rng.choice((0.51, 0.6, 0.7, 0.8, 0.9))
        if self.rng.random() < 0.1:
            name = self.company_names.holding(firm.region)
            first = not any("投资" in body.name for body in self.world.organisations)
            holder = self.organisation(name, firm.region, "91", "民营", mistyped=first)
            self.own(firm, holder.name, "企业", holder.uscc, share)
            self.stake(holder, self.person(), 1.0)
        else:
            head = firm.head
            self.own(firm, head.name, "自然人", head.id_number, share, since=firm.head_since)
        other = self.person()
        self.own(firm, other.name, "自然人", other.id_number, round(1 - share, 2))

    def own(
        self,
        firm: Firm,
        holder: str,
        kind: str,
        holder_id: str,
        share: float,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> None:
        """Record a stake in a bidder."""
        amount = round(firm.capital_wan * share, 2)
        self.world.shareholdings.append(
            Shareholding(
                firm.name,
                firm.uscc,
                holder,
                kind,
                holder_id,
                share,
                amount,
                since or firm.founded,
                until,
            )
        )

    def stake(self, owned: Organisation, person: Person, share: float) -> None:
        """Record a person's stake in an organisation."""
        self.world.shareholdings.append(
            Shareholding(
                owned.name,
                owned.uscc,
                person.name,
                "自然人",
                person.id_number,
                share,
                round(500 * share, 2),
                owned.founded,
            )
        )

    def disown(self, firm: Firm) -> None:
        """Forget the owners given at founding; a story gives others."""
        kept = [s for s in self.world.shareholdings if s.company_uscc != firm.uscc]
        self.world.shareholdings[:] = kept

    def enter(self, firm: Firm, market: str, weight: float) -> None:
        """Let a firm bid in a market by chance, with this appetite."""
        self.entrants[market].append((firm, weight))

    def settle(self) -> None:
        """Buyers, agencies, institutes, experts and empty lots."""
        for region, place in names.REGIONS.items():
            self.buyers[region] = [
                self.organisation(place + name, region, "12", "事业单位") for name in BUYERS
            ]
            self.agencies[region] = [
                self.organisation(self.company_names.agency(region), region, "91", "民营")
                for _ in range(3)
            ]
            self.institutes += [
                self.organisation(place + name, region, "12", "事业单位") for name in INSTITUTES
            ]
        kinds = tuple(SPECIALTIES.values())
        for number in range(1, 81):
            self.world.experts.append(self._expert(number, kinds[number % len(kinds)]))
        for market in MARKETS.values():
            self._lots(market)

    def _expert(self, number: int, specialty: str) -> Expert:
        person = self.person(born=(1960, 1985))
        employer = self.rng.choice(self.institutes)
        since = self.day(dt.date(2000, 1, 1), dt.date(2016, 1, 1))
        self.world.insurances.append(Insurance(person, employer.name, employer.uscc, since))
        title = self.rng.choice(("高级工程师", "正高级工程师", "教授", "副教授"))
        return Expert(f"ZJ38{number:04d}", person, employer, specialty, title)

    def _lots(self, market: Market) -> None:
        left = market.lots
        days = sorted(self.day(FIRST_DAY, LAST_DAY) for _ in range(market.lots))
        while left:
            size = min(left, self.rng.choices((1, 2, 3), (0.75, 0.18, 0.07))[0])
            for number in range(1, size + 1):
                day = days[market.lots - left]
                self.world.lots.append(self._lot(market, day, number, size))
                left -= 1
            self.projects += 1

    def _lot(self, market: Market, day: dt.date, number: int, size: int) -> Lot:
        if number == 1:
            self._open_project(market, day)
        unit = "标段" if market.regime == TENDER else "包"
        suffix = f"（第{number}{unit}）" if size > 1 else ""
        ceiling = market.ceiling_wan * self.rng.lognormvariate(0.0, 0.6) * 10_000
        methods, weights = zip(*market.evaluations, strict=True)
        day = _workday(day)
        hour, minute = self.rng.choice(((9, 0), (9, 30), (10, 0), (14, 30)))
        return Lot(
            market=market,
            code=f"{self.project_code}001{number:03d}",
            name=self.project_name + suffix,
            project_code=self.project_code,
            investment_code=self.investment_code,
            project_name=self.project_name,
            buyer=self.buyer,
            agency=self.agency,
            method=self.rng.choices(("公开招标", "邀请招标"), (0.95, 0.05))[0],
            evaluation=self.rng.choices(methods, weights)[0],
            ceiling=float(round(ceiling, -3)),
            opened=dt.datetime.combine(day, dt.time(hour, minute)),
        )

    def _open_project(self, market: Market, day: dt.date) -> None:
        serial = self.projects + 1
        self.project_code = f"E{market.region}0001{serial:06d}"
        self.investment_code = f"{day:%y%m}-{market.region}-04-01-{serial + 100000:06d}"
        place = self.rng.choice(names.PLACES)
        what = self.rng.choice(market.names).format(place)
        self.project_name = f"{names.REGIONS[market.region]}{what}"
        self.buyer = self.rng.choice(self.buyers[market.region])
        self.agency = self.rng.choice(self.agencies[market.region])

    def populate(self) -> None:
        """Firms of every market, few of them busy and most of them not; some serve a second one."""
        works = [code for code in MARKETS if code.startswith("works")]
        for code, market in MARKETS.items():
            for place in range(market.firms):
                firm = self.firm(code)
                self.enter(firm, code, (place + 3.0) ** -0.75)
                if code in works and self.rng.random() < 0.22:
                    second = self.rng.choice([other for other in works if other != code])
                    self.enter(firm, second, 0.03)

    def take(
        self, market: str, count: int, *, first: dt.date = FIRST_DAY, last: dt.date | None = None
    ) -> list[Lot]:
        """Claim free lots of a market, spread over time; the story fills them."""
        end = last or LAST_DAY
        idle = [lot for lot in self.world.lots if lot.market.code == market and not lot.taken]
        free = [lot for lot in idle if first <= lot.opened.date() <= end]
        for lot in [lot for lot in idle if lot not in free][: max(count - len(free), 0)]:
            # A small market may have too few at that time: others are called for later.
            lot.opened = dt.datetime.combine(_workday(self.day(first, end)), lot.opened.time())
            free.append(lot)
        taken = sorted(self.rng.sample(free, count), key=lambda lot: (lot.opened, lot.code))
        for lot in taken:
            lot.taken = True
        return taken

    def fill(self, lot: Lot, forced: Sequence[Firm] = (), *, others: int | None = None) -> None:
        """Bring bidders: the forced ones and, by chance, `others` more (else the usual number)."""
        low, high = lot.market.bidders
        wanted = self.rng.randint(low, high)
        extra = max(wanted - len(forced), 0) if others is None else others
        chosen = [*forced, *self._by_chance(lot, forced, extra)]
        self.rng.shuffle(chosen)
        base = LEVEL[lot.evaluation] * self.rng.gauss(1.0, 0.02)
        lot.bids = [self._bid(lot, firm, base) for firm in chosen]

    def _by_chance(self, lot: Lot, forced: Sequence[Firm], count: int) -> list[Firm]:
        groups = {firm.group for firm in forced} - {""}
        keyed = sorted(
            (
                (self.rng.expovariate(weight), place, firm)
                for place, (firm, weight) in enumerate(self.entrants[lot.market.code])
                if firm not in forced
            ),
            key=lambda entry: entry[:2],
        )
        chosen: list[Firm] = []
        for _, _, firm in keyed:
            if len(chosen) == count:
                break
            if firm.group in groups or (lot.taken and firm.uscc in self.unplanted):
                continue
            groups |= {firm.group} - {""}
            chosen.append(firm)
        return chosen

    def _bid(self, lot: Lot, firm: Firm, base: float) -> Bid:
        spread = SPREAD[lot.evaluation]
        level = base * (1 + self.rng.gauss(0.0, spread) + firm.efficiency * spread / 0.06)
        level = min(level, self.rng.uniform(0.985, 0.9995))
        manager = self.rng.choice(firm.managers)
        first, second = self.rng.sample(firm.engineers, 2)
        works = lot.market.regime == TENDER
        posts = ("技术负责人", "安全员") if works else ("技术负责人", "服务人员")
        return Bid(
            firm=firm,
            price=price(lot, level),
            manager=manager,
            team=(
                (first, posts[0], licence_of(first)),
                (second, posts[1], licence_of(second)),
            ),
            handler=firm.handler,
            contact=firm.contact,
            upload=firm.machine,
            locks=(firm.lock,),
            payment=firm.payment,
            submitted=self._handed_in(lot.opened),
        )

    def _handed_in(self, deadline: dt.datetime) -> dt.datetime:
        days = self.rng.choices((0, 1, 2, 3), (0.35, 0.4, 0.15, 0.1))[0]
        if days == 0:
            return deadline - dt.timedelta(seconds=self.rng.randrange(1_500, 6_000))
        morning = dt.datetime.combine(deadline.date() - dt.timedelta(days=days), dt.time(8, 30))
        return morning + dt.timedelta(seconds=self.rng.randrange(13 * 3_600))

    def seat(self, lot: Lot, wanted: Iterable[Expert] = ()) -> None:
        """Five experts of the right specialty, seven for a large purchase, and the wanted."""
        present = {firm.name for bid in lot.bids for firm in (bid.firm, *bid.partners)}
        wanted = list(wanted)
        code = lot.market.class_code
        specialty = SPECIALTIES.get(code[:3]) or SPECIALTIES[code[:1]]
        free = [
            expert
            for expert in self.world.experts
            if expert.specialty == specialty
            and expert not in wanted
            and not expert.by_story
            and not present & {*expert.conflicts, *expert.avoids}
        ]
        seats = 7 if lot.market.regime != TENDER and lot.ceiling >= LARGE_PURCHASE else 5
        lot.panel = [*wanted, *self.rng.sample(free, seats - len(wanted))]

    def decide(self, lot: Lot, winner: Firm | None = None) -> None:
        """Evaluate by the lot's method; `winner` is far ahead in quality where quality counts."""
        valid = [bid for bid in lot.bids if bid.valid]
        if winner is not None:
            lot.bid_of(winner).quality += 4.0
        if lot.evaluation in (COMPREHENSIVE, POINTS):
            self._score(lot, valid)
            order = sorted(valid, key=lambda bid: (-(bid.score or 0.0), bid.firm.uscc))
        elif lot.evaluation == AVERAGE:
            benchmark = sum(bid.price for bid in valid) / len(valid) * 0.99
            order = sorted(valid, key=lambda bid: (abs(bid.price - benchmark), bid.firm.uscc))
        else:
            order = sorted(valid, key=lambda bid: (bid.price, bid.firm.uscc))
        for rank, bid in enumerate(order, start=1):
            bid.rank, bid.won = rank, rank == 1

    def _score(self, lot: Lot, valid: Sequence[Bid]) -> None:
        lowest = min(bid.price for bid in valid)
        strict = {expert.number: self.rng.gauss(0.0, 0.5) for expert in lot.panel}
        for bid in valid:
            quality = bid.quality + self.rng.gauss(0.0, 1.0)
            total = 0.0
            for expert in lot.panel:
                for item, maximum, middle, step in ITEMS:
                    raw = middle + step * (quality + self.rng.gauss(0, 0.5)) + strict[expert.number]
                    points = round(min(max(raw, 0.0), maximum), 1)
                    lot.scores.append(Score(expert, bid, item, maximum, points))
                    total += points
                points = round(30.0 * lowest / bid.price, 2)
                lot.scores.append(Score(expert, bid, "报价分", 30.0, points))
                total += points
            bid.score = round(total / len(lot.panel), 2)


def _workday(day: dt.date) -> dt.date:
    """The day, or the Friday before."""
    return day - dt.timedelta(days=max(day.weekday() - 4, 0))


def price(lot: Lot, level: float) -> float:
    """An offer at this share of the ceiling, as exact as the trade writes it."""
    amount = lot.ceiling * level
    if lot.market.trade == "works":
        return round(amount, 2)
    return float(round(amount)) if lot.ceiling > 1_000_000 else float(round(amount, -1))


def mistype(number: str) -> str:
    """The number with a wrong check character, as clerks mistype it."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def licence_of(person: Person) -> str:
    """The certificate of a person: one number for life."""
    return f"虚证{zlib.crc32(person.id_number.encode()):010d}"


def draw_background(builder: Builder) -> None:
    """Fill, seat and decide every lot that no story has claimed."""
    for lot in builder.world.lots:
        if lot.taken:
            continue
        builder.fill(lot)
        for bid in lot.bids:
            bid.valid = builder.rng.random() > 0.015 or len(lot.bids) < 4
        builder.seat(lot)
        builder.decide(lot)
