"""Reading of cells that list several firms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders import identifiers
from loaders.words import CONTROL, SENTINELS, Parsed, compact, is_blank


@dataclass(frozen=True, slots=True)
class Party:
    """A firm named in a cell that lists several."""

    name: str
    code: str | None = None
    lead: bool = False


# Brackets and codes come in both widths; names stay as written.
_CODE = r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]"
_CODE_IN_BRACKETS = re.compile(
    rf"[(（\[【]({_CODE}{{9}}|{_CODE}{{18}}|{_CODE}{{8}}[-－]{_CODE})[)）\]】]"
)
_ROLE_IN_BRACKETS = re.compile(
    r"[(（\[【](?:联合体)?(牵头人|牵头单位|牵头方|牵头|主办人|成员|成员单位|成员方)[)）\]】]"
)
_ROLE_BEFORE = re.compile(r"^(?:联合体)?(牵头人|牵头单位|牵头方|牵头|成员单位|成员方|成员)\d*[:：]")
_SEPARATORS = re.compile(r"[;；、|\n]+|(?<=[司院所厂)）])[,，/／]")


def parties(cell: str) -> Parsed:
    """Firms in one cell: `甲公司(代码)(牵头人)、乙公司(代码)`; also codes alone."""
    stripped = cell.strip()
    if stripped in SENTINELS:
        return None
    body = re.sub(r"(?:组成的)?联合体$", "", CONTROL.sub(" ", stripped))
    found = (_party(part.strip()) for part in _SEPARATORS.split(body))
    return tuple(dict.fromkeys(party for party in found if party is not None)) or None


def _party(part: str) -> Party | None:
    role = _ROLE_IN_BRACKETS.search(part) or _ROLE_BEFORE.search(part)
    found = _CODE_IN_BRACKETS.search(part)
    name = _ROLE_BEFORE.sub("", _CODE_IN_BRACKETS.sub("", _ROLE_IN_BRACKETS.sub("", part))).strip()
    number = compact(found.group(1)) if found else None
    if number is None and identifiers.uscc_is_valid(compact(name)):
        number, name = compact(name), ""
    if is_blank(name) and number is None:
        return None
    return Party(name, number, lead=role is not None and "牵头" in role.group(1))
