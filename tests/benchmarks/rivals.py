"""The six questions in pandas and polars, from the same tables in memory, to compare times and answers.

Each answer is a list of tuples in the order of the SQL's columns; sorted, they must be equal.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl

SCHOOL_DAY = ["school_id", "pupil_id", "session_date"]
UNEXPLAINED = ["N", "O"]
PENALTY = ["G", "N", "O", "U"]
PENALTY_FROM = pd.Timestamp("2024-08-19")
WEEKS_52 = 364
Answer = list[tuple[Any, ...]]

TABLES = {
    "sessions": """
        select academic_year, school_id, pupil_id, period_id, session_date, session, attendance_code, is_held,
            is_possible, is_absent, is_unauthorised
        from pupil_sessions""",
    "periods": "select period_id, year_group, fsm, send_provision, is_compulsory_age from pupil_periods",
    "dates": """
        select school_id, calendar_date as session_date, academic_year as year, term, week_commencing,
            week_number, weekday
        from school_dates""",
    "halves": """
        select school_id, session_date, count(*) as halves
        from school_days
        where is_held
        group by all""",
    "neutral": "select unnest(neutral_codes) as attendance_code from rules where rule = 'policy_unexplained'",
}


def tables_of(register: Path) -> dict[str, Any]:
    """What both libraries are given, as Arrow tables."""
    with duckdb.connect(str(register), read_only=True) as connection:
        return {name: connection.sql(sql).to_arrow_table() for name, sql in TABLES.items()}


def in_pandas(tables: dict[str, Any]) -> dict[str, Callable[[], Answer]]:
    """Each question by the name of its SQL file."""
    frames = {name: table.to_pandas() for name, table in tables.items()}
    for column in ("session", "attendance_code"):
        frames["sessions"][column] = frames["sessions"][column].astype("category")
    for name in ("sessions", "dates", "halves"):
        frames[name]["session_date"] = pd.to_datetime(frames[name]["session_date"])
    sessions, periods, dates, halves = (frames[name] for name in ("sessions", "periods", "dates", "halves"))
    neutral = frames["neutral"]["attendance_code"].tolist()

    def by_term() -> Answer:
        possible = sessions.loc[
            sessions["is_possible"], ["period_id", "school_id", "session_date", "is_absent"]
        ]
        per_day = possible.groupby(["period_id", "school_id", "session_date"])["is_absent"].agg(
            ["size", "sum"]
        )
        per_day = per_day.reset_index().merge(periods, on="period_id")
        per_day = per_day.merge(dates, on=["school_id", "session_date"])
        keys = ["year", "term", "year_group", "fsm", "send_provision"]
        return _tuples(per_day.groupby(keys, dropna=False)[["size", "sum"]].sum().reset_index())

    def persistent() -> Answer:
        possible = sessions[sessions["is_possible"]]
        years = possible.groupby(["academic_year", "school_id", "pupil_id"])["is_absent"].agg(["size", "sum"])
        years["persistent"] = 10 * years["sum"] >= years["size"]
        return _tuples(years.groupby("academic_year")["persistent"].agg(["size", "sum"]).reset_index())

    def by_week() -> Answer:
        possible = sessions[sessions["is_possible"]]
        days = possible.groupby(["school_id", "session_date"])["is_absent"].agg(["size", "sum"]).reset_index()
        days = days.merge(dates, on=["school_id", "session_date"])
        weeks = days.groupby("week_commencing")[["size", "sum"]].sum().reset_index()
        weeks["week_commencing"] = pd.to_datetime(weeks["week_commencing"])
        last = weeks.assign(week_commencing=weeks["week_commencing"] + pd.Timedelta(days=WEEKS_52))
        return _tuples(weeks.merge(last, on="week_commencing", how="left", suffixes=("", "_last")))

    def by_weekday() -> Answer:
        absent = sessions[sessions["is_absent"] & sessions["is_possible"]]
        days = absent.groupby(["school_id", "session_date", "attendance_code"], observed=True).size()
        days = days.rename("sessions").reset_index().merge(dates, on=["school_id", "session_date"])
        codes = days.groupby(["weekday", "attendance_code"], observed=True)["sessions"].sum().reset_index()
        return _tuples(codes)

    def longest_runs() -> Answer:
        held = sessions[sessions["is_held"]]
        counting = held["attendance_code"].isin(UNEXPLAINED)
        concerned = held["pupil_id"].isin(held.loc[counting, "pupil_id"].unique())
        held = held.loc[concerned, [*SCHOOL_DAY, "attendance_code"]]
        counting = held["attendance_code"].isin(UNEXPLAINED)
        is_neutral = held["attendance_code"].isin(neutral)
        held = held.assign(counting=counting, breaking=~counting & ~is_neutral)
        days = held.groupby(SCHOOL_DAY).agg(
            marked=("counting", "size"), counting=("counting", "sum"), breaking=("breaking", "sum")
        )
        days = days.reset_index().merge(halves, on=["school_id", "session_date"]).sort_values(SCHOOL_DAY)
        days["run"] = (days["breaking"] > 0).groupby([days["school_id"], days["pupil_id"]]).cumsum()
        counts = (days["counting"] > 0) & (days["breaking"] == 0) & (days["marked"] == days["halves"])
        runs = days[counts].groupby(["school_id", "pupil_id", "run"]).size()
        return _tuples(runs.groupby(["school_id", "pupil_id"]).max().reset_index())

    def past_threshold() -> Answer:
        counted = sessions[
            sessions["is_unauthorised"]
            & (sessions["session_date"] >= PENALTY_FROM)
            & sessions["attendance_code"].isin(PENALTY)
        ]
        counted = counted.merge(periods.loc[periods["is_compulsory_age"].fillna(False), ["period_id"]])
        counted = counted.merge(dates, on=["school_id", "session_date"])
        weeks = (
            counted.groupby(["school_id", "pupil_id", "week_number"]).size().rename("sessions").reset_index()
        )
        ends = pd.concat([weeks.assign(week_number=weeks["week_number"] + later) for later in range(10)])
        sums = ends.groupby(["school_id", "pupil_id", "week_number"])["sessions"].sum()
        return _tuples(sums[sums >= 10].reset_index()[["school_id", "pupil_id"]].drop_duplicates())

    return _named(by_term, persistent, by_week, by_weekday, longest_runs, past_threshold)


def in_polars(tables: dict[str, Any]) -> dict[str, Callable[[], Answer]]:
    """Each question by the name of its SQL file, lazily planned."""
    sessions, periods, dates, halves = (
        pl.from_arrow(tables[name]).lazy()  # type: ignore[union-attr]
        for name in ("sessions", "periods", "dates", "halves")
    )
    neutral = tables["neutral"]["attendance_code"].to_pylist()
    possible = sessions.filter("is_possible")
    counts = [pl.len().alias("size"), pl.col("is_absent").sum().alias("sum")]
    total = pl.col("size", "sum").sum()

    def by_term() -> Answer:
        per_day = possible.group_by("period_id", "school_id", "session_date").agg(*counts)
        per_day = per_day.join(periods, on="period_id").join(dates, on=["school_id", "session_date"])
        return (
            per_day.group_by("year", "term", "year_group", "fsm", "send_provision")
            .agg(total)
            .collect()
            .rows()
        )

    def persistent() -> Answer:
        years = possible.group_by("academic_year", "school_id", "pupil_id").agg(*counts)
        years = years.with_columns(is_persistent=10 * pl.col("sum") >= pl.col("size"))
        found = years.group_by("academic_year").agg(pl.len(), pl.col("is_persistent").sum())
        return found.collect().rows()

    def by_week() -> Answer:
        days = possible.group_by("school_id", "session_date").agg(*counts)
        weeks = days.join(dates, on=["school_id", "session_date"]).group_by("week_commencing").agg(total)
        last = weeks.with_columns(pl.col("week_commencing") + pl.duration(days=WEEKS_52))
        return weeks.join(last, on="week_commencing", how="left", suffix="_last").collect().rows()

    def by_weekday() -> Answer:
        absent = possible.filter("is_absent")
        days = absent.group_by("school_id", "session_date", "attendance_code").agg(pl.len().alias("sessions"))
        days = days.join(dates, on=["school_id", "session_date"])
        return days.group_by("weekday", "attendance_code").agg(pl.col("sessions").sum()).collect().rows()

    def longest_runs() -> Answer:
        is_counting = pl.col("attendance_code").is_in(UNEXPLAINED)
        held = sessions.filter("is_held")
        concerned = held.filter(is_counting).select("pupil_id").unique()
        days = (
            held.join(concerned, on="pupil_id", how="semi")
            .with_columns(counting=is_counting, neutral=pl.col("attendance_code").is_in(neutral))
            .group_by(SCHOOL_DAY)
            .agg(
                marked=pl.len(),
                counting=pl.col("counting").sum(),
                breaking=(~pl.col("counting") & ~pl.col("neutral")).sum(),
            )
            .join(halves, on=["school_id", "session_date"])
            .sort(SCHOOL_DAY)
            .with_columns(run=(pl.col("breaking") > 0).cum_sum().over("school_id", "pupil_id"))
            .filter(
                (pl.col("counting") > 0) & (pl.col("breaking") == 0) & (pl.col("marked") == pl.col("halves"))
            )
        )
        runs = days.group_by("school_id", "pupil_id", "run").len()
        return runs.group_by("school_id", "pupil_id").agg(pl.col("len").max()).collect().rows()

    def past_threshold() -> Answer:
        counted = sessions.filter(
            pl.col("is_unauthorised")
            & (pl.col("session_date") >= PENALTY_FROM.date())
            & pl.col("attendance_code").is_in(PENALTY)
        )
        counted = counted.join(periods.filter("is_compulsory_age"), on="period_id", how="semi")
        counted = counted.join(dates, on=["school_id", "session_date"])
        weeks = counted.group_by("school_id", "pupil_id", "week_number").agg(pl.len().alias("sessions"))
        ends = pl.concat([weeks.with_columns(pl.col("week_number") + later) for later in range(10)])
        sums = ends.group_by("school_id", "pupil_id", "week_number").agg(pl.col("sessions").sum())
        return sums.filter(pl.col("sessions") >= 10).select("school_id", "pupil_id").unique().collect().rows()

    return _named(by_term, persistent, by_week, by_weekday, longest_runs, past_threshold)


def _named(*questions: Callable[[], Answer]) -> dict[str, Callable[[], Answer]]:
    names = (
        "absence_by_term_year_fsm_send",
        "persistent_absentees_by_year",
        "absence_by_week_year_on_year",
        "absence_by_weekday_and_code",
        "longest_unexplained_runs",
        "pupils_past_penalty_threshold",
    )
    return dict(zip(names, questions, strict=True))


def _tuples(frame: pd.DataFrame) -> Answer:
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def comparable(answer: Answer) -> list[tuple[str, ...]]:
    """An answer such that equal figures compare equal whoever gave them."""
    return sorted(tuple(_plain(value) for value in row) for row in answer)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat()[:10])
    if isinstance(value, int | float):
        return f"{value:g}" if abs(value) < 100_000 else f"{value:.0f}"
    return str(value)
