"""The charts of the governors' page, by their traces and sentences."""

import pandas as pd

from dashboard.charts.governor_bands import governor_bands, governor_bands_sentence
from dashboard.charts.governor_groups import (
    governor_groups,
    governor_groups_persistent,
    governor_groups_sentence,
    with_year_before,
)
from dashboard.charts.governor_headline import governor_headline, governor_headline_sentence
from dashboard.charts.governor_weeks import beside_year_before, governor_weeks, governor_weeks_sentence


def weeks(year, days, rates):
    return pd.DataFrame(
        {"academic_year": year, "week_commencing": pd.to_datetime(days), "absence_rate": rates}
    )


NOW = weeks("2025/26", ["2025-10-13", "2025-10-20", "2025-11-03"], [0.05, 0.06, 0.07])
BEFORE = weeks("2024/25", ["2024-10-15", "2024-10-21", "2024-11-04"], [0.04, 0.05, 0.06])
BANDS = pd.DataFrame(
    {
        "band": ["under_3", "10_to_15", "50_plus"],
        "band_label": ["Under 3%", "10% to under 15%", "50% or more"],
        "pupils": ["40", "12", "fewer than 5"],
        "share": [0.4, 0.12, None],
    }
)
GROUPS = pd.DataFrame(
    {
        "dimension": ["fsm", "fsm", "send_provision"],
        "dimension_label": ["Free school meals", "Free school meals", "SEND"],
        "group_value": ["true", "false", "send"],
        "group_label": ["FSM", "Not FSM", "SEN support or EHC plan"],
        "absence_rate": [0.08, 0.04, None],
        "persistent_absentees": ["9", "fewer than 5", None],
        "persistent_absence_rate": [0.2, None, None],
    }
)
TERMS = pd.DataFrame(
    {
        "academic_year": ["2024/25", "2024/25", "2025/26"],
        "term": ["Autumn", "Spring", "Autumn"],
        "absence_rate": [0.05, 0.06, 0.04],
        "authorised_rate": [0.03, None, 0.03],
        "unauthorised_rate": [0.02, None, 0.01],
    }
)


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def test_a_week_stands_beside_the_week_52_weeks_earlier_whatever_day_it_began_on():
    beside = beside_year_before(NOW, BEFORE)

    assert list(beside["last_year_absence_rate"]) == [0.04, 0.05, 0.06]


def test_the_line_is_broken_at_the_holiday_and_england_is_dashed_and_named():
    figure = governor_weeks(beside_year_before(NOW, BEFORE, england=0.052))

    assert list(trace(figure, "2025/26").y) == [0.05, 0.06, None, 0.07]
    assert trace(figure, "England").line.dash == "dash"
    assert {"England", "2024/25", "2025/26"} <= {note.text for note in figure.layout.annotations}


def test_the_sentence_of_weeks_says_above_below_and_the_highest():
    assert governor_weeks_sentence(beside_year_before(NOW, BEFORE)) == (
        "Absence was above the year before in every week; highest, 7.0%, in the week of 3 November 2025"
    )


def test_without_a_year_before_the_weeks_are_told_alone():
    alone = beside_year_before(NOW, BEFORE.iloc[:0])

    assert governor_weeks_sentence(alone).startswith("Absence was highest, 7.0%")
    assert [one.name for one in governor_weeks(alone).data] == ["2025/26"]


def test_bars_of_terms_are_parted_where_both_parts_are_said():
    figure = governor_headline(TERMS)

    assert list(trace(figure, "Authorised").y)[::2] == [0.03, 0.03]
    assert pd.isna(trace(figure, "Authorised").y[1])
    assert trace(figure, "Both together").y[1] == 0.06
    assert figure.layout.yaxis.range[0] == 0
    assert governor_headline_sentence(TERMS) == ("Absence was 4.0% in autumn 2025/26; 5.0% in autumn 2024/25")


def test_bands_say_what_is_not_said_exactly():
    (bars,) = governor_bands(BANDS).data

    assert [text.strip() for text in bars.text] == [
        "40 pupils (40.0%)",
        "12 pupils (12.0%)",
        "fewer than 5 pupils",
    ]
    assert list(bars.x) == [0.4, 0.12, 0]
    assert governor_bands_sentence(BANDS) == (
        "12 pupils missed 10% to under 15%; fewer than 5 pupils 50% or more"
    )


def test_a_sentence_of_bands_begins_with_a_capital():
    few = BANDS.assign(pupils=["40", "fewer than 5", "0"])

    assert governor_bands_sentence(few).startswith("Fewer than 5 pupils missed 10% to under 15%; 0 pupils")


def test_a_group_of_which_nothing_is_said_says_so():
    frame = with_year_before(GROUPS, GROUPS.iloc[:1].assign(absence_rate=0.1))
    figure = governor_groups(frame)

    assert [text.strip() for text in figure.data[-1].text] == [
        "8.0%",
        "4.0%",
        "not said: fewer than 10 pupils",
    ]
    assert trace(figure, "The year before").x[0] == 0.1
    assert figure.data[-1].x[2] == 0


def test_persistent_absentees_of_a_group_are_a_count_and_a_rate_or_words():
    figure = governor_groups_persistent(with_year_before(GROUPS, GROUPS.iloc[:0]))

    assert [text.strip() for text in figure.data[-1].text] == [
        "9 pupils (20.0%)",
        "fewer than 5 pupils",
        "not said",
    ]


def test_without_a_year_before_the_legend_has_no_ring():
    figure = governor_groups(with_year_before(GROUPS, GROUPS.iloc[:0]))

    assert [one.name for one in figure.data if one.showlegend is not False] == ["Now"]


def test_headings_part_the_dimensions():
    figure = governor_groups(with_year_before(GROUPS, GROUPS.iloc[:0]))

    assert [text for text in figure.layout.yaxis.ticktext if "<b>" in text] == [
        "<b>Free school meals</b>",
        "<b>SEND</b>",
    ]


def test_the_sentence_of_groups_names_the_highest_and_the_lowest():
    assert governor_groups_sentence(GROUPS) == ("Absence was highest for FSM, 8.0%; lowest for Not FSM, 4.0%")


def test_nothing_published_is_said_not_drawn():
    for chart, frame in (
        (governor_bands, BANDS),
        (governor_groups, with_year_before(GROUPS, GROUPS)),
        (governor_headline, TERMS),
    ):
        assert "Nothing is said" in chart(frame.iloc[:0]).layout.annotations[0].text
