"""Lines with too many or too few cells cost themselves only, and a few of them cost no time either."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.registers import ragged_lines, staging
from tests.registers.conftest import ANN, BOB, Office, counts

HEADING = "upn,date,session,mark,minutes_late"
HALF_RAGGED = f"""{HEADING}
{ANN},08/09/2025,AM,/,
{ANN},08/09/2025,PM,\\,0

{ANN},09/09/2025,AM,L,5,stray
{ANN},09/09/2025,PM,\\
{ANN},10/09/2025
{BOB},05/09/2025,EVE,/
{BOB},08/09/2025,AM,/,,
{BOB},08/09/2025,PM,I,
Total,7
"""
GOOD = [f"{ANN},2025-09-{day:02d},AM,/,0" for day in (8, 9, 10, 11, 12)]
RAGGED = [
    "",
    f"{ANN},2025-09-15,AM,/",
    f"{ANN},2025-09-16,AM,/,0,,",
    f"{BOB},2025-09-16",
    ",,,,,more",
    "Total,3",
]


@pytest.fixture
def without_line_by_line(monkeypatch):
    def forbidden(*_):
        raise AssertionError("the file was split line by line")

    monkeypatch.setattr(staging, "_stage_line_by_line", forbidden)


def problems(report):
    return [(problem.line, problem.column, problem.message.partition(":")[0]) for problem in report.problems]


@pytest.mark.parametrize("end", ["  ", " , ", "\t"])
def test_blanks_after_the_last_line_are_no_line_cut_short(end, office):
    report = office.take("marks.csv", f"{HEADING}\n{ANN},08/09/2025,AM,/,\n{end}")

    assert counts(report) == {"rows_read": 1, "rows_accepted": 1, "rows_skipped": 1}


@pytest.mark.usefixtures("without_line_by_line")
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "BOM"])
def test_each_is_named_by_its_line_and_the_others_are_taken(ending, mark, office):
    report = office.take("marks.csv", mark + HALF_RAGGED.replace("\n", ending), accept=True)

    # line 6 lacks a blank last cell only, and line 9 has one too many: both are whole
    read = {"rows_read": 8, "rows_accepted": 5, "rows_rejected": 3}
    assert counts(report) == {**read, "rows_skipped": 2}
    assert problems(report) == [
        (5, None, "the line has 6 cells, the heading only 5"),
        (7, "session", "the line stops after 2 cells, the heading has 5"),
        (8, "session", "the cell is not a session"),
    ]
    assert office.stored_marks() == [
        ("2025-09-08", "AM", "/"),
        ("2025-09-08", "AM", "/"),
        ("2025-09-08", "PM", "I"),
        ("2025-09-08", "PM", "\\"),
        ("2025-09-09", "PM", "\\"),
    ]


@pytest.mark.usefixtures("without_line_by_line")
def test_a_file_cut_in_its_last_line_says_so(office):
    report = office.take("marks.csv", "\n".join([HEADING, *GOOD, f"{BOB},2025-0"]), accept=True)

    assert counts(report) == {"rows_read": 6, "rows_accepted": 5, "rows_rejected": 1}
    assert problems(report) == [(7, None, "the file ends in the middle of this line")]


@pytest.mark.parametrize("is_split_here", [False, True], ids=["fast", "line by line"])
@pytest.mark.parametrize(
    ("heading", "given", "found", "expected"),
    [
        # before the session: torn; before the mark: a program that leaves out blank cells at the end does so
        (
            "upn,date,session,mark",
            [f"{BOB},15/09/2025", f"{BOB},16/09/2025,AM", BOB, "Printed by,hand"],
            {"rows_read": 5, "rows_accepted": 3, "rows_rejected": 2, "blank_cells": 1, "rows_skipped": 1},
            [(5, "session"), (7, "date")],
        ),
        (
            "date,session,upn,mark",
            ["15/09/2025,AM", f"16/09/2025,AM,{BOB}", "Oak School,by hand"],
            {"rows_read": 4, "rows_accepted": 3, "rows_rejected": 1, "blank_cells": 1, "rows_skipped": 1},
            [(5, "upn")],
        ),
    ],
    ids=["pupil first", "date first"],
)
def test_a_line_that_stops_before_its_session_is_no_blank_mark(
    heading, given, found, expected, is_split_here, office
):
    whole = {"upn": ANN, "session": "AM", "mark": "/"}
    days = ("08/09/2025", "09/09/2025", "10/09/2025")
    good = [",".join({**whole, "date": day}[name] for name in heading.split(",")) for day in days]
    text = "\n".join([heading, *good, *given, ""])
    report = office.take("marks.csv", text.encode("utf-16" if is_split_here else "utf-8"), accept=True)

    assert counts(report) == found
    assert [(problem.line, problem.column) for problem in report.problems] == expected
    assert all("complete the line, or take it out" in problem.message for problem in report.problems)
    blank = [warning for warning in report.warnings if "without even a cell for the mark" in warning]
    assert ["(line 6)" in warning for warning in blank] == [True]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"], ids=["fast", "line by line"])
@pytest.mark.parametrize(
    ("lines", "found"),
    [
        # the last line is whole, whatever the one before it has too much of
        (
            [HEADING, *GOOD, f"{GOOD[0]},stray", f"{BOB},2025-09-08,AM,/,0"],
            {"rows_accepted": 6, "rows_rejected": 1},
        ),
        # no line of this file has a cell for minutes
        ([HEADING, f"{BOB},2025-09-08,AM,/", f"{BOB},2025-09-08,PM,\\"], {"rows_accepted": 2}),
        ([HEADING, *GOOD, "", f"{BOB},2025-0"], {"rows_accepted": 5, "rows_rejected": 1, "rows_skipped": 1}),
    ],
    ids=["after a stray cell", "as short as the others", "cut after a blank line"],
)
def test_a_last_line_without_an_end_is_cut_only_if_cells_are_missing(lines, found, encoding, office):
    report = office.take("marks.csv", "\n".join(lines).encode(encoding), accept=True)

    read = found["rows_accepted"] + found.get("rows_rejected", 0)
    assert counts(report) == {"rows_read": read, **found}
    is_cut = [problem.line == len(lines) for problem in report.problems]
    assert is_cut == ([] if "rows_rejected" not in found else [lines[-1].endswith("2025-0")])


@pytest.mark.parametrize("number", [99, 100, 101, 250])
def test_there_may_be_any_number_of_them(number, office):
    lines = [HEADING, *(line for _ in range(number) for line in (*GOOD, f"{GOOD[0]},stray"))]
    report = office.take("marks.csv", "\n".join(lines) + "\n", accept=True)

    # every good line stands there many times over
    assert counts(report) == {
        "rows_read": 6 * number,
        "rows_accepted": 5,
        "rows_unchanged": 5 * (number - 1),
        "rows_rejected": number,
    }
    assert [problem.line for problem in report.problems] == [7 + 6 * place for place in range(number)]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(GOOD), st.sampled_from(RAGGED)), min_size=1, max_size=15),
    st.sampled_from(["\n", "\r\n"]),
)
def test_the_ledger_is_the_same_as_line_by_line(lines, ending):
    text = "".join(f"{line}{ending}" for line in (HEADING, GOOD[0], *lines))
    outcomes = []
    for most in (ragged_lines.MOST_RAGGED_LINES, -1):
        with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            patch.setattr(ragged_lines, "MOST_RAGGED_LINES", most)
            office = Office(Path(folder) / "store")
            report = office.take("marks.csv", text, accept=True)
            outcomes.append((counts(report), problems(report), report.warnings, office.stored_marks()))

    assert outcomes[0] == outcomes[1]
