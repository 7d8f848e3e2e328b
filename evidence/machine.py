"""Everything a dossier says, as one JSON document for machines; personal numbers masked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel

from evidence.content import Content
from evidence.masking import UNMASKED, masked, printable
from graph.records import RESERVED

PLAIN = UNMASKED | {"sha256", "id", "reference", "batch"}


def machine(content: Content) -> bytes:
    """The content as JSON with sorted keys; equal content gives equal bytes."""
    said = {
        "format": 1,
        "number": content.number,
        "as_of": content.as_of,
        "matter": content.matter,
        "release": content.release,
        "facts": dict(content.facts),
        "sections": [
            {
                "number": section.number,
                "signal": section.signal.id,
                "revision": section.signal.revision,
                "title": section.words.title,
                "note": section.note,
                "points": section.points,
                "laws": [law.key for law in section.laws],
                "innocent_explanations": section.words.innocent_explanations,
                "blind_spots": section.words.blind_spots,
                "exhibits": section.exhibits,
            }
            for section in content.sections
        ],
        "laws": {law.key: law for s in content.sections for law in s.laws},
        "parties": content.parties,
        "lots": content.lots,
        "openings": content.openings,
        "people": content.people,
        "events": content.events,
        "rows": content.stated,
        "not_computed": {run.signal.id: run.note for run in content.unanswered},
        "clocks": content.clocks,
    }
    text = json.dumps(_plain(said), ensure_ascii=False, sort_keys=True, indent=1)
    return (text + "\n").encode()


def _plain(value: object, name: str = "") -> Any:
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        shown = {str(k): v for k, v in value.items() if str(k) not in RESERVED - {"key", "sources"}}
        return {k: _plain(v, k) for k, v in shown.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part, name) for part in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value if name in PLAIN else masked(printable(value))
    return value
