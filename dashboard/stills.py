"""Stills: the first view of each chart as SVG in the widths of an embed, which is seen before plotly.js is there, or without it.

The chrome of this machine draws those of a chart beside the requests, when its embed is first asked for, and they are remembered in
a folder. Without a chrome or a folder, until they are drawn, and in any other view of a chart, an embed is drawn by plotly.js alone.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue

from dashboard.cache import Remembered
from dashboard.canvas import WIDTHS
from dashboard.charts import BY_ID, Chart
from dashboard.errors import ToolError
from dashboard.images import program
from dashboard.press import Press
from dashboard.selection import Selection
from dashboard.studio import Studio

log = logging.getLogger(__name__)

_BY_SIZE = "@media {when}{{.still-{width}{{display:block}}}}"
_SHARED = ".still{display:none}.still>svg{display:block;width:100%;height:auto}"  # between two widths the narrower is enlarged


class Stills:
    """The stills of one record, each drawn once."""

    def __init__(self, studio: Studio, press: Press, assets: Path, widths: Sequence[int], remembered: Path | None = None) -> None:
        """Draw in ``widths``; ``remembered`` is the folder in which stills of this and other records are kept, if they are to be."""
        assert set(widths) <= set(WIDTHS)
        self._studio, self._press, self._widths = studio, press, tuple(widths)
        made_from = "\0".join((program(assets), studio.tables.fingerprint, repr(self._widths), _SHARED))
        folder = remembered and remembered / hashlib.sha256(made_from.encode()).hexdigest()[:32]
        self._remembered = Remembered(folder, "the stills of embeds") if folder else None
        self._made: dict[str, str] = {}
        self._waiting: SimpleQueue[Chart] = SimpleQueue()
        self._ordered = set[str]()
        self._starting = threading.Lock()
        self._worker: threading.Thread | None = None

    def of(self, chart: Chart) -> str | None:
        """Return a chart's stills as HTML, with the rules that show the one that fits; empty where there are none, None while drawn."""
        found = self._known(chart)
        if found is None and not (self._remembered and self._press.here):
            return ""
        if found is None:
            with self._starting:
                if chart.id not in self._ordered:
                    self._ordered.add(chart.id)
                    self._waiting.put(chart)
                if self._worker is None or not self._worker.is_alive():
                    self._worker = threading.Thread(target=self._work, daemon=True)
                    self._worker.start()
        return found

    def draw(self, chart: Chart) -> str:
        """Return a chart's stills, drawn now if they are not there; empty where they cannot be."""
        found = self._known(chart)
        if found is None:
            try:
                found = self._drawn(chart) if self._press.here else ""
            except ToolError as error:
                log.warning("the stills of %s cannot be drawn: %s", chart.id, error)
                found = ""
            self._made[chart.id] = found
            if found and self._remembered:
                self._remembered.set(f"{chart.id}.html", found.encode())
        return found

    def _known(self, chart: Chart) -> str | None:
        if chart.id not in self._made and self._remembered and (found := self._remembered.get(f"{chart.id}.html")) is not None:
            self._made[chart.id] = found.decode()
        return self._made.get(chart.id)

    def _work(self) -> None:
        while True:
            self.draw(self._waiting.get())

    def _drawn(self, chart: Chart) -> str:
        parts = [f"<style>{_SHARED}{''.join(self._rules())}</style>"]
        for width in self._widths:
            figure = self._studio.picture(BY_ID[chart.id], Selection(), width).figure
            drawn = own_ids(self._press.svg(figure, width, figure["layout"]["height"]), f"w{width}-")
            parts.append(f'<div class="still still-{width}">{drawn}</div>')
        return "".join(parts)

    def _rules(self) -> Sequence[str]:
        """Return the rules that show the widest still that fits, and the narrowest where none does."""
        ends = [f"(max-width:{wider - 1}px)" for wider in self._widths[1:]]
        begins = [f"(min-width:{width}px)" for width in self._widths]
        whens = [ends[0], *(f"{begin} and {end}" for begin, end in zip(begins[1:], ends[1:], strict=False)), begins[-1]]
        return [_BY_SIZE.format(when=when, width=width) for when, width in zip(whens, self._widths, strict=True)]


def own_ids(svg: str, prefix: str) -> str:
    """Return an SVG whose ids, and what names them, begin with ``prefix``: several of them may stand in one document."""
    names = sorted(set(re.findall(r'\bid="([^"]+)"', svg)), key=len, reverse=True)
    if not names:
        return svg
    named = re.compile(rf'(\bid="|#)({"|".join(map(re.escape, names))})(?=["\')&])')
    return named.sub(rf"\g<1>{prefix}\g<2>", svg)
