"""Every canonical file but the marks: pupil lists at a date, calendar, cases, support, targets."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.sample_school.names import class_name
from dashboard.sample_school.pupils import Pupil
from dashboard.sample_school.school_year import SchoolYear, academic_year_of
from dashboard.sample_school.stories import Case

Row = Sequence[object]

PUPIL_HEADINGS = (
    "upn", "former_upn", "admission_number", "surname", "forename", "date_of_birth", "sex", "year_group",
    "class", "send_provision", "send_need", "fsm", "fsm_basis", "pupil_premium", "eal", "ethnicity",
    "looked_after", "social_worker", "child_protection_plan", "young_carer", "service_child",
    "mental_health_need", "near_threshold", "household", "enrolment_status", "entry_date", "leaving_date",
    "destination",
)  # fmt: skip
CALENDAR_HEADINGS = ("date", "session", "kind", "term")
CASE_HEADINGS = (
    "case_id", "upn", "case_type", "opened_date", "trigger", "owner_role", "stage", "next_step",
    "next_step_due", "la_notified_date", "la_reference", "closed_date", "outcome", "returned_date",
)  # fmt: skip
ACTION_HEADINGS = ("case_id", "action_date", "action", "by_role", "result")
SUPPORT_HEADINGS = ("upn", "action_date", "action", "by_role", "ended_date")
NOTICE_HEADINGS = ("upn", "issued_date", "parent", "status")
TARGET_HEADINGS = ("academic_year", "measure", "target")


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Row]) -> Path:
    """A small file of text, as csv or parquet by the end of its name."""
    if path.suffix == ".parquet":
        columns = list(zip(*rows, strict=True)) or [()] * len(headings)
        texts = [["" if value is None else str(value) for value in column] for column in columns]
        pq.write_table(pa.table([pa.array(text, pa.string()) for text in texts], names=list(headings)), path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(headings)
            writer.writerows(rows)
    return path


def list_dates(years: list[SchoolYear], until: date) -> list[date]:
    """When the office exported the pupil list: September, after Christmas, in July, and lately."""
    dates: set[date] = set()
    for year in years:
        days = [day.day for day in year.register_days]
        january = next(number for number, day in enumerate(days) if day.year > year.year)
        dates.update((days[3], days[january + 4], days[-3]))
    latest = years[-1].register_days
    dates.add(next(day.day for day in latest if day.half_term == "Autumn 2" and day.kind == "school"))
    past = sorted(day for day in dates if day <= until)
    last = max((day.day for year in years for day in year.register_days if day.day <= until), default=until)
    return past if past and past[-1] == last else [*past, last]


def pupil_rows(roll: list[Pupil], as_at: date, since: date | None) -> list[Row]:
    """Everyone on roll, and who left since the list before: in the order of the school's own list."""
    listed = [
        pupil
        for pupil in roll
        if pupil.entry_date <= as_at
        and (
            pupil.is_on_roll(as_at) or (since is not None and pupil.is_on_roll(max(since, pupil.entry_date)))
        )
    ]
    year = academic_year_of(as_at)
    rows = [_pupil_row(pupil, as_at, year) for pupil in listed]
    return sorted(rows, key=lambda row: (str(row[8]), str(row[3]), str(row[4])))


def _pupil_row(pupil: Pupil, as_at: date, year: int) -> Row:
    household = pupil.household
    has_left = pupil.leaving_date is not None and pupil.leaving_date < as_at
    day = pupil.leaving_date if has_left and pupil.leaving_date else as_at
    year_group = pupil.year_group(academic_year_of(day) if has_left else year)
    has_temporary_upn = pupil.temporary_until is not None and as_at < pupil.temporary_until
    basis = pupil.fsm_basis_on(day)
    send = pupil.send_on(day)
    return (
        pupil.temporary_upn if has_temporary_upn else pupil.upn,
        pupil.temporary_upn if pupil.temporary_upn and not has_temporary_upn else "",
        pupil.admission_number,
        household.surname,
        pupil.forename,
        pupil.date_of_birth,
        pupil.sex,
        year_group,
        class_name(year_group, pupil.form),
        send,
        "" if send == "N" else pupil.send_need,
        _yes(basis != ""),
        basis,
        _yes(pupil.has_pupil_premium_on(day)),
        _yes(household.is_eal),
        household.ethnicity,
        _yes(pupil.is_looked_after),
        _yes(household.has_social_worker),
        _yes(pupil.has_child_protection_plan),
        _yes(pupil.is_young_carer),
        _yes(household.is_service_family),
        _yes(pupil.has_mental_health_need),
        _yes(household.is_near_threshold),
        f"F{household.number:04d}",
        pupil.enrolment_status,
        pupil.entry_date,
        pupil.leaving_date if has_left else "",
        pupil.destination if has_left else "",
    )


def _yes(is_so: bool) -> str:
    return "Y" if is_so else "N"


def calendar_rows(years: list[SchoolYear]) -> list[Row]:
    """Every day of every term; holidays are the days not listed."""
    return [(day.day, "", day.kind, day.half_term) for year in years for day in year.days]


def case_rows(cases: list[Case]) -> list[Row]:
    """The school's own list of cases."""
    return [
        (
            case.case_id,
            case.pupil.upn,
            case.plan.case_type,
            case.opened,
            case.plan.trigger,
            case.plan.owner,
            "closed" if case.closed else case.plan.stage,
            "" if case.closed else case.plan.next_step,
            "" if case.closed else case.next_step_due,
            case.la_notified,
            f"LA-{case.la_notified:%y%m%d}" if case.la_notified else "",
            case.closed,
            case.plan.outcome if case.closed else "",
            case.returned,
        )
        for case in cases
    ]


def action_rows(cases: list[Case]) -> list[Row]:
    """What was done in each case."""
    return [(case.case_id, *action) for case in cases for action in case.actions]


def target_rows(years: list[SchoolYear]) -> list[Row]:
    """What the governors asked for, a little more every year."""
    rows: list[Row] = []
    for number, year in enumerate(reversed(years)):
        name = f"{year.year}/{(year.year + 1) % 100:02d}"
        rows.append((name, "attendance_rate", 95.5 - 0.2 * number))
        rows.append((name, "persistent_absence_rate", 11.0 + number))
        rows.append((name, "severe_absence_rate", 0.5 + 0.1 * number))
    return sorted(rows, key=lambda row: str(row[0]))
