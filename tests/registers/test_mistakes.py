"""What nobody foresaw: a mistake of ours while a file is read is a refusal in words, and nothing is lost."""

import pytest

from dashboard.errors import RefusedError
from dashboard.registers import importing
from dashboard.store.log import LOG_FILE
from tests.registers.conftest import ANN, BOB

GOOD = f"upn,date,session,mark\n{ANN},2026-11-16,AM,/\n"
PUPILS = f"upn,surname\n{BOB},Quillfeather\n"


@pytest.mark.parametrize(
    "step", ["open_source", "recognise", "stage_file", "load_file", "warn_after_rebuild", "note_imports"]
)
def test_a_mistake_at_any_step_says_what_to_do_and_changes_nothing(office, monkeypatch, step):
    office.take("before.csv", GOOD)

    def fail(*_given, **_named):
        raise KeyError("Quillfeather")

    with monkeypatch.context() as broken:
        broken.setattr(importing, step, fail)
        with pytest.raises(RefusedError) as refused:
            office.take_all({"pupils.csv": PUPILS, "marks.csv": GOOD.replace("16", "17")})

    message = str(refused.value)
    assert "s.csv could not be read" in message
    assert "Nothing was changed" in message
    assert "save it again" in message
    log = (office.folder / LOG_FILE).read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "Quillfeather" not in message + log
    assert office.stored_marks() == [("2026-11-16", "AM", "/")]
    office.take("marks.csv", GOOD.replace("16", "17"))
    assert len(office.stored_marks()) == 2


def test_a_full_disk_is_not_taken_for_a_damaged_file(office, monkeypatch):
    office.take("before.csv", GOOD)

    def fail(*_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importing, "load_file", fail)
    with pytest.raises(RefusedError, match="disk has room"):
        office.take("marks.csv", GOOD.replace("16", "17"))
