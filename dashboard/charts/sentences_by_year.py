"""How many were sentenced each year, and to what?

Caveats: sentences passed, not always carried out; cases of the state-security organs only.
"""

from __future__ import annotations

import pandas as pd

from dashboard import palette
from dashboard.canvas import text_width
from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts._marks import (
    HEADROOM,
    HOVER,
    hover_of,
    mark_of,
    nice_ceiling,
    phase_band,
    series_by_year,
    shaded,
    values_of,
    year_slot,
    year_ticks,
)
from dashboard.charts._once import disjoint_in, of_frame
from dashboard.charts._sketch import Drawing, Key, Sketch
from dashboard.filters import FIGURES, MEASURE, PERIOD, SCALE, SCOPE
from dashboard.selection import Months
from dashboard.transforms import totals_by

KINDS = ("sentenced_to_death", "sentenced_to_confinement", "sentenced_to_exile", "sentenced_to_other_measures")
WHOLE = "convicted"  # given by sources that do not print the kinds of sentence
PURGES = (1937, 1938)
_SLOT = 0.72  # share of a year's slot that its bar fills
_INSIDE = 0.55  # share of it that the death sentences fill when they are laid over all convicted


def prepare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row a year and kind of sentence, in the order of stacking (columns as in annual_repression; persons).

    A kind that the source does not give for a year has no row.
    """
    order = {measure: rank for rank, measure in enumerate((WHOLE, *KINDS))}
    return frame.assign(_rank=frame["measure"].map(order).astype("Int64")).sort_values(["year", "_rank"]).drop(columns="_rank")


def _years(frame: pd.DataFrame) -> list[int]:
    return list(range(int(frame["year"].min()), int(frame["year"].max()) + 1))


@of_frame
def _tops(frame: pd.DataFrame, scene: Scene) -> pd.Series:
    """Return the height of each year's bar: the sum of the kinds, or the whole where only that is given."""
    if (frame["measure"] == WHOLE).any():
        return frame[frame["measure"] == WHOLE].set_index("year")["value"]
    return totals_by(frame, "year", disjoint_in(scene))


def _tallest(frame: pd.DataFrame) -> float:
    """Return the height of the tallest bar drawn; a part that is not recorded adds nothing to its bar, which then has no total."""
    whole = frame[frame["measure"] == WHOLE]
    heights = (frame if whole.empty else whole).groupby("year")["value"].sum()
    return float(heights.max()) if len(heights) else 0.0


def draw(frame: pd.DataFrame, scene: Scene) -> Drawing:
    """Bars by year: kinds of sentence stacked, or death sentences laid over all convicted where the kinds are not given."""
    words, years, tops = scene.words, _years(frame), _tops(frame, scene)
    series = series_by_year(frame, (WHOLE, *KINDS))
    whole = WHOLE in series
    slot = year_slot(years, scene)
    sketch, keys, base = Sketch(), list[Key](), 0.0
    for measure, rows in series.items():
        colour, values = palette.OF_MEASURE[measure], values_of(rows, years)
        deaths = measure == "sentenced_to_death"
        width = _SLOT * (_INSIDE if whole and deaths else 1)
        sketch.bar(
            x=years, y=values, name=words.label("measure", measure), width=width,
            customdata=[mark_of(rows.get(year, {})) for year in years],
            marker={
                "color": colour, "line": {"color": palette.PAPER, "width": 0.6},
                "pattern": {
                    "shape": palette.PATTERNS[colour], "fillmode": "overlay", "solidity": 0.12, "size": 9, "fgcolor": palette.PAPER,
                },
            },
            hovertext=[hover_of(rows.get(year, {}), words, "year") for year in years], hovertemplate=HOVER,
        )  # fmt: skip
        share = float(values[-1] or 0)
        keys.append((words.label("measure", measure), colour, share if whole else base + share / 2))
        base += 0 if whole else share
        if deaths:
            _number_bars(sketch, years, values, scene, slot * width)
    top = nice_ceiling(_tallest(frame) * HEADROOM)
    _number_tops(sketch, tops, scene, slot, top)
    sketch.layout(barmode="overlay" if whole else "stack")
    sketch.x(range=[years[0] - 0.6, years[-1] + 0.6], tickvals=year_ticks(years, scene), tickformat="d")
    sketch.y(range=[0, top], title=words("charts.sentences-by-year.unit"), rangemode="tozero")
    if set(PURGES) <= set(years):
        shaded(sketch, PURGES[0] - 0.5, PURGES[-1] + 0.5)
    phase_band(sketch, scene, years[0] - 0.5, years[-1] + 0.5)
    sketch.key(*reversed(keys))
    return sketch.figure()


