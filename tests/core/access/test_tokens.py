"""Access tokens: only what our issuer has signed for us, now, and nothing is fetched for others."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from joserfc.errors import SecurityWarning
from joserfc.jwk import OctKey, RSAKey

from app.core.access import Caller, InvalidCredential, issuer
from app.core.access.claims import Expected, caller_of, fault_of_token
from app.core.access.fetching import fetch_json
from app.core.access.issuer import IssuerKeys, sound_keys
from app.core.access.tokens import Tokens, open_tokens
from app.core.errors import Unavailable
from app.core.settings import Settings
from tests.core.access.tokens import (
    AUDIENCE,
    CLAIMS,
    EC,
    ISSUER,
    NOW,
    OKP,
    RSA,
    STRANGER,
    Issuer,
    hmac_signed,
    signed,
    unsigned,
)

EXPECTED = Expected(issuer=ISSUER, audience=AUDIENCE)


@pytest.fixture(autouse=True)
def _present() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def source() -> Issuer:
    return Issuer()


@pytest.fixture
def tokens(source: Issuer) -> Tokens:
    keys = IssuerKeys(issuer=ISSUER, jwks_url=f"{ISSUER}/keys", fetch=source.fetch)
    return Tokens(EXPECTED, keys)


@pytest.mark.parametrize(
    ("key", "alg"),
    [(RSA, "RS256"), (RSA, "PS384"), (EC, "ES256"), (OKP, "EdDSA"), (OKP, "Ed25519")],
)
def test_a_token_of_the_issuer_tells_who_presents_it(tokens: Tokens, key: Any, alg: str) -> None:
    assert tokens.authenticate(signed(CLAIMS, key, alg)) == Caller(
        id="token:bfaa3ae5af355664",
        kind="token",
        roles=frozenset(["entity_editor"]),
        entity="moi",
    )


BAD = {
    "no algorithm": unsigned({"alg": "none"}, CLAIMS),
    "no algorithm in capitals": unsigned({"alg": "NONE", "kid": "rsa"}, CLAIMS, "e30"),
    "a shared secret": signed(CLAIMS, OctKey.import_key(b"x" * 40, {"kid": "rsa"}), "HS256"),
    "the public key as a secret": hmac_signed(CLAIMS, RSA.as_pem(private=False)),
    "another issuer": signed({**CLAIMS, "iss": "https://evil.example"}),
    "another audience": signed({**CLAIMS, "aud": ["https://other.example"]}),
    "no audience": signed({**CLAIMS, "aud": None}),
    "an audience that is part of ours": signed({**CLAIMS, "aud": "https://dalil"}),
    "no subject": signed({**CLAIMS, "sub": None}),
    "an empty subject": signed({**CLAIMS, "sub": ""}),
    "expired": signed({**CLAIMS, "exp": NOW - 31}),
    "no expiry": signed({**CLAIMS, "exp": None}),
    "an expiry in words": signed({**CLAIMS, "exp": "tomorrow"}),
    "an expiry that is true": signed({**CLAIMS, "exp": True}),
    "not yet valid": signed({**CLAIMS, "nbf": NOW + 31}),
    "issued tomorrow": signed({**CLAIMS, "iat": NOW + 86400}),
    "keys from elsewhere": signed(CLAIMS, jku="https://evil.example/keys"),
    "a certificate from elsewhere": signed(CLAIMS, x5u="https://evil.example/cert"),
    "a key of its own": signed(CLAIMS, STRANGER, jwk=STRANGER.as_dict(private=False)),
    "critical headers": signed(CLAIMS, b64=True, crit=["b64"]),
    "another type": signed(CLAIMS, typ="dpop+jwt"),
    "a type that is a number": unsigned({"alg": "RS256", "typ": 7}, CLAIMS, "e30"),
    "ten megabytes": signed({**CLAIMS, "more": "x" * 90_000}) + "A" * 10_000_000,
    "two parts": "e30.e30",
    "five parts": "e30.e30.e30.e30.e30",
    "not base64": "ä.e30.e30",
    "not an object": "W10.W10.e30",
    "deeply nested": unsigned({"alg": "RS256"}, CLAIMS).replace(".", "." + "W" * 3000, 1),
    "nothing": "",
}


@pytest.mark.parametrize("token", BAD.values(), ids=BAD.keys())
def test_a_bad_token_is_refused_and_nothing_is_fetched(
    tokens: Tokens, source: Issuer, token: str
) -> None:
    with pytest.raises(InvalidCredential) as refused:
        tokens.authenticate(token)

    assert source.asked == []
    assert 'error="invalid_token"' in refused.value.headers["WWW-Authenticate"]


def test_a_token_that_another_has_signed_is_refused(tokens: Tokens) -> None:
    with pytest.raises(InvalidCredential, match="not signed by the issuer"):
        tokens.authenticate(signed(CLAIMS, STRANGER))


def test_a_changed_token_is_refused(tokens: Tokens) -> None:
    header, _, signature = signed(CLAIMS).split(".")
    forged = unsigned({}, {**CLAIMS, "roles": ["admin"]}).split(".")[1]

    with pytest.raises(InvalidCredential):
        tokens.authenticate(f"{header}.{forged}.{signature}")


@pytest.mark.parametrize(("key", "alg"), [(RSA, "ES256"), (EC, "RS256")])
def test_the_algorithm_must_suit_the_key(tokens: Tokens, key: Any, alg: str) -> None:
    token = unsigned({"alg": alg, "kid": key.kid, "typ": "JWT"}, CLAIMS, "e30")

    with pytest.raises(InvalidCredential, match="not signed by the issuer"):
        tokens.authenticate(token)


def test_clocks_may_differ_by_half_a_minute(tokens: Tokens) -> None:
    late = {**CLAIMS, "exp": NOW - 29, "nbf": NOW + 29, "iat": NOW + 29}

    assert tokens.authenticate(signed(late)).kind == "token"


def test_the_keys_are_fetched_once_for_many_tokens(tokens: Tokens, source: Issuer) -> None:
    for _ in range(5):
        tokens.authenticate(signed(CLAIMS))

    assert source.asked == [f"{ISSUER}/keys"]


def test_an_unknown_key_id_is_asked_for_at_most_once_a_minute(
    tokens: Tokens, source: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens.authenticate(signed(CLAIMS))
    for number in range(20):
        with pytest.raises(InvalidCredential):
            tokens.authenticate(signed(CLAIMS, STRANGER, kid=f"forged-{number}"))
    assert len(source.asked) == 1

    rotated = RSAKey.generate_key(2048, {"kid": "next"})
    source.keys = [rotated]
    monkeypatch.setattr(issuer, "REFETCH_SECONDS", -1)

    assert tokens.authenticate(signed(CLAIMS, rotated)).entity == "moi"
    assert len(source.asked) == 2


def test_known_keys_stay_good_while_the_issuer_is_down(
    tokens: Tokens, source: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens.authenticate(signed(CLAIMS))
    source.is_down = True
    monkeypatch.setattr(issuer, "KEEP_SECONDS", -1)

    assert tokens.authenticate(signed(CLAIMS)).entity == "moi"
    assert len(source.asked) == 2


def test_an_issuer_that_never_answered_is_unavailable(tokens: Tokens, source: Issuer) -> None:
    source.is_down = True

    with pytest.raises(Unavailable):
        tokens.authenticate(signed(CLAIMS))


def test_the_issuer_is_asked_where_its_keys_lie(source: Issuer) -> None:
    keys = IssuerKeys(issuer=ISSUER, jwks_url="", fetch=source.fetch)

    assert keys.find("ec") is not None
    assert source.asked == [f"{ISSUER}/.well-known/openid-configuration", f"{ISSUER}/keys"]


def test_an_issuer_of_another_name_is_not_believed() -> None:
    keys = IssuerKeys(issuer="https://other.example", jwks_url="", fetch=Issuer().fetch)

    with pytest.raises(Unavailable):
        keys.find("ec")


def test_a_token_without_a_key_id_needs_an_only_key(tokens: Tokens, source: Issuer) -> None:
    with pytest.raises(InvalidCredential):
        tokens.authenticate(signed(CLAIMS, kid=None))

    source.keys = [RSA]
    alone = Tokens(EXPECTED, IssuerKeys(issuer=ISSUER, jwks_url="x", fetch=source.fetch))
    assert alone.authenticate(signed(CLAIMS, kid=None)).entity == "moi"


def test_weak_secret_and_foreign_keys_stay_behind() -> None:
    with pytest.warns(SecurityWarning):
        weak = RSAKey.generate_key(1024, {"kid": "weak"}).as_dict(private=False)
    offered = [
        weak,
        {"kty": "oct", "k": "c2VjcmV0", "kid": "shared"},
        {"kty": "PQC", "kid": "tomorrow"},
        {**RSA.as_dict(private=False), "use": "enc", "kid": "for-encryption"},
        {"kty": "RSA", "n": "!", "e": "!", "kid": "broken"},
        "no key",
        RSA.as_dict(private=True),
    ]

    with pytest.warns(SecurityWarning):
        [kept] = sound_keys({"keys": offered})

    assert kept.kid == "rsa"
    assert not kept.is_private


@pytest.mark.parametrize("document", [None, [], {}, {"keys": 1}])
def test_what_is_no_key_set_is_refused(document: Any) -> None:
    with pytest.raises(ValueError, match="no key set"):
        sound_keys(document)


def test_roles_and_entity_may_lie_deep() -> None:
    expected = Expected(ISSUER, AUDIENCE, "realm_access.roles", "https://dalil.example/entity")
    claims = {
        **CLAIMS,
        "realm_access": {"roles": ["board", 7]},
        "https://dalil.example/entity": "moj",
    }

    caller = caller_of(claims, expected)

    assert (caller.roles, caller.entity) == (frozenset(["board"]), "moj")


def test_a_scope_cuts_down_when_it_names_our_rights() -> None:
    ours = caller_of({**CLAIMS, "scope": "openid entries:read"}, EXPECTED)
    others = caller_of({**CLAIMS, "scope": "openid profile", "entity": 7, "roles": None}, EXPECTED)

    assert ours.scopes == {"entries:read"}
    assert (others.scopes, others.entity, others.roles) == (None, None, frozenset())


def test_roles_may_be_words_of_one_text() -> None:
    caller = caller_of({**CLAIMS, "roles": "reader board"}, EXPECTED)

    assert caller.roles == {"reader", "board"}


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda one: one.decode("latin-1")))
def test_no_text_is_taken_for_a_token(text: str) -> None:
    assert fault_of_token(text, EXPECTED, at=NOW)


def test_tokens_are_taken_when_an_issuer_is_configured() -> None:
    assert open_tokens(Settings()) is None
    assert open_tokens(Settings(oidc_issuer=ISSUER, oidc_audience=AUDIENCE)) is not None


@pytest.fixture
def web() -> Iterator[str]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/keys")
                self.end_headers()
                return
            body = json.dumps({"keys": []}).encode() if self.path == "/keys" else b" " * 300_000
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_only_small_answers_from_safe_addresses_are_read(web: str) -> None:
    assert fetch_json(f"{web}/keys") == {"keys": []}
    with pytest.raises(ValueError, match="too long"):
        fetch_json(f"{web}/long")
    with pytest.raises(OSError, match="302"):
        fetch_json(f"{web}/moved")
    for address in ("http://id.example/keys", "file:///etc/hostname", "ftp://127.0.0.1/"):
        with pytest.raises(ValueError, match="https"):
            fetch_json(address)


def test_a_proxy_of_the_environment_is_asked(web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", web.removeprefix("http://"))
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(ValueError, match="too long"):  # what the proxy says to all it is asked
        fetch_json("http://localhost:9/keys")

    monkeypatch.setenv("no_proxy", "localhost")
    with pytest.raises(OSError, match="connect"):
        fetch_json("http://localhost:9/keys")


def test_a_proxy_that_cannot_be_asked_is_an_issuer_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for proxy in ("socks5://127.0.0.1:9", "gopher://127.0.0.1:9", "http://["):
        monkeypatch.setenv("https_proxy", proxy)
        with pytest.raises((OSError, ValueError)):
            fetch_json("https://id.example/keys")
