"""The provincial divisions as tiles, placed roughly as they lie; no border is drawn.

The arrangement is our own: a map with borders needs an approval number in China. The prefectures
of one province are tiles too, in the order of their codes: where they lie is not said.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

from messages import language, t
from pages.components.chart_ink import ink_on_square
from pages.components.export import PICTURE_MARGIN, picture_title
from pages.components.picked import by_mark
from pages.components.words import code_said

# The first two digits of 行政区划代码: short name, English name, column, row.
PROVINCES: Mapping[str, tuple[str, str, int, int]] = {
    "23": ("黑龙江", "Heilongjiang", 8, 0),
    "15": ("内蒙古", "Inner Mongolia", 5, 1),
    "21": ("辽宁", "Liaoning", 7, 1),
    "22": ("吉林", "Jilin", 8, 1),
    "65": ("新疆", "Xinjiang", 1, 2),
    "62": ("甘肃", "Gansu", 2, 2),
    "64": ("宁夏", "Ningxia", 3, 2),
    "11": ("北京", "Beijing", 6, 2),
    "12": ("天津", "Tianjin", 7, 2),
    "63": ("青海", "Qinghai", 2, 3),
    "61": ("陕西", "Shaanxi", 4, 3),
    "14": ("山西", "Shanxi", 5, 3),
    "13": ("河北", "Hebei", 6, 3),
    "37": ("山东", "Shandong", 7, 3),
    "54": ("西藏", "Tibet", 2, 4),
    "51": ("四川", "Sichuan", 3, 4),
    "50": ("重庆", "Chongqing", 4, 4),
    "41": ("河南", "Henan", 5, 4),
    "34": ("安徽", "Anhui", 6, 4),
    "32": ("江苏", "Jiangsu", 7, 4),
    "31": ("上海", "Shanghai", 8, 4),
    "53": ("云南", "Yunnan", 3, 5),
    "52": ("贵州", "Guizhou", 4, 5),
    "42": ("湖北", "Hubei", 5, 5),
    "36": ("江西", "Jiangxi", 6, 5),
    "33": ("浙江", "Zhejiang", 7, 5),
    "45": ("广西", "Guangxi", 4, 6),
    "43": ("湖南", "Hunan", 5, 6),
    "44": ("广东", "Guangdong", 6, 6),
    "35": ("福建", "Fujian", 7, 6),
    "71": ("台湾", "Taiwan", 8, 6),
    "46": ("海南", "Hainan", 5, 7),
    "82": ("澳门", "Macao", 6, 7),
    "81": ("香港", "Hong Kong", 7, 7),
}
COLUMNS, ROWS = 8, 9  # the last row is for codes that are of no province
EMPTY = "#e6ebf1"
TILE, MARGIN = 46, 68  # px; the title of the picture stands in the margin
PREFECTURES = Path(__file__).with_name("prefectures.csv")  # GB/T 2260, with the short names in use


def province_of(region: str) -> str:
    """The province of a region, by the first two digits of its code or by its name; else empty."""
    if region[:2].isdigit():
        return region[:2]
    return next((code for code, (name, *_) in PROVINCES.items() if region.startswith(name)), "")


def province_name(code: str) -> str:
    """What a province is called; a code of none says that it is one."""
    if code not in PROVINCES:
        return code_said(code)
    chinese, english, *_ = PROVINCES[code]
    return english if language() == "en" else chinese


@lru_cache
def _prefectures() -> dict[str, tuple[str, str]]:
    """Name and short name of each prefecture, by the first four digits of its code."""
    with PREFECTURES.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (row["name"], row["short"]) for row in csv.DictReader(lines)}


def prefecture_name(code: str) -> str:
    """What a prefecture is called; a code of none is shown as it is."""
    return _prefectures().get(code, (code, code))[0]


def region_name(region: str) -> str:
    """A region's code with its province and prefecture before it; a name stays as it is."""
    province = PROVINCES.get(region[:2]) if region.isdigit() else None
    if province is None:
        return code_said(region)
    return f"{province[0]}{_prefectures().get(region[:4], ('', ''))[0]} {region}"


def unplaced(values: Mapping[str, float]) -> list[str]:
    """The codes that no tile of a province stands for."""
    return sorted(code for code in values if code and code not in PROVINCES)


def tiles(values: Mapping[str, float]) -> pd.DataFrame:
    """One row a tile: code, short and whole name, column, row, value (NaN: nothing is loaded).

    Codes that are of no province stand in the last row, by code.
    """
    known = [(code, province_name(code), x, y) for code, (_, _, x, y) in PROVINCES.items()]
    others = unplaced(values)
    known += [
        (code, code_said(code), 1 + place % COLUMNS, ROWS - 1) for place, code in enumerate(others)
    ]
    return pd.DataFrame(
        [
            {
                "code": code,
                "name": name,
                "whole": name,
                "x": column,
                "y": row,
                "value": values.get(code),
            }
            for code, name, column, row in known
        ]
    )


