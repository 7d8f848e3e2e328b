"""The signing key: made once, readable by its owner alone, opened by its passphrase alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from evidence.signing import (
    NEW_PASSPHRASE,
    PASSPHRASE,
    SigningKeyRefused,
    retired_keys,
    rotate,
    signer,
)

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECRET = {PASSPHRASE: "一段只有本人知道的口令"}


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "signing.key"

    first, second = signer(file, {}), signer(file, {})

    assert first.fingerprint == second.fingerprint
    assert file.stat().st_mode & 0o777 == 0o600
    assert not first.protected


def test_a_passphrase_encrypts_the_file(tmp_path: Path) -> None:
    file = tmp_path / "signing.key"

    made = signer(file, SECRET)

    assert made.protected
    assert b"ENCRYPTED" in file.read_bytes()
    assert signer(file, SECRET).fingerprint == made.fingerprint


@pytest.mark.parametrize("given", [{}, {PASSPHRASE: "wrong"}])
def test_without_the_right_passphrase_nothing_is_signed(
    tmp_path: Path, given: dict[str, str]
) -> None:
    signer(tmp_path / "signing.key", SECRET)

    with pytest.raises(SigningKeyRefused, match=PASSPHRASE):
        signer(tmp_path / "signing.key", given)


def test_a_damaged_key_is_named(tmp_path: Path) -> None:
    file = tmp_path / "signing.key"
    file.write_text("nonsense", encoding="ascii")

    with pytest.raises(SigningKeyRefused, match=r"signing\.key"):
        signer(file, {})


def test_a_key_is_replaced_and_its_public_half_is_remembered(tmp_path: Path) -> None:
    file = tmp_path / "signing.key"
    first = signer(file, SECRET)
    signature = first.sign(b"an old manifest")
    environment = SECRET | {NEW_PASSPHRASE: "another passphrase"}

    old, new = rotate(file, by="甲", at=NOON, environment=environment)

    assert (old.fingerprint, new.protected) == (first.fingerprint, True)
    assert signer(file, {PASSPHRASE: "another passphrase"}).fingerprint == new.fingerprint
    (retired,) = retired_keys(file)
    assert (retired.fingerprint, retired.replaced_by) == (old.fingerprint, new.fingerprint)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(retired.public_key))
    key.verify(signature, b"an old manifest")  # raises if it does not hold
    assert {f.name for f in tmp_path.iterdir()} == {"signing.key", "retired.json"}
    assert file.stat().st_mode & 0o777 == 0o600


def test_whoever_cannot_open_the_key_cannot_end_its_use(tmp_path: Path) -> None:
    file = tmp_path / "signing.key"
    before = signer(file, SECRET).fingerprint

    with pytest.raises(SigningKeyRefused):
        rotate(file, by="甲", at=NOON, environment={})
    with pytest.raises(SigningKeyRefused):
        rotate(tmp_path / "none.key", by="甲", at=NOON, environment={})

    assert signer(file, SECRET).fingerprint == before
    assert retired_keys(file) == ()
