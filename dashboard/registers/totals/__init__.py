"""Totals that another system reports, read to be laid beside our own. Nothing of them is stored."""

from dashboard.errors import UnreadableFile
from dashboard.registers.documents import ctf, is_census
from dashboard.registers.documents.json_records import record_table
from dashboard.registers.documents.xml_tree import read_xml
from dashboard.registers.files import RegisterFile, open_source
from dashboard.registers.tables import DELIMITERS, Row, text_table
from dashboard.registers.totals.figures import ReportedTotals
from dashboard.registers.totals.from_documents import census_totals, ctf_totals
from dashboard.registers.totals.from_tables import fields_named, table_totals
from dashboard.registers.workbooks import workbook_tables

NEEDED = (
    "It needs the UPN or admission number of each pupil and possible, attended, authorised or unauthorised "
    "sessions, an attendance percentage, or counts by code; or it is a CTF or a school census in XML."
)


def read_reported_totals(file: RegisterFile) -> ReportedTotals:
    """The totals in a file; UnreadableFile, with what is needed, if it holds none."""
    source = open_source(file)
    if source.form == "xml":
        root = read_xml(source)
        found = (
            ctf_totals(root) if root.name == ctf.ROOT else census_totals(root) if is_census(root) else None
        )
    elif source.form == "json":
        found = table_totals(record_table(source).table_rows)
    elif source.form == "text":
        found = table_totals(list(text_table(source, _best_delimiter).rows()))
    elif source.form == "xlsx":
        sheets = [table_totals(table.table_rows) for table in workbook_tables(source)]
        found = next((sheet for sheet in sheets if sheet and sheet.figures), None)
    else:
        found = None
    if not found or not found.figures:
        raise UnreadableFile(f"{source.name} holds no totals that could be laid beside ours. {NEEDED}")
    return found


def _best_delimiter(samples: dict[str, list[Row]]) -> str:
    return max(
        DELIMITERS,
        key=lambda delimiter: max((fields_named(row.cells) for row in samples[delimiter]), default=0),
    )
