"""The key that signs dossiers: made on first use, kept in one file, never shown.

A key that was replaced is gone; its public half stays in `retired.json` beside the new one, so that
an old dossier's fingerprint can be told to be one's own for as long as anybody asks.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from graph.embedded_process import write_private
from graph.errors import TenderLensError, WorkspaceCorrupt
from messages import t

PASSPHRASE = "TENDERLENS_SIGNING_PASSPHRASE"  # noqa: S105 - the name of a variable
NEW_PASSPHRASE = "TENDERLENS_NEW_SIGNING_PASSPHRASE"  # noqa: S105 - the name of a variable
RETIRED = "retired.json"


class SigningKeyRefused(TenderLensError):
    """The signing key cannot be used."""


@dataclass(frozen=True, slots=True)
class Signer:
    """An Ed25519 key. `protected` says whether its file is encrypted under a passphrase."""

    key: Ed25519PrivateKey
    protected: bool

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        return self.key.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key: what a recipient compares."""
        return hashlib.sha256(self.public).hexdigest()

    @property
    def pem(self) -> bytes:
        """The public key as OpenSSL reads it."""
        return self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, data: bytes) -> bytes:
        """The detached signature; equal data gives an equal signature."""
        return self.key.sign(data)


@dataclass(frozen=True, slots=True)
class RetiredKey:
    """The public half of a signing key that signs no more."""

    fingerprint: str
    public_key: str  # hexadecimal
    until: str
    replaced_by: str  # the fingerprint of the next key
    by: str


def retired_keys(file: Path) -> tuple[RetiredKey, ...]:
    """The keys that `file` held before, oldest first. Raises WorkspaceCorrupt."""
    listed = file.with_name(RETIRED)
    if not listed.exists():
        return ()
    try:
        return tuple(RetiredKey(**row) for row in json.loads(listed.read_text(encoding="ascii")))
    except (ValueError, TypeError) as problem:
        raise WorkspaceCorrupt(
            t("{file} holds no keys. Restore it from a backup.", file=listed)
        ) from problem


def rotate(
    file: Path, *, by: str, at: datetime, environment: Mapping[str, str] = os.environ
) -> tuple[Signer, Signer]:
    """Put a new key in the place of the present one; (old, new). Old dossiers still verify.

    The present key has to open, so that nobody else ends its use. The new one is protected by
    TENDERLENS_NEW_SIGNING_PASSPHRASE. Raises SigningKeyRefused.
    """
    if not file.exists():
        raise SigningKeyRefused(
            t("There is no signing key to replace yet: the first dossier makes one.")
        )
    old = signer(file, environment)
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    new = signer(draft, {PASSPHRASE: environment.get(NEW_PASSPHRASE, "")})
    until = at.astimezone(UTC).isoformat()
    known = {key.fingerprint: key for key in retired_keys(file)}  # a rotation may be repeated
    known[old.fingerprint] = RetiredKey(
        old.fingerprint, old.public.hex(), until, new.fingerprint, by
    )
    text = json.dumps([asdict(key) for key in known.values()], indent=1)
    write_private(file.with_name(RETIRED), text + "\n")
    draft.replace(file)
    return old, new


def signer(file: Path, environment: Mapping[str, str] = os.environ) -> Signer:
    """The key in `file`, made there if there is none.

    With a passphrase in TENDERLENS_SIGNING_PASSPHRASE a new key is encrypted under it (PKCS #8);
    without one the file alone protects it (mode 0600). Raises SigningKeyRefused for a wrong
    passphrase or a file that holds no such key.
    """
    passphrase = environment.get(PASSPHRASE, "").encode() or None
    if not file.exists():
        _make(file, passphrase)
    data = file.read_bytes()
    protected = b"ENCRYPTED" in data
    try:
        key = serialization.load_pem_private_key(data, passphrase if protected else None)
    except TypeError as error:
        raise SigningKeyRefused(
            t(
                "The signing key {file} is protected by a passphrase. Set it in {variable}.",
                file=file,
                variable=PASSPHRASE,
            )
        ) from error
    except ValueError as error:
        raise SigningKeyRefused(
            t(
                "The signing key {file} cannot be opened: the passphrase in {variable} is wrong, "
                "or the file is damaged. Restore the file from a backup.",
                file=file,
                variable=PASSPHRASE,
            )
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyRefused(
            t("{file} holds no Ed25519 key. Restore the file from a backup.", file=file)
        )
    return Signer(key, protected)


def _make(file: Path, passphrase: bytes | None) -> None:
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase is not None:
        encryption = serialization.BestAvailableEncryption(passphrase)
    data = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "wb") as stream:
            stream.write(data)
