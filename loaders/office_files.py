"""What is inside the XML of office files and of pricing files, read without trusting it."""

from __future__ import annotations

import codecs
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from lxml import etree

from graph.document_texts import Passage, PricedLine
from graph.records import Value
from loaders.pictures import MOST_BYTES, Gallery
from loaders.problems import Complaint

MOST_XML = 400 << 20  # of one part, unpacked
MOST_RATIO, RATIO_FROM = 250, 32 << 20
BEIJING = timezone(timedelta(hours=8))

DAMAGED = Complaint(
    "The document is damaged or is not what its name says ({why}).",
    "Ask for the file again, or open it and save it anew.",
)
LOCKED = Complaint(
    "The document is protected by a password.", "Ask for the file without the password."
)
EMPTY = Complaint("The document is empty: 0 bytes.", "Ask for the file again.")
OLD = Complaint(
    "The document has the format of an older program under a newer name.",
    "Open it and save it anew as .docx or .xlsx.",
)
SWOLLEN = Complaint(
    "The document is far larger inside than outside, or too large to be read.",
    "Look at it yourself before it is opened by a program.",
)
ENTITIES = Complaint(
    "The XML defines entities or a document type, which no bid file needs and attacks use.",
    "Look at it yourself; ask for a plain export.",
)
# What the library raises for zips whose directory or contents are damaged.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError),
    *(ValueError, KeyError),
)
# Elements that show a picture: of today's and of older programs.
_PICTURES = ("blip", "imagedata")
# What an office file with a password is wrapped in, under this name; so are old ones, without it.
_OLE, _ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAYS = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")
_HEAD = 1 << 20
_PRICE = ("综合单价", "zhdj", "综合单价(元)", "综合单价（元）", "unitprice", "tbdj")
_CODE = ("项目编码", "清单编码", "编码", "xmbm", "qdbm", "bm", "code")
# A settlement bill states both quantities: what was settled goes first.
_QUANTITY = ("结算工程量", "结算数量", "工程量", "招标工程量", "数量", "gcl", "sl", "quantity")
_NAME = ("项目名称", "名称", "xmmc", "qdmc", "mc", "name")


class Unreadable(Exception):
    """A document that cannot be read, and what to say of it."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.rule)
        self.complaint = complaint


def damaged(why: object) -> Unreadable:
    """The document cannot be read for this reason."""
    return Unreadable(DAMAGED.with_fields(why=str(why)[:120]))


class OfficeFile:
    """A zip of XML parts, none of which may swell."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            if file.read(4) == _OLE:
                raise Unreadable(LOCKED if _ENCRYPTED in file.read() else OLD)
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise damaged(error) from error
        self._names = frozenset(self._zip.namelist())
        for member in self._zip.infolist():
            if member.flag_bits & 1:
                raise Unreadable(LOCKED)
            swells = member.file_size > MOST_RATIO * max(member.compress_size, 1)
            if member.file_size > MOST_XML or (swells and member.file_size > RATIO_FROM):
                raise Unreadable(SWOLLEN)

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def events(self, part: str) -> Iterator[Any]:
        """The elements of a part as they end; nothing if the part is not there."""
        if part not in self._names:
            return
        try:
            with self._zip.open(part) as stream:
                yield from elements(stream)
        except _BROKEN as error:
            raise damaged(error) from error

    def targets(self, part: str) -> dict[str, str]:
        """The parts that a part refers to, by the identifiers that it uses for them."""
        folder, _, name = part.rpartition("/")
        return {
            str(each.get("Id")): posixpath.normpath(
                posixpath.join("/", folder, str(each.get("Target")))
            ).lstrip("/")
            for each in self.events(f"{folder}/_rels/{name}.rels")
            if tag(each) == "Relationship" and each.get("TargetMode") != "External"
        }

    def pictures(self, gallery: Gallery, places: Mapping[str, str]) -> None:
        """Show every embedded picture, with where it stands if that is known."""
        for part in sorted(each for each in self._names if "/media/" in each):
            name = part.rpartition("/")[2]
            place = f"{places[part]} {name}" if part in places else name
            if self._zip.getinfo(part).file_size > MOST_BYTES:
                gallery.unread(name)
                continue
            try:
                gallery.add_file(place, name, self._zip.read(part))
            except _BROKEN:
                gallery.unread(name)

    def texts(self, part: str) -> dict[str, str]:
        """The text of each element of a small part by its name."""
        return {tag(each): (each.text or "").strip() for each in self.events(part)}

    def properties(self) -> dict[str, Value]:
        """Author, editor, company and the like, as the file states them."""
        core, app = self.texts("docProps/core.xml"), self.texts("docProps/app.xml")
        program = " ".join(v for v in (app.get("Application"), app.get("AppVersion")) if v)
        found: dict[str, Value] = {
            "author": core.get("creator"),
            "last_modified_by": core.get("lastModifiedBy"),
            "company": app.get("Company"),
            "template": app.get("Template"),
            "application": " ".join(v for v in (program, self._wps()) if v),
            "created_at": beijing(core.get("created", "")),
            "modified_at": beijing(core.get("modified", "")),
        }
        pages = app.get("Pages", "")
        if pages.isdecimal() and pages != "0":
            found["pages"] = int(pages)
        return {name: value for name, value in found.items() if value}

    def _wps(self) -> str:
        """The build of WPS, which it writes among the custom properties."""
        for each in self.events("docProps/custom.xml"):
            if tag(each) == "property" and each.get("name") == "KSOProductBuildVer":
                return f"WPS {''.join(each.itertext()).strip()}"
        return ""


