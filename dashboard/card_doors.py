"""What the cards of a page ask for when a reader chooses: plain GET, which browsers, proxies and CDNs can keep.

``/charts/<card>/card.json?<query>&width=``   a chart's figure, and the words under it as HTML
``/charts/<card>/table.html?<query>``         its figures as a table

A card is called by its chart's id, on a side of a comparison with the side before it (``b:phases``).
"""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Blueprint, Response, abort, request

from dashboard.answers import answer, pixels, split, tagged
from dashboard.canvas import DEFAULT_WIDTH, snap
from dashboard.charts import BY_ID
from dashboard.filters import WITH
from dashboard.layout.card import body, twin
from dashboard.layout.compare import SIDES, named
from dashboard.layout.plain import as_html
from dashboard.picture import Picture, mark_of
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.tabulated import fields_of

_OWN_KEYS = ("width",)


def card_doors(studio: Studio) -> Blueprint:
    """Return the routes over one record."""
    door = Blueprint("card_doors", __name__)

    @door.get("/charts/<name>/card.json")
    def card(name: str) -> Response:
        return _answered(studio, name, "application/json", card_json)

    @door.get("/charts/<name>/table.html")
    def table(name: str) -> Response:
        return _answered(studio, name, "text/html", table_html)

    return door


def card_json(studio: Studio, name: str, selection: Selection, width: int) -> str:
    """Return a card under a selection, for ``width`` pixels: ``figure`` as plotly.js takes it, its ``mark``, ``body`` as HTML."""
    picture, own = _shown(studio, name, selection, width)
    words = as_html(body(name, picture, own, studio.words(own)), lambda _, __: "")
    drawing = picture.drawing_json()
    told = json.dumps({"mark": mark_of(drawing), "body": words}, ensure_ascii=False)
    return f'{told[:-1]}, "figure": {drawing}}}'


def table_html(studio: Studio, name: str, selection: Selection, width: int) -> str:
    """Return what a card shows under a selection as a table."""
    picture, own = _shown(studio, name, selection, width)
    return as_html(twin(picture, fields_of(picture.chart, studio.tables), studio.words(own)))


def _answered(studio: Studio, name: str, mimetype: str, make: Callable[[Studio, str, Selection, int], str]) -> Response:
    if named(name)[1] not in BY_ID:
        abort(404)
    settings, rest = split(request.query_string.decode("utf-8", "replace"), _OWN_KEYS)
    selection, problems = studio.parse(rest)
    width, bad_width = pixels(settings, "width", DEFAULT_WIDTH)
    problems = (*problems, *bad_width)
    tag = tagged(studio, (mimetype, name, selection.to_query(), str(snap(width)), repr(problems)))
    if request.if_none_match.contains_weak(tag):  # the browser has it
        return answer(b"", mimetype, tag, problems)
    return answer(make(studio, name, selection, width).encode(), mimetype, tag, problems)


def _shown(studio: Studio, name: str, selection: Selection, width: int) -> tuple[Picture, Selection]:
    """Return a card's picture, and the selection that it is drawn under: on a comparison's second side its own."""
    side, chart_id = named(name)
    chart = BY_ID[chart_id]
    if not side:
        return studio.picture(chart, selection, width), selection
    own = studio.second(selection)[0] if side == SIDES[1] else selection.without([WITH])
    return studio.pair(chart, selection, width)[SIDES.index(side)], own
