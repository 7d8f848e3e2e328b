"""Fitting the smoke index to what was found out about lots: 本地校准.

For every labelled lot the model takes what each family contributes to its index, in bans after
discount and caps: ln odds = b + ln 10 · Σ f · C. f is one factor a family, 0 or more; 1 is what the
experts set, and the fit is drawn towards 1, so that a family with few cases stays where it was. b
is fitted too, but never written: labelled lots are no random sample of all lots, while the prior
speaks of all.

Rows are split by date: the first part is fitted, the last is what the figures are about. Brier is
the mean squared error of the probability; reliability compares predicted with observed shares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.errors import TenderLensError, reason
from leads.lead import Lead, SubjectKind
from leads.weights import Cap, Weights, load_weights
from loaders.days import day
from loaders.problems import Complaint
from messages import t
from queries.signal import Family

KEYS, LABELS, DATES = (
    ("key", "标段", "标段主键"),
    ("label", "结论", "标签"),
    ("on", "日期", "核查日期"),
)
YES = frozenset({"1", "true", "是", "pursue", "已处罚", "判决", "属实"})
NO = frozenset({"0", "false", "否", "explained", "dismissed", "核查排除", "不属实"})
LEAST = 10  # of either label
FITTED_SHARE = 0.7
PENALTY = 1.0
MOST_FACTOR = 3.0
BINS = (0.0, 0.1, 0.3, 0.6, 0.8, 1.0)
LN10 = float(np.log(10))

Numbers = npt.NDArray[np.float64]


class CalibrationRefused(TenderLensError):
    """The labels cannot be used, or the file exists already."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Lots whose predicted probability lies in one range: how many, mean predicted, observed."""

    lots: int
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a set of weights predicts the rows that were held back."""

    brier: float
    reliability: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Factors by family, and the figures before and after, on the later rows.

    Either reckons with the base rate of the labels, which is not that of all lots: the prior stays
    as it is.

    `split_on` is the first day of the rows that were held back. None: some rows are `undated`, or
    those before or after the day are all labelled alike; then the figures are about the very rows
    that were fitted, which flatters them. `unknown` keys are no lots of this graph.
    """

    factors: Mapping[str, float]
    fitted: int
    held_back: int
    split_on: str | None
    before: Fit
    after: Fit
    unknown: int
    undated: int = 0


def read_labels(file: Path) -> pd.DataFrame:
    """key, label (0 or 1) and on (ISO date or None) from a CSV; raises CalibrationRefused."""
    try:
        rows = pd.read_csv(StringIO(_text(file)), dtype=str, keep_default_na=False)
    except OSError as problem:
        raise CalibrationRefused(
            t(
                "The labels {file} cannot be read: {problem}. Name a CSV file that is there and "
                "that you may read.",
                file=file,
                problem=reason(problem),
            )
        ) from problem
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeError) as problem:
        raise CalibrationRefused(
            t(
                "The labels {file} are no table. Write a CSV with the columns key, label and on, "
                "one lot a row.",
                file=file,
            )
        ) from problem
    key, label, on = (_column(rows, names) for names in (KEYS, LABELS, DATES))
    if key is None or label is None:
        raise CalibrationRefused(
            t(
                "The labels {file} lack a column. Needed are 'key' (a lot, as `scores` writes it) "
                "and 'label' (1 or 0); 'on' (a date) lets rows be split by time.",
                file=file,
            )
        )
    found = pd.DataFrame({"key": rows[key].str.strip(), "word": rows[label].str.strip()})
    found["on"] = [_day(file, row, cell) for row, cell in enumerate(rows[on], 2)] if on else None
    words = found["word"].str.lower()
    found["label"] = np.where(words.isin(YES), 1, np.where(words.isin(NO), 0, -1))
    wrong = found[found["label"] < 0]
    if len(wrong):
        raise CalibrationRefused(
            t(
                "The labels {file}, row {row}: '{word}' is neither 1 nor 0.",
                file=file,
                row=int(wrong.index[0]) + 2,
                word=wrong["word"].iloc[0],
            )
        )
    said = found.groupby("key")["label"].nunique()
    if (said > 1).any():
        raise CalibrationRefused(
            t(
                "The labels {file} say both 1 and 0 of {key}. Correct them.",
                file=file,
                key=said.index[said > 1][0],
            )
        )
    return found[["key", "label", "on"]].drop_duplicates("key", keep="last", ignore_index=True)


