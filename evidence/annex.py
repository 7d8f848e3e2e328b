"""The annex of a dossier: the rows it cites as the originals have them, sealed, in a file apart.

A dossier shows personal numbers masked. Who may see them whole is given the annex by another way
than the dossier, and its passphrase by a third. One line says in the open to which dossier the
annex belongs; it is bound to what is sealed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from evidence.bundle import write_new
from evidence.check_bundle import MANIFEST, check_path
from evidence.digests import sha256
from evidence.dossier import DATA
from evidence.masking import printable
from evidence.matter import DossierRefused
from evidence.seal import SealBroken, sealed, unsealed
from evidence.stable_zip import stable
from evidence.verify import verify
from evidence.workbook import LONGEST, sheet_name
from graph.errors import TenderLensError, reason
from graph.records import BatchInfo, NodeKey
from loaders.evidence_store import EvidenceStore
from loaders.problems import neutralised
from loaders.where import OriginalRow, original_rows, sheets_read
from messages import t

MAGIC = b"TenderLens annex 1\n"
SUFFIX = ".annex"
SHORTEST_PASSPHRASE = 12
LONGEST_TITLE = 10_000  # bytes of the open line


class AnnexRefused(TenderLensError):
    """An annex cannot be written, or not be opened."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What a verified dossier says of itself: its number, its subject, the rows behind exhibits."""

    number: str
    subject: str
    keys: tuple[NodeKey, ...]
    sha256: str  # of its manifest
    rows: Mapping[str, tuple[str, ...]]  # `batch:sheet:row` to the numbers of its exhibits


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on disk; `without` are rows that no kept table holds."""

    file: Path
    rows: int
    without: tuple[str, ...]


def cited(dossier: Path) -> Cited:
    """What a dossier cites; raises DossierRefused if it does not verify."""
    checked = verify(dossier)
    if not checked.ok:
        raise DossierRefused(
            t("The dossier does not verify: {problem}", problem=checked.problems[0])
        )
    files = check_path(dossier)[1]
    manifest: dict[str, Any] = json.loads(files[MANIFEST])
    rows: dict[str, dict[str, None]] = defaultdict(dict)
    for section in json.loads(files[DATA])["sections"]:
        for exhibit in section["exhibits"]:
            for cell in exhibit["sources"]:
                rows[cell["reference"]][exhibit["number"]] = None
    return Cited(
        manifest["number"],
        manifest["matter"]["id"],
        tuple(manifest["matter"]["keys"]),
        sha256(files[MANIFEST]),
        {reference: tuple(numbers) for reference, numbers in sorted(rows.items())},
    )


def write_annex(
    dossier: Path,
    about: Cited,
    batches: Iterable[BatchInfo],
    store: EvidenceStore,
    *,
    passphrase: str,
    by: str,
    at: datetime,
) -> Annex:
    """Write `<dossier>.annex` beside the dossier. Raises AnnexRefused for a short passphrase."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise AnnexRefused(t("A passphrase has {n} characters or more.", n=SHORTEST_PASSPHRASE))
    found = _originals(about.rows, {batch.id: batch for batch in batches}, store)
    without = tuple(sorted(set(about.rows) - set(found)))
    title = {
        "dossier": about.number,
        "manifest_sha256": about.sha256,
        "by": by,
        "at": at.astimezone(UTC).isoformat(),
    }
    head = MAGIC + json.dumps(title, sort_keys=True).encode("ascii") + b"\n"
    plain = _workbook(about, found, by, at)
    file = dossier.with_name(about.number + SUFFIX)
    write_new(file, head + sealed(plain, passphrase, head))
    return Annex(file, len(found), without)


def open_annex(file: Path, passphrase: str) -> tuple[Mapping[str, str], bytes]:
    """The open line of an annex, and its workbook. Raises AnnexRefused; needs no workspace."""
    try:
        with file.open("rb") as stream:
            magic, line, rest = stream.readline(64), stream.readline(LONGEST_TITLE), stream.read()
        title: dict[str, str] = json.loads(line) if magic == MAGIC else {}
    except OSError as problem:
        raise AnnexRefused(
            t(
                "{file} cannot be read: {reason}. Name the annex that came with the dossier.",
                file=file,
                reason=reason(problem),
            )
        ) from problem
    except ValueError:
        title = {}
    if not title:
        raise AnnexRefused(
            t("{file} is no annex. Name the annex that came with the dossier.", file=file)
        )
    try:
        return title, unsealed(rest, passphrase, magic + line)
    except SealBroken as problem:
        raise AnnexRefused(
            t(
                "{file} cannot be opened: the passphrase is wrong, or the file was changed. Ask "
                "the issuer for both again.",
                file=file,
            )
        ) from problem


@dataclass(frozen=True, slots=True)
class _Row:
    batch: BatchInfo
    original: OriginalRow


def _originals(
    references: Iterable[str], batches: Mapping[str, BatchInfo], store: EvidenceStore
) -> dict[str, _Row]:
    wanted: dict[str, dict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for reference in references:
        batch, _, rest = reference.partition(":")
        sheet, _, row = rest.rpartition(":")
        if batch in batches and row.isdigit():
            wanted[batch][sheet][int(row)] = reference
    found: dict[str, _Row] = {}
    for id_, sheets in sorted(wanted.items()):
        info = batches[id_]
        read = sheets_read(info.columns)
        kept = store.find(info.sha256) if read else None
        if kept is None:
            continue
        for (name, number), original in original_rows(kept, read, sheets, whole=True).items():
            found[sheets[name][number]] = _Row(info, original)
    return found


def _workbook(about: Cited, found: Mapping[str, _Row], by: str, at: datetime) -> bytes:
    """A sheet a file: exhibits, sheet and row, then the cells under their headers; all text."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"title": about.number, "author": by, "created": at.replace(tzinfo=None)})
    taken: set[str] = set()
    for file, rows in _sheets(about, found):
        page = book.add_worksheet(sheet_name(file, taken))
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                page.write_string(i, j, neutralised(printable(cell))[:LONGEST])
        page.freeze_panes(1, 0)
        page.autofit()
    if not found:
        book.add_worksheet().write_string(0, 0, t("No kept table holds the cited rows."))
    book.close()
    return stable(out.getvalue())


def _sheets(about: Cited, found: Mapping[str, _Row]) -> Iterator[tuple[str, list[Sequence[str]]]]:
    by_batch: dict[str, dict[str, _Row]] = defaultdict(dict)
    for reference, row in found.items():
        by_batch[row.batch.id][reference] = row
    for _, rows in sorted(by_batch.items()):
        headers = list(dict.fromkeys(h for row in rows.values() for h in row.original.cells))
        first = (t("Exhibits"), t("File"), t("Sheet"), t("Row"), *headers)
        ordered = sorted(rows, key=lambda r: (rows[r].original.sheet, rows[r].original.row))
        lines = [_line(about.rows[r], rows[r], headers) for r in ordered]
        yield next(iter(rows.values())).batch.file, [first, *lines]


def _line(exhibits: Iterable[str], row: _Row, headers: Iterable[str]) -> tuple[str, ...]:
    original = row.original
    place = (t(", ").join(exhibits), row.batch.file, original.sheet, str(original.row))
    return (*place, *(original.cells.get(header, "") for header in headers))
