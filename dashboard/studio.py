"""Studio: the loaded record with its languages, and a bounded cache of the pictures drawn from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from dashboard.bibliography import Resting, behind_charts, behind_headlines, resting
from dashboard.canvas import Canvas, snap
from dashboard.charts import BY_ID, Chart
from dashboard.dress import Texts, dress
from dashboard.filters import LANGUAGE, PARAMS, THEME, WITH, Filter, vocabulary
from dashboard.gaps import Lacking, lacking
from dashboard.headlines import HeadlineFigure, headline_figure
from dashboard.pages import Page
from dashboard.provenance import Provenance
from dashboard.render import Picture, Span, render
from dashboard.rivals import draw_rivals
from dashboard.selection import BadValue, Selection, Vocabulary, parse
from dashboard.shares import Share, shares
from dashboard.tables import Tables
from dashboard.theme import THEMES
from dashboard.words import Words

CACHED_PICTURES = 512
PANEL_WIDTH = 480  # pixels of the figure in the provenance panel


@dataclass(frozen=True, eq=False)
class Studio:
    """Answers what the pages and the machine door ask, from one record.

    Pictures are cached by chart, the part of the selection that the chart looks at, language and canvas. The record of
    a studio never changes, so its fingerprint need not be part of the key.
    """

    tables: Tables
    languages: Mapping[str, Words]
    vocabulary: Vocabulary = field(init=False)
    _draw: Any = field(init=False, repr=False)
    _offers: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict[tuple[str, str], tuple[str, ...]], init=False, repr=False)

    def __post_init__(self) -> None:
        """Build the vocabulary and the cache."""
        object.__setattr__(self, "vocabulary", vocabulary(self.tables, self.languages, THEMES))

        @lru_cache(maxsize=CACHED_PICTURES)
        def draw(chart_id: str, selection: Selection, language: str, canvas: Canvas, span: Span | None) -> Picture:
            return render(BY_ID[chart_id], self.tables, selection, self.languages[language], canvas, span)

        object.__setattr__(self, "_draw", draw)

    def parse(self, search: str) -> tuple[Selection, tuple[BadValue, ...]]:
        """Return the selection that an address asks for, and what had to be dropped from it."""
        return parse(search, PARAMS, self.vocabulary)

    def words(self, selection: Selection) -> Words:
        """Return the texts of the language chosen."""
        return self.languages[selection[LANGUAGE]]

    def picture(self, chart: Chart, selection: Selection, width: int, height: int = 0, span: Span | None = None) -> Picture:
        """Return a chart's picture; on a page the height follows the words, and the width is a layout width.

        Raises:
            ChartError: the chart failed.
        """
        canvas = Canvas(snap(width) if not height else width, height, selection[THEME])
        return self._draw(chart.id, selection.without([LANGUAGE, THEME, WITH]), selection[LANGUAGE], canvas, span)

    def second(self, selection: Selection) -> tuple[Selection, tuple[BadValue, ...]]:
        """Return the second selection of a comparison, in the language and theme of the first, and what had to be dropped."""
        other, problems = self.parse(selection[WITH])
        for param in (LANGUAGE, THEME):
            other = other.choose(param, selection[param])
        return other.without([WITH]), problems

    def pair(self, chart: Chart, selection: Selection, width: int) -> tuple[Picture, Picture]:
        """Return a chart's pictures under both selections of a comparison, their figures on axes of one range."""
        first = self.picture(chart, selection, width)
        second = self.picture(chart, self.second(selection)[0], width)
        if first.span is None or second.span is None or first.span == second.span:
            return first, second
        span = min(first.span[0], second.span[0]), max(first.span[1], second.span[1])
        return self.picture(chart, selection, width, span=span), self.picture(chart, self.second(selection)[0], width, span=span)

    def offers(self, known: Filter[Any], chart: Chart) -> tuple[str, ...]:
        """Return the values of a filter that a chart can show: those it names, otherwise those that its rows hold."""
        key = (known.param.key, chart.id)
        if key not in self._offers:
            on = chart.filters[known]
            self._offers[key] = on.offers or tuple(chart.prepare(self.tables[chart.table])[on.columns[0]].dropna().astype(str).unique())
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
