"""Are CME cases opened and closed at the same pace?"""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import words


def cme_cases_by_term(terms: pd.DataFrame) -> go.Figure:
    """Bars of cases opened and closed by term, with those still open at its end as a line. Counts, not rates.

    Takes the columns academic_year, term, opened, closed and open_at_end.
    """
    if terms.empty:
        return theme.blank_figure("No CME case has been recorded. Record one below.")
    labels = [_term_label(row) for row in terms.itertuples()]
    figure = theme.figure()
    for column, name, colour, shape in (
        ("opened", "Opened", theme.DARK_BLUE, ""),
        ("closed", "Closed", theme.ORANGE, "/"),
    ):
        figure.add_bar(
            name=name,
            x=labels,
            y=terms[column],
            marker={"color": colour, "pattern": {"shape": shape, "size": 6}},
            text=terms[column],
            textposition="outside",
            cliponaxis=False,
            hovertemplate=f"%{{x}}: %{{y}} {name.lower()}<extra></extra>",
        )
    figure.add_scatter(
        name="Open at end of term",
        x=labels,
        y=terms["open_at_end"],
        mode="lines+markers",
        marker={"symbol": "diamond", "size": 10, "color": theme.BENCHMARK},
        line={"color": theme.BENCHMARK, "width": 2, "dash": "dot"},
        hovertemplate="%{x}: %{y} open at the end<extra></extra>",
    )
    highest = int(terms[["opened", "closed", "open_at_end"]].max().max())
    figure.update_layout(barmode="group", bargap=0.35)
    figure.update_yaxes(range=[0, highest * 1.2 + 0.5], dtick=max(1, highest // 5), rangemode="tozero")
    figure.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=labels,
        tickvals=labels,
        ticktext=_tick_labels(terms),
        tickangle=0,
    )
    return theme.legend_on_top(figure)


def cme_cases_by_term_sentence(terms: pd.DataFrame) -> str:
    """How many were opened and closed in the latest term, and how many are open."""
    if terms.empty:
        return "No CME case has been recorded"
    latest = terms.iloc[-1]
    return (
        f"{words.count(int(latest['opened']), 'case')} opened and {int(latest['closed'])} closed "
        f"in the latest term; {int(latest['open_at_end'])} open at its end"
    )


def _tick_labels(terms: pd.DataFrame) -> list[str]:
    """The terms, the year under the first of each; three letters where there are many, for a phone."""
    years = [words.academic_year(year) for year in terms["academic_year"]]
    names = [str(term)[:3] if len(terms) > 6 else str(term) for term in terms["term"]]
    is_first = [number == 0 or years[number - 1] != year for number, year in enumerate(years)]
    return [
        f"{name}<br>{year}" if first else name
        for name, year, first in zip(names, years, is_first, strict=True)
    ]


def _term_label(row: object) -> str:
    return f"{row.term}<br>{words.academic_year(row.academic_year)}"  # type: ignore[attr-defined]
