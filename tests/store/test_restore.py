"""Going back to an older state of the store at one go."""

import pytest

from dashboard.errors import RefusedError
from dashboard.store.register import kept_stores, restore, undo
from tests.store.small_store import add_school
from tests.store.test_register import school_names


@pytest.fixture
def folder(tmp_path):
    for number, name in enumerate(["Ash", "Birch", "Cedar"], 1):
        add_school(tmp_path, number, name)
    return tmp_path


def test_every_older_state_says_what_it_holds_and_what_would_be_lost(folder):
    newer, oldest = kept_stores(folder)

    assert len(newer.runs_after) == 1
    assert len(oldest.runs_after) == 2
    assert oldest.finished_at <= newer.finished_at


def test_restoring_goes_back_at_one_go_and_undo_goes_on_from_there(folder):
    oldest = kept_stores(folder)[-1]

    lost = restore(folder, oldest.name)

    assert lost == oldest.runs_after
    assert school_names(folder) == ["Ash"]
    assert kept_stores(folder) == ()
    undo(folder)
    add_school(folder, 1, "Dogwood")
    assert school_names(folder) == ["Dogwood"]


def test_a_state_that_is_not_kept_is_refused(folder):
    with pytest.raises(RefusedError):
        restore(folder, "register-20200101-000000-000000.duckdb")
    with pytest.raises(RefusedError):
        restore(folder, "../elsewhere.duckdb")

    assert school_names(folder) == ["Ash", "Birch", "Cedar"]
