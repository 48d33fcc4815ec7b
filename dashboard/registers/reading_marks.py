"""Staged marks made into pupil, date, session and code, and what becomes of each."""

from dashboard.registers.ledger import MOST_PROBLEMS_LISTED, FileReport, Problem
from dashboard.registers.repeats import settle_repeats
from dashboard.registers.staging import StagedMarks

# What becomes of a mark: these numbers stand in read_marks.fate.
TAKEN, BLANK, SKIPPED, REJECTED, COPY = range(5)

# Every mark with what its texts mean.
CLASSED_MARKS = """
create or replace view classed_marks as
select
    staged.line,
    staged.cell,
    staged.fault,
    pupils.pupil_id,
    dates.session_date,
    dates.is_future,
    sessions.is_afternoon,
    marks.mark_id,
    coalesce(minutes.minutes_late, marks.minutes_late) as minutes_late,
    pupils.problem as pupil_problem,
    dates.problem as date_problem,
    sessions.problem as session_problem,
    marks.problem as mark_problem,
    case
        when pupils.is_furniture then {SKIPPED}
        when staged.fault <> '' then {REJECTED}
        when marks.outcome = 'blank' then
            case when pupils.pupil_id is null and dates.session_date is null then {SKIPPED} else {BLANK} end
        when marks.outcome = 'skipped' then {SKIPPED}
        when marks.is_closure and (dates.is_weekend or dates.is_future) then {SKIPPED}
        when
            pupils.pupil_id is null and trim(staged.date::varchar) = '' and trim(staged.session::varchar) = ''
            then {SKIPPED}
        when
            pupils.pupil_id is null or dates.session_date is null or dates.is_future
            or sessions.is_afternoon is null or marks.outcome = 'rejected'
            then {REJECTED}
        else {TAKEN}
    end::tinyint as fate
from {rows} as staged
join pupil_words as pupils
    on staged.upn = pupils.upn and staged.admission_number = pupils.admission_number
join date_words as dates on staged.date = dates.word
join session_words as sessions on staged.session = sessions.word
join mark_words as marks on staged.mark = marks.word
join minute_words as minutes on staged.minutes_late = minutes.word
"""

READ_MARKS = """
create or replace table read_marks as
select line::integer as line, pupil_id, session_date, is_afternoon, mark_id, minutes_late, fate
from classed_marks
"""

# The first lines with a mark that was rejected, again as text: why it was is looked up for these alone.
REJECTED_ROWS = """
create or replace table rejected_rows as
select staged.* from {rows} as staged
semi join (
    select line from read_marks where fate = {REJECTED} order by line limit $most
) as rejected on staged.line = rejected.line
"""

REJECTIONS = f"""
select line, cell, fault, pupil_problem, date_problem, is_future, session_problem, mark_problem
from classed_marks
where fate = {REJECTED}
order by line
"""  # noqa: S608


def read_marks(staged: StagedMarks, report: FileReport) -> bool:
    """Make the table read_marks of a file whose words are known, count what is not taken, drop the text.

    Says whether any row is about a pupil.
    """
    desk = staged.desk
    desk.execute(_filled(CLASSED_MARKS, staged.rows))
    desk.execute(READ_MARKS)
    if desk.execute(f"select 1 from read_marks where fate = {REJECTED} limit 1").fetchone():  # noqa: S608
        desk.execute(_filled(REJECTED_ROWS, staged.rows), {"most": MOST_PROBLEMS_LISTED})
        desk.execute(_filled(CLASSED_MARKS, "rejected_rows"))
        _list_rejections(staged, report)
        desk.execute("drop table rejected_rows")
    desk.execute("drop view classed_marks")
    staged.drop()
    settle_repeats(desk, report)
    _count(staged, report)
    return bool(desk.execute("select 1 from read_marks where pupil_id is not null limit 1").fetchone())


def _filled(sql: str, rows: str) -> str:
    return sql.format(rows=rows, TAKEN=TAKEN, BLANK=BLANK, SKIPPED=SKIPPED, REJECTED=REJECTED)


def _list_rejections(staged: StagedMarks, report: FileReport) -> None:
    columns = staged.layout.columns
    found = staged.desk.execute(REJECTIONS).fetchall()
    for line, cell, fault, pupil, day, is_future, session, mark in found:
        if fault:
            report.problems.append(Problem(line, cell, fault))
            continue
        reasons = (
            (columns.heading("upn" if "upn" in columns.positions else "admission_number"), pupil),
            (cell or columns.heading("date"), day),
            (cell or columns.heading("session"), session),
            (cell or columns.heading("mark"), mark),
            (cell or columns.heading("date"), "the date is still to come" if is_future else None),
        )
        report.problems.extend(Problem(line, column, reason) for column, reason in reasons if reason)


def _count(staged: StagedMarks, report: FileReport) -> None:
    counts = dict(staged.desk.execute("select fate, count(*) from read_marks group by fate").fetchall())
    report.rows_unchanged += counts.get(COPY, 0)
    report.rows_rejected += counts.get(REJECTED, 0)
    report.rows_skipped += counts.get(SKIPPED, 0)
    report.blank_cells += counts.get(BLANK, 0)
