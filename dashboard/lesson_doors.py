"""Lessons and charts for the wall as plain GET routes.

``/present/<lesson>?step=3``     a lesson; ``view=speaker`` is the speaker's window
``/present?chart=<id>&<query>``  one chart; ``page=<id>``: the charts of a page; ``deck=<link>``: a deck of one's own
the same with ``.json``          a step's figure: ``step``, ``width``, ``height``
``/lessons/<lesson>.html``       a lesson to take along; also ``.pptx``, ``.pdf``, ``.zip``
``/deck.html?deck=<link>``       a deck to take along, in the same forms
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qsl

from flask import Blueprint, Response, abort, request

from dashboard.answers import answer, tagged
from dashboard.charts import BY_ID
from dashboard.deck import NoDeckError, from_link, read_deck, told
from dashboard.errors import DashboardError
from dashboard.filters import LANGUAGE, LOOKS
from dashboard.layout.page import notice
from dashboard.lesson_files import written
from dashboard.pages import PAGES
from dashboard.selection import BadValue, Selection, shorten
from dashboard.slides import MADE
from dashboard.stage import DECK_PATH, LESSONS_PATH, PATH, Show, at, chart_show, deck_show, lesson_show, page_show, step_figure, step_json
from dashboard.stage_page import lost_page, part, present_page
from dashboard.static_files import HASH_KEY, StaticFiles, content_hash
from dashboard.studio import Studio

_OWN_KEYS = ("chart", "page", "deck", "step", "stage", "focus", "view", "width", "height")
SMALLEST, LARGEST = 240, 4096
SCRIPT = "present.js"
_KEPT_DECKS, _KEPT_FILES = 32, 6
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


@dataclass(frozen=True)
class _Asked:
    """What an address shows, its own settings, and what had to be dropped from it: as values, and in words."""

    show: Show | None
    own: Mapping[str, str]
    problems: tuple[BadValue, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class _Stage:
    """The shows of one record; a lesson is made ready once."""

    studio: Studio
    sheets: tuple[str, ...]
    scripts: tuple[str, ...]
    lessons: dict[str, Show] = field(default_factory=dict[str, Show])

    def asked(self, lesson: str, query: str) -> _Asked:
        """Return what an address asks for; 404 where there is no such thing."""
        own, rest = _split(query)
        selection, problems = self.studio.parse(rest)
        if lesson:
            show, obeyed = self.lesson(lesson), ()
        elif "deck" in own:
            show, told = self.deck(own["deck"], selection[LANGUAGE])
            return _Asked(show, own, problems, told + self._noticed(problems, selection))
        elif chart := BY_ID.get(own.get("chart", "")):
            show, obeyed = chart_show(chart, selection, self.studio), chart.params
        elif page := next((page for page in PAGES if page.id == own.get("page") and page.charts), None):
            show, obeyed = page_show(page, selection, self.studio), [param for chart in page.charts for param in chart.params]
        else:
            return abort(404)
        strangers = [param for param, _ in selection.without([*LOOKS, *obeyed])]
        problems = (*problems, *(BadValue("not_obeyed", param.key, shorten(param.show(selection[param]))) for param in strangers))
        return _Asked(show, own, problems, self._noticed(problems, selection))

    def _noticed(self, problems: Sequence[BadValue], selection: Selection) -> tuple[str, ...]:
        return tuple(notice(problem, self.studio.vocabulary, self.studio.words(selection)) for problem in problems)

    def lesson(self, name: str) -> Show:
        """Return a lesson; 404 where there is none of that name."""
        if name not in self.lessons:
            if name not in self.studio.lessons:
                abort(404)
            self.lessons[name] = lesson_show(self.studio.lessons[name], self.studio)
        return self.lessons[name]

    @cached_property
    def deck(self) -> Callable[[str, str], tuple[Show | None, tuple[str, ...]]]:
        """Return what reads the deck of a link in a language: the show of its sound steps, if any, and what is wrong with the others."""
        return lru_cache(maxsize=_KEPT_DECKS)(self._deck)

    def _deck(self, link: str, language: str) -> tuple[Show | None, tuple[str, ...]]:
        words = self.studio.languages[language]
        try:
            deck = read_deck(from_link(link), self.studio, words)
        except NoDeckError:
            return None, (words("deck.no_link"),)
        problems = tuple(told([problem for found in deck.problems.values() for problem in found], words))
        if deck.lesson is None:
            return None, problems or (words("deck.empty"),)
        return deck_show(deck.lesson, self.studio, link, written(deck.tree)), problems

    def page(self, lesson: str, query: str) -> Response:
        """Return the page on which an address is shown."""
        asked = self.asked(lesson, query)
        if asked.show is None:
            return Response(lost_page(self.studio.languages[LANGUAGE.default], asked.notices), status=404)
        content = present_page(
            asked.show,
            self.studio.words(asked.show.slides[0].selection),
            speaker=asked.own.get("view") == "speaker",
            sheets=self.sheets,
            scripts=self.scripts,
            notices=asked.notices,
        ).encode()
        return answer(content, "text/html", tagged(self.studio, (content.decode(),)), asked.problems)

    def figure(self, lesson: str, query: str) -> Response:
        """Return the figure of one step as JSON, for the size of chart asked for."""
        asked = self.asked(lesson, query)
        show, own = asked.show, asked.own
        number = at(show.slides, own.get("step", "")) if show else None
        width, height = _pixels(own.get("width", "")), _pixels(own.get("height", ""))
        if show is None or number is None or width is None or height is None:
            return abort(404)
        tag = tagged(self.studio, ("step", lesson, show.address, str(number), f"{width}x{height}"))
        known = request.if_none_match.contains_weak(tag)  # the caller has it, so it need not be made
        content = b"" if known else step_json(step_figure(show.slides[number - 1], self.studio, width, height))
        return answer(content, "application/json", tag, asked.problems)


@dataclass(frozen=True, eq=False)
class _Files:
    """Shows to take along: one is made at a time, and the last few are kept."""

    stage: _Stage
    assets: Path
    lock: Lock = field(default_factory=Lock)
    made: OrderedDict[str, bytes] = field(default_factory=OrderedDict[str, bytes])

    def give(self, show: Show, form: str) -> Response:
        """Return a show in one of its forms; where this machine lacks what makes it, say which program that is."""
        if form not in MADE:
            return abort(404)
        tag = tagged(self.stage.studio, ("lesson", show.address, form))
        try:
            with self.lock:
                if tag not in self.made:
                    self.made[tag] = MADE[form](show, self.stage.studio, self.assets)
                self.made.move_to_end(tag)
                content = self.made[tag]
                while len(self.made) > _KEPT_FILES:
                    self.made.popitem(last=False)
        except DashboardError as error:
            return Response(str(error), status=503, mimetype="text/plain")
        response = answer(content, _TYPES[form], tag)
        response.headers["Content-Disposition"] = f'attachment; filename="{show.id}.{form}"'
        return response

    def deck(self, form: str, query: str) -> Response:
        """Return the deck of a link in one of its forms."""
        asked = self.stage.asked("", query)
        return self.give(asked.show, form) if asked.show else Response("\n".join(asked.notices), status=404, mimetype="text/plain")


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
    door.add_url_rule(f"{LESSONS_PATH}/<lesson>.<form>", "lesson_file", lambda lesson, form: taken.give(stage.lesson(lesson), form))
    door.add_url_rule(f"{DECK_PATH}.<form>", "deck_file", lambda form: taken.deck(form, query()))
    return door
