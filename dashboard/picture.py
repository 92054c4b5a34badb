"""Picture: a chart as one reader asked for it, and what may be changed in it by whoever takes it away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import pandas as pd
from plotly.utils import PlotlyJSONEncoder

from dashboard.charts import Chart
from dashboard.lettering import lettered
from dashboard.scales import Drawing, Span


@dataclass(frozen=True)
class Edits:
    """What whoever takes a picture away may change in it; source line, basis and filters in force are not among them.

    Attributes:
        title: in place of the chart's title; None keeps it.
        subtitle: in place of the sentence that states the measure, which then stands in the footnotes; None keeps it.
        credit: a line below the sources.
        footnote: a paragraph above the sources, for example terms of the glossary.
        site: where the dashboard is public; it stands before the short link.
        brief: whether sources are named by author and year, as on a wall, where they are cited in full beside the picture.
    """

    title: str | None = None
    subtitle: str | None = None
    credit: str = ""
    footnote: str = ""
    site: str = ""
    brief: bool = False


UNEDITED = Edits()


@dataclass(frozen=True)
class Part:
    """One of several pictures among which the rows or the panels of a chart are divided, because one has no room for all.

    Attributes:
        number: which one it is, from 1.
        of: how many there are.
        places: what is drawn, of the places that ``Chart.splits`` gives; all of them where a panel is drawn.
        total: how many places the chart has.
        along: the axis that all its pictures share, as the whole has it; empty where each panel has an axis of its own.
        panel: the one panel drawn, of those that the chart declares; empty where rows are divided.
    """

    number: int
    of: int
    places: frozenset[int]
    total: int
    along: Mapping[str, Any] = field(default_factory=dict[str, Any])
    panel: str = ""


@dataclass(frozen=True, eq=False)
class Picture:
    """A chart as one reader asked for it.

    Attributes:
        chart: the chart.
        figure: what plotly.js takes, dressed; its height is in ``layout.height``.
        frame: the prepared frame, one row or more a mark: the table twin and the download.
        title: the finding or the question.
        sentences: what is shown, what stands out, what it cannot show; also the figure's description.
        detail: rows chosen to be read in full.
        notes: choices that this chart cannot obey, and which figures it shows, in words.
        sources: the sources of the rows drawn, cited.
        spans: the axes on which the figures stand, with their ranges; none where no axis carries them.
        places: the place of each row in what a picture of fixed height must keep together (see ``Chart.splits``); empty where
            nothing is divided.
        needed: the height in pixels below which words or rows would collide at this width.
        around: how much of the height the words around the plot take.
        measured: the chart's own sentence on the measure, with which its subtitle begins unless it was edited.
        subtitle: the sentences under the title, in the picture.
        source_line: the sources, the caveat and the short link, in the picture.
        width: the pixels for which it is laid out.
    """

    chart: Chart
    figure: dict[str, Any]
    frame: pd.DataFrame
    title: str
    sentences: tuple[str, ...]
    detail: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    places: tuple[int, ...] = ()
    needed: int = 0
    around: float = 0
    measured: str = ""
    subtitle: str = ""
    source_line: str = ""
    width: int = 0

    @property
    def drawing(self) -> Drawing:
        """Return the figure as a card draws it, which looks the same and is drawn anew in half the time (see ``lettering``)."""
        return lettered(self.figure, self.width)

    def drawing_json(self) -> str:
        """Return the drawing as plotly.js takes it; not kept here, for answers are kept as they are sent."""
        return json.dumps(self.drawing, cls=PlotlyJSONEncoder, ensure_ascii=False)

    @cached_property
    def mark(self) -> str:
        """Return what tells the drawing from any other: a browser that shows it need not draw it anew."""
        return mark_of(self.drawing_json())


def mark_of(drawing_json: str) -> str:
    """Return the mark of a drawing (see ``Picture.mark``)."""
    return sha256(drawing_json.encode()).hexdigest()[:16]
