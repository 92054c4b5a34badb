"""CHARTS: every chart, in the order in which they were declared; a chart that is not here does not exist."""

from __future__ import annotations

from dashboard.charts._chart import Chart, On, Reading, Scene
from dashboard.charts.army_ranks import CHART as ARMY_RANKS
from dashboard.charts.arrests_by_month import CHART as ARRESTS_BY_MONTH
from dashboard.charts.arrests_executions import CHART as ARRESTS_EXECUTIONS
from dashboard.charts.article_claims import CHART as ARTICLE_CLAIMS
from dashboard.charts.death_lists import CHART as DEATH_LISTS
from dashboard.charts.death_lists_by_territory import CHART as DEATH_LISTS_BY_TERRITORY
from dashboard.charts.deportation_flows import CHART as DEPORTATION_FLOWS
from dashboard.charts.deportations_by_group import CHART as DEPORTATIONS_BY_GROUP
from dashboard.charts.elite_losses import CHART as ELITE_LOSSES
from dashboard.charts.estimates import CHART as ESTIMATES
from dashboard.charts.events import CHART as EVENTS
from dashboard.charts.execution_share import CHART as EXECUTION_SHARE
from dashboard.charts.gulag_population import CHART as GULAG_POPULATION
from dashboard.charts.limit_increases import CHART as LIMIT_INCREASES
from dashboard.charts.limit_map import CHART as LIMIT_MAP
from dashboard.charts.limit_ranking import CHART as LIMIT_RANKING
from dashboard.charts.minorities import CHART as MINORITIES
from dashboard.charts.moscow_executions import CHART as MOSCOW_EXECUTIONS
from dashboard.charts.national_operations import CHART as NATIONAL_OPERATIONS
from dashboard.charts.operation_calendar import CHART as OPERATION_CALENDAR
from dashboard.charts.operation_progress import CHART as OPERATION_PROGRESS
from dashboard.charts.party_membership import CHART as PARTY_MEMBERSHIP
from dashboard.charts.phases import CHART as PHASES
from dashboard.charts.sentences_by_year import CHART as SENTENCES_BY_YEAR
from dashboard.charts.sentencing_bodies import CHART as SENTENCING_BODIES
from dashboard.charts.show_trials import CHART as SHOW_TRIALS
from dashboard.charts.site_executions import CHART as SITE_EXECUTIONS
from dashboard.charts.special_settlers import CHART as SPECIAL_SETTLERS
from dashboard.charts.victim_categories import CHART as VICTIM_CATEGORIES

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
    LIMIT_MAP,
    LIMIT_RANKING,
    LIMIT_INCREASES,
    VICTIM_CATEGORIES,
    SENTENCING_BODIES,
    DEPORTATION_FLOWS,
    NATIONAL_OPERATIONS,
    EXECUTION_SHARE,
    OPERATION_CALENDAR,
    MINORITIES,
    DEPORTATIONS_BY_GROUP,
    SPECIAL_SETTLERS,
    GULAG_POPULATION,
    ARRESTS_BY_MONTH,
    MOSCOW_EXECUTIONS,
    SITE_EXECUTIONS,
    DEATH_LISTS,
    DEATH_LISTS_BY_TERRITORY,
    ESTIMATES,
    ARTICLE_CLAIMS,
)

BY_ID = {chart.id: chart for chart in CHARTS}

__all__ = ["BY_ID", "CHARTS", "Chart", "On", "Reading", "Scene"]
