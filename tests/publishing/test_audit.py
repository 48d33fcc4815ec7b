"""The audit: it finds what can be worked out, and knows everything that was ever published."""

from collections.abc import Iterable

import pytest

from dashboard.publishing.audit import Audit
from dashboard.publishing.counts import GroupCounts, Sessions, count_groups
from dashboard.publishing.figures import Fact, counted
from dashboard.publishing.groups import SCHOOL, Cell, Group
from dashboard.publishing.unknowns import YEAR, Entry, State, Unknowns

POSSIBLE = 150  # sessions of a term
ABSENT = {"never": 0, "often": 18, "always": 100}  # under 3%, 12%, two thirds
N, K, E = (Group("send", value) for value in "NKE")
ANY_SEND, NO_SEND = Group("any_send", "send"), Group("any_send", "none")


class Term:
    """Pupils by name, each in one cell; how much they missed; what was published of them."""

    def __init__(
        self,
        publication: int,
        pupils: dict[str, tuple[Cell, int]],
        period: str = "Autumn",
        possible: int = POSSIBLE,
    ) -> None:
        self.pupils = {name: {cell: Sessions(possible, 0, absent)} for name, (cell, absent) in pupils.items()}
        self.counts = count_groups(self.pupils)
        self.state = State(
            publication,
            period,
            [
                Entry(name, repr(cells), {cell: sessions.possible for cell, sessions in cells.items()})
                for name, cells in self.pupils.items()
            ],
            truth={group: counts.bands for group, counts in self.counts.items()},
            missed={"authorised": 0, "unauthorised": sum(absent for _, absent in pupils.values())},
        )

    def persistent(self, groups: Iterable[Group]) -> list[Fact]:
        """What publishing these counts of persistent absentees tells."""
        return [fact for group in groups for fact in self._told(group, self.counts[group])]

    def _told(self, group: Group, counts: GroupCounts) -> list[Fact]:
        return counted(group, counts.count(frozenset({3, 4, 5})), counts.pupils, {3, 4, 5})[1]


def accepts(audited: Audit, place: int, facts: list[Fact]) -> bool:
    """Tell these facts; they are taken back if they give something away."""
    audited.tell(place, facts)
    if not audited.leak():
        return True
    audited.take_back()
    return False


def pupils(**groups: int) -> dict[str, tuple[Cell, int]]:
    """`pupils(N_never=20)`: 20 in Year 3 without SEND who missed nothing."""
    found = {}
    for group, number in groups.items():
        send, how = group.split("_")
        for one in range(number):
            found[f"{group}{one}"] = (Cell("false", send, "F", "3"), ABSENT[how])
    return found


@pytest.fixture(params=[False, True], ids=["fractions", "whole pupils"])
def audit(request):
    def of(*terms: Term) -> Audit:
        return Audit(Unknowns([term.state for term in terms]), in_whole_pupils=request.param)

    return of


# The prototype's: 12 persistent in all, 7 without SEND, so K and E together are 5: three and two.
SCHOOL_OF_60 = pupils(N_never=33, N_often=7, K_never=9, K_often=3, E_never=6, E_often=2)


def test_hiding_small_counts_alone_gives_them_away_and_is_found(audit):
    term = Term(1, SCHOOL_OF_60)
    naive = audit(term)

    # K is fewer than 5 and E, of 8 pupils, not said: K and E are 12 - 7 = 5, so each is 1 to 4
    assert accepts(naive, 0, term.persistent([SCHOOL]))
    assert accepts(naive, 0, term.persistent([N, K]))

    leaky = Term(1, SCHOOL_OF_60 | pupils(K_always=2))  # now K is 5, so E is 14 - 7 - 5 = 2
    audited = audit(leaky)
    assert accepts(audited, 0, leaky.persistent([SCHOOL]))
    assert not accepts(audited, 0, leaky.persistent([N, K]))


def test_a_merged_table_passes_where_a_finer_one_does_not(audit):
    term = Term(1, SCHOOL_OF_60 | pupils(K_always=2))
    audited = audit(term)

    assert accepts(audited, 0, term.persistent([SCHOOL]))
    assert not accepts(audited, 0, term.persistent([N, K, E]))
    assert accepts(audited, 0, term.persistent([NO_SEND, ANY_SEND]))


def test_facts_taken_back_are_forgotten(audit):
    term = Term(1, SCHOOL_OF_60 | pupils(K_always=2))
    audited = audit(term)
    assert accepts(audited, 0, term.persistent([SCHOOL]))
    assert accepts(audited, 0, term.persistent([N]))
    audited.take_back()

    assert accepts(audited, 0, term.persistent([K]))  # with N it would give E away


