"""Sizes: what is taken, what is refused, exact pixels, and type that never shrinks as a picture grows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.presets import LARGEST, PRESETS, SMALLEST, Size, size_of
from dashboard.theme import THEMES


@pytest.mark.parametrize(
    ("text", "pixels"),
    [
        ("slide", (1920, 1080)),
        ("column", (660, 0)),
        ("a4-landscape", (3508, 2480)),
        ("a4-portrait", (2480, 3508)),
        ("1200x675", (1200, 675)),
        ("1200×675px", (1200, 675)),
        ("800", (800, 0)),
        ("85x60mm", (1004, 709)),
        ("85.5mm", (1010, 0)),
    ],
)
def test_a_size_has_exact_pixels(text: str, pixels: tuple[int, int]) -> None:
    size = size_of(text)
    assert size is not None
    assert (size.pixels(size.width), size.pixels(size.height)) == pixels


REFUSED = (
    "", "huge", "0mm", "0.0", "800x0.0", "10x10", "1200x0", "99999x10", "1200.5x600", "1200x", "x600", "1200x600cm", "-5x5",
)  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_names_no_size_is_refused(text: str) -> None:
    assert size_of(text) is None


@pytest.mark.parametrize("size", PRESETS.values(), ids=PRESETS)
def test_a_size_reads_back_as_it_is_written(size: Size) -> None:
    assert size_of(str(size)) == size


sides = st.integers(SMALLEST, LARGEST)


@given(sides, sides, st.floats(1, 4), st.sampled_from(["px", "mm"]))
def test_type_never_shrinks_as_a_picture_grows(width: int, height: int, by: float, unit: str) -> None:
    def label(size: Size) -> float:
        arranged = round(size.pixels(size.width) / size.zoom)
        return THEMES["light"].sizes(arranged).label * size.zoom

    small = Size(width, height, unit)
    for larger in (Size(width * by, height * by, unit), Size(width * by, height, unit)):
        assert label(larger) >= label(small) * 0.995, (small, larger)  # sizes are rounded to a tenth of a pixel
