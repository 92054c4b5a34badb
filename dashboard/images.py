"""Images: pictures as PNG, SVG, PDF and WebP, drawn by a chrome of this machine through kaleido; nothing is fetched.

The page in that chrome holds plotly.js, ``assets/picture.js``, and IBM Plex where npm has installed it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from dashboard.errors import CHROME, KALEIDO, ToolError
from dashboard.plotly_script import plotly_script

FORMATS = ("png", "svg", "pdf", "webp")
_RASTER = {"png": "png", "webp": "png"}  # WebP is made from the PNG, without loss
_URL = re.compile(r"url\((?:\./)?files/([^)?]+)[^)]*\)")
_SUBSETS = ("latin-400", "latin-500", "latin-700", "latin-ext", "cyrillic-400", "cyrillic-500", "cyrillic-700")
CSS_DPI = 96

_HERE = Path(__file__).resolve().parent


def font_css(assets: Path) -> str:
    """Return style rules that carry IBM Plex inside them, for Latin and Cyrillic; empty where the fonts are not installed."""
    sheet = assets / "vendor" / "fonts" / "fonts.css"
    if not sheet.is_file():
        return ""
    faces = [face for face in re.findall(r"@font-face\s*{[^}]*}", sheet.read_text("utf-8")) if any(f"-{name}" in face for name in _SUBSETS)]

    def inside(found: re.Match[str]) -> str:
        return f"url(data:font/woff2;base64,{base64.b64encode((sheet.parent / 'files' / found[1]).read_bytes()).decode()})"

    return re.sub(r"\s+", " ", "".join(_URL.sub(inside, face) for face in faces))


def program(assets: Path) -> str:
    """Return what changes when the program does, or what it draws with: then every picture is made anew."""
    files = [*sorted(_HERE.rglob("*.py")), *sorted((_HERE / "words").glob("*.toml")), _HERE / "images.js", assets / "picture.js"]
    built = sorted(path for path in (assets / "vendor").rglob("*") if path.suffix in {".css", ".js"})
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in [*files, *built])).hexdigest()


def page_html(assets: Path) -> str:
    """Return the page in which figures are drawn: it names files of this machine and nothing else."""
    from kaleido import PageGenerator

    page = PageGenerator(plotly=(plotly_script(assets).resolve().as_uri(), "utf-8"), mathjax=False).generate_index()
    own, bridge = ((folder / name).read_text("utf-8") for folder, name in ((assets, "picture.js"), (_HERE, "images.js")))
    fonts = f"window.purgesFonts = {json.dumps(font_css(assets))};"
    style = "<style>@page { margin: 0 } img { display: block }</style>"
    return page.replace("</head>", f"{style}<script>{fonts}{own}{bridge}</script></head>", 1)


def missing() -> str | None:
    """Return which program is missing to draw pictures (``errors.KALEIDO``, ``errors.CHROME``); None where nothing is."""
    try:
        from choreographer.browsers.chromium import Chromium
        from kaleido import PageGenerator  # noqa: F401
    except ImportError:
        return KALEIDO
    named = os.environ.get("BROWSER_PATH")
    found = Path(named).is_file() if named else Chromium.find_browser(skip_local=False)  # kaleido would wait for it for ever
    return None if found else CHROME


class _Page:
    """What kaleido asks for its page."""

    def __init__(self, assets: Path) -> None:
        self._html = page_html(assets)

    def generate_index(self) -> str:
        return self._html


class Images:
    """A chrome that draws pictures, as long as the ``with`` block lasts.

    Raises:
        ToolError: kaleido or a chrome is missing; it names what to install and what can be had without.
    """

    def __init__(self, assets: Path) -> None:
        self._assets = assets

    def __enter__(self) -> Images:
        """Start the chrome."""
        lacking = missing()
        if lacking:
            raise ToolError(lacking)
        import kaleido

        kaleido.start_sync_server(n=1, page_generator=_Page(self._assets), silence_warnings=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End the chrome."""
        import kaleido

        kaleido.stop_sync_server(silence_warnings=True)

    def make(self, figure: Mapping[str, Any], form: str, width: float, height: float, zoom: float, dpi: int = CSS_DPI) -> bytes:
        """Return a figure (data, layout) as a file; width and height in layout pixels.

        A PDF has the size on paper that the pixels have at ``dpi``.
        """
        import kaleido

        scale = zoom * CSS_DPI / dpi if form == "pdf" else zoom
        options = {"format": _RASTER.get(form, form), "width": width, "height": height, "scale": scale}
        return kaleido.calc_fig_sync({"data": figure["data"], "layout": figure["layout"]}, options)
