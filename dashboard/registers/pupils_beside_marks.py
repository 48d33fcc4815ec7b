"""Pupil details that stand beside marks: a register print that is also a pupil list."""

from collections.abc import Iterable
from dataclasses import replace

from dashboard.domain.upn import clean_upn
from dashboard.registers.headings import Columns, match_columns
from dashboard.registers.kinds import PUPIL, PUPILS
from dashboard.registers.layouts.shapes import MarksLayout
from dashboard.registers.ledger import FileReport, lines_text
from dashboard.registers.tables import Row
from dashboard.registers.values import number, text

# Names, class and year group alone do not make a pupil list: they are today's, not those of the marks' days.
NAME_FIELDS = frozenset({"surname", "forename", "full_name", "year_group", "class"})
DETAILS = frozenset(
    {
        *("date_of_birth", "sex", "send_provision", "fsm", "pupil_premium", "eal", "ethnicity"),
        *("entry_date", "leaving_date", "enrolment_status", "former_upn"),
    }
)


def details_beside(layout: MarksLayout) -> Columns | None:
    """The columns of a pupil list in a file of marks; None if it has none to speak of."""
    columns = _columns_beside(layout)
    return columns if DETAILS & set(columns.positions) else None


def names_beside(layout: MarksLayout) -> Columns | None:
    """The columns of names, class and year group in a file of marks; None if it has none."""
    columns = _columns_beside(layout)
    positions = {name: place for name, place in columns.positions.items() if name in NAME_FIELDS}
    headings = {name: columns.heading(name) for name in positions}
    return Columns(positions, headings) if positions else None


def _columns_beside(layout: MarksLayout) -> Columns:
    of_marks = {place for name, place in layout.columns.positions.items() if name not in PUPILS.fields}
    cells = ["" if place in of_marks else cell for place, cell in enumerate(layout.heading.cells)]
    return replace(match_columns(cells, PUPILS), unused=())  # what neither part uses is said of the marks


def without_used(columns: Columns, used_elsewhere: Columns) -> Columns:
    """The columns of the marks, of which those that tell of pupils are not left unused."""
    told = set(used_elsewhere.headings.values())
    return replace(columns, unused=[heading for heading in columns.unused if heading not in told])


def distinct_pupils(rows: Iterable[Row], columns: Columns, report: FileReport) -> list[Row]:
    """One row for each pupil, as long as their rows agree; a pupil whose rows do not is rejected once."""
    of_pupil: dict[tuple[str, ...], dict[tuple[str, ...], Row]] = {}
    places = sorted(columns.positions.values())
    for row in rows:
        told = tuple(text(row.cells[place]) for place in places)
        of_pupil.setdefault(_pupil(row, columns) or ("", *told), {}).setdefault(told, row)
    kept = []
    for different in of_pupil.values():
        merged = _merged(list(different.values()), columns, report)
        if merged:
            kept.append(merged)
    return kept


def _pupil(row: Row, columns: Columns) -> tuple[str, ...] | None:
    upn, admission_number = (
        row.cells[columns.positions[name]] if name in columns.positions else "" for name in PUPIL
    )
    name = clean_upn(upn) or number(admission_number).value
    return (name,) if name else None


def _merged(rows: list[Row], columns: Columns, report: FileReport) -> Row | None:
    """The rows of a pupil as one: a blank cell contradicts nothing."""
    cells = list(rows[0].cells)
    for name, place in columns.positions.items():
        said: dict[str, int] = {}
        for row in rows:
            said.setdefault(text(row.cells[place]).casefold(), row.line)
        said.pop("", None)
        if len(said) > 1:
            lines = lines_text(list(said.values()))
            report.reject(
                rows[0].line,
                columns.heading(name),
                f"{lines}: the rows of one pupil disagree; correct them, or import a pupil list instead",
            )
            return None
        cells[place] = next((row.cells[place] for row in rows if text(row.cells[place])), "")
    return Row(rows[0].line, cells)
