"""CME assurance: what is said of concerns, and what must stay out since it would tell of fewer than five."""

import pytest

from dashboard.publishing.cme import COUNTS, CmeState, Concern, Concerns, TermKey, cme_row
from dashboard.publishing.cme_audit import gives_away

SUMMER_BEFORE, AUTUMN, SPRING, SUMMER, YEAR = (
    (2024, "Summer"),
    (2025, "Autumn"),
    (2025, "Spring"),
    (2025, "Summer"),
    (2025, "Year"),
)
TERMS = [SUMMER_BEFORE, AUTUMN, SPRING, SUMMER]
ALL, NO_OPEN, NOTHING = COUNTS, COUNTS[:2], ()
KEYS = {"before": SUMMER_BEFORE, "autumn": AUTUMN, "spring": SPRING, "summer": SUMMER}
LONG_AGO = (2024, "Spring")  # before the first term of the data
Counts = tuple[int, int, int]
Span = tuple[TermKey, TermKey | None]


def said(period: TermKey, columns: tuple[str, ...], **counts: Counts) -> CmeState:
    """A publication with these columns; counts opened, closed and open at the end, by term.

    It is of an earlier release, which kept no concerns.
    """
    terms = {KEYS[name]: count for name, count in counts.items()}
    return CmeState(period, terms, cme_row(Concerns(terms, []), period, TERMS, columns)[1])


def knew(period: TermKey, columns: tuple[str, ...], until: TermKey | None = None, **spans: Span) -> CmeState:
    """A publication with these columns, and the concerns of its register: when each was opened and closed.

    The last term that had ended is its own, or `until`.
    """
    terms = {
        term: (
            sum(opened == term for opened, _ in spans.values()),
            sum(closed == term for _, closed in spans.values()),
            sum(opened <= term and not (closed and closed <= term) for opened, closed in spans.values()),
        )
        for term in TERMS
    }
    cases = [Concern(name, [], opened, closed) for name, (opened, closed) in spans.items()]
    shown = cme_row(Concerns(terms, []), period, TERMS, columns)[1]
    return CmeState(period, terms, shown, cases, until or period)


def alike(names: str, opened: TermKey, closed: TermKey | None = None) -> dict[str, Span]:
    """Concerns of one letter each."""
    return dict.fromkeys(names, (opened, closed))


BEFORE = {"before": (7, 0, 7)}
TWO_CLOSED = BEFORE | {"autumn": (0, 2, 5)}


def test_seven_open_in_summer_and_five_in_autumn_are_two_closed():
    summer = said(SUMMER_BEFORE, ALL, **BEFORE)

    assert gives_away([summer, said(AUTUMN, ALL, **TWO_CLOSED)], TERMS)
    assert not gives_away([summer, said(AUTUMN, NO_OPEN, **TWO_CLOSED)], TERMS)
    assert not gives_away([said(AUTUMN, ALL, **TWO_CLOSED)], TERMS)  # of the summer nothing was said


def test_a_term_that_was_withheld_is_no_closer_told_by_the_next():
    # 7 open in summer and 5 in spring, none opened and none closed in spring: at least 2 closed in autumn
    earlier = [said(SUMMER_BEFORE, ALL, **BEFORE), said(AUTUMN, NOTHING, **TWO_CLOSED)]
    spring = TWO_CLOSED | {"spring": (0, 0, 5)}

    assert gives_away([*earlier, said(SPRING, ALL, **spring)], TERMS)
    assert not gives_away([*earlier, said(SPRING, NO_OPEN, **spring)], TERMS)


@pytest.mark.parametrize(("first", "second"), [(5, 4), (4, 5), (0, 1), (1, 0)])
def test_one_concern_more_or_less_tells_which_count_is_fewer_than_five(first, second):
    # Five, and with one taken back "fewer than 5": four. None, and with one more "fewer than 5": one.
    published = [said(AUTUMN, COUNTS[:1], autumn=(number, 0, number)) for number in (first, second)]

    assert gives_away(published, TERMS)
    assert not gives_away([published[0]], TERMS)
    assert not gives_away([published[1]], TERMS)


def test_with_four_more_every_count_stays_possible():
    published = [said(AUTUMN, COUNTS[:1], autumn=(number, 0, number)) for number in (0, 4)]

    assert not gives_away(published, TERMS)  # 1 to 4 more than none


def test_what_a_version_before_told_is_not_laid_to_the_next():
    # Of none and one more, one at most can be had whatever is withheld; so the spring may be told.
    told = [said(AUTUMN, ALL, autumn=(0, 0, 0)), said(AUTUMN, NOTHING, autumn=(1, 0, 1))]
    corrected = {"autumn": (1, 0, 1), "spring": (6, 0, 7)}

    assert not gives_away([*told, said(SPRING, COUNTS[:1], **corrected)], TERMS)


