"""Keys that sign: RSA, from a PEM file, as nanopublications are signed (SHA-256, PKCS #1 version 1.5).

That signature has no chance in it, so that the same release signed with the same key gives the same bytes.
"""

from __future__ import annotations

import base64
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from ..errors import UsageError

_LARGEST = 100_000  # bytes; a key of 16,384 bits has 13,000
_LEAST_BITS = 2048  # what signs for years to come
_MAKE = "`openssl genrsa -out key.pem 3072` makes one."


class Key:
    """A private key, which signs, and the public one, which tells who did."""

    def __init__(self, private: RSAPrivateKey, warning: str = "") -> None:
        form, coding = serialization.PublicFormat.SubjectPublicKeyInfo, serialization.Encoding.DER
        self._private = private
        #: The public key as nanopublications name it: DER in base64.
        self.public = base64.b64encode(private.public_key().public_bytes(coding, form)).decode()
        self.warning = warning

    def sign(self, text: str) -> str:
        """The signature of a text, in base64."""
        return base64.b64encode(self._private.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def read(path: Path) -> Key:
    """The key of a file. Raises UsageError where there is none that can sign."""
    private = _private(path, _bytes(path))
    if not isinstance(private, RSAPrivateKey):
        raise UsageError(f"{path} is no RSA key, and nanopublications are signed with RSA", hint=_MAKE)
    if private.key_size < _LEAST_BITS:
        message = f"{path} is a key of {private.key_size} bits, which can be broken"
        raise UsageError(message, hint=f"Take one of {_LEAST_BITS} or more. {_MAKE}")
    others = path.stat().st_mode & 0o077
    return Key(private, f"others on this machine can read {path}; chmod 600 keeps it to you" if others else "")


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(f"the key {path} cannot be read: {error.strerror}", hint=_MAKE) from None
    if len(data) > _LARGEST:
        raise UsageError(f"{path} is too large for a key", hint=_MAKE)
    return data


def _private(path: Path, data: bytes) -> object:
    """The private key of a PEM file, of whatever kind."""
    try:
        return serialization.load_pem_private_key(data, password=None)
    except TypeError:  # so it says that a passphrase is wanted
        hint = "`openssl rsa -in KEY -out PLAIN` writes one without, for the time of the export."
        raise UsageError(f"the key {path} has a passphrase", hint=hint) from None
    except (ValueError, UnsupportedAlgorithm):
        raise UsageError(f"{path} holds no private key in PEM", hint=_MAKE) from None
