"""The report's charts as SVG, drawn with plotly in the look of the dashboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log10
from pathlib import Path
from typing import Any

from benchmarks.apps import BARE, EMBED, OURS, RIVALS, ROOT
from benchmarks.figures import Report, added, answered, processor, redrawn, started
from benchmarks.look import (
    HUES,
    NAMES,
    SMALL,
    WIDTH,
    apart,
    axis_title,
    framed,
    hue,
    lines,
    named,
    ranged,
    said,
    source_line,
    type_faces,
    with_type,
)
from benchmarks.spread import Measured, ratios, spread
from dashboard import palette
from dashboard.images import Images

CLIENTS = (1, 50, 200)
Figure = dict[str, Any]


def first_chart(report: Report) -> Figure:
    """Dots of the time to the first chart, cold and warm, the soonest on top."""
    cold = {name: found for name in (BARE, EMBED, *HUES) if (found := spread(started(report, name)))}
    rows = sorted(cold, key=lambda name: cold[name].median, reverse=True)
    layout = framed(
        "How soon the first chart is painted",
        "Milliseconds in a browser on the same machine. Filled: with nothing in its cache; hollow: at the second visit",
        source_line(report, "start"),
        (208 + 52 * len(rows), 170, 90, 104),
    )
    data, most = list[dict[str, Any]](), 1.0
    for row, name in enumerate(rows):
        for state, below in (("cold", 0.0), ("warm", 0.3)):
            found = spread(started(report, name, "first", state))
            if found:
                most = max(most, found.most)
                data += ranged(found, row - below, hue(name), hollow=state == "warm")
                text = said(found.most, row - below, f"{found.median:,.0f}", hue(name), SMALL, xanchor="left", xshift=12)
                layout["annotations"].append(text)
    layout["xaxis"] = {"range": [0, most * 1.04], "title": axis_title("milliseconds"), "showgrid": True, "tickformat": ",d"}
    layout["yaxis"] = {"range": [-0.7, len(rows) - 0.5], "tickvals": list(range(len(rows))), "ticktext": named(rows), "showgrid": False}
    return {"data": data, "layout": layout}


RATIOS: Mapping[str, Callable[[Report, str], Measured]] = {
    "First chart, cold": lambda report, name: ratios(started(report, OURS), started(report, name)),
    "Bytes before it": lambda report, name: ratios(started(report, OURS, "bytes"), started(report, name, "bytes")),
    "Redraw": lambda report, name: ratios(redrawn(report, OURS), redrawn(report, name)),
    "Server’s time a change": lambda report, name: ratios(processor(report, OURS), processor(report, name)),
}
_GAP = 0.025  # between two panels, of the width of all


def of_ratios(report: Report) -> Figure:
    """Dots of ours by theirs, a panel for each thing measured, all on the same logarithmic axis."""
    rows = [app.id for app in reversed(RIVALS)]
    found = {head: {name: one for name in rows if (one := spread(of(report, name)))} for head, of in RATIOS.items()}
    known = [one for by_name in found.values() for one in by_name.values()]
    low, high = min([0.5, *(one.least for one in known)]) * 0.6, max([1.0, *(one.most for one in known)]) * 1.5
    layout = framed(
        "What this dashboard takes, by what each peer takes",
        "Left of the line at 1 it takes less. Each ratio compares figures of the same turn",
        source_line(report, "start"),
        (258 + 56 * len(rows), 110, 24, 130),
    )
    ticks = [tick for tick in (0.01, 0.03, 0.1, 0.3, 1, 3, 10) if low <= tick <= high]
    width = (1 - _GAP * (len(found) - 1)) / len(found)
    data = list[dict[str, Any]]()
    for place, (head, by_name) in enumerate(found.items()):
        axis, left = str(place + 1) if place else "", place * (width + _GAP)
        layout[f"xaxis{axis}"] = {
            "type": "log", "domain": [left, left + width], "range": [log10(low), log10(high)], "showgrid": True, "anchor": f"y{axis}",
            "tickvals": ticks, "ticktext": [f"{tick:g}" for tick in ticks], "tickfont": {"size": SMALL},
        }  # fmt: skip
        layout[f"yaxis{axis}"] = {
            "range": [-0.6, len(rows) - 0.4], "showgrid": False, "anchor": f"x{axis}",
            "tickvals": list(range(len(rows))) if place == 0 else [], "ticktext": named(rows),
        }  # fmt: skip
        data.append(lines([1, 1], [-0.6, len(rows) - 0.4], palette.INK, 1.4, xaxis=f"x{axis}", yaxis=f"y{axis}"))
        above = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 6}
        layout["annotations"].append(said(left, 1, f"<b>{head}</b>", palette.INK, **above))
        for name, one in by_name.items():
            row = rows.index(name)
            data += ranged(one, row, palette.DEATH, axis)
            at = {"xref": f"x{axis}", "yref": f"y{axis}", "yshift": 17, "bgcolor": palette.PAPER, "borderpad": 0}
            layout["annotations"].append(said(log10(one.median), row, f"{one.median:.2f}", palette.DEATH, SMALL, **at))
    below = {"xref": "paper", "yref": "paper", "yshift": -44}
    layout["annotations"].append(said(0.5, 0, "ours divided by theirs, logarithmic", palette.MUTED, SMALL, **below))
    return {"data": data, "layout": layout}


def _by_clients(of: Callable[[str, int], Measured], layout: dict[str, Any], title: str, form: str, *, log: bool) -> Figure:
    """Lines by number of clients, each named at its end."""
    data, ends = list[dict[str, Any]](), list[tuple[float, str]]()
    for name, colour in HUES.items():
        found = {place: one for place, clients in enumerate(CLIENTS) if (one := spread(of(name, clients)))}
        if found:
            data += [lines([place, place], [one.least, one.most], colour, 2) for place, one in found.items()]
            line = lines(list(found), [one.median for one in found.values()], colour, 4 if name == OURS else 2.4)
            data.append({**line, "mode": "lines+markers", "marker": {"size": 9}})
            ends.append((found[max(found)].median, name))
    values = [value for trace in data for value in trace["y"]] or [1.0]
    if log:
        scale, low, high = log10, log10(min(values) * 0.7), log10(max(values) * 1.4)
        layout["yaxis"] = {"range": [low, high], "type": "log", "dtick": 1, "tickformat": ",~r"}
    else:
        scale, low, high = float, min(0.0, *values), max(values) * 1.06
        layout["yaxis"] = {"range": [low, high]}
    inner = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    ends.sort()
    places = apart([(scale(value) - low) / (high - low) for value, _ in ends], 21 / inner)
    for (value, name), place in zip(ends, places, strict=True):
        text = f"{NAMES[name]}  {form.format(value)}"
        at = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "middle", "xshift": 10}
        layout["annotations"].append(said(1, place, f"<b>{text}</b>" if name == OURS else text, HUES[name], **at))
    counts = [str(count) for count in CLIENTS]
    layout["xaxis"] = {"range": [-0.15, 2.08], "tickvals": [0, 1, 2], "ticktext": counts, "title": axis_title(title)}
    return {"data": data, "layout": layout}


def under_load(report: Report) -> Figure:
    """Lines of the changes answered a second."""
    layout = framed(
        "How many changes a second are answered",
        "Clients that ask again as soon as they are answered; of ours one in ten was never made before. Logarithmic",
        source_line(report, "load"),
        (560, 80, 210, 104),
    )
    return _by_clients(
        lambda name, count: answered(report, count, "mixed" if name == OURS else name), layout, "clients", "{:,.0f}", log=True
    )


def in_memory(report: Report) -> Figure:
    """Lines of the memory that sessions add."""
    layout = framed(
        "What idle sessions add to a server’s memory",
        "Megabytes more than when it had shown its page once; what its processes share is counted once",
        source_line(report, "memory"),
        (560, 80, 210, 104),
    )
    return _by_clients(lambda name, count: added(report, name, count), layout, "sessions", "{:,.0f} MB", log=False)


CHARTS = {"first-chart": first_chart, "ratios": of_ratios, "load": under_load, "memory": in_memory}


def draw(report: Report, folder: Path) -> None:
    """Write the charts."""
    faces = type_faces(ROOT / "assets" / "vendor" / "fonts" / "files")
    folder.mkdir(exist_ok=True)
    with Images(ROOT / "assets") as images:
        for name, make in CHARTS.items():
            figure = make(report)
            svg = images.make(figure, "svg", WIDTH, figure["layout"]["height"], 1).decode()
            (folder / f"{name}.svg").write_text(with_type(svg, faces), "utf-8")
