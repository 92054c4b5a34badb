"""PRESETS: the sizes in which a picture leaves, and how the size of its type follows its physical size.

A picture is arranged in layout pixels and then scaled. ``zoom`` says how many pixels of the file one layout pixel takes at
scale 1, so that type, lines and marks grow together: a picture in millimetres is arranged at its size on paper (96 layout
pixels an inch) and printed at its resolution; a picture in pixels is read as a whole, and its type grows more slowly than
it does. No step of either rule ever shrinks the type of a larger picture.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

MM_PER_INCH = 25.4
CSS_DPI = 96
PAPER_DPI = 300
SCALES = (1, 2, 4)
SMALLER = 0.94  # from one step of zoom to the next: pictures of all sizes stand on the same steps, so that none loses by growing
SMALLEST, LARGEST = 240, 8192  # pixels of a side at scale 1: below, no word fits
MOST_PIXELS = 16384  # of a side at any scale: beyond, browsers refuse a canvas

_PLAIN_REACH = 540  # pixels (root of the area) up to which one layout pixel is one pixel of the file
_GROWTH = 0.55  # beyond it, type grows with this power of the picture's reach
_HALF_AS_HIGH = 0.66  # a picture as high as its content is taken to be this high for its type


@dataclass(frozen=True)
class Size:
    """The size of a picture.

    Attributes:
        width: its width in ``unit``.
        height: its height in ``unit``; 0 where it is as high as its content needs.
        unit: ``px`` or ``mm``.
        dpi: pixels an inch that the file states; for millimetres also how many it has.
    """

    width: float
    height: float = 0
    unit: str = "px"
    dpi: int = CSS_DPI

    def pixels(self, length: float) -> int:
        """Return how many pixels of the file a length has at scale 1."""
        return round(length if self.unit == "px" else length / MM_PER_INCH * self.dpi)

    @property
    def zoom(self) -> float:
        """Return how many pixels of the file one layout pixel takes at scale 1 when nothing asks for smaller type."""
        if self.unit == "mm":
            return self.dpi / CSS_DPI
        reach = (self.width * (self.height or self.width * _HALF_AS_HIGH)) ** 0.5
        return SMALLER ** -max(0, math.floor(_GROWTH * math.log(reach / _PLAIN_REACH) / -math.log(SMALLER)))

    def __str__(self) -> str:
        """Return the size as an address and the command line write it: ``1200x675``, ``660``, ``210x297mm``."""
        sides = f"{self.width:g}x{self.height:g}" if self.height else f"{self.width:g}"
        return sides + ("mm" if self.unit == "mm" else "")


PRESETS: Mapping[str, Size] = {
    "slide": Size(1920, 1080),
    "post": Size(1200, 675),
    "square": Size(1080, 1080),
    "portrait": Size(1080, 1350),
    "card": Size(1200, 630),
    "column": Size(660),
    "a4-landscape": Size(297, 210, "mm", PAPER_DPI),
    "a4-portrait": Size(210, 297, "mm", PAPER_DPI),
}
"""By id; their names in words are ``presets.<id>``."""

_GRAMMAR = re.compile(r"(\d{1,5}(?:\.\d{1,2})?)(?:[x×](\d{1,5}(?:\.\d{1,2})?))?(px|mm)?")


def size_of(text: str) -> Size | None:
    """Return the size that a preset's id or ``WxH``, ``WxHpx``, ``WxHmm`` or a width alone names; None where it names none in bounds."""
    if text in PRESETS:
        return PRESETS[text]
    found = _GRAMMAR.fullmatch(text.strip().lower())
    if not found:
        return None
    width, height, unit = float(found[1]), float(found[2] or 0), found[3] or "px"
    size = Size(width, height, unit, PAPER_DPI if unit == "mm" else CSS_DPI)
    sides = [size.pixels(side) for side in ((width, height) if found[2] else (width,))]
    whole = unit == "mm" or all(side == int(side) for side in (width, height))
    return size if whole and all(SMALLEST <= side <= LARGEST for side in sides) else None
