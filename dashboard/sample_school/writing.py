"""Writes an invented school, or several, as the canonical files."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from dashboard.errors import UsageError
from dashboard.sample_school.chance import Chance
from dashboard.sample_school.consequences import SupportRow, notice_rows, support_rows
from dashboard.sample_school.known_absences import Holiday
from dashboard.sample_school.mark_files import FORMATS, mark_file
from dashboard.sample_school.marks import mark_year
from dashboard.sample_school.pupils import Pupil
from dashboard.sample_school.roll import Roll
from dashboard.sample_school.school_year import SchoolYear, academic_year_of, school_year
from dashboard.sample_school.small_files import (
    ACTION_HEADINGS,
    CALENDAR_HEADINGS,
    CASE_HEADINGS,
    NOTICE_HEADINGS,
    PUPIL_HEADINGS,
    SUPPORT_HEADINGS,
    TARGET_HEADINGS,
    action_rows,
    calendar_rows,
    case_rows,
    list_dates,
    pupil_rows,
    target_rows,
    write_table,
)
from dashboard.sample_school.stories import Storyteller

SAMPLE_LA_CODE = "334"
FIRST_ESTABLISHMENT = 9001
FEWEST_PUPILS, MOST_PUPILS = 7, 5000
LAST_DAY = date(2026, 11, 20)
Progress = Callable[[int, int], None]


def write_sample(
    out: Path,
    *,
    schools: int = 1,
    pupils: int = 210,
    years: int = 3,
    until: date | None = None,
    seed: int = 1,
    format: str = "csv",  # noqa: A002 -- the command's own word
    progress: Progress | None = None,
) -> list[Path]:
    """The canonical files of each school, in `out` or in one folder a school within it.

    `years` are the whole academic years before the one that `until` lies in (20 November 2026 unless said);
    `format` is csv or parquet. The same arguments give the same files. `progress` is told after each school
    how many of how many are written.
    """
    until = until or LAST_DAY
    if format not in FORMATS:
        raise UsageError(f"A sample is written as {' or '.join(FORMATS)}, not as '{format}'.")
    if schools < 1 or years < 0 or not FEWEST_PUPILS <= pupils <= MOST_PUPILS:
        raise UsageError(
            f"A sample is one school or more of {FEWEST_PUPILS} to {MOST_PUPILS} pupils, and 0 or more years."
        )
    latest = academic_year_of(until)
    calendar = [school_year(year, with_snow=year == latest - 2) for year in range(latest - years, latest + 1)]
    written: list[Path] = []
    for school in range(schools):
        folder = out if schools == 1 else out / f"school_{school + 1:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        written += _write_school(folder, calendar, until, pupils, Chance(seed, school), school, format)
        if progress:
            progress(school + 1, schools)
    return written


def _write_school(
    folder: Path,
    calendar: list[SchoolYear],
    until: date,
    size: int,
    chance: Chance,
    school: int,
    ending: str,
) -> list[Path]:
    roll = Roll(
        chance, calendar, until, size=size, la=int(SAMPLE_LA_CODE), establishment=FIRST_ESTABLISHMENT + school
    )
    roll.place_one_at_two_schools(until)
    told = Storyteller(chance, calendar, until, roll).tell()
    holidays: list[Holiday] = []
    support: list[SupportRow] = [
        (pupil.upn, day, action, "attendance_lead", "") for pupil, day, action in told.support
    ]
    runs: dict[int, int] = {}
    marks = folder / f"marks.{ending}"
    with mark_file(marks) as file:
        for year in calendar:
            grid, away = mark_year(
                year, roll.pupils, told.days, until, chance, runs, is_latest=year is calendar[-1]
            )
            file.write(grid)
            holidays += away
            support += support_rows(grid, chance)
    tables = (
        ("calendar", CALENDAR_HEADINGS, calendar_rows(calendar)),
        ("cme_cases", CASE_HEADINGS, case_rows(told.cases)),
        ("cme_actions", ACTION_HEADINGS, action_rows(told.cases)),
        ("support_actions", SUPPORT_HEADINGS, sorted(support, key=lambda row: (row[1], row[0]))),
        ("penalty_notices", NOTICE_HEADINGS, notice_rows(holidays, roll.pupils, until, chance)),
        ("targets", TARGET_HEADINGS, target_rows(calendar)),
    )
    lists = _write_pupil_lists(folder, roll.pupils, list_dates(calendar, until), ending)
    others = [write_table(folder / f"{name}.{ending}", headings, rows) for name, headings, rows in tables]
    return [*lists, others[0], marks, *others[1:]]


def _write_pupil_lists(folder: Path, roll: list[Pupil], dates: list[date], ending: str) -> list[Path]:
    paths = []
    since = None
    for as_at in dates:
        rows = pupil_rows(roll, as_at, since)
        paths.append(write_table(folder / f"pupils_{as_at}.{ending}", PUPIL_HEADINGS, rows))
        since = as_at
    return paths
