"""No child can be found in what governors see: an attacker tries, and finds one once a safeguard is off."""

import random
import time

import pytest

from dashboard.publishing import Safeguards
from tests.publishing.attacker.attack import attack, publish_in_turn
from tests.publishing.attacker.brute_force import SmallSchool, group_of
from tests.publishing.attacker.concerns import attack_unchanged
from tests.publishing.attacker.knowledge import true_sessions
from tests.publishing.attacker.programme import Programme
from tests.publishing.attacker.readings import told_in_sentences
from tests.publishing.attacker.schools import (
    AUTUMN,
    Child,
    School,
    Step,
    Traits,
    random_school,
    term_days,
    two_year_school,
    with_concerns,
)
from tests.publishing.attacker.surface import COUNTED, GROUPS

ALL = Safeguards()
SECONDS = 6  # no school is begun after so long
SCHOOLS = 12
TWO_YEARS = 38  # seed of the school that is followed over two years; others on demand
DAYS = term_days(10, [AUTUMN])  # ten days, twenty sessions


MONTH = term_days(20, [AUTUMN])


def children(
    name: str, number: int, days_absent: int, traits: Traits, term: dict[str, list[str]] = DAYS
) -> list[Child]:
    """So many alike, who missed the last days of the autumn without leave."""
    days = term[AUTUMN]
    marks = {day: "OO" if day in days[len(days) - days_absent :] else "/\\" for day in days}
    return [Child(f"{name}{one}", {AUTUMN: traits}, {AUTUMN: dict(marks)}) for one in range(number)]


def in_autumn(*groups: list[Child], steps: tuple[Step, ...] = ()) -> School:
    everyone = [child for group in groups for child in group]
    return School("by hand", DAYS, everyone, (Step("publish", AUTUMN), *steps))


GIRL = Traits(False, "N", "F", 3)
BOY = GIRL._replace(sex="M")
WITH_SUPPORT = GIRL._replace(send="K")
WITH_A_PLAN = GIRL._replace(send="E")


def five_of_twelve() -> School:
    """12 persistent absentees: 6 of 30 without SEND, 5 of 12 with SEN support, so 1 of 2 with a plan."""
    return in_autumn(
        *(children("never", 24, 0, GIRL), children("often", 6, 2, GIRL)),
        *(children("k", 7, 0, WITH_SUPPORT), children("koften", 5, 2, WITH_SUPPORT)),
        *(children("e", 1, 0, WITH_A_PLAN), children("eoften", 1, 2, WITH_A_PLAN)),
    )


def three_of_twelve() -> School:
    """10 persistent absentees, 6 of them without SEND: so 4 with."""
    return in_autumn(
        *(children("never", 24, 0, GIRL), children("often", 6, 2, GIRL)),
        *(children("k", 9, 0, WITH_SUPPORT), children("koften", 3, 2, WITH_SUPPORT)),
        *(children("e", 1, 0, WITH_A_PLAN), children("eoften", 1, 2, WITH_A_PLAN)),
    )


def corrected_to_four() -> School:
    """5 persistent absentees of 45; the marks of one of them are corrected, and it is published again."""
    present = tuple((40, day, "/\\") for day in DAYS[AUTUMN][-2:])
    steps = (Step("correct", AUTUMN, present), Step("publish", AUTUMN))
    return in_autumn(children("never", 40, 0, GIRL), children("often", 5, 2, GIRL), steps=steps)


def corrected_with_leave(girl_days: int) -> School:
    """One of 8 girls and a boy miss days with leave; then the marks of another boy are corrected to four."""
    first, *days = DAYS[AUTUMN]
    girls, boys = children("girl", 8, 0, GIRL), children("boy", 30, 0, BOY) + children("often", 12, 2, BOY)
    boys[0].marks[AUTUMN][first] = "II"
    for day in days[:girl_days]:
        girls[0].marks[AUTUMN][day] = "II"
    more = tuple((len(girls) + 1, day, "II") for day in days[:4])
    return in_autumn(girls, boys, steps=(Step("correct", AUTUMN, more), Step("publish", AUTUMN)))