def _number_bars(sketch: Sketch, years: list[int], values: list[int | None], scene: Scene, width: float) -> None:
    """Write the number into the bars that are wide and tall enough for it."""
    tallest = max((value for value in values if value is not None), default=0)
    for year, value in zip(years, values, strict=True):
        text = scene.words.number(value or 0)
        if value and value > tallest * 0.25 and text_width(text, scene.label, bold=True) < width * 0.94:
            sketch.words(x=year, y=value / 2, text=f"<b>{text}</b>", font={"color": palette.PAPER, "size": scene.label})


def _number_tops(sketch: Sketch, tops: pd.Series, scene: Scene, slot: float, ceiling: float) -> None:
    """Write the year's total above the tallest bars, where it fits beside its neighbours."""
    for year, value in tops.dropna().items():
        text = scene.words.number(int(value))
        if value > ceiling * 0.5 and text_width(text, scene.label) < slot * 1.05:
            sketch.words(
                x=year,
                y=float(value),
                text=text,
                yshift=scene.label * 0.8,
                font={"color": palette.INK},
            )


def read(frame: pd.DataFrame, scene: Scene) -> Reading:
    """Return the share of death sentences in 1937 and 1938 when both stand in the frame, and the year with most sentences."""
    words, tops = scene.words, _tops(frame, scene).dropna()
    years = _years(frame)
    whole = WHOLE in set(frame["measure"])
    shown = "shown_whole" if whole else "shown"
    sentences = [words(f"charts.sentences-by-year.{shown}", first=years[0], last=years[-1], count=len(years))]
    subtitle = words("charts.sentences-by-year.subtitle_whole", period=scene.period) if whole else None
    title = None
    deaths = frame[(frame["measure"] == "sentenced_to_death") & frame["year"].isin(PURGES)]["value"]
    peak = tops[tops.index.isin(PURGES)]
    complete = whole or set(frame["measure"]) >= set(KINDS)
    if len(deaths) == len(peak) == len(PURGES) and deaths.notna().all() and complete:
        dead, all_sentenced = int(deaths.sum()), int(peak.sum())
        share = dead / all_sentenced
        key = "half" if abs(share - 0.5) < 0.015 else "share"
        title = words(f"charts.sentences-by-year.title_{key}", share=share)
        sentences.append(words("charts.sentences-by-year.stands_out", total=all_sentenced, dead=dead, share=share))
    elif len(tops):
        year = next(year for year in years if tops.get(year) == tops.max())
        sentences.append(
            words(f"charts.sentences-by-year.{'peak' if complete else 'peak_of_chosen'}", year=year, total=int(tops.max()), count=len(tops))
        )
    sentences.append(words("charts.sentences-by-year.cannot_show"))
    return Reading(title, subtitle, tuple(sentences))


CHART = Chart(
    id="sentences-by-year",
    table="annual_repression",
    filters={
        PERIOD: On(("year",), whole_years=True),
        FIGURES: On(("source_id",)),
        MEASURE: On(("measure",), offers=(*KINDS, WHOLE)),
        SCOPE: On(("scope",), offers=("all",)),
        SCALE: On(offers=("linear",)),
    },
    window=Months("1930-01", "1941-12"),
    beside=("phases", "definitions"),
    prepare=prepare,
    draw=draw,
    read=read,
)
