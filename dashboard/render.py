"""render(chart, ...) -> Picture: read the chart, draw, dress. The one path to every figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboard import palette
from dashboard.canvas import Canvas
from dashboard.charts import Chart, Reading, Scene
from dashboard.charts.events import name
from dashboard.dress import Dressed, Texts, dressed
from dashboard.filters import DEFAULT_FIGURES, EVENT, FIGURES, FILTERS, PERIOD, PHASE, Filter, through_lens
from dashboard.picture import UNEDITED, Edits, Part, Picture
from dashboard.readings import Read, read, stage
from dashboard.scales import Drawing, Span, set_spans, spans_of
from dashboard.selection import Selection
from dashboard.sources import cited_all, named
from dashboard.tables import Tables, records
from dashboard.theme import ALL
from dashboard.words import Words

MOST_SOURCES_NAMED = 3
_PREFERRED = "Preferred"  # how a sentence begins that says why a row is preferred


def render(
    chart: Chart,
    tables: Tables,
    selection: Selection,
    words: Words,
    canvas: Canvas,
    spans: Sequence[Span] = (),
    edits: Edits = UNEDITED,
    part: Part | None = None,
) -> Picture:
    """Return the picture of a chart for a selection; an empty selection gives a figure that says so.

    With ``spans`` its figures stand on axes of these ranges, so that two pictures can be compared. With ``part`` only those
    rows are drawn, the subtitle says which part they are, and title and sentences still speak of all.

    Raises:
        ChartError: the chart failed; it names the chart and the stage, and the cause is chained.
    """
    return drawn(read(chart, tables, selection, words, canvas, part), spans, edits)


def drawn(ready: Read, spans: Sequence[Span] = (), edits: Edits = UNEDITED) -> Picture:
    """Return the picture of a chart that has been read, as ``render`` does."""
    chart, tables, selection, canvas, part = ready.chart, ready.tables, ready.selection, ready.canvas, ready.part
    frame, scene, reading = ready.frame, ready.scene, ready.reading
    theme, words, empty = ALL[canvas.theme], scene.words, frame.empty
    with stage(chart, "be drawn"):
        divided = canvas.height and not empty  # on a page the height follows the rows, and nothing is divided
        places = tuple(chart.splits(frame, scene)) if divided and chart.splits else ()
        shown = frame[[place in part.places for place in places]] if part and not part.panel else frame
        figure: Drawing = {"data": [], "layout": {}} if empty else chart.draw(shown, scene)
    event = _event(chart, selection, tables, figure)
    if event is not None:
        _mark_day(figure, event)
    set_spans(figure, spans)
    spans = spans_of(figure)
    if part and part.along:
        figure["layout"]["xaxis"] = {**figure["layout"].get("xaxis", {}), **part.along}
    ids = [*_source_ids(frame), *reading.sources]
    sources = tuple(cited_all(tables["sources"], ids))
    told = tuple(dict.fromkeys(named(tables["sources"], one) for one in ids)) if edits.brief else sources
    title = (reading.title or words(f"charts.{chart.id}.question")) if edits.title is None else _line(edits.title)
    measured, in_force = _subtitle(chart, frame, scene, reading, tables)
    edited = edits.subtitle is not None and edits.subtitle != measured
    own = [_plain(edits.subtitle or "") if edited else measured, *in_force]
    own += [words("card.event", event=name(event, words))] if event is not None else []
    own += [_shown(chart, part, words)] if part else []
    texts = Texts(
        title if edits.title is None else _plain(title),
        " ".join(filter(None, own)),
        _source_line(chart, selection, told, tables, words, edits.site),
        words("card.empty") if empty else "",
        notes=tuple(filter(None, (measured if edited else "", _plain(edits.footnote)))),
        credit=_plain(edits.credit),
    )
    with stage(chart, "be dressed"):
        done = dressed(figure, texts, theme, canvas, chart.ratio)
    notes = (*_notes(ready), *_nothing(ready), *_whose(chart, frame, tables, scene.selection, words))
    rest = (frame, title, reading.sentences, reading.detail, notes, sources, spans, places)
    return _picture(chart, done, canvas.width, texts, measured, *rest)


def _picture(chart: Chart, done: Dressed, width: int, texts: Texts, measured: str, *parts: Any) -> Picture:
    return Picture(
        chart,
        done.figure,
        *parts,
        needed=done.needed,
        around=done.around,
        measured=measured,
        subtitle=texts.subtitle,
        source_line=texts.source,
        width=width,
    )


def _line(text: str) -> str:
    """Return a text of whoever takes the picture as one line."""
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Return such a text so that plotly.js shows every sign of it and reads none as markup."""
    return escape(_line(text), quote=False)


