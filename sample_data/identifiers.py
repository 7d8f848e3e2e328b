"""Identifiers with valid check digits that belong to nobody, each given out once."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))  # GB 32100-2015
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
ID_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))  # GB 11643
# The area of an ID number names a county. These name whole provinces, so no such number is issued.
ID_AREAS = ("130000", "320000", "330000", "340000", "360000", "410000", "420000", "430000")
# TEST-NET-1, -2 and -3 (RFC 5737): no host on the internet answers there.
NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
# Registered, globally administered and yet invented: the second digit is 0, 4, 8 or C.
MAC_OPENINGS = ("04E9", "1C7A", "2C4D", "3C9E", "48A1", "58B6", "7CD0", "94F2", "A0C8", "B8E4")
HEX = "0123456789ABCDEF"


def uscc_check(first17: str) -> str:
    """The 18th character of a 统一社会信用代码."""
    total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(first17, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def org_check(first8: str) -> str:
    """The ninth character of an 组织机构代码."""
    total = sum(int(c, 36) * w for c, w in zip(first8, ORG_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def id_check(first17: str) -> str:
    """The 18th character of a 公民身份号码."""
    total = sum(int(c) * w for c, w in zip(first17, ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


class Identifiers:
    """Gives out identifiers; none is given twice."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.given: set[str] = set()
        self.hosts = [f"{net}.{host}" for net in NETWORKS for host in range(2, 255)]
        rng.shuffle(self.hosts)

    def _new(self, make: Callable[[], str]) -> str:
        while (value := make()) in self.given:
            pass
        self.given.add(value)
        return value

    def _pick(self, alphabet: str, length: int) -> str:
        return "".join(self.rng.choices(alphabet, k=length))

    def uscc(self, region: str, kind: str = "91") -> str:
        """`kind`: 91 firm, 12 public institution, 11 state organ."""

        def make() -> str:
            org = "MA" + self._pick("0123456789ABCDEFGHJKLMNPQRTUWXY", 6)
            first17 = kind + region + org + org_check(org)
            return first17 + uscc_check(first17)

        return self._new(make)

    def id_number(self, *, woman: bool, born: tuple[int, int] = (1966, 1998)) -> str:
        """A number of a person born in these years."""

        def make() -> str:
            days = self.rng.randrange(365 * (born[1] - born[0]))
            day = dt.date(born[0], 1, 1) + dt.timedelta(days=days)
            order = self.rng.randrange(0, 1000, 2) if woman else self.rng.randrange(1, 1000, 2)
            first17 = f"{self.rng.choice(ID_AREAS)}{day:%Y%m%d}{order:03d}"
            return first17 + id_check(first17)

        return self._new(make)

    def mobile(self) -> str:
        """Eleven digits in a range that no network has opened."""
        return self._new(lambda: "1000" + self._pick("0123456789", 7))

    def account(self) -> str:
        """Nineteen digits with the opening 0000, which no bank has."""
        return self._new(lambda: "0000" + self._pick("0123456789", 15))

    def mac(self) -> str:
        """A network card."""

        def make() -> str:
            digits = self.rng.choice(MAC_OPENINGS) + self._pick(HEX, 8)
            return "-".join(digits[i : i + 2] for i in range(0, 12, 2))

        return self._new(make)

    def cpu(self) -> str:
        """A processor."""
        return self._new(lambda: "BFEBFBFF" + self._pick(HEX, 8))

    def disk(self) -> str:
        """A disk."""
        return self._new(lambda: "XN" + self._pick("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", 12))

    def lock(self) -> str:
        """A dongle of costing software."""
        return self._new(lambda: "JS" + self._pick("0123456789", 10))

    def certificate(self) -> str:
        """A CA certificate."""
        return self._new(lambda: "CA" + self._pick(HEX, 16))

    def host(self) -> str:
        """An IPv4 address; the documentation ranges have 759 of them."""
        return self.hosts.pop()
