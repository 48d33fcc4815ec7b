"""Every figure of the invented schools in shared/examples, worked out by other means, agrees."""

from functools import cache
from pathlib import Path

import pytest

from tests.queries.examples import EXAMPLES, Step, mismatches_by_step, row_mismatches, steps_of

SCHOOLS = sorted(folder.parent for folder in EXAMPLES.glob("*/expected.json"))
ROUNDS = {3: "as first imported", 5: "imported again", 6: "corrected"}


def groups(school: Path) -> list[tuple[str, str]]:
    """What is asked of a school: a round of imports, and the queries after it."""
    return list(dict.fromkeys((round_of(step), step.name) for step in steps_of(school)))


def round_of(step: Step) -> str:
    imports = step.imports_before + step.is_import
    return next(words for last, words in ROUNDS.items() if imports <= last)


@cache
def differences_at(school: Path, store: Path) -> list[tuple[Step, list[str]]]:
    return list(mismatches_by_step(school, store))


@pytest.fixture(scope="session")
def stores(tmp_path_factory):
    return {school: tmp_path_factory.mktemp(school.name) for school in SCHOOLS}


@pytest.mark.skipif(not SCHOOLS, reason="shared/examples is not beside this project")
@pytest.mark.parametrize(
    ("school", "words", "name"),
    [
        pytest.param(
            school, *group, id=f"{school.name}-{' '.join(group)}", marks=pytest.mark.xdist_group(school.name)
        )
        for school in SCHOOLS
        for group in groups(school)
    ],
)
def test_every_figure_agrees(school, words, name, stores):
    asked = [
        (step, differences)
        for step, differences in differences_at(school, stores[school])
        if (round_of(step), step.name) == (words, name)
    ]
    texts = [f"{step.title}\n    " + "\n    ".join(differences) for step, differences in asked if differences]

    assert asked
    assert not texts, "\n" + "\n".join(texts)


ROWS = [{"week": 1, "rate": 0.1, "possible": 10}, {"week": 2, "rate": None, "possible": 0}]


@pytest.mark.parametrize(
    ("actual", "differences"),
    [
        (ROWS, 0),
        ([ROWS[0] | {"rate": 0.1 + 1e-12, "more": 1}], 0),  # the other has nothing possible
        ([ROWS[0] | {"rate": 0.1001}, ROWS[1]], 1),
        ([ROWS[0] | {"rate": None}, ROWS[1]], 1),
        ([ROWS[0], ROWS[1] | {"rate": 0.0}], 1),
        ([ROWS[1]], 1),
        ([*ROWS, {"week": 3, "rate": 0.0, "possible": 5}], 1),
        ([*ROWS, {"week": 3, "rate": None, "possible": 0}], 0),
        ([*ROWS, ROWS[0]], 1),
        ([{"week": 1, "possible": 10}, ROWS[1]], 1),
    ],
)
def test_a_wrong_missing_extra_or_double_row_is_told(actual, differences):
    assert len(row_mismatches(["week"], "possible", ROWS, actual)) == differences


def test_a_flag_is_no_number():
    assert row_mismatches([], None, [{"is_open": True}], [{"is_open": 1}])
