"""Rows 31 to 44 of formats.md section 10: dates and sessions."""

from tests.registers.bad_inputs.cases import (
    ADA,
    BEN,
    CLEO,
    MARKS,
    SCHOOL_WEEKS,
    Case,
    every,
    hold,
    lines,
    marks_stored,
    read,
    workbook,
)
from tests.registers.conftest import ANN, BOB, CAI


def of_ann(*texts: str) -> list[str]:
    """Ann is there on the morning of each of these dates, as written."""
    return [f"{ANN},{text},AM,/" for text in texts]


def mornings(*days: str) -> tuple[str, list[tuple[str, str, str]]]:
    return marks_stored(*((day, "AM", "/") for day in days))


LISTED = {"calendar.csv": lines("date,term", *(f"{day},Autumn 2" for day in SCHOOL_WEEKS))}

CASES = [
    Case(
        31,
        "days up to 12 that make sense day first",
        lines(MARKS, *of_ann("02/11/2026", "03/11/2026", "04/11/2026")),
        counts=read(3),
        stored=mornings("2026-11-02", "2026-11-03", "2026-11-04"),
    ),
    Case(
        31,
        "days up to 12 that make none day first",
        lines(MARKS, *of_ann("01/12/2026", "02/12/2026", "03/12/2026")),
        asked=["Day and month could be either way round", "01 December 2026", "Write them as 2025-09-01"],
        counts=read(3, rows_rejected=3),
        problems=[(2, "Date", "still to come")],
    ),
    Case(
        32,
        "one month first among day first",
        lines(MARKS, *of_ann(*(f"{day}/11/2026" for day in range(13, 21)), "11/20/2026")),
        asked=["more than one in twenty"],
        counts=read(9, rows_rejected=1),
        problems=[(10, "Date", "not a date")],
    ),
    Case(
        32,
        "one month first among days up to 12",
        lines(MARKS, *of_ann("02/11/2026", "03/11/2026", "04/11/2026", "11/13/2026")),
        asked=["more than one in twenty"],
        counts=read(4, rows_rejected=1),
        problems=[(5, "Date", "not a date")],
        stored=mornings("2026-11-02", "2026-11-03", "2026-11-04"),
    ),
    Case(
        33,
        "year of two digits",
        lines(MARKS, *of_ann("16/11/26", "17-Nov-26")),
        counts=read(2),
        stored=mornings("2026-11-16", "2026-11-17"),
    ),
    Case(
        33,
        "birthday with a year of two digits",
        lines("UPN,DOB", f"{ANN},14/02/19"),
        "pupils.csv",
        counts=read(1),
        stored=("select date_of_birth::varchar from pupils where is_described", [("2019-02-14",)]),
    ),
    Case(
        34,
        "number of a spreadsheet",
        lines(MARKS, *of_ann("46342", "46343.5")),
        counts=read(2),
        stored=mornings("2026-11-16", "2026-11-17"),
    ),
    Case(
        34,
        "number in a workbook",
        workbook(MARKS.split(","), [ANN, 46342, "AM", "/"]),
        "marks.xlsx",
        counts=read(1),
        stored=mornings("2026-11-16"),
    ),
    Case(
        35,
        "date with a time",
        lines(MARKS, *of_ann("16/11/2026 09:05", "2026-11-17 00:00:00")),
        counts=read(2),
        stored=mornings("2026-11-16", "2026-11-17"),
    ),
    Case(
        35,
        "an hour before midnight in utc in summer",
        lines(MARKS, *of_ann("2026-07-13T23:00:00Z")),
        counts=read(1),
        stored=mornings("2026-07-14"),
    ),
    Case(
        35,
        "an hour before midnight in utc in winter",
        lines(MARKS, *of_ann("2026-11-16T23:00:00Z")),
        counts=read(1),
        stored=mornings("2026-11-16"),
    ),
    Case(
        36,
        "no such day",
        lines(MARKS, *of_ann("16/11/2026", "31/09/2026", "29/02/2026")),
        asked=["more than one in twenty"],
        counts=read(3, rows_rejected=2),
        problems=[(3, "Date", "'31/09/2026' is not a date"), (4, "Date", "write it as 2025-09-01")],
        stored=mornings("2026-11-16"),
    ),
    Case(
        37,
        "headings without a year",
        lines("UPN,Mon 16 Nov AM,Mon 16 Nov PM", f"{ANN},/,\\"),
        refused=["have no year ('Mon 16 Nov AM')", "'As at'", "--as-at"],
    ),
    Case(
        37,
        "headings without a year in a file with a date",
        lines("UPN,Mon 16 Nov AM,Tue 17 Nov AM", f"{ANN},/,/"),
        "register_2026-11-20.csv",
        counts=read(2),
        stored=mornings("2026-11-16", "2026-11-17"),
    ),
    Case(
        38,
        "weekdays without a week",
        lines("UPN,Mon AM,Mon PM,Tue AM,Tue PM", f"{ANN},/,\\,/,\\"),
        refused=["nothing says of which week", "'Week commencing 01/09/2025' above the headings"],
    ),
    Case(
        39,
        "closed by the calendar",
        lines(MARKS, *of_ann("2026-11-13", "2026-11-14", "2026-11-16")),
        earlier=LISTED,
        counts=read(3),
        warned=["1 mark is on days when the school was closed"],
        stored=(
            "select count(*) from pupil_sessions where is_possible and session_date = '2026-11-14'",
            [(0,)],
        ),
    ),
    Case(
        39,
        "weekend and no calendar",
        lines(MARKS, *of_ann("2026-11-13", "2026-11-14")),
        counts=read(2),
        warned=["1 mark is at a weekend or in August"],
    ),
    Case(
        39,
        "planned closure or nothing at a weekend",
        lines(MARKS, *of_ann("2026-11-13"), f"{ANN},2026-11-14,AM,#", f"{ANN},2026-11-14,PM,"),
        counts=read(1, rows_skipped=1, blank_cells=1),
        stored=mornings("2026-11-13"),
    ),
    Case(
        40,
        "planned for later",
        lines(
            MARKS,
            *of_ann("2026-11-16"),
            f"{ANN},2026-11-30,AM,#",
            f"{ANN},2026-11-30,PM,",
            f"{ANN},2026-12-01,AM,V",
        ),
        asked=["more than one in twenty"],
        counts=read(2, rows_rejected=1, rows_skipped=1, blank_cells=1),
        problems=[(5, "Date", "the date is still to come")],
        stored=mornings("2026-11-16"),
    ),
    Case(
        41,
        "before entry and after leaving",
        lines(MARKS, *of_ann("2026-11-13", "2026-11-16"), f"{BOB},2026-11-16,AM,I", f"{BOB},2026-11-13,AM,"),
        earlier={
            "pupils.csv": lines(
                "UPN,Surname,Forename,Entry Date,Leaving Date",
                f"{ADA},2026-11-16,",
                f"{BEN},2025-09-01,2026-10-23",
                f"{CLEO},,",
            )
        },
        counts=read(3, blank_cells=1),
        warned=["2 marks are outside the dates a pupil was on roll"],
    ),
    Case(
        42,
        "session of another name",
        lines(MARKS, *of_ann("2026-11-16"), f"{ANN},2026-11-16,Breakfast,/"),
        asked=["more than one in twenty"],
        counts=read(2, rows_rejected=1),
        problems=[(3, "Session", "is not a session: write AM or PM")],
        stored=mornings("2026-11-16"),
    ),
    Case(
        43,
        "a week of mornings only",
        lines(MARKS, *(f"{upn},{day},AM,/" for upn in (ANN, BOB) for day in SCHOOL_WEEKS[:5])),
        asked=["no afternoon marks"],
        counts=read(10),
    ),
    Case(
        43,
        "the register of this morning",
        lines(MARKS, *(f"{upn},2026-11-16,AM,/" for upn in (ANN, BOB, CAI))),
        counts=read(3),
    ),
    Case(
        44,
        "present marks the wrong way round",
        lines(MARKS, f"{ANN},2026-11-16,AM,\\", f"{ANN},2026-11-16,PM,/"),
        counts=read(2),
        stored=(
            "select attendance_code, raw_mark from session_marks where import_id > 1 order by session",
            [("\\", None), ("/", None)],
        ),
    ),
]


@every(CASES)
def test_a_date_or_a_session_that_is_odd(case, office):
    hold(case, office)


def test_present_is_present_whichever_stroke_stands_for_it(office):
    hold(CASES[-1], office)

    assert office.stored(
        "select session, is_attended from pupil_sessions where session_date = '2026-11-16' order by session"
    ) == [("AM", True), ("PM", True)]
