"""The views that staff know by name: which signals they show, and what they cannot show."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from graph.records import Value
from measures.milestone_clocks import ORDERS
from messages import LANGUAGES, set_language
from messages import catalogue as messages
from queries.catalogue import catalogue
from queries.composites import COMPOSITES, STAGES, Composite, Part, composite_view
from queries.finding import Finding
from queries.run import SignalRun

SIGNALS = {signal.id: signal for signal in catalogue()}
EVERY = (*COMPOSITES, *STAGES)


def finding(
    signal: str, grade: float = 1.0, name: str = "1", values: Mapping[str, Value] | None = None
) -> Finding:
    return Finding(
        id=f"{signal}-{name}",
        signal=signal,
        revision=1,
        subjects={"lot": f"lot:{name}"},
        evidence=(f"bid:{name}",),
        grade=grade,
        root_fact="",
        values=values or {},
    )


def run(signal: str, *findings: Finding, missing: tuple[str, ...] = ()) -> SignalRun:
    return SignalRun(SIGNALS[signal], {}, findings, missing, 0.0)


@pytest.mark.parametrize("composite", EVERY, ids=lambda c: c.id)
def test_every_signal_of_a_view_is_in_the_catalogue(composite: Composite) -> None:
    assert [name for name in composite.signals if name not in SIGNALS] == []


@pytest.mark.parametrize("composite", EVERY, ids=lambda c: c.id)
def test_every_view_has_a_chinese_name(composite: Composite) -> None:
    known = messages(LANGUAGES[0])

    assert {composite.title, composite.meaning} <= set(known)


def test_views_are_told_apart_by_id_and_title() -> None:
    assert len({c.id for c in EVERY}) == len({c.title for c in EVERY}) == len(EVERY)


def test_the_stages_show_every_order_of_steps_once() -> None:
    shown = [
        name for c in STAGES for p in c.parts if p.signal == "order_violation" for name in p.parts
    ]

    assert sorted(shown) == sorted(order.part for order in ORDERS)


def test_the_stages_show_every_time_limit_once() -> None:
    shown = [name for c in STAGES for name in c.signals if name.startswith("deadline_")]

    assert sorted(shown) == sorted(name for name in SIGNALS if name.startswith("deadline_"))


def test_a_view_shows_findings_signal_by_signal_the_best_first() -> None:
    view = composite_view(
        Composite("v", "V", "v", (Part("deadline_contract"), Part("deadline_permit"))),
        [
            run("deadline_permit", finding("deadline_permit")),
            run(
                "deadline_contract",
                finding("deadline_contract", 0.5, "1"),
                finding("deadline_contract", 1.0, "2"),
            ),
            run("deadline_doc_sale", finding("deadline_doc_sale")),
        ],
    )

    assert [f.id for f in view.findings] == [
        "deadline_contract-2",
        "deadline_contract-1",
        "deadline_permit-1",
    ]
    assert view.notes == ()


def test_a_view_shows_only_the_steps_that_belong_to_it() -> None:
    (stage,) = [c for c in STAGES if c.id == "stage_permit"]
    early = finding("order_violation", values={"part": "permit_start"})
    other = finding("order_violation", name="2", values={"part": "approval_notice"})

    assert composite_view(stage, [run("order_violation", early, other)]).findings == (early,)


def test_a_view_says_what_could_not_be_asked() -> None:
    view = composite_view(
        Composite("v", "V", "v", (Part("deadline_contract"), Part("deadline_permit"))),
        [run("deadline_contract", missing=("Clock.rule=deadline_contract",))],
    )

    assert (view.findings, view.computed) == ((), ())
    assert "计算该期限起止所需的日期" in view.notes[0]
    assert "deadline_permit" in view.notes[1]


def test_seed_names_count_what_the_rules_say_they_are() -> None:
    shown = {c.id: c.signals for c in COMPOSITES}

    assert shown["professional_losers"] == ("professional_loser",)
    assert shown["bidding_in_groups"] == ("ring_community", "cover_ring_in_section")
    assert shown["kings_of_bidding"] == ("serial_winner",)


def test_what_could_not_be_asked_is_said_in_the_readers_language() -> None:
    set_language("en")
    view = composite_view(
        Composite("v", "V", "v", (Part("deadline_contract"),)),
        [run("deadline_contract", missing=("Clock.rule=deadline_contract",))],
    )

    assert not re.search("[一-鿿]", view.notes[0])


def test_a_view_about_one_node_leaves_the_others_out() -> None:
    one, two = finding("deadline_contract", name="1"), finding("deadline_contract", name="2")
    view = Composite("v", "V", "v", (Part("deadline_contract"),))

    found = composite_view(view, [run("deadline_contract", one, two)], about="bid:2")

    assert found.findings == (two,)


def test_a_view_without_signals_or_with_one_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="signals"):
        Composite("v", "V", "v", ())
    with pytest.raises(ValueError, match="once"):
        Composite("v", "V", "v", (Part("deadline_contract"), Part("deadline_contract")))
