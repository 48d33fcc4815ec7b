"""The invented schools of shared/examples: every step of their expected.json, and what differs from it.

python -m tests.queries.examples awkward-1                      every step
python -m tests.queries.examples awkward-1 pupils_at_risk       the imports, and this query's steps
python -m tests.queries.examples awkward-1 --stop-after 27      the steps up to number 27
"""

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.registers import import_files
from dashboard.store.reading import Store, open_store
from tests.school import plain

EXAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "examples"
SHOWN_ROWS = 5
LEDGER = ("rows_read", "rows_accepted", "rows_unchanged", "rows_superseded", "rows_rejected")

Row = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One step of an expected.json: an import run, or a query with the rows it must give."""

    number: int
    content: dict[str, Any]
    imports_before: int

    @property
    def is_import(self) -> bool:
        return "files" in self.content

    @property
    def name(self) -> str:
        return "import" if self.is_import else self.content["query"]

    @property
    def title(self) -> str:
        words = self.content["files"] if self.is_import else [self.name, *self.content["params"]]
        return f"step {self.number}: {' '.join(words)}"


def steps_of(school: Path) -> list[Step]:
    """The steps of a school's expected.json, in order."""
    steps: list[Step] = []
    imports = 0
    for number, content in enumerate(json.loads((school / "expected.json").read_text("utf-8"))):
        steps.append(Step(number, content, imports))
        imports += steps[-1].is_import
    return steps


def mismatches_by_step(
    school: Path, store: Path, stop_after: int | None = None, only: str | None = None
) -> Iterator[tuple[Step, list[str]]]:
    """Each step, done on the store in order, with what differs from the expectation."""
    opened: Store | None = None
    for step in steps_of(school):
        if stop_after is not None and step.number > stop_after:
            break
        if step.is_import:
            if opened:
                opened.close()
            yield step, import_mismatches(school, store, step.content)
            opened = open_store(store)
        elif opened and only in (None, step.name):
            yield step, query_mismatches(opened, step.content)
    if opened:
        opened.close()


def run_examples(folder: Path, stop_after: int | None = None, only: str | None = None) -> list[str]:
    """What differs from a school's expected.json, as text; nothing if every figure agrees."""
    with tempfile.TemporaryDirectory() as store:
        return [
            f"{step.title}\n    " + "\n    ".join(differences)
            for step, differences in mismatches_by_step(folder, Path(store), stop_after, only)
            if differences
        ]


def import_mismatches(school: Path, store: Path, step: dict[str, Any]) -> list[str]:
    """One import run, and what its ledger says otherwise than expected."""
    arguments = dict(zip(step["args"][::2], step["args"][1::2], strict=True))
    report = import_files(
        store,
        [school / name for name in step["files"]],
        as_at=date.fromisoformat(arguments["--as-at"]) if "--as-at" in arguments else None,
        accept="--accept" in arguments,
    )
    ledgers = {ledger["file"]: ledger for ledger in report.as_json()}
    differences = []
    for name, expected in step["expect"].items():
        ledger = ledgers[name]
        for column, value in expected.items():
            if column == "lines":
                missing = sorted(set(value) - {problem["line"] for problem in ledger["problems"]})
                if missing:
                    differences.append(f"{name}: no problem reported on lines {missing}")
            elif ledger[column] != value:
                differences.append(f"{name}: {column} is {ledger[column]}, expected {value}")
    return differences


def query_mismatches(store: Store, step: dict[str, Any]) -> list[str]:
    """One query, and every expected row that it gives differently, misses, or adds."""
    parameters = dict(text.split("=", 1) for text in step["params"])
    answer = store.rows(step["query"], parameters)
    actual = [dict(zip(answer.columns, map(plain, row), strict=True)) for row in answer.rows]
    return row_mismatches(step["key"], step["optional"], step["rows"], actual)


def row_mismatches(key: list[str], optional: str | None, expected: list[Row], actual: list[Row]) -> list[str]:
    """Rows compared by key: numbers to 1e-9, null exactly, rows with nothing in `optional` may be absent."""
    differences = []
    actual_by_key: dict[tuple[Any, ...], Row] = {}
    for row in actual:
        row_key = tuple(row.get(column) for column in key)
        if row_key in actual_by_key:
            differences.append(f"twice: {row_key}")
        actual_by_key[row_key] = row
    expected_by_key = {tuple(row[column] for column in key): row for row in expected}
    for row_key, row in expected_by_key.items():
        found = actual_by_key.get(row_key)
        if found is not None:
            cells = [
                f"{column} is {found.get(column, 'absent')!r}, expected {value!r}"
                for column, value in row.items()
                if column not in found or not agree(found[column], value)
            ]
            if cells:
                differences.append(f"{row_key}: " + "; ".join(cells))
        elif not (optional and row[optional] == 0):
            differences.append(f"missing: {row}")
    differences += [
        f"extra: {row}"
        for row_key, row in actual_by_key.items()
        if row_key not in expected_by_key and not (optional and row.get(optional) == 0)
    ]
    if len(differences) > SHOWN_ROWS:
        rest = len(differences) - SHOWN_ROWS
        differences = [*differences[:SHOWN_ROWS], f"... and {rest} more of {len(expected)} rows"]
    return differences


def agree(found: object, expected: object) -> bool:
    """Equal; numbers to 1e-9; a flag is no number."""
    numbers = [isinstance(value, int | float) and not isinstance(value, bool) for value in (found, expected)]
    if all(numbers):
        return math.isclose(float(found), float(expected), rel_tol=0, abs_tol=1e-9)  # type: ignore[arg-type]
    return type(found) is type(expected) and found == expected


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("school")
    parser.add_argument("query", nargs="?")
    parser.add_argument("--stop-after", type=int)
    arguments = parser.parse_args()
    differences = run_examples(EXAMPLES / arguments.school, arguments.stop_after, arguments.query)
    sys.stdout.write("\n".join(differences) or "every figure agrees")
    sys.stdout.write(f"\n{len(differences)} steps differ\n")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
