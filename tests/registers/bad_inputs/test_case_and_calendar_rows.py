"""Rows 89 to 95 of formats.md section 10: concerns about children missing education, and the calendar."""

from tests.registers.bad_inputs.cases import (
    MARKS,
    SCHOOL_WEEKS,
    Case,
    every,
    hold,
    lines,
    read,
)
from tests.registers.conftest import ANN, BOB

CASES_HEADING = "case_id,upn,case_type,opened_date,closed_date,outcome"
CALENDAR = lines("date,kind,term", *(f"{day},school,Autumn 2" for day in SCHOOL_WEEKS))
ALL_BUT_ONE = [day for day in SCHOOL_WEEKS if day != "2026-11-11"]


def register(days: list[str], *more: str) -> str:
    """Ann there all day on each of these days."""
    return lines(MARKS, *(f"{ANN},{day},{half},/" for day in days for half in ("AM", "PM")), *more)


CASES = [
    Case(
        89,
        "case of a pupil not on roll",
        lines(CASES_HEADING, f"C1,{ANN},whereabouts_unknown,2026-09-17,,"),
        "cme_cases.csv",
        counts=read(1),
        stored=("select case_id, upn from imported_cme_cases", [("C1", ANN)]),
    ),
    Case(
        90,
        "closed before opened",
        lines(
            CASES_HEADING,
            f"C1,{ANN},no_show,2026-09-17,2026-09-01,returned",
            f"C2,{BOB},no_show,2026-09-17,,",
        ),
        "cme_cases.csv",
        asked=["more than one in twenty"],
        counts=read(2, rows_rejected=1),
        problems=[(2, "closed_date", "closed date is before opened date: correct one of them")],
        stored=("select case_id from imported_cme_cases", [("C2",)]),
    ),
    Case(
        90,
        "outcome without a date",
        lines(CASES_HEADING, f"C1,{ANN},no_show,2026-09-17,,returned"),
        "cme_cases.csv",
        counts=read(1),
        warned=["1 case has an outcome and no closed date (line 2): taken as still open"],
    ),
    Case(
        91,
        "two open cases of one pupil",
        lines(CASES_HEADING, f"C1,{ANN},no_show,2026-09-17,,", f"C2,{ANN},ehe_concern,2026-10-05,,"),
        "cme_cases.csv",
        asked=["1 pupil has more than one open case (C1 and C2)", "close one, or accept"],
        counts=read(2),
    ),
    Case(
        91,
        "one open and one closed",
        lines(
            CASES_HEADING,
            f"C1,{ANN},no_show,2026-09-17,2026-10-01,returned",
            f"C2,{ANN},no_show,2026-10-05,,",
        ),
        "cme_cases.csv",
        counts=read(2),
        silent=True,
    ),
    Case(
        92,
        "outcome in other words",
        lines(CASES_HEADING, f"C1,{ANN},no_show,2026-09-17,2026-10-01,gone to live with nan"),
        "cme_cases.csv",
        counts=read(1),
        warned=["1 case has an outcome in other words than ours (line 2): kept as written"],
        stored=("select outcome from imported_cme_cases", [("gone to live with nan",)]),
    ),
    Case(
        92,
        "case of an unknown type",
        lines(CASES_HEADING, f"C1,{ANN},runaway,2026-09-17,,", f"C2,{BOB},no_show,2026-09-17,,"),
        "cme_cases.csv",
        asked=["more than one in twenty"],
        counts=read(2, rows_rejected=1),
        problems=[(2, "case_type", "not a case type: write one of at_risk_on_roll")],
    ),
    Case(
        93,
        "home visit with its half of the day",
        lines("case_id,action_date,action", "C1,12/10/26 PM,home_visit"),
        "cme_actions.csv",
        earlier={"cme_cases.csv": lines(CASES_HEADING, f"C1,{ANN},no_show,2026-09-17,,")},
        counts=read(1),
        stored=(
            "select action_date::varchar, action from imported_cme_actions",
            [("2026-10-12", "home_visit")],
        ),
    ),
    Case(
        94,
        "inset day that the calendar lacks",
        register(ALL_BUT_ONE, f"{ANN},2026-11-11,AM,#", f"{ANN},2026-11-11,PM,#"),
        earlier={"calendar.csv": CALENDAR},
        counts=read(20),
        warned=["1 school day of the calendar has nothing but #: taken as closed"],
        stored=("select bool_or(is_held) from school_days where session_date = '2026-11-11'", [(False,)]),
    ),
    Case(
        95,
        "school day without any mark",
        register(ALL_BUT_ONE),
        earlier={"calendar.csv": CALENDAR},
        counts=read(18),
        warned=[
            "1 school day of the calendar, between the first and last date of this file, has no marks at all"
        ],
    ),
    Case(
        95,
        "every school day has its marks",
        register(list(SCHOOL_WEEKS)),
        earlier={"calendar.csv": CALENDAR, "pupils.csv": lines("UPN,Surname", f"{ANN},Bird")},
        counts=read(20),
        silent=True,
    ),
    Case(
        95,
        "calendar with words that are none",
        lines(
            "date,session,kind",
            "2026-11-09,,school",
            "2026-11-10,EVE,school",
            "2026-11-11,,party",
            "31/09/2026,,",
        ),
        "calendar.csv",
        asked=["more than one in twenty"],
        counts=read(4, rows_rejected=3),
        problems=[
            (3, "session", "is neither AM nor PM"),
            (4, "kind", "write school, inset, holiday or closure"),
            (5, "date", "not a date: write it as"),
        ],
    ),
]


@every(CASES)
def test_a_case_or_a_calendar_that_is_odd(case, office):
    hold(case, office)
