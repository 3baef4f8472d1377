"""Signed nanopublications: whoever has the public key can verify them, and a key that cannot sign is told at once."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from cnskg.cli import tables
from cnskg.exporting import signing
from cnskg.exporting.nanopublications import NPX, code, normal, signed
from tests.support import exported as written
from tests.support.cli import Cli
from tests.support.content import Small
from tests.support.exported import known

#: A signature of the known nanopublication by the library `nanopub` 2.0.1, with the public key of a pair that is gone;
#: its code, which the library `nanopub-sign` 0.2.0 found valid, with the signature.
PUBLIC = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtHm5iyjyEOPJ+tiz6s0mKbBUMQZeYhvCEgTZ2W9QX7BTt/aavxCwMLtE"
    "EREO5vUFCMyMJSzfOUBC+nbQlxMKgNBc9WJnZ2+he5hddBmgfCRh1rdJeCF/cxTdIoor6L+gRAspSLzlVneyZK93b87g988ShX4P"
    "Y/J7ZKUQj/WeWb3qZZp5Qi94n7MJwJ1thUMXcR/t/p9f2MSRxPL93q8qaq2SpWBNzHNo3B9Heh45GpQM+1wFhKgySaqe1YHATIeC"
    "wBhwlFrhGeMWZ+FYKRd7T9APAuzaBjmuhBYUZ5KBhKmQVdIcM2jLnkIMES2ZSCS9iGqKLaJlHHLeFLoR0o5x3QIDAQAB"
)
SIGNATURE = (
    "PjLs3nNENqgyQHuVsKyYpwzrwnirbhSdfUwHninj/1TDBjs4ISHA571+7CKZkV9oiZT4MPGTaZlHOHtsVcU+g1hQEj3lxNOUcaM5"
    "jQynmnhfD6l6UzxnWIloXVGHQk2szKyE3oDfTIMTTkD5YsZX8+oaDWG7f/iHtvGyAYiMGYyjaw5wOSXgt3aX4DPKcFPYj5PYZeb4"
    "uCeorjBlwnqtKjYDTYEt/6F6nieoWdybrieh0ftishRn82Cn3KVlxQYfqJ0+rpNXpb72Wa38J99ByFmMwGO/WrI8rys2Lam/Kj8N"
    "Rj9pIGeqMR574gZfCCgOVC4peH9eGLS6g2OkHXRHBg=="
)
SIGNED = "RAXGNsYz3eQrXwXOp2460u-pRcYqX6zYTm65a6N5r0FKE"
#: What PKCS #1 version 1.5 puts before a digest of SHA-256.
SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


def verified(text: str, signature: str, public: str) -> bool:
    """Whether a key signed a text: worked out by the numbers of the key."""
    key = forms.load_der_public_key(base64.b64decode(public))
    assert isinstance(key, rsa.RSAPublicKey)
    numbers, size = key.public_numbers(), key.key_size // 8
    block = pow(int.from_bytes(base64.b64decode(signature), "big"), numbers.e, numbers.n).to_bytes(size, "big")
    told = b"\x00" + SHA256 + hashlib.sha256(text.encode()).digest()
    return block == b"\x00\x01" + b"\xff" * (size - 2 - len(told)) + told


class Elsewhere:
    """A key that another program used."""

    public = PUBLIC

    def sign(self, text: str) -> str:
        """The signature that it made, if it is of this text."""
        assert verified(text, SIGNATURE, PUBLIC)
        return SIGNATURE


@pytest.fixture(scope="module")
def pair() -> rsa.RSAPrivateKey:
    """A key that can sign."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(folder: Path, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, secret: bytes = b"") -> Path:
    """A key in a file that nobody else can read, with a passphrase where wanted."""
    path = folder / "key.pem"
    how = forms.BestAvailableEncryption(secret) if secret else forms.NoEncryption()
    path.write_bytes(key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, how))
    path.chmod(0o600)
    return path


