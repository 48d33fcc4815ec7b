"""Files of marks that read well and are probably not what was meant: refused, asked about or warned about."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dashboard.errors import UnreadableFile
from dashboard.registers.ledger import FileReport, count_text
from dashboard.registers.reading_marks import COPY, TAKEN

if TYPE_CHECKING:
    import duckdb

MEANINGS = frozenset("PAEUC")  # present, absent, educational activity, unauthorised, not required
FEWEST_MEANINGS = 3
WEEK_OF_SCHOOL = 5
FEWEST_PUPILS_OF_A_REGISTER = 10
PARTLY = 0.5

EXTENT = f"""
select count(distinct session_date), count(distinct pupil_id), bool_or(is_afternoon)
from read_marks where fate in ({TAKEN}, {COPY})
"""  # noqa: S608
LAST_TWO_DATES = f"""
select session_date, count(distinct pupil_id) as pupils
from read_marks
where
    fate in ({TAKEN}, {COPY})
    and session_date in (
        select session_date from read_marks where fate in ({TAKEN}, {COPY})
        group by session_date order by session_date desc limit 2
    )
group by session_date order by session_date
"""  # noqa: S608
STORED_BETWEEN = """
select 1 from session_marks
where
    school_id = $school_id
    and session_date between
        (select min(session_date) from {catalog}.read_marks)
        and (select max(session_date) from {catalog}.read_marks)
limit 1
"""


def refuse_present_absent_list(code_counts: Mapping[str, int], name: str, unknown_a: int) -> None:
    """A list of P for present and A for absent: P means sporting activity in a register."""
    presents = code_counts.get("/", 0) + code_counts.get("\\", 0)
    if presents or not unknown_a or _are_meanings(code_counts, unknown_a):
        return
    if code_counts.get("P", 0) > unknown_a:
        raise UnreadableFile(
            f"{name} is a list of P and A. In a register P is a sporting activity: "
            "export the statutory codes."
        )


def ask_of_meanings(code_counts: Mapping[str, int], unknown_a: int, report: FileReport) -> None:
    """A column that says what marks mean, taken for the codes: there C is 'not required', no leave."""
    if _are_meanings(code_counts, unknown_a):
        report.ask(
            "The marks are only P, A, E, U and C, which looks like a column of meanings (present, absent, "
            "C for not required) and not of codes. Export the attendance code itself."
        )


def _are_meanings(code_counts: Mapping[str, int], unknown_a: int) -> bool:
    values = set(code_counts) | ({"A"} if unknown_a else set())
    return len(values) >= FEWEST_MEANINGS and values <= MEANINGS


def look_twice(
    connection: "duckdb.DuckDBPyConnection",
    school_id: int,
    catalog: str,
    desk: "duckdb.DuckDBPyConnection",
    code_counts: Mapping[str, int],
    report: FileReport,
) -> None:
    """Hold a file whose marks have been read against what a register looks like."""
    has_afternoons = desk.execute(
        f"select 1 from read_marks where is_afternoon and fate = {TAKEN} limit 1"  # noqa: S608
    ).fetchone()
    attended = {
        code
        for (code,) in connection.execute(
            "select attendance_code from attendance_codes where is_attended"
        ).fetchall()
    }
    is_of_exceptions = bool(code_counts) and not attended & set(code_counts)
    if is_of_exceptions or not has_afternoons:
        days, pupils, _ = desk.execute(EXTENT).fetchone() or (0, 0, None)
        is_week_of_register = days >= WEEK_OF_SCHOOL and pupils > 1
        if is_of_exceptions and days >= WEEK_OF_SCHOOL and pupils >= FEWEST_PUPILS_OF_A_REGISTER:
            _refuse_exceptions(connection, school_id, catalog, report)
        if not has_afternoons and is_week_of_register:
            report.ask(
                f"There are no afternoon marks in this file, on any of its {days} days. "
                "Export AM and PM; accept the file if only mornings are meant."
            )
    _warn_of_a_partial_end(desk, report)


def _refuse_exceptions(
    connection: "duckdb.DuckDBPyConnection", school_id: int, catalog: str, report: FileReport
) -> None:
    corrects = connection.execute(STORED_BETWEEN.format(catalog=catalog), {"school_id": school_id}).fetchone()
    if not corrects:
        raise UnreadableFile(
            f"{report.file} holds absences only: the marks of those present are missing, and every rate "
            "would be 100% absence. Export every mark, also / and \\."
        )


def _warn_of_a_partial_end(desk: "duckdb.DuckDBPyConnection", report: FileReport) -> None:
    dates = desk.execute(LAST_TWO_DATES).fetchall()
    if len(dates) < 2:
        return
    (_, usual), (last, pupils) = dates
    if usual >= FEWEST_PUPILS_OF_A_REGISTER and pupils < PARTLY * usual:
        report.warnings.append(
            f"The last date, {last:%d %B %Y}, has marks of {count_text(pupils, 'pupil')} and the one before "
            f"it of {usual}: the file may be incomplete."
        )
