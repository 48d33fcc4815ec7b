"""Of how many pupils each trait is recorded: what the impact assessment says is held."""

from tests.pupils import AUTUMN
from tests.school import run_query


def test_a_trait_counts_the_pupils_of_whom_it_is_recorded_not_those_who_have_it(opened):
    recorded = run_query(opened(AUTUMN), "traits_recorded")[0]

    # FSM is written of Pat, Lou, Hal and Dot, a Y for two of them and an N for two; nobody's EAL is
    assert recorded["fsm"] == 4
    assert recorded["eal"] == 0
