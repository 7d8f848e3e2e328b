"""Restrictive clauses: wordings of tender files that may keep bidders out, with their places.

The wordings and the provision that each concerns are in `restrictive_clauses.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.document_texts import SETTLEMENT_FILES, DocumentText
from graph.engine import GraphReader
from graph.records import DerivedProperties, Value
from measures.bids import SharedReading
from measures.measure import Derived, Measure
from messages import t

WORDINGS = Path(__file__).with_name("restrictive_clauses.toml")
OF_LOTS = f"""
MATCH (d:Document)-[:BELONGS_TO]->(:Lot)
WHERE d.sha256 IS NOT NULL AND coalesce(d.kind, '') <> '{SETTLEMENT_FILES}'
RETURN DISTINCT d.key AS document, d.sha256 AS sha256
ORDER BY document
"""
SHOWN = 50  # clauses kept of one file
_SENTENCE = re.compile(r"[^。；;!！?？]+")
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Wording:
    """What a clause may say; `law` is a key of the legal register."""

    name: str
    law: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def wordings() -> tuple[tuple[Wording, ...], re.Pattern[str]]:
    """The wordings, and what makes a sentence no demand."""
    stored = tomllib.loads(WORDINGS.read_text(encoding="utf-8"))
    found = tuple(
        Wording(each["name"], each["law"], re.compile(each["pattern"])) for each in stored["clause"]
    )
    return found, re.compile(stored["unless"])


def clauses(text: DocumentText) -> Iterator[str]:
    """Each clause with its kind, provision and place, in the order of the file."""
    known, unless = wordings()
    for passage in text.passages:
        said = "".join(unicodedata.normalize("NFKC", passage.text).split())
        for sentence in _SENTENCE.findall(said):
            kind = next((each for each in known if each.pattern.search(sentence)), None)
            if kind is not None and not unless.search(sentence):
                more = "…" if len(sentence) > LONGEST else ""
                shown = f"{sentence[:LONGEST]}{more}"
                yield f"{passage.place}（{kind.name}，{kind.law}）：{shown}"


def compute(reader: GraphReader) -> Derived:
    """Look through every tender file whose text is kept."""
    texts = reader.texts if isinstance(reader, SharedReading) else None
    if texts is None:
        return Derived(notes=(t("There are no texts: no tender file was looked through."),))
    found: list[DerivedProperties] = []
    for document, sha256 in reader.run(OF_LOTS).rows:
        text = texts.find(str(sha256).lower())
        if text is not None:
            found.append(_of(str(document), [*clauses(text)][:SHOWN]))
    return Derived(properties=tuple(found))


def _of(document: str, said: Sequence[str]) -> DerivedProperties:
    """The clauses of a file; an empty list says that it was looked through."""
    kept: list[Value] = [*said]
    return DerivedProperties(document, {"clauses": kept})


RESTRICTIVE_CLAUSES = Measure(
    name="restrictive_clauses",
    title="Restrictive clauses",
    summary="Wordings of tender files that may keep bidders out, with their places.",
    revision=1,
    requires=("Document", "BELONGS_TO"),
    compute=compute,
)
