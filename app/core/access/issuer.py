"""The keys of the issuer of access tokens: fetched seldom, and only from where we are told."""

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from app.core.access.fetching import fetch_json
from app.core.errors import Unavailable

Fetch = Callable[[str], Any]  # Any: JSON
Key = RSAKey | ECKey | OKPKey

KEEP_SECONDS = 3600
REFETCH_SECONDS = 60
MIN_RSA_BITS = 2048
_log = structlog.get_logger("dalil.access")


class IssuerKeys:
    """The issuer's public keys, as a set that is kept for an hour.

    A key id that is not in the set has it fetched again (the issuer may have
    changed its keys), but at most once a minute, so that forged ids make no
    traffic. When the issuer does not answer, the keys that are known stay good.
    """

    def __init__(self, *, issuer: str, jwks_url: str, fetch: Fetch | None = None) -> None:
        self._issuer = issuer
        self._jwks_url = jwks_url
        self._fetch = fetch or fetch_json
        self._lock = threading.Lock()
        self._keys: KeySet | None = None
        self._tried_at = -float("inf")

    def find(self, kid: str | None) -> Key | None:
        """Find the key of this id, or the only key for a token that names none.

        Raises:
            Unavailable: no keys are known, because the issuer does not answer.

        """
        found = self._pick(kid)
        # Who has found a key does not wait for the one who renews the set.
        if self._is_due(found) and self._lock.acquire(blocking=found is None):
            try:
                if self._is_due(self._pick(kid)):
                    self._renew()
            finally:
                self._lock.release()
        if self._keys is None:
            raise Unavailable("The issuer of access tokens does not answer.")
        return self._pick(kid)

    def _is_due(self, found: Key | None) -> bool:
        age = time.monotonic() - self._tried_at
        return age > (REFETCH_SECONDS if found is None else KEEP_SECONDS)

    def _pick(self, kid: str | None) -> Key | None:
        keys = list(self._keys or ())
        if kid is None:
            chosen = keys if len(keys) == 1 else []
        else:
            chosen = [key for key in keys if key.kid == kid]
        return chosen[0] if chosen and isinstance(chosen[0], Key) else None

    def _renew(self) -> None:
        self._tried_at = time.monotonic()
        try:
            self._keys = sound_keys(self._fetch(self._jwks_url or self._discovered()))
        except (OSError, ValueError, RecursionError, JoseError) as fault:
            _log.error("issuer_keys_unavailable", error=str(fault)[:300])

    def _discovered(self) -> str:
        """Ask the issuer where its keys lie (OpenID Connect Discovery 1.0, section 4)."""
        address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        found = self._fetch(address)
        if not isinstance(found, dict) or found.get("issuer") != self._issuer:
            raise ValueError("the issuer's configuration names another issuer")
        self._jwks_url = str(found["jwks_uri"]) if "jwks_uri" in found else ""
        return self._jwks_url


def sound_keys(document: Any) -> KeySet:  # Any: JSON
    """Take the public keys for signatures out of a key set (RFC 7517); weak ones stay behind."""
    offered = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(offered, list):
        raise ValueError("the issuer's answer is no key set")
    return KeySet([key for one in offered if (key := _key(one)) is not None])


def _key(offered: Any) -> Key | None:  # Any: JSON
    if not isinstance(offered, dict) or offered.get("use", "sig") != "sig":
        return None
    public = {name: value for name, value in offered.items() if name not in _PRIVATE}
    kinds: dict[object, type[Key]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
    try:
        kind = kinds.get(public.get("kty"))
        key = kind.import_key(public) if kind else None
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    if isinstance(key, RSAKey) and key.public_key.key_size < MIN_RSA_BITS:
        return None
    return key


_PRIVATE = frozenset(("d", "p", "q", "dp", "dq", "qi", "oth", "k"))
