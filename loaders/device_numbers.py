"""Reading of the numbers that machines and connections leave in a bid."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from loaders.identifiers import half_width
from loaders.problems import Complaint
from loaders.words import SCIENTIFIC, SENTINELS, Parsed, looks_scientific

# What makers of hardware write into an empty number.
HARDWARE_SENTINELS = frozenset(
    {
        "TOBEFILLEDBYOEM", "DEFAULTSTRING", "NONE", "NA", "N/A", "NULL", "UNKNOWN", "NOTAPPLICABLE",
        "NOTSPECIFIED", "SYSTEMSERIALNUMBER", "SERIALNUMBER", "OEM", "INVALID", "未知", "无",
        "123456789", "0123456789", "1234567890",
    }
)  # fmt: skip
# Adapters that virtual machines make up: VMware, VirtualBox, Hyper-V, Parallels, Xen.
VIRTUAL_MAKERS = frozenset(
    {"000569", "000C29", "001C14", "005056", "080027", "00155D", "001C42", "00163E"}
)


def macs(cell: str) -> Parsed:
    """Network adapters as 12 hexadecimal digits; several in one cell are told apart.

    Adapters of virtual machines and locally administered numbers say nothing about the machine.
    """
    return _several(cell, _mac, r"[;；、,，/|\s]+")


def _mac(part: str) -> str | Complaint | None:
    plain = re.sub(r"[:\-.\s]", "", part).upper()
    if _is_hardware_sentinel(plain):
        return None
    if len(plain) != 12 or any(c not in "0123456789ABCDEF" for c in plain):
        return Complaint(
            "is not a network adapter's address.", "Write 12 hexadecimal digits: 3C-52-82-AA-BB-CC."
        )
    if plain[1] in "26AE" or plain[:6] in VIRTUAL_MAKERS:
        return Complaint(
            "is a virtual or locally set network address, which is left out.",
            "Nothing need be done; ask the platform for the physical adapter if it matters.",
        )
    return plain


def device_codes(cell: str) -> Parsed:
    """Serial numbers of processors, disks, locks, certificates: upper case, no signs."""
    return _several(cell, _device_code, r"[;；、,，|\n\r]+")


def _device_code(part: str) -> str | Complaint | None:
    if looks_scientific(part):
        return SCIENTIFIC
    plain = re.sub(r"[:\-.\s{}_]", "", half_width(part)).upper()
    if _is_hardware_sentinel(plain):
        return None
    if len(plain) < 3 or not any(c.isalnum() for c in plain):
        return Complaint(
            "is too short to tell one device from another.", "Write the full serial number."
        )
    return plain


def _is_hardware_sentinel(plain: str) -> bool:
    return plain in HARDWARE_SENTINELS or plain in SENTINELS or len(set(plain)) == 1


def ips(cell: str) -> Parsed:
    """IP addresses in their shortest form; a port is left out."""
    return _several(cell, _ip, r"[;；、,，|\s]+")


def _ip(part: str) -> str | Complaint | None:
    host = part.strip()
    if host.count(":") == 1 and "." in host:
        host = host.partition(":")[0]
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return Complaint("is not an IP address.", "Write it as 203.0.113.7.")
    if found.is_unspecified or found.is_loopback:
        return None
    return str(found)


def ip_is_private(value: str) -> bool:
    """Whether many networks use this address inside (10/8, 172.16/12, 192.168/16, 100.64/10 …)."""
    found = ipaddress.ip_address(value)
    return not found.is_global and not _is_documentation(found)


def _is_documentation(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    # Invented data uses these ranges where real data has public addresses.
    nets = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "198.18.0.0/15")
    return any(
        found in net for net in map(ipaddress.ip_network, nets) if net.version == found.version
    )


def _several(cell: str, read: Callable[[str], str | Complaint | None], separators: str) -> Parsed:
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    plain = stripped if stripped.isascii() else half_width(stripped)
    parts = [plain] if plain.isalnum() else [p for p in re.split(separators, plain) if p]
    if plain.upper().replace(" ", "").replace(".", "") in HARDWARE_SENTINELS:
        return None
    found = [read(part) for part in parts]
    kept = tuple(dict.fromkeys(p for p in found if isinstance(p, str)))
    wrong = next((p for p in found if isinstance(p, Complaint)), None)
    if wrong is not None:
        return Complaint(wrong.rule, wrong.advice, value=kept or None)
    return kept or None
