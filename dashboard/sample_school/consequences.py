"""What follows from absence: support for those who miss much, penalty notices for long holidays."""

from datetime import date, timedelta

import numpy as np

from dashboard.sample_school.chance import Chance
from dashboard.sample_school.grid import Grid
from dashboard.sample_school.known_absences import Holiday
from dashboard.sample_school.pupils import Pupil

NATIONAL_FRAMEWORK = date(2024, 8, 19)
STEPS = (
    ("attendance_letter", "office"),
    ("parent_meeting", "attendance_lead"),
    ("attendance_plan", "attendance_lead"),
    ("breakfast_club", "class_teacher"),
    ("mentor", "class_teacher"),
    ("school_nurse", "attendance_lead"),
    ("early_help", "dsl"),
)
LONG_ENOUGH_FOR_A_NOTICE = 5
NOTICES_IN_THREE_YEARS = 2

SupportRow = tuple[str, date, str, str, date | str]


def support_rows(grid: Grid, chance: Chance) -> list[SupportRow]:
    """Support for most pupils who missed a tenth of the year, from when it began to show; none for some."""
    rows: list[SupportRow] = []
    if len(grid.days) < 10:
        return rows
    absent = grid.is_absent
    possible = np.maximum(grid.is_possible.sum(axis=1), 1)
    for row in np.flatnonzero(10 * absent.sum(axis=1) >= possible):
        if not chance.happens(0.72, to="support"):
            continue
        shows = int(np.searchsorted(absent[row].cumsum(), min(10, absent[row].sum()))) // 2
        first = 0 if chance.happens(0.75, to="letter first") else chance.number(1, len(STEPS) - 2)
        for step in range(first, min(first + chance.number(1, 3), len(STEPS))):
            day = shows + 4 + 12 * (step - first) + chance.number(0, 5)
            if day < len(grid.days):
                action, role = STEPS[step]
                weeks = timedelta(weeks=chance.number(6, 12))
                started = grid.days[day].day
                ended: date | str = started + weeks
                if step < 2 or started + weeks > grid.days[-1].day:
                    ended = ""
                rows.append((grid.pupils[row].upn, started, action, role, ended))
    return rows


def notice_rows(
    holidays: list[Holiday], roll: list[Pupil], until: date, chance: Chance
) -> list[tuple[str, date, int, str]]:
    """A notice to each parent for about half of the week-long holidays since the national framework began."""
    rows = []
    notices: dict[int, int] = {}
    by_number = {pupil.number: pupil for pupil in roll}
    for holiday in sorted(holidays, key=lambda holiday: (holiday.first_day, holiday.pupil_number)):
        pupil = by_number[holiday.pupil_number]
        issued = _next_weekday(holiday.first_day + timedelta(days=holiday.days + 16))
        if (
            holiday.days < LONG_ENOUGH_FOR_A_NOTICE
            or holiday.first_day < NATIONAL_FRAMEWORK
            or (holiday.first_day - pupil.date_of_birth).days < 5.34 * 365.25
            or issued > until
            or notices.get(pupil.number, 0) >= NOTICES_IN_THREE_YEARS
            or not chance.happens(0.55, to="notice")
        ):
            continue
        notices[pupil.number] = notices.get(pupil.number, 0) + 1
        for parent in (1, 2) if chance.happens(0.7, to="second parent") else (1,):
            status = "issued"
            if (until - issued).days > 28:
                status = "paid" if chance.happens(0.8, to="paid") else chance.pick(("unpaid", "withdrawn"))
            rows.append((pupil.upn, issued, parent, status))
    return rows


def _next_weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