def two_of_whom_came_for_the_last_day() -> School:
    """Of ten girls there all term one missed 2 sessions, five 1; two more came for one day."""
    late = children("late", 2, 0, GIRL)
    first, *_, last = DAYS[AUTUMN]
    for child in late:
        child.marks[AUTUMN] = {last: "/\\"}
    often, others = children("often", 1, 1, GIRL), children("half", 5, 0, GIRL)
    for child in others:
        child.marks[AUTUMN][first] = "/O"
    steps = (Step("correct", AUTUMN, ((0, last, "II"),)), Step("publish", AUTUMN))
    return in_autumn(late, often, others, children("never", 4, 0, GIRL), steps=steps)


def test_a_pupil_who_came_for_a_day_is_not_taken_for_one_who_was_there_all_term(tmp_path):
    # Of 20 sessions 10 to 15% is 2, of 2 it is none. One girl missed so much; four would have missed 8, and
    # at 3.4% of 204 it is 7: that rate is not published, whatever is corrected afterwards.
    history, _ = publish_in_turn(tmp_path / "store", two_of_whom_came_for_the_last_day(), ALL)

    before, _again = history.events
    assert not any(figure.measure in ("absent", "attended") for figure in before.figures)
    assert attack(history).leaks == []


def ill_in_one_week() -> School:
    """Of 40 girls one was away for the first half of a term, eight for four days after, the others never."""
    days = MONTH[AUTUMN]
    girls = children("ill", 8, 0, GIRL, MONTH) + children("never", 31, 0, GIRL, MONTH)
    (away,) = children("away", 1, 0, GIRL, MONTH)
    away.marks[AUTUMN] |= dict.fromkeys(days[:10], "OO")
    for child in girls[:8]:
        child.marks[AUTUMN] |= dict.fromkeys(days[10:14], "OO")
    return School("by hand", MONTH, [away, *girls], (Step("publish", AUTUMN),))


def test_nobody_is_taken_to_miss_more_in_a_week_than_it_has_sessions(tmp_path):
    # 84 sessions were missed, which could be those of four girls who missed half of 40. But by week they are
    # 10, 10, 64 and 0, and of the 64 a girl can have missed 10: the other 10 of hers are of the first 20, so
    # that only two could be. So the weeks are not published; the rates of the term are.
    history, _ = publish_in_turn(tmp_path / "store", ill_in_one_week(), ALL)

    (event,) = history.events
    assert "absent" in {figure.measure for figure in event.figures}
    assert {figure.week for figure in event.figures} == {None}
    assert attack(history).leaks == []


@pytest.mark.parametrize("girl_days", [0, 1])
def test_what_a_version_told_of_marks_is_not_laid_to_the_next(tmp_path, girl_days):
    # 2 or 4 sessions with leave in the whole school were told, so 8 girls missed no more, though it has 8
    # more now: 10 points of their 160 sessions would be 16. What was told then must stay possible.
    history, _ = publish_in_turn(tmp_path / "store", corrected_with_leave(girl_days), ALL)
    before, again = history.events

    assert {figure.measure for figure in before.figures} >= {"authorised", "unauthorised"}
    assert again.figures
    assert attack(history).leaks == []


def test_a_rate_of_one_kind_that_is_given_away_is_found(tmp_path):
    history, _ = publish_in_turn(tmp_path / "store", corrected_with_leave(1), Safeguards(withholding=False))

    leaks = [leak.what for leak in attack(history).leaks]
    assert any(what.startswith("authorised rate of sex F (8 pupils)") for what in leaks)


@pytest.mark.parametrize(
    ("school", "off"),
    [
        (five_of_twelve, Safeguards(merging=False)),
        (three_of_twelve, Safeguards(withholding=False)),
        (corrected_to_four, Safeguards(memory=False)),
    ],
    ids=["merging", "withholding", "memory"],
)
def test_the_attacker_finds_what_each_safeguard_hides(tmp_path, school, off):
    protected, _ = publish_in_turn(tmp_path / "protected", school(), ALL)
    unprotected, _ = publish_in_turn(tmp_path / "unprotected", school(), off)

    assert attack(protected).leaks == []
    assert attack(unprotected).leaks != []