def test_a_year_does_not_tell_that_a_count_was_not_corrected():
    # A concern of spring was not closed after all. Of 5 to 7 opened in spring then, at most 4 are open after
    # summer, so 1 or more were closed; if the year says that 6 were opened, 2 or more.
    spring = said(SPRING, NO_OPEN, autumn=(0, 0, 0), spring=(6, 1, 5), summer=(0, 3, 2))
    corrected = {"autumn": (0, 0, 0), "spring": (6, 0, 6), "summer": (0, 3, 3)}
    published = [said(AUTUMN, ALL, autumn=(0, 0, 0)), spring, said(SUMMER, ALL, **corrected)]

    assert not gives_away(published, TERMS[1:])
    assert gives_away([*published, said(YEAR, COUNTS[:1], **corrected)], TERMS[1:])


def test_a_term_that_has_gone_from_the_register_counts():
    summer = said(SUMMER_BEFORE, ALL, **BEFORE)

    assert gives_away([summer, said(AUTUMN, ALL, **TWO_CLOSED)], TERMS[1:])


# --- versions of which the concerns were kept


def test_what_is_taken_back_tells_of_the_version_between():
    # None was opened in autumn, and A closed. A turns out to have been closed before, and B to have been
    # opened: two changed, so 0, 1 or 2 were opened. B is taken back, one changed: if none was opened again,
    # 0 or 1 was before; of "1 or 2" the 1 alone is left.
    first = knew(AUTUMN, ALL, A=(SUMMER_BEFORE, AUTUMN))
    second = knew(AUTUMN, NOTHING, A=(SUMMER_BEFORE, SUMMER_BEFORE), B=(AUTUMN, None))
    third = {"A": (SUMMER_BEFORE, SUMMER_BEFORE)}

    assert gives_away([first, second, knew(AUTUMN, COUNTS[:1], **third)], TERMS)
    assert not gives_away([first, second, knew(AUTUMN, NOTHING, **third)], TERMS)


def test_a_version_that_is_all_as_the_first_tells_nothing_new():
    # Two changed there and two back, so 0, 1 or 2 are as possible as before.
    first = knew(AUTUMN, ALL, A=(SUMMER_BEFORE, AUTUMN))
    second = knew(AUTUMN, NOTHING, A=(SUMMER_BEFORE, SUMMER_BEFORE), B=(AUTUMN, None))

    assert not gives_away([first, second, first], TERMS)


def test_five_less_as_many_as_changed_is_what_fewer_than_five_can_be():
    five = knew(AUTUMN, COUNTS[:1], **alike("ABCDE", AUTUMN))

    # E was none: four. D and E were none, and F is new, so that three changed: two to four.
    assert gives_away([five, knew(AUTUMN, COUNTS[:1], **alike("ABCD", AUTUMN))], TERMS)
    assert gives_away([five, knew(AUTUMN, COUNTS[:1], **alike("ABCF", AUTUMN))], TERMS)
    # C, D and E were none, and F is new: one to four.
    assert not gives_away([five, knew(AUTUMN, COUNTS[:1], **alike("ABF", AUTUMN))], TERMS)


def test_a_concern_opened_and_closed_in_a_term_is_one():
    five = knew(AUTUMN, COUNTS[:1], **alike("ABCDE", AUTUMN, AUTUMN))

    # Two were of spring: three or four. Four would have been as many as all.
    moved = alike("ABC", AUTUMN, AUTUMN) | alike("DE", SPRING, SPRING)
    assert gives_away([five, knew(AUTUMN, COUNTS[:1], **moved)], TERMS)


def test_concerns_open_before_the_first_term_are_tied_too():
    five = knew(SUMMER_BEFORE, ALL, **alike("ABCDE", LONG_AGO))

    assert gives_away([five, knew(SUMMER_BEFORE, ALL, **alike("ABCD", LONG_AGO))], TERMS)
    assert not gives_away([five, knew(SUMMER_BEFORE, ALL, **alike("ABF", LONG_AGO))], TERMS)


def test_versions_are_tied_in_every_term_that_had_ended():
    # None was opened in spring, "fewer than 5" closed and none left open. It turns out that A was closed in
    # autumn, and B was none; after autumn none was open. Two changed in autumn, so by the version before up
    # to four may have been open after it. One changed in spring: by this version one at most was opened
    # there, and no more closed; by the version before two at most.
    spring = knew(SPRING, ALL, A=(SUMMER_BEFORE, SPRING), B=(AUTUMN, AUTUMN))
    autumn = {"A": (SUMMER_BEFORE, AUTUMN)}

    assert gives_away([spring, knew(AUTUMN, ALL, until=SPRING, **autumn)], TERMS)
    assert gives_away([knew(AUTUMN, ALL, until=SPRING, **autumn), spring], TERMS)  # the other way round
    assert not gives_away([spring, knew(AUTUMN, NO_OPEN, until=SPRING, **autumn)], TERMS)
    assert not gives_away([spring, knew(AUTUMN, ALL, **autumn)], TERMS)  # without that


def test_an_earlier_release_s_publication_is_tied_by_how_far_a_count_moved():
    five = said(AUTUMN, COUNTS[:1], autumn=(5, 0, 5))

    assert gives_away([five, knew(AUTUMN, COUNTS[:1], **alike("ABCD", AUTUMN))], TERMS)
    none = said(AUTUMN, COUNTS[:1], autumn=(0, 0, 0))
    assert not gives_away([none, knew(AUTUMN, COUNTS[:1], **alike("ABCD", AUTUMN))], TERMS)


