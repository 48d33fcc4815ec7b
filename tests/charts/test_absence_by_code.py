import pandas as pd

from dashboard.charts.absence_by_code import absence_by_code, absence_by_code_sentence

CODES = pd.DataFrame(
    [
        ("I", "authorised_absence", 60, 0.03, 0.028),
        ("O", "unauthorised_absence", 30, 0.015, 0.008),
        ("N", "unauthorised_absence", 10, 0.005, None),
        ("/", "attending", 1900, 0.95, None),
        ("Y1", "not_possible", 4, None, None),
    ],
    columns=["attendance_code", "category", "sessions", "rate", "national_rate"],
)


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_only_absences_are_drawn_in_two_named_kinds():
    figure = absence_by_code(CODES)

    assert list(named(figure, "Authorised").x) == [0.03]
    assert list(named(figure, "Unauthorised").x) == [0.005, 0.015]
    assert named(figure, "Unauthorised").marker.pattern.shape == "/"


def test_a_reason_not_yet_known_stays_on_top_and_the_rest_come_largest_first():
    names = [
        text
        for trace in absence_by_code(CODES).data
        if trace.type == "scatter" and trace.mode == "text"
        for text in trace.text
    ]

    assert names[:3] == ["No reason yet (N)", "Illness (I)", "Other unauthorised (O)"]


def test_england_is_a_tick_where_it_is_published():
    ticks = named(absence_by_code(CODES), "England")

    assert ticks.marker.symbol == "line-ns"
    assert list(ticks.x)[1:] == [0.028, 0.008]


def test_without_national_figures_there_is_no_tick():
    names = [trace.name for trace in absence_by_code(CODES.drop(columns="national_rate")).data]

    assert "England" not in names


def test_bars_begin_at_zero():
    assert absence_by_code(CODES).layout.xaxis.range[0] == 0


def test_the_title_gives_the_largest_reasons_share_of_absence():
    assert absence_by_code_sentence(CODES) == "Illness is 60% of all absence"


def test_a_code_from_a_file_cannot_carry_markup_into_the_chart():
    odd = CODES.assign(attendance_code=["<b>", "O", "N", "/", "Y1"])
    names = [
        text
        for trace in absence_by_code(odd).data
        if trace.type == "scatter" and trace.mode == "text"
        for text in trace.text
    ]

    assert "Code &lt;b&gt; (&lt;b&gt;)" in names
