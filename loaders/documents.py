"""Bid files: `<lot>/<bidder>/<file>` and `<lot>/招标文件/<file>`, in a folder or a zip archive.

`<lot>/结算文件/<file>` holds the settlement bill. One file is one batch and one row. What it states
of itself goes into the graph, its text into the text store. A bidder's folder bears the firm's
code, its name, or both (code, space, name).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.document_texts import SETTLEMENT_FILES, TENDER_FILES, TextStore
from graph.engine import GraphReader
from graph.records import EdgeRecord, NodeRecord, SourceRef, Value
from loaders.archives import ARCHIVE_SUFFIXES, unpack
from loaders.bidders import bidder_key
from loaders.document_files import DOCUMENT_SUFFIXES, read_document
from loaders.identifiers import KeyedHash, company_name_key
from loaders.inputs import Chunk, LeftOut
from loaders.office_files import Unreadable
from loaders.problems import Complaint, RowProblem, Severity
from loaders.readers import BATCH_ID_DIGITS, file_sha256, refused
from loaders.understanding import DOCUMENTS
from loaders.words import code as read_code

# Kept with its hash, though nobody reads the text of it here.
_OTHER_SUFFIXES = frozenset(
    {".doc", ".xls", ".wps", ".et", ".ppt", ".pptx", ".dwg", ".ofd", ".txt"}
)
_PARTS = ("技术标", "商务标", "经济标", "报价文件", "资信标", "投标文件")
_CODED = re.compile(r"([0-9A-Z]{9}|[0-9A-Z]{15}|[0-9A-Z]{18})(?:[ _-]+(.*))?")

UNREAD_KIND = Complaint(
    "Files of the kind '{suffix}' are kept with their hash; their text is not read.",
    "Save it as .docx, .pdf, .xlsx or .xml to have its text compared.",
)
NO_TEXT = Complaint(
    "No text was found in the file; it may be a scan.",
    "Run text recognition over it and load the result to have its text compared.",
)
UNKNOWN_BIDDER = Complaint(
    "No bid of '{bidder}' for this lot is in the graph.",
    "Load the bids first, or name the folder after the bidder's code.",
)

Bids = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A file and what its place says."""

    path: Path
    name: str
    lot: str
    bidder: str  # empty: the file belongs to the lot itself
    file: str
    of_lot: str = ""  # then what the files of its folder are


@dataclass(slots=True)
class DocumentInput:
    """One bid file; see loaders.inputs.Input."""

    placed: _Placed
    sha256: str
    hashed: KeyedHash
    texts: TextStore | None
    bids: Bids | None  # None: nobody looked
    table: str = DOCUMENTS
    sheets: tuple[str, ...] = ()
    total: int | None = 1
    rank: int = 0
    ignored_columns: tuple[str, ...] = ()
    left_out: int = 0
    left_out_rows: list[LeftOut] = field(default_factory=list)
    blank_cells: int = 0
    encoding: str = ""
    delimiter: str = ""
    profiles: tuple[str, ...] = ()
    columns: str = ""

    @property
    def name(self) -> str:
        """See Input."""
        return self.placed.name

    @property
    def path(self) -> Path:
        """See Input."""
        return self.placed.path

    @property
    def batch(self) -> str:
        """See Input. The same bytes in another bid are another batch: that is evidence."""
        owner = self.placed.bidder or self.placed.of_lot
        placed = f"{self.placed.lot}/{owner}/{self.placed.file}\n{self.sha256}"
        return hashlib.sha256(placed.encode()).hexdigest()[:BATCH_ID_DIGITS]

    def remarks(self) -> list[RowProblem]:
        """See Input."""
        return []

    def rows(self, chunk: Chunk) -> Iterator[bool]:
        """See Input; the file is the row."""
        source = SourceRef(self.name, self.sha256, "", 1)
        properties: dict[str, Value] = {
            "name": self.placed.file,
            "kind": self._kind(),
            "sha256": self.sha256.upper(),
            "md5": _md5(self.path),
            "bytes": self.path.stat().st_size,
        }
        try:
            properties |= self._read(source, chunk)
        except Unreadable as error:
            # Kept with its hash: equal files of two bidders speak, readable or not.
            chunk.problems.append(_problem(source, error.complaint))
        stated: dict[str, Value] = {
            name: value for name, value in properties.items() if value not in (None, "")
        }
        self._place(stated, source, chunk)
        yield True

    def _read(self, source: SourceRef, chunk: Chunk) -> Mapping[str, Value]:
        """What the file states of itself; its text is kept. Raises Unreadable."""
        suffix = self.path.suffix.lower()
        if suffix not in DOCUMENT_SUFFIXES:
            chunk.problems.append(_problem(source, UNREAD_KIND.with_fields(suffix=suffix or "?")))
            return {}
        found = read_document(self.path)
        if self.texts is not None:
            self.texts.keep(self.sha256, found.text, found.thumbnails)
        if not found.text.passages:
            chunk.problems.append(_problem(source, NO_TEXT))
        chunk.problems += [_problem(source, remark) for remark in found.remarks]
        return found.properties

    def _kind(self) -> str:
        if not self.placed.bidder:
            return self.placed.of_lot
        return next((part for part in _PARTS if part in self.placed.file), "")

    def _place(self, properties: dict[str, Value], source: SourceRef, chunk: Chunk) -> None:
        """The document, and the lot or bid that it belongs to."""
        lot = f"lot:{self.placed.lot}"
        if not self.placed.bidder:
            owner, label = lot, "Lot"
            key = f"document:{self.placed.lot}/{self.placed.of_lot}/{self.placed.file}"
        else:
            owner, label = self._bid(lot, source, chunk), "Bid"
            key = f"document:{owner[4:]}/{self.placed.file}"
        chunk.nodes.append(NodeRecord(label, owner, {}, source, mention=True))
        chunk.nodes.append(NodeRecord("Document", key, properties, source))
        chunk.edges.append(EdgeRecord("BELONGS_TO", key, owner, {}, source))

    def _bid(self, lot: str, source: SourceRef, chunk: Chunk) -> str:
        for spelled in bidder_spellings(self.placed.bidder):
            known = self.bids.get((lot, spelled)) if self.bids else None
            if known:
                return known
        if self.bids is not None:
            said = UNKNOWN_BIDDER.with_fields(bidder=self.placed.bidder)
            chunk.problems.append(_problem(source, said))
        firm = bidder_key(self.hashed, *coded(self.placed.bidder))
        if firm is None:
            return f"bid:{self.placed.lot}/{self.placed.bidder}"
        chunk.nodes.append(NodeRecord("Company", *firm, source, mention=True))
        return f"bid:{self.placed.lot}/{firm[0][8:]}"


