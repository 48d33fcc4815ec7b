"""Workbooks as rows of text: what a cell shows, never what a spreadsheet made of it."""

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

from dashboard.errors import UnreadableFile
from dashboard.registers.archives import DAMAGED
from dashboard.registers.files import Source
from dashboard.registers.stray_cells import column_number, without_stray_cells
from dashboard.registers.tables import Row, RowTable

MOST_EMPTY_ROWS = 1000
LARGEST_UNPACKED = 1 << 30
ERROR_CELL = re.compile(rb'<c\b[^>]*\br="([A-Z]+)(\d+)"[^>]*\bt="e"[^>]*>.*?<v>([^<]*)</v>', re.DOTALL)
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def workbook_tables(source: Source) -> list[RowTable]:
    """Every visible sheet with something in it."""
    import python_calamine as calamine

    _refuse_bombs(source)
    try:
        with source.open() as stream:
            workbook = calamine.CalamineWorkbook.from_filelike(without_stray_cells(stream))
            visible = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.visible == calamine.SheetVisibleEnum.Visible
                and sheet.typ == calamine.SheetTypeEnum.WorkSheet
            ]
            errors = _error_cells(source)
            tables = [
                RowTable(
                    _rows(
                        workbook.get_sheet_by_name(name).to_python(skip_empty_area=False),
                        errors.get(name, {}),
                    ),
                    sheet=name,
                )
                for name in visible
            ]
    except (calamine.CalamineError, *DAMAGED, ElementTree.ParseError, KeyError) as problem:
        raise UnreadableFile(
            f"{source.name} cannot be opened as a workbook: open it in Excel and save it again as .xlsx."
        ) from problem
    filled = [table for table in tables if table.table_rows]
    if not filled:
        raise UnreadableFile(f"{source.name}: the workbook is empty.")
    return filled


def cell_text(value: Any) -> str:
    """What a person sees in the cell: a date as a date, a whole number without .0."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time | int | timedelta):
        return str(value)
    return "" if value is None else str(value)


def _rows(cells: Sequence[Sequence[Any]], errors: dict[tuple[int, int], str]) -> list[Row]:
    rows: list[Row] = []
    last_filled = empty = 0
    for line, values in enumerate(cells, 1):
        row = Row(line, [cell_text(value) for value in values])
        for position in range(len(row.cells)):
            if (line, position) in errors:
                row.cells[position] = errors[line, position]
        rows.append(row)
        if not row.is_blank:
            last_filled, empty = line, 0
        elif (empty := empty + 1) > MOST_EMPTY_ROWS:
            break
    return rows[:last_filled]


def _refuse_bombs(source: Source) -> None:
    with source.open() as stream, zipfile.ZipFile(stream) as archive:
        if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
            raise UnreadableFile(f"{source.name} is too large for a workbook: export it as CSV.")


def _error_cells(source: Source) -> dict[str, dict[tuple[int, int], str]]:
    """Cells such as #N/A by sheet, line and position: the workbook reader shows them as blank."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    with source.open() as stream, zipfile.ZipFile(stream) as archive:
        members = set(archive.namelist())
        for name, member in _sheet_members(archive).items():
            if member not in members:
                continue
            content = archive.read(member)
            if b't="e"' in content:
                found[name] = {
                    (int(line), column_number(letters.decode()) - 1): error.decode()
                    for letters, line, error in ERROR_CELL.findall(content)
                }
    return found


def _sheet_members(archive: zipfile.ZipFile) -> dict[str, str]:
    """Where each sheet lies in the workbook."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _parsed(archive, "xl/_rels/workbook.xml.rels").iter()
        if relation.get("Target")
    }
    members = {}
    for sheet in _parsed(archive, "xl/workbook.xml").iter():
        if sheet.tag.endswith("}sheet") and sheet.get(RELATION) in targets:
            target = targets[sheet.get(RELATION)]
            members[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return members


def _parsed(archive: zipfile.ZipFile, member: str) -> ElementTree.Element:
    content = archive.read(member)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnreadableFile(
            "The workbook holds what a workbook never does (a document type): it is not opened."
        )
    return ElementTree.fromstring(content)  # noqa: S314
