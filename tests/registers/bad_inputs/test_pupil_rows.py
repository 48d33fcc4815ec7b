"""Rows 67 to 88 of formats.md section 10: pupils."""

from tests.registers.bad_inputs.cases import (
    ADA,
    BEN,
    CLEO,
    DAN,
    EVA,
    MARKS,
    PUPILS,
    Case,
    every,
    hold,
    lines,
    read,
)
from tests.registers.conftest import ANN, BOB, CAI

LIST = "pupils_2026-11-01.csv"
INFANTS = [f"{letter}2070000{number:05d}" for number, letter in enumerate("ABCDEFGHJKLM", 1)]
JUNIORS = [f"{letter}2070000{number:05d}" for number, letter in enumerate("ABCDEFGHJKLM", 21)]

ANNS_ILLNESS = (
    (
        "select upn, attendance_code from session_marks join pupils using (pupil_id) "
        "where session_date = '2026-10-05'"
    ),
    [(ANN, "I")],
)


def listed(columns: str, *rows: str, known: str = "") -> str:
    """A pupil list with these columns beside the UPN; Ann, Ben and Cleo in this order."""
    upns = (ANN, BOB, CAI, DAN, EVA)
    return lines(f"UPN,{columns}", *(f"{upn},{row}" for upn, row in zip(upns, rows, strict=False)))


def column(name: str, *expected: object) -> tuple[str, list[tuple[object, ...]]]:
    """What is stored under a column of the list, in the order of its lines."""
    return f"select {name} from pupil_list_rows order by line", [(value,) for value in expected]


