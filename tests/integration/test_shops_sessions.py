"""Kitchens' sessions at the real process: passcodes, renewal, their end, and foreign tokens."""

import base64
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.shops import passcodes
from services.shops.sessions import set_passcode
from shared.tokens import Signer, Verifier, new_key, public_part
from tests.integration.shops_process import (
    PASSCODE,
    SHOPS_KEY,
    Shops,
    at_once,
    customer,
    fresh_shops,
    kitchen,
)
from tests.servers import BrokerServer, PostgresServer

FAILURES = 3
VERIFIER = Verifier(json.dumps({"keys": [public_part(SHOPS_KEY)]}))
NEW_DISH = {"name": "tea", "price": 1}
ACTING_CALLS: list[tuple[str, str, Any]] = [
    ("PATCH", "", {"open": False}),
    ("POST", "/menu", NEW_DISH),
    ("PATCH", "/menu/egg", {"price": 1}),
    ("DELETE", "/menu/egg", None),
    ("PUT", "/presence", {"screen": "wall"}),
]
RENEWAL: tuple[str, str, Any] = ("POST", "/sessions", None)
CALLS = [*ACTING_CALLS, RENEWAL]


@pytest.fixture(scope="module")
def shops(
    postgres: PostgresServer, broker: BrokerServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shops]:
    output = tmp_path_factory.mktemp("shops") / "output.log"
    settings = {"PASSCODE_FAILURES": str(FAILURES), "SESSION_HOURS": "2"}
    with fresh_shops(postgres, broker, output, **settings) as process:
        yield process


