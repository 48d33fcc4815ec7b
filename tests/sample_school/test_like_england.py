"""The invented school's figures stand where England's primary schools stand."""

import pandas as pd
import pytest

WHOLE_YEARS = (2023, 2024, 2025)


def gap(pupils: pd.DataFrame, is_in_group: pd.Series, measure: str = "persistent") -> float:
    return pupils[is_in_group][measure].mean() - pupils[~is_in_group][measure].mean()


def national_gap(national: pd.DataFrame, characteristic: str, group: str, others: str) -> float:
    rates = national[
        (national.academic_year == "2022/23")
        & (national.characteristic == characteristic)
        & (national.measure == "persistent_absence_rate")
    ].set_index("group")["value"]
    return rates[group] - rates[others]


@pytest.fixture(scope="module")
def pupils(schools) -> pd.DataFrame:
    return pd.concat([school.pupil_years for school in schools])


@pytest.mark.parametrize("year", WHOLE_YEARS)
def test_a_year_has_the_absence_of_englands_primary_schools(school, year):
    pupils = school.pupil_years[school.pupil_years.year == year]

    assert 0.050 <= pupils.absent.sum() / pupils.possible.sum() <= 0.055
    assert 0.12 <= pupils.persistent.mean() <= 0.15


@pytest.mark.parametrize(("year", "published"), [(2023, "2023/24"), (2024, "2024/25")])
def test_years_drift_as_england_did(school, national, year, published):
    overall = national[
        (national.academic_year == published)
        & (national.characteristic == "all")
        & (national.school_type == "State-funded primary")
    ].set_index("measure")["value"]
    pupils = school.pupil_years[school.pupil_years.year == year]

    assert pupils.absent.sum() / pupils.possible.sum() == pytest.approx(
        overall["overall_absence_rate"], abs=0.0025
    )
    assert pupils.persistent.mean() == pytest.approx(overall["persistent_absence_rate"], abs=0.015)


def test_about_one_pupil_in_a_hundred_misses_half(school, schools):
    every = pd.concat([s.pupil_years for s in (school, *schools)])
    whole_years = every[every.possible > 300]

    assert 0.005 <= whole_years.severe.mean() <= 0.016


def test_gaps_of_fsm_and_send_are_near_the_national_ones(pupils, national):
    fsm, send = pupils.fsm == "Y", pupils.send != "N"

    assert gap(pupils, fsm) == pytest.approx(
        national_gap(national, "fsm", "FSM eligible", "Not FSM eligible"), abs=0.05
    )
    assert gap(pupils, send) == pytest.approx(
        national_gap(national, "sen", "Any SEN", "No identified SEN"), abs=0.05
    )


def test_fsm_and_send_compound(pupils):
    fsm, send = pupils.fsm == "Y", pupils.send != "N"
    rate = pupils.groupby([fsm.rename("fsm"), send.rename("send")]).persistent.mean()

    assert rate[True, True] > rate[True, False] > rate[False, True] > rate[False, False]
    assert rate[True, True] > 2.5 * rate[False, False]


def test_as_many_pupils_have_fsm_and_send_as_in_england(pupils):
    shares = pupils.send.value_counts(normalize=True)

    assert (pupils.fsm == "Y").mean() == pytest.approx(0.24, abs=0.04)
    assert shares["K"] == pytest.approx(0.14, abs=0.03)
    assert shares["E"] == pytest.approx(0.04, abs=0.02)


def test_illness_peaks_from_december_to_february(school):
    months = school.statistical[school.statistical.year.isin(WHOLE_YEARS)]
    ill = (months.mark == "I").groupby(months.date.str[5:7]).mean()

    assert set(ill.nlargest(3).index) == {"12", "01", "02"}
    assert ill[["12", "01", "02"]].min() > 1.15 * ill.drop(["12", "01", "02"]).mean()


def test_fridays_are_missed_most_then_mondays_then_wednesdays(school):
    sessions = school.statistical
    weekday = pd.to_datetime(sessions.date).dt.day_name()
    absent = sessions.absent.groupby(weekday).mean()

    assert absent["Friday"] > absent["Monday"] > absent["Wednesday"]
    assert 1.1 < absent["Friday"] / absent.drop("Friday").mean() < 1.3


CODE_MIX = {
    "I": (0.024, 0.033), "O": (0.005, 0.010), "G": (0.004, 0.008), "L": (0.008, 0.014), "M": (0.0015, 0.004),
    "C": (0.002, 0.005), "U": (0.001, 0.0025), "N": (0.0002, 0.001), "R": (0.0003, 0.0015),
    "C2": (0.0005, 0.0025), "E": (0.0001, 0.0008),
}  # fmt: skip


def test_reasons_are_mixed_as_nationally(schools):
    shares = pd.concat([school.statistical.mark for school in schools]).value_counts(normalize=True)

    outside = {
        code: shares[code] for code, (least, most) in CODE_MIX.items() if not least <= shares[code] <= most
    }
    assert outside == {}


def test_holidays_lie_at_the_edges_of_half_terms(school):
    calendar = school.table("calendar")
    days = calendar[calendar.kind == "school"]
    half_terms = days.groupby([days.date.str[:4], "term"])
    edges = set(days.date[(half_terms.cumcount() < 4) | (half_terms.cumcount(ascending=False) < 4)])
    holidays = school.marks[school.marks.mark == "G"]

    assert holidays.date.isin(edges).mean() > 1.5 * len(edges) / len(days)


def test_reception_misses_more_and_begins_part_time(school):
    reception = school.marks[school.marks.year_group == "R"]
    september = reception[reception.date.str[5:7] == "09"]

    assert reception[reception.possible].absent.mean() == pytest.approx(0.065, abs=0.006)
    assert (september.mark == "X").sum() > 50


def test_years_one_and_two_have_been_ill_since_half_term(school):
    this_year = school.statistical[school.statistical.year == 2026]
    ill = (this_year.mark == "I").groupby(
        [this_year.year_group.isin(["1", "2"]), this_year.date > "2026-10-31"]
    )

    young, old = ill.mean()[True], ill.mean()[False]
    assert young[True] > 2 * young[False]
    assert young[True] > 2 * old[True]
