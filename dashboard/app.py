"""create_app(...) -> Dash: the one place that wires record, words, pages, callbacks and the machine door."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, cast

from dash import Dash
from dash.exceptions import DependencyException, InvalidResourceError
from flask import Flask, Response, redirect, request

from dashboard import __version__, asked
from dashboard.cache import Answers, Shared
from dashboard.callbacks import register
from dashboard.canvas import DEFAULT_WIDTH
from dashboard.card_doors import card_doors
from dashboard.deck_doors import deck_doors
from dashboard.doors import doors
from dashboard.embed_doors import embed_doors, preview_html
from dashboard.embeds import STILL_WIDTHS
from dashboard.export_doors import export_doors
from dashboard.filters import LANGUAGE
from dashboard.front import FACES, Front, ahead_of, drawn_by
from dashboard.front import SCRIPT as FRONT_SCRIPT
from dashboard.layout.page import shell
from dashboard.layout.plain import address
from dashboard.lesson_doors import lesson_doors
from dashboard.lesson_files import Lesson
from dashboard.pages import PAGES, page_at
from dashboard.plain_doors import plain_doors
from dashboard.press import Press
from dashboard.previews import with_query
from dashboard.security import refusal, secure
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.source_doors import source_doors
from dashboard.static_files import ICON, StaticFiles
from dashboard.stills import Stills
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.theme import THEMES
from dashboard.under import serve_under
from dashboard.words import Words

_PACKAGE = Path(__file__).resolve().parent
_CHANGELOG = next((file for file in (_PACKAGE / "bundled" / "CHANGELOG.md", _PACKAGE.parent / "CHANGELOG.md") if file.is_file()), _PACKAGE)
_INDEX = """<!DOCTYPE html>
<html lang="{language}" data-root="/">
<head>
  {{%metas%}}
  <title>{{%title%}}</title>
  {{%preview%}}
  <link rel="icon" type="image/svg+xml" href="{icon}">
  {{%css%}}
  {{%ahead%}}
  <style>{style}</style>
  <noscript>{follow}</noscript>
</head>
<body>
  <noscript><p>{link}</p></noscript>
  {{%front%}}
  {{%app_entry%}}
  <footer class="scripts">{{%config%}}{{%scripts%}}{{%renderer%}}</footer>
</body>
</html>"""


_CALLBACK = "/_dash-update-component"
_KEPT = (
    "card_doors.card",
    "card_doors.table",
    "doors.of_chart",
    "export_doors.picture",
    "embed_doors.embed",
    "plain.plain",
)  # doors that compute, and may be asked a lot
_FOLLOW = '<meta http-equiv="refresh" content="0; url={address}">'
_LINK = '<a href="{address}">{words}</a>'
_HERE = "{here}"  # where the address of the page without JavaScript is put at each request


class Site(Dash):
    """Dash whose every address says what is seen there to link previews, names its page without JavaScript, and is 404 without a page."""

    studio: Studio
    front: Front
    first: tuple[str, str]  # the scripts that draw the front, which come before all others: plotly.js, and front.js
    fonts: tuple[str, ...]  # the files of type that the front is set in
    sheets: str  # the style sheets, as elements
    stills: Stills

    def index(self, *args: Any, **parts: Any) -> Response:
        """Return the answer to whatever address no other door has; the page says what is not there, the status says it to machines."""
        meant = request.path.rstrip("/").lower()
        if page_at(request.path) is None and page_at(meant):
            return cast(Response, redirect(with_query(meant, request.query_string.decode("utf-8", "replace")), 308))
        return Response(super().index(*args, **parts), 200 if page_at(request.path) else 404)

    def interpolate_index(self, *args: str, **parts: str) -> str:
        """Return the document at the address that is asked for."""
        query = request.query_string.decode("utf-8", "replace")
        front, ahead = self.front.html(request.path, query), ""
        at = page_at(request.path)
        if front:
            ahead = ahead_of(self.first, self.fonts)
            front += drawn_by(self.first, parts["scripts"])
            parts["scripts"] = f'<template id="later">{parts["scripts"]}'
            parts["renderer"] += "</template>"
        elif at and at.charts:
            front = f'<script src="{self.first[0]}"></script>'
        document = super().interpolate_index(*args, **parts).replace(_HERE, escape(address(request.path, query)))
        filled = {"{%preview%}": preview_html(self.studio), "{%front%}": front, "{%ahead%}": ahead}
        for place, content in filled.items():
            document = document.replace(place, content)
        return document


def _style() -> str:
    """Return each theme's values as CSS variables, so that the page and its figures share one table of values."""
    rules = [f".theme-{theme.name}{{{theme.css()}}}body:has(.theme-{theme.name}){{background:{theme.paper}}}" for theme in THEMES.values()]
    on_paper = f"@media print{{.page{{{THEMES['print'].css()}}}body:has(.page){{background:{THEMES['print'].paper}}}}}"
    return "".join([*rules, on_paper])


