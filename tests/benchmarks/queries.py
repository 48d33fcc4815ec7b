"""Every contract query with every filter set, and the six questions beside pandas and polars."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard.store.catalogue import queries
from dashboard.store.reading import Store
from tests.benchmarks.rivals import Answer, comparable, in_pandas, in_polars, tables_of
from tests.benchmarks.stores import QUESTIONS_FOLDER, opened, schools_for
from tests.benchmarks.timing import machine, median_ms, print_table
from tests.queries.test_headers import CONTRACT

LISTS = ("year_groups", "classes", "send_provisions", "sexes", "ethnicities")
FLAGS = ("fsm", "pupil_premium", "eal", "looked_after", "social_worker", "child_protection_plan")
MORE_FLAGS = ("young_carer", "service_child", "mental_health_need", "near_threshold")
REQUIRED = {
    "absence_by_group": {"dimension": "send_provision"},
    "continuous_absences": {"rule": "any_reason"},
}


def run(folder: Path, sizes: list[int]) -> None:
    """Measure at each size, in marks."""
    print(machine())
    for marks in sizes:
        schools = schools_for(marks)
        store = opened(folder, schools)
        stored = store.rows("marks_stored").rows[0][0]
        size = f"{stored:,} marks, {schools} school{'s' if schools > 1 else ''}"
        _contract_queries(store, size, one_school=schools == 1)
        _six_questions(store, size)
        store.close()


def _contract_queries(store: Store, size: str, one_school: bool) -> None:
    first = store.rows("school_names").rows[0][0]
    filters = every_filter(store, first)
    target = 25 if one_school else 100
    headings = [
        "contract query (ms)",
        f"every filter, one school (target {target})",
        "one school, current year",
    ]
    if not one_school:
        headings.append("every school, current year (target 1,000)")
    rows = []
    for name in CONTRACT:
        asked = [filters, {"school_ids": [first]}]
        if not one_school:
            asked.append({})
        rows.append([name, *(_time(store, name, parameters) for parameters in asked)])
    print_table(f"Contract queries at {size}", headings, rows)


def every_filter(store: Store, school_id: int) -> dict[str, Any]:
    """Every list filter naming all its values, every flag set, and all the dates there are."""
    first, last = store.rows("dates_stored").rows[0]
    wanted: dict[str, Any] = {"school_ids": [school_id], "from_date": first, "to_date": last}
    options = store.rows("filter_options").rows
    wanted |= {name: [value for key, value in options if key == name] for name in LISTS}
    wanted |= dict.fromkeys((*FLAGS, *MORE_FLAGS), False)
    return wanted | {"age_cohort": "statistical", "roll": "ever"}


def _time(store: Store, name: str, parameters: dict[str, Any]) -> float:
    taken = queries()[name].parameter_names
    given = {key: value for key, value in parameters.items() if key in taken} | REQUIRED.get(name, {})
    return median_ms(lambda: store.rows(name, given))


def _six_questions(store: Store, size: str) -> None:
    names = sorted(path.stem for path in QUESTIONS_FOLDER.glob("*.sql") if path.stem in SIX)
    in_sql: dict[str, Callable[[], Answer]] = {name: _question(store, name) for name in names}
    times = {name: [name, median_ms(in_sql[name])] for name in names}
    answers = {name: comparable(in_sql[name]()) for name in names}
    tables = tables_of(store.register)
    for library in (in_polars, in_pandas):
        questions = library(tables)
        for name in names:
            is_same = comparable(questions[name]()) == answers[name]
            times[name] += [median_ms(questions[name], runs=3), "yes" if is_same else "NO"]
        del questions
    target = 10 if "1 school" in size else 100
    print_table(
        f"The six questions at {size}",
        [f"question (ms, target {target})", "DuckDB", "polars", "same answer", "pandas", "same answer"],
        list(times.values()),
    )


def _question(store: Store, name: str) -> Callable[[], Answer]:
    return lambda: store.rows(name).rows


SIX = (
    "absence_by_term_year_fsm_send",
    "persistent_absentees_by_year",
    "absence_by_week_year_on_year",
    "absence_by_weekday_and_code",
    "longest_unexplained_runs",
    "pupils_past_penalty_threshold",
)