def _shown(chart: Chart, part: Part, words: Words) -> str:
    """Say which part of a chart a picture is, and where the rest is."""
    if part.panel:
        return words("card.part_panel", number=part.number, of=part.of, panel=words(f"charts.{chart.id}.panels.{part.panel}"))
    return words("card.part", number=part.number, of=part.of, count=len(part.places), total=part.total)


def failed(chart: Chart, tables: Tables, words: Words, canvas: Canvas) -> Picture:
    """Return the picture that stands in for a chart that could not be drawn: it says so, and names nothing else."""
    said = words("card.failed")
    texts = Texts(words(f"charts.{chart.id}.question"), "", words("card.link", path=f"charts/{chart.id}", version=tables.version), said)
    done = dressed({"data": [], "layout": {}}, texts, ALL[canvas.theme], canvas, chart.ratio)
    return _picture(chart, done, canvas.width, texts, "", tables[chart.table].head(0), texts.title, (said,), (), (), ())


def _event(chart: Chart, selection: Selection, tables: Tables, figure: Drawing) -> dict[str, Any] | None:
    """Return the event being read, where it falls on a chart of days; the chart that it is chosen from rings it itself."""
    ends = figure["layout"].get("xaxis", {}).get("range")
    if EVENT not in chart.marks or chart.chooses is EVENT or EVENT not in selection or ends is None:
        return None
    events = tables["events"]
    event = records(events[events["event_id"] == selection[EVENT]])[0]
    first, last = map(pd.Timestamp, ends)
    return event if first <= event["date"] <= last else None


def _mark_day(figure: Drawing, event: Mapping[str, Any]) -> None:
    day = event["date"].isoformat()
    line = {"color": palette.INK, "width": 1.5, "dash": "dash"}
    figure["layout"].setdefault("shapes", []).append(
        {"type": "line", "xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": 0, "y1": 1, "layer": "below", "line": line}
    )


def _source_ids(frame: pd.DataFrame) -> list[Any]:
    """Return the sources that the rows rest on: each row's own, then the second ones."""
    columns = [column for column in ("source_id", "also_source_id") if column in frame]
    return [source for column in columns for source in frame[column].dropna().unique()]


def _subtitle(chart: Chart, frame: pd.DataFrame, scene: Scene, reading: Reading, tables: Tables) -> tuple[str, list[str]]:
    """Return the sentence on the measure and its period, then those on the basis and the filters in force."""
    words, values = scene.words, scene.selection
    parts = list[str]()
    if "basis" in frame and not frame.empty:
        bases = frame["basis"].dropna().drop_duplicates()
        parts.append(words("card.basis", bases=[words.label("basis", basis) for basis in bases]))
    for known in FILTERS:
        on = chart.filters.get(known)
        chosen = values[known.param] if on and known.param in values else None
        if on and on.offers and chosen == frozenset(on.offers):
            chosen = None  # all that there is
        if isinstance(chosen, frozenset) and not frame.empty:
            chosen &= _present(chart, known, frame)  # of the others a note says that there is nothing
        if chosen is not None and f"filters.{known.param.key}.in_force" in words and known is not FIGURES:
            codes = sorted(chosen) if isinstance(chosen, frozenset) else [chosen]
            labels = [known.label(code, tables, words) for code in codes]
            parts.append(
                words(f"filters.{known.param.key}.in_force", values=labels)
                if labels
                else words("filters.none_chosen", name=words(f"filters.{known.param.key}.label"))
            )
    return reading.subtitle or words(f"charts.{chart.id}.subtitle", period=scene.period), parts


