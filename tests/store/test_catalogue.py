from datetime import date, datetime

import pytest

from dashboard.errors import UsageError
from dashboard.store.catalogue import find_query, parse_parameters, queries, read_query
from tests.store.small_store import query_folder


@pytest.fixture
def folder(tmp_path):
    return query_folder(tmp_path / "queries")


@pytest.fixture
def known_schools(folder):
    return find_query("known_schools", folder)


@pytest.fixture
def every_type(tmp_path):
    path = tmp_path / "every_type.sql"
    path.write_text(
        "-- question: What can be asked?\n"
        "-- params:   $day     date       a day\n"
        "--           $flag    boolean\n"
        "--           $text    varchar    text\n"
        "--           $texts   varchar[]  texts\n"
        "--           $number  integer    a number\n"
    )
    return read_query(path)


def test_a_header_tells_the_question_and_who_may_ask(folder, known_schools):
    assert known_schools.question == "Which schools are there, and what are they called?"
    assert known_schools.grain == "one row per school"
    assert known_schools.roles == ("slt",)
    assert find_query("own_dimension", folder).roles == ("slt", "governor")


def test_indented_lines_continue_the_entry_before(known_schools):
    assert [(column.name, column.meaning) for column in known_schools.columns] == [
        ("school_id", ""),
        ("name", "what it is called"),
    ]
    assert known_schools.parameters[1].meaning == "the first number counted"


def test_definitions_and_marts_are_no_questions(folder):
    assert list(queries(folder)) == ["known_schools", "own_dimension"]


def test_the_parameters_that_the_sql_takes_are_read_from_the_sql(known_schools):
    assert known_schools.bound_names == known_schools.parameter_names


def test_a_header_that_cannot_be_read_is_our_mistake(tmp_path):
    (tmp_path / "bad.sql").write_text("-- params:   from_date   date\nselect 1\n")

    with pytest.raises(ValueError, match=r"bad\.sql"):
        read_query(tmp_path / "bad.sql")


def test_what_is_left_out_takes_the_default_and_prose_is_none(known_schools):
    assert parse_parameters(known_schools, {}) == {
        "school_ids": None,
        "least": 1,
        "order": "up",
        "as_known_on": None,
    }


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("day", "2025-09-01", date(2025, 9, 1)),
        ("day", date(2025, 9, 1), date(2025, 9, 1)),
        ("day", datetime(2025, 9, 1, 8), date(2025, 9, 1)),
        ("day", "", None),
        ("flag", "TRUE", True),
        ("flag", "false", False),
        ("flag", False, False),
        ("text", " R ", "R"),
        ("texts", "R, 1,2", ["R", "1", "2"]),
        ("texts", ("R", "1"), ["R", "1"]),
        ("texts", "", None),
        ("texts", [], None),
        ("number", "12", 12),
    ],
)
def test_text_and_values_become_values_of_the_declared_type(every_type, name, given, value):
    assert parse_parameters(every_type, {name: given})[name] == value


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("day", "01/09/2025", "not a date like 2025-09-01"),
        ("day", "2025-02-30", "not a date"),
        ("day", "20250901", "not a date"),
        ("flag", "yes", "neither true nor false"),
        ("number", "many", "not a whole number"),
        ("dya", "2025-09-01", "Did you mean 'day'"),
    ],
)
def test_what_cannot_be_a_value_is_wrong_usage(every_type, name, given, message):
    with pytest.raises(UsageError, match=message):
        parse_parameters(every_type, {name: given})


def test_a_value_that_is_not_among_those_allowed_is_wrong_usage(known_schools):
    with pytest.raises(UsageError, match="'sideways' is not one of up, down"):
        parse_parameters(known_schools, {"order": "sideways"})


def test_a_required_parameter_must_be_given(folder):
    query = find_query("own_dimension", folder)

    with pytest.raises(UsageError, match="'dimension' must be given: one of class, sex"):
        parse_parameters(query, {})
    assert parse_parameters(query, {"dimension": "sex"}) == {"dimension": "sex"}


def test_a_query_that_is_not_there_names_those_that_are_near(folder):
    with pytest.raises(UsageError, match="Did you mean known_schools"):
        find_query("known_school", folder)
