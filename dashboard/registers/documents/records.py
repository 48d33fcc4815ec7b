"""Records, each with its own fields, made into a table whose headings are all the fields there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.registers.tables import Row, RowTable

COUNTED = "The records do not stand on lines of their own: 'line 12' is the 12th record."


@dataclass(frozen=True)
class Entry:
    """A record: the line it begins on, and its fields; `problem` says why it cannot be taken."""

    line: int
    fields: Mapping[str, str]
    problem: str | None = None


def table_of(
    entries: Sequence[Entry], document: str, first: Sequence[str] = (), notices: Iterable[str] = ()
) -> RowTable:
    """The records as rows under their headings, those in `first` before the others."""
    names = list(dict.fromkeys([*first, *(name for entry in entries for name in entry.fields)]))
    told = list(notices)
    lines = [entry.line for entry in entries]
    if any(line <= before for before, line in pairwise([0, *lines])):
        lines = list(range(1, len(entries) + 1))
        told.append(COUNTED)
    rows = [
        Row(line, [entry.fields.get(name, "") for name in names], entry.problem)
        for line, entry in zip(lines, entries, strict=True)
    ]
    return RowTable([Row(0, names), *rows], document=document, notices=tuple(told))
