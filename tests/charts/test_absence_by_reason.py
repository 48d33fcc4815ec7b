import pandas as pd
import pytest

from dashboard.charts.absence_by_reason import GROUPS, absence_by_reason, absence_by_reason_sentence

REASONS = pd.DataFrame(
    [
        ("This period", "illness", "I, M", 60, 0.03, 0.6),
        ("This period", "other_unauthorised", "O, <b>", 40, 0.02, 0.4),
        ("A year earlier", "holiday", "G", 50, 0.04, 1.0),
    ],
    columns=["period", "reason_group", "codes", "sessions", "rate", "share"],
)


def test_a_bar_a_period_is_stacked_by_group_of_reasons():
    figure = absence_by_reason(REASONS)
    illness, holiday, other = figure.data

    assert figure.layout.barmode == "stack"
    assert list(illness.y) == ["This period", "A year earlier"]
    assert list(illness.x) == [0.03, 0.0]
    assert list(holiday.x) == [0.0, 0.04]
    assert other.name == "Other unauthorised"


def test_the_period_stands_above_the_year_before():
    assert list(absence_by_reason(REASONS).layout.yaxis.categoryarray) == ["A year earlier", "This period"]


def test_a_code_is_harmless_in_a_label():
    assert absence_by_reason(REASONS).data[2].customdata[0] == "O, &lt;b&gt;"


def test_the_title_names_the_largest_group_of_the_period_and_its_share():
    assert absence_by_reason_sentence(REASONS) == "Illness and appointments make up 60% of all absence"
    assert absence_by_reason_sentence(REASONS.tail(1)) == "Holiday makes up 100% of all absence"


def test_without_absence_it_says_so():
    nothing = REASONS.head(0)

    assert absence_by_reason_sentence(nothing) == "No absence in this selection"
    assert absence_by_reason(nothing).layout.annotations[0].text == "No absence in this selection."


@pytest.mark.parametrize("group", GROUPS.values(), ids=lambda group: group.label)
def test_there_are_four_groups_each_with_a_colour_of_its_own(group):
    assert len({each.colour for each in GROUPS.values()}) == len(GROUPS) == 4
    assert group.ink != group.colour
