"""An invented market of any size as CSV files, the same for the same size and seed.

Shape, for N bids: N / 5 lots of five bidders, N / 20 companies whose activity is skewed (the most
active of 50,000 makes some thousand bids), markets of class by region, N / 20,000 rings of five
firms that meet in 15 lots each, three experts a lot. Some bids have an upload record, a pricing
lock, a deposit, a team member, a contact telephone; a few firms share theirs with a neighbour.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

SEED = 20240506
BIDDERS = 5
PANEL = 3
CLASSES = ("A08", "A09", "A10", "B01", "B03", "C02", "C05", "C99")
REGIONS = tuple(f"35{city:02}{part:02}" for city in range(1, 10) for part in (0, 2, 5))
METHODS = ("经评审的最低投标价法", "综合评估法", "合理均价法")
SYLLABLES = "云岭澄澜禾泽岩松霁川翎舟砚桐榆朔渡芷蔚洛峪屹晔弈棠溪沐岚皓煦"
SURNAMES = "赵钱孙李周吴郑王冯陈"
STAFF_FROM, EXPERTS_FROM = 1_000_000, 7_000_000  # persons are numbered: owners, staff, experts
TRADES = ("建设", "工程", "市政", "园林", "科技", "机电", "路桥", "装饰")
RING_LOTS = 15
SKEW = 0.75  # exponent of activity by rank
HUBS = 20
ASKED = 120
LOCAL = 0.85  # share of bidders that come from the market of the lot

# Shares of bids that have such a record.
UPLOADED, PRICED, DEPOSITED, STAFFED, REACHABLE = 0.15, 0.3, 0.2, 0.05, 0.1
# One firm in SHARING uses its neighbour's things in some of its bids.
SHARING = 200

Texts = Sequence[str]
Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

COMPANY_HEADERS = (
    "企业名称",
    "统一社会信用代码",
    "登记状态",
    "行政区划",
    "成立日期",
    "法定代表人",
    "法人身份证号",
)
OWNER_HEADERS = ("企业名称", "统一社会信用代码", "股东名称", "股东类型", "股东证件号", "持股比例")
TENDER_HEADERS = (
    "项目编号",
    "项目名称",
    "标段编号",
    "标段名称",
    "标段分类代码",
    "行政区划",
    "适用法律",
    "采购方式",
    "评标办法",
    "最高投标限价",
    "开标时间",
)
BIDDER_HEADERS = ("标段编号", "投标人名称", "投标人代码")
BID_HEADERS = (*BIDDER_HEADERS, "投标报价", "是否有效", "是否中标", "联系电话")
DEVICE_HEADERS = (
    *BIDDER_HEADERS,
    "环节",
    "网卡MAC地址",
    "CPU序列号",
    "硬盘序列号",
    "造价软件加密锁号",
)
DEPOSIT_HEADERS = (*BIDDER_HEADERS, "付款户名", "付款账号", "缴纳金额")
MEMBER_HEADERS = (*BIDDER_HEADERS, "成员姓名", "身份证号", "岗位")
EXPERT_HEADERS = ("专家编号", "姓名", "身份证号", "工作单位", "单位统一社会信用代码", "专业类别")
PANEL_HEADERS = ("标段编号", "专家编号", "专家姓名", "是否评标组长")


@dataclass(frozen=True, slots=True)
class World:
    """Where the files are, and whom to ask about: the most active companies, then some drawn."""

    files: tuple[Path, ...]
    increment: tuple[Path, ...]
    rows: int
    codes: tuple[str, ...]
    names: tuple[str, ...]

    def write(self, file: Path) -> None:
        """Keep it, for another process to `read`."""
        told = asdict(self) | {
            "files": [*map(str, self.files)],
            "increment": [*map(str, self.increment)],
        }
        file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> World:
        """What `write` kept."""
        told = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            files=tuple(Path(name) for name in told["files"]),
            increment=tuple(Path(name) for name in told["increment"]),
            rows=told["rows"],
            codes=tuple(told["codes"]),
            names=tuple(told["names"]),
        )


def build_world(folder: Path, bids: int, *, more: int = 10_000, seed: int = SEED) -> World:
    """Write the files of a world of `bids` bids, and an increment: `more` bids, new lots."""
    if bids < 1_000:
        raise ValueError(f"A world has 1,000 bids at least, not {bids}.")
    folder.mkdir(parents=True, exist_ok=True)
    chance = np.random.default_rng(seed)
    firms = _firms(max(bids // 20, 200), chance)
    lots = bids // BIDDERS
    market = chance.choice(len(firms.market_share), size=lots, p=firms.market_share)
    bidders = _bidders(firms, market, chance)
    _plant_rings(bidders, firms, market, max(bids // 20_000, 2), chance)
    names = [f"L{i:07}" for i in range(lots)]
    lot, firm = _rows(bidders)
    files = (
        _write(folder / "企业.csv", COMPANY_HEADERS, _companies(firms)),
        _write(folder / "项目标段.csv", TENDER_HEADERS, _tenders(names, market, chance)),
        _write(folder / "投标.csv", BID_HEADERS, _bids(names, lot, firm, firms, chance)),
        _write(folder / "股东.csv", OWNER_HEADERS, _owners(firms)),
        _write(folder / "投标设备.csv", DEVICE_HEADERS, _devices(names, lot, firm, firms, chance)),
        _write(folder / "保证金.csv", DEPOSIT_HEADERS, _deposits(names, lot, firm, firms, chance)),
        _write(folder / "项目班子.csv", MEMBER_HEADERS, _members(names, lot, firm, firms, chance)),
        *_panels(folder, names, firms, chance),
    )
    later = max(more // BIDDERS, 1)
    new = chance.choice(len(firms.market_share), size=later, p=firms.market_share)
    late_lot, late_firm = _rows(_bidders(firms, new, chance))
    late = [f"N{i:07}" for i in range(later)]
    further, apart = folder / "increment", np.random.default_rng(seed + 1)
    increment = (
        _write(further / "项目标段.csv", TENDER_HEADERS, _tenders(late, new, apart)),
        _write(further / "投标.csv", BID_HEADERS, _bids(late, late_lot, late_firm, firms, chance)),
    )
    activity = np.argsort(-np.bincount(firm, minlength=len(firms.codes)), kind="stable")
    asked = [*activity[:HUBS], *chance.choice(activity[HUBS:], size=ASKED - HUBS, replace=False)]
    return World(
        files=files,
        increment=increment,
        rows=sum(len(file.read_bytes().splitlines()) - 1 for file in files),
        codes=tuple(firms.codes[i] for i in asked),
        names=tuple(firms.names[i] for i in asked),
    )


@dataclass(frozen=True, slots=True)
class _Firms:
    codes: list[str]
    names: list[str]
    market: Integers  # home market; firms are ordered by it
    weight: Numbers
    market_share: Numbers


def _firms(count: int, chance: np.random.Generator) -> _Firms:
    markets = max(min(len(CLASSES) * len(REGIONS), count // 25), 1)
    rank: Numbers = np.arange(1, markets + 1, dtype=float)
    share: Numbers = rank**-0.5 / (rank**-0.5).sum()
    home = np.sort(chance.choice(markets, size=count, p=share))
    weight = np.asarray(chance.permutation(np.arange(1, count + 1)) ** -SKEW, dtype=float)
    numbers = chance.permutation(count)
    names = [_name(int(n)) for n in numbers]
    return _Firms(credit_codes(numbers + 10_000_000), names, home.astype(np.int64), weight, share)


def _name(number: int) -> str:
    base = len(SYLLABLES)
    rest, first = divmod(number, base)
    rest, second = divmod(rest, base)
    rest, third = divmod(rest, base)
    trade = TRADES[(number + rest) % len(TRADES)]
    mark = SYLLABLES[rest % base] if rest else ""
    return f"{SYLLABLES[first]}{SYLLABLES[second]}{SYLLABLES[third]}{mark}{trade}有限公司"


def credit_codes(numbers: Integers) -> list[str]:
    """统一社会信用代码 with valid check characters around eight-digit numbers; invented."""
    digits = (numbers[:, None] // 10 ** np.arange(7, -1, -1)) % 10
    own = (11 - digits @ np.array([3, 7, 9, 10, 5, 8, 4, 2]) % 11) % 11
    signs = np.array(list("0123456789ABCDEFGHJKLMNPQRTUWXY"))
    cross = int(np.flatnonzero(signs == "X")[0])
    head = np.tile(np.array([9, 1, 3, 5, 0, 2, 0, 0]), (len(numbers), 1))
    values = np.column_stack([head, digits, np.where(own == 10, cross, own)])
    factors = np.array([pow(3, i, 31) for i in range(17)])
    last = (31 - values @ factors % 31) % 31
    return ["".join(row) for row in signs[np.column_stack([values, last])]]


def _bidders(firms: _Firms, market: Integers, chance: np.random.Generator) -> Integers:
    """Five firms a lot, mostly of its market, by activity; -1 where one would be there twice."""
    total = np.concatenate([[0.0], np.cumsum(firms.weight)])
    first = np.searchsorted(firms.market, market, side="left")
    last = np.searchsorted(firms.market, market, side="right")
    wide = (last - first < 2 * BIDDERS)[:, None] | (chance.random((len(market), BIDDERS)) > LOCAL)
    low = np.where(wide, 0, total[first][:, None])
    high = np.where(wide, total[-1], total[last][:, None])
    drawn = np.full((len(market), BIDDERS), -1, dtype=np.int64)
    for _ in range(8):
        pick = np.searchsorted(total, low + chance.random(low.shape) * (high - low), "right") - 1
        pick = np.clip(pick, 0, len(firms.codes) - 1)
        drawn = np.where(drawn < 0, pick, drawn)
        drawn = np.where(_repeated(drawn), -1, drawn)
    return drawn


def _repeated(drawn: Integers) -> npt.NDArray[np.bool_]:
    order = np.argsort(drawn, axis=1, kind="stable")
    ordered = np.take_along_axis(drawn, order, axis=1)
    again = np.zeros(drawn.shape, dtype=bool)
    again[:, 1:] = (ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)
    result = np.zeros(drawn.shape, dtype=bool)
    np.put_along_axis(result, order, again, axis=1)
    return result


def _plant_rings(
    bidders: Integers, firms: _Firms, market: Integers, rings: int, chance: np.random.Generator
) -> None:
    """Let five quiet firms of one market be all bidders of up to RING_LOTS of its lots."""
    quiet = firms.weight < np.median(firms.weight)
    sizes = np.bincount(firms.market[quiet])
    homes = np.flatnonzero(sizes >= BIDDERS)
    for home in chance.choice(homes, size=min(rings, homes.size), replace=False):
        local = np.flatnonzero(quiet & (firms.market == home))
        members = chance.choice(local, size=BIDDERS, replace=False)
        lots = np.flatnonzero(market == home)
        chosen = chance.choice(lots, size=min(RING_LOTS, lots.size // 4), replace=False)
        bidders[chosen] = members


def _rows(bidders: Integers) -> tuple[Integers, Integers]:
    lot, place = np.nonzero(bidders >= 0)
    return lot.astype(np.int64), bidders[lot, place]


def _companies(firms: _Firms) -> list[Texts]:
    count = len(firms.codes)
    regions = [REGIONS[m % len(REGIONS)] for m in firms.market]
    days = [f"{2000 + i % 20}-0{1 + i % 9}-1{i % 10}" for i in range(count)]
    number = np.arange(count)
    heads = [_person(i) for i in number.tolist()]
    return [firms.names, firms.codes, ["存续"] * count, regions, days, heads, id_numbers(number)]


def _tenders(names: Texts, market: Integers, chance: np.random.Generator) -> list[Texts]:
    count = len(names)
    days = np.datetime64("2020-01-01") + chance.integers(0, 5 * 365, size=count)
    kinds = market // len(REGIONS) % len(CLASSES)
    method = chance.choice(len(METHODS), size=count, p=(0.5, 0.3, 0.2))
    price = _estimates(count)
    return [
        [f"P{name}" for name in names],
        [f"{name}号工程" for name in names],
        names,
        [f"{name}号工程施工" for name in names],
        [f"{CLASSES[k]}01" for k in kinds],
        [REGIONS[m % len(REGIONS)] for m in market],
        # Three experts a lot are lawful in negotiations: a finding in each would drown the rest.
        ["政府采购法"] * count,
        ["竞争性磋商"] * count,
        [METHODS[m] for m in method],
        [f"{value * 1.15:.2f}" for value in price.tolist()],
        [f"{day} 09:30:00" for day in days.astype(str).tolist()],
    ]


def _estimates(count: int) -> Numbers:
    """What lot i costs; by number, so that tenders and bids agree without sharing a table."""
    return np.asarray(10 ** (5.5 + 2 * ((np.arange(count) * 0.618034) % 1)), dtype=float)


def _bids(
    names: Texts, lot: Integers, firm: Integers, firms: _Firms, chance: np.random.Generator
) -> list[Texts]:
    price = np.round(_estimates(len(names))[lot] * chance.lognormal(0, 0.06, size=lot.size), 2)
    lowest = np.full(len(names), np.inf)
    np.minimum.at(lowest, lot, price)
    reachable = (chance.random(lot.size) < REACHABLE).tolist()
    return [
        *_bidder(names, lot, firm, firms),
        [f"{value:.2f}" for value in price.tolist()],
        ["是"] * lot.size,
        ["是" if won else "否" for won in (price == lowest[lot]).tolist()],
        [f"139{i:08}" if r else "" for i, r in zip(firm.tolist(), reachable, strict=True)],
    ]


def _some(
    lot: Integers, firm: Integers, share: float, chance: np.random.Generator
) -> tuple[Integers, Integers, Integers]:
    """(lot, firm, whose thing was used) of a share of the bids."""
    chosen = np.flatnonzero(chance.random(firm.size) < share)
    own = firm[chosen]
    borrowed = (own % SHARING == 0) & (chance.random(own.size) < 0.3)
    return lot[chosen], own, np.where(borrowed, own + 1, own)


def _bidder(names: Texts, lot: Integers, firm: Integers, firms: _Firms) -> list[Texts]:
    return [
        [names[i] for i in lot],
        [firms.names[i] for i in firm],
        [firms.codes[i] for i in firm],
    ]


def _devices(
    names: Texts, lot: Integers, firm: Integers, firms: _Firms, chance: np.random.Generator
) -> list[Texts]:
    """Uploads with three serial numbers of one of a firm's three machines, and pricing locks."""
    columns: list[list[str]] = [[] for _ in DEVICE_HEADERS]
    for step, share in (("上传", UPLOADED), ("计价", PRICED)):
        some, own, owner = _some(lot, firm, share, chance)
        number = owner * 3 + chance.integers(0, 3, size=own.size) * (owner == own)
        if step == "上传":
            serials = [_serials(machine) for machine in number.tolist()]
        else:
            serials = [("", "", "", f"LK{number:010}") for number in owner.tolist()]
        parts = [*_bidder(names, some, own, firms), [step] * own.size, *zip(*serials, strict=True)]
        for column, part in zip(columns, parts, strict=True):
            column.extend(part)
    return [*columns]


