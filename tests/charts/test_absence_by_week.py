import pandas as pd
import pytest

from dashboard.charts import theme
from dashboard.charts.absence_by_week import absence_by_week, absence_by_week_sentence


def weeks(**columns):
    return pd.DataFrame(
        {
            "week_commencing": pd.to_datetime(["2026-10-12", "2026-10-19", "2026-11-02", "2026-11-09"]),
            "academic_year": "2026/27",
            "half_term": ["Autumn 1", "Autumn 1", "Autumn 2", "Autumn 2"],
            "absence_rate": [0.05, 0.06, 0.055, 0.07],
        }
        | columns
    )


def line(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_the_line_breaks_at_the_half_term_holiday():
    this_year = line(absence_by_week(weeks()), "2026/27")

    assert list(this_year.y) == [0.05, 0.06, None, 0.055, 0.07]
    assert this_year.connectgaps is False


def test_last_year_is_grey_and_england_dashed():
    figure = absence_by_week(
        weeks(last_year_absence_rate=[0.04, 0.05, 0.06, 0.05], national_absence_rate=0.0528)
    )

    assert line(figure, "2025/26").line.color == theme.LAST_YEAR
    assert line(figure, "England").line.dash == "dash"
    assert {note.text for note in figure.layout.annotations} >= {"2026/27", "2025/26", "England"}


def test_half_terms_are_shaded_and_named():
    figure = absence_by_week(weeks())

    assert [note.text for note in figure.layout.annotations if note.yref == "paper"] == [
        "Autumn 1",
        "Autumn 2",
    ]
    assert len(figure.layout.shapes) == 2


def test_a_week_in_which_only_last_year_had_school_leaves_a_gap_in_this_years_line():
    figure = absence_by_week(
        weeks(absence_rate=[0.05, None, 0.055, 0.07], last_year_absence_rate=[0.04, 0.05, 0.06, 0.05])
    )

    assert list(line(figure, "2026/27").y)[:2] == [0.05, None]
    assert list(line(figure, "2025/26").y)[:2] == [0.04, 0.05]


@pytest.mark.parametrize(
    ("rates", "last_year", "sentence"),
    [
        ([0.05, 0.06, 0.055, 0.07], [0.06, 0.05, 0.05, 0.05], "Absence has been above last year for 3 weeks"),
        ([0.05, 0.04, 0.04, 0.04], [0.04, 0.05, 0.05, 0.05], "Absence has been below last year for 3 weeks"),
        (
            [0.05, 0.04, 0.04, 0.07],
            [0.04, 0.05, 0.05, 0.05],
            "Absence was 7.0% in the latest week, 2.0 points above last year",
        ),
    ],
)
def test_the_title_compares_the_latest_weeks_with_last_year(rates, last_year, sentence):
    assert absence_by_week_sentence(weeks(absence_rate=rates, last_year_absence_rate=last_year)) == sentence


def test_without_last_year_the_title_names_the_highest_week():
    sentence = absence_by_week_sentence(weeks())

    assert sentence == "Absence was highest, 7.0%, in the week of 9 November 2026"


def test_nothing_to_show_says_what_to_do():
    empty = weeks().iloc[:0]

    assert "Widen the dates" in absence_by_week(empty).layout.annotations[0].text
    assert absence_by_week_sentence(empty) == "No possible sessions in this selection"
