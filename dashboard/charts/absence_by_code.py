"""Why are pupils absent?"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import words

KINDS = {
    "authorised_absence": ("Authorised", theme.DARK_BLUE),
    "unauthorised_absence": ("Unauthorised", theme.ORANGE),
}


def absence_by_code(codes: pd.DataFrame) -> go.Figure:
    """Horizontal bars, a reason for absence each, with England's share as a tick where it is published.

    Takes the columns attendance_code, category, sessions and rate; national_rate where there is one.
    Largest first; N (no reason yet) stays on top, for it is still to be settled.
    """
    reasons = _absences(codes)
    if reasons.empty:
        return theme.blank_figure("No absence in this selection.")
    columns = [name for name in ("rate", "national_rate") if name in reasons.columns]
    longest = reasons[columns].max(axis="columns")
    widest = float(longest.max())
    rows = list(range(len(reasons)))
    figure = theme.figure(height=80 + 46 * len(reasons))
    for category, (name, colour) in KINDS.items():
        of_kind = reasons.loc[reasons["category"] == category]
        if len(of_kind):
            figure.add_bar(
                name=name,
                orientation="h",
                y=[row for row, kind in zip(rows, reasons["category"], strict=True) if kind == category],
                x=of_kind["rate"],
                width=0.4,
                marker={
                    "color": colour,
                    "pattern": {"shape": "/" if name == "Unauthorised" else "", "size": 6},
                },
                customdata=[
                    (reason_label(code), sessions)
                    for code, sessions in zip(of_kind["attendance_code"], of_kind["sessions"], strict=True)
                ],
                hovertemplate="%{customdata[0]}: %{customdata[1]:,} sessions, %{x:.2%}<extra></extra>",
            )
    if "national_rate" in columns and reasons["national_rate"].notna().any():
        figure.add_scatter(
            name="England",
            mode="markers",
            y=rows,
            x=reasons["national_rate"],
            marker={"symbol": "line-ns", "size": 15, "line": {"width": 3, "color": theme.BENCHMARK}},
            hovertemplate="England: %{x:.2%}<extra></extra>",
        )
    above = [row - 0.42 for row in rows]
    names = [reason_label(code) for code in reasons["attendance_code"]]
    rates = [words.percent(rate, 2) for rate in reasons["rate"]]
    _print(figure, [0.0] * len(rows), above, names)
    _print(figure, longest + widest * 0.02, rows, rates)
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(tickformat=theme.PERCENT, range=[0, widest * 1.25], showgrid=True, nticks=4)
    figure.update_yaxes(visible=False, range=[len(rows) - 0.5, -0.8])
    return theme.legend_on_top(figure)


def _print(figure: go.Figure, x: Any, y: Any, texts: list[str]) -> None:
    """Text that begins at a point: names above their bars, so that a phone has room for both."""
    figure.add_scatter(
        mode="text",
        x=x,
        y=y,
        text=texts,
        textposition="middle right",
        textfont={"color": theme.TEXT},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )


def absence_by_code_sentence(codes: pd.DataFrame) -> str:
    """The largest reason and its share of all absence."""
    reasons = _absences(codes)
    if reasons.empty:
        return "No absence in this selection"
    largest = reasons.nlargest(1, "sessions").iloc[0]
    share = largest["sessions"] / reasons["sessions"].sum()
    return f"{reason_name(largest['attendance_code'])} is {words.percent(share, 0)} of all absence"


def reason_name(code: str) -> str:
    """'Illness' for I; a code we have no short name for is itself."""
    return words.REASONS.get(code, f"Code {code}")


def reason_label(code: str) -> str:
    """'Illness (I)', harmless for Plotly."""
    return theme.label(f"{reason_name(code)} ({code})")


def _absences(codes: pd.DataFrame) -> pd.DataFrame:
    absences = codes.loc[codes["category"].isin(list(KINDS)) & (codes["sessions"] > 0)]
    return absences.assign(is_n=absences["attendance_code"] == "N").sort_values(
        ["is_n", "sessions"], ascending=False, kind="stable"
    )