def elements(stream: Any, encoding: str | None = None) -> Iterator[Any]:
    """Elements as they end; no entity is resolved, nothing is fetched."""
    context = etree.iterparse(
        stream,
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for number, (_, element) in enumerate(context):
            if number == 0 and element.getroottree().docinfo.doctype:
                raise Unreadable(ENTITIES)
            yield element
    except etree.XMLSyntaxError as error:
        raise damaged(error) from error


def tag(element: Any) -> str:
    """An element's name without its name space."""
    return str(element.tag).rpartition("}")[2]


def beijing(text: str) -> str:
    """An ISO time as the clock in Beijing showed it; empty for what is no time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    local = moment.astimezone(BEIJING) if moment.tzinfo else moment
    return local.replace(tzinfo=None, microsecond=0).isoformat()


def paragraphs(office: OfficeFile, places: dict[str, str]) -> Iterator[Passage]:
    """The paragraphs of a Word document, in tables too; `places` learns where pictures stand."""
    number = 0
    for part in ("word/document.xml", "word/footnotes.xml"):
        targets = office.targets(part)
        for element in office.events(part):
            if tag(element) != "p":
                continue
            number += 1
            text, deleted = _said(element, "t"), _said(element, "delText")
            for target in _shown(element, targets) if targets else ():
                places.setdefault(target, f"第{number}段")
            if text.strip():
                yield Passage(f"第{number}段", text)
            if deleted.strip():
                yield Passage(f"第{number}段（修订中删除）", deleted)
            element.clear()


def _said(element: Any, name: str) -> str:
    return "".join(each.text or "" for each in element.iter() if tag(each) == name)


def sheet_pictures(office: OfficeFile) -> dict[str, str]:
    """Where the pictures of a workbook stand: sheet and row."""
    places: dict[str, str] = {}
    names = {
        office.targets("xl/workbook.xml").get(value, ""): str(each.get("name"))
        for each in office.events("xl/workbook.xml")
        if tag(each) == "sheet"
        for value in each.attrib.values()
    }
    for sheet, name in sorted(names.items()):
        for drawing in sorted(set(office.targets(sheet).values())):
            targets = office.targets(drawing) if "/drawings/drawing" in drawing else {}
            row = ""
            for each in office.events(drawing) if targets else ():
                if tag(each) == "row" and tag(each.getparent()) == "from":
                    row = f" 第{int(each.text or 0) + 1}行"
                for target in _shown(each, targets):
                    places.setdefault(target, f"{name}{row}")
    return places


def _shown(element: Any, targets: Mapping[str, str]) -> Iterator[str]:
    """The parts with the pictures that an element shows."""
    for each in element.iter():
        if tag(each) in _PICTURES:
            yield from filter(None, map(targets.get, each.attrib.values()))


def revisions(office: OfficeFile) -> tuple[tuple[str, ...], str]:
    """Revision marks of a Word document, and the identifier given when it was created."""
    marks, identifier = set(), ""
    for element in office.events("word/settings.xml"):
        value = next((v for k, v in element.attrib.items() if k.endswith("}val")), "")
        if tag(element) == "rsid":
            marks.add(str(value))
        elif tag(element) == "docId" and not identifier:
            identifier = str(value).strip("{}")
    return tuple(sorted(marks)), identifier


# Pricing files


def priced_lines(path: Path) -> Iterator[tuple[str, PricedLine | None]]:
    """Text and, where the element is a line of a bill, the line, element by element."""
    if path.stat().st_size > MOST_XML:
        raise Unreadable(SWOLLEN)
    encoding = _encoding(path)
    with path.open("rb") as stream:
        for element in elements(stream, encoding):
            fields = {str(k).lower(): str(v) for k, v in element.attrib.items()}
            for child in element:
                fields.setdefault(tag(child).lower(), (child.text or "").strip())
            texts = (v for v in fields.values() if any("\u4e00" <= c <= "\u9fff" for c in v))
            yield " ".join(texts), line_of(fields)
            for child in element:
                if len(child):
                    child.clear()


def _encoding(path: Path) -> str | None:
    """GB18030 for what says GB2312 or GBK, which programs write with any character; or nothing.

    A file that says nothing and is not UTF-8 is taken for GB18030 too.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(_MARKS) or b"\x00" in head[:4]:
        return None
    said = _SAYS.match(head)
    if said:
        return "gb18030" if said[1].lower().startswith(b"gb") else None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "gb18030"
    return None


def line_of(fields: dict[str, str]) -> PricedLine | None:
    """The line of a bill that these cells are, by the names of their columns."""
    code, name, price, quantity = (
        next((fields[known] for known in names if fields.get(known)), "")
        for names in (_CODE, _NAME, _PRICE, _QUANTITY)
    )
    amount, many = _number(price), _number(quantity)
    if not code or amount is None or not 0 < amount < 1e12:
        return None
    return PricedLine(code, name, amount, many if many is not None and 0 <= many < 1e12 else None)


def _number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", ""))
    except ValueError:
        return None


def is_bill_header(cells: list[str]) -> bool:
    """Whether a row heads a bill: it names codes and unit prices."""
    return bool(set(cells) & set(_PRICE)) and bool(set(cells) & set(_CODE))
