"""When the sessions a pupil misses fall: illness in spells, mostly in winter, and days without a reason."""

import numpy as np

from dashboard.sample_school.grid import NUMBER, Counts, Flags, Grid, Numbers
from dashboard.sample_school.targets import illness_season

SPELLS = 44
ONE_DAY = np.array([1.22, 0.92, 0.70, 0.88, 1.62])
LONGER = np.array([1.30, 1.05, 0.80, 0.90, 1.05])
WITHOUT_REASON = np.array([1.30, 0.85, 0.68, 0.80, 1.55])
ILL_SESSIONS = np.array([1, 2, 4, 6, 8, 10, 16])
ILL_SHARES = np.array([0.12, 0.42, 0.22, 0.12, 0.05, 0.05, 0.02])
OTHER_SESSIONS = np.array([1, 2, 4, 6])
OTHER_SHARES = np.array([0.26, 0.48, 0.19, 0.07])
ILL_TOGETHER = 0.35


def fill_absences(grid: Grid, wanted: Counts, other_share: Numbers) -> None:
    """Place I and O until each pupil has missed the sessions wanted, `other_share` of them as O."""
    placed = (grid.is_absent & grid.is_possible).sum(axis=1)
    need = np.maximum(wanted - placed, 0)
    is_other, starts, lengths = _spells(grid, wanted, other_share)
    order, other = _paint(grid, is_other, starts, lengths)
    order[~grid.is_free] = np.inf
    position = np.argsort(np.argsort(order, axis=1), axis=1)
    chosen = (position < need[:, None]) & np.isfinite(order)
    grid.place(chosen & other, "O")
    grid.place(chosen & ~other, "I")


def _spells(grid: Grid, wanted: Counts, other_share: Numbers) -> tuple[Flags, Counts, Counts]:
    """For each pupil a list of spells, in the order in which they are used up."""
    random = grid.random
    shape = (len(grid.pupils), SPELLS)
    is_other = random.random(shape) < other_share[:, None]
    ill = ILL_SESSIONS[np.searchsorted(ILL_SHARES.cumsum(), random.random(shape) * 0.9999)]
    other = OTHER_SESSIONS[np.searchsorted(OTHER_SHARES.cumsum(), random.random(shape) * 0.9999)]
    is_often_away = wanted > 0.2 * max(grid.codes.shape[1], 1)
    ill = np.where(is_often_away[:, None] & (random.random(shape) < 0.5), ill * 3, ill)
    lengths = np.where(is_other, other, ill)
    season = illness_season(grid) * _weekly_luck(grid)
    draw = random.random(shape)
    starts = np.where(
        is_other,
        _days(grid, np.ones(len(season)), WITHOUT_REASON, draw),
        np.where(lengths <= 2, _days(grid, season, ONE_DAY, draw), _days(grid, season, LONGER, draw)),
    )
    starts = 2 * starts + ((lengths == 1) & (random.random(shape) < 0.68))
    _fall_ill_together(grid, is_other, starts, lengths)
    return is_other, starts, lengths


def _weekly_luck(grid: Grid) -> Numbers:
    """Some weeks a bug goes round the whole school."""
    weeks = grid.dates.astype("datetime64[W]").astype(int)
    luck = np.exp(0.15 * grid.random.normal(size=60))
    return luck[weeks % 60]


def _days(grid: Grid, season: Numbers, by_weekday: Numbers, draw: Numbers) -> Counts:
    weights = (season * by_weekday[grid.weekdays]).cumsum()
    return np.searchsorted(weights, draw * weights[-1] * 0.999999)


def _fall_ill_together(grid: Grid, is_other: Flags, starts: Counts, lengths: Counts) -> None:
    """A brother or sister often has the same bug, on the same day or the next."""
    first_of: dict[int, int] = {}
    for row, pupil in enumerate(grid.pupils):
        elder = first_of.setdefault(pupil.household.number, row)
        if elder != row:
            together = (grid.random.random(SPELLS) < ILL_TOGETHER) & ~is_other[elder]
            later = 2 * (grid.random.random(SPELLS) < 0.4)
            starts[row, together] = (starts[elder] + later)[together]
            lengths[row, together] = lengths[elder, together]
            is_other[row, together] = False


def _paint(grid: Grid, is_other: Flags, starts: Counts, lengths: Counts) -> tuple[Numbers, Flags]:
    """Which spell each session belongs to (the earliest), with leftovers in no order after them all."""
    rows, sessions = grid.codes.shape
    order = SPELLS + 1 + grid.random.random((rows, sessions))
    other = grid.random.random((rows, sessions)) < is_other.mean(axis=1, keepdims=True)
    spell_rows = np.repeat(np.arange(rows), SPELLS)
    flat_lengths = lengths[:, ::-1].ravel()
    cells = np.arange(flat_lengths.sum()) - np.repeat(flat_lengths.cumsum() - flat_lengths, flat_lengths)
    cell_rows = np.repeat(spell_rows, flat_lengths)
    cell_sessions = np.repeat(starts[:, ::-1].ravel(), flat_lengths) + cells
    cell_spells = np.repeat(np.tile(np.arange(SPELLS)[::-1], rows), flat_lengths)
    inside = cell_sessions < sessions
    cell_rows, cell_sessions, cell_spells = cell_rows[inside], cell_sessions[inside], cell_spells[inside]
    # Spells come last to first, so that the earliest is the one that stays.
    order[cell_rows, cell_sessions] = cell_spells + cell_sessions / (4 * sessions)
    other[cell_rows, cell_sessions] = is_other[cell_rows, cell_spells]
    return order, other


def break_long_runs(grid: Grid, so_far: dict[int, int]) -> None:
    """No run without a reason grows to nine days by chance: its eighth day turns out to have been illness."""
    unexplained = (grid.codes == NUMBER["G"]) | (grid.codes == NUMBER["N"])
    unexplained |= (grid.codes == NUMBER["O"]) | (grid.codes == NUMBER["U"])
    whole_days = unexplained[:, 0::2] & unexplained[:, 1::2]
    told = grid.is_told[:, 0::2] | grid.is_told[:, 1::2]
    run = np.array([so_far.get(pupil.number, 0) for pupil in grid.pupils], np.int64)
    for day in range(len(grid.days)):
        run = (run + 1) * whole_days[:, day]
        is_too_long = (run >= 8) & ~told[:, day]
        grid.codes[is_too_long, 2 * day] = NUMBER["I"]
        run[is_too_long] = 0
    so_far.update(zip((pupil.number for pupil in grid.pupils), run.tolist(), strict=True))