def test_others_sign_the_same_text() -> None:
    """What two other implementations signed and found valid comes out here: the same text, and the same code."""
    assert code(signed(known(), Elsewhere())) == SIGNED
    assert not verified("another text", SIGNATURE, PUBLIC)


def test_each_is_signed(small: Small, run: Cli, pair: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    """The signature in each is the key's, of all but itself; the code is of all; and the bytes are the same again."""
    words = ("export", "nanopublications", "--sign", str(pem(tmp_path, pair)), "--to")
    for name in ("one", "two"):
        done = run(*words, str(tmp_path / name))
        assert (done.code, "can read" in done.err) == (0, False)
    file = "nanopublications.trig"
    assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    made = written.nanopublications(tmp_path / "one")
    for name, quads in made.items():
        assert name == written.trusty(written.normal(quads, name))
        told = {q.predicate.value.removeprefix(NPX): q for q in quads if q.predicate.value.startswith(NPX)}
        assert told["hasAlgorithm"].object == ox.Literal("RSA")
        assert told["hasSignatureTarget"].object.value.endswith(f"/{name}")
        said = [q for q in quads if q != told["hasSignature"]]
        signature, public = (told[x].object.value for x in ("hasSignature", "hasPublicKey"))
        assert verified(written.normal(said, name), signature, public)
    assert len(made) >= 10


def test_what_signs_is_what_is_digested(pair: rsa.RSAPrivateKey) -> None:
    """The text for the signature has all that is said of it, and not itself."""
    quads = signed(known(), signing.Key(pair))
    assert f"{NPX}hasPublicKey" in normal(quads[:-1])
    assert [q.predicate for q in quads if q.predicate == f"{NPX}hasSignature"] == [quads[-1].predicate]


def _refused(run: Cli, key: Path, folder: Path) -> str:
    """What an export with a key that cannot sign says; it writes nothing."""
    outcome = run("export", "nanopublications", "--sign", str(key), "--to", str(folder / "out"))
    assert (outcome.code, outcome.out, (folder / "out").exists()) == (2, "", False)
    return outcome.err


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "no private key in PEM"), ("-----BEGIN PRIVATE KEY-----\nAAAA\n", "no private key in PEM"),
     ("x" * 200_000, "too large"), (None, "cannot be read: No such file")],
)  # fmt: skip
def test_what_is_no_key_is_refused(text: str | None, told: str, small: Small, run: Cli, tmp_path: Path) -> None:
    """No file, or one that holds something else: one message, and nothing is read or written."""
    path = tmp_path / "key.pem"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert told in _refused(run, path, tmp_path)


def test_keys_that_must_not_sign_are_refused(small: Small, run: Cli, pair: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    """Another algorithm, too few bits, a passphrase, a public key: each is told, with what to do."""
    assert "is no RSA key" in _refused(run, pem(tmp_path, ec.generate_private_key(ec.SECP256R1())), tmp_path)
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    assert "of 1024 bits" in _refused(run, pem(tmp_path, short), tmp_path)
    assert "has a passphrase" in _refused(run, pem(tmp_path, pair, b"secret"), tmp_path)
    public = pair.public_key().public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key.pem").write_bytes(public)
    assert "no private key" in _refused(run, tmp_path / "key.pem", tmp_path)


def test_a_key_that_others_can_read_is_told(pair: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    """It signs all the same, with a warning."""
    path = pem(tmp_path, pair)
    assert signing.read(path).warning == ""
    path.chmod(0o644)
    assert "chmod 600" in signing.read(path).warning


def test_signing_is_for_nanopublications(
    small: Small, run: Cli, pair: rsa.RSAPrivateKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key for other forms is a mistake; without the extra it is said what to install."""
    key = str(pem(tmp_path, pair))
    refused = run("export", "csv", "--sign", key, "--to", str(tmp_path / "out"))
    assert (refused.code, "for nanopublications alone" in refused.err) == (2, True)
    monkeypatch.setattr(tables, "find_spec", lambda _: None)
    assert "pip install 'cnskg[sign]'" in _refused(run, Path(key), tmp_path)
