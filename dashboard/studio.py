"""Studio: the loaded record with its languages, and a bounded cache of the pictures drawn from it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dashboard.bibliography import Resting, behind_charts, behind_headlines, resting
from dashboard.cache import kept
from dashboard.canvas import Canvas, snap
from dashboard.charts import BY_ID, Chart
from dashboard.dress import Texts, dress
from dashboard.errors import ChartError
from dashboard.filters import ALWAYS, LANGUAGE, LOOKS, PARAMS, PATTERNS, ROW, TABLE, THEME, WITH, Filter, vocabulary
from dashboard.gaps import Lacking, lacking
from dashboard.headlines import HeadlineFigure, headline_figure
from dashboard.lesson_files import Lesson
from dashboard.pages import PAGES, Page
from dashboard.provenance import Provenance
from dashboard.readings import Read, read
from dashboard.render import Picture, drawn, failed
from dashboard.rivals import draw_rivals
from dashboard.scales import Span, joined
from dashboard.selection import BadValue, Selection, Vocabulary, parse, shorten
from dashboard.shares import Share, shares
from dashboard.sized import Order, Sized, sized
from dashboard.tables import Tables
from dashboard.theme import THEMES
from dashboard.words import Words

log = logging.getLogger(__name__)

CACHED_PICTURES = 512
CACHED_READINGS = 64  # what a picture was just drawn of, or is about to be
CACHED_SIZED = 64
CHARTS_OPENING = 2  # charts whose findings stand in the sentences that open their page
PANEL_WIDTH = 480  # pixels of the figure in the provenance panel


@dataclass(frozen=True, eq=False)
class Studio:
    """Answers what the pages and the machine door ask, from one record.

    Pictures are cached by chart, the part of the selection that the chart looks at, language and canvas. The record of
    a studio never changes, so its fingerprint need not be part of the key.
    """

    tables: Tables
    languages: Mapping[str, Words]
    lessons: Mapping[str, Lesson] = field(default_factory=dict[str, Lesson])
    vocabulary: Vocabulary = field(init=False)
    _read: Any = field(init=False, repr=False)
    _draw: Any = field(init=False, repr=False)
    _arrange: Any = field(init=False, repr=False)
    _offers: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict[tuple[str, str], tuple[str, ...]], init=False, repr=False)

    def __post_init__(self) -> None:
        """Build the vocabulary and the cache."""
        object.__setattr__(self, "vocabulary", vocabulary(self.tables, self.languages, THEMES))

        @kept(CACHED_READINGS)
        def say(chart_id: str, selection: Selection, language: str, canvas: Canvas) -> Read:
            return read(BY_ID[chart_id], self.tables, selection, self.languages[language], canvas)

        object.__setattr__(self, "_read", say)

        @kept(CACHED_PICTURES)
        def draw(chart_id: str, selection: Selection, language: str, canvas: Canvas, spans: tuple[Span, ...]) -> Picture:
            chart, words = BY_ID[chart_id], self.languages[language]
            try:
                return drawn(say(chart_id, selection, language, canvas), spans)
            except ChartError:
                log.exception("shown in its place: that it could not be drawn (%s)", selection.to_query() or "plain view")
                return failed(chart, self.tables, words, canvas)

        object.__setattr__(self, "_draw", draw)

        @kept(CACHED_SIZED)
        def arrange(chart_id: str, selection: Selection, language: str, order: Order) -> tuple[Sized, ...]:
            return sized(BY_ID[chart_id], self.tables, selection, self.languages[language], order)

        object.__setattr__(self, "_arrange", arrange)

    def parse(self, search: str, at: Page | None = None) -> tuple[Selection, tuple[BadValue, ...]]:
        """Return the selection that an address (of the page ``at``) asks for, and what had to be dropped from it."""
        selection, problems = parse(search, PARAMS, self.vocabulary)
        if ROW in selection and self.tables.row(f"{selection[TABLE]}/{selection[ROW]}") is None:
            problems = (*problems, BadValue("not_allowed", ROW.key, shorten(selection[ROW])))
            selection = selection.without([ROW])
        strangers = [param for page in PAGES if at not in (None, page) for param in page.params if param in selection]
        problems = (*problems, *(BadValue("elsewhere", param.key, shorten(param.show(selection[param]))) for param in strangers))
        return selection.without(strangers), problems

    def words(self, selection: Selection) -> Words:
        """Return the texts of the language chosen."""
        return self.languages[selection[LANGUAGE]]

    def picture(self, chart: Chart, selection: Selection, width: int, height: int = 0, spans: tuple[Span, ...] = ()) -> Picture:
        """Return a chart's picture; on a page the height follows the words, and the width is a layout width.

        A chart that fails is logged, and a picture that says so stands in its place: the rest of the page is not lost.
        """
        return self._draw(*self._asked(chart, selection, width, height), spans)

    def _asked(self, chart: Chart, selection: Selection, width: int, height: int = 0) -> tuple[str, Selection, str, Canvas]:
        """Return what a reading and a picture are kept under."""
        theme = THEMES[selection[THEME]]
        told_apart = selection[PATTERNS] == ALWAYS and theme.solidity is None  # the greys of print have patterns of their own
        canvas = Canvas(snap(width) if not height else width, height, theme.name, patterned=told_apart)
        return chart.id, chart.meant(selection).without([*LOOKS, WITH]), selection[LANGUAGE], canvas

    def finding(self, chart: Chart, selection: Selection, width: int) -> str:
        """Return what stands out in a chart under a selection, without drawing it; empty where nothing does, or where it fails."""
        try:
            return self._read(*self._asked(chart, selection, width)).reading.finding
        except ChartError:  # its card says so
            return ""

    def sized(self, chart: Chart, selection: Selection, order: Order) -> tuple[Sized, ...]:
        """Return a chart's picture in the size and look ordered; several where one has no legible room for all its rows.

        Raises:
            ChartError: the chart failed.
            SizeError: the chart has no room in that size.
        """
        return self._arrange(chart.id, chart.meant(selection).without([LANGUAGE, THEME, WITH]), selection[LANGUAGE], order)

    def opening(self, page: Page, selection: Selection, width: int) -> str:
        """Return the sentences that open a page: what it is about, and what stands out in its first charts under the selection."""
        words = self.words(selection)
        findings = [self.finding(chart, selection, width) for chart in page.charts[:CHARTS_OPENING]]
        return " ".join(filter(None, (words(f"pages.{page.id}.intro"), *findings)))

    def second(self, selection: Selection) -> tuple[Selection, tuple[BadValue, ...]]:
        """Return the second selection of a comparison, looking as the first, and what had to be dropped."""
        other, problems = self.parse(selection[WITH])
        for param in LOOKS:
            other = other.choose(param, selection[param])
        return other.without([WITH]), problems

    def pair(self, chart: Chart, selection: Selection, width: int) -> tuple[Picture, Picture]:
        """Return a chart's pictures under both selections of a comparison, their figures on axes of one range."""
        first = self.picture(chart, selection, width)
        second = self.picture(chart, self.second(selection)[0], width)
        spans = joined(first.spans, second.spans)
        if not spans:
            return first, second
        return self.picture(chart, selection, width, spans=spans), self.picture(chart, self.second(selection)[0], width, spans=spans)

    def offers(self, known: Filter[Any], chart: Chart) -> tuple[str, ...]:
        """Return the values of a filter that a chart can show: those it names, otherwise those that its rows hold."""
        key = (known.param.key, chart.id)
        if key not in self._offers:
            on = chart.filters[known]
            self._offers[key] = on.offers or tuple(chart.prepare(chart.rows(self.tables))[on.columns[0]].dropna().astype(str).unique())
        return self._offers[key]

    def rivals(self, one: Provenance, selection: Selection) -> dict[str, Any]:
        """Return the small figure of a row's rivals for the provenance panel."""
        theme = THEMES[selection[THEME]]
        return dress(draw_rivals(one), Texts("", "", ""), theme, Canvas(PANEL_WIDTH, 0, theme.name), 0)

    @cached_property
    def resting(self) -> Mapping[str, Resting]:
        """Return what rests on each source, counted once for the record."""
        return resting(self.tables)

    @cached_property
    def behind(self) -> tuple[Share, Share]:
        """Return the rows behind the headline figures and behind the charts as they open, counted once for the record."""
        return behind_headlines(self.tables), behind_charts(self.tables)

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """Return the rows of each table by certainty, counted once for the record."""
        return shares(self.tables)

    @cached_property
    def lacking(self) -> Lacking:
        """Return what the record lacks, counted once for the record."""
        return lacking(self.tables)

    def headlines(self, page: Page, words: Words) -> list[HeadlineFigure]:
        """Return a page's headline figures in words."""
        return [headline_figure(headline, self.tables, words) for headline in page.headlines]
