"""SIMS reports in XML: a Record for each row, elements named after the columns (`Legal_x0020_Surname`)."""

import re
from collections.abc import Iterator

from dashboard.registers.documents.records import Entry, table_of
from dashboard.registers.documents.xml_tree import Node
from dashboard.registers.tables import RowTable

REPORT = "SuperStarReport"
ERROR = "CommandReporterError"
DOCUMENT = "SIMS XML"
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LONGEST_MESSAGE = 300


def report_table(report: Node) -> RowTable:
    """The rows of a report."""
    return table_of(list(_entries(report)), DOCUMENT)


def error_message(error: Node) -> str:
    """What SIMS says went wrong, on one line."""
    return " ".join(" ".join(_texts(error)).split())[:LONGEST_MESSAGE]


def _entries(report: Node) -> Iterator[Entry]:
    for record in report.descendants("Record"):
        fields: dict[str, str] = {}
        for cell in record.children:
            fields.setdefault(_heading(cell.name), cell.text.strip())
        yield Entry(record.line, fields)


def _heading(name: str) -> str:
    """An element's name as the column was called."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)


def _texts(node: Node) -> Iterator[str]:
    yield node.text
    for child in node.children:
        yield from _texts(child)
