"""Draw the picture that a link preview shows where no chart can be drawn: the dashboard's name, 1200 x 630 pixels.

Run from the project's root: ``python tools/card.py`` renews ``assets/pictures/card.png``.
"""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

from dashboard.theme import THEMES
from dashboard.words import load_words

ROOT = Path(__file__).parents[1]
SIZE: ViewportSize = {"width": 1200, "height": 630}
PAGE = """<!DOCTYPE html><meta charset="utf-8"><link rel="stylesheet" href="{fonts}"><style>:root{{{css}}}
body{{margin:0;height:630px;padding:0 90px;background:var(--paper);color:var(--ink);display:grid;align-content:center;
border-left:18px solid var(--ink);box-sizing:border-box}}
h1{{font:700 92px/1.1 var(--serif);margin:0 0 26px}}p{{font:38px/1.4 var(--sans);margin:0;color:var(--muted)}}</style>
<h1>{name}</h1><p>{strapline}</p>"""


def main() -> None:
    """Draw the card and write it."""
    words = load_words(ROOT / "dashboard" / "words")["en"]
    fonts = ROOT / "assets" / "vendor" / "fonts" / "fonts.css"
    page = PAGE.format(
        fonts=fonts.as_uri(), css=THEMES["light"].css(), name=escape(words("site.name")), strapline=escape(words("site.strapline"))
    )
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))))
    drawing = ROOT / "assets" / "pictures" / "card.html"
    drawing.parent.mkdir(exist_ok=True)
    drawing.write_text(page, "utf-8")  # a page of its own, so that it may read the fonts beside it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        opened = browser.new_page(viewport=SIZE)
        opened.goto(drawing.as_uri())
        opened.evaluate("document.fonts.ready")
        opened.screenshot(path=drawing.with_suffix(".png"))
        browser.close()
    drawing.unlink()
    print(drawing.with_suffix(".png"))


if __name__ == "__main__":
    main()
