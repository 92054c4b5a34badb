"""create_app(...) -> Dash: the one place that wires record, words, pages, callbacks and the machine door."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

import plotly
from dash import Dash
from dash.fingerprint import build_fingerprint
from flask import request

from dashboard.callbacks import register
from dashboard.deck_doors import deck_doors
from dashboard.doors import doors
from dashboard.embed_doors import Scripts, embed_doors, preview_html
from dashboard.export_doors import export_doors
from dashboard.filters import LANGUAGE
from dashboard.layout.page import shell
from dashboard.layout.plain import address
from dashboard.lesson_doors import lesson_doors
from dashboard.lesson_files import Lesson
from dashboard.plain_doors import plain_doors
from dashboard.press import Press
from dashboard.source_doors import source_doors
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.theme import THEMES
from dashboard.words import Words

_PACKAGE = Path(__file__).resolve().parent
_CHANGELOG = next((file for file in (_PACKAGE / "bundled" / "CHANGELOG.md", _PACKAGE.parent / "CHANGELOG.md") if file.is_file()), _PACKAGE)
_PLOTLY = "package_data/plotly.min.js"
_INDEX = """<!DOCTYPE html>
<html lang="{language}">
<head>
  {{%metas%}}
  <title>{{%title%}}</title>
  {{%preview%}}
  {{%favicon%}}
  {{%css%}}
  <style>{style}</style>
  <noscript>{follow}</noscript>
</head>
<body>
  <noscript><p>{link}</p></noscript>
  {{%app_entry%}}
  <footer class="scripts">{{%config%}}{{%scripts%}}{{%renderer%}}</footer>
</body>
</html>"""


_FOLLOW = '<meta http-equiv="refresh" content="0; url={address}">'
_LINK = '<a href="{address}">{words}</a>'
_HERE = "{here}"  # where the address of the page without JavaScript is put at each request


class _Site(Dash):
    """Dash whose every address says what is seen there to link previews, and names its page without JavaScript."""

    studio: Studio

    def interpolate_index(self, *args: str, **parts: str) -> str:
        """Return the document at the address that is asked for."""
        here = address(request.path, request.query_string.decode("utf-8", "replace"))
        document = super().interpolate_index(*args, **parts).replace(_HERE, escape(here))
        return document.replace("{%preview%}", preview_html(self.studio))


def _style() -> str:
    """Return each theme's values as CSS variables, so that the page and its figures share one table of values."""
    rules = [f".theme-{theme.name}{{{theme.css()}}}body:has(.theme-{theme.name}){{background:{theme.paper}}}" for theme in THEMES.values()]
    on_paper = f"@media print{{.page{{{THEMES['print'].css()}}}body:has(.page){{background:{THEMES['print'].paper}}}}}"
    return "".join([*rules, on_paper])


def _scripts(app: Dash, assets: Path) -> Scripts:
    """Return where this app serves plotly.js: a smaller bundle among the assets where one was built, otherwise the stock file."""
    bundle = next(iter(sorted((assets / "vendor").glob("plotly*.js"))), None)
    stock = Path(plotly.__file__).parent / _PLOTLY
    path = build_fingerprint(_PLOTLY, plotly.__version__, int(stock.stat().st_mtime))
    address = app.get_asset_url(f"vendor/{bundle.name}") if bundle else f"/_dash-component-suites/plotly/{path}"
    return Scripts(address, bundle)


def create_app(tables: Tables, languages: Mapping[str, Words], assets: Path, lessons: Mapping[str, Lesson] | None = None) -> Dash:
    """Return the app over a validated record; it reads no file but those in ``assets`` afterwards."""
    words = languages[LANGUAGE.default]
    app = _Site(
        "dashboard",
        assets_folder=str(assets.resolve()),
        title=words("site.name"),
        update_title="",
        suppress_callback_exceptions=True,  # cards come and go with their page
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
        serve_locally=True,
    )
    studio = app.studio = Studio(tables, languages, lessons or {})
    app.index_string = _INDEX.format(
        language=words.language,
        style=_style(),
        follow=_FOLLOW.format(address=_HERE),
        link=_LINK.format(address=_HERE, words=words("site.noscript")),
    )
    app.layout = shell()
    press = Press(studio, assets)
    register(app, studio, server_pdf=press.here)
    app.server.register_blueprint(doors(studio))
    app.server.register_blueprint(source_doors(studio))
    sheets = sorted(path.relative_to(assets).as_posix() for path in assets.rglob("*.css"))
    links = "".join(f'<link rel="stylesheet" href="/assets/{sheet}">' for sheet in sheets)
    app.server.register_blueprint(plain_doors(studio, f"{links}<style>{_style()}</style>"))
    app.server.register_blueprint(export_doors(studio, assets, press))
    app.server.register_blueprint(embed_doors(studio, assets, _CHANGELOG, _scripts(app, assets)))
    app.server.register_blueprint(lesson_doors(studio, assets))
    app.server.register_blueprint(deck_doors(studio))
    return app
