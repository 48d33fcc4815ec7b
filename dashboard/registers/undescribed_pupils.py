"""Names, class and year group beside marks, taken of pupils whom no pupil list describes.

They say nothing of when a pupil was on roll, and go as soon as a list describes the pupil.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.domain.words import listed
from dashboard.registers.cleaners import cleaners_of, with_names
from dashboard.registers.cleaning import Cleaner
from dashboard.registers.dates import DAY_FIRST
from dashboard.registers.doubtful_lists import put_right_what_was_encoded_twice
from dashboard.registers.headings import Columns, columns_not_used
from dashboard.registers.kept_names import KEPT, keep_names
from dashboard.registers.kinds import PUPILS
from dashboard.registers.ledger import FileReport, count_text
from dashboard.registers.mark_words import PupilWord
from dashboard.registers.marks import MarksLoad
from dashboard.registers.names_beside_marks import Told, read_names
from dashboard.registers.pupils_beside_marks import NAME_FIELDS
from dashboard.registers.reading_marks import COPY, TAKEN
from dashboard.registers.staging import StagedMarks
from dashboard.registers.tables import Row

# What messages call each field; a pupil's name is taken whole or not at all.
NAMES, CLASS, YEAR_GROUP = "names", "class", "year group"
CALLED = {
    **dict.fromkeys(NAME_FIELDS, NAMES),
    "class": CLASS,
    "year_group": YEAR_GROUP,
}
DISAGREE, NOT_UNDERSTOOD = " whose rows disagree", ", not understood"


@dataclass(frozen=True)
class NamesBeside:
    """The columns of names in a file of marks and the pupils in it.

    `said_as_at`: the day that the file describes, as it was given or stands in the file's name.
    """

    staged: StagedMarks
    columns: Columns
    pupils: Sequence[PupilWord]
    said_as_at: date | None
    today: date


@dataclass
class _Settled:
    """What each pupil is told to be called, and of how many pupils what stays unknown, and why."""

    values: dict[int, dict[str, str]] = field(default_factory=dict)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)


def take_undescribed(load: MarksLoad, beside: NamesBeside, report: FileReport) -> set[int]:
    """Keep what a file of marks says of undescribed pupils, and say so; the years in which that shows.

    It holds as of the day that was said, if that is after the marks, else of each pupil's last date in the
    file: what a file says of a leaver is often what was true when they left.
    """
    last_dates = _last_dates_of_undescribed(load)
    if not last_dates:
        _warn_of_columns(beside, report)
        return set()
    pupils = {
        (word.upn, word.admission_number): word.pupil_id
        for word in beside.pupils
        if word.pupil_id is not None and word.pupil_id in last_dates
    }
    settled = _settle(read_names(beside.staged, beside.columns, pupils), beside.today, report)
    said = beside.said_as_at
    days = dict.fromkeys(last_dates, said) if said and said > (report.last_date or said) else last_dates
    changed = keep_names(load.connection, load.school_id, load.import_id, settled.values, days)
    _warn_of_taken(settled, {pupil_id: days[pupil_id] for pupil_id in changed}, report)
    return _years_of(load) if changed else set()


def _last_dates_of_undescribed(load: MarksLoad) -> dict[int, date]:
    """The pupils of the file whom no list describes, and the last date that each has a mark for in it."""
    found = load.connection.execute(
        f"""
        select pupil_id, max(session_date)
        from {load.catalog}.read_marks
        where
            fate in ({TAKEN}, {COPY})
            and pupil_id not in (select pupil_id from pupil_list_rows where school_id = $school_id)
        group by pupil_id
        """,  # noqa: S608
        {"school_id": load.school_id},
    ).fetchall()
    return dict(found)


def _settle(told: Told, today: date, report: FileReport) -> _Settled:
    """One value for each pupil and field: of class and year group that of the pupil's latest date."""
    right = _put_right(told, report)
    cleaners = cleaners_of(PUPILS, DAY_FIRST, today)
    settled = _Settled()
    for pupil_id, of_pupil in told.items():
        values: dict[str, str | None] = {}
        unknown: set[tuple[str, str]] = set()
        for name, days in of_pupil.items():
            latest = max(days.values())
            texts = [
                right[told_text]
                for told_text, day in sorted(days.items(), key=lambda said: (said[1], said[0]))
                if CALLED[name] == NAMES or day == latest
            ]
            values[name], why = _one_of(texts, cleaners[name])
            if why:
                unknown.add((CALLED[name], why))
        if (NAMES, DISAGREE) in unknown:
            values = {name: value for name, value in values.items() if CALLED[name] != NAMES}
        named = with_names(values)
        settled.unknown.update(unknown)
        if kept := {name: value for name in KEPT if (value := named.get(name))}:
            settled.values[pupil_id] = kept
    return settled


def _one_of(texts: Iterable[str], cleaner: Cleaner) -> tuple[str | None, str | None]:
    """What texts of which the last is the latest say; None, and why, where that cannot be told."""
    cells = [cleaner(told_text) for told_text in texts]
    said = {cell.value.casefold(): cell.value for cell in cells if cell.value or cell.notice}
    if len(said) > 1:
        return None, DISAGREE
    value = next(iter(said.values()), None)
    return value or None, NOT_UNDERSTOOD if value == "" else None


def _put_right(told: Told, report: FileReport) -> dict[str, str]:
    """Every text as it is meant, those that were encoded twice too."""
    texts = sorted({said for of_pupil in told.values() for days in of_pupil.values() for said in days})
    rows = put_right_what_was_encoded_twice([Row(0, [said]) for said in texts], report)
    return {said: row.cells[0] for said, row in zip(texts, rows, strict=True)}


def _years_of(load: MarksLoad) -> set[int]:
    """The academic years in which the pupils whose names came with this import have marks."""
    found = load.connection.execute(
        """
        select distinct session_marks.academic_year
        from session_marks
        semi join (
            select school_id, pupil_id from names_beside_marks
            where school_id = $school_id and import_id = $import_id
        ) as named
            on session_marks.school_id = named.school_id and session_marks.pupil_id = named.pupil_id
        """,
        {"school_id": load.school_id, "import_id": load.import_id},
    ).fetchall()
    return {academic_year for (academic_year,) in found}


def _warn_of_columns(beside: NamesBeside, report: FileReport) -> None:
    """Say that columns were not needed which the layout of the marks does not know itself."""
    known = beside.staged.layout.columns.positions
    spare = [heading for name, heading in beside.columns.headings.items() if name not in known]
    if spare:
        report.warnings.append(columns_not_used(spare))


def _warn_of_taken(settled: _Settled, days: Mapping[int, date], report: FileReport) -> None:
    said = []
    if days:
        told = {CALLED[name] for pupil_id in days for name in settled.values[pupil_id]}
        what = listed([name for name in (NAMES, CLASS, YEAR_GROUP) if name in told])
        different = set(days.values())
        when = (
            f"as they stand on {different.pop():%d %B %Y}" if len(different) == 1
            else "each as on their last date in it"
        )  # fmt: skip
        described = "pupil whom no pupil list describes was", "pupils whom no pupil list describes were"
        said.append(
            f"{what.capitalize()} of {count_text(len(days), *described)} taken from this file, {when}. "
            "Import a pupil list for dates of birth, SEND and the like; it takes their place."
        )
    if settled.unknown:
        left = [
            f"the {what} of {count_text(count, 'pupil')}{why}"
            for (what, why), count in sorted(settled.unknown.items())
        ]
        said.append(f"Left unknown: {listed(left)}.")
    if said:
        report.warnings.append(" ".join(said))
