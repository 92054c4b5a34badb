"""PAGES: what stands on which address. Adding a page is one entry here and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.charts import BY_ID, Chart
from dashboard.filters import FILTERS, PERIOD, PHASE, ROW, TABLE, Filter
from dashboard.headlines import HEADLINES, Headline
from dashboard.selection import Param


@dataclass(frozen=True)
class Page:
    """One page: its texts are ``pages.<id>.*`` in words/.

    Attributes:
        id: its name in words/ and in file names.
        path: its address.
        charts: its charts in order; empty for a page that holds none.
        headlines: the figures that open it.
        after: names of what follows the charts, each a function of ``layout.sections``.
        compares: whether it shows its one chart twice, under two selections.
        listed: whether it stands in the list of pages at the top; others are linked from where they are needed.
        params: what its address may hold and that of no other page; links to other pages leave it out.
    """

    id: str
    path: str
    charts: tuple[Chart, ...] = ()
    headlines: tuple[Headline, ...] = ()
    after: tuple[str, ...] = ()
    compares: bool = False
    listed: bool = True
    params: tuple[Param[Any], ...] = ()

    @property
    def filters(self) -> tuple[Filter[Any], ...]:
        """Return the filters that at least one of the page's charts obeys, in their declared order; a phase stands for a period."""
        obeyed = {known for chart in self.charts for known in chart.filters}
        return tuple(known for known in FILTERS if known in obeyed or (known is PHASE and PERIOD in obeyed))


def _charts(*chart_ids: str) -> tuple[Chart, ...]:
    return tuple(BY_ID[chart_id] for chart_id in chart_ids)


PAGES: tuple[Page, ...] = (
    Page(
        "glance",
        "/",
        _charts(
            "sentences-by-year",
            "arrests-executions",
        ),
        HEADLINES,
        after=("story", "naming"),
    ),
    Page(
        "elites",
        "/elites",
        _charts(
            "show-trials",
            "elite-losses",
            "army-ranks",
            "party-membership",
            "death-lists-by-territory",
        ),
        after=("story",),
    ),
    Page(
        "timeline",
        "/timeline",
        _charts(
            "phases",
            "events",
            "operation-progress",
            "arrests-by-month",
            "moscow-executions",
            "site-executions",
            "death-lists",
        ),
        after=("story",),
    ),
    Page(
        "mass-operation",
        "/mass-operation",
        _charts(
            "limit-map",
            "limit-ranking",
            "limit-increases",
            "victim-categories",
            "sentencing-bodies",
        ),
        after=("story",),
    ),
    Page(
        "national",
        "/national-operations",
        _charts(
            "national-operations",
            "execution-share",
            "operation-calendar",
            "minorities",
        ),
        after=("story",),
    ),
    Page(
        "deportations",
        "/deportations",
        _charts(
            "deportation-flows",
            "deportations-by-group",
            "special-settlers",
            "gulag-population",
        ),
        after=("story",),
    ),
    Page(
        "historians",
        "/historians",
        _charts(
            "estimates",
            "article-claims",
        ),
        after=("discrepancies", "story"),
    ),
    Page("lessons", "/lessons", after=("lessons",)),
    Page("deck", "/deck", after=("deck",), listed=False),
    Page("data", "/data", after=("grid",), params=(TABLE, ROW)),
    Page("sources", "/sources", after=("bibliography",)),
    Page("about", "/about", after=("about",)),
)


@dataclass(frozen=True)
class Chapter:
    """One step of the founding article's story, told by a chart: its texts are ``story.<id>.*`` in words/.

    Attributes:
        id: its name in words/.
        chart: the chart that tells it.
        choice: a parameter and its value under which the chart tells it; empty where the plain view does.
    """

    id: str
    chart: str
    choice: tuple[str, str] = ("", "")


STORY: tuple[Chapter, ...] = (
    Chapter("fear_of_opposition", "party-membership"),
    Chapter("the_purges_begin", "show-trials"),
    Chapter("vigilance_and_scapegoats", "elite-losses"),
    Chapter("elections", "events", ("category", "election,party")),
    Chapter("mass_operation", "limit-map"),
    Chapter("national_operations", "national-operations"),
    Chapter("chaos_and_overrun", "operation-progress"),
    Chapter("outcome", "sentences-by-year"),
)
"""In the order in which the article tells it."""

BY_PATH = {page.path: page for page in PAGES}


COMPARE = "/compare/"
"""Below this path stands each chart beside itself under a second selection."""


def page_at(path: str) -> Page | None:
    """Return the page at an address, the comparisons among them; None where there is none."""
    chart = BY_ID.get(path.removeprefix(COMPARE)) if path.startswith(COMPARE) else None
    return Page("compare", path, (chart,), compares=True) if chart else BY_PATH.get(path)


def page_of(chart: Chart) -> Page:
    """Return the page that a chart stands on."""
    return next(page for page in PAGES if chart in page.charts)
