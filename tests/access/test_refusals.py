"""A governor's session reaches nothing but what was published, whatever is tried."""

import re

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from dashboard.cli import commands
from dashboard.components import roles
from dashboard.registers.sample_store import sample_store
from dashboard.store.catalogue import queries
from dashboard.store.reading import store_for
from tests.access.conftest import GOVERNOR, HEAD, STRANGER
from tests.browser.driving import go_to, open_page, settle

FOR_GOVERNORS = sorted(name for name, query in queries().items() if "governor" in query.roles)
FOR_SLT_ALONE = sorted(name for name, query in queries().items() if "governor" not in query.roles)
ADDRESSES = [
    "data",
    "pupil?pupil=5",
    "at_risk_pupils?year_groups=1&fsm=true",
    "cme",
    "absence_patterns",
    "about_figures",
    "?pupil=5&period=Custom+dates&from_date=2025-09-01",
    "governors_about?pupil=5",
]


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("refusals")
    return folder, sample_store(folder)


def listen(page):
    """Everything that is sent to the page from now on."""
    sent = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sent.append(frame)))
    return sent


def named(folder, sent):
    """The surnames in what was sent."""
    names = store_for(folder).frame("pupil_names")["surname"].dropna().unique()
    everything = b"".join(sent)
    return {name for name in names if len(name) > 4 and name.encode() in everything}


def csv_button(page):
    return (
        page.get_by_test_id("stDownloadButton").filter(has_text="Download as CSV").first.get_by_role("button")
    )


@pytest.mark.browser
def test_no_address_leads_a_governor_to_a_pupil_also_after_the_leadership_looked(
    hosted, sign_in, sample, tried
):
    leadership = sign_in(HEAD)
    to_leadership = listen(leadership)
    open_page(leadership, hosted.address, "at_risk_pupils")  # its frames are in the cache now
    page = sign_in(GOVERNOR)
    to_governor = listen(page)
    for address in ADDRESSES:
        open_page(page, hosted.address, address)
        assert page.locator("h1").first.inner_text() in ("Attendance, for governors", "About the figures")
        tried("an address of the leadership's")

    assert named(sample[1], to_leadership)
    assert len(b"".join(to_governor)) > 10_000
    assert named(sample[1], to_governor) == set()


@pytest.mark.browser
def test_an_upload_is_taken_from_the_leadership_alone(hosted, sign_in, tried):
    target = f"{hosted.address}/_stcore/upload_file/some-session/some-file"
    windows = {who: sign_in(who) for who in (HEAD, GOVERNOR, STRANGER)}
    file = {"file": {"name": "marks.csv", "mimeType": "text/csv", "buffer": b"date,mark\n"}}
    answers = {who: page.request.put(target, multipart=file) for who, page in windows.items()}

    assert answers[HEAD].text() != "Refused"  # it got as far as Streamlit, which knows no such session
    for who in (GOVERNOR, STRANGER):
        for method in ("PUT", "POST", "DELETE", "OPTIONS"):
            answer = windows[who].request.fetch(target, method=method)
            assert (answer.status, answer.text()) == (403, "Refused")
            tried("an upload")
        assert answers[who].status == 403
    signed_out = windows[GOVERNOR].context
    signed_out.clear_cookies()
    assert signed_out.request.put(target, multipart=file).text() == "Refused"
    tried("an upload")


@pytest.mark.browser
def test_a_download_is_handed_to_nobody_but_the_person_it_was_made_for(hosted, sign_in, tried):
    page = sign_in(HEAD)
    go_to(page, "At-risk pupils")
    with page.expect_response(re.compile("/media/")) as answer, page.expect_download():
        csv_button(page).click()
    address = answer.value.url
    assert page.request.get(address).status == 200

    for who in (GOVERNOR, STRANGER):
        other = sign_in(who)
        assert other.request.get(address).text() == "Refused"
        assert other.request.head(address).status == 403
        other.context.clear_cookies()
        assert other.request.get(address).text() == "Refused"
        tried("somebody else's download", 3)


@pytest.mark.browser
def test_a_governor_downloads_what_was_published(sign_in):
    page = sign_in(GOVERNOR)
    page.get_by_test_id("stExpander").filter(has_text="igures").first.click()
    settle(page)
    with page.expect_download() as download:
        csv_button(page).click()

    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbfschool,")


