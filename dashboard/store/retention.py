"""How long pupils' rows are kept: the dated policy of data/reference/rules.toml, never below statute."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dashboard.domain.words import academic_year
from dashboard.errors import RefusedError
from dashboard.store.reference import retention_rules

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Retention:
    """Rows of academic years that began before `first_year` (2020 is 2020/21) are too old to keep."""

    first_year: int
    legal_basis: str

    @property
    def year_name(self) -> str:
        """The first academic year kept, as 2020/21."""
        return academic_year(self.first_year)

    @property
    def cutoff(self) -> date:
        """The first day that is kept."""
        return date(self.first_year, 8, 1)


def retention_of(connection: "duckdb.DuckDBPyConnection", first_year: int | None = None) -> Retention:
    """What the policy says at the last mark of the store, or a wish to keep more; RefusedError for less.

    `connection` sees the register's tables by plain names.
    """
    found = connection.execute("select max(as_of), max(academic_year) from school_status").fetchone()
    if found is None or found[0] is None:
        raise RefusedError("No marks are stored, so there is no current year to count back from.")
    as_of, this_year = found
    years = {kind: rule["years"] for kind, rule in _rules_on(as_of).items()}
    if years["policy"] < years["statutory"]:
        raise RefusedError(
            f"data/reference/rules.toml keeps rows for {years['policy']} years; statute asks for "
            f"{years['statutory']} at least. Put the policy right, then purge."
        )
    least = this_year - years["statutory"]
    wished = this_year - years["policy"] if first_year is None else first_year
    if wished > least:
        raise RefusedError(
            f"Register entries are kept for at least {years['statutory']} years: nothing from "
            f"{academic_year(least)} on can be purged. Give {least} or an earlier year."
        )
    return Retention(wished, str(_rules_on(as_of)["policy"]["legal_basis"]))


def _rules_on(day: date) -> dict[str, dict[str, Any]]:
    """The statutory and the policy rule in force on a day; before the first of a kind, that first one."""
    chosen: dict[str, dict[str, Any]] = {}
    for rule in sorted(retention_rules(), key=lambda rule: rule["valid_from"]):
        if rule["kind"] not in chosen or rule["valid_from"] <= day:
            chosen[rule["kind"]] = rule
    return chosen
