"""pack_html(show, ...) -> a lesson as one HTML file: no server, no network; figures, fonts, script and plotly.js stand in it.

It is the present page itself. Figures are carried for two shapes of screen and scaled to the one at hand; the values that
all figures of one size share (the template of the theme) stand in the file once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard.images import font_css
from dashboard.plotly_script import plotly_inline
from dashboard.stage import PROJECTOR, WALL, Show, Slide, chart_size, step_drawings, step_words
from dashboard.stage_page import part, present_page
from dashboard.studio import Studio
from dashboard.wall import wall_pictures

SCREENS = ((1920, 1080), (1024, 768))  # as wide as most, and as old projectors are
LIMIT = 6_000_000  # bytes that a file may have
FORMS = ("html", "pptx", "pdf", "zip")


def pack_html(show: Show, studio: Studio, assets: Path) -> bytes:
    """Return a show as one HTML file that asks for nothing."""
    words = studio.words(show.slides[0].selection)
    templates = dict[str, Any]()
    steps = [_step(slide, studio, templates) for slide in show.slides]
    carried = {
        "shared": [shared for shared, _ in steps],
        "packed": [sizes for _, sizes in steps],
        "template": templates,
    }
    inline = (plotly_inline(assets), part("present.js"))
    return present_page(show, words, inline=inline, fonts=font_css(assets), carried=carried).encode()


def _step(slide: Slide, studio: Studio, templates: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what a step says, and its drawings for each screen; their templates are put aside by the width drawn."""
    sizes, first = list[dict[str, Any]](), None
    for screen in SCREENS:
        pictures, canvas = wall_pictures(slide.chart, slide.selection, studio, *chart_size(*screen), WALL if slide.texts else PROJECTOR)
        first = first or pictures[0]
        drawn = step_drawings(pictures, canvas)
        sizes.append({**drawn, "parts": [_without_template(figure, str(canvas.width), templates) for figure in drawn["parts"]]})
    assert first is not None
    return step_words(slide, first, studio), sizes


def _without_template(figure: dict[str, Any], width: str, templates: dict[str, Any]) -> dict[str, Any]:
    layout = dict(figure["layout"])
    templates.setdefault(width, layout.pop("template"))
    return {"data": figure["data"], "layout": layout}


def form_of(out: Path | None) -> str | None:
    """Return the form that the ending of a file names, HTML where it has none; None for an ending that is no form's."""
    ending = out.suffix[1:].lower() if out else ""
    return (ending if ending in FORMS else None) if ending else FORMS[0]


def file_name(show: Show, suffix: str) -> str:
    """Return what a reader's own copy of a lesson is called."""
    return f"{show.id}.{suffix}"


def print_arguments(browser: str, page: Path, out: Path) -> Sequence[str]:
    """Return the command by which a chrome of this machine prints a packed lesson as its handout (PDF, tagged)."""
    return (
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        "--virtual-time-budget=60000",
        f"--print-to-pdf={out}",
        f"{page.as_uri()}#handout",
    )
