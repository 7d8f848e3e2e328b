"""The rows of every file, in the order and under the headers in which platforms hand them over."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sample_data import names
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
        Table("管理关系.csv", "utf-8-sig", MANAGEMENT, tuple(_management(world))),
        Table("亲属申报.xlsx", "", KINSHIPS, tuple(_kinships(world))),
        Table("注册证书.csv", "utf-8", REGISTRATIONS, tuple(_registrations(world))),
        Table("账户.csv", "gb18030", ACCOUNTS, tuple(_accounts(world))),
        Table("资金流水.csv", "gb18030", TRANSFERS, tuple(_transfers(world))),
        Table("开标记录.csv", "utf-8-sig", OPENINGS, tuple(_openings(bids))),
        Table("投标文件特征.csv", "utf-8", TRACES, tuple(_traces(bids))),
        Table("保函.csv", "gb18030", GUARANTEES, tuple(_guarantees(bids))),
        Table("专家抽取.csv", "utf-8", DRAWS, tuple(_draws(world))),
        Table("回避名单.csv", "utf-8-sig", AVOIDANCES, tuple(_avoidances(world))),
        Table("评标结果.csv", "utf-8", RESULTS, tuple(_results(bids))),
        Table("中标候选人.csv", "utf-8-sig", CANDIDATES, tuple(_candidates(lots))),
        Table("中标结果.csv", "utf-8", AWARDS, tuple(_awards(lots))),
        Table("合同.xlsx", "", CONTRACTS, tuple(_contracts(world))),
        Table("合同人员.csv", "gb18030", STAFF, tuple(_staff(world))),
        Table("分包.csv", "utf-8-sig", SUBCONTRACTS, tuple(_subcontracts(world))),
        Table("前期服务.csv", "utf-8", SERVICES, tuple(_services(world))),
        Table("项目节点.csv", "utf-8", MILESTONES, tuple(_project_steps(lots))),
        Table(
            "标段节点.csv",
            "utf-8-sig",
            ("项目代码", "标段编号", *LOT_STEPS),
            tuple(_lot_steps(lots)),
        ),
        Table("信用处罚.csv", "utf-8-sig", PENALTIES, tuple(_penalties(world))),
        Table("投诉.csv", "utf-8", COMPLAINTS, tuple(_complaints(world))),
        Table("豁免清单.csv", "utf-8-sig", EXEMPTIONS, tuple(_exemptions(world))),
        Table("检查人员.csv", "utf-8-sig", INSPECTORS, tuple(_inspectors(world))),
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
    "最高投标限价", "开标时间", "投标截止时间", "投标保证金金额", "招标组织形式", "监督部门",
    "延期次数", "下载家数",
)  # fmt: skip


def _tenders(lots: list[Lot]) -> Iterator[Row]:
    for lot in lots:
        yield (
            *(lot.investment_code, lot.project_code, lot.project_name, lot.code, lot.name),
            *(lot.market.class_code, lot.market.region, lot.buyer.name, lot.buyer.uscc),
            *(lot.agency.name, lot.agency.uscc, lot.method, lot.market.regime, lot.evaluation),
            *(lot.ceiling, stamp(lot.opened), stamp(lot.opened), _margin(lot), "委托招标"),
            names.REGIONS[lot.market.region] + "公共资源交易监督管理局",
            *(str(lot.postponements) if lot.downloads else "", str(lot.downloads or "")),
        )


BIDS = (
    "标段编号", "投标人名称", "投标人代码", "投标人角色", "联合体名称", "投标报价", "项目负责人",
    "项目负责人身份证号", "委托代理人", "委托代理人身份证号", "联系人", "联系电话", "邮箱",
    "投标文件递交时间", "是否有效", "是否中标", "排名", "得分", "投标状态", "否决原因",
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
            *(STATUS.get(bid.outcome, ""), bid.reason),
        )
    yield ("", "合计", "", *("",) * 17)  # a total row, as clerks leave it


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
            *(
                "上传",
                mac,
                used.cpu,
                used.disk,
                used.ip,
                "",
                bid.certificate or bid.firm.certificate,
            ),
            bid.file_code,
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
        if bid.guarantee is not None:
            continue
        amount = _margin(lot)
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


SCORES = (
    "标段编号",
    "专家编号",
    "投标人名称",
    "投标人代码",
    "评审因素",
    "分值",
    "得分",
    "是否客观",
)


def _scores(lots: list[Lot]) -> Iterator[Row]:
    for lot in lots:
        if lot.opened.date() < SCORES_SINCE:
            continue
        for given in lot.scores:
            firm = given.bid.firm
            yield (
                *(lot.code, given.expert.number, firm.name, firm.uscc, given.item),
                *(f"{given.maximum:g}", f"{given.points:g}", _yes(given.item == "报价分")),
            )


MANAGEMENT = (
    "单位名称", "统一社会信用代码", "主管单位", "主管单位代码", "管理关系", "起始日期", "截止日期",
)  # fmt: skip


def _management(world: World) -> Iterator[Row]:
    for tie in world.management:
        yield (
            *(tie.company, tie.company_uscc, tie.manager, tie.manager_uscc, tie.kind),
            *(str(tie.since), ""),
        )


KINSHIPS = (
    "申报人", "申报人身份证号", "申报人单位", "亲属关系", "亲属姓名", "亲属身份证号",
    "亲属工作单位",
)  # fmt: skip


def _kinships(world: World) -> Iterator[Row]:
    for told in world.kinships:
        yield (
            *(told.person.name, told.person.id_number, told.employer, told.kind),
            *(told.relative.name, told.relative.id_number, told.relative_employer),
        )


REGISTRATIONS = (
    "姓名", "身份证号", "注册证书编号", "注册单位", "注册单位代码", "注册日期", "转出日期",
)  # fmt: skip


def _registrations(world: World) -> Iterator[Row]:
    for entry in world.registrations:
        yield (
            *(entry.person.name, entry.person.id_number, entry.licence, entry.company),
            *(entry.company_uscc, str(entry.since), str(entry.until or "长期")),
        )


ACCOUNTS = (
    "户名", "统一社会信用代码", "户主身份证号", "账号", "开户行", "账户类型", "开户日期",
)  # fmt: skip


def _accounts(world: World) -> Iterator[Row]:
    for entry in world.accounts:
        kind = "基本存款账户" if entry.basic else "一般账户"
        yield (
            *(entry.holder, entry.uscc, entry.id_number, entry.account, entry.bank, kind),
            str(entry.since),
        )


TRANSFERS = (
    "付款户名", "付款账号", "付款银行", "收款户名", "收款账号", "收款银行", "交易金额(元)",
    "交易时间", "摘要",
)  # fmt: skip


def _transfers(world: World) -> Iterator[Row]:
    for paid in sorted(world.transfers, key=lambda paid: (paid.at, paid.payee.account)):
        yield (
            *(paid.payer.payer, paid.payer.account, paid.payer.bank, paid.payee.payer),
            *(paid.payee.account, paid.payee.bank, f"{paid.amount:,.2f}", stamp(paid.at)),
            paid.purpose,
        )


# The fifteen columns of 开标信息表, with lot and code before them.
OPENINGS = (
    "标段编号", "投标人代码", "序号", "开标时间", "投标单位", "联系人", "联系电话", "文件下载IP",
    "标书上传时间", "标书上传IP", "解密状态", "解密IP", "文件码", "加密锁", "报价方式", "投标报价",
    "备注",
)  # fmt: skip
DECRYPTED = {"not_decrypted": "解密失败", "withdrawn": "已撤回", "absent": "未到场"}
STATUS = {"not_decrypted": "未解密", "rejected": "否决"}


def _openings(bids: LotBids) -> Iterator[Row]:
    place = 0
    last = ""
    for lot, bid in bids:
        if not lot.traces_on_record:
            continue
        place = place + 1 if lot.code == last else 1
        last = lot.code
        yield (
            *(lot.code, bid.firm.uscc, str(place), stamp(lot.opened), bid.firm.name),
            *(bid.contact.name, bid.contact.phone, bid.download_ip or bid.firm.machine.ip),
            *(stamp(bid.submitted), bid.upload.ip, DECRYPTED.get(bid.outcome, "解密成功")),
            *(bid.decrypt_ip or bid.upload.ip, bid.file_code, "", "总价", f"{bid.price:.2f}"),
            bid.reason,
        )


TRACES = (
    "标段编号", "投标人名称", "投标人代码", "投标文件名称", "投标文件MD5", "投标文件大小",
    "文件作者", "制作工具版本", "CPU序列号", "硬盘序列号", "网卡MAC地址", "投标文件提交时间",
)  # fmt: skip


def _traces(bids: LotBids) -> Iterator[Row]:
    for lot, bid in bids:
        if not lot.traces_on_record:
            continue
        seed = random.Random(f"{lot.code}{bid.firm.uscc}")
        made = bid.firm.machine
        yield (
            *(lot.code, bid.firm.name, bid.firm.uscc, "投标文件.pdf"),
            *(f"{seed.getrandbits(128):032X}", str(seed.randint(2_000_000, 60_000_000))),
            *(bid.handler.name, f"江岭投标文件制作工具 7.{seed.randint(0, 4)}"),
            *(made.cpu, made.disk, made.mac, stamp(bid.submitted - dt.timedelta(hours=3))),
        )


GUARANTEES = (
    "保函编号", "标段编号", "投标人名称", "投标人代码", "开立机构", "开立时间", "保函金额(万元)",
    "保费", "保费付款账号", "保费付款户名", "经办人", "经办人身份证号", "经办人电话",
)  # fmt: skip


def _guarantees(bids: LotBids) -> Iterator[Row]:
    for lot, bid in bids:
        if bid.guarantee is None:
            continue
        letter = bid.guarantee
        yield (
            *(letter.code, lot.code, bid.firm.name, bid.firm.uscc, letter.issuer),
            *(stamp(letter.issued), f"{_margin(lot) / 10_000:g}", f"{letter.premium:g}"),
            *(letter.payment.account, letter.payment.payer, letter.applicant.name),
            *(letter.applicant.id_number, letter.phone),
        )


def _margin(lot: Lot) -> float:
    """Two percent of the ceiling, in full thousands: not more than the law allows."""
    return float(lot.ceiling * 0.02 // 1_000 * 1_000)


DRAWS = (
    "抽取编号", "标段编号", "专家编号", "专家姓名", "抽取时间", "抽取人", "抽取方式", "抽取专业",
    "是否补抽", "通知结果",
)  # fmt: skip


def _draws(world: World) -> Iterator[Row]:
    for draw in world.draws:
        yield (
            *(draw.number, draw.lot.code, draw.expert.number, draw.expert.person.name),
            *(stamp(draw.at), draw.by, "随机抽取", draw.expert.specialty, _yes(draw.replacement)),
            "拒绝" if draw.refused else "参加",
        )


AVOIDANCES = ("专家编号", "专家姓名", "回避企业名称", "回避企业代码")


def _avoidances(world: World) -> Iterator[Row]:
    codes = {firm.name: firm.uscc for firm in world.firms}
    for expert in world.experts:
        for name in expert.avoids:
            yield (expert.number, expert.person.name, name, codes.get(name, ""))
        yield (expert.number, expert.person.name, expert.employer.name, expert.employer.uscc)


INSPECTORS = ("执法证号", "检查人员姓名", "身份证号", "执法单位", "执法类别")


def _inspectors(world: World) -> Iterator[Row]:
    for one in world.inspectors:
        yield (one.number, one.person.name, one.person.id_number, one.unit, one.specialty)


RESULTS = (
    "标段编号", "投标人名称", "投标人代码", "技术得分", "商务得分", "报价得分", "总得分", "排名",
    "否决投标原因",
)  # fmt: skip


def _results(bids: LotBids) -> Iterator[Row]:
    for lot, bid in bids:
        if not lot.awarded_on_record or bid.score is None:
            continue
        given = {item: [s.points for s in lot.scores if s.bid is bid and s.item == item]
                 for item in ("技术分", "商务分", "报价分")}  # fmt: skip
        yield (
            *(lot.code, bid.firm.name, bid.firm.uscc),
            *(f"{sum(points) / len(points):.2f}" for points in given.values()),
            *(f"{bid.score:.2f}", str(bid.rank), ""),
        )


DURATION = "180日历天"  # what every tender asks for
CANDIDATES = (
    "标段编号", "中标候选人排序", "中标候选人名称", "中标候选人代码", "投标报价(元)", "工期",
    "项目负责人", "项目负责人身份证号", "放弃日期", "放弃原因",
)  # fmt: skip


def _candidates(lots: list[Lot]) -> Iterator[Row]:
    for lot in lots:
        if not lot.awarded_on_record:
            continue
        ranked = sorted((bid for bid in lot.bids if bid.rank), key=lambda bid: bid.rank)
        for bid in ranked[:3]:
            gave_up = str(lot.opened.date() + dt.timedelta(days=9)) if bid.gave_up else ""
            yield (
                *(lot.code, str(bid.rank), bid.firm.name, bid.firm.uscc, f"{bid.price:.2f}"),
                *(DURATION, bid.manager.name, bid.manager.id_number, gave_up),
                bid.gave_up,
            )


AWARDS = ("标段编号", "中标人名称", "中标人代码", "中标金额(万元)", "中标日期")


def _awards(lots: list[Lot]) -> Iterator[Row]:
    for lot in lots:
        if "确定中标人" in lot.steps:
            bid = lot.winner
            yield (
                *(lot.code, bid.firm.name, bid.firm.uscc, f"{bid.price / 10_000:.6f}"),
                str(lot.steps["确定中标人"]),
            )


CONTRACTS = (
    "合同编号", "合同名称", "标段编号", "承包人", "承包人代码", "发包人", "发包人代码",
    "合同金额(元)", "签订日期", "开工日期", "竣工日期", "工期", "变更金额", "项目经理",
    "项目经理身份证号",
)  # fmt: skip


def _contracts(world: World) -> Iterator[Row]:
    for contract in world.contracts:
        lot = contract.lot
        yield (
            *(contract.code, f"{lot.name}合同", lot.code, contract.supplier.name),
            *(contract.supplier.uscc, lot.buyer.name, lot.buyer.uscc, contract.amount),
            *(contract.signed, contract.starts, contract.completed),
            *(DURATION, contract.change or ""),
            *(contract.manager.name, contract.manager.id_number),
        )


STAFF = (
    "合同编号", "姓名", "身份证号", "岗位", "所属单位", "所属单位代码", "进场日期", "退场日期",
)  # fmt: skip


def _staff(world: World) -> Iterator[Row]:
    for contract in world.contracts:
        for person, post, employer, uscc in contract.staff:
            yield (
                *(contract.code, person.name, person.id_number, post, employer, uscc),
                *(str(contract.starts), str(contract.completed)),
            )


SUBCONTRACTS = ("合同编号", "分包单位", "分包单位代码", "分包金额(万元)")


def _subcontracts(world: World) -> Iterator[Row]:
    for contract in world.contracts:
        for name, uscc, amount in contract.subcontracts:
            yield (contract.code, name, uscc, f"{amount / 10_000:.4f}")


SERVICES = ("项目代码", "项目编号", "服务单位", "服务单位代码", "服务内容")


def _services(world: World) -> Iterator[Row]:
    for entry in world.services:
        lot = entry.lot
        yield (
            *(lot.investment_code, lot.project_code, entry.company, entry.company_uscc),
            entry.service,
        )


PROJECT_STEPS = (
    "立项批复", "用地规划许可", "工程规划许可", "竣工验收", "竣工验收备案",
    "不动产登记申请", "不动产登记",
)  # fmt: skip
LOT_STEPS = (
    "招标公告", "招标文件发售开始", "招标文件发售截止", "招标文件澄清", "提出异议", "异议答复",
    "收到评标报告", "候选人公示开始", "候选人公示截止", "确定中标人", "中标通知书", "中标结果公告",
    "书面报告", "合同签订", "合同公告", "合同备案", "保证金退还", "施工许可申请",
    "施工许可", "开工",
)  # fmt: skip
MILESTONES = ("项目代码", "节点", "时间", "文号", "办理机关")


def _project_steps(lots: list[Lot]) -> Iterator[Row]:
    """Steps of the project, one a row; of several lots one's."""
    told: set[str] = set()
    for lot in sorted(lots, key=lambda lot: (lot.investment_code, not lot.breach, lot.code)):
        if lot.investment_code in told or not lot.steps:
            continue
        told.add(lot.investment_code)
        place = names.REGIONS[lot.market.region]
        for step in PROJECT_STEPS:
            if step in lot.steps:
                office = (
                    "自然资源和规划局" if "规划" in step or "不动产" in step else "发展和改革局"
                )
                number = f"虚{step[:2]}〔{lot.steps[step]:%Y}〕{int(lot.code[11:17])}号"
                yield (lot.investment_code, step, str(lot.steps[step]), number, place + office)


