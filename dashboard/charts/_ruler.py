"""The axis of figures under horizontal bars, as long as the words beside the bars need, and its round steps."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.canvas import text_width
from dashboard.charts._chart import Scene
from dashboard.words import Words

_BESIDE = 1.2  # sizes of type between a mark and the end of the axis, besides the words
_APART = 1.8  # widths of a figure from one to the next
_MOST = 0.8  # share of the room that words may take


@dataclass(frozen=True)
class Ruler:
    """The axis of the figures.

    Attributes:
        log: whether it is logarithmic.
        first: where it begins, in its own units (powers of ten on a logarithmic axis).
        last: where it ends, so that the words beside each mark have room.
        room: about how many pixels it has.
    """

    log: bool
    first: float
    last: float
    room: float

    def at(self, value: float) -> float:
        """Return where words beside a figure stand."""
        return math.log10(max(value, 1)) if self.log else value

    def axis(self, label: float, words: Words, *, edge: bool) -> dict[str, Any]:
        """Return what the axis means, with figures at round steps as far as they have room.

        ``edge`` says that it begins at the edge of the picture, where a figure under its beginning would be cut.
        """
        if self.log:
            widest = text_width(words.number(10 ** math.floor(self.last)), label)
            apart = max(1, math.ceil(widest * _APART * (self.last - self.first) / self.room))  # powers from one figure to the next
            powers = range(math.ceil(self.first) + edge, math.floor(self.last) + 1, apart)
            return {
                "type": "log", "range": [self.first, self.last], "tickvals": [10**power for power in powers],
                "ticktext": [words.number(10**power) for power in powers],
            }  # fmt: skip
        widest = text_width(words.number(int(self.last)), label)
        fewest = max(1.0, self.room / (widest * _APART))
        step = next(step for power in range(8) for step in (10**power, 2 * 10**power, 5 * 10**power) if self.last / step <= fewest)
        clear = self.last * (1 - widest / 2 / self.room)
        return {"range": [0, self.last], "tickvals": list(range(edge * step, int(clear) + 1, step)), "tickformat": ",d"}


def ruler_for(beside: Iterable[tuple[float, str]], lowest: float, room: float, scene: Scene, *, log: bool) -> Ruler:
    """Return an axis of ``room`` pixels on which all words have room right of their marks.

    ``beside`` gives where each mark ends, and its words; ``lowest`` is the least figure above zero.
    """
    ruler = Ruler(log, math.floor(math.log10(lowest)) if log else 0, 0, room)
    taken = [(ruler.at(reach), (text_width(text, scene.label) + scene.label * _BESIDE) / room) for reach, text in beside]
    last = max((ruler.first + (at - ruler.first) / (1 - min(_MOST, share)) for at, share in taken), default=0.0)
    return Ruler(log, ruler.first, last if last > ruler.first else ruler.first + 1, room)
