"""A bundle is one file whose every byte follows from its parts and its key."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from evidence.bundle import bundle, write_new
from evidence.check_bundle import MANIFEST, SIGNATURE, SUMS, digest, pack, unpack
from evidence.digests import sha256, sm3
from evidence.matter import DossierRefused
from evidence.signing import signer
from tests.contract.leads_world import bare_content

PARTS = {"report.docx": b"a report", "pictures/relations.png": b"a picture", "空.txt": b""}


@pytest.fixture
def packed(tmp_path: Path) -> bytes:
    return bundle(bare_content(), PARTS, signer(tmp_path / "signing.key", {}))


def test_any_zip_program_opens_it(packed: bytes) -> None:
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {n: archive.read(n) for n in archive.namelist()} == unpack(packed)
        assert {*PARTS, MANIFEST, SIGNATURE, *SUMS, "verify.py", "signer.pem"} == set(
            archive.namelist()
        )


def test_the_same_parts_and_key_give_the_same_bytes(tmp_path: Path) -> None:
    key = signer(tmp_path / "signing.key", {})

    assert bundle(bare_content(), PARTS, key) == bundle(bare_content(), PARTS, key)


def test_the_manifest_sums_every_part_in_both_ways(packed: bytes) -> None:
    files = unpack(packed) or {}
    listed = {file["name"]: file for file in json.loads(files[MANIFEST])["files"]}

    assert set(listed) == {*PARTS, "verify.py", "signer.pem"}
    for name, stated in listed.items():
        assert stated["sha256"] == sha256(files[name])
        assert stated["sm3"] == sm3(files[name])
        assert stated["size"] == len(files[name])


def test_sm3_is_that_of_the_standard() -> None:
    known = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905, “abc”

    assert sm3(b"abc") == known
    assert digest("sm3", b"abc") in (known, None)


@pytest.mark.parametrize("isolated", [True, False])
def test_the_shipped_script_checks_without_tenderlens(
    packed: bytes, tmp_path: Path, isolated: bool
) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        archive.extractall(folder)
    # -I -S: neither this project nor any installed package can be imported
    flags = ["-I", "-S"] if isolated else []
    run = [sys.executable, *flags, str(folder / "verify.py")]

    good = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    (folder / "report.docx").write_bytes(b"A report")
    bad = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (good.returncode, bad.returncode) == (0, 1), good.stdout + good.stderr
    assert ("openssl pkeyutl" in good.stdout) is isolated
    assert "report.docx 已被改动" in bad.stdout


def test_openssl_accepts_the_signature(packed: bytes, tmp_path: Path) -> None:
    from evidence.check_bundle import OPENSSL

    for name, data in (unpack(packed) or {}).items():
        if "/" not in name:
            (tmp_path / name).write_bytes(data)

    told = subprocess.run(OPENSSL.split(), cwd=tmp_path, capture_output=True, check=False)

    assert told.returncode == 0, told.stderr


def test_what_is_no_plain_zip_cannot_be_taken_apart() -> None:
    packed = pack({"a": b"1", "b": b"2"})

    assert unpack(packed) == {"a": b"1", "b": b"2"}
    for broken in (b"", b"PK", packed[:20], packed[:40], b"\x00" + packed):
        assert unpack(broken) is None


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")

    with pytest.raises(DossierRefused, match="out"):
        write_new(tmp_path / "out" / "lot-1.zip", b"a")

    assert [p.name for p in tmp_path.iterdir()] == ["out"]
