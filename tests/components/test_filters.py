from datetime import date

from dashboard.components.filters import Filters, Period, cohort_sentence


def test_what_filters_nothing_is_not_given_to_a_query():
    assert Filters().parameters() == {}
    assert Filters(classes=()).parameters() == {}


def test_lists_dates_and_flags_are_given_as_they_are():
    filters = Filters(from_date=date(2026, 9, 1), year_groups=("R", "1"), fsm=False)

    assert filters.parameters() == {"from_date": date(2026, 9, 1), "year_groups": ["R", "1"], "fsm": False}


def test_its_fields_are_the_parameters_of_every_absence_query():
    from dataclasses import fields

    from dashboard.store.catalogue import queries

    taken = {parameter.name for parameter in queries()["absence_headline"].parameters}

    assert {field.name for field in fields(Filters)} == taken


def test_a_period_alone_is_no_narrowing():
    assert not Filters(from_date=date(2026, 9, 1)).is_narrowed()
    assert Filters(eal=True).is_narrowed()


def test_custom_dates_are_compared_with_the_same_weekdays_a_year_earlier():
    period = Period.custom(date(2026, 9, 7), date(2026, 9, 11))

    assert (period.last_year_from, period.last_year_to) == (date(2025, 9, 8), date(2025, 9, 12))


def test_the_cohort_is_spelled_out_in_words():
    filters = Filters(year_groups=("R", "1"), send_provisions=("K",), fsm=True, eal=False, roll="current")

    assert cohort_sentence(filters) == (
        "Reception and Year 1, SEN support, Free school meals, not: English as an additional language, "
        "pupils aged 5 to 15 on 31 August, pupils on roll now"
    )


def test_a_list_of_pupils_says_that_it_holds_every_age():
    assert cohort_sentence(Filters(), usual_age="all") == "pupils of every age"
