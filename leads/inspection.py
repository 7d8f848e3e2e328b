"""Random inspection (双随机): lots and inspectors drawn by a published seed.

Anybody can draw again and gets the same:

    ticket = SHA-256 of the UTF-8 lines  seed, "lot", key              of each lot
                                         seed, "inspector", lot, key   of each inspector of a lot

joined by one line feed each, as 64 hexadecimal digits. Of the n lots of a class the ⌈n × ratio⌉
with the smallest tickets are drawn. Drawn lots are served in the order of their tickets; each takes
the inspectors who are not barred from it, those with the fewest lots so far first, then the smaller
ticket. Nothing else decides.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

from graph.embedded_process import write_private
from graph.errors import TenderLensError, WorkspaceCorrupt
from graph.records import NodeKey
from messages import t

FOLDER = Path("inspections")
METHOD = "tenderlens-draw-1"
STRATA = ("class", "band")
CLASS_SIGNS = 3  # A08: building works
NONE = "-"  # the class of a lot that states none
OTHERS = "*"  # the class of every lot whose own class has no ratio
MOST_INSPECTORS = 10
Barred = Mapping[NodeKey, Mapping[NodeKey, str]]


class DrawRefused(TenderLensError):
    """What was asked cannot be drawn, or a record of a draw cannot be found."""


@dataclass(frozen=True, slots=True)
class DrawLot:
    """A lot that may be drawn, with the class whose ratio holds for it."""

    key: NodeKey
    name: str
    stratum: str


@dataclass(frozen=True, slots=True)
class DrawPerson:
    """An inspector who may be drawn. Without an ID number (`certain`) ties may be missed."""

    key: NodeKey
    name: str
    unit: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class DrawRules:
    """The published seed, where it comes from, the ratio of each class, inspectors a lot.

    Ratios are decimal texts from 0 to 1; `*` holds for every class that has none of its own.
    """

    seed: str
    seed_source: str
    by: str
    ratios: Mapping[str, str]
    inspectors_a_lot: int = 2

    def __post_init__(self) -> None:
        if not self.seed.strip() or "\n" in self.seed:
            raise DrawRefused(t("A draw needs a seed: one line that is published."))
        if not self.seed_source.strip():
            raise DrawRefused(
                t(
                    "Say where the seed comes from, so that others can look it up, such as a "
                    "lottery number of a day to come."
                )
            )
        if not 0 <= self.inspectors_a_lot <= MOST_INSPECTORS:
            raise DrawRefused(
                t(
                    "{count} inspectors a lot cannot be drawn. Choose 0 to {most}.",
                    count=self.inspectors_a_lot,
                    most=MOST_INSPECTORS,
                )
            )
        if not self.ratios:
            raise DrawRefused(t("A draw needs a ratio: of one class at least, or of all (*)."))
        for stratum, ratio in self.ratios.items():
            ratio_of(stratum, ratio)

    def count(self, stratum: str, lots: int) -> int:
        """How many of so many lots of this class are drawn; a started lot is a whole one."""
        ratio = self.ratios.get(stratum, self.ratios.get(OTHERS, "0"))
        return math.ceil(ratio_of(stratum, ratio) * lots)


def ratio_of(stratum: str, text: str) -> Decimal:
    """A ratio as a number from 0 to 1; raises DrawRefused."""
    try:
        ratio = Decimal(text)
    except InvalidOperation:
        ratio = Decimal(-1)
    if not (ratio.is_finite() and 0 <= ratio <= 1):
        raise DrawRefused(
            t(
                "The ratio '{ratio}' of '{stratum}' is no number from 0 to 1. Write 0.1 for 10 %.",
                ratio=text,
                stratum=stratum,
            )
        )
    return ratio


def ticket(*lines: str) -> str:
    """The lot that chance gives to these lines; the first of them is the seed."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def drawn_lots(lots: Iterable[DrawLot], rules: DrawRules) -> tuple[DrawLot, ...]:
    """The lots that are drawn, by ticket."""
    classes: dict[str, list[tuple[str, DrawLot]]] = defaultdict(list)
    for lot in {one.key: one for one in lots}.values():
        classes[lot.stratum].append((ticket(rules.seed, "lot", lot.key), lot))
    drawn: list[tuple[str, DrawLot]] = []
    for stratum, some in classes.items():
        some.sort(key=lambda pair: pair[0])
        drawn += some[: rules.count(stratum, len(some))]
    return tuple(lot for _, lot in sorted(drawn, key=lambda pair: pair[0]))


