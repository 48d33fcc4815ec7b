"""A figure that another system reports of a pupil, as the query beside ours takes it."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.registers.ledger import Problem

MILLION = 1_000_000


@dataclass(frozen=True)
class Figure:
    """One number about one pupil. `measure`: possible, attended, authorised, unauthorised, code or rate.

    `detail` is the code, or of a rate half of its last digit; a rate and its detail are in millionths.
    """

    line: int
    upn: str
    admission_number: str
    measure: str
    amount: int
    detail: str = ""

    def as_parameter(self) -> str:
        """As reported_totals_beside_ours takes it."""
        parts = (self.line, self.upn, self.admission_number, self.measure, self.detail, self.amount)
        return "|".join(str(part).replace("|", "") for part in parts)


@dataclass(frozen=True)
class ReportedTotals:
    """What a file reports: figures, the period if it says so, rows that could not be read, notices."""

    figures: list[Figure]
    from_date: date | None = None
    to_date: date | None = None
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def pupils(self) -> int:
        """How many pupils it is about."""
        return len({(figure.upn, figure.admission_number) for figure in self.figures})
