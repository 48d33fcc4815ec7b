"""No child can be found in what governors see of concerns over two years; with a safeguard off one is."""

import random
from dataclasses import replace

from dashboard.publishing import Safeguards, cme, publish
from dashboard.publishing.selecting import choose_cme
from tests.publishing.attacker.concern_schools import (
    TERMS,
    ConcernSchool,
    ConcernStep,
    concern,
    corrected,
    nine_pupils,
    publish_concerns,
    random_concern_school,
)
from tests.publishing.attacker.concerns import ConcernsVerdict, attack_concerns
from tests.publishing.attacker.readings import told_in_sentences

ALL = Safeguards()
SUMMER_BEFORE, AUTUMN, SPRING = TERMS[2:5]
SEED = 14  # a school whose spring is corrected, withdrawn and published again; others on demand
PUBLISHED = tuple(ConcernStep("publish", term) for term in (SUMMER_BEFORE, AUTUMN))


def attacked(folder, school: ConcernSchool, safeguards: Safeguards = ALL) -> ConcernsVerdict:
    published, _ = publish_concerns(folder, school, safeguards)
    return attack_concerns(published, list(school.school.days))


def closed_over_the_summer() -> ConcernSchool:
    """Seven concerns are opened in the summer; two are closed in the autumn of the next year, five never."""
    school = nine_pupils("over", TERMS[2:4])
    summer, autumn = school.days[SUMMER_BEFORE], school.days[AUTUMN]
    for number in range(7):
        concern(school, f"C{number}", summer[0], autumn[1] if number < 2 else "")
    return ConcernSchool(school, PUBLISHED)


def one_taken_back() -> ConcernSchool:
    """Five concerns in the summer, of which one turns out to be of the autumn; and the summer comes again."""
    school = nine_pupils("back", TERMS[2:4])
    for number in range(5):
        concern(school, f"C{number}", school.days[SUMMER_BEFORE][0])
    moved = school.concerns[0] | {"opened_date": school.days[AUTUMN][0]}
    steps = (PUBLISHED[0], ConcernStep("correct", lines=(moved,)), PUBLISHED[0])
    return ConcernSchool(school, steps)


def one_of_two_taken_back() -> ConcernSchool:
    """None was opened in the autumn, which is published again after each of two corrections.

    OLD was closed in July and NEW opened in the autumn: two were changed, so 0, 1 or 2 can have been opened.
    NEW was opened in July after all: one was changed, so if again none was opened, 0 or 1 had been.
    """
    school = nine_pupils("again", [AUTUMN])
    autumn = school.days[AUTUMN]
    concern(school, "OLD", "2025-07-01", closed=autumn[1])
    closed = school.concerns[0] | {"closed_date": "2025-07-08"}
    opened = closed | {"case_id": "NEW", "opened_date": autumn[0], "closed_date": autumn[4]}
    moved = opened | {"opened_date": "2025-07-01", "closed_date": "2025-07-08"}
    publish_autumn = ConcernStep("publish", AUTUMN)
    first, second = ConcernStep("correct", lines=(closed, opened)), ConcernStep("correct", lines=(moved,))
    return ConcernSchool(school, (publish_autumn, first, publish_autumn, second, publish_autumn))


def late_in_spring() -> ConcernSchool:
    """Six concerns in autumn, four of them acted on at once; the others, and two in spring, after four days.

    In autumn the median is 0; the rolling year's would be 2, the middle of 0 0 0 0 4 4 4 4, and tell that two
    or more were opened in spring, none of them in time.
    """
    school = nine_pupils("late", TERMS[3:5])
    autumn, spring = school.days[AUTUMN], school.days[SPRING]
    for number in range(6):
        concern(school, f"C{number}", autumn[0], acted=autumn[0 if number < 4 else 4])
    for number in range(2):
        concern(school, f"S{number}", spring[0], acted=spring[4])
    return ConcernSchool(school, (ConcernStep("publish", AUTUMN), ConcernStep("publish", SPRING)))


def within_a_year(concerns, key, terms, earlier, *others):
    """Choose a form as though only this year's publications were known."""
    return choose_cme(concerns, key, terms, [one for one in earlier if one.period[0] == key[0]], *others)


def without_concerns(concerns, key, terms, earlier, *others):
    """Choose a form as though earlier publications had kept only how many concerns there were."""
    return choose_cme(concerns, key, terms, [replace(one, cases=None) for one in earlier], *others)


def test_two_years_are_attacked_together(tmp_path, monkeypatch):
    school = closed_over_the_summer()
    assert attacked(tmp_path / "protected", school).leaks == []

    without_memory = attacked(tmp_path / "forgetful", school, Safeguards(memory=False))
    monkeypatch.setitem(publish.__globals__, "choose_cme", within_a_year)
    within_years = attacked(tmp_path / "within years", school)

    # 7 open, none opened and 5 open at the end
    told = [f"closed of {AUTUMN}, version 0: only [2]"]
    assert (without_memory.leaks, within_years.leaks) == (told, told)


def test_versions_of_a_term_are_attacked_together(tmp_path):
    assert attacked(tmp_path / "protected", one_taken_back()).leaks == []

    leaks = attacked(tmp_path / "forgetful", one_taken_back(), Safeguards(memory=False)).leaks
    assert f"opened of {SUMMER_BEFORE}, version 1: only [4]" in leaks


def test_what_is_taken_back_tells_nothing_of_the_version_between(tmp_path, monkeypatch):
    assert attacked(tmp_path / "protected", one_of_two_taken_back()).leaks == []

    monkeypatch.setitem(publish.__globals__, "choose_cme", without_concerns)
    leaks = attacked(tmp_path / "forgetful", one_of_two_taken_back()).leaks
    assert leaks == [f"opened of {AUTUMN}, version 1: only [1]"]


def test_a_median_that_tells_of_two_is_found(tmp_path, monkeypatch):
    assert attacked(tmp_path / "protected", late_in_spring()).leaks == []

    monkeypatch.setattr(cme, "_leaves_few", lambda *_: False)
    leaks = attacked(tmp_path / "unprotected", late_in_spring()).leaks
    assert leaks == [f"median of {SPRING} less others: of 2"]


def test_a_school_at_random_gives_no_concern_away(tmp_path, tried):
    school = random_concern_school(random.Random(SEED), "school")
    published, surfaces = publish_concerns(tmp_path / "store", school, ALL)
    verdict = attack_concerns(published, TERMS)

    assert verdict.leaks == []
    assert told_in_sentences(surfaces) == []
    tried("publications with concerns", len(published))
    tried("hidden counts of concerns", verdict.hidden)


def test_a_correction_changes_a_concern_or_adds_one():
    school = closed_over_the_summer().school
    closed = school.concerns[6] | {"closed_date": "2025-09-05"}
    added = school.concerns[6] | {"case_id": "C7"}

    now = corrected(school.concerns, (closed, added))

    assert len(now) == 8
    assert [line["closed_date"] for line in now[6:]] == ["2025-09-05", ""]
