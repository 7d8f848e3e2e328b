"""Bid files of two lots of the sample market: `python -m sample_data.documents [--out FOLDER]`.

In the first lot three bidders wrote from one draft, two of them share slips, photos, editor and
unit prices, and the settlement grew where the winner was dear. The second is its innocent
look-alike: everybody repeats the tender file and a common standard, shows a certificate of one
form, and prices the quota's lines by the quota. What was planted stands in planted_documents.yaml.
"""

from __future__ import annotations

import argparse
import csv
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import yaml

from sample_data.generate import SEED

SAMPLE = Path(__file__).parent
FOLDER = SAMPLE.parent / "sample_documents"
TRUTH = SAMPLE / "planted_documents.yaml"
STORY, ALIKE = "E3801000001000001001001", "E3801000001000007001003"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_AT = (2024, 1, 1, 0, 0, 0)
_DML = "http://schemas.openxmlformats.org/drawingml/2006"
_DRAWING = (
    f'xmlns:a="{_DML}/main" xmlns:pic="{_DML}/picture" xmlns:r="{_REL}" '
    f'xmlns:wp="{_DML}/wordprocessingDrawing"'
)
_EXTENT = 'cx="2400000" cy="1800000"'
_SHOWN = (
    f'<w:p><w:r><w:drawing><wp:inline><wp:extent {_EXTENT}/><wp:docPr id="{{number}}" '
    f'name="image{{number}}"/><a:graphic><a:graphicData uri="{_DML}/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="0" name="image{number}.png"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="p{number}"/><a:stretch><a:fillRect/></a:stretch>'
    f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {_EXTENT}/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
)

ASKED = (
    "投标人应当按照本章的要求编制施工组织设计并附必要的图表说明。",
    "质量保证措施应当覆盖原材料进场检验和隐蔽工程验收的全部环节。",
    "安全文明施工方案应当明确专职安全员的配备数量和巡查频次。",
    "进度计划应当列明关键线路以及各分部工程的开工完工日期。",
    "投标人应当说明拟投入的主要施工机械及其进场退场计划安排。",
)
SLIPS = (("组织设计", "组积设计"), ("隐蔽工程", "隐敝工程"), ("文明施工", "文朋施工"))
STANDARD = (
    "混凝土浇筑完毕后应当在十二小时以内加以覆盖并保湿养护。",
    "高处作业人员应当系挂安全带并设置生命绳和安全平网防护。",
)
PARTS = (
    "基坑支护",
    "钢筋绑扎",
    "模板安装",
    "管道沟槽",
    "路基填筑",
    "沥青摊铺",
    "桥面铺装",
    "边坡防护",
)
WAYS = (
    "分层分段",
    "跳仓流水",
    "自东向西",
    "先深后浅",
    "昼夜两班",
    "逐跨推进",
    "对称均衡",
    "随挖随撑",
)
CARES = (
    "复测高程",
    "旁站记录",
    "取样送检",
    "留存影像",
    "交底签认",
    "挂牌验收",
    "限时整改",
    "逐级审批",
)
WHO = ("测量组", "试验室", "质检员", "工长", "总工办", "安全部", "材料组", "资料员")
WORKS = (
    "挖沟槽土方",
    "回填方",
    "混凝土垫层",
    "钢筋制作安装",
    "砌筑检查井",
    "铺设排水管",
    "路缘石安砌",
)


def paragraphs(chance: random.Random, count: int) -> list[str]:
    """Invented text of a technical bid; figures make passages of two authors differ."""
    return [
        "".join(
            f"{chance.choice(PARTS)}在K{chance.randrange(90)}+{chance.randrange(100, 999)}处"
            f"{chance.choice(WAYS)}组织，每{chance.randrange(2, 60)}米由{chance.choice(WHO)}"
            f"{chance.choice(CARES)}，偏差控制在{chance.randrange(2, 30)}毫米以内。"
            for _ in range(4)
        )
        for _ in range(count)
    ]


def photo(chance: random.Random) -> list[bytes]:
    """What stands for a photo: rows of grey fields."""
    return [bytes(chance.randrange(256) for _ in range(16)) for _ in range(12)]


