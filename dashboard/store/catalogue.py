"""The catalogue of queries: what each file under queries/ says of itself in its header."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from dashboard.config import QUERIES_FOLDER
from dashboard.errors import UsageError
from dashboard.store.parameter_values import parameter_value

NOT_QUESTIONS = {"definitions", "marts"}
HEADER_LINE = re.compile(r"^--(?: (?P<key>question|grain|params|columns|roles):)?(?P<space>\s*)(?P<text>.*)$")
PARAMETER_LINE = re.compile(
    r"\$(?P<name>\w+)\s+(?P<type>\w+(?:\[\])?),?(?:\s*=\s*(?P<default>\S.*?))?(?:\s{2,}(?P<meaning>.*))?$"
)
COLUMN_LINE = re.compile(r"(?P<name>\w+)(?:\s{2,}(?P<meaning>.*))?$")
ONE_OF = re.compile(r"one of:\s*([^.;()]+)")
SQL_LITERALS_AND_COMMENTS = re.compile(r"'(?:[^']|'')*'|--[^\n]*")


@dataclass(frozen=True)
class Parameter:
    """What a query can be asked with. A default that is no value of the type describes what the SQL does."""

    name: str
    type: str
    default: str | None
    meaning: str

    @property
    def is_required(self) -> bool:
        """Whether it must be given: its meaning begins so."""
        return self.meaning.startswith("required")

    @cached_property
    def allowed(self) -> tuple[str, ...]:
        """The values that the meaning lists after 'one of:'; empty if any will do."""
        found = ONE_OF.search(self.meaning)
        return tuple(re.split(r",\s*|\s+or\s+", found[1].strip())) if found else ()

    @cached_property
    def default_value(self) -> Any:
        """The default as a value; None if there is none or it is prose."""
        if self.default is None or (self.type == "varchar" and " " in self.default):
            return None
        try:
            return parameter_value(self.name, self.type, self.default)
        except UsageError:
            return None

    def value(self, given: Any) -> Any:
        """The value to bind for what was given, text or not; nothing given means the default."""
        value = parameter_value(self.name, self.type, given)
        if value is None:
            if self.is_required:
                allowed = f": one of {', '.join(self.allowed)}" if self.allowed else ""
                raise UsageError(f"Parameter '{self.name}' must be given{allowed}.")
            return self.default_value
        for one in value if isinstance(value, list) else [value]:
            if self.allowed and one not in self.allowed:
                raise UsageError(f"Parameter '{self.name}': '{one}' is not one of {', '.join(self.allowed)}.")
        return value


@dataclass(frozen=True)
class Column:
    """A column of a query's answer."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Query:
    """One question and the SQL that answers it."""

    name: str
    question: str
    grain: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    roles: tuple[str, ...]
    sql: str
    path: Path

    @cached_property
    def parameter_names(self) -> frozenset[str]:
        """The parameters that the header names."""
        return frozenset(parameter.name for parameter in self.parameters)

    @cached_property
    def bound_names(self) -> frozenset[str]:
        """The parameters that the SQL really takes."""
        return frozenset(re.findall(r"\$(\w+)", SQL_LITERALS_AND_COMMENTS.sub("", self.sql)))


@cache
def queries(folder: Path = QUERIES_FOLDER) -> dict[str, Query]:
    """Every query by name."""
    paths = [path for path in folder.glob("*/*.sql") if path.parent.name not in NOT_QUESTIONS]
    return {path.stem: read_query(path) for path in sorted(paths, key=lambda path: path.stem)}


def find_query(name: str, folder: Path = QUERIES_FOLDER) -> Query:
    """The query of that name; UsageError with the nearest names if there is none."""
    known = queries(folder)
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3)
    hint = f" Did you mean {' or '.join(near)}?" if near else " `queries` lists those there are."
    raise UsageError(f"There is no query '{name}'.{hint}")


def parse_parameters(query: Query, given: Mapping[str, Any]) -> dict[str, Any]:
    """A value for every parameter: what was given, converted to its type, else its default, else None."""
    for name in given:
        if name not in query.parameter_names:
            near = difflib.get_close_matches(name, query.parameter_names, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise UsageError(f"The query '{query.name}' has no parameter '{name}'.{hint}")
    return {parameter.name: parameter.value(given.get(parameter.name)) for parameter in query.parameters}


def read_query(path: Path) -> Query:
    """Read one query file. A header that cannot be understood is our mistake, so it raises ValueError."""
    sql = path.read_text(encoding="utf-8")
    entries: dict[str, list[str]] = {}
    for key, entry in _header_entries(sql):
        entries.setdefault(key, []).append(entry)
    return Query(
        name=path.stem,
        question=" ".join(entries.get("question", [])),
        grain=" ".join(entries.get("grain", [])),
        parameters=tuple(_parameter(path, entry) for entry in entries.get("params", [])),
        columns=tuple(_column(path, entry) for entry in entries.get("columns", [])),
        roles=tuple(re.split(r"[,\s]+", " ".join(entries.get("roles", ["slt"])))),
        sql=sql,
        path=path,
    )


def _header_entries(sql: str) -> Iterator[tuple[str, str]]:
    """Key and text of every entry; a line indented further than its key's first entry continues an entry."""
    key, entry, indent = "", "", 0
    for line in sql.splitlines():
        found = HEADER_LINE.match(line)
        if not found:
            break
        if not found["text"]:
            continue
        starts_at = found.start("text")
        if found["key"] is None and starts_at > indent:
            entry = f"{entry} {found['text']}"
            continue
        if entry:
            yield key, entry
        key, entry = found["key"] or key, found["text"].rstrip()
        if found["key"]:
            indent = starts_at
    if entry:
        yield key, entry


def _parameter(path: Path, entry: str) -> Parameter:
    found = PARAMETER_LINE.match(entry)
    if not found:
        raise ValueError(f"{path.name}: cannot read the parameter '{entry}'")
    return Parameter(found["name"], found["type"], found["default"], (found["meaning"] or "").strip())


def _column(path: Path, entry: str) -> Column:
    found = COLUMN_LINE.match(entry)
    if not found:
        raise ValueError(f"{path.name}: cannot read the column '{entry}'")
    return Column(found["name"], (found["meaning"] or "").strip())
