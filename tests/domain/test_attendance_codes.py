import pytest

from dashboard.domain.attendance_codes import Outcome, read_mark

CODES = {"/", "\\", "L", "I", "X", "N", "C1", "#", "Z", "T", "U"}
MEANINGS = {"illness (not a medical or dental appointment)": "I"}


def read(cell):
    return read_mark(cell, CODES, MEANINGS)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("/", "/"),
        ("\\", "\\"),
        ("i", "I"),
        ("  c1 ", "C1"),
        ("\N{NO-BREAK SPACE}N", "N"),
        ("\N{FULLWIDTH SOLIDUS}", "/"),
        ("/\0", "/"),
        ("'/", "/"),
        ("I01", "I"),
        ("x05", "X"),
        ("I - flu", "I"),
        ("Illness (not a medical or dental appointment)", "I"),
        ("#", "#"),
        ("T", "T"),
    ],
)
def test_a_mark_is_read_however_it_is_written(cell, code):
    assert (read(cell).outcome, read(cell).code) == (Outcome.CODE, code)


@pytest.mark.parametrize(
    ("cell", "code", "minutes"), [("L10", "L", 10), ("L (5)", "L", 5), ("u 45 mins", "U", 45)]
)
def test_minutes_behind_a_late_mark_are_split_off(cell, code, minutes):
    assert (read(cell).code, read(cell).minutes_late) == (code, minutes)


@pytest.mark.parametrize("cell", ["", " ", "-", "\N{EN DASH}", "null"])
def test_a_dash_is_a_blank_cell(cell):
    assert read(cell).outcome is Outcome.BLANK


def test_a_prospective_pupils_mark_is_not_stored():
    assert read("z").outcome is Outcome.SKIPPED


@pytest.mark.parametrize("cell", ["0", "1", "l", "|", "@", "#N/A", "#REF!", "TRUE", "ZZ", "/\\", "8", "A"])
def test_what_is_no_mark_is_rejected_and_never_guessed(cell):
    assert read(cell).outcome is Outcome.REJECTED


def test_the_reason_names_the_mark():
    assert read("ZZ").problem == (
        "'ZZ' is not an attendance code: correct it, or say on the Data page what it means"
    )


def test_a_long_text_may_be_a_name_and_is_not_repeated():
    assert "Bloggs" not in read("Bloggs, Joe").problem
