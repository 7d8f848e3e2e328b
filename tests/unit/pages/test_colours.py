"""White words are read on every colour that carries them, and no square hides its number."""

from __future__ import annotations

import pytest

from evidence.picture import COLORS
from pages.components.chart_ink import TURNS, ink_on
from pages.components.words import BAND_COLORS, BAND_FILLS, LOOKS

READABLE = 4.5  # WCAG 2, text of any size
# The colours at the ends of ten parts of Vega's own schemes.
SCHEMES = {
    "blues": "cfe1f2bed8eca8cee58fc1de74b2d75ba3cf4592c63181bd206fb2125ca40a4a90",
    "oranges": "fdd8b3fdc998fdb87bfda55efc9244f87f2cf06b18e4580bd14904b93d029f3303",
}


def luminance(red: float, green: float, blue: float) -> float:
    """How bright a colour is, from parts of 0–255."""
    parts = (part / 255 for part in (red, green, blue))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def parts_of(colour: str) -> list[int]:
    """Red, green and blue."""
    return list(bytes.fromhex(colour.removeprefix("#")))


def contrast_with_white(*parts: float) -> float:
    """The contrast of white words on this colour."""
    return 1.05 / (luminance(*parts) + 0.05)


@pytest.mark.parametrize(
    "colour", [*BAND_COLORS.values(), *sorted({one.color for one in LOOKS.values()})]
)
def test_white_words_are_read_on(colour: str) -> None:
    assert contrast_with_white(*parts_of(colour)) >= READABLE


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_are_read_on_every_square_of(scheme: str) -> None:
    stops = [parts_of(SCHEMES[scheme][i : i + 6]) for i in range(0, len(SCHEMES[scheme]), 6)]
    for share in (n / 200 for n in range(201)):
        left = min(int(share * 10), 9)
        parts = [
            a + (b - a) * (share * 10 - left) for a, b in zip(*stops[left : left + 2], strict=True)
        ]
        white = contrast_with_white(*parts)
        assert (white if share > TURNS[scheme] else 21 / white) >= READABLE, share


@pytest.mark.parametrize("label", COLORS)
def test_the_dossier_draws_each_kind_in_the_colour_of_the_network(label: str) -> None:
    assert COLORS[label] == LOOKS[label].color


def test_neighbouring_bands_differ_in_lightness_and_carry_words_that_are_read() -> None:
    fills = [contrast_with_white(*parts_of(fill)) for fill in BAND_FILLS.values()]
    red, orange, yellow, white = fills

    # Large enough for who sees no difference of red, green and yellow (WCAG 2 asks 3 of graphics
    # without words; these have a legend in their order).
    assert min(red / orange, orange / yellow, white / yellow) >= 1.7
    for fill, with_white in zip(BAND_FILLS.values(), fills, strict=True):
        read = with_white if ink_on(fill) == "#ffffff" else 21 / with_white
        assert read >= READABLE