def _text(file: Path) -> str:
    """The file's text; a spreadsheet writes Chinese in GB18030. Raises UnicodeError."""
    data = file.read_bytes()
    if b"\0" in data:  # a workbook, an archive, a picture
        raise UnicodeError
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _day(file: Path, row: int, cell: str) -> str | None:
    read = day(cell)
    if isinstance(read, Complaint):
        raise CalibrationRefused(
            t(
                "The labels {file}, row {row}: '{word}' is no day. Write it as 2024-05-06.",
                file=file,
                row=row,
                word=cell,
            )
        )
    return str(read) if read else None


def _column(rows: pd.DataFrame, names: Iterable[str]) -> str | None:
    return next((name for name in names if name in rows), None)


def contributions(leads: Iterable[Lead], keys: Sequence[str]) -> pd.DataFrame:
    """For each of these lots what each family adds to its index, in bans; 0 without a lead."""
    families = [family.value for family in Family if family is not Family.EXPERT]
    table = pd.DataFrame(0.0, index=pd.Index(keys), columns=families)
    for lead in leads:
        if lead.kind is SubjectKind.LOT and lead.keys[0] in table.index:
            for family, bans in lead.smoke.families.items():
                if family in families:
                    table.loc[lead.keys[0], family] = bans
    return table


def calibrate(labels: pd.DataFrame, bans: pd.DataFrame, *, unknown: int = 0) -> Calibration:
    """Fit the factors of the families from labels (key, label, on) and their contributions.

    Raises CalibrationRefused for fewer than LEAST lots of either label.
    """
    counts = np.bincount(labels["label"].to_numpy(dtype=np.int64), minlength=2)
    if counts.min() < LEAST:
        raise CalibrationRefused(
            t(
                "{positive} lots of this graph are labelled 1 and {negative} are labelled 0; a fit "
                "needs {least} of either. {unknown} labelled keys are no lots of this graph: the "
                "column 'key' has to be that of `scores`.",
                unknown=unknown,
                positive=int(counts[1]),
                negative=int(counts[0]),
                least=LEAST,
            )
        )
    first, later, split_on = _split(labels)
    x = bans.reindex(labels["key"]).to_numpy(dtype=float)
    y = labels["label"].to_numpy(dtype=float)
    seen = [bool((column > 0).any()) for column in x[first].T]
    factors, shift = _fitted(x[first], y[first])
    usual = np.ones(x.shape[1])
    return Calibration(
        factors={
            name: round(float(factor), 3)
            for name, factor, known in zip(bans.columns, factors, seen, strict=True)
            if known
        },
        fitted=int(first.sum()),
        held_back=int(later.sum()) if split_on is not None else 0,
        split_on=split_on,
        before=_fit(_chance(x[later], usual, _base_rate(x[first], y[first])), y[later]),
        after=_fit(_chance(x[later], factors, shift), y[later]),
        unknown=unknown,
        undated=int(labels["on"].isna().sum()),
    )


def _split(
    labels: pd.DataFrame,
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_], str | None]:
    """Rows to fit, rows to judge by, and the day between; all rows for both without dates."""
    everything = np.ones(len(labels), dtype=bool)
    if labels["on"].isna().any():
        return everything, everything, None
    days = labels["on"].astype(str)
    first = str(days.sort_values(ignore_index=True)[int(len(days) * FITTED_SHARE)])
    later = (days >= first).to_numpy(dtype=bool)
    both = all(len(set(labels["label"][rows])) == 2 for rows in (later, ~later))
    return (~later, later, first) if both else (everything, everything, None)


