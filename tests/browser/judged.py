"""How a page is judged: by axe-core with every rule, best practices among them.

The axe-core that npm installed is newer; without npm, the one that came with pip judges.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.package import ROOT

_NEWEST = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_AXE = Axe.from_file(_NEWEST) if _NEWEST.exists() else Axe()


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return every rule that the page breaks, with the elements that break it."""
    found: list[dict[str, Any]] = _AXE.run(page).response["violations"]
    return [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in found]