def open_documents(
    paths: Sequence[Path],
    *,
    hashed: KeyedHash,
    scratch: Path,
    texts: TextStore | None,
    reader: GraphReader | None,
) -> list[DocumentInput]:
    """Every bid file of these folders and archives; InputRefused if one stands elsewhere.

    Without `texts` no text is kept, without `reader` bidders are known by their folders alone.
    """
    placed = [
        _placed(path, name)
        for number, each in enumerate(paths)
        for path, name in _files(each, scratch / str(number))
    ]
    if not placed:
        raise refused(
            ", ".join(str(path) for path in paths),
            "The folder holds no file to load.",
            "Lay bid files out as lot/bidder/file.",
        )
    bids = _bids_of(reader, {f"lot:{each.lot}" for each in placed}) if reader else None
    return [
        DocumentInput(each, file_sha256(each.path), hashed, texts, bids)
        for each in sorted(placed, key=lambda each: each.name)
    ]


def _files(path: Path, scratch: Path) -> Iterator[tuple[Path, str]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            parts = file.relative_to(path).parts
            hidden = any(part.startswith((".", "~$")) for part in parts)
            if file.is_file() and not hidden:
                yield file, "/".join(parts)
    elif path.suffix.lower() in ARCHIVE_SUFFIXES and path.exists():
        scratch.mkdir(parents=True, exist_ok=True)
        inside, _ = unpack(path, path.name, scratch, wanted=DOCUMENT_SUFFIXES | _OTHER_SUFFIXES)
        for each in inside:
            yield each.path, each.name.removeprefix(f"{path.name}/")
    else:
        raise refused(
            path.name,
            "Bid files are loaded from a folder or a zip archive.",
            "Lay bid files out as lot/bidder/file.",
        )


def _placed(path: Path, name: str) -> _Placed:
    lot, _, rest = name.partition("/")
    bidder, _, file = rest.partition("/")
    known = read_code(lot)
    if not file or not isinstance(known, str):
        raise refused(
            name,
            "The place of the file does not say which lot and bidder it belongs to.",
            "Lay bid files out as lot/bidder/file.",
        )
    folder = bidder.strip()
    if folder in (TENDER_FILES, SETTLEMENT_FILES):
        return _Placed(path, name, known, "", file, folder)
    return _Placed(path, name, known, folder, file)


def coded(bidder: str) -> tuple[str | None, str | None]:
    """Code and name out of the name of a bidder's folder."""
    found = _CODED.fullmatch(bidder)
    return (found[1], found[2] or None) if found else (None, bidder)


def bidder_spellings(bidder: str) -> tuple[str, ...]:
    """By what a bidder's folder may be found in the graph."""
    code, name = coded(bidder)
    return tuple(each for each in (code, company_name_key(name) if name else "") if each)


def _bids_of(reader: GraphReader, lots: Collection[str]) -> dict[tuple[str, str], str]:
    """Bid by lot and by the bidder's code and spelled name."""
    table = reader.run(
        "MATCH (l:Lot)<-[:FOR]-(b:Bid)<-[:SUBMITTED]-(c:Company) WHERE l.key IN $lots "
        "RETURN l.key AS lot, b.key AS bid, c.key AS firm, c.org_code AS org, c.name AS name "
        "ORDER BY lot, bid",
        {"lots": [*sorted(lots)]},
    )
    found: dict[tuple[str, str], str] = {}
    for lot, bid, firm, org, name in table.rows:
        spelled = company_name_key(str(name)) if name else ""
        for known in filter(None, (str(firm).removeprefix("company:"), org, spelled)):
            found.setdefault((str(lot), str(known)), str(bid))
    return found


def _md5(path: Path) -> str:
    """MD5, as platforms state it: for comparing, not for trust."""
    with path.open("rb") as file:
        return (
            hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False))
            .hexdigest()
            .upper()
        )


def _problem(source: SourceRef, complaint: Complaint) -> RowProblem:
    rule, advice = complaint.said()
    return RowProblem(source, "", "", rule, advice, Severity.WARNING)
