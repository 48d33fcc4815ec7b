"""A year of marks: what a story tells, what has its own reason, then illness up to each pupil's share."""

from datetime import date

import numpy as np

from dashboard.sample_school.chance import Chance
from dashboard.sample_school.grid import NUMBER, Counts, Grid, Numbers
from dashboard.sample_school.known_absences import Holiday, place_known_absences
from dashboard.sample_school.presence import forget_marks, leave_reasons_open, place_activities
from dashboard.sample_school.pupils import Pupil
from dashboard.sample_school.school_year import SchoolYear
from dashboard.sample_school.spells import break_long_runs, fill_absences
from dashboard.sample_school.targets import sessions_to_miss

ToldDays = dict[date, list[tuple[int, str]]]  # day → pupil and the codes of morning and afternoon


def mark_year(
    year: SchoolYear,
    roll: list[Pupil],
    told: ToldDays,
    until: date,
    chance: Chance,
    runs: dict[int, int],
    *,
    is_latest: bool,
) -> tuple[Grid, list[Holiday]]:
    """The register of the year as far as it goes, and the holidays in it that were not agreed."""
    grid = Grid(year, roll, until, chance.random)
    if not grid.days or not grid.pupils:
        return grid, []
    _tell(grid, told)
    holidays = place_known_absences(grid)
    groups = _groups(grid)
    wanted = sessions_to_miss(grid, groups, _standing(grid))
    if is_latest and until < year.last_day:
        wanted += _bug_among_the_youngest(grid)
    fill_absences(grid, wanted, _share_without_reason(grid, wanted, groups))
    place_activities(grid)
    leave_reasons_open(grid)
    break_long_runs(grid, runs)
    grid.fill_present()
    forget_marks(grid)
    return grid, holidays


def _tell(grid: Grid, told: ToldDays) -> None:
    for number, day in enumerate(grid.days):
        for pupil, codes in told.get(day.day, ()):
            row = grid.row_of.get(pupil)
            if row is not None and not grid.is_closed[2 * number]:
                for half, code in enumerate(codes.split()):
                    if grid.is_expected[row, 2 * number + half]:
                        grid.codes[row, 2 * number + half] = NUMBER[code]
                        grid.is_told[row, 2 * number + half] = True


def _groups(grid: Grid) -> Counts:
    """0 neither, 1 free meals, 2 SEND, 3 both, as the pupil was in the middle of the year."""
    middle = grid.days[len(grid.days) // 2].day
    fsm = np.array([pupil.fsm_basis_on(middle) == "pre_2026_criteria" for pupil in grid.pupils])
    send = np.array([pupil.send_on(middle) != "N" for pupil in grid.pupils])
    return fsm + 2 * send


def _standing(grid: Grid) -> Numbers:
    """Who is likelier to miss school: mostly the same pupils every year."""
    traits = [
        0.7 * pupil.has_child_protection_plan
        + 0.5 * pupil.household.has_social_worker
        + 0.4 * pupil.has_mental_health_need
        + 0.3 * pupil.is_young_carer
        - 1.2 * pupil.is_looked_after
        for pupil in grid.pupils
    ]
    steady = np.array([pupil.absence_tendency for pupil in grid.pupils])
    is_year_1 = grid.year_groups == "1"
    luck: Numbers = grid.random.normal(size=len(steady))
    return 0.75 * steady + 0.6 * luck + np.array(traits) + 0.15 * is_year_1


def _share_without_reason(grid: Grid, wanted: Counts, groups: Counts) -> Numbers:
    """Who misses more misses more of it without a good reason."""
    rate = wanted / np.maximum(grid.is_possible.sum(axis=1), 1)
    share = np.select([rate < 0.05, rate < 0.10, rate < 0.5], [0.10, 0.16, 0.30], 0.42)
    return share * np.where(groups % 2 == 1, 1.35, 0.9)


def _bug_among_the_youngest(grid: Grid) -> Counts:
    """Since the autumn half-term Years 1 and 2 are ill more than usual: the sessions it cost each pupil."""
    before = grid.is_absent.sum(axis=1)
    after = [
        number
        for number, day in enumerate(grid.days)
        if day.half_term == "Autumn 2" and day.day.year == grid.year.year
    ]
    if len(after) < 5:
        return 0 * before
    for row in np.flatnonzero(np.isin(grid.year_groups, ("1", "2"))):
        if grid.random.random() < 0.22:
            first = int(grid.random.choice(after[:-1]))
            grid.place_days(int(row), first, int(grid.random.integers(2, 5)), "I")
    return grid.is_absent.sum(axis=1) - before
