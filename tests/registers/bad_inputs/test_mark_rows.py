"""Rows 45 to 66 of formats.md section 10: marks."""

from tests.registers.bad_inputs.cases import (
    MARKS,
    SCHOOL_WEEKS,
    Case,
    every,
    hold,
    lines,
    marks_stored,
    read,
    workbook,
)
from tests.registers.conftest import ANN, BOB, CAI

DAY = "2026-11-16"
TWELVE = [f"{letter}2070000{number:05d}" for number, letter in enumerate("ABCDEFGHJKLM", 1)]
CLASSES = lines(
    "UPN,Surname,Class",
    *(f"{upn},A,{'1A' if place < 6 else '2B'}" for place, upn in enumerate(TWELVE)),
    f"{CAI},C,2B",
)


def marks(*written: str) -> str:
    """A file in which Ann has one of these marks each morning."""
    return lines(MARKS, *(f"{ANN},{day},AM,{mark}" for day, mark in zip(SCHOOL_WEEKS, written, strict=False)))


def codes(*expected: str) -> tuple[str, list[tuple[str, str, str]]]:
    return marks_stored(*((day, "AM", code) for day, code in zip(SCHOOL_WEEKS, expected, strict=False)))


def raw(*expected: tuple[str, str]) -> tuple[str, list[tuple[str, str]]]:
    return (
        "select attendance_code, raw_mark from session_marks where import_id > 1 order by session_date",
        list(expected),
    )


def on(day: str, mark: str) -> str:
    return lines(MARKS, f"{ANN},{day},AM,{mark}")


def rejected(row: int, mark: str, words: str) -> Case:
    """One mark that is not taken beside one that is."""
    return Case(
        row, f"mark {mark}", marks("/", mark), asked=["more than one in twenty"],
        counts=read(2, rows_rejected=1), problems=[(3, "Mark", words)], stored=codes("/"),
    )  # fmt: skip


def whole_school(mark_of_first_class: str, mark_of_second: str) -> str:
    return lines(
        MARKS,
        *(
            f"{upn},{DAY},{half},{mark_of_first_class if place < 6 else mark_of_second}"
            for place, upn in enumerate(TWELVE)
            for half in ("AM", "PM")
        ),
    )


