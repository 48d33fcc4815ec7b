from dashboard.domain.fitness import FOUND, MENDED, check_line, fitness_sentence, places_to_mend

FIT = {
    "missing_share": 0.004,
    "missing_share_limit": 0.01,
    "missing_marks": 8,
    "stale_n_marks": 0,
    "stale_n_marks_limit": 0,
    "reasons": "",
    "is_fit": True,
}
UNFIT = FIT | {
    "missing_marks": 21,
    "missing_share": 0.375,
    "stale_n_marks": 1,
    "reasons": "missing_share,stale_n_marks",
    "is_fit": False,
}


def test_a_fit_register_is_said_to_be_fit():
    assert fitness_sentence(FIT) == "**Fit for a review: yes.** Nothing is above the school's limits."
    assert places_to_mend(FIT) == []


def test_every_reason_is_a_clause_with_its_count():
    assert fitness_sentence(UNFIT) == (
        "**Fit for a review: no**, because 21 marks are missing (37.5% of those due); "
        "1 mark has been N for more than five school days."
    )


def test_a_check_says_what_was_found_what_is_allowed_and_where_to_mend_it():
    assert check_line(FIT, "missing_share", "Missing marks") == "✔ **Missing marks**: 0.4% (at most 1%)"
    assert check_line(FIT, "stale_n_marks", "N for too long") == "✔ **N for too long**: none"
    assert check_line(UNFIT, "stale_n_marks", "N for too long") == (
        "✘ **N for too long**: 1 (none allowed). Find the reasons, or put O where there is none. "
        "See Marks to chase."
    )


def test_a_place_to_mend_is_named_once():
    assert places_to_mend(UNFIT) == ["Marks to chase"]


def test_every_reason_has_words_and_a_place_to_mend_it():
    assert set(FOUND) == set(MENDED)
