"""The front: a page as the document already holds it, readable before any script has run.

Its first chart is drawn as soon as plotly.js is there; when Dash has drawn the same page under it, it goes (assets/front.js).
Only the look stands here: no ids, nothing to use, and nothing for those who hear the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from dashboard.callbacks import page_for
from dashboard.canvas import DEFAULT_WIDTH
from dashboard.embeds import figures_json
from dashboard.layout.plain import as_html
from dashboard.pages import Page, page_at
from dashboard.selection import Selection
from dashboard.studio import Studio

KEPT = 32  # fronts that are kept
FACES = ("sans-latin-400", "sans-latin-500", "sans-latin-700", "serif-latin-700")  # the type above the fold
SCRIPT = "front.js"
_PAGE_WIDTHS = (320, 360, 640, 900, 1180, 1320)  # layout widths of usual screens; on others the next smaller is shown until Dash has drawn
_ONCE = re.compile(r' (?:id|for|name|aria-[a-z]+|data-[a-z-]+)="[^"]*"')  # of the real page only


def ahead_of(first: Sequence[str], fonts: Sequence[str]) -> str:
    """Return what lets a browser fetch the scripts that draw a front, and its type, before it meets them.

    Those of Dash are not among them: a browser that parses them meanwhile draws the front later.
    """
    links = [f'<link rel="preload" as="script" href="{address}">' for address in first]
    faces = [f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{address}">' for address in fonts]
    return "".join([*links, *faces])


def drawn_by(first: tuple[str, str], scripts: str) -> str:
    """Return the scripts that draw a front; they have the addresses of those that come later, to fetch them once it is drawn."""
    plotly, drawing = first
    later = " ".join(re.findall(r'src="([^"]+)"', scripts))
    return f'<script src="{plotly}"></script><script src="{drawing}" data-later="{later}"></script>'


class Front:
    """Makes and keeps the fronts of one record."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._kept = lru_cache(maxsize=KEPT)(self._made)

    def html(self, path: str, search: str) -> str:
        """Return the front of the page at an address; empty for a page that opens with no chart, and where something was dropped."""
        at = page_at(path)
        if at is None or not at.charts or at.compares:
            return ""
        selection, problems = self._studio.parse(search, at)
        return "" if problems else self._kept(at, selection)

    def _made(self, at: Page, selection: Selection) -> str:
        figures = figures_json(self._studio, at.charts[0], selection, _PAGE_WIDTHS)
        page = page_for(self._studio, at.path, selection.to_query(), DEFAULT_WIDTH)
        shown = _ONCE.sub("", as_html(page, _stand_in))
        held = f'<script type="application/json" id="front-figures">{figures}</script>'
        return f'<div id="front" class="front" aria-hidden="true" inert>{shown}</div>{held}'


def _stand_in(kind: str, properties: Mapping[str, Any]) -> str:
    """Return what takes the room of a component."""
    inside = properties.get("children")
    match kind:
        case "Graph":
            height = properties["figure"]["layout"]["height"]
            return f'<div class="graph" style="height:{height}px"></div>'
        case "Select" | "MultiSelect" | "MonthPickerInput":
            label = f'<span class="over">{escape(properties["label"])}</span>'
            told = "" if any(properties.get("value") or ()) else escape(properties["placeholder"])
            return f'<div class="{properties["className"]}">{label}<span class="field">{told}</span></div>'
        case "SegmentedControl":
            entries = "".join(f"<span>{escape(entry['label'])}</span>" for entry in properties["data"])
            return f'<span class="field switch">{entries}</span>'
        case "ChipGroup":
            return as_html(inside, _stand_in)
        case "Chip":
            return f'<span class="chip">{escape(str(inside))}</span>'
        case _:
            return ""
