"""Files of bids as others publish them: every dialect read alike, what is missing said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.collusion.__main__ import main, market
from benchmarks.collusion.figures import auc, with_interval
from benchmarks.collusion.markets import Labels, Market, doubts, write_tables
from benchmarks.collusion.published import FileRefused, Published, numbers, read_published
from benchmarks.collusion.run import results

BIDS = pd.DataFrame(
    {
        "Tender": [1, 1, 1, 2, 2],
        "Bid_value": [1200.5, 1300.0, 1250.25, 980.0, 1010.75],
        "Competitors": [7, 8, 9, 7, 8],
        "Winner": [1, 0, 0, 1, 0],
        "Pre-Tender Estimate (PTE)": [1400.0] * 3 + [1100.0] * 2,
        "Collusive_competitor": [1.0] * 3 + [0.0] * 2,
        "Collusive_competitor_original": [1, 1, 0, 0, 0],
    }
)


def read(
    folder: Path, table: pd.DataFrame, *, discounts: bool = False, **dialect: str
) -> Published:
    file = folder / "market.csv"
    table.to_csv(file, index=False, **dialect)  # type: ignore[call-overload]
    return read_published(file, {}, discounts=discounts)


def test_every_dialect_gives_the_same_bids(tmp_path: Path) -> None:
    plain = read(tmp_path, BIDS)
    said = BIDS.assign(Winner=BIDS["Winner"].map({1: "Yes", 0: "No"}))
    grouped = BIDS.assign(Bid_value=BIDS["Bid_value"].map("{:,.2f}".format))
    lower = BIDS.rename(columns=lambda name: " " + name.lower().replace("_", " "))

    assert plain.notes == ()
    for other in (
        read(tmp_path, said, sep=";", decimal=","),
        read(tmp_path, grouped, encoding="utf-16"),
        read(tmp_path, lower, encoding="utf-8-sig", sep="\t"),
        read(tmp_path, BIDS.astype({"Winner": float})),
    ):
        pd.testing.assert_frame_equal(other.bids, plain.bids)


@pytest.mark.parametrize(
    ("cells", "read_as"),
    [
        (["1234,5", "0,14"], [1234.5, 0.14]),
        (["1,234", "12,345,678"], [1234, 12_345_678]),
        (["1.234,50", "1.234.567,00"], [1234.5, 1_234_567]),
        (["1'234.50", "CHF 20", "2e6"], [1234.5, 20, 2e6]),
        (["1,234", "1,234.5"], [1234, 1234.5]),
        (["-", "n.a.", ""], [np.nan] * 3),
    ],
)
def test_numbers_are_read_as_their_column_writes_them(
    cells: list[str], read_as: list[float]
) -> None:
    np.testing.assert_allclose(numbers(pd.Series(cells, dtype=str)), read_as)


def test_what_a_file_lacks_is_said_and_nothing_else_is_lost(tmp_path: Path) -> None:
    without = BIDS.drop(columns=["Competitors", "Winner", "Pre-Tender Estimate (PTE)"])
    without = without.astype({"Tender": object, "Bid_value": object})
    without.loc[0, "Bid_value"] = 0
    without.loc[4, "Tender"] = ""
    without.loc[3, "Collusive_competitor"] = np.nan

    found = read(tmp_path, without)
    labels = write_tables(found, Market("market", "lowest_price"), tmp_path / "tables")

    for words in ("no tender", "no bidders", "no price", "no winner", "no estimates", "no label"):
        assert any(words in note for note in found.notes), words
    assert len(found.bids) == 4
    assert labels.firms is None
    assert labels.lots[["label", "bids"]].to_numpy().tolist() == [[1, 2]]


def test_a_firm_counts_once_in_a_tender_with_its_winning_or_lowest_bid(tmp_path: Path) -> None:
    again = BIDS.iloc[[0, 1]].assign(Bid_value=[1100.0, 1290.0], Winner=0)

    found = read(tmp_path, pd.concat([BIDS, again]))

    assert "2 rows are further bids" in found.notes[0]
    assert found.bids.groupby(["tender", "bidder"]).size().max() == 1
    assert {1200.5, 1290.0} < {*found.bids["price"]}


def test_discounts_become_the_products_own_column(tmp_path: Path) -> None:
    paid = BIDS["Bid_value"] / 1400
    off = BIDS.assign(Bid_value=(1 - paid).round(4)).drop(columns="Pre-Tender Estimate (PTE)")
    plain, stated = (Market("market", "lowest_price", 3, o) for o in ("price", "discount"))

    found = read(tmp_path, off, discounts=True)
    labels = write_tables(found, stated, tmp_path / "tables")

    assert any("dearest bid wins" in doubt for doubt in doubts(read(tmp_path, off), plain))
    assert doubts(found, stated) == []
    assert pd.read_csv(tmp_path / "tables" / "投标.csv")["下浮率"][0] == "14.250000%"
    assert labels.lots["cv"].max() == pytest.approx(paid[:3].std() / paid[:3].mean(), rel=1e-3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "no text"),
        (b"PK\x03\x04\0\0", "no text"),
        (b"Tender,Bid_value,Collusive_competitor\n", "no bid"),
        (b"tender_id,amount\n1,2\n", "--column tender=HEADER"),
        (b"Tender,Bid_value\n1,2\n", "--column label=HEADER"),
    ],
)
def test_a_file_that_cannot_be_scored_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: bytes, words: str
) -> None:
    (tmp_path / "odd.csv").write_bytes(text)

    assert main(["--data", str(tmp_path), "--method", "average_bid"]) == 1
    assert words in capsys.readouterr().err


def test_a_foreign_header_is_named(tmp_path: Path) -> None:
    file = tmp_path / "market.csv"
    BIDS.rename(columns={"Bid_value": "amount"}).to_csv(file, index=False)

    assert read_published(file, {"price": "Amount"}, discounts=False).bids["price"].max() == 1300
    with pytest.raises(FileRefused, match="amout"):
        read_published(file, {"price": "amout"}, discounts=False)


def test_the_method_is_stated_for_one_file_or_for_all_that_are_not_known() -> None:
    stated = ["average_bid:5:discount", "mine=price_floor"]

    assert market("other", stated) == Market("other", "average_bid", 5, "discount")
    assert market("mine", stated) == Market("mine", "price_floor")
    assert market("DB_Collusion_Italy_processed", []) == Market(
        "DB_Collusion_Italy_processed", "average_bid"
    )
    assert market("other", []) is None


def test_a_method_that_is_none_is_refused_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["--data", str(tmp_path), "--method", "average"])


def test_labels_that_are_all_alike_give_no_ranking_figure() -> None:
    alike = with_interval(auc, np.zeros(4, dtype=np.int64), np.arange(4.0))

    assert str(alike) == "—"


def test_a_level_without_subjects_is_left_out() -> None:
    lots = pd.DataFrame(
        {"label": [1, 0], "bids": [1, 1], "cv": [np.nan, np.nan]}, ["lot:A", "lot:B"]
    )
    scores = pd.DataFrame({"key": lots.index, "evidence_bans": [0.2, 0.1]})

    assert results(Market("m", "lowest_price"), Labels(lots, None), scores, None, 0.25) == []
    (one,) = results(Market("m", "lowest_price", 1), Labels(lots, None), scores, None, 0.25)
    assert one.auc.value == 1
    assert one.rule_auc.value == 0.5
    json.dumps(one.majority, allow_nan=False)
