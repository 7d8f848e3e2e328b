"""The named functions that make node keys: which cells identify a thing, and how surely.

Each takes the keyed hash and cells, and returns (key, properties that follow from the identity), or
None where the cells name nothing. Keys:

    company:<统一社会信用代码 | 组织机构代码 | other number>, else company:<normalised name>
    person:<hash of ID number>, else of name and telephone, else of company and name
    project:<项目代码 | 项目编号>   lot:<标段编号>   bid:<标段编号>/<company>   expert:<专家编号>
    device:<kind>:<number>   account: phone: email: <hash>   address:<normalised text>
    document:<bid>/<name or hash>   contract: guarantee: penalty: complaint: <number>
    milestone:<lot or project>/<node>, of steps that recur also the day

Name parts keep to half width and carry no spaces, so that one thing has one key in every file.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.records import Value
from loaders import identifiers, registered_numbers
from loaders.device_numbers import ip_is_private
from loaders.identifiers import KeyedHash
from loaders.parties import Party
from loaders.problems import Complaint
from loaders.words import Parsed

Identified = tuple[str, dict[str, Value]]
KeyFunction = Callable[..., Identified | None]

PRIVATE_NETWORK = "private_network"  # `exempt` of addresses that many networks use inside
RECURRING_STEPS = frozenset(
    {
        "clarification",
        "objection",
        "objection_answer",
        "prequalification_clarification",
        "prequalification_objection",
        "prequalification_answer",
        "deposit_refund",
        "bid_withdrawal",
        "withdrawal_refund",
    }
)
_EXPERT_NUMBER = re.compile(r"(?=.*\d{3})[A-Z0-9-]{4,}")


def company_key(_: KeyedHash, code: str | None, name: str | None) -> Identified | None:
    """A company by its code, else by its normalised name."""
    if code:
        return f"company:{code}", {}
    spelled = identifiers.company_name_key(name) if name else ""
    return (f"company:{spelled}", {}) if spelled else None


def name_only_company_key(hashed: KeyedHash, name: str | None) -> Identified | None:
    """A company that the row knows by name alone."""
    found = company_key(hashed, None, name)
    return (found[0], {"name": name}) if found else None


def described_company_key(
    hashed: KeyedHash, code: str | None, org_code: str | None, name: str | None
) -> Identified | None:
    """A company that a register describes, with its numbers as properties."""
    found = company_key(hashed, code or org_code, name)
    if found is None:
        return None
    properties: dict[str, Value] = {}
    if code and len(code) == 18:
        properties = {"uscc": code, "org_code": code[8:17]}
    elif code and len(code) != 9:
        properties = {"registration_no": code}
    if org_code or (code and len(code) == 9):
        properties["org_code"] = org_code or code
    return found[0], properties


def party_key(hashed: KeyedHash, party: Party) -> Identified | None:
    """A company named in a cell that lists several."""
    found = company_key(hashed, party.code, party.name)
    return (found[0], {"name": party.name} if party.name else {}) if found else None


def person_key(
    hashed: KeyedHash, name: str | None, id_number: str | None, company: str | None
) -> Identified | None:
    """A person by identity number, else by name inside one company (a node key)."""
    if not name:
        return None
    if id_number:
        digest = hashed.digest("id", id_number)
        masked = identifiers.mask_id_number(id_number)
        return f"person:{digest}", {"identity": "id", "id_masked": masked}
    if company is None:
        return None
    scoped = f"{identifiers.person_name_key(name)}|{company}"
    return f"person:{hashed.digest('name-company', scoped)}", {"identity": "scoped"}


def identified_person_key(
    hashed: KeyedHash, name: str | None, id_number: str | None
) -> Identified | None:
    """A person by identity number or not at all."""
    return person_key(hashed, name, id_number, None)


def contact_key(
    hashed: KeyedHash, name: str | None, phones: tuple[str, ...] | None, company: str | None
) -> Identified | None:
    """A person by name and telephone together, else by name inside one company (a node key)."""
    if not name or not phones:
        return person_key(hashed, name, None, company)
    known_by = f"{identifiers.person_name_key(name)}|{phones[0]}"
    return f"person:{hashed.digest('name-phone', known_by)}", {"identity": "phone"}


def lot_key(_: KeyedHash, code: str | None) -> Identified | None:
    """A lot by its number."""
    return (f"lot:{code}", {}) if code else None


def project_key(
    _: KeyedHash, investment_code: str | None, project_code: str | None
) -> Identified | None:
    """A project by its 项目代码, else by the number of the tender."""
    code = investment_code or project_code
    return (f"project:{code}", {}) if code else None


def bid_key(
    _: KeyedHash, lot: str | None, company: str | None, lead: str | None = None
) -> Identified | None:
    """The bid of a company (a node key) for a lot; a consortium's is kept under its lead."""
    owner = lead or company
    return (f"bid:{lot}/{owner[8:]}", {}) if lot and owner else None


def expert_key(_: KeyedHash, number: str | None) -> Identified | None:
    """An expert by the number in the pool."""
    return (f"expert:{number}", {}) if number else None


