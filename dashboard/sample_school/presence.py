"""Those who are here, but not simply at their desk: late, on a trip, at a match, or not marked at all."""

import numpy as np

from dashboard.sample_school.grid import NUMBER, Grid

LATE_MORNING = 0.0205
LATE_AFTERNOON = 0.0018
NOT_MARKED = 0.00015


def place_activities(grid: Grid) -> None:
    """Trips by year group, three days away for Year 6, matches, provision elsewhere; then lates."""
    _trips(grid)
    _matches(grid)
    _provision_elsewhere(grid)
    _late(grid)


def _trips(grid: Grid) -> None:
    summer = grid.half_term_span("Summer 2")
    autumn = grid.half_term_span("Autumn 1")
    for number, year_group in enumerate(("R", "1", "2", "3", "4", "5", "6")):
        in_year_group = (grid.year_groups == year_group)[:, None]
        days = np.zeros(grid.codes.shape[1], bool)
        if summer:
            first = 2 * (summer[0] + 3 + 3 * number)
            days[first : first + (6 if year_group == "6" else 2)] = True
        if autumn and number % 2:
            days[2 * (autumn[0] + 20 + number) + 1] = True
        grid.place(in_year_group & days & (grid.random.random((len(grid.pupils), 1)) < 0.95), "V")


def _matches(grid: Grid) -> None:
    """Twelve of the oldest play away on a few afternoons."""
    team = np.flatnonzero(np.isin(grid.year_groups, ("5", "6")))
    for row in grid.random.permutation(team)[: max(4, len(team) // 5)]:
        for day in range(18, len(grid.days), 24):
            grid.place_days(int(row), day, 1, "P", halves="PM")


def _provision_elsewhere(grid: Grid) -> None:
    """A few pupils with a plan are elsewhere on Wednesday afternoons: K, and before that code existed, B."""
    code = "K" if grid.is_new_rules() else "B"
    for row, pupil in enumerate(grid.pupils):
        if pupil.number % 3 == 0 and pupil.send_on(grid.days[0].day) == "E":
            for day in np.flatnonzero(grid.weekdays == 2):
                grid.place_days(row, int(day), 1, code, halves="PM")


def _late(grid: Grid) -> None:
    lateness = np.array([pupil.lateness for pupil in grid.pupils])[:, None]
    mornings = np.where(np.arange(grid.codes.shape[1]) % 2 == 0, LATE_MORNING, LATE_AFTERNOON)
    late = (grid.random.random(grid.codes.shape) < lateness * mornings) & grid.is_free
    grid.place(late, "L")
    grid.minutes[late] = 1 + np.minimum(grid.random.exponential(7, late.sum()), 28).astype(np.uint8)


def leave_reasons_open(grid: Grid) -> None:
    """Of this week's absences some are not explained yet; a few older N were forgotten, none in spring."""
    other = (grid.codes == NUMBER["O"]) & ~grid.is_told
    ill = (grid.codes == NUMBER["I"]) & ~grid.is_told
    whole_days = np.repeat(grid.random.random((len(grid.pupils), len(grid.days))), 2, axis=1)
    this_week = np.arange(grid.codes.shape[1]) >= 2 * (len(grid.days) - 5)
    today = np.arange(grid.codes.shape[1]) >= 2 * (len(grid.days) - 1)
    in_spring = np.repeat([day.half_term.startswith("Spring") for day in grid.days], 2)
    share = np.where(this_week, 0.8, np.where(in_spring, 0, 0.055))
    grid.codes[other & (whole_days < share)] = NUMBER["N"]
    grid.codes[ill & today & (whole_days < 0.2)] = NUMBER["N"]


def forget_marks(grid: Grid) -> None:
    """A few marks were never made; once a year a whole class's afternoon register was not taken."""
    forgotten = grid.random.random(grid.codes.shape) < NOT_MARKED
    session = 2 * int(grid.random.integers(max(1, len(grid.days) - 4))) + 1
    year_group = grid.random.choice(("1", "2", "3", "4", "5", "6"))
    in_class = np.array([pupil.form == 0 for pupil in grid.pupils]) & (grid.year_groups == year_group)
    if session < grid.codes.shape[1]:
        forgotten[in_class, session] = True
    gone = forgotten & ~grid.is_told & ~grid.is_closed
    grid.codes[gone] = 0
    grid.minutes[gone] = 0
