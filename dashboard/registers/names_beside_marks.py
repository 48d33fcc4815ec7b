"""What a file of marks says in columns of names, class and year group, pupil by pupil.

A long CSV is gone over by DuckDB once more, for these columns only; other files row by row.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from dashboard.registers.cleaning import data_rows
from dashboard.registers.headings import Columns
from dashboard.registers.layouts.mark_string import START
from dashboard.registers.layouts.shapes import pupil_cells
from dashboard.registers.ledger import FileReport
from dashboard.registers.staging import StagedMarks, read_columns
from dashboard.registers.tables import Row
from dashboard.registers.values import text
from dashboard.store.reference import insert_rows

# By pupil and field every text there is, and the last day of a row that has it.
Told = Mapping[int, Mapping[str, Mapping[str, date]]]

NO_DAY = date.min  # of a row that has no date of its own
MOST_TEXTS = 20  # of one pupil in one column, the latest first: a second one is already a contradiction

# The dates as they are written, in the order of what they mean: the place of each is its code in the enum.
DAY_WORDS = """
drop type if exists day_word;
create or replace table day_words as
select word, session_date, row_number() over (order by session_date nulls first, word) - 1 as place
from (
    select word::varchar as word, case when not is_future then session_date end as session_date
    from date_words
);
create type day_word as enum (select word from day_words order by place);
"""
# The file is grouped before anything is joined: DuckDB takes a CSV for a small table and would keep it whole.
TOLD_BESIDE = """
create or replace table told_beside as
with combined as (
    select
        {upn} as upn,
        {admission_number} as admission_number,
        {fields_read},
        max(enum_code(try_cast({date} as day_word))) as last_place
    from ({{file}})
    group by all
),
of_pupils as (
    select words.pupil_id, {fields}, coalesce(days.session_date, date '{no_day}') as last_day
    from combined
    join pupil_words as words using (upn, admission_number)
    semi join wanted_pupils using (pupil_id)
    left join day_words as days on combined.last_place = days.place
),
texts as (
    select pupil_id, field, told, max(last_day) as last_day
    from of_pupils unpivot (told for field in ({fields}))
    where trim(told) <> ''
    group by all
)
select pupil_id, field, told, last_day
from texts
qualify row_number() over (partition by pupil_id, field order by last_day desc, told) <= {most}
"""


def read_names(staged: StagedMarks, names: Columns, pupils: Mapping[tuple[str, str], int]) -> Told:
    """What the columns say of the pupils, who are given by UPN and admission number as written."""
    told: dict[int, dict[str, dict[str, date]]] = defaultdict(lambda: defaultdict(dict))

    def note(pupil_id: int, field: str, cell: str, day: date) -> None:
        said = told[pupil_id][field]
        said[cell] = max(day, said.get(cell, NO_DAY))
        if len(said) > MOST_TEXTS:
            del said[min(said, key=said.__getitem__)]

    ragged = _read_with_duckdb(staged, names, pupils)
    if ragged is not None:
        for pupil_id, field, cell, day in staged.desk.execute("from told_beside").fetchall():
            note(pupil_id, field, cell, day)
    rows = staged.table.rows() if ragged is None else ragged
    for pupil_id, row, day in _rows_of_pupils(staged, rows, pupils):
        for field, place in names.positions.items():
            if text(row.cells[place]):
                note(pupil_id, field, row.cells[place], day)
    return told


def _read_with_duckdb(
    staged: StagedMarks, names: Columns, pupils: Mapping[tuple[str, str], int]
) -> list[Row] | None:
    """Make the table told_beside; the ragged lines left out, or None if rows must be gone over one by one."""
    halves = staged.layout.halves()
    if not halves:
        return None
    places = halves[0].columns
    cells = {name: f"c{places[name]}" if name in places else "''" for name in ("upn", "admission_number")}
    statement = TOLD_BESIDE.format(
        fields_read=", ".join(f'c{place} as "{name}"' for name, place in names.positions.items()),
        fields=", ".join(f'"{name}"' for name in names.positions),
        date=f"c{places['date']}",
        no_day=NO_DAY,
        most=MOST_TEXTS,
        **cells,
    )
    desk = staged.desk
    desk.execute(DAY_WORDS)
    desk.execute("create or replace table wanted_pupils (pupil_id integer)")
    wanted = [{"pupil_id": pupil_id} for pupil_id in set(pupils.values())]
    insert_rows(desk, "wanted_pupils", {"pupil_id": "integer"}, wanted)
    read = {*names.positions.values(), *(places[name] for name in (*cells, "date") if name in places)}
    return read_columns(desk, staged.source, staged.table, staged.layout, read, {}, statement)


def _rows_of_pupils(
    staged: StagedMarks, rows: Iterable[Row], pupils: Mapping[tuple[str, str], int]
) -> Iterable[tuple[int, Row, date]]:
    """The rows of these pupils, and the last day that each has a mark for."""
    layout = staged.layout
    places = layout.columns.positions
    has_days = bool({"date", *START} & set(places))
    days = dict(
        staged.desk.execute(
            """
            select word::varchar, session_date from date_words
            where session_date is not null and not is_future
            """
        ).fetchall()
    )
    counted_before = FileReport(staged.source.name)
    for row in data_rows(rows, layout.heading, layout.kind, layout.columns, counted_before):
        pupil_id = pupils.get(pupil_cells(row, places))
        if pupil_id is not None:
            dates = (days.get(cell.date, NO_DAY) for cell in layout.cells(row)) if has_days else ()
            yield pupil_id, row, max(dates, default=NO_DAY)
