"""A kind of control to a Dash component, and back: what the component holds to a parameter's value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.filters import Filter
from dashboard.layout import aria, data, ids
from dashboard.selection import Months
from dashboard.words import Words

Option = tuple[str, str]
"""A code and its label."""


def component(
    known: Filter[Any], value: Any, options: Sequence[Option], words: Words, side: str = "", standing: Sequence[str] = ()
) -> Component:
    """Return the control of a filter, holding ``value`` and offering ``options``; ``side`` as in ``ids.control``.

    ``standing`` are the options shown while none is chosen; empty: all.
    """
    key = known.param.key
    shown = frozenset(standing) if value is None and standing else value
    unchosen = known.param.show(frozenset(standing)) if standing else known.param.default or ""
    told = data(control=key + side, side=side, kind=known.control, unchosen=unchosen)  # by these assets/url.js writes the address
    return html.Div(_component(known, shown, options, words, ids.control(key, side)), className="holder", **told)


def _component(known: Filter[Any], value: Any, options: Sequence[Option], words: Words, at: dict[str, str]) -> Component:
    key = known.param.key
    label = words(f"filters.{key}.label")
    if known.control == "month_range":
        return _month_range(at, key, label, value, options, words)
    if known.control == "many_of":
        return _many_of(at, label, value, options)
    if known.control == "many_from_list":
        return _many_from_list(at, label, value, options, words(f"filters.{key}.placeholder"))
    if len(options) == 2 and known.param.default in dict(options):
        return _switch(at, label, value, options)
    return select(at, label, value, options, words(f"filters.{key}.placeholder"))


def _month_range(at: dict[str, str], key: str, label: str, value: Months | None, options: Sequence[Option], words: Words) -> Component:
    """Return a picker of first and last month; ``options`` are the bounds."""
    (first, _), (last, _) = options
    return dmc.MonthPickerInput(
        id=at,
        type="range",
        label=label,
        value=cast(Any, [f"{value.first}-01", f"{value.last}-01"] if value else [None, None]),
        minDate=f"{first}-01",
        maxDate=f"{last}-28",
        defaultDate="1937-01-01",
        placeholder=words(f"filters.{key}.placeholder"),
        valueFormat="MMM YYYY",
        clearable=True,
        allowSingleDateInRange=True,
        clearButtonProps=cast(Any, aria(label=words("filters.clear", name=label))),
        ariaLabels={
            "previousYear": words("filters.period.previous_year"),
            "nextYear": words("filters.period.next_year"),
            "previousDecade": words("filters.period.previous_decade"),
            "nextDecade": words("filters.period.next_decade"),
        },
        className="control control-period",
    )


def _many_of(at: dict[str, str], label: str, value: frozenset[str] | None, options: Sequence[Option]) -> Component:
    codes = [code for code, _ in options]
    chosen = codes if value is None else [code for code in codes if code in value]
    chips = [dmc.Chip(text, value=code, size="sm", variant="outline", className="chip") for code, text in options]
    return html.Fieldset(
        [
            html.Legend(label),
            html.Div(dmc.ChipGroup(chips, id=at, multiple=True, value=chosen), className="chips"),
        ],
        className="control control-many",
    )


def _many_from_list(at: dict[str, str], label: str, value: frozenset[str] | None, options: Sequence[Option], placeholder: str) -> Component:
    """Return a searchable list from which any number may be chosen; none chosen is the default, which shows all."""
    return dmc.MultiSelect(
        id=at,
        label=label,
        data=[{"value": code, "label": text} for code, text in options],
        value=[code for code, _ in options if code in (value or ())],
        placeholder=placeholder,
        searchable=True,
        clearable=True,
        hidePickedOptions=True,
        className="control control-list",
        comboboxProps={"shadow": "md"},
    )


def _switch(at: dict[str, str], label: str, value: str, options: Sequence[Option]) -> Component:
    entries = [{"value": code, "label": text} for code, text in options]
    return html.Fieldset(
        [
            html.Legend(label),
            dmc.SegmentedControl(id=at, data=entries, value=value, size="sm", autoContrast=True),
        ],
        className="control",
    )


def select(at: dict[str, str], label: str, value: str, options: Sequence[Option], placeholder: str) -> Component:
    """Return a searchable list of which at most one is chosen; none chosen is the default."""
    return dmc.Select(
        id=at,
        label=label,
        data=[{"value": code, "label": text} for code, text in options],
        value=value or None,
        placeholder=placeholder,
        searchable=len(options) > 6,
        clearable=True,
        className="control",
        comboboxProps={"shadow": "md"},
    )
