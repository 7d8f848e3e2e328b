"""Personal numbers and unprintable characters never leave the building."""

from __future__ import annotations

import re

# 公民身份号码 with its date of birth; a number that opens with 9 is a 统一社会信用代码. People
# write both kinds of number in groups too.
_ID = re.compile(
    r"(?<![0-9A-Za-z])([1-8]\d{5})[ -]?(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"[ -]?(\d{3}[\dXx])(?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<![0-9A-Za-z])((?:\+?86 ?)?1[3-9]\d) ?\d{4} ?(\d{4})(?![0-9A-Za-z])")
_NUMBER = re.compile(r"(?<![0-9A-Za-z*])\d(?:[ -]?\d){6,}(?![0-9A-Za-z*])")
# Zero width, or turning the order of what follows: they hide a number, or show a name as another.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
UNMASKED = frozenset({"key", "uscc", "org_code", "registration_no", "code", "investment_code"})


def masked(text: str) -> str:
    """`text` without whole identity and mobile numbers: 110105********002X, 138****1234."""
    return _MOBILE.sub(r"\1****\2", _ID.sub(r"\1********\2", _INVISIBLE.sub("", text)))


def masked_search(text: str) -> str:
    """What was typed to find somebody: any long number may be an account or a telephone.

    A 统一社会信用代码 stays; whom the search found is recorded by key.
    """
    return _NUMBER.sub(_ends_shown, masked(text))


def _ends_shown(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    if len(digits) == 18 and digits.startswith("9"):
        return digits
    return f"{digits[:3] if len(digits) > 10 else ''}****{digits[-4:]}"


def printable(text: str) -> str:
    """`text` without signs that nobody sees, and with a mark for what documents cannot hold."""
    return _UNPRINTABLE.sub("�", _INVISIBLE.sub("", text))
