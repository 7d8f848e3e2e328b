"""Sealing under a passphrase: AES-256-GCM under argon2id (RFC 9106, second recommendation)."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SALT, NONCE = 16, 12  # bytes
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4


class SealBroken(ValueError):
    """The passphrase is another one, or a byte was changed: which of them cannot be told."""


def sealed(plain: bytes, passphrase: str, about: bytes = b"") -> bytes:
    """Salt, nonce, and what only the passphrase opens; `about` is not hidden but bound to it."""
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    return salt + nonce + _cipher(passphrase, salt).encrypt(nonce, plain, about)


def unsealed(data: bytes, passphrase: str, about: bytes = b"") -> bytes:
    """What was sealed; raises SealBroken."""
    salt, nonce, rest = data[:SALT], data[SALT : SALT + NONCE], data[SALT + NONCE :]
    try:
        return _cipher(passphrase, salt).decrypt(nonce, rest, about)
    except (InvalidTag, ValueError) as problem:
        raise SealBroken from problem


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    made = Argon2id(salt=salt, length=32, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    return AESGCM(made.derive(passphrase.encode()))
