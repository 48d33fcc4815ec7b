"""From what a person typed or a page chose to the value that a query is asked with."""

import re
from datetime import date, datetime
from typing import Any

from dashboard.errors import UsageError

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
FLAGS = {"true": True, "false": False}


def parameter_value(name: str, kind: str, given: Any) -> Any:
    """The value of a parameter of this type: text is converted, nothing (also an empty list) is None."""
    if kind.endswith("[]"):
        return _list(name, kind.removesuffix("[]"), given)
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    return CONVERSIONS[kind](name, given)


def _list(name: str, kind: str, given: Any) -> list[Any] | None:
    if given is None:
        return None
    items = given.split(",") if isinstance(given, str) else list(given)
    values = [parameter_value(name, kind, item) for item in items]
    return [value for value in values if value is not None] or None


def _date(name: str, given: Any) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    text = str(given).strip()
    try:
        if ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(f"Parameter '{name}': '{text}' is not a date like 2025-09-01.")


def _flag(name: str, given: Any) -> bool:
    flag = FLAGS.get(str(given).strip().lower())
    if flag is None:
        raise UsageError(f"Parameter '{name}': '{given}' is neither true nor false.")
    return flag


def _integer(name: str, given: Any) -> int:
    try:
        return int(given)
    except ValueError:
        raise UsageError(f"Parameter '{name}': '{given}' is not a whole number.") from None


def _text(_name: str, given: Any) -> str:
    return str(given).strip()


CONVERSIONS = {"date": _date, "boolean": _flag, "integer": _integer, "varchar": _text}
