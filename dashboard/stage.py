"""What stands on the wall: a lesson, the charts of a page, or one chart, as steps that can be shown one by one.

``step_figure`` is what a step needs besides its words: the figure for a screen of a given size, what it says, and its rows.
The present page fetches it, the pack carries it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from dashboard.canvas import Canvas
from dashboard.charts import BY_ID, Chart
from dashboard.filters import LANGUAGE, THEME
from dashboard.lesson_figures import figure_of, filled, resting_on
from dashboard.lesson_files import Lesson, Step, names_in
from dashboard.pages import Page, page_of
from dashboard.picture import Picture
from dashboard.selection import Selection
from dashboard.sources import cited_all, names_of
from dashboard.studio import Studio
from dashboard.tables import records
from dashboard.tabulated import table_html
from dashboard.wall import wall_pictures
from dashboard.words import Words

PATH = "/present"
LESSONS_PATH = "/lessons"
DECK_PATH = "/deck"
WALL, PROJECTOR = "wall", "projector"  # the look of a chart below the heading of a step, and alone
MOST_ROWS, MOST_ON_PAPER = 150, 40  # rows of a table that are shown; the caption counts them all (present.css has the second)
HEAD = 0.0712  # share of the width that stands above a chart: the head of a step (present.css has the same)


@dataclass(frozen=True)
class Term:
    """A word of the glossary, as a step explains it."""

    name: str
    russian: str
    meaning: str


@dataclass(frozen=True)
class Slide:
    """One step, ready to be shown.

    Attributes:
        heading: what it is called; the chart's name where no lesson names it.
        texts: the paragraph, then what each further stage says in its place.
        focus: for each of ``texts``, the series in front (1 is the first); 0 is none.
        chart: its chart.
        selection: the view of the chart, in the theme of the wall.
        note: what the speaker wants to remember.
        question: what the class may discuss.
        terms: words explained.
        sources: ids of the sources that its texts rest on, besides those of the chart.
    """

    heading: str
    texts: tuple[str, ...]
    focus: tuple[int, ...]
    chart: Chart
    selection: Selection
    note: str = ""
    question: str = ""
    terms: tuple[Term, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def explore(self) -> str:
        """Return the address of the same view on the chart's page."""
        return f"{page_of(self.chart).path}?{self.selection.to_query()}#{self.chart.id}"


@dataclass(frozen=True)
class Show:
    """Steps to be shown, and where they stand.

    Attributes:
        id: the lesson's, the page's or the chart's id.
        lesson: whether it is a lesson, which has a slide zero and can be taken along.
        title: what it is called.
        summary: what it tells.
        slides: its steps.
        address: its path and its own query, without what the reader does on it.
        leave: where it is left to.
        own_words: whether its texts are somebody's own, not this project's.
        source: the text of its lesson file.
    """

    id: str
    lesson: bool
    title: str
    summary: str
    slides: tuple[Slide, ...]
    address: str
    leave: str
    own_words: bool = False
    source: str = ""

    def step_address(self, number: int) -> str:
        """Return the address from which a step's figure is fetched; width and height are to be added."""
        path, _, query = self.address.partition("?")
        return f"{path}.json?{query + '&' if query else ''}step={number}"


def lesson_show(lesson: Lesson, studio: Studio) -> Show:
    """Return a lesson as a show; its figures are computed from the record."""
    words = studio.languages[lesson.language]
    tables = studio.tables
    figures = {name: figure_of(named, tables, words) for name, named in lesson.figures.items()}
    glossary = {row["term_id"]: row for row in records(tables["glossary"])}

    def slide(step: Step) -> Slide:
        view, _ = studio.parse(step.view)
        texts = (step.text, *(stage.text for stage in step.stages)) if step.text or step.stages else ()
        asked = [name for text in (*texts, step.note, step.question) for name in names_in(text)]
        return Slide(
            heading=filled(step.heading, figures),
            texts=tuple(filled(text, figures) for text in texts),
            focus=(0, *(stage.focus for stage in step.stages)),
            chart=BY_ID[step.chart],
            selection=on_the_wall(view, words),
            note=filled(step.note, figures),
            question=filled(step.question, figures),
            terms=tuple(_term(glossary[code]) for code in step.terms),
            sources=tuple(dict.fromkeys((*step.sources, *resting_on(asked, figures)))),
        )

    slides = tuple(map(slide, lesson.steps))
    address = f"{PATH}/{lesson.id}"
    return Show(lesson.id, True, lesson.title, lesson.summary, slides, address, LESSONS_PATH, lesson.own_words, lesson.source)


def deck_show(lesson: Lesson, studio: Studio, link: str, source: str) -> Show:
    """Return the lesson of a deck as a show; ``link`` carries the deck, ``source`` is it as a file."""
    return replace(lesson_show(lesson, studio), address=f"{PATH}?deck={link}", leave=f"{DECK_PATH}#deck={link}", source=source)


def _term(row: Mapping[str, Any]) -> Term:
    return Term(str(row["name"]), str(row["russian_name"] or ""), str(row["description"]))


