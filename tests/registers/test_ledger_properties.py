"""For any small file of marks the ledger adds up, the store answers, and the file again accepts nothing."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.store.reading import open_store
from tests.registers.conftest import ANN, BOB, CAI, Office

LINES = st.tuples(
    st.sampled_from([ANN, BOB, CAI, ""]),
    st.sampled_from(["2026-11-16", "2026-11-17", "2026-11-21", "2026-12-21", "31/09/2025", "nonsense"]),
    st.sampled_from(["AM", "PM", "afternoon", "EVE"]),
    st.sampled_from(["/", "\\", "I", "n", "#", "Z", "", "-", "ZZ", "@", "I01", "H", "L"]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=12).filter(lambda lines: any(upn for upn, *_ in lines)))
def test_every_line_is_read_skipped_or_blank_and_the_parts_add_up(lines):
    with TemporaryDirectory() as folder:
        office = Office(Path(folder) / "store")
        office.marks(f"{ANN},2026-11-13,AM,/")
        texts = [",".join(line) for line in lines]

        report = office.marks(*texts, accept=True)

        assert report.rows_read == report.rows_accepted + report.rows_unchanged + report.rows_rejected
        assert report.rows_read + report.rows_skipped + report.blank_cells == len(lines)
        assert len({problem.line for problem in report.problems}) == report.rows_rejected
        store = open_store(office.folder)
        assert store.rows("absence_headline", {"age_cohort": "all"}).rows[0][1] >= 0
        store.close()
        stored = office.stored_marks()

        again = office.marks(*texts, accept=True)

        assert again.rows_accepted == 0
        assert again.rows_unchanged == report.rows_accepted + report.rows_unchanged
        assert office.stored_marks() == stored
