import pytest

from dashboard.store.marts import rebuild, taken_together
from dashboard.store.register import import_run

YEARS = """
-- scope: years
select school_id, pupil_id, academic_year, count(*)::integer as sessions_ill
from session_marks
where school_id = $school_id and academic_year between $first_year and $last_year
group by all
"""
# Counts how often it was built: a SELECT may look at the rows that it replaces.
TRIGGERS = """
-- scope: school
select
    $school_id::integer as school_id,
    'a' as rule,
    coalesce((select max(school_days) from cme_triggers where school_id = $school_id), 0) + 1 as school_days
"""


@pytest.fixture
def marts(tmp_path):
    folder = tmp_path / "marts"
    folder.mkdir()
    (folder / "01_illness_years.sql").write_text(YEARS)
    (folder / "02_cme_triggers.sql").write_text(TRIGGERS)
    return folder


def add_mark(run, school_id, year):
    run.connection.execute(
        "insert into session_marks (academic_year, school_id, pupil_id, session_date) values (?, ?, 1, ?)",
        [year, school_id, f"{year}-09-03"],
    )


def years_of(run):
    return run.connection.execute(
        "select school_id, academic_year, sessions_ill from illness_years order by all"
    ).fetchall()


def test_every_year_of_the_school_is_derived_and_other_schools_left_alone(tmp_path, marts):
    with import_run(tmp_path, "Import") as run:
        for school_id, year in ((1, 2023), (1, 2024), (2, 2024)):
            add_mark(run, school_id, year)

        rebuild(run.connection, 1, folder=marts)

        assert years_of(run) == [(1, 2023, 1), (1, 2024, 1)]


def test_only_the_years_asked_for_are_derived_anew(tmp_path, marts):
    with import_run(tmp_path, "Import") as run:
        add_mark(run, 1, 2023)
        add_mark(run, 1, 2024)
        rebuild(run.connection, 1, folder=marts)
        add_mark(run, 1, 2023)
        add_mark(run, 1, 2024)

        rebuild(run.connection, 1, [2024], folder=marts)

        assert years_of(run) == [(1, 2023, 1), (1, 2024, 2)]


def test_a_year_without_marks_any_more_is_cleared(tmp_path, marts):
    with import_run(tmp_path, "Import") as run:
        add_mark(run, 1, 2023)
        rebuild(run.connection, 1, folder=marts)
        run.connection.execute("delete from session_marks")

        rebuild(run.connection, 1, folder=marts)

        assert years_of(run) == []


def test_a_mart_may_look_at_the_rows_that_it_replaces(tmp_path, marts):
    with import_run(tmp_path, "Import") as run:
        rebuild(run.connection, 1, folder=marts)
        rebuild(run.connection, 1, folder=marts)

        assert run.connection.execute("select school_days from cme_triggers").fetchall() == [(2,)]


def test_a_mart_must_say_its_scope(tmp_path, marts):
    (marts / "03_pupils.sql").write_text("select 1 as school_id")

    with import_run(tmp_path, "Import") as run, pytest.raises(ValueError, match=r"03_pupils\.sql"):
        rebuild(run.connection, 1, folder=marts)


def test_years_of_few_marks_are_taken_together_and_none_is_left_out():
    marks = {2024: 400_000, 2022: 1_500_000, 2025: 200_000, 2023: 0, 2026: 9_000_000}

    assert list(taken_together(marks)) == [[2022, 2023, 2024], [2025], [2026]]
    assert list(taken_together({})) == []