def assigned(
    drawn: Sequence[DrawLot], people: Iterable[DrawPerson], barred: Barred, rules: DrawRules
) -> dict[NodeKey, tuple[NodeKey, ...]]:
    """The inspectors of each drawn lot; fewer than asked where too few may go."""
    keys = sorted({person.key for person in people})
    load: Counter[NodeKey] = Counter()
    answer: dict[NodeKey, tuple[NodeKey, ...]] = {}
    for lot in drawn:
        away = barred.get(lot.key, {})
        free = sorted(
            (load[key], ticket(rules.seed, "inspector", lot.key, key), key)
            for key in keys
            if key not in away
        )
        answer[lot.key] = tuple(key for _, _, key in free[: rules.inspectors_a_lot])
        load.update(answer[lot.key])
    return answer


@dataclass(frozen=True, slots=True)
class DrawnLot:
    """A lot of a record: its ticket, who goes, who was barred and why."""

    key: NodeKey
    name: str
    stratum: str
    ticket: str
    inspectors: tuple[NodeKey, ...]
    barred: Mapping[NodeKey, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """Everything that a draw depends on, and what came of it.

    `attempt` counts the draws from the same lots: a second one with another seed shows.
    """

    id: str
    at: str
    user: str
    rules: DrawRules
    population: tuple[DrawLot, ...]
    people: tuple[DrawPerson, ...]
    drawn: tuple[DrawnLot, ...]
    population_sha256: str
    attempt: int = 1
    method: str = METHOD

    @property
    def short(self) -> tuple[DrawnLot, ...]:
        """Drawn lots for which too few inspectors were left."""
        return tuple(x for x in self.drawn if len(x.inspectors) < self.rules.inspectors_a_lot)


def lots_to_draw(
    lots: pd.DataFrame,
    bands: Mapping[NodeKey, str],
    *,
    by: str,
    since: str = "",
    until: str = "",
    region: str = "",
) -> tuple[DrawLot, ...]:
    """The lots opened in a span of months or days, in a region (the start of its code).

    `by` class: the first signs of the class code; `by` band: what `bands` says of the lot. Lots
    without one are of the class `-`.
    """
    if by not in STRATA:
        raise DrawRefused(t("Lots are divided by class or by band, not by '{by}'.", by=by))
    for stated in filter(None, (since, until)):
        _check_month_or_day(stated)
    if lots.empty:
        return ()
    days = lots["opened_at"].fillna("").astype(str).str[:10]
    kept = lots["region"].str.startswith(region) if region else pd.Series(True, index=lots.index)
    if since:
        kept &= days.str[: len(since)] >= since
    if until:
        kept &= (days != "") & (days.str[: len(until)] <= until)
    return tuple(
        DrawLot(key, name, (class_[:CLASS_SIGNS] if by == "class" else bands.get(key, "")) or NONE)
        for key, name, class_ in lots.loc[kept, ["key", "name", "class_code"]].itertuples(
            index=False, name=None
        )
    )


def _check_month_or_day(text: str) -> None:
    try:
        date.fromisoformat(text if len(text) > len("2024-05") else f"{text}-01")
    except ValueError as problem:
        raise DrawRefused(
            t("'{text}' is no month and no day. Write it as 2024-05 or 2024-05-06.", text=text)
        ) from problem


def population_hash(lots: Iterable[DrawLot]) -> str:
    """SHA-256 of the lines `key TAB class`, sorted by key, each with a line feed."""
    lines = sorted(f"{lot.key}\t{lot.stratum}\n" for lot in lots)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def recorded_draw(
    lots: Sequence[DrawLot],
    people: Sequence[DrawPerson],
    barred: Barred,
    rules: DrawRules,
    *,
    user: str,
    at: datetime,
    attempt: int,
) -> DrawRecord:
    """The draw with everything it depends on. `barred` says it for every drawn lot."""
    drawn = drawn_lots(lots, rules)
    going = assigned(drawn, people, barred, rules)
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    population = population_hash(lots)
    digest = ticket(rules.seed, "draw", population, moment, user)
    return DrawRecord(
        id=f"inspection-{moment[:10].replace('-', '')}-{digest[:8]}",
        at=moment,
        user=user,
        rules=rules,
        population=tuple(sorted(lots, key=lambda lot: lot.key)),
        people=tuple(sorted(people, key=lambda person: person.key)),
        drawn=tuple(
            DrawnLot(
                lot.key,
                lot.name,
                lot.stratum,
                ticket(rules.seed, "lot", lot.key),
                going[lot.key],
                dict(sorted(barred.get(lot.key, {}).items())),
            )
            for lot in drawn
        ),
        population_sha256=population,
        attempt=attempt,
    )


def differences(record: DrawRecord) -> tuple[str, ...]:
    """Draw again from what a record states; each way in which the record differs, as a sentence."""
    problems: list[str] = []
    if record.method != METHOD:
        return (t("The method '{method}' is unknown here.", method=record.method),)
    if population_hash(record.population) != record.population_sha256:
        problems.append(t("The lots to draw from are not those whose hash is stated."))
    again = drawn_lots(record.population, record.rules)
    stated = tuple(lot.key for lot in record.drawn)
    if tuple(lot.key for lot in again) != stated:
        problems.append(t("From these lots and this seed other lots are drawn."))
        return tuple(problems)
    barred = {lot.key: lot.barred for lot in record.drawn}
    going = assigned(again, record.people, barred, record.rules)
    problems += [
        t("Lot {lot}: other inspectors are drawn.", lot=lot.key)
        for lot in record.drawn
        if going[lot.key] != lot.inspectors
    ]
    problems += [
        t("Lot {lot}: its ticket is another one.", lot=lot.key)
        for lot in record.drawn
        if ticket(record.rules.seed, "lot", lot.key) != lot.ticket
    ]
    return tuple(problems)


# As files


def record_text(record: DrawRecord) -> str:
    """A record as JSON: sorted keys, one line feed at the end."""
    return json.dumps(asdict(record), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def record_from(text: str, *, file: Path) -> DrawRecord:
    """A record from its JSON; raises WorkspaceCorrupt."""
    try:
        row = json.loads(text)
        row["rules"] = DrawRules(**row["rules"])
        row["population"] = tuple(DrawLot(**lot) for lot in row["population"])
        row["people"] = tuple(DrawPerson(**person) for person in row["people"])
        row["drawn"] = tuple(
            DrawnLot(**{**lot, "inspectors": tuple(lot["inspectors"])}) for lot in row["drawn"]
        )
        record = DrawRecord(**row)
        datetime.fromisoformat(record.at)
        sent = {key for lot in record.drawn for key in (*lot.inspectors, *lot.barred)}
        if not record.drawn or not sent <= {person.key for person in record.people}:
            raise ValueError(record.id)
        return record
    except (ValueError, KeyError, TypeError, AttributeError, DrawRefused) as problem:
        raise WorkspaceCorrupt(
            t(
                "{file} is no record of a draw. Name a draw that `tenderlens inspect list` lists, "
                "or the file of a record.",
                file=file,
            )
        ) from problem


def record_hash(text: str) -> str:
    """SHA-256 of a record's file."""
    return hashlib.sha256(text.encode()).hexdigest()


def keep_record(folder: Path, record: DrawRecord) -> Path:
    """Write a record to the workspace; one that is there is never replaced."""
    file = folder / FOLDER / f"{record.id}.json"
    if file.exists():
        raise DrawRefused(t("There is a record '{id}' already. Draw again.", id=record.id))
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(file, record_text(record))
    return file


def text_of(file: Path) -> str:
    """The text of a record's file; of one that is damaged, what can be read of it."""
    return file.read_text(encoding="utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class KeptRecords:
    """The draws of a workspace, newest first, and the files that are no record of one."""

    records: tuple[DrawRecord, ...]
    damaged: tuple[Path, ...]


def kept_records(folder: Path) -> KeptRecords:
    """Every draw of this workspace; a damaged file hides no other."""
    found: list[DrawRecord] = []
    damaged: list[Path] = []
    for file in sorted((folder / FOLDER).glob("inspection-*.json")):
        try:
            found.append(record_from(text_of(file), file=file))
        except WorkspaceCorrupt:
            damaged.append(file)
    found.sort(key=lambda record: (record.at, record.id), reverse=True)
    return KeptRecords(tuple(found), tuple(damaged))
