"""Secrets can be read by the installation that made them, in their own row, and by nobody else."""

import base64

import pytest
from standardwebhooks import Webhook as Verifier

from app.webhooks.errors import SecretUnreadable
from app.webhooks.sealing import Seal, new_secret

SEAL = Seal(b"a pepper of the tests, which is long enough")


def test_a_secret_is_what_standard_webhooks_asks_for() -> None:
    secret = new_secret()

    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32
    assert Verifier(secret)
    assert new_secret() != secret


def test_what_is_sealed_can_be_opened_and_shows_nothing() -> None:
    secret = new_secret()

    kept = SEAL.close(secret, "wh_a")

    assert SEAL.open(kept, "wh_a") == secret
    assert secret not in kept
    assert SEAL.close(secret, "wh_a") != kept
    assert len(kept) <= 200


@pytest.mark.parametrize("seal", [SEAL, Seal(b"another pepper, which is long enough as well")])
def test_another_row_or_another_pepper_cannot_open_it(seal: Seal) -> None:
    kept = SEAL.close(new_secret(), "wh_a")

    with pytest.raises(SecretUnreadable):
        seal.open(kept, "wh_b")


def test_what_was_altered_cannot_be_opened() -> None:
    raw = bytearray(base64.b64decode(SEAL.close(new_secret(), "wh_a")))
    raw[-1] ^= 1

    with pytest.raises(SecretUnreadable):
        SEAL.open(base64.b64encode(raw).decode(), "wh_a")