def assert_problem(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.json()["code"] == code


def change_passcode(shops: Shops, shop_id: str, passcode: str) -> None:
    with shops.engine.begin() as connection:
        set_passcode(connection, shop_id, passcodes.hashed(passcode))


def test_the_right_passcode_opens_a_session(shops: Shops) -> None:
    shop_id = shops.a_shop()
    answer = shops.log_in(shop_id)
    assert answer.status_code == 201
    claims = VERIFIER.verify(answer.json()["token"])
    assert claims.channel == f"shop:{shop_id}"
    assert claims.send
    assert claims.presence
    assert claims.expires_at - claims.issued_at == pytest.approx(2 * 3600, abs=1)
    expires_at = datetime.fromisoformat(answer.json()["expires_at"])
    assert expires_at.timestamp() == claims.expires_at
    token = answer.json()["token"]
    assert shops.call("PATCH", f"/{shop_id}", {"open": False}, token).status_code == 200


def test_two_screens_have_subjects_of_their_own(shops: Shops) -> None:
    shop_id = shops.a_shop()
    tokens = [shops.log_in(shop_id).json()["token"] for _ in range(2)]
    assert len({VERIFIER.verify(token).subject for token in tokens}) == 2


@pytest.mark.parametrize("passcode", ["wrong", PASSCODE + " ", PASSCODE.upper(), "\0", "密码"])
def test_a_wrong_passcode_opens_nothing(shops: Shops, passcode: str) -> None:
    answer = shops.log_in(shops.a_shop(), passcode)
    assert_problem(answer, 401, "bad_passcode")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "token" not in answer.json()


@pytest.mark.parametrize(
    "body", [{}, {"passcode": ""}, {"passcode": None}, {"passcode": 7}, {"passcode": "x" * 201}]
)
def test_what_is_no_passcode_is_refused_and_not_counted(shops: Shops, body: Any) -> None:
    shop_id = shops.a_shop()
    for _ in range(FAILURES + 1):
        answer = shops.call("POST", f"/{shop_id}/sessions", body)
        assert_problem(answer, 422, "invalid_request")
    # A token does not turn a broken body into a renewal.
    answer = shops.call("POST", f"/{shop_id}/sessions", body, kitchen(shop_id))
    assert_problem(answer, 422, "invalid_request")
    assert_problem(shops.call("POST", f"/{shop_id}/sessions"), 422, "invalid_request")


def test_repeated_failures_are_limited_per_shop_and_address(shops: Shops) -> None:
    shop_id, other = shops.a_shop(), shops.a_shop()
    guess = partial(shops.log_in, shop_id, address="192.0.2.1")
    for _ in range(FAILURES):
        assert_problem(guess("wrong"), 401, "bad_passcode")
    limited = guess(PASSCODE)
    assert_problem(limited, 429, "rate_limited")
    assert 1 <= int(limited.headers["Retry-After"]) <= 300
    assert shops.log_in(other, address="192.0.2.1").status_code == 201
    assert shops.log_in(shop_id, address="192.0.2.2").status_code == 201


def test_guesses_made_at_once_are_counted_all_the_same(shops: Shops) -> None:
    shop_id = shops.a_shop()
    guess = partial(shops.log_in, shop_id, "wrong", address="192.0.2.3")
    codes = [answer.json()["code"] for answer in at_once(*[guess] * (FAILURES * 3))]
    assert codes.count("bad_passcode") == FAILURES
    assert codes.count("rate_limited") == FAILURES * 2


def test_one_network_is_one_guesser(shops: Shops) -> None:
    shop_id = shops.a_shop()
    for number in range(FAILURES):
        shops.log_in(shop_id, "wrong", address=f"2001:db8::{number}")
    assert_problem(shops.log_in(shop_id, address="2001:db8::ffff"), 429, "rate_limited")


def test_after_the_window_the_address_may_try_again(shops: Shops) -> None:
    shop_id = shops.a_shop()
    for _ in range(FAILURES):
        shops.log_in(shop_id, "wrong", address="192.0.2.4")
    assert_problem(shops.log_in(shop_id, address="192.0.2.4"), 429, "rate_limited")
    shops.sql(
        "UPDATE passcode_failures SET window_ends_at = now() WHERE shop_id = :shop_id",
        shop_id=shop_id,
    )
    assert shops.log_in(shop_id, address="192.0.2.4").status_code == 201


def test_success_forgets_the_failures_before_it(shops: Shops) -> None:
    shop_id = shops.a_shop()
    for _ in range(3):
        for _ in range(FAILURES - 1):
            assert_problem(shops.log_in(shop_id, "x", address="192.0.2.5"), 401, "bad_passcode")
        assert shops.log_in(shop_id, address="192.0.2.5").status_code == 201


def test_many_kitchens_of_one_address_log_in_at_once(shops: Shops) -> None:
    shop_id = shops.a_shop()
    log_in = partial(shops.log_in, shop_id, address="192.0.2.6")
    assert {answer.status_code for answer in at_once(*[log_in] * 8)} == {201}


def test_a_session_is_renewed_with_its_token_and_no_body(shops: Shops) -> None:
    shop_id = shops.a_shop()
    first = shops.log_in(shop_id).json()
    answer = shops.call("POST", f"/{shop_id}/sessions", token=first["token"])
    assert answer.status_code == 201
    old, new = VERIFIER.verify(first["token"]), VERIFIER.verify(answer.json()["token"])
    assert (new.channel, new.subject, new.send, new.presence) == (old.channel, old.subject, 1, 1)
    assert new.issued_at > old.issued_at
    assert new.expires_at >= old.expires_at


def test_a_watching_session_looks_and_does_nothing_else(shops: Shops) -> None:
    shop_id = shops.a_shop()
    token = shops.log_in(shop_id, watch=True).json()["token"]
    claims = VERIFIER.verify(token)
    assert (claims.send, claims.presence) == (False, False)
    for method, path, body in ACTING_CALLS:
        answer = shops.call(method, f"/{shop_id}{path}", body, token)
        assert_problem(answer, 403, "forbidden")
    renewed = shops.call("POST", f"/{shop_id}/sessions", token=token)
    assert renewed.status_code == 201
    claims = VERIFIER.verify(renewed.json()["token"])
    assert (claims.send, claims.presence) == (False, False)
    assert shops.shop(shop_id)["version"] == 1


def test_another_passcode_ends_every_session_at_once(shops: Shops) -> None:
    shop_id = shops.a_shop()
    token = shops.log_in(shop_id).json()["token"]
    change_passcode(shops, shop_id, "another one")
    for method, path, body in CALLS:
        answer = shops.call(method, f"/{shop_id}{path}", body, token)
        assert_problem(answer, 401, "unauthorized")
    assert_problem(shops.log_in(shop_id), 401, "bad_passcode")
    shop = shops.shop(shop_id)
    assert shop["version"] == 2
    assert len(shop["menu"]) == 2
    fresh = shops.log_in(shop_id, "another one").json()["token"]
    assert shops.call("PATCH", f"/{shop_id}", {"open": False}, fresh).status_code == 200


def test_sessions_opened_while_the_passcode_changes_are_of_one_side(shops: Shops) -> None:
    """No session of the old passcode is younger than the change."""
    shop_id = shops.a_shop()
    change = partial(change_passcode, shops, shop_id, "another one")
    log_in = partial(shops.log_in, shop_id)
    results = at_once(log_in, log_in, change, log_in, log_in)
    ((since,),) = shops.sql("SELECT sessions_since FROM shops WHERE id = :id", id=shop_id)
    opened = [answer for answer in results if answer is not None and answer.status_code == 201]
    for answer in opened:
        assert VERIFIER.verify(answer.json()["token"]).issued_at < since.timestamp()


def broken_tokens() -> dict[str, str]:
    """Return tokens for shop `shop-x` that must open nothing, by what is wrong with them."""
    good = kitchen("shop-x")
    head, content, signature = good.split(".")
    claims = json.loads(base64.urlsafe_b64decode(content + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "boss"}).encode()).decode()
    kid = {"kid": SHOPS_KEY["kid"]}
    other_key = Signer(json.dumps({**new_key("shop:"), **kid}))
    return {
        "no token": "nonsense",
        "long": "x" * 5000,
        "altered": f"{head}.{forged.rstrip('=')}.{signature}",
        "unsigned": f"{head}.{content}.",
        "alg none": jwt.encode(claims, "", "none", headers=kid),
        "alg HS256 with the public key": jwt.encode(
            claims, SHOPS_KEY["x"].ljust(32, "x"), "HS256", headers=kid
        ),
        "no kid": jwt.encode(claims, Ed25519PrivateKey.generate(), "EdDSA"),
        "foreign key": other_key.mint(
            "shop:shop-x", "kitchen", send=True, presence=True, lifetime_seconds=60
        )[0],
        "expired": kitchen("shop-x", issued_at=time.time() - 7200, lifetime_seconds=3600),
    }


