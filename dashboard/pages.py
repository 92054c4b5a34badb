"""PAGES: what stands on which address. Adding a page is one entry here and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.charts import BY_ID, Chart
from dashboard.filters import FILTERS, Filter
from dashboard.headlines import HEADLINES, Headline


@dataclass(frozen=True)
class Page:
    """One page: its texts are ``pages.<id>.*`` in words/."""

    id: str
    path: str
    charts: tuple[Chart, ...]
    headlines: tuple[Headline, ...] = ()

    @property
    def filters(self) -> tuple[Filter[Any], ...]:
        """Return the filters that at least one of the page's charts obeys, in their declared order."""
        return tuple(known for known in FILTERS if any(known in chart.filters for chart in self.charts))


PAGES: tuple[Page, ...] = (
    Page("glance", "/", (BY_ID["sentences-by-year"], BY_ID["arrests-executions"]), HEADLINES),
    Page("timeline", "/timeline", (BY_ID["phases"], BY_ID["events"], BY_ID["operation-progress"])),
)

BY_PATH = {page.path: page for page in PAGES}


def page_of(chart: Chart) -> Page:
    """Return the page that a chart stands on."""
    return next(page for page in PAGES if chart in page.charts)
