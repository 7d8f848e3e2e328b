"""The signing key: made once, readable by its owner alone, opened by its passphrase alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.signing import PASSPHRASE, SigningKeyRefused, signer

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
