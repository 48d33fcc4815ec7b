"""With the switch for the projector on, no page sends a name: in no table, chart, address or download."""

import pytest

from dashboard.components import downloads
from dashboard.store.folders import SAMPLE_FOLDER
from dashboard.store.reading import store_for
from tests.app_pages.sent import everything_sent

TABS = {
    "overview": "overview_tabs",
    "absence_patterns": "patterns_tabs",
    "at_risk_pupils": "at_risk_tabs",
    "cme": "cme_tabs",
    "pupil": "pupil_tabs",
    "publish": "",
    "data": "data_tabs",
    "about_figures": "about_tabs",
}


@pytest.fixture
def offered(monkeypatch):
    """What every download of a page would hold."""
    made = []
    real = downloads.download_button

    def offer(label, make, **options):
        made.append(make())
        real(label, make, **options)

    for module in ("figures", "stored_data", "papers"):
        monkeypatch.setattr(f"dashboard.components.{module}.download_button", offer)
    return made


def identifying(folder):
    """Surname with forename, and the numbers, of every pupil: what no other word of a page could be."""
    names = store_for(folder / SAMPLE_FOLDER).frame("pupil_names")
    both = names.dropna(subset=["surname", "forename"])
    return {
        *(name for name in both["surname"] if len(name) > 5),
        *names["upn"].dropna(),
        *(f"{row.surname}, {row.forename}" for row in both.itertuples()),
    }


@pytest.mark.parametrize("page", TABS)
def test_no_page_sends_a_name_while_names_are_hidden(page, open_app, sample_folder, offered):
    words = identifying(sample_folder)
    app = open_app(sample_folder)
    app.sidebar.toggle(key="hide_names").set_value(True).run()
    app.query_params["pupil"] = "5"
    app.switch_page(f"app_pages/{page}.py").run()
    seen = b""
    for tab in [tab.label for tab in app.tabs] or [None]:
        if tab:
            app.session_state[TABS[page]] = tab
            app.run()
        open_every_expander(app)
        assert not app.exception
        sent = everything_sent(app)
        assert not {word for word in words if word.encode() in sent}, tab
        seen += sent
    assert len(seen) > 1000
    assert not {word for word in words if word in str(app.query_params)}
    assert not {word for word in words for content in offered if word.encode() in content}


def test_the_sweep_would_find_a_name(open_app, sample_folder):
    words = identifying(sample_folder)
    app = open_app(sample_folder, "app_pages/at_risk_pupils.py")
    open_every_expander(app)

    assert any(word.encode() in everything_sent(app) for word in words)


def open_every_expander(app):
    """Open what opens on demand, and what is within it."""
    opened = set()
    while closed := {key_of(box) for box in app.expander if box.proto.id} - opened:
        for key in closed:
            app.session_state[key] = True
        opened |= closed
        app.run()


def key_of(expander):
    return expander.proto.id.split("-", 2)[2]
