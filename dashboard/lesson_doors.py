"""Lessons and charts for the wall as plain GET routes.

``/present/<lesson>?step=3``     a lesson; ``view=speaker`` is the speaker's window
``/present?chart=<id>&<query>``  one chart; ``page=<id>``: the charts of a page
the same with ``.json``          a step's figure: ``step``, ``width``, ``height``
``/lessons/<lesson>.html``       a lesson to take along; also ``.pptx``, ``.pdf``, ``.zip``
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qsl

from flask import Blueprint, Response, abort, request

from dashboard.answers import answer, tagged
from dashboard.charts import BY_ID
from dashboard.errors import DashboardError
from dashboard.pages import PAGES
from dashboard.selection import BadValue
from dashboard.slides import MADE
from dashboard.stage import LESSONS_PATH, PATH, Show, at, chart_show, lesson_show, page_show, step_figure, step_json
from dashboard.stage_page import part, present_page
from dashboard.static_files import HASH_KEY, StaticFiles, content_hash
from dashboard.studio import Studio

_OWN_KEYS = ("chart", "page", "step", "stage", "focus", "view", "width", "height")
SMALLEST, LARGEST = 240, 4096
SCRIPT = "present.js"
_TYPES = {
    "html": "text/html",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def _split(query: str) -> tuple[Mapping[str, str], str]:
    """Return the settings of the page itself, and the rest of the query as it stands."""
    own = {key: text for key, text in parse_qsl(query, keep_blank_values=True) if key in _OWN_KEYS}
    return own, "&".join(part for part in query.split("&") if part.partition("=")[0] not in _OWN_KEYS)


def _pixels(text: str) -> int | None:
    good = text.isascii() and text.isdigit() and len(text) <= 5 and SMALLEST <= int(text) <= LARGEST
    return int(text) if good else None


Problems = tuple[BadValue, ...]


@dataclass(frozen=True, eq=False)
class _Stage:
    """The shows of one record; a lesson is made ready once."""

    studio: Studio
    sheets: tuple[str, ...]
    scripts: tuple[str, ...]
    lessons: dict[str, Show] = field(default_factory=dict[str, Show])

    def show(self, lesson: str, query: str) -> tuple[Show, Mapping[str, str], Problems]:
        """Return what an address shows, its own settings, and what had to be dropped from it; 404 where it shows nothing."""
        own, rest = _split(query)
        selection, problems = self.studio.parse(rest)
        if lesson:
            return self.lesson(lesson), own, problems
        chart = BY_ID.get(own.get("chart", ""))
        page = next((page for page in PAGES if page.id == own.get("page") and page.charts), None)
        if chart:
            return chart_show(chart, selection, self.studio), own, problems
        if page:
            return page_show(page, selection, self.studio), own, problems
        return abort(404)

    def lesson(self, name: str) -> Show:
        """Return a lesson; 404 where there is none of that name."""
        if name not in self.lessons:
            if name not in self.studio.lessons:
                abort(404)
            self.lessons[name] = lesson_show(self.studio.lessons[name], self.studio)
        return self.lessons[name]

    def page(self, lesson: str, query: str) -> Response:
        """Return the page on which an address is shown."""
        show, own, problems = self.show(lesson, query)
        words = self.studio.words(show.slides[0].selection)
        content = present_page(
            show,
            words,
            speaker=own.get("view") == "speaker",
            sheets=self.sheets,
            scripts=self.scripts,
        ).encode()
        return answer(content, "text/html", tagged(self.studio, (content.decode(),)), problems)

    def figure(self, lesson: str, query: str) -> Response:
        """Return the figure of one step as JSON, for the size of chart asked for."""
        show, own, problems = self.show(lesson, query)
        number = at(show.slides, own.get("step", ""))
        width, height = _pixels(own.get("width", "")), _pixels(own.get("height", ""))
        if number is None or width is None or height is None:
            return abort(404)
        tag = tagged(self.studio, ("step", lesson, show.address, str(number), f"{width}x{height}"))
        known = request.if_none_match.contains_weak(tag)  # the caller has it, so it need not be made
        content = b"" if known else step_json(step_figure(show.slides[number - 1], self.studio, width, height))
        return answer(content, "application/json", tag, problems)


@dataclass(frozen=True, eq=False)
class _Files:
    """Lessons to take along: one is made at a time, and the last few are kept."""

    stage: _Stage
    assets: Path
    lock: Lock = field(default_factory=Lock)

    @cached_property
    def made(self) -> Callable[[str, str], bytes]:
        """Return what makes a lesson in one form, and keeps it."""
        return lru_cache(maxsize=6)(lambda name, form: MADE[form](self.stage.lesson(name), self.stage.studio, self.assets))

    def give(self, name: str, form: str) -> Response:
        """Return a lesson in one of its forms; where this machine lacks what makes it, say which program that is."""
        if form not in MADE:
            return abort(404)
        self.stage.lesson(name)
        try:
            with self.lock:
                content = self.made(name, form)
        except DashboardError as error:
            return Response(str(error), status=503, mimetype="text/plain")
        response = answer(content, _TYPES[form], tagged(self.stage.studio, ("lesson", name, form)))
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
        return response


def lesson_doors(studio: Studio, assets: Path, files: StaticFiles) -> Blueprint:
    """Return the routes over one record; fonts of files are taken from ``assets``, those of pages from ``files``."""
    door = Blueprint("lesson_doors", __name__)
    script_address = f"{PATH}/{SCRIPT}?{HASH_KEY}={content_hash(part(SCRIPT).encode())}"
    stage = _Stage(studio, tuple(filter(None, (files.fonts,))), (script_address, files.plotly))
    taken = _Files(stage, assets)

    def query() -> str:
        return request.query_string.decode("utf-8", "replace")

    @door.get(f"{PATH}/{SCRIPT}")
    def script() -> Response:
        return answer(part(SCRIPT).encode(), "text/javascript", tagged(studio, (part(SCRIPT),)))

    door.add_url_rule(PATH, "charts", lambda: stage.page("", query()))
    door.add_url_rule(f"{PATH}.json", "charts_figure", lambda: stage.figure("", query()))
    door.add_url_rule(f"{PATH}/<lesson>", "lesson", lambda lesson: stage.page(lesson, query()))
    door.add_url_rule(f"{PATH}/<lesson>.json", "lesson_figure", lambda lesson: stage.figure(lesson, query()))
    door.add_url_rule(f"{LESSONS_PATH}/<lesson>.<form>", "lesson_file", lambda lesson, form: taken.give(lesson, form))
    return door
