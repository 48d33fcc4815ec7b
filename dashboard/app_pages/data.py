"""What is stored, and how does more come in? Import, undo, marks to chase, the calendar, the school."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard.components.access_log import show_access_log
from dashboard.components.column_mapping import mapping_form
from dashboard.components.data_health import show_data_health
from dashboard.components.downloads import download_button
from dashboard.components.emphasis import main_button
from dashboard.components.fetch import fetch
from dashboard.components.import_ledger import escaped, show_ledger, with_problem_tables
from dashboard.components.marks_to_chase import show_marks_to_chase
from dashboard.components.own_words import own_marks, own_words_form, remembered_box
from dashboard.components.page import as_of, page_header
from dashboard.components.pupil_rights import show_pupil_rights
from dashboard.components.reconciler import show_rules
from dashboard.components.reported_totals import show_reported_totals
from dashboard.components.restoring import restore_form
from dashboard.components.saved import forms_saved, saved, show_saved
from dashboard.components.school_form import choose_school, school_form
from dashboard.components.september import show_september
from dashboard.components.store import shown_store
from dashboard.components.stored_data import show_imports, show_stored
from dashboard.components.undo import undo_form
from dashboard.config import settings
from dashboard.domain import words
from dashboard.domain.canonical_files import DAY_KINDS, FILES, LABELS
from dashboard.domain.plain_text import for_markdown
from dashboard.errors import DashboardError, ImportRefused, NeedsAcceptance
from dashboard.registers import import_files
from dashboard.registers.files import NamedBytes
from dashboard.registers.ledger import ImportReport
from dashboard.store.schools import School, stored_schools

CHECKED, AGAIN, DONE = "import_checked", "import_check_again", "import_done"
ANY_KIND = "Recognise it from the columns"
NEW_SCHOOL = "A school not stored yet"
OWN_FIRST = (
    "This is the invented school. Import your own register first; then this is the place to change it."
)

folder = settings().store
schools: list[School] = stored_schools(folder)

page_header("Data", usual_age="all")
show_saved()


def importing() -> None:
    """Choose files, see what would happen, then do it."""
    show_done()
    if shown_store().is_sample:
        st.markdown(
            "Nothing of your own is stored yet. **Begin with the pupil list and the marks** that your own "
            "system exports (CSV or Excel, columns named as they come), and a calendar if you have one. Drop "
            "them here together, check, import: the invented school then makes way."
        )
    files = st.file_uploader(
        "Files to import",
        accept_multiple_files=True,
        key=f"files_{forms_saved()}",
        help="CSV, XLSX, Parquet, XML, JSON, or a zip of them; several at once. They stay on this machine.",
    )
    st.caption(
        f"A file larger than {st.get_option('server.maxUploadSize')} MB turns red and is left out. Zip it "
        "and drop the zip here, export one school year at a time, or import it on the command line, which "
        "has no such limit: **python -m dashboard import FILE**"
    )
    as_at = st.date_input(
        "As at, the day a pupil list describes (empty: the date in its name, else the last of the marks)",
        None,
        format="DD/MM/YYYY",
        key=f"as_at_{forms_saved()}",
        help="Exported in the holidays for the new year, a list describes 1 September.",
    )
    school, kind = import_choices()
    templates()
    remembered_box(folder, [known.name or "" for known in schools])
    if not files:
        return
    given = [NamedBytes(file.name, file.getvalue()) for file in files]
    wishes = {"as_at": as_at, "school": school, "kind": kind}
    signature = ([file.file_id for file in files], str(wishes))
    is_asked = st.button("Check the files", key="check", type="secondary", icon=":material/fact_check:")
    if is_asked or st.session_state.pop(AGAIN, False):
        st.session_state[CHECKED] = {"signature": signature, **run_import(given, wishes, dry_run=True)}
    checked = st.session_state.get(CHECKED)
    if not checked or checked["signature"] != signature:
        st.caption("Checking stores nothing. It says what would become of every row.")
        return
    st.header("What would happen", anchor=False)
    show_refusal(checked)
    show_ledger(checked["files"], key="checked", is_done=False)
    if say_by_hand(checked["report"]):
        st.session_state[AGAIN] = True
        st.rerun()
    is_accepted = checked["needs_acceptance"] and st.checkbox(
        "I have looked at this: import it all the same", key=f"accept_{forms_saved()}"
    )
    if checked["refusal"] and not checked["needs_acceptance"]:
        return
    is_ready = is_accepted or not checked["refusal"]
    if st.button("Import", type=main_button(), disabled=not is_ready, key="import", icon=":material/upload:"):
        done = run_import(given, wishes, dry_run=False, accept=is_accepted)
        if done["refusal"]:
            show_refusal(done)
            show_ledger(done["files"], key="refused", is_done=False)
            return
        st.session_state.pop(CHECKED, None)
        st.session_state[DONE] = done["files"]
        saved(f"Imported: {words.count(len(files), 'file')}. Every page shows the new figures.")


def import_choices() -> tuple[str | None, str | None]:
    """The school and the kind of file, where they have to be said."""
    with st.expander("More choices"):
        kind = st.selectbox("What the files are", [ANY_KIND, *LABELS.values()], key="kind")
        if schools and len(schools) == 1 and schools[0].name:
            school = None
        elif len(schools) > 1:
            names = [known.name for known in schools]
            school = st.selectbox("School", [*names, NEW_SCHOOL], key="import_school")
        else:
            school = NEW_SCHOOL
        if school == NEW_SCHOOL:
            school = st.text_input("Name of the school", key="new_school", max_chars=120).strip() or None
    kinds = {label: name for name, label in LABELS.items()}
    return school, kinds.get(kind)


def run_import(
    given: list[NamedBytes], wishes: dict[str, Any], *, dry_run: bool, accept: bool = False
) -> dict[str, Any]:
    """Import the files, or see what would happen: what became of them, and why they were refused if so."""
    bar = st.progress(0.0, text="Reading the files")

    def show_progress(doing: str, share: float) -> None:
        bar.progress(share, text=escaped(doing))

    try:
        report = import_files(
            folder,
            given,
            **wishes,
            accept=accept,
            dry_run=dry_run,
            progress=show_progress,
            with_rows=True,
        )
    except DashboardError as error:
        seen = error.report if isinstance(error, ImportRefused) else None
        return {
            "files": with_problem_tables(seen) if isinstance(seen, ImportReport) else [],
            "report": seen,
            "refusal": str(error),
            "needs_acceptance": isinstance(error, NeedsAcceptance),
        }
    finally:
        bar.empty()
    return {
        "files": with_problem_tables(report),
        "report": report,
        "refusal": None,
        "needs_acceptance": False,
    }


def say_by_hand(report: ImportReport | None) -> bool:
    """What columns are and what marks and words mean, where a file does not tell; True once it is saved."""
    if report is None:
        return False
    school, names = report.school_name or "", [known.name or "" for known in schools] or [""]
    unknown: dict[str, Counter[str]] = {}
    is_saved = False
    for file in report.files:
        if file.kind is None or file.has_doubtful_columns:
            is_saved = mapping_form(folder, file, own_marks(folder, school, names)) or is_saved
        for field, found in file.unknown_words.items():
            unknown.setdefault(field, Counter()).update(found)
    return own_words_form(folder, school, unknown) or is_saved


def show_refusal(result: dict[str, Any]) -> None:
    """Why nothing can be, or was, stored; a question where a person may say yes."""
    if not result["refusal"]:
        return
    if result["needs_acceptance"]:
        st.warning(f"**Look at this first.** {escaped(result['refusal'])}")
    else:
        st.error(f"**Nothing was stored.** {escaped(result['refusal'])}")


def show_done() -> None:
    """The ledger of the import just done."""
    files = st.session_state.pop(DONE, None)
    if files:
        show_ledger(files, key="done", is_done=True)


def templates() -> None:
    """The canonical files to download, with an invented row each."""
    with st.expander("Templates: files we always accept"):
        st.markdown(
            "One invented row each. Any order of columns will do, most systems' own names for them too, and "
            "only the number of a pupil (UPN or admission number) must be there."
        )
        for file in FILES:
            with st.container(horizontal=True, vertical_alignment="center"):
                download_button(
                    f"{file.file_name}",
                    file.template,
                    file_name=file.file_name,
                    mime="text/csv",
                    key=f"template_{file.kind}",
                )
                st.markdown(f"**{file.label}**: {file.purpose}")


def stored() -> None:
    """What is there, the imports that brought it, and the way back."""
    st.header("What is stored", anchor=False)
    show_stored()
    st.header("Imports", anchor=False)
    show_imports()
    st.header("Undo", anchor=False)
    if shown_store().is_sample:
        st.info("This is the invented school: there is nothing of yours to undo.")
        return
    undo_form(folder)
    restore_form(folder)


def calendar_day() -> None:
    """What the calendar says of a day, and a form to add or correct it."""
    if not schools:
        st.info(OWN_FIRST)
        return
    school = choose_school(schools, key="calendar_school")
    day = st.date_input("Day", as_of() or date.today(), format="DD/MM/YYYY", key="calendar_date")
    entries = fetch("calendar_days", from_date=day, to_date=day, school_ids=[school.school_id])
    st.markdown(f"**{words.weekday_and_day(day)}**: {day_sentence(entries)}")
    terms = [term for term in entries["term"] if isinstance(term, str)]
    key = f"calendar_{day}_{school.school_id}_{forms_saved()}"
    with st.form(key):
        kind = st.selectbox(
            "What the day is", list(DAY_KINDS), format_func=DAY_KINDS.__getitem__, key=f"{key}_kind"
        )
        session = st.selectbox("Which part", ["Morning and afternoon", "AM", "PM"], key=f"{key}_session")
        term = st.text_input(
            "Term", terms[0] if terms else "", max_chars=40, key=f"{key}_term", help="Autumn, or Autumn 1."
        )
        if not st.form_submit_button("Save the day", type=main_button()):
            return
    save_day(school, day, "" if session not in ("AM", "PM") else session, kind, term)


def save_day(school: School, day: date, session: str, kind: str, term: str) -> None:
    """Import a calendar of this one day: a run like any other, which can be undone."""
    line = f'{day.isoformat()},{session},{kind},"{term.strip().replace(chr(34), "")}"'
    file = NamedBytes(f"calendar day {day.isoformat()}.csv", f"date,session,kind,term\n{line}\n".encode())
    wishes = {"as_at": None, "school": school.name, "kind": "calendar"}
    result = run_import([file], wishes, dry_run=False, accept=True)
    if result["refusal"]:
        show_refusal(result)
        return
    if any(one["rows_rejected"] for one in result["files"]):
        show_ledger(result["files"], key="calendar", is_done=True)
        return
    saved(f"Saved: {words.weekday_and_day(day)} is now “{DAY_KINDS[kind]}”. The figures follow it.")


def day_sentence(entries: Any) -> str:
    """What is stored of a day, in words."""
    if entries.empty:
        return "not in any calendar, and no mark is stored on it."
    halves: dict[str, list[str]] = {}
    for _, row in entries.iterrows():
        kind = row["kind"]
        listed = DAY_KINDS.get(kind, kind).lower() if isinstance(kind, str) else "in no calendar"
        term = f", {for_markdown(row['term'])}" if isinstance(row["term"], str) and row["term"] else ""
        held = "school was held" if row["is_held"] else "no school was held"
        halves.setdefault(f"{listed}{term} ({held})", []).append(row["session"])
    return f"{'; '.join(f'{words.listed(sessions)} {what}' for what, sessions in halves.items())}."


def reconciling() -> None:
    """Other rules beside ours, then another system's totals beside ours."""
    show_rules()
    show_reported_totals()


def school_details() -> None:
    """The school's name, URN and local authority."""
    if not schools:
        st.info(OWN_FIRST)
        return
    school_form(folder, schools)


TABS: dict[str, Callable[[], None]] = {
    "Import": importing,
    "Fit for a review": show_data_health,
    "Stored": stored,
    "Marks to chase": show_marks_to_chase,
    "Reconcile": reconciling,
    "September": show_september,
    "Calendar": calendar_day,
    "School": school_details,
    "Erase, export, purge": partial(show_pupil_rights, folder),
    "Access log": show_access_log,
}
for tab, draw in zip(st.tabs(list(TABS), key="data_tabs", on_change="rerun"), TABS.values(), strict=True):
    if tab.open:
        with tab:
            draw()
