import pandas as pd

from dashboard.components.names import full_name, without_names

PUPILS = pd.DataFrame({"upn": ["A", "B"], "surname": ["Hall", "Mirza"], "forename": ["Freya", "Safa"]})


def test_no_name_and_no_initial_is_left():
    hidden = without_names(PUPILS)

    assert list(hidden["surname"]) == ["Pupil 1", "Pupil 2"]
    assert list(hidden["forename"]) == ["", ""]
    assert [full_name(row) for _, row in hidden.iterrows()] == ["Pupil 1", "Pupil 2"]


def test_a_pupil_has_the_same_number_in_every_list_that_knows_them():
    hidden = without_names(PUPILS.assign(pupil_id=[208, 75]))

    assert list(hidden["surname"]) == ["Pupil 208", "Pupil 75"]


def test_a_frame_without_names_is_left_as_it_is():
    rates = pd.DataFrame({"absence_rate": [0.1]})

    assert without_names(rates) is rates


def test_a_pupil_without_a_name_is_called_by_their_number():
    assert full_name(pd.Series({"forename": None, "surname": None, "upn": "A1"})) == "A1"
