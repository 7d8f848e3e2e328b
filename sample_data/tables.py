"""The rows of every file, in the order and under the headers in which platforms hand them over."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sample_data.builder import SCORES_SINCE, mistype
from sample_data.model import Bid, Firm, Lot, Person, World

Cell = str | float | dt.date
Row = tuple[Cell, ...]
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True, slots=True)
class Table:
    """One file: its name, headers and rows. `encoding` is empty for a workbook."""

    file: str
    encoding: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""


def stamp(moment: dt.datetime) -> str:
    """Date and time as the platform writes them, in local time."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def tables(world: World, rng: random.Random) -> list[Table]:
    """Every table. `rng` decides the few untidy cells, never one that a story needs."""
    untidy = Untidy(rng)
    lots = sorted(world.lots, key=lambda lot: lot.code)
    bids = [(lot, bid) for lot in lots for bid in lot.bids]
    return [
        Table("企业.xlsx", "", COMPANIES, tuple(_companies(world, untidy))),
        Table("股东.csv", "gb18030", SHAREHOLDERS, tuple(_shareholders(world))),
        Table("任职.csv", "utf-8-sig", POSTS, tuple(_posts(world))),
        Table("社保.csv", "gb18030", INSURANCE, tuple(_insurance(world))),
        Table(
            "专家库.xlsx", "", EXPERTS, tuple(_experts(world)), "江岭省评标专家库（全部为虚构数据）"
        ),
        Table("评标委员会.csv", "utf-8", PANELS, tuple(_panels(lots))),
        Table("项目标段.xlsx", "", TENDERS, tuple(_tenders(lots))),
        Table("投标.csv", "utf-8", BIDS, tuple(_bids(bids, untidy))),
        Table("投标设备.csv", "utf-8-sig", DEVICES, tuple(_devices(bids, untidy))),
        Table("保证金.csv", "gb18030", DEPOSITS, tuple(_deposits(bids, untidy))),
        Table("项目班子.csv", "utf-8", MEMBERS, tuple(_members(bids))),
        Table("评分明细.csv", "utf-8", SCORES, tuple(_scores(lots))),
        Table("豁免清单.csv", "utf-8-sig", EXEMPTIONS, tuple(_exemptions(world))),
    ]


