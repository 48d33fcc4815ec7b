"""Tables that look like registers and are not: percentages, counts, lists of P and A."""

from collections.abc import Mapping

from dashboard.errors import UnreadableFile
from dashboard.registers.headings import HeadingRow, match_columns, normal_heading
from dashboard.registers.kinds import MARKS, PUPILS

TOTALS = frozenset(
    normal_heading(name)
    for name in (
        *("possible", "sessions possible", "possible count", "possible marks", "termly sessions possible"),
        *("attended", "sessions attended", "present count", "sessions authorised", "authorised count"),
        *("sessions unauthorised", "unauthorised count", "attendance", "attendance %", "% attendance"),
        *("overall attendance", "% attend"),
    )
)
CODE_HEADINGS = frozenset([*"/\\BJLPVWCEHIMRSTGNOUDXYKQ", "C1", "C2", "J1"])
# A list with one of these is a list of pupils, whatever else it says of them.
TRAITS = frozenset({"send_provision", "fsm", "entry_date", "ethnicity", "former_upn", "enrolment_status"})
FEWEST_CODE_HEADINGS = 5


def why_no_register(heading: HeadingRow) -> str | None:
    """Why a table of totals is refused; None if it is none."""
    cells = [cell.strip() for cell in heading.cells]
    if len(CODE_HEADINGS & set(cells)) >= FEWEST_CODE_HEADINGS:
        return "counts sessions by code (as a census return does): export the session marks themselves."
    is_pupil_list = bool(TRAITS & set(match_columns(cells, PUPILS).positions))
    if is_pupil_list or "mark" in match_columns(cells, MARKS).positions:
        return None
    if any(normal_heading(cell) in TOTALS for cell in cells):
        return "holds totals, not marks: export the session marks, a mark for each pupil, date and session."
    return None


def refuse_present_absent_list(code_counts: Mapping[str, int], name: str, unknown_a: int) -> None:
    """A list of P for present and A for absent: P means sporting activity in a register."""
    presents = code_counts.get("/", 0) + code_counts.get("\\", 0)
    if not presents and unknown_a and code_counts.get("P", 0) > unknown_a:
        raise UnreadableFile(
            f"{name} is a list of P and A. In a register P is a sporting activity: "
            "export the statutory codes."
        )
