"""Make imported text harmless: markdown, HTML (Plotly's labels) and spreadsheets. The one place."""

import html
import re

LONGEST_NAME = 60
LONGEST_QUOTED = 12
FEWEST_LETTERS_OF_A_NAME = 3  # of two letters in capitals more are marks than names
_COULD_BE_A_NAME = re.compile(r"[^\W\d_]{3,}")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$@/&=])")
# Addresses become links, and :words: icons, even where they are escaped; an unseen joiner inside prevents it.
_BECOMES_A_LINK = re.compile(r"(\\[:@]|www(?=\\\.))", re.IGNORECASE)
_JOINER = "\N{WORD JOINER}"
_MEANS_SOMETHING = re.compile(r"[\\`*_\[\]<>!~:$@|#]|www\.", re.IGNORECASE)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def shortened(value: object) -> str:
    """A name of 200 characters must not push the page apart: the first 60, on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"


def quoted_cell(text: str) -> str | None:
    """A cell as a message may quote it; None where it could be a name: columns do get out of step."""
    letters = sum(letter.isalpha() for letter in text)
    has_digit = any(letter.isdigit() for letter in text)
    is_no_name = has_digit or (letters < FEWEST_LETTERS_OF_A_NAME and text == text.upper())
    return f"'{text}'" if is_no_name and len(text) <= LONGEST_QUOTED else None


def without_words(text: str) -> str:
    """A cell for a screen on which no name may stand: kept if nothing in it could be one."""
    is_harmless = not text.strip() or (quoted_cell(text) and not _COULD_BE_A_NAME.search(text))
    return text if is_harmless else "hidden"


def for_markdown(value: object) -> str:
    """Text for st.markdown, st.caption, st.metric, st.table or a label: shown as it is written."""
    escaped = _MARKDOWN.sub(r"\\\1", shortened(value))
    return _BECOMES_A_LINK.sub(rf"\1{_JOINER}", escaped)


def for_option(value: str) -> str:
    """Text for a choice whose label stands in the address: as it is, unless markdown would read it."""
    return for_markdown(value) if _MEANS_SOMETHING.search(value) else value


def sentence_for_markdown(sentence: str) -> str:
    """A sentence of ours with imported names in it, whole: only its words are shortened."""
    return " ".join(for_markdown(word) for word in sentence.split())


def for_html(value: object) -> str:
    """Text for HTML or a Plotly label."""
    return html.escape(shortened(value))


def for_spreadsheet(value: object) -> object:
    """A text that a spreadsheet would run as a formula, made plain by an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return value
