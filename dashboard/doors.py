"""The machine door: plain GET routes beside the pages, for scripts, embeds and checks. No Dash here.

``/healthz``                     status, version, data fingerprint: the process lives
``/readyz``                      the same, and why a newer record was not taken up, if one was refused
``/charts.json``                 every chart: id, title, question, page, filters, tables
``/charts/<id>``                 to the chart on its page, with the selection kept, and its preview for links
``/charts/<id>.json?<query>``    the figure, what it says, and what in the query had to be dropped
``/charts/<id>.csv?<query>``     exactly the prepared frame (``bom=1`` for spreadsheets); also ``.xlsx``, ``.zip`` (with README)
``/data/<table>``                to the table on its page
``/data/<table>.csv``            a table of the record (``bom=1`` for spreadsheets); also ``.json`` and ``.xlsx``
``/data/great-purges-data.zip``  the whole record as a Data Package
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from plotly.utils import PlotlyJSONEncoder

from dashboard import __version__
from dashboard.answers import answer, pixels, root, split, tagged, unknown
from dashboard.canvas import DEFAULT_WIDTH
from dashboard.chart_files import csv_of, xlsx_of, zip_of
from dashboard.charts import BY_ID, CHARTS, Chart
from dashboard.downloads import PACKAGE, package_zip, table_csv, table_json, table_xlsx
from dashboard.dress import CONFIG
from dashboard.errors import SizeError
from dashboard.filters import FILTERS, THEME
from dashboard.pages import page_of
from dashboard.picture import Picture
from dashboard.presets import Size
from dashboard.previews import chart_query, of_chart, onward, with_query
from dashboard.selection import BadValue, Selection
from dashboard.sized import Order, Sized
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.words import Words

REFUSED = "REFUSED_RECORD"  # where the configuration of an app holds what is wrong with a record that it did not take up
_OWN_KEYS = ("bom", "width", "height")  # settings of the door itself, not of the selection


def described(chart: Chart, studio: Studio) -> dict[str, Any]:
    """Return what ``/charts.json`` says of a chart."""
    words = studio.words(Selection())
    return {
        "id": chart.id,
        "title": words(f"charts.{chart.id}.name"),
        "question": words(f"charts.{chart.id}.question"),
        "page": page_of(chart).path,
        "filters": [known.param.key for known in FILTERS if known in chart.filters],
        "tables": [chart.table, *chart.joined, *chart.beside],
    }


def figure_json(
    picture: Picture, selection: Selection, problems: Sequence[BadValue], version: str, image: Mapping[str, Any] | None = None
) -> bytes:
    """Return a picture as JSON: figure and config as plotly.js takes them, its words, its sources, and the problems."""
    content = {
        "id": picture.chart.id,
        "query": selection.to_query(),
        "data_version": version,
        "title": picture.title,
        "sentences": picture.sentences,
        "notes": picture.notes,
        "sources": picture.sources,
        "problems": [asdict(problem) for problem in problems],
        "figure": picture.figure,
        "config": CONFIG,
        **({"image": image} if image else {}),
    }
    return json.dumps(content, cls=PlotlyJSONEncoder, ensure_ascii=False).encode()


def _landing(studio: Studio, chart_id: str, query: str) -> Response:
    """Return the page that a chart's link opens: it carries the chart's preview, and goes on to the chart at once."""
    selection, problems = studio.parse(query)
    tag = tagged(studio, ("landing", chart_id, selection.to_query(), root(), repr(problems)))
    if request.if_none_match.contains_weak(tag):
        return answer(b"", "text/html", tag, problems)
    chart = BY_ID[chart_id]
    preview = of_chart(studio, chart, selection, root())
    page = render_template("landing.html", words=studio.words(selection), preview=preview, onward=onward(chart, selection))
    return answer(page.encode(), "text/html", tag, problems)


def _figure(studio: Studio, chart_id: str, query: str) -> Response:
    own, rest = split(query, _OWN_KEYS)
    selection, problems = studio.parse(rest)
    width, bad_width = pixels(own, "width", DEFAULT_WIDTH)
    height, bad_height = pixels(own, "height", 0)
    problems = (*problems, *bad_width, *bad_height)
    tag = tagged(studio, ("json", chart_id, selection.to_query(), f"{width}x{height}", repr(problems)))
    if request.if_none_match.contains_weak(tag):  # the caller has it, so it need not be made
        return answer(b"", "application/json", tag, problems)
    picture, image = studio.picture(BY_ID[chart_id], selection, width), {}
    if height:
        try:
            one = studio.sized(BY_ID[chart_id], selection, Order(Size(width, height), theme=selection[THEME]))[0]
            picture, image = one.picture, image_of(one)
        except SizeError:
            problems = (*problems, BadValue("not_allowed", "height", str(height)))
    return answer(figure_json(picture, selection, problems, studio.tables.version, image), "application/json", tag, problems)


def image_of(one: Sized) -> dict[str, Any]:
    """Return how a sized picture becomes pixels: ``width`` and ``height`` of the file; its layout is these divided by ``scale``."""
    part = {"part": one.part.number, "of": one.part.of} if one.part else {}
    return {"width": one.width, "height": one.height, "scale": one.zoom, **part}


def _data(studio: Studio, chart_id: str, query: str, suffix: str) -> Response:
    """Return what is plotted, as a file."""
    own, rest = split(query, _OWN_KEYS)
    selection, problems = studio.parse(rest)
    bom, chart, words = own.get("bom") == "1", BY_ID[chart_id], studio.words(selection)
    link = root() + with_query(f"/charts/{chart_id}", chart_query(chart, selection))
    mimetype, make = _FILES[suffix]
    tag = tagged(studio, (suffix, chart_id, selection.to_query(), str(bom), link, repr(problems)))
    known = request.if_none_match.contains_weak(tag)
    content = b"" if known else make(studio.picture(chart, selection, DEFAULT_WIDTH), studio.tables, words, link, bom)
    response = answer(content, mimetype, tag, problems)
    response.headers["Content-Disposition"] = f'attachment; filename="{chart_id}{suffix}"'
    return response


_XLSX, _ZIP = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip"
_FILES: Mapping[str, tuple[str, Callable[[Picture, Tables, Words, str, bool], bytes]]] = {
    ".csv": ("text/csv", lambda picture, _, __, ___, bom: csv_of(picture.frame, bom=bom)),
    ".xlsx": (_XLSX, lambda picture, tables, words, link, _: xlsx_of(picture, tables, words, link)),
    ".zip": (_ZIP, lambda picture, tables, words, link, _: zip_of(picture, tables, words, link)),
}
_OF_CHART = {"": _landing, ".json": _figure, **{suffix: partial(_data, suffix=suffix) for suffix in _FILES}}


@dataclass(frozen=True)
class _Form:
    """A form in which a table is given away: its media type, and what makes it from the record, the table, the words and ``bom``."""

    mimetype: str
    make: Callable[[Tables, str, Words, bool], bytes]


_OF_TABLE: Mapping[str, _Form] = {
    "csv": _Form("text/csv", lambda tables, name, _, bom: table_csv(tables, name, bom=bom)),
    "json": _Form("application/json", lambda tables, name, words, _: table_json(tables, name, words)),
    "xlsx": _Form(
        _XLSX,
        lambda tables, name, words, _: table_xlsx(tables, name, words),
    ),
}
_WHOLE = f"{PACKAGE}.zip"


def _taken(studio: Studio, name: str, form: _Form, query: str) -> Response:
    """Return a file to take away; ``name`` is what the reader's own copy will be called."""
    own, rest = split(query, _OWN_KEYS)
    selection, problems = studio.parse(rest)
    bom = own.get("bom") == "1"
    words = studio.words(selection)
    tag = tagged(studio, ("data", name, words.language, str(bom), repr(problems)))
    known = request.if_none_match.contains_weak(tag)
    content = b"" if known else form.make(studio.tables, name.partition(".")[0], words, bom)
    response = answer(content, form.mimetype, tag, problems)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def doors(studio: Studio) -> Blueprint:
    """Return the routes over one record."""
    door = Blueprint("doors", __name__, template_folder="templates")

    @door.get("/healthz")
    def health() -> Response:
        return jsonify(status="ok", version=__version__, data=studio.tables.fingerprint)

    @door.get("/readyz")
    def ready() -> Response:
        refused = current_app.config.get(REFUSED, "").splitlines()
        return jsonify(status="ready", version=__version__, data=studio.tables.fingerprint, refused=refused)

    @door.get("/charts.json")
    def charts() -> Response:
        content = json.dumps({"charts": [described(chart, studio) for chart in CHARTS]}, ensure_ascii=False).encode()
        return answer(content, "application/json", tagged(studio, ("charts.json",)), ())

    @door.get("/charts/<name>")
    def of_chart(name: str) -> Any:
        chart_id, dot, suffix = name.partition(".")
        if chart_id not in BY_ID or dot + suffix not in _OF_CHART:
            return unknown("unknown chart", name, [chart.id for chart in CHARTS], remedy="See /charts.json.")
        return _OF_CHART[dot + suffix](studio, chart_id, request.query_string.decode("utf-8", "replace"))

    @door.get("/data/<name>")
    def of_table(name: str) -> Any:
        table, _, suffix = name.partition(".")
        query = request.query_string.decode("utf-8", "replace")
        if name == _WHOLE:
            return _taken(studio, name, _Form(_ZIP, lambda tables, _, words, __: package_zip(tables, words)), query)
        if table not in studio.tables or suffix not in ("", *_OF_TABLE):
            allowed = [*studio.tables, _WHOLE]
            remedy = f"Add .csv, .json or .xlsx to the name of a table, or ask for all of them as {_WHOLE}."
            return unknown("unknown table", name, allowed, remedy=remedy)
        if not suffix:
            selection, _ = studio.parse(f"table={table}&{query}")
            return redirect(f"/data?{selection.to_query()}")
        return _taken(studio, name, _OF_TABLE[suffix], query)

    return door