def test_schools_at_random_give_no_child_away(tmp_path, tried):
    started = time.monotonic()
    schools = figures = hidden = concerns = 0
    drawn = [random_school(random.Random(seed), f"school{seed}") for seed in range(1, SCHOOLS + 1)]
    for school in sorted(drawn, key=lambda one: len(one.children) * len(one.steps)):  # the quick ones first
        if schools and time.monotonic() - started > SECONDS:
            break
        with_concerns(random.Random(schools), school)
        history, shown = publish_in_turn(tmp_path / str(schools), school, ALL)
        verdict = attack(history)
        assert verdict.leaks == [], f"{school.name}: {'; '.join(map(str, verdict.leaks))}"
        of_concerns = attack_unchanged(school, shown)
        assert of_concerns.leaks == [], school.name
        assert told_in_sentences(shown) == [], school.name
        schools, figures, hidden = schools + 1, figures + verdict.figures, hidden + verdict.hidden
        concerns += of_concerns.hidden
    tried("schools at random", schools)
    tried("figures that governors see of them", figures)
    tried("hidden cells of them", hidden)
    tried("hidden counts of concerns", concerns)


def test_a_school_of_two_years_gives_no_child_away(tmp_path, tried):
    school = two_year_school(random.Random(TWO_YEARS), "school", send="N")
    with_concerns(random.Random(TWO_YEARS), school)
    history, shown = publish_in_turn(tmp_path / "store", school, ALL)
    verdict = attack(history)

    stayed = [child for child in school.children if len(child.traits) == 6]
    assert len(stayed) > len(school.children) / 2
    assert (
        len({row["academic_year"] for row in shown[-1]["governor_publications"] if row["term"] == "Year"})
        == 2
    )
    assert len(shown[-1]["governor_changes"]) >= 4  # of three terms and the year
    assert verdict.leaks == []
    assert told_in_sentences(shown) == []
    assert attack_unchanged(school, shown).leaks == []
    tried("figures that governors see of a school over two years", verdict.figures)
    tried("hidden cells of it", verdict.hidden)


@pytest.mark.parametrize(("girls", "boys", "seed"), [(12, 3, 1), (9, 6, 2), (10, 10, 3), (8, 10, 4)])
def test_every_way_the_absences_could_lie_bears_the_attack_out(tmp_path, girls, boys, seed):
    rng = random.Random(seed)
    often = children("girl", girls, 0, GIRL) + children("boy", boys, 0, BOY)
    for child in often:
        for day in rng.sample(DAYS[AUTUMN], rng.choice([0, 0, 0, 1, 1, 2, 3, 6])):
            child.marks[AUTUMN][day] = rng.choice(["II", "OO", "/O"])
    history, _ = publish_in_turn(tmp_path / "store", in_autumn(often), ALL)
    (event,) = history.events
    event.figures = [figure for figure in event.figures if figure.week is None]
    assert attack(history).leaks == []

    programme = Programme(history)
    for sorts, measure, values in SmallSchool(history, event).found:
        group = group_of(sorts)
        size, _ = programme.known_size(event, GROUPS[group])
        true = programme.value(programme.count(event, GROUPS[group], COUNTED[measure]))
        assert true in values
        if 1 <= true <= 4:
            assert set(range(0 if size < 5 else 1, min(4, size) + 1)) <= values, (group, measure)
        least, most = programme.reach(programme.count(event, GROUPS[group], COUNTED[measure]))
        assert least - 1e-5 <= min(values) <= max(values) <= most + 1e-5


def test_a_count_left_out_beside_others_is_everyones(tmp_path):
    always = in_autumn(children("never", 20, 0, GIRL), children("always", 12, 6, BOY))
    history, _ = publish_in_turn(tmp_path / "store", always, ALL)

    of_boys = [figure for figure in history.events[0].figures if figure.group == ("sex", "M")]
    # twelve boys, always absent: no count of them is given, and that gives it
    counts = {figure.measure: figure.least_and_most(12) for figure in of_boys if not figure.is_rate}
    assert counts == {"persistent": (12, 12), "severe": (12, 12)}
    assert attack(history).leaks == []


def test_the_attacker_knows_the_sessions_and_reads_the_marks(tmp_path):
    school = corrected_to_four()
    history, _ = publish_in_turn(tmp_path / "store", school, ALL)

    # twenty sessions; two days of absence, four of them without leave, before the correction and none after
    child = school.children[40]
    first, second = ([(AUTUMN, event.states[AUTUMN][child])] for event in history.events)
    assert true_sessions(history, child, first) == (20, 0, 4)
    assert true_sessions(history, child, second) == (20, 0, 0)
