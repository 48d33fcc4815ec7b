"""Cells made into values, field by field: N is Nursery for a year group, none for SEND, no for a flag.

A converter returns a `Cell`: the clean text ('' for unknown), a reason why the row cannot be taken, or
a notice about what was made of it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.domain.cme import OUTCOMES, OUTCOMES_IN_FILES
from dashboard.registers.dates import DateOrder, date_of_birth

YEAR_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
YEAR_NAMES = {
    **dict.fromkeys(("r", "reception", "rec", "yr", "yearr", "f2", "fs2", "0", "y0", "year0", "eyfs"), "R"),
    **dict.fromkeys(("n2", "nurseryyear2", "nursery2", "nursery", "n", "f1", "fs1"), "N2"),
    **dict.fromkeys(("n1", "nurseryyear1", "nursery1", "e2", "e1"), "N1"),
}
NUMBERED_YEAR = re.compile(r"^(?:ncyear|year|yr|y)?0?(\d{1,2})(?:\.0+)?$")
OLDEST_YEAR, LAST_PRIMARY_YEAR = 14, 6

SEND_NAMES = {
    **dict.fromkeys(("n", "no", "none", "no sen", "no send", "no specialist provision"), "N"),
    **dict.fromkeys(("no special educational need", "no special educational needs"), "N"),
    **dict.fromkeys(("k", "sen support", "send support", "sen k"), "K"),
    **dict.fromkeys(("e", "ehcp", "ehc plan", "ehc", "s", "statement", "statemented"), "E"),
    **dict.fromkeys(("education, health and care plan", "education health and care plan"), "E"),
}
OLD_SEND_NAMES = {
    **dict.fromkeys(("a", "school action", "p", "school action plus"), "K"),
    **dict.fromkeys(("monitoring", "cause for concern", "watchlist"), "N"),
}
SEND_WITH_TEXT = re.compile(r"^([nkesap])\s*[-\N{EN DASH}:]\s*\S")

OUTCOME_NAMES = {
    **{key.replace("_", " "): key for key in OUTCOMES_IN_FILES},
    **{label.lower(): key for key, label in OUTCOMES.items()},
}

TRUE_WORDS = frozenset({"y", "yes", "t", "true", "1", "1.0", "x", "\N{CHECK MARK}", "\N{HEAVY CHECK MARK}"})
FALSE_WORDS = frozenset({"n", "no", "f", "false", "0", "0.0"})
NOT_SAID = frozenset(
    {"", "null", "information not obtained", "not obtained", "refused", "unknown", "not known"}
)
ENGLISH = frozenset(
    {"english", "eng", "believed to be english", "not known but believed to be english", "enb"}
)
LANGUAGE_NOT_SAID = NOT_SAID | {"not", "ref", "zzz", "classification pending"}

STATUS_NAMES = {
    **dict.fromkeys(("c", "current", "single", "single registration"), "C"),
    **dict.fromkeys(("m", "main", "dual main"), "M"),
    **dict.fromkeys(("s", "subsidiary", "dual subsidiary"), "S"),
    **dict.fromkeys(("g", "guest"), "G"),
}
STATUS_WITH_TEXT = re.compile(r"^([cmsg])\s*[-\N{EN DASH}:(]\s*\S")
LOST_DIGITS = re.compile(r"^\d(?:\.\d+)?e\+\d+$", re.IGNORECASE)
OLDEST_PUPIL_YEARS = 30


@dataclass(frozen=True)
class Cell:
    """What a cell says. `problem`: the row cannot be taken. `notice`: what was made of an odd cell."""

    value: str = ""
    problem: str | None = None
    notice: str | None = None


def text(cell: str) -> str:
    """The text with odd spaces made plain and the ends trimmed."""
    return re.sub(r"[\s\x00\u200b\ufeff]+", " ", cell).strip()


def folded(cell: str) -> str:
    """The text in lower case, letters of odd width made plain: two of the same are one word."""
    return text(unicodedata.normalize("NFKC", cell)).lower()


def case_outcome(cell: str) -> Cell:
    """One of our outcomes, by its key or label; anything else as it is written."""
    word = re.sub(r"[\s_\-]+", " ", folded(cell))
    return Cell(OUTCOME_NAMES.get(word, text(cell)))


def year_group(cell: str) -> Cell:
    """N1 N2 R 1 ... 14."""
    plain = re.sub(r"[\s_\-]+", "", folded(cell))
    if not plain or plain in NOT_SAID:
        return Cell()
    for word, digit in YEAR_WORDS.items():
        plain = plain.replace(f"year{word}", f"year{digit}")
    if plain in YEAR_NAMES:
        return Cell(YEAR_NAMES[plain])
    match = NUMBERED_YEAR.match(plain)
    if match and 1 <= int(match[1]) <= OLDEST_YEAR:
        year = int(match[1])
        return Cell(str(year), notice="beyond Year 6" if year > LAST_PRIMARY_YEAR else None)
    return Cell(notice="not a year group, taken as unknown")


def send_provision(cell: str) -> Cell:
    """N, K or E. Never guessed: a plain Yes could be either of two."""
    plain = folded(cell)
    if plain in {"", "null"}:
        return Cell()
    lettered = SEND_WITH_TEXT.match(plain)
    for name in (plain, lettered[1] if lettered else ""):
        if name in SEND_NAMES:
            return Cell(SEND_NAMES[name])
        if name in OLD_SEND_NAMES:
            return Cell(OLD_SEND_NAMES[name], notice=f"an old or local word, taken as {OLD_SEND_NAMES[name]}")
    return Cell(problem="not a SEND provision: accepted are N (none), K (SEN support) and E (EHC plan)")


def flag(cell: str) -> Cell:
    """'true', 'false', or '' where it is not said."""
    plain = folded(cell)
    if plain in NOT_SAID:
        return Cell()
    if plain in TRUE_WORDS or plain in FALSE_WORDS:
        return Cell("true" if plain in TRUE_WORDS else "false")
    return Cell(notice="neither yes nor no, taken as unknown")


def eal_of_language(cell: str) -> str:
    """Whether a first language, in words or as DfE's code, is not English; '' where it is not said."""
    plain = folded(cell)
    if plain in LANGUAGE_NOT_SAID:
        return ""
    return "false" if plain in ENGLISH else "true"


