"""Which form of each table is chosen: the fullest that hides everything beside the tables before it."""

import random

import pytest

from dashboard.publishing import Safeguards
from dashboard.publishing.audit import Audit
from dashboard.publishing.counts import Sessions, count_groups
from dashboard.publishing.figures import COLUMN_SETS, Fact, group_figures
from dashboard.publishing.groups import SCHOOL, Cell, Group
from dashboard.publishing.selecting import choose_forms
from dashboard.publishing.tables import Draft, Form
from dashboard.publishing.unknowns import Entry, State, Unknowns

POSSIBLE = 150
N, K, E = (Group("send", value) for value in "NKE")
PERSISTENT = "345"


def state_of(pupils: dict[str, tuple[Cell, int]]) -> State:
    sessions = {name: {cell: Sessions(POSSIBLE, 0, absent)} for name, (cell, absent) in pupils.items()}
    return State(
        1,
        "Autumn",
        [Entry(name, repr(cells), dict.fromkeys(cells, POSSIBLE)) for name, cells in sessions.items()],
        truth={group: counts.bands for group, counts in count_groups(sessions).items()},
        missed={"authorised": 0, "unauthorised": sum(absent for _, absent in pupils.values())},
    )


def alike(send: str, never: int, often: int) -> dict[str, tuple[Cell, int]]:
    """So many who missed nothing, and so many who missed 12%."""
    cell = Cell("false", send, "F", "3")
    return {f"{send}{one}": (cell, 0 if one < never else 18) for one in range(never + often)}


def exactly(group: Group, persistent: int) -> Fact:
    return Fact((group.grouping, group.value), PERSISTENT, persistent, persistent)


def table(name: str, *forms: list[Fact]) -> Draft:
    return Draft(name, name, [Form([], facts, 0) for facts in forms])


def chosen(drafts: list[Draft], state: State) -> dict[str, int]:
    forms = choose_forms(drafts, drafts, [], [state], Safeguards())
    return {draft.table: draft.forms.index(forms[draft.table]) for draft in drafts if draft.table in forms}


# 14 persistent in all: 7 without SEND, 5 with SEN support, 2 with a plan, who must stay hidden.
SCHOOL_OF_62 = state_of(alike("N", 33, 7) | alike("K", 9, 5) | alike("E", 6, 2))
WHOLE, WITHOUT, SUPPORT = exactly(SCHOOL, 14), exactly(N, 7), exactly(K, 5)


def test_the_table_that_completes_a_sum_is_withheld_and_not_those_before_it():
    tables = [table("school", [WHOLE]), table("without", [WITHOUT]), table("support", [SUPPORT])]

    assert chosen(tables, SCHOOL_OF_62) == {"school": 0, "without": 0}
    assert chosen(tables[::-1], SCHOOL_OF_62) == {"support": 0, "without": 0}


def test_tables_after_one_that_must_say_less_may_say_all():
    tables = [
        table("school", [WHOLE]),
        table("leaky", [WITHOUT, SUPPORT], [WITHOUT]),
        table("support", [SUPPORT], []),
    ]

    assert chosen(tables, SCHOOL_OF_62) == {"school": 0, "leaky": 1, "support": 1}
    assert chosen([tables[0], table("leaky", [WITHOUT, SUPPORT]), tables[2]], SCHOOL_OF_62) == {
        "school": 0,
        "support": 0,
    }


def test_nothing_is_chosen_once_what_was_published_gives_something_away():
    before = state_of(alike("N", 33, 7) | alike("K", 9, 5) | alike("E", 6, 2))
    before.facts += [WHOLE, WITHOUT, SUPPORT]
    school = table("school", [WHOLE], [])

    assert choose_forms([school], [school], [before], [SCHOOL_OF_62], Safeguards()) == {}


def asked_in_turn(drafts: list[Draft], state: State) -> dict[str, int]:
    """The same by asking for every form, with all told before it, whether everything is hidden."""
    told: list[Fact] = []
    found = {}
    for draft in drafts:
        for place, form in enumerate(draft.forms):
            if all(hides_everything(state, [*told, *form.facts], whole) for whole in (False, True)):
                found[draft.table] = place
                told += form.facts
                break
    return found


def hides_everything(state: State, facts: list[Fact], in_whole_pupils: bool) -> bool:
    audit = Audit(Unknowns([state]), in_whole_pupils)
    audit.tell(0, facts)
    return audit.leak() is None


@pytest.mark.parametrize("seed", range(6))
def test_as_if_every_form_had_been_asked_in_turn(seed):
    rng = random.Random(seed)
    pupils = {
        f"P{one}": (Cell("false", rng.choice("NNNKE"), rng.choice("FM"), rng.choice("34")), absent)
        for one, absent in enumerate(rng.choices([0, 5, 18, 90], [8, 4, 3, 1], k=rng.randint(20, 50)))
    }
    state = state_of(pupils)
    counts = count_groups({name: {cell: Sessions(150, 0, absent)} for name, (cell, absent) in pupils.items()})
    groups = [group for group in counts if group.grouping in ("send", "sex", "year_group", "any_send")]
    rng.shuffle(groups)
    tables = [
        table(
            f"{group}",
            *([*group_figures(group, counts[group], columns, True)[1]] for columns in COLUMN_SETS[:3]),
        )
        for group in [SCHOOL, *groups[:5]]
    ]

    assert chosen(tables, state) == asked_in_turn(tables, state)
