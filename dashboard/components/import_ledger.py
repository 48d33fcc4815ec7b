"""What an import did, or would do, with every file: counts, problems, warnings."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.downloads import download_button
from dashboard.components.escape import to_csv
from dashboard.domain import words
from dashboard.domain.canonical_files import LABELS
from dashboard.domain.plain_text import for_markdown

PROBLEMS_SHOWN = 8
WARNINGS_SHOWN = 12


def show_ledger(files: Sequence[Mapping[str, Any]], *, key: str, is_done: bool) -> None:
    """A card for each file of a run, as `import --json` prints them."""
    for number, file in enumerate(files):
        with st.container(border=True, gap="small"):
            kind = LABELS.get(file["kind"] or "", "Not recognised")
            sheet = f" · sheet {for_markdown(file['sheet'])}" if file.get("sheet") else ""
            st.markdown(f"**{for_markdown(file['file'])}**{sheet} · {kind}{_dates(file)}")
            if file["rows_read"] or file["rows_skipped"] or file["blank_cells"]:
                st.markdown(ledger_sentence(file, is_done=is_done))
            show_problems(file["problems"], f"{file['file']}-problems.csv", key=f"{key}_{number}")
            show_warnings(file["warnings"])


def ledger_sentence(file: Mapping[str, Any], *, is_done: bool) -> str:
    """Every row accounted for: those read, and beside them those skipped and the blank cells."""
    would = "" if is_done else "would be "
    superseded = file["rows_superseded"]
    instead = f" ({superseded:,} in place of an older value)" if superseded else ""
    sentence = (
        f"{words.count(file['rows_read'], 'row')} read: "
        f"{would}**{file['rows_accepted']:,} accepted**{instead}, "
        f"{file['rows_unchanged']:,} unchanged, **{file['rows_rejected']:,} rejected**."
    )
    if file["rows_skipped"] or file["blank_cells"]:
        sentence += (
            f" Beside these {words.count(file['rows_skipped'], 'row')} skipped (totals, blank lines, Z) and "
            f"{words.count(file['blank_cells'], 'blank cell')}."
        )
    return sentence


def show_problems(problems: Sequence[Mapping[str, Any]], file_name: str, *, key: str) -> None:
    """The first problems as a table, and all of them to download and mend the file by."""
    if not problems:
        return
    st.markdown(f"**{words.count(len(problems), 'problem')}**, to mend in the file and import again:")
    shown = pd.DataFrame(
        [
            {
                "Line": "–" if problem["line"] is None else str(problem["line"]),
                "Column": for_markdown(problem["column"] or "–"),
                "Problem": escaped(problem["message"]),
            }
            for problem in problems[:PROBLEMS_SHOWN]
        ]
    )
    st.table(shown.set_index("Line"), border="horizontal")
    if len(problems) > PROBLEMS_SHOWN:
        st.caption(f"and {len(problems) - PROBLEMS_SHOWN:,} more in the download")
    columns = ["line", "column", "message"]
    download_button(
        "Download every problem as CSV",
        lambda: to_csv(pd.DataFrame(problems, columns=columns).astype({"line": "Int64"})),
        file_name=file_name,
        mime="text/csv",
        key=f"{key}_problems",
        rows=len(problems),
    )


def show_warnings(warnings: Sequence[str]) -> None:
    """What is stored all the same, but worth a look."""
    if not warnings:
        return
    more = len(warnings) - WARNINGS_SHOWN
    lines = [f"- {escaped(warning)}" for warning in warnings[:WARNINGS_SHOWN]]
    if more > 0:
        lines.append(f"- and {more:,} more")
    st.markdown(f"**{words.count(len(warnings), 'warning')}**\n" + "\n".join(lines))


def escaped(message: str) -> str:
    """A message of any length, with what it quotes from a file made harmless in markdown."""
    return " ".join(for_markdown(word) for word in message.split())


def _dates(file: Mapping[str, Any]) -> str:
    parts = []
    if file.get("first_date") and file.get("last_date"):
        first, last = (pd.Timestamp(file[name]).date() for name in ("first_date", "last_date"))
        parts.append(words.day(first) if first == last else words.date_range(first, last))
    if file.get("as_at"):
        parts.append(f"as at {words.day(pd.Timestamp(file['as_at']).date())}")
    return "".join(f" · {part}" for part in parts)
