"""The invented pupils of the tests, each a small story, and the schools they go to.

Every school keeps the days of tests/school.py. A pupil's class is their name.
"""

from tests.school import (
    YEAR_2023,
    YEAR_2024,
    YEAR_2025,
    Pupil,
    Run,
    Term,
    action,
    attends,
    calendar,
    case,
    days,
    marked,
    register,
)

THREE_YEARS = {"from_date": "2023-08-01", "to_date": "2026-07-31"}
TO_CHRISTMAS = attends("2025-09-01", "2025-12-19")  # 75 days, 150 sessions

# --- AUTUMN: up to Friday 19 December 2025, in a calendar that reaches July

# 7 days ill and one morning at the dentist: 15 of 150, exactly 10%
PAT = Pupil(
    "pat",
    "2",
    TO_CHRISTMAS | marked("II", *days("2025-09-08", "2025-09-16")) | marked("M\\", "2025-09-17"),
    traits={"sex": "F", "fsm": "Y", "send_provision": "K"},
)
# once late, once after the register closed; a visit and a day off site are attendance
LOU = Pupil(
    "lou",
    "3",
    TO_CHRISTMAS
    | marked("L\\", "2025-09-08")
    | marked("U\\", "2025-09-09")
    | marked("VV", "2025-09-10")
    | marked("BP", "2025-09-11"),
    traits={"sex": "M", "fsm": "Y", "send_provision": "N"},
)
# nobody marked the afternoon of 8 September
HAL = Pupil("hal", "3", TO_CHRISTMAS | marked("/-", "2025-09-08"), traits={"fsm": "N", "send_provision": "E"})
# two days unexplained either side of a day at the other school
DOT = Pupil(
    "dot",
    "4",
    TO_CHRISTMAS | marked("OO", *days("2025-09-08", "2025-09-12")) | marked("DD", "2025-09-10"),
    traits={"fsm": "N", "send_provision": "N"},
)
# every session at the other school: never a possible session here
NIL = Pupil("nil", "4", marked("DD", *days("2025-09-01", "2025-12-19")))
# marks on a Saturday and on the Tuesday of half-term, when the school was closed
CLO = Pupil("clo", "5", TO_CHRISTMAS | marked("OO", "2025-09-06", "2025-10-28"))
# a guest, absent without a reason for a week
GUS = Pupil(
    "gus",
    "5",
    TO_CHRISTMAS | marked("OO", *days("2025-09-08", "2025-09-12")),
    traits={"enrolment_status": "G"},
)
# joined after half-term; ill on the second morning
JOY = Pupil(
    "joy",
    "1",
    attends("2025-11-03", "2025-12-19") | marked("I\\", "2025-11-04"),
    on_roll=(("2025-11-03", ""),),
)
# left at half-term, after a fortnight's holiday not granted
LEO = Pupil(
    "leo",
    "6",
    attends("2025-09-01", "2025-10-24") | marked("GG", *days("2025-10-13", "2025-10-24")),
    on_roll=(("2025-09-01", "2025-10-24"),),
)
# no date of birth: age from the year group; without a year group, unknown
NAN = Pupil("nan", "3", TO_CHRISTMAS, born="")
NOD = Pupil("nod", "", TO_CHRISTMAS, born="")
# four on 31 August 2025
REN = Pupil("ren", "R", TO_CHRISTMAS)
# retired codes after August 2024: H two sessions, J (present) one, Y (not possible) two
SAM = Pupil(
    "sam",
    "6",
    TO_CHRISTMAS | marked("HH", "2025-10-20") | marked("J\\", "2025-10-21") | marked("YY", "2025-10-22"),
)
# in the marks for a week, never in a pupil list; one afternoon not marked
STU = Pupil("stu", marks=attends("2025-09-15", "2025-09-19") | marked("/-", "2025-09-17"), is_listed=False)
AUTUMN = register(
    [PAT, LOU, HAL, DOT, NIL, CLO, GUS, JOY, LEO, NAN, NOD, REN, SAM, STU], YEAR_2025, "2025-09-01"
)

# --- SPRING: up to the morning of Monday 23 March 2026

TO_MARCH = attends("2025-09-01", "2026-03-20")  # 75 + 30 + 20 days, 250 sessions

