"""The bibliography: every source by kind, with what rests on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.bibliography import Entry, Resting, entries
from dashboard.layout.links import contents, host_of, to_address, to_chart, to_table
from dashboard.selection import Selection
from dashboard.studio import Studio
from dashboard.words import Words

_DOWNLOADS = ("bib", "ris", "json")


def bibliography(studio: Studio, selection: Selection) -> Component:
    """Return the sources by kind, with a table of contents, downloads, and what rests on each."""
    words = studio.words(selection)
    by_kind = entries(studio.tables["sources"])
    kinds = [kind for kind in studio.tables.package.tables["sources"].fields["kind"].enum if kind in by_kind]
    heading = {kind: words("sources.heading", kind=words(f"sources.kinds.{kind}"), count=len(by_kind[kind])) for kind in kinds}
    resting = studio.resting
    sections = [
        html.Section(
            [
                html.H2(heading[kind], id=kind),
                html.Ul([_source(entry, resting[entry.source_id], studio, selection, words) for entry in by_kind[kind]]),
            ]
        )
        for kind in kinds
    ]
    downloads = [words("sources.download"), *(html.A(words(f"sources.{form}"), href=f"/sources.{form}") for form in _DOWNLOADS)]
    return html.Div(
        [
            contents(words("sources.contents"), [(kind, heading[kind]) for kind in kinds]),
            html.Div([html.P(downloads, className="links"), *sections], className="bibliography"),
        ],
        id="bibliography",
        className="with-contents",
    )


def _source(entry: Entry, resting: Resting, studio: Studio, selection: Selection, words: Words) -> Component:
    def tables(counts: Mapping[str, int]) -> list[Component | str]:
        titles = {name: studio.tables.package.tables[name].title for name in counts}
        return _listed(counts, lambda name: to_table(name, words("sources.table_rows", table=titles[name], count=counts[name]), selection))

    def charts(ids: Iterable[str]) -> list[Component | str]:
        return _listed(ids, lambda chart_id: to_chart(chart_id, words(f"charts.{chart_id}.name"), selection))

    total = sum(resting.figures.values())
    figures = [words("sources.figures", count=total), *tables(resting.figures)] if total else [words("sources.no_figures")]
    lines = [
        figures,
        [words("sources.mentions"), *tables(resting.mentions)] if resting.mentions else [],
        [words("sources.opening"), *charts(resting.opening)] if resting.opening else [],
        [words("sources.on_choice"), *charts(resting.on_choice)] if resting.on_choice else [],
    ]
    return html.Li(
        [
            html.P(_citation(entry, words), className="citation"),
            html.P(entry.note, className="note") if entry.note else None,
            html.Ul([html.Li(line) for line in lines if line], className="rests"),
        ],
        id=entry.source_id,
        tabIndex=-1,
    )


def _citation(entry: Entry, words: Words) -> list[Component | str]:
    host = host_of(entry.url)
    spoken = words("sources.address_of", host=host, title=entry.title)
    head = [f"{entry.author}{'' if entry.author.endswith('.') else '.'} "] if entry.author else []
    tail = " ".join(f"{part.rstrip('.')}." for part in (entry.appeared, entry.unnamed) if part)
    return [
        *head,
        html.Cite(entry.title),
        f"{'' if entry.title.endswith(('.', '?', '”.')) else '.'} {tail} ",
        to_address(entry.url, words("sources.address", host=host), spoken) if entry.url else "",
    ]


def _listed(names: Iterable[str], link: Callable[[str], Component]) -> list[Component | str]:
    """Return links with commas between them."""
    return [part for name in names for part in (", ", link(name))][1:]
