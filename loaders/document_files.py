"""Reading of one bid file: DOCX, PDF, XLSX, the XML of pricing programs, and loose pictures."""

from __future__ import annotations

import logging
import re
import uuid
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from python_calamine import CalamineError, CalamineWorkbook

from graph.document_texts import DocumentText, Passage, PricedLine
from graph.records import Value
from loaders.office_files import (
    EMPTY,
    LOCKED,
    SWOLLEN,
    OfficeFile,
    Unreadable,
    beijing,
    damaged,
    is_bill_header,
    line_of,
    paragraphs,
    priced_lines,
    revisions,
    sheet_pictures,
)
from loaders.pdf_pictures import show_page
from loaders.pictures import PICTURE_SUFFIXES, Gallery
from loaders.problems import Complaint

MOST_PAGES = 5_000
MOST_CHARACTERS = 20_000_000
# What pypdf raises for files that are none; damaged ones reach into its depths.
_BROKEN_PDF = (
    *(PyPdfError, OSError, ValueError, KeyError, TypeError, IndexError, AttributeError),
    *(RuntimeError, AssertionError, ArithmeticError, MemoryError, zlib.error),
)
_PDF_TIME = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'?(\d\d)?'?)?")
_XMP_ID = re.compile(rb"DocumentID(?:>|=\")\s*(?:uuid:|xmp\.did:)?([0-9A-Fa-f-]{32,36})")


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document's text and what its metadata state; copies of its pictures, and what of them."""

    text: DocumentText
    properties: dict[str, Value] = field(default_factory=dict)
    thumbnails: tuple[bytes, ...] = ()
    remarks: tuple[Complaint, ...] = ()


def read_document(path: Path) -> ReadDocument:
    """Read a file whose suffix is in DOCUMENT_SUFFIXES; raises Unreadable."""
    if path.stat().st_size == 0:
        raise Unreadable(EMPTY)
    found = _READERS[path.suffix.lower()](path)
    size = sum(len(each.text) for each in found.text.passages)
    if size > MOST_CHARACTERS:
        raise Unreadable(SWOLLEN)
    counts: dict[str, Value] = {"characters": size, "pictures": len(found.text.pictures)}
    return replace(found, properties=found.properties | counts)


def _docx(path: Path) -> ReadDocument:
    office, gallery = OfficeFile(path), Gallery()
    places: dict[str, str] = {}
    try:
        marks, identifier = revisions(office)
        passages = tuple(paragraphs(office, places))
        office.pictures(gallery, places)
        properties = office.properties()
    finally:
        office.close()
    if identifier:
        properties["document_id"] = identifier
    return _with(gallery, DocumentText(passages, (), marks), properties)


def _with(gallery: Gallery, text: DocumentText, properties: dict[str, Value]) -> ReadDocument:
    shown = replace(text, pictures=tuple(gallery.pictures))
    return ReadDocument(shown, properties, tuple(gallery.thumbnails), gallery.remarks())


def _xlsx(path: Path) -> ReadDocument:
    office, gallery = OfficeFile(path), Gallery()
    try:
        properties = office.properties()
        office.pictures(gallery, sheet_pictures(office))
    finally:
        office.close()
    passages: list[Passage] = []
    lines: list[PricedLine] = []
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                header: list[str] = []
                for number, row in enumerate(book.get_sheet_by_name(name).iter_rows(), 1):
                    cells = [str(cell).strip() for cell in row]
                    if is_bill_header([cell.lower() for cell in cells]):
                        header = [cell.lower() for cell in cells]
                    elif header and (line := line_of(dict(zip(header, cells, strict=False)))):
                        lines.append(line)
                    if any(cells):
                        passages.append(
                            Passage(f"{name} 第{number}行", " ".join(filter(None, cells)))
                        )
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(error) from error
    return _with(gallery, DocumentText(tuple(passages), tuple(lines)), properties)


def _xml(path: Path) -> ReadDocument:
    passages: list[Passage] = []
    lines: list[PricedLine] = []
    for number, (text, line) in enumerate(priced_lines(path), 1):
        if text:
            passages.append(Passage(f"第{number}项", text))
        if line is not None:
            lines.append(line)
    return ReadDocument(DocumentText(tuple(passages), tuple(lines)))


def _pdf(path: Path) -> ReadDocument:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with path.open("rb") as file:
            reader = PdfReader(file, strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise Unreadable(LOCKED)
            pages = len(reader.pages)
            if pages > MOST_PAGES:
                raise Unreadable(SWOLLEN)
            passages, size, gallery = [], 0, Gallery()
            looked_at: set[object] = set()
            for number in range(pages):
                page = reader.pages[number]
                text = page.extract_text()
                size += len(text)
                if size > MOST_CHARACTERS:
                    raise Unreadable(SWOLLEN)
                if text.strip():
                    passages.append(Passage(f"第{number + 1}页", text))
                show_page(gallery, page, f"第{number + 1}页", looked_at)
            return _with(gallery, DocumentText(tuple(passages)), _pdf_properties(reader, pages))
    except _BROKEN_PDF as error:
        raise damaged(f"{type(error).__name__}: {error}") from error


def _picture(path: Path) -> ReadDocument:
    """A picture that lies by itself, or each page of one."""
    gallery = Gallery()
    pages = gallery.add_pages(path)
    properties: dict[str, Value] = {"pages": pages} if pages > 1 else {}
    return _with(gallery, DocumentText(), properties)


def _pdf_properties(reader: PdfReader, pages: int) -> dict[str, Value]:
    stated = {str(k): str(v) for k, v in (reader.metadata or {}).items() if isinstance(v, str)}
    programs = (stated.get(name, "").strip() for name in ("/Creator", "/Producer"))
    found: dict[str, Value] = {
        "author": stated.get("/Author", "").strip(),
        "company": stated.get("/Company", "").strip(),
        "application": " / ".join(dict.fromkeys(filter(None, programs))),
        "created_at": _pdf_time(stated.get("/CreationDate", "")),
        "modified_at": _pdf_time(stated.get("/ModDate", "")),
        "document_id": _document_id(reader),
        "pages": pages,
    }
    return {name: value for name, value in found.items() if value}


def _document_id(reader: PdfReader) -> str:
    """The DocumentID of the XMP, else the first half of the trailer's ID."""
    metadata = reader.root_object.get("/Metadata")
    if metadata is not None:
        found = _XMP_ID.search(metadata.get_object().get_data())
        if found:
            return str(uuid.UUID(found[1].decode()))
    pair = reader.trailer.get("/ID")
    return bytes(getattr(pair[0], "original_bytes", b"")).hex() if pair else ""


def _pdf_time(text: str) -> str:
    found = _PDF_TIME.match(text)
    if not found:
        return ""
    year, month, day, hour, minute, second, zone, rest = found.groups()
    offset = f"{zone}:{rest or '00'}" if zone else ("+00:00" if text[16:17] == "Z" else "")
    return beijing(f"{year}-{month}-{day}T{hour}:{minute}:{second}{offset}")


_READERS: dict[str, Callable[[Path], ReadDocument]] = {
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".xml": _xml,
    ".pdf": _pdf,
    **dict.fromkeys(PICTURE_SUFFIXES, _picture),
}
DOCUMENT_SUFFIXES = frozenset(_READERS)
