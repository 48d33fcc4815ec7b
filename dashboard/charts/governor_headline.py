"""What was published of each term: absence, authorised and unauthorised."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import words

PARTS = {
    "authorised_rate": ("Authorised", theme.DARK_BLUE, theme.PAPER),
    "unauthorised_rate": ("Unauthorised", theme.ORANGE, theme.ON_ORANGE),
}


def governor_headline(terms: pd.DataFrame) -> go.Figure:
    """A bar a term: authorised and unauthorised absence stacked; one colour where they are not told apart.

    Takes the columns academic_year, term, absence_rate, authorised_rate and unauthorised_rate, a row a term.
    """
    known = terms.dropna(subset=["absence_rate"])
    if known.empty:
        return theme.blank_figure("Nothing is said of absence in these terms.")
    labels = [
        f"{theme.label(term[:3])}<br>{theme.label(year[2:])}"
        for year, term in zip(known["academic_year"], known["term"], strict=True)
    ]
    parted = known["authorised_rate"].notna() & known["unauthorised_rate"].notna()
    figure = theme.figure(height=300)
    for column, (name, colour, ink) in PARTS.items():
        _bars(figure, name, labels, known[column].where(parted), colour, ink)
    if not parted.all():
        _bars(
            figure,
            "Both together",
            labels,
            known["absence_rate"].mask(parted),
            theme.LAST_YEAR,
            theme.ON_ORANGE,
        )
    figure.add_scatter(
        name="All absence",
        mode="text",
        x=labels,
        y=known["absence_rate"],
        text=[f"<b>{words.percent(rate)}</b>" for rate in known["absence_rate"]],
        textposition="top center",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    theme.legend_on_top(figure)
    figure.update_layout(barmode="stack", bargap=0.35)
    figure.update_yaxes(
        tickformat=theme.WHOLE_PERCENT, range=[0, float(known["absence_rate"].max()) * 1.2], nticks=5
    )
    return figure.update_xaxes(type="category", categoryorder="array", categoryarray=labels)


def governor_headline_sentence(terms: pd.DataFrame) -> str:
    """Absence in the latest term, beside the same term of earlier years."""
    known = terms.dropna(subset=["absence_rate"])
    if known.empty:
        return "Nothing is said of absence in these terms"
    latest = known.iloc[-1]
    earlier = known.iloc[:-1]
    same = earlier.loc[earlier["term"] == latest["term"]]
    text = f"Absence was {words.percent(latest['absence_rate'])} in {_name(latest)}"
    if same.empty:
        return text
    return f"{text}; {words.percent(same.iloc[-1]['absence_rate'])} in {_name(same.iloc[-1])}"


def _name(row: pd.Series) -> str:
    return f"{row['term'].lower()} {row['academic_year']}"


def _bars(figure: go.Figure, name: str, labels: list[str], rates: pd.Series, colour: str, ink: str) -> None:
    figure.add_bar(
        name=name,
        x=labels,
        y=rates,
        marker={"color": colour},
        text=["" if pd.isna(rate) else words.percent(rate) for rate in rates],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": ink, "size": 13},
        constraintext="none",
        hovertemplate=f"{name}: %{{y:{theme.PERCENT}}}<extra></extra>",
    )
