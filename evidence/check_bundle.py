#!/usr/bin/env python3
"""Check a dossier: `python verify.py [FILE.zip or FOLDER]`.

核验卷宗：python verify.py [ZIP 文件或文件夹]，不带参数时核验本文件所在的文件夹。

Needs Python 3.9 or newer and nothing else: no network, no TenderLens. It says whether every file
is, byte for byte, the one that was written: nothing changed, nothing missing, nothing added. The
signature is checked if the package `cryptography` is there; otherwise the command for OpenSSL is
printed. TenderLens runs this same file for `tenderlens verify` and puts a copy into every dossier;
it has to stand alone, so its sentences stand in it in both languages.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

MANIFEST, SIGNATURE, SIGNER = "manifest.json", "manifest.sig", "signer.pem"
SUMS = {"SHA256SUMS": "sha256", "SM3SUMS": "sm3"}
OPENSSL = (
    f"openssl pkeyutl -verify -pubin -inkey {SIGNER} -rawin -in {MANIFEST} -sigfile {SIGNATURE}"
)

SAYS = {
    "no_dossier": (
        "{name} 不是卷宗：其中没有 manifest.json。请指定卷宗的 ZIP 或解压后的文件夹。",
        "{name} is no dossier: it holds no manifest.json. Name the ZIP of a dossier, or the folder "
        "to which it was unpacked.",
    ),
    "unreadable": (
        "{name} 无法读取。请检查路径和读取权限。",
        "{name} cannot be read. Check the path, and whether you may read it.",
    ),
    "cut": (
        "{name} 的压缩包结构已被改动或截断，无法继续读取。请向出具单位重新索取。",
        "The ZIP {name} was changed or cut: its parts cannot be told apart. Ask the issuer for it "
        "again.",
    ),
    "repacked": (
        "{name} 与出具时的压缩包不一致：结构被改动，或曾重新打包。"
        "如系重新打包，请解压后核验文件夹。",
        "The ZIP {name} is not the one that was issued: its frame was changed, or it was packed "
        "anew. If it was packed anew, unpack it and check the folder.",
    ),
    "manifest": ("{name} 已被改动，无法解析。", "{name} was changed: it cannot be read any more."),
    "missing": ("缺少 {name}。", "{name} is missing."),
    "added": (
        "{name} 是后来加入的：清单中没有它。",
        "{name} was added: the manifest does not list it.",
    ),
    "changed": ("{name} 已被改动。", "{name} was changed."),
    "sums": (
        "{name} 与文件不一致：它或 manifest.json、manifest.sig 已被改动。",
        "{name} does not agree with the files: it, manifest.json or manifest.sig was changed.",
    ),
    "signature": (
        "{name} 不是该清单的签名：清单或签名已被改动。",
        "{name} is not the signature of this manifest: one of them was changed.",
    ),
    "issuer": (
        "签名有效，但公钥指纹是 {name}，不是所要求的指纹。",
        "The signature holds, but its key has the fingerprint {name}, not the one asked for.",
    ),
}

Problem = tuple[str, str]  # a key of SAYS, and the name of the file


def digest(kind: str, data: bytes) -> str | None:
    """A hash in hexadecimal; None if this Python does not have it (SM3 comes with OpenSSL)."""
    try:
        return hashlib.new(kind, data).hexdigest()
    except ValueError:
        return None


def sums(kind: str, files: Mapping[str, bytes]) -> bytes | None:
    """The text of SHA256SUMS or SM3SUMS, as `sha256sum -c` reads it."""
    lines = [(digest(kind, data), name) for name, data in sorted(files.items())]
    if any(found is None for found, _ in lines):
        return None
    return "".join(f"{found}  {name}\n" for found, name in lines).encode()


# A dossier is a ZIP in its plainest form: parts in order of their names, stored as they are, all
# with one date. Its bytes follow from the files alone, so a change anywhere in it can be seen.
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
COMMON = (10, 0x0800, 0, 0, 0x0021)  # version, names in UTF-8, stored, 00:00, 1 January 1980
LOCAL_SIZE = 30


def pack(files: Mapping[str, bytes]) -> bytes:
    """The one ZIP that holds these files."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for name, data in sorted(files.items()):
        title = name.encode()
        about = struct.pack(
            "<5H3I2H", *COMMON, zlib.crc32(data), len(data), len(data), len(title), 0
        )
        parts += [LOCAL, about, title, data]
        tail = struct.pack("<3H2I", 0, 0, 0, 0o100644 << 16, place)
        directory += [CENTRAL, struct.pack("<H", 0x031E), about, tail, title]
        place += LOCAL_SIZE + len(title) + len(data)
    listed = b"".join(directory)
    end = struct.pack("<4H2IH", 0, 0, len(files), len(files), len(listed), place, 0)
    return b"".join([*parts, listed, END, end])


