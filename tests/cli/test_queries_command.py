import json

CONTRACT = {
    "absence_headline",
    "absence_by_group",
    "absence_by_code",
    "absence_by_week",
    "absence_by_weekday",
    "pupils_at_risk",
    "continuous_absences",
    "penalty_threshold",
    "illness_return",
    "cme_cases_by_term",
    "cme_timeliness",
    "cme_missed_triggers",
    "missing_marks",
    "unresolved_n_marks",
}


def test_every_query_is_listed_with_its_question(run):
    result = run("queries")

    assert result.exit_code == 0
    assert {line.split()[0] for line in result.stdout.splitlines()[2:]} >= CONTRACT


def test_the_json_describes_parameters_columns_and_roles(run):
    described = {query["name"]: query for query in json.loads(run("queries", "--json").stdout)}

    headline = described["absence_headline"]
    assert set(headline) >= {"name", "question", "parameters", "columns", "roles"}
    parameters = {parameter["name"]: parameter for parameter in headline["parameters"]}
    assert set(parameters["fsm"]) == {"name", "type", "default", "meaning"}
    assert parameters["fsm"]["type"] == "boolean"
    assert parameters["age_cohort"]["default"] == "statistical"
    assert {"name": "absence_rate"}.items() <= headline["columns"][8].items()
    assert headline["roles"] == ["slt"]
