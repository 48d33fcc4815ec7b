"""Every query's header says what its SQL takes and gives, and the contract's columns are there."""

import pytest

from dashboard.store.catalogue import Parameter, Query, queries
from dashboard.store.governors import governors_store, is_for_governors, write_governors
from dashboard.store.reading import Rows
from tests.pupils import CME

TYPES = {"date", "boolean", "varchar", "integer", "varchar[]", "integer[]"}
SAMPLE_VALUES = {"date": "2025-09-01", "boolean": "true", "integer": "1", "varchar": "none"}

FILTERS = {
    *(
        "from_date",
        "to_date",
        "school_ids",
        "year_groups",
        "classes",
        "send_provisions",
        "sexes",
        "ethnicities",
    ),
    *("fsm", "pupil_premium", "eal", "looked_after", "social_worker", "child_protection_plan", "young_carer"),
    *("service_child", "mental_health_need", "near_threshold", "age_cohort", "roll"),
}
COUNTS = """pupils possible_sessions attended_sessions authorised_sessions unauthorised_sessions
    absent_sessions late_sessions missing_marks absence_rate attendance_rate authorised_rate unauthorised_rate
    persistent_absentees persistent_absence_rate severe_absentees severe_absence_rate"""
CONTRACT = {
    "absence_headline": COUNTS,
    "absence_by_group": f"group_value group_label {COUNTS}",
    "absence_by_code": "attendance_code description category sessions rate",
    "absence_by_week": f"week_commencing academic_year half_term {COUNTS}",
    "absence_by_weekday": f"weekday session {COUNTS}",
    "pupils_at_risk": """upn surname forename year_group class send_provision fsm is_compulsory_age
        possible_sessions absent_sessions absence_rate band is_persistent_absentee is_severe_absentee
        sessions_before_persistent recovery_days""",
    "continuous_absences": "upn first_date last_date school_days is_open is_compulsory_age",
    "penalty_threshold": "upn reached_date sessions_counted of_which_n window_first_week window_last_week",
    "illness_return": "upn academic_year school_days_ill longest_run is_reached is_compulsory_age",
    "cme_cases_by_term": "academic_year term opened closed open_at_end",
    "cme_timeliness": """case_id trigger_date opened_date first_action_date la_notified_date closed_date
        days_to_open days_to_first_action days_to_la days_to_close""",
    "cme_missed_triggers": "upn rule trigger_date last_date school_days is_open is_compulsory_age",
    "missing_marks": "upn session_date session",
    "unresolved_n_marks": "upn session_date session school_days_old",
}

every_query = pytest.mark.parametrize("query", queries().values(), ids=lambda query: query.name)


@pytest.fixture
def answer(opened, tmp_path):
    """What a query answers: from a school's store, or from what is published of it."""

    def ask(query: Query, given: dict[str, str]) -> Rows:
        if not is_for_governors(query):
            return opened(*CME).rows(query.name, given)
        write_governors(tmp_path, {"governor_publications": [{"school": "Ash", "term": "Autumn"}]}, "1")
        return governors_store(tmp_path).rows(query.name, given)

    return ask


every_contract_query = pytest.mark.parametrize("name", CONTRACT)


def sample_value(parameter: Parameter) -> str:
    if parameter.name == "dimension":
        return "sex"
    return parameter.allowed[0] if parameter.allowed else SAMPLE_VALUES[parameter.type.removesuffix("[]")]


@every_query
def test_a_header_states_question_and_grain(query: Query):
    assert query.question.endswith("?")
    assert query.grain


@every_query
def test_a_header_names_the_parameters_that_the_sql_takes(query: Query):
    assert query.parameter_names == query.bound_names
    assert {parameter.type for parameter in query.parameters} <= TYPES


@every_query
def test_a_header_names_the_columns_that_the_sql_gives(query: Query, answer):
    required = {
        parameter.name: sample_value(parameter) for parameter in query.parameters if parameter.is_required
    }

    assert answer(query, required).columns == tuple(column.name for column in query.columns)


@every_query
def test_a_query_answers_with_every_parameter_set(query: Query, answer):
    given = {parameter.name: sample_value(parameter) for parameter in query.parameters}

    assert answer(query, given).columns


@every_contract_query
def test_a_contract_query_has_the_columns_relied_upon(name):
    assert set(CONTRACT[name].split()) <= {column.name for column in queries()[name].columns}


@every_contract_query
def test_a_contract_query_takes_every_filter(name):
    assert queries()[name].parameter_names >= FILTERS


def test_the_parameters_beside_the_filters_are_those_of_the_contract():
    beside = {name: queries()[name].parameter_names - FILTERS for name in CONTRACT}

    assert beside["absence_by_group"] == {"dimension"}
    assert beside["continuous_absences"] == {"rule", "min_days"}
    assert beside["cme_missed_triggers"] == {"rule"}


@pytest.mark.parametrize(
    ("name", "parameter"), [("absence_by_group", "dimension"), ("continuous_absences", "rule")]
)
def test_what_has_no_default_is_required(name, parameter):
    (found,) = [each for each in queries()[name].parameters if each.name == parameter]

    assert found.is_required


def test_default_age_is_statistical_for_rates_and_everyone_for_lists():
    defaults = {
        name: parameter.default
        for name in CONTRACT
        for parameter in queries()[name].parameters
        if parameter.name == "age_cohort"
    }

    assert {name for name, default in defaults.items() if default == "statistical"} == set(list(CONTRACT)[:5])
    assert {name for name, default in defaults.items() if default == "all"} == set(list(CONTRACT)[5:])


def test_default_roll_is_everyone_ever_but_for_pupils_at_risk():
    defaults = {
        name: parameter.default
        for name in CONTRACT
        for parameter in queries()[name].parameters
        if parameter.name == "roll"
    }

    assert defaults == {name: "current" if name == "pupils_at_risk" else "ever" for name in CONTRACT}
