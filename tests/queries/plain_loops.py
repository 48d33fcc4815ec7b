"""The same figures again, by plain loops over marks: what the queries must agree with.

For schools in which everyone is on roll from their first mark until further notice and nobody is a guest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.school import Pupil

ATTENDED = set("/\\LVPBWK")
AUTHORISED = {"I", "M", "C", "R", "T", "E", "S", "C1", "C2", "J1"}
UNAUTHORISED = {"G", "N", "O", "U"}
POSSIBLE = ATTENDED | AUTHORISED | UNAUTHORISED
NEUTRAL = {"#", "X", "Q", "Z", *(f"Y{n}" for n in range(1, 8))}
COUNTING = {
    "policy_unexplained": {"N", "O"},
    "la_return": {"G", "N", "O", "U"},
    "deletion_20_day": {"G", "N", "O"},
    "illness": {"I"},
    "any_reason": AUTHORISED | UNAUTHORISED,
}

COUNTS = (
    *("pupils", "possible", "attended", "authorised", "unauthorised", "late", "missing"),
    *("persistent", "severe"),
)

Session = tuple[str, str]


@dataclass(frozen=True)
class Run:
    first_date: str
    last_date: str
    school_days: int
    is_open: bool


def marks_of(pupil: Pupil) -> dict[Session, str]:
    return {(line["date"], line["session"]): line["mark"] for line in pupil.mark_lines}


def held_sessions(pupils: Iterable[Pupil], open_sessions: set[Session] | None) -> list[Session]:
    """Sessions held: by the calendar if there is one, else where anyone has a possible mark."""
    written: dict[Session, set[str]] = {}
    for pupil in pupils:
        for session, mark in marks_of(pupil).items():
            written.setdefault(session, set()).add(mark)
    if open_sessions is None:
        return sorted(session for session, marks in written.items() if marks & POSSIBLE)
    return sorted(
        session for session in open_sessions if session not in written or not written[session] <= {"Y4", "#"}
    )


def headline(pupils: Iterable[Pupil], held: list[Session]) -> dict[str, int]:
    """The counts of absence_headline, everyone together."""
    counts = dict.fromkeys(COUNTS, 0)
    pupils = list(pupils)
    as_of = max(date for pupil in pupils for date, _ in marks_of(pupil))
    for pupil in pupils:
        marks = marks_of(pupil)
        codes = [marks[session] for session in held if session in marks]
        possible = sum(code in POSSIBLE for code in codes)
        authorised = sum(code in AUTHORISED for code in codes)
        unauthorised = sum(code in UNAUTHORISED for code in codes)
        absent = authorised + unauthorised
        counts["pupils"] += possible > 0
        counts["possible"] += possible
        counts["attended"] += sum(code in ATTENDED for code in codes)
        counts["authorised"] += authorised
        counts["unauthorised"] += unauthorised
        counts["late"] += codes.count("L")
        counts["persistent"] += possible > 0 and 10 * absent >= possible
        counts["severe"] += possible > 0 and 2 * absent >= possible
        joined = min(date for date, _ in marks)
        counts["missing"] += sum(
            joined <= date <= as_of and (date, session) not in marks for date, session in held
        )
    return counts


def continuous_runs(marks: Mapping[Session, str], held: list[Session], as_of: str, rule: str) -> list[Run]:
    """The runs of one pupil for one rule."""
    days: dict[str, list[str]] = {}
    for date, session in held:
        if date <= as_of:
            days.setdefault(date, []).append(half_day(marks.get((date, session)), rule))
    runs: list[Run] = []
    counting: list[str] = []
    for date, halves in sorted(days.items()):
        if "breaks" in halves:
            if counting:
                runs.append(Run(counting[0], counting[-1], len(counting), is_open=False))
            counting = []
        elif "counts" in halves and "unmarked" not in halves:
            counting.append(date)
    if counting:
        runs.append(Run(counting[0], counting[-1], len(counting), is_open=True))
    return runs


def half_day(mark: str | None, rule: str) -> str:
    """What half a day does to a run."""
    if mark is None:
        return "unmarked"
    if mark in COUNTING[rule]:
        return "counts"
    if mark == "#" or (mark in NEUTRAL and rule != "deletion_20_day"):
        return "neutral"
    return "breaks"
