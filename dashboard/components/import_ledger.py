"""What an import did, or would do, with every file: counts, problems, warnings."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.figures import download_buttons
from dashboard.components.names import names_are_hidden
from dashboard.domain import words
from dashboard.domain.canonical_files import LABELS
from dashboard.domain.plain_text import for_markdown
from dashboard.registers.ledger import ImportReport
from dashboard.registers.problem_rows import ProblemTable

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
            table = None if names_are_hidden() else file.get("problem_table")
            show_problems(file["problems"], f"{file['file']}-problems", key=f"{key}_{number}", table=table)
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


def with_problem_tables(report: ImportReport) -> list[dict[str, Any]]:
    """The files of a report as JSON has them, each with the rows that have a problem.

    Without what is asked of a person: it is no problem of a row, and stands above.
    """
    return [
        {
            **file,
            "problems": [problem.as_json() for problem in part.problems],
            "problem_table": part.problem_table,
        }
        for file, part in zip(report.as_json(), report.files, strict=True)
    ]


def show_problems(
    problems: Sequence[Mapping[str, Any]], file_name: str, *, key: str, table: ProblemTable | None = None
) -> None:
    """The first problems on the page, all of them to download: with the row itself where `table` holds it."""
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
    if table:
        st.caption("The download holds the rows themselves, under the file's own headings.")
        frame = pd.DataFrame(table.rows, columns=list(table.headings))
    else:
        frame = pd.DataFrame(problems, columns=["line", "column", "message"]).astype({"line": "Int64"})
    download_buttons(frame, file_name, key=f"{key}_problems")


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
