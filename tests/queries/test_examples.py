"""Every figure of the invented schools in shared/examples, worked out by other means, agrees."""

from functools import cache
from pathlib import Path

import pytest

from tests.queries.examples import EXAMPLES, Step, mismatches_by_step, steps_of

SCHOOLS = sorted(folder.parent for folder in EXAMPLES.glob("*/expected.json"))
ROUNDS = {3: "as first imported", 5: "imported again", 6: "corrected"}

pytestmark = pytest.mark.skipif(not SCHOOLS, reason="shared/examples is not beside this project")


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
