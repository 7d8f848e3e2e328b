"""What a signal lacks is said in words of the records, not of the program."""

from __future__ import annotations

import re

import pytest

from measures.catalogue import MEASURES
from messages import catalogue as translations
from messages import set_language
from queries.catalogue import catalogue
from queries.words import COMPUTATIONS, EVENTS, PROPERTIES, needed

NEEDED = sorted({line for signal in catalogue() for line in signal.requires})
TECHNICAL = re.compile(r"[A-Za-z]\.[a-z]|=|_|\[:|\(:")


@pytest.mark.parametrize("line", NEEDED)
def test_every_need_is_said_in_words(line: str) -> None:
    set_language("en")
    assert not TECHNICAL.search(needed(line))

    set_language("zh_CN")
    assert not TECHNICAL.search(needed(line))
    assert not re.search("[A-Za-z]{4}", needed(line))  # nothing is left in English


def test_a_computation_is_called_as_its_measure_is() -> None:
    titles = {measure.name: measure.title for measure in MEASURES}

    assert {name: titles[name] for name in COMPUTATIONS} == COMPUTATIONS


def test_every_word_has_its_chinese() -> None:
    words = {*PROPERTIES.values(), *COMPUTATIONS.values(), *EVENTS.values()}

    assert words - translations("zh_CN").keys() == set()
