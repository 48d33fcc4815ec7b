import pandas as pd

from dashboard.charts.cme_cases_by_term import cme_cases_by_term, cme_cases_by_term_sentence

TERMS = pd.DataFrame(
    [("2025/26", "Summer", 3, 1, 2), ("2026/27", "Autumn", 4, 3, 3)],
    columns=["academic_year", "term", "opened", "closed", "open_at_end"],
)


def test_opened_closed_and_open_are_counts_by_term():
    opened, closed, still_open = cme_cases_by_term(TERMS).data

    assert (list(opened.y), list(closed.y), list(still_open.y)) == ([3, 4], [1, 3], [2, 3])
    assert list(opened.x) == ["Summer<br>2025/26", "Autumn<br>2026/27"]
    assert cme_cases_by_term(TERMS).layout.yaxis.range[0] == 0


def test_the_title_counts_the_latest_term():
    sentence = cme_cases_by_term_sentence(TERMS)

    assert sentence == "4 cases opened and 3 closed in the latest term; 3 open at its end"


def test_without_a_case_it_says_what_to_do():
    assert "Record one" in cme_cases_by_term(TERMS.iloc[:0]).layout.annotations[0].text
