"""A chart for somebody else's page: the light page itself, the code that frames it, and what oEmbed says of it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # nosec B405

from plotly.utils import PlotlyJSONEncoder

from dashboard.canvas import DEFAULT_WIDTH, snap
from dashboard.charts import Chart
from dashboard.dress import CONFIG
from dashboard.previews import chart_query, with_query
from dashboard.selection import Selection
from dashboard.studio import Studio

WIDTHS = (320, 420, 560, 768, 1040)  # pixels: layouts that travel with an embed; the browser shows the widest that fits
STILL_WIDTHS = (320, 360, 420, 480, 560, 640, 768, 900, 1040)  # the same where stills are seen, which cannot be stretched
COLUMN = 640  # pixels of the column that an embed's height is meant for
_NARROWEST = 280
_CARD_SIZE = (1200, 630)  # pixels of a link preview
_FOOT = 42  # pixels of the line below the picture


def figures_json(studio: Studio, chart: Chart, selection: Selection, widths: Sequence[int] = WIDTHS) -> str:
    """Return a chart's figure in layouts of several widths, as JSON that may stand in a script; traces that are equal stand once.

    DRAWING_SCRIPT gives each its width: plotly.js, where it is to be responsive, would also stretch it to the height of its box.
    """
    traces: list[str] = []
    layouts: list[dict[str, Any]] = []
    for width in widths:
        figure = studio.picture(chart, selection, width).figure
        data = json.dumps(figure["data"], cls=PlotlyJSONEncoder, ensure_ascii=False)
        if data not in traces:
            traces.append(data)
        layouts.append({"width": width, "data": traces.index(data), "layout": figure["layout"]})
    rest = json.dumps({"layouts": layouts, "config": {**CONFIG, "responsive": False}}, cls=PlotlyJSONEncoder, ensure_ascii=False)
    return in_script(f'{{"data":[{",".join(traces)}],{rest[1:]}')


DRAWING_SCRIPT = (Path(__file__).parent / "templates" / "drawn.js").read_text("utf-8")
"""Draws every figure that a document holds."""


def held_figure(box: str, studio: Studio, chart: Chart, selection: Selection, widths: Sequence[int] = WIDTHS) -> str:
    """Return the element that holds a chart's figure for the element whose id is ``box``; DRAWING_SCRIPT draws it there."""
    return f'<script type="application/json" data-box="{escape(box)}">{figures_json(studio, chart, selection, widths)}</script>'


def in_script(text: str) -> str:
    """Return JSON such that no part of it ends the script element that it stands in."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def height_of(studio: Studio, chart: Chart, selection: Selection, width: int) -> int:
    """Return the pixels of height that an embed needs in a column of ``width``, be it drawn or seen as a still, which is scaled."""

    def needed(widths: Sequence[int], *, scaled: bool) -> int:
        fitting = max((known for known in widths if known <= width), default=widths[0])
        height = studio.picture(chart, selection, snap(fitting)).figure["layout"]["height"]
        return math.ceil(height * width / fitting) if scaled else height

    return max(needed(WIDTHS, scaled=False), needed(STILL_WIDTHS, scaled=True)) + _FOOT


def address_of(chart: Chart, selection: Selection, root: str, placed_at: str = "") -> str:
    """Return the address of an embed; with ``placed_at`` it says when the data has changed since that version."""
    query = "&".join(filter(None, (chart_query(chart, selection), f"data={placed_at}" if placed_at else "")))
    return root + with_query(f"/embed/{chart.id}", query)


def code(address: str, title: str, width: str, height: int) -> str:
    """Return the HTML that frames an embed: it may run its script and open its links, and nothing else."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" style="border:0" loading="lazy" '
        'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )


_FITTING = (
    '<script>addEventListener("message",function(e){{var d=e.data;if(!d||d.sentinel!=="amp"||d.type!=="embed-size"||!(d.height>0))return;'
    "document.querySelectorAll({frames}).forEach(function(f){{if(f.contentWindow===e.source)f.height=Math.ceil(d.height)}})}})</script>"
)


def fitting_code(frame: str, root: str) -> str:
    """Return the HTML of a frame with the script that keeps it as high as what stands in it, in any width.

    A sandboxed frame has no origin to tell senders apart by, so only the frame whose own window spoke is changed, and only
    if it is one of ours. Several such scripts on a page do the same thing twice.
    """
    return frame + _FITTING.format(frames=in_script(json.dumps(f'iframe[src^="{root}/embed/"]')))


def oembed(studio: Studio, chart: Chart, selection: Selection, root: str, most: tuple[int | None, int | None]) -> dict[str, Any]:
    """Return what oEmbed 1.0 says of a chart; ``most`` are the widest and highest that the caller has room for."""
    words = studio.words(selection)
    title = studio.picture(chart, selection, DEFAULT_WIDTH).title
    width = max(_NARROWEST, min(most[0] or COLUMN, COLUMN))
    height = min(height_of(studio, chart, selection, width), most[1] or 1 << 20)
    fits = (most[0] or _CARD_SIZE[0]) >= _CARD_SIZE[0] and (most[1] or _CARD_SIZE[1]) >= _CARD_SIZE[1]
    thumbnail = {
        "thumbnail_url": root + with_query(f"/cards/{chart.id}.png", chart_query(chart, selection)),
        "thumbnail_width": _CARD_SIZE[0],
        "thumbnail_height": _CARD_SIZE[1],
    }
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": words("record.cite_author"),
        "provider_name": words("site.name"),
        "provider_url": f"{root}/",
        "cache_age": 86_400,
        **(thumbnail if fits else {}),  # which may be no larger than there is room for
        "width": width,
        "height": height,
        "html": code(address_of(chart, selection, root), title, str(width), height),
    }


def as_xml(content: Mapping[str, Any]) -> bytes:
    """Return an oEmbed answer as XML."""
    top = ElementTree.Element("oembed")
    for name, value in content.items():
        ElementTree.SubElement(top, name).text = str(value)
    return ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)
