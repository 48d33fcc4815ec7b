import pandas as pd

from dashboard.charts.cme_timeliness import cme_timeliness, cme_timeliness_sentence

CASES = pd.DataFrame(
    [
        ("A-1", "2026-10-01", 2, 1, 5, 12),
        ("A-2", "2026-11-02", None, 3, None, None),
        ("<i>", "2026-09-07", -1, 0, 1, 2),
    ],
    columns=["case_id", "opened_date", "days_to_open", "days_to_first_action", "days_to_la", "days_to_close"],
)


def test_a_bar_runs_from_the_trigger_to_the_latest_step_newest_case_first():
    bar = cme_timeliness(CASES).data[0]

    assert list(bar.y) == ["A-2", "A-1", "&lt;i&gt;"]
    assert list(bar.base) == [0, -2, 0]
    assert list(bar.x) == [3, 14, 2]


def test_each_step_has_a_shape_of_its_own():
    symbols = [trace.marker.symbol for trace in cme_timeliness(CASES).data[1:]]

    assert symbols == ["circle", "diamond", "square"]


def test_the_title_counts_prompt_first_actions():
    assert cme_timeliness_sentence(CASES) == "First action within a school day in 2 of 3 cases"