CASES = [
    Case(
        45, "nothing written", marks("/", "", "-", "null"), counts=read(1, blank_cells=3), stored=codes("/")
    ),
    Case(
        46,
        "small letters and spaces",
        marks("i", " N ", "\N{NO-BREAK SPACE}/", "\N{FULLWIDTH SOLIDUS}", "y4\t"),
        counts=read(5),
        stored=codes("I", "N", "/", "/", "Y4"),
    ),
    Case(
        47,
        "retired code",
        on("2024-09-10", "H"),
        counts=read(1),
        warned=["1 mark H after 18 August 2024, the last day of that code: taken with its last meaning"],
        stored=marks_stored(("2024-09-10", "AM", "H")),
    ),
    Case(
        48,
        "code before its start",
        on("2024-06-10", "C2"),
        counts=read(1),
        warned=["1 mark C2 before 19 August 2024, the first day of that code: taken with its first meaning"],
        stored=marks_stored(("2024-06-10", "AM", "C2")),
    ),
    Case(49, "sub codes", marks("I01", "X05"), counts=read(2), stored=raw(("I", "I01"), ("X", "X05"))),
    rejected(51, "0", "'0' could be several marks and is never guessed"),
    rejected(51, "1", "never guessed: write the code in capitals"),
    rejected(51, "l", "'l' could be several marks"),
    rejected(51, "|", "'|' could be several marks"),
    rejected(52, "@", "'@' means do not use: write the code that says what happened"),
    Case(
        53,
        "minutes and comments",
        marks("L10", "L (12)", "I - flu"),
        counts=read(3),
        stored=(
            "select attendance_code, minutes_late from session_marks where import_id > 1 order by all desc",
            [("L", 12), ("L", 10), ("I", None)],
        ),
    ),
    Case(
        56,
        "words for a code",
        marks("I - Illness", "Illness (not a medical or dental appointment)", "Religious observance"),
        counts=read(3),
        stored=codes("I", "I", "R"),
    ),
    Case(
        56,
        "words that are no description",
        marks("/", "Present-ish Hepzibah"),
        asked=["more than one in twenty"],
        counts=read(2, rows_rejected=1),
        problems=[(3, "Mark", "is not an attendance code: correct it")],
    ),
    rejected(57, "#N/A", "'#N/A' is a spreadsheet error, not a mark"),
    rejected(57, "#REF!", "'#REF!' is a spreadsheet error, not a mark"),
    Case(
        57,
        "error in a workbook",
        workbook(MARKS.split(","), [ANN, DAY, "AM", "/"], [ANN, DAY, "PM", "=NA()"]),
        "m.xlsx",
        counts=read(1, blank_cells=1),
    ),
    Case(
        58,
        "meanings taken for codes",
        marks("P", "P", "A", "C", "E", "U", "P", "P"),
        asked=["column of meanings", "Export the attendance code"],
        counts=read(8, rows_rejected=1),
    ),
    rejected(59, "TRUE", "a spreadsheet has changed a mark T; export it again as text"),
    Case(
        60,
        "the same session twice with one mark",
        lines(MARKS, *[f"{ANN},{DAY},AM,I"] * 3),
        counts=read(3, rows_unchanged=2),
        stored=marks_stored((DAY, "AM", "I")),
    ),
    Case(
        61,
        "the same session twice with two marks",
        lines(MARKS, f"{ANN},{DAY},AM,I", f"{BOB},{DAY},AM,/", f"{ANN},{DAY},AM,/"),
        asked=["more than one in twenty"],
        counts=read(3, rows_rejected=2),
        problems=[
            (2, None, "another mark for the same session stands on line 4"),
            (4, None, "line 2: keep the right one"),
        ],
        stored=marks_stored((DAY, "AM", "/")),
    ),
    Case(
        62,
        "z and unknown pupils",
        lines(MARKS, f"{ANN},{DAY},AM,Z", f"{ANN},{DAY},PM,\\", f"{BOB},{DAY},AM,/"),
        earlier={"pupils.csv": lines("UPN,Surname", f"{CAI},Zabriskie")},
        counts=read(2, rows_skipped=1),
        warned=["2 pupils in the marks are not in the pupil list: import one"],
    ),
    Case(
        64,
        "one class closed and another open",
        whole_school("#", "/"),
        earlier={"pupils.csv": CLASSES},
        counts=read(24),
        warned=["1 class day with # for everyone while other classes were open"],
    ),
    Case(
        65,
        "one absence for a whole class",
        whole_school("N", "/"),
        earlier={"pupils.csv": CLASSES},
        counts=read(24),
        warned=["1 class day with one and the same absence for everyone"],
    ),
    Case(
        65,
        "a whole class present",
        whole_school("/", "/"),
        earlier={"pupils.csv": CLASSES},
        counts=read(24),
        silent=True,
    ),
    Case(
        66,
        "absences only",
        lines(
            MARKS,
            *(f"{upn},{day},{half},I" for upn in TWELVE for day in SCHOOL_WEEKS[5:] for half in ("AM", "PM")),
        ),
        refused=["absences only", "100% absence", "Export every mark"],
    ),
    Case(
        66,
        "absences that correct what is stored",
        lines(MARKS, *(f"{upn},{day},AM,I" for upn in TWELVE for day in SCHOOL_WEEKS[:5])),
        earlier={
            "m.csv": lines(
                MARKS,
                *(
                    f"{upn},{day},{half},/"
                    for upn in TWELVE
                    for day in SCHOOL_WEEKS[:5]
                    for half in ("AM", "PM")
                ),
            )
        },
        asked=["no afternoon marks"],
        counts=read(60, rows_superseded=60),
    ),
    Case(
        66,
        "a few absences",
        marks("I", "I"),
        counts=read(2),
        stored=codes("I", "I"),
    ),
]


@every(CASES)
def test_a_mark_that_is_odd(case, office):
    hold(case, office)


def test_row_63_a_pupil_who_is_at_another_school_all_year_has_no_possible_session(office):
    report = office.take("marks.csv", lines(marks(*"D" * 10).strip(), f"{BOB},{DAY},PM,/"))

    assert report.rows_accepted == 11
    assert office.stored(
        "select upn, count(*), count(*) filter (where is_possible) from pupil_sessions "
        "join pupils using (pupil_id) group by upn order by upn"
    ) == [(ANN, 10, 0), (BOB, 1, 1)]
