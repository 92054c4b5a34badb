"""Dash components from pages, filters and pictures; the only place besides app and callbacks that knows Dash."""
