"""Every component id, made only here."""

from __future__ import annotations

ADDRESS = "address"
CHIPS = "chips"
CLOSE_ROW = "close-row"
COUNT = "table-count"
DECK = "deck"
FILTERS = "filters"
MEASURE = "measure-width"
OPENING = "opening"
ORDER = "take-order"
PAGE = "page"
PLACES = "pages"
PREVIEW = "take-preview"
PRINTED = "printed"
PROVENANCE = "provenance"
RESET = "reset"
SAID = "said"
SCRIPTS = "scripts"
SEARCH = "table-search"
SELECTION = "selection"
SHOWN = "shown"
SINGLE_KEYS = "single-keys"
TAKE = "take"
TAKEN = "taken"
TAKE_FILE = "take-file"
TAKE_SAID = "take-said"
TRACED = "traced"
VISIT = "visit"
WALK_HELP = "walk-help"


def control(key: str, side: str = "") -> dict[str, str]:
    """Return the id of the control of a parameter; ``side`` is "b" for the second selection of a comparison."""
    return {"type": f"control-{side}" if side else "control", "key": key}


def chart(chart_id: str) -> dict[str, str]:
    """Return the id of a chart's figure."""
    return {"type": "chart", "chart": chart_id}


def grid(table: str) -> dict[str, str]:
    """Return the id of a table's grid."""
    return {"type": "grid", "table": table}


def row(table: str) -> dict[str, str]:
    """Return the id of what shows one row of a table in full."""
    return {"type": "row", "table": table}


def link(path: str, param: str = "", value: str = "") -> dict[str, str]:
    """Return the id of a link that keeps the selection: to a page, or with ``param`` set to ``value`` (empty: its default)."""
    return {"type": "link", "path": path, "param": param, "value": value}


def take(field: str) -> dict[str, str]:
    """Return the id of a control of the dialog by which a chart is taken away."""
    return {"type": "take", "field": field}