def on_the_wall(selection: Selection, words: Words) -> Selection:
    """Return a selection in the theme of the wall and in a language."""
    return selection.choose(THEME, PROJECTOR).choose(LANGUAGE, words.language)


def charts_show(id: str, charts: Iterable[Chart], title: str, selection: Selection, studio: Studio, address: str) -> Show:
    """Return charts under one selection as a show: one chart, or all of a page."""
    words = studio.words(selection)
    slides = tuple(
        Slide(words(f"charts.{chart.id}.name"), (), (0,), chart, on_the_wall(chart.asked(selection, LANGUAGE), words)) for chart in charts
    )
    leave = slides[0].explore if len(slides) == 1 else slides[0].explore.partition("#")[0]
    return Show(id, False, title, "", slides, address, leave)


def chart_show(chart: Chart, selection: Selection, studio: Studio) -> Show:
    """Return one chart as a show."""
    words = studio.words(selection)
    return charts_show(chart.id, [chart], words(f"charts.{chart.id}.name"), selection, studio, _address("chart", chart.id, selection))


def page_show(page: Page, selection: Selection, studio: Studio) -> Show:
    """Return the charts of a page as a show."""
    words = studio.words(selection)
    show = charts_show(page.id, page.charts, words(f"pages.{page.id}.title"), selection, studio, _address("page", page.id, selection))
    return replace(show, leave=f"{page.path}?{on_the_wall(selection, words).to_query()}")


def _address(kind: str, name: str, selection: Selection) -> str:
    query = selection.without([THEME]).to_query()
    return f"{PATH}?{urlencode({kind: name})}" + (f"&{query}" if query else "")


def step_figure(slide: Slide, studio: Studio, width: int, height: int) -> dict[str, Any]:
    """Return what a step needs besides its words, for a chart of this size: its drawings, and what they share."""
    pictures, canvas = wall_pictures(slide.chart, slide.selection, studio, width, height, WALL if slide.texts else PROJECTOR)
    return {**step_words(slide, pictures[0], studio), **step_drawings(pictures, canvas)}


def step_drawings(pictures: Sequence[Picture], canvas: Canvas) -> dict[str, Any]:
    """Return the drawings of a step: one, or the parts among which its rows are divided; all of one size."""
    return {"width": canvas.width, "height": canvas.height, "parts": [picture.figure for picture in pictures]}


def step_words(slide: Slide, picture: Picture, studio: Studio) -> dict[str, Any]:
    """Return what a step says besides its lesson: title and reading of the chart, sources, table, address of its data."""
    words = studio.words(slide.selection)
    query = slide.chart.asked(slide.selection).to_query()
    return {
        "title": picture.title,
        "reading": " ".join(picture.sentences),
        "sources": step_sources(slide, picture, studio),
        "table": step_table(slide, picture, studio, words),
        "download": f"/charts/{slide.chart.id}.csv?bom=1" + (f"&{query}" if query else ""),
    }


def step_json(content: Mapping[str, Any]) -> bytes:
    """Return a step's figure as JSON; plotly hands over arrays and dates, which orjson writes."""
    return orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)


def step_sources(slide: Slide, picture: Picture, studio: Studio) -> list[str]:
    """Return the sources of a step, cited: those of its texts, then those of the rows drawn."""
    return list(dict.fromkeys((*cited_all(studio.tables["sources"], slide.sources), *picture.sources)))


def step_table(slide: Slide, picture: Picture, studio: Studio, words: Words) -> str:
    """Return the rows drawn as a table, with a sentence where they are too many for the wall."""
    package = studio.tables.package.tables
    fields = {field.name: field for table in (slide.chart.table, *slide.chart.joined) for field in package[table].fields.values()}
    regions = {str(row["region_id"]): str(row["name"]) for row in records(studio.tables["regions"])}
    names = {"source_id": names_of(studio.tables["sources"]), "region_id": regions}
    table = table_html(picture, fields, words, MOST_ROWS, names)
    limits = (("wall", MOST_ROWS), ("paper", MOST_ON_PAPER))
    told = [f'<p class="{name}">{words("present.first_rows", shown=most)}</p>' for name, most in limits if len(picture.frame) > most]
    return "".join(told) + table


def chart_size(width: int, height: int) -> tuple[int, int]:
    """Return the size of the chart on a screen of this size: what the head leaves."""
    return width, round(height - HEAD * width)


def step_link(show: Show, number: int) -> str:
    """Return the address at which a step is shown."""
    return f"{show.address}{'&' if '?' in show.address else '?'}step={number}"


def at(steps: Sequence[Slide], text: str) -> int | None:
    """Return the number of the step that a text names, from 1; None where there is no such step."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
    return number if 1 <= number <= len(steps) else None


def present_link(kind: str, name: str, query: str) -> str:
    """Return the address at which a chart (``chart``) or a page's charts (``page``) are shown."""
    kept = "&".join(part for part in query.split("&") if part and not part.startswith(f"{THEME.key}="))
    return f"{PATH}?{kind}={quote(name)}" + (f"&{kept}" if kept else "")
