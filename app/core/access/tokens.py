"""Access tokens of an OIDC issuer (signed JWTs): who presents one."""

from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from app.core.access.claims import (
    ALGORITHMS,
    Claims,
    Expected,
    caller_of,
    fault_of_claims,
    fault_of_token,
    key_id_of,
)
from app.core.access.errors import InvalidCredential
from app.core.access.issuer import IssuerKeys, Key
from app.core.access.rules import Caller
from app.core.clock import now
from app.core.settings import Settings


class _Asymmetric(JWSRegistry):
    """Verifies with public keys only; a shared secret never signs a token for us."""

    def get_alg(self, name: str) -> Any:  # Any: the library keeps this type to itself
        """Find an algorithm that is taken; claims.py has refused all others before."""
        if name not in ALGORITHMS:
            raise JoseError(f"{name} is not taken")
        return self.algorithms[name]


class Tokens:
    """Verifies the access tokens of one issuer."""

    def __init__(self, expected: Expected, keys: IssuerKeys) -> None:
        self._expected = expected
        self._keys = keys
        self._registry = _Asymmetric(strict_check_header=False)

    def authenticate(self, token: str) -> Caller:
        """Tell who presents a token.

        Raises:
            InvalidCredential: it is not one that we take.
            Unavailable: the issuer's keys cannot be had.

        """
        fault = fault_of_token(token, self._expected, at=now().timestamp())
        if fault is None:
            key = self._keys.find(key_id_of(token))
            claims = self._verified(token, key) if key else None
            if claims is None:
                fault = "not signed by the issuer"
            elif not fault_of_claims(claims, self._expected, at=now().timestamp()):
                return caller_of(claims, self._expected)
        raise InvalidCredential(f"The token is not valid: {fault or 'expired'}.")

    def _verified(self, token: str, key: Key) -> Claims | None:
        """Return the claims if the signature is good; what comes back is what was signed."""
        try:
            return jwt.decode(token, key, registry=self._registry).claims
        except (JoseError, ValueError):
            return None


def open_tokens(settings: Settings) -> Tokens | None:
    """Accept the tokens of the issuer that the settings name, if they name one."""
    if not settings.oidc_issuer:
        return None
    expected = Expected(
        issuer=settings.oidc_issuer,
        audience=settings.oidc_audience,
        roles_claim=settings.oidc_roles_claim,
        entity_claim=settings.oidc_entity_claim,
    )
    keys = IssuerKeys(issuer=settings.oidc_issuer, jwks_url=settings.oidc_jwks_url)
    return Tokens(expected, keys)
