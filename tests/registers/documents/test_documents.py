"""XML and JSON give the same store as the canonical CSV; what is unsafe or no register is refused."""

from datetime import date

import pytest

from dashboard.errors import DashboardError, ImportRefused
from dashboard.registers.documents import xml_tree
from tests.registers.conftest import ANN, BOB, counts
from tests.registers.documents import fixtures

AS_AT = date(2025, 9, 9)
PUPIL_FILES = {
    "SIMS XML": ("pupils.xml", fixtures.SIMS_PUPILS),
    "CTF": ("2012001_CTF_2012002_001.xml", fixtures.ctf()),
    "Wonde JSON": ("students.json", fixtures.WONDE_PUPILS),
    "Assembly JSON": ("students.json", fixtures.ASSEMBLY_PUPILS),
}
MARK_FILES = {
    "long, SIMS XML": ("marks.xml", fixtures.SIMS_LONG),
    "long by day, SIMS XML": ("marks.xml", fixtures.SIMS_BY_DAY),
    "long, Wonde JSON": ("attendance.json", fixtures.WONDE_MARKS),
    "long, Assembly JSON": ("attendance.json", fixtures.ASSEMBLY_MARKS),
}
TRAITS = (
    "select upn, surname, forename, date_of_birth, sex, year_group, fsm, send_provision from pupil_list_rows"
)


