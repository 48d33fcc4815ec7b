"""Every query runs on Spark as well: it transpiles through sqlglot, and keeps to the idioms that travel."""

import re

import pytest
import sqlglot

from dashboard.config import QUERIES_FOLDER

LITERALS = re.compile(r"('(?:[^']|'')*')")
COMMENTS = re.compile(r"--[^\n]*")
DOES_NOT_TRAVEL = {  # run on both engines: other answers, or none
    "dayofweek": r"\bdayofweek\b",
    "isodow": r"\bisodow\b",
    "date - date": r"(?:_date|\bas_of)\s*-\s*\$?(?:\w+\.)?(?:\w*_date|as_of)\b",
    "range() as a table": r"\brange\s*\((?!\s*between)",
    "generate_series": r"\bgenerate_series\b",
    "quantile_cont": r"\bquantile_cont\b",
    "pivot": r"\b(?:un)?pivot\b",
    "asof": r"\basof\b",
    "positional": r"\bpositional\s+join\b",
    "columns()": r"\bcolumns\s*\(",
    "* replace": r"\*\s*replace\b",
    "enum": r"\benum\b",
    "string slice": r"\[[^\]]*:[^\]]*\]",
    "table macro": r"\bmacro\b[^;]*\bas\s+table\b",
}

FILES = sorted(QUERIES_FOLDER.glob("*/*.sql"))
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")


def to_spark(sql: str) -> str:
    """The text as Spark would run it; sqlglot reads "$a ... $b" as quoted text, so $name becomes :name."""
    parts = LITERALS.split(sql)
    named = [part if part.startswith("'") else re.sub(r"\$([A-Za-z_]\w*)", r":\1", part) for part in parts]
    return sqlglot.transpile(
        "".join(named), read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )[0]


def statements(path) -> list[str]:
    """The statements of a file, without its scalar macros: Spark has functions registered for those."""
    text = COMMENTS.sub("", path.read_text(encoding="utf-8"))
    parts = [part.strip() for part in text.split(";")]
    return [
        part for part in parts if part and not re.match(r"create\s+(?:or\s+replace\s+)?macro\b", part, re.I)
    ]


@every_file
def test_a_query_transpiles_to_spark(path):
    for statement in statements(path):
        assert "$" not in to_spark(statement)


@every_file
def test_a_query_keeps_to_the_idioms_that_travel(path):
    text = LITERALS.sub("''", COMMENTS.sub("", path.read_text(encoding="utf-8"))).lower()

    assert [idiom for idiom, pattern in DOES_NOT_TRAVEL.items() if re.search(pattern, text)] == []


def test_there_are_queries_to_look_at():
    assert len(FILES) > 14