def test_a_rate_of_two_pupils_is_given_away_by_the_rest(audit):
    term = Term(1, pupils(N_never=10, N_often=20, E_often=2))  # 22 x 18 sessions, 36 of them of E
    audited = audit(term)
    absent_of_n = Fact(("send", "N"), "absent", 359, 361)

    assert accepts(audited, 0, [Fact(("school", "all"), "absent", 35, 37)])
    assert not accepts(
        audited, 0, [absent_of_n]
    )  # 34 to 38 of 300: four sessions, where thirty must be possible


def test_in_a_short_term_whoever_is_not_persistent_missed_nothing(audit):
    # Of 10 sessions one is 10%, so 26 of 30 persistent leaves 4 who missed none, which must stay hidden.
    absent_of = {f"N{one}": (Cell("false", "N", "F", "3"), 2 if one < 26 else 0) for one in range(30)}
    short, long = Term(1, absent_of, possible=10), Term(1, pupils(N_often=26, N_never=4))

    assert not accepts(audit(short), 0, short.persistent([SCHOOL]))
    assert accepts(audit(long), 0, long.persistent([SCHOOL]))  # of 150 sessions, 5 to 14 are 3 to 10%


@pytest.mark.parametrize(("missed", "is_hidden"), [(50, False), (60, True)])
def test_what_each_pupil_could_attend_is_known(audit, missed, is_hidden):
    # Two came for the last day, so of 2 sessions nobody misses 10 to 15%. One of the ten there all term did,
    # 15 sessions or more; were it four, as must remain possible, it would be 60 in all.
    cell = Cell("false", "N", "F", "3")
    others = {50: [0, 0, 5, 5, 5, 5, 5, 5, 5], 60: [0, 0, 6, 6, 6, 6, 7, 7, 7]}[missed]
    term = Term(1, {f"there{one}": (cell, absent) for one, absent in enumerate([15, *others])})
    late = Term(1, {f"late{one}": (cell, 0) for one in range(2)}, possible=2)
    term.state.entries = [*term.state.entries, *late.state.entries]
    everyone = count_groups(term.pupils | late.pupils)
    term.state.truth = {group: counts.bands for group, counts in everyone.items()}

    assert accepts(audit(term), 0, [Fact(("school", "all"), "absent", missed, missed)]) == is_hidden


def test_the_only_pupil_who_could_be_in_a_band_gives_nothing_away_that_was_hidden(audit):
    # Of 2 sessions nobody misses 10 to 15%, so of these ten only the one there all term can have: 1 is all
    # that is left of 1 to 4, whatever is told.
    term = Term(1, pupils(N_often=1))
    late = Term(1, {f"late{one}": (Cell("false", "N", "F", "3"), 0) for one in range(9)}, possible=2)
    term.state.entries = [*term.state.entries, *late.state.entries]
    term.state.truth = {SCHOOL: [9, 0, 0, 1, 0, 0]}

    assert accepts(audit(term), 0, [Fact(("school", "all"), "absent", 18, 18)])


def test_a_version_before_counts_for_the_pupils_who_did_not_change(audit):
    # Version 1 said 5 in all. One pupil's marks were corrected, and version 2 would say "fewer than 5": so 4.
    before = Term(1, pupils(N_never=40, N_often=5))
    before.state.facts += before.persistent([SCHOOL])
    corrected = pupils(N_never=40, N_often=5)
    corrected["N_often0"] = (corrected["N_often0"][0], 0)
    after = Term(2, corrected)

    assert accepts(audit(after), 0, after.persistent([SCHOOL]))  # without memory
    assert audit(before, after).leak()


def test_an_unchanged_version_tells_nothing_new(audit):
    before = Term(1, SCHOOL_OF_60)
    before.state.facts += before.persistent([SCHOOL])
    again = Term(2, SCHOOL_OF_60)

    assert accepts(audit(before, again), 1, again.persistent([SCHOOL]))


def corrected_upwards(told_before: Iterable[Fact]) -> tuple[Term, Term]:
    """The two with a plan missed 4 sessions with leave; then somebody else's marks become 36 more."""
    before = Term(1, pupils(N_never=20, E_never=2))
    before.state.missed = {"authorised": 4, "unauthorised": 0}
    before.state.facts += told_before
    after = Term(2, pupils(N_never=20, E_never=2) | {"N_never0": (Cell("false", "N", "F", "3"), 36)})
    after.state.missed = {"authorised": 40, "unauthorised": 0}
    return before, after


