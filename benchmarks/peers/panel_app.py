"""The figures with Panel: data cached, functions bound to widgets, panes that take the new figure."""

import panel as pn
import record

pn.extension("plotly")
rows = pn.cache(record.load)()
names = list(record.NAMES.values())
years = pn.widgets.IntRangeSlider(name="Period", start=1921, end=1953, value=(record.FIRST, record.LAST))
measures = pn.widgets.CheckButtonGroup(name="Measures", options=names, value=names)
figures = pn.widgets.Select(name="Whose figures", options=list(rows["figures"].unique()))
scale = pn.widgets.RadioButtonGroup(name="Scale", options=record.SCALES)
left = pn.bind(record.chosen, rows, years, measures, figures)
pn.Column(
    "# At a glance",
    years,
    measures,
    figures,
    scale,
    pn.pane.Plotly(pn.bind(record.sentences, left), sizing_mode="stretch_width"),
    pn.pane.Plotly(pn.bind(record.arrests, left, scale), sizing_mode="stretch_width"),
).servable(title="The Great Purges")
