"""The routes for pictures that are taken away.

``/charts/<id>/picture.json?<query>&size=&pixels=&look=&title=&subtitle=&credit=&footnote=&terms=``   what a browser needs to draw it
``/charts/<id>/picture.pdf?...``    the same as PDF, where this machine has a chrome
``/cards/<id>.png?<query>``         the picture of a link preview, 1200 x 630; without a chrome the dashboard's own
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, request

from dashboard.answers import answer, root, split, tagged
from dashboard.charts import BY_ID, CHARTS
from dashboard.errors import CHROME, SizeError, ToolError
from dashboard.filters import LANGUAGE, THEME
from dashboard.images import font_css
from dashboard.orders import OWN_KEYS, Wanted, name_of, picture_json, site_of, wanted
from dashboard.presets import PRESETS
from dashboard.press import Press
from dashboard.previews import chart_query
from dashboard.studio import Studio

DEFAULT_CARD = "pictures/card.png"  # among the assets
_LOOKS = (LANGUAGE, THEME)
Today = Callable[[], date]


def export_doors(studio: Studio, assets: Path, press: Press, today: Today = date.today) -> Blueprint:
    """Return the routes over one record; ``today`` is the day that a citation names."""
    door = Blueprint("export_doors", __name__)

    @door.get("/charts/<name>/picture.json")
    def picture(name: str) -> Response:
        want, told = _ordered(studio, name)
        if want is None:
            return told
        content = picture_json(studio, want, root(), today())
        return answer(content, "application/json", tagged(studio, (content.decode(),)), told)

    @door.get("/charts/<name>/picture.pdf")
    def pdf(name: str) -> Response:
        if not press.here:  # said before anything is arranged
            return _refused(501, str(ToolError(CHROME)), CHROME, ["json"])
        want, told = _ordered(studio, name)
        if want is None:
            return told
        one = want.pictures[_part(len(want.pictures))]
        tag = tagged(studio, ("pdf", name, str(one.order), want.selection.to_query(), str(one.part), root()))
        try:
            content = b"" if request.if_none_match.contains_weak(tag) else press.pdf(one, want.said)
        except ToolError as error:
            return _refused(501, str(error), CHROME, ["json"])
        response = answer(content, "application/pdf", tag, told)
        response.headers["Content-Disposition"] = f'attachment; filename="{name_of(one, studio.tables.version)}.pdf"'
        return response

    @door.get("/cards/<any({names}):name>.png".format(names=", ".join(f'"{chart.id}"' for chart in CHARTS)))
    def card(name: str) -> Response:
        selection, problems = studio.parse(request.query_string.decode("utf-8", "replace"))
        drawn = press.card(name, BY_ID[name].asked(selection, *_LOOKS), root(), site_of(root()))
        content = drawn or (assets / DEFAULT_CARD).read_bytes()
        shown = name if drawn else DEFAULT_CARD
        return answer(content, "image/png", tagged(studio, ("card", shown, chart_query(BY_ID[name], selection), root())), problems)

    @door.get("/fonts.css")
    def fonts() -> Response:
        return answer(font_css(assets).encode(), "text/css", tagged(studio, ("fonts",)))

    return door


def _ordered(studio: Studio, name: str) -> tuple[Wanted | None, Any]:
    """Return the picture that the address orders, and the problems; or None, and the answer that refuses it."""
    if name not in BY_ID:
        return None, _refused(404, "unknown chart", name, [chart.id for chart in CHARTS])
    own, rest = split(request.query_string.decode("utf-8", "replace"), (*OWN_KEYS, "part"))
    selection, problems = studio.parse(rest)
    try:
        want = wanted(studio, BY_ID[name], selection, own, root())
    except SizeError as error:
        return None, _refused(422, str(error), own.get("size", ""), list(PRESETS))
    return want, (*problems, *want.problems)


def _part(parts: int) -> int:
    """Return which of so many pictures is asked for, counted from 0; the first where the address names none."""
    text = request.args.get("part", "")
    named = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 1
    return min(max(named, 1), parts) - 1


def _refused(status: int, error: str, found: str, allowed: list[str]) -> Response:
    response = jsonify(error=error, found=found[:80], allowed=allowed)
    response.status_code = status
    return response
