"""Names that are Markdown are drawn as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pages.components.literal import APART, in_badge, literal

DRAWN = {"text", "text_special", "softbreak"}


@given(st.text(st.sampled_from("ab 1*_[](){}<>&~`$|#+-=.!:/\\\t\n云江"), max_size=40))
def test_the_text_is_one_paragraph_of_plain_text(text: str) -> None:
    blocks = MarkdownIt("commonmark").parse(literal(text))

    drawn = [piece for block in blocks for piece in block.children or ()]
    assert {block.type for block in blocks} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {piece.type for piece in drawn} <= DRAWN
    said = "".join(piece.content for piece in drawn).replace(APART, "")
    assert said.split() == text.split()


@pytest.mark.parametrize(
    "text",
    [":material/home:", ":smile:", ":100:", "http://evil.example", "www.evil.example", "a@b.c",
     "a -> b", "a -- b", ":red[x]", ":small[x]", "$a$ $b$", "~~a~~"],
)  # fmt: skip
def test_what_streamlit_replaces_is_parted_or_escaped(text: str) -> None:
    assert literal(text) != text
    assert literal(text).replace(APART, "").replace("\\", "") == text


@pytest.mark.parametrize(
    "text", ["云江第003建设有限公司", "2026-03-04 09:30", "甲（乙）", "A-1", "3.5%"]
)
def test_ordinary_names_stay_as_they_are(text: str) -> None:
    assert literal(text) == text


def test_a_badge_escapes_its_brackets_itself() -> None:
    assert in_badge("*a* [b]") == "\\*a\\* [b]"
