import json
from datetime import date

import pytest

from dashboard.errors import ImportNeedsAcceptance, StoreBusy
from dashboard.registers.column_mappings import ColumnMapping, file_columns
from dashboard.registers.ledger import FileReport, ImportReport, Problem
from dashboard.registers.tables import Row
from dashboard.store.records import save_mapping


@pytest.fixture
def marks(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text("upn,date,session,mark\n")
    return path


@pytest.fixture
def asked(monkeypatch):
    """What the importer was asked for, in place of importing."""
    asked = {}
    answer = ImportReport(
        [
            FileReport(
                "marks.csv",
                kind="marks",
                layout="canonical",
                import_id=3,
                rows_accepted=1200,
                rows_superseded=4,
                rows_unchanged=30,
                rows_rejected=7,
                rows_skipped=2,
                problems=[Problem(line, "Mark", "'ZZ' is not an attendance code") for line in range(2, 9)],
                warnings=["Outside roll dates: line 9"],
            )
        ]
    )

    def import_files(folder, files, **options):
        asked.update(folder=folder, files=files, **options)
        if options["mapping"] == "busy":
            raise StoreBusy("The store is busy.")
        if options["mapping"] == "uncertain":
            answer.refusal = "The order of dates is not certain; --accept takes day before month."
            answer.files[0].import_id = None
            raise ImportNeedsAcceptance(answer.refusal, answer)
        return answer

    monkeypatch.setattr("dashboard.cli.import_command.import_files", import_files)
    return asked


def test_every_option_reaches_the_importer(run, store, asked, marks):
    result = run(
        *("import", "--school", "Ash", "--kind", "marks", "--as-at", "2026-09-03", "--mapping", "ours"),
        *("--accept", "--dry-run", marks),
    )

    assert result.exit_code == 0
    assert asked == {
        "folder": store,
        "files": (marks,),
        "school": "Ash",
        "kind": "marks",
        "as_at": date(2026, 9, 3),
        "mapping": "ours",
        "accept": True,
        "dry_run": True,
        "progress": None,
        "with_rows": False,
    }


def test_a_person_reads_the_counts_and_the_first_problems(run, store, asked, marks):
    assert run("import", marks).stdout.splitlines() == [
        "marks.csv: marks (canonical)",
        "  1,237 rows read: 1,200 accepted (4 of them in place of an older value), 30 unchanged, 7 rejected",
        "  beside these, 2 rows skipped and 0 cells blank",
        *(f"  Line {line}, Mark: 'ZZ' is not an attendance code" for line in range(2, 7)),
        "  and 2 more; --json lists them all",
        "  Warning: Outside roll dates: line 9",
    ]


def test_the_json_is_one_object_a_file_also_when_refused(run, store, asked, marks):
    done, refused = run("import", "--json", marks), run("import", "--json", "--mapping", "uncertain", marks)

    assert [(file["import_id"], file["rows_read"]) for file in json.loads(done.stdout)] == [(3, 1237)]
    assert (refused.exit_code, json.loads(refused.stdout)[0]["import_id"]) == (1, None)
    assert "not certain" in refused.stderr


def test_a_refusal_before_a_file_is_read_is_json_too(run, store, asked, marks):
    result = run("import", "--json", "--mapping", "busy", marks)

    (file,) = json.loads(result.stdout)
    assert (result.exit_code, file["file"], file["rows_read"]) == (1, "marks.csv", 0)
    assert file["problems"] == [{"line": None, "column": None, "message": "The store is busy."}]


@pytest.mark.parametrize(
    "words",
    [
        ["missing.csv"],
        ["--kind", "photos", "MARKS"],
        ["--as-at", "03/09/2026", "MARKS"],
        [],
        ["--loud", "MARKS"],
    ],
)
def test_wrong_usage_ends_in_2(run, store, asked, marks, words):
    assert run("import", *(marks if word == "MARKS" else word for word in words)).exit_code == 2
    assert asked == {}


def test_a_saved_mapping_is_taken_by_name_and_an_unknown_name_is_wrong_usage(run, tmp_path):
    store, report = tmp_path / "own", tmp_path / "report.csv"
    report.write_text("Box1,Box2,Box3,Box4\nR201100018042,03/09/2025,AM,/\n")
    assert run("import", "--store", store, report).exit_code == 1

    fields = {"box1": "upn", "box2": "date", "box3": "session", "box4": "mark"}
    head = [Row(1, ["Box1", "Box2", "Box3", "Box4"])]
    mapping = ColumnMapping("marks", fields)
    save_mapping(store, "Our system", file_columns(head).shape, mapping.as_json())
    named = run("import", "--store", store, "--mapping", "Our system", report)
    unknown = run("import", "--store", store, "--mapping", "Theirs", report)

    assert named.exit_code == 0
    assert "1 rows read: 1 accepted" in named.stdout
    assert "Warning: The columns were read by the saved mapping 'Our system'" in named.stdout
    assert unknown.exit_code == 2
    assert "No mapping called 'Theirs' is saved. Saved are 'Our system'." in unknown.stderr
