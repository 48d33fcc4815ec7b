import pandas as pd

from dashboard.charts.absence_by_group import absence_by_group, absence_by_group_sentence

YEARS = pd.DataFrame(
    [
        ("R", "Reception", 0.06, 30),
        ("1", "Year 1", 0.05, 29),
        ("2", "Year 2", 0.04, 1),
        ("3", "Year 3", None, 0),
    ],
    columns=["group_value", "group_label", "absence_rate", "pupils"],
)


def test_reception_is_not_lost_among_numbers():
    figure = absence_by_group(YEARS)

    assert list(figure.data[0].y) == ["Reception", "Year 1", "Year 2"]
    assert figure.layout.yaxis.type == "category"


def test_the_number_of_pupils_is_printed_beside_each_dot():
    assert [text.strip() for text in absence_by_group(YEARS).data[0].text] == [
        "6.0% · 30 pupils",
        "5.0% · 29 pupils",
        "4.0% · 1 pupil",
    ]


def test_englands_figure_is_a_tick():
    figure = absence_by_group(YEARS.assign(national_absence_rate=0.05))

    assert figure.data[1].marker.symbol == "line-ns"


def test_the_title_names_the_group_that_misses_most_and_least():
    assert absence_by_group_sentence(YEARS) == "Reception misses most, 6.0%; Year 2 least, 4.0%"


def test_a_group_not_recorded_is_not_called_the_worst():
    with_unknown = pd.concat(
        [YEARS, pd.DataFrame([("unknown", "Not recorded", 0.5, 2)], columns=YEARS.columns)], ignore_index=True
    )

    assert absence_by_group_sentence(with_unknown).startswith("Reception misses most")


def test_a_class_named_in_html_is_printed_as_it_is_written():
    figure = absence_by_group(YEARS.assign(group_label=["<b>Oak</b>", "Year 1", "Year 2", "Year 3"]))

    assert figure.data[0].y[0] == "&lt;b&gt;Oak&lt;/b&gt;"
