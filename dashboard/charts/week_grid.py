"""A calendar of weeks: a row a week, a flat colour for what each cell is, and its text printed in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from dashboard.charts import theme

# What a cell can be: its name, its colour, and the colour of the text printed on it.
Kinds = Mapping[str, tuple[str, str, str]]
ROW_HEIGHT = 24


@dataclass(frozen=True)
class Cell:
    """What stands in one place of the grid; the text and the hover are safe for Plotly."""

    week: date
    slot: str
    kind: str
    text: str
    hover: str


def week_grid(
    cells: Sequence[Cell], kinds: Kinds, slots: Sequence[str], slot_texts: Sequence[str]
) -> go.Figure:
    """The weeks of the cells from top to bottom, the slots across; cells outside the slots are left out."""
    names = list(kinds)
    places = {slot: place for place, slot in enumerate(slots)}
    weeks = sorted({cell.week for cell in cells})
    rows = {week: number for number, week in enumerate(weeks)}
    grid: list[list[int | None]] = [[None] * len(slots) for _ in weeks]
    of_kind: dict[str, list[Cell]] = {kind: [] for kind in names}
    for cell in cells:
        if cell.slot in places:
            grid[rows[cell.week]][places[cell.slot]] = names.index(cell.kind)
            of_kind[cell.kind].append(cell)
    figure = theme.figure(height=70 + ROW_HEIGHT * len(weeks))
    figure.add_heatmap(
        x=list(slots),
        y=list(range(len(weeks))),
        z=grid,
        zmin=-0.5,
        zmax=len(names) - 0.5,
        colorscale=_steps(kinds),
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    for kind, printed in of_kind.items():
        if printed:
            figure.add_scatter(
                name=kinds[kind][0],
                mode="text",
                x=[cell.slot for cell in printed],
                y=[rows[cell.week] for cell in printed],
                text=[cell.text for cell in printed],
                textfont={"size": 13, "color": kinds[kind][2]},
                hovertext=[cell.hover for cell in printed],
                hoverinfo="text",
            )
    figure.update_xaxes(type="category", side="top", categoryorder="array", categoryarray=list(slots))
    figure.update_xaxes(tickfont={"size": 12}, tickvals=list(slots), ticktext=list(slot_texts), tickangle=0)
    return figure.update_yaxes(
        autorange="reversed",
        tickvals=list(range(len(weeks))),
        ticktext=[theme.day_label(week) for week in weeks],
        showgrid=False,
    )


def _steps(kinds: Kinds) -> list[list[object]]:
    """One flat colour a kind."""
    size = len(kinds)
    return [
        [(number + edge) / size, colour]
        for number, (_, colour, _) in enumerate(kinds.values())
        for edge in (0, 1)
    ]