def certificate(form: Sequence[bytes], chance: random.Random) -> list[bytes]:
    """A form with a name in it: in two of its rows it differs from others."""
    return [*form[:5], *photo(chance)[:2], *form[7:]]


def png(rows: Sequence[bytes], field: int) -> bytes:
    """Rows of grey fields as a picture, so many pixels a field."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    lines = [bytes(grey for grey in row for _ in range(field)) for row in rows]
    pixels = b"".join(b"\x00" + line for line in lines for _ in range(field))
    size = struct.pack(">IIBBBBB", field * len(rows[0]), field * len(rows), 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def docx(
    path: Path,
    said: Iterable[str],
    *,
    author: str,
    marks: Sequence[str],
    pictures: Sequence[bytes] = (),
) -> None:
    """A Word document, its pictures after its text."""
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in said)
    body += "".join(_SHOWN.format(number=number) for number in range(len(pictures)))
    shown = "".join(
        f'<Relationship Id="p{n}" Type="{_REL}/image" Target="media/image{n}.png"/>'
        for n in range(len(pictures))
    )
    rsids = "".join(f'<w:rsid w:val="{mark}"/>' for mark in marks)
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
            f'<Override PartName="/word/settings.xml" ContentType="{_TYPES}.settings+xml"/>'
            '<Override PartName="/docProps/core.xml" ContentType='
            '"application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_REL}/settings" Target="settings.xml"/>'
            f"{shown}</Relationships>"
        ),
        "word/document.xml": f"<w:document {W} {_DRAWING}><w:body>{body}</w:body></w:document>",
        "word/settings.xml": f"<w:settings {W}><w:rsids>{rsids}</w:rsids></w:settings>",
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
            "</cp:coreProperties>"
        ),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    written: dict[str, str | bytes] = {name: _HEAD + text for name, text in parts.items()}
    written |= {f"word/media/image{n}.png": each for n, each in enumerate(pictures)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in written.items():
            entry = zipfile.ZipInfo(name, _AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def pdf(path: Path, line: str) -> None:
    """A page with a line of ASCII."""
    stream = f"BT /F1 12 Tf 50 700 Td ({line}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
        "/Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    )
    written, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    written += f"xref\n0 6\n0000000000 65535 f \n{rows}trailer\n<< /Size 6 /Root 1 0 R >>\n"
    path.write_bytes(f"{written}startxref\n{written.rindex('xref')}\n%%EOF\n".encode("ascii"))


def bill(path: Path, prices: Mapping[str, float], units: Mapping[str, float]) -> None:
    """The XML of a pricing program."""
    rows = "".join(
        f'<清单 项目编码="{code}" 项目名称="{_work(code)}" 工程量="{units[code]:g}" '
        f'综合单价="{price:.2f}"/>\n'
        for code, price in prices.items()
    )
    path.write_text(f"{_HEAD}\n<单位工程>\n{rows}</单位工程>\n", encoding="utf-8")


def settlement(path: Path, prices: Mapping[str, float], units: Mapping[str, float]) -> None:
    """A settlement bill as a workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2025, 6, 1)})  # noqa: DTZ001
        sheet = book.add_worksheet("结算清单")
        sheet.write_row(0, 0, ("项目编码", "项目名称", "结算工程量", "综合单价"))
        for row, (code, price) in enumerate(prices.items(), 1):
            sheet.write_row(row, 0, (code, _work(code), round(units[code], 2), round(price, 2)))


def _work(code: str) -> str:
    return WORKS[int(code) % len(WORKS)]


