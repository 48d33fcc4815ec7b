"""The attacker's brute force over concerns, on cases small enough to know the answer."""

from tests.publishing.attacker.concern_histories import ROLLING, Histories, Row, Target, can_become

FEW = "fewer than 5"
ONE_TO_FOUR = {1, 2, 3, 4}


def can_be(rows: list[Row], *targets: Target, changed=None, terms: int = 3) -> list[set[int]]:
    """What each target can be where these rows were shown, of at most eight concerns a term."""
    versions = 1 + max(row.version for row in rows)
    found = Histories([terms - 1] * versions, rows, changed or {}, most=8).possible(targets)
    return [found[target] for target in targets]


def of_term(place: int, opened=None, closed=None, left=None, version: int = 0) -> Row:
    return Row(version, place, place, {"opened": opened, "closed": closed, "open_at_end": left})


def test_seven_open_and_then_five_with_none_opened_are_two_closed():
    rows = [of_term(0, left="7"), of_term(1, "0", FEW, "5")]

    assert can_be(rows, Target(0, "closed", 1, 1)) == [{2}]
    assert can_be(rows[1:], Target(0, "closed", 1, 1)) == [ONE_TO_FOUR]
    assert can_be([rows[0], of_term(1, "0", FEW)], Target(0, "closed", 1, 1)) == [ONE_TO_FOUR]


def test_a_term_of_which_nothing_is_said_follows_from_those_around_it():
    # 7, then nothing said, then 5 open after none was opened or closed: what was closed is two and the opened
    rows = [of_term(0, left="7"), of_term(2, "0", "0", "5")]

    assert can_be(rows, Target(0, "closed", 1, 1), Target(0, "open_at_end", 1, 1)) == [
        {2, 3, 4, 5, 6, 7, 8},
        {5},
    ]


def test_a_year_s_four_leave_three_at_most_for_each_of_two_terms():
    rows = [of_term(0, FEW), of_term(1, FEW), of_term(2, "0"), Row(0, 0, 2, {"opened": FEW})]

    autumn, spring, year = (Target(0, "opened", *where) for where in ((0, 0), (1, 1), (0, 2)))
    assert can_be(rows, autumn, spring, year) == [{1, 2, 3}, {1, 2, 3}, {2, 3, 4}]


def test_a_year_of_nine_less_a_term_of_five_leaves_four_for_two():
    rows = [of_term(0, "5"), of_term(1, FEW), of_term(2, FEW), Row(0, 0, 2, {"opened": "9"})]

    assert can_be(rows, Target(0, "opened", 1, 1), Target(0, "opened", 2, 2)) == [{1, 2, 3}] * 2


def test_a_rolling_year_of_five_cases_leaves_at_least_one_for_the_second_of_two_terms():
    rows = [of_term(0, FEW), of_term(1, "0"), Row(0, 0, 2, {ROLLING: ROLLING})]

    # up to eight are tried; the first is at most four
    assert can_be(rows, Target(0, "opened", 2, 2)) == [set(range(1, 9))]
    assert can_be([*rows, of_term(2, "1")], Target(0, "opened", 0, 0)) == [{4}]


def test_one_concern_changed_tells_which_count_is_fewer_than_five():
    versions = {(0, 1): [0, 1, 0, 0]}  # none before the first term, one in the first, none after
    rows = [of_term(0, "5"), of_term(0, FEW, version=1)]

    assert can_be(rows, Target(1, "opened", 0, 0), changed=versions) == [{4}]
    assert can_be(rows, Target(1, "opened", 0, 0), changed={(0, 1): [0, 4, 0, 0]}) == [ONE_TO_FOUR]


def test_concerns_are_carried_over_a_correction():
    # One concern of the first term was changed; "fewer than 5" in the second are the same in both.
    versions = {(0, 1): [0, 1, 0, 0]}
    rows = [of_term(0, "6", "0", "6"), of_term(1, "0", FEW), of_term(1, "0", FEW, "4", version=1)]

    # 7 open, less 3, are 4; 5 less 1; and where none more was opened, or it was closed at once, 6 less 2
    assert can_be(rows, Target(0, "closed", 1, 1), changed=versions) == [{1, 2, 3}]


def test_one_that_was_corrected_changes_each_count_by_one_at_most():
    assert can_become((2, 1), (3, 1), 1)
    assert can_become((2, 1), (3, 2), 1)
    assert can_become((2, 1), (2, 1), 1)  # nothing that is counted
    assert not can_become((2, 1), (4, 1), 1)
    assert not can_become((2, 1), (3, 1), 0)