def refusal(office, name: str, content: str | bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        office.take(name, content)
    assert office.stored("select * from imports") == []
    return str(refused.value)


@pytest.mark.parametrize("document", PUPIL_FILES)
def test_a_pupil_list_says_the_same_as_in_csv(document, office, tmp_path):
    name, content = PUPIL_FILES[document]
    plain = type(office)(tmp_path / "plain")
    plain.take("pupils.csv", fixtures.PUPILS_CSV, as_at=AS_AT)

    report = office.take(name, content, as_at=AS_AT)

    assert (report.kind, report.layout) == ("pupils", f"table, {document}")
    assert counts(report) == {"rows_read": 2, "rows_accepted": 2}
    assert office.stored(TRAITS) == plain.stored(TRAITS)
    assert [row[0] for row in office.stored(TRAITS)] == [ANN, BOB]


@pytest.mark.parametrize("layout", MARK_FILES)
def test_marks_are_the_same_as_in_csv(layout, office, tmp_path):
    name, content = MARK_FILES[layout]
    plain = type(office)(tmp_path / "plain")
    plain.take("marks.csv", fixtures.MARKS_CSV)

    report = office.take(name, content)

    assert (report.kind, report.layout) == ("marks", layout)
    assert counts(report) == {"rows_read": 8, "rows_accepted": 8}
    assert office.stored_marks() == plain.stored_marks()


@pytest.mark.parametrize(
    ("pupils", "marks"),
    [
        (fixtures.WONDE_PUPILS, fixtures.WONDE_MARKS),
        (fixtures.ASSEMBLY_PUPILS, fixtures.ASSEMBLY_MARKS),
    ],
)
def test_marks_in_json_find_the_pupils_of_the_list_beside_them(pupils, marks, office):
    office.take_all({"students.json": pupils, "attendance.json": marks}, as_at=AS_AT)

    found = office.stored(
        """
        select pupils.upn, count(*) from session_marks
        join pupils using (school_id, pupil_id) group by all order by all
        """
    )
    assert found == [(ANN, 4), (BOB, 4)]


def test_a_transfer_file_says_what_was_so_on_the_day_asked_for(office):
    traits = "select forename, fsm, send_provision from pupil_list_rows order by as_at, forename"

    office.take("ctf.xml", fixtures.ctf(), as_at=date(2023, 10, 1))
    assert office.stored(traits) == [("Ann", "false", "N"), ("Bob", "true", "N")]

    office.take("ctf.xml", fixtures.ctf(), as_at=date(2026, 9, 2))
    assert office.stored(traits)[2:] == [("Ann", "true", "E"), ("Bob", "false", "N")]


def test_a_former_upn_in_a_transfer_file_keeps_the_pupil_one(office):
    office.marks("T20110001804V,2025-09-08,AM,/")
    changed = fixtures.ctf().replace(
        f"<UPN>{ANN}</UPN>", f"<UPN>{ANN}</UPN><FormerUPN>T20110001804V</FormerUPN>"
    )

    office.take("ctf.xml", changed, as_at=AS_AT)

    assert office.stored("select count(*) from pupils") == [(2,)]


def test_a_rejected_record_is_named_by_its_line(office):
    bad = fixtures.SIMS_LONG.replace("<Mark>N</Mark>", "<Mark>QQ</Mark>")

    report = office.take("marks.xml", bad, accept=True)

    assert counts(report) == {"rows_read": 8, "rows_accepted": 7, "rows_rejected": 1}
    assert [(problem.line, problem.column) for problem in report.problems] == [(16, "Mark")]


def test_records_that_share_a_line_are_counted_instead(office):
    report = office.take(
        "marks.xml", fixtures.SIMS_LONG.replace("\n", "").replace(">N<", ">QQ<"), accept=True
    )

    assert [problem.line for problem in report.problems] == [8]
    assert any("12th record" in warning for warning in report.warnings)


def test_an_evening_in_utc_is_the_next_day_in_summer(office):
    utc = fixtures.WONDE_MARKS.replace("2025-09-08 00:00:00", "2025-09-07 23:00:00").replace(
        "2025-09-09 00:00:00", "2025-09-08 23:00:00"
    )

    office.take("attendance.json", utc.replace("Europe/London", "UTC"))

    assert {day for day, _, _ in office.stored_marks()} == {"2025-09-08", "2025-09-09"}


def test_a_page_of_several_says_so(office):
    paged = fixtures.WONDE_MARKS.replace('"more": false', '"more": true')

    assert any("one page of several" in warning for warning in office.take("a.json", paged).warnings)


def test_xml_in_other_encodings_is_read(office):
    text = fixtures.SIMS_PUPILS.replace("O&apos;Test", "Zoë").replace("utf-8", "utf-16")

    office.take("pupils.xml", text.encode("utf-16"), as_at=AS_AT)

    assert ("Zoë",) in office.stored("select surname from pupils")


# --- the marks of a transfer file


def test_the_marks_of_a_transfer_file_are_the_same_as_in_csv(office, tmp_path):
    plain = type(office)(tmp_path / "plain")
    plain.take("marks.csv", fixtures.MARKS_CSV)
    content = fixtures.ctf(
        fixtures.year_data("2025-09-08", "/\\II"), fixtures.year_data("2025-09-08", "L\\/N")
    )

    pupils, marks = office.take_all({"ctf.xml": content}, as_at=AS_AT)

    assert (pupils.kind, pupils.layout, counts(pupils)) == (
        "pupils", "table, CTF", {"rows_read": 2, "rows_accepted": 2},
    )  # fmt: skip
    assert (marks.kind, marks.layout, counts(marks)) == (
        "marks", "mark strings, CTF", {"rows_read": 8, "rows_accepted": 8},
    )  # fmt: skip
    assert office.stored_marks() == plain.stored_marks()
    assert any("201/2001" in warning for warning in marks.warnings)


@pytest.mark.parametrize("week", ["/\\/\\/\\/\\I02X05", "/\\/\\/\\/\\I02X05####"])
def test_a_string_of_marks_is_read_with_and_without_its_weekend(week, office):
    content = fixtures.ctf(fixtures.year_data("2025-09-08", week + "C1\\"))

    office.take_all({"ctf.xml": content}, as_at=AS_AT)

    assert office.stored_marks()[-4:] == [
        ("2025-09-12", "AM", "I"), ("2025-09-12", "PM", "X"),
        ("2025-09-15", "AM", "C1"), ("2025-09-15", "PM", "\\"),
    ]  # fmt: skip


def test_a_string_of_the_wrong_length_is_rejected_with_its_line(office):
    content = fixtures.ctf(
        fixtures.year_data("2025-09-08", "/\\II/"), fixtures.year_data("2025-09-08", "L\\/N")
    )
    line = content[: content.index("<AttendSessions>")].count("\n") + 1

    _, marks = office.take_all({"ctf.xml": content}, as_at=AS_AT, accept=True)

    assert counts(marks) == {"rows_read": 5, "rows_accepted": 4, "rows_rejected": 1}
    assert [problem.line for problem in marks.problems] == [line]


def test_marks_at_another_school_are_left_out_and_said_to_be(office):
    elsewhere = fixtures.year_data("2025-09-08", "OOOO").replace("2001", "3003")
    content = fixtures.ctf(elsewhere, fixtures.year_data("2025-09-08", "L\\/N"))

    pupils, marks = office.take_all({"ctf.xml": content}, as_at=AS_AT)

    assert counts(marks) == {"rows_read": 4, "rows_accepted": 4}
    assert "Marks at other schools were left out: 1 string." in pupils.warnings


def test_without_marks_of_its_own_school_a_transfer_file_is_a_pupil_list(office):
    content = fixtures.ctf(fixtures.year_data("2025-09-08", "OOOO").replace("2001", "3003"))

    (pupils,) = office.take_all({"ctf.xml": content}, as_at=AS_AT)

    assert counts(pupils) == {"rows_read": 2, "rows_accepted": 2}
    assert office.stored_marks() == []


def test_a_transfer_file_whose_strings_are_all_wrong_is_asked_about(office):
    content = fixtures.ctf(fixtures.year_data("2025-09-08", "/\\II/"))

    _, marks = office.take_all({"ctf.xml": content}, as_at=AS_AT, accept=True)

    assert counts(marks) == {"rows_read": 1, "rows_rejected": 1}


# --- refused


def test_an_error_that_sims_wrote_in_place_of_a_report_is_shown(office):
    said = refusal(office, "report.xml", fixtures.SIMS_ERROR)

    assert "SIMS wrote an error in its place" in said
    assert 'Report "Marks*" was not found' in said


BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<SuperStarReport><Record><UPN>&lol2;</UPN></Record></SuperStarReport>"""
EXTERNAL = """<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<SuperStarReport><Record><UPN>&secret;</UPN></Record></SuperStarReport>"""
OUTSIDE_DTD = '<!DOCTYPE CTfile SYSTEM "http://example.invalid/ctf.dtd"><CTfile/>'


@pytest.mark.parametrize("content", [BOMB, EXTERNAL, OUTSIDE_DTD])
def test_a_document_type_is_not_allowed(content, office):
    said = refusal(office, "report.xml", content)

    assert "document type (DTD)" in said
    assert "not allowed" in said


def test_an_undeclared_entity_is_not_allowed(office):
    assert "line 2" in refusal(
        office, "report.xml", "<SuperStarReport>\n<Record>&nbsp;</Record></SuperStarReport>"
    )


def test_xml_that_was_cut_short_is_refused_with_the_line(office):
    nine_lines = "\n".join(fixtures.SIMS_LONG.splitlines()[:9])

    said = refusal(office, "marks.xml", nine_lines[:-20])

    assert "marks.xml, line 9: the XML is damaged or was cut short" in said


def test_json_that_was_cut_short_is_refused_with_the_line(office):
    cut = fixtures.WONDE_MARKS[: fixtures.WONDE_MARKS.index('"S3"')]

    assert "line 5: the JSON is damaged or was cut short" in refusal(office, "attendance.json", cut)


@pytest.mark.parametrize(
    "content", ["[{}]", "{}", '{"data": []}', '{"data": "none"}', '[{"a": 1}, ]', '{"a" 1}', '{"a": 1', "[{"]
)
def test_json_that_is_no_list_of_records_is_refused(content, office):
    refusal(office, "a.json", content)


def test_json_nested_without_end_is_refused(office):
    refusal(office, "a.json", '{"a": ' + "[" * 100_000)


def test_xml_that_is_too_large_or_too_deep_is_refused(office, monkeypatch):
    deep = "<a>" * 60 + "</a>" * 60
    assert "too deep" in refusal(office, "deep.xml", deep)

    monkeypatch.setattr(xml_tree, "MOST_ELEMENTS", 10)
    assert "too large" in refusal(office, "many.xml", fixtures.SIMS_LONG)

    monkeypatch.setattr(xml_tree, "LARGEST", 100)
    assert "too large" in refusal(office, "large.xml", fixtures.SIMS_LONG)


CENSUS = f"""<Message><Header/><PupilsOnRoll><PupilOnRoll>
<PupilIdentifiers><UPN>{ANN}</UPN></PupilIdentifiers></PupilOnRoll></PupilsOnRoll></Message>"""
WHAT_IT_IS = {
    CENSUS: "Reconcile",
    "<CTfile><Header/></CTfile>": "without pupils",
    "<SuperStarReport/>": "no rows",
    "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>": "save it as .xlsx",
    "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>": "web page",
    "<rss><channel/></rss>": "XML (SIMS reports, CTF) and JSON (Wonde, Assembly)",
}


@pytest.mark.parametrize("content", WHAT_IT_IS)
def test_other_xml_is_refused_with_what_to_do(content, office):
    assert WHAT_IT_IS[content] in refusal(office, "file.xml", content)


@pytest.mark.parametrize("cut", range(5, 700, 31))
@pytest.mark.parametrize("content", [fixtures.ctf(), fixtures.SIMS_LONG, fixtures.WONDE_MARKS])
def test_a_file_cut_anywhere_is_refused_in_words(content, cut, office):
    with pytest.raises(DashboardError):
        office.take("file", content[:cut])
