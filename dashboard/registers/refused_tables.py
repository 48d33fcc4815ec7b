"""Tables that look like registers and are not: percentages, counts, lists of P and A."""

from collections.abc import Mapping, Sequence

from dashboard.errors import UnreadableFile
from dashboard.registers.headings import HeadingRow, match_columns, normal_heading
from dashboard.registers.kinds import MARKS
from dashboard.registers.tables import Row

TOTALS = frozenset(
    normal_heading(name)
    for name in (
        "possible", "sessions possible", "possible count", "possible marks", "attended", "sessions attended",
        "present count", "sessions authorised", "authorised count", "sessions unauthorised", "unauthorised count",
        "attendance %", "% attendance", "overall attendance", "% attend", "attendance", "termly sessions possible",
    )
)  # fmt: skip
CODE_HEADINGS = frozenset(
    [
        "/",
        "\\",
        "B",
        "J",
        "L",
        "P",
        "V",
        "W",
        "C",
        "E",
        "H",
        "I",
        "M",
        "R",
        "S",
        "T",
        "G",
        "N",
        "O",
        "U",
        "D",
        "X",
        "Y",
        "C1",
        "C2",
        "J1",
        "K",
        "Q",
    ]
)
FEWEST_CODE_HEADINGS = 5


def why_no_register(head: Sequence[Row], heading: HeadingRow) -> str | None:
    """Why a table of totals is refused; None if it is none."""
    cells = [cell.strip() for row in head[heading.index : heading.index + 1] for cell in row.cells]
    if len(CODE_HEADINGS & set(cells)) >= FEWEST_CODE_HEADINGS:
        return "counts sessions by code (as a census return does): export the session marks themselves."
    if "mark" in match_columns(cells, MARKS).positions:
        return None
    if any(normal_heading(cell) in TOTALS for cell in cells):
        return "holds totals, not marks: export the session marks, a mark for each pupil, date and session."
    return None


def refuse_present_absent_list(code_counts: Mapping[str, int], name: str, unknown_a: int) -> None:
    """A list of P for present and A for absent: P means sporting activity in a register."""
    presents = code_counts.get("/", 0) + code_counts.get("\\", 0)
    if not presents and unknown_a and code_counts.get("P", 0) > unknown_a:
        raise UnreadableFile(
            f"{name} is a list of P and A. In a register P is a sporting activity: export the statutory codes."
        )
