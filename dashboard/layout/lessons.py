"""The lessons: what each tells, its steps, and the forms in which it is taken along."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.layout import aria
from dashboard.lesson_files import Lesson
from dashboard.selection import Selection
from dashboard.slides import MADE
from dashboard.stage import DECK_PATH, LESSONS_PATH, PATH
from dashboard.studio import Studio
from dashboard.words import Words


def lessons(studio: Studio, selection: Selection) -> Component:
    """Return every lesson of the record: the steps open on the wall, the files are made when they are asked for."""
    words = studio.words(selection)
    told = [_lesson(lesson, words) for lesson in studio.lessons.values()]
    deck = words("lessons.deck")
    own = html.Section(
        [
            html.H2(words("lessons.deck_heading"), id="own-deck"),
            html.P(deck),
            html.P(html.A(words("deck.open"), href=DECK_PATH, className="begin"), className="links"),
        ],
        **aria(labelledby="own-deck"),
    )
    return html.Div([*(told or [html.P(words("lessons.none"))]), *([own] if deck else [])], id="lessons", className="prose lessons")


def _lesson(lesson: Lesson, words: Words) -> Component:
    heading = f"lesson-{lesson.id}"
    wall = f"{PATH}/{lesson.id}"
    steps = [html.Li(html.A(step.heading, href=f"{wall}?step={number}")) for number, step in enumerate(lesson.steps, 1)]
    files = [
        html.A(words(f"lessons.form.{form}"), href=f"{LESSONS_PATH}/{lesson.id}.{form}", download=f"{lesson.id}.{form}") for form in MADE
    ]
    begin = html.A(words("lessons.begin"), href=wall, className="begin")
    beside = html.A(words("present.speaker"), href=f"{wall}?view=speaker")
    return html.Section(
        [
            html.H2(lesson.title, id=heading),
            html.P(lesson.summary),
            html.P([begin, beside], className="links"),
            html.Ol(steps),
            html.P([html.Span(words("lessons.take")), *files], className="links"),
        ],
        **aria(labelledby=heading),
        lang=lesson.language,
    )
