"""Plain sentences that say what changed, put together from the answers of queries."""

import pandas as pd

from dashboard.domain import words

SAME = 0.0005  # rates that differ by less look the same to one decimal place


def absence_sentence(now: pd.Series, last_year: pd.Series) -> str:
    """Absence beside the same point last year."""
    rate = f"**Absence is {words.percent(now['absence_rate'])}**"
    if pd.isna(last_year["absence_rate"]):
        return f"{rate} of possible sessions. There are no marks for the same point last year."
    change = now["absence_rate"] - last_year["absence_rate"]
    if abs(change) < SAME:
        return f"{rate} of possible sessions, the same as at this point last year."
    side = "up" if change > 0 else "down"
    return f"{rate} of possible sessions, **{side} {words.points(change)}** on the same point last year."


def reason_sentence(codes: pd.DataFrame, change: float) -> str | None:
    """The reason that moved most the same way; not N, for last year's N have long been replaced."""
    known = codes.loc[codes["attendance_code"] != "N"].dropna(subset=["rate_change"])
    if known.empty or pd.isna(change) or abs(change) < SAME:
        return None
    is_rise = change > 0
    same_way = known.loc[(known["rate_change"] > 0) == is_rise]
    if same_way.empty:
        return None
    largest = same_way.sort_values("rate_change", key=lambda changes: changes.abs()).iloc[-1]
    if abs(largest["rate_change"]) < SAME:
        return None
    reason = words.REASONS.get(largest["attendance_code"], f"code {largest['attendance_code']}").lower()
    return (
        f"The reason that {'rose' if is_rise else 'fell'} most is {reason}: "
        f"{words.percent(largest['rate'])} of sessions, {words.percent(largest['last_year_rate'])} last year."
    )


def year_group_sentence(year_groups: pd.DataFrame) -> str | None:
    """The year groups that rose and fell most."""
    if len(year_groups) < 2:
        return None
    rose, fell = year_groups.iloc[0], year_groups.iloc[-1]
    parts = []
    if rose["rate_change"] >= SAME:
        rise = words.points(rose["rate_change"])
        parts.append(
            f"{rose['year_group_label']} rose most, by {rise} to {words.percent(rose['absence_rate'])}"
        )
    if fell["rate_change"] <= -SAME:
        fall = words.points(fell["rate_change"])
        parts.append(
            f"{fell['year_group_label']} fell most, by {fall} to {words.percent(fell['absence_rate'])}"
        )
    return f"{'; '.join(parts)}." if parts else None


def persistent_sentence(now: pd.Series, moves: pd.Series) -> str:
    """How many pupils are persistently absent and how many joined or left them of late."""
    number = int(now["persistent_absentees"])
    sentence = (
        f"**{words.count(number, 'pupil')}** of {int(now['pupils'])} "
        f"{'is' if number == 1 else 'are'} persistently absent"
    )
    moved_in, moved_out = int(moves["moved_in"]), int(moves["moved_out"])
    if not moved_in and not moved_out:
        return f"{sentence}; nobody crossed the line in the last four weeks."
    return f"{sentence}; **{moved_in} moved in** and **{moved_out} moved out** in the last four weeks."


def cases_sentence(cases: pd.Series) -> str | None:
    """What happened to CME concerns in the period, if anything did."""
    opened, closed = int(cases["opened_cases"]), int(cases["closed_cases"])
    if not opened and not closed:
        return None
    return (
        f"{words.count(opened, 'CME concern')} {'was' if opened == 1 else 'were'} opened and "
        f"{closed} closed in this period; {int(cases['open_cases'])} "
        f"{'is' if int(cases['open_cases']) == 1 else 'are'} open."
    )
