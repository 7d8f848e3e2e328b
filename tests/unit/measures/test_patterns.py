"""Wins, joint movement, concentration, benchmark groups, standing: worked values and bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from measures.benchmark_pivot import pivots
from measures.bids import Bids, field_of
from measures.cited import cited
from measures.concentration import concentrated, partner_of
from measures.moving_together import moving_pairs, synchrony
from measures.standing import (
    closeness_of_firms,
    exposure_of_firms,
    heard,
    lower_bound,
    mean_by_lot,
)
from measures.win_patterns import (
    contests,
    loss_winners,
    missing_bids,
    poisson_binomial_tails,
    props,
    recent_lots,
    win_figures,
)
from tests.unit.measures.fields import Offers, bids_of, field, number_of

FIVE = "ABCDE"


@pytest.mark.parametrize(("wins", "bids", "chance", "tail"), [(0, 25, 1 / 6, 0.0105)])
def test_the_worked_loser(wins: int, bids: int, chance: float, tail: float) -> None:
    low, high = poisson_binomial_tails(np.full(bids, chance), wins)

    assert low == pytest.approx(tail, abs=5e-5)
    assert high == 1


@pytest.mark.parametrize("wins", [0, 1, 7, 39, 40])
def test_equal_chances_follow_the_binomial_law(wins: int) -> None:
    low, high = poisson_binomial_tails(np.full(40, 0.18), wins)

    assert low == pytest.approx(binom.cdf(wins, 40, 0.18))
    assert high == pytest.approx(binom.sf(wins - 1, 40, 0.18), abs=1e-12)


def test_many_bids_are_counted_with_the_normal_law() -> None:
    low, _ = poisson_binomial_tails(np.full(3_000, 0.2), 560)

    assert low == pytest.approx(binom.cdf(560, 3_000, 0.2), rel=0.05)


def test_a_firm_with_four_bids_gets_no_probability() -> None:
    found = field([{"A": 1.0, "B": 2.0}] * 4)

    figures = win_figures(contests(found), 2)

    assert figures["wins_24m"].tolist() == [4, 0]
    assert figures[["win_p_low", "win_p_high", "win_z"]].isna().all(axis=None)


def test_lots_without_a_winner_or_a_rival_are_no_contests() -> None:
    found = field([{"A": 1.0, "B": 2.0}, {"A": 1.0}, {"A": 3.0, "B": 4.0}], winners=["", "A", "A"])

    assert contests(found).firm.size == 2


def test_the_window_reaches_24_months_back_and_keeps_undated_lots() -> None:
    opened = pd.Series(["2026-01-01T09:00:00", "2024-02-01T09:00:00", "2023-12-01", None])

    assert recent_lots(opened).tolist() == [True, True, False, True]
    assert recent_lots(pd.Series([None, None], dtype=object)).tolist() == [True, True]


def test_losses_to_one_firm_are_told_from_losses_to_many() -> None:
    one = field([{"A": 1.0, "B": 2.0}] * 6)
    many = field([{f"F{i}": 1.0, "B": 2.0} for i in range(6)])

    assert loss_winners(contests(one), 2)[number_of(one, "B")] == 1
    assert loss_winners(contests(many), 7)[number_of(many, "B")] == 3


def test_a_gap_around_winning_needs_two_hundred_margins() -> None:
    wide = [{"A": 100.0, "B": 100.4}] * 150 + [{"B": 100.0, "A": 100.4}] * 150

    found = missing_bids(field(wide, control_price=100.0))
    few = missing_bids(field(wide[:100], control_price=100.0))

    assert found[0].p_value < 1e-6
    assert (found[0].near, found[0].beside) == (0, 300)
    assert few == {}


def test_a_margin_is_cited_with_the_rival_that_it_is_held_against() -> None:
    far = [{"A": 100.0, "B": 109.0, "C": 120.0}] * 200
    edges = [{"A": 100.0, "B": 100.1, "C": 100.2}, {"A": 100.4, "B": 100.0, "C": 130.0}]
    found = field([*edges, *far], control_price=100.0)

    gap = missing_bids(found)[number_of(found, "A")]

    assert (gap.near, gap.beside) == (1, 1)
    assert cited(found, gap.rows) == [
        "bid:lot:0000/A",
        "bid:lot:0000/B",
        "bid:lot:0001/A",
        "bid:lot:0001/B",
    ]


def test_partners_of_a_consortium_are_no_rivals() -> None:
    bids = bids_of([{"A": 100.0, "C": 100.4}] * 200, control_price=100.0)
    partners = bids.attendance[bids.attendance["company"] == "company:A"].copy()
    joined = pd.concat([bids.attendance, partners.assign(company="company:B")])
    companies = joined["company"].astype(object).astype("category")
    found = field_of(Bids(bids.lots, bids.offers, joined.assign(company=companies)))

    gaps = missing_bids(found)

    assert {(gap.near, gap.beside) for gap in gaps.values()} == {(0, 200)}
    assert len(gaps) == 3


def test_who_never_wins_beside_one_winner_props_it_up() -> None:
    together = [{"A": 1.0, "B": 2.0, "F": 3.0}] * 10
    apart = [{"A": 2.0, f"C{i % 10}": 1.0, "F": 3.0} for i in range(30)]
    apart += [{"A": 2.0, "F": 1.0}] * 5

    found = field([*together, *apart])
    rows = props(found)

    losers, winners = (found.firms[rows[name].to_numpy()].tolist() for name in ("loser", "winner"))
    assert (losers, winners) == (["company:B"], ["company:A"])
    assert rows[["lots", "wins", "confidence"]].iloc[0].tolist() == [10, 10, 1.0]


def lots_of_five(count: int, *, tied: bool) -> list[dict[str, float]]:
    chance = np.random.default_rng(5)
    lots = []
    for _ in range(count):
        prices = dict(zip(FIVE, chance.lognormal(0, 0.1, 5).tolist(), strict=True))
        lots.append(prices | ({"B": prices["A"] * 1.001} if tied else {}))
    return lots


def test_bids_that_move_together_are_told_from_independent_ones() -> None:
    found = field(lots_of_five(60, tied=True))

    tied = moving_pairs(found).pairs
    free = moving_pairs(field(lots_of_five(60, tied=False)))

    assert tied[["first", "second"]].iloc[0].tolist() == [0, 1]
    assert tied["correlation"].iloc[0] > 0.8
    assert (len(free.pairs), free.tested) == (0, 10)


def test_a_winner_at_one_buyer_is_told_from_a_strong_firm() -> None:
    offers = [{"A": 1.0, "B": 2.0, "C": 3.0}] * 10 + [{"B": 1.0, "A": 2.0, "C": 3.0}] * 10
    found = field(offers)
    names = found.lots["lot"].tolist()
    buyers = pd.DataFrame({"company": ["company:P", "company:Q"], "lots": [names[:10], names[10:]]})
    contest = contests(found)

    partner, keys = partner_of(found, contest, buyers)
    rows = concentrated(contest, partner)

    assert keys == ["company:P", "company:Q"]
    assert rows[["firm", "partner", "wins"]].to_numpy().tolist() == [[0, 0, 10], [1, 1, 10]]
    strong = contests(field([{"A": 1.0, "B": 2.0, "C": 3.0}] * 20))
    assert concentrated(strong, partner).empty


def test_the_group_that_carries_the_average_is_found_and_its_accomplice_left_out() -> None:
    honest = {f"H{i}": 1000.0 + 4 * i for i in range(6)}
    group = {f"G{i}": 1150.0 + i for i in range(5)}
    found = field([honest | group | {"W": 1072.0}], winners=["W"], method="average_bid")

    (pivot,) = pivots(found)

    assert {found.firms[found.firm[row]] for row in pivot.rows} <= {f"company:{g}" for g in group}
    assert pivot.rank_drop >= 3
    assert pivot.p_value <= 0.05
    assert list(pivots(field([honest | group], method="lowest_price"))) == []


def test_closeness_is_the_lower_bound_with_the_closest_firm() -> None:
    found = field([{"A": 1.0, "B": 2.0}] * 6 + [{"A": 1.0, "C": 2.0}] * 2 + [{"C": 1.0}])
    pairs = pd.DataFrame(
        [("company:A", "company:B", 6, 8, 6)],
        columns=["start", "end", "lots", "start_lots", "end_lots"],
    )

    close = closeness_of_firms(pairs, found.firms)

    bound = float(lower_bound(np.array([6.0]), np.array([8.0]))[0])
    assert close.tolist() == [bound, bound, 0.0]
    of_lots = mean_by_lot(found, close)
    assert of_lots[[0, 7, 8]].tolist() == pytest.approx([bound, bound / 2, 0])
    assert mean_by_lot(found, np.full(3, 0.09)).tolist() == [0.0] * 9
    seen = exposure_of_firms(found, np.full(9, np.nan), np.zeros(9), np.zeros(3))
    assert seen.lots.tolist() == pytest.approx([4.0, 3.0, 1.0])
    assert seen.share[0] > seen.share[1] > seen.share[2]


def test_where_an_average_decides_closeness_halves_and_a_firm_counts_by_itself() -> None:
    offers: list[Offers] = [{"A": 1.0, "B": 2.0}] * 8
    averaged, lowest = (field(offers, method=name) for name in ("average_bid", "lowest_price"))
    own = np.array([2.0, 0.0])

    assert mean_by_lot(averaged, own).tolist() == [0.5] * 8
    assert mean_by_lot(lowest, own).tolist() == [1.0] * 8
    seen = exposure_of_firms(averaged, np.zeros(8), np.zeros(8), own)
    assert seen.share[0] > seen.share[1]
    seen = exposure_of_firms(lowest, np.zeros(8), np.zeros(8), own)
    assert seen.share[0] == seen.share[1]


def test_a_firm_whose_lots_all_look_alike_stands_above_one_that_bids_for_everything() -> None:
    offers: list[Offers] = [*[{"A": 1.0, "B": 2.0}] * 12, *[{"B": 1.0, "C": 2.0}] * 60]
    score = np.r_[np.full(12, 3.0), np.full(60, -0.5)]

    seen = exposure_of_firms(field(offers), score, np.zeros(72), np.zeros(3))

    assert seen.lots[1] > seen.lots[0]
    assert seen.share[0] > seen.share[1]


def test_nothing_and_nonsense_give_defined_results() -> None:
    for offers in ([], [{"A": None}], [{"A": 0.0, "B": -5.0}], [{"A": 7.0, "B": 7.0}] * 6):
        found = field(offers)
        assert len(props(found)) == 0
        assert len(moving_pairs(found).pairs) == 0
        assert list(pivots(found)) == []
        assert not win_figures(contests(found), len(found.firms))["expected_wins"].isna().any()


def test_five_thousand_bidders_in_one_lot_make_no_pairs() -> None:
    crowd = {f"F{i:04}": 1000.0 + i for i in range(5_000)}

    found = field([crowd] * 6)

    assert moving_pairs(found).tested == 0
    assert len(props(found)) == 0


def test_lots_of_firms_that_move_together_stand_out_where_an_average_decides() -> None:
    chance = np.random.default_rng(8)
    offers: list[Offers] = []
    for number in range(60):
        side = chance.choice([-1, 1]) * (number % 2)
        group = {f: float(100 + 6 * side + chance.normal(0, 0.3)) for f in "ABC"}
        others = {f: float(100 + chance.normal(0, 3)) for f in "DEFGH"}
        alone = {f: float(100 + chance.normal(0, 3)) for f in "PQRSTU"}
        offers.append(group | others if number % 2 else alone)

    found = field(offers, method="average_bid")
    moving = moving_pairs(found)
    lowest = moving_pairs(field(offers, method="lowest_price")).synchrony

    assert moving.synchrony[1::2].min() > moving.synchrony[0::2].max() == 0
    assert (lowest == 0).all()
    of_firms = dict(zip(found.firms, moving.of_firms, strict=True))
    together = {f"company:{firm}" for firm in "ABC"}
    apart = [value for firm, value in of_firms.items() if firm not in together]
    assert np.mean([of_firms[firm] for firm in together]) > 2 * np.mean(apart)


def test_lots_that_nobody_can_compare_have_no_synchrony() -> None:
    excess = np.array([np.nan, 0.0, 0.0, 1.0])

    found = synchrony(excess, pd.Series(["average_bid"] * 4))

    assert found[:3].tolist() == [0, 0, 0]
    assert found[3] > 0


def test_prices_do_not_speak_for_a_lot_whose_bidders_share_half_of_their_lots() -> None:
    score = np.array([-4.0, -4.0, -4.0, 2.0])
    closeness = np.array([0.0, 0.25, 0.6, 0.6])

    assert heard(score, closeness).tolist() == [-4.0, -2.0, 0.0, 2.0]
