"""An invented school as its files say it, counted with pandas and nothing of ours."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
import pytest

from dashboard.sample_school import write_sample

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
TEXT = {"dtype": str, "keep_default_na": False}


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, **TEXT)


@dataclass(frozen=True)
class School:
    """The files of one school; marks know their year, their pupil's traits and what the code means."""

    folder: Path
    marks: pd.DataFrame
    lists: pd.DataFrame

    def table(self, name: str) -> pd.DataFrame:
        return read(self.folder / f"{name}.csv")

    @cached_property
    def statistical(self) -> pd.DataFrame:
        """Possible sessions of pupils aged 5 to 15 on 31 August."""
        return self.marks[self.marks.possible & (self.marks.year_group != "R")]

    @cached_property
    def pupil_years(self) -> pd.DataFrame:
        """A pupil's year a row: what was missed of what."""
        years = self.statistical.groupby(["year", "upn"]).agg(
            possible=("possible", "size"),
            absent=("absent", "sum"),
            fsm=("fsm", "first"),
            send=("send", "first"),
        )
        years["persistent"] = 10 * years.absent >= years.possible
        years["severe"] = 2 * years.absent >= years.possible
        return years.reset_index()


def academic_year(days: pd.Series) -> pd.Series:
    return days.str[:4].astype(int) - (days.str[5:7] < "08").astype(int)


def read_school(folder: Path) -> School:
    lists = pd.concat(
        [read(path).assign(as_at=path.stem[-10:]) for path in sorted(folder.glob("pupils_*.csv"))]
    ).reset_index(drop=True)
    lists["year"] = academic_year(lists.as_at)
    here = lists[(lists.leaving_date == "") | (lists.leaving_date >= lists.as_at)]
    traits = here.drop_duplicates(["year", "upn"])[
        ["year", "upn", "year_group", "class", "fsm", "send_provision"]
    ]
    codes = read(REFERENCE / "attendance_codes.csv").drop_duplicates("code", keep="last").set_index("code")
    marks = read(folder / "marks.csv")
    marks["year"] = academic_year(marks.date)
    marks = marks.merge(traits.rename(columns={"send_provision": "send"}), on=["year", "upn"], how="left")
    marks["possible"] = marks.mark.map(codes.possible == "true")
    marks["absent"] = marks.mark.map((codes.authorised == "true") | (codes.unauthorised == "true"))
    marks["unauthorised"] = marks.mark.map(codes.unauthorised == "true")
    return School(folder, marks, lists)


@pytest.fixture(scope="session")
def school(tmp_path_factory) -> School:
    """The school that a first run shows."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return read_school(folder)


@pytest.fixture(scope="session")
def schools(tmp_path_factory) -> list[School]:
    """Four larger schools over a whole year, so that gaps are not a matter of luck."""
    folder = tmp_path_factory.mktemp("samples")
    write_sample(folder, schools=4, pupils=420, years=0, until=date(2025, 7, 31), seed=5)
    return [read_school(path) for path in sorted(folder.iterdir())]


@pytest.fixture(scope="session")
def national() -> pd.DataFrame:
    """England's figures for state-funded primary schools, census series."""
    figures = read(REFERENCE / "national_benchmarks.csv")
    figures = figures[figures.source.str.startswith("CENSUS") & (figures.term == "Full year")]
    return figures.assign(value=figures.value_percent.astype(float) / 100)
