"""What dropped files are taken for, and what a person corrects of it, header by header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from loaders.csv_files import DELIMITERS
from loaders.readers import Reading
from loaders.table_map import TableMap
from loaders.tables import BY_NAME, TABLES
from loaders.understanding import ColumnMatch, Corrections, FileMapping, SheetMapping
from messages import t
from pages.components.literal import literal

ENCODINGS = ("", "utf-8", "gb18030", "big5", "utf-16")
NOT_LOADED = ""


def corrected(
    mapping: FileMapping, said: Corrections, *, key: str, first: bool = True
) -> Corrections:
    """Show how a file is understood; returns what the person says about it now.

    What holds for all files of an archive is asked with its `first` alone.
    """
    if first:
        said = _whole_file(mapping, said, key=key)
    for number, sheet in enumerate(mapping.sheets):
        said = _sheet(sheet, said, key=f"{key}-{number}")
    return said


# What holds for the whole file


def _whole_file(mapping: FileMapping, said: Corrections, *, key: str) -> Corrections:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = ["", *(table.name for table in TABLES)]
        table = st.selectbox(
            t("Table"),
            names,
            index=names.index(said.table),
            format_func=lambda name: BY_NAME[name].title if name else t("found by its headers"),
            key=f"{key}-table",
        )
        reading = _reading(mapping, said.reading, key=key) if mapping.delimiter else said.reading
    sheets = said.sheets
    if len(mapping.sheets) > 1 or said.sheets:
        st.session_state.setdefault(f"{key}-all", [sheet.sheet for sheet in mapping.sheets])
        every: list[str] = st.session_state[f"{key}-all"]
        chosen = st.multiselect(
            t("Sheets to read"), every, default=list(said.sheets) or every, key=f"{key}-sheets"
        )
        sheets = () if len(chosen) in {0, len(every)} else tuple(chosen)
    said = replace(said, sheets=sheets, reading=reading)
    if table == said.table:
        return said
    return replace(said, table=table, columns={}, stated={})  # columns of the other table


def _reading(mapping: FileMapping, reading: Reading, *, key: str) -> Reading:
    encodings = list(dict.fromkeys((*ENCODINGS, reading.encoding)))
    encoding = st.selectbox(
        t("Encoding"),
        encodings,
        index=encodings.index(reading.encoding),
        format_func=lambda name: name or t("found: {what}", what=mapping.encoding),
        key=f"{key}-encoding",
    )
    delimiters = ["", *DELIMITERS]
    delimiter = st.selectbox(
        t("Separator"),
        delimiters,
        index=delimiters.index(reading.delimiter),
        format_func=lambda sign: (
            t(DELIMITERS[sign])
            if sign
            else t("found: {what}", what=t(DELIMITERS.get(mapping.delimiter, mapping.delimiter)))
        ),
        key=f"{key}-delimiter",
    )
    return Reading(encoding, delimiter)


# One sheet


def _sheet(sheet: SheetMapping, said: Corrections, *, key: str) -> Corrections:
    name = f"**{literal(sheet.sheet)}** · " if sheet.sheet else ""
    if not sheet.table:
        st.warning(name + t("Not understood as any table. Choose the table above."))
        return said
    parts = [f"{name}**{sheet.title}**", t("header in row {row}", row=sheet.header.last)]
    parts += [t("hidden sheet")] if sheet.hidden else []
    parts += [t("by profile {profile}", profile=literal(sheet.profile))] if sheet.profile else []
    st.markdown(" · ".join(parts))
    table = BY_NAME[sheet.table]
    if sheet.missing:
        st.warning(t("Required columns not found: {names}", names=t(", ").join(sheet.missing)))
    elif not sheet.sure:
        st.warning(t("Too few headers are understood. Choose columns below, or the table above."))
    said = _headers(sheet, table, said, key=key)
    if sheet.unknown:
        st.caption(
            t(
                "Columns that are not loaded ({n}): {names}",
                n=len(sheet.unknown),
                names=literal(t(", ").join(sheet.unknown)),
            )
        )
    return _constants(table, said, key=key)


def titles(table: TableMap) -> dict[str, str]:
    """Each column of a table by how it is called here; two of one header are told apart."""
    times = Counter(column.headers[0] for column in table.columns)
    return {
        column.headers[0]
        if times[column.headers[0]] == 1
        else f"{column.headers[0]} ({column.name})": column.name
        for column in table.columns
    }


def _headers(sheet: SheetMapping, table: TableMap, said: Corrections, *, key: str) -> Corrections:
    by_title = titles(table)
    by_name = {name: title for title, name in by_title.items()}
    above = dict(sheet.header.stated)
    own = [m for m in sheet.matches if m.header not in above]
    taken = [by_name.get(m.column, NOT_LOADED) if m.used else NOT_LOADED for m in own]
    header, column = t("header"), t("is loaded as")
    frame = pd.DataFrame(
        {
            header: [m.header for m in own],
            column: taken,
            t("certainty"): [m.score for m in own],
            t("reason"): [_reason(m, by_name) for m in own],
            t("values"): [" ｜ ".join(m.samples) for m in own],
        }
    )
    edited = st.data_editor(
        frame,
        key=f"edit-{key}-headers-{abs(hash((tuple(taken), sheet.table)))}",
        hide_index=True,
        width="stretch",
        disabled=[name for name in frame.columns if name != column],
        placeholder="—",
        column_config={
            column: st.column_config.SelectboxColumn(
                options=[NOT_LOADED, *by_title], width="medium"
            ),
            t("certainty"): st.column_config.ProgressColumn(
                min_value=0.0, max_value=1.0, format="percent", width="small"
            ),
        },
        alt=t("How the headers of {sheet} are understood", sheet=sheet.sheet or sheet.title),
    )
    return with_columns(said, own, taken, list(edited[column]), by_title)


def with_columns(
    said: Corrections,
    matches: Sequence[ColumnMatch],
    before: Sequence[str],
    now: Sequence[object],
    by_title: Mapping[str, str],
) -> Corrections:
    """What is said, with the headers of which something else was chosen.

    Who gives a column to a header takes it from the header that had it.
    """
    columns = dict(said.columns)
    for match, old, new in zip(matches, before, now, strict=True):
        title = new if isinstance(new, str) else NOT_LOADED
        if title == old:
            continue
        columns[match.header] = by_title.get(title, "")
        for other, theirs in zip(matches, before, strict=True):
            if title and other.header != match.header and theirs == title:
                columns[other.header] = ""
    return said if columns == said.columns else replace(said, columns=columns)


def _reason(match: ColumnMatch, by_name: Mapping[str, str]) -> str:
    if match.column and not match.used:
        perhaps = t("perhaps {column}", column=by_name.get(match.column, match.column))
        return f"{perhaps}：{match.reason}"
    return match.reason


# What every row has


def _constants(table: TableMap, said: Corrections, *, key: str) -> Corrections:
    by_title = titles(table)
    by_name = {name: title for title, name in by_title.items()}
    with st.popover(t("A value for every row"), icon=":material/format_paint:"):
        st.caption(t("For a column that the file lacks, such as the lot a list is of."))
        column = st.selectbox(t("Column"), list(by_title), key=f"{key}-constant")
        value = st.text_input(t("Value"), key=f"{key}-constant-value")
        if st.button(t("Set for every row"), key=f"{key}-constant-set") and value.strip():
            return replace(said, stated={**said.stated, by_title[column]: value.strip()})
    for name, value in said.stated.items():
        shown = literal(f"{by_name.get(name, name)} = {value} ✕")
        if st.button(shown, key=f"{key}-drop-{name}", type="tertiary", help=t("Take out")):
            return replace(said, stated={k: v for k, v in said.stated.items() if k != name})
    return said
