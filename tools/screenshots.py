"""Pictures of every page at the sizes and themes that are looked at before a change lands.

python tools/screenshots.py http://127.0.0.1:8050 OUT [--readme]
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

PATHS = {"glance": "/", "timeline": "/timeline"}
SIZES = ((1920, 1080), (1366, 768), (390, 844))
THEMES = ("light", "dark", "projector")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser_path() -> str:
    """Return the path of a chromium or chrome on PATH."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        message = "no chromium or chrome on PATH; on Debian: apt-get install chromium"
        raise SystemExit(message)
    return found


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base")
    parser.add_argument("out", type=Path)
    parser.add_argument("--readme", action="store_true", help="one light picture a page, of the first screen only")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    sizes = ((1366, 900),) if options.readme else SIZES
    themes = ("light",) if options.readme else THEMES
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=browser_path(), args=arguments)
        for width, height in sizes:
            page = browser.new_page(viewport={"width": width, "height": height})
            for theme in themes:
                for name, path in PATHS.items():
                    page.goto(f"{options.base}{path}?theme={theme}")
                    page.wait_for_selector(".main-svg")
                    page.wait_for_timeout(700)
                    file = options.out / (f"{name}.png" if options.readme else f"{name}-{width}-{theme}.png")
                    page.screenshot(path=file, full_page=not options.readme)
                    print(file)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
