"""Totals in a table: columns of counts, an attendance percentage, or counts headed by the codes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.domain.upn import clean_upn
from dashboard.registers.cleaning import FOOTER
from dashboard.registers.dates import date_readings
from dashboard.registers.headings import ROWS_SEARCHED, columns_not_used, match_columns
from dashboard.registers.kinds import REPORTED_TOTALS
from dashboard.registers.ledger import Problem
from dashboard.registers.refused_tables import CODE_HEADINGS, FEWEST_CODE_HEADINGS
from dashboard.registers.tables import Row
from dashboard.registers.totals.figures import MILLION, Figure, ReportedTotals
from dashboard.registers.values import number, text

COUNTS = ("possible", "attended", "authorised", "unauthorised")
WHOLE = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.0+)?$")
RATE = re.compile(r"^(\d{1,3})(?:\.(\d{1,20}))?\s*(%?)$")
NOTHING_SAID = frozenset({"", "-", "n/a", "null", "none"})
DATE_IN_TEXT = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2} [A-Za-z]{3,9} \d{4}")
NO_FRACTION_ABOVE = 1.0


@dataclass(frozen=True)
class RateStyle:
    """How cells write attendance: as 0.94 or 94, and to how many decimal places."""

    one: int
    decimals: int


@dataclass(frozen=True)
class RateStyles:
    """How a file writes attendance; a spreadsheet may mix 0.94 and 94%, each with a precision of its own."""

    bare: RateStyle
    with_sign: RateStyle


def fields_named(cells: Sequence[str]) -> int:
    """How many columns of a table of totals these headings name."""
    return len(match_columns(cells, REPORTED_TOTALS).positions) + len(_codes(cells))


def table_totals(rows: Sequence[Row]) -> ReportedTotals | None:
    """The totals in a table; None if its headings name no pupil or no total."""
    place = max(range(min(len(rows), ROWS_SEARCHED)), key=lambda at: fields_named(rows[at].cells), default=0)
    if not rows:
        return None
    heading = rows[place]
    columns = match_columns(heading.cells, REPORTED_TOTALS)
    codes = _codes(heading.cells)
    if not REPORTED_TOTALS.is_met_by({**columns.positions, **({"code": 0} if codes else {})}):
        return None
    found = ReportedTotals([])
    styles = _rate_styles(rows[place + 1 :], columns.positions.get("rate"))
    days: list[date] = []
    for row in rows[place + 1 :]:
        cells = {name: _cell(row, position) for name, position in columns.positions.items()}
        by_code = {code: _cell(row, position) for code, position in codes.items()}
        if row.is_blank or FOOTER.match(next((cell for cell in map(text, row.cells) if cell), "")):
            continue
        who = _pupil(row, cells, found.problems)
        if not who:
            continue
        _take_row(row.line, who, cells, by_code, styles, found)
        days.extend(_days(cells))
    days = days or _days_in_banner(rows[:place])
    used = {*columns.positions.values(), *codes.values()}
    unused = [
        cell.strip()
        for place, cell in enumerate(heading.cells)
        if cell.strip() and place not in used and _holds_figures(rows, place)
    ]
    notices = [*columns.notices, *([columns_not_used(unused)] if unused else [])]
    return ReportedTotals(
        found.figures, min(days, default=None), max(days, default=None), found.problems, notices
    )


def _holds_figures(rows: Sequence[Row], position: int) -> bool:
    return any(RATE.match(_cell(row, position)) for row in rows)


def _codes(cells: Sequence[str]) -> dict[str, int]:
    """Where each code heads a column, in a table with many of them."""
    found = {cell.strip(): place for place, cell in enumerate(cells) if cell.strip() in CODE_HEADINGS}
    return found if len(found) >= FEWEST_CODE_HEADINGS else {}


def _cell(row: Row, position: int) -> str:
    return text(row.cells[position]) if position < len(row.cells) else ""


def _pupil(row: Row, cells: Mapping[str, str], problems: list[Problem]) -> tuple[str, str] | None:
    own_number = number(cells.get("admission_number", ""))
    upn = clean_upn(cells.get("upn", ""))
    if upn or own_number.value:
        return upn, own_number.value
    problems.append(Problem(row.line, None, own_number.problem or "no UPN or admission number"))
    return None


def _take_row(
    line: int,
    who: tuple[str, str],
    cells: Mapping[str, str],
    by_code: Mapping[str, str],
    styles: RateStyles,
    found: ReportedTotals,
) -> None:
    attended = cells.get("attended", "")
    if attended.lower() in NOTHING_SAID:
        attended = _attended_by_absence(line, cells, found.problems)
    counts = [(name, "", attended if name == "attended" else cells.get(name, "")) for name in COUNTS]
    counts += [("code", code, cell) for code, cell in by_code.items()]
    if cells.get("code"):
        counts.append(("code", cells["code"].upper(), cells.get("count", "")))
    for measure, detail, cell in counts:
        if cell.lower() in NOTHING_SAID:
            continue
        amount = WHOLE.match(cell)
        if amount:
            found.figures.append(Figure(line, *who, measure, _whole(amount), detail))
        else:
            found.problems.append(Problem(line, detail or measure, "not a number of sessions"))
    rate = cells.get("rate", "")
    if rate.lower() not in NOTHING_SAID:
        figure_of_rate = _rate(line, who, rate, styles)
        if figure_of_rate:
            found.figures.append(figure_of_rate)
        else:
            found.problems.append(Problem(line, "attendance", "not a percentage from 0 to 100"))


def _attended_by_absence(line: int, cells: Mapping[str, str], problems: list[Problem]) -> str:
    """Attended sessions where a row gives the possible and the absent ones only; else nothing."""
    absent = cells.get("absent", "")
    if absent.lower() in NOTHING_SAID:
        return ""
    missed, possible = WHOLE.match(absent), WHOLE.match(cells.get("possible", ""))
    if not missed:
        problems.append(Problem(line, "absent", "not a number of sessions"))
    if not missed or not possible:
        return ""
    left = _whole(possible) - _whole(missed)
    if left < 0:
        problems.append(Problem(line, "absent", "more sessions than are possible"))
    return str(left) if left >= 0 else ""


def _whole(found: re.Match[str]) -> int:
    return int(found[1].replace(",", ""))


def _rate_styles(rows: Sequence[Row], position: int | None) -> RateStyles:
    """Without a sign decided for the whole file, as 1 alone could be either."""
    cells = [_cell(row, position) for row in rows] if position is not None else []
    found = [match for cell in cells if (match := RATE.match(cell))]
    bare = [match for match in found if not match[3]]
    are_fractions = all(float(f"{match[1]}.{match[2] or 0}") <= NO_FRACTION_ABOVE for match in bare)
    return RateStyles(
        RateStyle(MILLION if are_fractions else MILLION // 100, _decimals(bare)),
        RateStyle(MILLION // 100, _decimals([match for match in found if match[3]])),
    )


def _decimals(found: Sequence[re.Match[str]]) -> int:
    return max((len(match[2] or "") for match in found), default=0)


def _rate(line: int, who: tuple[str, str], cell: str, styles: RateStyles) -> Figure | None:
    """Attendance in millionths, and half of its last digit: what rounding may have hidden."""
    match = RATE.match(cell)
    if not match:
        return None
    style = styles.with_sign if match[3] else styles.bare
    amount = round(float(f"{match[1]}.{match[2] or 0}") * style.one)
    tolerance = -(-style.one // (2 * 10**style.decimals))
    return Figure(line, *who, "rate", amount, str(tolerance)) if 0 <= amount <= MILLION else None


def _days(cells: Mapping[str, str]) -> list[date]:
    """The period that a row says it is about."""
    days = [day for name in ("from_date", "until_date") if (day := _day(cells.get(name, "")))]
    week = _day(cells.get("week", ""))
    return [*days, *([week, week + timedelta(days=6)] if week else [])]


def _days_in_banner(rows: Sequence[Row]) -> list[date]:
    """Two dates above the headings are the period."""
    words = [found for row in rows for cell in row.cells for found in DATE_IN_TEXT.findall(cell)]
    days = sorted({day for word in words if (day := _day(word))})
    return days if len(days) == 2 else []


def _day(cell: str) -> date | None:
    readings = date_readings(cell)
    return readings.fixed or readings.day_first