def test_an_earlier_release_s_publication_is_of_the_same_concerns_where_no_count_moved():
    # 7 open in summer and 5 in spring, none opened and none closed in spring: at least 2 closed in autumn
    earlier = [said(SUMMER_BEFORE, ALL, **BEFORE), said(AUTUMN, NOTHING, **TWO_CLOSED)]
    spring = alike("AB", SUMMER_BEFORE, AUTUMN) | alike("CDEFG", SUMMER_BEFORE)

    assert gives_away([*earlier, knew(SPRING, ALL, **spring)], TERMS)
    assert not gives_away([*earlier, knew(SPRING, NO_OPEN, **spring)], TERMS)


# --- shares and medians


def concerns(**terms: list[int]) -> Concerns:
    """In how many school days each concern was acted on, by term; all reported in time."""
    cases = [
        Concern(f"{name} {number}", [], KEYS[name], None, days, 0)
        for name, found in terms.items()
        for number, days in enumerate(found)
    ]
    counts, left = {}, 0
    for name, found in terms.items():
        left += len(found)
        counts[KEYS[name]] = (len(found), 0, left)
    return Concerns(counts, cases)


def test_a_share_of_five_is_said_and_of_four_is_not():
    # three of five on the same or the next day
    row, _, is_short = cme_row(concerns(autumn=[0, 1, 1, 2, 9]), AUTUMN, TERMS, ALL)
    assert (row["acted_in_time_rate"], row["reported_in_time_rate"], is_short) == (0.6, 1.0, False)
    assert (row["median_days_to_first_action"], row["median_covers"]) == (1, "period")

    row, _, is_short = cme_row(concerns(autumn=[0, 1, 1, 2]), AUTUMN, TERMS, ALL)
    assert (row["acted_in_time_rate"], row["median_covers"], is_short) == (None, None, False)


def test_a_year_s_share_less_a_term_s_does_not_tell_of_fewer_than_five():
    # 6 of 8, less autumn's 3 of 5, would be 3 of 3
    row, _, is_short = cme_row(concerns(autumn=[0, 0, 0, 9, 9], spring=[0, 0, 0]), YEAR, TERMS, ALL)

    assert (row["acted_in_time_rate"], is_short) == (None, True)


def test_a_year_s_share_less_a_term_s_does_not_tell_that_all_were_in_time():
    # 8 of 10, less autumn's 3 of 5, would be 5 of 5: spring's one concern too. Reported were all ten of them.
    year = {"autumn": [0, 0, 0, 9, 9], "spring": [0], "summer": [0, 0, 1, 1]}
    row, _, is_short = cme_row(concerns(**year), YEAR, TERMS, ALL)
    assert (row["acted_in_time_rate"], row["reported_in_time_rate"], is_short) == (None, 1.0, True)

    # 7 of 10, of which 4 of 5 in spring and summer
    row, _, is_short = cme_row(concerns(**year | {"summer": [0, 0, 1, 9]}), YEAR, TERMS, ALL)
    assert (row["acted_in_time_rate"], is_short) == (0.7, False)


def test_a_rolling_year_reaches_into_the_year_before():
    row, shown, _ = cme_row(concerns(before=[2, 3, 4], autumn=[5], spring=[6]), SPRING, TERMS, ALL)

    assert (row["median_days_to_first_action"], row["median_covers"]) == (4, "rolling year")
    assert [one.least for one in shown if one.what == "rolling"] == [5]


def test_a_rolling_year_s_median_does_not_tell_of_what_a_term_s_share_leaves_of_it():
    # Autumn: four of six in time, median 0. With spring the middle of 0 0 0 0 20 20 20 20 is 10: there must
    # have been two in spring at least, both of them late.
    row, _, is_short = cme_row(concerns(autumn=[0, 0, 0, 0, 20, 20], spring=[20, 20]), SPRING, TERMS, ALL)

    assert (row["median_covers"], is_short) == (None, True)


def test_a_rolling_year_s_median_does_not_tell_of_what_the_one_before_leaves_of_it():
    school = concerns(before=[2, 3, 4], autumn=[5, 6], spring=[20])

    assert cme_row(school, AUTUMN, TERMS, ALL)[0]["median_days_to_first_action"] == 4
    # the same five and spring's one
    assert cme_row(school, SPRING, TERMS, ALL)[0]["median_days_to_first_action"] is None


def test_a_rolling_year_without_the_summer_before_is_told_beside_the_one_with_it():
    # 2 + 2 + 3, then 2 + 3 + 4: neither holds the other
    school = concerns(before=[2, 3], autumn=[5, 6], spring=[7, 8, 9], summer=[1, 1, 1, 1])

    assert cme_row(school, SPRING, TERMS, ALL)[0]["median_covers"] == "rolling year"
    assert cme_row(school, SUMMER, TERMS, ALL)[0]["median_covers"] == "rolling year"
