"""plotly.js: one script for the pages, the embeds, the wall, the packed lessons, and the pictures that are drawn here."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import plotly
from plotly.offline import get_plotlyjs_version

STOCK = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def plotly_script(assets: Path) -> Path:
    """Return the bundle of the charts' trace types where npm has built it from this very version; otherwise the stock file."""
    bundle = assets / "vendor" / f"plotly-{get_plotlyjs_version()}.min.js"
    return bundle if bundle.is_file() else STOCK


@lru_cache(maxsize=2)
def plotly_inline(assets: Path) -> str:
    """Return plotly.js such that it may stand inside a script element."""
    return plotly_script(assets).read_text("utf-8").replace("</script", "<\\/script").replace("<!--", "<\\!--")
