"""Reading of cells that list several firms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders import identifiers
from loaders.identifiers import half_width
from loaders.words import CONTROL, SENTINELS, Parsed, compact, is_blank


@dataclass(frozen=True, slots=True)
class Party:
    """A firm named in a cell that lists several."""

    name: str
    code: str | None = None
    lead: bool = False


_CODE_IN_BRACKETS = re.compile(
    r"[(\[]([0-9A-Za-z]{9}|[0-9A-Za-z]{18}|[0-9A-Za-z]{8}-[0-9A-Za-z])[)\]]"
)
_ROLE_IN_BRACKETS = re.compile(
    r"[(\[](?:联合体)?(牵头人|牵头单位|牵头方|牵头|主办人|成员|成员单位|成员方)[)\]]"
)
_ROLE_BEFORE = re.compile(r"^(?:联合体)?(牵头人|牵头单位|牵头方|牵头|成员单位|成员方|成员)\d*[:：]")


def parties(cell: str) -> Parsed:
    """Firms in one cell: `甲公司(代码)(牵头人)、乙公司(代码)`; also codes alone."""
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    plain = CONTROL.sub(" ", half_width(stripped)).replace("【", "[").replace("】", "]")
    body = re.sub(r"(?:组成的)?联合体$", "", plain)
    found = tuple(
        party
        for party in (
            _party(part.strip()) for part in re.split(r"[;；、|\n]+|(?<=[司院所厂\)]),", body)
        )
        if party is not None
    )
    return tuple(dict.fromkeys(found)) or None


def _party(part: str) -> Party | None:
    role = _ROLE_IN_BRACKETS.search(part) or _ROLE_BEFORE.search(part)
    found = _CODE_IN_BRACKETS.search(part)
    name = _ROLE_BEFORE.sub("", _CODE_IN_BRACKETS.sub("", _ROLE_IN_BRACKETS.sub("", part))).strip()
    number = compact(found.group(1)) if found else None
    if name and name.isascii() and identifiers.uscc_is_valid(compact(name)):
        number, name = compact(name), ""
    if is_blank(name) and number is None:
        return None
    return Party(name, number, role is not None and role.group(1).find("牵头") >= 0)
