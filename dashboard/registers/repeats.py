"""The same session of a pupil more than once in a file: copies, or marks that contradict each other."""

from typing import TYPE_CHECKING

from dashboard.registers.ledger import MOST_PROBLEMS_LISTED, FileReport, Problem, lines_text

if TYPE_CHECKING:
    import duckdb

# In thirty days a pupil has sixty sessions, each a bit of its own. If no session comes twice the sum of the
# bits is what they make together; that costs one small row for each pupil and month instead of one a mark.
SUSPECTS = """
create or replace table suspects as
select pupil_id, day_number // 30 as month_number
from (
    select
        pupil_id,
        date_diff('day', date '1990-01-01', session_date) as day_number,
        2 * (day_number % 30) + is_afternoon::integer as session_bit
    from read_marks
    where fate = 0
)
group by all
having sum(1::bigint << session_bit) <> bit_or(1::bigint << session_bit)
"""

REPEATS = """
create or replace table repeats as
select
    read.pupil_id,
    read.session_date,
    read.is_afternoon,
    count(distinct marks.attendance_code) > 1 or count(distinct read.minutes_late) > 1 as is_contradiction,
    arg_min(read.rowid, (read.minutes_late is null)::integer * 1000000000000 + read.rowid) as kept_row,
    list(read.line order by read.line) as lines
from read_marks as read
semi join suspects as suspects
    on
        read.pupil_id = suspects.pupil_id
        and date_diff('day', date '1990-01-01', read.session_date) // 30 = suspects.month_number
join mark_words as marks on read.mark_id = marks.mark_id
where read.fate = 0
group by all
having count(*) > 1
"""


def settle_repeats(desk: "duckdb.DuckDBPyConnection", report: FileReport) -> None:
    """Of equal marks one is taken, the rest are copies; marks that contradict each other are rejected."""
    desk.execute(SUSPECTS)
    found = desk.execute("select count(*) from suspects").fetchone()
    if not found or not found[0]:
        return
    desk.execute(REPEATS)
    desk.execute(
        """
        update read_marks as read
        set fate = case when repeats.is_contradiction then 3 else 4 end  -- rejected, or a copy
        from repeats as repeats
        where
            read.fate = 0
            and read.pupil_id = repeats.pupil_id
            and read.session_date = repeats.session_date
            and read.is_afternoon = repeats.is_afternoon
            and (repeats.is_contradiction or read.rowid <> repeats.kept_row)
        """
    )
    contradictions = desk.execute(
        """
        select list_sort(list_distinct(lines)), session_date, case when is_afternoon then 'PM' else 'AM' end
        from repeats where is_contradiction order by lines limit $most
        """,
        {"most": MOST_PROBLEMS_LISTED},
    ).fetchall()
    for lines, day, half in contradictions:
        for line in lines:
            others = [other for other in lines if other != line]
            said = (
                f"another mark for the same session stands on {lines_text(others)}"
                if others
                else f"two headings are of {day} {half}, and their marks here differ"
            )
            report.problems.append(Problem(line, None, f"{said}: keep the right one"))
