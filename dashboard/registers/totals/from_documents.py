"""Totals in a transfer file (a year) and in a school census (a term)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from dashboard.domain.upn import clean_upn
from dashboard.registers.dates import date_readings
from dashboard.registers.documents.ctf import is_of_school, pupils_of, school_of, value_anywhere, year_data
from dashboard.registers.documents.xml_tree import Node
from dashboard.registers.ledger import Problem
from dashboard.registers.pupil_lists import academic_year
from dashboard.registers.totals.figures import Figure, ReportedTotals

CTF_MEASURES = {
    "SessionsPossible": "possible",
    "SessionsAttended": "attended",
    "SessionsAuthorised": "authorised",
    "SessionsUnauthorised": "unauthorised",
}
CENSUS_MEASURES = {name: CTF_MEASURES[name] for name in CTF_MEASURES if name != "SessionsAttended"}
# A census is taken in the term after the one it counts: by the words for the term it is taken in.
CENSUS_TERMS = {"SPR": ((9, 1), (12, 31), -1), "SUM": ((1, 1), (3, 31), 0), "AUT": ((4, 1), (7, 31), 0)}
YEAR = re.compile(r"^(?:19|20)\d\d$")


def ctf_totals(file: Node) -> ReportedTotals:
    """The totals of the newest year in a transfer file, of the school that wrote it."""
    school = school_of(file)
    years: dict[int, list[tuple[Node, Node]]] = defaultdict(list)
    for pupil in pupils_of(file):
        for year in year_data(pupil):
            started = _year_started(year)
            if started and is_of_school(year, school):
                years[started].append((pupil, year))
    if not years:
        return ReportedTotals([])
    newest = max(years)
    figures: list[Figure] = []
    problems: list[Problem] = []
    for pupil, year in years[newest]:
        _take(pupil.line, value_anywhere(pupil, "UPN"), year, CTF_MEASURES, figures, problems)
    others = len(years) - 1
    notices = [f"Of {others + 1} years in the file the newest was taken."] if others else []
    written = _day(file.value("Header", "DateTime"))
    last = date(newest + 1, 7, 31)
    return ReportedTotals(
        figures, date(newest, 8, 1), min(last, written) if written else last, problems, notices
    )


def census_totals(file: Node) -> ReportedTotals:
    """The totals of the term that a school census counts."""
    figures: list[Figure] = []
    problems: list[Problem] = []
    for pupil in _census_pupils(file):
        upn = pupil.value("PupilIdentifiers", "UPN") or pupil.value("UPN")
        for term in pupil.descendants("TermlyAttendance"):
            _take(pupil.line, upn, term, CENSUS_MEASURES, figures, problems)
            if term.first("SessionsPossible"):
                has_details = any(term.descendants("SessionDetail"))
                figures.extend(_codes(pupil.line, clean_upn(upn), term, problems))
                given = {child.name for child in term.children}
                figures.extend(
                    Figure(pupil.line, clean_upn(upn), "", CENSUS_MEASURES[name], 0)
                    for name in ("SessionsAuthorised", "SessionsUnauthorised")
                    if name not in given and not has_details
                )
    first, last = _census_period(file)
    notices = ["A census gives no dates: correct those below if your term had others."] if first else []
    return ReportedTotals(figures, first, last, problems, notices)


def _census_pupils(file: Node) -> Iterator[Node]:
    for name in ("PupilOnRoll", "PupilNoLongerOnRoll"):
        yield from file.descendants(name)


def _codes(line: int, upn: str, term: Node, problems: list[Problem]) -> Iterator[Figure]:
    """Absences by reason, where authorised and unauthorised are not given themselves."""
    if term.first("SessionsAuthorised") or term.first("SessionsUnauthorised"):
        return
    for detail in term.descendants("SessionDetail"):
        amount = _whole(line, detail, "AbsenceSessions", problems)
        if amount is not None and upn:
            yield Figure(line, upn, "", "code", amount, detail.value("AttendanceReason").upper())


def _take(
    line: int,
    upn: str,
    node: Node,
    measures: dict[str, str],
    figures: list[Figure],
    problems: list[Problem],
) -> None:
    name = clean_upn(upn)
    if not name:
        problems.append(Problem(line, "UPN", "no UPN: the totals cannot be laid beside a pupil"))
        return
    for element, measure in measures.items():
        amount = _whole(line, node, element, problems)
        if amount is not None:
            figures.append(Figure(line, name, "", measure, amount))


def _whole(line: int, node: Node, element: str, problems: list[Problem]) -> int | None:
    text = node.value(element)
    if not text:
        return None
    if text.isdecimal() and len(text) <= 4:
        return int(text)
    problems.append(Problem(line, element, "not a number of sessions"))
    return None


def _year_started(year: Node) -> int | None:
    """The year in which it began; the element Year names the one in which it ends."""
    starts = [day for each in year.all("AttendSessions") if (day := _day(each.value("AttendanceStartDate")))]
    if starts:
        return academic_year(min(starts))
    return int(year.value("Year")) - 1 if YEAR.match(year.value("Year")) else None


def _census_period(file: Node) -> tuple[date | None, date | None]:
    """The usual bounds of the term before the census; a person may correct them."""
    details = next(file.descendants("CollectionDetails"), None)
    term = CENSUS_TERMS.get(details.value("Term").upper()[:3]) if details else None
    if details is None or term is None or not YEAR.match(details.value("Year")):
        return None, None
    first, last, years_on = term
    year = int(details.value("Year")) + years_on
    return date(year, *first), date(year, *last)


def _day(text: str) -> date | None:
    readings = date_readings(text)
    return readings.fixed or readings.day_first
