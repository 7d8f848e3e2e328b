"""Zip archives of files: what is in them, unpacked within limits into a folder of their own."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graph.errors import InputRefused
from loaders.readers import refused

ARCHIVE_SUFFIXES = frozenset({".zip"})
DEEPEST = 2  # an archive, and archives in it
MOST_FILES = 5_000
MOST_BYTES = 8 << 30  # unpacked
# A table shrinks to a tenth or a fiftieth; a bomb to a thousandth.
MOST_RATIO, RATIO_FROM = 250, 64 << 20
_BLOCK = 1 << 20
# What the library raises for archives that are none; OSError for places before the beginning.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, RuntimeError, EOFError, ValueError, KeyError, OSError),
)
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1


@dataclass(slots=True)
class Unpacked:
    """A file that came out of an archive: where it is now, and the name to report."""

    path: Path
    name: str


@dataclass(slots=True)
class _Allowance:
    """What may still be unpacked out of one archive and those in it."""

    files: int = MOST_FILES
    bytes: int = MOST_BYTES


def unpack(
    path: Path, name: str, into: Path, *, wanted: Collection[str]
) -> tuple[list[Unpacked], list[str]]:
    """Files with a wanted suffix, and the names of the others, both sorted by name.

    InputRefused for an archive that is broken, locked or far larger inside than outside.
    """
    into.mkdir(parents=True, exist_ok=True)
    found: list[Unpacked] = []
    others: list[str] = []
    _unpack(path, name, into, frozenset(wanted), 1, _Allowance(), found, others)
    return sorted(found, key=lambda each: each.name), sorted(others)


def _unpack(
    path: Path,
    name: str,
    into: Path,
    wanted: frozenset[str],
    depth: int,
    allowance: _Allowance,
    found: list[Unpacked],
    others: list[str],
) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in _members(archive, name, allowance):
                own = _member_name(member)
                inside, suffix = f"{name}/{own}", PurePosixPath(own).suffix.lower()
                if suffix not in wanted | ARCHIVE_SUFFIXES:
                    others.append(inside)
                    continue
                if suffix in ARCHIVE_SUFFIXES and depth >= DEEPEST:
                    raise refused(
                        inside,
                        "Archives stand in archives in archives.",
                        "Unpack it and load the folder.",
                    )
                target = into / f"{len(list(into.iterdir())):05d}{suffix}"
                _extract(archive, member, target, inside)
                if suffix in ARCHIVE_SUFFIXES:
                    _unpack(target, inside, into, wanted, depth + 1, allowance, found, others)
                else:
                    found.append(Unpacked(target, inside))
    except _BROKEN as error:
        raise refused(
            name, "The archive is damaged or of an unknown kind.", "Pack it again as .zip."
        ) from error


def _members(
    archive: zipfile.ZipFile, name: str, allowance: _Allowance
) -> Iterator[zipfile.ZipInfo]:
    # A damaged archive may hold a member without a name, of which `is_dir` cannot speak.
    files = [m for m in archive.infolist() if not m.filename.endswith("/")]
    members = [m for m in files if _counts(_member_name(m))]
    if any(m.filename == "[Content_Types].xml" or m.filename == "mimetype" for m in members):
        raise refused(
            name,
            "The file is a workbook, though its name says it is an archive.",
            "Rename it to .xlsx or .ods.",
        )
    if any(m.flag_bits & _ENCRYPTED for m in members):
        raise refused(
            name, "The archive is protected by a password.", "Pack it without the password."
        )
    packed = sum(m.compress_size for m in members)
    unpacked = sum(m.file_size for m in members)
    allowance.files -= len(members)
    allowance.bytes -= unpacked
    swells = unpacked > RATIO_FROM and unpacked > MOST_RATIO * max(packed, 1)
    if swells or allowance.files < 0 or allowance.bytes < 0:
        raise _bomb(name)
    yield from members


def _bomb(name: str) -> InputRefused:
    return refused(
        name,
        "The archive is far larger inside than outside, or holds more than {n} files or {size} GB.",
        "Unpack it, look at it, and load the folder.",
        n=MOST_FILES,
        size=MOST_BYTES >> 30,
    )


def _counts(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not any(p.startswith((".", "~$")) or p == "__MACOSX" for p in parts)


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's name; what is not marked as UTF-8 was mostly packed under a Chinese Windows."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAMES:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return "/".join(p for p in name.replace("\\", "/").split("/") if p not in ("", ".", ".."))


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, name: str) -> None:
    left = member.file_size
    with archive.open(member) as packed, target.open("wb") as file:
        while block := packed.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise _bomb(name)
            file.write(block)
