"""XML and JSON files as tables, and in words why some of them are none."""

from dashboard.domain.plain_text import shortened
from dashboard.errors import UnreadableFile
from dashboard.registers.documents import ctf, sims
from dashboard.registers.documents.json_records import record_table
from dashboard.registers.documents.xml_tree import Node, read_xml
from dashboard.registers.files import ACCEPTED, Source
from dashboard.registers.tables import DatedTable, RowTable

FORMS = frozenset({"xml", "json"})
CENSUS_PARTS = frozenset({"PupilsOnRoll", "PupilsNoLongerOnRoll", "PupilOnRoll"})


def document_tables(source: Source) -> list[RowTable | DatedTable]:
    """The tables in an XML or JSON file; UnreadableFile, with what to do next, for what is no register."""
    if source.form == "json":
        return [record_table(source)]
    root = read_xml(source)
    if root.name == ctf.ROOT and ctf.pupils_of(root):
        marks = ctf.mark_table(root)
        return [ctf.pupil_table(root), *([marks] if marks else [])]
    if root.name == sims.REPORT:
        return [sims.report_table(root)]
    raise UnreadableFile(f"{source.name} {_why_no_register(root)}")


def is_census(root: Node) -> bool:
    """Whether an XML file is a school census return: pupils with counts for a term."""
    return any(any(root.descendants(part)) for part in CENSUS_PARTS)


def _why_no_register(root: Node) -> str:
    if root.name == sims.ERROR:
        return (
            "is not a report: SIMS wrote an error in its place. Run the report again. "
            f"SIMS says: {sims.error_message(root)}"
        )
    if root.name == "Workbook":
        return "is an XML spreadsheet: open it in Excel and save it as .xlsx."
    if root.name.lower() == "html":
        return "is a web page: open it in Excel and save it as .xlsx."
    if root.name == ctf.ROOT:
        return "is a transfer file (CTF) without pupils: export it again."
    if is_census(root):
        return (
            "is a school census: it holds totals for a term, not marks. Export the session marks; "
            "to lay its totals beside yours use Reconcile on the Data page."
        )
    return f"is XML of a kind not known ('{shortened(root.name)}'). Accepted are {ACCEPTED}."