def _guard(app: Dash, words: Words, answers: Answers) -> None:
    """Answer what no page of ours would ask, before Dash stumbles over it; keep the other answers."""
    server = app.server
    dispatch = server.view_functions[_CALLBACK]

    def checked() -> Response:
        try:
            asked.check(request.get_json(), app.callback_map)
        except (asked.Refusal, RecursionError) as error:  # JSON may be nested without end
            place = error if isinstance(error, asked.Refusal) else asked.Refusal("the body", "...", "a few levels")
            return refusal(400, words, name="callback", place=place.place, found=place.found, allowed=place.allowed)
        return dispatch()

    server.view_functions[_CALLBACK] = answers.keep(checked)
    for endpoint in _KEPT:
        server.view_functions[endpoint] = answers.keep(server.view_functions[endpoint])
    for unknown in (DependencyException, InvalidResourceError):  # files that Dash does not have
        server.register_error_handler(unknown, lambda _: refusal(404, words))


def create_app(
    tables: Tables,
    languages: Mapping[str, Words],
    assets: Path,
    lessons: Mapping[str, Lesson] | None = None,
    settings: Settings = Settings(),  # noqa: B008 - frozen
    remembered: Path | None = None,
) -> Site:
    """Return the app over a validated record; later it reads files of ``assets`` and ``remembered`` alone (see StaticFiles, Stills)."""
    words = languages[LANGUAGE.default]
    files = StaticFiles(assets, remembered and remembered / "compressed")
    sheets = [files.address(path.relative_to(assets).as_posix()) for path in sorted(assets.rglob("*.css"))]
    app = Site(
        "dashboard",
        assets_folder=str(assets.resolve()),
        include_assets_files=False,  # Dash would address them by their time, not by their content
        external_scripts=[files.address(path.name) for path in sorted(assets.glob("*.js")) if path.name != FRONT_SCRIPT],
        external_stylesheets=sheets,
        title=words("site.name"),
        update_title="",
        suppress_callback_exceptions=True,  # cards come and go with their page
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
        serve_locally=True,
    )
    studio = app.studio = Studio(tables, languages, lessons or {})
    app.front, app.first, app.fonts = Front(studio), (files.plotly, files.address(FRONT_SCRIPT)), files.faces(FACES)
    app.index_string = _INDEX.format(
        language=words.language,
        icon=files.address(ICON),
        style=_style(),
        follow=_FOLLOW.format(address=_HERE),
        link=_LINK.format(address=_HERE, words=words("site.noscript")),
    )
    app.layout = shell(files.plotly)
    files.serve(app.server)
    press = Press(studio, assets)
    app.stills = Stills(studio, press, assets, STILL_WIDTHS, remembered and remembered / "stills")
    register(app, studio, server_pdf=press.here)
    app.server.register_blueprint(doors(studio))
    app.server.register_blueprint(card_doors(studio))
    app.server.register_blueprint(source_doors(studio))
    app.sheets = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets) + f"<style>{_style()}</style>"
    app.server.register_blueprint(plain_doors(studio, app.sheets))
    app.server.register_blueprint(export_doors(studio, assets, press))
    app.server.register_blueprint(embed_doors(studio, assets, _CHANGELOG, files, app.stills))
    app.server.register_blueprint(lesson_doors(studio, assets, files))
    app.server.register_blueprint(deck_doors(studio))
    shared = Shared(settings.cache_url) if settings.cache_url else None
    _guard(app, words, Answers((__version__, tables.fingerprint), shared))
    secure(app.server, words, settings, app.csp_hashes())
    if settings.prefix:
        serve_under(app.server, settings.prefix)
    return app


def warmed(app: Dash) -> Flask:
    """Return the server of an app that has drawn every chart once: processes that divide afterwards share the pictures."""
    studio = cast(Site, app).studio
    for page in PAGES:
        for chart in page.charts:
            studio.picture(chart, Selection(), DEFAULT_WIDTH)
    app.server.test_client().get("/")
    return app.server