def test_of_marks_published_again_as_much_must_be_hidden_as_the_school_now_has(audit):
    # 39 to 41 less 33 to 37 leaves 2 to 8 of 300 sessions for the two, where thirty must be possible: all
    # that the school had before, 4, would not do, since nothing was told of it.
    before, after = corrected_upwards(told_before=[])
    audited = audit(before, after)

    assert accepts(audited, 1, [Fact(("school", "all"), "authorised", 39, 41)])
    assert not accepts(audited, 1, [Fact(("send", "N"), "authorised", 33, 37)])


@pytest.mark.parametrize("told", [0, 4])
def test_what_was_told_of_marks_cannot_be_hidden_when_they_are_published_again(audit, told):
    # The school had so many sessions with leave, so the two had no more, whatever is withheld now.
    before, after = corrected_upwards([Fact(("school", "all"), "authorised", told, told)])
    before.state.missed = {"authorised": told, "unauthorised": 0}
    after.state.missed = {"authorised": told + 36, "unauthorised": 0}

    assert accepts(audit(before, after), 1, [Fact(("school", "all"), "authorised", told + 36, told + 36)])


def test_what_could_be_told_of_marks_before_must_stay_possible(audit):
    # Of 4 sessions with leave, 0 to 4 could be of the two; that the others had 36 of the 40 would give 4.
    before, after = corrected_upwards([Fact(("school", "all"), "authorised", 4, 4)])
    audited = audit(before, after)

    assert accepts(audited, 1, [Fact(("school", "all"), "authorised", 40, 40)])
    assert not accepts(audited, 1, [Fact(("send", "N"), "authorised", 36, 36)])


def test_a_year_less_its_terms_is_found_out():
    # One pupil is away all autumn; in spring and summer nobody is. The year's sessions are the terms'.
    autumn = pupils(N_never=40, N_always=1)
    quiet = {name: (cell, 0) for name, (cell, _) in autumn.items()}
    terms = [Term(1, autumn), Term(1, quiet, "Spring"), Term(1, quiet, "Summer")]
    year = Term(1, autumn, YEAR)
    year.state.entries = [
        Entry(entry.pupil, entry.contribution, dict.fromkeys(entry.possible, 3 * POSSIBLE))
        for entry in year.state.entries
    ]
    year.state.truth = {SCHOOL: [40, 0, 0, 0, 1, 0]}  # 100 of 450 sessions
    for term in terms:
        term.state.truth = {}
    states = [term.state for term in terms] + [year.state]
    absent = [Fact(("school", "all"), "absent", total, total) for total in (100, 0, 0)]

    assert not Audit(Unknowns(states)).leak()
    for state, fact in zip(states, absent, strict=False):
        state.facts.append(fact)

    # 100 sessions in the year: at most one pupil can have missed 68 (15%) of 450
    assert Audit(Unknowns(states)).leak()


def test_a_pupil_s_year_is_the_sum_of_that_pupil_s_own_terms():
    # X was persistent in the year until corrected: at least 45 of 450 sessions; in spring and summer nobody
    # missed any. So in autumn X missed 45 or more of 150, is not from 10 to 15%, and of "fewer than 5"
    # persistent in autumn at most 3 can be. Y, who is, is the only one: 1 to 4 must remain possible.
    cell = Cell("false", "N", "F", "3")
    autumn = {f"other{one}": (cell, 10) for one in range(39)} | {"Y": (cell, 18), "X": (cell, 100)}
    quiet = dict.fromkeys(autumn, (cell, 0))
    states = []
    for publication, now in ((1, autumn), (2, autumn | {"X": (cell, 0)})):
        terms = [Term(publication, now), *(Term(publication, quiet, term) for term in ("Spring", "Summer"))]
        year = Term(publication, now, YEAR)
        year.state.entries = [
            Entry(entry.pupil, entry.contribution, dict.fromkeys(entry.possible, 3 * POSSIBLE))
            for entry in year.state.entries
        ]
        states += [term.state for term in (*terms, year)]
    for state in states[1:]:
        state.truth = {}
    school = SCHOOL.grouping, SCHOOL.value
    states[0].truth = {SCHOOL: [0, 0, 39, 1, 0, 1]}
    states[0].facts.append(Fact(school, "345", 1, 4))
    states[3].facts.append(Fact(school, "345", 1, 4))
    for quiet_term in (states[1], states[2]):
        quiet_term.facts.append(Fact(school, "absent", 0, 0))

    assert not Audit(Unknowns(states)).leak()
    states[7].facts.append(Fact(school, "345", 0, 0))  # the year as published again

    assert Audit(Unknowns(states)).leak()
