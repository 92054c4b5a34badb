"""create_app(...) -> Dash: the one place that wires record, words, pages, callbacks and the machine door."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dash import Dash

from dashboard.callbacks import register
from dashboard.doors import doors
from dashboard.filters import LANGUAGE
from dashboard.layout.page import shell
from dashboard.lesson_doors import lesson_doors
from dashboard.lessons import Lesson
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
</head>
<body>
  <noscript><p>{noscript}</p></noscript>
  {{%app_entry%}}
  <footer class="scripts">{{%config%}}{{%scripts%}}{{%renderer%}}</footer>
</body>
</html>"""


def _style() -> str:
    """Return each theme's values as CSS variables, so that the page and its figures share one table of values."""
    rules = [f".theme-{theme.name}{{{theme.css()}}}body:has(.theme-{theme.name}){{background:{theme.paper}}}" for theme in THEMES.values()]
    return "".join(rules)


def create_app(tables: Tables, languages: Mapping[str, Words], assets: Path, lessons: Mapping[str, Lesson] | None = None) -> Dash:
    """Return the app over a validated record; it reads no file but those in ``assets`` afterwards."""
    words = languages[LANGUAGE.default]
    app = Dash(
        "dashboard",
        assets_folder=str(assets.resolve()),
        title=words("site.name"),
        update_title="",
        suppress_callback_exceptions=True,  # cards come and go with their page
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
        serve_locally=True,
    )
    studio = Studio(tables, languages, lessons or {})
    app.index_string = _INDEX.format(language=words.language, style=_style(), noscript=words("site.noscript"))
    app.layout = shell()
    register(app, studio)
    app.server.register_blueprint(doors(studio))
    app.server.register_blueprint(source_doors(studio))
    app.server.register_blueprint(lesson_doors(studio, assets))
    return app
