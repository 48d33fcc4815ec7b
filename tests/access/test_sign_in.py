"""Signing in at a provider on this machine, in a real browser: who gets in, as whom, and who does not."""

import pytest

from tests.access.conftest import GOVERNOR, HEAD, STRANGER
from tests.browser.driving import settle

pytestmark = pytest.mark.browser


def title(page):
    return page.locator("h1").first.inner_text()


def links(page):
    return page.get_by_test_id("stSidebarNavLink").all_inner_texts()


def test_the_leadership_signs_in_to_everything(sign_in):
    page = sign_in(HEAD)

    assert title(page) == "How is attendance?"
    assert len(links(page)) > 6
    assert HEAD in page.get_by_test_id("stSidebar").inner_text().replace("\u2060", "")


def test_a_governor_signs_in_to_the_governors_pages_alone(sign_in):
    page = sign_in(GOVERNOR)

    assert title(page) != "How is attendance?"
    assert not page.get_by_text("See what governors see").count()
    assert not any("Pupil" in link or "Data" in link for link in links(page))


@pytest.mark.parametrize("claims", [{"aud": "another dashboard"}, {"exp": 1_700_000_000}, {"nonce": "stale"}])
def test_a_token_for_another_or_from_the_past_signs_nobody_in(sign_in, claims, tried):
    page = sign_in(HEAD, **claims)

    page.get_by_text("Sign in with your school account").wait_for()
    assert not page.get_by_test_id("stSidebarNav").count()
    tried("a wrong token")


@pytest.mark.parametrize(
    ("email", "claims"),
    [(STRANGER, {}), (HEAD, {"email_verified": False}), ("x@sub.governors.test", {})],
)
def test_an_address_without_a_role_is_told_whom_to_ask_and_sees_nothing(sign_in, email, claims, tried):
    page = sign_in(email, **claims)

    page.get_by_text("Ask your head teacher").wait_for()
    assert not page.get_by_test_id("stSidebarNav").count()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").wait_for()
    tried("an address without a role")


def test_a_role_withdrawn_while_signed_in_is_gone_at_the_next_click(hosted, sign_in, tried):
    page = sign_in(HEAD)
    hosted.grant(slt=[], governor=["governors.test"])
    page.get_by_test_id("stSidebarNavLink").get_by_text("At-risk pupils").click()
    page.get_by_text("Ask your head teacher").wait_for()

    assert not page.get_by_test_id("stDataFrame").count()
    tried("a role withdrawn")


def test_signing_out_leaves_nothing_behind(sign_in):
    page = sign_in(HEAD)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").wait_for()

    assert not [cookie for cookie in page.context.cookies() if cookie["name"].startswith("_streamlit_user")]
    page.reload()
    settle(page)
    page.get_by_text("Sign in with your school account").wait_for()


def test_a_cookie_that_was_tampered_with_is_nobody_s(sign_in, tried):
    page = sign_in(GOVERNOR)
    cookie = next(one for one in page.context.cookies() if one["name"] == "_streamlit_user")
    changed = cookie["value"][:10] + ("A" if cookie["value"][10] != "A" else "B") + cookie["value"][11:]
    page.context.add_cookies([{**cookie, "value": changed}])
    page.reload()
    settle(page)

    page.get_by_text("Sign in with your school account").wait_for()
    tried("a tampered cookie")
