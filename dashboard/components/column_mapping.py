"""Say by hand what the columns of a file are: its first rows, a choice a heading, how they would be read."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from pathlib import Path, PurePath

import pandas as pd
import streamlit as st

from dashboard.components.emphasis import main_button
from dashboard.components.fetch import fetch
from dashboard.components.import_ledger import PROBLEMS_SHOWN, escaped
from dashboard.components.names import NAME_COLUMNS, names_are_hidden
from dashboard.domain.canonical_files import LABELS, field_label
from dashboard.domain.plain_text import for_markdown, shortened, without_words
from dashboard.errors import DashboardError
from dashboard.registers.column_mappings import (
    NOT_USED,
    ColumnMapping,
    FileColumns,
    remembered_mappings,
    still_missing,
)
from dashboard.registers.kinds import MARKS, kind_named
from dashboard.registers.ledger import FileReport
from dashboard.registers.mapping_preview import MarkReader, read_first_rows
from dashboard.registers.values import text
from dashboard.store.records import record_activity, save_mapping

ROLE = "slt"
LONGEST_NAME = 60
HIDDEN_FIELDS = (*NAME_COLUMNS, "full_name")
DATE_ORDER_LABELS = {
    "": "Told from the dates",
    "day_first": "Day first, as in 25/12/2025",
    "month_first": "Month first, as in 12/25/2025",
}


def mapping_form(folder: Path, report: FileReport, own_marks: dict[str, str]) -> bool:
    """Map the columns of a checked file; True once the mapping is saved, so that it can be checked again."""
    columns = report.columns
    if columns is None:
        return False
    is_needed = report.kind is None
    title = f"Say what the columns are: {for_markdown(report.file)}"
    with st.expander(title, expanded=is_needed, icon=":material/view_column:"):
        st.markdown(
            "These are the first rows under the headings. Choose what each column is; what no column is for "
            "stays “not used”. It is remembered for every file with the same headings."
        )
        remembered = remembered_mappings(folder, None)
        saved = remembered.get(columns.shape)
        rows = st.container()  # above the choices, which say what may stand in it
        mapping = _chosen(columns, saved, report.kind)
        with rows:
            _show_rows(columns, mapping)
        _show_reading(columns, mapping, own_marks)
        for_others = {one.name for shape, one in remembered.items() if shape != columns.shape}
        usual_name = saved.name if saved else shortened(PurePath(report.file).stem)
        return _save(folder, columns, mapping, usual_name, for_others)


def _chosen(columns: FileColumns, saved: ColumnMapping | None, kind_found: str | None) -> ColumnMapping:
    """The choices as they stand on the page."""
    key = f"map_{columns.shape}"
    usual = saved.kind if saved else kind_found or MARKS.name
    labels = list(LABELS)
    kind_name = st.selectbox(
        "What the file is", labels, labels.index(usual), format_func=LABELS.__getitem__, key=f"{key}_kind"
    )
    kind = kind_named(kind_name) or MARKS
    guessed = dict(saved.fields) if saved and saved.kind == kind.name else columns.guessed(kind)
    options = [NOT_USED, *columns.fields_of(kind)]
    fields = {}
    with st.grid(columns=2, min_column_width=230):
        for position, name in enumerate(columns.keys):
            if not name:
                continue
            usual_field = guessed.get(name, NOT_USED)
            fields[name] = st.selectbox(
                for_markdown(columns.heading.cells[position].strip() or f"Column {position + 1}, no heading"),
                options,
                options.index(usual_field) if usual_field in options else 0,
                format_func=lambda field: field_label(field) if field else "not used",
                key=f"{key}_{kind.name}_{name}",
            )
    orders = list(DATE_ORDER_LABELS)
    order = st.selectbox(
        "Order of the dates",
        orders,
        orders.index(saved.date_order or orders[0]) if saved else 0,
        format_func=DATE_ORDER_LABELS.__getitem__,
        key=f"{key}_order",
    )
    return ColumnMapping(kind.name, fields, order or None)


def _show_rows(columns: FileColumns, mapping: ColumnMapping) -> None:
    """The first rows as the file has them; columns of sessions are only counted."""
    places = [(position, key) for position, key in enumerate(columns.keys) if key]
    names = [columns.heading.cells[position].strip() or f"Column {position + 1}" for position, _ in places]
    rows = [
        [_cell(row.cells, position, mapping.fields[key]) for position, key in places] for row in columns.rows
    ]
    st.markdown("**As the file has them**")
    if not rows:
        st.caption("There is no row under the headings.")
        return
    doubled = {name for name in names if names.count(name) > 1}
    headings = [
        for_markdown(f"{name} ({place + 1})" if name in doubled else name) for place, name in enumerate(names)
    ]
    lines = pd.Index([row.line for row in columns.rows], name="Line")
    with st.container(horizontal=True):
        st.table(pd.DataFrame(rows, columns=headings, index=lines), border="horizontal")
    if columns.sessions:
        st.caption(f"and {len(columns.sessions)} columns of sessions, from {columns.sessions[0].heading}")


def _cell(cells: list[str], position: int, field: str) -> str:
    cell = text(cells[position]) if position < len(cells) else ""
    if names_are_hidden():
        cell = "hidden" if field in HIDDEN_FIELDS and cell else without_words(cell)
    return for_markdown(cell)


def _show_reading(columns: FileColumns, mapping: ColumnMapping, own_marks: dict[str, str]) -> None:
    """The first rows as they would be read, and what cannot be."""
    codes = fetch("attendance_code_meanings")[["attendance_code", "description"]]
    reader = MarkReader([(code, description) for code, description in codes.to_numpy()], own_marks)
    rows = read_first_rows(columns, mapping, reader, date.today())
    st.markdown("**As they would be read**")
    if not rows or not rows[0].fields:
        st.caption("No column is chosen yet.")
        return
    hidden = HIDDEN_FIELDS if names_are_hidden() else ()
    shown = pd.DataFrame(
        [
            {
                "Line": str(row.line),
                **{
                    _short(name): for_markdown(value or "–")
                    for name, value in row.fields.items()
                    if name not in hidden
                },
            }
            for row in rows
        ]
    )
    st.table(shown.set_index("Line"), border="horizontal")
    problems = [
        f"- Line {row.line}, {_short(name)}: {escaped(problem)}"
        for row in rows
        for name, problem in row.problems.items()
    ]
    if problems:
        st.markdown("Cannot be read:\n" + "\n".join(problems[:PROBLEMS_SHOWN]))


def _short(field: str) -> str:
    return field_label(field).partition(" (")[0]


def _save(
    folder: Path, columns: FileColumns, mapping: ColumnMapping, usual_name: str, for_others: Collection[str]
) -> bool:
    doubled = [field for field, times in Counter(mapping.fields.values()).items() if field and times > 1]
    missing = still_missing(columns, mapping)
    if doubled:
        st.warning(f"Chosen for two columns: {', '.join(map(field_label, doubled))}. Keep one of them.")
    if missing:
        spoken = "; ".join(" or ".join(map(field_label, name.split(" or "))) for name in missing)
        st.warning(f"Still missing: {spoken}.")
    name = st.text_input(
        "Name of this mapping",
        usual_name,
        max_chars=LONGEST_NAME,
        key=f"map_{columns.shape}_name",
        help="Yours to choose: the system and the report it comes from.",
    ).strip()
    if name in for_others:
        st.warning("That name is taken by a mapping for other headings, which this one would replace.")
    if not st.button(
        "Save, and check again",
        type=main_button(),
        disabled=bool(doubled or missing or not name),
        key=f"map_{columns.shape}_save",
        icon=":material/save:",
    ):
        return False
    try:
        save_mapping(folder, name, columns.shape, mapping.as_json())
        record_activity(folder, ROLE, "mapping", name)
    except DashboardError as error:
        st.error(escaped(str(error)))
        return False
    return True
