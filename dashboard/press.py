"""Press: one chrome of this machine that draws pictures while the server runs, started when it is first needed."""

from __future__ import annotations

import atexit
import json
import logging
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import Any

from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from dashboard.charts import BY_ID
from dashboard.errors import ChartError, ChromeError, SizeError, ToolError
from dashboard.filters import LANGUAGE, THEME
from dashboard.images import CSS_DPI, Images, missing
from dashboard.metadata import Metadata, metadata_of, pdf_with, png_with
from dashboard.picture import Edits
from dashboard.presets import PRESETS
from dashboard.selection import Selection
from dashboard.sized import Order, Sized, sized
from dashboard.studio import Studio
from dashboard.theme import THEMES

log = logging.getLogger(__name__)

_CARDS = 128  # link previews that are kept
_REST = 30  # seconds that a chrome which failed is let alone, so that nobody waits for it in a row


class Press:
    """Draws one picture at a time, whoever asks; without a chrome it draws nothing and says so."""

    def __init__(self, studio: Studio, assets: Path) -> None:
        self._studio, self._assets = studio, assets
        self._lock = threading.Lock()
        self._open = ExitStack()
        self._images: Images | None = None
        self._failed: ChromeError | None = None
        self._again = 0.0  # when a chrome that failed is tried again
        self.here = missing() is None
        self._cards = lru_cache(maxsize=_CARDS)(self._card)

    def close(self) -> None:
        """End the chrome, if it was started."""
        self._open.close()
        self._images = None

    def _draw(self, figure: Mapping[str, Any], form: str, width: float, height: float, zoom: float = 1, dpi: int = CSS_DPI) -> bytes:
        with self._lock:
            if self._failed and time.monotonic() < self._again:
                raise self._failed.with_traceback(None)
            try:
                if self._images is None:
                    self._images = self._open.enter_context(Images(self._assets))
                    atexit.register(self.close)
                return self._images.make(figure, form, width, height, zoom, dpi)
            except ChromeError as error:
                log.warning("%s", error)
                self._images = None
                self._open.__exit__(type(error), error, None)  # what failed is not asked to go, it is killed
                self._failed, self._again = error, time.monotonic() + _REST
                raise

    def _make(self, one: Sized, form: str) -> bytes:
        return self._draw(one.picture.figure, form, *one.layout_size, one.zoom, one.order.size.dpi * one.order.scale)

    def svg(self, figure: Mapping[str, Any], width: int, height: int) -> str:
        """Return a figure as SVG, its text as text; it may stand in a page.

        Raises:
            ToolError: no chrome, or no kaleido, is there.
        """
        return self._draw(figure, "svg", width, height).decode()

    def pdf(self, one: Sized, said: Metadata) -> bytes:
        """Return a picture as PDF, its text as text.

        Raises:
            ToolError: no chrome, or no kaleido, is there.
            ServiceUnavailable: a chrome is there, and does not draw; its answer says why.
        """
        try:
            return pdf_with(self._make(one, "pdf"), said)
        except ChromeError as error:  # to the door a ToolError is a chrome that was never there; this one may come back
            told = json.dumps({"error": str(error), "found": error.tool, "allowed": ["json"]})
            answer = Response(told, 503, {"Retry-After": str(_REST)}, mimetype="application/json")
            raise ServiceUnavailable(response=answer) from error

    def card(self, chart_id: str, selection: Selection, root: str, site: str) -> bytes | None:
        """Return the picture of a link preview, 1200 x 630 pixels; None where it cannot be drawn."""
        try:
            return self._cards(chart_id, selection, root, site)
        except ChromeError:  # not kept: it may be drawn later
            return None

    def _card(self, chart_id: str, selection: Selection, root: str, site: str) -> bytes | None:
        if not self.here:
            return None
        chart, words = BY_ID[chart_id], self._studio.words(selection)
        order = Order(PRESETS["card"], 1, "dark" if THEMES[selection[THEME]].dark else "light", Edits(site=site))
        try:
            one = sized(chart, self._studio.tables, chart.asked(selection, LANGUAGE), words, order)[0]
            said = metadata_of(one.picture, one.picture.title, selection, self._studio.tables, words, root)
            return png_with(self._make(one, "png"), said, order.size.dpi)
        except ChromeError:
            raise
        except (ChartError, SizeError, ToolError):
            return None
