"""Tokens: JWTs signed with Ed25519 that name the one channel they open.

`shops` and `orders` sign with a private key each; everybody else holds public keys alone, so who
verifies cannot mint. Each public key carries `channels`, the prefix of the channels that it may
name: a key of `orders` can never open a kitchen.

Keys that stand in files may be replaced at any time, the public ones first.
"""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from jwt.algorithms import OKPAlgorithm
from jwt.types import Options

from shared.identifiers import uuid7
from shared.key_file import KeyFile

ALGORITHM = "EdDSA"
LENGTH_MAX = 2048
# As many as a gateway holds sockets, unless told otherwise: all may return at once.
CACHE_ENTRIES = 20_000
# What comes of a text that holds no keys.
NO_KEYS = (KeyError, TypeError, ValueError, jwt.PyJWTError)
# What comes of a text that is no token of these keys.
REFUSALS = (KeyError, TypeError, ValueError, jwt.InvalidTokenError, InvalidSignature)


class InvalidToken(Exception):
    """A token that is missing, altered, expired, or signed by a key that may not name its channel.

    Its text says which, and never holds the token.
    """


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says.

    `send` is the right to act on the channel and to send messages, `presence` leaves a lease while
    connected; times are epoch seconds.
    """

    channel: str
    subject: str
    send: bool
    presence: bool
    issued_at: float
    expires_at: float


@dataclass(frozen=True)
class _SigningKey:
    key: Ed25519PrivateKey
    key_id: str
    channels: str


class Signer:
    """Mints tokens with one private key, and with the next one once its file holds that."""

    def __init__(self, private_key: str, file: Path | None = None) -> None:
        """Take the key as a JWK with `kid` and `channels`, and the file that it stands in, if any.

        Raises TypeError or ValueError.
        """
        self._key = _signing_key(private_key)
        self._file = KeyFile(file)

    def mint(
        self,
        channel: str,
        subject: str,
        *,
        send: bool,
        presence: bool,
        lifetime_seconds: float,
        issued_at: float | None = None,
    ) -> tuple[str, datetime]:
        """Return a token and the time it expires; `issued_at` is now unless given."""
        self._renew()
        signing = self._key
        if not channel.startswith(signing.channels):
            raise ValueError(f"this key may only name channels that begin with {signing.channels}")
        issued = time.time() if issued_at is None else issued_at
        expires = int(issued + lifetime_seconds)
        claims = {
            "channel": channel,
            "sub": subject,
            "send": send,
            "presence": presence,
            "iat": issued,
            "exp": expires,
        }
        token = jwt.encode(claims, signing.key, ALGORITHM, headers={"kid": signing.key_id})
        return token, datetime.fromtimestamp(expires, UTC)

    def _renew(self) -> None:
        text = self._file.newer()
        if text is not None:
            try:
                self._key = _signing_key(text)
            except NO_KEYS as error:
                self._file.refused(error)


class Verifier:
    """Checks tokens against public keys, and remembers the ones it has checked."""

    def __init__(self, public_keys: str, file: Path | None = None) -> None:
        """Take the keys as a JWKS, and the file that it stands in, if any.

        Raises TypeError or ValueError when it holds none.
        """
        self._keys = _believed_keys(public_keys)
        self._file = KeyFile(file)
        self._checked: dict[str, Claims] = {}
        self._heads: dict[str, tuple[Ed25519PublicKey, str]] = {}

    def verify(self, token: str, now: float | None = None) -> Claims:
        """Return the claims of a token; raises InvalidToken."""
        self._renew()
        claims = self._checked.get(token) or self._check(token)
        if claims.expires_at <= (time.time() if now is None else now):
            self._checked.pop(token, None)
            raise InvalidToken("expired")
        return claims

    def _check(self, token: str) -> Claims:
        if len(token) > LENGTH_MAX:
            raise InvalidToken("too long")
        try:
            content, channels = self._opened(token)
            claims = _claims(content)
        except REFUSALS as error:
            raise InvalidToken(type(error).__name__) from None
        if not claims.channel.startswith(channels):
            raise InvalidToken("signed by a key that may not name its channel")
        if len(self._checked) >= CACHE_ENTRIES:
            self._checked.clear()
        self._checked[token] = claims
        return claims

    def _opened(self, token: str) -> tuple[Mapping[str, Any], str]:
        """Return what a token says, and which channels its key may name; raises REFUSALS.

        A head like that of a token which the library has opened means the same key and algorithm:
        then only the signature is checked, in 120 µs and not 190.
        """
        signed, _, signature = token.rpartition(".")
        head, _, payload = signed.partition(".")
        signature_bytes = _bytes(signature)
        if head in self._heads:
            key, channels = self._heads[head]
            key.verify(signature_bytes, signed.encode())
            return dict(json.loads(_bytes(payload))), channels
        key, channels = self._key(jwt.get_unverified_header(token)["kid"])
        # Expiry is checked at every use, also of a remembered token.
        options: Options = {
            "verify_exp": False,
            "verify_iat": False,
            "require": ["channel", "sub", "iat", "exp"],
        }
        content = jwt.decode(token, key, [ALGORITHM], options)
        self._heads[head] = key, channels
        return content, channels

    def _key(self, key_id: str) -> tuple[Ed25519PublicKey, str]:
        if key_id not in self._keys:
            # A signer may have been quicker to use a new key than this to hear of it.
            self._renew(at_once=True)
        return self._keys[key_id]

    def _renew(self, *, at_once: bool = False) -> None:
        text = self._file.newer(at_once=at_once)
        if text is not None:
            try:
                self._keys = _believed_keys(text)
            except NO_KEYS as error:
                self._file.refused(error)
            else:
                self._checked.clear()
                self._heads.clear()


def _signing_key(text: str) -> _SigningKey:
    jwk = json.loads(text)
    key = OKPAlgorithm.from_jwk(jwk)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("not a private Ed25519 key")
    return _SigningKey(key, jwk["kid"], jwk["channels"])


def _believed_keys(text: str) -> dict[str, tuple[Ed25519PublicKey, str]]:
    keys = json.loads(text)["keys"]
    if not keys:
        raise ValueError("no public key")
    return {key["kid"]: (_public_key(key), str(key["channels"])) for key in keys}


def _public_key(jwk: Mapping[str, str]) -> Ed25519PublicKey:
    key = OKPAlgorithm.from_jwk(dict(jwk))
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("not a public Ed25519 key")
    return key


def _bytes(text: str) -> bytes:
    """Return what base64url stands for; raises ValueError for any spelling but the shortest."""
    plain = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    if base64.urlsafe_b64encode(plain).rstrip(b"=") != text.encode():
        raise ValueError("not in its canonical form")
    return plain


def _claims(content: Mapping[str, Any]) -> Claims:
    return Claims(
        channel=str(content["channel"]),
        subject=str(content["sub"]),
        send=content.get("send") is True,
        presence=content.get("presence") is True,
        issued_at=float(content["iat"]),
        expires_at=float(content["exp"]),
    )


def new_key(channels: str) -> dict[str, str]:
    """Return a new private JWK for channels that begin with `channels`."""
    jwk = OKPAlgorithm.to_jwk(Ed25519PrivateKey.generate(), as_dict=True)
    return {
        **{name: str(value) for name, value in jwk.items() if name != "key_ops"},
        "kid": f"{channels.rstrip(':')}-{uuid7()}",
        "alg": ALGORITHM,
        "use": "sig",
        "channels": channels,
    }


def public_part(private_key: Mapping[str, str]) -> dict[str, str]:
    """Return the JWK that may be given to everybody."""
    return {name: value for name, value in private_key.items() if name != "d"}
