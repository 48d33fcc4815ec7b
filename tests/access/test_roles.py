"""Which role an e-mail address has, by hand from a secrets file."""

import pytest

from dashboard.components import roles
from dashboard.components.roles import address_in, is_hosted, role_of

SECRETS = """
[auth]
client_id = "dashboard"

[roles]
slt = ["Head@school.test", "chair@governors.test", "both@school.test", "@office.test"]
governor = ["governors.test", "both@school.test", "clerk@office.test"]
"""


@pytest.fixture
def secrets(monkeypatch, tmp_path):
    """The secrets file, which a test may write."""
    file = tmp_path / "secrets.toml"
    monkeypatch.setattr(roles, "_hosted_once", False)
    monkeypatch.setattr(roles.st, "get_option", lambda _name: [str(tmp_path / "none.toml"), str(file)])
    return file


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("head@school.test", "slt"),
        ("HEAD@SCHOOL.TEST", "slt"),
        ("anyone@governors.test", "governor"),
        ("chair@governors.test", "slt"),  # the address beats the domain
        ("clerk@office.test", "governor"),  # whichever way round
        ("anyone@office.test", "slt"),
        ("both@school.test", "governor"),  # the lesser of two granted alike
        ("teacher@school.test", None),
        ("anyone@sub.governors.test", None),
        ("anyone@evilgovernors.test", None),
        ("head@school.test@governors.test", None),
        ("governors.test", None),
        ("head@school.test ", None),
        ("", None),
        ("local", None),
    ],
)
def test_an_address_has_the_role_that_the_secrets_file_grants(secrets, address, role):
    secrets.write_text(SECRETS)

    assert role_of(address) == role


def test_without_a_secrets_file_or_a_login_in_it_everybody_at_the_machine_is_slt(secrets):
    assert not is_hosted()
    assert role_of("local") == "slt"
    secrets.write_text('[other]\nkey = "x"\n')
    assert not is_hosted()


def test_a_file_that_cannot_be_read_or_is_gone_is_never_taken_for_no_login(secrets):
    secrets.write_text("[auth\n")
    assert is_hosted()
    assert role_of("local") is None
    secrets.unlink()
    assert is_hosted()
    assert role_of("local") is None
    assert role_of("head@school.test") is None


def test_roles_written_wrongly_grant_nothing(secrets):
    for written in ("slt = 'head@school.test'", "slt = [1, true]", "", "slt = {}"):
        secrets.write_text(f"[auth]\n[roles]\n{written}\n")
        assert role_of("head@school.test") is None
    secrets.write_text('roles = "slt"\n[auth]\n')
    assert role_of("head@school.test") is None


@pytest.mark.parametrize(
    ("claims", "address"),
    [
        ({"is_logged_in": True, "email": "Head@School.test"}, "head@school.test"),
        ({"is_logged_in": True, "email": "head@school.test", "email_verified": True}, "head@school.test"),
        ({"is_logged_in": True, "email": "head@school.test", "email_verified": False}, ""),
        ({"is_logged_in": True, "email": "head@school.test", "email_verified": None}, ""),
        ({"is_logged_in": False, "email": "head@school.test"}, ""),
        ({"is_logged_in": "true", "email": "head@school.test"}, ""),
        ({"email": "head@school.test"}, ""),
        ({"is_logged_in": True, "email": ["head@school.test"]}, ""),
        ({"is_logged_in": True}, ""),
    ],
)
def test_only_an_address_that_the_sign_in_vouches_for_counts(claims, address):
    assert address_in(claims) == address