def bidders(lot: str, sample: Path = SAMPLE) -> list[tuple[str, str, bool]]:
    """Code, name and whether it won, of each bidder of a lot of the sample."""
    with (sample / "投标.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["标段编号"] == lot]
    return sorted((r["投标人代码"], r["投标人名称"], r["是否中标"] == "是") for r in rows)


def write(folder: Path, seed: int = SEED) -> dict[str, Any]:
    """Write the files of both lots and say what was planted; the same seed gives the same bytes."""
    codes = [f"0401{number:05}001" for number in range(1, 61)]
    # The winner goes first: it leads the group.
    group = sorted(bidders(STORY), key=lambda bidder: (not bidder[2], bidder[0]))
    _lot(folder, STORY, group, codes, random.Random(seed), planted=True)
    _lot(folder, ALIKE, bidders(ALIKE), codes, random.Random(seed + 1), planted=False)
    return {
        "lot": STORY,
        "bidders": [f"company:{code}" for code, _, _ in group[:3]],
        "signals": {
            "doc_text_similarity": 3,
            "shared_error": 1,
            "doc_picture_match": 1,
            "doc_metadata_match": 1,
            "boq_unit_price_match": 1,
            "unbalanced_bid": 1,
        },
        "look_alike": {
            "lot": ALIKE,
            "why_innocent": (
                "各家都照抄招标文件的文字和附图、同一规范条文，证书版式相同，"
                "定额条目按同一信息价计价。"
            ),
        },
    }


def _lot(
    folder: Path,
    lot: str,
    firms: Sequence[tuple[str, str, bool]],
    codes: Sequence[str],
    chance: random.Random,
    *,
    planted: bool,
) -> None:
    seen = random.Random(lot)
    plan, form, scenes = photo(seen), photo(seen), [photo(seen) for _ in range(3)]
    docx(
        folder / lot / "招标文件" / "招标文件.docx",
        ASKED,
        author="代理甲",
        marks=["00A1"],
        pictures=[png(plan, 10)],
    )
    usual = {code: chance.uniform(20, 800) for code in codes}
    units = {code: float(chance.randrange(10, 400)) for code in codes}
    draft = paragraphs(chance, 6)
    agreed = {code: price * chance.uniform(0.9, 1.1) for code, price in usual.items()}
    dear, cheap = codes[:12], codes[12:24]
    for place, (code, name, won) in enumerate(firms):
        own = paragraphs(chance, 6)
        asked = [*ASKED]
        prices = {line: price * chance.uniform(0.85, 1.15) for line, price in usual.items()}
        if planted and place < 3:
            own = [*own[:3], *draft]
        shared = planted and 1 <= place < 3
        if shared:
            asked = [*map(_slipped, asked)]
            prices = agreed | {line: prices[line] for line in codes[24 + place : 27]}
        if planted and won:
            prices |= {line: 2 * usual[line] for line in dear}
            prices |= {line: usual[line] / 2 for line in cheap}
        if not planted:
            # The quota's lines are priced by the quota.
            prices |= {line: usual[line] for line in codes[:20]}
        marks = [f"0A{i}" for i in range(8)] if shared else [f"{place}B{i}" for i in range(6)]
        place_of = folder / lot / f"{code} {name}"
        author = "编标员" if shared else f"编制{place}"
        # The plan of the tender in another size; a certificate of one form for each firm.
        shown = [png(plan, 9), png(certificate(form, seen), 10), png(photo(seen), 10)]
        fields = (10, 9 + place, 9 + place) if shared else ()
        shown += [png(scene, field) for scene, field in zip(scenes, fields, strict=False)]
        docx(
            place_of / "技术标.docx",
            [*asked, *STANDARD, *own],
            author=author,
            marks=marks,
            pictures=shown,
        )
        bill(place_of / "计价.xml", prices, units)
        pdf(place_of / "设备清单.pdf", f"Equipment of bidder {place}, {chance.randrange(10**6)}")
        if planted and won:
            grown = {line: units[line] * (1.8 if line in dear else 1.0) for line in codes}
            grown |= {line: units[line] * 0.5 for line in cheap}
            grown = {line: many * chance.uniform(0.97, 1.03) for line, many in grown.items()}
            settlement(folder / lot / "结算文件" / "结算清单.xlsx", prices, grown)


def _slipped(said: str) -> str:
    for right, wrong in SLIPS:
        said = said.replace(right, wrong)
    return said


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of `python -m sample_data.documents`."""
    parser = argparse.ArgumentParser(prog="python -m sample_data.documents", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER)
    text = yaml.safe_dump(
        write(parser.parse_args(arguments).out), allow_unicode=True, sort_keys=False
    )
    TRUTH.write_text(f"# What sample_documents holds. Everything is invented.\n{text}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
