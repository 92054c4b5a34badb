"""The panel that says where a mark comes from: a drawer beside the page, filled when a mark is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.dress import CONFIG
from dashboard.filters import FIGURES, FILTERS
from dashboard.layout import aria, data, ids
from dashboard.provenance import Choice, Dispute, Provenance
from dashboard.words import Words

_MANY = {known.param.key for known in FILTERS if known.control.startswith("many")}


def drawer(words: Words) -> Component:
    """Return the closed drawer, with the store that names the marks to be traced and the line that is read aloud."""
    return html.Div(
        [
            dcc.Store(id=ids.TRACED),
            html.Div(id=ids.SAID, className="unseen", role="status", **data(**_spoken(words))),
            html.Div(words("walk.help"), id=ids.WALK_HELP, hidden=True),
            dmc.Drawer(
                id=ids.PROVENANCE,
                title=words("provenance.title"),
                position="right",
                size="34rem",
                padding="lg",
                withinPortal=False,  # inside the page, where the theme's values hold
                closeButtonProps=cast(Any, aria(label=words("provenance.close"))),
                className="provenance",
            ),
        ]
    )


def _spoken(words: Words) -> dict[str, str]:
    """Return the sentences that are read aloud while marks are walked; the browser puts the values in."""
    places = {name: f"{{{name}}}" for name in ("text", "series", "at", "count")}
    return {key: words(f"walk.{key}", **places) for key in ("mark", "group", "group_of_one", "none")}


def lost(words: Words) -> list[Component]:
    """Return what is said when the record has no row for a mark."""
    return [html.P(words("provenance.lost"))]


def panel(traced: Sequence[Provenance], others: int, figures: Sequence[dict[str, Any] | None], words: Words) -> list[Component]:
    """Return the content of the drawer: the rows that a mark stands for, and how many more there are.

    ``figures`` holds for each row the small chart of its rivals, or None.
    """
    made_of = [html.P(words("provenance.made_of", count=len(traced) + others), className="muted")] if len(traced) + others > 1 else []
    more = [html.P(words("provenance.more", count=others))] if others else []
    return [*made_of, *(_row(one, figure, words) for one, figure in zip(traced, figures, strict=True)), *more]


def _row(one: Provenance, figure: dict[str, Any] | None, words: Words) -> Component:
    copied = words("provenance.copied")
    certain = " · ".join(filter(None, (one.basis, one.certainty)))
    entries = [
        (words("provenance.counts"), one.counted),
        (words("provenance.includes"), one.includes),
        (words("provenance.leaves_out"), one.leaves_out),
        (words("provenance.source"), one.source),
        (words("provenance.locator"), one.locator),
        (words("provenance.address"), html.A(one.address, href=one.address, rel="noopener", target="_blank") if one.address else ""),
        (words("provenance.note"), one.note),
    ]
    return html.Article(
        [
            html.H3(one.heading),
            html.P(one.figure, className="number") if one.figure else None,
            html.P(certain, className="muted") if certain else None,
            html.P(one.description) if one.description else None,
            _list(entries),
            *_rivals(one, figure, words),
            *_section(words("provenance.corrections"), [html.P(text) for text in one.corrections]),
            *_section(words("provenance.disputes"), [_dispute(dispute, words) for dispute in one.disputes]),
            html.Details([html.Summary(words("provenance.facts")), _list(one.facts)]),
            *_section(words("provenance.choose"), [_choices(one.choices, words)] if one.choices else []),
            html.P(
                [
                    html.Button(
                        words("provenance.copy"),
                        type="button",
                        className="copy",
                        **data(copy=one.citation, copied=copied),
                    ),
                    html.A(words("provenance.row"), href=one.link),
                ],
                className="links",
            ),
        ],
        className="traced",
    )


def _list(entries: Sequence[tuple[str, Any]]) -> Component:
    return html.Dl([part for name, text in entries if text for part in (html.Dt(name), html.Dd(text))])


def _section(heading: str, content: Sequence[Component]) -> list[Component]:
    return [html.H4(heading), *content] if content else []


def _rivals(one: Provenance, figure: dict[str, Any] | None, words: Words) -> list[Component]:
    items = []
    for rival in one.rivals:
        kind = "rival_reported" if rival.reported else "rival"
        text = words(f"provenance.{kind}", source=rival.source, figure=rival.figure, basis=rival.basis)
        shown = [html.Span(words("provenance.shown"), className="tag")] if rival.preferred else []
        items.append(html.Li([text, *shown], className="this" if rival.mark == one.mark else ""))
    graph = []
    if figure is not None:
        graph = [dcc.Graph(figure=figure, config=cast(Any, CONFIG), style={"height": f"{figure['layout']['height']}px"})]
    return _section(words("provenance.rivals"), [*graph, html.Ul(items)] if items else [])


def _dispute(dispute: Dispute, words: Words) -> Component:
    return html.Div(
        [
            html.P([html.B(dispute.subject), html.Span(words(f"provenance.status_{dispute.status}"), className="tag")]),
            html.Ul([html.Li(statement) for statement in dispute.statements]),
            html.P(words("provenance.ruling", ruling=dispute.ruling)) if dispute.ruling else None,
        ],
        className="dispute",
    )


def _choices(choices: Sequence[Choice], words: Words) -> Component:
    buttons = [
        html.Button(
            words("provenance.choose_figures") if choice.key == FIGURES.param.key else choice.label,
            type="button",
            className="choose",
            **data(key=choice.key, value=choice.value, many="true" if choice.key in _MANY else ""),
        )
        for choice in choices
    ]
    return html.P(buttons, className="choices")
