"""A pretend OpenID Connect provider on this machine: it signs in whom it is told to, rightly or wrongly."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

LIFETIME = 3600


@dataclass
class Provider:
    """Who signs in next, and what the token says beside the truth (`claims` replace its own)."""

    address: str = ""
    email: str = "head@school.test"
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(
        default_factory=lambda: RSAKey.generate_key(
            2048, {"kid": "test", "use": "sig", "alg": "RS256"}, private=True
        )
    )
    asked: dict[str, dict[str, Any]] = field(default_factory=dict)

    def signs_in(self, email: str, **claims: Any) -> None:
        self.email, self.claims = email, claims

    def discovery(self) -> dict[str, Any]:
        ends = {
            "authorization": "authorize",
            "token": "token",
            "userinfo": "userinfo",
            "end_session": "logout",
        }
        return {
            "issuer": self.address,
            **{f"{name}_endpoint": f"{self.address}/{path}" for name, path in ends.items()},
            "jwks_uri": f"{self.address}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def sent_back(self, query: dict[str, str]) -> str:
        """The address to return to, with a code for the token of whoever signs in now."""
        code = secrets.token_urlsafe(16)
        now = int(time.time())
        self.asked[code] = {
            "iss": self.address,
            "aud": query["client_id"],
            "sub": self.email,
            "email": self.email,
            "email_verified": True,
            "iat": now,
            "exp": now + LIFETIME,
            "nonce": query.get("nonce"),
            **self.claims,
        }
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query.get('state', '')})}"

    def token(self, code: str) -> dict[str, Any] | None:
        claims = self.asked.pop(code, None)
        if claims is None:
            return None
        return {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "id_token": jwt.encode({"alg": "RS256", "kid": "test"}, claims, self.key),
        }


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answers_of(provider))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def _answers_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlparse(self.path)
            query = {name: values[0] for name, values in parse_qs(asked.query).items()}
            match asked.path:
                case "/.well-known/openid-configuration":
                    self.say(provider.discovery())
                case "/jwks":
                    self.say(KeySet([provider.key]).as_dict(private=False))
                case "/authorize":
                    self.say({}, 302, provider.sent_back(query))
                case "/logout":
                    self.say({}, 302, query.get("post_logout_redirect_uri", provider.address))
                case _:
                    self.say({"error": "not found"}, 404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            token = provider.token(parse_qs(body).get("code", [""])[0])
            self.say(token or {"error": "invalid_grant"}, 200 if token else 400)

        def say(self, answer: dict[str, Any], status: int = 200, location: str | None = None) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Answers