def unpack(packed: bytes) -> dict[str, bytes] | None:
    """The files of such a ZIP; None if its parts cannot be told apart."""
    files: dict[str, bytes] = {}
    place = 0
    while packed[place : place + 4] == LOCAL:
        if len(packed) < place + LOCAL_SIZE:
            return None
        size, title, extra = struct.unpack_from("<I2H", packed, place + 22)
        start = place + LOCAL_SIZE + title + extra
        try:
            name = packed[place + LOCAL_SIZE : place + LOCAL_SIZE + title].decode()
        except UnicodeDecodeError:
            return None
        if start + size > len(packed) or name in files:
            return None
        files[name] = packed[start : start + size]
        place = start + size
    return files if packed[place : place + 4] == CENTRAL else None


def check_zip(packed: bytes, name: str) -> tuple[list[Problem], dict[str, bytes]]:
    """What is wrong with a dossier as ZIP; and its files."""
    files = unpack(packed)
    if files is None:
        return [("cut", name)], {}
    problems = check(files, name)
    if pack(files) != packed:
        problems.append(("repacked", name))
    return problems, files


def check(files: Mapping[str, bytes], where: str) -> list[Problem]:
    """What is wrong with the files of a dossier; nothing if every byte is as it was written."""
    if MANIFEST not in files:
        return [("no_dossier", where)]
    stated = _stated(files[MANIFEST])
    if stated is None:
        return [("manifest", MANIFEST)]
    own = {MANIFEST, SIGNATURE, *SUMS}
    problems = [("missing", name) for name in sorted((set(stated) | own) - set(files))]
    problems += [("added", name) for name in sorted(set(files) - set(stated) - own)]
    present = sorted(set(stated) & set(files))
    problems += [("changed", name) for name in present if not _agrees(files[name], stated[name])]
    if not problems:
        summed = {name: data for name, data in files.items() if name not in SUMS}
        for name, kind in SUMS.items():
            expected = sums(kind, summed)
            if expected is not None and files[name] != expected:
                problems.append(("sums", name))
    return problems + _signature_problems(files)


def _stated(manifest: bytes) -> dict[str, dict[str, Any]] | None:
    try:
        return {str(file["name"]): dict(file) for file in json.loads(manifest)["files"]}
    except (ValueError, KeyError, TypeError):
        return None


def _agrees(data: bytes, stated: Mapping[str, Any]) -> bool:
    if len(data) != stated.get("size"):
        return False
    found = {kind: digest(kind, data) for kind in SUMS.values()}
    return all(value is None or value == stated.get(kind) for kind, value in found.items())


def signature_holds(manifest: bytes, signature: bytes) -> bool | None:
    """Whether the signature is that of the key the manifest names; None: no means to tell here."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None
    try:
        stated = json.loads(manifest)["signer"]["public_key"]
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(stated)).verify(signature, manifest)
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return True


def _signature_problems(files: Mapping[str, bytes]) -> list[Problem]:
    problems: list[Problem] = []
    if SIGNATURE in files and signature_holds(files[MANIFEST], files[SIGNATURE]) is False:
        problems.append(("signature", SIGNATURE))
    return problems


def fingerprint(manifest: bytes) -> str:
    """SHA-256 of the signer's key: what the issuer tells you by another way, to compare."""
    try:
        return hashlib.sha256(
            bytes.fromhex(json.loads(manifest)["signer"]["public_key"])
        ).hexdigest()
    except (ValueError, KeyError, TypeError):
        return ""


def check_path(path: Path) -> tuple[list[Problem], dict[str, bytes]]:
    """What is wrong with a dossier on disk: its ZIP, its unpacked folder, or its manifest."""
    if path.name == MANIFEST:
        path = path.parent
    try:
        if path.is_dir():
            files = {
                found.relative_to(path).as_posix(): found.read_bytes() if found.is_file() else b""
                for found in sorted(path.rglob("*"))
                if found.is_file() or not any(found.iterdir())
            }
            return check(files, path.name), files
        return check_zip(path.read_bytes(), path.name)
    except OSError:
        return [("unreadable", str(path))], {}


def said(problem: Problem, language: int) -> str:
    """A problem as a sentence; language 0 is Chinese, 1 English."""
    code, name = problem
    return SAYS[code][language].format(name=name)


def _conclusion(files: Mapping[str, bytes]) -> Iterable[str]:
    yield "全部文件与清单一致，未被改动。 Every file is as it was written."
    if digest("sm3", b"") is None:
        yield "此 Python 不支持 SM3，仅核对 SHA-256。 This Python has no SM3: SHA-256 was checked."
    if signature_holds(files[MANIFEST], files[SIGNATURE]) is None:
        yield f"签名尚未核验，请运行 Signature not checked here, run: {OPENSSL}"
    yield "请通过其他渠道向出具单位核对公钥指纹 Ask the issuer by another way whether the key is:"
    yield f"  {fingerprint(files[MANIFEST])}"


def main(arguments: list[str]) -> int:
    """Print what was found; 0 if nothing is wrong."""
    path = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    problems, files = check_path(path)
    for problem in problems:
        sys.stdout.write(f"✗ {said(problem, 0)} {said(problem, 1)}\n")
    if not problems:
        sys.stdout.write("".join(f"✓ {line}\n" for line in _conclusion(files)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
