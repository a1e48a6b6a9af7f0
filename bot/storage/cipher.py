"""Tokens at rest: encrypted, so that a stolen database file without the key opens no workspace.

Fernet (AES-128-CBC with HMAC-SHA256) of the `cryptography` package. The first key encrypts, all of them
decrypt; so a new key is put in front, everything is written anew (`scs-bot db rekey`), and the old key goes.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.domain.errors import BotError
from bot.domain.installations import WrongEncryptionKey as WrongEncryptionKey


class NoEncryptionKeys(BotError):
    """Tokens are to be kept, but there is no key to keep them under."""

    key = "error.no-encryption-keys"


class BadEncryptionKey(BotError):
    """A key that is none: 32 bytes in URL-safe base64 are wanted."""

    key = "error.bad-encryption-key"


class Cipher:
    """Encrypts and decrypts short texts. Raises `BadEncryptionKey`; without keys, both raise
    `NoEncryptionKeys`."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._fernet: MultiFernet | None = None
        if keys:
            self._fernet = MultiFernet([_fernet(key, place) for place, key in enumerate(keys, 1)])

    def require(self) -> Cipher:
        """Itself; raises `NoEncryptionKeys`."""
        self._with_keys()
        return self

    def encrypt(self, text: str | None) -> str | None:
        """Under the first key; None stays None."""
        return None if text is None else self._with_keys().encrypt(text.encode()).decode()

    def decrypt(self, kept: str | None) -> str | None:
        """Under whichever key fits; raises `WrongEncryptionKey` if none does."""
        if kept is None:
            return None
        try:
            return self._with_keys().decrypt(kept).decode()
        except InvalidToken:
            raise WrongEncryptionKey from None

    def _with_keys(self) -> MultiFernet:
        if self._fernet is None:
            raise NoEncryptionKeys(example=new_key())
        return self._fernet


def new_key() -> str:
    """A fresh key, as the setting takes it."""
    return Fernet.generate_key().decode()


def _fernet(key: str, place: int) -> Fernet:
    try:
        return Fernet(key)
    except ValueError:
        raise BadEncryptionKey(place=place, example=new_key()) from None
