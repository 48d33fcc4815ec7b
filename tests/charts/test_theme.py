import re

import pytest

from dashboard.charts import marks_by_day, pupil_marks, theme


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def dark(colour):
    drawn = theme.figure().add_scatter(x=[1], y=[1], line={"color": colour})
    return theme.for_dark(drawn).data[0].line.color


def test_lines_and_bars_stand_out_from_the_page_three_to_one():
    for colour in (*theme.CATEGORIES, theme.LAST_YEAR, theme.BENCHMARK):
        assert contrast(colour, theme.PAPER) >= 2.99
        assert contrast(dark(colour), dark(theme.PAPER)) >= 3


def test_text_reads_at_four_and_a_half_to_one_on_paper_and_on_shading():
    for colour in (theme.TEXT, theme.QUIET_TEXT, theme.BENCHMARK):
        for ground in (theme.PAPER, theme.SHADE):
            assert contrast(colour, ground) >= 4.5
            assert contrast(dark(colour), dark(ground)) >= 4.5


def test_a_figure_printed_on_any_cell_of_a_heat_map_reads():
    for cell in theme.SEQUENTIAL:
        assert contrast(theme.TEXT, cell) >= 4.5
        assert contrast(dark(theme.TEXT), dark(cell)) >= 4.5


@pytest.mark.parametrize("kinds", [pupil_marks.KINDS, marks_by_day.KINDS], ids=["pupil", "days"])
def test_what_is_printed_on_a_grid_of_weeks_reads(kinds):
    for name, ground, ink in kinds.values():
        assert contrast(ink, ground) >= 4.5, name
        assert contrast(dark(ink), dark(ground)) >= 4.5, name


def test_the_dark_figure_keeps_its_data_and_leaves_no_light_colour():
    light = theme.figure().add_bar(x=["R", "1"], y=[0.1, 0.2], marker={"color": theme.DARK_BLUE})

    assert list(theme.for_dark(light).data[0].y) == [0.1, 0.2]
    assert theme.TEXT not in re.findall(r"#[0-9A-Fa-f]{6}", theme.for_dark(light).to_json())


def test_a_label_is_harmless_and_not_long():
    assert theme.label('<a href="http://x">y</a>') == "&lt;a href=&quot;http://x&quot;&gt;y&lt;/a&gt;"
    assert len(theme.label("x" * 200)) == 60


def test_a_blank_figure_has_only_its_message():
    blank = theme.blank_figure("Widen the dates.")

    assert blank.layout.annotations[0].text == "Widen the dates."
    assert not blank.data


def test_line_ends_that_meet_are_moved_apart():
    names = theme.line_ends([(1, 0.05, "a", "#000000"), (1, 0.05, "b", "#000000")], 0, 0.1, 300)
    shifts = [name["yshift"] for name in names]

    assert shifts[1] - shifts[0] >= 17
