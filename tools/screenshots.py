"""Pictures of every page from the running app.

python tools/screenshots.py OUT            every page at the sizes and in the themes that are looked at before a change lands
python tools/screenshots.py docs --readme  one picture a page, for the README
"""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright
from waitress.server import create_server

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from dashboard.app import create_app  # noqa: E402 - the checkout is not an installed package
from dashboard.deck import from_file, to_link  # noqa: E402
from dashboard.lessons import load_lessons  # noqa: E402
from dashboard.pages import PAGES  # noqa: E402
from dashboard.tables import load_tables  # noqa: E402
from dashboard.words import load_words  # noqa: E402

SIZES = ((1920, 1080), (1366, 768), (390, 844))
THEMES = ("light", "dark", "projector")
LESSON = ROOT / "data" / "lessons" / "orders-and-their-execution.toml"  # stands for somebody's deck
SHOWN = {"data": "&table=limits", "deck": f"#deck={to_link(from_file(LESSON.read_text('utf-8'))[0])}"}  # what a page is pictured with
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser_path() -> str:
    """Return the path of a chromium or chrome on PATH."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        message = "no chromium or chrome on PATH; on Debian: apt-get install chromium"
        raise SystemExit(message)
    return found


@contextmanager
def server(remembered: Path | None = None) -> Iterator[str]:
    """Serve the dashboard on a free port for as long as the pictures take."""
    tables, languages = load_tables(ROOT / "data"), load_words(ROOT / "dashboard" / "words")
    app = create_app(tables, languages, ROOT / "assets", load_lessons(ROOT / "data", tables, languages), remembered=remembered)
    door = socket.create_server(("127.0.0.1", 0))
    running = create_server(app.server, sockets=[door], threads=4)
    threading.Thread(target=running.run, daemon=True).start()
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    running.close()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    sizes = ((1366, 1500),) if options.readme else SIZES
    themes = ("light",) if options.readme else THEMES
    with server() as base, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=browser_path(), args=arguments)
        for width, height in sizes:
            page = browser.new_page(viewport={"width": width, "height": height}, bypass_csp=True)  # waiting evaluates
            for theme in themes:
                for at in PAGES:
                    page.goto(f"{base}{at.path}?theme={theme}{SHOWN.get(at.id, '')}")
                    page.wait_for_function("document.getElementById('main')?.dataset.path === location.pathname")
                    page.wait_for_selector("#front", state="detached")
                    page.evaluate("window.purges.wish(true)")  # charts out of view too
                    page.wait_for_function("[...document.querySelectorAll('#main .card')].every(card => card.querySelector('.main-svg'))")
                    page.wait_for_load_state("networkidle")
                    page.wait_for_timeout(500)
                    file = options.out / (f"{at.id}.png" if options.readme else f"{at.id}-{width}-{theme}.png")
                    page.screenshot(path=file, full_page=not options.readme)
                    print(file)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
