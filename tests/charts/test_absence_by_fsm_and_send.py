import pandas as pd

from dashboard.charts.absence_by_fsm_and_send import absence_by_fsm_and_send, absence_by_fsm_and_send_sentence

GROUPS = pd.DataFrame(
    [
        ("fsm_and_send", 0.12, 10, 4),
        ("fsm_only", 0.08, 30, 6),
        ("send_only", 0.07, 20, 3),
        ("neither", 0.04, 140, 10),
        ("unknown", 0.5, 1, 1),
    ],
    columns=["group_value", "absence_rate", "pupils", "persistent_absentees"],
)


def test_each_cell_says_the_rate_and_how_many_pupils():
    printed = absence_by_fsm_and_send(GROUPS).data[0].text

    assert printed[0][0] == "<b>12.0%</b><br>4 of 10 pupils<br>persistently absent"
    assert printed[1][1].startswith("<b>4.0%</b><br>10 of 140 pupils")


def test_fsm_stands_above_not_fsm_and_send_before_no_send():
    heat_map = absence_by_fsm_and_send(GROUPS).data[0]

    assert [list(row) for row in heat_map.z] == [[0.12, 0.08], [0.07, 0.04]]


def test_the_title_sets_both_beside_neither():
    assert (
        absence_by_fsm_and_send_sentence(GROUPS)
        == "Pupils with FSM and SEND miss 12.0%; pupils with neither, 4.0%"
    )


def test_with_nothing_recorded_it_says_so():
    assert "both known" in absence_by_fsm_and_send(GROUPS.tail(1)).layout.annotations[0].text
