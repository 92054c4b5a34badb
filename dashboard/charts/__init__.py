"""CHARTS: every chart, in the order in which they were declared; a chart that is not here does not exist."""

from __future__ import annotations

from dashboard.charts import arrests_executions, events, operation_progress, phases, sentences_by_year
from dashboard.charts._chart import Chart, On, Reading, Scene

CHARTS: tuple[Chart, ...] = (
    sentences_by_year.CHART,
    arrests_executions.CHART,
    phases.CHART,
    events.CHART,
    operation_progress.CHART,
)

BY_ID = {chart.id: chart for chart in CHARTS}

__all__ = ["BY_ID", "CHARTS", "Chart", "On", "Reading", "Scene"]