def _serials(machine: int) -> tuple[str, str, str, str]:
    h = f"{(machine * 2654435761 + 7) % 2**40:010X}"
    mac = f"3C-{h[:2]}-{h[2:4]}-{h[4:6]}-{h[6:8]}-{h[8:]}"
    return mac, f"BFEBFBFF{h}", f"WD-{h}", ""


def _deposits(
    names: Texts, lot: Integers, firm: Integers, firms: _Firms, chance: np.random.Generator
) -> list[Texts]:
    some, own, owner = _some(lot, firm, DEPOSITED, chance)
    return [
        *_bidder(names, some, own, firms),
        [firms.names[i % len(firms.names)] for i in owner],
        [f"62220214{i:08}" for i in owner.tolist()],
        ["50000"] * own.size,
    ]


def _members(
    names: Texts, lot: Integers, firm: Integers, firms: _Firms, chance: np.random.Generator
) -> list[Texts]:
    some, own, owner = _some(lot, firm, STAFFED, chance)
    person = STAFF_FROM + owner * 4 + chance.integers(0, 4, size=own.size) * (owner == own)
    return [
        *_bidder(names, some, own, firms),
        [_person(i) for i in person.tolist()],
        id_numbers(person),
        ["施工员"] * own.size,
    ]


def _owners(firms: _Firms) -> list[Texts]:
    """Half of the firms belong to a person, a tenth to the firm before them."""
    number = np.arange(len(firms.codes))
    person, owned = number[number % 2 == 0], number[number % 10 == 1]
    firm = [*person.tolist(), *owned.tolist()]
    return [
        [firms.names[i] for i in firm],
        [firms.codes[i] for i in firm],
        [*map(_person, person.tolist()), *(firms.names[i - 1] for i in owned)],
        ["自然人"] * person.size + ["企业"] * owned.size,
        [*id_numbers(person), *(firms.codes[i - 1] for i in owned)],
        ["0.6"] * person.size + ["0.55"] * owned.size,
    ]


