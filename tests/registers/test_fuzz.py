"""Files damaged for half a minute; `python -m tests.registers.fuzz` damages as many as asked."""

import pytest

from tests.registers.fuzz import fuzz


@pytest.mark.parametrize("seed", [1, 2])
def test_no_damaged_file_breaks_a_promise(tmp_path, seed):
    found = fuzz(tmp_path, files=400, seed=seed, seconds=15)

    assert found["refused"]
    assert found["taken"]
