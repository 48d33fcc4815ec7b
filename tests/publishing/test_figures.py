"""From a true figure to a published one and back: rounding, bands, small counts."""

import duckdb
import pytest

from dashboard.config import QUERIES_FOLDER
from dashboard.publishing.counts import BANDS, GroupCounts, Sessions, band, least_absent, most_absent
from dashboard.publishing.figures import (
    FEWER,
    Fact,
    counted,
    group_figures,
    parts_of,
    pupil_number_band,
    rate_of,
    tenths,
)
from dashboard.publishing.groups import SCHOOL

COLUMNS = ("absence_rate", "persistent_absentees", "persistent_absence_rate")


@pytest.mark.parametrize(
    ("part", "whole", "rounded"),
    [(1, 2000, 1), (1, 2001, 0), (515, 10000, 52), (5149, 100000, 51), (0, 7, 0), (7, 7, 1000), (1, 8, 125)],
)
def test_rates_round_half_up_to_a_tenth_of_a_percent(part, whole, rounded):
    assert tenths(part, whole) == rounded


@pytest.mark.parametrize("whole", [7, 150, 2000, 4321])
def test_a_rounded_rate_tells_exactly_the_parts_that_round_to_it(whole):
    for part in range(whole + 1):
        least, most = parts_of(tenths(part, whole), whole)
        assert least <= part <= most
    for rounded in {tenths(part, whole) for part in range(whole + 1)}:
        least, most = parts_of(rounded, whole)
        assert {tenths(part, whole) for part in range(max(0, least), min(whole, most) + 1)} == {rounded}
        assert tenths(most + 1, whole) > rounded > tenths(least - 1, whole)


def test_bands_are_those_of_the_queries():
    connection = duckdb.connect()
    connection.execute((QUERIES_FOLDER / "definitions" / "01_macros.sql").read_text(encoding="utf-8"))
    cases = [(absent, possible) for possible in (1, 20, 33, 100, 151) for absent in range(possible + 1)]
    by_macro = connection.execute(
        "select absence_band(unnest($absent::int[]), unnest($possible::int[]))",
        {"absent": [absent for absent, _ in cases], "possible": [possible for _, possible in cases]},
    ).fetchall()

    assert [(BANDS[band(*case)][0],) for case in cases] == by_macro


def test_the_edges_of_a_band_are_its_first_and_last_whole_sessions():
    for possible in (1, 33, 100, 151):
        for place in range(len(BANDS)):
            within = [absent for absent in range(possible + 1) if band(absent, possible) == place]
            if within:
                assert (least_absent(place, possible), most_absent(place, possible)) == (
                    within[0],
                    within[-1],
                )


def test_a_count_is_nought_fewer_than_five_or_itself():
    assert counted(SCHOOL, 0, 30, {5}) == ("0", [Fact(("school", "all"), "5", 0, 0)])
    assert counted(SCHOOL, 4, 30, {5}) == (FEWER, [Fact(("school", "all"), "5", 1, 4)])
    assert counted(SCHOOL, 5, 30, {5}) == ("5", [Fact(("school", "all"), "5", 5, 5)])


def test_a_count_of_the_whole_group_is_hidden():
    assert counted(SCHOOL, 30, 30, {0}) == (None, [])


def test_no_rate_gives_a_hidden_count_away():
    assert [rate_of(shown, 30) for shown in (None, FEWER, "0", "7")] == [None, None, 0.0, 0.233]


def test_nothing_is_said_of_nine_pupils():
    nine = GroupCounts(9, Sessions(900, 30, 15), [5, 0, 0, 4, 0, 0])
    ten = GroupCounts(10, Sessions(1000, 30, 15), [5, 0, 0, 5, 0, 0])

    assert set(group_figures(SCHOOL, nine, COLUMNS)[0].values()) == {None}
    assert group_figures(SCHOOL, nine, COLUMNS)[1] == []
    row = group_figures(SCHOOL, ten, COLUMNS)[0]
    assert [row[column] for column in COLUMNS] == [0.045, "5", 0.5]


def test_the_size_of_a_school_is_a_range_of_fifty():
    assert [pupil_number_band(pupils) for pupils in (12, 49, 50, 99, 420)] == [
        "fewer than 50",
        "fewer than 50",
        "50 to 99",
        "50 to 99",
        "400 to 449",
    ]
