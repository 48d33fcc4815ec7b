"""Unique pupil numbers that check: letter, local authority, establishment, year of allocation, serial."""

from dashboard.domain.upn import CHECK_LETTERS as LETTERS


def upn(la_code: int, establishment: int, year: int, serial: int) -> str:
    """A permanent UPN with its check letter."""
    return _with_check_letter(f"{la_code:03d}{establishment:04d}{year % 100:02d}{serial:03d}")


def temporary_upn(la_code: int, establishment: int, year: int, serial: int) -> str:
    """A UPN as a school allocates it to a pupil whose own is not yet known: it ends in a letter."""
    letter = LETTERS[serial % len(LETTERS)]
    return _with_check_letter(
        f"{la_code:03d}{establishment:04d}{year % 100:02d}{serial // 23 % 100:02d}{letter}"
    )


def _with_check_letter(rest: str) -> str:
    values = (LETTERS.index(sign) if sign.isalpha() else int(sign) for sign in rest)
    total = sum(value * position for position, value in enumerate(values, start=2))
    return LETTERS[total % 23] + rest
