import pytest

from dashboard.domain.upn import clean_upn, first_school, upn_checks


@pytest.mark.parametrize(
    "upn", ["R201100018042", "T20110001804V", "X00180001701A", "U502400200093", "P207000016049"]
)
def test_the_check_letter_of_a_upn_fits(upn):
    assert upn_checks(upn)


@pytest.mark.parametrize("upn", ["Q207000016049", "S201100018042", "R20110001804", "", "R2011000180422"])
def test_a_wrong_letter_or_shape_does_not_check(upn):
    assert not upn_checks(upn)


def test_spaces_quotes_and_small_letters_are_no_part_of_a_upn():
    assert clean_upn(" 'r2011 00018042\N{NO-BREAK SPACE}") == "R201100018042"


def test_a_reason_for_having_no_upn_is_no_upn():
    assert clean_upn("UN3") == ""


def test_a_upn_names_the_school_that_first_gave_it():
    assert first_school("R201100018042") == "2011000"
