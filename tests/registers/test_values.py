from datetime import date

import pytest

from dashboard.registers import values
from dashboard.registers.dates import DateOrder

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("cell", "year_group"),
    [
        ("Reception", "R"), ("YR", "R"), ("Year R", "R"), ("0", "R"), ("F2", "R"),
        ("Nursery", "N2"), ("N", "N2"), ("NURSERY_YEAR_1", "N1"), ("E2", "N1"),
        ("Year  3", "3"), ("YEAR_3", "3"), ("3.0", "3"), ("03", "3"), ("Y3", "3"), ("Year Three", "3"),
        ("13", "13"), ("", ""),
    ],
)  # fmt: skip
def test_year_groups(cell, year_group):
    assert values.year_group(cell).value == year_group


def test_a_leaver_is_in_no_year_group_and_that_is_said():
    assert values.year_group("Leaver").value == ""
    assert values.year_group("Leaver").notice


@pytest.mark.parametrize(
    ("cell", "provision"),
    [
        ("N", "N"), ("No SEN", "N"), ("N - No Special Educational Need", "N"), ("k", "K"), ("SEN Support", "K"),  # noqa: E501
        ("E", "E"), ("EHCP", "E"), ("E - Education, Health and Care Plan", "E"), ("S", "E"), ("", ""),
        ("School Action", "K"), ("Watchlist", "N"),
    ],
)  # fmt: skip
def test_send_provisions(cell, provision):
    assert values.send_provision(cell).value == provision


@pytest.mark.parametrize("cell", ["Y", "Yes", "True", "dyslexia"])
def test_a_send_text_that_could_be_k_or_e_is_never_guessed(cell):
    assert "N (none), K (SEN support) and E (EHC plan)" in values.send_provision(cell).problem


@pytest.mark.parametrize(
    ("cell", "flag"),
    [
        ("Y", "true"),
        ("yes", "true"),
        ("T", "true"),
        ("x", "true"),
        ("1", "true"),
        ("N", "false"),
        ("False", "false"),
        ("", ""),
        ("Refused", ""),
    ],
)
def test_flags(cell, flag):
    assert values.flag(cell).value == flag


def test_a_number_keeps_its_zeros_and_loses_what_a_spreadsheet_added():
    assert values.number("001234").value == "001234"
    assert values.number("1234.0").value == "1234"
    assert "cut this number short" in values.number("1.23E+11").problem


@pytest.mark.parametrize(
    ("cell", "session"),
    [
        ("AM", "AM"),
        ("pm", "PM"),
        ("MORNING", "AM"),
        ("Mon AM", "AM"),
        ("AM Reg", "AM"),
        ("Session 2", "PM"),
        ("1", "AM"),
        ("2.0", "PM"),
        ("P", "PM"),
        ("EVE", None),
        ("Reg 3", None),
        ("", None),
    ],
)
def test_sessions(cell, session):
    assert values.session(cell) == session


def test_nobody_in_a_primary_school_was_born_in_1900():
    cell = values.birthday("01/01/1900", DateOrder(), TODAY)

    assert (cell.value, bool(cell.notice)) == ("", True)