# 25 of 251 sessions: 9.96%, on screen 10.0%
NED = Pupil(
    "ned",
    "2",
    TO_MARCH
    | marked("/-", "2026-03-23")
    | marked("II", *days("2026-01-05", "2026-01-20"))
    | marked("I\\", "2026-01-21"),
)
# five on 31 December 2025, so of compulsory school age from that day;
# on holiday without leave 15 to 18 December (8 sessions) and 5 to 9 January (10)
RIA = Pupil(
    "ria",
    "R",
    TO_MARCH
    | marked("GG", *days("2025-12-15", "2025-12-18"))
    | marked("GG", *days("2026-01-05", "2026-01-09")),
    born="2020-12-31",
)
# five a day later: of compulsory school age from 31 March 2026 only
ROB = Pupil("rob", "R", TO_MARCH, born="2021-01-01")
SPRING = register([NED, RIA, ROB], YEAR_2025, "2025-09-01")

# --- BANDS: 50 days, 100 sessions, up to Friday 14 November 2025


def absent_first(sessions: int) -> dict[str, str]:
    """Ill in the first sessions of the year."""
    whole, half = divmod(sessions, 2)
    first = days("2025-09-01", "2025-11-14")
    return marked("II", *first[:whole]) | marked("I\\", *first[whole : whole + half])


BAND = {
    absent: Pupil(f"band{absent}", "4", attends("2025-09-01", "2025-11-14") | absent_first(absent))
    for absent in (0, 2, 3, 4, 5, 9, 10, 14, 15, 38, 39, 49, 50)
}
# joined after half-term: 2 of 20 sessions missed
JAN = Pupil(
    "jan",
    "4",
    attends("2025-11-03", "2025-11-14") | marked("II", "2025-11-03"),
    on_roll=(("2025-11-03", ""),),
)
LEA = Pupil("lea", "4", attends("2025-09-01", "2025-10-24"), on_roll=(("", "2025-10-24"),))
BANDS = register([*BAND.values(), JAN, LEA], YEAR_2025, "2025-09-01")
BANDS_TO_CHRISTMAS = register([*BAND.values(), JAN], YEAR_2025[:2], "2025-09-01")

# --- RUNS: up to Friday 19 December 2025; no afternoon on Friday 19 September

# two days either side of half-term
HOL = Pupil("hol", "3", TO_CHRISTMAS | marked("OO", *days("2025-10-23", "2025-11-04")))
# Monday to Friday unexplained, but seen late on Wednesday
UMA = Pupil(
    "uma", "3", TO_CHRISTMAS | marked("OO", *days("2025-09-08", "2025-09-12")) | marked("UU", "2025-09-10")
)
# a Tuesday half unmarked between two days of O; later a Tuesday afternoon in school between two
HAF = Pupil(
    "haf",
    "3",
    TO_CHRISTMAS
    | marked("OO", *days("2025-09-15", "2025-09-17"))
    | marked("O-", "2025-09-16")
    | marked("OO", *days("2025-10-06", "2025-10-08"))
    | marked("O\\", "2025-10-07"),
)
# O, a day closed to them, O with an afternoon not required, no transport, O
NEU = Pupil(
    "neu",
    "3",
    TO_CHRISTMAS
    | marked("OO", "2025-09-08", "2025-09-12")
    | marked("##", "2025-09-09")
    | marked("OX", "2025-09-10")
    | marked("Y1 Y1", "2025-09-11"),
)
# unexplained all the last week
OPE = Pupil("ope", "3", TO_CHRISTMAS | marked("OO", *days("2025-12-15", "2025-12-19")))
# unexplained on Monday and Tuesday of the last week, then no marks
UNM = Pupil("unm", "3", attends("2025-09-01", "2025-12-12") | marked("OO", "2025-12-15", "2025-12-16"))
# left while unexplained
LVR = Pupil(
    "lvr",
    "3",
    attends("2025-09-01", "2025-11-14") | marked("OO", *days("2025-11-12", "2025-11-14")),
    on_roll=(("2025-09-01", "2025-11-14"),),
)
# Thursday, a Friday morning (the afternoon was not held, whatever its mark), Monday
FRI = Pupil(
    "fri", "3", TO_CHRISTMAS | marked("OO", *days("2025-09-18", "2025-09-22")) | marked("O/", "2025-09-19")
)
# Thursday, Friday, Monday; "present" on the Saturday between
SAT = Pupil(
    "sat", "3", TO_CHRISTMAS | marked("OO", *days("2025-09-25", "2025-09-29")) | marked("/\\", "2025-09-27")
)
# ill, on holiday, at the dentist in the morning
ANY = Pupil(
    "any",
    "3",
    TO_CHRISTMAS | marked("II", "2025-09-08") | marked("GG", "2025-09-09") | marked("M\\", "2025-09-10"),
)
HALF_A_FRIDAY = [
    line | {"session": "AM"} if line["date"] == "2025-09-19" else line for line in calendar(*YEAR_2025)
]
RUNS = register(
    [DOT, HOL, UMA, HAF, NEU, OPE, UNM, LVR, FRI, SAT, ANY], as_at="2025-09-01", calendar=HALF_A_FRIDAY
)

