"""Those who attack by tokens, or have taken over the issuer's address, gain and stop nothing."""

import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import time_machine
from joserfc.jwk import RSAKey

from app.core.access import InvalidCredential, fetching, issuer
from app.core.access.claims import Expected
from app.core.access.fetching import fetch_json
from app.core.access.issuer import IssuerKeys, sound_keys
from app.core.access.keys import read_key
from app.core.access.tokens import Tokens
from app.core.errors import Unavailable
from tests.core.access.tokens import (
    AUDIENCE,
    CLAIMS,
    ISSUER,
    NOW,
    RSA,
    STRANGER,
    Issuer,
    signed,
    unsigned,
)

EXPECTED = Expected(issuer=ISSUER, audience=AUDIENCE)
SECRET = f"dalil_{'a' * 12}_{'B' * 43}"


@pytest.fixture(autouse=True)
def _present(request: pytest.FixtureRequest) -> Iterator[None]:
    if "drip" in request.fixturenames:
        yield
        return
    with time_machine.travel(NOW, tick=False):
        yield


def tokens_of(source: Issuer) -> Tokens:
    return Tokens(
        EXPECTED, IssuerKeys(issuer=ISSUER, jwks_url=f"{ISSUER}/keys", fetch=source.fetch)
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": [ISSUER]},
        {"iss": {"url": ISSUER}},
        {"iss": 7},
        {"iss": ISSUER + "/"},
        {"aud": 7},
        {"aud": {AUDIENCE: True}},
        {"aud": [[AUDIENCE]]},
        {"aud": [{"aud": AUDIENCE}, 7]},
        {"aud": []},
        {"sub": 7},
        {"sub": ["client-7"]},
        {"exp": [NOW + 300]},
        {"exp": 1e400},
        {"nbf": "0"},
    ],
)
def test_claims_of_another_type_are_no_way_in(changed: dict[str, Any]) -> None:
    source = Issuer()

    with pytest.raises(InvalidCredential):
        tokens_of(source).authenticate(signed({**CLAIMS, **changed}))

    assert source.asked == []


@pytest.mark.parametrize(
    "roles", [7, True, {"admin": True}, [["admin"]], [{"role": "admin"}], [None, 7], "ADMIN", ""]
)
def test_roles_of_another_type_give_no_role(roles: Any) -> None:
    assert tokens_of(Issuer()).authenticate(signed({**CLAIMS, "roles": roles})).roles == frozenset()


@pytest.mark.parametrize("scope", [["entries:read"], "entries:read"])
def test_a_scope_never_gives_more_than_the_roles(scope: Any) -> None:
    caller = tokens_of(Issuer()).authenticate(signed({**CLAIMS, "roles": [], "scope": scope}))

    assert (caller.roles, caller.scopes) == (frozenset(), {"entries:read"})


@pytest.mark.parametrize(
    "kid",
    [
        "../../../../etc/passwd",
        "/dev/null",
        "file:///etc/hostname",
        "https://evil.example/keys",
        "rsa' OR '1'='1",
        "rsa\x00",
        "\ud800",
        "x" * 5_000,
        "",
    ],
)
def test_a_key_id_is_only_looked_for_in_the_set(kid: str) -> None:
    source = Issuer()

    with pytest.raises(InvalidCredential, match="not signed by the issuer"):
        tokens_of(source).authenticate(signed(CLAIMS, STRANGER, kid=kid))

    assert source.asked == [f"{ISSUER}/keys"]


@pytest.mark.parametrize("kid", [7, ["rsa"], {"kid": "rsa"}, True])
def test_a_key_id_that_is_no_text_names_no_key(kid: Any) -> None:
    header = {"alg": "RS256", "typ": "JWT", "kid": kid}

    with pytest.raises(InvalidCredential):
        tokens_of(Issuer()).authenticate(unsigned(header, CLAIMS, "e30"))


def test_a_hundred_kilobytes_are_not_even_read() -> None:
    source = Issuer()

    with pytest.raises(InvalidCredential, match="too long"):
        tokens_of(source).authenticate(signed({**CLAIMS, "more": "x" * 100_000}))

    assert source.asked == []