@pytest.mark.browser
def test_the_server_s_statistics_are_closed_and_its_health_is_not(hosted, sign_in, tried):
    page = sign_in(HEAD)

    assert page.request.get(f"{hosted.address}/_stcore/metrics").status == 403
    assert page.request.get(f"{hosted.address}/_stcore/health").status == 200
    tried("the server's statistics")


def ask_everything():
    """A page that asks every query by name, as a governor's crafted request might."""
    import streamlit as st

    from dashboard.components.fetch import fetch, fetch_together
    from dashboard.components.store import current_store
    from dashboard.errors import RoleRefused, UsageError
    from dashboard.store.catalogue import queries

    for name in queries():
        try:
            fetch(name, pupil_id=5) if "pupil_id" in queries()[name].parameter_names else fetch(name)
            st.text(f"answered {name}")
        except RoleRefused:
            st.text(f"refused {name}")
        except UsageError:  # another parameter is needed: what matters here is that the role was no hindrance
            st.text(f"answered {name}")
    for reach in (current_store, lambda: fetch_together(("pupil_names", None, {}))):
        try:
            reach()
            st.text("answered store")
        except RoleRefused:
            st.text("refused store")


@pytest.fixture
def said_to(monkeypatch, sample):
    """What `ask_everything` says to somebody signed in."""
    monkeypatch.setenv("ATTENDANCE_STORE", str(sample[0]))
    monkeypatch.setattr(roles, "_hosted_once", False)
    granted = {"auth": {}, "roles": {"slt": [HEAD], "governor": [GOVERNOR]}}
    monkeypatch.setattr(roles, "_secrets", lambda: granted)

    def ask(who: str, **state):
        app = AppTest.from_function(ask_everything, default_timeout=60)
        app.user = {"is_logged_in": True, "email": who}
        for key, value in state.items():
            app.session_state[key] = value
        return [text.value for text in app.run().text]

    return ask


def test_a_governor_s_run_is_refused_every_other_query_also_where_the_answer_is_cached(said_to, tried):
    assert "answered pupil_names" in said_to(HEAD)  # and kept
    for asked in (said_to(GOVERNOR), said_to(HEAD, governors_eyes=True)):
        refused = {line.removeprefix("refused ") for line in asked if line.startswith("refused ")}
        answered = {line.removeprefix("answered ") for line in asked if line.startswith("answered ")}
        assert refused == {*FOR_SLT_ALONE, "store"}
        assert answered == set(FOR_GOVERNORS)
        tried("a query of the leadership's in a page", len(refused))


def test_somebody_without_a_role_is_refused_every_query(said_to, tried):
    asked = said_to(STRANGER)

    assert all(line.startswith("refused ") for line in asked)
    tried("a query by somebody without a role", len(asked))


@pytest.mark.parametrize("name", FOR_SLT_ALONE)
def test_the_command_line_refuses_a_governor_every_other_query(name, sample, tried):
    needed = [one.name for one in queries()[name].parameters if one.is_required]
    values = [f"{one}=2025-09-01" if one.endswith("date") else f"{one}=5" for one in needed]
    done = CliRunner().invoke(
        commands, ["query", "--role", "governor", "--store", str(sample[1]), name, *values]
    )

    assert done.exit_code in (1, 2)
    assert done.stdout == ""
    tried("a query of the leadership's at the command line")


@pytest.mark.parametrize(
    "parameter",
    [
        "pupil_id=5",
        "year_groups=1",
        "term=Autumn' or 1=1 --",
        "academic_year=2025/26; attach 'register.duckdb'",
        "term=(select upn from register.pupils)",
    ],
)
@pytest.mark.parametrize("name", FOR_GOVERNORS)
def test_a_crafted_parameter_gets_a_governor_nothing(name, parameter, sample, tried):
    done = CliRunner().invoke(
        commands,
        ["query", "--role", "governor", "--format", "csv", "--store", str(sample[1]), name, parameter],
    )

    assert done.exit_code in (0, 2)
    assert len(done.stdout.splitlines()) <= 1  # the heading at most
    tried("a crafted parameter")
