"""One page a table, for those who prepare the files, and the index of all pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from graph.vocabulary import SCHEMA
from loaders.cells import CellKind
from loaders.table_map import Column, Derived, EdgeMap, Fixed, NodeMap, PropertySource, TableMap
from loaders.tables import TABLES

HEAD = "<!-- Written by `make docs` from the declaration; change that instead. -->"
INDEX = "README.md"

# What a cell may hold, as the page and the template say it.
KINDS: Mapping[CellKind, str] = {
    CellKind.TEXT: "文字",
    CellKind.NAME: "名称或姓名",
    CellKind.CODE: "编号（按文本存放）",
    CellKind.AMOUNT: "金额，元；万元请写在表头",
    CellKind.PRICE: "报价：金额，或费率、下浮率",
    CellKind.RATE: "费率或下浮率，如 5%；高于基准的下浮率为负",
    CellKind.OFFER: "报价：金额、费率、下浮率，或文字",
    CellKind.NUMBER: "数",
    CellKind.INTEGER: "整数",
    CellKind.DAYS: "天数",
    CellKind.SHARE: "比例，如 35% 或 0.35",
    CellKind.DATE: "日期，如 2024-05-06",
    CellKind.LAST_DAY: "日期，如 2024-05-06；长期留空",
    CellKind.TIME: "时间，如 2024-05-06 09:30",
    CellKind.YES_NO: "是或否",
    CellKind.COMPANY_CODE: "统一社会信用代码（按文本存放）",
    CellKind.ID_NUMBER: "身份证号（按文本存放；只存加密摘要）",
    CellKind.CERTIFICATE: "证件号码（按文本存放；只存加密摘要）",
    CellKind.PHONES: "电话，多个用分号隔开（只存加密摘要）",
    CellKind.EMAILS: "邮箱，多个用分号隔开（只存加密摘要）",
    CellKind.ACCOUNT: "银行账号（按文本存放；只存加密摘要）",
    CellKind.MACS: "网卡地址，多个用分号隔开",
    CellKind.DEVICE_CODES: "设备编号，多个用分号隔开",
    CellKind.IPS: "IP 地址，多个用分号隔开",
    CellKind.PARTIES: "单位，多个用顿号或分号隔开，代码写在括号内",
}


def table_page(table: TableMap) -> str:
    """The page of one table, as Markdown: columns, what they become, what else is known."""
    sections = {
        "列": _columns(table),
        "载入后成为": _becomes(table),
        "横排写法": _sideways(table),
        "写在表头上方": _titles(table),
        "全量名单": _full_lists(table),
        "核对": _checks(table),
    }
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections.items() if text)
    opening = f"{HEAD}\n\n# {table.title} `{table.name}`\n\n{_needed(table)}"
    note = f"\n\n> {table.note}" if table.note else ""
    return f"{opening}{note}\n\n{body}\n"


def needed_one_of(table: TableMap) -> Iterator[str]:
    """Groups of headers, each of which a sheet must have one of, beside the required ones."""
    for group in table.needs_one_of:
        yield "、".join(table.column(name).headers[0] for name in group)


def _needed(table: TableMap) -> str:
    required = "、".join(column.headers[0] for column in table.required)
    text = f"必需的列：{required}。" if required else ""
    for group in needed_one_of(table):
        text += f"另需下列各列之一：{group}。"
    return f"{text}空白模板：`tenderlens template {table.name} --out {table.title}.xlsx`。"


def _columns(table: TableMap) -> str:
    lines = ["| 列 | 必填 | 内容 | 示例 | 也认这些表头 |", "|---|---|---|---|---|"]
    for column in table.columns:
        others = "、".join(_cell(header) for header in column.headers[1:])
        lines.append(
            f"| {_cell(column.headers[0])} | {'是' if column.required else ''} | "
            f"{kind_of(column)} | {_cell(column.example)} | {others} |"
        )
    return "\n".join(lines)


def kind_of(column: Column) -> str:
    """What the column holds, in Chinese."""
    wan = f"；表头为 {'、'.join(column.in_wan)} 时按万元" if column.in_wan else ""
    return KINDS[column.kind] + wan


def _becomes(table: TableMap) -> str:
    nodes = [_node(alias, node, table) for alias, node in table.nodes.items()]
    edges = dict.fromkeys(_edge(edge, table) for edge in table.edges)
    return "\n".join(f"- {line}" for line in [*dict.fromkeys(nodes), *edges])


def _node(_: str, node: NodeMap, table: TableMap) -> str:
    known_by = "、".join(_headers(name, table) for name in node.key.of if _headers(name, table))
    stated = "、".join(
        f"`{name}`{_from(source, table)}" for name, source in node.properties.items()
    )
    text = f"`(:{node.label})` {SCHEMA.node(node.label).meaning}"
    text += f" 由 {known_by} 识别" if known_by else ""
    return text + (f"；{stated}" if stated else "")


def _edge(edge: EdgeMap, table: TableMap) -> str:
    start, end = table.nodes[edge.start].label, table.nodes[edge.end].label
    stated = "、".join(f"`{n}`{_from(s, table)}" for n, s in edge.properties.items())
    text = f"`(:{start})-[:{edge.type}]->(:{end})`"
    return text + (f" {stated}" if stated else "")


def _from(source: PropertySource, table: TableMap) -> str:
    if isinstance(source, Fixed):
        return f" = {source.value}"
    names = source.of if isinstance(source, Derived) else (source,)
    headers = "、".join(dict.fromkeys(h for n in names for h in _all_headers(n, table)))
    return f" ← {headers}" if headers else ""


def _headers(name: str, table: TableMap) -> str:
    return "、".join(dict.fromkeys(_all_headers(name, table)))


def _all_headers(name: str, table: TableMap) -> Iterator[str]:
    """The headers behind a column, a computed value, or the key of another node."""
    if name in table.computed:
        for column in table.computed[name].of:
            yield from _all_headers(column, table)
    elif name in table.nodes:
        for part in table.nodes[name].key.of:
            yield from _all_headers(part, table)
    else:
        yield table.column(name).headers[0]


def _sideways(table: TableMap) -> str:
    lines = []
    for pivot in table.pivots:
        value = table.column(pivot.value).headers[0]
        into = "、".join(table.column(name).headers[0] for name in pivot.header.groupindex)
        lines.append(
            f"- 表头本身可以是{into}，每列一个，单元格填{value}（至少 {pivot.least} 列）。"
        )
    if table.spread is not None:
        header = table.column(table.spread.column).headers[0]
        lines.append(f"- {header}一格可以写多段，每段成为一条记录。")
    return "\n".join(lines)


def _titles(table: TableMap) -> str:
    return "\n".join(
        f"- `{table.column(name).headers[0]}：…` 可以只在表头上方写一次，对所有行有效。"
        for name in table.titles
    )


def _full_lists(table: TableMap) -> str:
    return "\n".join(
        f"- `{each.type}`：同一{'起点' if each.of == 'start' else '终点'}的全部关系应列全"
        f"{'（电话、邮箱、地址各为一份名单）' if each.each_label else ''}。载入时注明了数据日期"
        "（`--as-of`）的，较新名单中不再出现、且尚未注明终止日期的旧关系，在新名单数据日期的前一日终止；"
        "撤回新名单即恢复。"
        for each in table.full_lists
    )


def _checks(table: TableMap) -> str:
    lines = []
    for check in table.checks:
        headers = "、".join(dict.fromkeys(h for n in check.of for h in _all_headers(n, table)))
        doc = (check.begin.__doc__ or "").strip().splitlines()[0]
        lines.append(f"- {headers}：{CHECKS.get(check.begin.__name__, doc)}")
    return "\n".join(lines)


CHECKS = {
    "far_from_ceiling": "与最高限价相差约一万倍的，提示可能把万元当成了元；该行照常载入。",
    "negative_fee": "费率为负而又未写明下浮、优惠的，予以提示；该行照常载入。",
    "bids_twice": "同一标段既单独投标又参加联合体的，予以提示；该行照常载入。",
}


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def index_page() -> str:
    """The list of all tables, in the order of loading."""
    lines = [
        f"| {table.title} | [`{table.name}`]({table.name}.md) | "
        f"{'、'.join(c.headers[0] for c in table.required)} |"
        for table in TABLES
    ]
    head = "| 表 | 名称 | 必需的列 |\n|---|---|---|\n"
    said = (
        "按载入顺序排列。表按表头识别，与文件名无关；"
        "`tenderlens template --all --out 模板` 写出全部空白模板。"
    )
    return f"{HEAD}\n\n# 可以载入的表\n\n{said}\n\n{head}" + "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Every page by file name."""
    return {INDEX: index_page()} | {f"{table.name}.md": table_page(table) for table in TABLES}


def write_pages(folder: Path) -> tuple[Path, ...]:
    """Write the page of every table; pages of tables that are gone go too."""
    folder.mkdir(parents=True, exist_ok=True)
    written = pages()
    for stale in sorted({p.name for p in folder.glob("*.md")} - set(written)):
        (folder / stale).unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in sorted(written))
