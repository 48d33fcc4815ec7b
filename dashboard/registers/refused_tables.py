"""Tables that look like registers and are not: percentages, counts, lists of P and A."""

from dashboard.registers.headings import HeadingRow, match_columns, normal_heading
from dashboard.registers.kinds import MARKS, PUPILS, REPORTED_TOTALS

TOTALS = frozenset(
    normal_heading(name)
    for field in ("possible", "attended", "authorised", "unauthorised", "rate")
    for name in (field, *REPORTED_TOTALS.fields[field])
    if field != "rate" or name != "rate"
)
RECONCILE = "To lay the totals beside yours use Reconcile on the Data page."
CODE_HEADINGS = frozenset([*"/\\BJLPVWCEHIMRSTGNOUDXYKQ", "C1", "C2", "J1"])
# A list with one of these is a list of pupils, whatever else it says of them.
TRAITS = frozenset({"send_provision", "fsm", "entry_date", "ethnicity", "former_upn", "enrolment_status"})
FEWEST_CODE_HEADINGS = 5


def why_no_register(heading: HeadingRow) -> str | None:
    """Why a table of totals is refused; None if it is none."""
    cells = [cell.strip() for cell in heading.cells]
    if len(CODE_HEADINGS & set(cells)) >= FEWEST_CODE_HEADINGS:
        return (
            "counts sessions by code (as a census return does): export the session marks themselves. "
            f"{RECONCILE}"
        )
    by_week = match_columns(cells, REPORTED_TOTALS).positions
    if {"code", "count"} <= set(by_week) and "date" not in match_columns(cells, MARKS).positions:
        return f"holds totals by code, not marks: export the session marks, one for each session. {RECONCILE}"
    is_pupil_list = bool(TRAITS & set(match_columns(cells, PUPILS).positions))
    if is_pupil_list or "mark" in match_columns(cells, MARKS).positions:
        return None
    if any(normal_heading(cell) in TOTALS for cell in cells):
        return (
            "holds totals, not marks: export the session marks, a mark for each pupil, date and session. "
            f"{RECONCILE}"
        )
    return None
