"""TARGETS: what the dashboard is to reach. Each verdict, and the figures that explain it, follow from the report's data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.apps import BARE, EMBED, OURS
from benchmarks.figures import (
    Report,
    added,
    answered,
    batched,
    errors,
    every_change,
    judged,
    pictured,
    redrawn,
    split,
    started,
)
from benchmarks.spread import Measured, percentile, ratios, spread

MET, NOT_MET, NOT_MEASURED = "met", "**not met**", "not measured"


@dataclass(frozen=True)
class Target:
    """One thing to reach.

    Attributes:
        id: its name.
        words: what is measured.
        limit: the figure to reach.
        form: how figures are written.
        found: the report's data to the figures measured; their median is judged.
        why: the report's data to a sentence on where the figure comes from.
        at_least: whether more is better.
        share: which of the figures is judged: 0.5 is the median.
    """

    id: str
    words: str
    limit: float
    form: str
    found: Callable[[Report], Measured]
    why: Callable[[Report], str]
    at_least: bool = False
    share: float = 0.5

    def figure(self, report: Report) -> float | None:
        """Return the figure that is judged; None where nothing was measured."""
        found = self.found(report)
        return percentile(found, self.share) if spread(found) else None

    def verdict(self, report: Report) -> str:
        """Return whether the target is met."""
        figure = self.figure(report)
        if figure is None:
            return NOT_MEASURED
        return MET if (figure >= self.limit if self.at_least else figure <= self.limit) else NOT_MET


def middle(values: Measured, form: str = "{:,.0f} ms") -> str:
    """Return a median in words."""
    found = spread(values)
    return form.format(found.median) if found else "?"


def _beside(name: str, title: str) -> Callable[[Report], str]:
    return lambda report: f"{middle(started(report, OURS))} beside {middle(started(report, name))} of {title}"


def _first_ratio(name: str) -> Callable[[Report], Measured]:
    return lambda report: ratios(started(report, OURS), started(report, name))


def _bare(report: Report) -> str:
    ours, floor = started(report, OURS, "bytes"), started(report, BARE, "bytes")
    more = [own - least for own, least in zip(ours, floor, strict=False) if own and least]
    return (
        f"{_beside(BARE, 'the bare page')(report)}; beyond its {middle(floor, '{:,.0f}')} bytes the page "
        f"fetches {middle(more, '{:,.0f}')}: its words, styles, type and scripts"
    )


def _redraw(report: Report) -> str:
    times = every_change(report)
    if not times:
        return ""
    pages = report["redraw"]["filters"]
    slow = max(pages, key=lambda path: spread(pages[path]["times"]).median if pages[path]["times"] else 0)  # type: ignore[union-attr]
    return (
        f"{len(times)} changes on {len(pages)} pages, each asked for the first time; "
        f"slowest is `{slow}` with {middle(pages[slow]['times'])}; "
        f"`/` beside the peers: {middle(redrawn(report, OURS))}{_where(report)}"
    )


def _where(report: Report) -> str:
    """Say where the time of a change goes, once that was measured."""
    if not split(report, "answer"):
        return ""
    before, answer, after = (middle(split(report, part)) for part in ("before", "answer", "after"))
    return f"; of a change {before} until the first chart is asked for, {answer} until the last is answered, {after} until it is drawn"


def _load(report: Report) -> str:
    return (
        "one request in ten was never made before; when all were made before: "
        f"{middle(answered(report, 50, 'cached'), '{:,.0f}')} a second, p95 {middle(answered(report, 50, 'cached', 'p95'))}"
    )


def _doors(report: Report) -> str:
    return f"figures as JSON in full; to who has them already (304): {middle(answered(report, 50, 'door_known'), '{:,.0f}')} a second"


def _embed(report: Report) -> str:
    return (
        f"{middle(started(report, EMBED))} beside {middle(started(report, OURS))}; until the full page can be used it takes "
        f"{middle(started(report, OURS, 'usable'))}, so that the embed is at "
        f"{middle(ratios(started(report, EMBED), started(report, OURS, 'usable')), '{:.2f}x')} of that. "
        "The full page waits for plotly.js; the embed has its chart as SVG, and fetches plotly.js when a reader reaches for it"
    )


def _drawn(report: Report) -> str:
    return "from the press of the dialog's button to the finished file; its preview stands by then"


def _batch(report: Report) -> str:
    return (
        f"{middle(batched(report, 'files'), '{:.0f}')} files, the start apart "
        f"({middle(batched(report, 'start'), '{:.1f} s')} with the first); "
        f"plotly's own `write_images` of a simple chart: {middle(batched(report, 'write_images'), '{:.2f} s')}"
    )


def _seen(report: Report) -> str:
    return (
        f"largest paint {middle(judged(report, 'largest_paint'))}, blocked {middle(judged(report, 'blocked'))}, as Lighthouse reckons them"
    )


TARGETS = (
    Target(
        "cold_streamlit", "Cold first chart on `/`, by Streamlit's", 0.45, "{:.2f}x",
        _first_ratio("streamlit"), _beside("streamlit", "Streamlit"),
    ),
    Target("cold_panel", "Cold first chart on `/`, by Panel's", 0.6, "{:.2f}x", _first_ratio("panel"), _beside("panel", "Panel")),
    Target("cold_bare", "Cold first chart on `/`, by a bare page's", 1.25, "{:.2f}x", _first_ratio(BARE), _bare),
    Target(
        "bytes", "Compressed before the first chart", 1.2, "{:.2f} MB",
        lambda report: [size / 1e6 for size in started(report, OURS, "bytes") if size],
        lambda report: f"until the page can be used: {middle(started(report, OURS, 'bytes_usable'), '{:,.0f}')} bytes",
    ),
    Target("redraw", "Filter to redraw, median", 80, "{:.0f} ms", every_change, _redraw),
    Target("redraw_p95", "Filter to redraw, 95th percentile", 120, "{:.0f} ms", every_change, _redraw, share=0.95),
    Target(
        "callbacks", "What changes ask for, answers a second at 50 clients", 400, "{:,.0f}",
        lambda report: answered(report, 50, "mixed"), _load, at_least=True,
    ),
    Target("callbacks_p95", "Their 95th percentile", 200, "{:.0f} ms", lambda report: answered(report, 50, "mixed", "p95"), _load),
    Target(
        "errors", "Their errors", 0, "{:.0f}", lambda report: [errors(report, 50, "mixed")] if answered(report, 50, "mixed") else [],
        lambda report: f"all runs together; at 200 clients: {errors(report, 200, 'mixed')}",
    ),
    Target(
        "doors", "Cached GET doors a second at 50 clients", 600, "{:,.0f}", lambda report: answered(report, 50, "door"), _doors,
        at_least=True,
    ),
    Target(
        "memory", "50 idle sessions add", 60, "{:.0f} MB", lambda report: added(report, OURS, 50),
        lambda report: (
            f"200 add {middle(added(report, OURS, 200), '{:.0f} MB')}: nothing is held for a reader, a process only grows into its caches"
        ),
    ),
    Target("lighthouse", "Lighthouse performance of `/`, desktop", 90, "{:.1f}", judged, _seen, at_least=True),
    Target("png", "PNG 1920x1080 in the browser", 150, "{:.0f} ms", lambda report: pictured(report, OURS, "1920x1080"), _drawn),
    Target("png_4k", "PNG 3840x2160 in the browser", 300, "{:.0f} ms", lambda report: pictured(report, OURS, "3840x2160"), _drawn),
    Target("batch", "Batch export, a PNG", 0.4, "{:.2f} s", batched, _batch),
    Target(
        "embed", "First chart of an embed, by the full page's", 0.6, "{:.2f}x",
        lambda report: ratios(started(report, EMBED), started(report, OURS)), _embed,
    ),
    Target(
        "embed_bytes", "Compressed before an embed's chart", 700, "{:.0f} kB",
        lambda report: [size / 1e3 for size in started(report, EMBED, "bytes") if size],
        lambda report: "page with its chart as SVG, styles and type; plotly.js is not among them",
    ),
)  # fmt: skip
