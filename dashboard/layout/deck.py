"""The page of a deck: a frame that assets/deck.js fills with what this browser keeps."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.layout import aria, data, ids
from dashboard.lesson_files import MOST_HEADING, MOST_TEXT
from dashboard.selection import Selection
from dashboard.slides import MADE
from dashboard.stage import DECK_PATH, PATH
from dashboard.studio import Studio
from dashboard.words import Words

PIN_SAYS = ("pinned", "open", "undo", "undone", "not_kept")
_PAGE_SAYS = (
    *PIN_SAYS, "step", "label_heading", "label_text", "label_note", "label_question", "up", "down", "remove", "explore", "moved", "removed",
    "cleared", "read_in", "no_answer", "copied", "not_copied", "other", "take", "keep", "taken",
)  # fmt: skip


def deck_words(words: Words, names: Sequence[str]) -> str:
    """Return texts for the script, one a line: name, tab, text."""
    return "\n".join(f"{name}\t{words.texts[f'deck.{name}']}" for name in names)


def deck(studio: Studio, selection: Selection) -> Component:
    """Return the frame: what is done with a deck, its title, and the place of its views."""
    words = studio.words(selection)
    forms = [html.A(words(f"lessons.form.{form}"), href="", className="take-deck", **data(form=form)) for form in MADE]
    return html.Div(
        [
            html.Noscript(html.P(words("deck.needs_script"))),
            html.Div(className="deck-said notice-line", role="status"),
            html.Ul(className="deck-problems", hidden=True),
            html.Div(
                [
                    html.A(words("deck.present"), href="", className="present-deck begin"),
                    html.A(words("present.speaker"), href="", className="speaker-deck"),
                    _button("link", words),
                    _button("save", words),
                    html.Label([html.Span(words("deck.read")), html.Span(className="deck-file")], className="read-deck"),
                    _button("clear", words),
                ],
                className="links deck-acts",
            ),
            html.P([html.Span(words("lessons.take")), *forms], className="links deck-acts"),
            html.Div(className="deck-head", **data(title=words("deck.label_title"), summary=words("deck.label_summary"))),
            html.P(words("deck.figures"), className="deck-figures", hidden=True),
            html.P(words("deck.empty"), className="deck-empty"),
            html.Ol(className="deck-list", **aria(label=words("deck.list"))),
        ],
        id=ids.DECK,
        className="prose deck",
        **data(
            words=deck_words(words, _PAGE_SAYS),
            present=PATH,
            deck=DECK_PATH,
            heading=str(MOST_HEADING),
            text=str(MOST_TEXT),
        ),
    )


def _button(act: str, words: Words) -> Component:
    return html.Button(words(f"deck.{act}"), type="button", **data(deck=act))
