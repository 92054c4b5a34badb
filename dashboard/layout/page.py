"""A page from PAGES: header, headline figures, filters, notices, cards. No chart or filter is named here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.filters import ALWAYS, LANGUAGE, PATTERNS, PERIOD, TABLE, THEME
from dashboard.headlines import HeadlineFigure
from dashboard.layout import aria, data, ids
from dashboard.layout.card import href
from dashboard.layout.chips import chips
from dashboard.layout.options import bar
from dashboard.layout.provenance import drawer
from dashboard.layout.sections import SCRIPTS, SECTIONS
from dashboard.layout.take import dialog
from dashboard.pages import PAGES, Page
from dashboard.selection import BadValue, Param, Selection, Vocabulary
from dashboard.stage import present_link
from dashboard.studio import Studio
from dashboard.theme import ON_SCREEN, SANS, THEMES
from dashboard.words import Words


def shell(plotly: str) -> Component:
    """Return what stands still while pages change; ``plotly`` is the address of plotly.js."""
    return html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh=False),
            dcc.Store(id=ids.VISIT),
            dcc.Store(id=ids.SCRIPTS, data=_scripts(plotly)),
            dcc.Store(id=ids.SHOWN),
            html.Div(html.Div(id=ids.MEASURE), className="inner measure", **aria(hidden="true")),
            html.Div(id=ids.PAGE),
        ]
    )


def _scripts(plotly: str) -> dict[str, list[str]]:
    """Return, by the address of a page, the scripts that it needs besides those that every page has."""
    needed = {at.path: [address for name in at.after if name in SCRIPTS for address in SCRIPTS[name]()] for at in PAGES}
    drawing = {at.path: [plotly] for at in PAGES if at.charts}
    return {path: [*drawing.get(path, []), *addresses] for path, addresses in needed.items() if addresses or path in drawing}


def page(
    at: Page | None,
    path: str,
    cards: Sequence[Component],
    headlines: Sequence[HeadlineFigure],
    selection: Selection,
    problems: Sequence[BadValue],
    studio: Studio,
    opening: str,
    visit: int = 0,
) -> Component:
    """Return a whole page under a selection; ``at`` is None for an address that is no page; ``visit`` is the browser's count."""
    words = studio.words(selection)
    theme = THEMES[selection[THEME]]
    if at is None:
        content = [html.H1(words("not_found.title")), html.P(words("not_found.text", path=path), className="intro")]
    else:
        content = [
            html.H1(_title(at, words)),
            html.P(opening, id=ids.OPENING, className="intro"),
            *_headlines(headlines, words),
            *([] if at.compares else _filter_bar(at, selection, studio, words)),
            html.Div(chips(at, selection, studio, words), id=ids.CHIPS),
            *_notices(problems, studio.vocabulary, words),
            *cards,
            *(SECTIONS[name](studio, selection) for name in at.after),
        ]
    titles = [] if at is None else [_title(at, words)]
    if TABLE in selection:
        titles.insert(0, studio.tables.package.tables[selection[TABLE]].title)
    store = {
        "query": selection.to_query(),
        "own": [param.key for param in at.params] if at else [],
        "title": " · ".join([*titles, words("site.name")]),
        "lang": words.language,
        "visit": visit,
    }
    inside = html.Div(
        [
            html.A(words("site.skip"), href="#main", className="skip"),
            dcc.Store(id=ids.SELECTION, data=store),
            _header(at, selection, studio.languages, words),
            html.Main([html.Div(content, className="inner"), drawer(words), dialog(words)], id="main", tabIndex=-1, **data(path=path)),
            html.Footer(
                html.Div(
                    [
                        _aids(at.path if at else "/", selection, words),
                        html.P(words("site.footer", version=studio.tables.version)),
                        _on_paper(studio, words),
                    ],
                    className="inner",
                )
            ),
        ],
        className=f"page theme-{theme.name}",
    )
    return dmc.MantineProvider(
        inside,
        forceColorScheme="dark" if theme.dark else "light",
        theme={"fontFamily": SANS, "primaryColor": "gray", "cursorType": "pointer"},
    )


def _aids(path: str, selection: Selection, words: Words) -> Component:
    """Return what helps to read, at the same place on every page: patterns, the switch for single keys, and what is said of both."""
    wanted = "" if selection[PATTERNS] else ALWAYS
    patterns = words("aids.patterns_on" if wanted else "aids.patterns_off")
    return html.Nav(
        [
            dcc.Link(patterns, href=href(path, selection.choose(PATTERNS, wanted)), id=ids.link(path, PATTERNS.key, wanted)),
            html.Button(words("aids.keys"), id=ids.SINGLE_KEYS, type="button", className="toggle", **aria(pressed="true")),
            dcc.Link(words("aids.help"), href=f"{href('/about', selection)}#accessibility", id=ids.link("/about#accessibility")),
        ],
        className="reading-aids",
        **aria(label=words("aids.label")),
    )


def _on_paper(studio: Studio, words: Words) -> Component:
    """Return the line that a printed page ends with; the browser puts in address and day when it prints."""
    said = words("paper.from", day="{day}", address="{address}", version=studio.tables.fingerprint)
    return html.P(id=ids.PRINTED, className="on-paper", **data(text=said, more=words("paper.more", count="{count}", address="{address}")))


