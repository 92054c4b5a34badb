"""Widths of words, and the height that a picture takes."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.canvas import DEFAULT_WIDTH, NARROW, WIDTHS, Canvas, snap, text_width, wrap

PROSE = st.lists(st.text("abcWMil.,'—Ж1937", min_size=1, max_size=12), max_size=40).map(" ".join)
SIZES = st.floats(8, 60)


@given(st.text(), st.floats(1, 2000), SIZES, st.booleans())
def test_wrapping_neither_loses_nor_invents_characters(text: str, width: float, size: float, bold: bool) -> None:
    lines = wrap(text, width, size, bold=bold)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(lines), "an empty line"


@given(PROSE, SIZES, st.booleans())
def test_words_that_fit_are_kept_whole_and_in_order(text: str, size: float, bold: bool) -> None:
    width = max((text_width(word, size, bold=bold) for word in text.split()), default=1)
    assert " ".join(wrap(text, width, size, bold=bold)) == text


@given(PROSE, SIZES, st.booleans(), st.floats(1, 8))
def test_every_line_of_words_fits(text: str, size: float, bold: bool, spare: float) -> None:
    width = spare * max((text_width(word, size, bold=bold) for word in text.split()), default=1)
    assert all(text_width(line, size, bold=bold) <= width for line in wrap(text, width, size, bold=bold))


@given(PROSE, SIZES)
def test_no_line_could_have_held_the_next_word(text: str, size: float) -> None:
    width = 2 * max((text_width(word, size) for word in text.split()), default=1)
    lines = wrap(text, width, size)
    for line, following in pairwise(lines):
        assert text_width(f"{line} {following.split(' ')[0]}", size) > width


@given(st.integers(2, 200), st.floats(5, 500), SIZES)
def test_a_word_too_long_for_a_line_is_broken_so_that_each_part_fits(length: int, width: float, size: float) -> None:
    lines = wrap("n" * length, width, size)
    assert "".join(lines) == "n" * length
    assert all(len(line) == 1 or text_width(line, size) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"), [("", []), ("   ", []), ("one", ["one"]), ("one two", ["one", "two"]), (" one  two ", ["one", "two"])]
)
def test_short_texts(text: str, lines: list[str]) -> None:
    assert wrap(text, text_width("two", 10) * 1.2, 10) == lines


@given(st.text(), st.text(), SIZES)
def test_a_text_is_as_wide_as_its_parts(one: str, other: str, size: float) -> None:
    assert text_width(one + other, size) == pytest.approx(text_width(one, size) + text_width(other, size))
    assert text_width(one, size * 2) == pytest.approx(2 * text_width(one, size))
    assert text_width(one, size, bold=True) >= text_width(one, size)


def test_wide_letters_are_wider_than_narrow_ones() -> None:
    assert text_width("i", 10) < text_width("n", 10) < text_width("N", 10) < text_width("M", 10)
    assert text_width("", 10) == 0


@given(st.integers(-10, 5000))
def test_a_width_snaps_to_the_next_smaller_layout(width: int) -> None:
    snapped = snap(width)
    assert snapped in WIDTHS
    assert snapped <= max(width, WIDTHS[0])
    assert not any(snapped < known <= width for known in WIDTHS)
    assert snap(snapped) == snapped


def test_the_layout_widths_are_sorted_and_the_default_is_one() -> None:
    assert list(WIDTHS) == sorted(set(WIDTHS))
    assert DEFAULT_WIDTH in WIDTHS


def test_a_canvas_is_narrow_below_the_threshold() -> None:
    assert Canvas(NARROW - 1).narrow
    assert not Canvas(NARROW).narrow


@given(st.sampled_from(WIDTHS), st.floats(0.1, 1), st.floats(0, 500))
def test_the_height_leaves_the_plot_its_share_beside_the_words(width: int, ratio: float, words: float) -> None:
    plot = Canvas(width).fitted(ratio, words) - words
    assert 250 <= plot <= 621
    if 250 < width * ratio < 620:
        assert plot == pytest.approx(width * ratio, abs=1)


def test_a_chart_may_know_the_height_of_its_plot() -> None:
    assert Canvas(1180).fitted(0.4, 100.2, 77) == math.ceil(177.2)


def test_a_height_asked_for_is_the_height() -> None:
    assert Canvas(1180, 555).fitted(0.4, 2000, 900) == 555
