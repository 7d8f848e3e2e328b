"""What the sheets of a file are: which table, where its header is, which header is which column.

Everything here is a pure function of an opened file, of what a person corrects and of the profiles
that were kept; a page can show a mapping, take corrections and ask again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from graph.errors import InputRefused
from loaders import cells
from loaders.contents import ByContent, contents_of
from loaders.exchanged import Exchanged, exchanged_columns
from loaders.headers import (
    EXACT,
    LOWER_PART,
    WITHOUT_BRACKET,
    WITHOUT_UNIT,
    SheetHeaders,
    match,
    missing,
)
from loaders.identifiers import mask_email, mask_phone
from loaders.problems import Complaint
from loaders.profiles import Profile, shape_of
from loaders.readers import (
    Cells,
    Header,
    OpenedFile,
    Reading,
    Sheet,
    header_at,
    is_footer,
    named_columns,
    plain_header,
    refused,
)
from loaders.table_map import Column, TableMap
from loaders.tables import BY_NAME, NOTES_SHEET, TABLES, headers_known
from loaders.words import CONTROL, is_blank
from messages import t

_SEARCHED_ROWS = 20
_HEADER_ROWS = 3
_LEAST_COLUMNS = 2
_LEAST_SHARE = 0.4  # of the headers, unless at least this many columns are understood:
_CERTAIN_COLUMNS = 5
_LIKELY = 8
_SAMPLES = 3
_LONGEST_SAMPLE = 40
_FORM_SCORES = {EXACT: 1.0, WITHOUT_BRACKET: 0.95, WITHOUT_UNIT: 0.9, LOWER_PART: 0.75}
OWN_HEADER = re.compile("〔.+〕")  # of columns that a workbook of corrections adds
_NAMELESS = re.compile(
    r"(?:column|unnamed:|field|f|col|列|字段|第)?[ _]*\d+列?|[a-z]{1,2}|列[a-z]+"
)
_STATED = re.compile(r"\s*([^:：]{2,20})[:：]\s*(\S.*?)\s*$")
_PRIVATE = re.compile(r"\d{7,}[\dXx]?")
_MAIL = re.compile(r"\S+@\S+")


DOCUMENTS = "documents"  # bid files, which are no table; see loaders.documents


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person says about files, over what is found out.

    `columns`: header to column, or to nothing for a column that is not to be loaded. `stated`:
    column to the cell that every row has. `sheets`: only these. `profile`: read by this profile.
    """

    table: str = ""
    sheets: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""
    reading: Reading = field(default_factory=Reading)

    def __post_init__(self) -> None:
        if self.table and self.table not in (*BY_NAME, DOCUMENTS):
            raise InputRefused(
                t(
                    "Table '{table}' is not known. Choose one of: {tables}.",
                    table=self.table,
                    tables=", ".join((*BY_NAME, DOCUMENTS)),
                )
            )


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One header of a sheet: the column it is taken for, how surely (0 to 1) and why.

    Without `column` it is no column of the table. One that is not `used` is a proposal: it is
    loaded once a person accepts it. `samples` are values as they may be shown.
    """

    header: str
    column: str
    score: float
    reason: str
    used: bool
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What one sheet is taken for. Without `table` it looks like none that is known.

    `missing` are required headers that were not found; `sure`: enough of it is understood;
    `exchanged`: pairs of headers whose contents say that they were exchanged.
    """

    sheet: str
    hidden: bool
    table: str
    title: str
    header: Header
    matches: tuple[ColumnMatch, ...]
    missing: tuple[str, ...]
    sure: bool
    headers: SheetHeaders | None = field(default=None, repr=False)
    profile: str = ""
    exchanged: tuple[Exchanged, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether the sheet can be loaded as this table."""
        return self.headers is not None and self.sure and not self.missing

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headers that are not loaded."""
        return tuple(m.header for m in self.matches if not m.used)

    @property
    def by_content(self) -> tuple[ColumnMatch, ...]:
        """Headers that were taken for a column though they do not say so."""
        if self.headers is None:
            return ()
        named, sideways = self.headers.forms, self.headers.sideways
        return tuple(
            m
            for m in self.matches
            if m.used and m.column and m.column not in named and m.header not in sideways
        )


@dataclass(frozen=True, slots=True)
class FileMapping:
    """What one file is taken for, and how its text was read."""

    file: str
    sha256: str
    encoding: str
    delimiter: str
    sheets: tuple[SheetMapping, ...]


def profile_of(mappings: Sequence[FileMapping], name: str) -> Profile:
    """How the one readable sheet of these files is read; InputRefused if there are several."""
    sheets = [sheet for mapping in mappings for sheet in mapping.sheets if sheet.readable]
    if len(sheets) != 1:
        raise InputRefused(
            t(
                "A profile is of one sheet, and {n} sheets are understood here. Name one file, and "
                "the sheet with --sheet.",
                n=len(sheets),
            )
        )
    return sheet_profile(sheets[0], name)


def sheet_profile(sheet: SheetMapping, name: str) -> Profile:
    """How a sheet's headers are read; what stands above its header is no part of that."""
    stated = dict(sheet.header.stated)
    columns = {m.header: m.column if m.used else "" for m in sheet.matches}
    return Profile(name, sheet.table, {h: c for h, c in columns.items() if h not in stated})


# Which table a sheet is


@dataclass(frozen=True, slots=True)
class _Found:
    """A header row, the table it fits, and the profile that says so."""

    header: Header
    headers: SheetHeaders
    profile: Profile | None = None

    def rank(self) -> tuple[bool, bool, int, int, int, int]:
        """The better, the greater: titles stand above, and one row is likelier than two."""
        header, found = self.header, self.headers
        rows = header.first - header.last
        known, left = found.score
        return (self.profile is not None, found.complete, known, rows, left, -header.first)


def recognise(headers: Sequence[str]) -> TableMap | None:
    """The table that these headers belong to; None if none has all it requires."""
    found = (match(table, headers) for table in TABLES)
    best = max(found, key=lambda each: (each.complete, *each.score))
    return best.table if is_convincing(best) else None


def is_convincing(found: SheetHeaders) -> bool:
    """Whether enough of the headers are understood for the table to be what it seems."""
    known, all_headers = len(found.columns), len(found.columns) + len(found.ignored)
    if not found.complete or known < _LEAST_COLUMNS:
        return False
    return known >= _CERTAIN_COLUMNS or known >= _LEAST_SHARE * all_headers


def understand(
    opened: OpenedFile,
    corrections: Corrections | None = None,
    profiles: Sequence[Profile] = (),
) -> FileMapping:
    """What the file's sheets are taken for. InputRefused if a correction names no column."""
    said = corrections or Corrections()
    if said.profile:
        profiles = [_profile(said.profile, profiles)]
        said = replace(said, table=said.table or profiles[0].table)
    sheets = [
        sheet
        for sheet in opened.sheets
        if (sheet.name in said.sheets if said.sheets else sheet.name != NOTES_SHEET)
    ]
    if not sheets:
        raise refused(
            opened.name,
            "There is no sheet '{sheet}'.",
            "Its sheets are: {sheets}.",
            sheet=", ".join(said.sheets),
            sheets=", ".join(s.name for s in opened.sheets),
        )
    found = tuple(_understand_sheet(sheet, said, profiles) for sheet in sheets)
    return FileMapping(opened.name, opened.sha256, opened.encoding, opened.delimiter, found)


def understand_corrected(opened: OpenedFile, profiles: Mapping[str, Profile]) -> FileMapping:
    """As `understand`, for sheets whose profiles came with them."""
    nothing = Corrections()
    found = tuple(_understand_sheet(s, nothing, [profiles[s.name]]) for s in opened.sheets)
    kept = tuple(replace(s, matches=_of_others(s.matches), profile="") for s in found)
    return FileMapping(opened.name, opened.sha256, opened.encoding, opened.delimiter, kept)


def _of_others(matches: Iterable[ColumnMatch]) -> tuple[ColumnMatch, ...]:
    """Without the columns that say what was wrong with a row."""
    return tuple(m for m in matches if not OWN_HEADER.fullmatch(m.header))


def _profile(name: str, profiles: Sequence[Profile]) -> Profile:
    for profile in profiles:
        if profile.name == name:
            return profile
    raise InputRefused(
        t(
            "There is no profile '{profile}'. Known: {profiles}.",
            profile=name,
            profiles=", ".join(p.name for p in profiles) or "-",
        )
    )


def _understand_sheet(sheet: Sheet, said: Corrections, profiles: Sequence[Profile]) -> SheetMapping:
    ranked = sorted(_candidates(sheet, said, profiles), key=_Found.rank, reverse=True)
    if not ranked:
        return SheetMapping(sheet.name, sheet.hidden, "", "", Header((), 0, 0), (), (), False)
    # Where no table is complete by its headers, contents may complete one of the likeliest.
    likely = ranked[:1] if ranked[0].headers.complete else ranked[:_LIKELY]
    mappings = [_mapping(sheet, found, said) for found in likely]
    return next((m for m in mappings if m.readable), mappings[0])


def _mapping(sheet: Sheet, best: _Found, said: Corrections) -> SheetMapping:
    table, profile = best.headers.table, best.profile
    header = named_columns(best.header, sheet.preview)
    given = _given(table, header, said, profile)
    names = [*header.names, *(name for name, _ in header.stated)]
    headers = match(table, names, given)
    values = _values(sheet, header)
    by_content = contents_of(headers, values, nameless=_is_nameless)
    used = {c.header: c.column for c in by_content if c.used}
    columns = {**headers.columns, **{column: name for name, column in used.items()}}
    after = replace(
        headers,
        columns=columns,
        missing=missing(table, columns),
        ignored=tuple(n for n in headers.ignored if n not in used),
    )
    chosen = bool(said.table or profile)
    known = chosen or bool(after.columns)
    exchanged = exchanged_columns(headers, values, {*given, *headers.sideways})
    matches = [
        _doubted(_by_name(headers, name, given, profile, values), exchanged)
        for name in header.names
        if name
    ]
    matches += [_by_statement(headers, name, said) for name, _ in header.stated]
    proposals = {c.header: c for c in by_content}
    return SheetMapping(
        sheet.name,
        sheet.hidden,
        table.name if known else "",
        table.title if known else "",
        header,
        tuple(_proposed(m, proposals.get(m.header)) for m in matches),
        after.missing,
        after.complete and (chosen or is_convincing(after)),
        after if known else None,
        profile.name if profile else "",
        exchanged,
    )


def _doubted(found: ColumnMatch, exchanged: Iterable[Exchanged]) -> ColumnMatch:
    for pair in exchanged:
        if found.header in (pair.one, pair.two):
            other = pair.two if found.header == pair.one else pair.one
            reason = t("the contents say that it was exchanged with {other}", other=other)
            return replace(found, score=0.0, reason=reason)
    return found


def _proposed(found: ColumnMatch, by_content: ByContent | None) -> ColumnMatch:
    if found.column or by_content is None:
        return found
    return replace(
        found,
        column=by_content.column,
        score=by_content.score,
        reason=by_content.reason,
        used=by_content.used,
    )


def _candidates(sheet: Sheet, said: Corrections, profiles: Sequence[Profile]) -> Iterator[_Found]:
    shapes = {profile.shape: profile for profile in reversed(profiles)}
    tables = (BY_NAME[said.table],) if said.table else TABLES
    rows = sheet.preview
    searched = range(1, min(len(rows), _SEARCHED_ROWS) + 1)
    known = [headers_known(rows[first - 1]) for first in searched]
    for first in searched:
        if not any(map(str.strip, rows[first - 1])):
            continue
        for last in range(first, min(first + _HEADER_ROWS, len(rows) + 1)):
            header = header_at(rows, first, last)
            profile = shapes.get(shape_of(header.names))
            profile = profiles[0] if said.profile else profile
            if profile is not None and profile.table in BY_NAME and not said.table:
                yield _fitted(BY_NAME[profile.table], header, rows, said, profile)
                continue
            # Data under a header that is known need not be weighed against every table.
            if not said.columns and sum(known[first - 1 : last]) * 3 < max(known):
                continue
            for table in tables:
                yield _fitted(table, header, rows, said, profile if said.profile else None)


def _fitted(
    table: TableMap,
    header: Header,
    rows: Sequence[Cells],
    said: Corrections,
    profile: Profile | None,
) -> _Found:
    header = replace(header, stated=_stated(table, header, rows, said))
    given = _given(table, header, said, profile)
    names = [*header.names, *(name for name, _ in header.stated)]
    return _Found(header, match(table, names, given), profile)


# What stands above the header, and what a person says


def _stated(
    table: TableMap, header: Header, rows: Sequence[Cells], said: Corrections
) -> tuple[tuple[str, str], ...]:
    """What is said for all rows, by its header: by a person, else above the header."""
    found: dict[str, str] = {}
    for name, cell in said.stated.items():
        column = _column(table, name)
        if column is not None:
            found[column.headers[0]] = cell
    labels = list(_labels(rows[: header.first - 1]))
    own = set(match(table, header.names).columns) if labels else set()
    # What every row needs may stand above them all; anything else only where the table says so.
    groups = chain.from_iterable(table.needs_one_of)
    needed = (*table.titles, *(c.name for c in table.required), *groups)
    for label, cell in labels:
        for name in dict.fromkeys(needed):
            column = table.column(name)
            wanted = {plain_header(h) for h in column.headers}
            if name not in own and plain_header(label) in wanted:
                found.setdefault(column.headers[0], cell)
    return tuple(found.items())


def _labels(rows: Sequence[Cells]) -> Iterator[tuple[str, str]]:
    """标段编号：L1 in one cell, or in two cells side by side."""
    for row in rows:
        texts = [cell.strip() for cell in row if cell.strip()]
        for place, text in enumerate(texts):
            for part in re.split(r"\s{2,}|\n", text):
                stated = _STATED.match(part)
                if stated:
                    yield stated[1], stated[2]
            if text.endswith((":", "：")) and place + 1 < len(texts):
                yield text[:-1], texts[place + 1]


def _given(
    table: TableMap, header: Header, said: Corrections, profile: Profile | None
) -> dict[str, str]:
    """Headers of this sheet whose column a person or a profile fixed."""
    spoken: dict[str, str] = dict(profile.columns) if profile else {}
    spoken = {plain_header(h): c for h, c in spoken.items()}
    spoken |= {plain_header(h): c for h, c in said.columns.items()}
    given: dict[str, str] = {}
    for name in header.names:
        if name and plain_header(name) in spoken:
            wanted = spoken[plain_header(name)]
            column = _column(table, wanted)
            if column is not None or not wanted:
                given[name] = column.name if column else ""
    # Headers that make rows sideways share a column; they are found again as they were.
    times = Counter(given.values())
    return {name: column for name, column in given.items() if not column or times[column] == 1}


def _column(table: TableMap, name: str) -> Column | None:
    for column in table.columns:
        if name == column.name or plain_header(name) in map(plain_header, column.headers):
            return column
    return None


def check_corrections(said: Corrections, mappings: Iterable[FileMapping]) -> None:
    """InputRefused if a correction fits none of the files: a typing mistake must not pass."""
    sheets = [sheet for mapping in mappings for sheet in mapping.sheets if sheet.table]
    headers = {plain_header(m.header) for sheet in sheets for m in sheet.matches}
    tables = {sheet.table for sheet in sheets}
    for header in said.columns:
        if plain_header(header) not in headers:
            raise InputRefused(
                t("No sheet has the header '{header}'. Compare it with the file.", header=header)
            )
    for column in (*filter(None, said.columns.values()), *said.stated):
        if not any(_column(BY_NAME[name], column) for name in tables):
            raise InputRefused(
                t(
                    "'{column}' is no column of {tables}. Its columns are: {columns}.",
                    column=column,
                    tables=", ".join(sorted(tables)) or "-",
                    columns=", ".join(c.name for n in sorted(tables) for c in BY_NAME[n].columns),
                )
            )


# Why


def _values(sheet: Sheet, header: Header) -> dict[str, list[str]]:
    """What stands under each header in the first rows."""
    found: dict[str, list[str]] = {name: [] for name in header.names if name}
    for row in sheet.preview[header.last :]:
        if is_footer(row):
            continue
        for name, cell in zip(header.names, row, strict=False):
            if name and not is_blank(cell):
                found[name].append(cell)
    return found | {name: [cell] for name, cell in header.stated}


def _is_nameless(header: str) -> bool:
    return _NAMELESS.fullmatch(plain_header(header)) is not None


def _by_name(
    headers: SheetHeaders,
    name: str,
    given: Mapping[str, str],
    profile: Profile | None,
    values: Mapping[str, Sequence[str]],
) -> ColumnMatch:
    here = values.get(name, ())
    column_name = next((c for c, h in headers.columns.items() if h == name), "")
    if name in headers.sideways:
        reason = t("one of {n} headers that each make a row", n=len(headers.sideways))
        said = headers.table.pivots[0].value
        return ColumnMatch(name, said, 1.0, reason, True, _samples(None, here))
    if not column_name:
        reason = (
            t("not to be loaded, as stated")
            if name in given
            else t("no column of this table goes by this header")
        )
        return ColumnMatch(name, "", 0.0, reason, False, _samples(None, here))
    column = headers.table.column(column_name)
    form = headers.forms.get(column_name, EXACT)
    why = _why(name in given, profile, form)
    read = sum(_can_be_read(column, cell) for cell in here)
    share = read / len(here) if here else 1.0
    score = (1.0 if name in given else _FORM_SCORES[form]) * (0.5 + 0.5 * share)
    reason = t("{why}; {n} of {all} values can be read", why=why, n=read, all=len(here))
    samples = _samples(column, here)
    return ColumnMatch(name, column_name, round(score, 2), reason, True, samples)


def _by_statement(headers: SheetHeaders, name: str, said: Corrections) -> ColumnMatch:
    """The match of what is said once for all rows."""
    column = next((c for c, h in headers.columns.items() if h == name), "")
    by_person = any(plain_header(name) == plain_header(s) or column == s for s in said.stated)
    reason = t("stated by a person") if by_person else t("stated above the header")
    return ColumnMatch(name, column, 1.0 if column else 0.0, reason, bool(column))


def _why(given: bool, profile: Profile | None, form: int) -> str:
    if given:
        return (
            t("by profile {profile}", profile=profile.name) if profile else t("stated by a person")
        )
    return {
        EXACT: t("the header is a name of this column"),
        WITHOUT_BRACKET: t("the header is a name of this column but for its bracket"),
        WITHOUT_UNIT: t("the header is a name of this column but for its unit"),
        LOWER_PART: t("the lower part of the header is a name of this column"),
    }[form]


def _can_be_read(column: Column, cell: str) -> bool:
    value = cells.READERS[column.kind](cell)
    if column.clean is not None and isinstance(value, str):
        value = column.clean(value)
    return not isinstance(value, Complaint)


def _samples(column: Column | None, values: Sequence[str]) -> tuple[str, ...]:
    different = list(dict.fromkeys(values))[:_SAMPLES]
    return tuple(_shown(column, cell) for cell in different)


def masked_text(cell: str) -> str:
    """A cell of which nobody knows what it is: long numbers and mailboxes in it are masked."""
    return _PRIVATE.sub(lambda m: mask_phone(m[0]), _MAIL.sub(lambda m: mask_email(m[0]), cell))


def _shown(column: Column | None, cell: str) -> str:
    plain = " ".join(CONTROL.sub(" ", cell).split())
    if column is None or column.kind in (cells.CellKind.TEXT, cells.CellKind.NAME):
        plain = masked_text(plain)
    else:
        plain = cells.masked(column.kind, plain)
    return plain if len(plain) <= _LONGEST_SAMPLE else f"{plain[:_LONGEST_SAMPLE]}…"