def sex(cell: str) -> Cell:
    """M or F, else unknown."""
    letter = folded(cell)[:1].upper()
    return Cell(letter if letter in {"M", "F"} else "")


def enrolment_status(cell: str) -> Cell:
    """C single, M main, S subsidiary, G guest."""
    plain = folded(cell)
    lettered = STATUS_WITH_TEXT.match(plain)
    status = STATUS_NAMES.get(plain) or (STATUS_NAMES[lettered[1]] if lettered else "")
    if status or not plain:
        return Cell(status)
    return Cell(notice="not C, M, S or G, taken as unknown")


def number(cell: str) -> Cell:
    """An admission number: text, its leading zeros kept."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)).lstrip("'")
    if LOST_DIGITS.match(plain):
        return Cell(problem="a spreadsheet has cut this number short: export it again as text")
    return Cell(re.sub(r"(?<=\d)\.0+$", "", plain))


def birthday(cell: str, order: DateOrder, today: date) -> Cell:
    """A date of birth that a pupil can have, ISO."""
    if not text(cell) or folded(cell) in NOT_SAID:
        return Cell()
    day = order.read(cell)
    if day is None:
        return Cell(problem=NOT_A_DATE)
    day = date_of_birth(day, today)
    if day < today - timedelta(days=366 * OLDEST_PUPIL_YEARS):
        return Cell(notice="no pupil's date of birth, taken as unknown")
    return Cell(day.isoformat())


def calendar_date(cell: str, order: DateOrder) -> Cell:
    """Any date, ISO."""
    if not text(cell) or folded(cell) == "null":
        return Cell()
    day = order.read(cell)
    return Cell(day.isoformat()) if day else Cell(problem=NOT_A_DATE)


NOT_A_DATE = "not a date: write it as 2025-09-01 or 01/09/2025"


def session(cell: str) -> str | None:
    """AM or PM; None for any other label."""
    plain = re.sub(r"[^a-z0-9]+", " ", re.sub(r"\.0+$", "", folded(cell))).strip()
    plain = re.sub(r"^(?:mon|tue|wed|thu|fri)[a-z]*\s+", "", plain)
    plain = re.sub(r"\s*(?:registration|register|reg|session|mark)$", "", plain)
    plain = re.sub(r"^session\s*", "", plain)
    if plain in {"am", "a m", "a", "morning", "1"}:
        return "AM"
    if plain in {"pm", "p m", "p", "afternoon", "2"}:
        return "PM"
    return None