def _lot_steps(lots: list[Lot]) -> Iterator[Row]:
    """Steps of the lot, side by side."""
    for lot in lots:
        if lot.steps:
            days = (str(lot.steps.get(step, "/")) for step in LOT_STEPS)
            yield (lot.investment_code, lot.code, *days)


PENALTIES = (
    "企业名称", "统一社会信用代码", "处罚文号", "处罚机关", "决定日期", "名单类别", "限制行为",
    "限制起始", "限制截止", "信用修复日期",
)  # fmt: skip


def _penalties(world: World) -> Iterator[Row]:
    for entry in world.penalties:
        yield (
            *(entry.firm.name, entry.firm.uscc, entry.code, entry.authority, str(entry.decided)),
            *(entry.kind, entry.restriction, str(entry.since), str(entry.until)),
            str(entry.repaired or ""),
        )


COMPLAINTS = (
    "投诉编号", "标段编号", "投诉人", "投诉人代码", "投诉事项", "知道之日", "收到日期", "受理日期",
    "处理决定日期", "处理结果",
)  # fmt: skip


def _complaints(world: World) -> Iterator[Row]:
    for entry in world.complaints:
        yield (
            *(entry.code, entry.lot.code, entry.firm.name, entry.firm.uscc, "对评标结果有异议"),
            *(str(entry.known), str(entry.received), str(entry.accepted), str(entry.decided)),
            entry.result,
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
