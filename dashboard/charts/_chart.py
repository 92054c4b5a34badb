"""The frozen declaration of one chart, and what is handed to its three functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd

from dashboard.charts._sketch import Drawing
from dashboard.filters import PERIOD, PHASE, Filter
from dashboard.selection import Months, Param, Selection
from dashboard.words import Words

T = TypeVar("T")


@dataclass(frozen=True)
class On:
    """How a chart obeys a filter.

    Attributes:
        columns: the columns that the filter looks at (for a period: start and end, or one for both).
        offers: the values that this chart can show; empty means whatever its table holds.
        default: the values shown when the reader has chosen none; empty means all that it can show.
        whole_years: of a period, whether the figures are of whole years: the years that it touches then stand for it.
    """

    columns: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    default: tuple[str, ...] = ()
    whole_years: bool = False


@dataclass(frozen=True)
class Scene:
    """Everything besides its frame that a chart may look at.

    Attributes:
        words: the reader's language.
        tables: the tables that the chart declared besides its own, whole.
        selection: the choices in force for this chart, after those that it cannot obey were set aside.
        width: width of the picture in pixels.
        label: size of its labels in pixels.
        narrow: whether there is no room for words beside the plot.
        whole: the frame of which the one drawn is only a part; None where it is all. Spans of time and words inside the plot must
            not speak as if the part were all.
        panel: the one panel to be drawn of those that the chart declares; empty where it is all.
        known: what was worked out of the tables alone, which every scene over the same record shares (see ``_once``).
        found: what was worked out of a frame in this scene.
    """

    words: Words
    tables: Mapping[str, pd.DataFrame]
    selection: Selection
    width: int
    label: float
    narrow: bool
    whole: pd.DataFrame | None = None
    panel: str = ""
    known: dict[Any, Any] = field(default_factory=dict[Any, Any], repr=False, compare=False)
    found: dict[Any, Any] = field(default_factory=dict[Any, Any], repr=False, compare=False)

    def shows(self, panel: str) -> bool:
        """Whether a panel is to be drawn."""
        return self.panel in ("", panel)

    def __getitem__(self, choice: Filter[T] | Param[T]) -> T:
        """Return the value in force for a filter or parameter."""
        return self.selection[choice.param if isinstance(choice, Filter) else choice]

    @property
    def period(self) -> str:
        """Return the period in force in words."""
        span = self[PERIOD]
        return self.words.months(span.first, span.last) if span else ""


@dataclass(frozen=True)
class Reading:
    """What a chart says in words, computed from the frame drawn.

    Attributes:
        title: the finding, when this selection supports one; otherwise the chart's question stands.
        subtitle: the measure in one sentence, when the chart's plain one does not fit this selection.
        sentences: what is shown, what stands out, what it cannot show.
        detail: rows chosen to be read in full: heading, then paragraphs.
        sources: sources of figures drawn from other tables than the chart's own, by id.
    """

    title: str | None = None
    subtitle: str | None = None
    sentences: tuple[str, ...] = ()
    detail: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def finding(self) -> str:
        """Return the sentence that says what stands out; empty when this selection supports none."""
        return self.sentences[1] if len(self.sentences) > 2 else ""


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart: its texts are ``charts.<id>.*`` in words/.

    Attributes:
        id: its name in addresses, ids and file names.
        table: the table that it draws; one mark can be traced to rows of it.
        filters: the filters that it obeys, and how; a filter in force that is not here is said to be left aside.
        prepare: narrowed frame to the frame drawn, which is also what a reader downloads.
        draw: prepared frame and scene to a figure: traces and the meaning of axes, nothing else.
        read: prepared frame and scene to words.
        window: the period shown when the reader has chosen none.
        joined: tables whose rows stand in its frame below those of its own, so that filters, table twin and download hold them.
        beside: other tables that drawing or reading looks at.
        marks: plain parameters that change its drawing (such as the event being read).
        chooses: the parameter that a click on a mark sets, from the mark's customdata.
        names: row and words to the name of its mark, in the list from which a mark is chosen.
        ratio: height of the plot as a share of the picture's width.
        splits: for each row of the prepared frame the place, in the order drawn, of what a picture must keep together (a
            territory, a question): a picture of fixed height that has no room for all is divided there. None: never divided.
        panels: what it draws below one another on one axis, each with a name under ``charts.<id>.panels``: a picture of fixed
            height that has no room for all shows them one by one. Empty: it has one.
    """

    id: str
    table: str
    filters: Mapping[Filter[Any], On]
    prepare: Callable[[pd.DataFrame], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Scene], Drawing]
    read: Callable[[pd.DataFrame, Scene], Reading]
    window: Months | None = None
    joined: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    marks: tuple[Param[Any], ...] = ()
    chooses: Param[str] | None = None
    names: Callable[[dict[str, Any], Words], str] | None = None
    ratio: float = 0.42
    splits: Callable[[pd.DataFrame, Scene], list[int]] | None = None
    panels: tuple[str, ...] = ()

    def rows(self, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
        """Return the rows that the chart may draw: those of its table, then those of the tables joined to it."""
        if not self.joined:
            return tables[self.table]
        return pd.concat([tables[name] for name in (self.table, *self.joined)], ignore_index=True)

    @property
    def params(self) -> tuple[Param[Any], ...]:
        """Return every parameter that changes this chart."""
        lens = (PHASE.param,) if PERIOD in self.filters else ()
        return (*(known.param for known in self.filters), *lens, *self.marks)

    def meant(self, selection: Selection) -> Selection:
        """Return a selection as this chart takes it: of values chosen, those that it can show; all of them is no choice.

        What was chosen for a neighbour alone leaves it as it is. Where nothing chosen is anything that it can show, the choice
        stands, to be set aside with a word.
        """
        for known, on in self.filters.items():
            chosen = selection[known.param]
            if on.offers and isinstance(chosen, frozenset) and (shown := chosen & frozenset(on.offers)):
                whole = not on.default and shown == frozenset(on.offers)
                selection = selection.without([known.param]) if whole else selection.choose(known.param, shown)
        return selection

    def asked(self, selection: Selection, *beside: Param[Any]) -> Selection:
        """Return what of a selection changes this chart, and the parameters ``beside``: what its own address says."""
        foreign = [known.param for known, on in self.filters.items() if on.offers and _disjoint(selection[known.param], on.offers)]
        return self.meant(selection.without(foreign)).only((*self.params, *beside))


def _disjoint(chosen: Any, offers: tuple[str, ...]) -> bool:
    return isinstance(chosen, frozenset) and bool(chosen) and chosen.isdisjoint(offers)


def by(*columns: str) -> Callable[[pd.DataFrame, Scene], list[int]]:
    """Return a ``Chart.splits`` that keeps rows of one value of the columns together, in the order of the frame."""

    def places(frame: pd.DataFrame, scene: Scene) -> list[int]:
        return frame.groupby(list(columns), sort=False, dropna=False, observed=True).ngroup().tolist()

    return places
