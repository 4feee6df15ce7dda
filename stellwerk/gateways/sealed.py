"""Sealed words: stored so that only this installation can read them, and nobody can change them unnoticed."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


def seal(words: str, *, key: str, purpose: str) -> bytes:
    """Return the words encrypted and signed (AES-128-CBC with HMAC-SHA256).

    key      the secret key of the installation
    purpose  what they are for; what is sealed for one purpose opens for no other
    """
    return _cipher(key, purpose).encrypt(words.encode())


def unseal(sealed: bytes, *, key: str, purpose: str) -> str | None:
    """Return the words; None where they were changed, or sealed with another key."""
    try:
        return _cipher(key, purpose).decrypt(sealed).decode()
    except InvalidToken:
        return None


def _cipher(key: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{purpose} {key}".encode()).digest()))
