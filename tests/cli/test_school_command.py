import pytest

from tests.store.small_store import add_school


def test_a_school_is_shown_and_changed(run, store):
    changed = run("school", "--name", "Ash Primary School", "--urn", "123456", "--la", "330")

    assert changed.exit_code == 0
    for word in ("Ash Primary School", "123456", "330", "Birmingham"):
        assert word in run("school").stdout
    run("undo")
    assert "Primary" not in run("school").stdout


def test_an_unknown_local_authority_is_taken_with_a_warning(run, store):
    result = run("school", "--la", "111")

    assert result.exit_code == 0
    assert "Warning" in result.stderr


@pytest.mark.parametrize(
    "words", [["--urn", "12"], ["--la", "E09000002"], ["--name", " "], ["--school", "Ash"]]
)
def test_what_cannot_be_is_wrong_usage(run, store, words):
    assert run("school", *words).exit_code == 2


def test_of_several_schools_one_must_be_named(run, store):
    add_school(store, 2, "Birch")

    refused = run("school", "--urn", "123456")

    assert refused.exit_code == 1
    assert "--school" in refused.stderr
    assert "Birch" in run("school", "--school", "2", "--urn", "123456").stdout


def test_an_empty_store_knows_no_school(run, tmp_path):
    assert run("school", "--store", tmp_path / "new").exit_code == 1
