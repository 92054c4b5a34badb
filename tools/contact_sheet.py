"""Draws every chart in every preset and lays the pictures out on one sheet a preset, to be looked at.

    .venv/bin/python tools/contact_sheet.py OUT [--size PRESET ...] [--chart ID ...] [--theme light] [--query QUERY] [--keep]

Needs a chrome; --keep leaves the pictures themselves beside the sheets.
"""

from __future__ import annotations

import argparse
import io
import math
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from dashboard.charts import BY_ID, CHARTS  # noqa: E402
from dashboard.images import Images  # noqa: E402
from dashboard.presets import PRESETS, size_of  # noqa: E402
from dashboard.sized import Order, sized  # noqa: E402
from dashboard.studio import Studio  # noqa: E402
from dashboard.tables import load_tables  # noqa: E402
from dashboard.theme import IN_PICTURES  # noqa: E402
from dashboard.words import load_words  # noqa: E402

SHEET, GUTTER, CAPTION = 2800, 16, 26


def sheet(pictures: list[tuple[str, bytes]], across: int) -> Image.Image:
    """Return the pictures, each under its name, in rows."""
    wide = (SHEET - GUTTER * (across + 1)) // across
    small = []
    for name, content in pictures:
        image = Image.open(io.BytesIO(content)).convert("RGBA")
        ground = Image.new("RGBA", image.size, "#C8D8C8")  # shows through a picture without ground
        image = Image.alpha_composite(ground, image).convert("RGB")
        small.append((name, image.resize((wide, round(image.height * wide / image.width)), Image.Resampling.LANCZOS)))
    rows = [small[first : first + across] for first in range(0, len(small), across)]
    heights = [max(image.height for _, image in row) + CAPTION + GUTTER for row in rows]
    whole = Image.new("RGB", (SHEET, sum(heights) + GUTTER), "#8A8A8A")
    pen, y = ImageDraw.Draw(whole), GUTTER
    for row, height in zip(rows, heights, strict=True):
        for place, (name, image) in enumerate(row):
            x = GUTTER + place * (wide + GUTTER)
            pen.text((x, y), name, fill="#FFFFFF", font=ImageFont.load_default(18))
            whole.paste(image, (x, y + CAPTION))
        y += height
    return whole


def main() -> None:
    """Draw the pictures, then write one sheet a preset."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", nargs="*", default=list(PRESETS))
    parser.add_argument("--chart", nargs="*", default=[chart.id for chart in CHARTS])
    parser.add_argument("--theme", default="light", choices=list(IN_PICTURES))
    parser.add_argument("--query", default="")
    parser.add_argument("--across", type=int, default=0, help="pictures in a row (default: by their shape)")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    studio = Studio(load_tables(ROOT / "data"), load_words(ROOT / "dashboard" / "words"))
    selection, _ = studio.parse(options.query)
    with Images(ROOT / "assets") as images:
        for name in options.size:
            size, pictures = size_of(name), []
            if size is None:
                parser.error(f"{name} names no size")
            for chart_id in options.chart:
                order = Order(size, theme=options.theme)
                for one in sized(BY_ID[chart_id], studio.tables, selection, studio.words(selection), order):
                    label = f"{chart_id}{f' {one.part.number}/{one.part.of}' if one.part else ''}  zoom {one.zoom / size.zoom:.2f}"
                    content = images.make(one.picture.figure, "png", *one.layout_size, one.zoom)
                    pictures.append((label, content))
                    if options.keep:
                        (options.out / f"{chart_id}-{name}-{one.part.number if one.part else 1}.png").write_bytes(content)
            path = options.out / f"{name}-{options.theme}.png"
            sheet(pictures, options.across or (3 if size.height and size.width > size.height else 4)).save(path)
            print(f"{path}: {len(pictures)} pictures, {math.ceil(path.stat().st_size / 1024)} kB")


if __name__ == "__main__":
    main()
