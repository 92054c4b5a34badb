"""Dash components from pages, filters and pictures; the only place besides app and callbacks that knows Dash."""

from __future__ import annotations

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """Return properties for assistive technology as Dash takes them: ``aria(label="Pages")``."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """Return properties for scripts and tests as Dash takes them: ``data(path="/")``."""
    return {f"data-{name}": value for name, value in values.items()}