# --- PENALTY: June 2024 to Friday 19 December 2025

ATT = Pupil("att", "4", TO_CHRISTMAS)
# 1 September is week 1, 10 November week 10: 5 sessions in each, and one more on the Friday
PIP = Pupil(
    "pip",
    "4",
    TO_CHRISTMAS
    | marked("GG", "2025-09-01", "2025-09-02", "2025-11-10", "2025-11-11")
    | marked("U\\", "2025-09-03", "2025-11-12", "2025-11-14"),
)
# the same, the second five a week later: never ten in ten weeks
QUE = Pupil(
    "que",
    "4",
    TO_CHRISTMAS
    | marked("GG", "2025-09-01", "2025-09-02", "2025-11-17", "2025-11-18")
    | marked("U\\", "2025-09-03", "2025-11-19"),
)
# 6 sessions N in July, 4 of G in September
RAY = Pupil(
    "ray",
    "4",
    TO_CHRISTMAS | marked("NN", *days("2025-07-14", "2025-07-16")) | marked("GG", "2025-09-01", "2025-09-02"),
)
# 8 sessions before 19 August 2024, 2 after
TOM = Pupil(
    "tom", "4", TO_CHRISTMAS | marked("GG", *days("2024-07-15", "2024-07-18")) | marked("GG", "2024-09-03")
)
# 9 by Friday, then both sessions of Monday: 11 at its end
WIN = Pupil(
    "win",
    "4",
    TO_CHRISTMAS | marked("GG", *days("2025-11-03", "2025-11-10")) | marked("G\\", "2025-11-07"),
)
PENALTY = register([ATT, PIP, QUE, RAY, TOM, WIN], [YEAR_2023[-1], *YEAR_2024, *YEAR_2025], "2025-09-01")

# --- TWO_YEARS: July 2025 and the autumn after it

# ill on the last three days of one year and the first four of the next
ILA = Pupil(
    "ila",
    "4",
    TO_CHRISTMAS | attends("2025-07-14", "2025-07-16") | marked("II", *days("2025-07-17", "2025-09-04")),
)
# ill on 30 mornings, and on 29
HUG = Pupil("hug", "4", TO_CHRISTMAS | marked("I\\", *days("2025-09-01", "2025-10-10")))
TWE = Pupil("twe", "4", TO_CHRISTMAS | marked("I\\", *days("2025-09-01", "2025-10-09")))
# unexplained on the last two days of one year and the first two of the next
EVE = Pupil(
    "eve",
    "4",
    TO_CHRISTMAS | attends("2025-07-14", "2025-07-17") | marked("OO", *days("2025-07-18", "2025-09-02")),
)
TWO_YEARS = register([ILA, HUG, TWE, EVE], [*YEAR_2024, *YEAR_2025], "2025-09-01")

# --- CME: two years' calendar, up to Friday 16 January 2026

TO_JANUARY = attends("2025-09-01", "2026-01-16")
FIFTEEN_DAYS = TO_JANUARY | marked("OO", *days("2025-09-08", "2025-09-26"))  # the tenth is 19 September

CAS = Pupil("cas", "5", FIFTEEN_DAYS)  # a case on 23 September, acted on, reported, closed
EAR = Pupil("ear", "4", FIFTEEN_DAYS)  # a case before the tenth day
PRE = Pupil("pre", "4", FIFTEEN_DAYS)  # a case before the run began
LAT = Pupil("lat", "4", FIFTEEN_DAYS)  # a case on the 20th school day after the run
TOO = Pupil("too", "4", FIFTEEN_DAYS)  # a case on the 21st
MIS = Pupil("mis", "4", FIFTEEN_DAYS)  # no case
SHO = Pupil("sho", "4", TO_JANUARY | marked("OO", *days("2025-09-08", "2025-09-18")))  # nine days
TWO = Pupil("two", "4", TO_JANUARY | marked("OO", *days("2025-09-08", "2025-10-03")))  # twenty days
GHO = Pupil("gho", "4", TO_JANUARY | marked("GG", *days("2025-09-08", "2025-09-19")))  # ten days of G
END = Pupil("end", "4", TO_JANUARY | marked("OO", *days("2026-01-05", "2026-01-16")))  # the last ten days
OTH = Pupil("oth", "4", TO_JANUARY)  # cases without absence
# ten days N, all turned I by a later file
AMD = Pupil("amd", "4", TO_JANUARY | marked("NN", *days("2025-09-08", "2025-09-19")))
# fifteen days N, of which a later file turns the first three I: the run now begins on 11 September
AMP = Pupil("amp", "4", TO_JANUARY | marked("NN", *days("2025-09-08", "2025-09-26")))

