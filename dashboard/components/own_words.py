"""The school's own marks and words: say once what they mean; see and forget what is remembered of files."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.components.import_ledger import escaped
from dashboard.components.saved import saved, show_saved
from dashboard.domain import cme, words
from dashboard.domain.plain_text import for_markdown, shortened
from dashboard.errors import DashboardError
from dashboard.registers.own_words import MARK, NO_MARK, OUTCOME, SEND_PROVISION
from dashboard.store.recorded import has_records
from dashboard.store.records import (
    OwnWord,
    forget_mapping,
    forget_own_word,
    record_activity,
    save_own_words,
    saved_mappings,
    saved_own_words,
)

ROLE = "slt"
WHERE = "remembered"
MOST_OFFERED = 24
TITLES = {
    MARK: "Marks of your own",
    SEND_PROVISION: "Words for SEND that are not understood",
    OUTCOME: "Outcomes in your own words",
}
LABELS = {SEND_PROVISION: words.SEND_PROVISIONS, OUTCOME: cme.OUTCOMES}  # of what a word may mean


def own_words_form(folder: Path, school: str, unknown: Mapping[str, Mapping[str, int]]) -> bool:
    """What the words not understood mean, field by field; True once it is saved and can be checked again."""
    if not any(unknown.values()):
        return False
    with st.container(border=True):
        chosen = {name: _choices(name, unknown[name]) for name in TITLES if unknown.get(name)}
        said = {name: meanings for name, meanings in chosen.items() if meanings}
        if not st.button(
            "Save what they mean, and check again",
            disabled=not said,
            key="own_words_save",
            icon=":material/save:",
        ):
            return False
        try:
            for name, meanings in said.items():
                save_own_words(folder, school, name, meanings)
                record_activity(folder, ROLE, "own words", f"{name}: {len(meanings)}")
        except DashboardError as error:
            st.error(escaped(str(error)))
            return False
    return True


def remembered_box(folder: Path, schools: Iterable[str]) -> None:
    """Every mapping and own word that is remembered, each with a button to forget it."""
    box = st.expander("What is remembered of your files", key="remembered_box", on_change="rerun")
    if not box.open:
        return
    with box:
        show_saved(WHERE)
        mappings = saved_mappings(folder) if has_records(folder) else []
        own_words = saved_own_words(folder, schools) if has_records(folder) else []
        if not mappings and not own_words:
            st.markdown("Nothing yet. It begins when a file has headings or marks that are not known.")
        for mapping in mappings:
            said = f"**{for_markdown(mapping.name)}**: columns, saved {words.day(mapping.saved_at.date())}"
            if _forget_row(said, f"forget_mapping_{mapping.name}"):
                _forget(mapping.name, partial(forget_mapping, folder, mapping.name))
        for own in own_words:
            at = f" at {for_markdown(own.school_name)}" if own.school_name else ""
            said = f"**{for_markdown(own.word)}**{at}: {_meaning(own.field, own.meaning)}"
            if _forget_row(said, f"forget_{own.field}_{own.school_name}_{own.word}"):
                _forget(own.word, partial(forget_own_word, folder, schools, own))


def own_marks(folder: Path, school: str, schools: Iterable[str]) -> dict[str, str]:
    """The school's own marks, by what they mean."""
    kept: list[OwnWord] = saved_own_words(folder, schools) if has_records(folder) else []
    return {own.word: own.meaning for own in kept if own.field == MARK and own.school_name == school}


def _choices(name: str, counts: Mapping[str, int]) -> dict[str, str]:
    options = _options(name)
    st.markdown(
        f"**{TITLES[name]}.** These {'are kept as written' if name == OUTCOME else 'were rejected'}. Say "
        "what each means at this school, and it is remembered for every later import; what you leave stays "
        "as it is. Nothing is guessed."
    )
    often = sorted(counts, key=lambda word: (-counts[word], word))[:MOST_OFFERED]
    chosen: dict[str, str] = {}
    with st.grid(columns=2, min_column_width=230):
        for word in often:
            meaning = st.selectbox(
                f"{for_markdown(word)}  ({words.count(counts[word], 'time')})",
                options,
                index=None,
                placeholder="leave it as it is",
                format_func=lambda meaning: _meaning(name, meaning),
                key=f"own_{name}_{word}",
            )
            if meaning is not None:
                chosen[word] = meaning
    return chosen


def _options(name: str) -> list[str]:
    if name in LABELS:
        return list(LABELS[name])
    codes = fetch("attendance_code_meanings")
    in_force = codes.loc[codes["valid_until"].isna(), "attendance_code"]
    return [NO_MARK, *dict.fromkeys(in_force)]


def _meaning(name: str, meaning: str) -> str:
    if name in LABELS:
        label = LABELS[name].get(meaning, meaning)
        return label if name == OUTCOME else f"{meaning}, {label}"
    if meaning == NO_MARK:
        return "no mark"
    codes = fetch("attendance_code_meanings").set_index("attendance_code")["description"]
    found = codes[codes.index == meaning]
    return f"{for_markdown(meaning)}, {shortened(found.iloc[0])}" if len(found) else for_markdown(meaning)


def _forget_row(said: str, key: str) -> bool:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(said)
        return st.button("Forget it", key=key, type="tertiary", icon=":material/delete:")


def _forget(what: str, forget: Callable[[], None]) -> None:
    try:
        forget()
    except DashboardError as error:
        st.error(escaped(str(error)))
        return
    saved(f"Forgotten: {escaped(what)}. The next file is read without it.", WHERE)
