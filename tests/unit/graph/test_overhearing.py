"""What somebody who listens hears of the questions that are asked."""

from __future__ import annotations

from graph.overhearing import overheard, overhearing


def test_questions_are_heard_within_the_block_alone() -> None:
    overheard("RETURN 0 AS n")
    with overhearing() as heard:
        overheard("RETURN $n AS n", {"n": 1})
        overheard("RETURN $n AS n", {"n": 2}, title="a number")
    overheard("RETURN 3 AS n")

    (question,) = heard.values()
    assert (question.parameters, question.title, question.times) == ({"n": 1}, "a number", 2)


def test_who_listens_within_keeps_it_to_himself() -> None:
    with overhearing() as outer, overhearing() as inner:
        overheard("RETURN 1 AS n")

    assert (list(outer), list(inner)) == ([], ["RETURN 1 AS n"])