def seated_expert_key(
    hashed: KeyedHash, number: str | None, seat: str | None, lot: str | None
) -> Identified | None:
    """An expert by number, else by what the score sheet of one lot calls the seat."""
    if number:
        return expert_key(hashed, number)
    if not seat or not lot:
        return None
    if _EXPERT_NUMBER.fullmatch(seat):
        return expert_key(hashed, seat)
    return f"expert:{lot}/{identifiers.person_name_key(seat)}", {"name": seat}


def document_key(
    _: KeyedHash, bid: str | None, file: str | None, digest: str | None
) -> Identified | None:
    """A file of a bid (a node key) by its name, else by its hash."""
    known_by = file or digest
    return (f"document:{bid[4:]}/{known_by}", {}) if bid and known_by else None


def contract_key(_: KeyedHash, code: str | None) -> Identified | None:
    """A contract by its number."""
    return (f"contract:{code}", {}) if code else None


def guarantee_key(_: KeyedHash, code: str | None) -> Identified | None:
    """A letter of guarantee by its number."""
    return (f"guarantee:{code}", {}) if code else None


def penalty_key(_: KeyedHash, code: str | None) -> Identified | None:
    """A penalty by its number."""
    return (f"penalty:{code}", {}) if code else None


def complaint_key(_: KeyedHash, code: str | None) -> Identified | None:
    """A complaint by its number."""
    return (f"complaint:{code}", {}) if code else None


def milestone_key(
    _: KeyedHash, of: str | None, of_project: str | None, node: str | None, at: str | None
) -> Identified | None:
    """A step of a lot, else of a project (node keys); one that recurs, with its day."""
    owner = of or of_project
    if not owner or not node:
        return None
    day = f"/{at[:10]}" if node in RECURRING_STEPS and at else ""
    return f"milestone:{owner.partition(':')[2]}/{node}{day}", {"node": node}


def project_without_lot_key(
    hashed: KeyedHash, lot: str | None, investment_code: str | None, project_code: str | None
) -> Identified | None:
    """A project, where the row names no lot."""
    return None if lot else project_key(hashed, investment_code, project_code)


def _device_key_of(kind: str) -> KeyFunction:
    def device_key(_: KeyedHash, value: str | None) -> Identified | None:
        return (f"device:{kind}:{value}", {"kind": kind, "value": value}) if value else None

    return device_key


mac_key = _device_key_of("mac")
cpu_key = _device_key_of("cpu")
disk_key = _device_key_of("disk")
mainboard_key = _device_key_of("mainboard")
memory_key = _device_key_of("memory")
lock_key = _device_key_of("lock")
ca_key = _device_key_of("ca")
creation_id_key = _device_key_of("creation_id")
machine_key = _device_key_of("machine")


def ip_key(_: KeyedHash, value: str | None) -> Identified | None:
    """A device by its IP address; one of a private network is exempt, since many share it."""
    if not value:
        return None
    properties: dict[str, Value] = {"kind": "ip", "value": value}
    if ip_is_private(value):
        properties["exempt"] = PRIVATE_NETWORK
    return f"device:ip:{value}", properties


def phone_key(hashed: KeyedHash, number: str | None) -> Identified | None:
    """A telephone by the keyed hash of its number."""
    if not number:
        return None
    return f"phone:{hashed.digest('phone', number)}", {"masked": identifiers.mask_phone(number)}


def email_key(hashed: KeyedHash, address: str | None) -> Identified | None:
    """A mailbox by the keyed hash of its address."""
    if not address:
        return None
    return f"email:{hashed.digest('email', address)}", {"masked": identifiers.mask_email(address)}


def account_key(hashed: KeyedHash, number: str | None) -> Identified | None:
    """A bank account by the keyed hash of its number."""
    if not number:
        return None
    return (
        f"account:{hashed.digest('account', number)}",
        {"masked": identifiers.mask_account(number)},
    )


def address_key(_: KeyedHash, text: str | None) -> Identified | None:
    """An address by its normalised text; four characters or less name no place."""
    spelled = identifiers.address_key(text) if text else ""
    return (f"address:{spelled}", {"text": text}) if len(spelled) > 4 else None


LEAST_DIGITS = 6  # of a number typed in full


def typed_in_full(text: str) -> bool:
    """Whether this may be the whole number of a person, a telephone, an account, or a mailbox."""
    return "@" in text or sum(sign.isdigit() for sign in text) >= LEAST_DIGITS


def keys_of_number(hashed: KeyedHash, text: str) -> tuple[str, ...]:
    """The nodes that a number typed in full stands for, whether they are there or not."""
    kinds: tuple[tuple[str, str, Callable[[str], Parsed]], ...] = (
        ("person", "id", registered_numbers.id_number),
        ("phone", "phone", registered_numbers.phones),
        ("account", "account", registered_numbers.account),
        ("email", "email", registered_numbers.emails),
    )
    found = []
    for prefix, kind, read in kinds:
        parsed = read(text)
        value = parsed.value if isinstance(parsed, Complaint) else parsed
        spelled = value if isinstance(value, tuple) else (value,)
        found += [f"{prefix}:{hashed.digest(kind, one)}" for one in spelled if isinstance(one, str)]
    return tuple(found)
