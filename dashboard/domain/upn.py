"""Unique pupil numbers: how they are written, and whether the check letter fits."""

import re
import unicodedata

CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
SHAPE = re.compile(rf"^[{CHECK_LETTERS}](\d{{12}}|\d{{11}}[{CHECK_LETTERS}])$")
REASON_FOR_NONE = re.compile(r"^UN[1-5]$")


def clean_upn(text: str) -> str:
    """The UPN without spaces, quotes and lower case; '' where the cell says that the pupil has none."""
    upn = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lstrip("'\"").upper()
    return "" if REASON_FOR_NONE.match(upn) else upn


def upn_checks(upn: str) -> bool:
    """Whether the shape is right and the check letter fits the digits; a temporary UPN ends in a letter."""
    if not SHAPE.match(upn):
        return False
    values = [int(digit) for digit in upn[1:12]]
    values.append(int(upn[12]) if upn[12].isdigit() else CHECK_LETTERS.index(upn[12]))
    total = sum(value * position for position, value in enumerate(values, start=2))
    return CHECK_LETTERS[total % 23] == upn[0]


def is_temporary(upn: str) -> bool:
    """Whether the UPN was given for the time until the permanent one is known."""
    return bool(SHAPE.match(upn)) and upn[-1].isalpha()


def first_school(upn: str) -> str:
    """The local authority and school that first gave the UPN: seven digits, or '' for another shape."""
    return upn[1:8] if SHAPE.match(upn) else ""
