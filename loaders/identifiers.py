"""Identifiers: check digits, keyed hashes, masks, and one spelling for names and addresses."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from datetime import date

# GB 32100-2015: 31 characters (no I, O, S, V, Z); the weight of place i is 3^i mod 31.
USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUE = {c: i for i, c in enumerate(USCC_CHARACTERS)}
_USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
# GB 11714: 8 characters and a check character.
_ORG_VALUE = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# GB 11643-1999: 17 digits and a check character; the weight of place i is 2^(17-i) mod 11.
_ID_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))
_ID_CHECK = "10X98765432"

MINIMUM_KEY_BYTES = 16
_HASH_DIGITS = 16
_PUNCTUATION = re.compile(r"[\s,.;:、，。；：·•\-—_'\"“”‘’]+")


def uscc_is_valid(code: str) -> bool:
    """Whether a 统一社会信用代码 has 18 permitted characters and the right last one (GB 32100)."""
    if len(code) != 18 or any(c not in _USCC_VALUE for c in code):
        return False
    total = sum(_USCC_VALUE[c] * w for c, w in zip(code, _USCC_WEIGHTS, strict=False))
    return code[17] == USCC_CHARACTERS[(31 - total % 31) % 31]


def org_code_is_valid(code: str) -> bool:
    """Whether a 组织机构代码 of 9 characters, without hyphen, has the right last one (GB 11714)."""
    if len(code) != 9 or any(c not in _ORG_VALUE for c in code):
        return False
    total = sum(_ORG_VALUE[c] * w for c, w in zip(code, _ORG_WEIGHTS, strict=False))
    rest = (11 - total % 11) % 11
    return code[8] == ("X" if rest == 10 else str(rest))


def id_check_character(first_17: str) -> str:
    """The 18th character of a 公民身份号码 whose first 17 digits are given (GB 11643)."""
    total = sum(int(d) * w for d, w in zip(first_17, _ID_WEIGHTS, strict=True))
    return _ID_CHECK[total % 11]


def id_number_is_valid(number: str) -> bool:
    """Whether an 18-character 公民身份号码 has a real birth date and the right last character."""
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return number[17] == id_check_character(number[:17])


def id_number_18(number: str) -> str:
    """A 15-digit number of before 1999 in its 18-character form; any other number as it is."""
    if len(number) == 15 and number.isascii() and number.isdigit():
        first_17 = number[:6] + "19" + number[6:]
        return first_17 + id_check_character(first_17)
    return number


class KeyedHash:
    """HMAC-SHA256 under the investigation's own key: equal inputs meet, nobody can guess back."""

    def __init__(self, key: bytes) -> None:
        if len(key) < MINIMUM_KEY_BYTES:
            raise ValueError(f"The identity key has {len(key)} bytes; {MINIMUM_KEY_BYTES} or more.")
        self._key = key
        self._start = hmac.new(key, digestmod=hashlib.sha256)

    def __reduce__(self) -> tuple[type[KeyedHash], tuple[bytes]]:
        """For a process of this program that maps rows; it is told through a pipe."""
        return KeyedHash, (self._key,)

    def digest(self, kind: str, text: str) -> str:
        """16 hexadecimal digits for `text`; the same text of another kind gives others."""
        running = self._start.copy()
        running.update(f"{kind}:{text}".encode())
        return running.hexdigest()[:_HASH_DIGITS]


# What may be shown


def mask_id_number(number: str) -> str:
    """`110105********002X`; shorter documents keep their first and last two characters."""
    if len(number) == 18:
        return f"{number[:6]}********{number[14:]}"
    return (
        f"{number[:2]}{'*' * max(len(number) - 4, 1)}{number[-2:]}" if len(number) > 4 else "****"
    )


def mask_phone(number: str) -> str:
    """`138****1234`; a landline keeps its area code."""
    if len(number) == 11 and number.isdigit() and number[0] == "1":
        return f"{number[:3]}****{number[7:]}"
    kept = len(number) // 3
    return f"{number[:kept]}****{number[len(number) - kept :]}"


def mask_email(address: str) -> str:
    """`z***@example.cn`."""
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}"


def mask_account(number: str) -> str:
    """`****1234`."""
    return f"****{number[-4:]}"


# One spelling


# Signs of no width, or turning the order of what follows: pasted along out of chats and pages.
UNSEEN = r"\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_UNSEEN = re.compile(f"[{UNSEEN}]+")


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as their plain forms (Unicode NFKC), without UNSEEN."""
    return text if text.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def company_name_key(name: str) -> str:
    """One spelling of a company's name: widths, spaces, brackets, 有限责任公司 = 有限公司.

    A branch (分公司) keeps its own name: it is not its parent.
    """
    plain = half_width(name).upper()
    if plain.isascii() or not _has_han(plain):
        return " ".join(plain.split())
    joined = "".join(plain.split()).strip("\"'“”‘’.。,，;；")
    for bracket in "[【〔〈《〖":
        joined = joined.replace(bracket, "(")
    for bracket in "]】〕〉》〗":
        joined = joined.replace(bracket, ")")
    return joined.replace("有限责任公司", "有限公司")


def _has_han(text: str) -> bool:
    return any("\u3400" <= c <= "\u9fff" for c in text)


def person_name_key(name: str) -> str:
    """One spelling of a person's name: no spaces in Chinese names, one kind of middle dot."""
    plain = half_width(name).replace("•", "·").replace("・", "·")
    if plain.isascii() or not _has_han(plain):
        return " ".join(plain.upper().split())
    return "".join(plain.split())


def address_key(text: str) -> str:
    """One spelling of an address: widths, spaces and punctuation do not count."""
    return _PUNCTUATION.sub("", half_width(text).upper())
