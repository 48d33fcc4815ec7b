"""The tables of a publication, each in the forms in which it may be published, the fullest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.domain import words
from dashboard.publishing.counts import BANDS, GroupCounts, Sessions
from dashboard.publishing.figures import (
    COLUMN_SETS,
    LEAST_PUPILS,
    RATES,
    Fact,
    counted,
    group_figures,
    hidden_cells,
    pupil_number_band,
    rate_of,
    rates,
)
from dashboard.publishing.groups import DIMENSIONS, SCHOOL, Dimension, Group, label, values_in_order

BAND_FORMS = (
    ((0,), (1,), (2,), (3,), (4,), (5,)),
    ((0,), (1,), (2,), (3,), (4, 5)),
    ((0, 1), (2,), (3, 4, 5)),
)


@dataclass(frozen=True)
class Week:
    """A week of the whole school."""

    week_commencing: date
    pupils: int
    sessions: Sessions


@dataclass(frozen=True)
class Form:
    """A table as it could be published, what it would tell, and how far it is from the fullest form."""

    rows: list[dict[str, Any]]
    facts: list[Fact]
    hidden: int
    is_merged: bool = False
    is_short: bool = False  # columns of the fullest form are left out


@dataclass(frozen=True)
class Draft:
    """A table to publish: where it goes, and its forms."""

    table: str
    target: str  # the governors' table that holds its rows
    forms: list[Form]


def drafts(
    counts: Mapping[Group, GroupCounts], weeks: Sequence[Week], merging: bool = True
) -> Iterator[Draft]:
    """Every table but CME, in the order in which they are published.

    Without merging, a group too small to be spoken of is neither merged nor hidden: for the test that merging
    is needed.
    """
    if SCHOOL not in counts:
        return
    yield Draft("governor_headline", "governor_headline", _headline_forms(counts))
    if weeks:
        yield Draft("governor_weeks", "governor_weeks", _week_forms(weeks))
    yield Draft("governor_bands", "governor_bands", _band_forms(counts[SCHOOL], merging))
    for dimension in DIMENSIONS:
        forms = _group_forms(dimension, counts, merging)
        yield Draft(f"governor_groups {dimension.name}", "governor_groups", forms)


def _headline_forms(counts: Mapping[Group, GroupCounts]) -> list[Form]:
    forms = []
    school = counts[SCHOOL]
    if school.pupils < LEAST_PUPILS:
        return []
    for columns in COLUMN_SETS:
        row, facts = group_figures(SCHOOL, school, columns)
        row = {"pupils": pupil_number_band(school.pupils), **row}
        is_short = columns != COLUMN_SETS[0]
        forms.append(Form([row], facts, hidden_cells([row], COLUMN_SETS[0]), is_short=is_short))
    return forms


def _week_forms(weeks: Sequence[Week]) -> list[Form]:
    forms = []
    for columns in (RATES, RATES[:2]):
        rows, facts = [], []
        for week in weeks:
            row: dict[str, Any] = {"week_commencing": week.week_commencing, **dict.fromkeys(RATES)}
            if week.pupils >= LEAST_PUPILS:
                known, told = rates(("week", week.week_commencing.isoformat()), week.sessions, columns)
                row |= known
                facts += told
            rows.append(row)
        forms.append(Form(rows, facts, hidden_cells(rows, RATES), is_short=columns != RATES))
    return [form for form in forms if form.facts]


def _band_forms(school: GroupCounts, merging: bool) -> list[Form]:
    if school.pupils < LEAST_PUPILS:
        return []
    forms = []
    for bands_together in BAND_FORMS if merging else BAND_FORMS[:1]:
        rows, facts = [], []
        for bands in bands_together:
            shown, told = counted(SCHOOL, school.count(frozenset(bands)), school.pupils, bands)
            name, text = _band_name(bands)
            rows.append(
                {"band": name, "band_label": text, "pupils": shown, "share": rate_of(shown, school.pupils)}
            )
            facts += told
        forms.append(
            Form(
                rows,
                facts,
                hidden_cells(rows, ("pupils", "share")),
                is_merged=bands_together != BAND_FORMS[0],
            )
        )
    return forms


def _band_name(bands: tuple[int, ...]) -> tuple[str, str]:
    names = [BANDS[band][0] for band in bands]
    lower, upper = BANDS[bands[0]][1], BANDS[bands[-1]][2]
    if len(bands) == 1:
        return names[0], words.BANDS[names[0]]
    if lower == 0:
        return f"under_{upper}", f"Under {upper}%"
    return f"{lower}_plus", f"{lower}% or more"


def _group_forms(dimension: Dimension, counts: Mapping[Group, GroupCounts], merging: bool) -> list[Form]:
    forms = []
    for columns in COLUMN_SETS:
        for grouping in _usable_forms(dimension, counts, merging):
            rows, facts = [], []
            for group in values_in_order(grouping, counts):
                row, told = group_figures(group, counts[group], columns, says_small_groups=not merging)
                about = {
                    "dimension": dimension.name,
                    "dimension_label": dimension.label,
                    "group_value": group.value,
                    "group_label": label(group),
                }
                rows.append(about | row)
                facts += told
            forms.append(
                Form(
                    rows,
                    facts,
                    hidden_cells(rows, COLUMN_SETS[0]),
                    is_merged=grouping != dimension.forms[0],
                    is_short=columns != COLUMN_SETS[0],
                )
            )
    return [form for form in forms if form.facts]


def _usable_forms(dimension: Dimension, counts: Mapping[Group, GroupCounts], merging: bool) -> list[str]:
    """The forms in which no group is too small; where there is none, the last, its small groups hidden."""
    if not merging:
        return [dimension.forms[0]]
    usable = [
        form
        for form in dimension.forms
        if all(counts[group].pupils >= LEAST_PUPILS for group in values_in_order(form, counts))
    ]
    return usable or [dimension.forms[-1]]
