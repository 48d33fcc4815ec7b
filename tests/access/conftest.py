"""A hosted dashboard on the sample school, its sign-in, and a Chromium that signs in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.access.provider import Provider, running_provider
from tests.browser.driving import free_port, running_dashboard, settle

HEAD, GOVERNOR, STRANGER = "head@school.test", "gov@governors.test", "who@elsewhere.test"
GRANTED = {"slt": [HEAD], "governor": ["governors.test"]}


@dataclass
class Hosted:
    """The dashboard, who may sign in to it, and what the secrets file grants."""

    address: str
    provider: Provider
    secrets: Path

    def grant(self, **roles: list[str]) -> None:
        """Write the secrets file anew: what these roles hold now."""
        port = self.address.rpartition(":")[2]
        listed = "\n".join(f"{role} = {json.dumps(entries)}" for role, entries in roles.items())
        self.secrets.write_text(
            f"""[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a secret of thirty-two characters or more"
client_id = "dashboard"
client_secret = "not much of a secret"
server_metadata_url = "{self.provider.address}/.well-known/openid-configuration"

[roles]
{listed}
""",
            encoding="utf-8",
        )


@pytest.fixture(scope="session")
def hosted(chromium, tmp_path_factory) -> Iterator[Hosted]:
    folder, port = tmp_path_factory.mktemp("hosted"), free_port()
    with running_provider() as provider:
        served = Hosted(f"http://127.0.0.1:{port}", provider, folder / "secrets.toml")
        served.grant(**GRANTED)
        options = [
            "--secrets.files",
            str(served.secrets),
            "--logger.level",
            "error",
        ]  # a bad token is a warning
        with running_dashboard(folder, port=port, options=options):
            yield served


@pytest.fixture
def sign_in(chromium, hosted):
    """Opens a window of its own and signs in: `sign_in(HEAD)`; with claims, as a token that says those."""
    contexts, errors = [], []
    hosted.grant(**GRANTED)

    def sign_in_as(email: str, **claims):
        context = chromium.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
        contexts.append(context)
        context.on(
            "console", lambda said: errors.append(said.text) if "Failed to load" in said.text else None
        )
        page = context.new_page()
        hosted.provider.signs_in(email, **claims)
        page.goto(hosted.address)
        settle(page)
        with page.expect_navigation(url=f"{hosted.address}/"):  # there and back again
            page.get_by_role("button", name="Sign in").click()
        settle(page)
        return page

    yield sign_in_as
    for context in contexts:
        context.close()
    assert errors == []