def test_forged_key_ids_do_not_hammer_the_issuer_and_a_new_key_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [1_000.0]
    monkeypatch.setattr(issuer.time, "monotonic", lambda: clock[0])
    source = Issuer()
    tokens = tokens_of(source)
    for number in range(200):
        clock[0] += 1
        with pytest.raises(InvalidCredential):
            tokens.authenticate(signed(CLAIMS, STRANGER, kid=f"forged-{number}"))

    assert len(source.asked) == 4
    fresh = RSAKey.generate_key(2048, {"kid": "next", "use": "sig"})
    source.keys = [fresh]
    clock[0] += 61
    assert tokens.authenticate(signed(CLAIMS, fresh)).entity == "moi"
    with pytest.raises(InvalidCredential):
        tokens.authenticate(signed(CLAIMS, RSA))


@pytest.mark.parametrize(
    "document",
    [
        {"keys": [{"kty": ["RSA"]}]},
        {"keys": [{"kty": {}}, 7, None, [], "x"]},
        {"keys": [{**RSA.as_dict(private=False), "n": 7}]},
        {"keys": [{**RSA.as_dict(private=False), "n": "A" * 200_000}]},
        {"keys": [{**RSA.as_dict(private=False), "e": []}]},
    ],
)
def test_a_key_that_is_none_stays_behind_and_the_others_are_kept(document: Any) -> None:
    document["keys"].append(RSA.as_dict(private=False))

    assert [one.kid for one in sound_keys(document)][-1:] == ["rsa"]


@pytest.mark.parametrize(
    "fault",
    [
        RecursionError(),
        ValueError("no JSON"),
        OSError("down"),
        UnicodeDecodeError("u", b"", 0, 1, "x"),
    ],
)
def test_an_issuer_that_answers_nonsense_is_unavailable_and_known_keys_stay(
    fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Issuer()
    tokens, nobody = tokens_of(source), Issuer()

    def fail(_: str) -> Any:
        raise fault

    monkeypatch.setattr(nobody, "fetch", fail)
    with pytest.raises(Unavailable):
        tokens_of(nobody).authenticate(signed(CLAIMS))
    tokens.authenticate(signed(CLAIMS))
    monkeypatch.setattr(tokens._keys, "_fetch", fail)
    monkeypatch.setattr(issuer, "KEEP_SECONDS", -1)
    assert tokens.authenticate(signed(CLAIMS)).entity == "moi"


@pytest.fixture
def drip() -> Iterator[str]:
    class Drips(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/headers":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            else:
                self.send_response(200)
                self.end_headers()
            body = b"[" * 100_000 if self.path == "/deep" else b" "
            for _ in range(1 if self.path == "/deep" else 100):
                try:
                    self.wfile.write(body)
                except OSError:
                    return
                time.sleep(0.1)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Drips)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["slow", "headers"])
def test_keys_that_come_in_drips_are_not_waited_for(
    drip: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT_SECONDS", 0.5)
    began = time.monotonic()

    with pytest.raises(TimeoutError, match="too long"):
        fetch_json(f"{drip}/{path}")

    assert time.monotonic() - began < 5


def test_a_name_that_is_long_looked_up_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT_SECONDS", 0.3)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3))
    began = time.monotonic()

    with pytest.raises(TimeoutError, match="too long"):
        fetch_json("https://id.example/keys")

    assert time.monotonic() - began < 2.5


def test_keys_that_are_nested_without_end_are_none(drip: str) -> None:
    keys = IssuerKeys(issuer=ISSUER, jwks_url=f"{drip}/deep")

    with pytest.raises(Unavailable):
        keys.find("rsa")


@pytest.mark.parametrize(
    "text",
    [
        SECRET[:-1],
        SECRET + "B",
        SECRET + "\n",
        SECRET + "\x00",
        "\x00" + SECRET,
        SECRET.upper(),
        SECRET.replace("B", "\ud800", 1),
        SECRET.replace("B", "Ｂ", 1),
        SECRET.replace("a", "١", 1),
        "dalil_" + "a" * 100_000,
    ],
)
def test_what_is_nearly_a_key_is_none(text: str) -> None:
    assert read_key(SECRET) is not None
    assert read_key(text) is None
