"""What the page of a deck asks: the deck of a link, of a file, or as the browser keeps it, in words.

``GET /deck.json?deck=<link>``   the deck of a link
``POST /deck.json``              the deck of a lesson file (``application/toml``), or as JSON
Each answers with the deck, its link, its file, and for each step its settings in words and what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from dashboard.charts import BY_ID
from dashboard.deck import (
    MOST_BYTES,
    MOST_LINK,
    MOST_STEPS,
    NoDeckError,
    from_file,
    from_json,
    from_link,
    read_deck,
    shown,
    slug,
    to_link,
    told,
)
from dashboard.filters import LANGUAGE
from dashboard.layout.chips import chosen_in_words
from dashboard.lesson_files import written
from dashboard.pages import page_of
from dashboard.previews import with_query
from dashboard.stage import DECK_PATH
from dashboard.studio import Studio
from dashboard.words import Words

_TOML = "application/toml"


def _step(step: Mapping[str, Any], studio: Studio, words: Words) -> dict[str, Any]:
    """Return what a step shows: the chart's name, its settings in words, and where the same view stands."""
    view = shown(step, studio)
    if view is None:
        return {"name": words("deck.no_chart"), "settings": "", "explore": ""}
    chart, selection = BY_ID[view[0]], view[1]
    settings = [words("chips.chip", filter=name, value=value) for name, value in chosen_in_words(selection, studio, words)]
    return {
        "name": words(f"charts.{chart.id}.name"),
        "settings": "; ".join(settings) or words("deck.plain"),
        "explore": f"{with_query(page_of(chart).path, selection.to_query())}#{chart.id}",
    }


def deck_answer(tree: Mapping[str, Any], studio: Studio, words: Words) -> dict[str, Any]:
    """Return a deck as its page takes it."""
    deck = read_deck(tree, studio, words)
    link = to_link(deck.tree)
    about = told(deck.problems.get(0, ()), words)
    if len(link) > MOST_LINK:
        about.append(words("deck.too_long", length=len(link), most=MOST_LINK))
    if len(tree.get("step", ())) > MOST_STEPS:
        about.append(words("deck.too_many", most=MOST_STEPS))
    return {
        "deck": deck.tree,
        "link": link if len(link) <= MOST_LINK and deck.lesson else "",
        "file": written(deck.tree),
        "name": slug(deck.tree["title"]),
        "problems": about,
        "steps": [
            {**_step(step, studio, words), "problems": told(deck.problems.get(number, ()), words)}
            for number, step in enumerate(deck.tree["step"], 1)
        ],
    }


def deck_doors(studio: Studio) -> Blueprint:
    """Return the routes over one record."""
    door = Blueprint("deck_doors", __name__)

    def refused(text: str, status: int) -> Response:
        response = jsonify(problems=[text])
        response.status_code = status
        return response

    @door.get(f"{DECK_PATH}.json")
    def of_link() -> Response:
        words = studio.languages[LANGUAGE.default]
        try:
            return jsonify(deck_answer(from_link(request.args.get("deck", "")), studio, words))
        except NoDeckError:
            return refused(words("deck.no_link"), 400)

    @door.post(f"{DECK_PATH}.json")
    def of_text() -> Response:
        words = studio.languages[LANGUAGE.default]
        if (request.content_length or 0) > MOST_BYTES:
            return refused(words("deck.too_large", most=MOST_BYTES // 1000), 413)
        content = request.get_data()[:MOST_BYTES]
        if request.mimetype != _TOML:
            try:
                return jsonify(deck_answer(from_json(content), studio, words))
            except NoDeckError:
                return refused(words("deck.no_file"), 400)
        try:
            tree, problems = from_file(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return refused(words("deck.no_text"), 400)
        if problems:
            return refused(words("deck.no_lesson", line=problems[0].line, found=problems[0].found), 400)
        return jsonify(deck_answer(tree, studio, words))

    return door
