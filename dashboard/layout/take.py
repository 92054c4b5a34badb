"""The dialog by which a chart is taken away: its picture to order, what goes with it to copy, and the data behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts import Chart
from dashboard.filters import LANGUAGE, THEME
from dashboard.layout import aria, data, ids
from dashboard.orders import DEFAULT_SIZE
from dashboard.picture import Picture
from dashboard.presets import LARGEST, PRESETS, SCALES, Size
from dashboard.selection import Selection
from dashboard.theme import IN_PICTURES
from dashboard.words import Words

FORMATS = ("png", "svg", "pdf", "webp")
CUSTOM = "custom"
_SAID = (
    "drawing", "drawn", "failed", "saved", "printed", "copied", "no_clipboard", "take_file", "take_files", "dropped",
    "unsupported", "too_large",
)  # fmt: skip
COPIED = ("alt", "chicago", "apa", "bibtex", "link", "embed", "frozen")


@dataclass(frozen=True)
class Offer:
    """What of a chart can be taken away: terms of the glossary by id and name, languages, and whether a chrome makes PDFs here."""

    terms: Sequence[tuple[str, str]]
    languages: Sequence[tuple[str, str]]
    server_pdf: bool


def dialog(words: Words) -> Component:
    """Return the closed dialog, with the store that names the chart for which it is opened."""
    return html.Section(  # so that the dialog's header is not taken for the page's
        [
            dcc.Store(id=ids.TAKEN),
            dmc.Modal(
                id=ids.TAKE,
                title=words("export.title"),
                size="min(84rem, 96vw)",
                padding="lg",
                withinPortal=False,  # inside the page, where the theme's values hold
                closeButtonProps=cast(Any, aria(label=words("export.close"))),
                className="take",
            ),
        ]
    )


def address(chart_id: str) -> str:
    """Return the place in an address at which the dialog of a chart opens."""
    return f"#export={chart_id}"


def form(chart: Chart, picture: Picture, selection: Selection, offer: Offer, words: Words) -> Component:
    """Return the content of the dialog for one chart, as it opens."""
    return html.Div(
        [
            dcc.Store(id=ids.ORDER),
            html.Section(
                [
                    html.H3(words("export.preview"), className="unseen"),
                    html.Div(id=ids.PREVIEW, className="preview", tabIndex=0, role="group", **aria(label=words("export.preview"))),
                    html.Div(id=ids.TAKE_SAID, className="take-said", role="status"),
                    html.P(
                        [
                            html.Button(words("export.take"), id=ids.TAKE_FILE, type="button", className="primary"),
                            html.Button(words("export.copy_image"), type="button", **data(copies="image")),
                        ],
                        className="choices",
                    ),
                ],
                className="take-preview",
            ),
            html.Div(
                [
                    _picture_part(picture, offer, words),
                    _copy_part(words),
                    _data_part(chart, selection, words),
                ],
                className="take-form",
            ),
        ],
        className="take-inside",
        **data(
            chart=chart.id,
            pdf="server" if offer.server_pdf else "print",
            words=_said(words),
        ),
    )


def _said(words: Words) -> str:
    """Return what the script of the dialog says, as one attribute: name and text, a line each."""
    return "\n".join(f"{name}\t{words.texts[f'export.{name}']}" for name in _SAID)


def _picture_part(picture: Picture, offer: Offer, words: Words) -> Component:
    sizes = [{"value": name, "label": f"{words(f'presets.{name}')}: {_measures(size, words)}"} for name, size in PRESETS.items()]
    pdf = words("export.pdf_server" if offer.server_pdf else "export.pdf_print")
    fields: list[Component | None] = [
        dmc.Select(
            id=ids.take("size"),
            label=words("export.size"),
            value=DEFAULT_SIZE,
            allowDeselect=False,
            data=[*sizes, {"value": CUSTOM, "label": words("export.custom")}],
            comboboxProps={"shadow": "md"},
            className="control",
        ),
        html.Div(
            [
                _number("width", 1200, words),
                _number("height", 675, words),
                _switch("unit", words("export.unit"), [("px", words("export.px")), ("mm", words("export.mm"))], "px"),
            ],
            className="custom",
        ),
        _switch("format", words("export.format"), [(name, words(f"export.formats.{name}")) for name in FORMATS], FORMATS[0]),
        html.P(pdf, className="pdf-note muted"),
        _switch("pixels", words("export.pixels"), [(str(scale), f"{scale}×") for scale in SCALES], "1"),
        _switch("look", words("export.look"), [(name, words(f"export.looks.{name}")) for name in IN_PICTURES], "light"),
        _text("title", picture.title, words),
        _text("subtitle", picture.measured, words),
        _text("credit", "", words),
        _text("footnote", "", words),
        dmc.MultiSelect(
            id=ids.take("terms"),
            label=words("export.terms"),
            value=[],
            data=[{"value": code, "label": name} for code, name in offer.terms],
            searchable=True,
            clearable=True,
            hidePickedOptions=True,
            comboboxProps={"shadow": "md"},
            className="control",
            clearButtonProps=cast(Any, aria(label=words("filters.clear", name=words("export.terms")))),
        )
        if offer.terms
        else None,
        _switch("lang", words("export.language"), offer.languages, words.language) if len(offer.languages) > 1 else None,
        html.P(words("export.stays"), className="muted"),
    ]
    return html.Section([html.H3(words("export.picture")), *(field for field in fields if field is not None)])


def _measures(size: Size, words: Words) -> str:
    sides = f"{size.width:g} × {size.height:g}" if size.height else f"{size.width:g}"
    return f"{sides} {words(f'export.{size.unit}')}"


def _number(field: str, value: int, words: Words) -> Component:
    return dmc.NumberInput(
        id=ids.take(field),
        label=words(f"export.{field}"),
        value=value,
        min=1,
        max=LARGEST,
        allowDecimal=True,
        decimalScale=1,
        hideControls=True,
        debounce=400,
        className="control",
    )


def _switch(field: str, label: str, options: Iterable[tuple[str, str]], value: str) -> Component:
    entries = [{"value": code, "label": text} for code, text in options]
    control = dmc.SegmentedControl(id=ids.take(field), data=entries, value=value, size="sm", autoContrast=True)
    return html.Fieldset([html.Legend(label), control], className=f"control control-{field}")


def _text(field: str, value: str, words: Words) -> Component:
    return dmc.Textarea(
        id=ids.take(field),
        label=words("export.title_field" if field == "title" else f"export.{field}"),
        value=value,
        autosize=True,
        minRows=1,
        maxRows=4,
        debounce=400,
        className="control",
    )


def _copy_part(words: Words) -> Component:
    buttons = [html.Button(words(f"export.copy.{name}"), type="button", **data(copies=name)) for name in COPIED]
    return html.Section(
        [html.H3(words("export.copy_heading")), html.P(buttons, className="choices"), html.P(words("export.copy_note"), className="muted")]
    )


def _data_part(chart: Chart, selection: Selection, words: Words) -> Component:
    query = chart.asked(selection, LANGUAGE).to_query()
    shown = chart.asked(selection, LANGUAGE, THEME).to_query()

    def plotted(suffix: str, first: str = "") -> str:
        asked = "&".join(filter(None, (first, query)))
        return f"/charts/{chart.id}{suffix}" + (f"?{asked}" if asked else "")

    whole = [
        html.A(f"{table}{suffix}", href=f"/data/{quote(table)}{suffix}", download=f"{table}{suffix}")
        for table in (chart.table, *chart.joined)
        for suffix in (".csv", ".xlsx")
    ]
    return html.Section(
        [
            html.H3(words("export.data_heading")),
            html.P(
                [
                    html.Span(words("export.plotted")),
                    html.A(words("export.csv"), href=plotted(".csv", "bom=1"), download=f"{chart.id}.csv"),
                    html.A(words("export.xlsx"), href=plotted(".xlsx"), download=f"{chart.id}.xlsx"),
                    html.A(words("export.zip"), href=plotted(".zip"), download=f"{chart.id}.zip"),
                ],
                className="links",
            ),
            html.P([html.Span(words("export.whole")), *whole], className="links"),
            html.P(
                [
                    html.Span(words("export.frozen_copy")),
                    html.A(
                        words("export.html"), href=f"/embed/{chart.id}.html" + (f"?{shown}" if shown else ""), download=f"{chart.id}.html"
                    ),
                ],
                className="links",
            ),
        ]
    )