def _fitted(x: Numbers, y: Numbers) -> tuple[Numbers, float]:
    from scipy.optimize import minimize

    def loss(parameters: Numbers) -> tuple[float, Numbers]:
        factors, shift = parameters[:-1], parameters[-1]
        z = shift + LN10 * (x @ factors)
        away = factors - 1.0
        value = float(np.logaddexp(0, z).sum() - y @ z + PENALTY * away @ away)
        error = 1 / (1 + np.exp(-z)) - y
        slope = LN10 * (x.T @ error) + 2 * PENALTY * away
        return value, np.append(slope, error.sum())

    start = np.append(np.ones(x.shape[1]), 0.0)
    bounds = [(0.0, MOST_FACTOR)] * x.shape[1] + [(-20.0, 20.0)]
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x[:-1], dtype=float), float(found.x[-1])


def _base_rate(x: Numbers, y: Numbers) -> float:
    """The shift at which unfitted factors expect as many positives as there are.

    Labelled lots are chosen, so that their share of positives is far from the prior: without this
    every fit would look good beside it.
    """
    from scipy.optimize import brentq

    usual = np.ones(x.shape[1])
    wanted = float(np.clip(y.mean(), 1e-6, 1 - 1e-6))
    return float(brentq(lambda shift: _chance(x, usual, shift).mean() - wanted, -60.0, 60.0))


def _chance(x: Numbers, factors: Numbers, shift: float) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-(shift + LN10 * (x @ factors)))), dtype=float)


def _fit(chance: Numbers, y: Numbers) -> Fit:
    at = np.clip(np.searchsorted(BINS, chance, side="right") - 1, 0, len(BINS) - 2)
    bins = [
        Bin(int(rows.sum()), round(float(chance[rows].mean()), 4), round(float(y[rows].mean()), 4))
        for rows in (at == number for number in range(len(BINS) - 1))
        if rows.any()
    ]
    return Fit(round(float(((chance - y) ** 2).mean()), 4), tuple(bins))


def calibrated_weights(weights: Weights, found: Calibration, *, on: date) -> Weights:
    """The weights with these factors, under a version and a label of their own."""
    reason = t("Fitted on {count} labelled lots on {on}.", count=found.fitted, on=on.isoformat())
    factors = dict(weights.family_factors)
    for family, factor in found.factors.items():
        usual = weights.factor_of(Family(family))
        factors[Family(family)] = Cap(value=round(factor * usual, 3), reason=reason)
    return weights.model_copy(
        update={
            "version": f"{weights.version}+{on:%Y%m%d}",
            "label": t(
                "Calibrated on local labels: {count} lots, {on}.", count=found.fitted, on=on
            ),
            "label_in_english": f"Calibrated on local labels: {found.fitted} lots, {on}.",
            "family_factors": factors,
        }
    )


def write_weights(weights: Weights, file: Path, *, overwrite: bool = False) -> None:
    """Write the dials as TOML and read them back; raises CalibrationRefused if the file exists."""
    if file.exists() and not overwrite:
        raise CalibrationRefused(
            t("The file {file} exists already. Choose another name, or confirm.", file=file)
        )
    file.write_text(_toml(weights.model_dump(mode="json")), encoding="utf-8")
    load_weights(file)


def _toml(dials: Mapping[str, object]) -> str:
    """Top-level texts first, then one table a dial; tables of tables by dotted names."""
    texts = [f"{name} = {_value(v)}" for name, v in dials.items() if not isinstance(v, dict)]
    tables = []
    for name, dial in dials.items():
        if not isinstance(dial, dict):
            continue
        if all(isinstance(v, dict) for v in dial.values()):
            tables += [_table(f"{name}.{inner}", v) for inner, v in dial.items()]
        else:
            tables.append(_table(name, dial))
    return "\n".join(texts) + "\n\n" + "\n".join(tables)


def _table(name: str, values: Mapping[str, object]) -> str:
    lines = [f"{key} = {_value(value)}" for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines, ""])


def _value(value: object) -> str:
    # JSON texts, numbers and lists are TOML ones.
    return json.dumps(value, ensure_ascii=False)
