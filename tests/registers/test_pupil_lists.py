"""What a pupil list says of whom, and from when."""

import pytest

from tests.registers.conftest import ANN, BOB, CAI, counts

LIST_2025 = (
    "upn,surname,forename,date_of_birth,sex,year_group,class,send_provision,fsm,entry_date\n"
    f"{ANN},Ash,Ann,2017-01-05,F,3,3A,K,Y,2021-09-01\n"
    f"{BOB},Birch,Bob,2017-05-06,M,3,3A,N,N,2021-09-01\n"
)


def of_ann(office, column):
    return office.stored(f"select {column} from pupils where upn = '{ANN}'")[0][0]


def traits_of_ann(office, day, columns):
    return office.stored(
        f"""select {columns} from pupil_characteristics inner join pupils using (school_id, pupil_id)
        where upn = '{ANN}' and date '{day}' between valid_from and valid_until"""
    )[0]


def test_a_list_twice_changes_nothing(office):
    first = office.take("pupils_2025-09-03.csv", LIST_2025)
    again = office.take("pupils_2025-09-03.csv", LIST_2025)

    assert counts(first) == {"rows_read": 2, "rows_accepted": 2}
    assert counts(again) == {"rows_read": 2, "rows_unchanged": 2}


def test_a_trait_that_changed_holds_from_its_list_and_the_earlier_one_before(office):
    office.take("pupils_2025-09-03.csv", LIST_2025)

    report = office.take("pupils_2026-01-12.csv", LIST_2025.replace(",3A,K,", ",3A,E,"))

    assert counts(report) == {
        "rows_read": 2, "rows_accepted": 1, "rows_superseded": 1, "rows_unchanged": 1
    }  # fmt: skip
    assert traits_of_ann(office, "2026-01-11", "send_provision") == ("K",)
    assert traits_of_ann(office, "2026-01-12", "send_provision") == ("E",)


def test_a_column_left_out_keeps_what_was_known_and_a_blank_says_unknown(office):
    office.take("pupils_2025-09-03.csv", LIST_2025)
    office.take("pupils_2025-10-01.csv", f"upn,fsm\n{ANN},\n{BOB},N\n")

    assert traits_of_ann(office, "2025-10-02", "send_provision, fsm") == ("K", None)
    assert of_ann(office, "surname") == "Ash"


def test_a_blank_send_is_none_where_the_column_holds_only_k_e_and_blanks(office):
    report = office.take("pupils_2025-09-03.csv", f"upn,SEN Status\n{ANN},\n{BOB},K\n")

    assert traits_of_ann(office, "2025-09-03", "send_provision") == ("N",)
    assert any("SEND" in warning or "send" in warning for warning in report.warnings)


def test_a_blank_send_is_unknown_where_others_say_none(office):
    office.take("pupils_2025-09-03.csv", f"upn,SEN Status\n{ANN},\n{BOB},N\n")

    assert traits_of_ann(office, "2025-09-03", "send_provision") == (None,)


def test_a_send_word_nobody_knows_is_rejected_never_taken_for_none(office):
    report = office.take("pupils_2025-09-03.csv", f"upn,send_provision\n{ANN},Y\n{BOB},N\n", accept=True)

    assert counts(report) == {"rows_read": 2, "rows_accepted": 1, "rows_rejected": 1}
    assert report.problems[0].line == 2


def test_an_older_list_that_arrives_later_fills_the_past_and_keeps_the_names(office):
    office.take("pupils_2026-01-12.csv", LIST_2025.replace("Ash,Ann", "Ash-Oak,Ann"))
    office.take("pupils_2025-09-03.csv", LIST_2025.replace(",3A,K,", ",3A,N,"))

    assert of_ann(office, "surname") == "Ash-Oak"
    assert traits_of_ann(office, "2025-09-10", "send_provision") == ("N",)
    assert traits_of_ann(office, "2026-02-01", "send_provision") == ("K",)


def test_two_rows_with_different_entry_dates_are_two_periods_on_roll(office):
    report = office.take(
        "pupils_2026-01-12.csv",
        f"upn,entry_date,leaving_date\n{ANN},2021-09-01,2025-10-24\n{ANN},2026-01-05,\n",
    )

    assert counts(report) == {"rows_read": 2, "rows_accepted": 2}
    assert len(office.stored("select * from enrolments")) == 2


def test_a_wrong_check_letter_is_warned_about_and_the_pupil_loaded(office):
    report = office.take("pupils_2025-09-03.csv", "upn,surname\nS201100018042,Ash\n")

    assert counts(report) == {"rows_read": 1, "rows_accepted": 1}
    assert any("UPN" in warning for warning in report.warnings)


def test_two_pupils_with_one_upn_are_both_rejected(office):
    report = office.take(
        "pupils_2025-09-03.csv",
        f"upn,surname,forename,date_of_birth\n{ANN},Ash,Ann,2017-01-05\n{ANN},Elm,Eve,2018-02-06\n"
        f"{BOB},Birch,Bob,2017-05-06\n",
        accept=True,
    )

    assert counts(report) == {"rows_read": 3, "rows_accepted": 1, "rows_rejected": 2}


def test_a_former_upn_joins_the_old_and_the_new(office):
    office.take("pupils_2025-09-03.csv", f"upn,surname\n{ANN},Ash\n")
    office.take("pupils_2026-01-12.csv", f"upn,former_upn,surname\n{CAI},{ANN},Ash\n")

    assert office.stored("select upn, former_upn from pupils") == [(CAI, ANN)]


def test_an_admission_number_finds_the_pupil_where_there_is_no_upn(office):
    office.take("pupils_2025-09-03.csv", f"upn,admission_number,surname\n{ANN},001234,Ash\n")
    office.take("marks.csv", "Adno,Date,Session,Mark\n001234,2025-09-08,AM,/\n")

    assert office.stored("select count(*) from pupils") == [(1,)]


def test_a_pupil_with_neither_number_is_rejected(office):
    report = office.take("pupils_2025-09-03.csv", f"upn,surname\n{ANN},Ash\n,Birch\n", accept=True)

    assert counts(report) == {"rows_read": 2, "rows_accepted": 1, "rows_rejected": 1}


@pytest.mark.parametrize(
    ("wishes", "name"), [({}, "pupils_2025-09-03.csv"), ({"as_at": "given"}, "list.csv")]
)
def test_the_day_a_list_describes_is_given_or_in_its_name(office, wishes, name):
    from datetime import date

    given = {"as_at": date(2025, 9, 3)} if wishes else {}

    report = office.take(name, LIST_2025, **given)

    assert report.as_at == date(2025, 9, 3)


def test_without_either_it_is_the_last_date_of_marks_in_the_run(office):
    reports = office.take_all(
        {"list.csv": LIST_2025, "marks.csv": f"upn,date,session,mark\n{ANN},2025-09-12,AM,/\n"}
    )

    assert f"{reports[0].as_at}" == "2025-09-12"
