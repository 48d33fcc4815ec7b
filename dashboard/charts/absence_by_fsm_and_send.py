"""Who overlaps: free school meals with SEND."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.domain import words

# Where each group of the dimension fsm_and_send stands: row, column.
CELLS = {
    "fsm_and_send": ("FSM", "SEND"),
    "fsm_only": ("FSM", "No SEND"),
    "send_only": ("Not FSM", "SEND"),
    "neither": ("Not FSM", "No SEND"),
}


def absence_by_fsm_and_send(groups: pd.DataFrame) -> go.Figure:
    """A two by two matrix: absence in each cell, and how many of its pupils are persistently absent.

    Takes absence_by_group with the dimension fsm_and_send.
    """
    known = groups.loc[groups["group_value"].isin(list(CELLS))].dropna(subset=["absence_rate"])
    if known.empty:
        return theme.blank_figure("No pupils here whose FSM and SEND are both known.")
    rates = dict(zip(known["group_value"], known["absence_rate"], strict=True))
    low, high = 0.0, max(rates.values()) + 1e-9
    columns, rows = ["SEND", "No SEND"], ["FSM", "Not FSM"]
    values = {cell: rates.get(group) for group, cell in CELLS.items()}
    said = {
        CELLS[
            row["group_value"]
        ]: f"<b>{words.percent(row['absence_rate'])}</b><br>{row['persistent_absentees']} of "
        f"{words.count(int(row['pupils']), 'pupil')}<br>persistently absent"
        for row in known.to_dict("records")
    }
    figure = theme.figure(height=280)
    figure.add_heatmap(
        x=columns,
        y=rows,
        z=[[values[row, column] for column in columns] for row in rows],
        zmin=low,
        zmax=high,
        colorscale=[[step / 2, colour] for step, colour in enumerate(theme.SEQUENTIAL)],
        showscale=False,
        text=[[said.get((row, column), "") for column in columns] for row in rows],
        texttemplate="%{text}",
        textfont={"size": 14, "color": theme.TEXT},
        xgap=4,
        ygap=4,
        hoverinfo="skip",
    )
    figure.update_xaxes(type="category", side="top")
    return figure.update_yaxes(type="category", autorange="reversed", showgrid=False)


def absence_by_fsm_and_send_sentence(groups: pd.DataFrame) -> str:
    """What it means to be in both groups, beside neither."""
    rates = dict(zip(groups["group_value"], groups["absence_rate"], strict=True))
    both, neither = rates.get("fsm_and_send"), rates.get("neither")
    if both is None or neither is None or pd.isna(both) or pd.isna(neither):
        return "Absence by free school meals with SEND"
    return (
        f"Pupils with FSM and SEND miss {words.percent(both)}; pupils with neither, {words.percent(neither)}"
    )
