"""What an access token must say before anybody looks at its signature; pure.

Sources: RFC 7519 (JWT), RFC 8725 (best practice), RFC 9068 (access tokens).
"""

import hashlib
import json
import math
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.access.rules import RIGHTS, ROLES, Caller

MAX_BYTES = 8 * 1024
LEEWAY_SECONDS = 30
ALGORITHMS = frozenset(
    f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)
) | {"EdDSA", "Ed25519"}
_TYPES = frozenset(("jwt", "at+jwt", "application/at+jwt"))
# Headers that say where to get a key, carry one, or change what is signed.
_REFUSED = frozenset(("jku", "jwk", "x5u", "x5c", "crit", "b64", "enc", "zip"))

Claims = Mapping[str, Any]  # Any: JSON


@dataclass(frozen=True)
class Expected:
    """Whose tokens are taken, and where they say what the caller may do."""

    issuer: str
    audience: str
    roles_claim: str = "roles"
    entity_claim: str = "entity"


def fault_of_token(token: str, expected: Expected, *, at: float) -> str | None:
    """Name what is wrong with a token, as far as it can be told without a key.

    ``at`` is the present time in seconds since 1970. Nothing in the token is
    believed here; it saves looking up keys for what is refused anyway.
    """
    if len(token) > MAX_BYTES:
        return "too long"
    parts = token.split(".")
    if len(parts) != 3:
        return "not a signed token"
    header, claims = _read(parts[0]), _read(parts[1])
    if header is None or claims is None:
        return "not a signed token"
    return _fault_of_header(header) or fault_of_claims(claims, expected, at=at)


def key_id_of(token: str) -> str | None:
    """Name the key that a token says it was signed with."""
    kid = (_read(token.partition(".")[0]) or {}).get("kid")
    return kid if isinstance(kid, str) else None


def fault_of_claims(claims: Claims, expected: Expected, *, at: float) -> str | None:
    """Name what is wrong with the claims: whose they are, for whom, and when."""
    if claims.get("iss") != expected.issuer:
        return "another issuer"
    audience = claims.get("aud")
    if expected.audience not in (audience if isinstance(audience, list) else [audience]):
        return "another audience"
    if not isinstance(claims.get("sub"), str) or not claims["sub"]:
        return "no subject"
    return _fault_of_times(claims, at)


def caller_of(claims: Claims, expected: Expected) -> Caller:
    """Tell who a token speaks for; roles and rights that Dalil does not know are passed over.

    The subject is kept as a hash: it may be a person's, and actors are public.
    """
    subject = f"{claims['iss']} {claims['sub']}"
    scopes = frozenset(RIGHTS) & frozenset(_words(claims.get("scope")))
    entity = _at(claims, expected.entity_claim)
    return Caller(
        id=f"token:{hashlib.sha256(subject.encode()).hexdigest()[:16]}",
        kind="token",
        roles=frozenset(ROLES) & frozenset(_words(_at(claims, expected.roles_claim))),
        entity=entity if isinstance(entity, str) and entity else None,
        scopes=scopes or None,
    )


def _fault_of_header(header: Claims) -> str | None:
    if header.get("alg") not in ALGORITHMS:
        return "an algorithm that is not taken"
    if _REFUSED & header.keys():
        return "a header that is not taken"
    kind = header.get("typ", "JWT")
    return None if isinstance(kind, str) and kind.lower() in _TYPES else "another type of token"


def _fault_of_times(claims: Claims, at: float) -> str | None:
    times = {name: claims.get(name) for name in ("exp", "nbf", "iat")}
    if times["exp"] is None or not all(map(_is_time, times.values())):
        return "no time of expiry" if times["exp"] is None else "a time that is none"
    if times["exp"] <= at - LEEWAY_SECONDS:
        return "expired"
    begins = max(times["nbf"] or 0, times["iat"] or 0)
    return "not yet valid" if begins > at + LEEWAY_SECONDS else None


def _is_time(value: object) -> bool:
    if value is None:
        return True
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value)  # type: ignore[arg-type]  # a number, as just seen


def _read(part: str) -> dict[str, Any] | None:  # Any: JSON
    try:
        value = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _at(claims: Claims, path: str) -> object:
    """Find a claim by its name, or by the dots that lead into objects to it."""
    value: object = claims.get(path)
    if value is None:
        value = claims
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _words(value: object) -> list[str]:
    found = value.split() if isinstance(value, str) else value
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
