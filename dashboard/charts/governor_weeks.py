"""Published absence week by week, beside the same weeks a year before and England."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.absence_by_week import LAST_YEAR, NATIONAL, absence_by_week
from dashboard.domain import words

WEEKS_52 = pd.Timedelta(days=364)


def governor_weeks(weeks: pd.DataFrame) -> go.Figure:
    """A line of absence by week, broken at holidays; the year before in grey, England dashed where known.

    Takes what `beside_year_before` gives.
    """
    return absence_by_week(weeks)


def beside_year_before(
    weeks: pd.DataFrame, year_before: pd.DataFrame, england: float | None = None
) -> pd.DataFrame:
    """The published weeks, each with the rate of the same week 52 weeks earlier, and England's for all."""
    earlier = dict(zip(_mondays(year_before) + WEEKS_52, year_before["absence_rate"], strict=True))
    beside = weeks[["academic_year", "week_commencing", "absence_rate"]].copy()
    beside["half_term"] = None
    beside[LAST_YEAR] = pd.Series([earlier.get(monday) for monday in _mondays(weeks)], dtype="float64")
    return beside if england is None else beside.assign(**{NATIONAL: england})


def governor_weeks_sentence(weeks: pd.DataFrame) -> str:
    """Above or below the year before, and the highest week."""
    known = weeks.dropna(subset=["absence_rate"])
    if known.empty:
        return "Nothing is said of single weeks"
    highest = known.nlargest(1, "absence_rate").iloc[0]
    when = words.day(pd.Timestamp(highest["week_commencing"]).date())
    peak = f"highest, {words.percent(highest['absence_rate'])}, in the week of {when}"
    compared = known.dropna(subset=[LAST_YEAR])
    if len(compared) < 2:
        return f"Absence was {peak}"
    above = (compared["absence_rate"] > compared[LAST_YEAR]).mean()
    below = (compared["absence_rate"] < compared[LAST_YEAR]).mean()
    if max(above, below) <= 0.5:
        return f"Absence was above the year before in some weeks, below in others; {peak}"
    side, share = ("above", above) if above > below else ("below", below)
    return f"Absence was {side} the year before in {'every week' if share == 1 else 'most weeks'}; {peak}"


def _mondays(weeks: pd.DataFrame) -> pd.DatetimeIndex:
    days = pd.DatetimeIndex(weeks["week_commencing"])
    return days - pd.to_timedelta(days.day_of_week, unit="D")