CASES = [
    case("C1", CAS, "2025-09-23", la_notified_date="2025-10-03", closed_date="2025-11-03"),
    case("C2", EAR, "2025-09-15"),
    case("C3", PRE, "2025-09-05"),
    case("C4", LAT, "2025-10-24"),
    case("C5", TOO, "2025-11-03"),
    case("C6", OTH, "2025-08-10", closed_date="2025-12-29"),  # opened and closed in holidays
    case("C7", OTH, "2026-01-06"),
]
ACTIONS = [action("C1", "2025-09-30"), action("C1", "2025-09-24")]
REASONS_FOUND = Run(
    {
        "marks.csv": [
            {"upn": pupil.upn, "date": day, "session": session, "mark": "I"}
            for pupil, last in ((AMD, "2025-09-19"), (AMP, "2025-09-10"))
            for day in days("2025-09-08", last)
            for session in ("AM", "PM")
        ]
    }
)
CME = (
    register(
        [CAS, EAR, PRE, LAT, TOO, MIS, SHO, TWO, GHO, END, OTH, AMD, AMP],
        [*YEAR_2024, *YEAR_2025],
        "2025-09-01",
        cme_cases=CASES,
        cme_actions=ACTIONS,
    ),
    REASONS_FOUND,
)

# --- SEPTEMBER: up to Friday 26 September 2025

TO_FRIDAY = attends("2025-09-01", "2025-09-26")

ALL = Pupil("all", "4", TO_FRIDAY)  # every mark written
ZED = Pupil("zed", "4", TO_FRIDAY | marked("ZZ", "2025-09-10"))  # "not on roll" for a day
LST = Pupil("lst", "4", TO_FRIDAY | marked("/-", "2025-09-26"))  # the very last afternoon
ENT = Pupil("ent", "4", attends("2025-09-10", "2025-09-26"), on_roll=(("2025-09-08", ""),))
LVG = Pupil("lvg", "4", attends("2025-09-01", "2025-09-11"), on_roll=(("2025-09-01", "2025-09-12"),))
NEW = Pupil("new", "4", attends("2025-09-15", "2025-09-26"))  # no entry date: from the first mark
# left on the 5th and came back on the 15th
RET = Pupil(
    "ret",
    "4",
    attends("2025-09-01", "2025-09-05") | attends("2025-09-15", "2025-09-26"),
    on_roll=(("2025-09-01", "2025-09-05"), ("2025-09-15", "")),
)
# not in any list; nothing on Friday 5 September
STB = Pupil(
    "stb", marks=attends("2025-09-03", "2025-09-04") | attends("2025-09-08", "2025-09-09"), is_listed=False
)
# N on a Friday two weeks ago, on a Saturday, yesterday and today
NOR = Pupil(
    "nor",
    "5",
    TO_FRIDAY
    | marked("N\\", "2025-09-12", "2025-09-26")
    | marked("N-", "2025-09-13")
    | marked("NN", "2025-09-25"),
)
SEPTEMBER = register([ALL, ZED, LST, ENT, LVG, NEW, RET, STB, NOR], YEAR_2025, "2025-09-01")

# --- SNOW: two weeks; on Thursday 4 September everyone was sent home at noon

ANN = Pupil("ann", "4", attends("2025-09-01", "2025-09-12") | marked("/#", "2025-09-04"))
BEN = Pupil("ben", "4", attends("2025-09-01", "2025-09-12") | marked("/ Y4", "2025-09-04"))
CAZ = Pupil("caz", "4", attends("2025-09-01", "2025-09-12") | marked("--", "2025-09-04"))
SNOW = register([ANN, BEN, CAZ], YEAR_2025, "2025-09-01")

HALF_TERMS_NAMED = (
    Term("Spring 1", "2026-01-05", "2026-01-14"),  # to a Wednesday
    Term("Spring 2", "2026-01-15", "2026-01-23"),
)
