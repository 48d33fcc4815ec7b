"""What a cell of a register says: a code, nothing, or something that is not a mark."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from dashboard.domain.plain_text import quoted_cell

NOTHING_WRITTEN = frozenset({"", "-", "\N{EN DASH}", "\N{EM DASH}", "NULL"})
NOT_STORED = "Z"
PLANNED_CLOSURE = "#"
SUB_CODE = re.compile(r"^([IX])\d\d$")
LATE_WITH_MINUTES = re.compile(r"^([LU])\s*\(?\s*(\d{1,3})\s*(?:M|MINS?|MINUTES)?\s*\)?$")
CODE_WITH_COMMENT = re.compile(r"^([A-Z/\\#]\d{0,2})\s*[-\N{EN DASH}\N{EM DASH}:]\s*\S.*$", re.DOTALL)
SPREADSHEET_ERROR = re.compile(r"^#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)$")

SEVERAL_MARKS = frozenset({"0", "1", "l", "|"})
NO_OWN_MARKS: Mapping[str, str] = MappingProxyType({})


class Outcome(StrEnum):
    """What becomes of a mark as it is written."""

    CODE = "code"
    BLANK = "blank"
    SKIPPED = "skipped"
    REJECTED = "rejected"


@dataclass(frozen=True)
class MarkReading:
    """A mark as it was read; `code` is only there for Outcome.CODE, `problem` for Outcome.REJECTED."""

    outcome: Outcome
    code: str | None = None
    minutes_late: int | None = None
    problem: str | None = None
    is_own: bool = False  # read by what a person said of it, or it could be


def mark_text(cell: str) -> str:
    """The mark as it is looked up among a school's own: in capitals, but l stays apart from L."""
    text = unicodedata.normalize("NFKC", cell).replace("\0", "").strip().removeprefix("'").strip()
    return text if text in SEVERAL_MARKS else text.upper()


def read_mark(
    cell: str,
    codes: Collection[str],
    meanings: Mapping[str, str],
    own_marks: Mapping[str, str] = NO_OWN_MARKS,
) -> MarkReading:
    """Read one cell. `meanings` leads from a description in lower case to its code.

    `own_marks` leads from a mark of the school's own to what a person said it is, '' for no mark; a mark that
    already means something is never among them. Never guesses: 0, 1, l and | could each be several marks.
    """
    text = unicodedata.normalize("NFKC", cell).replace("\0", "").strip().removeprefix("'").strip()
    capitals = text.upper()
    if capitals in NOTHING_WRITTEN:
        return MarkReading(Outcome.BLANK)
    reason = _why_never(text)
    if reason:
        return MarkReading(Outcome.REJECTED, problem=reason)
    if text in SEVERAL_MARKS:
        several = f"'{text}' could be several marks and is never guessed: write the code in capitals"
        return _own(text, own_marks) or MarkReading(Outcome.REJECTED, problem=several, is_own=True)
    if capitals == NOT_STORED:
        return MarkReading(Outcome.SKIPPED)
    code = _known(capitals, codes) or meanings.get(text.lower())
    if code:
        return MarkReading(Outcome.CODE, code)
    late = LATE_WITH_MINUTES.match(capitals)
    if late:
        return MarkReading(Outcome.CODE, late[1], int(late[2]))
    commented = CODE_WITH_COMMENT.match(capitals)
    if commented and _known(commented[1], codes):
        return MarkReading(Outcome.CODE, _known(commented[1], codes))
    shown = quoted_cell(text)
    unknown = f"{shown or f'a text of {len(text)} characters'} is not an attendance code: correct it"
    if shown:
        unknown += ", or say on the Data page what it means"
    return _own(capitals, own_marks) or MarkReading(Outcome.REJECTED, problem=unknown, is_own=bool(shown))


def meanings_of_texts(codes: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The code that a description in lower case stands for, from every code with its description."""
    known = {code for code, _ in codes}
    meanings: dict[str, str] = {}
    for code, description in codes:
        meanings.setdefault(description.lower(), _known(code, known) or code)
    return meanings


def _own(mark: str, own_marks: Mapping[str, str]) -> MarkReading | None:
    meaning = own_marks.get(mark)
    if meaning is None:
        return None
    return MarkReading(Outcome.CODE if meaning else Outcome.BLANK, meaning or None, is_own=True)


def _known(capitals: str, codes: Collection[str]) -> str | None:
    sub_code = SUB_CODE.match(capitals)
    code = sub_code[1] if sub_code else capitals
    return code if code in codes else None


def _why_never(text: str) -> str | None:
    if text == "@":
        return "'@' means do not use: write the code that says what happened"
    if SPREADSHEET_ERROR.match(text.upper()):
        return f"'{text}' is a spreadsheet error, not a mark"
    if text.upper() in {"TRUE", "FALSE"}:
        return f"'{text}': a spreadsheet has changed a mark {text[0].upper()}; export it again as text"
    return None