class Untidy:
    """The disorder of real files, in moderation."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def amount(self, amount: float, *, spared: bool) -> str:
        """An amount, now and then with separators, in 万元 or in full-width digits."""
        plain = f"{amount:.2f}"
        if spared:
            return plain
        chance = self.rng.random()
        if chance < 0.01:
            return f"{amount:,.2f}"
        if chance < 0.015:
            return f"{amount / 10_000:.6f}万元"
        return plain.translate(WIDE) if chance < 0.02 else plain

    def gap(self, text: str, *, share: float, spared: bool = False) -> str:
        """The text, or what clerks write when they have nothing to write."""
        if spared or self.rng.random() >= share:
            return text
        return self.rng.choice(("/", "-", "无", "", "详见公告"))


COMPANIES = (
    "企业名称", "统一社会信用代码", "企业性质", "法定代表人", "法人身份证号", "任职起始",
    "任职截止", "注册资本(万元)", "成立日期", "登记状态", "行政区划", "注册地址", "联系电话",
    "邮箱", "曾用名",
)  # fmt: skip


def _companies(world: World, untidy: Untidy) -> Iterator[Row]:
    for place, firm in enumerate(world.firms):
        former = f"{firm.name[:3]}旧{firm.name[3:]}" if place % 37 == 36 else ""
        email = untidy.gap(firm.email, share=0.04)
        yield (
            *_headed(firm, firm.head, firm.head_since, None),
            *(float(firm.capital_wan), firm.founded, "存续", firm.region),
            *(firm.address, firm.phone, email, untidy.gap(former, share=0.1)),
        )
    for former_head in world.former_heads:
        firm = former_head.firm
        yield (
            *_headed(firm, former_head.person, former_head.since, former_head.until),
            *(float(firm.capital_wan), firm.founded, "存续", firm.region),
            *(firm.address, firm.phone, firm.email, ""),
        )
    for body in world.organisations:
        yield (
            *(body.name, body.uscc, body.nature, body.head.name, body.head.id_number),
            *(str(body.founded), "", 500.0, body.founded, "存续", body.region),
            *(body.address, "", "", ""),
        )


def _headed(firm: Firm, head: Person, since: dt.date, until: dt.date | None) -> Row:
    return (
        *(firm.name, firm.uscc, firm.nature, head.name, head.id_number),
        *(str(since), str(until or "")),
    )


SHAREHOLDERS = (
    "企业名称", "统一社会信用代码", "股东名称", "股东类型", "股东证件号", "持股比例",
    "出资额(万元)", "起始日期", "截止日期",
)  # fmt: skip


def _shareholders(world: World) -> Iterator[Row]:
    for place, entry in enumerate(world.shareholdings):
        percent = f"{entry.share * 100:g}%" if place % 3 else f"{entry.share:g}"
        yield (
            *(entry.company, entry.company_uscc, entry.holder, entry.kind, entry.holder_id),
            *(percent, f"{entry.amount_wan:g}", str(entry.since), str(entry.until or "")),
        )


MISTYPED_POST = 58  # a supervisor, named in no other file
POSTS = ("企业名称", "统一社会信用代码", "姓名", "身份证号", "职务", "任职起始", "任职截止")


def _posts(world: World) -> Iterator[Row]:
    for place, entry in enumerate(world.posts):
        number = entry.person.id_number
        yield (
            *(entry.company, entry.company_uscc, entry.person.name),
            mistype(number) if place == MISTYPED_POST else number,
            *(entry.post, str(entry.since), str(entry.until or "")),
        )


INSURANCE = ("姓名", "身份证号", "参保单位", "参保单位统一社会信用代码", "参保起始", "参保截止")


def _insurance(world: World) -> Iterator[Row]:
    for entry in world.insurances:
        yield (
            *(entry.person.name, entry.person.id_number, entry.company, entry.company_uscc),
            *(str(entry.since), str(entry.until or "")),
        )
    firm = world.firms[40]
    yield (firm.engineers[0].name, "", firm.name, firm.uscc, "2023-01-01", "")  # no ID: rejected


EXPERTS = (
    "专家编号", "姓名", "身份证号", "工作单位", "单位统一社会信用代码", "专业类别", "职称",
    "回避单位",
)  # fmt: skip


def _experts(world: World) -> Iterator[Row]:
    for expert in world.experts:
        yield (
            *(expert.number, expert.person.name, expert.person.id_number),
            *(expert.employer.name, expert.employer.uscc, expert.specialty, expert.title),
            "；".join(expert.avoids),
        )


PANELS = ("标段编号", "专家编号", "专家姓名", "身份证号", "是否评标组长", "是否招标人代表")


def _panels(lots: list[Lot]) -> Iterator[Row]:
    for lot in lots:
        for place, expert in enumerate(lot.panel):
            chair = "是" if place == len(lot.panel) - 1 else "否"
            person = expert.person
            yield (lot.code, expert.number, person.name, person.id_number, chair, "否")


TENDERS = (
    "项目代码", "项目编号", "项目名称", "标段编号", "标段名称", "标段分类代码", "行政区划",
    "招标人", "招标人代码", "招标代理", "招标代理代码", "招标方式", "适用法律", "评标办法",
    "最高投标限价", "开标时间", "投标截止时间",
)  # fmt: skip


def _tenders(lots: list[Lot]) -> Iterator[Row]:
    for lot in lots:
        yield (
            *(lot.investment_code, lot.project_code, lot.project_name, lot.code, lot.name),
            *(lot.market.class_code, lot.market.region, lot.buyer.name, lot.buyer.uscc),
            *(lot.agency.name, lot.agency.uscc, lot.method, lot.market.regime, lot.evaluation),
            *(lot.ceiling, stamp(lot.opened), stamp(lot.opened)),
        )


BIDS = (
    "标段编号", "投标人名称", "投标人代码", "投标人角色", "联合体名称", "投标报价", "项目负责人",
    "项目负责人身份证号", "委托代理人", "委托代理人身份证号", "联系人", "联系电话", "邮箱",
    "投标文件递交时间", "是否有效", "是否中标", "排名", "得分",
)  # fmt: skip
LotBids = list[tuple[Lot, Bid]]


def _bids(bids: LotBids, untidy: Untidy) -> Iterator[Row]:
    for lot, bid in bids:
        partners = (f"{firm.name}({firm.uscc})(成员)" for firm in bid.partners)
        members = "、".join((f"{bid.firm.name}({bid.firm.uscc})(牵头人)", *partners))
        yield (
            *(lot.code, bid.firm.name, bid.firm.uscc),
            *(("联合体牵头", members) if bid.partners else ("独立", "")),
            untidy.amount(bid.price, spared=lot.taken),
            *(bid.manager.name, bid.manager.id_number, bid.handler.name, bid.handler.id_number),
            *(bid.contact.name, bid.contact.phone),
            untidy.gap(bid.contact.email, share=0.03, spared=lot.taken),
            *(stamp(bid.submitted), _yes(bid.valid), _yes(bid.won)),
            *(str(bid.rank or ""), "" if bid.score is None else f"{bid.score:.2f}"),
        )
    yield ("", "合计", "", *("",) * 15)  # a total row, as clerks leave it


def _yes(fact: bool) -> str:
    return "是" if fact else "否"


DEVICES = (
    "标段编号", "投标人名称", "投标人代码", "环节", "网卡MAC地址", "CPU序列号", "硬盘序列号",
    "IP地址", "造价软件加密锁号", "CA证书编号", "文件创建标识码", "时间",
)  # fmt: skip


def _devices(bids: LotBids, untidy: Untidy) -> Iterator[Row]:
    for lot, bid in bids:
        used = bid.upload
        mac = untidy.gap(used.mac, share=0.02, spared=lot.taken)
        opening = (lot.code, bid.firm.name, bid.firm.uscc)
        yield (
            *opening,
            *("上传", mac, used.cpu, used.disk, used.ip, "", bid.firm.certificate, ""),
            stamp(bid.submitted),
        )
        if lot.market.trade != "works":
            continue
        priced = stamp(bid.submitted - dt.timedelta(hours=24))
        for lock in bid.locks:
            yield (*opening, "计价", "/", "/", "/", "", lock, "", "", priced)


DEPOSITS = (
    "标段编号", "投标人名称", "投标人代码", "付款户名", "付款账号", "开户行", "缴纳金额",
    "到账时间",
)  # fmt: skip


def _deposits(bids: LotBids, untidy: Untidy) -> Iterator[Row]:
    for lot, bid in bids:
        amount = round(lot.ceiling * 0.02, -3)
        paid_at = bid.submitted - dt.timedelta(days=2)
        paid = stamp(paid_at.replace(hour=9 + paid_at.minute % 8))
        yield (
            *(lot.code, bid.firm.name, bid.firm.uscc, bid.payment.payer, bid.payment.account),
            *(bid.payment.bank, untidy.amount(amount, spared=lot.taken), paid),
        )


MEMBERS = ("标段编号", "投标人名称", "投标人代码", "成员姓名", "身份证号", "岗位", "证书编号")


def _members(bids: LotBids) -> Iterator[Row]:
    for lot, bid in bids:
        for person, post, licence in bid.team:
            yield (
                *(lot.code, bid.firm.name, bid.firm.uscc),
                *(person.name, person.id_number, post, licence),
            )


SCORES = ("标段编号", "专家编号", "投标人名称", "投标人代码", "评审因素", "分值", "得分")


def _scores(lots: list[Lot]) -> Iterator[Row]:
    for lot in lots:
        if lot.opened.date() < SCORES_SINCE:
            continue
        for given in lot.scores:
            firm = given.bid.firm
            yield (
                *(lot.code, given.expert.number, firm.name, firm.uscc, given.item),
                *(f"{given.maximum:g}", f"{given.points:g}"),
            )


EXEMPTIONS = ("类型", "值", "理由")


def _exemptions(world: World) -> Iterator[Row]:
    for entry in world.exemptions:
        yield (entry.kind, entry.value, entry.reason)


def summary(world: World) -> Mapping[str, int]:
    """How much there is, for the README and the tests."""
    return {
        "lots": len(world.lots),
        "bids": sum(len(lot.bids) for lot in world.lots),
        "companies": len(world.firms) + len(world.organisations),
        "experts": len(world.experts),
    }
