"""Rows on standard output: as a table to look at, or as CSV or JSON with nothing else around them."""

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import click

FORMATS = ("table", "csv", "json")
GAP = "  "


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], form: str) -> None:
    """Print rows in one of FORMATS."""
    if form == "json":
        print_json([dict(zip(columns, map(_plain, row), strict=True)) for row in rows])
    elif form == "csv":
        _print_csv(columns, rows)
    else:
        _print_table(columns, rows)


def print_json(content: Any) -> None:
    """Print JSON: dates ISO, flags true or false, a missing value null."""
    _print(json.dumps(content, ensure_ascii=False, indent=1))


def print_rows_gone(rows: Mapping[str, int], older_files: Sequence[str], done: str) -> None:
    """Print what was, or would be, deleted: `done` says which."""
    for table, count in rows.items():
        _print(f"{done}: {count:,} rows of {table.replace('_', ' ')}")
    _print(f"{done}: {len(older_files)} older states and copies that hold them")


def say_what_goes(older_files: Sequence[str]) -> None:
    """Say, before it is done, that there will be no way back."""
    click.echo(
        f"{len(older_files)} older states and copies of the store go too: "
        "no import before this can be undone.",
        err=True,
    )


def _print(text: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # also where a Windows console thinks otherwise
    click.echo(text)


def _print_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(value) for value in row] for row in rows)
    _print(lines.getvalue().rstrip("\n"))


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    cells = [[_shown(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    is_number = [any(_is_number(value) for value in column) for column in zip(*rows, strict=True)] or [
        False
    ] * len(columns)
    for line in (columns, ["-" * width for width in widths], *cells):
        padded = (
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(line, widths, is_number, strict=True)
        )
        _print(GAP.join(padded).rstrip())
    if not rows:
        _print("(no rows)")


def _plain(value: Any) -> Any:
    """The value as JSON knows it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value


def _text(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool | list | dict):
        return json.dumps(plain, default=str, ensure_ascii=False)
    return str(plain)


def _shown(value: Any) -> str:
    return f"{value:.4f}" if isinstance(value, float) else _text(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
