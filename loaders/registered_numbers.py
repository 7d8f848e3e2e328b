"""Reading of the numbers that name firms, people, accounts, telephones and mailboxes."""

from __future__ import annotations

import re

from loaders import identifiers
from loaders.identifiers import half_width
from loaders.problems import Complaint
from loaders.words import SCIENTIFIC, SENTINELS, Parsed, compact, looks_scientific

_PHONE_SEPARATORS = re.compile(r"[;；、,，/\n\r|]+|(?<=\d{7})\s+(?=1[3-9]\d{9})|(?<=\d{11})\s+")
_DIGITS = re.compile(r"\d+")
NO_CODE_RULE = "is not a code of a company."
NO_CODE_ADVICE = "Write the 18 characters of the 统一社会信用代码."


def company_code(cell: str) -> Parsed:
    """A 统一社会信用代码 or 组织机构代码, upper case; another registration number as it is.

    A wrong check character is a warning: such codes are in use.
    """
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    plain = compact(stripped)
    if looks_scientific(stripped):
        return SCIENTIFIC
    if identifiers.uscc_is_valid(plain):
        return plain
    if len(plain) == 18:
        return Complaint(
            "has a wrong check character (GB 32100).",
            "Compare the code with the business licence; this alone keeps no row out.",
            value=plain,
        )
    return _other_company_code(plain)


def _other_company_code(plain: str) -> Parsed:
    if not any(sign.isdigit() for sign in plain):
        return Complaint(NO_CODE_RULE, NO_CODE_ADVICE)
    if len(plain) == 9 and not identifiers.org_code_is_valid(plain):
        return Complaint(
            "has a wrong check character (GB 11714).",
            "Compare the code with the certificate; this alone keeps no row out.",
            value=plain,
        )
    if len(plain) == 9 or (len(plain) in (13, 15) and plain.isdigit()):
        return plain
    if len(plain) < 5 or not plain.isalnum():
        return Complaint(NO_CODE_RULE, NO_CODE_ADVICE)
    return Complaint(
        "is neither a 统一社会信用代码 nor a 组织机构代码.",
        "Check the code; this alone keeps no row out.",
        value=plain,
    )


def id_number(cell: str) -> Parsed:
    """A 公民身份号码 of 18 characters (15 are completed); another document's number as it is."""
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    if looks_scientific(stripped):
        return SCIENTIFIC
    plain = identifiers.id_number_18(compact(stripped))
    if identifiers.id_number_is_valid(plain):
        return plain
    if "*" in plain:
        return Complaint(
            "is masked, so the person cannot be told from others of that name.",
            "Load the file with full numbers; they are stored as keyed hashes.",
        )
    if len(plain) == 18 and plain[:17].isdigit() and plain[17] in "0123456789X":
        return Complaint(
            "has a wrong check character or birth date (GB 11643).",
            "Compare the number with the document; this alone keeps no row out.",
            value=plain,
        )
    if 6 <= len(plain) <= 20 and plain.isalnum() and any(c.isdigit() for c in plain):
        return Complaint(
            "is not a resident identity number.",
            "Check the number; it is kept as that of another document.",
            value=plain,
        )
    return Complaint("is not an identity number.", "Write the 18 characters of the 公民身份号码.")


def certificate(cell: str) -> Parsed:
    """The number of a person's or a firm's document; which one it is another column says."""
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    if identifiers.uscc_is_valid(compact(stripped)):
        return compact(stripped)
    if len(compact(stripped)) == 9:
        return company_code(stripped)
    found = id_number(stripped)
    if isinstance(found, Complaint) and found.value is not None and len(str(found.value)) == 18:
        return Complaint(
            "has a wrong check character.",
            "Compare the number with the document; this alone keeps no row out.",
            value=found.value,
        )
    return found


_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|#|-)(\d{1,6})$", re.IGNORECASE)
_BEFORE_EXTENSION = re.compile(r"\d{7}\D*(?:转|分机|ext|#|-)", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9]\d{9}")
PHONE_RULE = "is not a telephone number."
PHONE_ADVICE = "Write 11 digits, or area code and number such as 0592-5551234."


def phones(cell: str) -> Parsed:
    """Telephone numbers, one spelling each: digits, `-` before an extension."""
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    if len(stripped) == 11 and stripped.isascii() and stripped.isdigit():
        return (stripped,) if stripped[0] in "01" else Complaint(PHONE_RULE, PHONE_ADVICE)
    if looks_scientific(stripped):
        return SCIENTIFIC
    parts = [p for p in _PHONE_SEPARATORS.split(half_width(stripped)) if p and p.strip()]
    found = [_phone(part) for part in parts]
    kept = tuple(dict.fromkeys(p for p in found if p is not None))
    if len(parts) == 0 or None in found:
        return Complaint(PHONE_RULE, PHONE_ADVICE, value=kept or None)
    return kept


def _phone(part: str) -> str | None:
    body = part.strip().strip("()")
    extension = (
        _EXTENSION.search(body) if re.search(r"\d{7}\D*(?:转|分机|ext|#|-)", body, re.I) else None
    )
    if extension is not None:
        body = body[: extension.start()]
    international = body.startswith(("+", "00")) and not body.startswith(("+86", "0086"))
    digits = "".join(_DIGITS.findall(re.sub(r"^(?:\+86|0086)", "", body)))
    if re.search(r"[^\d\s()+\-.]", body):
        return None
    if len(digits) == 13 and digits.startswith("86") and _MOBILE.fullmatch(digits[2:]):
        digits = digits[2:]
    if not 7 <= len(digits) <= 15:
        return None
    sign = "+" if international else ""
    return f"{sign}{digits}" + (f"-{extension.group(1)}" if extension else "")


def emails(cell: str) -> Parsed:
    """E-mail addresses in lower case."""
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    parts = [p for p in re.split(r"[;；、,，\s/|]+", half_width(stripped).lower()) if p]
    kept = tuple(dict.fromkeys(p for p in parts if _EMAIL.fullmatch(p)))
    if len(parts) == 0 or any(_EMAIL.fullmatch(p) is None for p in parts):
        return Complaint("is not an e-mail address.", "Write name@example.cn.", value=kept or None)
    return kept


def account(cell: str) -> Parsed:
    """The number of a bank account without spaces and hyphens."""
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    if looks_scientific(stripped):
        return SCIENTIFIC
    plain = compact(stripped)
    if "*" in plain:
        return Complaint(
            "is masked, so the account cannot be told from others.",
            "Load the file with full numbers; they are stored as keyed hashes.",
        )
    if not 6 <= len(plain) <= 34 or not plain.isalnum() or not any(c.isdigit() for c in plain):
        return Complaint("is not a bank account.", "Write the digits of the account.")
    return plain
