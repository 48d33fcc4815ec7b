"""Papers to fill in and sign: a data protection impact assessment and an accessibility statement."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd
import streamlit as st
from markdown_it import MarkdownIt

from dashboard.components.downloads import download_button
from dashboard.components.fetch import fetch
from dashboard.components.roles import is_hosted
from dashboard.config import settings
from dashboard.domain import words
from dashboard.domain.plain_text import for_markdown

ON_ONE_MACHINE = "On one machine, and it answers that machine only. *[Which; is its disk encrypted?]*"
HOSTED = (
    "Hosted, behind a sign-in with the school's own accounts; the leadership team sees everything, governors "
    "what has been published. *[Where; with which provider; is its disk encrypted?]*"
)
FOLDER = Path(__file__).parents[1] / "papers"
TO_FILL_IN = "*[to be filled in]*"
PAGE = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title><style>'
    "body{{font:11pt/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}}"
    "table{{border-collapse:collapse}}"
    "td,th{{border:1px solid #777;padding:.3em .5em;text-align:left;vertical-align:top}}"
    "</style></head><body>{body}</body></html>"
)


def show_paper(file_name: str, title: str, known: Mapping[str, str]) -> None:
    """A paper to read, filled in with what is known, and to download and finish in a word processor."""
    template = Template((FOLDER / f"{file_name}.md").read_text(encoding="utf-8"))
    text = template.substitute(known, today=words.day(date.today()))
    download_button(
        f"Download the {title}",
        lambda: as_page(text, title),
        file_name=f"{file_name.replace('_', '-')}.html",
        mime="text/html",
        key=f"{file_name}_paper",
        help="A page that a browser prints and a word processor opens, to finish and sign.",
    )
    st.markdown(_below_page_title(text))


def as_page(text: str, title: str) -> bytes:
    """The paper as a page of its own; HTML within the text stays text."""
    return PAGE.format(title=title, body=MarkdownIt("js-default").render(text)).encode()


def _below_page_title(text: str) -> str:
    """Headings one step smaller: the page has a title already."""
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in text.splitlines())


def known_of_schools(names: Iterable[str]) -> dict[str, str]:
    """Whose paper it is."""
    return {"school": words.listed([for_markdown(name) for name in names]) or TO_FILL_IN}


def known_of_installation() -> dict[str, str]:
    """What the leadership's papers say of this installation; what is not known stays to be filled in."""
    schools, stored = fetch("school_names"), fetch("stored_data")
    by_kind = {row["kind"]: row for _, row in stored.iterrows()}
    marks = by_kind.get("marks")
    return {
        **known_of_schools(schools["name"].dropna()),
        "urn": words.listed([for_markdown(urn) for urn in schools["urn"].dropna()]) or TO_FILL_IN,
        "where": HOSTED if is_hosted() else ON_ONE_MACHINE,
        "traits": _traits(),
        "pupils": _count(by_kind.get("pupils")),
        "marks": _count(marks),
        "first_date": _day(None if marks is None else marks["first_date"]),
        "last_date": _day(None if marks is None else marks["last_date"]),
        "registers_kept": str(settings().registers_kept),
    }


def _traits() -> str:
    recorded = fetch("traits_recorded").iloc[0]
    known = [words.column(str(name)) for name, pupils in recorded.items() if pupils]
    return words.listed(known) or "none"


def _count(row: Any) -> str:
    return "0" if row is None else f"{int(row['stored_rows']):,}"


def _day(value: Any) -> str:
    return TO_FILL_IN if value is None or pd.isna(value) else words.day(pd.Timestamp(value).date())