@pytest.mark.parametrize("wrong", sorted(broken_tokens()))
def test_broken_tokens_open_nothing(shops: Shops, wrong: str) -> None:
    shop_id = "shop-x"
    shops.sql("DELETE FROM shops WHERE id = 'shop-x'")
    shops.a_shop(id=shop_id)
    for method, path, body in CALLS:
        answer = shops.call(
            method,
            f"/{shop_id}{path}",
            body,
            headers={"Authorization": f"Bearer {broken_tokens()[wrong]}"},
        )
        assert_problem(answer, 401, "unauthorized")
    assert shops.shop(shop_id)["version"] == 1


@pytest.mark.parametrize("header", ["", "Basic eDp5", "bearer", "Token abc", "Bearer \xe9"])
def test_other_authorization_opens_nothing(shops: Shops, header: str) -> None:
    shop_id = shops.a_shop()
    for method, path, body in CALLS:
        answer = shops.call(
            method, f"/{shop_id}{path}", body, headers={b"Authorization": header.encode("latin-1")}
        )
        assert_problem(answer, 401, "unauthorized")


@pytest.mark.parametrize("foreign", ["another shop's", "a customer's"])
def test_foreign_tokens_are_forbidden_on_every_call(shops: Shops, foreign: str) -> None:
    shop_id, other = shops.a_shop(), shops.a_shop()
    token = kitchen(other) if foreign == "another shop's" else customer()
    for method, path, body in CALLS:
        answer = shops.call(method, f"/{shop_id}{path}", body, token)
        assert_problem(answer, 403, "forbidden")
    assert shops.shop(shop_id)["version"] == 1


def test_who_has_no_token_learns_nothing_of_the_body(shops: Shops) -> None:
    shop_id = shops.a_shop()
    assert_problem(shops.call("PATCH", f"/{shop_id}", {"open": 7}), 401, "unauthorized")


def test_a_token_of_before_the_shop_is_not_believed(shops: Shops) -> None:
    shop_id = shops.a_shop(sessions_since=datetime.now(UTC) + timedelta(seconds=5))
    answer = shops.call("PATCH", f"/{shop_id}", {"open": False}, kitchen(shop_id))
    assert_problem(answer, 401, "unauthorized")


def test_passcodes_and_tokens_are_not_logged(shops: Shops) -> None:
    shop_id = shops.a_shop()
    token = shops.log_in(shop_id).json()["token"]
    shops.log_in(shop_id, "wrong passcode")
    shops.call("PATCH", f"/{shop_id}", {"open": 7}, token)
    written = shops.output.read_text()
    assert PASSCODE not in written
    assert "wrong passcode" not in written
    assert token not in written
