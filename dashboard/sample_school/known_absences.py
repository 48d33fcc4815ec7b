"""Absences with a reason of their own: holidays, appointments, Eid, leave, part-time timetables."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.sample_school.grid import Flags, Grid, Numbers

EID = (
    date(2022, 5, 2), date(2022, 7, 9), date(2023, 4, 21), date(2023, 6, 28), date(2024, 4, 10),
    date(2024, 6, 17), date(2025, 3, 31), date(2025, 6, 6), date(2026, 3, 20), date(2026, 5, 27),
    date(2027, 3, 10), date(2027, 5, 17), date(2028, 2, 28), date(2028, 5, 5),
)  # fmt: skip

GOES_AWAY = 0.33
GOES_AWAY_WITH_FSM = 0.22
HOLIDAY_DAYS = (1, 2, 3, 4, 5, 5, 7, 8)
HOLIDAY_SHARES = (0.12, 0.21, 0.19, 0.17, 0.14, 0.09, 0.05, 0.03)
# When families go: the days before a break (end), after one (start), or some week in between.
HOLIDAY_TIMES = (
    ("Autumn 1", "end", 0.17), ("Autumn 2", "end", 0.11), ("Spring 1", "end", 0.06),
    ("Spring 2", "end", 0.08),
    ("Summer 1", "end", 0.13), ("Summer 2", "end", 0.17), ("Autumn 1", "start", 0.07),
    ("Autumn 2", "start", 0.04), ("Spring 1", "start", 0.03), ("Summer 1", "start", 0.03),
    ("Summer 2", "start", 0.03), ("Summer 2", "middle", 0.08),
)  # fmt: skip

APPOINTMENT = 0.0026
LEAVE_A_DAY = 0.0019
SUSPENSIONS_A_PUPIL = 1 / 50
TIMETABLES_A_PUPIL = 1 / 75
LATE_AFTER_CLOSING = 0.0029
SEMH_CARES = ("SEMH", "ASD")


@dataclass(frozen=True)
class Holiday:
    """A holiday in term that the school did not agree to."""

    pupil_number: int
    first_day: date
    days: int


def place_known_absences(grid: Grid) -> list[Holiday]:
    """Everything but illness and days without a reason; returns the holidays that were not agreed."""
    _not_yet_full_time(grid)
    _dual_registration(grid)
    _travelling_for_work(grid)
    _eid(grid)
    holidays = _holidays(grid)
    _suspensions(grid)
    _part_time_timetables(grid)
    _leave(grid)
    _transport(grid)
    sessions = grid.random.random(grid.codes.shape)
    grid.place(sessions < APPOINTMENT, "M")
    _late_after_closing(grid)
    return holidays


def _not_yet_full_time(grid: Grid) -> None:
    """Reception begin with a week of mornings; a few of the youngest rest on Friday afternoons."""
    for row in np.flatnonzero(grid.year_groups == "R"):
        grid.place_days(int(row), 0, 5, "X", halves="PM")
        if grid.pupils[row].date_of_birth.month in (6, 7, 8) and grid.random.random() < 0.3:
            fridays = [n for n, day in enumerate(grid.days) if day.day.weekday() == 4 and day.day.month >= 9]
            for day in fridays:
                grid.place_days(int(row), day, 1, "X", halves="PM")


def _dual_registration(grid: Grid) -> None:
    """One pupil spends Tuesdays and Thursdays at a special school."""
    for row, pupil in enumerate(grid.pupils):
        if pupil.enrolment_status == "M":
            for day in np.flatnonzero(np.isin(grid.weekdays, (1, 3))):
                grid.place_days(row, int(day), 1, "D")


def _travelling_for_work(grid: Grid) -> None:
    for row, pupil in enumerate(grid.pupils):
        if pupil.household.travels:
            for half_term, after, days in (("Autumn 1", 12, 2), ("Summer 1", 14, 5)):
                span = grid.half_term_span(half_term)
                if span:
                    grid.place_days(row, span[0] + after, days, "T")


def _eid(grid: Grid) -> None:
    """Families who keep Eid mostly keep their children at home, whole families together."""
    for eid in EID:
        day = grid.day_number(eid)
        if day is None:
            continue
        stays_home: dict[int, bool] = {}
        for row, pupil in enumerate(grid.pupils):
            if pupil.household.keeps_eid:
                luck = grid.random.random() < 0.75
                if stays_home.setdefault(pupil.household.number, luck):
                    grid.place_days(row, day, 1, "R")


def _holidays(grid: Grid) -> list[Holiday]:
    """A family goes together, at the edge of a half-term more often than not."""
    random = grid.random
    families: dict[int, list[int]] = {}
    for row, pupil in enumerate(grid.pupils):
        families.setdefault(pupil.household.number, []).append(row)
    shares = np.cumsum([share for _, _, share in HOLIDAY_TIMES])
    lengths = np.cumsum(HOLIDAY_SHARES)
    holidays = []
    away = [
        rows
        for rows, luck in zip(families.values(), _evenly(random, len(families)), strict=True)
        if luck < (GOES_AWAY_WITH_FSM if grid.pupils[rows[0]].household.fsm_from else GOES_AWAY)
        and not grid.pupils[rows[0]].household.travels
    ]
    for rows, when, long in zip(away, _evenly(random, len(away)), _evenly(random, len(away)), strict=True):
        luck = random.random()
        half_term, edge, _ = HOLIDAY_TIMES[int(np.searchsorted(shares, when * shares[-1]))]
        span = grid.half_term_span(half_term)
        if span is None:
            continue
        days = HOLIDAY_DAYS[int(np.searchsorted(lengths, long * lengths[-1]))]
        first = {"end": span[1] - days + 1, "start": span[0], "middle": span[0] + int(luck * 20)}[edge]
        agreed = not grid.is_new_rules() and luck < 0.1
        for row in rows:
            if (
                grid.is_expected[row, 2 * first]
                and not grid.is_told[row, 2 * first : 2 * (first + days)].any()
            ):
                grid.place_days(row, first, days, "H" if agreed else "G")
                if not agreed:
                    holidays.append(Holiday(grid.pupils[row].number, grid.days[first].day, days))
    return holidays


def _evenly(random: np.random.Generator, many: int) -> Numbers:
    """Numbers from 0 to 1 in random order, spread evenly."""
    return (random.permutation(many) + 0.5) / max(many, 1)


def _suspensions(grid: Grid) -> None:
    needs = [row for row, pupil in enumerate(grid.pupils) if pupil.send_need in SEMH_CARES]
    times = grid.random.poisson(SUSPENSIONS_A_PUPIL * len(grid.pupils) * len(grid.days) / 190)
    for row in grid.random.choice(needs, times) if needs else ():
        grid.place_days(
            int(row), int(grid.random.integers(len(grid.days))), int(grid.random.integers(1, 4)), "E"
        )


def _part_time_timetables(grid: Grid) -> None:
    """For six weeks home after lunch: C2, and before that code existed, C."""
    needs = [
        row
        for row, pupil in enumerate(grid.pupils)
        if pupil.send_need in SEMH_CARES and grid.year_groups[row] != "R"
    ]
    code = "C2" if grid.is_new_rules() else "C"
    wanted = TIMETABLES_A_PUPIL * len(grid.pupils) * len(grid.days) / 190
    times = min(len(needs), int(wanted + grid.random.random()))
    for row in grid.random.permutation(needs)[:times]:
        first = int(grid.random.integers(max(1, len(grid.days) - 30)))
        grid.place_days(int(row), first, int(grid.random.integers(24, 34)), code, halves="PM")


def _leave(grid: Grid) -> None:
    """Funerals, weddings, a visit to a new school, a part in a play."""
    starts = grid.random.random((len(grid.pupils), len(grid.days))) < LEAVE_A_DAY
    for row, day in zip(*np.nonzero(starts), strict=True):
        grid.place_days(int(row), int(day), 1 + int(grid.random.random() < 0.6), "C")
    rare = grid.random.poisson(0.006 * len(grid.pupils), 2)
    for code, times in zip(("J1", "C1"), rare, strict=True):
        for row in grid.random.integers(len(grid.pupils), size=times) if grid.is_new_rules() else ():
            grid.place_days(int(row), int(grid.random.integers(len(grid.days))), 1, code)


def _transport(grid: Grid) -> None:
    """A storm stops some from coming; one day the taxi that the authority arranges does not come."""
    storm = grid.half_term_span("Autumn 2")
    if storm and grid.year.year % 2 == 0:
        stranded = np.zeros(grid.codes.shape, bool)
        day = storm[0] + 16
        stranded[:, 2 * day : 2 * day + 2] = grid.random.random((len(grid.pupils), 1)) < 0.06
        grid.place(stranded, "Y2" if grid.is_new_rules() else "Y")
    elif storm and not grid.is_new_rules():
        grid.place_days(int(grid.random.integers(len(grid.pupils))), storm[0] + 10, 2, "Y")
    with_plan = [row for row, p in enumerate(grid.pupils) if p.send and p.send[-1][1] == "E"]
    if grid.is_new_rules() and with_plan and len(grid.days) > 40:
        grid.place_days(int(grid.random.choice(with_plan)), 40, 2, "Q")


def _late_after_closing(grid: Grid) -> None:
    lateness = np.array([pupil.lateness for pupil in grid.pupils])[:, None]
    mornings = np.where(np.arange(grid.codes.shape[1]) % 2 == 0, LATE_AFTER_CLOSING, LATE_AFTER_CLOSING / 10)
    late: Flags = (grid.random.random(grid.codes.shape) < lateness * mornings) & grid.is_free
    grid.place(late, "U")
    grid.minutes[late] = grid.random.integers(31, 95, late.sum())