def _title(at: Page, words: Words) -> str:
    title = words(f"pages.{at.id}.title")
    return f"{title}: {words(f'charts.{at.charts[0].id}.name')}" if at.compares else title


def _header(at: Page | None, selection: Selection, languages: Mapping[str, Words], words: Words) -> Component:
    here = at.path if at else "/"
    nav = [_link(words(f"pages.{known.id}.nav"), known.path, selection, here=known is at) for known in PAGES if known.listed]
    looks = [_setting(words(f"themes.{name}"), here, THEME, name, selection) for name in ON_SCREEN]
    tongues = [_setting(languages[code](f"languages.{code}"), here, LANGUAGE, code, selection) for code in languages if len(languages) > 1]
    return html.Header(
        html.Div(
            [
                html.Div(
                    [
                        html.P(words("site.name"), className="name"),
                        html.P(words("site.strapline"), className="strapline"),
                    ]
                ),
                _opener(words("site.nav"), ids.PLACES),
                html.Div(
                    [
                        html.Nav([*looks, *tongues, *_wall(at, selection, words)], className="looks", **aria(label=words("site.looks"))),
                        html.Nav(nav, className="nav", **aria(label=words("site.nav"))),
                    ],
                    id=ids.PLACES,
                    className="places",
                ),
            ],
            className="inner",
        )
    )


def _opener(text: str, opens: str, kind: str = "") -> Component:
    """Return the button that opens what small screens keep closed."""
    return html.Button(text, type="button", className=f"opener {kind}".strip(), **aria(expanded="false", controls=opens))


def _wall(at: Page | None, selection: Selection, words: Words) -> list[Component]:
    """Return the link that shows the page's charts on the wall; assets/present.js keeps its query that of the page."""
    if at is None or not at.charts or at.compares:
        return []
    return [html.A(words("present.page"), href=present_link("page", at.id, selection.to_query()), className="present-page")]


def _link(text: str, path: str, selection: Selection, *, here: bool) -> Component:
    current = aria(current="page") if here else {}
    return html.Span(dcc.Link(text, href=href(path, selection), id=ids.link(path)), className="here" if here else "", **current)


def _setting(text: str, path: str, param: Param[str], value: str, selection: Selection) -> Component:
    """Return a link to the same page with another theme or language; the one in force is marked."""
    here = selection[param] == value
    held = "" if value == param.default else value
    link = dcc.Link(text, href=href(path, selection.choose(param, value)), id=ids.link(path, param.key, held))
    return html.Span(link, className="here" if here else "", **(aria(current="true") if here else {}))


def _headlines(figures: Sequence[HeadlineFigure], words: Words) -> list[Component]:
    if not figures:
        return []
    items = [
        html.Li(
            [
                html.P(figure.figure, className="number"),
                html.P(figure.label, className="label"),
                html.P(" · ".join(filter(None, (figure.basis, figure.certainty))), className="basis"),
                html.P(figure.rivals, className="rivals") if figure.rivals else None,
                html.Details([html.Summary(words("headlines.source")), html.P(figure.source)], className="source"),
            ],
        )
        for figure in figures
    ]
    return [
        html.Section(
            [html.H2(words("headlines.heading", count=len(figures))), html.Ul(items, className="headlines")],
            className="headline-band",
        )
    ]


def _filter_bar(at: Page, selection: Selection, studio: Studio, words: Words) -> list[Component]:
    if not at.filters:
        return []
    return [
        _opener(words("site.filters"), ids.FILTERS, "sheet-opener"),
        html.Section(
            [
                html.Div(
                    [
                        html.H2(words("site.filters"), className="unseen"),
                        html.Button(words("site.filters_close"), type="button", className="sheet-close"),
                    ],
                    className="sheet-head",
                ),
                html.Div(bar(at, selection, studio, words), className="controls"),
                html.Button(words("site.reset"), id=ids.RESET, className="reset", type="button"),
            ],
            id=ids.FILTERS,
            className="filters",
            **aria(label=words("site.filters")),
        ),
    ]


def _notices(problems: Sequence[BadValue], vocabulary: Vocabulary, words: Words) -> list[Component]:
    if not problems:
        return []
    items = [html.Li(notice(problem, vocabulary, words)) for problem in problems]
    return [html.Div([html.P(words("site.notice_heading")), html.Ul(items)], className="notice", role="status")]


def notice(problem: BadValue, vocabulary: Vocabulary, words: Words) -> str:
    """Return in words what was dropped from an address, and what would do."""
    if problem.kind == "not_allowed" and problem.key == PERIOD.param.key:
        first, last = vocabulary[problem.key]
        return words("notices.not_allowed_period", found=problem.found, first=first, last=last)
    listed = problem.kind == "not_allowed" and 0 < len(problem.allowed) <= _MOST_LISTED
    kind = "not_allowed_listed" if listed else problem.kind
    return words(f"notices.{kind}", name=problem.key, found=problem.found, allowed=problem.allowed)


_MOST_LISTED = 12
