"""Why are pupils absent?"""

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
    labels = [reason_label(code) for code in reasons["attendance_code"]]
    figure = theme.figure(height=90 + 34 * len(reasons))
    for category, (name, colour) in KINDS.items():
        is_kind = (reasons["category"] == category).tolist()
        if any(is_kind):
            figure.add_bar(
                name=name,
                orientation="h",
                y=[text for text, chosen in zip(labels, is_kind, strict=True) if chosen],
                x=reasons.loc[is_kind, "rate"],
                marker={
                    "color": colour,
                    "pattern": {"shape": "/" if name == "Unauthorised" else "", "size": 6},
                },
                text=[words.percent(rate, 2) for rate in reasons.loc[is_kind, "rate"]],
                textposition="outside",
                cliponaxis=False,
                customdata=reasons.loc[is_kind, "sessions"],
                hovertemplate="%{y}: %{customdata:,} sessions, %{x:.2%} of possible<extra></extra>",
            )
    if "national_rate" in reasons.columns and reasons["national_rate"].notna().any():
        figure.add_scatter(
            name="England",
            mode="markers",
            y=labels,
            x=reasons["national_rate"],
            marker={"symbol": "line-ns", "size": 20, "line": {"width": 3, "color": theme.BENCHMARK}},
            hovertemplate="England: %{x:.2%}<extra></extra>",
        )
    widest = reasons[[name for name in ("rate", "national_rate") if name in reasons.columns]].max().max()
    figure.update_layout(barmode="overlay", bargap=0.35)
    figure.update_xaxes(tickformat=theme.PERCENT, range=[0, widest * 1.2], showgrid=True, nticks=5)
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=labels[::-1], showgrid=False)
    return theme.legend_on_top(figure)


def absence_by_code_sentence(codes: pd.DataFrame) -> str:
    """The largest reason and its share of all absence."""
    reasons = _absences(codes)
    if reasons.empty:
        return "No absence in this selection"
    largest = reasons.loc[reasons["sessions"].idxmax()]
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
