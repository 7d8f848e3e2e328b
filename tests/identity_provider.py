"""A small OpenID provider on this machine: discovery, consent page, code with PKCE, signed token.

It knows its people from the start, asks for no password, and hands out a code for whom is clicked.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "tenderlens", "a secret between the two"


@dataclass
class Provider:
    """Who can be chosen, and what was asked of the provider, by path."""

    people: Mapping[str, Mapping[str, object]]  # label on the page, claims
    address: str = ""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))

    @property
    def secrets_toml(self) -> str:
        """The `[auth]` section for an app whose address takes the place of APP."""
        return (
            '[auth]\nredirect_uri = "APP/oauth2callback"\ncookie_secret = "long and random"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{self.address}/.well-known/openid-configuration"\n'
        )

    def discovery(self) -> dict[str, object]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "end_session_endpoint": f"{self.address}/leave",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def consent(self, query: Mapping[str, str]) -> str:
        """A page with one link a person; each leads back with a code of its own."""
        links = []
        for label in self.people:
            code = secrets.token_urlsafe(16)
            self.codes[code] = {**query, "person": label}
            back = urlencode({"code": code, "state": query["state"]})
            links.append(f'<a href="{escape(query["redirect_uri"])}?{back}">{escape(label)}</a>')
        return "<meta charset=utf-8><h1>Who are you?</h1>" + " ".join(links)

    def token(self, form: Mapping[str, str], client: str) -> dict[str, object] | None:
        """Tokens for a code, once, for the client and the verifier that it was made for."""
        granted = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if granted is None or challenge != granted["code_challenge"] or client != f"Basic {known}":
            return None
        now = int(time.time())
        claims = {
            **self.people[granted["person"]],
            "iss": self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": granted["nonce"],
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)
        return {"access_token": "-", "token_type": "Bearer", "id_token": signed}


class Answers(BaseHTTPRequestHandler):
    """One request to the provider; a subclass says to which."""

    provider: Provider

    def do_GET(self) -> None:
        path, query = self._asked()
        if path == "/authorize":
            self._send(200, "text/html", self.provider.consent(query).encode())
        elif path == "/leave":
            self.send_response(302)
            self.send_header("Location", query["post_logout_redirect_uri"])
            self.end_headers()
        elif path == "/keys":
            self._json({"keys": [self.provider.key.as_dict(private=False)]})
        else:
            self._json(self.provider.discovery())

    def do_POST(self) -> None:
        self._asked()
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        granted = self.provider.token(form, self.headers.get("Authorization", ""))
        self._json(granted or {"error": "invalid_grant"}, 200 if granted else 400)

    def _asked(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        self.provider.asked.append(parts.path)
        return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}

    def _json(self, told: object, status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(told).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal of the tests."""


@contextlib.contextmanager
def running_provider(people: Mapping[str, Mapping[str, object]]) -> Iterator[Provider]:
    """The provider on a free port; it stops with the block."""
    provider = Provider(people)
    answers = type("Here", (Answers,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
