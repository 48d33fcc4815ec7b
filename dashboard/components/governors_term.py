"""The published term on show: chosen once, and asked of the governors' queries only."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.components.fetch import fetch
from dashboard.domain import published, words
from dashboard.domain.plain_text import for_markdown

ALWAYS_THE_SAME = ["school", "academic_year", "term"]


@dataclass(frozen=True)
class PublishedTerm:
    """A term or academic year on show."""

    school: str
    academic_year: str
    term: str

    @property
    def name(self) -> str:
        """Autumn term 2025/26."""
        return published.period_name(self.academic_year, self.term)

    def rows(self, query: str) -> pd.DataFrame:
        """The published rows of this term."""
        return _rows(query, self)

    def rows_before(self, query: str) -> pd.DataFrame:
        """The published rows of the same term a year earlier; none where it is not published."""
        return _rows(query, self._year_before())

    def weeks(self) -> pd.DataFrame:
        """The published weeks; of a year, those of its terms."""
        return _weeks(self)

    def weeks_before(self) -> pd.DataFrame:
        """The published weeks of a year earlier."""
        return _weeks(self._year_before())

    def terms_until(self, most: int = 6) -> pd.DataFrame:
        """The headlines of the latest published terms up to this one, oldest first."""
        headlines = fetch("governor_headline")
        headlines = headlines.loc[
            (headlines["school"] == self.school) & (headlines["term"] != published.YEAR)
        ]
        years = headlines["academic_year"]
        is_until = years <= self.academic_year
        if self.term != published.YEAR:
            order = headlines["term"].map(_order)
            is_until = (years < self.academic_year) | (is_until & (order <= _order(self.term)))
        return headlines.loc[is_until].tail(most)

    def _year_before(self) -> "PublishedTerm":
        year = words.academic_year(int(self.academic_year[:4]) - 1)
        return PublishedTerm(self.school, year, self.term)


def choose_term() -> PublishedTerm:
    """The only filter: a published term or year, the latest first. RefusedError before any publication."""
    known = fetch("governor_publications")
    terms = [PublishedTerm(*values) for values in known[ALWAYS_THE_SAME].itertuples(index=False, name=None)]
    terms.sort(key=lambda one: (one.academic_year, _order(one.term)), reverse=True)
    are_several = known["school"].nunique() > 1
    labels = {f"{one.name}, {for_markdown(one.school)}" if are_several else one.name: one for one in terms}
    return labels[st.selectbox("Term or year", list(labels), key="published_term", bind="query-params")]


def _order(term: str) -> int:
    return ("Autumn", "Spring", "Summer", published.YEAR).index(term)


def _rows(query: str, of: PublishedTerm) -> pd.DataFrame:
    frame = fetch(query, academic_year=of.academic_year, term=of.term)
    return frame.loc[frame["school"] == of.school].reset_index(drop=True)


def _weeks(of: PublishedTerm) -> pd.DataFrame:
    if of.term != published.YEAR:
        return _rows("governor_weeks", of)
    frame = fetch("governor_weeks", academic_year=of.academic_year)
    return frame.loc[frame["school"] == of.school].reset_index(drop=True)
