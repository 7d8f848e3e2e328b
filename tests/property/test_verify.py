"""A dossier verifies, and does not after any one byte changes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from evidence.bundle import bundle
from evidence.check_bundle import MANIFEST, SIGNATURE, SUMS, check, check_zip, pack, unpack
from evidence.dossier import Frame, parts
from evidence.signing import Signer
from evidence.verify import verify
from leads.weights import load_weights
from tests.contract.leads_world import bare_content

SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))), protected=False)
WHOLE = bundle(bare_content(), parts(bare_content(), Frame(load_weights(), SIGNER)), SIGNER)
# The same manifest, signature and sums around short parts: ten thousand checks in seconds.
SMALL = bundle(bare_content(), {"report.docx": b"x" * 300, "pictures/p.png": b"y" * 300}, SIGNER)
FILES = unpack(SMALL) or {}
PLACES = 10_000


def changed(packed: bytes, place: int, change: int) -> bytes:
    return packed[:place] + bytes([packed[place] ^ change]) + packed[place + 1 :]


def test_what_was_written_verifies(tmp_path: Path) -> None:
    for packed in (WHOLE, SMALL):
        (tmp_path / "d.zip").write_bytes(packed)
        assert verify(tmp_path / "d.zip").ok


def test_ten_thousand_changed_bytes_are_found() -> None:
    chance = random.Random(20260304)

    missed = [
        place
        for place in (chance.randrange(len(SMALL)) for _ in range(PLACES))
        if not check_zip(changed(SMALL, place, chance.randrange(1, 256)), "d.zip")[0]
    ]

    assert missed == []


def test_changed_bytes_of_a_whole_dossier_are_found_and_named() -> None:
    chance = random.Random(5)
    for _ in range(150):
        place = chance.randrange(len(WHOLE))
        problems, _ = check_zip(changed(WHOLE, place, chance.randrange(1, 256)), "d.zip")
        assert problems


@given(st.sampled_from(sorted(FILES)), st.data())
def test_the_changed_file_is_named(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(FILES[name]) - 1))
    other = {**FILES, name: changed(FILES[name], place, data.draw(st.integers(1, 255)))}

    named = {file for _, file in check(other, "d")}

    own = {MANIFEST, SIGNATURE, *SUMS}
    assert named & own if name in own else name in named


@given(st.sampled_from(sorted(FILES)), st.binary(min_size=1, max_size=20))
def test_an_appended_byte_is_found(name: str, more: bytes) -> None:
    assert check({**FILES, name: FILES[name] + more}, "d")


@given(st.binary(min_size=1, max_size=20))
def test_bytes_after_the_end_are_found(more: bytes) -> None:
    assert check_zip(SMALL + more, "d.zip")[0]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_missing_file_is_found(name: str) -> None:
    without = {other: data for other, data in FILES.items() if other != name}

    assert name in " ".join(file for _, file in check(without, "d")) or name == MANIFEST
    assert check_zip(pack(without), "d.zip")[0]


@pytest.mark.parametrize("name", ["more.txt", ".hidden", "pictures/more.png"])
def test_an_added_file_is_found(name: str) -> None:
    assert ("added", name) in check_zip(pack({**FILES, name: b""}), "d.zip")[0]


def test_a_signature_of_another_key_is_found() -> None:
    other = Signer(Ed25519PrivateKey.from_private_bytes(bytes(32)), protected=False)

    forged = {**FILES, SIGNATURE: other.sign(FILES[MANIFEST])}

    assert ("signature", SIGNATURE) in check(forged, "d")


def test_an_added_folder_is_found(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert verify(tmp_path).ok

    (tmp_path / "more").mkdir()

    assert not verify(tmp_path).ok


def test_what_is_no_dossier_is_named(tmp_path: Path) -> None:
    report = verify(tmp_path / "nowhere.zip")

    assert not report.ok
    assert "nowhere" in report.problems[0]


@given(st.binary(max_size=400))
def test_any_bytes_are_checked_without_an_exception(data: bytes) -> None:
    assert check_zip(data, "d.zip")[0]
    assert check_zip(SMALL[: len(data)] + data, "d.zip")[0]
