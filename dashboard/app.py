"""create_app(...) -> Dash: the one place that wires record, words, pages, callbacks and the machine door."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

from dash import Dash
from flask import request

from dashboard.callbacks import register
from dashboard.doors import doors
from dashboard.filters import LANGUAGE
from dashboard.layout.page import shell
from dashboard.layout.plain import address
from dashboard.plain_doors import plain_doors
from dashboard.source_doors import source_doors
from dashboard.studio import Studio
from dashboard.tables import Tables
from dashboard.theme import THEMES
from dashboard.words import Words

_INDEX = """<!DOCTYPE html>
<html lang="{language}">
<head>
  {{%metas%}}
  <title>{{%title%}}</title>
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
    """Dash whose every address also names its page without JavaScript."""

    def interpolate_index(self, *args: str, **parts: str) -> str:
        """Return the document at the address that is asked for."""
        here = address(request.path, request.query_string.decode("utf-8", "replace"))
        return super().interpolate_index(*args, **parts).replace(_HERE, escape(here))


def _style() -> str:
    """Return each theme's values as CSS variables, so that the page and its figures share one table of values."""
    rules = [f".theme-{theme.name}{{{theme.css()}}}body:has(.theme-{theme.name}){{background:{theme.paper}}}" for theme in THEMES.values()]
    on_paper = f"@media print{{.page{{{THEMES['print'].css()}}}body:has(.page){{background:{THEMES['print'].paper}}}}}"
    return "".join([*rules, on_paper])


def create_app(tables: Tables, languages: Mapping[str, Words], assets: Path) -> Dash:
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
    studio = Studio(tables, languages)
    app.index_string = _INDEX.format(
        language=words.language,
        style=_style(),
        follow=_FOLLOW.format(address=_HERE),
        link=_LINK.format(address=_HERE, words=words("site.noscript")),
    )
    app.layout = shell()
    register(app, studio)
    app.server.register_blueprint(doors(studio))
    app.server.register_blueprint(source_doors(studio))
    sheets = sorted(path.relative_to(assets).as_posix() for path in assets.rglob("*.css"))
    links = "".join(f'<link rel="stylesheet" href="/assets/{sheet}">' for sheet in sheets)
    app.server.register_blueprint(plain_doors(studio, f"{links}<style>{_style()}</style>"))
    return app
