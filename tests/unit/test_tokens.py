"""Tokens open one channel, and only if the right key signed them."""

import base64
import json

import jwt
import pytest

from shared.tokens import InvalidToken, Signer, Verifier, new_key, public_part

NOW = 1_800_000_000.0
SHOPS_KEY = new_key("shop:")
ORDERS_KEY = new_key("order:")


def signer(key: dict[str, str] = SHOPS_KEY) -> Signer:
    return Signer(json.dumps(key))


def verifier(*keys: dict[str, str]) -> Verifier:
    return Verifier(json.dumps({"keys": [public_part(key) for key in keys]}))


def mint(channel: str = "shop:shop1", key: dict[str, str] = SHOPS_KEY) -> str:
    token, _ = signer(key).mint(
        channel, "screen", send=True, presence=False, lifetime_seconds=60, issued_at=NOW
    )
    return token


def part(token: str, index: int) -> dict[str, object]:
    text = token.split(".")[index]
    content = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    assert isinstance(content, dict)
    return content


def encoded(content: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def test_a_token_says_what_was_minted() -> None:
    claims = verifier(SHOPS_KEY).verify(mint(), NOW)
    assert (claims.channel, claims.subject) == ("shop:shop1", "screen")
    assert (claims.send, claims.presence) == (True, False)
    assert (claims.issued_at, claims.expires_at) == (NOW, NOW + 60)


def test_an_expired_token_is_refused_also_when_it_was_checked_before() -> None:
    checks = verifier(SHOPS_KEY)
    token = mint()
    checks.verify(token, NOW + 59)
    with pytest.raises(InvalidToken, match="expired"):
        checks.verify(token, NOW + 60)


def test_a_key_cannot_name_channels_of_another() -> None:
    stolen = dict(ORDERS_KEY, channels="shop:")
    token = mint(key=stolen)
    with pytest.raises(InvalidToken, match="may not name"):
        verifier(ORDERS_KEY).verify(token, NOW)
    with pytest.raises(ValueError, match="shop:"):
        signer().mint("order:1", "x", send=False, presence=False, lifetime_seconds=1)


def test_no_algorithm_but_ours() -> None:
    token = mint()
    header = part(token, 0)
    unsigned = ".".join([encoded({**header, "alg": "none"}), token.split(".")[1], ""])
    public = public_part(SHOPS_KEY)["x"]
    symmetric = jwt.encode(
        part(token, 1), public.ljust(32, "0"), "HS256", headers={"kid": SHOPS_KEY["kid"]}
    )
    for forged in (unsigned, symmetric):
        with pytest.raises(InvalidToken):
            verifier(SHOPS_KEY).verify(forged, NOW)


@pytest.mark.parametrize("claim", ["channel", "sub", "iat", "exp"])
def test_a_token_without_a_claim_is_refused(claim: str) -> None:
    content = part(mint(), 1)
    del content[claim]
    key = jwt.PyJWK(SHOPS_KEY).key
    token = jwt.encode(content, key, "EdDSA", headers={"kid": SHOPS_KEY["kid"]})
    with pytest.raises(InvalidToken):
        verifier(SHOPS_KEY).verify(token, NOW)


def test_altered_foreign_and_nonsense_tokens_are_refused() -> None:
    token = mint()
    header, content, signature = token.split(".")
    other = encoded({**part(token, 1), "channel": "shop:shop2"})
    altered = f"{header}.{other}.{signature}"
    for bad in (altered, mint(key=new_key("shop:")), "", "x", "a.b.c", "é" * 9, "x" * 5000):
        with pytest.raises(InvalidToken):
            verifier(SHOPS_KEY).verify(bad, NOW)
    assert content


def test_a_rotated_key_leaves_older_tokens_valid() -> None:
    old, new = SHOPS_KEY, new_key("shop:")
    checks = verifier(old, new)
    assert checks.verify(mint(key=old), NOW) == checks.verify(mint(key=new), NOW)
