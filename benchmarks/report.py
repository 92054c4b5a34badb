"""The report as Markdown, from its data alone; and the few of its figures that stand in the README."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.apps import APPS, BARE, CHART, DASHBOARD, EMBED, LESSON, OURS, RIVALS
from benchmarks.figures import (
    Report,
    added,
    answered,
    batched,
    errors,
    every_change,
    pictured,
    processor,
    redrawn,
    started,
)
from benchmarks.spread import Measured, percentile, ratios, spread
from benchmarks.targets import MET, NOT_MEASURED, NOT_MET, TARGETS

HERE = Path(__file__).resolve().parent
REPORT, MARKDOWN, METHOD = HERE / "report.json", HERE / "report.md", HERE / "method.md"
README = HERE.parent / "README.md"
BEGIN, END = "<!-- speed: renewed by `make benchmarks` -->", "<!-- /speed -->"
OPENING = """# How fast it is

This dashboard beside Streamlit, Panel, Vizro and marimo showing the same table with the same controls, and beside a bare page of
plotly.js as the floor. `make benchmarks` measures everything anew and writes this page, `report.json` and the charts. In each turn
every server is measured once, one after another in an order that changes; a ratio compares figures of the same turn, so that a busy
moment strikes both. Figures are medians, in brackets the least and the most; nothing here is typed by hand."""
CLIENTS = (1, 50, 200)
NAMES = {
    **{app.id: app.name for app in APPS},
    BARE: "bare plotly.js",
    EMBED: f"this dashboard, `/embed/{CHART}`",
    LESSON: "this dashboard, a step of a lesson",
}
LOADS = {
    "mixed": "this dashboard, one in ten never made before",
    "cached": "this dashboard, all made before",
    **{app.id: app.name for app in RIVALS},
    "door": "this dashboard, `/charts/<id>.json`",
    "door_known": "this dashboard, the same with `If-None-Match`",
}
PARTS = {"start": "first chart", "redraw": "redraw", "load": "load", "memory": "memory", "pictures": "pictures", "lighthouse": "Lighthouse"}


def _cell(values: Measured, form: str = "{:,.0f}") -> str:
    """Return a median with its least and most."""
    found = spread(values)
    if not found:
        return "not measured"
    return f"{form.format(found.median)} ({form.format(found.least)}–{form.format(found.most)})"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|---|" + "--:|" * (len(heads) - 1)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _targets(report: Report) -> str:
    rows = list[Sequence[str]]()
    for target in TARGETS:
        figure = target.figure(report)
        sign = "at least" if target.at_least else "at most"
        measured = target.form.format(figure) if figure is not None else "–"
        rows.append(
            (
                target.words,
                f"{sign} {target.form.format(target.limit)}",
                measured,
                target.verdict(report),
                target.why(report) if figure is not None else "",
            )
        )
    table = _table(("Target", "Asked", "Measured", "Verdict", "Where it comes from"), rows)
    return table.replace("|--:|--:|--:|--:|", "|--:|--:|---|---|")


def _start(report: Report) -> str:
    rows = [
        (
            NAMES[name],
            *(_cell(started(report, name, "first", state)) for state in ("cold", "warm")),
            _cell(ratios(started(report, OURS), started(report, name)), "{:.2f}") if name != OURS else "1",
            *(_cell([size / 1000 for size in started(report, name, "bytes", state) if size]) for state in ("cold", "warm")),
            _cell(started(report, name, "usable")) if name in {OURS, EMBED, LESSON} else "",
        )
        for name in (OURS, BARE, *(app.id for app in RIVALS), EMBED, LESSON)
    ]
    return _table(("Page", "Cold, ms", "Warm, ms", "Ours by it, cold", "kB, cold", "kB, warm", "Usable, cold, ms"), rows)


def _redraw(report: Report) -> str:
    rows = [
        (
            NAMES[app.id],
            _cell(redrawn(report, app.id)),
            _cell(ratios(redrawn(report, OURS), redrawn(report, app.id)), "{:.2f}") if app is not DASHBOARD else "1",
            _cell(processor(report, app.id)),
            _cell(ratios(processor(report, OURS), processor(report, app.id)), "{:.2f}") if app is not DASHBOARD else "1",
        )
        for app in APPS
    ]
    heads = ("Page", "Redraw, ms", "Ours by it", "Server's processor time a change, ms", "Ours by it")
    pages = [
        (
            f"`{path}`",
            str(len(held["times"])),
            *(_cell(held[key]) if held["times"] else "" for key in ("times", "settled")),
            str(held["nothing"]),
        )
        for path, held in report.get("redraw", {}).get("filters", {}).items()
    ]
    changes = every_change(report)
    if changes:
        shares = (percentile(changes, 0.5), percentile(changes, 0.95))
        pages.append(
            ("all changes of ours", str(len(changes)), f"{shares[0]:.0f}, p95 {shares[1]:.0f}", _cell(every_change(report, "settled")), "")
        )
    own = ("Page of ours", "Changes", "Redraw, ms", "Last drawing, ms", "Changed nothing in view")
    return f"{_table(heads, rows)}\n\nFilters of our pages, every switch clicked once:\n\n{_table(own, pages)}"


def _load(report: Report) -> str:
    def row(name: str, title: str) -> Sequence[str]:
        cells = [title]
        for clients in CLIENTS:
            cells.append(_cell(answered(report, clients, name)))
            cells.append(_cell(answered(report, clients, name, "p95")))
        return (*cells, str(sum(errors(report, clients, name) for clients in CLIENTS)))

    heads = ("Asked", *(head for clients in CLIENTS for head in (f"{clients}: a second", "p95, ms")), "Errors")
    return _table(heads, [row(name, title) for name, title in LOADS.items()])


def _memory(report: Report) -> str:
    def row(name: str, title: str) -> Sequence[str]:
        base = [run.get("0") for run in report.get("memory", {}).get(name, [])]
        return (title, _cell(base), *(_cell(added(report, name, count)) for count in CLIENTS))

    return _table(("Server", "Before, MB", *(f"{count} sessions add, MB" for count in CLIENTS)), [row(app.id, app.name) for app in APPS])


def _pictures(report: Report) -> str:
    sizes = ("1920x1080", "3840x2160")
    rows = [(app.name, *(_cell(pictured(report, app.id, size)) for size in sizes)) for app in APPS]
    batch = (
        f"`purges export --all`: {_cell(batched(report), '{:.2f}')} s for each PNG of 1920x1080 after the start; "
        f"plotly's `write_images` of a simple chart: {_cell(batched(report, 'write_images'), '{:.2f}')} s."
    )
    return f"{_table(('PNG in the browser', *(f'{size}, ms' for size in sizes)), rows)}\n\n{batch}"


def _about(report: Report) -> str:
    machine, versions = report["machine"], report["versions"]
    told = (
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory']} GB, {machine['system']}, "
        f"Python {machine['python']}, {machine['browser']}. "
        f"Ours: {_listed(versions['ours'])}. Peers: {_listed(versions['peers'])}."
    )
    rows = [
        (
            title,
            held["begun"].replace("T", " "),
            str(held["seconds"]),
            f"{held['repeats']}{' (quick)' if held['quick'] else ''}",
            f"{held['load_before']:.1f}",
        )
        for part, title in PARTS.items()
        if (held := report.get(part))
    ]
    return f"{told}\n\n{_table(('Part', 'Begun', 'Seconds', 'Turns', 'Load before it'), rows)}"


def _listed(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def _method(report: Report) -> str:
    """Return how it is measured and what is not, with what failed in these runs."""
    gaps = [f"- {PARTS[part]}: {gap}" for part in PARTS for gap in report.get(part, {}).get("gaps", [])]
    return "\n".join([METHOD.read_text("utf-8").strip(), *gaps])


def _tuning() -> str:
    return "\n".join(
        f"- **{app.name}**, served as {app.served}." + (f" Where it could be tuned: {app.tuning}." if app.tuning else "") for app in APPS
    )


SECTIONS: dict[str, Callable[[Report], str]] = {
    "Targets": _targets,
    "First chart": lambda report: f"{_start(report)}\n\n![First chart](charts/first-chart.svg)\n\n![Ours by theirs](charts/ratios.svg)",
    "Redraw, and what a change costs the server": _redraw,
    "Under load": lambda report: f"{_load(report)}\n\n![Under load](charts/load.svg)",
    "Memory of idle sessions": lambda report: f"{_memory(report)}\n\n![Memory](charts/memory.svg)",
    "Pictures": _pictures,
    "The servers, and where the peers could be tuned": lambda _: _tuning(),
    "Machine": _about,
}


def tally(report: Report) -> str:
    """Return how many targets are met, how many are not, and how many were not measured."""
    count = Counter(target.verdict(report) for target in TARGETS)
    missed = f", {count[NOT_MET]} are not" if count[NOT_MET] else ""
    open_ones = f", {count[NOT_MEASURED]} were not measured" if count[NOT_MEASURED] else ""
    return f"{count[MET]} of {len(TARGETS)} targets are met{missed}{open_ones}"


def render(report: Report) -> str:
    """Return the report."""
    sections = [f"## {title}\n\n{section(report)}" for title, section in SECTIONS.items()]
    return "\n\n".join([OPENING, f"{tally(report)}.", *sections, _method(report)]) + "\n"


def headline(report: Report) -> str:
    """Return the few figures that stand in the README."""
    rows = list[Sequence[str]]()
    for app in RIVALS:
        pairs = (
            (started(report, OURS), started(report, app.id)),
            (started(report, OURS, "bytes"), started(report, app.id, "bytes")),
            (redrawn(report, OURS), redrawn(report, app.id)),
            (processor(report, OURS), processor(report, app.id)),
        )
        rows.append((app.name, *(f"{found.median:.2f}x" if (found := spread(ratios(*pair))) else "not measured" for pair in pairs)))
    table = _table(("Ours by", "first chart, cold", "bytes before it", "redraw", "server's time a change"), rows)
    return f"{table}\n\n{tally(report)}; the report says which, and where each figure comes from."


def renewed(text: str, report: Report) -> str:
    """Return the README with these figures between its marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        message = f"{README.name} has no lines {BEGIN} and {END}"
        raise SystemExit(message)
    return f"{before}{BEGIN}\n{headline(report)}\n{END}{after}"


def write(report: Report) -> None:
    """Write the data, the report, its charts, and the README's figures."""
    from benchmarks.drawn import draw

    REPORT.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    MARKDOWN.write_text(render(report), "utf-8")
    draw(report, HERE / "charts")
    README.write_text(renewed(README.read_text("utf-8"), report), "utf-8")
