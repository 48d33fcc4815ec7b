"""Which form of each table is published: the fullest that the audit lets through, else none."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.publishing.audit import Audit, Target
from dashboard.publishing.cme import FORMS, CmeState, Concerns, TermKey, cme_row
from dashboard.publishing.cme_audit import gives_away
from dashboard.publishing.figures import COLUMN_SETS, hidden_cells
from dashboard.publishing.tables import Draft, Form
from dashboard.publishing.unknowns import YEAR, State, Unknowns

Decisions = dict[str, int]  # the place of the chosen form by table; a table that is not there is withheld
PUBLISHED, MERGED, WITHHELD = "published", "merged", "withheld"


@dataclass(frozen=True)
class Safeguards:
    """What protects a publication. Only tests switch one off, to show that it is needed.

    Without `merging` a table goes out in its finest form where only a merged one would pass. Without
    `withholding` the audit is not asked, so that nothing is hidden but what is small by itself. Without
    `memory` the audit knows nothing of earlier publications.
    """

    merging: bool = True
    withholding: bool = True
    memory: bool = True


@dataclass(frozen=True)
class TableOutcome:
    """What became of a table."""

    period: str
    table: str
    status: str
    hidden: int
    reason: str


def choose_forms(
    drafts: Sequence[Draft],
    unmerged: Sequence[Draft],
    earlier: Sequence[State],
    own: Sequence[State],
    safeguards: Safeguards,
) -> dict[str, Form]:
    """The form of each table that may be published, by table; tables without one are withheld.

    A form must pass beside what was told before it in its own period alone, in fractions of pupils, which is
    quick and ends most; with what a band can have missed in a week; beside the year's other periods, where a
    year ties them together, with that too; and in its own period alone in whole pupils. (Periods, and weeks,
    are tied together by sums of sessions over many pupils, where whole numbers make no difference.)
    """
    if not safeguards.withholding:
        return {draft.table: draft.forms[0] for draft in drafts if draft.forms}
    chosen = _fullest(drafts, _audits(earlier, own))
    if not safeguards.merging:
        finest = {draft.table: draft.forms[0] for draft in unmerged if draft.forms}
        chosen = {table: finest[table] if form.is_merged else form for table, form in chosen.items()}
    return chosen


def decided_forms(drafts: Sequence[Draft], decided: Decisions) -> dict[str, Form]:
    """The forms that were chosen before."""
    return {draft.table: draft.forms[decided[draft.table]] for draft in drafts if draft.table in decided}


def _fullest(drafts: Sequence[Draft], audits: Sequence[Audit]) -> dict[str, Form]:
    """The fullest form of each table that every audit lets through beside those of the tables before it.

    Tables are told in turn while what proved hard to hide stays possible, and everything is looked at once
    all are told: if all is hidden then, it was hidden as each was told. If not, the first table with which a
    value cannot be had is told in its next form instead, and those after it anew.
    """
    places = [0] * len(drafts)  # of the form that each table is told in, or tried next
    told: list[int] = []
    start = 0
    while True:
        for number in range(start, len(drafts)):
            places[number] = _tell_fullest(drafts[number], places[number], audits)
            if places[number] < len(drafts[number].forms):
                told.append(number)
        found = next(((audit, leak) for audit in audits if (leak := audit.leak())), None)
        if not found or not told:
            return {drafts[number].table: drafts[number].forms[places[number]] for number in told}
        start = _take_back(told, *found, audits)
        places[start:] = [places[start] + 1] + [0] * (len(drafts) - start - 1)


def _tell_fullest(draft: Draft, place: int, audits: Sequence[Audit]) -> int:
    """Tell the fullest form, from that place on, that hides what is hardest to hide; its place."""
    for form in draft.forms[place:]:
        for audit in audits:
            audit.tell(audit.newest, form.facts)
        if all(audit.hides_the_hardest() for audit in audits):
            break
        for audit in audits:
            audit.take_back()
        place += 1
    return place


def _take_back(told: list[int], leaking: Audit, leak: Target, audits: Sequence[Audit]) -> int:
    """Take back tables from the last one until that can be had again; the table that stood in its way."""
    while True:
        number = told.pop()
        for audit in audits:
            audit.take_back()
        if not told or leaking.hides(leak):
            return number


def _audits(earlier: Sequence[State], own: Sequence[State]) -> list[Audit]:
    """The audits that a form must pass, the quickest first."""
    alone, beside = _alone(earlier, own), _beside(earlier, own)
    without_weeks = Unknowns(alone)
    audits = [Audit(without_weeks)]
    if any(entry.weeks for state in alone for entry in state.entries):
        audits.append(Audit(Unknowns(alone, with_bands_of_weeks=True)))
    if beside:
        audits.append(Audit(Unknowns(beside, with_bands_of_weeks=True)))
    audits.append(Audit(without_weeks, in_whole_pupils=True))
    return audits


def _alone(earlier: Sequence[State], own: Sequence[State]) -> list[State]:
    """The states of the period that is being published."""
    return [*(state for state in earlier if state.period == own[-1].period), own[-1]]


def _beside(earlier: Sequence[State], own: Sequence[State]) -> list[State]:
    """All the states, where a year ties its terms together; else none."""
    states = [*earlier, *own]
    return states if any(state.period == YEAR for state in states) else []


def outcome(period: str, draft: Draft, form: Form | None) -> TableOutcome:
    """What became of a table, in words."""
    if form is None:
        hidden = _cells(draft.forms[0]) if draft.forms else 0
        reason = (
            "Withheld: in every form, a figure that must stay hidden could be worked out from it and from "
            "what was published before."
            if draft.forms
            else "Withheld: nothing is said of fewer than 10 pupils."
        )
        return TableOutcome(period, draft.table, WITHHELD, hidden, reason)
    reasons = []
    if form.is_merged:
        reasons.append(
            "Merged: in finer groups, some would be too small, or a hidden figure could be worked out."
        )
    if form.is_short:
        reasons.append("Some columns are left out, since with them a hidden figure could be worked out.")
    elif form.hidden:
        reasons.append(
            "Counts of 1 to 4, their rates, counts of a whole group and groups of fewer than 10 are hidden."
        )
    return TableOutcome(
        period,
        draft.table,
        MERGED if form.is_merged else PUBLISHED,
        form.hidden,
        " ".join(reasons) or "Every figure is shown.",
    )


def choose_cme(
    concerns: Concerns,
    key: TermKey,
    terms: Sequence[TermKey],
    earlier: Sequence[CmeState],
    safeguards: Safeguards,
    decided: Decisions | None = None,
) -> tuple[dict[str, object] | None, CmeState, TableOutcome, int | None]:
    """The row of CME assurance and the place of its form, if any may be published, and what became of it."""
    table = "governor_cme"
    for number, columns in enumerate(FORMS):
        row, shown, is_short = cme_row(concerns, key, terms, columns)
        state = CmeState(key, concerns.terms, shown, concerns.cases, concerns.until)
        if decided is not None:
            is_safe = decided.get(table) == number
        else:
            is_safe = not safeguards.withholding or not gives_away([*earlier, state], terms)
        if not is_safe:
            continue
        hidden = hidden_cells([row], FORMS[0])
        reason = "Every count is shown."
        if columns != FORMS[0]:
            reason = "Some counts are left out, since with them a hidden one could be worked out."
        elif hidden:
            reason = "Counts of 1 to 4 are shown as fewer than 5."
        if is_short:
            reason += " A share or the median is left out, since it would tell of fewer than five concerns."
        return row, state, TableOutcome(key[1], table, PUBLISHED, hidden, reason), number
    reason = "Withheld: a count of 1 to 4 could be worked out from it and from what was published before."
    withheld = TableOutcome(key[1], table, WITHHELD, len(FORMS[0]), reason)
    return None, CmeState(key, concerns.terms, [], concerns.cases, concerns.until), withheld, None


def _cells(form: Form) -> int:
    figures = {*COLUMN_SETS[0], "share", "band" if "band" in form.rows[0] else ""}
    return sum(1 for row in form.rows for column in row if column in figures)
