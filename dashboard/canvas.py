"""The picture's size, and how wide words will be on it: what the dressing needs so that nothing clips."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

# Widths at which a figure is laid out; a browser reports its card's width and gets the layout for the next smaller one.
WIDTHS = (280, 320, 360, 420, 480, 560, 640, 768, 900, 1040, 1180, 1320, 1460, 1600, 1760, 1920)
DEFAULT_WIDTH = 1180
NARROW = 620  # below this the key stands above the plot, above it beside the marks

# Advance widths in units of the type size, by kind of letter: about three per cent above IBM Plex Sans and Liberation
# Sans (which has Arial's widths), as measured on texts of this project. The margins carry what a wider face may add.
_NARROW_LETTERS = frozenset("iljI.,:;'|!()[]ftr ‘’·")
_WIDE_LETTERS = frozenset("mwMW@%—")
_ADVANCE_NARROW, _ADVANCE_WIDE, _ADVANCE_CAPITAL, _ADVANCE_PLAIN = 0.335, 0.865, 0.65, 0.55
_BOLD = 1.08

_LEAST_RATIO = 0.25  # of the width: the height that a plot without rows keeps in a picture of fixed height
_LEAST_PLOT, _MOST_PLOT = 250, 620  # pixels of height that a plot takes when nobody asks for a height


def snap(width: int) -> int:
    """Return the widest layout width that is not wider than ``width``."""
    return max((known for known in WIDTHS if known <= width), default=WIDTHS[0])


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how many pixels ``text`` takes in type of ``size`` pixels; errs on the wide side."""
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1)


@lru_cache(1_024)
def _advance(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return _ADVANCE_NARROW
    if letter in _WIDE_LETTERS:
        return _ADVANCE_WIDE
    return _ADVANCE_CAPITAL if letter.isupper() else _ADVANCE_PLAIN


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return ``text`` as lines that each fit into ``width`` pixels; a single word too long for a line is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        candidate = f"{line} {word}".strip()
        if not line or text_width(candidate, size, bold=bold) <= width:
            line = candidate
        else:
            lines.append(line)
            line = word
        while text_width(line, size, bold=bold) > width and len(line) > 1:
            fits = max(1, int(len(line) * width / text_width(line, size, bold=bold)))
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line else lines


@dataclass(frozen=True)
class Canvas:
    """A picture to be drawn: its size in pixels, the name of its theme, and whether its hues are told apart without colour.

    ``plot`` is the width for which the plot is drawn when that is less than the picture's: a map keeps its shape where the
    height is fixed. A height of 0 leaves it to the content.
    """

    width: int = DEFAULT_WIDTH
    height: int = 0
    theme: str = "light"
    plot: int = 0
    patterned: bool = False

    @property
    def narrow(self) -> bool:
        """Whether there is no room for words beside the plot."""
        return self.width < NARROW

    def fitted(self, ratio: float, text_height: float, plot_height: float | None = None) -> int:
        """Return the height: the one asked for, or one that leaves the plot its height beside all its text.

        A plot's height is ``plot_height`` where the chart knows it (so much a row), otherwise ``ratio`` of the width.
        """
        if self.height:
            return self.height
        plot = plot_height or min(max(self.width * ratio, _LEAST_PLOT), _MOST_PLOT)
        return math.ceil(plot + text_height)

    def needed(self, ratio: float, text_height: float, plot_height: float | None = None) -> int:
        """Return the height below which words or marks would collide: rows of words keep their height, other plots may be low."""
        least = plot_height or min(max(self.width * min(ratio, _LEAST_RATIO), _LEAST_PLOT), _MOST_PLOT)
        return math.ceil(least + text_height)
