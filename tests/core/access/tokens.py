"""An issuer of access tokens for tests: its keys, its tokens, and what it is asked."""

import base64
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry, serialize_compact

ISSUER = "https://id.example"
AUDIENCE = "https://dalil.example"
NOW = 1_800_000_000
RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
OKP = OKPKey.generate_key("Ed25519", {"kid": "okp", "use": "sig"})
STRANGER = RSAKey.generate_key(2048, {"kid": "rsa"})
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "client-7",
    "iat": NOW - 10,
    "exp": NOW + 300,
    "roles": ["entity_editor", "somebody-elses-role"],
    "entity": "moi",
}


class Everything(JWSRegistry):
    """Signs with whatever algorithm a test asks for."""

    def get_alg(self, name: str) -> Any:
        return self.algorithms[name]


def signed(claims: dict[str, Any], key: Any = RSA, alg: str = "RS256", **header: Any) -> str:
    """Sign claims; a claim or header that is None is left out."""
    protected = {"alg": alg, "kid": key.kid, "typ": "at+jwt", **header}
    kept = {name: value for name, value in protected.items() if value is not None}
    payload = json.dumps({name: value for name, value in claims.items() if value is not None})
    return serialize_compact(kept, payload, key, registry=Everything(strict_check_header=False))


def unsigned(header: dict[str, Any], claims: dict[str, Any], signature: str = "") -> str:
    """Write a token that nobody has signed."""
    parts = [base64.urlsafe_b64encode(json.dumps(one).encode()) for one in (header, claims)]
    return ".".join([*(part.decode().rstrip("=") for part in parts), signature])


def hmac_signed(claims: dict[str, Any], secret: bytes) -> str:
    """Sign with HMAC and whatever secret, as a forger does with a public key."""
    content = unsigned({"alg": "HS256", "kid": "rsa", "typ": "at+jwt"}, claims).rstrip(".")
    digest = hmac.digest(secret, content.encode(), "sha256")
    return f"{content}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


@dataclass
class Issuer:
    """Answers what is fetched, and remembers who asked for what."""

    keys: list[Any] = field(default_factory=lambda: [RSA, EC, OKP])
    is_down: bool = False
    asked: list[str] = field(default_factory=list)

    def fetch(self, address: str) -> Any:
        self.asked.append(address)
        if self.is_down:
            raise OSError("down on purpose")
        if address.endswith("/.well-known/openid-configuration"):
            return {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys"}
        return {"keys": [one.as_dict(private=False) for one in self.keys]}
