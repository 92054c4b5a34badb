"""CHARTS: every chart, in the order in which they were declared; a chart that is not here does not exist."""

from __future__ import annotations

from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts.army_ranks import CHART as ARMY_RANKS
from dashboard.charts.arrests_executions import CHART as ARRESTS_EXECUTIONS
from dashboard.charts.elite_losses import CHART as ELITE_LOSSES
from dashboard.charts.events import CHART as EVENTS
from dashboard.charts.operation_progress import CHART as OPERATION_PROGRESS
from dashboard.charts.party_membership import CHART as PARTY_MEMBERSHIP
from dashboard.charts.phases import CHART as PHASES
from dashboard.charts.sentences_by_year import CHART as SENTENCES_BY_YEAR
from dashboard.charts.show_trials import CHART as SHOW_TRIALS

CHARTS: tuple[Chart, ...] = (
    SENTENCES_BY_YEAR,
    ARRESTS_EXECUTIONS,
    PHASES,
    EVENTS,
    OPERATION_PROGRESS,
    SHOW_TRIALS,
    ELITE_LOSSES,
    ARMY_RANKS,
    PARTY_MEMBERSHIP,
)

BY_ID = {chart.id: chart for chart in CHARTS}

__all__ = ["BY_ID", "CHARTS", "Chart", "On", "Reading", "Scene"]