def _person(number: int) -> str:
    base = len(SYLLABLES)
    return f"{SURNAMES[number % 10]}{SYLLABLES[number // 10 % base]}{SYLLABLES[number // 7 % base]}"


def id_numbers(numbers: Integers) -> list[str]:
    """公民身份号码 with valid check characters for numbers below 8,000,000; invented."""
    day = np.datetime64("1965-01-01") + numbers % 8_000
    dates = np.char.replace(day.astype(str), "-", "")
    sequence = numbers // 8_000
    first = [f"350203{d}{s:03}" for d, s in zip(dates.tolist(), sequence.tolist(), strict=True)]
    digits = np.array([list(text) for text in first], dtype=np.int64).reshape(-1, 17)
    rest = digits @ np.array([pow(2, 17 - i, 11) for i in range(17)]) % 11
    return [text + "10X98765432"[r] for text, r in zip(first, rest.tolist(), strict=True)]


def _panels(
    folder: Path, names: Texts, firms: _Firms, chance: np.random.Generator
) -> tuple[Path, Path]:
    pool = max(len(names) // 100, 30)
    people = [_person(EXPERTS_FROM + i) for i in range(pool)]
    numbers = [f"ZJ{i:06}" for i in range(pool)]
    first = chance.integers(0, pool, size=len(names))
    step = chance.integers(1, pool // PANEL, size=len(names))
    seated = ((first[:, None] + step[:, None] * np.arange(PANEL)) % pool).ravel().tolist()
    panels = [
        [name for name in names for _ in range(PANEL)],
        [numbers[i] for i in seated],
        [people[i] for i in seated],
        ["是", "否", "否"] * len(names),
    ]
    employer = [int(i) for i in chance.integers(0, len(firms.codes), size=pool)]
    experts: list[Texts] = [
        numbers,
        people,
        id_numbers(EXPERTS_FROM + np.arange(pool)),
        [firms.names[i] for i in employer],
        [firms.codes[i] for i in employer],
        [TRADES[i % len(TRADES)] for i in range(pool)],
    ]
    return (
        _write(folder / "专家库.csv", EXPERT_HEADERS, experts),
        _write(folder / "评标委员会.csv", PANEL_HEADERS, panels),
    )


def _write(file: Path, headers: Iterable[str], columns: Sequence[Texts]) -> Path:
    """No cell here holds a comma or a quote, so that rows are joined as they are."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(headers) + "\n")
        stream.writelines(",".join(row) + "\n" for row in zip(*columns, strict=True))
    return file
