"""What a publication keeps of concerns: enough for later audits, and nothing of a pupil who is erased."""

import json
import shutil
import sqlite3

import pytest

from dashboard.publishing import publish
from dashboard.publishing.contents import school_concerns, school_terms
from dashboard.store.erasing import erase_pupil
from dashboard.store.publications import digest, read_publications
from dashboard.store.reading import open_store
from tests.publishing.attacker.concern_schools import TERMS, concern, nine_pupils
from tests.school import Pupil, Run, case, import_runs

AUTUMN, SPRING = TERMS[3:5]
SCHOOL = nine_pupils("kept", [AUTUMN, SPRING])
FIRST, LAST = SCHOOL.days[AUTUMN][0], SCHOOL.days[AUTUMN][-1]
IN_SPRING = SCHOOL.days[SPRING][0]
STRANGER = Pupil("stranger")  # in no list
for child in SCHOOL.children:
    del child.marks[SPRING]  # is in the calendar, and has not begun
for number in range(10):
    concern(SCHOOL, f"C{number}", FIRST, closed=LAST if number in range(1, 5) else "")
concern(SCHOOL, "LATER", IN_SPRING)
SCHOOL.concerns.append(case("OLD", STRANGER, "2025-07-01", closed_date=LAST, admission_number="A77"))


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The autumn twice: ten opened and five closed (OLD too); with C0, six closed."""
    folder = tmp_path_factory.mktemp("kept") / "store"
    import_runs(folder, SCHOOL.first_run())
    publish(folder, AUTUMN)
    correct(folder, "C0", closed_date=LAST)
    publish(folder, AUTUMN)
    return folder


@pytest.fixture
def store(published, tmp_path):
    return shutil.copytree(published, tmp_path / "store")


def correct(folder, case_id, **columns):
    (line,) = [one for one in SCHOOL.concerns if one["case_id"] == case_id]
    import_runs(folder, Run({"cme_cases.csv": [line | columns]}))


def kept(folder, what="cme_cases"):
    """What is kept of each publication."""
    return [one.contents[what] for one in read_publications(folder)]


def of_concerns(folder):
    """What would become of the table of concerns, were the autumn published again."""
    (outcome,) = [one for one in publish(folder, AUTUMN, dry_run=True) if one.table == "governor_cme"]
    return outcome.status


def test_a_concern_is_kept_by_digests_and_its_terms(published):
    salt = read_publications(published)[0].contents["salt"]
    old = [[digest(salt, STRANGER.upn), digest(salt, "A77")], digest(salt, "OLD")]
    c0 = [[digest(salt, SCHOOL.concerns[0]["upn"])], digest(salt, "C0"), [2025, "Autumn"]]
    first, second = kept(published)

    assert [*old, [2024, "Summer"], [2025, "Autumn"]] in first
    assert [*c0, None] in first
    assert [*c0, [2025, "Autumn"]] in second
    assert len(first) == len(second) == 12
    assert kept(published, "cme_until") == [[2025, "Autumn"]] * 2


def test_a_concern_of_a_term_that_has_not_begun_is_none_of_the_last_one(published):
    store = open_store(published)
    concerns = school_concerns(store, 1, school_terms(store, 1), salt="00")

    opened = {one.case: one.opened for one in concerns.cases}
    assert opened[digest("00", "LATER")] == (2025, "Spring")
    assert concerns.terms[2025, "Autumn"] == (10, 6, 5)
    assert concerns.until == (2025, "Autumn")


def test_a_publication_of_an_earlier_release_is_audited_with_the_next(store):
    with sqlite3.connect(store / "records.sqlite") as records:
        for number, contents in records.execute(
            "select publication_id, contents from publications"
        ).fetchall():
            earlier = json.loads(contents)
            del earlier["cme_cases"], earlier["cme_until"]
            changed = json.dumps(earlier), number
            records.execute("update publications set contents = ? where publication_id = ?", changed)
    assert of_concerns(store) == "published"

    correct(store, "C0", closed_date="")
    correct(store, "C1", closed_date="")

    assert of_concerns(store) == "withheld"  # five closed at first, and one fewer: of "fewer than 5", four


def test_an_erased_pupil_s_concern_stays_as_one_that_nobody_can_name(store):
    salt = read_publications(store)[0].contents["salt"]
    erased = SCHOOL.concerns[0]["upn"]  # of C9, too

    assert erase_pupil(store, erased, "slt").rows["recorded publications"] == 2
    erase_pupil(store, "A77", "slt")

    contents = json.dumps([one.contents for one in read_publications(store)])
    for name in (erased, "C0", "C9", STRANGER.upn, "A77", "OLD"):
        assert digest(salt, name) not in contents
    first, second = ({one[1]: one[2:] for one in version if not one[0]} for version in kept(store))
    assert len(first) == 3
    assert first.keys() == second.keys()
    assert sum(first[mark] != second[mark] for mark in first) == 1  # as before
    assert of_concerns(store) == "withheld"  # six closed, and two changed: of "fewer than 5", four
