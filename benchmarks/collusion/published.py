"""A published file of bids, read whatever its dialect: one row a bid, columns named by the authors.

Headers are compared without case, spaces and punctuation; separators, decimal commas and encodings
are found out. What the file lacks, and every row that is left out, is said in a sentence.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

# The first header that the file has is taken. `Bid` is no price: Brazil numbers its bids so.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "tender": ("Tender",),
    "bidder": ("Competitors", "Name competitors"),
    "price": ("Bid_value_without_inflation", "Bid_value"),
    "won": ("Winner",),
    "estimate": ("Pre-Tender Estimate (PTE)", "PTE"),
    "label": ("Collusive_competitor",),
    "own_label": ("Collusive_competitor_original", "Collusive_competitor"),
}
REQUIRED = ("tender", "price", "label")
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
YES = ("1", "yes", "true", "y", "winner", "won", "si", "sì", "sí", "oui", "ja", "sim", "是")
_PLAIN = re.compile(r"[+-]?\d*\.?\d+(?:e[+-]?\d+)?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+")


class FileRefused(ValueError):
    """A file that cannot be scored; the sentence names it, the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class Published:
    """The bids of a file, and sentences about what it lacks.

    `bids` has tender and bidder (text), price (what is paid, in per cent where the file states
    discounts; NaN where none is usable), won, estimate (NaN where unknown), label and own_label
    (0, 1, NaN where unknown). A firm stands once in a tender.
    """

    bids: pd.DataFrame
    has_bidders: bool
    notes: tuple[str, ...]


def read_published(file: Path, headers: Mapping[str, str], *, discounts: bool) -> Published:
    """The bids of a CSV file; `headers` names columns of other files, such as {"price": "bid"}.

    `discounts` are in per cent, or fractions where none is above 1.
    """
    rows = _cells(file)
    at = _columns(file, list(rows.columns), headers)
    found = {role: rows[name].str.strip() for role, name in at.items()}
    nothing = pd.Series("", index=rows.index)
    bids = pd.DataFrame(
        {
            "tender": found["tender"],
            "bidder": found.get("bidder", nothing),
            "price": numbers(found["price"]),
            "won": found.get("won", nothing).str.removesuffix(".0").str.lower().isin(YES),
            "estimate": numbers(found.get("estimate", nothing)),
            "label": _flag(found["label"]),
            "own_label": _flag(found.get("own_label", found["label"])),
        }
    )
    notes = []
    lost = bids["tender"] == ""
    if lost.any():
        notes.append(f"{lost.sum():,} rows name no tender and are left out.")
        bids = bids[~lost]
    if bids.empty:
        raise FileRefused(f"{file.name}: holds no bid. Give a file with one row a bid.")
    if discounts:
        bids["price"] = 100 - bids["price"] * (100 if bids["price"].max() <= 1 else 1)
    bids["price"] = bids["price"].where(bids["price"] > 0)
    bids["estimate"] = bids["estimate"].where(bids["estimate"] > 0)
    named = bids["bidder"] != ""
    bids["bidder"] = bids["bidder"].where(named, "row " + bids.index.astype(str))
    repeated = bids.duplicated(["tender", "bidder"]).sum()
    bids = bids.sort_values(["won", "price"], ascending=[False, True], kind="stable")
    bids = bids.drop_duplicates(["tender", "bidder"]).sort_index()
    notes += _gaps(bids, named, int(repeated))
    return Published(bids, bool(named.any()), tuple(notes))


def _gaps(bids: pd.DataFrame, named: pd.Series, repeated: int) -> list[str]:
    """What the file does not say, and what follows from it."""
    priced, unlabelled = bids["price"].notna(), bids["label"].isna()
    open_ended = (~bids["won"].groupby(bids["tender"]).any()).mean()
    said = [
        (not named.any(), "names no bidders: ties and firms are not judged."),
        (named.any() and not named.all(), f"{(~named).sum():,} bids name no bidder: each is taken "
         "for a firm of its own."),
        (repeated > 0, f"{repeated:,} rows are further bids of a firm in a tender: its winning or "
         "else its lowest bid counts."),
        (not priced.all(), f"{(~priced).sum():,} bids have no price above 0 and take part without "
         "one."),
        (open_ended > 0, f"{open_ended:.0%} of the tenders name no winner: where the lowest price "
         "wins, the lowest bid stands in."),
        (bids["estimate"].isna().all(), "has no estimates: how dear the winner is cannot be said."),
        (unlabelled.any(), f"{unlabelled.sum():,} bids have no label: a tender without any is left "
         "out of the figures."),
    ]  # fmt: skip
    return [sentence for holds, sentence in said if holds]


def _cells(file: Path) -> pd.DataFrame:
    data = file.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", errors="replace").encode()
    text = next(filter(None, (_decoded(data, encoding) for encoding in ENCODINGS)), "")
    if not text.strip() or "\0" in text:
        raise FileRefused(f"{file.name}: holds no text. Save the table as CSV.")
    header = text.lstrip().split("\n", 1)[0]
    separator = max(",;\t|", key=header.count)
    try:
        table = list(csv.reader(text.lstrip().splitlines(), delimiter=separator))
    except csv.Error as error:
        raise FileRefused(f"{file.name}: cannot be read as CSV ({error}).") from error
    names, rows = table[0], [row for row in table[1:] if any(row)]
    width = len(names)
    return pd.DataFrame(
        [[*row, *[""] * width][:width] for row in rows], columns=names, dtype=object
    ).astype(str)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", "", header).lower()


def _columns(file: Path, present: list[str], headers: Mapping[str, str]) -> dict[str, str]:
    known = {_plain(name): name for name in reversed(present)}
    at = {}
    for role, usual in HEADERS.items():
        wanted = (headers[role],) if role in headers else usual
        name = next((known[_plain(name)] for name in wanted if _plain(name) in known), None)
        if name is not None:
            at[role] = name
        elif role in headers or role in REQUIRED:
            raise FileRefused(
                f"{file.name}: has no column '{wanted[-1]}'. It has: {', '.join(present)[:300]}. "
                f"Name the right one with --column {role}=HEADER."
            )
    return at


def numbers(cells: pd.Series) -> pd.Series:
    """Numbers with decimal points or commas, and with separated thousands; NaN for other text.

    A comma alone is a decimal comma unless every cell of the column groups thousands by it.
    """
    text = cells.str.replace(r"[\s'’€$£¥]|EUR|CHF|USD|JPY", "", regex=True)
    comma, point = text.str.rfind(","), text.str.rfind(".")
    alone = text[(comma >= 0) & (point < 0)]
    pointed = ((point > comma) & (comma >= 0)).any()
    grouped = bool(pointed or alone.str.fullmatch(_GROUPED).all())
    decimal = (comma > point) & ~((point < 0) & grouped)
    european = text.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    plain = european.where(decimal, text.str.replace(",", "", regex=False))
    return pd.to_numeric(plain.where(plain.str.fullmatch(_PLAIN)), errors="coerce").astype(float)


def _flag(cells: pd.Series) -> pd.Series:
    """1 for a number above 0 or a yes, 0 for other text, NaN where nothing is said."""
    lower = cells.str.lower()
    yes = lower.isin(YES) | (numbers(lower) > 0)
    return yes.astype(float).where(~lower.isin(("", "nan", "na", "null", "none")), np.nan)
