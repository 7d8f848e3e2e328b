"""From rows to findings: identity, grade, weight, and what is missing."""

from __future__ import annotations

import pytest

from graph.errors import QueryRejected
from graph.records import Cell, Value
from queries.catalogue import catalogue
from queries.finding import finding_id
from queries.run import bans, findings_of, parameters_for, requirement, requirements
from queries.signal import Signal

SIGNALS = {signal.id: signal for signal in catalogue()}
CONTACT = SIGNALS["shared_contact_person"]


def row(contact: str, *, grade: float = 1.0, regime: str = "tender") -> dict[str, Cell]:
    contacts: list[Cell] = [contact]
    return {
        "lot": "lot:T",
        "bid_a": "bid:T/A",
        "bid_b": "bid:T/B",
        "a": "company:A",
        "b": "company:B",
        "contacts": contacts,
        "contact": contact,
        "regime": regime,
        "grade": grade,
    }


def test_a_finding_is_known_by_its_identity_alone() -> None:
    (one,) = findings_of(CONTACT, [row("phone:P")])
    (other,) = findings_of(CONTACT, [row("phone:Q", grade=0.3)])

    assert one.id == other.id == finding_id(CONTACT.id, ["lot:T", "bid:T/A", "bid:T/B"])


def test_rows_of_one_identity_are_one_finding_with_all_their_evidence() -> None:
    (finding,) = findings_of(CONTACT, [row("phone:P", grade=0.3), row("phone:Q")])

    assert finding.grade == 1.0
    assert finding.root_fact == "phone:Q"
    assert finding.evidence == ("bid:T/A", "bid:T/B", "phone:Q", "phone:P")


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [row("phone:P") | {"lot": lot} for lot in ("lot:T2", "lot:T1", "lot:T3")]

    assert findings_of(CONTACT, rows) == findings_of(CONTACT, reversed(rows))


def test_the_weight_follows_the_column_it_names() -> None:
    (tender,) = findings_of(CONTACT, [row("phone:P")])
    (bought,) = findings_of(CONTACT, [row("phone:P", regime="government_procurement")])

    assert bans(CONTACT, tender) == 1.5
    assert bans(CONTACT, bought) == 3.0


def test_a_chosen_parameter_replaces_its_default() -> None:
    chosen: dict[str, Value] = {"crowd": 5}

    assert parameters_for(CONTACT, chosen) == {**CONTACT.defaults, "crowd": 5}


def test_an_unknown_parameter_is_refused_by_name() -> None:
    with pytest.raises(QueryRejected, match="crowed"):
        parameters_for(CONTACT, {"crowed": 5})


@pytest.mark.parametrize(
    "text",
    ["Lot.opened", "Lott.opened_at", "(:Lot)-[:FOR]->(:Bid)", "SUBMITTED.price", "lots", ""],
)
def test_a_requirement_outside_the_vocabulary_is_refused(text: str) -> None:
    with pytest.raises(QueryRejected):
        requirement(text)


def test_a_line_may_name_two_needs_of_which_one_is_enough() -> None:
    one, other = requirements("USED_IN.event=upload or Bid.submitted_at")

    assert (one.type, one.value, other.label, other.name) == (
        "USED_IN", "upload", "Bid", "submitted_at",
    )  # fmt: skip
    with pytest.raises(QueryRejected):
        requirements("Bid.submitted_at or Bid.sent_at")


def test_a_required_value_is_a_parameter_and_never_part_of_the_query() -> None:
    asked = requirement("Device.kind=mac' OR true //")

    (question,) = asked.questions({"Device": 1})
    assert "true" not in question
    assert asked.value == "mac' OR true //"


def test_a_required_edge_is_asked_from_the_end_with_fewer_nodes_or_not_at_all() -> None:
    asked = requirement("(:Bid)-[:FOR]->(:Lot)")

    assert asked.questions({"Bid": 5, "Lot": 1})[0].startswith("MATCH (:Lot)<-[n:FOR]-(:Bid)")
    assert asked.questions({"Bid": 1, "Lot": 5})[0].startswith("MATCH (:Bid)-[n:FOR]->(:Lot)")
    assert asked.questions({"Bid": 5, "Lot": 0}) == ()


def test_every_signal_speaks_both_languages() -> None:
    def chinese(text: str) -> bool:
        return any("\u4e00" <= letter <= "\u9fff" for letter in text)

    def texts(signal: Signal) -> tuple[list[str], list[str]]:
        english = signal.english
        both: tuple[list[str], list[str]] = (
            [signal.title, signal.summary, signal.why_it_matters, signal.sentence],
            [english.title, english.summary, english.why_it_matters, english.sentence],
        )
        return both

    for signal in SIGNALS.values():
        here, there = texts(signal)
        assert all(chinese(text) for text in here), signal.id
        assert not any(chinese(text) for text in there), signal.id
        assert len(signal.blind_spots) == len(signal.english.blind_spots), signal.id
        assert len(signal.innocent_explanations) == len(signal.english.innocent_explanations)
        assert len(signal.next_steps) == len(signal.english.next_steps), signal.id
