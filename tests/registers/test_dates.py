from datetime import date

import pytest

from dashboard.registers.dates import date_of_birth, decide_date_order

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "text",
    [
        "2024-09-03",
        "2024-09-03 00:00:00",
        "2024-09-03T08:50:00",
        "20240903",
        "03/09/2024",
        "3.9.24",
        "03-Sep-24",
        "3 Sep 2024",
        "3rd September 2024",
        "Tue 3 Sep 2024",
        "Tuesday, 3 September 2024",
        "September 3, 2024",
        "45538",
        "45538.5",
        "03/09/2024 00:00:00",
        "2024-09-02T23:00:00Z",  # midnight in England, in summer
    ],
)
def test_one_day_written_in_many_ways(text):
    assert decide_date_order([text]).read(text) == date(2024, 9, 3)


@pytest.mark.parametrize("text", ["31/09/2025", "2025-02-30", "29/02/2025", "soon", "", "13/13/2025", "7"])
def test_what_is_no_date_is_none(text):
    assert decide_date_order([text]).read(text) is None


def test_an_hour_before_midnight_in_winter_is_still_that_day():
    assert decide_date_order([]).read("2024-12-02 23:00:00Z") == date(2024, 12, 2)


def test_one_month_first_date_never_turns_a_day_first_file_round():
    order = decide_date_order(["25/09/2024", "26/09/2024", "09/27/2024", "04/09/2024"], TODAY)

    assert order.read("04/09/2024") == date(2024, 9, 4)
    assert order.read("09/27/2024") is None
    assert order.doubt is None


def test_one_month_first_date_turns_no_file_round_whose_other_days_work_both_ways():
    few = decide_date_order(["08/09/2025", "09/09/2025", "10/09/2025", "11/09/2025", "09/25/2025"], TODAY)
    among_many = decide_date_order({"02/10/2018": 12, "03/04/2019": 12, "09/25/2018": 1})

    for order in (few, among_many):
        assert order.doubt is None
        assert order.read("09/25/2025") is None
        assert order.read("08/09/2025") == date(2025, 9, 8)


def test_american_dates_are_still_asked_about():
    a_fortnight = [f"09/{day:02}/2025" for day in (8, 9, 10, 11, 12, 15, 16, 17, 18, 19)]

    assert "month first" in decide_date_order(a_fortnight, TODAY).doubt
    assert "month first" in decide_date_order(["02/10/2018", "03/14/2019", "09/25/2018"]).doubt


def test_a_file_that_only_works_month_first_is_asked_about():
    order = decide_date_order(["09/25/2024", "09/04/2024"], TODAY)

    assert "month first" in order.doubt
    assert order.read("09/04/2024") == date(2024, 9, 4)


def test_school_days_that_work_both_ways_are_read_day_first():
    order = decide_date_order(["03/09/2024", "04/09/2024", "05/09/2024"], TODAY)

    assert order.doubt is None
    assert order.read("03/09/2024") == date(2024, 9, 3)


def test_dates_that_look_wrong_day_first_and_right_month_first_are_asked_about():
    a_fortnight_written_month_first = [f"09/{day:02}/2025" for day in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12)]

    assert decide_date_order(a_fortnight_written_month_first, TODAY).doubt


def test_a_birthday_with_two_digits_lies_in_the_past():
    assert date_of_birth(date(2087, 1, 5), TODAY) == date(1987, 1, 5)
