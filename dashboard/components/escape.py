"""Everything a page needs to show or hand out imported text safely; the rules are in domain/plain_text.py."""

import io

import pandas as pd

from dashboard.domain.plain_text import for_html, for_markdown, for_spreadsheet, shortened

__all__ = ["for_html", "for_markdown", "for_spreadsheet", "safe_frame", "shortened", "to_csv", "to_xlsx"]


def safe_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every text, and every heading, safe in a spreadsheet."""
    safe = frame.astype(object).map(for_spreadsheet)
    safe.columns = pd.Index([for_spreadsheet(str(name)) for name in frame.columns])
    return safe


def to_csv(frame: pd.DataFrame) -> bytes:
    """A CSV that Excel opens in UTF-8 and in which nothing is a formula."""
    return safe_frame(frame).to_csv(index=False).encode("utf-8-sig")


def to_xlsx(frame: pd.DataFrame) -> bytes:
    """A workbook of one sheet; every text is text, also one that begins with = or looks like a link."""
    book = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(book, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        safe_frame(frame).to_excel(writer, sheet_name="Figures", index=False)
    return book.getvalue()
