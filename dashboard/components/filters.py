"""One cohort for every page: the filters in the sidebar, kept in the URL, spelled out in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard.domain import words

WEEKS_52 = timedelta(days=364)  # the same weekday of the same week, a year earlier


@dataclass(frozen=True)
class Filters:
    """Which sessions and pupils count. Its fields are the parameters of every absence query."""

    from_date: date | None = None
    to_date: date | None = None
    school_ids: tuple[int, ...] | None = None
    year_groups: tuple[str, ...] | None = None
    classes: tuple[str, ...] | None = None
    send_provisions: tuple[str, ...] | None = None
    sexes: tuple[str, ...] | None = None
    ethnicities: tuple[str, ...] | None = None
    fsm: bool | None = None
    pupil_premium: bool | None = None
    eal: bool | None = None
    looked_after: bool | None = None
    social_worker: bool | None = None
    child_protection_plan: bool | None = None
    young_carer: bool | None = None
    service_child: bool | None = None
    mental_health_need: bool | None = None
    near_threshold: bool | None = None
    age_cohort: str | None = None
    roll: str | None = None

    def parameters(self) -> dict[str, Any]:
        """What to give a query: nothing for what filters nothing, so that its own default holds."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in given.items()
            if value is not None and value != ()
        }

    def without_dates(self) -> "Filters":
        """The same pupils over everything stored."""
        return replace(self, from_date=None, to_date=None)

    def between(self, from_date: date, to_date: date) -> "Filters":
        """The same pupils over another period."""
        return replace(self, from_date=from_date, to_date=to_date)

    def is_narrowed(self) -> bool:
        """Whether anything but the period is chosen."""
        return bool(self.without_dates().parameters())


@dataclass(frozen=True)
class Period:
    """A stretch of the school year on show, and the same stretch a year earlier."""

    label: str
    from_date: date
    to_date: date
    last_year_from: date
    last_year_to: date
    is_default: bool = False
    is_unfinished: bool = False

    @classmethod
    def custom(cls, from_date: date, to_date: date) -> "Period":
        """Any two dates; compared with the same weeks a year earlier."""
        return cls("Custom dates", from_date, to_date, from_date - WEEKS_52, to_date - WEEKS_52)


_CHOSEN = "chosen_cohort"


def choose(filters: Filters, period: Period) -> None:
    """Set what every page of this run shows; the sidebar does this once."""
    st.session_state[_CHOSEN] = (filters, period)


def current_filters() -> Filters:
    """The filters chosen in the sidebar, for absence queries."""
    return st.session_state[_CHOSEN][0]


def current_period() -> Period:
    """The period chosen in the sidebar."""
    return st.session_state[_CHOSEN][1]


def last_year_filters() -> Filters:
    """The same pupils at the same point last year."""
    period = current_period()
    return current_filters().between(period.last_year_from, period.last_year_to)


def case_filters() -> Filters:
    """The filters for CME cases: everything stored until the reader chooses a period."""
    return current_filters().without_dates() if current_period().is_default else current_filters()


def cohort_sentence(
    filters: Filters, school_names: Mapping[int, str] | None = None, usual_age: str = "statistical"
) -> str:
    """The chosen pupils in words: 'Year 1 and Year 2, SEN support, free school meals'.

    `usual_age` is the age cohort of the figures on the page where the reader chose none.
    """
    parts = [
        *_listed_values(filters.school_ids, lambda value: (school_names or {}).get(value, f"School {value}")),
        *_listed_values(filters.year_groups, words.year_group),
        *_listed_values(filters.classes, lambda value: f"class {value}"),
        *_listed_values(filters.send_provisions, lambda value: words.SEND_PROVISIONS.get(value, value)),
        *_listed_values(filters.sexes, lambda value: words.SEXES.get(value, value)),
        *_listed_values(filters.ethnicities, str),
        *(
            label if getattr(filters, name) else f"not: {label}"
            for name, label in words.FLAGS.items()
            if getattr(filters, name) is not None
        ),
    ]
    age = words.AGE_COHORTS[filters.age_cohort or usual_age]
    if filters.roll:
        age = f"{age}, {words.ROLLS[filters.roll]}"
    return ", ".join([*parts, age])


def _listed_values(values: Sequence[Any] | None, label: Any) -> list[str]:
    return [words.listed([label(value) for value in values])] if values else []
