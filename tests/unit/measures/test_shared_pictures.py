"""Pictures are found again in another size; certificates of one form are not one picture."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.document_texts import DocumentText, Picture, TextStore
from loaders.pictures import Gallery
from measures.shared_pictures import NEAR, Shown, candidates, same_pictures
from sample_data.documents import certificate, photo, png

HASHES = st.integers(min_value=0, max_value=2**64 - 1)


@settings(deadline=None, max_examples=40)
@given(HASHES, st.lists(st.sets(st.integers(0, 63), max_size=9), max_size=12))
def test_all_hashes_that_differ_in_few_bits_are_found(first: int, changed: list[set[int]]) -> None:
    looks = [first, *(first ^ sum(1 << bit for bit in bits) for bits in changed)]

    one, two = candidates(np.array(looks, dtype=np.uint64), np.arange(len(looks), dtype=np.uint64))

    near = {
        (i, j)
        for i, j in combinations(range(len(looks)), 2)
        if (looks[i] ^ looks[j]).bit_count() <= NEAR
    }
    assert set(zip(one.tolist(), two.tolist(), strict=True)) == near


def test_a_crowd_of_one_look_is_compared_with_its_neighbours_alone() -> None:
    looks = np.full(5_000, 77, dtype=np.uint64)
    digests = np.arange(5_000, dtype=np.uint64)
    digests[4_999] = 0

    one, two = candidates(looks, digests)

    assert one.size < 5_000 * 20
    assert (0, 4_999) in set(zip(one.tolist(), two.tolist(), strict=True))


def shown(texts: TextStore, name: str, *pictures: bytes) -> list[Shown]:
    gallery = Gallery()
    for number, each in enumerate(pictures):
        gallery.add_file(f"第{number}段", "a.png", each)
    found = tuple(gallery.pictures)
    texts.keep(name, DocumentText(pictures=found), gallery.thumbnails)
    return [Shown(name, name, name, number, each) for number, each in enumerate(found)]


def test_a_picture_in_another_size_is_the_same_and_another_name_on_the_form_is_not(
    tmp_path: Path,
) -> None:
    chance = random.Random(1)
    scene, form = photo(chance), photo(chance)
    texts = TextStore(tmp_path)
    one = shown(texts, "aa", png(scene, 10), png(certificate(form, chance), 10))
    two = shown(texts, "bb", png(scene, 13), png(certificate(form, chance), 10))

    same = same_pictures([*one, *two], np.array([0, 0, 1, 1]), texts, alike=64)

    assert same == [(0, 2)]
    assert same_pictures([*one, *two], np.array([0, 0, 0, 0]), texts, alike=64) == []


def test_what_looks_like_a_crowd_is_compared_for_equality_alone(tmp_path: Path) -> None:
    scene = photo(random.Random(1))
    texts = TextStore(tmp_path)
    every = [shown(texts, f"{place:02}", png(scene, 10 + place))[0] for place in range(5)]
    equal = shown(texts, "99", png(scene, 10))[0]

    assert same_pictures([*every, equal], np.arange(6), texts, alike=2) == [(0, 5)]


def test_a_stretched_picture_is_another(tmp_path: Path) -> None:
    texts = TextStore(tmp_path)
    (one,) = shown(texts, "aa", png(photo(random.Random(1)), 10))
    (two,) = shown(texts, "bb", png([row * 2 for row in photo(random.Random(1))], 10))
    wide = Shown("d", "d", "bb", 0, Picture("", "1" * 64, one.picture.look, 900, 100))

    assert same_pictures([one, two, wide], np.arange(3), texts, alike=64) == []
