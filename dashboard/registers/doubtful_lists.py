"""Pupil lists that read well and are probably not what was meant: put right, warned about or asked about."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dashboard.registers.cleaning import Record
from dashboard.registers.ledger import FileReport, count_text, lines_text
from dashboard.registers.pupil_lists import YEAR_GROUPS, academic_year
from dashboard.registers.tables import Row
from dashboard.registers.values import eal_of_language

# What UTF-8 looks like after it was read as Windows text: one accented letter as two signs.
TWICE_ENCODED = re.compile("[\u00c2-\u00c5\u00e2][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]")
CLASS_MADE_A_DATE = re.compile(
    r"^(?:\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4})$",
    re.IGNORECASE,
)
AGE_OF_FIRST_YEAR_GROUP = 2  # of N1, on the 31 August before the year
MOST_YEARS_APART = 1
INFANTS, JUNIORS = frozenset({"R", "1", "2"}), frozenset({"3", "4", "5", "6"})
FEWEST_INFANTS = 10
NEARLY_EVERY_INFANT = 0.7
MOST_CLASSES_NAMED = 8


def put_right_what_was_encoded_twice(rows: Sequence[Row], report: FileReport) -> list[Row]:
    """Cells that were encoded twice put right if every one of them can be; else left, and warned about."""
    odd = {cell for row in rows for cell in row.cells if not cell.isascii() and TWICE_ENCODED.search(cell)}
    if not odd:
        return list(rows)
    right = {cell: once for cell in odd if (once := _encoded_once(cell))}
    if len(right) < len(odd):
        report.warnings.append(
            f"{count_text(len(odd), 'cell holds', 'cells hold')} letters that look encoded twice; not all "
            "can be put right, so they were left as they are. Export the file again as CSV UTF-8."
        )
        return list(rows)
    report.warnings.append(
        f"{count_text(len(odd), 'cell was', 'cells were')} encoded twice: their accents were put right."
    )
    return [row._replace(cells=[right.get(cell, cell) for cell in row.cells]) for row in rows]


def _encoded_once(cell: str) -> str | None:
    try:
        return cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None


def look_twice_at_pupils(records: Sequence[Record], as_at: date, report: FileReport) -> list[Record]:
    """Hold a list against what pupils and classes look like; free school meals follow their dates."""
    records = _eal_by_language(_fsm_by_its_dates(records, as_at, report), report)
    _ask_of_classes(records, report)
    _ask_of_infant_meals(records, report)
    _warn_of_ages(records, as_at, report)
    return records


def _fsm_by_its_dates(records: Sequence[Record], as_at: date, report: FileReport) -> list[Record]:
    day = as_at.isoformat()
    told, ended = [], []
    for record in records:
        start, end = record.get("fsm_start"), record.get("fsm_end")
        if not start and not end:
            told.append(record)
            continue
        has_ended = bool(end) and end < day
        is_eligible = not has_ended and (start <= day if start else record.get("fsm") != "false")
        if has_ended and record.get("fsm") == "true":
            ended.append(record.line)
        told.append(replace(record, values={**record.values, "fsm": "true" if is_eligible else "false"}))
    if ended:
        report.warnings.append(
            f"{count_text(len(ended), 'pupil has', 'pupils have')} free school meals by the flag but not by "
            f"the end date ({lines_text(ended)}): taken as not eligible on {as_at:%d %B %Y}."
        )
    return told


def _eal_by_language(records: Sequence[Record], report: FileReport) -> list[Record]:
    told = {name for record in records for name, value in record.values.items() if value is not None}
    if "first_language" not in told or "eal" in told:
        return list(records)
    report.warnings.append(
        "English as an additional language was taken from the first language: yes where it is another "
        "than English, unknown where it is not said."
    )
    return [
        replace(record, values={**record.values, "eal": eal_of_language(record.get("first_language"))})
        for record in records
    ]


def _ask_of_classes(records: Sequence[Record], report: FileReport) -> None:
    names = {record.get("class") for record in records} - {""}
    dates = sorted(name for name in names if CLASS_MADE_A_DATE.match(name))
    if dates:
        report.ask(
            "A spreadsheet seems to have made dates of class names, such as 5/6: the classes found are "
            f"{', '.join(dates[:MOST_CLASSES_NAMED])}. Export the list again with classes as text."
        )


def _ask_of_infant_meals(records: Sequence[Record], report: FileReport) -> None:
    infants, juniors = (
        [record.get("fsm") == "true" for record in records if record.get("year_group") in years]
        for years in (INFANTS, JUNIORS)
    )
    if len(infants) < FEWEST_INFANTS or sum(infants) <= NEARLY_EVERY_INFANT * len(infants):
        return
    if juniors and sum(juniors) / len(juniors) < NEARLY_EVERY_INFANT / 2:
        report.ask(
            f"{sum(infants)} of {len(infants)} pupils up to Year 2 have free school meals and only "
            f"{sum(juniors)} of {len(juniors)} above: the column may be universal infant meals "
            "or what pupils eat. Export free school meals eligibility."
        )


def _warn_of_ages(records: Sequence[Record], as_at: date, report: FileReport) -> None:
    lines = [record.line for record in records if _is_far_from_age(record, as_at)]
    if lines:
        report.warnings.append(
            f"{count_text(len(lines), 'pupil is', 'pupils are')} more than a year older or younger than "
            f"their year group ({lines_text(lines)}): see that year and date of birth are right."
        )


def _is_far_from_age(record: Record, as_at: date) -> bool:
    year_group, birthday = record.get("year_group"), record.get("date_of_birth")
    if year_group not in YEAR_GROUPS or not birthday:
        return False
    born = date.fromisoformat(birthday)
    age = academic_year(as_at) - born.year - ((born.month, born.day) > (8, 31))
    usual = AGE_OF_FIRST_YEAR_GROUP + YEAR_GROUPS.index(year_group)
    return abs(age - usual) > MOST_YEARS_APART
