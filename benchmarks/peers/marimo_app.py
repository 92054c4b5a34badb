"""The figures with marimo: cells that run when what they name has changed, served by ``marimo run``."""

import marimo

app = marimo.App(width="full", app_title="The Great Purges")


@app.cell
def _():
    """Read the data once for all sessions."""
    import marimo as mo
    import record

    rows = record.load()
    return mo, record, rows


@app.cell
def _(mo, record, rows):
    """Offer the controls."""
    names = list(record.NAMES.values())
    years = mo.ui.range_slider(1921, 1953, value=[record.FIRST, record.LAST], label="Period")
    measures = mo.ui.multiselect(names, value=names, label="Measures")
    figures = mo.ui.dropdown(list(rows["figures"].unique()), value=record.PREFERRED, label="Whose figures")
    scale = mo.ui.radio(record.SCALES, value=record.SCALES[0], label="Scale")
    mo.vstack([mo.md("# At a glance"), years, measures, figures, scale])
    return figures, measures, scale, years


@app.cell
def _(figures, measures, record, rows, years):
    """Narrow the rows."""
    left = record.chosen(rows, tuple(years.value), measures.value, figures.value)
    return (left,)


@app.cell
def _(left, mo, record):
    """Draw the sentences."""
    mo.ui.plotly(record.sentences(left))
    return


@app.cell
def _(left, mo, record, scale):
    """Draw the arrests."""
    mo.ui.plotly(record.arrests(left, scale.value))
    return


if __name__ == "__main__":
    app.run()
