"""The invented school's files are whole, lawful and the same every time."""

import re
from datetime import date

import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard.errors import UsageError
from dashboard.sample_school import SAMPLE_LA_CODE, write_sample

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def value(sign: str) -> int:
    return LETTERS.index(sign) if sign.isalpha() else int(sign)


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def test_the_same_seed_gives_the_same_files(tmp_path):
    for name, seed in (("one", 7), ("two", 7), ("other", 8)):
        write_sample(tmp_path / name, pupils=40, years=1, seed=seed)

    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert files(tmp_path / "one") != files(tmp_path / "other")


def test_every_canonical_file_is_written_and_named(tmp_path):
    paths = write_sample(tmp_path, pupils=40, years=1, until=date(2025, 3, 3))

    kinds = {re.sub(r"_\d{4}-.*", "", path.stem) for path in paths}
    assert all(path.is_file() for path in paths)
    assert kinds == {
        "pupils", "calendar", "marks", "cme_cases", "cme_actions", "support_actions", "penalty_notices",
        "targets",
    }  # fmt: skip


def test_several_schools_lie_in_folders_of_their_own_and_progress_is_told(tmp_path):
    told = []
    write_sample(
        tmp_path, schools=2, pupils=30, years=0, progress=lambda done, schools: told.append((done, schools))
    )

    first, second = (files(tmp_path / name) for name in ("school_001", "school_002"))
    assert first.keys() == second.keys()
    assert first != second
    assert told == [(1, 2), (2, 2)]


def test_parquet_holds_what_csv_holds(tmp_path):
    write_sample(tmp_path / "csv", pupils=30, years=0)
    write_sample(tmp_path / "parquet", pupils=30, years=0, format="parquet")

    text = pd.read_csv(tmp_path / "csv" / "marks.csv", dtype=str, keep_default_na=False)
    table = pq.read_table(tmp_path / "parquet" / "marks.parquet").to_pandas()
    table["date"] = table.date.astype(str)
    table["minutes_late"] = table.minutes_late.map(
        lambda minutes: "" if pd.isna(minutes) else f"{minutes:.0f}"
    )
    assert table.astype(str).equals(text.astype(str))


@pytest.mark.parametrize("asked", [{"schools": 0}, {"pupils": 3}, {"years": -1}, {"format": "xlsx"}])
def test_a_sample_that_cannot_be_made_is_refused(tmp_path, asked):
    with pytest.raises(UsageError):
        write_sample(tmp_path, **asked)


def test_two_hundred_and_ten_pupils_from_september_2023_to_20_november_2026(school):
    on_roll = school.marks[school.marks.date == "2026-11-20"].upn.nunique()

    assert 195 <= on_roll <= 212
    assert school.marks.date.min() == "2023-09-05"
    assert school.marks.date.max() == "2026-11-20"
    assert len(school.marks) == pytest.approx(210 * 2 * (190 * 3 + 52), rel=0.05)


def test_every_upn_checks_and_belongs_to_one_pupil(school):
    upns = school.lists.upn.unique()

    for upn in upns:
        total = sum(position * value(sign) for position, sign in enumerate(upn[1:], start=2))
        assert LETTERS[total % 23] == upn[0]
    assert school.lists.groupby("upn").admission_number.nunique().max() == 1
    assert (pd.Series(upns).str[1:4] == SAMPLE_LA_CODE).mean() > 0.8
    assert set(school.marks.upn) <= set(upns)


def test_a_temporary_upn_is_replaced_and_remembered(school):
    replaced = school.lists[school.lists.former_upn != ""]

    assert replaced.upn.nunique() == 1
    assert replaced.former_upn.iloc[0][-1].isalpha()
    assert replaced.former_upn.iloc[0] in set(school.lists.upn)


def test_a_session_has_one_mark(school):
    assert not school.marks.duplicated(["upn", "date", "session"]).any()


def test_nobody_has_a_mark_on_a_closed_day_but_for_snow(school):
    calendar = school.table("calendar").set_index("date").kind
    kinds = school.marks.date.map(calendar)

    assert set(kinds) == {"school", "closure"}
    assert set(school.marks.mark[kinds == "closure"]) == {"Y4"}
    assert (calendar == "inset").sum() == 4 * 5
    assert (calendar == "closure").sum() == 1


def test_the_calendar_runs_on_to_the_end_of_the_year(school):
    calendar = school.table("calendar")

    assert calendar.date.max()[:7] == "2027-07"
    assert (calendar[calendar.date > "2026-08-01"].kind == "school").sum() == 190
    assert set(calendar.term) == {
        f"{term} {half}" for term in ("Autumn", "Spring", "Summer") for half in (1, 2)
    }


def test_codes_are_used_only_while_they_exist(school):
    codes = pd.read_csv("data/reference/attendance_codes.csv", dtype=str, keep_default_na=False)
    used = school.marks.drop_duplicates(["mark", "date"])
    validity = used.merge(codes, left_on="mark", right_on="code")
    in_force = (validity.valid_from <= validity.date) & (
        (validity.valid_to == "") | (validity.date <= validity.valid_to)
    )

    assert len(validity[in_force].drop_duplicates(["mark", "date"])) == len(used)
    assert {"H", "Y"} <= set(used.mark[used.date <= "2024-08-18"])
    assert {"C2", "Y2", "Q", "K"} <= set(used.mark[used.date > "2024-08-18"])


def test_marks_lie_within_the_time_on_roll(school):
    roll = school.lists.groupby("upn").agg(entry=("entry_date", "last"), leaving=("leaving_date", "max"))
    span = school.marks.groupby("upn").date.agg(["min", "max"]).join(roll)

    assert (span["min"] >= span.entry).all()
    assert ((span.leaving == "") | (span["max"] <= span.leaving)).all()
    assert ((span.leaving != "") & (span.leaving < "2026-07")).sum() > 60


def test_a_few_marks_are_missing_and_a_few_n_are_stale(school):
    pairs = school.marks[school.marks.mark != "Y4"].groupby(["upn", "date"]).session.nunique()
    forgotten = (pairs == 1).sum()
    stale = school.marks[(school.marks.mark == "N") & (school.marks.date < "2026-11-13")]

    assert 20 < forgotten < 300
    assert len(stale) > 20


def test_characteristics_change_between_lists(school):
    def changed(column: str) -> int:
        return (school.lists.groupby("upn")[column].nunique() > 1).sum()

    assert changed("send_provision") >= 5
    assert changed("fsm") >= 5
    assert changed("class") > 100
    assert set(school.lists[school.lists.as_at < "2026-09"].fsm_basis) == {"", "pre_2026_criteria"}
    assert (school.lists[school.lists.as_at > "2026-09"].fsm_basis == "universal_credit").any()


def test_brothers_and_sisters_share_a_household_and_a_surname(school):
    pupils = school.lists.drop_duplicates("admission_number")
    families = pupils.groupby("household").agg(children=("upn", "size"), names=("surname", "nunique"))

    assert (families.children > 1).sum() > 40
    assert (families.names == 1).all()


def test_names_have_apostrophes_hyphens_and_accents(school):
    names = " ".join(school.lists.surname.unique()) + " ".join(school.lists.forename.unique())

    assert "'" in names
    assert "-" in names
    assert "ë" in names
