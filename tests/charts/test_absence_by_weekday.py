import pandas as pd

from dashboard.charts.absence_by_weekday import absence_by_weekday, absence_by_weekday_sentence

WEEK = pd.DataFrame(
    [(1, "AM", 0.04), (1, "PM", 0.05), (5, "AM", 0.06), (5, "PM", 0.08), (3, "AM", 0.03), (3, "PM", None)],
    columns=["weekday", "session", "absence_rate"],
)


def test_weekdays_stand_in_order_with_morning_above_afternoon():
    heat_map = absence_by_weekday(WEEK).data[0]

    assert list(heat_map.x) == ["Monday", "Wednesday", "Friday"]
    assert list(heat_map.y) == ["AM", "PM"]
    assert absence_by_weekday(WEEK).layout.yaxis.autorange == "reversed"


def test_every_cell_prints_its_rate():
    heat_map = absence_by_weekday(WEEK).data[0]

    assert [list(row) for row in heat_map.text] == [["4.0%", "3.0%", "6.0%"], ["5.0%", "", "8.0%"]]
    assert heat_map.texttemplate == "%{text}"


def test_the_title_names_the_most_and_the_least_missed_session():
    sentence = absence_by_weekday_sentence(WEEK)

    assert sentence == "Friday afternoon is missed most, 8.0%; Wednesday morning least, 3.0%"


def test_a_week_without_a_possible_session_says_what_to_do():
    assert "Widen the dates" in absence_by_weekday(WEEK.iloc[:0]).layout.annotations[0].text