CASES = [
    Case(
        67,
        "check letter that does not fit",
        lines(PUPILS, ADA, f"Q{CAI[1:]},Zabriskie,Perpetua"),
        LIST,
        counts=read(2),
        warned=["1 UPN does not check (line 3); the pupils were taken in all the same"],
    ),
    Case(
        68,
        "upn in small letters with spaces and a quote",
        lines(PUPILS, f"{ANN.lower()},A,A", f"'{BOB[:4]} {BOB[4:]}\N{NO-BREAK SPACE},B,B"),
        LIST,
        counts=read(2),
        silent=True,
        stored=column("upn", ANN, BOB),
    ),
    Case(
        69,
        "temporary upn that was replaced",
        lines("UPN,Former UPN,Surname", f"{ANN},{DAN},Bird"),
        LIST,
        earlier={"marks.csv": lines(MARKS, f"{DAN},2026-10-05,AM,I")},
        counts=read(1),
        stored=ANNS_ILLNESS,
    ),
    Case(
        69,
        "temporary upn that was replaced, by name and birthday",
        lines("UPN,Surname,Forename,DOB", f"{ANN},Bird,Ada,01/02/2018"),
        LIST,
        earlier={
            "pupils_2026-09-01.csv": lines(
                "UPN,Surname,Forename,DOB", f"{DAN},Bird,ADA,01/02/2018", f"{BOB},Bird,Eve,01/02/2018"
            ),
            "marks.csv": lines(MARKS, f"{DAN},2026-10-05,AM,I"),
        },
        counts=read(1, rows_superseded=1),
        warned=["Line 2: taken as the pupil with the same name and birthday"],
        stored=ANNS_ILLNESS,
    ),
    Case(
        69,
        "another lasting upn for one name and birthday",
        lines("UPN,Surname,Forename,DOB", f"{ANN},Bird,Ada,01/02/2018"),
        LIST,
        earlier={"pupils_2026-09-01.csv": lines("UPN,Surname,Forename,DOB", f"{BOB},Bird,Ada,01/02/2018")},
        asked=["Line 2: another pupil has the same name and birthday", "'Former UPN'"],
        counts=read(1),
        stored=("select count(*) from pupils where forename = 'Ada'", [(2,)]),
    ),
    Case(
        70,
        "no upn but an admission number",
        lines("UPN,Adno,Surname,Class", ",001234,Bird,3A", f"{BOB},,Heron,3A", ",,Wren,3A"),
        LIST,
        asked=["more than one in twenty"],
        counts=read(3, rows_rejected=1),
        problems=[(4, "UPN", "no UPN or admission number: fill it in")],
    ),
    Case(
        71,
        "two pupils with one upn",
        lines(
            "UPN,Surname,Forename,DOB",
            f"{ADA},2017-01-05",
            f"{CLEO},2018-05-06",
            f"{ANN},Finch,Fay,2018-02-02",
        ),
        LIST,
        asked=["more than one in twenty"],
        counts=read(3, rows_rejected=2),
        problems=[(2, "upn", "different pupils with one UPN"), (4, "upn", "find out whose it is")],
    ),
    Case(
        72,
        "one pupil on two equal rows",
        lines("UPN,Surname,Class", f"{ANN},Bird,3A", f"{ANN},Bird,3A", f"{BOB},Heron,3A"),
        LIST,
        counts=read(3, rows_unchanged=1),
    ),
    Case(
        72,
        "one pupil on two rows that disagree",
        lines("UPN,Surname,Class", f"{ANN},Bird,3A", f"{ANN},Bird,3B", f"{BOB},Heron,3A"),
        LIST,
        asked=["more than one in twenty"],
        counts=read(3, rows_rejected=2),
        problems=[(2, "upn", "disagree; keep one")],
    ),
    Case(
        73,
        "leading zeros lost",
        lines("Adno,Date,Session,Mark", "1234,2026-11-16,AM,I"),
        earlier={"pupils.csv": lines("UPN,Adno,Surname", f"{ANN},001234,Bird")},
        counts=read(1),
        silent=True,
        stored=(
            "select upn from session_marks join pupils using (pupil_id) where attendance_code = 'I'",
            [(ANN,)],
        ),
    ),
    Case(
        74,
        "digits lost to a spreadsheet",
        lines("Adno,Surname", "1.23E+11,Bird", "12345678901.0,Heron"),
        LIST,
        asked=["more than one in twenty"],
        counts=read(2, rows_rejected=1),
        problems=[(2, "Adno", "cut this number short: export it again as text")],
        stored=column("admission_number", "12345678901"),
    ),
    Case(
        75,
        "classes made into dates",
        listed("Class", "05-Jun", "2026-04-03", "5A"),
        LIST,
        asked=["made dates of class names", "05-Jun, 2026-04-03"],
        counts=read(3),
    ),
    Case(
        76,
        "surnames that software takes for nothing",
        listed("Surname,Forename", "Null,A", "NA,B", "None,C", "True,", "nan,E"),
        LIST,
        counts=read(5),
        stored=column("surname", "Null", "NA", "None", "True", "nan"),
    ),
    Case(
        77,
        "names that a spreadsheet would run",
        listed("Surname", "=1+1", "+Bird", "-Heron", "@Wren"),
        LIST,
        counts=read(4),
        stored=column("surname", "=1+1", "+Bird", "-Heron", "@Wren"),
    ),
    Case(
        78,
        "names with all that names have",
        listed("Name", "O'Neil", '"\u00d3 Briain, Se\u00e1n"', '"Le-Roy, Jo (Jojo)"', "Prince"),
        LIST,
        counts=read(4),
        stored=(
            "select surname, forename from pupil_list_rows order by line",
            [("O'Neil", None), ("\u00d3 Briain", "Se\u00e1n"), ("Le-Roy", "Jo (Jojo)"), ("Prince", None)],
        ),
    ),
    Case(
        79,
        "years that are none",
        listed("Year", "Leaver", "", "Year  3", "3.0", "7"),
        LIST,
        counts=read(5),
        warned=["Year, line 2: not a year group, taken as unknown", "Year, line 6: beyond Year 6"],
        stored=column("year_group", "", "", "3", "3", "7"),
    ),
    Case(
        80,
        "year and age far apart",
        listed("Year,DOB", "6,2019-01-05", "3,2019-01-05", "2,2019-01-05"),
        LIST,
        counts=read(3),
        warned=["1 pupil is more than a year older or younger than their year group (line 2)"],
    ),
    Case(
        81,
        "birthdays of no pupil",
        listed("Surname,DOB", "A,01/01/1900", "B,01/01/2030", "C,01/01/1990", "D,14/02/2019"),
        LIST,
        counts=read(4),
        warned=["DOB, lines 2, 3, 4: no pupil's date of birth, taken as unknown"],
        stored=column("date_of_birth", "", "", "", "2019-02-14"),
    ),
    Case(
        82,
        "send that could be either",
        listed("SEN Status", "Y", "K", "purple"),
        LIST,
        asked=["more than one in twenty"],
        counts=read(3, rows_rejected=2),
        problems=[(2, "SEN Status", "not a SEND provision: accepted are N"), (4, "SEN Status", "")],
        stored=column("send_provision", "K"),
    ),
    Case(
        83,
        "universal infant meals",
        lines("UPN,Year,FSM", *(f"{upn},1,Y" for upn in INFANTS), *(f"{upn},4,N" for upn in JUNIORS)),
        LIST,
        asked=[
            "12 of 12 pupils up to Year 2",
            "universal infant meals",
            "Export free school meals eligibility",
        ],
        counts=read(24),
    ),
    Case(
        83,
        "a poor neighbourhood",
        lines("UPN,Year,FSM", *(f"{upn},1,Y" for upn in INFANTS), *(f"{upn},4,Y" for upn in JUNIORS)),
        LIST,
        counts=read(24),
    ),
    Case(
        84,
        "free meals that have ended",
        listed(
            "FSM,FSM Start Date,FSM End Date",
            "Y,01/09/2024,31/08/2026",
            "Y,01/09/2024,",
            "N,,",
            ",01/09/2025,",
        ),
        LIST,
        counts=read(4),
        warned=["1 pupil has free school meals by the flag but not by the end date (line 2)"],
        stored=column("fsm", "false", "true", "false", "true"),
    ),
    Case(
        85,
        "flags left blank",
        listed("FSM,SEN Status", "Y,K", "N,N", ","),
        LIST,
        counts=read(3),
        stored=(
            "select fsm, send_provision from pupil_list_rows order by line",
            [("true", "K"), ("false", "N"), ("", "")],
        ),
    ),
    Case(
        85,
        "send blank where nobody is none",
        listed("SEN Status,FSM", "K,Y", ",N"),
        LIST,
        counts=read(2),
        warned=["1 blank was taken as N (no SEND)"],
        stored=column("send_provision", "K", "N"),
    ),
    Case(
        86,
        "leavers left out of the list",
        lines(MARKS, f"{ANN},2026-11-09,AM,/", f"{BOB},2026-11-09,PM,\\"),
        earlier={"pupils.csv": lines(PUPILS, ADA, CLEO)},
        counts=read(2),
        warned=["1 pupil in the marks is not in the pupil list: import one that names them, leavers too"],
    ),
    Case(
        87,
        "guests and pupils still to come",
        listed("Surname,Enrolment Status,Entry Date", "A,G,2026-09-01", "B,F,2027-01-04", "C,C,2025-09-01"),
        LIST,
        counts=read(3),
        warned=["Enrolment Status, line 3: not C, M, S or G, taken as unknown"],
        stored=(
            (
                "select pupils.enrolment_status, enrolments.on_roll_from::varchar from pupils "
                "join enrolments using (pupil_id) order by 2"
            ),
            [("C", "2025-09-01"), ("G", "2026-09-01"), ("C", "2027-01-04")],
        ),
    ),
    Case(
        88,
        "leaving before entry",
        listed("Surname,Entry Date,Leaving Date", "A,2026-09-01,2025-07-22", "B,2025-09-01,2026-07-21"),
        LIST,
        asked=["more than one in twenty"],
        counts=read(2, rows_rejected=1),
        problems=[(2, "leaving_date", "the leaving date is before the entry date: correct one of them")],
    ),
    Case(
        88,
        "two spells on roll",
        lines(
            "UPN,Surname,Entry Date,Leaving Date",
            f"{ANN},A,2024-09-01,2025-07-22",
            f"{ANN},A,2026-09-01,",
        ),
        LIST,
        counts=read(2),
        stored=(
            (
                "select enrolments.on_roll_from::varchar from enrolments join pupils using (pupil_id) "
                f"where upn = '{ANN}' order by 1"
            ),
            [("2024-09-01",), ("2026-09-01",)],
        ),
    ),
]


@every(CASES)
def test_a_pupil_who_is_odd(case, office):
    hold(case, office)


def test_a_guest_has_no_possible_session(office):
    office.take_all(
        {
            "pupils.csv": lines(f"{PUPILS},Enrolment Status", f"{ADA},G", f"{BEN},C"),
            "marks.csv": lines(MARKS, f"{ANN},2026-11-09,AM,/", f"{BOB},2026-11-09,AM,/"),
        }
    )

    assert office.stored(
        "select upn, is_possible from pupil_sessions join pupils using (pupil_id) order by upn"
    ) == [(ANN, False), (BOB, True)]