def prefecture_of(region: str) -> str:
    """The prefecture of a region, by the first four digits of its code; empty for a name."""
    return region[:4] if region[:4].isdigit() and len(region) >= 4 else ""


def prefecture_tiles(values: Mapping[str, float]) -> pd.DataFrame:
    """One row a prefecture, as `tiles`, in the order of the codes."""
    return pd.DataFrame(
        [
            {
                "code": code,
                "name": _prefectures().get(code, (code, code))[1],
                "whole": prefecture_name(code),
                "x": 1 + place % COLUMNS,
                "y": place // COLUMNS,
                "value": values[code],
            }
            for place, code in enumerate(sorted(values))
        ]
    )


def tile_map(
    values: Mapping[str, float],
    *,
    title: str,
    scope: str,
    said: Mapping[str, str],
    key: str,
    into: str,
    forget: str = "",
) -> None:
    """Draw the provinces, coloured by value; a click puts the code into the address.

    `title` names the value, `scope` is what a saved picture says of itself, `said` is the value as
    text, by code; `into` and `forget` are as in `picked`.
    """
    others = [f"{code_said(code)} ({said.get(code, '')})" for code in unplaced(values)]
    if others:
        st.info(
            t(
                "Of no provincial division, and so not on the map: {regions}. Their tiles stand "
                "in the last row; check the region codes of the loaded lots.",
                regions=t(", ").join(others),
            ),
            icon=":material/wrong_location:",
        )
    chosen = by_mark(key, "tile", "code", into, forget)
    _drawn(tiles(values), values, (title, scope), t("Province"), said, key, chosen)
    st.caption(
        t(
            "Tiles stand roughly as the provincial divisions lie; no border is drawn. Grey: no lot "
            "is loaded. Click a tile to see its lots."
        )
    )


def prefecture_map(
    values: Mapping[str, float],
    *,
    title: str,
    scope: str,
    said: Mapping[str, str],
    key: str,
    into: str,
) -> None:
    """Draw the prefectures of a province, as `tile_map`."""
    chosen = by_mark(key, "tile", "code", into)
    _drawn(prefecture_tiles(values), values, (title, scope), t("Prefecture"), said, key, chosen)
    st.caption(
        t(
            "Prefectures in the order of their codes (GB/T 2260); codes of none stand as they are. "
            "Click a tile to narrow the lots to it."
        )
    )


def _drawn(
    rows: pd.DataFrame,
    values: Mapping[str, float],
    titles: tuple[str, str],
    division: str,
    said: Mapping[str, str],
    key: str,
    chosen: Callable[[], None],
) -> None:
    title, scope = titles
    rows["said"] = [said.get(code, "") for code in rows["code"]]
    rows["value"] = pd.to_numeric(rows["value"])
    picked = alt.selection_point(fields=["code"], name="tile", on="click")
    place = alt.Chart(rows).encode(
        x=alt.X(
            "x:O", axis=None, scale=alt.Scale(domain=list(range(1, COLUMNS + 1)), padding=0.04)
        ),
        y=alt.Y("y:O", axis=None, scale=alt.Scale(domain=_rows_of(rows), padding=0.04)),
        tooltip=[
            alt.Tooltip("whole:N", title=division),
            alt.Tooltip("said:N", title=title),
        ],
    )
    ground = place.mark_rect(cornerRadius=4, color=EMPTY)
    known = place.transform_filter("isValid(datum.value)")
    squares = known.mark_rect(cornerRadius=4).encode(
        color=alt.Color(
            "value:Q", title=None, scale=alt.Scale(scheme="blues", zero=True), legend=None
        ),
    )
    most = float(rows["value"].max()) if values else 0.0
    ink = ink_on_square("value", most, "blues")
    names = place.mark_text(fontSize=10 if language() == "en" else 12, dy=-6).encode(
        text="name:N", color=ink
    )
    numbers = known.mark_text(fontSize=11, dy=9).encode(text="said:N", color=ink)
    chart = alt.layer(ground, squares.add_params(picked), names, numbers).properties(
        height=TILE * len(_rows_of(rows)) + MARGIN,
        title=picture_title(scope),
        padding=PICTURE_MARGIN,
    )
    st.altair_chart(chart.configure_view(strokeWidth=0), width="stretch", key=key, on_select=chosen)


def _rows_of(rows: pd.DataFrame) -> list[int]:
    return sorted({int(y) for y in rows["y"]})
