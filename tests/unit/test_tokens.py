"""Tokens open one channel, and only if the right key signed them."""

import base64
import json
import time
from pathlib import Path

import jwt
import pytest
import structlog

from shared.key_file import LOOK_EVERY_SECONDS
from shared.tokens import InvalidToken, Signer, Verifier, new_key, public_part

NOW = 1_800_000_000.0
SHOPS_KEY = new_key("shop:")
ORDERS_KEY = new_key("order:")


def signer(key: dict[str, str] = SHOPS_KEY) -> Signer:
    return Signer(json.dumps(key))


def jwks(*keys: dict[str, str]) -> str:
    return json.dumps({"keys": [public_part(key) for key in keys]})


def verifier(*keys: dict[str, str]) -> Verifier:
    return Verifier(jwks(*keys))


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


def cold_and_warm() -> tuple[Verifier, Verifier]:
    """Return one that knows no token, and one that has seen a good one with the same head."""
    cold, warm = verifier(SHOPS_KEY), verifier(SHOPS_KEY)
    warm.verify(mint(), NOW)
    return cold, warm


@pytest.mark.parametrize("claim", ["channel", "sub", "iat", "exp"])
def test_a_token_without_a_claim_is_refused(claim: str) -> None:
    content = part(mint(), 1)
    del content[claim]
    key = jwt.PyJWK(SHOPS_KEY).key
    token = jwt.encode(content, key, "EdDSA", headers={"kid": SHOPS_KEY["kid"]})
    for checks in cold_and_warm():
        with pytest.raises(InvalidToken):
            checks.verify(token, NOW)


def test_altered_foreign_and_nonsense_tokens_are_refused() -> None:
    token = mint()
    header, content, signature = token.split(".")
    other = encoded({**part(token, 1), "channel": "shop:shop2"})
    altered = f"{header}.{other}.{signature}"
    foreign = mint(key={**new_key("shop:"), "kid": SHOPS_KEY["kid"]})
    cut = (f"{header}.{content}.", f"{header}..{signature}", f"{header}.{signature}", header)
    # Bits that say nothing, and padding: another spelling of what is right.
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other_bits = alphabet[alphabet.index(signature[-1]) + 1]
    respelt = (f"{token}==", f"{token[:-1]}{other_bits}")
    nonsense = (
        *respelt,
        "",
        "x",
        "a.b.c",
        "é" * 9,
        "x" * 5000,
        f"{header}.é.{signature}",
        f"{token}.x",
    )
    for checks in cold_and_warm():
        for bad in (altered, foreign, mint(key=new_key("shop:")), *cut, *nonsense):
            with pytest.raises(InvalidToken):
                checks.verify(bad, NOW)


def test_a_rotated_key_leaves_older_tokens_valid() -> None:
    old, new = SHOPS_KEY, new_key("shop:")
    checks = verifier(old, new)
    assert checks.verify(mint(key=old), NOW) == checks.verify(mint(key=new), NOW)


def replace(file: Path, text: str) -> None:
    """Give a file another content as those do who replace keys."""
    new = file.with_suffix(".new")
    new.write_text(text)
    new.replace(file)


def verifier_of(file: Path, *keys: dict[str, str]) -> Verifier:
    replace(file, jwks(*keys))
    return Verifier(file.read_text(), file)


def until_refused(checks: Verifier, token: str) -> None:
    """Return when the token is refused; it has to be within seconds."""
    deadline = time.monotonic() + 10 * LOOK_EVERY_SECONDS
    while time.monotonic() < deadline:
        try:
            checks.verify(token, NOW)
        except InvalidToken:
            return
        time.sleep(LOOK_EVERY_SECONDS / 10)
    pytest.fail("it is still believed")


def test_a_key_that_came_to_the_file_is_known_at_its_first_token(tmp_path: Path) -> None:
    new = new_key("shop:")
    checks = verifier_of(tmp_path / "keys", SHOPS_KEY)
    checks.verify(mint(), NOW)
    with pytest.raises(InvalidToken):
        checks.verify(mint(key=new), NOW)
    replace(tmp_path / "keys", jwks(SHOPS_KEY, new))
    assert checks.verify(mint(key=new), NOW) == checks.verify(mint(), NOW)


def test_a_key_that_went_from_the_file_is_soon_refused_also_for_tokens_that_were_checked(
    tmp_path: Path,
) -> None:
    checks = verifier_of(tmp_path / "keys", SHOPS_KEY, ORDERS_KEY)
    checks.verify(mint(), NOW)
    replace(tmp_path / "keys", jwks(ORDERS_KEY))
    until_refused(checks, mint())


def test_a_signer_takes_the_next_key_from_its_file(tmp_path: Path) -> None:
    file, new = tmp_path / "key", new_key("shop:")
    file.write_text(json.dumps(SHOPS_KEY))
    signs = Signer(file.read_text(), file)

    def key_id() -> object:
        token, _ = signs.mint("shop:shop1", "x", send=True, presence=True, lifetime_seconds=60)
        return part(token, 0)["kid"]

    assert key_id() == SHOPS_KEY["kid"]
    replace(file, json.dumps(new))
    deadline = time.monotonic() + 10 * LOOK_EVERY_SECONDS
    while key_id() != new["kid"]:
        assert time.monotonic() < deadline, "it still signs with the old key"
        time.sleep(LOOK_EVERY_SECONDS / 10)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"keys": []}', '{"keys": [{"kty": "OKP"}]}'])
def test_a_file_without_keys_changes_nothing_and_is_told_once(tmp_path: Path, text: str) -> None:
    keys, key = tmp_path / "keys", tmp_path / "key"
    checks = verifier_of(keys, SHOPS_KEY)
    key.write_text(json.dumps(SHOPS_KEY))
    signs = Signer(key.read_text(), key)
    replace(keys, text)
    replace(key, text)
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            with pytest.raises(InvalidToken):
                checks.verify(mint(key=new_key("shop:")), NOW)
            token, _ = signs.mint(
                "shop:shop1", "x", send=True, presence=True, lifetime_seconds=60, issued_at=NOW
            )
            assert checks.verify(token, NOW).subject == "x"
    assert [(line["event"], line["file"]) for line in logs] == [
        ("key_file_refused", str(keys)),
        ("key_file_refused", str(key)),
    ]


def test_a_file_that_went_changes_nothing_and_is_told_once(tmp_path: Path) -> None:
    checks = verifier_of(tmp_path / "keys", SHOPS_KEY)
    (tmp_path / "keys").unlink()
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            with pytest.raises(InvalidToken):
                checks.verify(mint(key=new_key("shop:")), NOW)
            checks.verify(mint(), NOW)
    assert [line["event"] for line in logs] == ["key_file_unreadable"]
