"""Images: pictures as PNG, SVG, PDF and WebP, drawn by a chrome of this machine through kaleido; nothing is fetched.

The page in that chrome holds plotly.js, ``assets/picture.js``, and IBM Plex where npm has installed it.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import logging
import os
import re
import signal
import subprocess
import threading
from collections.abc import Coroutine, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from dashboard.errors import CHROME, KALEIDO, ChromeError, ToolError
from dashboard.plotly_script import plotly_script

FORMATS = ("png", "svg", "pdf", "webp")
_RASTER = {"png": "png", "webp": "png"}  # WebP is made from the PNG, without loss
_URL = re.compile(r"url\((?:\./)?files/([^)?]+)[^)]*\)")
_SUBSETS = ("latin-400", "latin-500", "latin-700", "latin-ext", "cyrillic-400", "cyrillic-500", "cyrillic-700")
CSS_DPI = 96
_STARTING, _DRAWING, _CLOSING = 20.0, 60.0, 10.0  # seconds, many times what a chrome takes on a slow machine

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
        from kaleido import PageGenerator  # noqa: F401
    except ImportError:
        return KALEIDO
    return None if _browser() else CHROME


def _browser() -> str:
    """Return the chrome of this machine; empty where there is none."""
    from choreographer.browsers.chromium import Chromium

    named = os.environ.get("BROWSER_PATH")
    if named:
        return named if Path(named).is_file() else ""
    return Chromium.find_browser(skip_local=False) or ""


class _Page:
    """What kaleido asks for its page."""

    def __init__(self, assets: Path) -> None:
        self._html = page_html(assets)

    def generate_index(self) -> str:
        return self._html


class Images:
    """A chrome that draws pictures, as long as the ``with`` block lasts.

    kaleido's own server waits without end for a chrome that does not start, or that dies; here every wait has one.

    Raises:
        ToolError: kaleido or a chrome is missing; it names what to install and what can be had without.
        ChromeError: a chrome is there, and does not start or does not draw.
    """

    def __init__(self, assets: Path) -> None:
        self._assets = assets
        self._path, self._chrome = "", cast(Any, None)

    def __enter__(self) -> Images:
        """Start the chrome."""
        lacking = missing()
        if lacking:
            raise ToolError(lacking)
        import kaleido

        page, self._path = _Page(self._assets), _browser()
        logging.getLogger("choreographer").setLevel(logging.ERROR)  # it warns of a chrome that ends, which is told once, by ChromeError
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda *_: None)
        threading.Thread(target=_run, args=(self._loop,), daemon=True).start()
        self._chrome = kaleido.Kaleido(n=1, path=self._path, timeout=None, page_generator=cast(Any, page))
        try:
            self._within(_STARTING, self._chrome.open())
        except Exception as error:  # whatever is wrong with it, it is of no use
            self._end(kill=True)
            late = isinstance(error, TimeoutError)
            raise ChromeError(self._path, f"did not start within {_STARTING:.0f} s" if late else "does not start") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End the chrome."""
        self._end(kill=isinstance(error, ChromeError))

    def _within(self, seconds: float, doing: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(seconds)

    def _end(self, *, kill: bool) -> None:
        for killing in (True,) if kill else (False, True):  # one that does not go when it is asked to is killed
            if killing:
                _kill(self._chrome)
            with suppress(Exception, CancelledError):
                self._within(_CLOSING, self._chrome.close())
                break
        self._loop.call_soon_threadsafe(self._loop.stop)

    def make(self, figure: Mapping[str, Any], form: str, width: float, height: float, zoom: float, dpi: int = CSS_DPI) -> bytes:
        """Return a figure (data, layout) as a file; width and height in layout pixels.

        A PDF has the size on paper that the pixels have at ``dpi``.

        Raises:
            ChromeError: the chrome has ended, or takes too long.
        """
        scale = zoom * CSS_DPI / dpi if form == "pdf" else zoom
        options: Any = {"format": _RASTER.get(form, form), "width": width, "height": height, "scale": scale}
        try:
            return self._within(_DRAWING, self._chrome.calc_fig({"data": figure["data"], "layout": figure["layout"]}, options))
        except TimeoutError as error:
            raise ChromeError(self._path, f"did not finish a drawing within {_DRAWING:.0f} s") from error
        except (Exception, CancelledError) as error:
            if self._chrome.subprocess.poll() is None:
                raise  # the fault is not the chrome's
            raise ChromeError(self._path, "ended while it was to draw") from error


def _run(loop: asyncio.AbstractEventLoop) -> None:
    """Run what talks to a chrome until it is stopped, and leave nothing of it behind."""
    loop.run_forever()
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.close()


def _kill(chrome: Any) -> None:
    """Kill a chrome and its processes, which kaleido starts as a group of their own."""
    process = getattr(chrome, "subprocess", None)
    if process is None or process.poll() is not None:
        return
    with suppress(OSError, subprocess.TimeoutExpired):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:  # Windows
            process.kill()
        process.wait(_CLOSING)
