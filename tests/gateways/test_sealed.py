"""Sealed words open with their key and for their purpose, and with nothing else."""

import pytest

from stellwerk.gateways.sealed import seal, unseal

WORDS = "Begründung: „ß“ \x00 " * 40


def test_what_is_sealed_opens_again_and_cannot_be_read_meanwhile() -> None:
    sealed = seal(WORDS, key="k", purpose="forms")

    assert unseal(sealed, key="k", purpose="forms") == WORDS
    assert b"Begr" not in sealed
    assert seal(WORDS, key="k", purpose="forms") != sealed


@pytest.mark.parametrize(("key", "purpose"), [("other", "forms"), ("k", "factors")])
def test_another_key_or_purpose_opens_nothing(key: str, purpose: str) -> None:
    assert unseal(seal(WORDS, key="k", purpose="forms"), key=key, purpose=purpose) is None


def test_what_was_changed_does_not_open() -> None:
    sealed = bytearray(seal(WORDS, key="k", purpose="forms"))
    sealed[40] ^= 1

    assert unseal(bytes(sealed), key="k", purpose="forms") is None
    assert unseal(b"", key="k", purpose="forms") is None
