"""Stories of experts: points, panels, draws."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

from sample_data.builder import SCORES_SINCE, SPECIALTIES, Builder
from sample_data.markets import COMPREHENSIVE, POINTS
from sample_data.model import Expert, Firm, LookAlike, Lot, Story
from sample_data.planting import some


def experts_of(builder: Builder, code: str, count: int) -> tuple[Expert, ...]:
    """Experts of a specialty whom no other story has claimed."""
    free = [
        e
        for e in builder.world.experts
        if e.specialty == SPECIALTIES[code] and not e.conflicts and not e.avoids and not e.claimed
    ]
    chosen = tuple(free[:count])
    for expert in chosen:
        expert.claimed = True
    return chosen


def score_bias(builder: Builder) -> Story:
    """In six lots one expert gives one firm far more than the panel; twice that decides."""
    (firm,) = some(builder, "software", 1, "")
    (expert,) = experts_of(builder, "C", 1)
    lots = tuple(builder.take("software", 6, first=SCORES_SINCE))
    for lot in lots:
        lot.evaluation = POINTS
        builder.fill(lot, (firm,), others=4)
        builder.seat(lot, [expert])
        builder.decide(lot)
        _tilt(lot, expert, firm)
        _recount(lot)
    (strict,) = experts_of(builder, "C", 1)
    others = tuple(builder.take("software", 4, first=SCORES_SINCE))
    for lot in others:
        lot.evaluation = POINTS
        builder.fill(lot, others=4)
        builder.seat(lot, [strict])
        builder.decide(lot)
        for place, given in enumerate(lot.scores):
            if given.expert is strict and given.item != "报价分":
                lot.scores[place] = replace(given, points=round(given.points * 0.93, 1))
        _recount(lot)
    why = "对所有投标人都打得低，没有偏向谁：严格不是倾向。"
    return Story(
        "score_bias",
        "一名专家六次给同一家企业打出远高于其他评委的分",
        "expert",
        "presumptive",
        (),
        ("expert_score_bias", "score_anomaly"),
        lots,
        (firm,),
        (LookAlike("一名专家对所有投标人都打分偏低", why, others, (), (strict,)),),
        (expert,),
    )


def _tilt(lot: Lot, expert: Expert, firm: Firm) -> None:
    for place, given in enumerate(lot.scores):
        if given.expert is expert and given.item != "报价分":
            favoured = given.bid.firm is firm
            points = given.maximum - 0.5 if favoured else given.points * 0.6
            lot.scores[place] = replace(given, points=round(points, 1))


def _recount(lot: Lot) -> None:
    """Totals, ranks and winner anew after points were changed."""
    valid = [bid for bid in lot.bids if bid.valid]
    for bid in valid:
        total = sum(given.points for given in lot.scores if given.bid is bid)
        bid.score = round(total / len(lot.panel), 2)
    order = sorted(valid, key=lambda bid: (-(bid.score or 0.0), bid.firm.uscc))
    for rank, bid in enumerate(order, start=1):
        bid.rank, bid.won = rank, rank == 1


def same_points(builder: Builder) -> Story:
    """Two experts give the same points, item by item, in three lots."""
    pair = experts_of(builder, "A05", 2)
    lots = tuple(builder.take("supervision", 3, first=SCORES_SINCE))
    for lot in lots:
        lot.evaluation = COMPREHENSIVE
        builder.fill(lot, others=6)
        builder.seat(lot, pair)
        builder.decide(lot)
        first = {(s.bid.firm.uscc, s.item): s.points for s in lot.scores if s.expert is pair[0]}
        for place, given in enumerate(lot.scores):
            if given.expert is pair[1]:
                points = first[given.bid.firm.uscc, given.item]
                lot.scores[place] = replace(given, points=points)
        _recount(lot)
    (other,) = builder.take("supervision", 1, first=SCORES_SINCE)
    other.evaluation = COMPREHENSIVE
    builder.fill(other, others=3)
    builder.seat(other)
    builder.decide(other)
    why = "报价分按公式计算，所有评委本来就相同；主观分各不相同。"
    return Story(
        "same_points",
        "两名专家在三个标段的打分逐项相同",
        "expert",
        "presumptive",
        (),
        ("expert_identical_scores",),
        lots,
        (),
        (LookAlike("评委的报价分都相同", why, (other,)),),
        pair,
    )


def drawn_again(builder: Builder) -> Story:
    """Two experts come out of fourteen second draws together, all by one operator."""
    pair = experts_of(builder, "B", 2)
    for expert in pair:
        expert.by_story = True
    lots = tuple(builder.take("medical", 14, first=dt.date(2025, 1, 1)))
    for lot in lots:
        builder.fill(lot)
        builder.seat(lot, pair)
        builder.decide(lot)
        third = next(expert for expert in lot.panel if expert not in pair)
        builder.world.redrawn[lot.code] = (*pair, third)
    (other,) = builder.take("medical", 1, first=dt.date(2025, 7, 1))
    builder.fill(other)
    builder.seat(other)
    builder.decide(other)
    builder.world.redrawn[other.code] = (other.panel[0],)
    why = "一名专家临时请假，补抽一人，属正常情况。"
    return Story(
        "drawn_again",
        "两名专家十四次同组，都经同一经办人补抽产生",
        "expert",
        "presumptive",
        (),
        ("expert_co_panels", "expert_draw_anomaly"),
        lots,
        (),
        (LookAlike("一名专家请假后补抽一人", why, (other,)),),
        pair,
    )


def one_operator(builder: Builder) -> Story:
    """All the draws of one expert in a year are one operator's, who hardly handles any others.

    Told last: whom chance draws is known when all lots have their panels.
    """
    draws = builder.world.draws
    mine = defaultdict(list)
    for place, draw in enumerate(draws):
        if (draw.lot.market.code, draw.at.year) == _DRAWN_IN:
            mine[draw.expert.number].append(place)
    often = sorted(mine.values(), key=lambda places: (-len(places), draws[places[0]].expert.number))
    free = [places for places in often if not draws[places[0]].expert.claimed]
    chosen = next(places for places in free if len(places) <= _DRAWS)
    lots = tuple(draws[place].lot for place in chosen)
    codes = {lot.code for lot in lots}
    for place, draw in enumerate(draws):
        if draw.lot.code in codes:
            draws[place] = replace(draw, by=_OPERATOR)
    expert, other = draws[chosen[0]].expert, draws[free[0][0]].expert
    expert.claimed = other.claimed = True
    why = "同专业的其他专家被抽中的次数相近，经办人也各不相同。"
    return Story(
        "one_operator",
        "一名专家全年的抽取都由同一经办人办理，该经办人很少经办其他抽取",
        "expert",
        "presumptive",
        (),
        ("expert_draw_frequency",),
        lots,
        (),
        (LookAlike("同专业中被抽中次数最多的专家", why, (), (), (other,)),),
        (expert,),
    )


_DRAWN_IN = ("works-1", 2025)
_DRAWS = 20  # of the year: enough to count, few enough to leave others to the other operators
_OPERATOR = "方宁"

STORIES = (score_bias, same_points, drawn_again)
