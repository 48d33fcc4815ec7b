"""Which cleaner each column of the small files gets."""

import re
from collections.abc import Mapping
from datetime import date

from dashboard.domain.upn import clean_upn
from dashboard.registers import values
from dashboard.registers.calendar import clean_kind, clean_session
from dashboard.registers.cases import CASE_TYPES
from dashboard.registers.cleaning import Cleaner
from dashboard.registers.dates import DateOrder
from dashboard.registers.kinds import Kind
from dashboard.registers.values import Cell

DATE_FIELDS = frozenset(
    {
        *("date", "date_of_birth", "entry_date", "leaving_date", "opened_date", "next_step_due"),
        *("la_notified_date", "closed_date", "returned_date", "action_date", "ended_date", "issued_date"),
        *("fsm_start", "fsm_end"),
    }
)
FLAGS = (
    *("fsm", "pupil_premium", "eal", "looked_after", "social_worker", "child_protection_plan", "young_carer"),
    *("service_child", "mental_health_need", "near_threshold"),
)
ACADEMIC_YEAR = re.compile(r"^(20\d\d)(?:\s*[/-]\s*(?:20)?(\d\d))?$")


def cleaners_of(kind: Kind, order: DateOrder, today: date) -> dict[str, Cleaner]:
    """A cleaner for every field of a kind."""

    def any_date(cell: str) -> Cell:
        return values.calendar_date(cell, order)

    special: dict[str, Cleaner] = {
        "upn": _upn,
        "former_upn": _upn,
        "admission_number": values.number,
        "system_number": values.number,
        **dict.fromkeys(DATE_FIELDS, any_date),
        "date_of_birth": lambda cell: values.birthday(cell, order, today),
        "sex": values.sex,
        "year_group": values.year_group,
        "send_provision": values.send_provision,
        "enrolment_status": values.enrolment_status,
        **dict.fromkeys(FLAGS, values.flag),
        "session": clean_session,
        "kind": clean_kind,
        "case_type": case_type,
        "parent": parent,
        "academic_year": academic_year,
        "measure": measure,
        "target": percentage,
    }
    return {name: special.get(name, _text) for name in kind.fields}


def _text(cell: str) -> Cell:
    return Cell(values.text(cell))


def _upn(cell: str) -> Cell:
    return Cell(clean_upn(cell))


def case_type(cell: str) -> Cell:
    """One of the five kinds of case."""
    name = re.sub(r"[\s\-]+", "_", values.text(cell).lower())
    if name in CASE_TYPES:
        return Cell(name)
    return Cell(problem=f"not a case type: write one of {', '.join(CASE_TYPES)}")


def parent(cell: str) -> Cell:
    """Parent 1 or 2."""
    digits = re.sub(r"^parent\s*|\.0+$", "", values.text(cell).lower())
    return Cell(digits) if digits in {"", "1", "2"} else Cell(problem="not a parent: write 1 or 2")


def academic_year(cell: str) -> Cell:
    """The year in which an academic year starts: 2025 for 2025/26."""
    match = ACADEMIC_YEAR.match(re.sub(r"\.0+$", "", values.text(cell)))
    if not match or (match[2] and int(match[2]) != (int(match[1]) + 1) % 100):
        return Cell(problem="not an academic year: write it as 2025/26")
    return Cell(match[1])


def measure(cell: str) -> Cell:
    """The name of a figure, as queries have it: absence_rate."""
    return Cell(re.sub(r"[\s\-]+", "_", values.text(cell).lower()))


def percentage(cell: str) -> Cell:
    """A percentage from 0 to 100."""
    try:
        number = float(values.text(cell).rstrip("% "))
    except ValueError:
        return Cell(problem="not a percentage: write it as 4.5")
    return Cell(repr(number)) if 0 <= number <= 100 else Cell(problem="a percentage is from 0 to 100")


def split_name(cell: str) -> tuple[str, str]:
    """Surname and forename out of 'Surname, Forename'; without a comma all of it is the surname."""
    surname, _, forename = values.text(cell).partition(",")
    return surname.strip(), forename.strip()


def with_names(row: Mapping[str, str | None]) -> dict[str, str | None]:
    """A row's values, surname and forename out of one column where there are not two."""
    full_name = row.get("full_name")
    if full_name is None or row.get("surname") is not None:
        return dict(row)
    surname, forename = split_name(full_name)
    return {**row, "surname": surname, "forename": forename or row.get("forename")}
