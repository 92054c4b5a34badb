"""The present page as HTML: one template for the live page and for the file that needs no server.

It is a plain page without Dash: a step must be on screen within a second, and the very same page must open from a disk.
Its template, style and script stand in ``presenting/``; Jinja comes with Flask and escapes every text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, select_autoescape

from dashboard.dress import CONFIG
from dashboard.stage import PROJECTOR, Show
from dashboard.theme import THEMES
from dashboard.words import Words

FOLDER = Path(__file__).with_name("presenting")
KEYS = (
    "step",
    "ends",
    "focus",
    "all",
    "table",
    "notes",
    "question",
    "blank",
    "hover",
    "explore",
    "speaker",
    "full",
    "reset",
    "help",
    "leave",
)


@lru_cache(maxsize=8)
def part(name: str) -> str:
    """Return a file of ``presenting/``."""
    return (FOLDER / name).read_text("utf-8")


@lru_cache(maxsize=2)
def _template(name: str) -> Any:
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True)
    return environment.get_template(name)


def lost_page(words: Words, notices: Sequence[str]) -> str:
    """Return the page of an address that shows nothing: why, and where to go."""
    return _template("lost.html").render(words=words, notices=notices, style=style())


def style() -> str:
    """Return the style of the page: the values of the wall's theme, then its rules."""
    return f":root{{{THEMES[PROJECTOR].css()}}}\n{part('present.css')}"


def show_data(show: Show, words: Words, carried: Mapping[str, Any]) -> str:
    """Return as JSON what the script knows of a show; ``carried`` are the figures that a file brings along."""
    content = {
        "id": show.id,
        "lesson": show.lesson,
        "query": show.address.partition("?")[2],
        "address": show.address,
        "leave": show.leave,
        "config": CONFIG,
        "texts": {"one_series": words("present.one_series"), "dark": words("present.blank"), "part": words("present.part")},
        "steps": [
            {"figure": show.step_address(number), "focus": slide.focus, "explore": slide.explore}
            for number, slide in enumerate(show.slides, 1)
        ],
        **carried,
    }
    return script_safe(orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY).decode())


def script_safe(text: str) -> str:
    """Return JSON that cannot end the script element that it stands in."""
    return text.replace("</", "<\\/").replace("<!--", "<\\!--")


def present_page(
    show: Show,
    words: Words,
    *,
    speaker: bool = False,
    sheets: Sequence[str] = (),
    scripts: Sequence[str] = (),
    inline: Sequence[str] = (),
    fonts: str = "",
    carried: Mapping[str, Any] | None = None,
    notices: Sequence[str] = (),
) -> str:
    """Return the page of a show; ``sheets`` and ``scripts`` are addresses, ``fonts``, ``inline`` and ``carried`` stand in it.

    ``notices`` say what of the address could not be shown.
    """
    return _template("present.html").render(
        show=show,
        words=words,
        speaker=speaker,
        notices=notices,
        sheets=sheets,
        scripts=scripts,
        inline=inline,
        style=fonts + style(),
        keys=[(words(f"present.key.{key}"), words(f"present.does.{key}")) for key in KEYS],
        data=show_data(show, words, carried or {}),
    )
