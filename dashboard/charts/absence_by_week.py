"""Is absence getting better or worse, week by week?"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import words

A_HOLIDAY = pd.Timedelta(days=10)  # weeks further apart than this have a holiday between them
MARGIN = pd.Timedelta(days=4)
TOP = 28  # room above the plot for the names of half-terms
LAST_YEAR = "last_year_absence_rate"
NATIONAL = "national_absence_rate"


def absence_by_week(weeks: pd.DataFrame) -> go.Figure:
    """A line of absence by week, broken at holidays, over shaded and named half-terms.

    Takes the columns week_commencing, academic_year, half_term and absence_rate; last_year_absence_rate
    (grey) and national_absence_rate (dashed) where there are any.
    """
    weeks = _with_rates(weeks)
    if weeks.empty:
        return theme.blank_figure(
            "No possible sessions in this selection. Widen the dates or clear a filter."
        )
    figure = theme.figure()
    low, high = _range(weeks)
    ends = [
        _line(figure, weeks, NATIONAL, "England", theme.BENCHMARK, {"width": 1.5, "dash": "dash"}),
        _line(figure, weeks, LAST_YEAR, _last_year_name(weeks), theme.LAST_YEAR, {"width": 2.5}),
        _line(figure, weeks, "absence_rate", _this_year_name(weeks), theme.DARK_BLUE, {"width": 3}),
    ]
    names = theme.line_ends([end for end in ends if end], low, high, theme.HEIGHT - TOP)
    shading, half_terms = _half_terms(weeks)
    mondays = pd.to_datetime(weeks["week_commencing"]).tolist()
    shown = mondays[:: max(1, -(-len(mondays) // 4))]
    return figure.update_layout(
        margin={"t": TOP, "r": 66},
        hovermode="x unified",
        shapes=shading,
        annotations=[*half_terms, *names],
        xaxis={
            "type": "date",
            "range": [mondays[0] - MARGIN, mondays[-1] + MARGIN],
            "tickvals": shown,
            "ticktext": [theme.day_label(day.date()) for day in shown],
            "hoverformat": "%-d %B",
        },
        yaxis={"tickformat": theme.WHOLE_PERCENT, "range": [low, high], "dtick": _step(high - low)},
    )


def absence_by_week_sentence(weeks: pd.DataFrame) -> str:
    """What the line says, in about ten words."""
    weeks = _with_rates(weeks)
    known = weeks.dropna(subset=["absence_rate"])
    if known.empty:
        return "No possible sessions in this selection"
    latest = known.iloc[-1]
    if LAST_YEAR in known.columns and known[LAST_YEAR].notna().sum() >= 2:
        compared = known.dropna(subset=[LAST_YEAR])
        is_above = (compared["absence_rate"] > compared[LAST_YEAR]).tolist()
        run = len(is_above) - _last_change(is_above)
        side = "above" if is_above[-1] else "below"
        if run >= 3:
            return f"Absence has been {side} last year for {run} weeks"
        gap = words.points(latest["absence_rate"] - compared.iloc[-1][LAST_YEAR])
        return (
            f"Absence was {words.percent(latest['absence_rate'])} in the latest week, {gap} {side} last year"
        )
    highest = known.nlargest(1, "absence_rate").iloc[0]
    when = words.day(pd.Timestamp(highest["week_commencing"]).date())
    return f"Absence was highest, {words.percent(highest['absence_rate'])}, in the week of {when}"


def _with_rates(weeks: pd.DataFrame) -> pd.DataFrame:
    rates = [name for name in ("absence_rate", LAST_YEAR) if name in weeks.columns]
    return weeks.dropna(subset=rates, how="all").sort_values("week_commencing")


def _line(
    figure: go.Figure, weeks: pd.DataFrame, column: str, name: str, colour: str, line: dict[str, object]
) -> tuple[object, float, str, str] | None:
    if column not in weeks.columns or weeks[column].isna().all():
        return None
    days, rates = _broken_at_holidays(weeks, column)
    is_ours = column == "absence_rate"
    figure.add_scatter(
        name=name,
        x=days,
        y=rates,
        mode="lines+markers" if is_ours else "lines",
        marker={"size": 7, "color": colour},
        line={"color": colour, **line},
        connectgaps=False,
        hovertemplate=f"%{{y:{theme.PERCENT}}}",
    )
    last = weeks.dropna(subset=[column]).iloc[-1]
    said_in = colour if is_ours else theme.BENCHMARK
    return last["week_commencing"], float(last[column]), name, said_in


def _broken_at_holidays(weeks: pd.DataFrame, column: str) -> tuple[list[object], list[float | None]]:
    days: list[object] = []
    rates: list[float | None] = []
    previous = None
    for day, rate in zip(pd.to_datetime(weeks["week_commencing"]), weeks[column], strict=True):
        if previous is not None and day - previous > A_HOLIDAY:
            days.append(previous + (day - previous) / 2)
            rates.append(None)
        days.append(day)
        rates.append(None if pd.isna(rate) else float(rate))
        previous = day
    return days, rates


def _half_terms(weeks: pd.DataFrame) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Shading for each half-term, and its name above; not where many short ones would collide."""
    named = weeks.dropna(subset=["half_term"])
    are_few = named["half_term"].nunique() < 4
    shading: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    for (_, half_term), part in named.groupby(["academic_year", "half_term"], sort=False):
        start = pd.Timestamp(part["week_commencing"].min()) - MARGIN
        end = pd.Timestamp(part["week_commencing"].max()) + MARGIN
        shading.append(
            {
                "type": "rect",
                "x0": start,
                "x1": end,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "fillcolor": theme.SHADE,
                "line": {"width": 0},
                "layer": "below",
            }
        )
        if are_few or len(part) >= 3:
            names.append(
                {
                    "x": start + (end - start) / 2,
                    "y": 1,
                    "yref": "paper",
                    "yanchor": "bottom",
                    "text": theme.label(half_term),
                    "showarrow": False,
                    "font": {"size": 13, "color": theme.QUIET_TEXT},
                }
            )
    return shading, names


def _range(weeks: pd.DataFrame) -> tuple[float, float]:
    columns = [name for name in ("absence_rate", LAST_YEAR, NATIONAL) if name in weeks.columns]
    lowest, highest = float(weeks[columns].min().min()), float(weeks[columns].max().max())
    room = max(highest - lowest, 0.02) * 0.2
    return max(0.0, lowest - room), highest + room


def _step(height: float) -> float:
    """Between gridlines: whole points of percentage, about five lines."""
    return next((step for step in (0.01, 0.02, 0.05, 0.1) if height / step <= 7), 0.2)


def _this_year_name(weeks: pd.DataFrame) -> str:
    return words.academic_year(weeks["academic_year"].dropna().max())


def _last_year_name(weeks: pd.DataFrame) -> str:
    return words.academic_year(int(str(weeks["academic_year"].dropna().max())[:4]) - 1)


def _last_change(values: list[bool]) -> int:
    """Where the last stretch of equal values begins."""
    return next((index + 1 for index in range(len(values) - 2, -1, -1) if values[index] != values[-1]), 0)
