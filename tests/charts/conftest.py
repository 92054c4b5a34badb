"""Charts are drawn from the invented package that has rows for every chart; other tests keep the small one."""

from __future__ import annotations

import pytest

from dashboard.tables import Tables


@pytest.fixture(scope="session")
def tables(drawn: Tables) -> Tables:
    """The invented package with rows for every chart."""
    return drawn
