"""The rows of governors.duckdb: of every period on show, its frozen figures; and changes between them."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dashboard.domain import words
from dashboard.publishing.changes import changes
from dashboard.publishing.contents import TERMS
from dashboard.publishing.unknowns import YEAR
from dashboard.store.folders import import_lock
from dashboard.store.governors import GOVERNORS_TABLES, write_governors
from dashboard.store.publications import (
    Publication,
    governors_are_behind,
    on_show,
    read_publications,
    stamp_of,
)

PERIODS = (*TERMS, YEAR)
HEADLINE = "governor_headline"


def rewrite_governors(folder: Path) -> None:
    """Put what is on show now in the place of governors.duckdb."""
    entries = read_publications(folder)
    write_governors(folder, governors_rows(entries), stamp_of(entries) or "")


def mend_governors(folder: Path) -> None:
    """Bring governors.duckdb up to the records: a crash may have come between, or the school been renamed."""
    if governors_are_behind(folder):
        with import_lock(folder, "Bringing the governors' figures up to date"):
            rewrite_governors(folder)


def governors_rows(entries: Iterable[Publication]) -> dict[str, list[dict[str, Any]]]:
    """The rows of every governors' table."""
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    shown = {(entry.school_name, entry.academic_year, entry.term): entry for entry in on_show(entries)}
    for (school, year, term), entry in shown.items():
        figures = {**entry.figures, "governor_publications": [_about(entry)]}
        if entry.commentary:
            figures["governor_commentary"] = [{"commentary": entry.commentary}]
        before = shown.get((school, year - 1, term))
        if before and before.figures.get(HEADLINE) and figures.get(HEADLINE):
            figures["governor_changes"] = changes(
                figures[HEADLINE][0], before.figures[HEADLINE][0], _spoken_period(year - 1, term)
            )
        period = {
            "school": school,
            "academic_year": words.academic_year(year),
            "term": term,
            "period_order": PERIODS.index(term),
        }
        for table in GOVERNORS_TABLES:
            tables[table] += [
                {**row, **period, "row_order": number} for number, row in enumerate(figures.get(table, []))
            ]
    return tables


def period_label(year: int, term: str) -> str:
    """2025/26 Autumn, or for a whole year 2025/26."""
    return words.academic_year(year) if term == YEAR else f"{words.academic_year(year)} {term}"


def _spoken_period(year: int, term: str) -> str:
    """The autumn term 2024/25, or 2024/25."""
    spoken = words.academic_year(year)
    return spoken if term == YEAR else f"the {term.lower()} term {spoken}"


def _about(entry: Publication) -> dict[str, Any]:
    return {
        "version": entry.version,
        "published_date": entry.published_at.date() if entry.published_at else None,
        "register_as_at": entry.as_at,
        "data_health": entry.data_health,
        "policy_version": entry.policy_version,
        "definition_version": entry.definition_version,
        "moved": entry.moved,
    }
