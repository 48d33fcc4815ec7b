"""The new school year's pupil list beside what was known on 31 July: who left, joined, moved up."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.school import (
    YEAR_2024,
    YEAR_2025,
    Pupil,
    Run,
    attends,
    calendar,
    case,
    marked,
    of,
    open_school,
    pick,
    run_query,
)

LAST_WEEK = attends("2025-07-14", "2025-07-18")  # 10 sessions of 2024/25
BOTH = LAST_WEEK | attends("2025-09-01", "2025-09-12")
NEXT = {"R": "1", "1": "2", "2": "3", "3": "4", "4": "5", "5": "6"}

# Year 2, then Year 3; never absent
UPA = Pupil("upa", "2", BOTH)
# Year 6; gone, and no leaving date says so
LEA = Pupil("lea", "6", LAST_WEEK)
# Year 4; left on 18 July, and the new list says so
LOU = Pupil("lou", "4", LAST_WEEK)
# Year 3; not in the new list, and in school on 1 and 2 September
MIA = Pupil("mia", "3", LAST_WEEK | attends("2025-09-01", "2025-09-02"))
# left in November 2024: no news in September
GON = Pupil("gon", "3", attends("2024-11-04", "2024-11-08"))
# new in Year 1 on 3 September
JOE = Pupil("joe", "1", attends("2025-09-03", "2025-09-12"))
# new in Reception; neither date of birth nor entry date, and no mark
RAY = Pupil("ray", "R", born="")
# on roll to 31 March, back on 3 September in Year 5
RET = Pupil("ret", "5", attends("2025-03-03", "2025-03-07") | attends("2025-09-03", "2025-09-12"))
# Year 3 again
KIP = Pupil("kip", "3", BOTH)
# Year 4, then Year 5, in class Oak both times
OAK = Pupil("oak", "4", BOTH)
# the new list gives the UPN of Year 2's tom to a child of another name and birthday
TOM = Pupil("tom", "2", BOTH)
# Year 1, then no year group at all; away from the last day of term on, with an open concern
WIL = Pupil("wil", "1", BOTH | marked("OO", "2025-07-18", *attends("2025-09-01", "2025-09-12")))
# Year 5, then Year 6; ill on four of the five last days: 8 of 10
SAL = Pupil("sal", "5", BOTH | marked("II", *attends("2025-07-14", "2025-07-17")))


def line(pupil: Pupil, **columns: str) -> Mapping[str, str]:
    """Their line in a list; their class is that of their year group unless said otherwise."""
    (described,) = pupil.list_lines
    described |= {"class": f"Class {columns.get('year_group', pupil.year_group)}", "entry_date": "2024-09-02"}
    return described | {name.rstrip("_"): value for name, value in columns.items()}


def up(pupil: Pupil, **columns: str) -> Mapping[str, str]:
    return line(pupil, **{"year_group": NEXT[pupil.year_group], **columns})


def marks(*pupils: Pupil) -> Run:
    lines = [line for pupil in pupils for line in pupil.mark_lines]
    return Run({"marks.csv": lines, "calendar.csv": calendar(*YEAR_2024, *YEAR_2025)})


def pupil_list(as_at: str, *lines: Mapping[str, str], school: str | None = None) -> Run:
    return Run({"pupils.csv": lines}, as_at, school)


IN_JUNE = pupil_list(
    "2025-06-02",
    *(line(pupil) for pupil in (UPA, LEA, LOU, MIA, KIP, TOM, WIL, SAL)),
    line(OAK, class_="Oak"),
    line(GON, leaving_date="2024-11-08"),
    line(RET, year_group="4", leaving_date="2025-03-31"),
)
IN_SEPTEMBER = pupil_list(
    "2025-09-03",
    *(up(pupil) for pupil in (UPA, SAL)),
    up(LOU, leaving_date="2025-07-18", destination="Other Primary"),
    line(JOE, entry_date="2025-09-03"),
    line(RAY, entry_date=""),
    line(RET, year_group="5", entry_date="2025-09-03"),
    line(KIP),
    up(OAK, class_="Oak"),
    up(TOM, forename="Ted", date_of_birth="2018-01-02"),
    line(WIL, year_group=""),
)
MARKS = marks(UPA, LEA, LOU, MIA, GON, JOE, RET, KIP, OAK, TOM, WIL, SAL)
CASES = Run({"cme_cases.csv": [case("C1", WIL, "2025-07-21"), case("C2", LEA, "2025-06-30")]})
CLOSED = Run({"cme_cases.csv": [case("C3", UPA, "2025-06-30", closed_date="2025-07-04")]})


@pytest.fixture(scope="module")
def september(opened):
    return opened(IN_JUNE, MARKS, CASES, CLOSED, IN_SEPTEMBER)


def change(store, pupil):
    (row,) = of(run_query(store, "september_changes"), pupil)
    return row


def wrong(store, pupil):
    return {row["looks_wrong"] for row in of(run_query(store, "september_checks"), pupil)}


def test_the_list_of_3_september_is_compared_with_the_roll_of_july(september):
    (status,) = run_query(september, "september_status")

    assert pick(status, "academic_year", "list_date", "roll_from_date") == (2025, "2025-09-03", "2025-07-01")
    # before: upa lea lou mia kip oak tom wil sal; in the list: not lea, lou, mia, but joe, ray and ret
    assert pick(status, "pupils_before", "pupils_in_list") == (9, 9)
    changes = pick(status, "not_in_list", "left_pupils", "joined", "moved_up", "not_moved_up")
    assert changes == (2, 1, 3, 4, 2)
    assert pick(status, "is_first_list", "is_part_of_a_list", "rows_rejected") == (False, False, 0)


def test_who_is_gone_without_a_leaving_date_is_to_be_confirmed(september):
    lea, mia = change(september, LEA), change(september, MIA)

    assert pick(lea, "change", "year_group", "is_oldest_year", "last_mark_date") == (
        "not_in_list",
        "6",
        True,
        None,
    )
    assert pick(mia, "change", "is_oldest_year", "last_mark_date") == ("not_in_list", False, "2025-09-02")


def test_who_has_a_leaving_date_has_left_though_the_list_has_a_line_for_them(september):
    lou = change(september, LOU)

    assert pick(lou, "change", "leaving_date", "destination") == ("left", "2025-07-18", "Other Primary")


def test_who_left_in_november_is_no_news(september):
    assert of(run_query(september, "september_changes"), GON) == []


def test_new_and_returning_children_joined(september):
    assert pick(change(september, JOE), "change", "entry_date", "is_returning") == (
        "joined",
        "2025-09-03",
        False,
    )
    assert pick(change(september, RET), "change", "is_returning") == ("joined", True)
    ray = change(september, RAY)
    assert pick(ray, "change", "entry_date", "is_returning") == ("joined", None, False)
    assert pick(ray, "year_group", "year_group_before", "class_before") == ("R", None, None)


def test_one_year_group_up_or_not(september):
    assert pick(change(september, UPA), "change", "year_group_before", "year_group") == ("moved_up", "2", "3")
    assert pick(change(september, KIP), "change", "year_group_before", "year_group") == (
        "not_moved_up",
        "3",
        "3",
    )
    assert pick(change(september, WIL), "change", "year_group_before", "year_group") == (
        *("year_group_unknown", "1", None),
    )


@pytest.mark.parametrize(
    ("pupil", "expected"),
    [
        (UPA, set()),
        (JOE, set()),
        (KIP, {"year_group_not_next"}),
        (OAK, {"class_as_before"}),
        (TOM, {"upn_of_another_child"}),
        (WIL, {"year_group_missing"}),
        (RAY, {"date_of_birth_missing", "entry_date_missing", "no_marks"}),
    ],
    ids=lambda value: value.name if isinstance(value, Pupil) else "",
)
def test_what_looks_wrong(september, pupil, expected):
    assert wrong(september, pupil) == expected


def test_a_child_by_admission_number_alone_has_no_upn(opened):
    described = {
        "admission_number": "0012",
        "surname": "Num",
        "date_of_birth": "2017-10-15",
        "year_group": "3",
    }
    store = opened(
        IN_JUNE, MARKS, pupil_list("2025-09-03", up(UPA), described | {"entry_date": "2025-09-03"})
    )

    rows = [row for row in run_query(store, "september_checks") if row["surname"] == "Num"]
    assert {row["looks_wrong"] for row in rows} == {"upn_missing", "no_marks"}


def test_open_concerns_and_last_years_persistent_absentees_are_carried_forward(september):
    rows = {row["surname"]: row for row in run_query(september, "september_worries")}

    # wil has a concern and missed 2 of 10, lea a concern alone, sal 8 of 10; upa's concern was closed
    assert set(rows) == {"Wil", "Lea", "Sal"}
    assert pick(rows["Wil"], "open_cases", "case_id", "is_persistent", "change") == (
        *(1, "C1", True, "year_group_unknown"),
    )
    assert pick(rows["Lea"], "open_cases", "absent_sessions", "is_persistent") == (1, 0, False)
    assert pick(rows["Sal"], "open_cases", "absent_sessions", "possible_sessions", "is_severe") == (
        0,
        8,
        10,
        True,
    )


def test_before_the_new_list_it_says_so_and_names_nobody(opened):
    store = opened(IN_JUNE, MARKS)

    (status,) = run_query(store, "september_status")
    assert pick(status, "academic_year", "newest_list_date", "list_date") == (2025, "2025-06-02", None)
    for query in ("september_changes", "september_checks", "september_worries"):
        assert run_query(store, query) == []


def test_before_the_first_marks_of_the_year_the_new_list_is_enough(opened):
    lea, upa = Pupil("lea", "6", LAST_WEEK), Pupil("upa", "2", LAST_WEEK)
    store = opened(
        pupil_list("2025-06-02", line(lea), line(upa)), marks(lea, upa), pupil_list("2025-09-01", up(upa))
    )

    (status,) = run_query(store, "september_status")
    assert pick(status, "as_of", "list_date", "not_in_list", "moved_up") == ("2025-07-18", "2025-09-01", 1, 1)
    assert wrong(store, upa) == set()  # no mark can be there yet


def test_a_list_imported_in_january_is_the_one_compared(opened):
    store = opened(
        IN_JUNE,
        MARKS,
        IN_SEPTEMBER,
        pupil_list("2026-01-12", up(UPA), line(JOE, entry_date="2025-09-03"), up(SAL)),
    )

    (status,) = run_query(store, "september_status")
    assert pick(status, "list_date", "pupils_in_list", "is_part_of_a_list") == ("2026-01-12", 3, True)
    assert change(store, JOE)["change"] == "joined"
    assert change(store, LOU)["change"] == "left"
    assert change(store, KIP)["change"] == "not_in_list"


def test_a_first_list_has_nothing_to_be_compared_with(opened):
    store = opened(pupil_list("2025-09-03", line(JOE, entry_date="2025-09-03")), marks(JOE))

    (status,) = run_query(store, "september_status")
    assert pick(status, "is_first_list", "joined", "is_part_of_a_list") == (True, 1, False)


def test_two_pupils_with_one_upn_are_rejected_and_counted(opened):
    store = opened(IN_JUNE, MARKS, pupil_list("2025-09-03", up(SAL), up(UPA), up(UPA, forename="Other")))

    (status,) = run_query(store, "september_status")
    assert pick(status, "rows_rejected", "pupils_in_list") == (2, 1)


def test_each_school_has_its_own_september(opened):
    there = Pupil("there", "2", LAST_WEEK)
    store = opened(
        Run(IN_JUNE.files | MARKS.files, "2025-06-02", "Here"),
        pupil_list("2025-09-03", *IN_SEPTEMBER.files["pupils.csv"], school="Here"),
        Run({"pupils.csv": [line(there)], "marks.csv": there.mark_lines}, "2025-06-02", "There"),
    )

    here, elsewhere = run_query(store, "september_status")
    assert pick(here, "school_name", "list_date", "joined") == ("Here", "2025-09-03", 3)
    # There's latest academic year is still 2024/25, whose list is that of June
    assert pick(elsewhere, "school_name", "academic_year", "list_date") == ("There", 2024, "2025-06-02")
    assert {row["school_id"] for row in run_query(store, "september_changes", school_ids=[1])} == {1}


rolls = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["R", "1", "2", ""])),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(rolls)
def test_every_pupil_before_and_in_the_list_is_in_one_change(roll):
    pupils = [Pupil(f"pupil{number}", "1", LAST_WEEK) for number in range(len(roll))]
    told = list(zip(pupils, roll, strict=True))
    before = [line(pupil) for pupil, (was_here, _, _, _) in told if was_here]
    now = [
        line(
            pupil,
            year_group=year,
            entry_date="2024-09-02" if was_here else "2025-09-03",
            leaving_date="2025-07-18" if has_left and was_here else "",
        )
        for pupil, (was_here, is_here, has_left, year) in told
        if is_here
    ]
    if not before or not now:
        return
    with TemporaryDirectory() as folder:
        marked_before = [pupil for pupil, (was_here, *_) in told if was_here]
        store = open_school(
            Path(folder) / "store",
            pupil_list("2025-06-02", *before),
            marks(*marked_before),
            pupil_list("2025-09-03", *now),
        )
        (status,) = run_query(store, "september_status")
        changes = run_query(store, "september_changes")

        in_both = status["moved_up"] + status["not_moved_up"]
        assert (
            status["pupils_before"] == len(before) == in_both + status["not_in_list"] + status["left_pupils"]
        )
        assert status["pupils_in_list"] == in_both + status["joined"]
        assert len({row["pupil_id"] for row in changes}) == len(changes)
        assert len(changes) == status["pupils_before"] + status["joined"]
        store.close()