def _source_line(chart: Chart, selection: Selection, sources: Sequence[str], tables: Tables, words: Words, site: str) -> str:
    """Return sources, caveat and the short link with the state of the data: what a picture carries when it travels alone."""
    if not sources:
        named = ""
    elif len(sources) <= MOST_SOURCES_NAMED:
        named = words("card.sources", count=len(sources), sources="; ".join(sources))
    else:
        named = words("card.sources_many", count=len(sources))
    query = chart.asked(selection).to_query()
    place = _plain(site.split("://")[-1].rstrip("/") + "/") if site else ""
    link = words("card.link", path=f"{place}charts/{chart.id}{'?' + query if query else ''}", version=tables.version)
    return " ".join(filter(None, (named, words(f"charts.{chart.id}.caveat"), link)))


def _notes(ready: Read) -> Iterator[str]:
    """Say which choices the chart does not obey, or not as they stand."""
    chart, selection, words = ready.chart, ready.selection, ready.scene.words
    obeyed = {*chart.filters, *((PHASE,) if PERIOD in chart.filters else ())}
    for known in FILTERS:
        if known.param in selection and (known in ready.aside or known not in obeyed):
            reason = "cannot" if known in ready.aside else "does_not"
            yield words(f"card.filter_{reason}", filter=words(f"filters.{known.param.key}.label"))
    chosen = through_lens(selection, ready.tables)
    if PERIOD in chart.filters and PERIOD.param in chosen and ready.scene[PERIOD] != chosen[PERIOD.param]:
        yield words("card.whole_years", period=ready.scene.period)


def _present(chart: Chart, known: Filter[Any], frame: pd.DataFrame) -> frozenset[str]:
    """Return the values of a filter that the frame has rows for."""
    return frozenset(str(value) for column in chart.filters[known].columns for value in frame[column].dropna().unique())


def _nothing(ready: Read) -> Iterator[str]:
    """Say of which values chosen the frame has no row, though the chart can show them: another choice took it away, or none is known."""
    for known in ready.chart.filters:
        chosen = ready.scene.selection[known.param]
        if isinstance(chosen, frozenset) and not ready.frame.empty:
            missing = chosen - _present(ready.chart, known, ready.frame)
            if missing:
                labels = [known.label(value, ready.tables, ready.scene.words) for value in sorted(missing)]
                yield ready.scene.words("card.filter_nothing", filter=ready.scene.words(f"filters.{known.param.key}.label"), values=labels)


def _whose(chart: Chart, frame: pd.DataFrame, tables: Tables, values: Selection, words: Words) -> Iterator[str]:
    """Say which series a chart with rival figures shows, and why it is the default."""
    if FIGURES not in chart.filters:
        return
    source = values[FIGURES.param]
    if source != DEFAULT_FIGURES:
        yield words("card.figures_of", source=cited_all(tables["sources"], [source])[0])
    elif not frame.empty:
        ids = frame["source_id"].drop_duplicates()
        shown = words("card.figures_default", count=len(ids), source=named(tables["sources"], ids.iloc[0]))
        yield " ".join(filter(None, (shown, _why(chart, frame, tables, words))))


def _why(chart: Chart, frame: pd.DataFrame, tables: Tables, words: Words) -> str:
    """Return why the figures that have rivals are preferred: the reason that their notes share, or that each note has its own."""
    contested = tables.once(_contested, chart.table)
    cells = _cells(frame, tables.package.tables[chart.table].quantity)
    reasons = [reason_of(note) for note, cell in zip(frame["note"], cells, strict=True) if cell in contested]
    if not reasons:
        return ""
    if not all(reasons):
        return words("card.figures_rivals", count=len(reasons))
    told = "figures_reason" if len(set(reasons)) == 1 else "figures_reasons"
    return words(f"card.{told}", count=len(reasons), reason=reasons[0])


def _contested(tables: Tables, name: str) -> set[tuple[str, ...]]:
    """Return the quantities of a table for which a row that is not preferred stands."""
    table = tables[name]
    return set(_cells(table[~table["preferred"].fillna(False).astype(bool)], tables.package.tables[name].quantity))


def _cells(frame: pd.DataFrame, columns: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(map(str, cells)) for cells in frame[list(columns)].itertuples(index=False, name=None)]


def reason_of(note: Any) -> str:
    """Return the sentence of a note that says why its row is preferred; empty where none does."""
    told = "" if pd.isna(note) else str(note)
    return next((sentence.rstrip(".") + "." for sentence in told.split(". ") if sentence.startswith(_PREFERRED)), "")
