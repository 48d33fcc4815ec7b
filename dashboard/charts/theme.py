"""Colours, type, number formats and the bare figure that every chart begins with.

Colours follow the Government Analysis Function's guidance. Charts are drawn in the light palette; `for_dark`
gives each colour its counterpart on a dark page.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go

from dashboard.domain import plain_text

DARK_BLUE = "#12436D"
TURQUOISE = "#28A197"
DARK_PINK = "#801650"
ORANGE = "#F46A25"
MID_BLUE = "#2073BC"
LIGHT_BLUE = "#6BACE6"
LAST_YEAR = "#8A94A0"  # context, 3 to 1 on white
BENCHMARK = "#5B6570"
QUIET = "#BFC6CE"
TEXT = "#1C2733"
QUIET_TEXT = "#4A5561"
ON_ORANGE = "#0B0C0C"  # the same on a dark page, where orange is lighter still
GRID = "#DCE2E9"
SHADE = "#F5F7FA"
PAPER = "#FFFFFF"
CLEAR = "rgba(0,0,0,0)"

CATEGORIES = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE)
DUO = (DARK_BLUE, ORANGE)
SEQUENTIAL = ("#EAF2FA", "#B9D6EF", LIGHT_BLUE)  # no darker, so that text printed on any of it reads

PERCENT = ".1%"
WHOLE_PERCENT = ".0%"
HEIGHT = 320
FONT = "'Source Sans', 'Source Sans 3', sans-serif"

_DARK: Mapping[str, str] = MappingProxyType(
    {
        DARK_BLUE: "#8FC3F2",
        TURQUOISE: "#3FC1B6",
        DARK_PINK: "#E58BB8",
        ORANGE: "#FF9258",
        LAST_YEAR: "#8A94A0",
        BENCHMARK: "#B4BDC7",
        QUIET: "#55606C",
        TEXT: "#F5F7FA",
        QUIET_TEXT: "#C3CBD4",
        GRID: "#2A323C",
        SHADE: "#1B2129",
        PAPER: "#0E1117",
        "#EAF2FA": "#14202C",
        "#B9D6EF": "#1A3A57",
        LIGHT_BLUE: "#24567F",
        MID_BLUE: "#5C9BD3",
    }
)


def figure(height: int = HEIGHT) -> go.Figure:
    """An empty figure in our type and colours: no legend, no zoom, see-through paper."""
    return go.Figure(
        layout={
            "template": None,
            "height": height,
            "margin": {"l": 8, "r": 8, "t": 12, "b": 8},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "font": {"family": FONT, "size": 15, "color": TEXT},
            "hoverlabel": {
                "font": {"family": FONT, "size": 14, "color": TEXT},
                "bgcolor": PAPER,
                "align": "left",
            },
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "xaxis": _axis(showgrid=False),
            "yaxis": _axis(showgrid=True),
        }
    )


def _axis(*, showgrid: bool) -> dict[str, Any]:
    return {
        "showgrid": showgrid,
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "tickangle": 0,
        "showline": False,
        "ticks": "",
    }


def blank_figure(message: str) -> go.Figure:
    """A figure with nothing but what to do about it."""
    blank = figure(height=160)
    blank.update_xaxes(visible=False)
    blank.update_yaxes(visible=False)
    return blank.add_annotation(
        text=label(message),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"color": QUIET_TEXT},
    )


def label(value: object) -> str:
    """Text from a file or a person, harmless for Plotly, which reads some HTML: for every label."""
    return plain_text.for_html(value)


def line_ends(
    ends: Sequence[tuple[Any, float, str, str]], low: float, high: float, plot_height: float
) -> list[dict[str, Any]]:
    """Annotations that name each line at its end (x, y, name, colour), apart where lines end close together.

    Annotations are handed over in one list: adding them to a figure one by one costs milliseconds each.
    """
    names: list[dict[str, Any]] = []
    last_pixel = None
    for x, y, name, colour in sorted(ends, key=lambda end: end[1]):
        pixel = (y - low) / (high - low or 1) * plot_height
        wanted = pixel if last_pixel is None else max(pixel, last_pixel + 17)
        last_pixel = wanted
        names.append(
            {
                "x": x,
                "y": y,
                "text": label(name),
                "showarrow": False,
                "xanchor": "left",
                "xshift": 8,
                "yshift": wanted - pixel,
                "font": {"color": colour, "size": 14},
            }
        )
    return names


def legend_on_top(figure: go.Figure) -> go.Figure:
    """A legend in one line above the plot, for series that cannot be named beside their marks."""
    return figure.update_layout(
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "bottom",
            "itemclick": False,
        },
        margin_t=40,
    )


def day_label(value: date) -> str:
    """7 Sep."""
    return f"{value.day} {value:%b}"


def for_dark(light: go.Figure) -> go.Figure:
    """The same figure in colours that read on a dark page."""
    return go.Figure(_recoloured(light.to_plotly_json()), skip_invalid=True)


def _recoloured(part: Any) -> Any:
    if isinstance(part, str):
        return _DARK.get(part, part)
    if isinstance(part, Mapping):
        return {key: _recoloured(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_recoloured(value) for value in part]
    return part
