from dashboard.store.records import recent_activity
from tests.store.small_store import add_school


def test_undo_says_what_it_undid_and_ends_in_1_when_there_is_nothing_left(run, store):
    add_school(store, 2, "Birch")

    first, second, third = run("undo"), run("undo"), run("undo")

    assert "Undone: Import of Birch." in first.stdout
    assert "Undone: Import of Ash." in second.stdout
    assert (third.exit_code, third.stdout) == (1, "")
    assert "nothing to undo" in third.stderr


def test_that_something_was_undone_is_remembered(run, store):
    run("undo")

    assert [(row["what"], row["detail"]) for row in recent_activity(store)] == [("undo", "Import of Ash")]
